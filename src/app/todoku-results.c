/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-results.h"

#include "todoku-anchor.h"
#include "todoku-cause-card.h"
#include "todoku-checklist-row.h"
#include "todoku-compat.h"
#include "todoku-differences.h"
#include "todoku-evidence-view.h"
#include "todoku-findings.h"
#include "todoku-guides.h"
#include "todoku-language-switch.h"
#include "todoku-section.h"
#include "todoku-settings-section.h"
#include "todoku-share-menu.h"
#include "todoku-wrap-box.h"

#include <string.h>

struct _TodokuResults {
  AdwBin parent_instance;

  GtkRevealer *progress_revealer;
  GtkLabel *status;
  GtkLabel *budget;
  GtkProgressBar *progress;
  GtkScrolledWindow *scroller;
  TodokuCauseCard *cause;
  TodokuSection *steps;
  TodokuSection *settings;
  TodokuSection *differences;
  TodokuShareMenu *share;
  TodokuSection *checklist;
  TodokuSection *guides;
  TodokuSection *notes;
  TodokuSection *others;
  TodokuSection *ruled_out;
  TodokuEvidenceView *evidence;
  GtkLabel *footer;

  TodokuSession *session;
  GSignalGroup *session_signals;
  GSignalGroup *run_signals;
  TodokuLanguages languages;
};

G_DEFINE_FINAL_TYPE (TodokuResults, todoku_results, ADW_TYPE_BIN)

static void
answered_cb (TodokuResults *self, const char *item, const char *answer)
{
  todoku_session_answer (self->session, item, answer);
}

static void
show_cause (TodokuResults *self, TodokuRun *run)
{
  g_autoptr (TodokuFinding) cause =
      g_list_model_get_item (todoku_run_get_findings (run), 0);

  todoku_cause_card_show_finding (self->cause, cause, self->languages);
}

/* The row of an item stays, and with it the focus on an answer that was just
 * given. */
static TodokuChecklistRow *
ensure_row (TodokuResults *self, const char *id)
{
  GtkWidget *row = todoku_section_keep (self->checklist, id);

  if (row != NULL)
    return TODOKU_CHECKLIST_ROW (row);
  row = todoku_checklist_row_new ();
  g_signal_connect_object (row,
                           "answered",
                           G_CALLBACK (answered_cb),
                           self,
                           G_CONNECT_SWAPPED);
  todoku_section_add (self->checklist, id, row);
  return TODOKU_CHECKLIST_ROW (row);
}

static guint
count_settled (GListModel *items)
{
  guint length = g_list_model_get_n_items (items);
  guint settled = 0;

  for (guint i = 0; i < length; i++) {
    g_autoptr (TodokuChecklistItem) item = g_list_model_get_item (items, i);

    if (strcmp (todoku_checklist_item_get_state (item), "ask") != 0)
      settled++;
  }
  return settled;
}

static void
show_checklist (TodokuResults *self, TodokuRun *run)
{
  GListModel *items = todoku_run_get_checklist (run);
  g_autofree char *word =
      todoku_pane_words (TODOKU_WORD_CHECKLIST, self->languages);
  g_autofree char *title = g_strdup_printf ("%s  %u / %u",
                                            word,
                                            count_settled (items),
                                            g_list_model_get_n_items (items));

  todoku_section_begin (self->checklist, title);
  for (guint i = 0; i < g_list_model_get_n_items (items); i++) {
    g_autoptr (TodokuChecklistItem) item = g_list_model_get_item (items, i);
    const char *id = todoku_checklist_item_get_entry (item)->id;

    todoku_checklist_row_show_item (ensure_row (self, id),
                                    item,
                                    self->languages);
  }
  todoku_section_end (self->checklist);
}

static void
show_footer (TodokuResults *self, TodokuRun *run)
{
  g_autofree char *budget =
      todoku_budget_get_words (todoku_run_get_budget (run));
  g_autofree char *time =
      todoku_milliseconds_format (todoku_run_get_elapsed_us (run));
  g_autofree char *text =
      g_strdup_printf ("%s · %s · %s", todoku_run_get_date (run), budget, time);

  gtk_label_set_text (self->footer, text);
  gtk_widget_set_visible (GTK_WIDGET (self->footer),
                          todoku_run_get_state (run) > TODOKU_RUN_RUNNING);
}

