/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "practice-network.h"

TodokuNetwork *
practice_network_new (TodokuPracticeServer *server)
{
  TodokuNetwork *network = todoku_network_new ();
  g_autoptr (GResolver) resolver = todoku_practice_resolver_new ();
  const char *const *entries = todoku_practice_server_get_connect_to (server);
  g_autoptr (GError) error = NULL;

  todoku_network_set_resolver (network, resolver);
  for (guint i = 0; entries[i] != NULL; i++) {
    todoku_network_add_connect_to (network, entries[i], &error);
    g_assert_no_error (error);
  }
  todoku_network_add_ca_pem (network,
                             todoku_practice_server_get_ca_pem (server),
                             &error);
  g_assert_no_error (error);
  return network;
}
