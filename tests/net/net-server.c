/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "net-server.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

struct _NetServer {
  GSocketService *service;
  const char *const *first;
  const char *const *rest;
  GTlsCertificate *certificate;
  guint16 port;
  GMutex mutex;
  GPtrArray *lines; /* under the mutex */
  guint n_connections;
  gboolean disturbed; /* under the mutex */
  int active;         /* atomic */
};

typedef struct {
  NetServer *server;
  GSocketConnection *connection;
  GIOStream *stream;
  char *line;
} Actor;

static gboolean
send_bytes (Actor *actor, const char *bytes, gsize length)
{
  return g_output_stream_write_all (g_io_stream_get_output_stream (
                                        actor->stream),
                                    bytes,
                                    length,
                                    NULL,
                                    NULL,
                                    NULL);
}

static gboolean
send_line (Actor *actor, const char *text)
{
  g_autofree char *line = g_strconcat (text, "\r\n", NULL);

  return send_bytes (actor, line, strlen (line));
}

static gboolean
send_dripping (Actor *actor, const char *text)
{
  g_autofree char *line = g_strconcat (text, "\r\n", NULL);

  for (const char *p = line; *p; p++) {
    if (!send_bytes (actor, p, 1))
      return FALSE;
    g_usleep (20 * 1000);
  }
  return TRUE;
}

static gboolean
read_line (Actor *actor)
{
  g_autoptr (GString) line = g_string_new (NULL);
  GInputStream *input = g_io_stream_get_input_stream (actor->stream);
  char c;

  while (g_input_stream_read (input, &c, 1, NULL, NULL) == 1) {
    if (c != '\n') {
      g_string_append_c (line, c);
      continue;
    }
    g_mutex_lock (&actor->server->mutex);
    g_ptr_array_add (actor->server->lines, g_strdup (line->str));
    g_mutex_unlock (&actor->server->mutex);
    g_free (actor->line);
    actor->line = g_strdup (line->str);
    return TRUE;
  }
  return FALSE;
}

static gboolean
read_request (Actor *actor)
{
  while (read_line (actor))
    if (actor->line[strspn (actor->line, "\r")] == '\0')
      return TRUE;
  return FALSE;
}

static gboolean
answer_tag (Actor *actor, const char *text)
{
  gsize length = actor->line ? strcspn (actor->line, " \r") : 0;
  g_autofree char *tag = g_strndup (actor->line ? actor->line : "", length);
  g_autofree char *whole = g_strconcat (tag, " ", text, NULL);

  return send_line (actor, whole);
}

/* Without a database: a server that asks for no certificate needs none, and
 * would copy the system's. */
static gboolean
make_tls (Actor *actor)
{
  g_autoptr (GIOStream) tls =
      g_initable_new (g_tls_backend_get_server_connection_type (
                          g_tls_backend_get_default ()),
                      NULL,
                      NULL,
                      "base-io-stream",
                      actor->stream,
                      "certificate",
                      actor->server->certificate,
                      "database",
                      NULL,
                      NULL);

  g_assert_nonnull (tls);
  g_tls_connection_set_require_close_notify (G_TLS_CONNECTION (tls), FALSE);
  if (!g_tls_connection_handshake (G_TLS_CONNECTION (tls), NULL, NULL))
    return FALSE;
  g_set_object (&actor->stream, tls);
  return TRUE;
}

static gboolean
reset (Actor *actor)
{
  GSocket *socket = g_socket_connection_get_socket (actor->connection);
  struct linger linger = { 1, 0 };

  setsockopt (g_socket_get_fd (socket),
              SOL_SOCKET,
              SO_LINGER,
              &linger,
              sizeof linger);
  return FALSE;
}

static gboolean
send_endlessly (Actor *actor)
{
  char block[65536];

  memset (block, 'x', sizeof block);
  for (int i = 0; i < 4800 && send_bytes (actor, block, sizeof block); i++)
    ;
  return FALSE;
}

static gboolean
send_escaped (Actor *actor, const char *text)
{
  g_autofree char *bytes = g_strcompress (text);
  gsize length = strlen (bytes);

  /* No string of C holds a NUL: \\001 stands for it. */
  for (gsize i = 0; i < length; i++)
    if (bytes[i] == '\001')
      bytes[i] = '\0';
  return send_bytes (actor, bytes, length);
}

static gboolean
stay_quiet (Actor *actor, const char *ms)
{
  GSocket *socket = g_socket_connection_get_socket (actor->connection);

  if (g_socket_condition_timed_wait (socket,
                                     G_IO_IN,
                                     (gint64) strtoul (ms, NULL, 10) * 1000,
                                     NULL,
                                     NULL)) {
    g_mutex_lock (&actor->server->mutex);
    actor->server->disturbed = TRUE;
    g_mutex_unlock (&actor->server->mutex);
  }
  return TRUE;
}

static gboolean
send_times (Actor *actor, const char *text)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  char *line;

  for (guint64 n = g_ascii_strtoull (text, &line, 10); n > 0; n--)
    g_string_append_printf (lines, "%s\r\n", line + 1);
  return send_bytes (actor, lines->str, lines->len);
}

