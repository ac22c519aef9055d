/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* From this width on both panes stand side by side, with text of the usual
 * size. */
#define TODOKU_SPLIT_WIDE 860
/* Width of the first pane then. */
#define TODOKU_SPLIT_FIRST_WIDTH 384

#define TODOKU_TYPE_SPLIT (todoku_split_get_type ())
G_DECLARE_FINAL_TYPE (TodokuSplit, todoku_split, TODOKU, SPLIT, GtkWidget)

/**
 * TodokuSplit:
 *
 * Two panes side by side where there is room, else one at a time. Properties:
 * "first", "second" (widgets), "folded" (read-only: one at a time),
 * "show-second" (which of them then).
 */
GtkWidget *
todoku_split_new (void);
gboolean
todoku_split_is_folded (TodokuSplit *self);
gboolean
todoku_split_get_show_second (TodokuSplit *self);
void
todoku_split_set_show_second (TodokuSplit *self, gboolean show_second);
void
todoku_split_set_first (TodokuSplit *self, GtkWidget *first);
void
todoku_split_set_second (TodokuSplit *self, GtkWidget *second);

G_END_DECLS
