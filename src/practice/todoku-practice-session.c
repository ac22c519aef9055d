/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-practice-session.h"

#include "todoku-practice-dialogue.h"
#include "todoku-practice-lines.h"

#include <string.h>

#define DRIP_MS 200
/* How long a client may take to notice that we closed. */
#define LINGER_MS 1000

/* RFC 8446 §6.2 */
#define ALERT_HANDSHAKE_FAILURE 40
#define ALERT_PROTOCOL_VERSION 70

struct _TodokuPracticeSession {
  GObject parent_instance;

  const TodokuStand *stand;
  TodokuMode mode;
  GTlsCertificate *certificate;
  const TodokuSessionEvents *events;
  gpointer server;

  GSocketConnection *connection;
  GIOStream *tls;    /* (nullable) above it; an I/O stream closes what is below
                      * when it goes: kept to the end */
  GIOStream *stream; /* the one of the two that is spoken through */
  GCancellable *cancellable;
  GSource *life;
  GSource *wait;

  TodokuLines *lines;
  guint8 input[4096];
  GString *output;
  gsize written;
  TodokuThen then;

  TodokuServerDialogue *dialogue;
  guint n_lines;
  gsize n_bytes;
  gboolean busy;     /* something is under way that calls session_next() */
  gboolean discards; /* nothing is answered any more */
  gboolean ended;
};

G_DEFINE_FINAL_TYPE (TodokuPracticeSession,
                     todoku_practice_session,
                     G_TYPE_OBJECT)

static void
session_next (TodokuPracticeSession *self);
static void
session_read (TodokuPracticeSession *self);
static void
session_write (TodokuPracticeSession *self);

static void
drop_source (GSource **source)
{
  if (*source == NULL)
    return;
  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
todoku_practice_session_finalize (GObject *object)
{
  TodokuPracticeSession *self = TODOKU_PRACTICE_SESSION (object);

  todoku_practice_session_end (self);
  g_clear_object (&self->stream);
  g_clear_object (&self->tls);
  g_clear_object (&self->connection);
  g_clear_object (&self->certificate);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->lines, todoku_lines_free);
  g_clear_pointer (&self->dialogue, todoku_server_dialogue_free);
  g_string_free (self->output, TRUE);
  G_OBJECT_CLASS (todoku_practice_session_parent_class)->finalize (object);
}

static void
todoku_practice_session_class_init (TodokuPracticeSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = todoku_practice_session_finalize;
}

static void
todoku_practice_session_init (TodokuPracticeSession *self)
{
  self->cancellable = g_cancellable_new ();
  self->output = g_string_new (NULL);
}

static TodokuMode
mode_of (const TodokuStand *stand, GSocketConnection *connection)
{
  GSocket *socket = g_socket_connection_get_socket (connection);

  return g_socket_get_family (socket) == G_SOCKET_FAMILY_IPV6 ? stand->mode_ipv6
                                                              : stand->mode;
}

/*
 * todoku_practice_session_new:
 * @scenario: outlives the session until it is ended
 * @stand: of @scenario
 * @certificate: (nullable): for TLS
 * @connection: with a client
 * @events: whom to tell
 * @server: first argument of @events
 *
 * Returns: (transfer full): a session, to be started
 */
TodokuPracticeSession *
todoku_practice_session_new (const TodokuScenario *scenario,
                             const TodokuStand *stand,
                             GTlsCertificate *certificate,
                             GSocketConnection *connection,
                             const TodokuSessionEvents *events,
                             gpointer server)
{
  TodokuPracticeSession *self =
      g_object_new (TODOKU_TYPE_PRACTICE_SESSION, NULL);

  self->dialogue = todoku_server_dialogue_new (scenario, stand);
  self->stand = stand;
  self->mode = mode_of (stand, connection);
  g_set_object (&self->certificate, certificate);
  self->connection = g_object_ref (connection);
  self->stream = g_object_ref (G_IO_STREAM (connection));
  self->events = events;
  self->server = server;
  self->lines = todoku_lines_new (TODOKU_SESSION_MAX_LINE,
                                  todoku_script_get_protocol (stand->script) ==
                                      TODOKU_SCRIPT_IMAP);
  return self;
}

