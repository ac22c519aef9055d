/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-share.h"

#include "todoku-print.h"

#include <glib/gstdio.h>
#include <string.h>

static const struct {
  const char *name;
  const char *file_name;
} forms[TODOKU_N_SHARE_FORMS] = {
  [TODOKU_SHARE_TEXT] = { "text", "todoku-report.txt" },
  [TODOKU_SHARE_MARKDOWN] = { "markdown", "todoku-report.md" },
  [TODOKU_SHARE_HTML] = { "html", "todoku-report.html" },
  [TODOKU_SHARE_JSON] = { "json", "todoku-report.json" },
  [TODOKU_SHARE_PDF] = { "pdf", "todoku-report.pdf" },
  [TODOKU_SHARE_HAND_OUT] = { "hand-out", "todoku-hand-out.pdf" },
};

/**
 * todoku_share_form_from_string:
 * @text: name of a form
 * @ret_form: (out): the form
 *
 * Returns: whether there is one of this name
 */
gboolean
todoku_share_form_from_string (const char *text, TodokuShareForm *ret_form)
{
  g_return_val_if_fail (text && ret_form, FALSE);

  for (int i = 0; i < TODOKU_N_SHARE_FORMS; i++)
    if (strcmp (forms[i].name, text) == 0) {
      *ret_form = i;
      return TRUE;
    }
  return FALSE;
}

/**
 * todoku_share_form_get_file_name:
 * @form: a form
 *
 * Returns: (transfer none): what is proposed for its file
 */
const char *
todoku_share_form_get_file_name (TodokuShareForm form)
{
  return forms[form].file_name;
}

/* GTK writes a PDF to a path alone: it is taken from a file that only its owner
 * can read, so that all forms are saved in the same careful way. */
static GBytes *
write_pdf (TodokuRun *run,
           TodokuPrintKind kind,
           TodokuReportFlags flags,
           GError **error)
{
  g_autofree char *path = NULL;
  char *contents = NULL;
  gsize length = 0;
  gboolean good;
  int fd = g_file_open_tmp ("todoku-XXXXXX.pdf", &path, error);

  if (fd < 0)
    return NULL;
  g_close (fd, NULL);
  good = todoku_print_export (run, kind, flags, path, error) &&
         g_file_get_contents (path, &contents, &length, error);
  g_unlink (path);
  return good ? g_bytes_new_take (contents, length) : NULL;
}

/**
 * todoku_share_write:
 * @run: a run
 * @form: of the file
 * @flags: languages, and what goes in
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the file's bytes
 */
GBytes *
todoku_share_write (TodokuRun *run,
                    TodokuShareForm form,
                    TodokuReportFlags flags,
                    GError **error)
{
  static const TodokuReportFlags both = TODOKU_REPORT_EN | TODOKU_REPORT_JA;
  static const TodokuReportFormat formats[] = {
    [TODOKU_SHARE_TEXT] = TODOKU_REPORT_TEXT,
    [TODOKU_SHARE_MARKDOWN] = TODOKU_REPORT_MARKDOWN,
    [TODOKU_SHARE_HTML] = TODOKU_REPORT_HTML,
    [TODOKU_SHARE_JSON] = TODOKU_REPORT_JSON,
  };
  char *text;

  g_return_val_if_fail (TODOKU_IS_RUN (run), NULL);

  if (form == TODOKU_SHARE_PDF)
    return write_pdf (run, TODOKU_PRINT_REPORT, flags, error);
  if (form == TODOKU_SHARE_HAND_OUT)
    return write_pdf (run, TODOKU_PRINT_HAND_OUT, flags | both, error);
  if (form == TODOKU_SHARE_HTML)
    flags |= both;
  text = todoku_report_write (run, formats[form], flags);
  return g_bytes_new_take (text, strlen (text));
}
