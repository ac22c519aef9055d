/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-report.h"

#include "todoku-report-private.h"

#include <string.h>

/**
 * todoku_report_format_from_string:
 * @text: "text", "markdown", "html" or "json"
 * @ret_format: return location, untouched on failure
 *
 * Returns: whether @text names a form of report
 */
gboolean
todoku_report_format_from_string (const char *text,
                                  TodokuReportFormat *ret_format)
{
  static const char *const names[] = { "text", "markdown", "html", "json" };

  g_return_val_if_fail (text && ret_format, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (names[i], text) == 0) {
      *ret_format = (TodokuReportFormat) i;
      return TRUE;
    }
  return FALSE;
}

/**
 * todoku_report_new_document:
 * @run: a run, done or not
 * @flags: languages (English when none is named), and what goes in
 *
 * Returns: (transfer full): what the report says
 */
TodokuDocument *
todoku_report_new_document (TodokuRun *run, TodokuReportFlags flags)
{
  g_autoptr (TodokuRedaction) redaction = NULL;

  g_return_val_if_fail (TODOKU_IS_RUN (run), NULL);

  redaction = todoku_redaction_new (run, flags);
  if (!(flags & (TODOKU_REPORT_EN | TODOKU_REPORT_JA)))
    flags |= TODOKU_REPORT_EN;
  return todoku_report_collect (run, flags, redaction);
}

/**
 * todoku_report_write:
 * @run: a run, done or not
 * @format: form of the report
 * @flags: languages (English when none is named), and what goes in
 *
 * Writes what @run has found.  The address is shortened unless @flags say
 * otherwise; no secret can be in it, for a run's observations hold none.
 *
 * Returns: (transfer full): the report, ending with a newline
 */
char *
todoku_report_write (TodokuRun *run,
                     TodokuReportFormat format,
                     TodokuReportFlags flags)
{
  g_autoptr (TodokuRedaction) redaction = NULL;
  g_autoptr (TodokuDocument) document = NULL;

  g_return_val_if_fail (TODOKU_IS_RUN (run), NULL);

  if (format == TODOKU_REPORT_JSON) {
    redaction = todoku_redaction_new (run, flags);
    return todoku_report_to_json (run, flags, redaction);
  }
  document = todoku_report_new_document (run, flags);
  if (format == TODOKU_REPORT_MARKDOWN)
    return todoku_document_to_markdown (document);
  if (format == TODOKU_REPORT_HTML)
    return todoku_document_to_html (document);
  return todoku_document_to_text (document,
                                  (flags & TODOKU_REPORT_COLOUR) != 0);
}