/*
 * todoku_practice_session_end:
 * @self: a session
 *
 * Closes the connection at once.
 */
void
todoku_practice_session_end (TodokuPracticeSession *self)
{
  gpointer server = self->server;

  if (self->ended)
    return;
  self->ended = TRUE;
  self->server = NULL;
  drop_source (&self->life);
  drop_source (&self->wait);
  g_cancellable_cancel (self->cancellable);
  g_socket_close (g_socket_connection_get_socket (self->connection), NULL);
  if (server != NULL)
    self->events->ended (server, self);
}

static GSource *
session_later (TodokuPracticeSession *self, guint ms, GSourceFunc callback)
{
  GSource *source = g_timeout_source_new (ms);
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();

  g_source_set_callback (source, callback, self, NULL);
  g_source_attach (source, context);
  return source;
}

static gboolean
over_cb (gpointer data)
{
  g_autoptr (TodokuPracticeSession) self = g_object_ref (data);

  todoku_practice_session_end (self);
  return G_SOURCE_REMOVE;
}

/* We have said all.  What is still unread would turn our close into a reset
 * that destroys our last words: read it away for a moment. */
static void
session_linger (TodokuPracticeSession *self)
{
  GSocket *socket = g_socket_connection_get_socket (self->connection);

  drop_source (&self->life);
  self->life = session_later (self, LINGER_MS, over_cb);
  self->discards = TRUE;
  g_socket_shutdown (socket, FALSE, TRUE, NULL);
  g_set_object (&self->stream, G_IO_STREAM (self->connection));
  session_read (self);
}

static void
output_closed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TodokuPracticeSession) self = data;

  g_output_stream_close_finish (G_OUTPUT_STREAM (source), result, NULL);
  if (!self->ended)
    session_linger (self);
}

/* Over TLS the farewell is a close_notify. */
static void
session_close (TodokuPracticeSession *self)
{
  self->busy = TRUE;
  if (G_IS_TLS_CONNECTION (self->stream))
    g_output_stream_close_async (g_io_stream_get_output_stream (self->stream),
                                 G_PRIORITY_DEFAULT,
                                 self->cancellable,
                                 output_closed_cb,
                                 g_object_ref (self));
  else
    session_linger (self);
}

/* Sends what stands in the output, then does what follows. */
static void
session_say (TodokuPracticeSession *self, TodokuThen then)
{
  self->then = then;
  self->busy = TRUE;
  session_write (self);
}

static void
session_say_line (TodokuPracticeSession *self,
                  const char *line,
                  TodokuThen then)
{
  g_string_append (self->output, line);
  g_string_append (self->output, "\r\n");
  session_say (self, then);
}

static void
session_greet (TodokuPracticeSession *self)
{
  session_say (self,
               todoku_server_dialogue_greet (self->dialogue, self->output));
}

static void
handshaken_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TodokuPracticeSession) self = data;

  if (self->ended)
    return;
  if (!g_tls_connection_handshake_finish (G_TLS_CONNECTION (source),
                                          result,
                                          NULL)) {
    todoku_practice_session_end (self);
    return;
  }
  todoku_server_dialogue_secured (self->dialogue);
  self->busy = FALSE;
  if (self->mode == TODOKU_MODE_TLS)
    session_greet (self);
  else
    session_next (self);
}

static gboolean
hello_cb (GSocket *socket, GIOCondition condition, gpointer data)
{
  g_autoptr (TodokuPracticeSession) self = g_object_ref (data);

  drop_source (&self->wait);
  self->tls = g_tls_server_connection_new (G_IO_STREAM (self->connection),
                                           self->certificate,
                                           NULL);
  if (self->tls == NULL) {
    todoku_practice_session_end (self);
    return G_SOURCE_REMOVE;
  }
  g_set_object (&self->stream, self->tls);
  if (self->stand->wants_certificate)
    g_object_set (self->tls,
                  "authentication-mode",
                  G_TLS_AUTHENTICATION_REQUIRED,
                  NULL);
  g_tls_connection_handshake_async (G_TLS_CONNECTION (self->tls),
                                    G_PRIORITY_DEFAULT,
                                    self->cancellable,
                                    handshaken_cb,
                                    g_object_ref (self));
  return G_SOURCE_REMOVE;
}

