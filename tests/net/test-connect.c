/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "net-fixture.h"

#include <string.h>

#define TIMEOUT_MS (1500 * NET_SLOW)

/* ---- names -----------------------------------------------------------------
 */

static const char *const table[] = {
  "four.example.com=127.0.0.1",
  "six.example.com=::1",
  "second.example.com=127.0.0.9,127.0.0.1",
  "dead.example.com=127.0.0.6,127.0.0.7,127.0.0.8,127.0.0.9,127.0.0.1",
  "broken.example.com=",
  NULL
};

static const char *const greets[] = { "S:220 hello",
                                      "C:",
                                      "S:250-mail.example.com",
                                      "S:250 AUTH PLAIN",
                                      "HOLD" };

static TodokuProbe *
probe_host (TodokuNetwork *network,
            const char *host,
            guint16 port,
            GSocketFamily family)
{
  g_autoptr (TodokuEndpoint) endpoint =
      todoku_endpoint_new (TODOKU_PROTOCOL_SMTP,
                           TODOKU_SECURITY_NONE,
                           host,
                           port,
                           NULL);
  TodokuConversationOptions options = { .endpoint = endpoint };

  return todoku_probe_new (network,
                           TODOKU_ROLE_GRID,
                           family,
                           &options,
                           TIMEOUT_MS,
                           NULL);
}

static const struct {
  const char *name;
  const char *host;
  GSocketFamily family;
  const char *failure;
  TodokuOutcome outcome;
  guint n_addresses;
  guint n_connections;
} rows[] = {
  { "good",
    "four.example.com",
    G_SOCKET_FAMILY_IPV4,
    "",
    TODOKU_OUTCOME_GOOD,
    1,
    1 },
  { "RB-07/other-family",
    "four.example.com",
    G_SOCKET_FAMILY_IPV6,
    "no-address@resolve",
    TODOKU_OUTCOME_NOT_TESTED },
  { "RB-07/six-only",
    "six.example.com",
    G_SOCKET_FAMILY_IPV4,
    "no-address@resolve",
    TODOKU_OUTCOME_NOT_TESTED },
  { "RB-07/unknown",
    "nowhere.example.com",
    G_SOCKET_FAMILY_IPV4,
    "host-not-found@resolve",
    TODOKU_OUTCOME_PROBLEM },
  { "RB-07/broken",
    "broken.example.com",
    G_SOCKET_FAMILY_IPV4,
    "name-lookup-failed@resolve",
    TODOKU_OUTCOME_COULD_NOT_TELL },
  { "numeric",
    "127.0.0.1",
    G_SOCKET_FAMILY_IPV4,
    "",
    TODOKU_OUTCOME_GOOD,
    1,
    1 },
  { "numeric-other-family",
    "127.0.0.1",
    G_SOCKET_FAMILY_IPV6,
    "no-address@resolve",
    TODOKU_OUTCOME_NOT_TESTED },
  { "RB-07/second-address",
    "second.example.com",
    G_SOCKET_FAMILY_IPV4,
    "",
    TODOKU_OUTCOME_GOOD,
    2,
    2 },
  { "RB-07/three-at-most",
    "dead.example.com",
    G_SOCKET_FAMILY_IPV4,
    "connection-refused@connect",
    TODOKU_OUTCOME_PROBLEM,
    5,
    3 },
};

static void
test_row (gconstpointer data)
{
  guint row = GPOINTER_TO_UINT (data);
  g_autoptr (NetServer) server = net_server_new (greets, NULL, NULL);
  g_autoptr (TodokuNetwork) network = todoku_network_new ();
  g_autoptr (GResolver) resolver = net_resolver_new (table);
  g_autoptr (TodokuProbe) probe = NULL;
  g_autofree char *found = NULL;
  TodokuObservation *observation;

  todoku_network_set_resolver (network, resolver);
  probe = probe_host (network,
                      rows[row].host,
                      net_server_get_port (server),
                      rows[row].family);
  observation = net_probe_run (probe, TIMEOUT_MS);
  found = net_describe (observation);
  g_assert_cmpstr (found, ==, rows[row].failure);
  g_assert_cmpint (todoku_observation_get_outcome (observation),
                   ==,
                   rows[row].outcome);
  g_assert_cmpuint (todoku_observation_get_n_addresses (observation),
                    ==,
                    rows[row].n_addresses);
  g_assert_cmpuint (todoku_observation_get_n_connections (observation),
                    ==,
                    rows[row].n_connections);
}

