/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "diagnosis-server.h"

#include <string.h>

struct _DiagnosisServer {
  GSocketService *service;
  const DiagnosisLine *script;
  guint16 port;
  int connections;
  GPtrArray *lines; /* (element-type utf8) */
  GPtrArray *open;  /* (element-type GSocketConnection) */
};

typedef struct {
  DiagnosisServer *server;
  GSocketConnection *connection;
  GDataInputStream *input;
} Talk;

static void
listen_on (Talk *talk);

static void
talk_free (Talk *talk)
{
  g_ptr_array_remove (talk->server->open, talk->connection);
  g_io_stream_close (G_IO_STREAM (talk->connection), NULL, NULL);
  g_clear_object (&talk->input);
  g_clear_object (&talk->connection);
  g_free (talk);
}

static const DiagnosisLine *
find_line (DiagnosisServer *self, const char *heard)
{
  for (const DiagnosisLine *line = self->script + 1; line->says; line++)
    if (g_ascii_strncasecmp (heard, line->says, strlen (line->says)) == 0)
      return line;
  return NULL;
}

/* Answers are short: they fit the socket's buffer and do not block. */
static gboolean
say (Talk *talk, const char *answer, const char *heard)
{
  GOutputStream *output =
      g_io_stream_get_output_stream (G_IO_STREAM (talk->connection));
  g_auto (GStrv) parts = g_strsplit (answer, "%s", -1);
  g_autofree char *text = g_strjoinv (heard, parts);

  return g_output_stream_write_all (output,
                                    text,
                                    strlen (text),
                                    NULL,
                                    NULL,
                                    NULL);
}

static void
heard_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Talk *talk = data;
  g_autofree char *heard =
      g_data_input_stream_read_line_finish (talk->input, result, NULL, NULL);
  const DiagnosisLine *line = heard ? find_line (talk->server, heard) : NULL;
  const char *answer = line ? line->answer : "";

  if (heard)
    g_ptr_array_add (talk->server->lines, g_strdup (heard));
  if (!heard || !answer || !say (talk, answer, heard))
    talk_free (talk);
  else
    listen_on (talk);
}

static void
listen_on (Talk *talk)
{
  g_data_input_stream_read_line_async (talk->input,
                                       G_PRIORITY_DEFAULT,
                                       NULL,
                                       heard_cb,
                                       talk);
}

static gboolean
incoming_cb (DiagnosisServer *self, GSocketConnection *connection)
{
  Talk *talk = g_new0 (Talk, 1);

  self->connections++;
  g_ptr_array_add (self->open, connection);
  talk->server = self;
  talk->connection = g_object_ref (connection);
  talk->input = g_data_input_stream_new (
      g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  g_data_input_stream_set_newline_type (talk->input,
                                        G_DATA_STREAM_NEWLINE_TYPE_CR_LF);
  if (say (talk, self->script->answer, ""))
    listen_on (talk);
  else
    talk_free (talk);
  return TRUE;
}

DiagnosisServer *
diagnosis_server_new (const DiagnosisLine *script)
{
  DiagnosisServer *self = g_new0 (DiagnosisServer, 1);
  g_autoptr (GInetAddress) address =
      g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (address, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;

  self->script = script;
  self->lines = g_ptr_array_new_with_free_func (g_free);
  self->open = g_ptr_array_new ();
  self->service = g_socket_service_new ();
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service),
                                 any,
                                 G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP,
                                 NULL,
                                 &bound,
                                 &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  g_signal_connect_swapped (self->service,
                            "incoming",
                            G_CALLBACK (incoming_cb),
                            self);
  g_socket_service_start (self->service);
  return self;
}

/* What is still open is shut down, so that its reading ends; the accepting ends
 * in the main loop, too. */
void
diagnosis_server_free (DiagnosisServer *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  for (guint i = 0; i < self->open->len; i++)
    g_socket_shutdown (g_socket_connection_get_socket (
                           g_ptr_array_index (self->open, i)),
                       TRUE,
                       TRUE,
                       NULL);
  while (self->open->len > 0 || G_OBJECT (self->service)->ref_count > 1)
    g_main_context_iteration (NULL, FALSE);
  g_clear_object (&self->service);
  g_ptr_array_unref (self->lines);
  g_ptr_array_unref (self->open);
  g_free (self);
}

guint16
diagnosis_server_get_port (DiagnosisServer *self)
{
  return self->port;
}

int
diagnosis_server_count (DiagnosisServer *self)
{
  return self->connections;
}

int
diagnosis_server_count_lines (DiagnosisServer *self, const char *says)
{
  int n = 0;

  for (guint i = 0; i < self->lines->len; i++)
    if (g_str_has_prefix (g_ptr_array_index (self->lines, i), says))
      n++;
  return n;
}