/* GIO runs every handshake on a small pool that clients in this process share
 * (safety.md, trap 9): begin when the client has, never wait for it there. */
static void
session_secure (TodokuPracticeSession *self)
{
  GSocket *socket = g_socket_connection_get_socket (self->connection);
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();

  /* Never TLS within TLS. */
  if (self->tls != NULL) {
    todoku_practice_session_end (self);
    return;
  }
  self->busy = TRUE;
  todoku_lines_drop (self->lines);
  self->wait = g_socket_create_source (socket, G_IO_IN, NULL);
  g_source_set_callback (self->wait,
                         (GSourceFunc) (void (*) (void)) hello_cb,
                         self,
                         NULL);
  g_source_attach (self->wait, context);
}

static void
session_follow (TodokuPracticeSession *self)
{
  self->busy = FALSE;
  switch (self->then) {
  case TODOKU_THEN_TLS:
    session_secure (self);
    break;
  case TODOKU_THEN_CLOSE:
    session_close (self);
    break;
  case TODOKU_THEN_STALL:
    self->discards = TRUE;
    session_next (self);
    break;
  case TODOKU_THEN_NOTHING:
  case TODOKU_THEN_SIGN_IN:
  case TODOKU_THEN_SIGNED_IN:
  case TODOKU_THEN_MESSAGE:
  default:
    session_next (self);
    break;
  }
}

static gboolean
drip_cb (gpointer data)
{
  g_autoptr (TodokuPracticeSession) self = g_object_ref (data);

  drop_source (&self->wait);
  session_write (self);
  return G_SOURCE_REMOVE;
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TodokuPracticeSession) self = data;
  gssize length =
      g_output_stream_write_finish (G_OUTPUT_STREAM (source), result, NULL);

  if (self->ended)
    return;
  if (length < 0) {
    todoku_practice_session_end (self);
    return;
  }
  self->written += (gsize) length;
  if (self->written < self->output->len && self->mode == TODOKU_MODE_DRIP)
    self->wait = session_later (self, DRIP_MS, drip_cb);
  else
    session_write (self);
}

static void
session_write (TodokuPracticeSession *self)
{
  gsize length = self->output->len - self->written;

  if (length == 0) {
    g_string_truncate (self->output, 0);
    self->written = 0;
    session_follow (self);
    return;
  }
  if (self->mode == TODOKU_MODE_DRIP)
    length = 1;
  g_output_stream_write_async (g_io_stream_get_output_stream (self->stream),
                               self->output->str + self->written,
                               length,
                               G_PRIORITY_DEFAULT,
                               self->cancellable,
                               written_cb,
                               g_object_ref (self));
}

static const char *
channel_of (TodokuPracticeSession *self)
{
  return G_IS_TLS_CONNECTION (self->stream) ? "tls" : "plain";
}

/* What came in clear is kept whole, for the test that no credential does; a
 * credential that came over TLS is nobody's business. */
static void
session_record (TodokuPracticeSession *self,
                const char *line,
                gboolean credential)
{
  g_autofree char *entry = NULL;
  gboolean hide = credential && G_IS_TLS_CONNECTION (self->stream);

  entry = g_strdup_printf ("%s %s %s",
                           self->stand->name,
                           channel_of (self),
                           hide ? "(credential)" : line);
  self->events->received (self->server, entry);
}

static void
handle_line (TodokuPracticeSession *self, const char *line)
{
  gboolean credential;
  TodokuThen then;

  if (++self->n_lines > TODOKU_SESSION_MAX_LINES) {
    todoku_practice_session_end (self);
    return;
  }
  then = todoku_server_dialogue_answer (self->dialogue,
                                        line,
                                        self->output,
                                        &credential);
  session_record (self, line, credential);
  session_say (self, then);
}

