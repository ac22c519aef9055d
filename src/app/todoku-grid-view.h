/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-pane-words.h"
#include "todoku-run.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TODOKU_TYPE_GRID_VIEW (todoku_grid_view_get_type ())
G_DECLARE_FINAL_TYPE (TodokuGridView,
                      todoku_grid_view,
                      TODOKU,
                      GRID_VIEW,
                      AdwBin)

/**
 * TodokuGridView:
 *
 * Ports × encryption: a cell each, moved through with the arrow keys, with what
 * was seen beneath.  It is not seen while nothing is known.
 */
GtkWidget *
todoku_grid_view_new (void);
void
todoku_grid_view_show_run (TodokuGridView *self,
                           TodokuRun *run,
                           TodokuLanguages languages);

G_END_DECLS
