/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-probe.h"

#include "todoku-handshake.h"
#include "todoku-observation-private.h"
#include "todoku-tap.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

#define MAX_ADDRESSES 3
#define MAX_CONNECT_MS 10000
#define BUFFER 16384

/* A greeting that has not come by then may be waiting for our ClientHello: one
 * second connection asks.  The first goes on waiting (some servers hold their
 * greeting back on purpose). */
#define LOOK_AFTER_MS 700

struct _TodokuProbe {
  GObject parent_instance;

  TodokuNetwork *network;
  TodokuObservation *observation;
  TodokuConversation *conversation;
  TodokuConversationFlags flags;
  guint timeout_ms;

  GTask *task;              /* while it runs */
  GCancellable *inner;      /* ends every pending step */
  GSource *deadline;
  GSource *stop;
  GSource *look_timer;
  gint64 deadline_us;

  GQueue addresses;         /* of GSocketAddress still to be tried */
  GSocketAddress *peer;
  GSocketConnection *connection;
  GCancellable *attempt;    /* of one connect */
  GSource *attempt_timer;
  TodokuTap *tap;
  GIOStream *stream;        /* the tap, or TLS over it */
  gint64 connected_after_us;
  gboolean received;
  gboolean first_read_after_tls;
  guint8 buffer[BUFFER];
};

G_DEFINE_FINAL_TYPE (TodokuProbe, todoku_probe, G_TYPE_OBJECT)

static void advance (TodokuProbe *self);
static void connect_next (TodokuProbe *self);

