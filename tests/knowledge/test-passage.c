/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-knowledge.h"

#include <string.h>

#define X400                                                                   \
  "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" \
  "x"                                                                          \
  "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" \
  "x"                                                                          \
  "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" \
  "x"                                                                          \
  "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" \
  "x"                                                                          \
  "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" \
  "x"                                                                          \
  "xxxxxxxxxxxxxxxxxxxxxxxxxx"

/* The tokens "not accepted" and "mail". */
static const struct {
  const char *what;
  const char *text;
  const char *passage; /* NULL: none */
} rows[] = {
  { "the whole text", "mail not accepted", "mail not accepted" },
  { "not there", "mail refused", NULL },
  { "nothing at all", "", NULL },
  { "one line of three",
    "09:00 hello\n09:01 mail not accepted!\n09:02 bye",
    "09:01 mail not accepted!" },
  { "indented", "a\n    mail not accepted\nb", "mail not accepted" },
  { "over two lines",
    "a\nmail was\r\n  not accepted.\nb",
    "mail was\r\n  not accepted." },
  { "the first that is whole",
    "mail\n1\nmail\n2\nnot accepted\nmail\n3",
    "mail\n2\nnot accepted" },
  { "wide letters",
    "あ\nＭａｉｌ　ＮＯＴ　accepted\nい",
    "Ｍａｉｌ　ＮＯＴ　accepted" },
  { "white space around it",
    "  \n\n mail not accepted \n ",
    "mail not accepted " },
  { "a line that nobody wrote",
    X400 " mail not accepted " X400,
    "mail not accepted" },
};

static TodokuReplyPattern
pattern_new (char **tokens)
{
  static char *none[] = { NULL };

  return (
      TodokuReplyPattern){ .tokens = tokens, .any_of = none, .stages = none };
}

static void
test_rows (void)
{
  char first[] = "not accepted", second[] = "mail";
  char *tokens[] = { first, second, NULL };
  TodokuReplyPattern pattern = pattern_new (tokens);
  g_autoptr (GPtrArray) replies = g_ptr_array_new ();
  g_autoptr (GPtrArray) changes = g_ptr_array_new ();

  g_ptr_array_add (replies, &pattern);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GArray) passages =
        todoku_knowledge_locate (rows[i].text, replies, changes);
    TodokuPassage passage;
    g_autofree char *piece = NULL;

    g_test_message ("%s", rows[i].what);
    g_assert_cmpuint (passages->len, ==, 1);
    passage = g_array_index (passages, TodokuPassage, 0);
    g_assert_cmpuint (passage.end, <=, strlen (rows[i].text));
    piece =
        g_strndup (rows[i].text + passage.start, passage.end - passage.start);
    g_assert_cmpstr (piece, ==, rows[i].passage ? rows[i].passage : "");
  }
}

/* Every example of the real data is found again where it stands in a log. */
static void
test_real (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TodokuKnowledge) knowledge = todoku_knowledge_new (&error);
  GPtrArray *all;

  g_assert_no_error (error);
  all = todoku_knowledge_get_replies (knowledge);
  g_assert_cmpuint (all->len, >, 100);
  for (guint i = 0; i < all->len; i++) {
    TodokuReplyPattern *reply = g_ptr_array_index (all, i);
    g_autofree char *text =
        g_strdup_printf ("start\n%s\nend of it\n", reply->example);
    g_autoptr (GPtrArray) one = g_ptr_array_new ();
    g_autoptr (GPtrArray) none = g_ptr_array_new ();
    g_autoptr (GArray) passages = NULL;
    TodokuPassage passage;

    g_ptr_array_add (one, reply);
    passages = todoku_knowledge_locate (text, one, none);
    passage = g_array_index (passages, TodokuPassage, 0);
    g_test_message ("%s", reply->id);
    g_assert_cmpuint (passage.start, <, passage.end);
    g_assert_cmpuint (passage.start, >=, strlen ("start\n"));
    g_assert_cmpuint (passage.end,
                      <=,
                      strlen (text) - strlen ("\nend of it\n"));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/passage/rows", test_rows);
  g_test_add_func ("/passage/real", test_real);
  return g_test_run ();
}
