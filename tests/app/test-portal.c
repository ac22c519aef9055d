/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-portal.h"

/* That a portal answers is seen in the Flatpak, with the real one. */

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
assert_refused (void)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  todoku_portal_ask_for_files_async (NULL, asked_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (todoku_portal_ask_for_files_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
  /* What a person reads names no error of D-Bus. */
  g_assert_null (g_strstr_len (error->message, -1, "GDBus"));
  g_assert_nonnull (g_strstr_len (error->message, -1, "xdg-desktop-portal"));
  g_clear_object (&result);
  todoku_portal_ask_for_pages_async (NULL, asked_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (todoku_portal_ask_for_pages_finish (result));
}

static void
test_no_bus (void)
{
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  assert_refused ();
}

static void
test_bus_without_portal (void)
{
  g_autoptr (GTestDBus) bus = g_test_dbus_new (G_TEST_DBUS_NONE);

  g_test_dbus_up (bus);
  assert_refused ();
  g_test_dbus_down (bus);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/portal/no-bus", test_no_bus);
  g_test_add_func ("/app/portal/bus-without-portal", test_bus_without_portal);
  return g_test_run ();
}
