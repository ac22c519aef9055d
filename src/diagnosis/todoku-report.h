/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <gio/gio.h>

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
/* One line for a status in words and an icon-like sign, in the language:
 * outcomes are the same six everywhere. */
const char *
todoku_outcome_word (TodokuOutcome outcome, TodokuLanguage language);

G_END_DECLS
