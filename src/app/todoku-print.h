/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-report.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum {
  TODOKU_PRINT_REPORT,
  TODOKU_PRINT_HAND_OUT, /* one page, large letters, a QR code */
} TodokuPrintKind;

/* Asks for a printer. */
void
todoku_print (TodokuRun *run,
              TodokuPrintKind kind,
              TodokuReportFlags flags,
              GtkWindow *parent);
/* Into a PDF file of this computer. */
gboolean
todoku_print_export (TodokuRun *run,
                     TodokuPrintKind kind,
                     TodokuReportFlags flags,
                     const char *path,
                     GError **error);

G_END_DECLS
