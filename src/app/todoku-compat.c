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
#include "todoku-portal.h"

#include <glib/gi18n.h>

typedef struct Choosing Choosing;

struct Choosing {
  GtkWindow *parent;
  char *title;
  char *name; /* (nullable) proposed for a file to be saved */
  void (*show) (Choosing *choosing);
  TodokuFileChosen chosen;
  gpointer data;
};

/* Takes @choosing. */
static void
end_choosing (Choosing *choosing, GFile *file, const GError *error)
{
  choosing->chosen (file, error, choosing->data);
  g_clear_object (&choosing->parent);
  g_clear_pointer (&choosing->title, g_free);
  g_clear_pointer (&choosing->name, g_free);
  g_free (choosing);
}

#if GTK_CHECK_VERSION(4, 10, 0)

/* That the user chose none is no error to tell of. */
static void
end_dialog (Choosing *choosing, GFile *file, const GError *error)
{
  if (g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    error = NULL;
  end_choosing (choosing, file, error);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file =
      gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, &error);

  end_dialog (user_data, file, error);
}

static void
show_save (Choosing *choosing)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, choosing->title);
  gtk_file_dialog_set_initial_name (dialog, choosing->name);
  gtk_file_dialog_save (dialog, choosing->parent, NULL, saved_cb, choosing);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file =
      gtk_file_dialog_open_finish (GTK_FILE_DIALOG (source), result, &error);

  end_dialog (user_data, file, error);
}

static void
show_open (Choosing *choosing)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, choosing->title);
  gtk_file_dialog_open (dialog, choosing->parent, NULL, opened_cb, choosing);
}

#else

static void
response_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  end_choosing (user_data, file, NULL);
  g_object_unref (dialog);
}

static void
show_native (Choosing *choosing, GtkFileChooserAction action)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (choosing->title,
                                                              choosing->parent,
                                                              action,
                                                              NULL,
                                                              NULL);

  if (choosing->name != NULL)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog),
                                       choosing->name);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), choosing);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
show_save (Choosing *choosing)
{
  show_native (choosing, GTK_FILE_CHOOSER_ACTION_SAVE);
}

static void
show_open (Choosing *choosing)
{
  show_native (choosing, GTK_FILE_CHOOSER_ACTION_OPEN);
}

#endif

static void
portal_asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Choosing *choosing = user_data;
  g_autoptr (GError) error = NULL;

  if (todoku_portal_ask_for_files_finish (result, &error))
    choosing->show (choosing);
  else
    end_choosing (choosing, NULL, error);
}

static void
choose (GtkWindow *parent, const Choosing *wanted)
{
  Choosing *choosing = g_new (Choosing, 1);

  *choosing = *wanted;
  choosing->parent = g_object_ref (parent);
  choosing->title = g_strdup (wanted->title);
  choosing->name = g_strdup (wanted->name);
  if (todoku_portal_is_needed ())
    todoku_portal_ask_for_files_async (NULL, portal_asked_cb, choosing);
  else
    choosing->show (choosing);
}

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
  const Choosing wanted = { .title = (char *) title,
                            .name = (char *) name,
                            .show = show_save,
                            .chosen = chosen,
                            .data = data };

  choose (parent, &wanted);
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
  const Choosing wanted = { .title = (char *) title,
                            .show = show_open,
                            .chosen = chosen,
                            .data = data };

  choose (parent, &wanted);
}

/**
 * todoku_compat_view_switcher_new:
 * @stack: what it switches
 * @bar: is seen instead where there is no room for the switcher
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
                          "visible",
                          G_BINDING_SYNC_CREATE);
  return title;
}

#if ADW_CHECK_VERSION(1, 6, 0)

static void
enable_search (AdwComboRow *row)
{
  adw_combo_row_set_search_match_mode (row,
                                       GTK_STRING_FILTER_MATCH_MODE_SUBSTRING);
  adw_combo_row_set_enable_search (row, TRUE);
}

#elif ADW_CHECK_VERSION(1, 4, 0)

static void
enable_search (AdwComboRow *row)
{
  adw_combo_row_set_enable_search (row, TRUE);
}

#else

static void
enable_search (AdwComboRow *row)
{
}

#endif

/**
 * todoku_compat_enable_search:
 * @row: a row with many choices, and an expression for their names
 *
 * Lets one type a part of the name; libadwaita 1.2 has only the list.
 */
void
todoku_compat_enable_search (AdwComboRow *row)
{
  enable_search (row);
}

#if GTK_CHECK_VERSION(4, 14, 0)

