/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-paper.h"

#include <string.h>

#define LEAST_FONT_SIZE 8.0
#define COLUMN_GAP 1.2 /* of the font size */

/* A line of text, or of a table's cells: what is not cut between pages. */
typedef struct {
  PangoLayout *layout;
  int line;    /* of it; -1: all of them */
  double x, y; /* in the row */
  double grey;
} Piece;

typedef struct {
  GArray *pieces; /* (element-type Piece) */
  double before;  /* room above, but at the head of a page */
  double height;
  gboolean keeps; /* stays with the next */
  gboolean breaks;
  guint page;
  double y;
} Row;

struct _TodokuPaper {
  PangoContext *context;
  GPtrArray *rows; /* (element-type Row) */
  double width, height, font_size;
  TodokuPaperFlags flags;
  guint n_pages;
};

/* How each kind of block is set, in multiples of the font size. */
typedef struct {
  double scale;
  double before;
  double indent;
  PangoWeight weight;
  double grey;
  gboolean keeps;
  gboolean monospace;
} Style;

static const Style styles[] = {
  [TODOKU_BLOCK_TITLE] = { 1.6, 0, 0, PANGO_WEIGHT_BOLD, 0, TRUE, FALSE },
  [TODOKU_BLOCK_HEADING] = { 1.25, 1.2, 0, PANGO_WEIGHT_BOLD, 0, TRUE, FALSE },
  [TODOKU_BLOCK_FINDING] = { 1.15, 0.9, 0, PANGO_WEIGHT_BOLD, 0, TRUE, FALSE },
  [TODOKU_BLOCK_LABEL] = { 1, 0.6, 0, PANGO_WEIGHT_BOLD, 0, TRUE, FALSE },
  [TODOKU_BLOCK_PARAGRAPH] = { 1,
                               0.4,
                               0,
                               PANGO_WEIGHT_NORMAL,
                               0,
                               FALSE,
                               FALSE },
  [TODOKU_BLOCK_SMALL] = { 0.85,
                           0.4,
                           0,
                           PANGO_WEIGHT_NORMAL,
                           0.3,
                           FALSE,
                           FALSE },
  [TODOKU_BLOCK_STEP] = { 1, 0.35, 1.8, PANGO_WEIGHT_NORMAL, 0, FALSE, FALSE },
  [TODOKU_BLOCK_ITEM] = { 1, 0.3, 1.8, PANGO_WEIGHT_NORMAL, 0, FALSE, FALSE },
  [TODOKU_BLOCK_TABLE] = { 1, 0.2, 0, PANGO_WEIGHT_NORMAL, 0, FALSE, FALSE },
  [TODOKU_BLOCK_VERBATIM] = { 0.8,
                              0.1,
                              0,
                              PANGO_WEIGHT_NORMAL,
                              0,
                              FALSE,
                              TRUE },
};

/* ---- life -----------------------------------------------------------------
 */

static void
piece_clear (gpointer data)
{
  g_clear_object (&((Piece *) data)->layout);
}

static void
row_free (gpointer data)
{
  Row *self = data;

  g_array_unref (self->pieces);
  g_free (self);
}

static Row *
add_row (TodokuPaper *self, double before)
{
  Row *row = g_new0 (Row, 1);

  row->pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  g_array_set_clear_func (row->pieces, piece_clear);
  row->before = before;
  g_ptr_array_add (self->rows, row);
  return row;
}

static void
add_piece (Row *row,
           PangoLayout *layout,
           int line,
           double x,
           double grey,
           double height)
{
  Piece piece = { g_object_ref (layout), line, x, 0, grey };

  g_array_append_val (row->pieces, piece);
  row->height = MAX (row->height, height);
}

/* ---- layouts --------------------------------------------------------------
 */

/* The language chooses between the Japanese and other forms of a character. */
static PangoLayout *
layout_new (TodokuPaper *self,
            const Style *style,
            TodokuLanguage language,
            const char *text,
            double width)
{
  PangoLayout *layout = pango_layout_new (self->context);
  g_autoptr (PangoFontDescription) font = pango_font_description_from_string (
      style->monospace ? "Monospace" : "Sans");
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_font_description_set_absolute_size (font,
                                            self->font_size * style->scale *
                                                PANGO_SCALE);
  pango_font_description_set_weight (font, style->weight);
  pango_attr_list_insert (attributes,
                          pango_attr_language_new (pango_language_from_string (
                              todoku_language_to_string (language))));
  pango_layout_set_font_description (layout, font);
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_line_spacing (layout, 1.15f);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  if (width >= 0)
    pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_text (layout, text, -1);
  return layout;
}