static void
show_differences (TodokuResults *self)
{
  GDateTime *last;
  GPtrArray *differences =
      todoku_session_get_differences (self->session, &last);

  todoku_section_show_differences (self->differences,
                                   differences,
                                   todoku_session_get_account (self->session),
                                   last,
                                   self->languages);
}

static void
judged_cb (TodokuResults *self)
{
  TodokuRun *run = todoku_session_get_run (self->session);

  if (run == NULL)
    return;
  todoku_anchor_hold (self->scroller);
  show_cause (self, run);
  todoku_section_show_steps (self->steps, run, self->languages);
  todoku_section_show_settings (self->settings, run, self->languages);
  show_differences (self);
  show_checklist (self, run);
  todoku_section_show_guides (self->guides, run, self->languages);
  todoku_section_show_notes (self->notes, run, self->languages);
  todoku_section_show_other_findings (self->others, run, self->languages);
  todoku_section_show_ruled_out (self->ruled_out, run, self->languages);
  todoku_evidence_view_show_run (self->evidence, run, self->languages);
  show_footer (self, run);
}

static void
progressed_cb (TodokuResults *self)
{
  TodokuRun *run = todoku_session_get_run (self->session);
  g_autofree char *budget = NULL;

  if (run == NULL)
    return;
  budget = todoku_budget_get_words (todoku_run_get_budget (run));
  gtk_label_set_text (self->status,
                      todoku_step_get_words (todoku_run_get_step (run)));
  gtk_label_set_text (self->budget, budget);
  gtk_progress_bar_set_fraction (self->progress,
                                 CLAMP (todoku_run_get_progress (run), 0, 1));
}

/* One who does not see the pane hears that it is done, and what came of it. */
static void
announce (TodokuResults *self)
{
  TodokuRun *run = todoku_session_get_run (self->session);
  g_autoptr (TodokuFinding) cause = NULL;
  g_autofree char *title = NULL, *text = NULL;

  if (run == NULL)
    return;
  cause = g_list_model_get_item (todoku_run_get_findings (run), 0);
  title = cause != NULL ? todoku_finding_dup_title (cause, self->languages)
                        : g_strdup ("");
  text = g_strdup_printf ("%s. %s",
                          todoku_step_get_words (todoku_run_get_step (run)),
                          title);
  gtk_label_set_text (self->status, text);
  todoku_compat_announce (GTK_WIDGET (self), text);
}

static void
running_cb (TodokuResults *self)
{
  gboolean running = todoku_session_is_running (self->session);

  gtk_revealer_set_reveal_child (self->progress_revealer, running);
  progressed_cb (self);
  todoku_share_menu_set_run (self->share,
                             running ? NULL
                                     : todoku_session_get_run (self->session));
  if (running)
    return;
  judged_cb (self);
  announce (self);
}

static void
run_cb (TodokuResults *self)
{
  TodokuRun *run = todoku_session_get_run (self->session);

  g_signal_group_set_target (self->run_signals, run);
  if (run == NULL) {
    todoku_share_menu_set_run (self->share, NULL);
    return;
  }
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (
                                self->scroller),
                            0);
  judged_cb (self);
}

