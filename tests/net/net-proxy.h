/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A proxy on 127.0.0.1 that leads every connection to one port of this
 * computer, whatever it is asked for. */
typedef enum {
  NET_PROXY_SOCKS5, /* RFC 1928, RFC 1929 */
  NET_PROXY_SOCKS4A,
  NET_PROXY_HTTP, /* CONNECT: RFC 9110 §9.3.6 */
} NetProxyKind;

typedef enum {
  NET_PROXY_LEADS,
  NET_PROXY_REFUSES,
  NET_PROXY_WANTS_PASSWORD, /* of HTTP alone */
  NET_PROXY_CLOSES,         /* without a word */
  NET_PROXY_IS_SILENT,      /* until the other side has enough */
} NetProxyManner;

typedef struct _NetProxy NetProxy;

NetProxy *
net_proxy_new (NetProxyKind kind, NetProxyManner manner, guint16 port);
guint16
net_proxy_get_port (NetProxy *self);
/* What it was asked for last, "host:port": (transfer full) (nullable) */
char *
net_proxy_dup_asked (NetProxy *self);
/* Waits until nobody is connected. */
void
net_proxy_free (NetProxy *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetProxy, net_proxy_free)

G_END_DECLS