static double
line_height (PangoLayout *layout, int line)
{
  PangoRectangle logical;

  pango_layout_line_get_extents (pango_layout_get_line_readonly (layout, line),
                                 NULL,
                                 &logical);
  return (double) logical.height / PANGO_SCALE;
}

/* A row for each line, so that a page may end between any two. */
static void
add_lines (TodokuPaper *self,
           const Style *style,
           TodokuLanguage language,
           const char *text,
           double before)
{
  double indent = style->indent * self->font_size;
  g_autoptr (PangoLayout) layout =
      layout_new (self, style, language, text, self->width - indent);

  for (int i = 0; i < pango_layout_get_line_count (layout); i++) {
    Row *row = add_row (self, i == 0 ? before * self->font_size : 0);

    add_piece (row, layout, i, indent, style->grey, line_height (layout, i));
    row->keeps = style->keeps;
  }
}

/* ---- blocks ---------------------------------------------------------------
 */

static void
add_marker (TodokuPaper *self,
            const Style *style,
            const TodokuBlock *block,
            guint first)
{
  Row *row = g_ptr_array_index (self->rows, first);
  g_autofree char *number = g_strdup_printf ("%u.", block->number);
  const char *text = block->kind == TODOKU_BLOCK_STEP ? number
                     : block->sign != NULL            ? block->sign
                                                      : "•";
  g_autoptr (PangoLayout) layout =
      layout_new (self, style, block->language, text, -1);

  add_piece (row, layout, 0, 0, 0, line_height (layout, 0));
}

/* What is copied and where it leads stand below, as they cannot be pressed. */
static void
add_more (TodokuPaper *self, const TodokuBlock *block, double indent)
{
  Style value = { 0.95, 0.1, indent, PANGO_WEIGHT_NORMAL, 0, FALSE, TRUE };
  Style link = { 0.85, 0.1, indent, PANGO_WEIGHT_NORMAL, 0.3, FALSE, FALSE };

  if (block->value != NULL)
    add_lines (self, &value, block->language, block->value, value.before);
  if (block->link != NULL)
    add_lines (self, &link, block->language, block->link, link.before);
}

static void
add_text (TodokuPaper *self, const TodokuBlock *block)
{
  const Style *style = &styles[block->kind];
  gboolean marked = style->indent > 0;
  guint first = self->rows->len;
  g_autofree char *text =
      block->sign != NULL && !marked
          ? g_strdup_printf ("%s %s", block->sign, block->text)
          : g_strdup (block->text);

  if (*text == '\0')
    return;
  add_lines (self, style, block->language, text, style->before);
  if (marked)
    add_marker (self, style, block, first);
  if (block->kind == TODOKU_BLOCK_TITLE && first > 0) {
    Row *row = g_ptr_array_index (self->rows, first);

    row->breaks = (self->flags & TODOKU_PAPER_BREAK_AT_TITLE) != 0;
    row->before = 2 * self->font_size;
  }
  add_more (self, block, style->indent);
}

static void
add_verbatim (TodokuPaper *self, const TodokuBlock *block)
{
  const Style *style = &styles[TODOKU_BLOCK_VERBATIM];

  for (guint i = 0; i < block->rows->len; i++)
    add_lines (self,
               style,
               block->language,
               ((GStrv) g_ptr_array_index (block->rows, i))[0],
               style->before);
}

/* ---- tables ---------------------------------------------------------------
 */

static guint
count_columns (const TodokuBlock *block)
{
  guint columns = 0;

  for (guint i = 0; i < block->rows->len; i++)
    columns = MAX (columns, g_strv_length (g_ptr_array_index (block->rows, i)));
  return columns;
}

static Style
cell_style (const TodokuBlock *block, guint row)
{
  Style style = styles[TODOKU_BLOCK_TABLE];

  if (row == 0 && block->headed)
    style.weight = PANGO_WEIGHT_BOLD;
  /* What was tested has six columns. */
  if (count_columns (block) > 4)
    style.scale = 0.8;
  return style;
}

