/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

/* Says when a window was painted for the first time, when all that is in it at
 * rest was painted, and what it holds when it was resized once after that, so
 * that the buffers of the drawing are there in each case: "MICROSECONDS
 * MICROSECONDS KIB", the times on the monotonic clock.
 *
 * Usage: first-frame todoku|bare|plain
 *
 * "bare" is a window with nothing in it, "plain" one with a header bar, a row
 * of a form, and a Japanese word: an icon theme and two fonts. */

#include "config.h"

#include "todoku-application.h"
#include "todoku-secret.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <string.h>
#include <unistd.h>

static glong
get_resident_kib (void)
{
  g_autofree char *text = NULL;
  glong pages = 0;

  if (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
    pages = strtol (strchr (text, ' '), NULL, 10);
  return pages * (sysconf (_SC_PAGESIZE) / 1024);
}

/* A window in which nothing has moved for so long is at rest. */
#define REST_MS 250

static GtkWidget *window;
static gint64 first_us;
static gint64 whole_us;
static guint n_widgets;
static guint rest_id;

static guint
count_widgets (GtkWidget *widget)
{
  guint n = 1;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_widgets (child);
  return n;
}

static gboolean
rested_cb (gpointer application)
{
  static gboolean resized;

  if (!resized) {
    resized = TRUE;
    gtk_window_set_default_size (GTK_WINDOW (window), 1190, 790);
    rest_id = g_timeout_add (REST_MS, rested_cb, application);
    return G_SOURCE_REMOVE;
  }
  g_print ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %ld\n",
           first_us,
           whole_us,
           get_resident_kib ());
  g_application_quit (application);
  return G_SOURCE_REMOVE;
}

static void
painted_cb (GdkFrameClock *clock, GApplication *application)
{
  gint64 now = g_get_monotonic_time ();
  guint n = count_widgets (window);

  if (first_us == 0)
    first_us = now;
  /* What moves after that is the look of what is there. */
  if (n != n_widgets)
    whole_us = now;
  n_widgets = n;
  g_clear_handle_id (&rest_id, g_source_remove);
  rest_id = g_timeout_add (REST_MS, rested_cb, application);
}

static void
realized_cb (GtkWidget *widget, GApplication *application)
{
  window = widget;
  /* Else it never comes to rest. */
  g_object_set (gtk_widget_get_settings (window),
                "gtk-cursor-blink",
                FALSE,
                NULL);
  g_signal_connect (gtk_widget_get_frame_clock (window),
                    "after-paint",
                    G_CALLBACK (painted_cb),
                    application);
}

static void
added_cb (GtkApplication *application, GtkWindow *added)
{
  g_signal_connect (added, "realize", G_CALLBACK (realized_cb), application);
}

static GtkWidget *
plain_content_new (void)
{
  const char *const words[] = { "SSL/TLS", "STARTTLS", NULL };
  g_autoptr (GtkStringList) list = gtk_string_list_new (words);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *row = adw_combo_row_new ();

  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (list));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), group);
  gtk_box_append (GTK_BOX (box), gtk_label_new ("届く"));
  return box;
}

static void
activate_cb (GtkApplication *application, gpointer plain)
{
  GtkWidget *other = adw_application_window_new (application);

  gtk_window_set_default_size (GTK_WINDOW (other), 1180, 800);
  if (plain)
    adw_application_window_set_content (ADW_APPLICATION_WINDOW (other),
                                        plain_content_new ());
  gtk_window_present (GTK_WINDOW (other));
}

static GtkApplication *
other_application_new (gboolean plain)
{
  AdwApplication *application =
      adw_application_new ("org.example.Bare", G_APPLICATION_NON_UNIQUE);

  g_signal_connect (application,
                    "activate",
                    G_CALLBACK (activate_cb),
                    GINT_TO_POINTER (plain));
  return GTK_APPLICATION (application);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GtkApplication) application = NULL;
  const char *kind = argc == 2 ? argv[1] : "todoku";
  char *arguments[] = { argv[0], NULL };

  todoku_secret_harden_process ();
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("TODOKU_LOCALEDIR"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  application = strcmp (kind, "todoku") == 0
                    ? GTK_APPLICATION (todoku_application_new ())
                    : other_application_new (strcmp (kind, "plain") == 0);
  g_signal_connect (application, "window-added", G_CALLBACK (added_cb), NULL);
  return g_application_run (G_APPLICATION (application), 1, arguments);
}
