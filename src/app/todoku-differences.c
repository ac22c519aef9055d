/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-differences.h"

#include "todoku-evidence.h"
#include "todoku-settings-section.h"

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

/* As it stands in the mail app; @url may be %NULL. */
static char *
dup_setting (TodokuAccount *account, const char *url, TodokuLanguages languages)
{
  g_autoptr (TodokuEndpoint) endpoint =
      url != NULL ? todoku_endpoint_parse (url, NULL) : NULL;
  g_autofree char *security = NULL;

  if (endpoint == NULL)
    return g_strdup (url != NULL ? url : "–");
  security = todoku_account_dup_security_words (account,
                                                endpoint->security,
                                                languages);
  return g_strdup_printf ("%s:%u · %s",
                          endpoint->host,
                          endpoint->port,
                          security);
}

static GtkWidget *
setting_row_new (const TodokuDifference *difference,
                 TodokuAccount *account,
                 TodokuLanguages languages)
{
  g_autofree char *side =
      todoku_pane_words (strcmp (difference->place, "incoming") == 0
                             ? TODOKU_WORD_INCOMING
                             : TODOKU_WORD_OUTGOING,
                         languages);
  g_autofree char *word =
      todoku_pane_words (TODOKU_WORD_SETTING_CHANGED, languages);
  g_autofree char *subtitle = g_strdup_printf ("%s · %s", word, side);
  g_autofree char *before =
      dup_setting (account, difference->before, languages);
  g_autofree char *now = dup_setting (account, difference->now, languages);
  g_autofree char *title = g_strdup_printf ("%s → %s", before, now);

  return todoku_row_new (title, subtitle);
}

/* A place is a URL and an address family. */
static char *
dup_place (const char *place, TodokuLanguages languages)
{
  g_auto (GStrv) parts = g_strsplit (place, " ", 2);
  g_autoptr (TodokuEndpoint) endpoint = todoku_endpoint_parse (parts[0], NULL);
  g_autofree char *words = NULL;

  if (endpoint == NULL || parts[1] == NULL)
    return g_strdup (place);
  words = todoku_endpoint_dup_words (endpoint, languages);
  return g_strdup_printf ("%s · %s", words, parts[1]);
}

static GtkWidget *
outcome_row_new (const TodokuDifference *difference, TodokuLanguages languages)
{
  g_autofree char *before =
      todoku_outcome_dup_words (difference->outcome_before, languages, " / ");
  g_autofree char *now =
      todoku_outcome_dup_words (difference->outcome_now, languages, " / ");
  g_autofree char *subtitle = g_strdup_printf ("%s → %s", before, now);
  g_autofree char *place = dup_place (difference->place, languages);
  GtkWidget *row = todoku_row_new (place, subtitle);

  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             todoku_tone_image_new (todoku_tone_for_outcome (
                                 difference->outcome_now)));
  return row;
}

static GtkWidget *
row_new (const TodokuDifference *difference,
         TodokuAccount *account,
         TodokuLanguages languages)
{
  switch (difference->kind) {
  case TODOKU_DIFFERENCE_SETTING:
    return setting_row_new (difference, account, languages);
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
 * @account: whose words are used
 * @last: (nullable): when that was
 * @languages: of the pane
 *
 * Shows what is different from the last run of the same account.
 */
void
todoku_section_show_differences (TodokuSection *section,
                                 GPtrArray *differences,
                                 TodokuAccount *account,
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
                                 account,
                                 languages));
  }
  if (differences != NULL && differences->len == 0)
    show_same (section, languages);
  todoku_section_end (section);
}
