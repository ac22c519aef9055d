/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-window.h"

#include "todoku-finding.h"
#include "todoku-later.h"
#include "todoku-section.h"
#include "todoku-window-private.h"
#include "todoku-wrap-box.h"

#include <glib/gi18n.h>
#include <string.h>

typedef enum {
  PROP_LANGUAGE = 1,
} TodokuWindowProp;

static GParamSpec *props[PROP_LANGUAGE + 1];

enum {
  WANTS_SESSION,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TodokuWindow, todoku_window, ADW_TYPE_APPLICATION_WINDOW)

/**
 * todoku_window_get_languages:
 * @self: a window
 *
 * Returns: languages of the results
 */
TodokuLanguages
todoku_window_get_languages (TodokuWindow *self)
{
  return todoku_languages_for_setting (self->language, g_get_language_names ());
}

/* "auto" is shown as the language that it comes to, so that the switch has one
 * pressed button. */
static const char *
get_shown_language (TodokuWindow *self)
{
  switch (todoku_window_get_languages (self)) {
  case TODOKU_LANGUAGES_JA:
    return "ja";
  case TODOKU_LANGUAGES_BOTH:
    return "both";
  case TODOKU_LANGUAGES_EN:
  default:
    return "en";
  }
}

static void
set_language (TodokuWindow *self, const char *language)
{
  if (g_strcmp0 (self->language, language) == 0)
    return;
  g_free (self->language);
  self->language = g_strdup (language);
  todoku_pane_set_languages (self->pane, todoku_window_get_languages (self));
  if (self->explain != NULL)
    todoku_explain_view_set_languages (self->explain,
                                       todoku_window_get_languages (self));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LANGUAGE]);
}

