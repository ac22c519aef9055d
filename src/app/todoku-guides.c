/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-guides.h"

#include "todoku-findings.h"

static char *
dup_title (TodokuGuide *guide, TodokuLanguages languages)
{
  return todoku_languages_join (languages,
                                todoku_guide_get_title (guide,
                                                        TODOKU_LANGUAGE_JA),
                                todoku_guide_get_title (guide,
                                                        TODOKU_LANGUAGE_EN),
                                "\n");
}

/* Whose way it is, and of when what it says is. */
static char *
dup_subtitle (const TodokuGuideEntry *entry, TodokuLanguages languages)
{
  g_autofree char *who =
      todoku_pane_words (todoku_pane_word_for_who (entry->who), languages);
  g_autofree char *checked = todoku_pane_words (TODOKU_WORD_CHECKED, languages);

  return g_strdup_printf ("%s · %s %s", who, checked, entry->checked);
}

static void
append_points (GString *text, GPtrArray *points, TodokuLanguage language)
{
  g_string_append_printf (text,
                          "%s%s",
                          text->len > 0 ? "\n\n" : "",
                          todoku_pane_word (TODOKU_WORD_KNOW_FIRST, language));
  for (guint i = 0; i < points->len; i++) {
    const TodokuText *point = g_ptr_array_index (points, i);

    g_string_append_printf (text, "\n• %s", point->in[language]);
  }
}

static void
add_points (AdwExpanderRow *row, TodokuGuide *guide, TodokuLanguages languages)
{
  GPtrArray *points = todoku_guide_get_points (guide);
  g_autoptr (GString) text = g_string_new (NULL);

  if (points->len == 0)
    return;
  if (languages & TODOKU_LANGUAGES_JA)
    append_points (text, points, TODOKU_LANGUAGE_JA);
  if (languages & TODOKU_LANGUAGES_EN)
    append_points (text, points, TODOKU_LANGUAGE_EN);
  gtk_widget_add_css_class (GTK_WIDGET (
                                todoku_expander_row_add_text (row, text->str)),
                            "lead");
}

static void
add_sources (AdwExpanderRow *row,
             const TodokuGuideEntry *entry,
             TodokuLanguages languages)
{
  g_autofree char *word = todoku_pane_words (TODOKU_WORD_SOURCES, languages);
  g_autofree char *links =
      todoku_sources_dup_markup ((const char *const *) entry->sources);
  g_autofree char *markup = g_strdup_printf ("%s: %s", word, links);
  GtkLabel *label;

  if (*links == '\0')
    return;
  label = todoku_expander_row_add_text (row, "");
  gtk_label_set_markup (label, markup);
  gtk_widget_add_css_class (GTK_WIDGET (label), "caption");
}

static GtkWidget *
guide_row_new (TodokuGuide *guide, TodokuLanguages languages)
{
  const TodokuGuideEntry *entry = todoku_guide_get_entry (guide);
  g_autofree char *title = dup_title (guide, languages);
  g_autofree char *subtitle = dup_subtitle (entry, languages);
  GtkWidget *row = todoku_expander_row_new (title, subtitle);

  add_points (ADW_EXPANDER_ROW (row), guide, languages);
  todoku_expander_row_add_steps (ADW_EXPANDER_ROW (row),
                                 todoku_guide_get_steps (guide),
                                 languages);
  add_sources (ADW_EXPANDER_ROW (row), entry, languages);
  return row;
}

/**
 * todoku_section_show_guides:
 * @section: a section
 * @run: a run
 * @languages: of the pane
 *
 * Shows the guides that apply, folded, in the report's order.
 */
void
todoku_section_show_guides (TodokuSection *section,
                            TodokuRun *run,
                            TodokuLanguages languages)
{
  GListModel *guides = todoku_run_get_guides (run);
  guint length = g_list_model_get_n_items (guides);
  g_autofree char *heading = todoku_pane_words (TODOKU_WORD_GUIDES, languages);

  todoku_section_begin (section, heading);
  for (guint i = 0; i < length; i++) {
    g_autoptr (TodokuGuide) guide = g_list_model_get_item (guides, i);

    todoku_section_add (section,
                        todoku_guide_get_entry (guide)->id,
                        guide_row_new (guide, languages));
  }
  todoku_section_end (section);
}

/**
 * todoku_section_show_notes:
 * @section: a section
 * @run: a run
 * @languages: of the pane
 *
 * Shows what is good to know about the mail app for this account.
 */
void
todoku_section_show_notes (TodokuSection *section,
                           TodokuRun *run,
                           TodokuLanguages languages)
{
  const TodokuMailApp *app =
      todoku_account_get_mail_app (todoku_run_get_account (run));
  g_autoptr (GPtrArray) notes = todoku_run_dup_notes (run);
  g_autofree char *heading =
      todoku_pane_words (TODOKU_WORD_APP_NOTES, languages);
  g_autofree char *checked = todoku_pane_words (TODOKU_WORD_CHECKED, languages);
  g_autofree char *dated = g_strdup_printf ("%s %s", checked, app->checked);

  todoku_section_begin (section, heading);
  for (guint i = 0; i < notes->len; i++) {
    const TodokuText *note = g_ptr_array_index (notes, i);
    g_autofree char *key = g_strdup_printf ("%s %u", app->id, i);
    g_autofree char *text = todoku_languages_join (languages,
                                                   note->in[TODOKU_LANGUAGE_JA],
                                                   note->in[TODOKU_LANGUAGE_EN],
                                                   "\n");
    GtkWidget *row = todoku_row_new (text, dated);

    adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                               todoku_tone_image_new (TODOKU_TONE_NOTE));
    todoku_section_add (section, key, row);
  }
  todoku_section_end (section);
}
