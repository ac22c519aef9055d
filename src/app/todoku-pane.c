/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-pane.h"

#include "todoku-empty-page.h"
#include "todoku-later.h"

struct _TodokuPane {
  AdwBin parent_instance;

  GtkStack *stack;
  TodokuEmptyPage *empty_page; /* (nullable) until the window stands */
  TodokuResults *results;      /* (nullable) until there is a run */

  TodokuSession *session;
  GSignalGroup *signals;
  TodokuLanguage language;
  TodokuLanguages languages;
};

G_DEFINE_FINAL_TYPE (TodokuPane, todoku_pane, ADW_TYPE_BIN)

/* Both pages are made when they are to be seen, so that the window stands
 * sooner. */
static void
ensure_empty_page (TodokuPane *self)
{
  if (self->empty_page != NULL)
    return;
  self->empty_page = TODOKU_EMPTY_PAGE (todoku_empty_page_new ());
  todoku_empty_page_set_practice (self->empty_page,
                                  todoku_session_get_practice (self->session),
                                  todoku_account_get_knowledge (
                                      todoku_session_get_account (
                                          self->session)),
                                  self->language);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->empty_page), "empty");
}

static void
ensure_results (TodokuPane *self)
{
  if (self->results != NULL)
    return;
  self->results = TODOKU_RESULTS (todoku_results_new ());
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->results), "results");
  todoku_results_set_languages (self->results, self->languages);
  todoku_results_set_session (self->results, self->session);
}

static void
run_cb (TodokuPane *self)
{
  if (todoku_session_get_run (self->session) == NULL)
    todoku_pane_show_practice (self);
  else
    todoku_pane_show_run (self);
}

static void
seen_cb (GtkWidget *widget)
{
  run_cb (TODOKU_PANE (widget));
}

static void
todoku_pane_dispose (GObject *object)
{
  TodokuPane *self = TODOKU_PANE (object);

  if (self->signals != NULL)
    g_signal_group_set_target (self->signals, NULL);
  g_clear_object (&self->signals);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (todoku_pane_parent_class)->dispose (object);
}

static void
todoku_pane_class_init (TodokuPaneClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = todoku_pane_dispose;
}

static void
todoku_pane_init (TodokuPane *self)
{
  self->languages = TODOKU_LANGUAGES_EN;
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_transition_type (self->stack,
                                 GTK_STACK_TRANSITION_TYPE_CROSSFADE);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
  self->signals = g_signal_group_new (TODOKU_TYPE_SESSION);
  g_signal_group_connect_swapped (self->signals,
                                  "notify::run",
                                  G_CALLBACK (run_cb),
                                  self);
}

/**
 * todoku_pane_new:
 *
 * Returns: (transfer floating): a pane without a session
 */
GtkWidget *
todoku_pane_new (void)
{
  return g_object_new (TODOKU_TYPE_PANE, NULL);
}

/**
 * todoku_pane_set_session:
 * @self: a pane that has no session yet
 * @session: whose practice cases and run are shown
 * @language: of the window
 */
void
todoku_pane_set_session (TodokuPane *self,
                         TodokuSession *session,
                         TodokuLanguage language)
{
  g_return_if_fail (TODOKU_IS_PANE (self));
  g_return_if_fail (TODOKU_IS_SESSION (session));

  g_set_object (&self->session, session);
  g_signal_group_set_target (self->signals, session);
  self->language = language;
  todoku_later (GTK_WIDGET (self), seen_cb);
}

/**
 * todoku_pane_set_languages:
 * @self: a pane
 * @languages: that findings and headings are shown in
 */
void
todoku_pane_set_languages (TodokuPane *self, TodokuLanguages languages)
{
  g_return_if_fail (TODOKU_IS_PANE (self));
  g_return_if_fail ((languages & TODOKU_LANGUAGES_BOTH) != 0);

  self->languages = languages;
  if (self->results != NULL)
    todoku_results_set_languages (self->results, languages);
}

/**
 * todoku_pane_show_practice:
 * @self: a pane
 *
 * Shows the practice cases, also when there is a run.
 */
void
todoku_pane_show_practice (TodokuPane *self)
{
  g_return_if_fail (TODOKU_IS_PANE (self));

  ensure_empty_page (self);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->empty_page));
}

/**
 * todoku_pane_show_run:
 * @self: a pane
 *
 * Shows the run's results, where there is a run.
 */
void
todoku_pane_show_run (TodokuPane *self)
{
  g_return_if_fail (TODOKU_IS_PANE (self));

  if (todoku_session_get_run (self->session) == NULL)
    return;
  ensure_results (self);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->results));
}

/**
 * todoku_pane_share:
 * @self: a pane
 * @action: of #TodokuShareMenu
 * @parameter: (nullable): its parameter
 *
 * Does what the menu beside the results does; without results, nothing.
 */
void
todoku_pane_share (TodokuPane *self, const char *action, GVariant *parameter)
{
  g_return_if_fail (TODOKU_IS_PANE (self));

  if (self->results != NULL)
    todoku_results_share (self->results, action, parameter);
}
