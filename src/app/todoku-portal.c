/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-portal.h"

#include <glib/gi18n.h>

/* The bus starts the portal when it is asked first, which may take a while;
 * longer than this a button would look dead. */
#define PATIENCE_MS 5000

/**
 * todoku_portal_is_needed:
 *
 * In a Flatpak, files are chosen through the desktop's portal alone.
 *
 * Returns: whether this runs in one
 */
gboolean
todoku_portal_is_needed (void)
{
  return g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);
}

static void
refuse (GTask *task, GError *cause)
{
  g_debug ("file portal: %s", cause->message);
  g_error_free (cause);
  g_task_return_new_error (task,
                           G_IO_ERROR,
                           G_IO_ERROR_NOT_SUPPORTED,
                           _ ("This desktop gives Flatpak apps no file dialog "
                              "(xdg-desktop-portal)"));
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (GVariant) version =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source),
                                     result,
                                     &error);

  if (version == NULL)
    refuse (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, &error);
  GCancellable *cancellable = g_task_get_cancellable (task);
  const char *interface = g_task_get_task_data (task);

  if (bus == NULL) {
    refuse (task, error);
    return;
  }
  g_dbus_connection_call (bus,
                          "org.freedesktop.portal.Desktop",
                          "/org/freedesktop/portal/desktop",
                          "org.freedesktop.DBus.Properties",
                          "Get",
                          g_variant_new ("(ss)", interface, "version"),
                          G_VARIANT_TYPE ("(v)"),
                          G_DBUS_CALL_FLAGS_NONE,
                          PATIENCE_MS,
                          cancellable,
                          answered_cb,
                          g_steal_pointer (&task));
}

static GTask *
task_new (const char *interface,
          GCancellable *cancellable,
          GAsyncReadyCallback callback,
          gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_task_data (task, (gpointer) interface, NULL);
  return task;
}

/**
 * todoku_portal_ask_for_files_async:
 * @cancellable: (nullable): a cancellable
 * @callback: called once
 * @user_data: for @callback
 *
 * Asks whether the desktop has a portal by which files can be chosen. In a
 * Flatpak, GTK's file dialog does nothing at all without one, and says nothing.
 */
void
todoku_portal_ask_for_files_async (GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  GTask *task = task_new ("org.freedesktop.portal.FileChooser",
                          cancellable,
                          callback,
                          user_data);

  g_task_set_source_tag (task, todoku_portal_ask_for_files_async);
  g_bus_get (G_BUS_TYPE_SESSION, cancellable, connected_cb, task);
}

/**
 * todoku_portal_ask_for_files_finish:
 * @result: of todoku_portal_ask_for_files_async()
 * @error: return location
 *
 * Returns: whether files can be chosen; %FALSE with one sentence in @error
 */
gboolean
todoku_portal_ask_for_files_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * todoku_portal_ask_for_pages_async:
 * @cancellable: (nullable): a cancellable
 * @callback: called once
 * @user_data: for @callback
 *
 * Asks whether the desktop has a portal by which pages can be opened. In a
 * Flatpak, GLib 2.84 ends the whole program when it has not.
 */
void
todoku_portal_ask_for_pages_async (GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  GTask *task = task_new ("org.freedesktop.portal.OpenURI",
                          cancellable,
                          callback,
                          user_data);

  g_task_set_source_tag (task, todoku_portal_ask_for_pages_async);
  g_bus_get (G_BUS_TYPE_SESSION, cancellable, connected_cb, task);
}

/**
 * todoku_portal_ask_for_pages_finish:
 * @result: of todoku_portal_ask_for_pages_async()
 *
 * Returns: whether pages can be opened
 */
gboolean
todoku_portal_ask_for_pages_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), NULL);
}
