/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-probe-private.h"

/* A greeting that has not come by then may be waiting for our ClientHello: one
 * second connection asks.  The first goes on waiting (some servers hold their
 * greeting back on purpose). */
#define LOOK_AFTER_MS 700

/* A TLS server answers a ClientHello within a round trip or two. */
#define LOOK_MS 5000

/* The server was not one for TLS: whoever closed the first connection did just
 * that. */
static void
settle (TodokuProbe *self)
{
  if (!self->closed)
    return;
  self->closed = FALSE;
  todoku_conversation_closed (self->conversation, g_get_monotonic_time ());
  todoku_probe_advance (self);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TodokuProbe) self = data;
  g_autoptr (TodokuHandshake) shaken = todoku_handshake_finish (result);

  if (!todoku_probe_is_running (self) || self->received)
    return;
  if (shaken->spoken != TODOKU_SPOKEN_TLS) {
    settle (self);
    return;
  }
  self->observation->tls_version = g_strdup (shaken->version);
  self->observation->tls_cipher = g_strdup (shaken->cipher);
  if (shaken->report)
    self->observation->certificates =
        todoku_certificate_report_ref (shaken->report);
  todoku_conversation_recognised (self->conversation, TODOKU_SPOKEN_TLS);
  todoku_probe_fail (self,
                     TODOKU_FAILURE_STARTTLS_ON_TLS_PORT,
                     TODOKU_STAGE_GREETING,
                     NULL);
}

static void
look_connected_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TodokuProbe) self = data;
  g_autoptr (TodokuTap) tap = NULL;
  gboolean good =
      g_socket_connection_connect_finish (G_SOCKET_CONNECTION (source),
                                          result,
                                          NULL);

  if (!todoku_probe_is_running (self) || self->received)
    return;
  if (!good) {
    settle (self);
    return;
  }
  tap = todoku_tap_new (G_SOCKET_CONNECTION (source));
  todoku_handshake_async (self->network,
                          tap,
                          self->observation->endpoint,
                          MIN (LOOK_MS, todoku_probe_get_left_ms (self)),
                          self->look,
                          NULL,
                          looked_cb,
                          g_object_ref (self));
}

/* Asks at once; %FALSE when it was asked before or cannot be. */
gboolean
todoku_probe_look_now (TodokuProbe *self)
{
  g_autoptr (GSocketConnection) connection = NULL;

  todoku_probe_clear_source (&self->look_timer);
  if (self->look)
    return FALSE;
  connection = todoku_probe_new_connection (self, self->peer, NULL);
  if (!connection)
    return FALSE;
  self->look = g_cancellable_new ();
  g_socket_connection_connect_async (connection,
                                     self->peer,
                                     self->look,
                                     look_connected_cb,
                                     g_object_ref (self));
  return TRUE;
}

static gboolean
look_cb (gpointer data)
{
  g_autoptr (TodokuProbe) self = g_object_ref (data);

  (void) todoku_probe_look_now (self);
  return G_SOURCE_REMOVE;
}

/* Looks when nothing has come for a while; a far server has longer. */
void
todoku_probe_schedule_look (TodokuProbe *self)
{
  guint ms = (guint) (self->connect_us / 1000) * 4;

  self->look_timer =
      todoku_probe_attach_timer (self, MAX (LOOK_AFTER_MS, ms), look_cb);
}

/* The server has spoken, or it is over. */
void
todoku_probe_end_look (TodokuProbe *self)
{
  todoku_probe_clear_source (&self->look_timer);
  if (self->look)
    g_cancellable_cancel (self->look);
}
