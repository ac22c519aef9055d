/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-document.h"
#include "todoku-report-words.h"
#include "todoku-report.h"

#include <string.h>

/* Everything that a server may say to leave its place on the page. */
#define HOSTILE                                                                \
  "\033[2J\302\205\342\200\256</script><script>x</script> "                    \
  "[a](https://e.example)"                                                     \
  " ![b](x) `c` | www.e.example\r\nd"

static TodokuDocument *
make (const char *text)
{
  TodokuDocument *document = todoku_document_new ();
  const char *head[] = { "Name", "Value", NULL };
  const char *cells[] = { text, "1", NULL };
  TodokuBlock *block;

  todoku_document_add (document, TODOKU_BLOCK_TITLE, "Title");
  block = todoku_document_add (document, TODOKU_BLOCK_FINDING, text);
  block->tone = "problem";
  block->sign = "✖";
  todoku_document_add (document, TODOKU_BLOCK_PARAGRAPH, text);
  block = todoku_document_add (document, TODOKU_BLOCK_STEP, "Do it.");
  block->number = 1;
  block->link = g_strdup ("https://example.jp/?a=1&b=2");
  block->value = g_strdup ("587");
  todoku_document_add (document, TODOKU_BLOCK_ITEM, "1. item");
  block = todoku_document_add (document, TODOKU_BLOCK_TABLE, NULL);
  block->headed = TRUE;
  todoku_block_take_row (block, g_strdupv ((GStrv) head));
  todoku_block_take_row (block, g_strdupv ((GStrv) cells));
  document->language = TODOKU_LANGUAGE_JA;
  block = todoku_document_add (document, TODOKU_BLOCK_VERBATIM, NULL);
  cells[1] = NULL;
  todoku_block_take_row (block, g_strdupv ((GStrv) cells));
  return document;
}

static void
test_text (void)
{
  g_autoptr (TodokuDocument) document = make ("A & <b>");
  g_autofree char *text = todoku_document_to_text (document, FALSE);

  g_assert_cmpstr (text,
                   ==,
                   "Title\n=====\n\n\n✖ A & <b>\n  A & <b>\n   1. Do it.\n"
                   "      → 587\n      https://example.jp/?a=1&b=2\n"
                   "  - 1. item\n  Name     Value\n  A & <b>  1\n\n"
                   "  A & <b>\n\n");
}

static void
test_markdown (void)
{
  g_autoptr (TodokuDocument) document = make ("A & <b>");
  g_autofree char *text = todoku_document_to_markdown (document);

  g_assert_cmpstr (text,
                   ==,
                   "# Title\n\n### ✖ A \\& \\<b\\>\n\nA \\& \\<b\\>\n\n"
                   "1. Do it. → **587** <https://example.jp/?a=1&b=2>\n\n"
                   "- 1\\. item\n\n| Name | Value |\n|---|---|\n"
                   "| A \\& \\<b\\> | 1 |\n\n    A & <b>\n\n");
}

static void
test_html (void)
{
  g_autoptr (TodokuDocument) document = make ("A & <b>");
  g_autofree char *text = todoku_document_to_html (document);
  const char *body = strstr (text, "<body>");

  g_assert_true (
      g_str_has_prefix (text, "<!DOCTYPE html>\n<html lang=\"en\">"));
  g_assert_nonnull (strstr (text, "default-src 'none'"));
  g_assert_nonnull (strstr (text, "prefers-color-scheme:dark"));
  g_assert_cmpstr (
      body,
      ==,
      "<body>\n<section lang=\"en\">\n<h1>Title</h1>\n"
      "<h3 class=\"problem\">✖ A &amp; &lt;b&gt;</h3>\n"
      "<p>A &amp; &lt;b&gt;</p>\n<ol>\n<li>Do it. <kbd>587</kbd> "
      "<a rel=\"noreferrer\" href=\"https://example.jp/?a=1&amp;b=2\">"
      "https://example.jp/?a=1&amp;b=2</a></li>\n</ol>\n<ul>\n"
      "<li>1. item</li>\n</ul>\n<div class=\"table\"><table>\n"
      "<tr><th scope=\"col\">Name</th><th scope=\"col\">Value</th></tr>\n"
      "<tr><th scope=\"row\">A &amp; &lt;b&gt;</th><td>1</td></tr>\n"
      "</table></div>\n</section>\n<section lang=\"ja\">\n"
      "<pre>A &amp; &lt;b&gt;\n</pre>\n</section>\n</body>\n</html>\n");
}

