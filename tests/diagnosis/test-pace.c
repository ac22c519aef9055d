/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-plan.h"
#include "todoku-run.h"

/* How many connections there are at once, against a port that answers no SYN.
 */

typedef struct {
  TodokuKnowledge *knowledge;
  TodokuAccount *account;
  TodokuNetwork *network;
  GCancellable *cancellable;
  GSocket *hole;
  GPtrArray *fillers; /* of GSocket: they fill its queue */
  guint16 port;
  gboolean done;
} Fixture;

/* Nobody accepts, and the queue of one is full: what comes is not answered. */
static void
make_hole (Fixture *self)
{
  g_autoptr (GSocketAddress) any =
      g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GError) error = NULL;

  self->hole = g_socket_new (G_SOCKET_FAMILY_IPV4,
                             G_SOCKET_TYPE_STREAM,
                             G_SOCKET_PROTOCOL_TCP,
                             &error);
  g_assert_no_error (error);
  g_socket_set_listen_backlog (self->hole, 0);
  g_socket_bind (self->hole, any, FALSE, &error);
  g_assert_no_error (error);
  g_socket_listen (self->hole, &error);
  g_assert_no_error (error);
  address = g_socket_get_local_address (self->hole, &error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
  for (int i = 0; i < 4; i++) {
    GSocket *filler = g_socket_new (G_SOCKET_FAMILY_IPV4,
                                    G_SOCKET_TYPE_STREAM,
                                    G_SOCKET_PROTOCOL_TCP,
                                    NULL);

    g_socket_set_blocking (filler, FALSE);
    (void) g_socket_connect (filler, address, NULL, NULL);
    g_ptr_array_add (self->fillers, filler);
  }
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (g_getenv ("TODOKU_SOURCE_ROOT"),
                                            "data",
                                            "knowledge",
                                            NULL);
  g_autoptr (GError) error = NULL;

  self->knowledge = todoku_knowledge_new_from_directory (path, &error);
  g_assert_no_error (error);
  self->account = todoku_account_new (self->knowledge);
  self->network = todoku_network_new ();
  self->cancellable = g_cancellable_new ();
  self->fillers = g_ptr_array_new_with_free_func (g_object_unref);
  make_hole (self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->fillers, g_ptr_array_unref);
  g_clear_object (&self->hole);
  g_clear_object (&self->account);
  g_clear_object (&self->network);
  g_clear_object (&self->knowledge);
}

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  (void) todoku_run_start_finish (TODOKU_RUN (source), result, NULL);
  ((Fixture *) data)->done = TRUE;
}

static TodokuRun *
begin (Fixture *self, const char *provider, const char *incoming)
{
  static const guint16 ports[] = { 993, 143, 995, 110 };
  TodokuRunOptions options = { TODOKU_RUN_ONLY_INCOMING,
                               20000,
                               "2026-11-28",
                               NULL };
  g_autoptr (TodokuEndpoint) endpoint = todoku_endpoint_parse (incoming, NULL);
  g_autoptr (GError) error = NULL;
  TodokuRun *run;

  todoku_account_set (self->account, "address", "taro@example.jp", &error);
  g_assert_no_error (error);
  if (provider)
    todoku_account_set (self->account, "provider", provider, &error);
  g_assert_no_error (error);
  todoku_account_set (self->account, "incoming", incoming, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (ports); i++) {
    g_autofree char *entry = g_strdup_printf ("%s:%u:127.0.0.1:%u",
                                              endpoint->host,
                                              ports[i],
                                              self->port);

    todoku_network_add_connect_to (self->network, entry, &error);
    g_assert_no_error (error);
  }
  run = todoku_run_new (self->account, self->network, &options);
  todoku_run_start_async (run, self->cancellable, ended_cb, self);
  return run;
}

/* Runs until @n connections have been begun, and stops. */
static void
wait_for (Fixture *self, TodokuRun *run, guint n)
{
  while (!self->done && todoku_run_get_budget (run)->at_once < n)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (todoku_run_get_budget (run)->at_once, >=, n);
  g_cancellable_cancel (self->cancellable);
  while (!self->done)
    g_main_context_iteration (NULL, TRUE);
}

/* IMAP and POP3 are two services: neither waits for the other. */
static void
test_by_service (Fixture *self, gconstpointer data)
{
  g_autoptr (TodokuRun) run = begin (self, NULL, "imaps://mail.example.jp:993");

  g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (todoku_run_get_budget (run)->at_once, >=, 4);
  wait_for (self, run, 4);
}

static gboolean
over_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

/* A service that names a number gets no more than that at once, even when its
 * answers are late and when the account is not known to be with it; what it
 * does not answer at all is no burden to it, and the next need not wait until
 * that is given up. */
static void
test_unanswered (Fixture *self, gconstpointer data)
{
  const char *provider = data;
  g_autoptr (TodokuRun) run =
      begin (self, provider, "imaps://outlook.office365.com:993");
  gboolean over = FALSE;

  g_assert_cmpint (todoku_knowledge_find_provider (self->knowledge,
                                                   "microsoft-365")
                       ->connections,
                   ==,
                   3);
  g_timeout_add (1500, over_cb, &over);
  while (!over) {
    g_assert_cmpuint (todoku_run_get_budget (run)->at_once, <=, 3);
    g_main_context_iteration (NULL, TRUE);
  }
  wait_for (self, run, 4);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/pace/by-service",
              Fixture,
              NULL,
              set_up,
              test_by_service,
              tear_down);
  g_test_add ("/pace/RB-11/unanswered",
              Fixture,
              "microsoft-365",
              set_up,
              test_unanswered,
              tear_down);
  g_test_add ("/pace/RB-11/unanswered-by-host",
              Fixture,
              NULL,
              set_up,
              test_unanswered,
              tear_down);
  return g_test_run ();
}
