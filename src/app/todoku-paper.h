/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-document.h"

#include <pango/pangocairo.h>

G_BEGIN_DECLS

/**
 * TodokuPaper:
 *
 * A document laid out on pages of one size.  Lengths are in points.
 */
typedef struct _TodokuPaper TodokuPaper;

typedef enum {
  TODOKU_PAPER_DEFAULT = 0,
  TODOKU_PAPER_BREAK_AT_TITLE = 1 << 0, /* each language on pages of its own */
} TodokuPaperFlags;

TodokuPaper *
todoku_paper_new (PangoContext *context,
                  TodokuDocument *document,
                  double width,
                  double height,
                  double font_size,
                  TodokuPaperFlags flags);
/* In the largest letters, of at most @font_size, with which it is one page; in
 * small ones and on more pages when there are none: nothing is left out. */
TodokuPaper *
todoku_paper_new_fitting (PangoContext *context,
                          TodokuDocument *document,
                          double width,
                          double height,
                          double font_size);
void
todoku_paper_free (TodokuPaper *self);
guint
todoku_paper_get_n_pages (const TodokuPaper *self);
double
todoku_paper_get_font_size (const TodokuPaper *self);
void
todoku_paper_draw (const TodokuPaper *self, cairo_t *cr, guint page);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TodokuPaper, todoku_paper_free)

G_END_DECLS
