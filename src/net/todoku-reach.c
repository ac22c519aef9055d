/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-reach.h"

#include "todoku-descriptors.h"
#include "todoku-handshake.h"

#include <string.h>

#define MAX_ADDRESSES 4
/* SOCKS 5 has one byte for the length of a user name (RFC 1929 §2); SOCKS 4,
 * which has none, is held to the same. */
#define MAX_PROXY_USER 255

typedef struct {
  TodokuNetwork *network;
  GQueue addresses; /* of GSocketAddress still to be tried */
  TodokuEndpoint *endpoint;
  guint timeout_ms;
  TodokuTap *tap; /* (nullable) */
  GQueue proxies; /* of char: URIs still to be tried */
  GCancellable *inner;
  GSource *deadline;
} Reach;

static void
reach_free (gpointer data)
{
  Reach *self = data;

  g_queue_clear_full (&self->addresses, g_object_unref);
  g_clear_pointer (&self->endpoint, todoku_endpoint_free);
  g_clear_object (&self->tap);
  g_queue_clear_full (&self->proxies, g_free);
  g_clear_object (&self->network);
  if (self->deadline)
    g_source_destroy (self->deadline);
  g_clear_pointer (&self->deadline, g_source_unref);
  g_clear_object (&self->inner);
  g_free (self);
}

static void
close_quietly (GIOStream *stream)
{
  g_io_stream_close_async (stream, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
}

/* ---- whose page it is -----------------------------------------------------
 */

/* A login page shows a certificate of its own to whoever asks for any name; a
 * filter that looks into connections makes one for that name.  A certificate
 * that is out of its time says more about this computer's clock. */
static const char *
judge (TodokuCertificateReport *report)
{
  if (!report)
    return "yes";
  if (todoku_certificate_report_has_problem (report,
                                             TODOKU_CERTIFICATE_NAME_MISMATCH))
    return "other-name";
  if (todoku_certificate_report_has_problem (report,
                                             TODOKU_CERTIFICATE_SELF_SIGNED) ||
      todoku_certificate_report_has_problem (report,
                                             TODOKU_CERTIFICATE_UNTRUSTED) ||
      todoku_certificate_report_has_problem (
          report,
          TODOKU_CERTIFICATE_CHAIN_INCOMPLETE))
    return "not-trusted";
  return "yes";
}

static void
shaken_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (TodokuHandshake) shaken = todoku_handshake_finish (result);

  close_quietly (G_IO_STREAM (source));
  g_task_return_pointer (task, (gpointer) judge (shaken->report), NULL);
}

/* Takes @task over. */
static void
look (GTask *task, GSocketConnection *connection)
{
  Reach *self = g_task_get_task_data (task);

  self->tap = todoku_tap_new (connection);
  todoku_handshake_async (self->network,
                          self->tap,
                          self->endpoint,
                          self->timeout_ms,
                          self->inner,
                          NULL,
                          shaken_cb,
                          task);
}

/* ---- the way there --------------------------------------------------------
 */

static void
connect_next (GTask *task);

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Reach *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (g_socket_connection_connect_finish (G_SOCKET_CONNECTION (source),
                                          result,
                                          &error))
    look (g_steal_pointer (&task), G_SOCKET_CONNECTION (source));
  else if (g_cancellable_is_cancelled (self->inner) ||
           g_queue_is_empty (&self->addresses))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    connect_next (g_steal_pointer (&task));
}

/* Takes @task over. */
static void
connect_next (GTask *task)
{
  Reach *self = g_task_get_task_data (task);
  g_autoptr (GSocketAddress) address = g_queue_pop_head (&self->addresses);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) socket =
      todoku_descriptors_are_left (&error)
          ? g_socket_new (g_socket_address_get_family (address),
                          G_SOCKET_TYPE_STREAM,
                          G_SOCKET_PROTOCOL_TCP,
                          &error)
          : NULL;
  g_autoptr (GSocketConnection) connection = NULL;

  if (!socket) {
    g_task_return_error (task, g_steal_pointer (&error));
    g_object_unref (task);
    return;
  }
  connection = g_socket_connection_factory_create_connection (socket);
  g_socket_connection_connect_async (connection,
                                     address,
                                     self->inner,
                                     connected_cb,
                                     task);
}

