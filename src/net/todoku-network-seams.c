/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-network-private.h"

/* What a network asks of the world around it, and where that can be another. */

/**
 * todoku_network_set_resolver:
 * @self: a network
 * @resolver: asked for all names from now on
 */
void
todoku_network_set_resolver (TodokuNetwork *self, GResolver *resolver)
{
  g_return_if_fail (TODOKU_IS_NETWORK (self) && G_IS_RESOLVER (resolver));

  g_set_object (&self->resolver, resolver);
}

/**
 * todoku_network_get_resolver:
 * @self: a network
 *
 * Returns: (transfer none): the resolver
 */
GResolver *
todoku_network_get_resolver (TodokuNetwork *self)
{
  g_return_val_if_fail (TODOKU_IS_NETWORK (self), NULL);

  if (!self->resolver)
    self->resolver = g_resolver_get_default ();
  return self->resolver;
}

/**
 * todoku_network_set_monitor:
 * @self: a network
 * @monitor: asked from now on what the system says of its network
 */
void
todoku_network_set_monitor (TodokuNetwork *self, GNetworkMonitor *monitor)
{
  g_return_if_fail (TODOKU_IS_NETWORK (self) && G_IS_NETWORK_MONITOR (monitor));

  g_set_object (&self->monitor, monitor);
}

/**
 * todoku_network_get_monitor:
 * @self: a network
 *
 * Returns: (transfer none): the monitor
 */
GNetworkMonitor *
todoku_network_get_monitor (TodokuNetwork *self)
{
  g_return_val_if_fail (TODOKU_IS_NETWORK (self), NULL);

  return self->monitor ? self->monitor : g_network_monitor_get_default ();
}

/**
 * todoku_network_set_proxy_resolver:
 * @self: a network
 * @resolver: asked from now on which proxies are set
 */
void
todoku_network_set_proxy_resolver (TodokuNetwork *self,
                                   GProxyResolver *resolver)
{
  g_return_if_fail (TODOKU_IS_NETWORK (self) && G_IS_PROXY_RESOLVER (resolver));

  g_set_object (&self->proxy_resolver, resolver);
}

/**
 * todoku_network_get_proxy_resolver:
 * @self: a network
 *
 * Returns: (transfer none): the proxy resolver
 */
GProxyResolver *
todoku_network_get_proxy_resolver (TodokuNetwork *self)
{
  g_return_val_if_fail (TODOKU_IS_NETWORK (self), NULL);

  return self->proxy_resolver ? self->proxy_resolver
                              : g_proxy_resolver_get_default ();
}

/**
 * todoku_network_is_led:
 * @self: a network
 *
 * Returns: whether a connect-to table leads connections to places of one's own
 * choice, and nobody said what surrounds them
 */
gboolean
todoku_network_is_led (TodokuNetwork *self)
{
  g_return_val_if_fail (TODOKU_IS_NETWORK (self), FALSE);

  return self->connect_to->len > 0 && !self->monitor && !self->proxy_resolver;
}

/**
 * todoku_network_is_connected:
 * @self: a network
 *
 * Who brings a resolver, as practice does, asks nothing of this computer's
 * network.
 *
 * Returns: whether names can be asked for at all, as far as this computer
 * itself knows
 */
gboolean
todoku_network_is_connected (TodokuNetwork *self)
{
  g_autoptr (GResolver) usual = g_resolver_get_default ();

  g_return_val_if_fail (TODOKU_IS_NETWORK (self), FALSE);

  return todoku_network_get_resolver (self) != usual ||
         g_network_monitor_get_network_available (
             todoku_network_get_monitor (self));
}

/**
 * todoku_network_set_now:
 * @self: a network
 * @now: (nullable): the wall clock for certificates; %NULL: the real one
 */
void
todoku_network_set_now (TodokuNetwork *self, GDateTime *now)
{
  g_return_if_fail (TODOKU_IS_NETWORK (self));

  g_clear_pointer (&self->now, g_date_time_unref);
  self->now = now ? g_date_time_ref (now) : NULL;
}

/**
 * todoku_network_get_now:
 * @self: a network
 *
 * Returns: (transfer full): the wall clock for certificates
 */
GDateTime *
todoku_network_get_now (TodokuNetwork *self)
{
  g_return_val_if_fail (TODOKU_IS_NETWORK (self), NULL);

  return self->now ? g_date_time_ref (self->now) : g_date_time_new_now_utc ();
}
