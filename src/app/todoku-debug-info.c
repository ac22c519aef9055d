/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-debug-info.h"

#include <adwaita.h>
#include <json-glib/json-glib.h>

static void
add (GString *info, const char *name, const char *value)
{
  g_string_append_printf (info,
                          "%s: %s\n",
                          name,
                          value != NULL ? value : "unknown");
}

static void
add_version (GString *info,
             const char *name,
             guint major,
             guint minor,
             guint micro)
{
  g_string_append_printf (info, "%s: %u.%u.%u\n", name, major, minor, micro);
}

/**
 * todoku_debug_info_new:
 *
 * What somebody who mends Todoku asks for first.  Nothing of it names a person,
 * an account, a host or a folder.
 *
 * Returns: (transfer full): lines of text, in English
 */
char *
todoku_debug_info_new (void)
{
  GString *info = g_string_new (NULL);
  g_autofree char *system = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);
  GTlsBackend *tls = g_tls_backend_get_default ();
  GdkDisplay *display = gdk_display_get_default ();

  add (info, "Todoku", PACKAGE_VERSION);
  add (info, "System", system);
  add (info,
       "Flatpak",
       g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS) ? "yes" : "no");
  add_version (info,
               "GTK",
               gtk_get_major_version (),
               gtk_get_minor_version (),
               gtk_get_micro_version ());
  add_version (info,
               "libadwaita",
               adw_get_major_version (),
               adw_get_minor_version (),
               adw_get_micro_version ());
  add_version (info,
               "GLib",
               glib_major_version,
               glib_minor_version,
               glib_micro_version);
  add (info, "json-glib (built with)", JSON_VERSION_S);
  add (info, "TLS", G_OBJECT_TYPE_NAME (tls));
  add (info,
       "TLS works",
       g_tls_backend_supports_tls (tls) ? "yes"
                                        : "no, glib-networking is "
                                          "missing");
  add (info, "Display", display != NULL ? G_OBJECT_TYPE_NAME (display) : NULL);
  add (info, "Languages", g_get_language_names ()[0]);
  return g_string_free (info, FALSE);
}