static void
clear_source (GSource **source)
{
  if (*source)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
todoku_probe_dispose (GObject *object)
{
  TodokuProbe *self = TODOKU_PROBE (object);

  clear_source (&self->deadline);
  clear_source (&self->stop);
  clear_source (&self->look_timer);
  clear_source (&self->attempt_timer);
  g_queue_clear_full (&self->addresses, g_object_unref);
  g_clear_object (&self->peer);
  g_clear_object (&self->attempt);
  g_clear_object (&self->stream);
  g_clear_object (&self->tap);
  g_clear_object (&self->connection);
  g_clear_object (&self->inner);
  g_clear_object (&self->conversation);
  g_clear_object (&self->observation);
  g_clear_object (&self->network);
  G_OBJECT_CLASS (todoku_probe_parent_class)->dispose (object);
}

static void
todoku_probe_class_init (TodokuProbeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = todoku_probe_dispose;
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
 * Returns: (transfer full) (nullable): a probe, or %NULL when an option cannot be sent
 */
TodokuProbe *
todoku_probe_new (TodokuNetwork *network, TodokuRole role, GSocketFamily family, const TodokuConversationOptions *options, guint timeout_ms, GError **error)
{
  g_autoptr (TodokuConversation) conversation = NULL;
  TodokuProbe *self;

  g_return_val_if_fail (TODOKU_IS_NETWORK (network) && options, NULL);
  g_return_val_if_fail (family == G_SOCKET_FAMILY_IPV4 || family == G_SOCKET_FAMILY_IPV6, NULL);

  conversation = todoku_conversation_new (options, error);
  if (!conversation)
    return NULL;
  self = g_object_new (TODOKU_TYPE_PROBE, NULL);
  self->network = g_object_ref (network);
  self->observation = todoku_observation_new (options->endpoint, role, family, conversation);
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

/* ---- helpers -------------------------------------------------------------- */

static TodokuTimeline *
timeline (TodokuProbe *self)
{
  return todoku_conversation_get_dialogue (self->conversation)->timeline;
}

static void
begin (TodokuProbe *self, TodokuStage stage)
{
  todoku_timeline_begin (timeline (self), stage, g_get_monotonic_time ());
  todoku_observation_changed (self->observation);
}

static void
end_good (TodokuProbe *self, TodokuStage stage)
{
  todoku_timeline_end (timeline (self), stage, TODOKU_OUTCOME_GOOD, g_get_monotonic_time ());
}

static GSource *
attach_timer (TodokuProbe *self, guint ms, GSourceFunc function)
{
  GSource *source = g_timeout_source_new (ms);

  g_source_set_callback (source, function, self, NULL);
  g_source_attach (source, g_task_get_context (self->task));
  return source;
}

static gboolean
is_running (TodokuProbe *self)
{
  return self->task != NULL;
}

/* ---- the end -------------------------------------------------------------- */

/* A TLS connection says goodbye (RFC 8446 §6.1) in its own time; nobody waits. */
static void
close_stream (TodokuProbe *self)
{
  if (!self->stream)
    return;
  if (todoku_observation_get_failure (self->observation) == TODOKU_FAILURE_NONE)
    g_io_stream_close_async (self->stream, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
  else
    g_socket_close (g_socket_connection_get_socket (self->connection), NULL);
}

static void
finish (TodokuProbe *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);
  gboolean cancelled;

  if (!task)
    return;
  clear_source (&self->deadline);
  clear_source (&self->stop);
  clear_source (&self->look_timer);
  clear_source (&self->attempt_timer);
  cancelled = todoku_observation_get_failure (self->observation) == TODOKU_FAILURE_CANCELLED;
  close_stream (self);
  g_cancellable_cancel (self->inner);
  self->observation->finished = TRUE;
  todoku_observation_changed (self->observation);
  if (cancelled)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Stopped");
  else
    g_task_return_boolean (task, TRUE);
}

static void
fail (TodokuProbe *self, TodokuFailure failure, TodokuStage stage, const GError *error)
{
  if (error && !self->observation->detail)
    self->observation->detail = todoku_visible_text (error->message, strlen (error->message), 300);
  todoku_conversation_abandon (self->conversation, failure, stage, g_get_monotonic_time ());
  finish (self);
}

/* What a deadline means where it strikes. */
static void
fail_late (TodokuProbe *self)
{
  guint n;
  const TodokuTimelineEntry *entries = todoku_timeline_get (timeline (self), &n);
  TodokuStage stage = n > 0 ? entries[n - 1].stage : TODOKU_STAGE_RESOLVE;
  TodokuFailure failure = TODOKU_FAILURE_TIMED_OUT;

  if (stage == TODOKU_STAGE_RESOLVE)
    failure = TODOKU_FAILURE_NAME_LOOKUP_FAILED;
  else if (stage == TODOKU_STAGE_CONNECT)
    failure = TODOKU_FAILURE_CONNECTION_TIMED_OUT;
  else if (stage == TODOKU_STAGE_GREETING && !self->received)
    {
      failure = TODOKU_FAILURE_NO_GREETING;
      todoku_conversation_recognised (self->conversation, TODOKU_SPOKEN_SILENCE);
    }
  fail (self, failure, stage, NULL);
}

static gboolean
deadline_cb (gpointer data)
{
  g_autoptr (TodokuProbe) self = g_object_ref (data);

  fail_late (self);
  return G_SOURCE_REMOVE;
}

static gboolean
stop_cb (GCancellable *cancellable, gpointer data)
{
  g_autoptr (TodokuProbe) self = g_object_ref (data);
  guint n;
  const TodokuTimelineEntry *entries = todoku_timeline_get (timeline (self), &n);

  fail (self, TODOKU_FAILURE_CANCELLED, n > 0 ? entries[n - 1].stage : TODOKU_STAGE_RESOLVE, NULL);
  return G_SOURCE_REMOVE;
}

/* ---- the pump ------------------------------------------------------------- */

/* After a TLS 1.3 handshake the demand for a client certificate shows at the
 * first read (safety.md, trap 8). */
static TodokuFailure
read_failure (TodokuProbe *self, const GError *error)
{
  if (G_IS_TLS_CLIENT_CONNECTION (self->stream) && self->first_read_after_tls &&
      (g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_CERTIFICATE_REQUIRED) || todoku_handshake_wants_certificate (G_TLS_CONNECTION (self->stream))))
    return TODOKU_FAILURE_CLIENT_CERTIFICATE_REQUIRED;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED))
    return TODOKU_FAILURE_CONNECTION_RESET;
  return error->domain == G_TLS_ERROR ? TODOKU_FAILURE_TLS_ABORTED : TODOKU_FAILURE_CONNECTION_RESET;
}

