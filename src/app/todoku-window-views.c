/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"
#include "todoku-window-private.h"

#include "todoku-compat.h"

/**
 * todoku_window_set_up_views:
 * @self: a window whose template is there
 *
 * Puts the switcher into the header bar.
 */
void
todoku_window_set_up_views (TodokuWindow *self)
{
  adw_header_bar_set_title_widget (
      self->header,
      todoku_compat_view_switcher_new (self->views, self->switcher_bar));
}

/**
 * todoku_window_shows_view:
 * @self: a window
 * @name: diagnose or explain
 *
 * Returns: whether that view is seen
 */
gboolean
todoku_window_shows_view (TodokuWindow *self, const char *name)
{
  return g_strcmp0 (adw_view_stack_get_visible_child_name (self->views),
                    name) == 0;
}

/**
 * todoku_window_show_view:
 * @self: a window
 * @name: diagnose or explain
 */
void
todoku_window_show_view (TodokuWindow *self, const char *name)
{
  adw_view_stack_set_visible_child_name (self->views, name);
}

/**
 * todoku_window_explain:
 * @self: a window
 * @file: (nullable): a text file that holds a message
 *
 * Shows the view that explains messages, with what stands in @file.
 */
void
todoku_window_explain (TodokuWindow *self, GFile *file)
{
  g_return_if_fail (TODOKU_IS_WINDOW (self));

  todoku_window_show_view (self, "explain");
  if (file != NULL)
    todoku_explain_view_open (self->explain, file);
}

static void
show_view (GtkWidget *widget, const char *name, GVariant *parameter)
{
  todoku_window_show_view (TODOKU_WINDOW (widget),
                           g_variant_get_string (parameter, NULL));
}

/* What was learned is filled in; what it does not tell stays as it stands. */
static void
carry_over (TodokuWindow *self, const TodokuExplanation *explanation)
{
  if (explanation->app != NULL)
    todoku_form_set_app (self->model, explanation->app->id);
  if (explanation->provider != NULL)
    todoku_form_set_provider (self->model, explanation->provider->id);
  if (explanation->symptom != NULL)
    todoku_form_set_symptom (self->model, explanation->symptom);
}

static void
diagnose_explained (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TodokuWindow *self = TODOKU_WINDOW (widget);
  TodokuRun *run = todoku_explain_view_get_run (self->explain);

  if (todoku_session_get_scenario (self->session) != NULL)
    todoku_window_end_practice (self);
  if (run != NULL)
    carry_over (self, todoku_run_get_explanation (run));
  todoku_window_show_view (self, "diagnose");
  todoku_split_set_show_second (self->split, FALSE);
  todoku_account_form_focus (self->form, TODOKU_FIELD_ADDRESS);
}

/**
 * todoku_window_install_view_actions:
 * @widget_class: of the window
 */
void
todoku_window_install_view_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class,
                                   "win.show-view",
                                   "s",
                                   show_view);
  gtk_widget_class_install_action (widget_class,
                                   "win.diagnose-explained",
                                   NULL,
                                   diagnose_explained);
}
