/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-redaction.h"
#include "todoku-section.h"

G_BEGIN_DECLS

#define TODOKU_TYPE_TRANSCRIPT_ROW (todoku_transcript_row_get_type ())
G_DECLARE_FINAL_TYPE (TodokuTranscriptRow,
                      todoku_transcript_row,
                      TODOKU,
                      TRANSCRIPT_ROW,
                      AdwExpanderRow)

/**
 * TodokuTranscriptRow:
 *
 * What was said with one server, and the commands that show the same.
 */
GtkWidget *
todoku_transcript_row_new (void);
/* @redaction: what copying leaves out */
void
todoku_transcript_row_show (TodokuTranscriptRow *self,
                            TodokuObservation *observation,
                            TodokuRedaction *redaction,
                            TodokuLanguages languages);
/* How often @needle is in it, which is marked; the row is seen when it is
 * there, always with "" */
guint
todoku_transcript_row_search (TodokuTranscriptRow *self, const char *needle);

G_END_DECLS