static TodokuStage
current_stage (TodokuProbe *self)
{
  guint n;
  const TodokuTimelineEntry *entries = todoku_timeline_get (timeline (self), &n);

  return n > 0 ? entries[n - 1].stage : TODOKU_STAGE_GREETING;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TodokuProbe) self = data;
  g_autoptr (GError) error = NULL;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  if (!is_running (self))
    return;
  if (n < 0)
    {
      fail (self, read_failure (self, error), current_stage (self), error);
      return;
    }
  if (n == 0 && self->first_read_after_tls && todoku_handshake_wants_certificate (G_TLS_CONNECTION (self->stream)))
    {
      fail (self, TODOKU_FAILURE_CLIENT_CERTIFICATE_REQUIRED, current_stage (self), NULL);
      return;
    }
  self->first_read_after_tls = FALSE;
  clear_source (&self->look_timer);
  if (n == 0)
    todoku_conversation_closed (self->conversation, g_get_monotonic_time ());
  else
    {
      self->received = TRUE;
      todoku_conversation_received (self->conversation, self->buffer, (gsize) n, g_get_monotonic_time ());
    }
  todoku_observation_changed (self->observation);
  advance (self);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TodokuProbe) self = data;
  g_autoptr (GError) error = NULL;
  gssize n = g_output_stream_write_finish (G_OUTPUT_STREAM (source), result, &error);

  if (!is_running (self))
    return;
  if (n < 0)
    {
      fail (self, TODOKU_FAILURE_CONNECTION_RESET, current_stage (self), error);
      return;
    }
  todoku_conversation_sent (self->conversation, (gsize) n, g_get_monotonic_time ());
  advance (self);
}

static void
handshaken_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TodokuProbe) self = data;
  g_autoptr (TodokuHandshake) shaken = todoku_handshake_finish (result);

  if (!is_running (self))
    return;
  self->observation->tls_version = g_strdup (shaken->version);
  self->observation->tls_cipher = g_strdup (shaken->cipher);
  self->observation->certificates = shaken->report ? todoku_certificate_report_ref (shaken->report) : NULL;
  if (shaken->spoken != TODOKU_SPOKEN_UNKNOWN && shaken->failure != TODOKU_FAILURE_NONE)
    todoku_conversation_recognised (self->conversation, shaken->spoken);
  if (shaken->failure != TODOKU_FAILURE_NONE && !(shaken->failure == TODOKU_FAILURE_CERTIFICATE_REFUSED && (self->flags & TODOKU_CONVERSATION_ALLOW_CLEAR)))
    {
      fail (self, shaken->failure, TODOKU_STAGE_TLS, shaken->error);
      return;
    }
  g_set_object (&self->stream, G_IO_STREAM (shaken->connection));
  end_good (self, TODOKU_STAGE_TLS);
  self->first_read_after_tls = TRUE;
  todoku_conversation_secured (self->conversation,
                               shaken->failure == TODOKU_FAILURE_NONE ? TODOKU_CHANNEL_VERIFIED : TODOKU_CHANNEL_UNVERIFIED,
                               g_get_monotonic_time ());
  advance (self);
}

/* Bytes that lie in the socket already were sent before the handshake could be
 * answered (safety.md BI-06). */
static gboolean
was_sent_too_early (TodokuProbe *self)
{
  return self->received && g_socket_get_available_bytes (g_socket_connection_get_socket (self->connection)) > 0;
}

static void
secure (TodokuProbe *self)
{
  gint64 left_ms = (self->deadline_us - g_get_monotonic_time ()) / 1000;

  if (was_sent_too_early (self))
    {
      fail (self, TODOKU_FAILURE_DATA_AFTER_STARTTLS, TODOKU_STAGE_STARTTLS, NULL);
      return;
    }
  begin (self, TODOKU_STAGE_TLS);
  todoku_tap_forget (self->tap);
  todoku_handshake_async (self->network, self->tap, self->observation->endpoint, (guint) MAX (left_ms, 1), self->inner, handshaken_cb, g_object_ref (self));
}

static void
read_more (TodokuProbe *self)
{
  g_input_stream_read_async (g_io_stream_get_input_stream (self->stream), self->buffer, BUFFER, G_PRIORITY_DEFAULT, self->inner, read_cb, g_object_ref (self));
}

static void
write_output (TodokuProbe *self)
{
  gsize length;
  const guint8 *bytes = todoku_conversation_get_output (self->conversation, &length);

  g_output_stream_write_async (g_io_stream_get_output_stream (self->stream), bytes, length, G_PRIORITY_DEFAULT, self->inner, written_cb, g_object_ref (self));
}

static void
advance (TodokuProbe *self)
{
  switch (todoku_conversation_get_need (self->conversation))
    {
    case TODOKU_NEED_READ:
      read_more (self);
      break;
    case TODOKU_NEED_WRITE:
      write_output (self);
      break;
    case TODOKU_NEED_SECURE:
      secure (self);
      break;
    case TODOKU_NEED_DONE:
    default:
      finish (self);
      break;
    }
}

