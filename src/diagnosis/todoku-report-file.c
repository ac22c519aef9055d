/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-report-file.h"

/* Closing puts the file in its place, also where writing failed; a cancelled
 * close throws it away. */
static void
discard (GFile *file, GFileOutputStream *stream, gboolean is_new)
{
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();

  g_cancellable_cancel (cancelled);
  g_output_stream_close (G_OUTPUT_STREAM (stream), cancelled, NULL);
  if (is_new)
    g_file_delete (file, NULL, NULL);
}

/**
 * todoku_report_save:
 * @file: where
 * @report: what
 * @error: return location
 *
 * Only its owner may read it, it takes the place of a link instead of following
 * it, and what stood there stays until the new one is whole (safety.md, RE-03).
 *
 * Returns: whether it was saved
 */
gboolean
todoku_report_save (GFile *file, GBytes *report, GError **error)
{
  gboolean is_new = g_file_query_file_type (file,
                                            G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS,
                                            NULL) == G_FILE_TYPE_UNKNOWN;
  g_autoptr (GFileOutputStream) stream =
      g_file_replace (file,
                      NULL,
                      FALSE,
                      G_FILE_CREATE_PRIVATE | G_FILE_CREATE_REPLACE_DESTINATION,
                      NULL,
                      error);
  gsize length;
  gconstpointer data = g_bytes_get_data (report, &length);

  if (!stream)
    return FALSE;
  if (g_output_stream_write_all (G_OUTPUT_STREAM (stream),
                                 data,
                                 length,
                                 NULL,
                                 NULL,
                                 error))
    return g_output_stream_close (G_OUTPUT_STREAM (stream), NULL, error);
  discard (file, stream, is_new);
  return FALSE;
}

static void
save_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (todoku_report_save (source, data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * todoku_report_save_async:
 * @file: where
 * @report: what
 * @callback: called when it stands there, or does not
 * @user_data: for @callback
 *
 * todoku_report_save() aside of the main loop.
 */
void
todoku_report_save_async (GFile *file,
                          GBytes *report,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (file, NULL, callback, user_data);

  g_task_set_source_tag (task, todoku_report_save_async);
  g_task_set_task_data (task,
                        g_bytes_ref (report),
                        (GDestroyNotify) g_bytes_unref);
  g_task_run_in_thread (task, save_cb);
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
  g_return_val_if_fail (g_task_is_valid (result, file), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
