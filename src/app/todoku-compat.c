/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

/* The one file that may use what is newer than the floor, or deprecated since:
 * whole functions are chosen here, so that no other file knows of versions. */
#undef GDK_VERSION_MIN_REQUIRED
#undef GDK_VERSION_MAX_ALLOWED
#undef ADW_VERSION_MIN_REQUIRED
#undef ADW_VERSION_MAX_ALLOWED

#include <adwaita.h>

#include "todoku-compat.h"

#include <glib/gi18n.h>

typedef struct {
  TodokuFileChosen chosen;
  gpointer data;
} Choosing;

#if GTK_CHECK_VERSION(4, 10, 0)

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Choosing *choosing = user_data;
  g_autoptr (GFile) file =
      gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL);

  choosing->chosen (file, choosing->data);
}

static void
choose_save (GtkWindow *parent,
             const char *title,
             const char *name,
             Choosing *choosing)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, title);
  gtk_file_dialog_set_initial_name (dialog, name);
  gtk_file_dialog_save (dialog, parent, NULL, saved_cb, choosing);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Choosing *choosing = user_data;
  g_autoptr (GFile) file =
      gtk_file_dialog_open_finish (GTK_FILE_DIALOG (source), result, NULL);

  choosing->chosen (file, choosing->data);
}

static void
choose_open (GtkWindow *parent, const char *title, Choosing *choosing)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, title);
  gtk_file_dialog_open (dialog, parent, NULL, opened_cb, choosing);
}

#else

static void
response_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  g_autofree Choosing *choosing = user_data;
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  choosing->chosen (file, choosing->data);
  g_object_unref (dialog);
}

static void
choose_save (GtkWindow *parent,
             const char *title,
             const char *name,
             Choosing *choosing)
{
  GtkFileChooserNative *dialog =
      gtk_file_chooser_native_new (title,
                                   parent,
                                   GTK_FILE_CHOOSER_ACTION_SAVE,
                                   NULL,
                                   NULL);

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), choosing);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
choose_open (GtkWindow *parent, const char *title, Choosing *choosing)
{
  GtkFileChooserNative *dialog =
      gtk_file_chooser_native_new (title,
                                   parent,
                                   GTK_FILE_CHOOSER_ACTION_OPEN,
                                   NULL,
                                   NULL);

  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), choosing);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

#endif

/**
 * todoku_compat_choose_save:
 * @parent: a window
 * @title: of the dialog
 * @name: proposed for the file
 * @chosen: called once
 * @data: for @chosen
 *
 * Asks where to save.
 */
void
todoku_compat_choose_save (GtkWindow *parent,
                           const char *title,
                           const char *name,
                           TodokuFileChosen chosen,
                           gpointer data)
{
  Choosing *choosing = g_new (Choosing, 1);

  choosing->chosen = chosen;
  choosing->data = data;
  choose_save (parent, title, name, choosing);
}

/**
 * todoku_compat_choose_open:
 * @parent: a window
 * @title: of the dialog
 * @chosen: called once
 * @data: for @chosen
 *
 * Asks which file to open.
 */
void
todoku_compat_choose_open (GtkWindow *parent,
                           const char *title,
                           TodokuFileChosen chosen,
                           gpointer data)
{
  Choosing *choosing = g_new (Choosing, 1);

  choosing->chosen = chosen;
  choosing->data = data;
  choose_open (parent, title, choosing);
}

/**
 * todoku_compat_view_switcher_new:
 * @stack: what it switches
 * @bar: is revealed instead where there is no room for the switcher
 *
 * libadwaita 1.4 has a switcher that bends with breakpoints, which 1.2 does not
 * know; this one does by itself in every version.
 *
 * Returns: (transfer floating): a title for a header bar
 */
GtkWidget *
todoku_compat_view_switcher_new (AdwViewStack *stack, AdwViewSwitcherBar *bar)
{
  GtkWidget *title;

  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  title = adw_view_switcher_title_new ();
  adw_view_switcher_title_set_title (ADW_VIEW_SWITCHER_TITLE (title), "Todoku");
  adw_view_switcher_title_set_stack (ADW_VIEW_SWITCHER_TITLE (title), stack);
  G_GNUC_END_IGNORE_DEPRECATIONS
  g_object_bind_property (title,
                          "title-visible",
                          bar,
                          "reveal",
                          G_BINDING_SYNC_CREATE);
  return title;
}

#define ABOUT_PROPERTIES                                                       \
  "application-name", "Todoku", "application-icon", APP_ID, "version",         \
      PACKAGE_VERSION, "license-type", GTK_LICENSE_GPL_3_0, "developer-name",  \
      _ ("The Todoku authors"), "comments",                                    \
      _ ("Finds out why mail does not get through, and what to click."),       \
      "translator-credits", _ ("translator-credits")

#if ADW_CHECK_VERSION(1, 5, 0)

static void
show_about (GtkWindow *parent)
{
  adw_dialog_present (g_object_new (ADW_TYPE_ABOUT_DIALOG,
                                    ABOUT_PROPERTIES,
                                    NULL),
                      GTK_WIDGET (parent));
}

#else

static void
show_about (GtkWindow *parent)
{
  gtk_window_present (g_object_new (ADW_TYPE_ABOUT_WINDOW,
                                    "transient-for",
                                    parent,
                                    "modal",
                                    TRUE,
                                    ABOUT_PROPERTIES,
                                    NULL));
}

#endif

/**
 * todoku_compat_show_about:
 * @parent: a window
 *
 * Shows what Todoku is and whose.
 */
void
todoku_compat_show_about (GtkWindow *parent)
{
  show_about (parent);
}
