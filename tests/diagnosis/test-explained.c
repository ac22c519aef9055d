/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-run.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* What "explain" answers to whole texts: a table a file, whose rows name the
 * findings of which one must come first, and those that must not be said. The
 * day on which the facts were gathered, so that the answers stay the same. */
#define AS_OF "2026-11-22"

static TodokuKnowledge *
load (void)
{
  g_autoptr (GError) error = NULL;
  TodokuKnowledge *knowledge = todoku_knowledge_new (&error);

  g_assert_no_error (error);
  return knowledge;
}

static TodokuRun *
explain (TodokuKnowledge *knowledge, const char *text)
{
  g_autoptr (TodokuAccount) account = todoku_account_new (knowledge);
  g_autoptr (TodokuNetwork) network = todoku_network_new ();
  const TodokuRunOptions options = { .flags = TODOKU_RUN_OFFLINE,
                                     .as_of = AS_OF };
  TodokuRun *run = todoku_run_new (account, network, &options);

  todoku_run_explain (run, text, NULL);
  return run;
}

/* "cause (certain), other (possible): reply-id …", for people. */
static char *
describe (TodokuRun *run)
{
  GListModel *findings = todoku_run_get_findings (run);
  GPtrArray *replies = todoku_run_get_explanation (run)->replies;
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (findings); i++) {
    g_autoptr (TodokuFinding) finding = g_list_model_get_item (findings, i);

    g_string_append_printf (words,
                            "%s%s (%s)",
                            i > 0 ? ", " : "",
                            todoku_finding_get_id (finding),
                            todoku_certainty_to_string (
                                todoku_finding_get_certainty (finding)));
  }
  g_string_append (words, ":");
  for (guint i = 0; i < replies->len; i++)
    g_string_append_printf (words,
                            " %s",
                            ((TodokuReplyPattern *) g_ptr_array_index (replies,
                                                                       i))
                                ->id);
  return g_string_free (words, FALSE);
}

