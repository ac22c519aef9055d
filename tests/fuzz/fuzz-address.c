/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "fuzz.h"
#include "todoku-account.h"
#include "todoku-discovery.h"
#include "todoku-endpoint.h"
#include "todoku-network.h"
#include "todoku-received.h"

#include <string.h>

/* URLs, addresses, host names, a connect-to table and the fields of a message:
 * what is taken is well formed, and said again it is the same.  The first byte
 * says which. */
static TodokuKnowledge *knowledge;

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  g_autoptr (GError) error = NULL;

  knowledge = todoku_knowledge_new (&error);
  g_assert_no_error (error);
  return 0;
}

/* What may stand in a command or a certificate's name. */
static void
check_host (const char *host)
{
  g_assert_cmpuint (strlen (host), >, 0);
  g_assert_cmpuint (strlen (host), <=, 255);
  for (; *host; host++)
    g_assert_true (*host > 0x20 && *host < 0x7f);
}

static void
try_url (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TodokuEndpoint) endpoint = todoku_endpoint_parse (text, &error);
  g_autoptr (TodokuEndpoint) again = NULL;
  g_autofree char *url = NULL;

  g_assert_true ((endpoint == NULL) == (error != NULL));
  if (!endpoint)
    return;
  check_host (endpoint->host);
  g_assert_cmpuint (endpoint->port, >, 0);
  url = todoku_endpoint_to_string (endpoint);
  again = todoku_endpoint_parse (url, NULL);
  g_assert_nonnull (again);
  g_assert_true (todoku_endpoint_equal (endpoint, again));
}

static void
try_address (const char *text)
{
  g_autoptr (TodokuAccount) account = todoku_account_new (knowledge);
  g_autofree char *domain = todoku_discovery_domain_of (text);

  if (domain)
    check_host (domain);
  (void) todoku_account_set (account, "address", text, NULL);
}

static void
try_connect_to (const char *text)
{
  g_autoptr (TodokuNetwork) network = todoku_network_new ();
  g_autoptr (GError) error = NULL;

  if (!todoku_network_add_connect_to (network, text, &error))
    g_assert_nonnull (error);
}

static void
try_received (const char *text)
{
  g_auto (GStrv) fields = todoku_received_fields (text);
  g_autoptr (GPtrArray) hops =
      todoku_received_hops ((const char *const *) fields);
  g_autoptr (GDateTime) date = todoku_date_parse (text);

  g_assert_nonnull (hops);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static void (*const ways[]) (
      const char *) = { try_url, try_address, try_connect_to, try_received };
  g_autofree char *text = NULL;

  if (size < 1)
    return 0;
  text = g_strndup ((const char *) data + 1, size - 1);
  ways[data[0] % G_N_ELEMENTS (ways)](text);
  return 0;
}