static void
todoku_results_dispose (GObject *object)
{
  TodokuResults *self = TODOKU_RESULTS (object);

  if (self->run_signals != NULL)
    g_signal_group_set_target (self->run_signals, NULL);
  if (self->session_signals != NULL)
    g_signal_group_set_target (self->session_signals, NULL);
  g_clear_object (&self->run_signals);
  g_clear_object (&self->session_signals);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (todoku_results_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuResults,
                                        progress_revealer);
  gtk_widget_class_bind_template_child (widget_class, TodokuResults, status);
  gtk_widget_class_bind_template_child (widget_class, TodokuResults, budget);
  gtk_widget_class_bind_template_child (widget_class, TodokuResults, progress);
  gtk_widget_class_bind_template_child (widget_class, TodokuResults, scroller);
  gtk_widget_class_bind_template_child (widget_class, TodokuResults, cause);
  gtk_widget_class_bind_template_child (widget_class, TodokuResults, steps);
  gtk_widget_class_bind_template_child (widget_class, TodokuResults, settings);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuResults,
                                        differences);
  gtk_widget_class_bind_template_child (widget_class, TodokuResults, share);
  gtk_widget_class_bind_template_child (widget_class, TodokuResults, checklist);
  gtk_widget_class_bind_template_child (widget_class, TodokuResults, guides);
  gtk_widget_class_bind_template_child (widget_class, TodokuResults, notes);
  gtk_widget_class_bind_template_child (widget_class, TodokuResults, others);
  gtk_widget_class_bind_template_child (widget_class, TodokuResults, ruled_out);
  gtk_widget_class_bind_template_child (widget_class, TodokuResults, evidence);
  gtk_widget_class_bind_template_child (widget_class, TodokuResults, footer);
}

static void
todoku_results_class_init (TodokuResultsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = todoku_results_dispose;
  g_type_ensure (TODOKU_TYPE_CAUSE_CARD);
  g_type_ensure (TODOKU_TYPE_EVIDENCE_VIEW);
  g_type_ensure (TODOKU_TYPE_LANGUAGE_SWITCH);
  g_type_ensure (TODOKU_TYPE_SECTION);
  g_type_ensure (TODOKU_TYPE_SHARE_MENU);
  g_type_ensure (TODOKU_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               APP_PATH "todoku-results.ui");
  bind_children (widget_class);
}

static void
todoku_results_init (TodokuResults *self)
{
  self->languages = TODOKU_LANGUAGES_EN;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->run_signals = g_signal_group_new (TODOKU_TYPE_RUN);
  g_signal_group_connect_swapped (self->run_signals,
                                  "judged",
                                  G_CALLBACK (judged_cb),
                                  self);
  g_signal_group_connect_swapped (self->run_signals,
                                  "progressed",
                                  G_CALLBACK (progressed_cb),
                                  self);
  self->session_signals = g_signal_group_new (TODOKU_TYPE_SESSION);
  g_signal_group_connect_swapped (self->session_signals,
                                  "notify::run",
                                  G_CALLBACK (run_cb),
                                  self);
  g_signal_group_connect_swapped (self->session_signals,
                                  "notify::running",
                                  G_CALLBACK (running_cb),
                                  self);
}

/**
 * todoku_results_new:
 *
 * Returns: (transfer floating): a pane without a session
 */
GtkWidget *
todoku_results_new (void)
{
  return g_object_new (TODOKU_TYPE_RESULTS, NULL);
}

/**
 * todoku_results_set_session:
 * @self: a pane that has no session yet
 * @session: whose run is shown
 */
void
todoku_results_set_session (TodokuResults *self, TodokuSession *session)
{
  g_return_if_fail (TODOKU_IS_RESULTS (self));
  g_return_if_fail (TODOKU_IS_SESSION (session));

  g_set_object (&self->session, session);
  g_signal_group_set_target (self->session_signals, session);
  run_cb (self);
}

/**
 * todoku_results_set_languages:
 * @self: a pane
 * @languages: that findings and headings are shown in
 */
void
todoku_results_set_languages (TodokuResults *self, TodokuLanguages languages)
{
  g_return_if_fail (TODOKU_IS_RESULTS (self));
  g_return_if_fail ((languages & TODOKU_LANGUAGES_BOTH) != 0);

  if (self->languages == languages)
    return;
  self->languages = languages;
  todoku_share_menu_set_languages (self->share, languages);
  if (self->session != NULL)
    judged_cb (self);
}

/**
 * todoku_results_share:
 * @self: a pane
 * @action: of #TodokuShareMenu
 * @parameter: (nullable): its parameter
 *
 * Does what the menu beside the results does.
 */
void
todoku_results_share (TodokuResults *self,
                      const char *action,
                      GVariant *parameter)
{
  g_return_if_fail (TODOKU_IS_RESULTS (self));

  gtk_widget_activate_action_variant (GTK_WIDGET (self->share),
                                      action,
                                      parameter);
}
