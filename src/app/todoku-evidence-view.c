/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-evidence-view.h"

#include "todoku-evidence.h"
#include "todoku-grid-view.h"
#include "todoku-transcript-row.h"
#include "todoku-waterfall.h"

struct _TodokuEvidenceView {
  AdwBin parent_instance;

  GtkLabel *heading;
  GtkLabel *grid_heading;
  TodokuGridView *grid;
  GtkLabel *waterfall_heading;
  TodokuWaterfall *waterfall;
  TodokuSection *certificates;
  TodokuSection *offers;
  GtkLabel *transcripts_heading;
  TodokuSection *transcripts;
  GtkSearchEntry *search;
  GPtrArray *rows; /* (element-type TodokuTranscriptRow), in transcripts */

  /* What is shown: an answer judges anew and changes nothing here. */
  TodokuRun *run;
  guint n_finished;
  gboolean ended;
  TodokuLanguages languages;
};

G_DEFINE_FINAL_TYPE (TodokuEvidenceView, todoku_evidence_view, ADW_TYPE_BIN)

static void
search_cb (TodokuEvidenceView *self)
{
  const char *needle = gtk_editable_get_text (GTK_EDITABLE (self->search));

  for (guint i = 0; i < self->rows->len; i++)
    todoku_transcript_row_search (g_ptr_array_index (self->rows, i), needle);
}

static void
todoku_evidence_view_dispose (GObject *object)
{
  TodokuEvidenceView *self = TODOKU_EVIDENCE_VIEW (object);

  g_clear_object (&self->run);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (todoku_evidence_view_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuEvidenceView,
                                        heading);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuEvidenceView,
                                        grid_heading);
  gtk_widget_class_bind_template_child (widget_class, TodokuEvidenceView, grid);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuEvidenceView,
                                        waterfall_heading);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuEvidenceView,
                                        waterfall);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuEvidenceView,
                                        certificates);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuEvidenceView,
                                        offers);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuEvidenceView,
                                        transcripts_heading);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuEvidenceView,
                                        transcripts);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuEvidenceView,
                                        search);
}

static void
todoku_evidence_view_class_init (TodokuEvidenceViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = todoku_evidence_view_dispose;
  g_type_ensure (TODOKU_TYPE_GRID_VIEW);
  g_type_ensure (TODOKU_TYPE_SECTION);
  g_type_ensure (TODOKU_TYPE_WATERFALL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               APP_PATH
                                               "todoku-evidence-view.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
}

static void
todoku_evidence_view_init (TodokuEvidenceView *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * todoku_evidence_view_new:
 *
 * Returns: (transfer floating): a view of nothing, which is not seen
 */
GtkWidget *
todoku_evidence_view_new (void)
{
  return g_object_new (TODOKU_TYPE_EVIDENCE_VIEW, NULL);
}

static void
set_word (GtkLabel *label, TodokuPaneWord word, TodokuLanguages languages)
{
  g_autofree char *text = todoku_pane_words (word, languages);

  gtk_label_set_text (label, text);
}

static void
show_words (TodokuEvidenceView *self, TodokuLanguages languages)
{
  g_autofree char *search = todoku_pane_words (TODOKU_WORD_SEARCH, languages);

  set_word (self->heading, TODOKU_WORD_EVIDENCE, languages);
  set_word (self->grid_heading, TODOKU_WORD_GRID, languages);
  set_word (self->waterfall_heading, TODOKU_WORD_WATERFALL, languages);
  set_word (self->transcripts_heading, TODOKU_WORD_TRANSCRIPT, languages);
  g_object_set (self->search, "placeholder-text", search, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  search,
                                  -1);
}

/* ---- transcripts ----------------------------------------------------------
 */

static void
add_transcripts (TodokuEvidenceView *self,
                 TodokuRun *run,
                 TodokuRedaction *redaction,
                 gboolean configured)
{
  GListModel *observations = todoku_run_get_observations (run);

  for (guint i = 0; i < g_list_model_get_n_items (observations); i++) {
    g_autoptr (TodokuObservation) observation =
        g_list_model_get_item (observations, i);
    g_autofree char *key = g_strdup_printf ("%u", i);
    GtkWidget *row;

    if ((todoku_observation_get_role (observation) == TODOKU_ROLE_CONFIGURED) !=
            configured ||
        !todoku_observation_is_finished (observation) ||
        todoku_observation_get_failure (observation) ==
            TODOKU_FAILURE_NO_ADDRESS)
      continue;
    row = todoku_transcript_row_new ();
    todoku_transcript_row_show (TODOKU_TRANSCRIPT_ROW (row),
                                observation,
                                redaction,
                                self->languages);
    g_ptr_array_add (self->rows, row);
    /* What was said is not to be seen yet, and may be another run's. */
    todoku_section_replace (self->transcripts, key, row);
  }
}

/* The user's own settings first. */
static void
show_transcripts (TodokuEvidenceView *self, TodokuRun *run)
{
  g_autoptr (TodokuRedaction) redaction = todoku_redaction_new (run, 0);

  g_ptr_array_set_size (self->rows, 0);
  todoku_section_begin (self->transcripts, "");
  add_transcripts (self, run, redaction, TRUE);
  add_transcripts (self, run, redaction, FALSE);
  todoku_section_end (self->transcripts);
  gtk_widget_set_visible (GTK_WIDGET (self->search), self->rows->len > 0);
  search_cb (self);
}

static void
hide_long_parts (TodokuEvidenceView *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->certificates), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->offers), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->transcripts), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->search), FALSE);
}

/* ---- the run --------------------------------------------------------------
 */

static guint
count_finished (TodokuRun *run)
{
  GListModel *observations = todoku_run_get_observations (run);
  guint count = 0;

  for (guint i = 0; i < g_list_model_get_n_items (observations); i++) {
    g_autoptr (TodokuObservation) observation =
        g_list_model_get_item (observations, i);

    count += todoku_observation_is_finished (observation);
  }
  return count;
}

static gboolean
is_shown (TodokuEvidenceView *self, TodokuRun *run, TodokuLanguages languages)
{
  return self->run == run && self->languages == languages &&
         self->n_finished == count_finished (run) &&
         self->ended == (todoku_run_get_state (run) > TODOKU_RUN_RUNNING);
}

/**
 * todoku_evidence_view_show_run:
 * @self: a view
 * @run: a run, done or not
 * @languages: of the pane
 *
 * Shows what was seen so far; what is long to read when the run has ended.
 */
void
todoku_evidence_view_show_run (TodokuEvidenceView *self,
                               TodokuRun *run,
                               TodokuLanguages languages)
{
  g_return_if_fail (TODOKU_IS_EVIDENCE_VIEW (self));
  g_return_if_fail (TODOKU_IS_RUN (run));

  if (is_shown (self, run, languages))
    return;
  g_set_object (&self->run, run);
  self->languages = languages;
  self->n_finished = count_finished (run);
  self->ended = todoku_run_get_state (run) > TODOKU_RUN_RUNNING;
  show_words (self, languages);
  todoku_grid_view_show_run (self->grid, run, languages);
  todoku_waterfall_show_run (self->waterfall, run, languages);
  if (self->ended) {
    todoku_section_show_certificates (self->certificates, run, languages);
    todoku_section_show_offers (self->offers, run, languages);
    show_transcripts (self, run);
  } else
    hide_long_parts (self);
  gtk_widget_set_visible (GTK_WIDGET (self), self->n_finished > 0);
}
