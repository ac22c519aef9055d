/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-pane-words.h"
#include "todoku-run.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TODOKU_TYPE_EVIDENCE_VIEW (todoku_evidence_view_get_type ())
G_DECLARE_FINAL_TYPE (TodokuEvidenceView,
                      todoku_evidence_view,
                      TODOKU,
                      EVIDENCE_VIEW,
                      AdwBin)

/**
 * TodokuEvidenceView:
 *
 * What the probes saw: the grid, where the time went, certificates, what was
 * said.  It is not seen while nothing was.
 */
GtkWidget *
todoku_evidence_view_new (void);
void
todoku_evidence_view_show_run (TodokuEvidenceView *self,
                               TodokuRun *run,
                               TodokuLanguages languages);

G_END_DECLS
