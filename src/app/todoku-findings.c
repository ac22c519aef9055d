/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-findings.h"

#include <string.h>

/* Paragraphs stand apart, with the Japanese first. */
#define BETWEEN_PARAGRAPHS "\n\n"
#define BETWEEN_LINES "\n"

/**
 * todoku_finding_dup_title:
 * @finding: a finding
 * @languages: of the pane
 *
 * Returns: (transfer full): its title
 */
char *
todoku_finding_dup_title (TodokuFinding *finding, TodokuLanguages languages)
{
  return todoku_languages_join (languages,
                                todoku_finding_get_title (finding,
                                                          TODOKU_LANGUAGE_JA),
                                todoku_finding_get_title (finding,
                                                          TODOKU_LANGUAGE_EN),
                                BETWEEN_LINES);
}

/**
 * todoku_finding_dup_why:
 * @finding: a finding
 * @languages: of the pane
 *
 * Returns: (transfer full): why it is so
 */
char *
todoku_finding_dup_why (TodokuFinding *finding, TodokuLanguages languages)
{
  return todoku_languages_join (languages,
                                todoku_finding_get_why (finding,
                                                        TODOKU_LANGUAGE_JA),
                                todoku_finding_get_why (finding,
                                                        TODOKU_LANGUAGE_EN),
                                BETWEEN_PARAGRAPHS);
}

static char *
dup_text (const TodokuText *text, TodokuLanguages languages)
{
  return todoku_languages_join (languages,
                                text->in[TODOKU_LANGUAGE_JA],
                                text->in[TODOKU_LANGUAGE_EN],
                                BETWEEN_LINES);
}

/**
 * todoku_finding_dup_evidence:
 * @finding: a finding
 * @languages: of the pane
 *
 * Returns: (transfer full): what was seen, a line each; "" without any
 */
char *
todoku_finding_dup_evidence (TodokuFinding *finding, TodokuLanguages languages)
{
  GPtrArray *evidence = todoku_finding_get_evidence (finding);
  g_autoptr (GString) lines = g_string_new (NULL);

  for (guint i = 0; i < evidence->len; i++) {
    const TodokuEvidence *seen = g_ptr_array_index (evidence, i);
    g_autofree char *line = dup_text (&seen->text, languages);

    if (seen->again || *line == '\0')
      continue;
    if (lines->len > 0)
      g_string_append_c (lines, '\n');
    g_string_append (lines, line);
  }
  return g_string_free (g_steal_pointer (&lines), FALSE);
}

/**
 * todoku_finding_dup_certainty:
 * @finding: a finding
 * @languages: of the pane
 *
 * Returns: (transfer full): how sure it is and when its texts were checked
 */
char *
todoku_finding_dup_certainty (TodokuFinding *finding, TodokuLanguages languages)
{
  TodokuPaneWord word =
      todoku_pane_word_for_certainty (todoku_finding_get_certainty (finding));
  g_autofree char *certainty = todoku_pane_words (word, languages);
  g_autofree char *checked = todoku_pane_words (TODOKU_WORD_CHECKED, languages);

  return g_strdup_printf ("%s · %s %s",
                          certainty,
                          checked,
                          todoku_finding_get_entry (finding)->checked);
}

static guint
count_pages_of (const char *const *sources, guint n, const char *host)
{
  guint count = 0;

  for (guint i = 0; i < n; i++) {
    g_autofree char *other = todoku_link_get_host (sources[i]);

    count += g_strcmp0 (other, host) == 0;
  }
  return count;
}

/* The second page of the same host is told from its first. */
static void
append_source (GString *markup, const char *const *sources, guint index)
{
  const char *source = sources[index];
  g_autofree char *host = todoku_link_get_host (source);
  guint before = count_pages_of (sources, index, host);
  g_autofree char *number =
      before > 0 ? g_strdup_printf (" (%u)", before + 1) : g_strdup ("");
  g_autofree char *piece = NULL;

  if (g_str_has_prefix (source, "https://"))
    piece = g_markup_printf_escaped ("<a href=\"%s\">%s%s</a>",
                                     source,
                                     host,
                                     number);
  else
    piece = g_markup_escape_text (source, -1);
  if (markup->len > 0)
    g_string_append (markup, " · ");
  g_string_append (markup, piece);
}

/**
 * todoku_sources_dup_markup:
 * @sources: (array zero-terminated=1): of the knowledge files
 *
 * Returns: (transfer full): links, named by their hosts
 */
char *
todoku_sources_dup_markup (const char *const *sources)
{
  g_autoptr (GString) markup = g_string_new (NULL);

  for (guint i = 0; sources[i] != NULL; i++)
    append_source (markup, sources, i);
  return g_string_free (g_steal_pointer (&markup), FALSE);
}

