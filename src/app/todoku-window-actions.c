/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"
#include "todoku-window-private.h"

#include "todoku-compat.h"
#include "todoku-pieces.h"
#include "todoku-portal.h"

#include <glib/gi18n.h>
#include <string.h>

/* Beside the text of a toast: its button and margins. */
#define TOAST_EDGES 150
#define MAX_TOAST_CHARS 50

/* A toast is as wide as its text asks for, even where the window is not. */
static int
count_toast_chars (TodokuWindow *self)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int width = MAX (pango_font_metrics_get_approximate_char_width (metrics),
                   pango_font_metrics_get_approximate_digit_width (metrics)) /
              PANGO_SCALE;
  int room = gtk_widget_get_width (GTK_WIDGET (self)) - TOAST_EDGES;

  pango_font_metrics_unref (metrics);
  return CLAMP (room / (width + 1), 4, MAX_TOAST_CHARS);
}

/* A toast's own title is one line of markup, whose end is cut off where it is
 * long. */
static AdwToast *
toast_new (TodokuWindow *self, const char *text)
{
  g_autofree char *shown = todoku_shown_text (text);
  GtkWidget *label = todoku_text_label_new (shown);
  AdwToast *toast = adw_toast_new ("");

  gtk_label_set_max_width_chars (GTK_LABEL (label), count_toast_chars (self));
  gtk_widget_add_css_class (label, "heading");
  adw_toast_set_custom_title (toast, label);
  return toast;
}

/**
 * todoku_window_toast:
 * @self: a window
 * @text: plain text
 *
 * Says @text in passing.
 */
void
todoku_window_toast (TodokuWindow *self, const char *text)
{
  adw_toast_overlay_add_toast (self->toasts, toast_new (self, text));
}

/**
 * todoku_window_complain:
 * @self: a window
 * @text: plain text
 *
 * Says why something was not done, until it is read and closed.
 */
void
todoku_window_complain (TodokuWindow *self, const char *text)
{
  AdwToast *toast = toast_new (self, text);

  adw_toast_set_timeout (toast, 0);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
diagnose (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TodokuWindow *self = TODOKU_WINDOW (widget);
  g_autoptr (TodokuSecret) secret = NULL;
  g_autoptr (GError) error = NULL;
  TodokuField field = TODOKU_FIELD_PASSWORD;

  if (!todoku_window_ensure_session (self) ||
      todoku_session_is_running (self->session))
    return;
  todoku_window_show_view (self, "diagnose");
  if (!todoku_form_check (self->model, &field) ||
      !todoku_account_form_take_secret (self->form, &secret)) {
    todoku_split_set_show_second (self->split, FALSE);
    todoku_account_form_focus (self->form, field);
    return;
  }
  if (self->recent != NULL &&
      todoku_session_get_scenario (self->session) == NULL)
    todoku_recent_add (self->recent,
                       todoku_session_get_account (self->session));
  if (todoku_session_start (self->session, secret, &error))
    todoku_split_set_show_second (self->split, TRUE);
  else
    todoku_window_complain (self, error->message);
}

static void
stop (GtkWidget *widget, const char *name, GVariant *parameter)
{
  todoku_session_stop (TODOKU_WINDOW (widget)->session);
}

static void
practise (GtkWidget *widget, const char *name, GVariant *parameter)
{
  todoku_window_practise (TODOKU_WINDOW (widget),
                          g_variant_get_string (parameter, NULL));
}

static void
show_practice (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TodokuWindow *self = TODOKU_WINDOW (widget);

  if (!todoku_window_ensure_session (self))
    return;
  todoku_window_show_view (self, "diagnose");
  todoku_pane_show_practice (self->pane);
  todoku_split_set_show_second (self->split, TRUE);
}

static void
show_results (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TodokuWindow *self = TODOKU_WINDOW (widget);

  todoku_window_show_view (self, "diagnose");
  todoku_pane_show_run (self->pane);
  todoku_split_set_show_second (self->split, TRUE);
}

/**
 * todoku_window_end_practice:
 * @self: a window
 *
 * Forgets the practised account and its results.
 */
void
todoku_window_end_practice (TodokuWindow *self)
{
  todoku_session_leave_practice (self->session);
  todoku_form_set_date (self->model, NULL);
  todoku_form_reload (self->model);
  todoku_account_form_set_password (self->form, "");
}

static void
leave_practice (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TodokuWindow *self = TODOKU_WINDOW (widget);

  todoku_window_end_practice (self);
  todoku_window_show_view (self, "diagnose");
  todoku_split_set_show_second (self->split, FALSE);
  todoku_account_form_focus (self->form, TODOKU_FIELD_ADDRESS);
}

static void
back (GtkWidget *widget, const char *name, GVariant *parameter)
{
  todoku_split_set_show_second (TODOKU_WINDOW (widget)->split, FALSE);
}

static void
pasted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TodokuWindow) self = data;
  g_autofree char *text =
      gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);

  if (text == NULL || *text == '\0')
    todoku_window_toast (self, _ ("There is no text to paste"));
  else if (!todoku_window_ensure_session (self))
    return;
  else if (todoku_form_paste (self->model, text))
    todoku_window_toast (self, _ ("Servers filled in from the pasted text"));
  else
    todoku_window_toast (self, _ ("No server stands in the pasted text"));
}

