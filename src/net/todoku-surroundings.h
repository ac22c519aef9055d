/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-network.h"

G_BEGIN_DECLS

/**
 * TodokuSurroundings:
 * @connectivity: (nullable): what the system says of its way out: "none"
 *   "limited" "portal" "full"
 * @proxy: (nullable): whether web pages are to be fetched through a proxy:
 *   "yes" "no"
 * @vpn: (nullable): whether an interface is up that VPNs make: "yes" "no"
 *
 * What this computer itself says of the network, without asking anybody: no
 * names and no addresses, which nobody needs to know (safety.md, RE-04).
 */
typedef struct {
  const char *connectivity;
  const char *proxy;
  const char *vpn;
} TodokuSurroundings;

TodokuSurroundings
todoku_surroundings_look (TodokuNetwork *network);

/* Whether web pages of @host are to be fetched through a proxy; (nullable) */
void
todoku_surroundings_find_proxy_async (TodokuNetwork *network,
                                      const char *host,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
const char *
todoku_surroundings_find_proxy_finish (GAsyncResult *result);

/* Whether this computer has an IPv6 address that leads out of its network. */
gboolean
todoku_surroundings_have_ipv6 (void);

/* Whether VPNs call their interfaces so. */
gboolean
todoku_interface_is_vpn (const char *name);

G_END_DECLS