/* ---- a port where nobody answers -------------------------------------------
 */

/* A listener whose queue is full drops what comes: as a filter does. */
static void
test_dropped (void)
{
  g_autoptr (GSocketAddress) any =
      g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocket) listener = g_socket_new (G_SOCKET_FAMILY_IPV4,
                                               G_SOCKET_TYPE_STREAM,
                                               G_SOCKET_PROTOCOL_TCP,
                                               NULL);
  g_autoptr (GPtrArray) queue = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (TodokuNetwork) network = todoku_network_new ();
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (TodokuProbe) probe = NULL;
  g_autofree char *found = NULL;
  TodokuObservation *observation;

  g_socket_set_listen_backlog (listener, 0);
  g_assert_true (g_socket_bind (listener, any, TRUE, NULL));
  g_assert_true (g_socket_listen (listener, NULL));
  bound = g_socket_get_local_address (listener, NULL);
  for (int i = 0; i < 4; i++) {
    GSocket *filler = g_socket_new (G_SOCKET_FAMILY_IPV4,
                                    G_SOCKET_TYPE_STREAM,
                                    G_SOCKET_PROTOCOL_TCP,
                                    NULL);

    g_socket_set_blocking (filler, FALSE);
    (void) g_socket_connect (filler, bound, NULL, NULL);
    g_ptr_array_add (queue, filler);
  }
  probe = probe_host (network,
                      "127.0.0.1",
                      g_inet_socket_address_get_port (
                          G_INET_SOCKET_ADDRESS (bound)),
                      G_SOCKET_FAMILY_IPV4);
  observation = net_probe_run (probe, TIMEOUT_MS);
  found = net_describe (observation);
  g_assert_cmpstr (found, ==, "connection-timed-out@connect");
  g_assert_cmpint (todoku_observation_get_outcome (observation),
                   ==,
                   TODOKU_OUTCOME_BLOCKED);
}

/* ---- side by side ----------------------------------------------------------
 */

typedef struct {
  gboolean done;
} End;

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  End *end = data;

  g_assert_false (end->done);
  end->done = TRUE;
  g_assert_true (todoku_probe_run_finish (TODOKU_PROBE (source), result, NULL));
}

static const char *const stalls[] = { "HOLD" };
static const char *const healthy[] = {
  "TLS", "S:220 hello", "C:", "S:250-mail.example.com", "S:250 AUTH PLAIN",
  "HOLD"
};

#define N_STALLING 13
#define N_HEALTHY 5

/* Servers that stall in the handshake hold all slots for two rounds; those that
 * waited behind them have less time than that and are not blamed (trap 9). */
static void
test_nobody_is_blamed (void)
{
  g_autoptr (GTlsCertificate) certificate = net_load_certificate ("valid");
  g_autoptr (NetServer) stalling = net_server_new (stalls, NULL, NULL);
  g_autoptr (NetServer) good = net_server_new (healthy, NULL, certificate);
  guint16 port = net_server_get_port (good);
  g_autoptr (TodokuNetwork) network = net_network_new (port);
  g_autoptr (GPtrArray) probes =
      g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *entry = g_strdup_printf (NET_HOST ":%u:127.0.0.1:%u",
                                            net_server_get_port (stalling),
                                            net_server_get_port (stalling));
  End ends[N_STALLING + N_HEALTHY] = { 0 };
  guint n_done = 0;

  g_assert_true (todoku_network_add_connect_to (network, entry, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++) {
    gboolean is_good = i >= N_STALLING;
    guint16 to = is_good ? port : net_server_get_port (stalling);
    TodokuProbe *probe = net_probe_new (network, "smtps", to, 700 * NET_SLOW);

    g_ptr_array_add (probes, probe);
    todoku_probe_run_async (probe, NULL, ended_cb, &ends[i]);
  }
  while (n_done < G_N_ELEMENTS (ends)) {
    g_main_context_iteration (NULL, TRUE);
    n_done = 0;
    for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
      n_done += ends[i].done;
  }
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++) {
    g_autofree char *found = net_describe (
        todoku_probe_get_observation (g_ptr_array_index (probes, i)));

    g_assert_cmpstr (found, ==, i < N_STALLING ? "timed-out@tls" : "");
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strconcat ("/net/connect/", rows[i].name, NULL);

    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_row);
  }
  g_test_add_func ("/net/connect/RB-07/dropped", test_dropped);
  g_test_add_func ("/net/side-by-side/nobody-is-blamed", test_nobody_is_blamed);
  return g_test_run ();
}
