/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-plan.h"
#include "todoku-run-private.h"
#include "todoku-run.h"

#include <string.h>

#define PLAIN_TIMEOUT_MS 20000
#define EXTRA_TIMEOUT_MS 10000 /* of what only completes the picture */
/* From the end of the run, or from "stop", until whatever still hangs is left.
 */
#define GRACE_MS 500

/* ---- the end --------------------------------------------------------------
 */

static void
conclude (TodokuRun *self, TodokuRunState state)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  if (!task)
    return;
  todoku_run_set_step (self, "conclude");
  todoku_run_clear_source (&self->stop);
  todoku_run_clear_source (&self->deadline);
  todoku_run_clear_source (&self->grace);
  todoku_run_clear_source (&self->room);
  self->end_us = g_get_monotonic_time ();
  /* Nothing of this run needs it any more. */
  g_clear_pointer (&self->secret, todoku_secret_unref);
  g_clear_pointer (&self->plan, g_ptr_array_unref);
  todoku_run_set_state (self, state);
  todoku_run_judge (self);
  todoku_run_set_step (self, state == TODOKU_RUN_STOPPED ? "stopped" : "done");
  if (state == TODOKU_RUN_STOPPED)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Stopped");
  else
    g_task_return_boolean (task, TRUE);
}

static gboolean
is_stopping (TodokuRun *self)
{
  return self->grace != NULL;
}

static TodokuRunState
end_state (TodokuRun *self)
{
  GCancellable *cancellable = g_task_get_cancellable (self->task);

  return cancellable && g_cancellable_is_cancelled (cancellable)
             ? TODOKU_RUN_STOPPED
             : TODOKU_RUN_FINISHED;
}

/* ---- probing --------------------------------------------------------------
 */

typedef struct {
  TodokuRun *run;
  guint index; /* of the plan */
} Started;

static void
forget_running (TodokuRun *self, guint index)
{
  for (guint i = 0; i < self->running->len; i++)
    if (g_array_index (self->running, guint, i) == index) {
      g_array_remove_index (self->running, i);
      break;
    }
  self->budget.at_once = self->running->len;
}

static void
probed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Started *started = data;
  g_autoptr (TodokuRun) self = started->run;
  TodokuObservation *observation =
      todoku_probe_get_observation (TODOKU_PROBE (source));

  /* Its one error is that it was cancelled; what it saw is observed. */
  (void) todoku_probe_run_finish (TODOKU_PROBE (source), result, NULL);
  forget_running (self, started->index);
  todoku_run_forget_turn (self, TODOKU_PROBE (source));
  if (!self->task)
    return;
  ((TodokuPlanned *) g_ptr_array_index (self->plan, started->index))->finished =
      TRUE;
  self->budget.connections +=
      todoku_observation_get_n_connections (observation);
  if (todoku_observation_get_dialogue (observation)->sent_credential)
    self->budget.sign_ins++;
  todoku_run_learn (self, observation);
  todoku_run_judge_soon (self);
  todoku_run_tell_progress (self);
  todoku_run_go_on (self);
}

/* @own_ms, or what is left of the run's time. */
guint
todoku_run_limit_ms (TodokuRun *self, guint own_ms)
{
  gint64 left = (gint64) self->timeout_ms -
                (g_get_monotonic_time () - self->start_us) / 1000;

  return (guint) CLAMP (left, 1, own_ms);
}

static guint
timeout_for (TodokuRun *self, const TodokuPlanned *planned)
{
  guint own = planned->role >= TODOKU_ROLE_GRID ? EXTRA_TIMEOUT_MS
              : planned->signs_in               ? SIGN_IN_TIMEOUT_MS
                                                : PLAIN_TIMEOUT_MS;

  return todoku_run_limit_ms (self, own + planned->options.patience_ms);
}

static void
turn_wanted_cb (TodokuProbe *probe, gpointer data)
{
  const Started *started = data;

  todoku_run_want_turn (started->run, probe, started->index);
}

static void
start_probe (TodokuRun *self, guint index)
{
  TodokuPlanned *planned = g_ptr_array_index (self->plan, index);
  TodokuConversationOptions options;
  g_autoptr (TodokuProbe) probe = NULL;
  Started *started;

  planned->started = TRUE;
  todoku_run_lend_secret (self, planned);
  options = planned->options;
  options.endpoint = planned->endpoint;
  probe = todoku_probe_new (self->network,
                            planned->role,
                            planned->family,
                            &options,
                            timeout_for (self, planned),
                            NULL);
  if (!probe) {
    planned->finished = TRUE;
    return;
  }
  started = g_new0 (Started, 1);
  started->run = g_object_ref (self);
  started->index = index;
  g_list_store_append (self->observations,
                       todoku_probe_get_observation (probe));
  g_array_append_val (self->running, index);
  self->budget.at_once = self->running->len;
  g_signal_connect (probe, "turn-wanted", G_CALLBACK (turn_wanted_cb), started);
  todoku_probe_run_async (probe, self->inner, probed_cb, started);
  todoku_run_look_for_room (self);
}

