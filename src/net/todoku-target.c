/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-target.h"

/* libsoup takes one object for both: where to connect, and whose certificate
 * is expected.  GNetworkAddress gives the name; the addresses are ours. */

struct _TodokuTarget {
  GNetworkAddress parent_instance;

  GSocketAddress *address;
};

static GSocketAddressEnumerator *
todoku_target_enumerate (GSocketConnectable *connectable)
{
  TodokuTarget *self = TODOKU_TARGET (connectable);

  return g_socket_connectable_enumerate (G_SOCKET_CONNECTABLE (self->address));
}

static void
connectable_init (GSocketConnectableIface *iface)
{
  iface->enumerate = todoku_target_enumerate;
  iface->proxy_enumerate = todoku_target_enumerate;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TodokuTarget,
                               todoku_target,
                               G_TYPE_NETWORK_ADDRESS,
                               G_IMPLEMENT_INTERFACE (G_TYPE_SOCKET_CONNECTABLE,
                                                      connectable_init))

static void
todoku_target_finalize (GObject *object)
{
  TodokuTarget *self = TODOKU_TARGET (object);

  g_clear_object (&self->address);
  G_OBJECT_CLASS (todoku_target_parent_class)->finalize (object);
}

static void
todoku_target_class_init (TodokuTargetClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = todoku_target_finalize;
}

static void
todoku_target_init (TodokuTarget *self)
{
}

/**
 * todoku_target_new:
 * @network: has an entry for HOST:PORT in its connect-to table
 * @host: a host
 * @port: a port
 *
 * Returns: (transfer full): what connects there and is called @host
 */
GSocketConnectable *
todoku_target_new (TodokuNetwork *network, const char *host, guint16 port)
{
  TodokuTarget *self;
  GSocketAddress *address;

  g_return_val_if_fail (TODOKU_IS_NETWORK (network) && host, NULL);

  address = todoku_network_lookup_connect_to (network, host, port);
  g_return_val_if_fail (address, NULL);
  self = g_object_new (TODOKU_TYPE_TARGET,
                       "hostname",
                       host,
                       "port",
                       (guint) port,
                       NULL);
  self->address = g_object_ref (address);
  return G_SOCKET_CONNECTABLE (self);
}
