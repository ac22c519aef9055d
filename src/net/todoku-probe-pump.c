/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-probe-private.h"

/* ---- reading and writing ---------------------------------------------------
 */

/* After a TLS 1.3 handshake the demand for a client certificate shows at the
 * first read, or as a failed write (safety.md, trap 8). */
static gboolean
is_certificate_demand (TodokuProbe *self, const GError *error)
{
  if (!self->first_read_after_tls || !G_IS_TLS_CLIENT_CONNECTION (self->stream))
    return FALSE;
  return g_error_matches (error,
                          G_TLS_ERROR,
                          G_TLS_ERROR_CERTIFICATE_REQUIRED) ||
         todoku_handshake_wants_certificate (G_TLS_CONNECTION (self->stream));
}

static TodokuFailure
stream_failure (TodokuProbe *self, const GError *error)
{
  if (is_certificate_demand (self, error))
    return TODOKU_FAILURE_CLIENT_CERTIFICATE_REQUIRED;
  return error->domain == G_TLS_ERROR ? TODOKU_FAILURE_TLS_ABORTED
                                      : TODOKU_FAILURE_CONNECTION_RESET;
}

/* Closed before a word: it may have waited for our ClientHello (ST-13). */
static void
peer_closed (TodokuProbe *self)
{
  if (is_certificate_demand (self, NULL))
    todoku_probe_fail (self,
                       TODOKU_FAILURE_CLIENT_CERTIFICATE_REQUIRED,
                       todoku_probe_get_stage (self),
                       NULL);
  else if (!self->received && G_IO_STREAM (self->tap) == self->stream &&
           todoku_probe_look_now (self))
    self->closed = TRUE;
  else {
    todoku_conversation_closed (self->conversation, g_get_monotonic_time ());
    todoku_probe_advance (self);
  }
}

static void
peer_said (TodokuProbe *self, gsize length)
{
  self->received = TRUE;
  self->first_read_after_tls = FALSE;
  todoku_probe_end_look (self);
  todoku_conversation_received (self->conversation,
                                self->buffer,
                                length,
                                g_get_monotonic_time ());
  todoku_observation_changed (self->observation);
  todoku_probe_advance (self);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TodokuProbe) self = data;
  g_autoptr (GError) error = NULL;
  gssize n =
      g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  if (!todoku_probe_is_running (self))
    return;
  if (n < 0)
    todoku_probe_fail (self,
                       stream_failure (self, error),
                       todoku_probe_get_stage (self),
                       error);
  else if (n == 0)
    peer_closed (self);
  else
    peer_said (self, (gsize) n);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TodokuProbe) self = data;
  g_autoptr (GError) error = NULL;
  gssize n =
      g_output_stream_write_finish (G_OUTPUT_STREAM (source), result, &error);

  if (!todoku_probe_is_running (self))
    return;
  if (n < 0) {
    todoku_probe_fail (self,
                       stream_failure (self, error),
                       todoku_probe_get_stage (self),
                       error);
    return;
  }
  todoku_conversation_sent (self->conversation,
                            (gsize) n,
                            g_get_monotonic_time ());
  todoku_probe_advance (self);
}

static void
read_more (TodokuProbe *self)
{
  g_input_stream_read_async (g_io_stream_get_input_stream (self->stream),
                             self->buffer,
                             TODOKU_PROBE_BUFFER,
                             G_PRIORITY_DEFAULT,
                             self->inner,
                             read_cb,
                             g_object_ref (self));
}

static void
write_output (TodokuProbe *self)
{
  gsize length;
  const guint8 *bytes =
      todoku_conversation_get_output (self->conversation, &length);

  g_output_stream_write_async (g_io_stream_get_output_stream (self->stream),
                               bytes,
                               length,
                               G_PRIORITY_DEFAULT,
                               self->inner,
                               written_cb,
                               g_object_ref (self));
}

/* ---- TLS -------------------------------------------------------------------
 */

static void
record_handshake (TodokuProbe *self, TodokuHandshake *shaken)
{
  TodokuObservation *observation = self->observation;

  observation->tls_version = g_strdup (shaken->version);
  observation->tls_cipher = g_strdup (shaken->cipher);
  if (shaken->report)
    observation->certificates = todoku_certificate_report_ref (shaken->report);
  if (shaken->failure != TODOKU_FAILURE_NONE &&
      shaken->spoken != TODOKU_SPOKEN_UNKNOWN)
    todoku_conversation_recognised (self->conversation, shaken->spoken);
}

/* Mail protocol in answer to a ClientHello is the wrong port; behind a STARTTLS
 * that was granted in clear it is what somebody slipped in (BI-06). */
