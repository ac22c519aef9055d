/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-report.h"

G_BEGIN_DECLS

/* The six outcomes, everywhere the same: each has an icon, a word and a colour.
 */
typedef enum {
  TODOKU_TONE_GOOD,
  TODOKU_TONE_NOTE,
  TODOKU_TONE_PROBLEM,
  TODOKU_TONE_BLOCKED,
  TODOKU_TONE_NOT_TESTED,
  TODOKU_TONE_COULD_NOT_TELL,
  TODOKU_TONE_COMPARED, /* a problem, but nobody needs what has it */
} TodokuTone;

/* Languages that the results are shown in. */
typedef enum {
  TODOKU_LANGUAGES_EN = 1 << TODOKU_LANGUAGE_EN,
  TODOKU_LANGUAGES_JA = 1 << TODOKU_LANGUAGE_JA,
  TODOKU_LANGUAGES_BOTH = TODOKU_LANGUAGES_EN | TODOKU_LANGUAGES_JA,
} TodokuLanguages;

TodokuTone
todoku_tone_for_outcome (TodokuOutcome outcome);
TodokuTone
todoku_tone_for_trial (TodokuOutcome outcome, gboolean matters);
TodokuTone
todoku_tone_for_severity (const char *severity);
TodokuTone
todoku_tone_for_state (const char *state);
const char *
todoku_tone_get_icon (TodokuTone tone);
const char *
todoku_tone_get_style (TodokuTone tone);

TodokuLanguages
todoku_languages_for_setting (const char *setting, const char *const *desktop);
TodokuLanguage
todoku_languages_get_first (TodokuLanguages languages);
TodokuReportFlags
todoku_languages_to_report_flags (TodokuLanguages languages);
char *
todoku_languages_join (TodokuLanguages languages,
                       const char *ja,
                       const char *en,
                       const char *separator);

char *
todoku_shown_text (const char *text);
gboolean
todoku_port_parse (const char *text, guint16 *ret_port);
char *
todoku_milliseconds_format (gint64 microseconds);
char *
todoku_link_get_host (const char *link);
const char *
todoku_outcome_get_word (TodokuOutcome outcome, TodokuLanguage language);
char *
todoku_outcome_dup_words (TodokuOutcome outcome,
                          TodokuLanguages languages,
                          const char *separator);
gboolean
todoku_strv_has (const char *const *strv, const char *text);
gint64
todoku_timeline_get_duration_us (TodokuTimeline *timeline);

/* Words of the window, through gettext. */
const char *
todoku_step_get_words (const char *step);
char *
todoku_budget_get_words (const TodokuBudget *budget);
const char *
todoku_methods_get_words (const char *const *methods);
char *
todoku_pairing_get_words (TodokuPairing pairing,
                          guint16 port,
                          const char *tls,
                          const char *starttls);

G_END_DECLS
