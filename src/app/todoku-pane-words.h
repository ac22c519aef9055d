/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-closures.h"

G_BEGIN_DECLS

/* Headings and words of the results pane.  They stand in both languages here
 * and not in gettext, because the pane's language is chosen in the pane and
 * must not depend on the locales that a system has installed. */
typedef enum {
  TODOKU_WORD_STEPS,
  TODOKU_WORD_SETTINGS,
  TODOKU_WORD_CHECKLIST,
  TODOKU_WORD_OTHER_FINDINGS,
  TODOKU_WORD_RULED_OUT,
  TODOKU_WORD_SERVERS,
  TODOKU_WORD_TRANSCRIPT,
  TODOKU_WORD_CONSEQUENCES,
  TODOKU_WORD_CHECKED,
  TODOKU_WORD_SOURCES,
  TODOKU_WORD_CERTAIN,
  TODOKU_WORD_LIKELY,
  TODOKU_WORD_POSSIBLE,
  TODOKU_WORD_BY_USER,
  TODOKU_WORD_BY_ADMINISTRATOR,
  TODOKU_WORD_BY_PROVIDER,
  TODOKU_WORD_OPEN,
  TODOKU_WORD_COPY,
  TODOKU_WORD_COPY_ALL,
  TODOKU_WORD_INCOMING,
  TODOKU_WORD_OUTGOING,
  TODOKU_WORD_PORT_AND_ENCRYPTION,
  TODOKU_WORD_USER_NAME,
  TODOKU_WORD_SIGN_IN,
  TODOKU_WORD_OAUTH2,
  TODOKU_WORD_APP_PASSWORD,
  TODOKU_WORD_PASSWORD,
  TODOKU_WORD_PROVIDER_PASSWORD,
  TODOKU_WORD_YES,
  TODOKU_WORD_NO,
  TODOKU_WORD_DO_NOT_KNOW,
  TODOKU_WORD_STATE_GOOD,
  TODOKU_WORD_STATE_PROBLEM,
  TODOKU_WORD_STATE_ASK,
  TODOKU_WORD_STATE_NOT_APPLICABLE,
  TODOKU_WORD_SEVERITY_WARNING,
  TODOKU_WORD_SEVERITY_NOTE,
  TODOKU_WORD_YOUR_SETTING,
  TODOKU_WORD_TLS,
  TODOKU_WORD_STARTTLS,
  TODOKU_WORD_NO_ENCRYPTION,
  TODOKU_WORD_CHANNEL_PLAIN,
  TODOKU_WORD_CHANNEL_UNVERIFIED,
  TODOKU_WORD_CHANNEL_VERIFIED,
  TODOKU_WORD_FORGEABLE,
  TODOKU_WORD_LINES_DROPPED,
  TODOKU_WORD_NOTHING_SAID,
  TODOKU_WORD_RECOGNISED,
  TODOKU_N_WORDS,
} TodokuPaneWord;

const char *
todoku_pane_word (TodokuPaneWord word, TodokuLanguage language);
char *
todoku_pane_words (TodokuPaneWord word, TodokuLanguages languages);

/* Words for values of the contract; (nullable) for what has none. */
TodokuPaneWord
todoku_pane_word_for_certainty (TodokuCertainty certainty);
TodokuPaneWord
todoku_pane_word_for_who (const char *who);
TodokuPaneWord
todoku_pane_word_for_state (const char *state);
TodokuPaneWord
todoku_pane_word_for_severity (const char *severity);
TodokuPaneWord
todoku_pane_word_for_security (TodokuSecurity security);
TodokuPaneWord
todoku_pane_word_for_channel (TodokuChannel channel);
TodokuPaneWord
todoku_pane_word_for_method (const char *method);

G_END_DECLS