/* Who does it, where it is not the one who reads it, as it mostly is. */
static char *
dup_step_subtitle (const TodokuFindingStep *step, TodokuLanguages languages)
{
  TodokuPaneWord word = todoku_pane_word_for_who (step->who);
  g_autofree char *who = NULL;

  if (word == TODOKU_WORD_BY_USER)
    return g_strdup (step->value);
  who = todoku_pane_words (word, languages);
  if (step->value == NULL)
    return g_steal_pointer (&who);
  return g_strdup_printf ("%s\n%s", step->value, who);
}

/**
 * todoku_step_row_new:
 * @step: a step of a finding or a guide
 * @number: from 1
 * @languages: of the pane
 *
 * Returns: (transfer floating): what to do, who does it, and what helps
 */
GtkWidget *
todoku_step_row_new (const TodokuFindingStep *step,
                     guint number,
                     TodokuLanguages languages)
{
  g_autofree char *text = dup_text (&step->text, languages);
  g_autofree char *subtitle = dup_step_subtitle (step, languages);
  g_autofree char *digits = g_strdup_printf ("%u", number);
  GtkWidget *row = todoku_row_new (text, subtitle);
  GtkWidget *label = gtk_label_new (digits);

  gtk_widget_add_css_class (label, "step-number");
  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), label);
  if (step->value != NULL)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                               todoku_copy_button_new (step->value, languages));
  if (step->link != NULL)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                               todoku_link_button_new (step->link, languages));
  return row;
}

static TodokuFinding *
get_finding (TodokuRun *run, guint position)
{
  return g_list_model_get_item (todoku_run_get_findings (run), position);
}

/**
 * todoku_section_show_steps:
 * @section: a section
 * @run: a run
 * @languages: of the pane
 *
 * Shows what to do about the cause.
 */
void
todoku_section_show_steps (TodokuSection *section,
                           TodokuRun *run,
                           TodokuLanguages languages)
{
  g_autoptr (TodokuFinding) cause = get_finding (run, 0);
  g_autofree char *title = todoku_pane_words (TODOKU_WORD_STEPS, languages);
  GPtrArray *steps = cause != NULL ? todoku_finding_get_steps (cause) : NULL;

  todoku_section_begin (section, title);
  for (guint i = 0; steps != NULL && i < steps->len; i++) {
    g_autofree char *key = g_strdup_printf ("%u", i);

    todoku_section_add (section,
                        key,
                        todoku_step_row_new (g_ptr_array_index (steps, i),
                                             i + 1,
                                             languages));
  }
  todoku_section_end (section);
}

/**
 * todoku_expander_row_add_text:
 * @row: a row that opens
 * @text: plain text
 *
 * Adds a paragraph to what is folded into @row.
 *
 * Returns: (transfer none): its label
 */
GtkLabel *
todoku_expander_row_add_text (AdwExpanderRow *row, const char *text)
{
  GtkWidget *line = gtk_list_box_row_new ();
  GtkWidget *label = todoku_text_label_new (text);

  gtk_widget_add_css_class (label, "row-text");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (line), label);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (line), FALSE);
  adw_expander_row_add_row (row, line);
  return GTK_LABEL (label);
}

/**
 * todoku_expander_row_add_steps:
 * @row: a row that opens
 * @steps: (element-type TodokuFindingStep): of a finding or a guide
 * @languages: of the pane
 *
 * Adds what to do, in order, to what is folded into @row.
 */
void
todoku_expander_row_add_steps (AdwExpanderRow *row,
                               GPtrArray *steps,
                               TodokuLanguages languages)
{
  for (guint i = 0; i < steps->len; i++)
    adw_expander_row_add_row (row,
                              todoku_step_row_new (g_ptr_array_index (steps, i),
                                                   i + 1,
                                                   languages));
}

static void
add_consequences (AdwExpanderRow *row,
                  TodokuFinding *finding,
                  TodokuLanguages languages)
{
  GPtrArray *consequences = todoku_finding_get_consequences (finding);
  g_autofree char *word =
      todoku_pane_words (TODOKU_WORD_CONSEQUENCES, languages);

  for (guint i = 0; i < consequences->len; i++) {
    g_autofree char *title =
        todoku_finding_dup_title (g_ptr_array_index (consequences, i),
                                  languages);

    adw_expander_row_add_row (row, todoku_row_new (title, word));
  }
}

