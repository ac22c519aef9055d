/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-document.h"

#include <string.h>

/* One page that needs nothing from anywhere, and may take nothing either: the
 * policy forbids scripts and every connection. */
static const char head[] =
    "<!DOCTYPE html>\n"
    "<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
    "'none'; style-src 'unsafe-inline'\">\n"
    "<meta name=\"viewport\" content=\"width=device-width\">\n"
    "<meta name=\"referrer\" content=\"no-referrer\">\n"
    "<title>%s</title>\n<style>\n"
    ":root{color-scheme:light dark;--ink:#1e1e1e;--dim:#5e5c64;--page:#fff;"
    "--card:#f6f5f4;--line:#c0bfbc;--good:#1b7a3d;--warning:#8f5902;"
    "--problem:#b3140c;--link:#1a5fb4}\n"
    "@media(prefers-color-scheme:dark){:root{--ink:#f2f2f2;--dim:#c0bfbc;"
    "--page:#242424;--card:#303030;--line:#5e5c64;--good:#8ff0a4;"
    "--warning:#f8e45c;--problem:#ff9d94;--link:#99c1f1}}\n"
    "body{font:1rem/1.6 system-ui,\"Noto Sans JP\",\"Hiragino Sans\","
    "sans-serif;color:var(--ink);background:var(--page);max-width:54rem;"
    "margin:2rem auto;padding:0 1rem;overflow-wrap:anywhere}\n"
    "h1{font-size:1.5rem}h2{font-size:1.25rem;margin-top:2rem}"
    "h3{font-size:1.2rem;margin:1.6rem 0 .2rem}"
    "h4{font-size:1rem;margin:.8rem 0 .2rem}\n"
    ".good{color:var(--good)}.problem{color:var(--problem)}"
    ".warning{color:var(--warning)}.small{color:var(--dim);"
    "font-size:.875rem}a{color:var(--link)}\n"
    ".table{overflow-x:auto}table{border-collapse:collapse;margin:.5rem 0}"
    "th,td{text-align:start;vertical-align:top;padding:.3rem .7rem;"
    "border-bottom:1px solid var(--line)}\n"
    "pre{background:var(--card);padding:.8rem;overflow-x:auto;"
    "white-space:pre-wrap}kbd{background:var(--card);padding:.1rem .4rem;"
    "border:1px solid var(--line);border-radius:.3rem}\n"
    "section+section{border-top:2px solid var(--line);margin-top:3rem}\n"
    "@media print{body{margin:0;max-width:none}h2,h3,h4{break-after:avoid}"
    "li,tr{break-inside:avoid}section+section{break-before:page}}\n"
    "</style>\n</head>\n<body>\n";

typedef struct {
  GString *out;
  const char *list; /* (nullable) "ol" or "ul" that is open */
  int language;     /* of the open section; -1: none */
} Writer;

static void
append (Writer *self, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_string_append (self->out, escaped);
}

static void
set_list (Writer *self, const char *list)
{
  if (g_strcmp0 (self->list, list) == 0)
    return;
  if (self->list)
    g_string_append_printf (self->out, "</%s>\n", self->list);
  if (list)
    g_string_append_printf (self->out, "<%s>\n", list);
  self->list = list;
}

/* A screen reader changes its voice with the language. */
static void
set_language (Writer *self, int language)
{
  if (self->language == language)
    return;
  set_list (self, NULL);
  if (self->language >= 0)
    g_string_append (self->out, "</section>\n");
  if (language >= 0)
    g_string_append_printf (self->out,
                            "<section lang=\"%s\">\n",
                            todoku_language_to_string (language));
  self->language = language;
}

