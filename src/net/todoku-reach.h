/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <gio/gio.h>

#include "todoku-network.h"

G_BEGIN_DECLS

/* Whether a port of a host can be reached at all; nothing is said on it. */
void
todoku_reach_async (TodokuNetwork *network,
                    const char *host,
                    guint16 port,
                    guint timeout_ms,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data);
gboolean
todoku_reach_finish (GAsyncResult *result, GError **error);

G_END_DECLS