/* As wide as its cells are without a break. */
static double
natural_width (TodokuPaper *self, const TodokuBlock *block, guint column)
{
  double width = 0;

  for (guint i = 0; i < block->rows->len; i++) {
    GStrv cells = g_ptr_array_index (block->rows, i);
    Style style = cell_style (block, i);
    g_autoptr (PangoLayout) layout = NULL;
    int pixels;

    if (column >= g_strv_length (cells))
      continue;
    layout = layout_new (self, &style, block->language, cells[column], -1);
    pango_layout_get_size (layout, &pixels, NULL);
    width = MAX (width, (double) pixels / PANGO_SCALE);
  }
  return width + 1;
}

/* Narrow columns keep their width; the wide ones share what is left. */
static void
share_width (double *widths, guint columns, double room)
{
  guint wide = columns;
  double fair = room / columns;

  for (guint round = 0; round < columns; round++) {
    double left = room;

    wide = 0;
    for (guint i = 0; i < columns; i++)
      if (widths[i] <= fair)
        left -= widths[i];
      else
        wide++;
    if (wide == 0)
      return;
    fair = left / wide;
  }
  for (guint i = 0; i < columns; i++)
    widths[i] = MIN (widths[i], fair);
}

/* Japanese and Latin letters have lines of other heights. */
static void
align_baselines (Row *row)
{
  double lowest = 0;

  for (guint i = 0; i < row->pieces->len; i++)
    lowest = MAX (lowest,
                  (double) pango_layout_get_baseline (
                      g_array_index (row->pieces, Piece, i).layout));
  for (guint i = 0; i < row->pieces->len; i++) {
    Piece *piece = &g_array_index (row->pieces, Piece, i);

    piece->y = (lowest - (double) pango_layout_get_baseline (piece->layout)) /
               PANGO_SCALE;
  }
}

static void
add_table_row (TodokuPaper *self,
               const TodokuBlock *block,
               guint index,
               const double *widths)
{
  GStrv cells = g_ptr_array_index (block->rows, index);
  Style style = cell_style (block, index);
  Row *row = add_row (self, style.before * self->font_size);
  double x = 0;

  for (guint i = 0; cells[i] != NULL; i++) {
    g_autoptr (PangoLayout) layout =
        layout_new (self, &style, block->language, cells[i], widths[i]);
    int height;

    pango_layout_get_size (layout, NULL, &height);
    add_piece (row, layout, -1, x, 0, (double) height / PANGO_SCALE);
    x += widths[i] + COLUMN_GAP * self->font_size;
  }
  align_baselines (row);
  row->keeps = index == 0 && block->headed;
}

static void
add_table (TodokuPaper *self, const TodokuBlock *block)
{
  guint columns = count_columns (block);
  g_autofree double *widths = g_new0 (double, columns + 1);

  if (columns == 0)
    return;
  for (guint i = 0; i < columns; i++)
    widths[i] = natural_width (self, block, i);
  share_width (widths,
               columns,
               self->width - COLUMN_GAP * self->font_size * (columns - 1));
  for (guint i = 0; i < block->rows->len; i++)
    add_table_row (self, block, i, widths);
}

/* ---- pages ----------------------------------------------------------------
 */

static double
height_of (const Row *row, gboolean first)
{
  return row->height + (first ? 0 : row->before);
}

/* How much must stand on one page: a heading and what it heads. */
static double
kept_height (TodokuPaper *self, guint index, gboolean first)
{
  double height = 0;
  const Row *row;

  do {
    row = g_ptr_array_index (self->rows, index++);
    height += height_of (row, first);
    first = FALSE;
  } while (row->keeps && index < self->rows->len);
  return height;
}

static void
paginate (TodokuPaper *self)
{
  double y = 0;
  guint page = 0;
  gboolean kept = FALSE; /* with the row before */

  for (guint i = 0; i < self->rows->len; i++) {
    Row *row = g_ptr_array_index (self->rows, i);
    double needed =
        kept ? height_of (row, y <= 0) : kept_height (self, i, y <= 0);

    if (y > 0 && (row->breaks || y + needed > self->height)) {
      page++;
      y = 0;
    }
    y += y > 0 ? row->before : 0;
    row->page = page;
    row->y = y;
    y += row->height;
    kept = row->keeps;
  }
  self->n_pages = page + 1;
}

