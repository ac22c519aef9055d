/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-report-file.h"

/**
 * todoku_report_save_async:
 * @file: where
 * @report: what
 * @callback: called when it stands there, or does not
 * @user_data: for @callback
 *
 * Only its owner may read it, it takes the place of a link instead of following
 * it, and what stood there stays until the new one is whole (safety.md, RE-03).
 */
void
todoku_report_save_async (GFile *file,
                          GBytes *report,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_file_replace_contents_bytes_async (file,
                                       report,
                                       NULL,
                                       FALSE,
                                       G_FILE_CREATE_PRIVATE |
                                           G_FILE_CREATE_REPLACE_DESTINATION,
                                       NULL,
                                       callback,
                                       user_data);
}

/**
 * todoku_report_save_finish:
 * @file: where
 * @result: the result
 * @error: return location
 *
 * Returns: whether it was saved
 */
gboolean
todoku_report_save_finish (GFile *file, GAsyncResult *result, GError **error)
{
  return g_file_replace_contents_finish (file, result, NULL, error);
}
