/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"
#include "todoku-practice.h"

#include "todoku-practice-session.h"

#include <gio/gnetworking.h>
#include <string.h>

/* Most connections at once, and lines kept for tests. */
#define MAX_SESSIONS 100
#define MAX_RECEIVED 10000

struct _TodokuPracticeServer {
  GObject parent_instance;

  TodokuPractice *practice;
  const TodokuScenario *scenario;
  GHashTable *certificates;
  GPtrArray *services;
  GPtrArray *closed_ports;
  GPtrArray *sessions;
  GPtrArray *received;
  GStrvBuilder *connect_to_builder;
  GStrv connect_to;
  char *ca_pem;
  guint n_connections;
};

G_DEFINE_FINAL_TYPE (TodokuPracticeServer,
                     todoku_practice_server,
                     G_TYPE_OBJECT)

/* Where mail is ever looked for: what a scenario does not name is closed, so
 * that a practice run never reaches the real host. */
static const guint16 mail_ports[] = { 25, 110, 143, 465, 587, 993, 995, 2525 };

static void
todoku_practice_server_finalize (GObject *object)
{
  TodokuPracticeServer *self = TODOKU_PRACTICE_SERVER (object);

  todoku_practice_server_stop (self);
  g_hash_table_unref (self->certificates);
  g_ptr_array_unref (self->services);
  g_ptr_array_unref (self->closed_ports);
  g_ptr_array_unref (self->sessions);
  g_ptr_array_unref (self->received);
  g_clear_pointer (&self->connect_to_builder, g_strv_builder_unref);
  g_strfreev (self->connect_to);
  g_free (self->ca_pem);
  g_clear_object (&self->practice);
  G_OBJECT_CLASS (todoku_practice_server_parent_class)->finalize (object);
}

static void
todoku_practice_server_class_init (TodokuPracticeServerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = todoku_practice_server_finalize;
}

static void
todoku_practice_server_init (TodokuPracticeServer *self)
{
  self->certificates =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->services = g_ptr_array_new_with_free_func (g_object_unref);
  self->closed_ports = g_ptr_array_new_with_free_func (g_object_unref);
  self->sessions = g_ptr_array_new_with_free_func (g_object_unref);
  self->received = g_ptr_array_new_with_free_func (g_free);
  self->connect_to_builder = g_strv_builder_new ();
}

static void
session_received (gpointer server, const char *line)
{
  TodokuPracticeServer *self = server;

  if (self->received->len < MAX_RECEIVED)
    g_ptr_array_add (self->received, g_strdup (line));
}

static void
session_ended (gpointer server, TodokuPracticeSession *session)
{
  TodokuPracticeServer *self = server;

  g_ptr_array_remove_fast (self->sessions, session);
}

static const TodokuSessionEvents session_events = {
  .received = session_received,
  .ended = session_ended,
};

static const TodokuStand *
stand_of (TodokuPracticeServer *self, GSocketService *service)
{
  return g_object_get_data (G_OBJECT (service), "stand");
}

static gboolean
incoming_cb (GSocketService *service,
             GSocketConnection *connection,
             GObject *source,
             gpointer data)
{
  TodokuPracticeServer *self = data;
  const TodokuStand *stand = stand_of (self, service);
  TodokuPracticeSession *session;

  self->n_connections++;
  if (self->sessions->len >= MAX_SESSIONS) {
    g_socket_close (g_socket_connection_get_socket (connection), NULL);
    return TRUE;
  }
  g_socket_set_option (g_socket_connection_get_socket (connection),
                       IPPROTO_TCP,
                       TCP_NODELAY,
                       TRUE,
                       NULL);
  session = todoku_practice_session_new (
      self->scenario,
      stand,
      stand->certificate == NULL
          ? NULL
          : g_hash_table_lookup (self->certificates, stand->certificate),
      connection,
      &session_events,
      self);
  g_ptr_array_add (self->sessions, session);
  todoku_practice_session_start (session);
  return TRUE;
}

static gboolean
load_certificate (TodokuPracticeServer *self, const char *name, GError **error)
{
  GTlsCertificate *certificate;

  if (name == NULL || g_hash_table_contains (self->certificates, name))
    return TRUE;
  certificate = todoku_practice_load_certificate (self->practice, name, error);
  if (certificate == NULL)
    return FALSE;
  g_hash_table_insert (self->certificates, g_strdup (name), certificate);
  return TRUE;
}

static void
add_connect_to (TodokuPracticeServer *self,
                const char *host,
                guint16 port,
                const char *address,
                guint16 served)
{
  gboolean six = strchr (address, ':') != NULL;
  g_autofree char *entry = g_strdup_printf ("%s:%u:%s%s%s:%u",
                                            host,
                                            port,
                                            six ? "[" : "",
                                            address,
                                            six ? "]" : "",
                                            served);

  g_strv_builder_add (self->connect_to_builder, entry);
}

