/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-grid.h"
#include "todoku-pane-words.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TODOKU_TYPE_CELL_VIEW (todoku_cell_view_get_type ())
G_DECLARE_FINAL_TYPE (TodokuCellView,
                      todoku_cell_view,
                      TODOKU,
                      CELL_VIEW,
                      GtkWidget)

/**
 * TodokuCellView:
 *
 * One port with one way of encryption: icon, word and time; focusable.
 */
GtkWidget *
todoku_cell_view_new (void);

typedef enum {
  TODOKU_CELL_DEFAULT = 0,
  TODOKU_CELL_RECOMMENDED = 1 << 0,
} TodokuCellFlags;

/* @place: what the cell stands for, "Port 587, STARTTLS"; @detail: what was
 * seen, a sentence. */
void
todoku_cell_view_show (TodokuCellView *self,
                       const TodokuGridCell *cell,
                       const char *place,
                       const char *detail,
                       TodokuCellFlags flags,
                       TodokuLanguages languages);
const char *
todoku_cell_view_get_detail (TodokuCellView *self);

G_END_DECLS
