/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <gio/gio.h>

#include "todoku-endpoint.h"
#include "todoku-network.h"

G_BEGIN_DECLS

/* Whether the web server of a host is reached, and whether it is its own. */
void
todoku_reach_web_async (TodokuNetwork *network,
                        const char *host,
                        guint timeout_ms,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
/* "yes" "other-name" "not-trusted" "no" */
const char *
todoku_reach_web_finish (GAsyncResult *result);

/* Whether a mail server is reached through the SOCKS proxy that is set. */
void
todoku_reach_by_proxy_async (TodokuNetwork *network,
                             const TodokuEndpoint *endpoint,
                             guint timeout_ms,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
/* (nullable) "reached" "not-reached" */
const char *
todoku_reach_by_proxy_finish (GAsyncResult *result);

G_END_DECLS