static guint16
port_of (GSocketAddress *address)
{
  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
}

static gboolean
listen_at (TodokuPracticeServer *self,
           const TodokuStand *stand,
           const char *address,
           GError **error)
{
  GSocketService *service = g_socket_service_new ();
  g_autoptr (GSocketAddress) wanted =
      g_inet_socket_address_new_from_string (address, 0);
  g_autoptr (GSocketAddress) effective = NULL;

  g_ptr_array_add (self->services, service);
  g_object_set_data (G_OBJECT (service), "stand", (gpointer) stand);
  g_signal_connect (service, "incoming", G_CALLBACK (incoming_cb), self);
  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (service),
                                      wanted,
                                      G_SOCKET_TYPE_STREAM,
                                      G_SOCKET_PROTOCOL_TCP,
                                      NULL,
                                      &effective,
                                      error))
    return FALSE;
  add_connect_to (self, stand->host, stand->port, address, port_of (effective));
  return TRUE;
}

/* A socket that is bound and does not listen: nobody else gets the port, and
 * the kernel refuses connections to it. */
static guint16
reserve_closed_port (TodokuPracticeServer *self,
                     const char *address,
                     GError **error)
{
  g_autoptr (GSocketAddress) wanted =
      g_inet_socket_address_new_from_string (address, 0);
  g_autoptr (GSocketAddress) effective = NULL;
  g_autoptr (GSocket) socket =
      g_socket_new (g_socket_address_get_family (wanted),
                    G_SOCKET_TYPE_STREAM,
                    G_SOCKET_PROTOCOL_TCP,
                    error);

  if (socket == NULL || !g_socket_bind (socket, wanted, FALSE, error))
    return 0;
  effective = g_socket_get_local_address (socket, error);
  if (effective == NULL)
    return 0;
  g_ptr_array_add (self->closed_ports, g_steal_pointer (&socket));
  return port_of (effective);
}

/* A queue that is full and never emptied: Linux drops what else wants to
 * connect, as a filter on the way does. */
static gboolean
open_black_hole (TodokuPracticeServer *self,
                 const TodokuStand *stand,
                 const char *address,
                 GError **error)
{
  guint16 port = reserve_closed_port (self, address, error);
  g_autoptr (GSocketAddress) place =
      g_inet_socket_address_new_from_string (address, port);
  GSocket *hole;

  if (port == 0)
    return FALSE;
  hole = self->closed_ports->pdata[self->closed_ports->len - 1];
  g_socket_set_listen_backlog (hole, 0);
  if (!g_socket_listen (hole, error))
    return FALSE;
  for (int i = 0; i < 2; i++) {
    g_autoptr (GSocket) filler =
        g_socket_new (g_socket_address_get_family (place),
                      G_SOCKET_TYPE_STREAM,
                      G_SOCKET_PROTOCOL_TCP,
                      error);

    if (filler == NULL)
      return FALSE;
    g_socket_set_blocking (filler, FALSE);
    (void) g_socket_connect (filler, place, NULL, NULL);
    g_ptr_array_add (self->closed_ports, g_steal_pointer (&filler));
  }
  add_connect_to (self, stand->host, stand->port, address, port);
  return TRUE;
}

static const TodokuStand *
find_stand (GPtrArray *stands, const char *host, guint16 port)
{
  for (guint i = 0; i < stands->len; i++) {
    const TodokuStand *stand = stands->pdata[i];

    if (stand->port == port && g_str_equal (stand->host, host))
      return stand;
  }
  return NULL;
}

static void
close_other_ports (TodokuPracticeServer *self,
                   GPtrArray *stands,
                   const char *address,
                   guint16 closed)
{
  g_autoptr (GHashTable) hosts = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < stands->len; i++) {
    const TodokuStand *stand = stands->pdata[i];

    if (!g_hash_table_add (hosts, stand->host))
      continue;
    for (guint j = 0; j < G_N_ELEMENTS (mail_ports); j++)
      if (find_stand (stands, stand->host, mail_ports[j]) == NULL)
        add_connect_to (self, stand->host, mail_ports[j], address, closed);
  }
}

static TodokuMode
mode_at (const TodokuStand *stand, const char *address)
{
  return strchr (address, ':') ? stand->mode_ipv6 : stand->mode;
}