static gboolean
was_slipped_in (TodokuProbe *self, TodokuHandshake *shaken)
{
  return self->observation->endpoint->security == TODOKU_SECURITY_STARTTLS &&
         (shaken->failure == TODOKU_FAILURE_TLS_ON_STARTTLS_PORT ||
          shaken->failure == TODOKU_FAILURE_WRONG_PROTOCOL);
}

/* A certificate that did not verify ends the probe here, unless the user
 * allowed this channel for this run (TL-17). */
static gboolean
may_go_on (TodokuProbe *self, TodokuHandshake *shaken)
{
  return shaken->failure == TODOKU_FAILURE_NONE ||
         (shaken->failure == TODOKU_FAILURE_CERTIFICATE_REFUSED &&
          (self->flags & TODOKU_CONVERSATION_ALLOW_CLEAR));
}

static void
handshaken_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TodokuProbe) self = data;
  g_autoptr (TodokuHandshake) shaken = todoku_handshake_finish (result);

  self->shaking = FALSE;
  if (!todoku_probe_is_running (self))
    return;
  record_handshake (self, shaken);
  if (was_slipped_in (self, shaken))
    todoku_probe_fail (self,
                       TODOKU_FAILURE_DATA_AFTER_STARTTLS,
                       TODOKU_STAGE_STARTTLS,
                       shaken->error);
  else if (!may_go_on (self, shaken))
    todoku_probe_fail (self, shaken->failure, TODOKU_STAGE_TLS, shaken->error);
  else {
    g_set_object (&self->stream, G_IO_STREAM (shaken->connection));
    todoku_probe_end_good (self, TODOKU_STAGE_TLS);
    self->first_read_after_tls = TRUE;
    todoku_conversation_secured (self->conversation,
                                 shaken->failure == TODOKU_FAILURE_NONE
                                     ? TODOKU_CHANNEL_VERIFIED
                                     : TODOKU_CHANNEL_UNVERIFIED,
                                 g_get_monotonic_time ());
    todoku_probe_advance (self);
  }
}

static void
began_cb (gpointer data)
{
  TodokuProbe *self = data;

  if (!todoku_probe_is_running (self))
    return;
  todoku_probe_resume_clock (self);
  todoku_probe_begin (self, TODOKU_STAGE_TLS);
}

/* Bytes that lie in the socket already were sent before the handshake could be
 * answered (safety.md BI-06). */
static gboolean
was_sent_too_early (TodokuProbe *self)
{
  return self->received &&
         g_socket_get_available_bytes (
             g_socket_connection_get_socket (self->connection)) > 0;
}

static void
secure (TodokuProbe *self)
{
  guint left_ms = todoku_probe_get_left_ms (self);

  if (was_sent_too_early (self)) {
    todoku_probe_fail (self,
                       TODOKU_FAILURE_DATA_AFTER_STARTTLS,
                       TODOKU_STAGE_STARTTLS,
                       NULL);
    return;
  }
  todoku_tap_forget (self->tap);
  todoku_probe_stop_clock (self);
  self->shaking = TRUE;
  todoku_handshake_async (self->network,
                          self->tap,
                          self->observation->endpoint,
                          left_ms,
                          self->inner,
                          began_cb,
                          handshaken_cb,
                          g_object_ref (self));
}

static gboolean
waited_cb (gpointer data)
{
  g_autoptr (TodokuProbe) self = g_object_ref (data);

  todoku_probe_clear_source (&self->pause);
  todoku_conversation_waited (self->conversation, g_get_monotonic_time ());
  todoku_probe_advance (self);
  return G_SOURCE_REMOVE;
}

/* Nobody reads meanwhile: what the server says, or that it left, is seen
 * afterwards. */
static void
wait_a_while (TodokuProbe *self)
{
  guint ms = todoku_conversation_get_wait_ms (self->conversation);

  self->pause = todoku_probe_attach_timer (self, MAX (ms, 1), waited_cb);
}

/* Does what the conversation needs now. */
void
todoku_probe_advance (TodokuProbe *self)
{
  switch (todoku_conversation_get_need (self->conversation)) {
  case TODOKU_NEED_READ:
    read_more (self);
    break;
  case TODOKU_NEED_WRITE:
    write_output (self);
    break;
  case TODOKU_NEED_SECURE:
    secure (self);
    break;
  case TODOKU_NEED_WAIT:
    wait_a_while (self);
    break;
  case TODOKU_NEED_TURN:
    todoku_probe_ask_turn (self);
    break;
  case TODOKU_NEED_DONE:
  default:
    todoku_probe_finish (self);
    break;
  }
}