static void
announce (GtkWidget *widget, const char *text)
{
  gtk_accessible_announce (GTK_ACCESSIBLE (widget),
                           text,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

#else

static void
announce (GtkWidget *widget, const char *text)
{
}

#endif

/**
 * todoku_compat_announce:
 * @widget: what it is about
 * @text: said by a screen reader
 *
 * Before GTK 4.14 a screen reader learns of it from the label alone.
 */
void
todoku_compat_announce (GtkWidget *widget, const char *text)
{
  announce (widget, text);
}

#if ADW_CHECK_VERSION(1, 8, 0)

/* libadwaita does it, with "shortcuts-dialog.ui". */
static void
add_shortcuts (GtkApplication *application)
{
}

#else

/* GTK would make one along with each window, if its file were where it looks
 * for it; few ask for it. */
static void
ensure_shortcuts (GtkApplicationWindow *window)
{
  g_autoptr (GtkBuilder) builder = NULL;

  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  if (gtk_application_window_get_help_overlay (window) == NULL) {
    builder = gtk_builder_new_from_resource (APP_PATH "help-overlay.ui");
    gtk_application_window_set_help_overlay (
        window,
        GTK_SHORTCUTS_WINDOW (
            gtk_builder_get_object (builder, "help_overlay")));
  }
  G_GNUC_END_IGNORE_DEPRECATIONS
}

static void
shortcuts_cb (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  GtkWindow *window = gtk_application_get_active_window (application);

  if (!GTK_IS_APPLICATION_WINDOW (window))
    return;
  ensure_shortcuts (GTK_APPLICATION_WINDOW (window));
  gtk_widget_activate_action (GTK_WIDGET (window),
                              "win.show-help-overlay",
                              NULL);
}

static void
add_shortcuts (GtkApplication *application)
{
  const GActionEntry action = { .name = "shortcuts", .activate = shortcuts_cb };
  const char *keys[] = { "<Control>question", NULL };

  g_action_map_add_action_entries (G_ACTION_MAP (application),
                                   &action,
                                   1,
                                   application);
  gtk_application_set_accels_for_action (application, "app.shortcuts", keys);
}

#endif

/**
 * todoku_compat_add_shortcuts:
 * @application: an application that has started
 *
 * Gives it the action "shortcuts", which shows the keyboard shortcuts of the
 * active window.
 */
void
todoku_compat_add_shortcuts (GtkApplication *application)
{
  add_shortcuts (application);
}

#define ABOUT_PROPERTIES                                                       \
  "application-name", "Todoku", "application-icon", APP_ID, "version",         \
      PACKAGE_VERSION, "license-type", GTK_LICENSE_GPL_3_0, "developer-name",  \
      _ ("The Todoku authors"), "comments",                                    \
      _ ("Finds out why mail does not get through, and what to click."),       \
      "translator-credits", _ ("translator-credits"), "debug-info",            \
      debug_info, "debug-info-filename", "todoku-debug-info.txt",              \
      "developers", developers

#if ADW_CHECK_VERSION(1, 5, 0)

static void
show_about (GtkWindow *parent, const char *debug_info)
{
  const char *developers[] = { _ ("The Todoku authors"), NULL };

  adw_dialog_present (g_object_new (ADW_TYPE_ABOUT_DIALOG,
                                    ABOUT_PROPERTIES,
                                    NULL),
                      GTK_WIDGET (parent));
}

#else

static void
show_about (GtkWindow *parent, const char *debug_info)
{
  const char *developers[] = { _ ("The Todoku authors"), NULL };

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
 * @debug_info: text for those who mend Todoku
 *
 * Shows what Todoku is and whose.
 */
void
todoku_compat_show_about (GtkWindow *parent, const char *debug_info)
{
  show_about (parent, debug_info);
}

#if ADW_CHECK_VERSION(1, 5, 0)

static void
show_preferences (GtkWindow *parent, AdwPreferencesPage *page)
{
  AdwDialog *dialog = adw_preferences_dialog_new ();

  adw_preferences_dialog_add (ADW_PREFERENCES_DIALOG (dialog), page);
  adw_dialog_present (dialog, GTK_WIDGET (parent));
}

#else

static void
show_preferences (GtkWindow *parent, AdwPreferencesPage *page)
{
  GtkWidget *window = adw_preferences_window_new ();

  adw_preferences_window_set_search_enabled (ADW_PREFERENCES_WINDOW (window),
                                             FALSE);
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (window), page);
  gtk_window_set_default_size (GTK_WINDOW (window), 500, 440);
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  gtk_window_present (GTK_WINDOW (window));
}

#endif

/**
 * todoku_compat_show_preferences:
 * @parent: a window
 * @page: (transfer floating): what can be changed
 */
void
todoku_compat_show_preferences (GtkWindow *parent, AdwPreferencesPage *page)
{
  show_preferences (parent, page);
}
