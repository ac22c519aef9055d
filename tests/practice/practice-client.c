/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "practice-client.h"
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

/* A client that blocks, on a thread of its own: the servers run in this one. */
typedef struct {
  char *address; /* "127.0.0.1:PORT" */
  const char *host;
  GTlsDatabase *database;
  const char *const *steps;
  GString *failure;
  int done;
} Client;

static void
client_fail (Client *client, const char *step, const char *why)
{
  if (client->failure->len == 0)
    g_string_printf (client->failure, "%s: %s", step, why);
}

static gboolean
refuse_cb (GTlsConnection *tls,
           GTlsCertificate *certificate,
           GTlsCertificateFlags errors,
           gpointer data)
{
  GTlsCertificateFlags *seen = data;

  *seen = errors;
  return FALSE;
}

static GIOStream *
client_secure (Client *client, GIOStream *below, const char *step)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnectable) identity =
      g_network_address_new (client->host, 1);
  GIOStream *tls = g_tls_client_connection_new (below, identity, &error);
  GTlsCertificateFlags flags = 0;

  g_assert_no_error (error);
  g_tls_connection_set_database (G_TLS_CONNECTION (tls), client->database);
  g_signal_connect (tls, "accept-certificate", G_CALLBACK (refuse_cb), &flags);
  if (!g_tls_connection_handshake (G_TLS_CONNECTION (tls), NULL, &error)) {
    g_autofree char *why = g_strdup_printf ("flags %x", flags);

    client_fail (client, step, flags == 0 ? error->message : why);
  }
  return tls;
}

/* Byte by byte: nothing that belongs to TLS may be read ahead. */
static char *
client_read_line (GIOStream *stream)
{
  GInputStream *input = g_io_stream_get_input_stream (stream);
  GString *line = g_string_new (NULL);
  char byte;

  while (g_input_stream_read (input, &byte, 1, NULL, NULL) == 1 && byte != '\n')
    if (byte != '\r')
      g_string_append_c (line, byte);
  return g_string_free (line, FALSE);
}

static void
client_step (Client *client, GIOStream **stream, const char *step)
{
  if (g_str_equal (step, "TLS")) {
    GIOStream *tls = client_secure (client, *stream, step);

    g_object_unref (*stream);
    *stream = tls;
  } else if (g_str_has_prefix (step, "C:")) {
    g_autofree char *line = g_strconcat (step + 2, "\r\n", NULL);

    g_output_stream_write_all (g_io_stream_get_output_stream (*stream),
                               line,
                               strlen (line),
                               NULL,
                               NULL,
                               NULL);
  } else if (g_str_has_prefix (step, "S:")) {
    g_autofree char *line = client_read_line (*stream);

    if (!g_pattern_match_simple (step + 2, line))
      client_fail (client, step, line);
  } else if (g_str_equal (step, "END")) {
    char byte;

    if (g_input_stream_read (g_io_stream_get_input_stream (*stream),
                             &byte,
                             1,
                             NULL,
                             NULL) > 0)
      client_fail (client, step, "the server said something");
  }
}

static gpointer
client_run (gpointer data)
{
  Client *client = data;
  g_autoptr (GSocketClient) socket_client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GIOStream) stream = NULL;
  g_autoptr (GError) error = NULL;

  g_socket_client_set_timeout (socket_client, 10);
  connection = g_socket_client_connect_to_host (socket_client,
                                                client->address,
                                                0,
                                                NULL,
                                                &error);
  if (connection == NULL)
    client_fail (client, "connect", error->message);
  else
    stream = g_object_ref (G_IO_STREAM (connection));
  for (guint i = 0; client->steps[i] != NULL && client->failure->len == 0; i++)
    client_step (client, &stream, client->steps[i]);
  g_clear_object (&stream);
  g_atomic_int_set (&client->done, 1);
  g_main_context_wakeup (NULL);
  return NULL;
}

/* The backend reads the file again later: it stays until the client is done. */
static GTlsDatabase *
database_from (const char *pem, char **ret_path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("todoku-XXXXXX.pem", &path, &error);
  GTlsDatabase *database;

  g_assert_no_error (error);
  g_close (fd, NULL);
  g_file_set_contents (path, pem, -1, &error);
  g_assert_no_error (error);
  database = g_tls_file_database_new (path, &error);
  g_assert_no_error (error);
  *ret_path = g_steal_pointer (&path);
  return database;
}

char *
practice_client_address_of (TodokuPracticeServer *server, const char *place)
{
  const char *const *entries = todoku_practice_server_get_connect_to (server);
  g_autofree char *prefix = g_strconcat (place, ":", NULL);

  for (guint i = 0; entries[i] != NULL; i++)
    if (g_str_has_prefix (entries[i], prefix))
      return g_strdup (entries[i] + strlen (prefix));
  return NULL;
}

char *
practice_client_play (TodokuPracticeServer *server,
                      const char *place,
                      const char *const *steps)
{
  g_autofree char *host = g_strndup (place, strcspn (place, ":"));
  g_autofree char *path = NULL;
  g_autoptr (GTlsDatabase) database =
      database_from (todoku_practice_server_get_ca_pem (server), &path);
  g_autofree char *address = practice_client_address_of (server, place);
  Client client = { .address = address,
                    .host = host,
                    .database = database,
                    .steps = steps,
                    .failure = g_string_new (NULL) };
  GThread *thread;

  g_assert_nonnull (client.address);
  thread = g_thread_new ("client", client_run, &client);
  while (g_atomic_int_get (&client.done) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_thread_join (thread);
  g_remove (path);
  return g_string_free (client.failure, FALSE);
}
