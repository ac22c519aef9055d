/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-folded.h"

#include <string.h>

/* What is matched of a text that came through mails, web pages and logs. */
static const struct {
  const char *what;
  const char *text;
  const char *folded;
} rows[] = {
  { "nothing", "", "" },
  { "white space", " \r\n\t", "" },
  { "lines", "One\r\nTwo\n\nThree ", "one two three" },
  { "wide letters", "５３５　ＯＫ", "535 ok" },
  { "Japanese over two lines", "接続の\r\n 暗号化", "接続の暗号化" },
  { "a quoted mail", "> one\n>> two\n> > three", "one two three" },
  { "a mark that is no quote", "a > b", "a > b" },
  { "a bar", "| one\n|two", "one two" },
  { "the end of a session's line", "< 535-5.7.8 no", "< 535-5.7.8 no" },
  { "a page", "<p>not<br/>accepted</p>", "not accepted" },
  { "bold", "<b>Pass</b>word", "password" },
  { "an address is no tag", "<taro@example.jp>", "<taro@example.jp>" },
  { "a tag that does not end", "<br", "<br" },
  { "entities", "a&nbsp;b &lt;c&gt; d&amp;e", "a b <c> d&e" },
  { "no entity", "a & b &x;", "a & b &x;" },
  { "a log that keeps lines together", "no.\\r\\nYes", "no. yes" },
  { "quoted-printable", "?p=3DMaxSizeError", "?p=maxsizeerror" },
  { "typographers' signs", "can’t – “do” it", "can't - \"do\" it" },
  { "signs that nobody sees",
    "app\xe2\x80\x8b\xc2\xadpass\xef\xbb\xbf",
    "apppass" },
  { "a challenge",
    "+ eyJzdGF0dXMiOiI0MDEiLCJzY29wZSI6IngifQ==",
    "+ eyjzdgf0dxmioii0mdeilcjzy29wzsi6ingifq== "
    "{\"status\":\"401\",\"scope\":\"x\"}" },
  { "a challenge without its padding",
    "(eyJzdGF0dXMiOiI0MDEiLCJzY29wZSI6IngifQ)",
    "(eyjzdgf0dxmioii0mdeilcjzy29wzsi6ingifq) "
    "{\"status\":\"401\",\"scope\":\"x\"}" },
  { "another base64 stays closed",
    "AHRhcm9AZXhhbXBsZS5qcABwcmFjdGljZS1wYXNzd29yZA==",
    "ahrhcm9azxhhbxbszs5qcabwcmfjdgljzs1wyxnzd29yza==" },
};

static void
test_rows (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    /* Without anything behind the NUL: what is read beyond it is seen. */
    g_autofree char *text = g_strdup (rows[i].text);
    g_autoptr (TodokuFolded) folded = todoku_folded_new (text);

    g_test_message ("%s", rows[i].what);
    g_assert_cmpstr (folded->folded, ==, rows[i].folded);
    g_assert_cmpuint (folded->length, ==, strlen (folded->folded));
  }
}

/* Where "X" stands: the words around it, and all that belongs to the reply. */
static const struct {
  const char *what;
  const char *text;
  const char *passage, *reply;
} places[] = {
  { "alone", "x", "x", "x" },
  { "in a word", "ax", "ax", "ax" },
  { "wide", "a Ｘ b", "Ｘ", "a x b" },
  { "its line", "a b\nc x d\ne", "x", " c x d" },
  { "an SMTP reply",
    "535-a\n535-x\n535 b\n250 c",
    "535-x",
    "535-a 535-x 535 b" },
  { "with the time before it",
    "1:00 535-a\n1:00 535 x\n1:01 250 c",
    "x",
    "1:00 535-a 1:00 535 x" },
  { "another reply", "550-a\n535 x", "x", " 535 x" },
  { "after the end of a reply", "535 a\n535 x", "x", " 535 x" },
};

static void
test_places (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
    g_autoptr (TodokuFolded) folded = todoku_folded_new (places[i].text);
    const char *x = strchr (folded->folded, 'x');
    TodokuPlace place = { (gsize) (x - folded->folded),
                          (gsize) (x - folded->folded) + 1 };
    TodokuPassage passage = todoku_folded_get_passage (folded, place);
    TodokuPlace reply = todoku_folded_get_reply (folded, place);
    g_autofree char *words =
        g_strndup (places[i].text + passage.start, passage.end - passage.start);
    g_autofree char *lines =
        g_strndup (folded->folded + reply.start, reply.end - reply.start);

    g_test_message ("%s", places[i].what);
    g_assert_cmpstr (words, ==, places[i].passage);
    g_assert_cmpstr (lines, ==, places[i].reply);
  }
}

static void
test_lines (void)
{
  g_autoptr (TodokuFolded) folded = todoku_folded_new ("a b\n> c <br>d\n e");
  static const gboolean begins[] = { TRUE,  FALSE, FALSE, FALSE, TRUE,
                                     FALSE, FALSE, FALSE, TRUE };

  g_assert_cmpstr (folded->folded, ==, "a b c d e");
  for (gsize i = 0; i < G_N_ELEMENTS (begins); i++)
    g_assert_cmpint (todoku_folded_begins_line (folded, i), ==, begins[i]);
}

/* Whatever it is: bounded, and every passage lies in the text. */
static void
test_anything (void)
{
  static const char *const pieces[] = { "<b",      "&lt",      "535-", "=3",
                                        "eyJzdGF", "\\n",      "> ",   "\n",
                                        "日本",    "\xcc\x81", "ﷺ",    "A" };

  for (guint round = 0; round < 400; round++) {
    g_autoptr (GString) text = g_string_new (NULL);
    g_autoptr (TodokuFolded) folded = NULL;

    for (int n = g_test_rand_int_range (0, 40); n > 0; n--)
      g_string_append (text,
                       pieces[g_test_rand_int_range (0,
                                                     G_N_ELEMENTS (pieces))]);
    folded = todoku_folded_new (text->str);
    g_assert_true (g_utf8_validate (folded->folded, -1, NULL));
    for (gsize at = 0; at < folded->length; at++) {
      TodokuPlace place = { at, at + 1 };
      TodokuPassage passage = todoku_folded_get_passage (folded, place);
      TodokuPlace reply = todoku_folded_get_reply (folded, place);

      g_assert_cmpuint (passage.start, <, passage.end);
      g_assert_cmpuint (passage.end, <=, text->len);
      g_assert_cmpuint (reply.start, <=, at);
      g_assert_cmpuint (reply.end, >, at);
      g_assert_cmpuint (reply.end, <=, folded->length);
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/folded/rows", test_rows);
  g_test_add_func ("/folded/places", test_places);
  g_test_add_func ("/folded/lines", test_lines);
  g_test_add_func ("/folded/anything", test_anything);
  return g_test_run ();
}
