/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-pane-words.h"
#include "todoku-run.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TODOKU_TYPE_WATERFALL (todoku_waterfall_get_type ())
G_DECLARE_FINAL_TYPE (TodokuWaterfall,
                      todoku_waterfall,
                      TODOKU,
                      WATERFALL,
                      AdwBin)

/**
 * TodokuWaterfall:
 *
 * A bar a probe: where its time went.  What was tried for comparison alone is
 * folded.  It is not seen while nothing has ended.
 */
GtkWidget *
todoku_waterfall_new (void);
void
todoku_waterfall_show_run (TodokuWaterfall *self,
                           TodokuRun *run,
                           TodokuLanguages languages);
/* Of the bars: what the whole width stands for, so that one server that stays
 * silent does not squeeze all others. */
gint64
todoku_waterfall_get_scale (GPtrArray *observations);

G_END_DECLS
