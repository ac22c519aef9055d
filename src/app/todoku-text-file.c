/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-text-file.h"

#include <glib/gi18n.h>

/* One more than is taken: a file that grew since it was asked about its size
 * is still too long. */
#define BUFFER (TODOKU_EXPLAIN_MAX_TEXT + 1)

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  const char *bytes = g_task_get_task_data (task);
  g_autofree char *text = NULL;
  gsize length = 0;

  if (g_input_stream_read_all_finish (G_INPUT_STREAM (source),
                                      result,
                                      &length,
                                      &error))
    text = todoku_explain_decode (bytes, length, &error);
  if (text == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, g_steal_pointer (&text), g_free);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInputStream) stream =
      g_file_read_finish (G_FILE (source), result, &error);
  GCancellable *cancellable = g_task_get_cancellable (task);
  char *bytes;

  if (stream == NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  bytes = g_malloc (BUFFER);
  g_task_set_task_data (task, bytes, g_free);
  g_input_stream_read_all_async (G_INPUT_STREAM (stream),
                                 bytes,
                                 BUFFER,
                                 G_PRIORITY_DEFAULT,
                                 cancellable,
                                 read_cb,
                                 g_steal_pointer (&task));
}

/* A pipe or a device may never end (safety.md, CS-01). */
static gboolean
is_suitable (GFileInfo *info, GError **error)
{
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR) {
    g_set_error_literal (error,
                         TODOKU_EXPLAIN_ERROR,
                         TODOKU_EXPLAIN_ERROR_BINARY,
                         _ ("This is not a text file"));
    return FALSE;
  }
  if (g_file_info_get_size (info) > TODOKU_EXPLAIN_MAX_TEXT) {
    g_set_error_literal (error,
                         TODOKU_EXPLAIN_ERROR,
                         TODOKU_EXPLAIN_ERROR_LENGTH,
                         _ ("This is too long for a message; take the part of "
                            "it around the error"));
    return FALSE;
  }
  return TRUE;
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  GFile *file = G_FILE (source);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (GFileInfo) info = g_file_query_info_finish (file, result, &error);

  if (info == NULL || !is_suitable (info, &error)) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  g_file_read_async (file,
                     G_PRIORITY_DEFAULT,
                     cancellable,
                     opened_cb,
                     g_steal_pointer (&task));
}

/**
 * todoku_text_file_load_async:
 * @file: a file
 * @cancellable: (nullable): a cancellable
 * @callback: called once
 * @user_data: for @callback
 *
 * Reads a text file of at most %TODOKU_EXPLAIN_MAX_TEXT bytes.
 */
void
todoku_text_file_load_async (GFile *file,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (G_IS_FILE (file));

  task = g_task_new (file, cancellable, callback, user_data);
  g_task_set_source_tag (task, todoku_text_file_load_async);
  g_file_query_info_async (file,
                           G_FILE_ATTRIBUTE_STANDARD_TYPE
                           "," G_FILE_ATTRIBUTE_STANDARD_SIZE,
                           G_FILE_QUERY_INFO_NONE,
                           G_PRIORITY_DEFAULT,
                           cancellable,
                           asked_cb,
                           g_steal_pointer (&task));
}

/**
 * todoku_text_file_load_finish:
 * @file: the file
 * @result: of todoku_text_file_load_async()
 * @error: return location
 *
 * Returns: (transfer full) (nullable): its text; %NULL with one sentence in
 *   @error
 */
char *
todoku_text_file_load_finish (GFile *file, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, file), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
