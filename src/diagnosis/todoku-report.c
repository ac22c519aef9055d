/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-report.h"

#include "todoku-document.h"

#include <string.h>

/**
 * todoku_report_format_from_string:
 * @text: text, markdown, html or json
 * @ret_format: (out): the format, untouched on failure
 *
 * Returns: whether @text names one
 */
gboolean
todoku_report_format_from_string (const char *text, TodokuReportFormat *ret_format)
{
  static const char *const names[] = { "text", "markdown", "html", "json" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (names[i], text) == 0)
      {
        *ret_format = i;
        return TRUE;
      }
  return FALSE;
}

/* ---- text ----------------------------------------------------------------- */

char *
todoku_document_to_text (GPtrArray *document, gboolean colour)
{
  GString *text = g_string_new (NULL);
  const char *bold = colour ? "\033[1m" : "";
  const char *plain = colour ? "\033[0m" : "";
  guint number = 0;

  for (guint i = 0; i < document->len; i++)
    {
      const TodokuBlock *block = g_ptr_array_index (document, i);

      number = block->kind == TODOKU_BLOCK_STEP ? number + 1 : 0;
      switch (block->kind)
        {
        case TODOKU_BLOCK_TITLE:
          g_string_append_printf (text, "%s%s\n\n", i > 0 ? "\n" : "", block->text);
          break;
        case TODOKU_BLOCK_CAUSE:
          g_string_append_printf (text, "%s%s%s\n\n", bold, block->text, plain);
          break;
        case TODOKU_BLOCK_HEADING:
          g_string_append_printf (text, "\n%s%s%s\n", bold, block->text, plain);
          break;
        case TODOKU_BLOCK_STEP:
          g_string_append_printf (text, "  %u. %s\n", number, block->text);
          break;
        case TODOKU_BLOCK_ITEM:
          g_string_append_printf (text, "  - %s\n", block->text);
          break;
        case TODOKU_BLOCK_CODE:
          g_string_append_printf (text, "  %s\n", block->text);
          break;
        case TODOKU_BLOCK_PARAGRAPH:
        case TODOKU_BLOCK_SMALL:
        default:
          g_string_append_printf (text, "%s\n", block->text);
          break;
        }
      if (block->link)
        g_string_append_printf (text, "     %s\n", block->link);
    }
  return g_string_free (text, FALSE);
}

/* ---- Markdown ------------------------------------------------------------- */

/* Whatever a server said stays text: no link, no HTML, no emphasis. */
static char *
escape_markdown (const char *text)
{
  GString *escaped = g_string_new (NULL);

  for (; *text; text++)
    {
      if (strchr ("\\`*_{}[]<>#|~!", *text))
        g_string_append_c (escaped, '\\');
      g_string_append_c (escaped, *text);
    }
  return g_string_free (escaped, FALSE);
}

static char *
code_span (const char *text)
{
  g_autofree char *clean = g_strdelimit (g_strdup (text), "`", '\'');

  return g_strdup_printf ("    %s", clean);
}

char *
todoku_document_to_markdown (GPtrArray *document)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < document->len; i++)
    {
      const TodokuBlock *block = g_ptr_array_index (document, i);
      g_autofree char *escaped = block->kind == TODOKU_BLOCK_CODE ? code_span (block->text) : escape_markdown (block->text);
      static const char *const before[] = { "# ", "\n### ", "\n## ", "\n", "\n", "1. ", "- ", "" };

      g_string_append_printf (text, "%s%s%s", i > 0 && block->kind == TODOKU_BLOCK_TITLE ? "\n" : "", before[block->kind], escaped);
      if (block->link)
        g_string_append_printf (text, " <%s>", block->link);
      g_string_append (text, block->kind <= TODOKU_BLOCK_SMALL ? "\n\n" : "\n");
    }
  return g_string_free (text, FALSE);
}

/* ---- HTML ----------------------------------------------------------------- */

static const char html_head[] =
  "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n"
  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
  "<title>Todoku</title>\n<style>\n"
  ":root { color-scheme: light dark; }\n"
  "body { font: 1.05rem/1.7 system-ui, \"Noto Sans CJK JP\", sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }\n"
  "h1 { font-size: 1rem; font-weight: normal; opacity: .7; }\n"
  "h2 { font-size: 1.6rem; line-height: 1.4; }\nh3 { font-size: 1.1rem; margin-top: 2rem; }\n"
  "code { display: block; font-family: monospace; white-space: pre-wrap; overflow-wrap: anywhere; }\n"
  ".small { font-size: .85rem; opacity: .75; overflow-wrap: anywhere; }\n"
  "@media print { body { margin: 0; max-width: none; } }\n</style>\n</head>\n<body>\n";

static void
append_html (GString *html, const TodokuBlock *block)
{
  static const char *const tags[] = { "h1", "h3", "h2", "p", "p class=\"small\"", "li", "li", "code" };
  g_autofree char *text = g_markup_escape_text (block->text, -1);
  const char *tag = tags[block->kind];
  g_autofree char *name = g_strndup (tag, strcspn (tag, " "));

  g_string_append_printf (html, "<%s lang=\"%s\">%s", tag, todoku_language_to_string (block->language), text);
  /* Links are ours alone: they come from the knowledge, never from a server. */
  if (block->link)
    {
      g_autofree char *link = g_markup_escape_text (block->link, -1);

      g_string_append_printf (html, " <a href=\"%s\">%s</a>", link, link);
    }
  g_string_append_printf (html, "</%s>\n", name);
}

/* The list that a block belongs to; NULL: none. */
static const char *
list_of (const TodokuBlock *block)
{
  if (block->kind == TODOKU_BLOCK_STEP)
    return "ol";
  return block->kind == TODOKU_BLOCK_ITEM ? "ul" : NULL;
}

char *
todoku_document_to_html (GPtrArray *document)
{
  GString *html = g_string_new (html_head);
  const char *open = NULL;

  for (guint i = 0; i < document->len; i++)
    {
      const TodokuBlock *block = g_ptr_array_index (document, i);
      const char *list = list_of (block);

      if (open && g_strcmp0 (open, list) != 0)
        g_string_append_printf (html, "</%s>\n", open);
      if (list && g_strcmp0 (open, list) != 0)
        g_string_append_printf (html, "<%s>\n", list);
      open = list;
      append_html (html, block);
    }
  if (open)
    g_string_append_printf (html, "</%s>\n", open);
  g_string_append (html, "</body>\n</html>\n");
  return g_string_free (html, FALSE);
}

/**
 * todoku_report_write:
 * @run: a run
 * @format: its form
 * @flags: languages and what is in it
 *
 * Returns: (transfer full): the report; it never holds a password or token
 */
char *
todoku_report_write (TodokuRun *run, TodokuReportFormat format, TodokuReportFlags flags)
{
  g_autoptr (GPtrArray) document = NULL;

  g_return_val_if_fail (TODOKU_IS_RUN (run), NULL);

  if (format == TODOKU_REPORT_JSON)
    return todoku_report_to_json (run, flags);
  document = todoku_document_new (run, flags);
  if (format == TODOKU_REPORT_MARKDOWN)
    return todoku_document_to_markdown (document);
  if (format == TODOKU_REPORT_HTML)
    return todoku_document_to_html (document);
  return todoku_document_to_text (document, (flags & TODOKU_REPORT_COLOUR) != 0);
}
