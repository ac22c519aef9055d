/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-differences.h"

#include <string.h>

static GtkWidget *
finding_row_new (const TodokuDifference *difference, TodokuLanguages languages)
{
  g_autofree char *title =
      todoku_languages_join (languages,
                             difference->title.in[TODOKU_LANGUAGE_JA],
                             difference->title.in[TODOKU_LANGUAGE_EN],
                             "\n");
  g_autofree char *word =
      todoku_pane_words (difference->kind == TODOKU_DIFFERENCE_GONE
                             ? TODOKU_WORD_NO_LONGER_FOUND
                             : TODOKU_WORD_NEWLY_FOUND,
                         languages);

  return todoku_row_new (title, word);
}

static GtkWidget *
setting_row_new (const TodokuDifference *difference, TodokuLanguages languages)
{
  g_autofree char *side =
      todoku_pane_words (strcmp (difference->place, "incoming") == 0
                             ? TODOKU_WORD_INCOMING
                             : TODOKU_WORD_OUTGOING,
                         languages);
  g_autofree char *word =
      todoku_pane_words (TODOKU_WORD_SETTING_CHANGED, languages);
  g_autofree char *subtitle = g_strdup_printf ("%s · %s", word, side);
  g_autofree char *title =
      g_strdup_printf ("%s → %s",
                       difference->before != NULL ? difference->before : "–",
                       difference->now != NULL ? difference->now : "–");

  return todoku_row_new (title, subtitle);
}

static GtkWidget *
outcome_row_new (const TodokuDifference *difference, TodokuLanguages languages)
{
  g_autofree char *before =
      todoku_outcome_dup_words (difference->outcome_before, languages, " / ");
  g_autofree char *now =
      todoku_outcome_dup_words (difference->outcome_now, languages, " / ");
  g_autofree char *subtitle = g_strdup_printf ("%s → %s", before, now);
  GtkWidget *row = todoku_row_new (difference->place, subtitle);

  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             todoku_tone_image_new (todoku_tone_for_outcome (
                                 difference->outcome_now)));
  return row;
}

static GtkWidget *
row_new (const TodokuDifference *difference, TodokuLanguages languages)
{
  switch (difference->kind) {
  case TODOKU_DIFFERENCE_SETTING:
    return setting_row_new (difference, languages);
  case TODOKU_DIFFERENCE_OUTCOME:
    return outcome_row_new (difference, languages);
  case TODOKU_DIFFERENCE_GONE:
  case TODOKU_DIFFERENCE_NEW:
  default:
    return finding_row_new (difference, languages);
  }
}

static void
show_same (TodokuSection *section, TodokuLanguages languages)
{
  g_autofree char *same =
      todoku_pane_words (TODOKU_WORD_SAME_AS_BEFORE, languages);

  todoku_section_add (section, "same", todoku_row_new (same, NULL));
}

/**
 * todoku_section_show_differences:
 * @section: a section
 * @differences: (nullable) (element-type TodokuDifference): since the last run,
 *   %NULL when there was none
 * @last: (nullable): when that was
 * @languages: of the pane
 *
 * Shows what is different from the last run of the same account.
 */
void
todoku_section_show_differences (TodokuSection *section,
                                 GPtrArray *differences,
                                 GDateTime *last,
                                 TodokuLanguages languages)
{
  g_autofree char *heading =
      todoku_pane_words (TODOKU_WORD_SINCE_LAST_TIME, languages);
  g_autofree char *time =
      last != NULL ? g_date_time_format (last, "%H:%M") : g_strdup ("");
  g_autofree char *title = g_strdup_printf ("%s (%s)", heading, time);

  todoku_section_begin (section, title);
  for (guint i = 0; differences != NULL && i < differences->len; i++) {
    g_autofree char *key = g_strdup_printf ("%u", i);

    todoku_section_add (section,
                        key,
                        row_new (g_ptr_array_index (differences, i),
                                 languages));
  }
  if (differences != NULL && differences->len == 0)
    show_same (section, languages);
  todoku_section_end (section);
}
