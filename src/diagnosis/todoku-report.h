/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <gio/gio.h>

#include "todoku-document.h"
#include "todoku-run.h"

G_BEGIN_DECLS

typedef enum {
  TODOKU_REPORT_TEXT,
  TODOKU_REPORT_MARKDOWN,
  TODOKU_REPORT_HTML,
  TODOKU_REPORT_JSON
} TodokuReportFormat;
typedef enum {
  TODOKU_REPORT_EN = 1 << 0,
  TODOKU_REPORT_JA = 1 << 1,
  TODOKU_REPORT_TRANSCRIPT = 1 << 2,
  TODOKU_REPORT_COLOUR = 1 << 3,     /* ANSI, text only */
  TODOKU_REPORT_UNREDACTED = 1 << 4, /* addresses whole; secrets never */
} TodokuReportFlags;
gboolean
todoku_report_format_from_string (const char *text,
                                  TodokuReportFormat *ret_format);
/* (transfer full). Redacted by default: "t…@gmail.com". */
char *
todoku_report_write (TodokuRun *run,
                     TodokuReportFormat format,
                     TodokuReportFlags flags);
/* (transfer full): the same page before it has a form, for paper. */
TodokuDocument *
todoku_report_new_document (TodokuRun *run, TodokuReportFlags flags);
/* (transfer full): one page to give away: the cause, what to do, the right
 * settings.  @ret_link: (nullable): the page that helps further */
TodokuDocument *
todoku_hand_out_new (TodokuRun *run,
                     TodokuReportFlags flags,
                     const char **ret_link);
/* (transfer full): what a finished probe saw, in a sentence */
char *
todoku_report_dup_sentence (TodokuRun *run,
                            TodokuObservation *observation,
                            TodokuLanguage language);
/* One line for a status in words and an icon-like sign, in the language:
 * outcomes are the same six everywhere. */
const char *
todoku_outcome_word (TodokuOutcome outcome, TodokuLanguage language);

G_END_DECLS