/* Answers what was read; reads on when nothing is left to answer. */
static void
session_next (TodokuPracticeSession *self)
{
  while (!self->busy && !self->ended) {
    g_autofree char *line = NULL;

    switch (self->discards ? TODOKU_LINES_MORE
                           : todoku_lines_take (self->lines, &line)) {
    case TODOKU_LINES_COMMAND:
      handle_line (self, line);
      break;
    case TODOKU_LINES_GO_AHEAD:
      session_say_line (self, "+ go ahead", TODOKU_THEN_NOTHING);
      break;
    case TODOKU_LINES_TOO_LONG:
      session_close (self);
      break;
    case TODOKU_LINES_MORE:
    default:
      session_read (self);
      return;
    }
  }
}

/* What a web server says to a client of another kind */
static void
answer_as_http (TodokuPracticeSession *self)
{
  session_say_line (self,
                    "HTTP/1.1 400 Bad Request\r\n"
                    "Content-Length: 0\r\n"
                    "Connection: close\r\n",
                    TODOKU_THEN_CLOSE);
}

/* RFC 8446 §6: a fatal alert in a record of its own, in answer to a ClientHello
 * that the server will not go on with. */
static void
answer_with_alert (TodokuPracticeSession *self, guint8 description)
{
  const guint8 record[] = { 21, 3, 3, 0, 2, 2, description };

  g_string_append_len (self->output, (const char *) record, sizeof record);
  self->then = TODOKU_THEN_CLOSE;
  session_write (self);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TodokuPracticeSession) self = data;
  gssize length =
      g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);

  if (self->ended)
    return;
  self->busy = FALSE;
  if (length > 0)
    self->n_bytes += (gsize) length;
  if (length <= 0 || self->n_bytes > TODOKU_SESSION_MAX_BYTES)
    todoku_practice_session_end (self);
  else if (self->discards)
    session_read (self);
  else if (self->mode == TODOKU_MODE_HTTP || self->mode == TODOKU_MODE_HTTPS)
    answer_as_http (self);
  else if (self->mode == TODOKU_MODE_TLS_OLD)
    answer_with_alert (self, ALERT_PROTOCOL_VERSION);
  else if (self->mode == TODOKU_MODE_TLS_ALERT)
    answer_with_alert (self, ALERT_HANDSHAKE_FAILURE);
  else {
    todoku_lines_add (self->lines, self->input, (gsize) length);
    session_next (self);
  }
}

static void
session_read (TodokuPracticeSession *self)
{
  self->busy = TRUE;
  g_input_stream_read_async (g_io_stream_get_input_stream (self->stream),
                             self->input,
                             sizeof self->input,
                             G_PRIORITY_DEFAULT,
                             self->cancellable,
                             read_cb,
                             g_object_ref (self));
}

/*
 * todoku_practice_session_start:
 * @self: a new session
 *
 * Does with the client what the stand's mode says, in the thread-default main
 * context, until the client leaves, a bound is passed, or it is ended.
 */
void
todoku_practice_session_start (TodokuPracticeSession *self)
{
  self->life = session_later (self, TODOKU_SESSION_MAX_SECONDS * 1000, over_cb);
  switch (self->mode) {
  case TODOKU_MODE_TLS:
  case TODOKU_MODE_HTTPS:
    session_secure (self);
    break;
  case TODOKU_MODE_CLOSE:
    session_close (self);
    break;
  case TODOKU_MODE_SSH:
    session_say_line (self, "SSH-2.0-OpenSSH_9.2p1", TODOKU_THEN_STALL);
    break;
  case TODOKU_MODE_SILENT:
    self->discards = TRUE;
    session_read (self);
    break;
  case TODOKU_MODE_HTTP:
  case TODOKU_MODE_TLS_OLD:
  case TODOKU_MODE_TLS_ALERT:
    session_read (self);
    break;
  case TODOKU_MODE_PLAIN:
  case TODOKU_MODE_DRIP:
  case TODOKU_MODE_REFUSE:
  case TODOKU_MODE_BLACK_HOLE:
  default:
    session_greet (self);
    break;
  }
}