static GtkWidget *
finding_row_new (TodokuFinding *finding, TodokuLanguages languages)
{
  const char *severity = todoku_finding_get_entry (finding)->severity;
  g_autofree char *title = todoku_finding_dup_title (finding, languages);
  g_autofree char *why = todoku_finding_dup_why (finding, languages);
  g_autofree char *word =
      todoku_pane_words (todoku_pane_word_for_severity (severity), languages);
  g_autofree char *certainty =
      todoku_finding_dup_certainty (finding, languages);
  g_autofree char *subtitle = g_strdup_printf ("%s · %s", word, certainty);
  GtkWidget *row = todoku_expander_row_new (title, subtitle);

  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (row),
                               todoku_tone_image_new (
                                   todoku_tone_for_severity (severity)));
  todoku_expander_row_add_text (ADW_EXPANDER_ROW (row), why);
  todoku_expander_row_add_steps (ADW_EXPANDER_ROW (row),
                                 todoku_finding_get_steps (finding),
                                 languages);
  add_consequences (ADW_EXPANDER_ROW (row), finding, languages);
  return row;
}

/* Which it is of those that say the same of several servers: others may come
 * before it at any time. */
static char *
dup_key (TodokuRun *run, guint position)
{
  g_autoptr (TodokuFinding) finding = get_finding (run, position);
  const char *id = todoku_finding_get_id (finding);
  guint n_before = 0;

  for (guint i = 1; i < position; i++) {
    g_autoptr (TodokuFinding) other = get_finding (run, i);

    n_before += strcmp (todoku_finding_get_id (other), id) == 0;
  }
  return g_strdup_printf ("%s %u", id, n_before);
}

/**
 * todoku_section_show_other_findings:
 * @section: a section
 * @run: a run
 * @languages: of the pane
 *
 * Shows all but the cause, each with what it explains folded into it.
 */
void
todoku_section_show_other_findings (TodokuSection *section,
                                    TodokuRun *run,
                                    TodokuLanguages languages)
{
  guint length = g_list_model_get_n_items (todoku_run_get_findings (run));
  g_autofree char *title =
      todoku_pane_words (TODOKU_WORD_OTHER_FINDINGS, languages);

  todoku_section_begin (section, title);
  for (guint i = 1; i < length; i++) {
    g_autoptr (TodokuFinding) finding = get_finding (run, i);
    g_autofree char *key = dup_key (run, i);

    todoku_section_add (section, key, finding_row_new (finding, languages));
  }
  todoku_section_end (section);
}

/* What one thing that was seen proves not to be the trouble. */
typedef struct {
  const TodokuText *by; /* owned by the run */
  GtkWidget *row;
} Proof;

static const char *
get_key (const TodokuText *by)
{
  return by->in[TODOKU_LANGUAGE_EN];
}

static AdwExpanderRow *
ensure_proof (GArray *proofs, const TodokuText *by, TodokuLanguages languages)
{
  g_autofree char *text = dup_text (by, languages);
  Proof proof = { by, NULL };

  for (guint i = 0; i < proofs->len; i++) {
    const Proof *other = &g_array_index (proofs, Proof, i);

    if (strcmp (get_key (other->by), get_key (by)) == 0)
      return ADW_EXPANDER_ROW (other->row);
  }
  proof.row = todoku_expander_row_new (text, NULL);
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (proof.row),
                               todoku_tone_image_new (TODOKU_TONE_GOOD));
  g_array_append_val (proofs, proof);
  return ADW_EXPANDER_ROW (proof.row);
}

/* The same evidence often rules out several causes: it is said once, and they
 * are folded into it. */
static GArray *
collect_proofs (GPtrArray *ruled_out, TodokuLanguages languages)
{
  GArray *proofs = g_array_new (FALSE, FALSE, sizeof (Proof));

  for (guint i = 0; ruled_out != NULL && i < ruled_out->len; i++) {
    const TodokuRuledOut *entry = g_ptr_array_index (ruled_out, i);
    g_autofree char *title = dup_text (&entry->title, languages);

    adw_expander_row_add_row (ensure_proof (proofs, &entry->by, languages),
                              todoku_row_new (title, NULL));
  }
  return proofs;
}

/**
 * todoku_section_show_ruled_out:
 * @section: a section
 * @run: a run
 * @languages: of the pane
 *
 * Shows what it was not, beneath what proves it.
 */
void
todoku_section_show_ruled_out (TodokuSection *section,
                               TodokuRun *run,
                               TodokuLanguages languages)
{
  g_autofree char *heading =
      todoku_pane_words (TODOKU_WORD_RULED_OUT, languages);
  g_autoptr (GArray) proofs =
      collect_proofs (todoku_run_get_ruled_out (run), languages);

  todoku_section_begin (section, heading);
  for (guint i = 0; i < proofs->len; i++) {
    const Proof *proof = &g_array_index (proofs, Proof, i);

    todoku_section_add (section, get_key (proof->by), proof->row);
  }
  todoku_section_end (section);
}