static void
test_hostile (void)
{
  g_autoptr (TodokuDocument) document = make (HOSTILE);
  g_autofree char *text = todoku_document_to_text (document, FALSE);
  g_autofree char *markdown = todoku_document_to_markdown (document);
  g_autofree char *html = todoku_document_to_html (document);
  const char *const all[] = { text, markdown, html };

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++) {
    g_assert_true (g_utf8_validate (all[i], -1, NULL));
    g_assert_null (strchr (all[i], '\033'));
    g_assert_null (strchr (all[i], '\r'));
    g_assert_null (strstr (all[i], "\302\205"));
    g_assert_null (strstr (all[i], "\342\200\256"));
  }
  g_assert_null (strstr (html, "<script"));
  g_assert_null (strstr (html, "</script"));
  g_assert_nonnull (strstr (html, "&lt;/script&gt;"));
  g_assert_null (strstr (html, "href=\"https://e.example"));
  /* What was said stands in a code block, where nothing means anything. */
  *strstr (markdown, "\n    ") = '\0';
  g_assert_null (strstr (markdown, "[a]("));
  g_assert_null (strstr (markdown, " www.e"));
  g_assert_null (strstr (markdown, " <script"));
  g_assert_nonnull (strstr (markdown, "\\[a\\]\\(https\\://"));
  g_assert_nonnull (strstr (markdown, "\\`c\\` \\|"));
}

static void
test_colour (void)
{
  g_autoptr (TodokuDocument) document = make (HOSTILE);
  g_autofree char *text = todoku_document_to_text (document, TRUE);
  g_auto (GStrv) parts = g_strsplit (text, "\033", -1);

  /* Title and headline, on and off: none that a server brought. */
  g_assert_cmpuint (g_strv_length (parts), ==, 5);
}

static void
test_wrap (void)
{
  g_autoptr (TodokuDocument) document = todoku_document_new ();
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  GString *japanese = g_string_new (NULL);

  for (int i = 0; i < 60; i++)
    g_string_append (japanese, i % 19 == 18 ? "。" : "届");
  todoku_document_add (document, TODOKU_BLOCK_PARAGRAPH, japanese->str);
  g_string_free (japanese, TRUE);
  text = todoku_document_to_text (document, FALSE);
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 3);
  g_assert_false (g_str_has_prefix (lines[1], "  。"));
  g_assert_cmpint (g_utf8_strlen (lines[0], -1), <=, 40);
}

static void
test_words (void)
{
  for (int language = 0; language < TODOKU_N_LANGUAGES; language++) {
    for (int i = 0; i < TODOKU_N_REPORT_WORDS; i++)
      g_assert_cmpstr (todoku_report_word (i, language), !=, "");
    for (int i = 0; i < TODOKU_N_OUTCOMES; i++) {
      const char *name = todoku_outcome_to_string (i);
      g_autofree char *expected =
          g_strconcat (todoku_report_sign (name),
                       " ",
                       todoku_report_term (name, language),
                       NULL);

      g_assert_cmpstr (todoku_outcome_word (i, language), ==, expected);
    }
  }
}

static void
test_formats (void)
{
  TodokuReportFormat format = TODOKU_REPORT_TEXT;

  g_assert_true (todoku_report_format_from_string ("html", &format));
  g_assert_cmpint (format, ==, TODOKU_REPORT_HTML);
  g_assert_false (todoku_report_format_from_string ("docx", &format));
  g_assert_cmpint (format, ==, TODOKU_REPORT_HTML);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document/text", test_text);
  g_test_add_func ("/document/markdown", test_markdown);
  g_test_add_func ("/document/html", test_html);
  g_test_add_func ("/document/RE-02/hostile", test_hostile);
  g_test_add_func ("/document/colour", test_colour);
  g_test_add_func ("/document/wrap", test_wrap);
  g_test_add_func ("/document/words", test_words);
  g_test_add_func ("/document/formats", test_formats);
  return g_test_run ();
}