static void
write_element (Writer *self, const TodokuBlock *block, const char *tag)
{
  const char *tone = block->kind == TODOKU_BLOCK_SMALL ? "small" : block->tone;

  g_string_append_printf (self->out, "<%s", tag);
  if (tone)
    g_string_append_printf (self->out, " class=\"%s\"", tone);
  g_string_append_c (self->out, '>');
  if (block->sign) {
    append (self, block->sign);
    g_string_append_c (self->out, ' ');
  }
  append (self, block->text);
  if (block->value) {
    g_string_append (self->out, " <kbd>");
    append (self, block->value);
    g_string_append (self->out, "</kbd>");
  }
  if (block->link) {
    g_string_append (self->out, " <a rel=\"noreferrer\" href=\"");
    append (self, block->link);
    g_string_append (self->out, "\">");
    append (self, block->link);
    g_string_append (self->out, "</a>");
  }
  g_string_append_printf (self->out, "</%s>\n", tag);
}

static void
write_row (Writer *self, GStrv row, gboolean is_head)
{
  g_string_append (self->out, "<tr>");
  for (char **cell = row; *cell; cell++) {
    gboolean names = is_head || cell == row;

    g_string_append (self->out,
                     is_head ? "<th scope=\"col\">"
                     : names ? "<th scope=\"row\">"
                             : "<td>");
    append (self, *cell);
    g_string_append (self->out, names ? "</th>" : "</td>");
  }
  g_string_append (self->out, "</tr>\n");
}

static void
write_table (Writer *self, const TodokuBlock *block)
{
  if (block->rows->len == 0)
    return;
  g_string_append (self->out, "<div class=\"table\"><table>\n");
  for (guint i = 0; i < block->rows->len; i++)
    write_row (self,
               g_ptr_array_index (block->rows, i),
               i == 0 && block->headed);
  g_string_append (self->out, "</table></div>\n");
}

static void
write_verbatim (Writer *self, const TodokuBlock *block)
{
  g_string_append (self->out, "<pre>");
  for (guint i = 0; i < block->rows->len; i++) {
    append (self, ((GStrv) g_ptr_array_index (block->rows, i))[0]);
    g_string_append_c (self->out, '\n');
  }
  g_string_append (self->out, "</pre>\n");
}

static void
write_block (Writer *self, const TodokuBlock *block)
{
  static const char *const tags[] = {
    [TODOKU_BLOCK_TITLE] = "h1",    [TODOKU_BLOCK_HEADING] = "h2",
    [TODOKU_BLOCK_FINDING] = "h3",  [TODOKU_BLOCK_LABEL] = "h4",
    [TODOKU_BLOCK_PARAGRAPH] = "p", [TODOKU_BLOCK_SMALL] = "p",
    [TODOKU_BLOCK_STEP] = "li",     [TODOKU_BLOCK_ITEM] = "li",
  };

  set_language (self, (int) block->language);
  set_list (self,
            block->kind == TODOKU_BLOCK_STEP   ? "ol"
            : block->kind == TODOKU_BLOCK_ITEM ? "ul"
                                               : NULL);
  if (block->kind == TODOKU_BLOCK_TABLE)
    write_table (self, block);
  else if (block->kind == TODOKU_BLOCK_VERBATIM)
    write_verbatim (self, block);
  else if (*block->text)
    write_element (self, block, tags[block->kind]);
}

/**
 * todoku_document_to_html:
 * @self: a page
 *
 * Returns: (transfer full): one printable page without scripts or links to
 *   anything that would be loaded
 */
char *
todoku_document_to_html (TodokuDocument *self)
{
  Writer writer = { g_string_new (NULL), NULL, -1 };
  const TodokuBlock *first =
      self->blocks->len > 0 ? g_ptr_array_index (self->blocks, 0) : NULL;
  g_autofree char *title =
      g_markup_escape_text (first ? first->text : "Todoku", -1);

  g_string_append_printf (writer.out,
                          head,
                          todoku_language_to_string (
                              first ? first->language : TODOKU_LANGUAGE_EN),
                          title);
  for (guint i = 0; i < self->blocks->len; i++)
    write_block (&writer, g_ptr_array_index (self->blocks, i));
  set_list (&writer, NULL);
  set_language (&writer, -1);
  g_string_append (writer.out, "</body>\n</html>\n");
  return g_string_free (writer.out, FALSE);
}