static void
resolved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Reach *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autolist (GInetAddress) addresses =
      g_resolver_lookup_by_name_finish (G_RESOLVER (source), result, &error);

  if (!addresses) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  for (GList *a = addresses; a && self->addresses.length < MAX_ADDRESSES;
       a = a->next)
    g_queue_push_tail (&self->addresses,
                       g_inet_socket_address_new (a->data,
                                                  self->endpoint->port));
  connect_next (g_steal_pointer (&task));
}

static gboolean
deadline_cb (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_REMOVE;
}

static void
forward_cancel_cb (GCancellable *cancellable, gpointer inner)
{
  g_cancellable_cancel (inner);
}

static GTask *
new_task (TodokuNetwork *network,
          TodokuEndpoint *endpoint,
          guint timeout_ms,
          GCancellable *cancellable,
          GAsyncReadyCallback callback,
          gpointer user_data)
{
  GTask *task = g_task_new (network, cancellable, callback, user_data);
  Reach *self = g_new0 (Reach, 1);

  self->network = g_object_ref (network);
  self->endpoint = endpoint;
  self->timeout_ms = timeout_ms;
  g_task_set_task_data (task, self, reach_free);
  g_queue_init (&self->addresses);
  g_queue_init (&self->proxies);
  self->inner = g_cancellable_new ();
  self->deadline = g_timeout_source_new (timeout_ms);
  g_source_set_callback (self->deadline,
                         deadline_cb,
                         g_object_ref (self->inner),
                         g_object_unref);
  g_source_attach (self->deadline, g_task_get_context (task));
  if (cancellable && g_cancellable_is_cancelled (cancellable))
    g_cancellable_cancel (self->inner);
  else if (cancellable)
    g_signal_connect_object (cancellable,
                             "cancelled",
                             G_CALLBACK (forward_cancel_cb),
                             self->inner,
                             0);
  return task;
}

/* Where connections to it go by the connect-to table or the name server. */
static void
find_way (GTask *task)
{
  Reach *self = g_task_get_task_data (task);
  GSocketAddress *redirected =
      todoku_network_lookup_connect_to (self->network,
                                        self->endpoint->host,
                                        self->endpoint->port);

  if (redirected) {
    g_queue_push_tail (&self->addresses, g_object_ref (redirected));
    connect_next (task);
  } else
    g_resolver_lookup_by_name_async (todoku_network_get_resolver (
                                         self->network),
                                     self->endpoint->host,
                                     self->inner,
                                     resolved_cb,
                                     task);
}

/**
 * todoku_reach_web_async:
 * @network: what it needs of the world
 * @host: a host name in A-label form
 * @timeout_ms: of the whole
 * @cancellable: (nullable): ends it
 * @callback: called when it is known
 * @user_data: for @callback
 *
 * Looks the name up, connects to its port 443, looks at the certificate, says
 * nothing and closes: a control that tells a network that blocks mail from no
 * network, and a network that wants a visit to its own page first from both.
 */
void
todoku_reach_web_async (TodokuNetwork *network,
                        const char *host,
                        guint timeout_ms,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  TodokuEndpoint *endpoint;
  GTask *task;

  g_return_if_fail (TODOKU_IS_NETWORK (network) && host);

  /* No protocol of ours: its name and its port alone are asked for. */
  endpoint = todoku_endpoint_new (TODOKU_PROTOCOL_IMAP,
                                  TODOKU_SECURITY_TLS,
                                  host,
                                  443,
                                  NULL);
  g_return_if_fail (endpoint);
  task = new_task (network,
                   endpoint,
                   timeout_ms,
                   cancellable,
                   callback,
                   user_data);
  g_task_set_source_tag (task, todoku_reach_web_async);
  find_way (task);
}

/**
 * todoku_reach_web_finish:
 * @result: the result
 *
 * Returns: (transfer none): "yes": it was reached; "other-name": with a
 * certificate for another name; "not-trusted": with one of nobody who is known
 * here; "no": it was not
 */
const char *
todoku_reach_web_finish (GAsyncResult *result)
{
  const char *found;

  g_return_val_if_fail (G_IS_TASK (result), NULL);

  found = g_task_propagate_pointer (G_TASK (result), NULL);
  return found ? found : "no";
}

/* ---- through a proxy ------------------------------------------------------
 */

static void
connect_by_next (GTask *task);

