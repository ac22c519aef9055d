/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "net-proxy.h"

#include "net-server.h"

#include <string.h>

#define LIMIT_S 10

struct _NetProxy {
  GSocketService *service;
  NetProxyKind kind;
  NetProxyManner manner;
  guint16 port; /* where it leads */
  guint16 own_port;
  int connected; /* atomic */
  GMutex mutex;
  char *asked; /* under the mutex */
};

typedef struct {
  NetProxy *proxy;
  GSocketConnection *connection;
  GInputStream *input;
  GOutputStream *output;
} Client;

/* ---- what it is asked for -------------------------------------------------
 */

static gboolean
take (Client *client, gpointer bytes, gsize length)
{
  gsize n;

  return g_input_stream_read_all (client->input,
                                  bytes,
                                  length,
                                  &n,
                                  NULL,
                                  NULL) &&
         n == length;
}

static void
say (Client *client, gconstpointer bytes, gsize length)
{
  (void) g_output_stream_write_all (client->output,
                                    bytes,
                                    length,
                                    NULL,
                                    NULL,
                                    NULL);
}

/* Up to @end, without it. */
static char *
take_text (Client *client, const char *end)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gsize length = MAX (strlen (end), 1);
  char byte;

  while (text->len < 4096 && take (client, &byte, 1)) {
    g_string_append_c (text, byte);
    if (text->len >= length &&
        memcmp (text->str + text->len - length, end, length) == 0) {
      g_string_truncate (text, text->len - length);
      return g_string_free (g_steal_pointer (&text), FALSE);
    }
  }
  return NULL;
}

static void
note (Client *client, const char *host, const guint8 *port)
{
  NetProxy *proxy = client->proxy;

  g_mutex_lock (&proxy->mutex);
  g_free (proxy->asked);
  proxy->asked = port ? g_strdup_printf ("%s:%u", host, port[0] << 8 | port[1])
                      : g_strdup (host);
  g_mutex_unlock (&proxy->mutex);
}

static gboolean
read_socks5 (Client *client)
{
  static const guint8 no_method[] = { 5, 0 };
  guint8 head[4], methods[255], length, port[2];
  char host[256] = { 0 };

  if (!take (client, head, 2) || !take (client, methods, head[1]))
    return FALSE;
  say (client, no_method, sizeof no_method);
  /* Names alone: whoever asks looks nothing up. */
  if (!take (client, head, 4) || head[3] != 3 || !take (client, &length, 1) ||
      !take (client, host, length) || !take (client, port, 2))
    return FALSE;
  note (client, host, port);
  return TRUE;
}

static gboolean
read_socks4a (Client *client)
{
  g_autofree char *user = NULL;
  g_autofree char *host = NULL;
  guint8 head[8];

  if (!take (client, head, 1) || head[0] != 4 || !take (client, head + 1, 7) ||
      head[7] == 0)
    return FALSE;
  user = take_text (client, "");
  host = take_text (client, "");
  if (!host)
    return FALSE;
  note (client, host, head + 2);
  return TRUE;
}

static gboolean
read_http (Client *client)
{
  g_autofree char *request = take_text (client, "\r\n\r\n");
  g_auto (GStrv) words = request ? g_strsplit (request, " ", 3) : NULL;

  if (!words || g_strcmp0 (words[0], "CONNECT") != 0)
    return FALSE;
  note (client, words[1], NULL);
  return TRUE;
}

static void
answer (Client *client)
{
  static const guint8 socks5[] = { 5, 0, 0, 1, 0, 0, 0, 0, 0, 0 };
  static const guint8 socks5_no[] = { 5, 2, 0, 1, 0, 0, 0, 0, 0, 0 };
  static const guint8 socks4[] = { 0, 90, 0, 0, 0, 0, 0, 0 };
  static const guint8 socks4_no[] = { 0, 91, 0, 0, 0, 0, 0, 0 };
  static const char *const http[] = {
    "HTTP/1.1 200 OK\r\n\r\n",
    "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.1 407 Proxy Authentication Required\r\n"
    "Proxy-Authenticate: Basic realm=\"school\"\r\nContent-Length: 0\r\n\r\n"
  };
  NetProxyManner manner = client->proxy->manner;
  gboolean leads = manner == NET_PROXY_LEADS;

  if (client->proxy->kind == NET_PROXY_SOCKS5)
    say (client, leads ? socks5 : socks5_no, sizeof socks5);
  else if (client->proxy->kind == NET_PROXY_SOCKS4A)
    say (client, leads ? socks4 : socks4_no, sizeof socks4);
  else
    say (client, http[manner], strlen (http[manner]));
}

/* ---- what it does then ----------------------------------------------------
 */

