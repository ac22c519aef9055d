/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-cli.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

typedef struct {
  GMainLoop *loop;
  GCancellable *cancellable;
  gboolean finished;
} Running;

static void
started_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Running *running = data;

  /* Stopped or not, what is known is judged: the report says which. */
  running->finished =
      todoku_run_start_finish (TODOKU_RUN (source), result, NULL);
  g_main_loop_quit (running->loop);
}

static gboolean
interrupted_cb (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_CONTINUE;
}

static const char *
step_words (const char *step)
{
  if (strcmp (step, "prepare") == 0)
    return _ ("Preparing…");
  if (strcmp (step, "probe") == 0)
    return _ ("Connecting to the mail servers…");
  if (strcmp (step, "conclude") == 0)
    return _ ("Drawing conclusions…");
  return "";
}

static void
progressed_cb (TodokuRun *run)
{
  const TodokuBudget *budget = todoku_run_get_budget (run);

  /* Translators: %s: what is being done; the numbers count connections */
  g_printerr ("\r\033[K");
  g_printerr (_ ("%s %u connections so far"),
              step_words (todoku_run_get_step (run)),
              budget->connections);
}

/**
 * todoku_cli_run:
 * @run: a new run
 *
 * Returns: whether it came to its end; %FALSE when it was interrupted
 */
gboolean
todoku_cli_run (TodokuRun *run)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Running running = { loop, cancellable, FALSE };
  gboolean tell = isatty (STDERR_FILENO);
  guint on_int = g_unix_signal_add (SIGINT, interrupted_cb, cancellable);
  guint on_term = g_unix_signal_add (SIGTERM, interrupted_cb, cancellable);

  if (tell)
    g_signal_connect (run, "progressed", G_CALLBACK (progressed_cb), NULL);
  todoku_run_start_async (run, cancellable, started_cb, &running);
  g_main_loop_run (loop);
  if (tell)
    g_printerr ("\r\033[K");
  g_source_remove (on_int);
  g_source_remove (on_term);
  return running.finished;
}