/* What the app is set to, and the sign-in there, before what completes the
 * picture. */
static gboolean
is_urgent (const TodokuPlanned *planned)
{
  return planned->role == TODOKU_ROLE_CONFIGURED ||
         planned->role == TODOKU_ROLE_CONTROL;
}

static void
start_what_fits (TodokuRun *self)
{
  for (int pass = 0; pass < 2; pass++)
    for (guint i = 0; i < self->plan->len; i++) {
      const TodokuPlanned *planned = g_ptr_array_index (self->plan, i);

      if (!planned->started && is_urgent (planned) == (pass == 0) &&
          todoku_run_has_room (self, planned))
        start_probe (self, i);
    }
}

/* Whatever ends brings the next; when nothing runs and nothing can be started,
 * the run is over. */
void
todoku_run_go_on (TodokuRun *self)
{
  if (!is_stopping (self)) {
    todoku_run_give_turns (self);
    start_what_fits (self);
  }
  if (self->running->len == 0 && (is_stopping (self) || self->awaited == 0))
    conclude (self, end_state (self));
}

/* ---- stopping -------------------------------------------------------------
 */

static void
attach (GSource **field, GSource *source, GSourceFunc function, TodokuRun *self)
{
  todoku_run_clear_source (field);
  *field = source;
  g_source_set_callback (source, function, self, NULL);
  g_source_attach (source, g_task_get_context (self->task));
}

/* What still hangs is not waited for: its observation stays unfinished. */
static gboolean
grace_cb (gpointer data)
{
  g_autoptr (TodokuRun) self = g_object_ref (data);

  g_cancellable_cancel (self->inner);
  if (self->task)
    conclude (self, end_state (self));
  return G_SOURCE_REMOVE;
}

static gboolean
stop_cb (GCancellable *cancellable, gpointer data)
{
  g_autoptr (TodokuRun) self = g_object_ref (data);

  attach (&self->grace, g_timeout_source_new (GRACE_MS), grace_cb, self);
  g_cancellable_cancel (self->inner);
  if (self->task && self->running->len == 0)
    conclude (self, TODOKU_RUN_STOPPED);
  return G_SOURCE_REMOVE;
}

/* The probes' own deadlines are up as well: they end with what they saw. */
static gboolean
deadline_cb (gpointer data)
{
  TodokuRun *self = data;

  attach (&self->grace, g_timeout_source_new (GRACE_MS), grace_cb, self);
  return G_SOURCE_REMOVE;
}

/**
 * todoku_run_start_async:
 * @self: a new run
 * @cancellable: (nullable): stops it
 * @callback: called when it is done or stopped
 * @user_data: for @callback
 *
 * Prepares, probes and concludes.  Emits #TodokuRun::judged whenever a probe
 * has ended.
 */
void
todoku_run_start_async (TodokuRun *self,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_return_if_fail (TODOKU_IS_RUN (self) && self->state == TODOKU_RUN_IDLE);

  self->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (self->task, todoku_run_start_async);
  /* Its own word decides: what is known so far was judged before it returns. */
  g_task_set_check_cancellable (self->task, FALSE);
  self->start_us = g_get_monotonic_time ();
  self->inner = g_cancellable_new ();
  todoku_run_set_state (self, TODOKU_RUN_RUNNING);
  todoku_run_set_step (self, "prepare");
  self->plan = todoku_plan_new (self->account, self->network, self->flags);
  todoku_run_judge (self);
  if (cancellable)
    attach (&self->stop,
            g_cancellable_source_new (cancellable),
            G_SOURCE_FUNC (stop_cb),
            self);
  attach (&self->deadline,
          g_timeout_source_new (self->timeout_ms),
          deadline_cb,
          self);
  todoku_run_set_step (self, "probe");
  todoku_run_look_around (self);
  todoku_run_go_on (self);
}

/**
 * todoku_run_start_finish:
 * @self: a run
 * @result: the result
 * @error: return location
 *
 * Returns: %FALSE with %G_IO_ERROR_CANCELLED when it was stopped; what is known
 *   is judged in either case
 */
gboolean
todoku_run_start_finish (TodokuRun *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
