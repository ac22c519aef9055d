/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-document.h"
#include "todoku-redaction.h"
#include "todoku-report.h"

G_BEGIN_DECLS

/* What every form of report says, collected in one place: the page, in the
 * languages that @flags name. */
TodokuDocument *
todoku_report_collect (TodokuRun *run,
                       TodokuReportFlags flags,
                       TodokuRedaction *redaction);
/* The sections about what the probes saw. */
void
todoku_report_add_probes (TodokuDocument *document,
                          TodokuRun *run,
                          TodokuRedaction *redaction);
/* The table of ports and encryption, and what became of the test message. */
void
todoku_report_add_grid (TodokuDocument *document, TodokuRun *run);
void
todoku_report_add_delivery (TodokuDocument *document, TodokuRun *run);
/* What the servers offer and what the mail app needs of it. */
void
todoku_report_add_offers (TodokuDocument *document,
                          TodokuRun *run,
                          TodokuRedaction *redaction);
void
todoku_report_add_transcripts (TodokuDocument *document,
                               TodokuRun *run,
                               TodokuRedaction *redaction);
char *
todoku_report_to_json (TodokuRun *run,
                       TodokuReportFlags flags,
                       TodokuRedaction *redaction);

/* How long a probe took, in milliseconds; 0: it never began */
gint64
todoku_report_get_duration_ms (TodokuObservation *observation);

G_END_DECLS