/* ---- the paper ------------------------------------------------------------
 */

/**
 * todoku_paper_new:
 * @context: how text is set
 * @document: what stands on it
 * @width: of a page, in points
 * @height: of a page, in points
 * @font_size: of a paragraph, in points
 * @flags: where pages end
 *
 * Returns: (transfer full): the pages
 */
TodokuPaper *
todoku_paper_new (PangoContext *context,
                  TodokuDocument *document,
                  double width,
                  double height,
                  double font_size,
                  TodokuPaperFlags flags)
{
  TodokuPaper *self;

  g_return_val_if_fail (PANGO_IS_CONTEXT (context) && document, NULL);

  self = g_new0 (TodokuPaper, 1);
  self->context = g_object_ref (context);
  self->rows = g_ptr_array_new_with_free_func (row_free);
  self->width = width;
  self->height = height;
  self->font_size = font_size;
  self->flags = flags;
  for (guint i = 0; i < document->blocks->len; i++) {
    const TodokuBlock *block = g_ptr_array_index (document->blocks, i);

    if (block->kind == TODOKU_BLOCK_TABLE)
      add_table (self, block);
    else if (block->kind == TODOKU_BLOCK_VERBATIM)
      add_verbatim (self, block);
    else
      add_text (self, block);
  }
  paginate (self);
  return self;
}

/**
 * todoku_paper_new_fitting:
 * @context: how text is set
 * @document: what stands on it
 * @width: of a page, in points
 * @height: of a page, in points
 * @font_size: at most, in points
 *
 * Returns: (transfer full): one page, in letters as large as can be
 */
TodokuPaper *
todoku_paper_new_fitting (PangoContext *context,
                          TodokuDocument *document,
                          double width,
                          double height,
                          double font_size)
{
  for (double size = font_size; size > LEAST_FONT_SIZE; size -= 0.5) {
    g_autoptr (TodokuPaper) self = todoku_paper_new (context,
                                                     document,
                                                     width,
                                                     height,
                                                     size,
                                                     TODOKU_PAPER_DEFAULT);

    if (self->n_pages == 1)
      return g_steal_pointer (&self);
  }
  return todoku_paper_new (context,
                           document,
                           width,
                           height,
                           LEAST_FONT_SIZE,
                           TODOKU_PAPER_DEFAULT);
}

/**
 * todoku_paper_free:
 * @self: (nullable): pages
 */
void
todoku_paper_free (TodokuPaper *self)
{
  if (self == NULL)
    return;
  g_object_unref (self->context);
  g_ptr_array_unref (self->rows);
  g_free (self);
}

/**
 * todoku_paper_get_n_pages:
 * @self: pages
 *
 * Returns: how many
 */
guint
todoku_paper_get_n_pages (const TodokuPaper *self)
{
  return self->n_pages;
}

/**
 * todoku_paper_get_font_size:
 * @self: pages
 *
 * Returns: of a paragraph, in points
 */
double
todoku_paper_get_font_size (const TodokuPaper *self)
{
  return self->font_size;
}

static void
draw_piece (const Piece *piece, cairo_t *cr, double y)
{
  cairo_set_source_rgb (cr, piece->grey, piece->grey, piece->grey);
  cairo_move_to (cr, piece->x, y + piece->y);
  if (piece->line < 0)
    pango_cairo_show_layout (cr, piece->layout);
  else {
    PangoLayoutLine *line =
        pango_layout_get_line_readonly (piece->layout, piece->line);
    PangoRectangle logical;

    pango_layout_line_get_extents (line, NULL, &logical);
    cairo_rel_move_to (cr, 0, (double) -logical.y / PANGO_SCALE);
    pango_cairo_show_layout_line (cr, line);
  }
}

/**
 * todoku_paper_draw:
 * @self: pages
 * @cr: where to, in points from the left top of the text
 * @page: from 0
 *
 * Draws one page in black on whatever is there.
 */
void
todoku_paper_draw (const TodokuPaper *self, cairo_t *cr, guint page)
{
  for (guint i = 0; i < self->rows->len; i++) {
    const Row *row = g_ptr_array_index (self->rows, i);

    if (row->page != page)
      continue;
    for (guint p = 0; p < row->pieces->len; p++)
      draw_piece (&g_array_index (row->pieces, Piece, p), cr, row->y);
  }
}
