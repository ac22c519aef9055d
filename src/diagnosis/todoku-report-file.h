/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* @report: what todoku_report_write() gave, or a page of it */
gboolean
todoku_report_save (GFile *file, GBytes *report, GError **error);
void
todoku_report_save_async (GFile *file,
                          GBytes *report,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
gboolean
todoku_report_save_finish (GFile *file, GAsyncResult *result, GError **error);

G_END_DECLS
