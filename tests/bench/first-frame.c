/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

/* Says when a window was painted for the first time, and what it holds then:
 * "MICROSECONDS KIB", the time on the monotonic clock.
 *
 * Usage: first-frame todoku|bare */

#include "config.h"

#include "todoku-application.h"

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

static void
painted_cb (GdkFrameClock *clock, GApplication *application)
{
  g_print ("%" G_GINT64_FORMAT " %ld\n",
           g_get_monotonic_time (),
           get_resident_kib ());
  g_application_quit (application);
}

static void
realized_cb (GtkWidget *window, GApplication *application)
{
  g_signal_connect (gtk_widget_get_frame_clock (window),
                    "after-paint",
                    G_CALLBACK (painted_cb),
                    application);
}

static void
added_cb (GtkApplication *application, GtkWindow *window)
{
  g_signal_connect (window, "realize", G_CALLBACK (realized_cb), application);
}

static void
activate_cb (GtkApplication *application)
{
  GtkWidget *window = adw_application_window_new (application);

  gtk_window_set_default_size (GTK_WINDOW (window), 1180, 800);
  gtk_window_present (GTK_WINDOW (window));
}

static GtkApplication *
bare_application_new (void)
{
  AdwApplication *application =
      adw_application_new ("org.example.Bare", G_APPLICATION_NON_UNIQUE);

  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), NULL);
  return GTK_APPLICATION (application);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GtkApplication) application = NULL;
  gboolean bare = argc == 2 && strcmp (argv[1], "bare") == 0;
  char *arguments[] = { argv[0], NULL };

  setlocale (LC_ALL, "");
  application = bare ? bare_application_new ()
                     : GTK_APPLICATION (todoku_application_new ());
  g_signal_connect (application, "window-added", G_CALLBACK (added_cb), NULL);
  return g_application_run (G_APPLICATION (application), 1, arguments);
}
