/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-run.h"

#include <stdlib.h>
#include <string.h>

/* Many accounts of one server, each diagnosed with a sign-in, a bounded number
 * at once, in one process.
 *
 *   many-sign-ins IMAPS-URL CONNECT-TO CA-FILE COUNT AT-ONCE < PASSWORD
 *
 * The accounts are u0@example.jp and so on.  Prints how many signed in and
 * found that everything works. */

typedef struct {
  TodokuKnowledge *knowledge;
  TodokuNetwork *network;
  TodokuSecret *secret;
  const char *incoming;
  guint count;
  guint begun;
  guint ended;
  guint worked;
} Batch;

static void
begin_next (Batch *self);

static gboolean
worked (TodokuRun *run)
{
  g_autoptr (TodokuFinding) first =
      g_list_model_get_item (todoku_run_get_findings (run), 0);

  return todoku_run_get_budget (run)->sign_ins == 1 && first &&
         strcmp (todoku_finding_get_id (first), "works") == 0;
}

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Batch *self = data;
  TodokuRun *run = TODOKU_RUN (source);

  self->ended++;
  if (todoku_run_start_finish (run, result, NULL) && worked (run))
    self->worked++;
  g_object_unref (run);
  begin_next (self);
}

static void
begin_next (Batch *self)
{
  TodokuRunOptions options = { TODOKU_RUN_ONLY_CONFIGURED |
                                   TODOKU_RUN_ONLY_INCOMING,
                               60000,
                               NULL,
                               self->secret };
  g_autoptr (TodokuAccount) account = NULL;
  g_autofree char *address = NULL;

  if (self->begun == self->count)
    return;
  address = g_strdup_printf ("u%u@example.jp", self->begun++);
  account = todoku_account_new (self->knowledge);
  if (!todoku_account_set (account, "address", address, NULL) ||
      !todoku_account_set (account, "incoming", self->incoming, NULL) ||
      !todoku_account_set (account, "sign-in", "password", NULL))
    g_error ("%s cannot be diagnosed", address);
  todoku_run_start_async (todoku_run_new (account, self->network, &options),
                          NULL,
                          ended_cb,
                          self);
}

int
main (int argc, char *argv[])
{
  Batch self = { 0 };
  g_autoptr (GError) error = NULL;
  guint at_once;

  if (argc != 6)
    return 2;
  self.knowledge = todoku_knowledge_new (&error);
  self.network = todoku_network_new ();
  self.incoming = argv[1];
  self.count = (guint) atoi (argv[4]);
  at_once = (guint) atoi (argv[5]);
  self.secret = todoku_secret_new_from_fd (0, &error);
  if (!self.knowledge || !self.secret ||
      !todoku_network_add_connect_to (self.network, argv[2], &error) ||
      !todoku_network_add_ca_file (self.network, argv[3], &error))
    g_error ("%s", error->message);
  while (self.begun < MIN (at_once, self.count))
    begin_next (&self);
  while (self.ended < self.count)
    g_main_context_iteration (NULL, TRUE);
  g_print ("%u\n", self.worked);
  return self.worked == self.count ? 0 : 1;
}
