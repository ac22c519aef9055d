/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-pane-words.h"
#include "todoku-probe.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What a bar is made of: stages that people know, each of one or more of a
 * probe's. */
typedef enum {
  TODOKU_SEGMENT_NAME,
  TODOKU_SEGMENT_CONNECTION,
  TODOKU_SEGMENT_TLS,
  TODOKU_SEGMENT_GREETING,
  TODOKU_SEGMENT_SIGN_IN,
  TODOKU_N_SEGMENTS,
} TodokuSegment;

TodokuPaneWord
todoku_segment_get_word (TodokuSegment segment);
/* @dark: 0 or 1 */
const GdkRGBA *
todoku_segment_get_colour (TodokuSegment segment, guint dark);
/* Microseconds of each, 0 for what did not happen. */
void
todoku_segments_measure (TodokuTimeline *timeline,
                         gint64 ret_lengths[TODOKU_N_SEGMENTS]);

#define TODOKU_TYPE_BAR (todoku_bar_get_type ())
G_DECLARE_FINAL_TYPE (TodokuBar, todoku_bar, TODOKU, BAR, GtkWidget)

/**
 * TodokuBar:
 *
 * Where the time of one probe went, drawn to scale.
 */
GtkWidget *
todoku_bar_new (void);
/* @whole_us: what the whole width stands for; a longer bar is cut, and shown
 * to be */
void
todoku_bar_show (TodokuBar *self, TodokuTimeline *timeline, gint64 whole_us);

/* One colour, for a legend. */
#define TODOKU_TYPE_SWATCH (todoku_swatch_get_type ())
G_DECLARE_FINAL_TYPE (TodokuSwatch, todoku_swatch, TODOKU, SWATCH, GtkWidget)

GtkWidget *
todoku_swatch_new (TodokuSegment segment);

G_END_DECLS