/* FALSE: the script is over. */
static gboolean
play (Actor *actor, const char *step)
{
  if (g_str_has_prefix (step, "S:"))
    return send_line (actor, step + 2);
  if (g_str_has_prefix (step, "B:"))
    return send_escaped (actor, step + 2);
  if (g_str_has_prefix (step, "D:"))
    return send_dripping (actor, step + 2);
  if (g_str_has_prefix (step, "R:"))
    return answer_tag (actor, step + 2);
  if (g_str_equal (step, "C:"))
    return read_line (actor);
  if (g_str_equal (step, "ASK"))
    return read_request (actor);
  if (g_str_equal (step, "TLS"))
    return make_tls (actor);
  if (g_str_has_prefix (step, "WAIT:")) {
    g_usleep (strtoul (step + 5, NULL, 10) * 1000);
    return TRUE;
  }
  if (g_str_has_prefix (step, "QUIET:"))
    return stay_quiet (actor, step + 6);
  if (g_str_has_prefix (step, "TIMES:"))
    return send_times (actor, step + 6);
  if (g_str_equal (step, "HOLD")) {
    while (read_line (actor))
      ;
    return FALSE;
  }
  if (g_str_equal (step, "RESET"))
    return reset (actor);
  if (g_str_equal (step, "ENDLESS"))
    return send_endlessly (actor);
  g_assert_cmpstr (step, ==, "CLOSE");
  return FALSE;
}

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection *connection,
        GObject *source,
        gpointer data)
{
  NetServer *self = data;
  Actor actor = { self, connection, NULL, NULL };
  const char *const *script;

  g_mutex_lock (&self->mutex);
  script = self->n_connections++ == 0 || !self->rest ? self->first : self->rest;
  g_mutex_unlock (&self->mutex);
  g_socket_set_timeout (g_socket_connection_get_socket (connection), 10);
  actor.stream = G_IO_STREAM (g_object_ref (connection));
  while (play (&actor, *script))
    script++;
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  g_clear_object (&actor.stream);
  g_free (actor.line);
  return TRUE;
}

/* Counted where it is accepted, so that nobody who waits in the pool is missed.
 */
static gboolean
incoming_cb (GSocketService *service,
             GSocketConnection *connection,
             GObject *source,
             gpointer data)
{
  NetServer *self = data;

  g_atomic_int_inc (&self->active);
  return FALSE;
}

static gboolean
run_counted_cb (GThreadedSocketService *service,
                GSocketConnection *connection,
                GObject *source,
                gpointer data)
{
  NetServer *self = data;
  gboolean handled = run_cb (service, connection, source, data);

  g_atomic_int_add (&self->active, -1);
  return handled;
}

guint16
net_listen (GSocketService *service, const char *address)
{
  g_autoptr (GSocketAddress) any =
      g_inet_socket_address_new_from_string (address, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;

  g_socket_listener_add_address (G_SOCKET_LISTENER (service),
                                 any,
                                 G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP,
                                 NULL,
                                 &bound,
                                 &error);
  g_assert_no_error (error);
  g_socket_service_start (service);
  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
}

NetServer *
net_server_new (const char *const *first,
                const char *const *rest,
                GTlsCertificate *certificate)
{
  return net_server_new_at ("127.0.0.1", first, rest, certificate);
}

NetServer *
net_server_new_at (const char *address,
                   const char *const *first,
                   const char *const *rest,
                   GTlsCertificate *certificate)
{
  NetServer *self = g_new0 (NetServer, 1);

  self->first = first;
  self->rest = rest;
  self->certificate = certificate ? g_object_ref (certificate) : NULL;
  self->lines = g_ptr_array_new_with_free_func (g_free);
  g_mutex_init (&self->mutex);
  self->service = g_threaded_socket_service_new (40);
  g_socket_listener_set_backlog (G_SOCKET_LISTENER (self->service), 64);
  g_signal_connect (self->service, "incoming", G_CALLBACK (incoming_cb), self);
  g_signal_connect (self->service, "run", G_CALLBACK (run_counted_cb), self);
  self->port = net_listen (self->service, address);
  return self;
}

guint16
net_server_get_port (NetServer *self)
{
  return self->port;
}

guint
net_server_get_n_connections (NetServer *self)
{
  guint n;

  g_mutex_lock (&self->mutex);
  n = self->n_connections;
  g_mutex_unlock (&self->mutex);
  return n;
}

gboolean
net_server_heard (NetServer *self, const char *text)
{
  gboolean heard = FALSE;

  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->lines->len; i++)
    heard = heard || strstr (g_ptr_array_index (self->lines, i), text);
  g_mutex_unlock (&self->mutex);
  return heard;
}

gboolean
net_server_was_disturbed (NetServer *self)
{
  gboolean disturbed;

  g_mutex_lock (&self->mutex);
  disturbed = self->disturbed;
  g_mutex_unlock (&self->mutex);
  return disturbed;
}

guint
net_server_get_n_lines (NetServer *self)
{
  guint n;

  g_mutex_lock (&self->mutex);
  n = self->lines->len;
  g_mutex_unlock (&self->mutex);
  return n;
}

void
net_server_free (NetServer *self)
{
  gint64 end = g_get_monotonic_time () + 12 * G_USEC_PER_SEC;

  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  while (g_atomic_int_get (&self->active) > 0) {
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
  }
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&self->service);
  g_clear_object (&self->certificate);
  g_ptr_array_unref (self->lines);
  g_mutex_clear (&self->mutex);
  g_free (self);
}