typedef struct {
  GIOStream *from;
  GIOStream *to;
} Pipe;

static gpointer
pipe_thread (gpointer data)
{
  const Pipe *pipe = data;

  (void) g_output_stream_splice (g_io_stream_get_output_stream (pipe->to),
                                 g_io_stream_get_input_stream (pipe->from),
                                 G_OUTPUT_STREAM_SPLICE_NONE,
                                 NULL,
                                 NULL);
  g_socket_shutdown (g_socket_connection_get_socket (
                         G_SOCKET_CONNECTION (pipe->to)),
                     FALSE,
                     TRUE,
                     NULL);
  return NULL;
}

static void
lead (Client *client)
{
  g_autoptr (GSocketClient) socket_client = g_socket_client_new ();
  g_autoptr (GSocketAddress) address =
      g_inet_socket_address_new_from_string ("127.0.0.1", client->proxy->port);
  g_autoptr (GSocketConnection) there = NULL;
  GThread *thread;
  Pipe out, back;

  g_socket_client_set_enable_proxy (socket_client, FALSE);
  g_socket_client_set_timeout (socket_client, LIMIT_S);
  there = g_socket_client_connect (socket_client,
                                   G_SOCKET_CONNECTABLE (address),
                                   NULL,
                                   NULL);
  if (!there)
    return;
  out = (Pipe){ G_IO_STREAM (client->connection), G_IO_STREAM (there) };
  back = (Pipe){ G_IO_STREAM (there), G_IO_STREAM (client->connection) };
  thread = g_thread_new ("net-proxy", pipe_thread, &out);
  (void) pipe_thread (&back);
  g_socket_shutdown (g_socket_connection_get_socket (client->connection),
                     TRUE,
                     TRUE,
                     NULL);
  g_thread_join (thread);
}

static gboolean
read_request (Client *client)
{
  switch (client->proxy->kind) {
  case NET_PROXY_SOCKS5:
    return read_socks5 (client);
  case NET_PROXY_SOCKS4A:
    return read_socks4a (client);
  case NET_PROXY_HTTP:
  default:
    return read_http (client);
  }
}

static void
serve (Client *client)
{
  char byte;

  if (client->proxy->manner == NET_PROXY_CLOSES)
    return;
  if (client->proxy->manner == NET_PROXY_IS_SILENT) {
    while (take (client, &byte, 1))
      ;
    return;
  }
  if (!read_request (client))
    return;
  answer (client);
  if (client->proxy->manner == NET_PROXY_LEADS)
    lead (client);
}

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection *connection,
        GObject *source,
        gpointer data)
{
  NetProxy *self = data;
  Client client = { self,
                    connection,
                    g_io_stream_get_input_stream (G_IO_STREAM (connection)),
                    g_io_stream_get_output_stream (G_IO_STREAM (connection)) };

  g_socket_set_timeout (g_socket_connection_get_socket (connection), LIMIT_S);
  serve (&client);
  (void) g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  g_atomic_int_add (&self->connected, -1);
  return TRUE;
}

/* Counted where it is accepted, so that none is missed whose thread has yet to
 * begin. */
static gboolean
incoming_cb (GSocketService *service,
             GSocketConnection *connection,
             GObject *source,
             gpointer data)
{
  NetProxy *self = data;

  g_atomic_int_inc (&self->connected);
  return FALSE;
}

NetProxy *
net_proxy_new (NetProxyKind kind, NetProxyManner manner, guint16 port)
{
  NetProxy *self = g_new0 (NetProxy, 1);

  self->kind = kind;
  self->manner = manner;
  self->port = port;
  g_mutex_init (&self->mutex);
  self->service = g_threaded_socket_service_new (-1);
  g_signal_connect (self->service, "incoming", G_CALLBACK (incoming_cb), self);
  g_signal_connect (self->service, "run", G_CALLBACK (run_cb), self);
  self->own_port = net_listen (self->service, "127.0.0.1");
  return self;
}

guint16
net_proxy_get_port (NetProxy *self)
{
  return self->own_port;
}

char *
net_proxy_dup_asked (NetProxy *self)
{
  char *asked;

  g_mutex_lock (&self->mutex);
  asked = g_strdup (self->asked);
  g_mutex_unlock (&self->mutex);
  return asked;
}

/* Where it leads is a server of the test's, perhaps, whose main loop is this
 * one: who waits here for a connection that it has not accepted waits long. */
void
net_proxy_free (NetProxy *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  while (g_atomic_int_get (&self->connected) > 0)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
  g_object_unref (self->service);
  g_mutex_clear (&self->mutex);
  g_free (self->asked);
  g_free (self);
}