/* ---- the look: does a silent port answer a ClientHello? --------------------- */

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TodokuProbe) self = data;
  g_autoptr (TodokuHandshake) shaken = todoku_handshake_finish (result);

  if (!is_running (self) || self->received || shaken->spoken != TODOKU_SPOKEN_TLS)
    return;
  self->observation->tls_version = g_strdup (shaken->version);
  self->observation->certificates = shaken->report ? todoku_certificate_report_ref (shaken->report) : NULL;
  todoku_conversation_recognised (self->conversation, TODOKU_SPOKEN_TLS);
  fail (self, TODOKU_FAILURE_STARTTLS_ON_TLS_PORT, TODOKU_STAGE_GREETING, NULL);
}

static void
look_connected_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TodokuProbe) self = data;
  g_autoptr (TodokuTap) tap = NULL;
  gint64 left_ms;

  if (!g_socket_connection_connect_finish (G_SOCKET_CONNECTION (source), result, NULL) || !is_running (self))
    return;
  left_ms = (self->deadline_us - g_get_monotonic_time ()) / 1000;
  tap = todoku_tap_new (G_SOCKET_CONNECTION (source));
  todoku_handshake_async (self->network, tap, self->observation->endpoint, (guint) MAX (left_ms, 1), self->inner, looked_cb, g_object_ref (self));
}

static GSocketConnection *
new_connection (TodokuProbe *self, GSocketAddress *address, GError **error)
{
  g_autoptr (GSocket) socket = g_socket_new (g_socket_address_get_family (address), G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);

  if (!socket)
    return NULL;
  (void) g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, 1, NULL);
  self->observation->n_connections++;
  return g_socket_connection_factory_create_connection (socket);
}

static gboolean
look_cb (gpointer data)
{
  TodokuProbe *self = data;
  g_autoptr (GSocketConnection) connection = new_connection (self, self->peer, NULL);

  g_clear_pointer (&self->look_timer, g_source_unref);
  if (connection)
    g_socket_connection_connect_async (connection, self->peer, self->inner, look_connected_cb, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

/* ---- connecting ----------------------------------------------------------- */

static void
connected (TodokuProbe *self)
{
  end_good (self, TODOKU_STAGE_CONNECT);
  self->tap = todoku_tap_new (self->connection);
  self->stream = G_IO_STREAM (g_object_ref (self->tap));
  if (self->observation->endpoint->security != TODOKU_SECURITY_TLS)
    {
      begin (self, TODOKU_STAGE_GREETING);
      self->look_timer = attach_timer (self, MAX (LOOK_AFTER_MS, (guint) (self->connected_after_us / 250)), look_cb);
    }
  advance (self);
}

static TodokuFailure
connect_failure (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return TODOKU_FAILURE_CONNECTION_REFUSED;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT) || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return TODOKU_FAILURE_CONNECTION_TIMED_OUT;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE) || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE))
    return TODOKU_FAILURE_NETWORK_UNREACHABLE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED))
    return TODOKU_FAILURE_CONNECTION_RESET;
  return TODOKU_FAILURE_LOCAL_ERROR;
}

static void
connect_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TodokuProbe) self = data;
  g_autoptr (GError) error = NULL;
  gboolean good = g_socket_connection_connect_finish (G_SOCKET_CONNECTION (source), result, &error);

  clear_source (&self->attempt_timer);
  if (!is_running (self))
    return;
  self->connected_after_us = g_get_monotonic_time () - self->connected_after_us;
  if (good)
    connected (self);
  else if (!g_queue_is_empty (&self->addresses))
    connect_next (self);
  else
    fail (self, connect_failure (error), TODOKU_STAGE_CONNECT, error);
}

static gboolean
attempt_over_cb (gpointer data)
{
  TodokuProbe *self = data;

  g_cancellable_cancel (self->attempt);
  return G_SOURCE_REMOVE;
}

static void
name_peer (TodokuProbe *self)
{
  g_free (self->observation->address);
  self->observation->address = G_IS_INET_SOCKET_ADDRESS (self->peer)
                                 ? g_inet_address_to_string (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (self->peer))) : NULL;
}

static void
connect_next (TodokuProbe *self)
{
  g_autoptr (GError) error = NULL;
  guint limit = MIN (MAX_CONNECT_MS, self->timeout_ms);

  g_clear_object (&self->peer);
  self->peer = g_queue_pop_head (&self->addresses);
  name_peer (self);
  begin (self, TODOKU_STAGE_CONNECT);
  g_clear_object (&self->connection);
  self->connection = new_connection (self, self->peer, &error);
  if (!self->connection)
    {
      /* A family that this computer does not have is no fault of a server. */
      fail (self, TODOKU_FAILURE_LOCAL_ERROR, TODOKU_STAGE_CONNECT, error);
      return;
    }
  g_clear_object (&self->attempt);
  self->attempt = g_cancellable_new ();
  clear_source (&self->attempt_timer);
  self->attempt_timer = attach_timer (self, limit, attempt_over_cb);
  self->connected_after_us = g_get_monotonic_time ();
  g_socket_connection_connect_async (self->connection, self->peer, self->attempt, connect_cb, g_object_ref (self));
}

