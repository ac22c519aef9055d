/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "diagnosis-server.h"

#include <string.h>

struct _DiagnosisServer {
  GSocketService *service;
  const DiagnosisLine *script;
  guint16 port;
  GMutex lock;
  int connections;
  GPtrArray *lines; /* (element-type utf8) */
};

static const DiagnosisLine *
find_line (DiagnosisServer *self, const char *heard)
{
  for (const DiagnosisLine *line = self->script + 1; line->says; line++)
    if (g_ascii_strncasecmp (heard, line->says, strlen (line->says)) == 0)
      return line;
  return NULL;
}

static gboolean
say (GOutputStream *output, const char *answer, const char *heard)
{
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
keep (DiagnosisServer *self, const char *line)
{
  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->lines, g_strdup (line));
  g_mutex_unlock (&self->lock);
}

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection *connection,
        GObject *source,
        gpointer data)
{
  DiagnosisServer *self = data;
  GOutputStream *output =
      g_io_stream_get_output_stream (G_IO_STREAM (connection));
  g_autoptr (GDataInputStream) input = g_data_input_stream_new (
      g_io_stream_get_input_stream (G_IO_STREAM (connection)));

  g_mutex_lock (&self->lock);
  self->connections++;
  g_mutex_unlock (&self->lock);
  /* Bounded: no test lasts longer. */
  g_socket_set_timeout (g_socket_connection_get_socket (connection), 20);
  g_data_input_stream_set_newline_type (input,
                                        G_DATA_STREAM_NEWLINE_TYPE_CR_LF);
  if (self->script->answer && !say (output, self->script->answer, ""))
    return TRUE;
  while (TRUE) {
    g_autofree char *heard =
        g_data_input_stream_read_line (input, NULL, NULL, NULL);
    const DiagnosisLine *line = heard ? find_line (self, heard) : NULL;

    if (!heard)
      return TRUE;
    keep (self, heard);
    if (line ? !line->answer || !say (output, line->answer, heard)
             : !say (output, "500 what?\r\n", heard))
      return TRUE;
  }
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

  g_mutex_init (&self->lock);
  self->script = script;
  self->lines = g_ptr_array_new_with_free_func (g_free);
  self->service = g_threaded_socket_service_new (8);
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service),
                                 any,
                                 G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP,
                                 NULL,
                                 &bound,
                                 &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  g_signal_connect (self->service, "run", G_CALLBACK (run_cb), self);
  g_socket_service_start (self->service);
  return self;
}

/* A thread may still be reading from a connection that its client has closed,
 * and the accepting ends in the main loop: both hold the service until then. */
void
diagnosis_server_free (DiagnosisServer *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  while (G_OBJECT (self->service)->ref_count > 1) {
    g_main_context_iteration (NULL, FALSE);
    g_usleep (1000);
  }
  g_clear_object (&self->service);
  g_ptr_array_unref (self->lines);
  g_mutex_clear (&self->lock);
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
  int n;

  g_mutex_lock (&self->lock);
  n = self->connections;
  g_mutex_unlock (&self->lock);
  return n;
}

int
diagnosis_server_count_lines (DiagnosisServer *self, const char *says)
{
  int n = 0;

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->lines->len; i++)
    if (g_str_has_prefix (g_ptr_array_index (self->lines, i), says))
      n++;
  g_mutex_unlock (&self->lock);
  return n;
}
