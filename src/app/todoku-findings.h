/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-section.h"

G_BEGIN_DECLS

/* What the findings' sections show of a run. */
char *
todoku_finding_dup_title (TodokuFinding *finding, TodokuLanguages languages);
char *
todoku_finding_dup_why (TodokuFinding *finding, TodokuLanguages languages);
char *
todoku_finding_dup_evidence (TodokuFinding *finding, TodokuLanguages languages);
char *
todoku_finding_dup_certainty (TodokuFinding *finding,
                              TodokuLanguages languages);
char *
todoku_sources_dup_markup (const char *const *sources);

GtkWidget *
todoku_step_row_new (const TodokuFindingStep *step,
                     guint number,
                     TodokuLanguages languages);
void
todoku_expander_row_add_steps (AdwExpanderRow *row,
                               GPtrArray *steps,
                               TodokuLanguages languages);
GtkLabel *
todoku_expander_row_add_text (AdwExpanderRow *row, const char *text);

void
todoku_section_show_steps (TodokuSection *section,
                           TodokuRun *run,
                           TodokuLanguages languages);
void
todoku_section_show_other_findings (TodokuSection *section,
                                    TodokuRun *run,
                                    TodokuLanguages languages);
void
todoku_section_show_ruled_out (TodokuSection *section,
                               TodokuRun *run,
                               TodokuLanguages languages);

G_END_DECLS
