/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-certificate.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define TODOKU_TYPE_NETWORK (todoku_network_get_type ())
G_DECLARE_FINAL_TYPE (TodokuNetwork, todoku_network, TODOKU, NETWORK, GObject)

/**
 * TodokuNetwork:
 *
 * What probes need of the world, with the public seams of architecture.md: the
 * resolver, a connect-to table, trust anchors, the clock, and the limit on
 * handshakes in flight (safety.md, trap 9).
 */
TodokuNetwork *
todoku_network_new (void);
/* "HOST:PORT:ADDRESS:PORT" as curl has it; IPv6 addresses in brackets. One
 * clear sentence when malformed. */
gboolean
todoku_network_add_connect_to (TodokuNetwork *self,
                               const char *entry,
                               GError **error);
/* (nullable) the socket address that HOST:PORT is redirected to */
GSocketAddress *
todoku_network_lookup_connect_to (TodokuNetwork *self,
                                  const char *host,
                                  guint16 port);
/* (nullable) the one of @family, else any */
GSocketAddress *
todoku_network_find_connect_to (TodokuNetwork *self,
                                const char *host,
                                guint16 port,
                                GSocketFamily family);
/* Whether connections to HOST:PORT may leave: always without a connect-to
 * table, with one when the table has them. */
gboolean
todoku_network_may_add (TodokuNetwork *self, const char *host, guint16 port);
/* Trust the roots of a PEM file in addition to the system's, in this object
 * alone. */
gboolean
todoku_network_add_ca_file (TodokuNetwork *self,
                            const char *path,
                            GError **error);
gboolean
todoku_network_add_ca_pem (TodokuNetwork *self,
                           const char *pem,
                           GError **error);
void
todoku_network_set_resolver (TodokuNetwork *self, GResolver *resolver);
GResolver *
todoku_network_get_resolver (TodokuNetwork *self);
/* What the system says of its network; the system's own unless set. */
void
todoku_network_set_monitor (TodokuNetwork *self, GNetworkMonitor *monitor);
GNetworkMonitor *
todoku_network_get_monitor (TodokuNetwork *self);
void
todoku_network_set_proxy_resolver (TodokuNetwork *self,
                                   GProxyResolver *resolver);
GProxyResolver *
todoku_network_get_proxy_resolver (TodokuNetwork *self);
/* Whether connections are led to places of one's own choice, so that what the
 * system says of its network is nothing to them. */
gboolean
todoku_network_is_led (TodokuNetwork *self);
/* Whether names can be asked for at all, as far as this computer knows. */
gboolean
todoku_network_is_connected (TodokuNetwork *self);
/* Wall clock for certificates; NULL: the real one. */
void
todoku_network_set_now (TodokuNetwork *self, GDateTime *now);
GDateTime *
todoku_network_get_now (TodokuNetwork *self); /* (transfer full) */
GTlsDatabase *
todoku_network_get_database (
    TodokuNetwork
        *self); /* the one shared system database, loaded on first use */
GTlsDatabase *
todoku_network_get_extra_anchors (TodokuNetwork *self); /* (nullable) */
GTlsDatabase *
todoku_network_get_trust (TodokuNetwork *self); /* to make connections with */
/* (transfer full): what is to be said of a chain now. */
TodokuCertificateReport *
todoku_network_judge_chain (TodokuNetwork *self,
                            GPtrArray *chain,
                            GSocketConnectable *identity,
                            GTlsCertificateFlags seen);
/* Handshakes in flight are bounded: the callback runs when a slot is free.
 * Every acquire that finished TRUE is released once. */
void
todoku_network_acquire_handshake_async (TodokuNetwork *self,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
gboolean
todoku_network_acquire_handshake_finish (TodokuNetwork *self,
                                         GAsyncResult *result,
                                         GError **error);
void
todoku_network_release_handshake (TodokuNetwork *self);

G_END_DECLS