static void
paste_settings (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (widget),
                                 NULL,
                                 pasted_cb,
                                 g_object_ref (widget));
}

static void
copy_text (TodokuWindow *self, const char *text)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  todoku_window_toast (self, _ ("Copied"));
}

static void
copy (GtkWidget *widget, const char *name, GVariant *parameter)
{
  copy_text (TODOKU_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
link_opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TodokuWindow) self = data;
  g_autoptr (GError) error = NULL;

  if (!g_app_info_launch_default_for_uri_finish (result, &error) &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    todoku_window_complain (self, _ ("The page could not be opened"));
}

typedef struct {
  TodokuWindow *window;
  char *link;
} LinkData;

static void
link_data_free (LinkData *data)
{
  g_clear_object (&data->window);
  g_clear_pointer (&data->link, g_free);
  g_free (data);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LinkData, link_data_free)

static void
launch (TodokuWindow *self, const char *link)
{
  g_app_info_launch_default_for_uri_async (link,
                                           NULL,
                                           NULL,
                                           link_opened_cb,
                                           g_object_ref (self));
}

static void
portal_asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LinkData) data = user_data;

  if (todoku_portal_ask_for_pages_finish (result))
    launch (data->window, data->link);
  else
    todoku_window_complain (data->window, _ ("The page could not be opened"));
}

/* Links stand in the knowledge files; what a server says is never one. */
static void
open_link (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const char *link = g_variant_get_string (parameter, NULL);
  LinkData *data;

  if (!g_str_has_prefix (link, "https://"))
    return;
  if (!todoku_portal_is_needed ()) {
    launch (TODOKU_WINDOW (widget), link);
    return;
  }
  data = g_new (LinkData, 1);
  data->window = g_object_ref (TODOKU_WINDOW (widget));
  data->link = g_strdup (link);
  todoku_portal_ask_for_pages_async (NULL, portal_asked_cb, data);
}

static void
say (GtkWidget *widget, const char *name, GVariant *parameter)
{
  todoku_window_toast (TODOKU_WINDOW (widget),
                       g_variant_get_string (parameter, NULL));
}

static void
complain (GtkWidget *widget, const char *name, GVariant *parameter)
{
  todoku_window_complain (TODOKU_WINDOW (widget),
                          g_variant_get_string (parameter, NULL));
}

static void
copy_report (GtkWidget *widget, const char *name, GVariant *parameter)
{
  todoku_pane_share (TODOKU_WINDOW (widget)->pane, "share.copy", NULL);
}

static void
save_report (GtkWidget *widget, const char *name, GVariant *parameter)
{
  todoku_pane_share (TODOKU_WINDOW (widget)->pane, "share.save", parameter);
}

static void
print_report (GtkWidget *widget, const char *name, GVariant *parameter)
{
  todoku_pane_share (TODOKU_WINDOW (widget)->pane, "share.print", parameter);
}

/**
 * todoku_window_update_actions:
 * @self: a window
 *
 * Only what works can be activated.
 */
void
todoku_window_update_actions (TodokuWindow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean ready = self->session != NULL;
  gboolean running = ready && todoku_session_is_running (self->session);
  gboolean has_run = ready && todoku_session_get_run (self->session) != NULL;

  gtk_widget_action_set_enabled (widget, "win.diagnose", !running);
  gtk_widget_action_set_enabled (widget, "win.stop", running);
  gtk_widget_action_set_enabled (widget, "win.show-results", has_run);
  gtk_widget_action_set_enabled (widget,
                                 "win.copy-report",
                                 has_run && !running);
  gtk_widget_action_set_enabled (widget,
                                 "win.save-report",
                                 has_run && !running);
  gtk_widget_action_set_enabled (widget,
                                 "win.print-report",
                                 has_run && !running);
  gtk_widget_action_set_enabled (widget,
                                 "win.leave-practice",
                                 ready && todoku_session_get_scenario (
                                              self->session) != NULL);
}

/**
 * todoku_window_install_actions:
 * @widget_class: of the window
 */
void
todoku_window_install_actions (GtkWidgetClass *widget_class)
{
  static const struct {
    const char *name;
    const char *type;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "win.diagnose", NULL, diagnose },
    { "win.stop", NULL, stop },
    { "win.practise", "s", practise },
    { "win.show-practice", NULL, show_practice },
    { "win.show-results", NULL, show_results },
    { "win.leave-practice", NULL, leave_practice },
    { "win.back", NULL, back },
    { "win.paste-settings", NULL, paste_settings },
    { "win.copy", "s", copy },
    { "win.open-link", "s", open_link },
    { "win.copy-report", NULL, copy_report },
    { "win.save-report", "s", save_report },
    { "win.print-report", "s", print_report },
    { "win.say", "s", say },
    { "win.complain", "s", complain },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class,
                                     actions[i].name,
                                     actions[i].type,
                                     actions[i].activate);
  gtk_widget_class_install_property_action (widget_class,
                                            "win.language",
                                            "language");
}