/* ---- resolving ------------------------------------------------------------ */

static void
resolved (TodokuProbe *self, GList *addresses)
{
  guint16 port = self->observation->endpoint->port;

  for (GList *a = addresses; a; a = a->next)
    if (g_inet_address_get_family (a->data) == self->observation->family)
      {
        self->observation->n_addresses++;
        if (self->addresses.length < MAX_ADDRESSES)
          g_queue_push_tail (&self->addresses, g_inet_socket_address_new (a->data, port));
      }
  if (g_queue_is_empty (&self->addresses))
    {
      fail (self, TODOKU_FAILURE_NO_ADDRESS, TODOKU_STAGE_RESOLVE, NULL);
      return;
    }
  end_good (self, TODOKU_STAGE_RESOLVE);
  connect_next (self);
}

static void
resolved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TodokuProbe) self = data;
  g_autoptr (GError) error = NULL;
  g_autolist (GInetAddress) addresses = g_resolver_lookup_by_name_with_flags_finish (G_RESOLVER (source), result, &error);

  if (!is_running (self))
    return;
  if (addresses)
    resolved (self, addresses);
  else if (g_error_matches (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND))
    fail (self, TODOKU_FAILURE_HOST_NOT_FOUND, TODOKU_STAGE_RESOLVE, error);
  else
    fail (self, TODOKU_FAILURE_NAME_LOOKUP_FAILED, TODOKU_STAGE_RESOLVE, error);
}

/* An address of the other family, or a connect-to that leads there, is nothing
 * for this probe. */
static void
use_address (TodokuProbe *self, GSocketAddress *address)
{
  if (g_socket_address_get_family (address) != self->observation->family)
    {
      fail (self, TODOKU_FAILURE_NO_ADDRESS, TODOKU_STAGE_RESOLVE, NULL);
      return;
    }
  self->observation->n_addresses = 1;
  g_queue_push_tail (&self->addresses, g_object_ref (address));
  end_good (self, TODOKU_STAGE_RESOLVE);
  connect_next (self);
}

static void
resolve (TodokuProbe *self)
{
  const TodokuEndpoint *endpoint = self->observation->endpoint;
  GSocketAddress *redirected = todoku_network_lookup_connect_to (self->network, endpoint->host, endpoint->port);
  g_autoptr (GSocketAddress) numeric = g_inet_socket_address_new_from_string (endpoint->host, endpoint->port);
  gboolean ipv6 = self->observation->family == G_SOCKET_FAMILY_IPV6;

  begin (self, TODOKU_STAGE_RESOLVE);
  if (redirected || numeric)
    use_address (self, redirected ? redirected : numeric);
  else
    g_resolver_lookup_by_name_with_flags_async (todoku_network_get_resolver (self->network), endpoint->host,
                                                ipv6 ? G_RESOLVER_NAME_LOOKUP_FLAGS_IPV6_ONLY : G_RESOLVER_NAME_LOOKUP_FLAGS_IPV4_ONLY,
                                                self->inner, resolved_cb, g_object_ref (self));
}

/**
 * todoku_probe_run_async:
 * @self: a probe; it runs once
 * @cancellable: (nullable): stops it
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Runs from the name to the farewell.
 */
void
todoku_probe_run_async (TodokuProbe *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (TODOKU_IS_PROBE (self) && !self->task && !self->observation->finished);

  self->task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (self->task, todoku_probe_run_async);
  self->observation->start_us = g_get_monotonic_time ();
  self->deadline_us = self->observation->start_us + (gint64) self->timeout_ms * 1000;
  self->deadline = attach_timer (self, self->timeout_ms, deadline_cb);
  if (cancellable)
    {
      self->stop = g_cancellable_source_new (cancellable);
      g_source_set_callback (self->stop, G_SOURCE_FUNC (stop_cb), self, NULL);
      g_source_attach (self->stop, g_task_get_context (self->task));
    }
  resolve (self);
}

/**
 * todoku_probe_run_finish:
 * @self: a probe
 * @result: the result
 * @error: return location
 *
 * Returns: %FALSE with %G_IO_ERROR_CANCELLED when it was stopped; the observation is complete in either case
 */
gboolean
todoku_probe_run_finish (TodokuProbe *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