static void
by_proxy_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GSocketConnection) connection =
      g_socket_client_connect_finish (G_SOCKET_CLIENT (source), result, NULL);

  if (connection) {
    close_quietly (G_IO_STREAM (connection));
    g_task_return_pointer (task, (gpointer) "reached", NULL);
  } else
    connect_by_next (g_steal_pointer (&task));
}

/* GLib before 2.82.1 wrote a byte beyond its buffer for the longest user and
 * host names of SOCKS 4a: ours are looked at before (RB-08). */
static gboolean
is_usable (const char *proxy)
{
  g_autoptr (GUri) uri = g_uri_parse (proxy, G_URI_FLAGS_HAS_PASSWORD, NULL);
  const char *user = uri ? g_uri_get_user (uri) : NULL;

  return uri && (!user || strlen (user) < MAX_PROXY_USER) &&
         todoku_descriptors_are_left (NULL);
}

/* Through one after the other, and never past them.  Takes @task over. */
static void
connect_by_next (GTask *task)
{
  Reach *self = g_task_get_task_data (task);
  g_autofree char *proxy = g_queue_pop_head (&self->proxies);
  g_autoptr (GSocketClient) client = NULL;
  g_autoptr (GProxyResolver) that = NULL;
  g_autoptr (GSocketConnectable) target = NULL;

  while (proxy && !is_usable (proxy)) {
    g_clear_pointer (&proxy, g_free);
    proxy = g_queue_pop_head (&self->proxies);
  }
  if (!proxy) {
    g_task_return_pointer (task, (gpointer) "not-reached", NULL);
    g_object_unref (task);
    return;
  }
  client = g_socket_client_new ();
  that = g_simple_proxy_resolver_new (proxy, NULL);
  target = g_network_address_new (self->endpoint->host, self->endpoint->port);
  g_socket_client_set_proxy_resolver (client, that);
  g_socket_client_connect_async (client,
                                 target,
                                 self->inner,
                                 by_proxy_cb,
                                 task);
}

/* Mail goes through no other kind: those of HTTP are for pages. */
static void
proxies_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Reach *self = g_task_get_task_data (task);
  g_auto (GStrv) proxies =
      g_proxy_resolver_lookup_finish (G_PROXY_RESOLVER (source), result, NULL);

  for (char **proxy = proxies; proxy && *proxy; proxy++)
    if (g_str_has_prefix (*proxy, "socks"))
      g_queue_push_tail (&self->proxies, g_strdup (*proxy));
  if (g_queue_is_empty (&self->proxies))
    g_task_return_pointer (task, NULL, NULL);
  else
    connect_by_next (g_steal_pointer (&task));
}

/**
 * todoku_reach_by_proxy_async:
 * @network: its proxy resolver is asked
 * @endpoint: a mail server
 * @timeout_ms: of the whole
 * @cancellable: (nullable): ends it
 * @callback: called when it is known
 * @user_data: for @callback
 *
 * Where this computer is set to go through a SOCKS proxy (RFC 1928): whether
 * the server is reached that way.  Mail apps know no other kind of proxy.
 * Nothing is said on the connection.
 */
void
todoku_reach_by_proxy_async (TodokuNetwork *network,
                             const TodokuEndpoint *endpoint,
                             guint timeout_ms,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autofree char *uri = NULL;
  GTask *task;
  Reach *self;

  g_return_if_fail (TODOKU_IS_NETWORK (network) && endpoint);

  task = new_task (network,
                   todoku_endpoint_copy (endpoint),
                   timeout_ms,
                   cancellable,
                   callback,
                   user_data);
  g_task_set_source_tag (task, todoku_reach_by_proxy_async);
  self = g_task_get_task_data (task);
  /* As GSocketClient asks for what has no scheme of its own. */
  uri = g_strdup_printf ("none://%s:%u", endpoint->host, endpoint->port);
  g_proxy_resolver_lookup_async (todoku_network_get_proxy_resolver (network),
                                 uri,
                                 self->inner,
                                 proxies_cb,
                                 task);
}

/**
 * todoku_reach_by_proxy_finish:
 * @result: the result
 *
 * Returns: (transfer none) (nullable): "reached" or "not-reached"; %NULL: no
 * such proxy is set, or it is not known
 */
const char *
todoku_reach_by_proxy_finish (GAsyncResult *result)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}
