/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean
todoku_portal_is_needed (void);

void
todoku_portal_ask_for_files_async (GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean
todoku_portal_ask_for_files_finish (GAsyncResult *result, GError **error);

void
todoku_portal_ask_for_pages_async (GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean
todoku_portal_ask_for_pages_finish (GAsyncResult *result);

G_END_DECLS