static gboolean
says (GListModel *findings, const char *id)
{
  for (guint i = 0; i < g_list_model_get_n_items (findings); i++) {
    g_autoptr (TodokuFinding) finding = g_list_model_get_item (findings, i);

    if (strcmp (todoku_finding_get_id (finding), id) == 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
lists (JsonObject *row, const char *member, const char *id)
{
  JsonArray *ids = json_object_get_array_member (row, member);

  for (guint i = 0; i < json_array_get_length (ids); i++)
    if (g_strcmp0 (json_array_get_string_element (ids, i), id) == 0)
      return TRUE;
  return FALSE;
}

/* All mistakes are told, not the first alone. */
static void
complain (JsonObject *row, const char *what, TodokuRun *run)
{
  g_autofree char *answer = describe (run);

  g_test_message ("%s: %s: %s\n%s",
                  json_object_get_string_member (row, "where"),
                  what,
                  answer,
                  json_object_get_string_member (row, "text"));
  g_test_fail ();
}

/* Everything that was recognised can be shown in the text. */
static gboolean
is_located (TodokuRun *run, const char *text)
{
  TodokuExplanation *explanation = todoku_run_get_explanation (run);

  todoku_explanation_locate (explanation, text);
  for (guint i = 0; i < explanation->passages->len; i++) {
    TodokuPassage passage =
        g_array_index (explanation->passages, TodokuPassage, i);

    if (passage.end <= passage.start || passage.end > strlen (text))
      return FALSE;
  }
  return TRUE;
}

static void
try_row (TodokuKnowledge *knowledge, JsonObject *row)
{
  const char *text = json_object_get_string_member (row, "text");
  g_autoptr (TodokuRun) run = explain (knowledge, text);
  GListModel *findings = todoku_run_get_findings (run);
  g_autoptr (TodokuFinding) first = g_list_model_get_item (findings, 0);

  for (guint i = 0;
       json_object_has_member (row, "not") &&
       i < json_array_get_length (json_object_get_array_member (row, "not"));
       i++)
    if (says (findings,
              json_array_get_string_element (
                  json_object_get_array_member (row, "not"),
                  i)))
      complain (row, "says what it must not", run);
  for (guint i = 0;
       json_object_has_member (row, "also") &&
       i < json_array_get_length (json_object_get_array_member (row, "also"));
       i++)
    if (!says (findings,
               json_array_get_string_element (
                   json_object_get_array_member (row, "also"),
                   i)))
      complain (row, "does not say it all", run);
  if (!first || !lists (row, "first", todoku_finding_get_id (first)))
    complain (row, "another cause comes first", run);
  if (!is_located (run, text))
    complain (row, "cannot be shown in the text", run);
}

static void
try_file (gconstpointer name)
{
  g_autoptr (TodokuKnowledge) knowledge = load ();
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree char *path =
      g_test_build_filename (G_TEST_DIST, "diagnosis", "explained", name, NULL);
  g_autoptr (GError) error = NULL;
  JsonArray *rows;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  rows = json_object_get_array_member (json_node_get_object (
                                           json_parser_get_root (parser)),
                                       "rows");
  for (guint i = 0; i < json_array_get_length (rows); i++)
    try_row (knowledge, json_array_get_object_element (rows, i));
  g_test_message ("%u rows", json_array_get_length (rows));
}

/* ---- every reply's own example --------------------------------------------
 */

/* Whether some account can have what the meaning needs: alone, a text tells
 * nothing but the day. */
static gboolean
is_unconditional (const TodokuMeaning *meaning)
{
  g_autofree const char **facts = todoku_conditions_get_facts (meaning->when);

  for (const char **fact = facts; *fact; fact++)
    if (strcmp (*fact, "date") != 0)
      return FALSE;
  return TRUE;
}

static gboolean
means (const TodokuReplyPattern *reply, TodokuFinding *finding)
{
  for (guint i = 0; i < reply->means->len; i++)
    if (strcmp (((TodokuMeaning *) g_ptr_array_index (reply->means, i))
                    ->finding,
                todoku_finding_get_id (finding)) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_of_app (const TodokuReplyPattern *reply)
{
  return g_strcmp0 (reply->protocol, "app") == 0;
}

/* What an app shows often holds the server's words: those say more. */
static gboolean
is_meant (TodokuRun *run,
          const TodokuReplyPattern *reply,
          TodokuFinding *finding)
{
  GPtrArray *found = todoku_run_get_explanation (run)->replies;

  for (guint i = 0; is_of_app (reply) && i < found->len; i++)
    if (!is_of_app (g_ptr_array_index (found, i)) &&
        means (g_ptr_array_index (found, i), finding))
      return TRUE;
  return means (reply, finding);
}

static void
try_example (TodokuKnowledge *knowledge, const TodokuReplyPattern *reply)
{
  g_autoptr (TodokuRun) run = explain (knowledge, reply->example);
  GListModel *findings = todoku_run_get_findings (run);
  g_autoptr (TodokuFinding) first = g_list_model_get_item (findings, 0);
  g_autofree char *answer = describe (run);

  if (first && is_meant (run, reply, first))
    return;
  g_test_message ("%s: its example leads elsewhere: %s", reply->id, answer);
  g_test_fail ();
}

static void
test_examples (void)
{
  g_autoptr (TodokuKnowledge) knowledge = load ();
  GPtrArray *replies = todoku_knowledge_get_replies (knowledge);

  for (guint i = 0; i < replies->len; i++) {
    const TodokuReplyPattern *reply = g_ptr_array_index (replies, i);

    for (guint j = 0; j < reply->means->len; j++)
      if (is_unconditional (g_ptr_array_index (reply->means, j))) {
        try_example (knowledge, reply);
        break;
      }
  }
}

/* ---- whatever somebody pastes ----------------------------------------------
 */

static void
append_piece (GString *text, GPtrArray *replies)
{
  static const char *const between[] = { " ",      "\n",  "\r\n> ", "<br>",
                                         "&nbsp;", "535", "。",     "\\n",
                                         "eyJ",    "" };
  const TodokuReplyPattern *reply =
      g_ptr_array_index (replies,
                         g_test_rand_int_range (0, (int) replies->len));
  const char *example = reply->example;
  gsize length = strlen (example);
  gsize from = (gsize) g_test_rand_int_range (0, (int) length);
  g_autofree char *piece =
      g_strndup (example + from,
                 (gsize) g_test_rand_int_range (0, (int) (length - from) + 1));
  g_autofree char *valid = g_utf8_make_valid (piece, -1);

  g_string_append (text, valid);
  g_string_append (text,
                   between[g_test_rand_int_range (0, G_N_ELEMENTS (between))]);
}

/* Pieces of what servers say, cut and put together anyhow: there is an answer,
 * and what it is about can be shown. */
static void
test_anything (void)
{
  g_autoptr (TodokuKnowledge) knowledge = load ();
  GPtrArray *replies = todoku_knowledge_get_replies (knowledge);

  for (guint round = 0; round < 200; round++) {
    g_autoptr (GString) text = g_string_new (NULL);
    g_autoptr (TodokuRun) run = NULL;

    for (int n = g_test_rand_int_range (1, 12); n > 0; n--)
      append_piece (text, replies);
    run = explain (knowledge, text->str);
    g_test_message ("%s", text->str);
    g_assert_cmpuint (g_list_model_get_n_items (todoku_run_get_findings (run)),
                      >,
                      0);
    g_assert_true (is_located (run, text->str));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/explained/anything", test_anything);
  g_test_add_data_func ("/explained/facts", "facts.json", try_file);
  g_test_add_data_func ("/explained/messy", "messy.json", try_file);
  g_test_add_data_func ("/explained/programs", "programs.json", try_file);
  g_test_add_func ("/explained/examples", test_examples);
  return g_test_run ();
}
