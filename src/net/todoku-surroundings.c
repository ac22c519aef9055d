/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-surroundings.h"

#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>

/* ---- VPN ---------------------------------------------------------------
 */

/**
 * todoku_interface_is_vpn:
 * @name: of a network interface
 *
 * Returns: whether VPNs call theirs so: OpenVPN, WireGuard, IPsec, PPTP and
 * L2TP, and those of makers who use a name of their own.  Bridges of containers
 * and virtual machines are none.
 */
gboolean
todoku_interface_is_vpn (const char *name)
{
  static const char *const beginnings[] = {
    "tun",  "tap",      "wg",        "ppp",  "ipsec",         "xfrm",
    "utun", "nordlynx", "tailscale", "zt",   "gpd",           "cscotun",
    "vpn",  "proton",   "mullvad",   "wgcf", "CloudflareWARP"
  };

  g_return_val_if_fail (name, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (beginnings); i++)
    if (g_str_has_prefix (name, beginnings[i]))
      return TRUE;
  return FALSE;
}

static gboolean
is_up (const struct ifaddrs *one)
{
  int family = one->ifa_addr ? one->ifa_addr->sa_family : AF_UNSPEC;

  return (one->ifa_flags & IFF_UP) && (one->ifa_flags & IFF_RUNNING) &&
         (family == AF_INET || family == AF_INET6);
}

static const char *
find_vpn (void)
{
  struct ifaddrs *list = NULL;
  const char *found = "no";

  if (getifaddrs (&list) != 0)
    return NULL;
  for (struct ifaddrs *one = list; one; one = one->ifa_next)
    if (is_up (one) && todoku_interface_is_vpn (one->ifa_name))
      found = "yes";
  freeifaddrs (list);
  return found;
}

/* ---- IPv6 --------------------------------------------------------------
 */

static gboolean
leads_out (const struct ifaddrs *one)
{
  g_autoptr (GSocketAddress) native =
      one->ifa_addr && one->ifa_addr->sa_family == AF_INET6
          ? g_socket_address_new_from_native (one->ifa_addr,
                                              sizeof (struct sockaddr_in6))
          : NULL;
  GInetAddress *address =
      native
          ? g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (native))
          : NULL;

  return address && !g_inet_address_get_is_loopback (address) &&
         !g_inet_address_get_is_link_local (address);
}

/**
 * todoku_surroundings_have_ipv6:
 *
 * Returns: whether this computer has an IPv6 address of its own that is more
 * than for itself and its nearest neighbours
 */
gboolean
todoku_surroundings_have_ipv6 (void)
{
  struct ifaddrs *list = NULL;
  gboolean found = FALSE;

  if (getifaddrs (&list) != 0)
    return FALSE;
  for (struct ifaddrs *one = list; one && !found; one = one->ifa_next)
    found = leads_out (one);
  freeifaddrs (list);
  return found;
}

/* ---- what the system says ----------------------------------------------
 */

static const char *
find_connectivity (GNetworkMonitor *monitor)
{
  switch (g_network_monitor_get_connectivity (monitor)) {
  case G_NETWORK_CONNECTIVITY_LOCAL:
    return "none";
  case G_NETWORK_CONNECTIVITY_LIMITED:
    return "limited";
  case G_NETWORK_CONNECTIVITY_PORTAL:
    return "portal";
  case G_NETWORK_CONNECTIVITY_FULL:
  default:
    return "full";
  }
}

/**
 * todoku_surroundings_look:
 * @network: its monitor is asked
 *
 * Nothing is sent.
 *
 * Returns: what this computer knows of its network
 */
TodokuSurroundings
todoku_surroundings_look (TodokuNetwork *network)
{
  TodokuSurroundings found = { NULL, NULL, NULL };

  g_return_val_if_fail (TODOKU_IS_NETWORK (network), found);

  found.connectivity = find_connectivity (todoku_network_get_monitor (network));
  found.vpn = find_vpn ();
  return found;
}

/* ---- proxies -----------------------------------------------------------
 */

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) proxies =
      g_proxy_resolver_lookup_finish (G_PROXY_RESOLVER (source),
                                      result,
                                      &error);

  if (proxies)
    g_task_return_boolean (task,
                           *proxies && strcmp (*proxies, "direct://") != 0);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * todoku_surroundings_find_proxy_async:
 * @network: its proxy resolver is asked
 * @host: whose web pages it would be for
 * @cancellable: (nullable): ends it
 * @callback: called when it is known, which takes long where the proxy settings
 * are fetched from somewhere that cannot be reached
 * @user_data: for @callback
 *
 * Finds out whether web pages are to be fetched through a proxy.
 */
void
todoku_surroundings_find_proxy_async (TodokuNetwork *network,
                                      const char *host,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_autofree char *uri = NULL;
  GTask *task;

  g_return_if_fail (TODOKU_IS_NETWORK (network) && host);

  uri = g_strdup_printf ("https://%s/", host);
  task = g_task_new (network, cancellable, callback, user_data);
  g_task_set_source_tag (task, todoku_surroundings_find_proxy_async);
  g_proxy_resolver_lookup_async (todoku_network_get_proxy_resolver (network),
                                 uri,
                                 cancellable,
                                 looked_up_cb,
                                 task);
}

/**
 * todoku_surroundings_find_proxy_finish:
 * @result: the result
 *
 * Returns: (transfer none) (nullable): "yes" or "no"; %NULL: it is not known
 */
const char *
todoku_surroundings_find_proxy_finish (GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  gboolean is_set;

  g_return_val_if_fail (G_IS_TASK (result), NULL);

  is_set = g_task_propagate_boolean (G_TASK (result), &error);
  return error ? NULL : is_set ? "yes" : "no";
}
