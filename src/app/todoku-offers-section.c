/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-evidence.h"
#include "todoku-offers.h"

typedef char *(*DupText) (gconstpointer item, TodokuLanguage language);

static char *
dup_in (TodokuLanguages languages, DupText dup, gconstpointer item)
{
  g_autofree char *ja = dup (item, TODOKU_LANGUAGE_JA);
  g_autofree char *en = dup (item, TODOKU_LANGUAGE_EN);

  return todoku_languages_join (languages, ja, en, "\n");
}

static char *
dup_heading (TodokuAccount *account, gboolean must, TodokuLanguages languages)
{
  g_autofree char *ja =
      todoku_offers_dup_heading (account, must, TODOKU_LANGUAGE_JA);
  g_autofree char *en =
      todoku_offers_dup_heading (account, must, TODOKU_LANGUAGE_EN);

  return todoku_languages_join (languages, ja, en, " / ");
}

/* When the list was given and on what channel; beneath it what stands in it,
 * and what came and went. */
static GtkWidget *
list_row_new (const TodokuOfferList *list,
              gboolean is_first,
              TodokuRedaction *redaction,
              TodokuLanguages languages)
{
  g_autofree char *name =
      dup_in (languages, (DupText) todoku_offer_list_dup_name, list);
  g_autofree char *ja =
      todoku_offer_list_dup_text (list, is_first, TODOKU_LANGUAGE_JA);
  g_autofree char *en =
      todoku_offer_list_dup_text (list, is_first, TODOKU_LANGUAGE_EN);
  g_autofree char *text = todoku_languages_join (languages, ja, en, "\n");
  g_autofree char *shown = todoku_redaction_apply_to_server (redaction, text);
  GtkWidget *row = todoku_row_new (name, shown);

  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  return row;
}

static GtkWidget *
needed_row_new (const TodokuNeeded *needed,
                const char *heading,
                TodokuLanguages languages)
{
  g_autofree char *text =
      dup_in (languages, (DupText) todoku_needed_dup_text, needed);
  TodokuTone tone = todoku_tone_for_state (todoku_needed_get_tone (needed));
  GtkWidget *row = todoku_row_new (text, heading);

  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             todoku_tone_image_new (tone));
  return row;
}

static TodokuTone
get_tone (TodokuNeededState worst)
{
  if (worst == TODOKU_NEEDED_LACKING)
    return TODOKU_TONE_PROBLEM;
  return worst == TODOKU_NEEDED_OFFERED ? TODOKU_TONE_GOOD
                                        : TODOKU_TONE_COULD_NOT_TELL;
}

static gboolean
is_configured (TodokuObservation *observation)
{
  return todoku_observation_get_role (observation) == TODOKU_ROLE_CONFIGURED;
}

/* What is a must says the most: it stands on the closed row. */
static GtkWidget *
server_row_new (const TodokuSeenOffers *seen, TodokuLanguages languages)
{
  g_autofree char *place =
      todoku_observation_dup_server (seen->observation, languages);
  g_autofree char *yours =
      todoku_pane_words (TODOKU_WORD_YOUR_SETTING, languages);
  g_autoptr (GString) summary =
      g_string_new (is_configured (seen->observation) ? yours : NULL);
  TodokuNeededState worst = TODOKU_NEEDED_OFFERED;
  GtkWidget *row;

  for (guint i = 0; i < seen->offers->needed->len; i++) {
    const TodokuNeeded *needed = g_ptr_array_index (seen->offers->needed, i);
    g_autofree char *text =
        dup_in (languages, (DupText) todoku_needed_dup_text, needed);

    if (!needed->must)
      continue;
    g_string_append_printf (summary,
                            "%s%s",
                            summary->len > 0 ? "\n" : "",
                            text);
    if (needed->state > worst)
      worst = needed->state;
  }
  row = todoku_expander_row_new (place, summary->str);
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (row),
                               todoku_tone_image_new (get_tone (worst)));
  return row;
}

static void
fill_row (AdwExpanderRow *row,
          TodokuAccount *account,
          const TodokuSeenOffers *seen,
          TodokuRedaction *redaction,
          TodokuLanguages languages)
{
  const TodokuOffers *offers = seen->offers;
  gboolean is_yours = is_configured (seen->observation);

  for (guint i = 0; i < offers->lists->len; i++)
    adw_expander_row_add_row (row,
                              list_row_new (g_ptr_array_index (offers->lists,
                                                               i),
                                            i == 0,
                                            redaction,
                                            languages));
  for (guint i = 0; i < offers->needed->len; i++) {
    const TodokuNeeded *needed = g_ptr_array_index (offers->needed, i);
    g_autofree char *heading = dup_heading (account, needed->must, languages);

    /* What is recommended is compared in what counts. */
    if (!needed->must && !is_yours)
      continue;
    adw_expander_row_add_row (row, needed_row_new (needed, heading, languages));
  }
}

/**
 * todoku_section_show_offers:
 * @section: a section
 * @run: a run that has ended
 * @languages: of the pane
 *
 * Shows what each server offered, list by list with its channel, and what the
 * mail app needs of it.
 */
void
todoku_section_show_offers (TodokuSection *section,
                            TodokuRun *run,
                            TodokuLanguages languages)
{
  g_autofree char *title = todoku_pane_words (TODOKU_WORD_OFFERS, languages);
  g_autoptr (TodokuRedaction) redaction = todoku_redaction_new (run, 0);
  g_autoptr (GPtrArray) all = todoku_offers_collect (run);

  todoku_section_begin (section, title);
  for (guint i = 0; i < all->len; i++) {
    const TodokuSeenOffers *seen = g_ptr_array_index (all, i);
    g_autofree char *key = g_strdup_printf ("%u", i);
    GtkWidget *row = server_row_new (seen, languages);

    fill_row (ADW_EXPANDER_ROW (row),
              todoku_run_get_account (run),
              seen,
              redaction,
              languages);
    todoku_section_add (section, key, row);
  }
  todoku_section_end (section);
}
