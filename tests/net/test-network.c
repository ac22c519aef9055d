/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "net-fixture.h"
#include "todoku-trust.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_HANDSHAKES 8

/* ---- connect-to ------------------------------------------------------------
 */

static void
test_connect_to_table (void)
{
  static const struct {
    const char *entry;
    const char *host; /* NULL: malformed */
    guint16 port;
    const char *target;
  } rows[] = {
    { "imap.example.jp:993:127.0.0.1:9993",
      "imap.example.jp",
      993,
      "127.0.0.1:9993" },
    { "IMAP.Example.JP:993:127.0.0.1:1",
      "imap.example.jp",
      993,
      "127.0.0.1:1" },
    { "imap.example.jp:993:[::1]:9993", "imap.example.jp", 993, "[::1]:9993" },
    { "[::1]:25:127.0.0.1:65535", "::1", 25, "127.0.0.1:65535" },
    { "192.0.2.1:25:127.0.0.1:2525", "192.0.2.1", 25, "127.0.0.1:2525" },
    { "" },
    { ":" },
    { ":::" },
    { "imap.example.jp" },
    { "imap.example.jp:993" },
    { "imap.example.jp:993:127.0.0.1" },
    { "imap.example.jp:993:127.0.0.1:" },
    { "imap.example.jp:993:127.0.0.1:9993:" },
    { "imap.example.jp:993:127.0.0.1:9993 " },
    { "imap.example.jp:0:127.0.0.1:9993" },
    { "imap.example.jp:993:127.0.0.1:0" },
    { "imap.example.jp:65536:127.0.0.1:9993" },
    { "imap.example.jp:-1:127.0.0.1:9993" },
    { "imap.example.jp:9e2:127.0.0.1:9993" },
    { "imap.example.jp:993:localhost:9993" },
    { "imap.example.jp:993:::1:9993" },
    { "[::1:993:127.0.0.1:9993" },
    { "[::1]x:993:127.0.0.1:9993" },
    { "imap.example.jp:993:[::1]x:9993" },
    { "two words:993:127.0.0.1:9993" },
    { "imap.example\r\n.jp:993:127.0.0.1:9993" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (TodokuNetwork) network = todoku_network_new ();
    g_autoptr (GError) error = NULL;
    g_autofree char *found = NULL;
    GSocketAddress *target;

    g_test_message ("%s", rows[i].entry);
    if (!rows[i].host) {
      g_assert_false (
          todoku_network_add_connect_to (network, rows[i].entry, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
      continue;
    }
    todoku_network_add_connect_to (network, rows[i].entry, &error);
    g_assert_no_error (error);
    target =
        todoku_network_lookup_connect_to (network, rows[i].host, rows[i].port);
    g_assert_nonnull (target);
    found = g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (target));
    g_assert_cmpstr (found, ==, rows[i].target);
    g_assert_null (todoku_network_lookup_connect_to (network,
                                                     rows[i].host,
                                                     rows[i].port + 1u));
    g_assert_null (todoku_network_lookup_connect_to (network,
                                                     "other.example.jp",
                                                     rows[i].port));
  }
}

/* ---- anchors ---------------------------------------------------------------
 */

static GTlsCertificateFlags
ask (TodokuNetwork *network, const char *name)
{
  g_autoptr (GTlsCertificate) leaf = net_load_certificate (name);
  GTlsDatabase *extra = todoku_network_get_extra_anchors (network);

  g_assert_nonnull (extra);
  return g_tls_database_verify_chain (
      extra,
      leaf,
      G_TLS_DATABASE_PURPOSE_AUTHENTICATE_SERVER,
      NULL,
      NULL,
      G_TLS_DATABASE_VERIFY_NONE,
      NULL,
      NULL);
}

/* A second file is trusted beside the first, not in its place. */
static void
test_anchors_add_up (void)
{
  g_autoptr (TodokuNetwork) network = net_network_new (993);
  g_autofree char *other = net_cert_path ("other", ".crt");
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (ask (network, "valid"), ==, 0);
  g_assert_cmpuint (ask (network, "untrusted"),
                    ==,
                    G_TLS_CERTIFICATE_UNKNOWN_CA);
  todoku_network_add_ca_file (network, other, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ask (network, "valid"), ==, 0);
  g_assert_cmpuint (ask (network, "untrusted"), ==, 0);
}

static void
test_anchors_refused (void)
{
  g_autoptr (TodokuNetwork) network = todoku_network_new ();
  g_autofree char *key = net_cert_path ("root", ".key");
  const char *paths[] = { key, "/dev/zero", "/", "/nonexistent/ca.pem", "" };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", paths[i]);
    g_assert_false (todoku_network_add_ca_file (network, paths[i], &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  }
  g_assert_false (todoku_network_add_ca_pem (network, "no PEM", NULL));
  g_assert_null (todoku_network_get_extra_anchors (network));
}

static GTlsConnection *
make_tls (TodokuNetwork *network, GSocketConnectable *identity, int *ret_end)
{
  int ends[2] = { -1, -1 };
  gboolean paired = socketpair (AF_UNIX, SOCK_STREAM, 0, ends) == 0;
  /* glib-networking 2.80 asks the stream at once for its other end. */
  g_autoptr (GSocket) socket = g_socket_new_from_fd (ends[0], NULL);
  g_autoptr (GSocketConnection) connection =
      g_socket_connection_factory_create_connection (socket);
  GTlsConnection *tls =
      todoku_tls_connection_new (G_IO_STREAM (connection),
                                 identity,
                                 todoku_network_get_trust (network),
                                 NULL);

  g_assert_true (paired);
  g_assert_nonnull (tls);
  *ret_end = ends[1];
  return tls;
}

/* TL-19: no connection is made without the name that is meant. */
static void
test_identity (void)
{
  g_autoptr (TodokuNetwork) network = todoku_network_new ();
  g_autoptr (GSocketConnectable) identity =
      g_network_address_new (NET_HOST, 993);
  int end;
  g_autoptr (GTlsConnection) tls = make_tls (network, identity, &end);

  g_assert_true (g_tls_client_connection_get_server_identity (
                     G_TLS_CLIENT_CONNECTION (tls)) == identity);
  /* Nor with the system's anchors, which it would copy (trap 9). */
  g_assert_true (g_tls_connection_get_database (tls) !=
                 todoku_network_get_database (network));
  close (end);
}

static guint
count_descriptors (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  guint count = 0;

  while (g_dir_read_name (dir))
    count++;
  return count;
}

/* A connection costs its own descriptors, and no other. */
static void
test_one_file (void)
{
  g_autoptr (TodokuNetwork) network = todoku_network_new ();
  g_autoptr (GSocketConnectable) identity =
      g_network_address_new (NET_HOST, 993);
  GTlsConnection *all[8] = { NULL };
  int ends[G_N_ELEMENTS (all)];
  guint before;

  all[0] = make_tls (network, identity, &ends[0]);
  before = count_descriptors ();
  for (gsize i = 1; i < G_N_ELEMENTS (all); i++)
    all[i] = make_tls (network, identity, &ends[i]);
  /* Two ends each. */
  g_assert_cmpuint (count_descriptors () - before,
                    ==,
                    2 * (G_N_ELEMENTS (all) - 1));
  for (gsize i = 0; i < G_N_ELEMENTS (all); i++) {
    g_clear_object (&all[i]);
    close (ends[i]);
  }
}

/* ---- handshakes in flight --------------------------------------------------
 */

static void
acquired_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  guint *count = data;

  if (todoku_network_acquire_handshake_finish (TODOKU_NETWORK (source),
                                               result,
                                               NULL))
    *count += 1;
  else
    *count += 100;
}

static void
run_pending (void)
{
  for (int i = 0; i < 50; i++)
    g_main_context_iteration (NULL, FALSE);
}

static void
test_limit (void)
{
  g_autoptr (TodokuNetwork) network = todoku_network_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  guint count = 0, waiting = 0, stopped = 0;

  for (int i = 0; i < MAX_HANDSHAKES; i++)
    todoku_network_acquire_handshake_async (network, NULL, acquired_cb, &count);
  todoku_network_acquire_handshake_async (network,
                                          cancellable,
                                          acquired_cb,
                                          &stopped);
  todoku_network_acquire_handshake_async (network, NULL, acquired_cb, &waiting);
  run_pending ();
  g_assert_cmpuint (count, ==, MAX_HANDSHAKES);
  g_assert_cmpuint (waiting + stopped, ==, 0);

  /* Who is stopped while waiting gets none, and takes none from the next. */
  g_cancellable_cancel (cancellable);
  run_pending ();
  g_assert_cmpuint (stopped, ==, 100);
  todoku_network_release_handshake (network);
  run_pending ();
  g_assert_cmpuint (waiting, ==, 1);

  for (int i = 0; i < MAX_HANDSHAKES; i++)
    todoku_network_release_handshake (network);
  todoku_network_acquire_handshake_async (network, NULL, acquired_cb, &count);
  run_pending ();
  g_assert_cmpuint (count, ==, MAX_HANDSHAKES + 1);
  todoku_network_release_handshake (network);
  g_assert_finalize_object (g_steal_pointer (&network));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/net/network/connect-to", test_connect_to_table);
  g_test_add_func ("/net/network/anchors-add-up", test_anchors_add_up);
  g_test_add_func ("/net/network/anchors-refused", test_anchors_refused);
  g_test_add_func ("/net/network/TL-19/identity", test_identity);
  g_test_add_func ("/network/one-file-for-all", test_one_file);
  g_test_add_func ("/net/network/limit", test_limit);
  return g_test_run ();
}