static gboolean
serve_at (TodokuPracticeServer *self, const char *address, GError **error)
{
  GPtrArray *stands = todoku_scenario_get_stands (self->scenario);
  guint16 closed = reserve_closed_port (self, address, error);

  if (closed == 0)
    return FALSE;
  for (guint i = 0; i < stands->len; i++) {
    const TodokuStand *stand = stands->pdata[i];

    if (mode_at (stand, address) == TODOKU_MODE_REFUSE)
      add_connect_to (self, stand->host, stand->port, address, closed);
    else if (mode_at (stand, address) == TODOKU_MODE_BLACK_HOLE) {
      if (!open_black_hole (self, stand, address, error))
        return FALSE;
    } else if (!load_certificate (self, stand->certificate, error) ||
               !listen_at (self, stand, address, error))
      return FALSE;
  }
  close_other_ports (self, stands, address, closed);
  return TRUE;
}

/**
 * todoku_practice_server_new:
 * @practice: the practice cases
 * @scenario: one of @practice
 * @error: no socket, or no such certificate
 *
 * Listens on loopback, on ports that the system chooses, and serves what
 * @scenario says in the thread-default main context until it is stopped.
 *
 * Returns: (transfer full) (nullable): the running servers
 */
TodokuPracticeServer *
todoku_practice_server_new (TodokuPractice *practice,
                            const TodokuScenario *scenario,
                            GError **error)
{
  g_autoptr (TodokuPracticeServer) self = NULL;
  g_autoptr (GBytes) ca = NULL;
  const char *const *addresses;

  g_return_val_if_fail (TODOKU_IS_PRACTICE (practice), NULL);
  g_return_val_if_fail (scenario != NULL, NULL);

  ca = todoku_practice_load_ca (practice, error);
  if (ca == NULL)
    return NULL;
  self = g_object_new (TODOKU_TYPE_PRACTICE_SERVER, NULL);
  self->practice = g_object_ref (practice);
  self->scenario = scenario;
  self->ca_pem = g_strndup (g_bytes_get_data (ca, NULL), g_bytes_get_size (ca));
  addresses = todoku_scenario_get_addresses (scenario);
  for (guint i = 0; addresses[i] != NULL; i++)
    if (!serve_at (self, addresses[i], error))
      return NULL;
  self->connect_to = g_strv_builder_end (self->connect_to_builder);
  return g_steal_pointer (&self);
}

/**
 * todoku_practice_server_get_connect_to:
 * @self: running servers
 *
 * Every port that mail may use on every host of the scenario has an entry; what
 * the scenario does not serve leads to a closed port.
 *
 * Returns: (array zero-terminated=1) (transfer none): "HOST:PORT:ADDRESS:PORT"
 *   for todoku_network_add_connect_to()
 */
const char *const *
todoku_practice_server_get_connect_to (TodokuPracticeServer *self)
{
  g_return_val_if_fail (TODOKU_IS_PRACTICE_SERVER (self), NULL);
  return (const char *const *) self->connect_to;
}

/**
 * todoku_practice_server_get_ca_pem:
 * @self: running servers
 *
 * Returns: (transfer none): the practice CA, for todoku_network_add_ca_pem() of
 *   this practice run and nothing else
 */
const char *
todoku_practice_server_get_ca_pem (TodokuPracticeServer *self)
{
  g_return_val_if_fail (TODOKU_IS_PRACTICE_SERVER (self), NULL);
  return self->ca_pem;
}

/**
 * todoku_practice_server_get_n_connections:
 * @self: servers
 *
 * Returns: how many clients have connected so far
 */
guint
todoku_practice_server_get_n_connections (TodokuPracticeServer *self)
{
  g_return_val_if_fail (TODOKU_IS_PRACTICE_SERVER (self), 0);
  return self->n_connections;
}

/**
 * todoku_practice_server_get_received:
 * @self: servers
 *
 * Lines that clients sent, at most 10000: "HOST:PORT plain LINE" or
 * "HOST:PORT tls LINE".  A credential that came over TLS is not kept.
 *
 * Returns: (transfer none) (element-type utf8): the lines, in order
 */
GPtrArray *
todoku_practice_server_get_received (TodokuPracticeServer *self)
{
  g_return_val_if_fail (TODOKU_IS_PRACTICE_SERVER (self), NULL);
  return self->received;
}

/**
 * todoku_practice_server_stop:
 * @self: servers
 *
 * Stops listening and ends all connections; a second call does nothing.
 */
void
todoku_practice_server_stop (TodokuPracticeServer *self)
{
  g_return_if_fail (TODOKU_IS_PRACTICE_SERVER (self));

  for (guint i = 0; i < self->services->len; i++) {
    g_signal_handlers_disconnect_by_data (self->services->pdata[i], self);
    g_socket_service_stop (self->services->pdata[i]);
    g_socket_listener_close (self->services->pdata[i]);
  }
  g_ptr_array_set_size (self->services, 0);
  g_ptr_array_set_size (self->closed_ports, 0);
  while (self->sessions->len > 0) {
    g_autoptr (TodokuPracticeSession) session =
        g_object_ref (self->sessions->pdata[0]);

    todoku_practice_session_end (session);
  }
}
