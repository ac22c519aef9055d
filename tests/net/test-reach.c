/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "net-fixture.h"
#include "todoku-reach.h"

/* The web server of a service as a control: who answers in its place. */

#define TIMEOUT_MS (1500 * NET_SLOW)

static const char *const tls[] = { "TLS", "HOLD" };
static const char *const clear[] = { "S:HTTP/1.1 400 Bad Request", "CLOSE" };
static const char *const silent[] = { "HOLD" };

static const struct {
  const char *name;
  const char *const *script; /* (nullable) nobody listens */
  const char *certificate;
  const char *found;
} rows[] = {
  { "its-own", tls, "valid", "yes" },
  { "login-page", tls, "wrong-name", "other-name" },
  { "filter", tls, "untrusted", "not-trusted" },
  { "filter-without-its-root", tls, "missing-intermediate", "not-trusted" },
  { "self-signed", tls, "self-signed", "not-trusted" },
  /* That is for the clock, or for the service. */
  { "expired", tls, "expired", "yes" },
  { "not-yet-valid", tls, "not-yet-valid", "yes" },
  /* Reached it was. */
  { "without-tls", clear, "valid", "yes" },
  { "silent", silent, "valid", "yes" },
  { "nobody", NULL, "valid", "no" },
};

typedef struct {
  const char *found;
  gboolean done;
} Answer;

static void
reached_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Answer *answer = data;

  answer->found = todoku_reach_web_finish (result);
  answer->done = TRUE;
}

static const char *
reach (guint16 port, GCancellable *cancellable)
{
  g_autofree char *entry = g_strdup_printf (NET_HOST ":443:127.0.0.1:%u", port);
  g_autoptr (TodokuNetwork) network = net_network_new (port);
  g_autoptr (GError) error = NULL;
  Answer answer = { NULL, FALSE };

  todoku_network_add_connect_to (network, entry, &error);
  g_assert_no_error (error);
  todoku_reach_web_async (network,
                          NET_HOST,
                          TIMEOUT_MS,
                          cancellable,
                          reached_cb,
                          &answer);
  while (!answer.done)
    g_main_context_iteration (NULL, TRUE);
  return answer.found;
}

static void
test_row (gconstpointer data)
{
  guint row = GPOINTER_TO_UINT (data);
  g_autoptr (GTlsCertificate) certificate =
      net_load_certificate (rows[row].certificate);
  g_autoptr (NetServer) server =
      net_server_new (rows[row].script ? rows[row].script : silent,
                      NULL,
                      certificate);
  guint16 port = net_server_get_port (server);

  if (!rows[row].script)
    g_clear_pointer (&server, net_server_free);
  g_assert_cmpstr (reach (port, NULL), ==, rows[row].found);
}

/* Whoever stops it is answered at once. */
static void
test_stopped (void)
{
  g_autoptr (NetServer) server = net_server_new (silent, NULL, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_cancellable_cancel (cancellable);
  g_assert_cmpstr (reach (net_server_get_port (server), cancellable), ==, "no");
}

/* Nothing of it stays with what could have stopped it, which may live long. */
static void
test_leaves (void)
{
  g_autoptr (NetServer) server = net_server_new (clear, NULL, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  guint cancelled = g_signal_lookup ("cancelled", G_TYPE_CANCELLABLE);

  g_assert_cmpstr (reach (net_server_get_port (server), cancellable),
                   ==,
                   "yes");
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_false (
      g_signal_has_handler_pending (cancellable, cancelled, 0, TRUE));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strconcat ("/net/reach/", rows[i].name, NULL);

    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_row);
  }
  g_test_add_func ("/net/reach/stopped", test_stopped);
  g_test_add_func ("/net/reach/leaves", test_leaves);
  return g_test_run ();
}
