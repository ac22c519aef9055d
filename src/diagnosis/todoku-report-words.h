/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-report.h"

G_BEGIN_DECLS

/* Headings and small words of a report, in both languages: a report speaks its
 * own language, whatever the desktop's is. */
typedef enum {
  TODOKU_WORD_TITLE,
  TODOKU_WORD_WHAT_TO_DO,
  TODOKU_WORD_SETTINGS,
  TODOKU_WORD_INCOMING,
  TODOKU_WORD_OUTGOING,
  TODOKU_WORD_USER,
  TODOKU_WORD_CHECKLIST,
  TODOKU_WORD_OTHERS,
  TODOKU_WORD_RULED_OUT,
  TODOKU_WORD_SEEN,
  TODOKU_WORD_TESTED,
  TODOKU_WORD_TRANSCRIPT,
  TODOKU_WORD_CHECKED,
  TODOKU_WORD_SOURCES,
  TODOKU_WORD_ADMINISTRATOR,
  TODOKU_WORD_PROVIDER,
  TODOKU_WORD_CONSEQUENCE,
  TODOKU_WORD_REDACTED,
  TODOKU_WORD_SIGN_IN,
  TODOKU_N_WORDS,
} TodokuWord;

const char *todoku_word (TodokuWord word, TodokuLanguage language);
const char *todoku_certainty_word (TodokuCertainty certainty, TodokuLanguage language);
const char *todoku_state_word (const char *state, TodokuLanguage language);
const char *todoku_security_word (TodokuSecurity security);
const char *todoku_sign_in_word (const char *method, TodokuLanguage language);

/* "t…@gmail.com" unless the whole address may be shown. (transfer full) (nullable) */
char *todoku_report_address (TodokuRun *run, const char *text, TodokuReportFlags flags);

G_END_DECLS
