/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-probe-private.h"

#include <string.h>

G_DEFINE_FINAL_TYPE (TodokuProbe, todoku_probe, G_TYPE_OBJECT)

/* Nothing of a connection outlives the probe's run: a thread of GIO's that
 * still uses it has references of its own. */
static void
drop_connection (TodokuProbe *self)
{
  g_clear_object (&self->stream);
  g_clear_object (&self->tap);
  g_clear_object (&self->connection);
  g_clear_object (&self->attempt);
  g_clear_object (&self->look);
  g_queue_clear_full (&self->addresses, g_object_unref);
}

static void
clear_sources (TodokuProbe *self)
{
  todoku_probe_clear_source (&self->deadline);
  todoku_probe_clear_source (&self->stop);
  todoku_probe_clear_source (&self->look_timer);
  todoku_probe_clear_source (&self->pause);
  todoku_probe_clear_source (&self->attempt_timer);
}

static void
todoku_probe_dispose (GObject *object)
{
  TodokuProbe *self = TODOKU_PROBE (object);

  clear_sources (self);
  drop_connection (self);
  g_clear_object (&self->peer);
  g_clear_object (&self->inner);
  g_clear_object (&self->conversation);
  g_clear_object (&self->observation);
  g_clear_object (&self->network);
  G_OBJECT_CLASS (todoku_probe_parent_class)->dispose (object);
}

