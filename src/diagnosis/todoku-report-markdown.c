/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-document.h"

#include <string.h>

/* Every character that may mean something is escaped (CommonMark §2.4), so that
 * a server's words cannot become a link, an image or a heading; ":" and "."
 * too, for some programs make a link of a bare address. */
static char *
escape (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p; p++) {
    gboolean begins = p == text && strchr ("-+=", *p) != NULL;
    gboolean links = (*p == ':' && p[1] == '/' && p[2] == '/') ||
                     (*p == '.' && p - text >= 3 &&
                      g_ascii_strncasecmp (p - 3, "www", 3) == 0);
    gboolean counts = *p == '.' && p > text && g_ascii_isdigit (p[-1]) &&
                      (p[1] == ' ' || p[1] == '\0');

    if (strchr ("\\`*_{}[]<>()#|~&!$", *p) || begins || links || counts)
      g_string_append_c (out, '\\');
    g_string_append_c (out, *p);
  }
  return g_string_free (out, FALSE);
}

static void
write_row (GString *out, GStrv row)
{
  for (char **cell = row; *cell; cell++) {
    g_autofree char *text = escape (*cell);

    g_string_append_printf (out, "| %s ", text);
  }
  g_string_append (out, "|\n");
}

static void
write_table (GString *out, const TodokuBlock *block)
{
  for (guint i = 0; i < block->rows->len; i++) {
    GStrv row = g_ptr_array_index (block->rows, i);

    if (i == 0 && !block->headed) {
      for (char **cell = row; *cell; cell++)
        g_string_append (out, "| ");
      g_string_append (out, "|\n");
    }
    if (i == 0 && block->headed)
      write_row (out, row);
    if (i == 0) {
      for (char **cell = row; *cell; cell++)
        g_string_append (out, "|---");
      g_string_append (out, "|\n");
    }
    if (i > 0 || !block->headed)
      write_row (out, row);
  }
  g_string_append_c (out, '\n');
}

/* Four spaces make code of a line: nothing in it means anything. */
static void
write_verbatim (GString *out, const TodokuBlock *block)
{
  for (guint i = 0; i < block->rows->len; i++)
    g_string_append_printf (out,
                            "    %s\n",
                            ((GStrv) g_ptr_array_index (block->rows, i))[0]);
  g_string_append_c (out, '\n');
}

static void
write_step (GString *out, const TodokuBlock *block, const char *text)
{
  g_string_append_printf (out, "%u. %s", block->number, text);
  if (block->value) {
    g_autofree char *value = escape (block->value);

    g_string_append_printf (out, " → **%s**", value);
  }
  /* Checked by the loader to be an https address without spaces. */
  if (block->link)
    g_string_append_printf (out, " <%s>", block->link);
  g_string_append_c (out, '\n');
}

/* A list ends with an empty line, or what follows would belong to it. */
static gboolean
is_list (const TodokuBlock *block)
{
  return block->kind == TODOKU_BLOCK_STEP || block->kind == TODOKU_BLOCK_ITEM;
}

static void
write_line (GString *out, const TodokuBlock *block, const char *text)
{
  static const char *const marks[] = {
    [TODOKU_BLOCK_TITLE] = "# ",     [TODOKU_BLOCK_HEADING] = "## ",
    [TODOKU_BLOCK_FINDING] = "### ", [TODOKU_BLOCK_LABEL] = "#### ",
    [TODOKU_BLOCK_PARAGRAPH] = "",   [TODOKU_BLOCK_SMALL] = "",
    [TODOKU_BLOCK_ITEM] = "- ",
  };

  if (!*text)
    return;
  g_string_append_printf (out,
                          "%s%s%s%s\n%s",
                          marks[block->kind],
                          block->sign ? block->sign : "",
                          block->sign ? " " : "",
                          text,
                          block->kind == TODOKU_BLOCK_ITEM ? "" : "\n");
}

/**
 * todoku_document_to_markdown:
 * @self: a page
 *
 * Returns: (transfer full): CommonMark with tables
 */
char *
todoku_document_to_markdown (TodokuDocument *self)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < self->blocks->len; i++) {
    const TodokuBlock *block = g_ptr_array_index (self->blocks, i);
    const TodokuBlock *before =
        i > 0 ? g_ptr_array_index (self->blocks, i - 1) : NULL;
    g_autofree char *text = escape (block->text);

    if (before && is_list (before) && before->kind != block->kind)
      g_string_append_c (out, '\n');
    if (block->kind == TODOKU_BLOCK_TABLE)
      write_table (out, block);
    else if (block->kind == TODOKU_BLOCK_VERBATIM)
      write_verbatim (out, block);
    else if (block->kind == TODOKU_BLOCK_STEP)
      write_step (out, block, text);
    else
      write_line (out, block, text);
  }
  return g_string_free (out, FALSE);
}
