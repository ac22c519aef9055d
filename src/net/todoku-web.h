/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-network.h"

G_BEGIN_DECLS

/* More than any page that is asked for has (safety.md, RB-14). */
#define TODOKU_WEB_MAX_BODY (64 * 1024)

/* Fetches a page over HTTPS: no cookies, no authentication, no compression;
 * redirects over HTTPS to hosts of @within (nullable: none) alone. */
void
todoku_web_get_async (TodokuNetwork *network,
                      const char *url,
                      const char *within,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data);
/* (transfer full) (nullable): NULL: it is not there, or @ret_reason says why it
 * could not be had, in the words of TodokuDiscoveryAttempt */
GBytes *
todoku_web_get_finish (GAsyncResult *result, const char **ret_reason);

G_END_DECLS
