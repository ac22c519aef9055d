/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-reach.h"

#include "todoku-descriptors.h"

#define MAX_ADDRESSES 4

typedef struct {
  GQueue addresses; /* of GSocketAddress still to be tried */
  guint16 port;
  GCancellable *inner;
  GSource *deadline;
} Reach;

static void
reach_free (gpointer data)
{
  Reach *self = data;

  g_queue_clear_full (&self->addresses, g_object_unref);
  if (self->deadline)
    g_source_destroy (self->deadline);
  g_clear_pointer (&self->deadline, g_source_unref);
  g_clear_object (&self->inner);
  g_free (self);
}

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
                                          &error)) {
    g_io_stream_close_async (G_IO_STREAM (source),
                             G_PRIORITY_DEFAULT,
                             NULL,
                             NULL,
                             NULL);
    g_task_return_boolean (task, TRUE);
  } else if (g_cancellable_is_cancelled (self->inner) ||
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
                       g_inet_socket_address_new (a->data, self->port));
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
          guint timeout_ms,
          GCancellable *cancellable,
          GAsyncReadyCallback callback,
          gpointer user_data)
{
  GTask *task = g_task_new (network, cancellable, callback, user_data);
  Reach *self = g_new0 (Reach, 1);

  g_task_set_source_tag (task, todoku_reach_async);
  g_task_set_task_data (task, self, reach_free);
  g_queue_init (&self->addresses);
  self->inner = g_cancellable_new ();
  self->deadline = g_timeout_source_new (timeout_ms);
  g_source_set_callback (self->deadline,
                         deadline_cb,
                         g_object_ref (self->inner),
                         g_object_unref);
  g_source_attach (self->deadline, g_task_get_context (task));
  if (cancellable)
    g_cancellable_connect (cancellable,
                           G_CALLBACK (forward_cancel_cb),
                           g_object_ref (self->inner),
                           g_object_unref);
  return task;
}

/**
 * todoku_reach_async:
 * @network: what it needs of the world
 * @host: a host name in A-label form, or an address
 * @port: a TCP port
 * @timeout_ms: of the whole
 * @cancellable: (nullable): ends it
 * @callback: called when it is known
 * @user_data: for @callback
 *
 * Looks the name up, connects, says nothing and closes: a control that tells a
 * network that blocks mail from no network.
 */
void
todoku_reach_async (TodokuNetwork *network,
                    const char *host,
                    guint16 port,
                    guint timeout_ms,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  GSocketAddress *redirected;
  GTask *task;
  Reach *self;

  g_return_if_fail (TODOKU_IS_NETWORK (network) && host);

  task = new_task (network, timeout_ms, cancellable, callback, user_data);
  self = g_task_get_task_data (task);
  self->port = port;
  redirected = todoku_network_lookup_connect_to (network, host, port);
  if (redirected) {
    g_queue_push_tail (&self->addresses, g_object_ref (redirected));
    connect_next (task);
  } else
    g_resolver_lookup_by_name_async (todoku_network_get_resolver (network),
                                     host,
                                     self->inner,
                                     resolved_cb,
                                     task);
}

/**
 * todoku_reach_finish:
 * @result: the result
 * @error: return location: why not
 *
 * Returns: whether the port was reached
 */
gboolean
todoku_reach_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (G_IS_TASK (result), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
