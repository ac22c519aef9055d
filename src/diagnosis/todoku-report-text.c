/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-document.h"

#include <string.h>

#define WIDTH 78

typedef struct {
  GString *out;
  gboolean colour;
} Writer;

/* Nothing of these begins a line in Japanese, so the one before keeps it. */
static gboolean
clings (gunichar c)
{
  static const char together[] =
      "、。，．・：；？！）」』】〕ーぁぃぅぇぉっゃゅょ"
      "ァィゥェォッャュョ…,.:;?!)]}";

  return g_utf8_strchr (together, -1, c) != NULL;
}

static guint
cells_of (gunichar c)
{
  if (g_unichar_iszerowidth (c))
    return 0;
  return g_unichar_iswide (c) ? 2 : 1;
}

static guint
width_of (const char *text)
{
  guint width = 0;

  for (const char *p = text; *p; p = g_utf8_next_char (p))
    width += cells_of (g_utf8_get_char (p));
  return width;
}

/* Where a line of at most @room cells may end: after a space, or between two
 * characters of which one is wide. */
static const char *
find_end (const char *text, guint room)
{
  const char *last = NULL;
  guint width = 0;

  for (const char *p = text; *p; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    gboolean after_wide =
        p > text && g_unichar_iswide (g_utf8_get_char (g_utf8_prev_char (p)));

    if (p > text && c != ' ' && !clings (c) &&
        (p[-1] == ' ' || g_unichar_iswide (c) || after_wide))
      last = p;
    width += cells_of (c);
    /* A word that is longer than a line stays whole: it may be a link. */
    if (width > room && c != ' ' && last)
      return last;
  }
  return text + strlen (text);
}

static void
write_wrapped (Writer *self,
               const char *first,
               const char *indent,
               const char *text)
{
  const char *prefix = first;
  guint room = WIDTH - MIN (WIDTH / 2, width_of (indent));

  do {
    const char *end = find_end (text, room);
    g_autofree char *line = g_strndup (text, (gsize) (end - text));

    g_string_append_printf (self->out, "%s%s\n", prefix, g_strchomp (line));
    prefix = indent;
    text = end;
  } while (*text);
}

static const char *
code_of (const char *tone)
{
  if (g_strcmp0 (tone, "problem") == 0)
    return "\033[1;31m";
  if (g_strcmp0 (tone, "warning") == 0)
    return "\033[1;33m";
  return g_strcmp0 (tone, "good") == 0 ? "\033[1;32m" : "\033[1m";
}

static void
write_strong (Writer *self, const TodokuBlock *block, const char *indent)
{
  g_autofree char *first =
      block->sign ? g_strconcat (block->sign, " ", NULL) : g_strdup ("");

  if (self->colour)
    g_string_append (self->out, code_of (block->tone));
  write_wrapped (self, first, indent, block->text);
  if (self->colour)
    g_string_append (self->out, "\033[0m");
}

static void
write_title (Writer *self, const TodokuBlock *block)
{
  if (self->out->len > 0)
    g_string_append (self->out, "\n\n");
  write_strong (self, block, "");
  for (guint i = 0; i < MIN (width_of (block->text), WIDTH); i++)
    g_string_append_c (self->out, '=');
  g_string_append (self->out, "\n\n");
}

static void
write_step (Writer *self, const TodokuBlock *block)
{
  g_autofree char *number = g_strdup_printf ("  %2u. ", block->number);

  write_wrapped (self, number, "      ", block->text);
  if (block->value)
    g_string_append_printf (self->out, "      → %s\n", block->value);
  if (block->link)
    g_string_append_printf (self->out, "      %s\n", block->link);
}

/* ---- tables ---------------------------------------------------------------
 */

static guint
column_width (const TodokuBlock *block, guint column)
{
  guint width = 0;

  for (guint i = 0; i < block->rows->len; i++)
    width =
        MAX (width,
             width_of (((GStrv) g_ptr_array_index (block->rows, i))[column]));
  return width;
}

static void
write_row (Writer *self, const TodokuBlock *block, GStrv row)
{
  g_autoptr (GString) line = g_string_new ("  ");

  for (guint c = 0; row[c]; c++) {
    g_string_append (line, row[c]);
    if (row[c + 1])
      for (guint w = width_of (row[c]); w < column_width (block, c) + 2; w++)
        g_string_append_c (line, ' ');
  }
  g_string_append_printf (self->out, "%s\n", g_strchomp (line->str));
}

/* Six columns do not fit a terminal: what was tested is one item a row. */
static void
write_wide_row (Writer *self, GStrv row)
{
  g_autofree char *head = g_strdup_printf ("%s (%s)  %s  %s  [%s]",
                                           row[0],
                                           row[1],
                                           row[3],
                                           row[4],
                                           row[2]);

  write_wrapped (self, "  ", "    ", head);
  write_wrapped (self, "    ", "    ", row[5]);
}

static void
write_table (Writer *self, const TodokuBlock *block)
{
  for (guint i = 0; i < block->rows->len; i++) {
    GStrv row = g_ptr_array_index (block->rows, i);

    if (g_strv_length (row) < 6)
      write_row (self, block, row);
    else if (i > 0)
      write_wide_row (self, row);
  }
  if (block->rows->len > 0)
    g_string_append_c (self->out, '\n');
}

static void
write_verbatim (Writer *self, const TodokuBlock *block)
{
  for (guint i = 0; i < block->rows->len; i++)
    g_string_append_printf (self->out,
                            "  %s\n",
                            ((GStrv) g_ptr_array_index (block->rows, i))[0]);
  g_string_append_c (self->out, '\n');
}

static void
write_item (Writer *self, const TodokuBlock *block)
{
  g_autofree char *first =
      g_strdup_printf ("  %s ", block->sign ? block->sign : "-");

  write_wrapped (self, first, "    ", block->text);
}

static void
write_block (Writer *self, const TodokuBlock *block)
{
  switch (block->kind) {
  case TODOKU_BLOCK_TITLE:
    write_title (self, block);
    break;
  case TODOKU_BLOCK_HEADING:
    g_string_append_c (self->out, '\n');
    write_strong (self, block, "");
    break;
  case TODOKU_BLOCK_FINDING:
    g_string_append_c (self->out, '\n');
    write_strong (self, block, "  ");
    break;
  case TODOKU_BLOCK_LABEL:
    write_wrapped (self, "  ", "  ", block->text);
    break;
  case TODOKU_BLOCK_PARAGRAPH:
  case TODOKU_BLOCK_SMALL:
    if (*block->text)
      write_wrapped (self, "  ", "  ", block->text);
    break;
  case TODOKU_BLOCK_STEP:
    write_step (self, block);
    break;
  case TODOKU_BLOCK_ITEM:
    write_item (self, block);
    break;
  case TODOKU_BLOCK_TABLE:
    write_table (self, block);
    break;
  case TODOKU_BLOCK_VERBATIM:
  default:
    write_verbatim (self, block);
    break;
  }
}

/**
 * todoku_document_to_text:
 * @self: a page
 * @colour: whether a terminal may colour the headlines
 *
 * Returns: (transfer full): plain text that is safe to send to a terminal
 */
char *
todoku_document_to_text (TodokuDocument *self, gboolean colour)
{
  Writer writer = { g_string_new (NULL), colour };

  for (guint i = 0; i < self->blocks->len; i++)
    write_block (&writer, g_ptr_array_index (self->blocks, i));
  return g_string_free (writer.out, FALSE);
}