enum {
  TURN_WANTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
todoku_probe_class_init (TodokuProbeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = todoku_probe_dispose;

  /**
   * TodokuProbe::turn-wanted:
   * @self: the probe
   *
   * It could sign in now.
   */
  signals[TURN_WANTED] = g_signal_new ("turn-wanted",
                                       TODOKU_TYPE_PROBE,
                                       G_SIGNAL_RUN_LAST,
                                       0,
                                       NULL,
                                       NULL,
                                       NULL,
                                       G_TYPE_NONE,
                                       0);
}

static void
todoku_probe_init (TodokuProbe *self)
{
  g_queue_init (&self->addresses);
  self->inner = g_cancellable_new ();
}

/**
 * todoku_probe_new:
 * @network: what it needs of the world
 * @role: why it is made
 * @family: %G_SOCKET_FAMILY_IPV4 or %G_SOCKET_FAMILY_IPV6
 * @options: of the conversation
 * @timeout_ms: of the whole probe
 * @error: return location
 *
 * Returns: (transfer full) (nullable): a probe, or %NULL when an option cannot
 * be sent
 */
TodokuProbe *
todoku_probe_new (TodokuNetwork *network,
                  TodokuRole role,
                  GSocketFamily family,
                  const TodokuConversationOptions *options,
                  guint timeout_ms,
                  GError **error)
{
  g_autoptr (TodokuConversation) conversation = NULL;
  TodokuProbe *self;

  g_return_val_if_fail (TODOKU_IS_NETWORK (network) && options, NULL);
  g_return_val_if_fail (family == G_SOCKET_FAMILY_IPV4 ||
                            family == G_SOCKET_FAMILY_IPV6,
                        NULL);

  conversation = todoku_conversation_new (options, error);
  if (!conversation)
    return NULL;
  self = g_object_new (TODOKU_TYPE_PROBE, NULL);
  self->network = g_object_ref (network);
  self->observation =
      todoku_observation_new (options->endpoint, role, family, conversation);
  self->conversation = g_steal_pointer (&conversation);
  self->flags = options->flags;
  self->timeout_ms = timeout_ms;
  return self;
}

/**
 * todoku_probe_get_observation:
 * @self: a probe
 *
 * Returns: (transfer none): what it sees
 */
TodokuObservation *
todoku_probe_get_observation (TodokuProbe *self)
{
  g_return_val_if_fail (TODOKU_IS_PROBE (self), NULL);

  return self->observation;
}

/* ---- for the other files ---------------------------------------------------
 */

void
todoku_probe_clear_source (GSource **source)
{
  if (*source)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

GSource *
todoku_probe_attach_timer (TodokuProbe *self, guint ms, GSourceFunc function)
{
  GSource *source = g_timeout_source_new (ms);

  g_source_set_callback (source, function, self, NULL);
  g_source_attach (source, g_task_get_context (self->task));
  return source;
}

gboolean
todoku_probe_is_running (TodokuProbe *self)
{
  return self->task != NULL;
}

static TodokuTimeline *
timeline (TodokuProbe *self)
{
  return todoku_conversation_get_dialogue (self->conversation)->timeline;
}

void
todoku_probe_begin (TodokuProbe *self, TodokuStage stage)
{
  todoku_timeline_begin (timeline (self), stage, g_get_monotonic_time ());
  todoku_observation_changed (self->observation);
}

void
todoku_probe_end_good (TodokuProbe *self, TodokuStage stage)
{
  todoku_timeline_end (timeline (self),
                       stage,
                       TODOKU_OUTCOME_GOOD,
                       g_get_monotonic_time ());
}

/* The stage that is open: capabilities are asked twice and reopened, so it need
 * not be the last that began. */
TodokuStage
todoku_probe_get_stage (TodokuProbe *self)
{
  guint n;
  const TodokuTimelineEntry *entries =
      todoku_timeline_get (timeline (self), &n);

  for (guint i = n; i > 0; i--)
    if (entries[i - 1].end_us < entries[i - 1].start_us)
      return entries[i - 1].stage;
  return n > 0 ? entries[n - 1].stage : TODOKU_STAGE_RESOLVE;
}

/* ---- the end ---------------------------------------------------------------
 */

/* A TLS connection says goodbye (RFC 8446 §6.1) in its own time; nobody waits.
 * While a handshake runs in a thread of GIO's, the socket is left to it: a
 * descriptor that is closed under it may be another connection's a moment
 * later. */
static void
close_stream (TodokuProbe *self)
{
  if (!self->stream || self->shaking)
    return;
  if (todoku_observation_get_failure (self->observation) == TODOKU_FAILURE_NONE)
    g_io_stream_close_async (self->stream,
                             G_PRIORITY_DEFAULT,
                             NULL,
                             NULL,
                             NULL);
  else
    g_socket_close (g_socket_connection_get_socket (self->connection), NULL);
}

void
todoku_probe_finish (TodokuProbe *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);
  TodokuFailure failure;

  if (!task)
    return;
  clear_sources (self);
  todoku_probe_end_look (self);
  g_cancellable_cancel (self->inner);
  if (self->attempt)
    g_cancellable_cancel (self->attempt);
  close_stream (self);
  drop_connection (self);
  failure = todoku_observation_get_failure (self->observation);
  self->observation->finished = TRUE;
  todoku_observation_changed (self->observation);
  if (failure == TODOKU_FAILURE_CANCELLED)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Stopped");
  else
    g_task_return_boolean (task, TRUE);
}

void
todoku_probe_fail (TodokuProbe *self,
                   TodokuFailure failure,
                   TodokuStage stage,
                   const GError *error)
{
  if (error && !self->observation->detail)
    self->observation->detail =
        todoku_visible_text (error->message, strlen (error->message), 300);
  todoku_conversation_abandon (self->conversation,
                               failure,
                               stage,
                               g_get_monotonic_time ());
  todoku_probe_finish (self);
}

/* ---- the clock -------------------------------------------------------------
 */

/* What a deadline means where it strikes. */
static void
fail_late (TodokuProbe *self)
{
  TodokuStage stage = todoku_probe_get_stage (self);
  TodokuFailure failure = TODOKU_FAILURE_TIMED_OUT;

  if (stage == TODOKU_STAGE_RESOLVE)
    failure = TODOKU_FAILURE_NAME_LOOKUP_FAILED;
  else if (stage == TODOKU_STAGE_CONNECT)
    failure = TODOKU_FAILURE_CONNECTION_TIMED_OUT;
  else if (self->closed)
    failure = TODOKU_FAILURE_CLOSED_EARLY;
  else if (stage == TODOKU_STAGE_GREETING && !self->received) {
    failure = TODOKU_FAILURE_NO_GREETING;
    todoku_conversation_recognised (self->conversation, TODOKU_SPOKEN_SILENCE);
  }
  todoku_probe_fail (self, failure, stage, NULL);
}

static gboolean
deadline_cb (gpointer data)
{
  g_autoptr (TodokuProbe) self = g_object_ref (data);

  fail_late (self);
  return G_SOURCE_REMOVE;
}

/* Milliseconds until the deadline, at least one. */
guint
todoku_probe_get_left_ms (TodokuProbe *self)
{
  gint64 left = (self->deadline_us - g_get_monotonic_time ()) / 1000;

  return (guint) CLAMP (left, 1, G_MAXINT);
}

/* Who waits for a handshake slot is late through no fault of the server: the
 * clock stands until the handshake begins (safety.md, trap 9). */
void
todoku_probe_stop_clock (TodokuProbe *self)
{
  todoku_probe_clear_source (&self->deadline);
  self->deadline_us -= g_get_monotonic_time ();
}

void
todoku_probe_resume_clock (TodokuProbe *self)
{
  self->deadline_us += g_get_monotonic_time ();
  self->deadline = todoku_probe_attach_timer (self,
                                              todoku_probe_get_left_ms (self),
                                              deadline_cb);
}

/* ---- the turn to sign in ---------------------------------------------------
 */

void
todoku_probe_ask_turn (TodokuProbe *self)
{
  todoku_probe_stop_clock (self);
  self->asks_turn = TRUE;
  todoku_observation_changed (self->observation);
  g_signal_emit (self, signals[TURN_WANTED], 0);
}

/* Whoever says something unasked, or has left, is no server to send a
 * credential to. */
static gboolean
has_waited (TodokuProbe *self)
{
  GSocket *socket = g_socket_connection_get_socket (self->connection);

  return g_socket_condition_check (socket, G_IO_IN | G_IO_HUP | G_IO_ERR) == 0;
}

static gboolean
turned_cb (gpointer data)
{
  g_autoptr (TodokuProbe) self = g_object_ref (data);

  todoku_probe_clear_source (&self->pause);
  if (self->takes_turn)
    todoku_conversation_take_turn (self->conversation, g_get_monotonic_time ());
  else
    todoku_conversation_pass_turn (self->conversation, g_get_monotonic_time ());
  todoku_probe_advance (self);
  return G_SOURCE_REMOVE;
}

/* In a turn of the main loop of its own: whoever answers is not called back
 * meanwhile. */
static void
answer_turn (TodokuProbe *self, gboolean takes)
{
  self->asks_turn = FALSE;
  self->takes_turn = takes;
  todoku_probe_resume_clock (self);
  self->pause = todoku_probe_attach_timer (self, 0, turned_cb);
}

/**
 * todoku_probe_take_turn:
 * @self: a probe that has emitted #TodokuProbe::turn-wanted
 * @timeout_ms: from now to the end of the probe
 *
 * Signs in.
 *
 * Returns: %FALSE when the server said something meanwhile or has left: nothing
 *   was sent, and the probe is to pass
 */
gboolean
todoku_probe_take_turn (TodokuProbe *self, guint timeout_ms)
{
  g_return_val_if_fail (TODOKU_IS_PROBE (self), FALSE);

  if (!self->asks_turn || !todoku_probe_is_running (self) || !has_waited (self))
    return FALSE;
  self->deadline_us = (gint64) timeout_ms * 1000;
  answer_turn (self, TRUE);
  return TRUE;
}

/**
 * todoku_probe_pass_turn:
 * @self: a probe that has emitted #TodokuProbe::turn-wanted
 *
 * Lets it leave without a sign-in; what it has seen is complete.
 */
void
todoku_probe_pass_turn (TodokuProbe *self)
{
  g_return_if_fail (TODOKU_IS_PROBE (self));

  if (self->asks_turn && todoku_probe_is_running (self))
    answer_turn (self, FALSE);
}

static gboolean
stop_cb (GCancellable *cancellable, gpointer data)
{
  g_autoptr (TodokuProbe) self = g_object_ref (data);

  todoku_probe_fail (self,
                     TODOKU_FAILURE_CANCELLED,
                     todoku_probe_get_stage (self),
                     NULL);
  return G_SOURCE_REMOVE;
}

/**
 * todoku_probe_run_async:
 * @self: a probe; it runs once
 * @cancellable: (nullable): stops it
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Runs from the name to the farewell.  The time that it waits for others'
 * handshakes does not count.
 */
void
todoku_probe_run_async (TodokuProbe *self,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_return_if_fail (TODOKU_IS_PROBE (self) && !self->task &&
                    !self->observation->finished);

  self->task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (self->task, todoku_probe_run_async);
  self->observation->start_us = g_get_monotonic_time ();
  self->deadline_us = (gint64) self->timeout_ms * 1000;
  todoku_probe_resume_clock (self);
  if (cancellable) {
    self->stop = g_cancellable_source_new (cancellable);
    g_source_set_callback (self->stop, G_SOURCE_FUNC (stop_cb), self, NULL);
    g_source_attach (self->stop, g_task_get_context (self->task));
  }
  todoku_probe_resolve (self);
}

/**
 * todoku_probe_run_finish:
 * @self: a probe
 * @result: the result
 * @error: return location
 *
 * Returns: %FALSE with %G_IO_ERROR_CANCELLED when it was stopped; the
 * observation is complete in either case
 */
gboolean
todoku_probe_run_finish (TodokuProbe *self,
                         GAsyncResult *result,
                         GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
