/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-tap.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

#define KEEP 512

/* ---- the input side: a filter that remembers the first bytes ----------------
 */

#define TODOKU_TYPE_TAP_INPUT (todoku_tap_input_get_type ())
G_DECLARE_FINAL_TYPE (TodokuTapInput,
                      todoku_tap_input,
                      TODOKU,
                      TAP_INPUT,
                      GFilterInputStream)

struct _TodokuTapInput {
  GFilterInputStream parent_instance;

  GSocket *socket;
  guint8 first[KEEP];
  gsize length;
};

static void
todoku_tap_input_pollable_init (GPollableInputStreamInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (
    TodokuTapInput,
    todoku_tap_input,
    G_TYPE_FILTER_INPUT_STREAM,
    G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_INPUT_STREAM,
                           todoku_tap_input_pollable_init))

static GPollableInputStream *
base_of (gpointer self)
{
  return G_POLLABLE_INPUT_STREAM (
      g_filter_input_stream_get_base_stream (G_FILTER_INPUT_STREAM (self)));
}

static void
remember (TodokuTapInput *self, const void *buffer, gssize count)
{
  gsize n = count > 0 ? MIN ((gsize) count, KEEP - self->length) : 0;

  if (n > 0)
    memcpy (self->first + self->length, buffer, n);
  self->length += n;
}

/* Some servers wait with the rest of an answer until the first part is
 * acknowledged, and our kernel waits with that: 40 ms for nothing (safety.md,
 * trap 13).  The option holds for a while only, so it is set again. */
static void
acknowledge_at_once (TodokuTapInput *self)
{
  (void) g_socket_set_option (self->socket, IPPROTO_TCP, TCP_QUICKACK, 1, NULL);
}

static gssize
todoku_tap_input_read (GInputStream *stream,
                       void *buffer,
                       gsize count,
                       GCancellable *cancellable,
                       GError **error)
{
  TodokuTapInput *self = TODOKU_TAP_INPUT (stream);
  gssize n;

  acknowledge_at_once (self);
  n = g_input_stream_read (G_INPUT_STREAM (base_of (self)),
                           buffer,
                           count,
                           cancellable,
                           error);
  remember (self, buffer, n);
  return n;
}

static gssize
todoku_tap_input_read_nonblocking (GPollableInputStream *stream,
                                   void *buffer,
                                   gsize count,
                                   GError **error)
{
  TodokuTapInput *self = TODOKU_TAP_INPUT (stream);
  gssize n;

  acknowledge_at_once (self);
  n = g_pollable_input_stream_read_nonblocking (base_of (self),
                                                buffer,
                                                count,
                                                NULL,
                                                error);
  remember (self, buffer, n);
  return n;
}

static gboolean
todoku_tap_input_can_poll (GPollableInputStream *stream)
{
  return g_pollable_input_stream_can_poll (base_of (stream));
}

static gboolean
todoku_tap_input_is_readable (GPollableInputStream *stream)
{
  return g_pollable_input_stream_is_readable (base_of (stream));
}

static GSource *
todoku_tap_input_create_source (GPollableInputStream *stream,
                                GCancellable *cancellable)
{
  g_autoptr (GSource) child =
      g_pollable_input_stream_create_source (base_of (stream), cancellable);

  return g_pollable_source_new_full (stream, child, cancellable);
}

static void
todoku_tap_input_pollable_init (GPollableInputStreamInterface *iface)
{
  iface->can_poll = todoku_tap_input_can_poll;
  iface->is_readable = todoku_tap_input_is_readable;
  iface->create_source = todoku_tap_input_create_source;
  iface->read_nonblocking = todoku_tap_input_read_nonblocking;
}

static void
todoku_tap_input_dispose (GObject *object)
{
  g_clear_object (&TODOKU_TAP_INPUT (object)->socket);
  G_OBJECT_CLASS (todoku_tap_input_parent_class)->dispose (object);
}

static void
todoku_tap_input_class_init (TodokuTapInputClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = todoku_tap_input_dispose;
  G_INPUT_STREAM_CLASS (klass)->read_fn = todoku_tap_input_read;
}

static void
todoku_tap_input_init (TodokuTapInput *self)
{
}

/* ---- the stream -----------------------------------------------------------
 */

/**
 * TodokuTap:
 *
 * A socket connection whose first received bytes are remembered: when a TLS
 * handshake fails, they say what the peer spoke instead.
 */
struct _TodokuTap {
  GIOStream parent_instance;

  GIOStream *base;
  TodokuTapInput *input;
};

G_DEFINE_FINAL_TYPE (TodokuTap, todoku_tap, G_TYPE_IO_STREAM)

static GInputStream *
todoku_tap_get_input_stream (GIOStream *stream)
{
  return G_INPUT_STREAM (TODOKU_TAP (stream)->input);
}

static GOutputStream *
todoku_tap_get_output_stream (GIOStream *stream)
{
  return g_io_stream_get_output_stream (TODOKU_TAP (stream)->base);
}

static gboolean
todoku_tap_close (GIOStream *stream, GCancellable *cancellable, GError **error)
{
  return g_io_stream_close (TODOKU_TAP (stream)->base, cancellable, error);
}

static void
todoku_tap_dispose (GObject *object)
{
  TodokuTap *self = TODOKU_TAP (object);

  G_OBJECT_CLASS (todoku_tap_parent_class)->dispose (object);
  g_clear_object (&self->input);
  g_clear_object (&self->base);
}

static void
todoku_tap_class_init (TodokuTapClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = todoku_tap_dispose;
  G_IO_STREAM_CLASS (klass)->get_input_stream = todoku_tap_get_input_stream;
  G_IO_STREAM_CLASS (klass)->get_output_stream = todoku_tap_get_output_stream;
  G_IO_STREAM_CLASS (klass)->close_fn = todoku_tap_close;
}

static void
todoku_tap_init (TodokuTap *self)
{
}

/**
 * todoku_tap_new:
 * @connection: a connection
 *
 * Returns: (transfer full): @connection with a memory
 */
TodokuTap *
todoku_tap_new (GSocketConnection *connection)
{
  TodokuTap *self;

  g_return_val_if_fail (G_IS_SOCKET_CONNECTION (connection), NULL);

  self = g_object_new (TODOKU_TYPE_TAP, NULL);
  self->base = G_IO_STREAM (g_object_ref (connection));
  self->input = g_object_new (TODOKU_TYPE_TAP_INPUT,
                              "base-stream",
                              g_io_stream_get_input_stream (self->base),
                              "close-base-stream",
                              FALSE,
                              NULL);
  self->input->socket =
      g_object_ref (g_socket_connection_get_socket (connection));
  return self;
}

/**
 * todoku_tap_get_first:
 * @self: a tap
 * @ret_length: (out): how many bytes, at most 512
 *
 * Returns: (transfer none): the first bytes that were received
 */
const guint8 *
todoku_tap_get_first (TodokuTap *self, gsize *ret_length)
{
  g_return_val_if_fail (TODOKU_IS_TAP (self) && ret_length, NULL);

  *ret_length = self->input->length;
  return self->input->first;
}

/**
 * todoku_tap_forget:
 * @self: a tap
 *
 * Begins anew: what comes from now on is the first.
 */
void
todoku_tap_forget (TodokuTap *self)
{
  g_return_if_fail (TODOKU_IS_TAP (self));

  self->input->length = 0;
}