static void
todoku_window_get_property (GObject *object,
                            guint id,
                            GValue *value,
                            GParamSpec *pspec)
{
  TodokuWindow *self = TODOKU_WINDOW (object);

  switch ((TodokuWindowProp) id) {
  case PROP_LANGUAGE:
    g_value_set_string (value, get_shown_language (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
todoku_window_set_property (GObject *object,
                            guint id,
                            const GValue *value,
                            GParamSpec *pspec)
{
  TodokuWindow *self = TODOKU_WINDOW (object);

  switch ((TodokuWindowProp) id) {
  case PROP_LANGUAGE:
    set_language (self, g_value_get_string (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

/* What is seen of the two panes, and the ways between them. */
static void
layout_cb (TodokuWindow *self)
{
  gboolean folded = todoku_split_is_folded (self->split);

  if (self->session == NULL)
    return;
  gtk_widget_set_visible (self->back_button,
                          folded &&
                              todoku_window_shows_view (self, "diagnose") &&
                              todoku_split_get_show_second (self->split));
  todoku_account_form_offer_practice (self->form,
                                      folded && todoku_session_get_scenario (
                                                    self->session) == NULL);
}

/* The view is made when it is asked for, so that the window stands sooner. */
static void
ensure_explain (TodokuWindow *self)
{
  if (self->explain != NULL)
    return;
  self->explain = TODOKU_EXPLAIN_VIEW (todoku_explain_view_new ());
  adw_bin_set_child (self->explain_bin, GTK_WIDGET (self->explain));
  todoku_explain_view_set_knowledge (self->explain,
                                     todoku_account_get_knowledge (
                                         todoku_session_get_account (
                                             self->session)));
  todoku_explain_view_set_languages (self->explain,
                                     todoku_window_get_languages (self));
}

static void
view_cb (TodokuWindow *self)
{
  layout_cb (self);
  if (!todoku_window_shows_view (self, "explain") ||
      !todoku_window_ensure_session (self))
    return;
  ensure_explain (self);
  todoku_explain_view_focus (self->explain);
}

/* What a case was there to show; a user who changed the settings sees something
 * else. */
static char *
get_lesson (TodokuWindow *self, const TodokuScenario *scenario)
{
  TodokuRun *run = todoku_session_get_run (self->session);
  TodokuLanguage language = todoku_languages_get_first (
      todoku_languages_for_setting ("auto", g_get_language_names ()));
  g_autoptr (TodokuFinding) first = NULL;

  if (run == NULL || todoku_session_is_running (self->session))
    return NULL;
  first = g_list_model_get_item (todoku_run_get_findings (run), 0);
  if (first == NULL || strcmp (todoku_finding_get_id (first),
                               todoku_scenario_get_expect (scenario)) != 0)
    return NULL;
  /* Translators: %s is the title of a cause, a whole sentence */
  return g_strdup_printf (_ ("Practice, nothing left this computer. What there "
                             "was to see: %s"),
                          todoku_finding_get_title (first, language));
}

static void
show_band (TodokuWindow *self)
{
  const TodokuScenario *scenario = todoku_session_get_scenario (self->session);
  g_autofree char *lesson =
      scenario != NULL ? get_lesson (self, scenario) : NULL;

  gtk_label_set_text (self->band_label,
                      lesson != NULL
                          ? lesson
                          : _ ("Practice: nothing leaves this computer"));
  /* It is measured even while it is not revealed: not before it is needed. */
  if (scenario != NULL)
    gtk_widget_set_visible (GTK_WIDGET (self->band), TRUE);
  gtk_revealer_set_reveal_child (self->band, scenario != NULL);
}

static void
session_changed_cb (TodokuWindow *self)
{
  show_band (self);
  todoku_lookup_set_enabled (self->lookup,
                             todoku_session_get_scenario (self->session) ==
                                 NULL);
  layout_cb (self);
  todoku_window_update_actions (self);
}

static void
todoku_window_dispose (GObject *object)
{
  TodokuWindow *self = TODOKU_WINDOW (object);

  if (self->signals != NULL)
    g_signal_group_set_target (self->signals, NULL);
  g_clear_object (&self->signals);
  if (self->session != NULL)
    todoku_session_stop (self->session);
  g_clear_object (&self->settings);
  g_clear_object (&self->session);
  g_clear_object (&self->model);
  g_clear_object (&self->recent);
  if (self->lookup != NULL)
    todoku_lookup_set_enabled (self->lookup, FALSE);
  g_clear_object (&self->lookup);
  G_OBJECT_CLASS (todoku_window_parent_class)->dispose (object);
}

static void
todoku_window_finalize (GObject *object)
{
  TodokuWindow *self = TODOKU_WINDOW (object);

  g_clear_pointer (&self->language, g_free);
  G_OBJECT_CLASS (todoku_window_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               APP_PATH "todoku-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TodokuWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuWindow,
                                        back_button);
  gtk_widget_class_bind_template_child (widget_class, TodokuWindow, band);
  gtk_widget_class_bind_template_child (widget_class, TodokuWindow, band_label);
  gtk_widget_class_bind_template_child (widget_class, TodokuWindow, split);
  gtk_widget_class_bind_template_child (widget_class, TodokuWindow, form);
  gtk_widget_class_bind_template_child (widget_class, TodokuWindow, pane);
  gtk_widget_class_bind_template_child (widget_class, TodokuWindow, header);
  gtk_widget_class_bind_template_child (widget_class, TodokuWindow, views);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuWindow,
                                        switcher_bar);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuWindow,
                                        explain_bin);
  gtk_widget_class_bind_template_callback (widget_class, view_cb);
  gtk_widget_class_bind_template_callback (widget_class, layout_cb);
}

static void
todoku_window_class_init (TodokuWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = todoku_window_get_property;
  object_class->set_property = todoku_window_set_property;
  object_class->dispose = todoku_window_dispose;
  object_class->finalize = todoku_window_finalize;
  props[PROP_LANGUAGE] =
      g_param_spec_string ("language",
                           NULL,
                           NULL,
                           NULL,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                               G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
  signals[WANTS_SESSION] = g_signal_new ("wants-session",
                                         TODOKU_TYPE_WINDOW,
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         0);
  g_type_ensure (TODOKU_TYPE_SPLIT);
  g_type_ensure (TODOKU_TYPE_ACCOUNT_FORM);
  g_type_ensure (TODOKU_TYPE_PANE);
  g_type_ensure (TODOKU_TYPE_WRAP_BOX);
  bind_template (widget_class);
  todoku_window_install_actions (widget_class);
  todoku_window_install_view_actions (widget_class);
}

static void
todoku_window_init (TodokuWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  todoku_labels_keep_spelling (GTK_WIDGET (self->band_label));
  todoku_window_set_up_views (self);
  self->signals = g_signal_group_new (TODOKU_TYPE_SESSION);
  g_signal_group_connect_swapped (self->signals,
                                  "notify",
                                  G_CALLBACK (session_changed_cb),
                                  self);
}

static void
bind_settings (TodokuWindow *self, GSettings *settings)
{
  g_settings_bind (settings,
                   "window-width",
                   self,
                   "default-width",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings,
                   "window-height",
                   self,
                   "default-height",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings,
                   "window-maximized",
                   self,
                   "maximized",
                   G_SETTINGS_BIND_DEFAULT);
  /* Not into "auto": only what the user presses is kept. */
  g_settings_bind (settings,
                   "language",
                   self,
                   "language",
                   G_SETTINGS_BIND_DEFAULT);
}

static void
recalled_cb (TodokuWindow *self, int index)
{
  if (todoku_session_get_scenario (self->session) != NULL)
    todoku_window_end_practice (self);
  todoku_recent_apply (self->recent,
                       index,
                       todoku_session_get_account (self->session));
  todoku_form_reload (self->model);
}

static void
set_up_recent (TodokuWindow *self)
{
  self->recent = todoku_recent_new (self->settings);
  gtk_widget_insert_action_group (GTK_WIDGET (self),
                                  "recent",
                                  todoku_recent_get_actions (self->recent));
  todoku_account_form_set_recent (self->form,
                                  todoku_recent_get_menu (self->recent));
  g_signal_connect_object (self->recent,
                           "recalled",
                           G_CALLBACK (recalled_cb),
                           self,
                           G_CONNECT_SWAPPED);
}

/*
 * todoku_window_ensure_session:
 * @self: a window
 *
 * Asks for the session when there is none yet.
 *
 * Returns: whether there is one now
 */
gboolean
todoku_window_ensure_session (TodokuWindow *self)
{
  if (self->session == NULL)
    g_signal_emit (self, signals[WANTS_SESSION], 0);
  return self->session != NULL;
}

static void
seen_cb (GtkWidget *widget)
{
  todoku_window_ensure_session (TODOKU_WINDOW (widget));
}

/**
 * todoku_window_new:
 * @application: (nullable): the application
 * @session: (nullable): what the window works on; %NULL: it is asked for by
 *   the signal "wants-session" when the window stands
 * @settings: (nullable): where its size and the language are kept
 *
 * Returns: (transfer none): a window; the toolkit owns it
 */
GtkWidget *
todoku_window_new (GtkApplication *application,
                   TodokuSession *session,
                   GSettings *settings)
{
  TodokuWindow *self;

  self = g_object_new (TODOKU_TYPE_WINDOW, "application", application, NULL);
  set_language (self, "auto");
  if (settings != NULL) {
    self->settings = g_object_ref (settings);
    bind_settings (self, settings);
  }
  if (session != NULL)
    todoku_window_set_session (self, session);
  else
    todoku_later (GTK_WIDGET (self), seen_cb);
  todoku_window_update_actions (self);
  /* Where one begins. */
  todoku_account_form_focus (self->form, TODOKU_FIELD_ADDRESS);
  return GTK_WIDGET (self);
}

/**
 * todoku_window_set_session:
 * @self: a window that has no session yet
 * @session: what it works on
 */
void
todoku_window_set_session (TodokuWindow *self, TodokuSession *session)
{
  g_autoptr (TodokuNetwork) network = todoku_network_new ();
  TodokuLanguage language = todoku_languages_get_first (
      todoku_languages_for_setting ("auto", g_get_language_names ()));

  g_return_if_fail (TODOKU_IS_WINDOW (self) && self->session == NULL);
  g_return_if_fail (TODOKU_IS_SESSION (session));

  self->session = g_object_ref (session);
  self->model =
      todoku_form_new (todoku_session_get_account (session), language);
  self->lookup = todoku_lookup_new (self->model, network);
  todoku_account_form_set_form (self->form, self->model, language);
  todoku_pane_set_session (self->pane, session, language);
  if (self->settings != NULL)
    set_up_recent (self);
  g_signal_group_set_target (self->signals, session);
  session_changed_cb (self);
}

/**
 * todoku_window_get_session:
 * @self: a window
 *
 * Returns: (transfer none) (nullable): what it works on
 */
TodokuSession *
todoku_window_get_session (TodokuWindow *self)
{
  g_return_val_if_fail (TODOKU_IS_WINDOW (self), NULL);

  return self->session;
}

/**
 * todoku_window_practise:
 * @self: a window
 * @id: of a practice case
 *
 * Fills the form from the case and diagnoses it.
 */
void
todoku_window_practise (TodokuWindow *self, const char *id)
{
  const TodokuScenario *scenario;
  const char *password;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (TODOKU_IS_WINDOW (self));

  if (!todoku_window_ensure_session (self))
    return;
  if (!todoku_session_practise (self->session, id, &error)) {
    todoku_window_toast (self, error->message);
    return;
  }
  scenario = todoku_session_get_scenario (self->session);
  password = todoku_scenario_get_password (scenario);
  todoku_form_set_date (self->model, todoku_scenario_get_as_of (scenario));
  todoku_form_reload (self->model);
  if (password != NULL)
    todoku_account_form_set_password (self->form, password);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.diagnose", NULL);
}
