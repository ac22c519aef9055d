/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-report.h"

G_BEGIN_DECLS

typedef enum {
  TODOKU_SHARE_TEXT,
  TODOKU_SHARE_MARKDOWN,
  TODOKU_SHARE_HTML,
  TODOKU_SHARE_JSON,
  TODOKU_SHARE_PDF,
  TODOKU_SHARE_HAND_OUT,
  TODOKU_N_SHARE_FORMS,
} TodokuShareForm;

/* "text", "markdown", "html", "json", "pdf", "hand-out" */
gboolean
todoku_share_form_from_string (const char *text, TodokuShareForm *ret_form);
/* What a file of this form is called at first. */
const char *
todoku_share_form_get_file_name (TodokuShareForm form);
/* (transfer full) (nullable): the bytes of such a file.  @flags: as chosen; a
 * page that others open is in both languages whatever they say. */
GBytes *
todoku_share_write (TodokuRun *run,
                    TodokuShareForm form,
                    TodokuReportFlags flags,
                    GError **error);

G_END_DECLS
