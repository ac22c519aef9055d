/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-conditions.h"

#include "knowledge-fixture.h"
#include "todoku-json-reader.h"

#include <string.h>

static TodokuConditions *
read_conditions (const char *json, GError **error)
{
  g_autoptr (JsonNode) node = todoku_json_parse (json, strlen (json), error);

  g_assert_nonnull (node);
  return todoku_conditions_new_from_json (node, error);
}

static const struct {
  const char *one;
  const char *two;
  gboolean implies; /* one implies two */
} compared[] = {
  { "{\"a\":\"x\"}", "{\"a\":\"x\"}", TRUE },
  { "{\"a\":\"x\",\"b\":\"y\"}", "{\"a\":\"x\"}", TRUE },
  { "{\"a\":\"x\"}", "{\"a\":\"x\",\"b\":\"y\"}", FALSE },
  { "{\"a\":\"x\"}", "{\"a\":[\"x\",\"y\"]}", TRUE },
  { "{\"a\":[\"x\",\"y\"]}", "{\"a\":\"x\"}", FALSE },
  { "{\"a\":\"xyz\"}", "{\"a\":\"x*\"}", TRUE },
  { "{\"a\":\"x*\"}", "{\"a\":\"xyz\"}", FALSE },
  { "{\"a\":\"x\"}", "{\"a\":{\"known\":true}}", TRUE },
  { "{\"a\":{\"not\":\"x\"}}", "{\"a\":{\"known\":true}}", FALSE },
  { "{\"a\":{\"not\":[\"x\",\"y\"]}}", "{\"a\":{\"not\":\"x\"}}", TRUE },
  { "{\"a\":{\"not\":\"x\"}}", "{\"a\":{\"not\":[\"x\",\"y\"]}}", FALSE },
  { "{\"a\":{\"known\":false}}", "{\"a\":{\"not\":\"x\"}}", TRUE },
  { "{\"a\":\"y\"}", "{\"a\":{\"not\":\"x\"}}", FALSE },
  { "{\"a\":{\"from\":\"2026-01-01\"}}",
    "{\"a\":{\"from\":\"2025-01-01\"}}",
    TRUE },
  { "{\"a\":{\"from\":\"2025-01-01\"}}",
    "{\"a\":{\"from\":\"2026-01-01\"}}",
    FALSE },
  { "{\"a\":{\"from\":\"2025-01-01\"}}",
    "{\"a\":{\"until\":\"2026-01-01\"}}",
    FALSE },
};

static void
test_imply (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (compared); i++) {
    g_autoptr (TodokuConditions) one = read_conditions (compared[i].one, NULL);
    g_autoptr (TodokuConditions) two = read_conditions (compared[i].two, NULL);

    g_test_message ("%s, %s", compared[i].one, compared[i].two);
    g_assert_cmpint (todoku_conditions_imply (one, two),
                     ==,
                     compared[i].implies);
    g_assert_true (todoku_conditions_imply (one, NULL));
    g_assert_false (todoku_conditions_imply (NULL, two));
  }
}

/* Only what is on the facts that are named counts. */
static void
test_among (void)
{
  static const char *const facts[] = { "a", NULL };
  const char *json = "{\"a\":\"x\",\"b\":\"y\"}";
  g_autoptr (TodokuConditions) when = read_conditions (json, NULL);
  g_autoptr (GHashTable) good = parse_facts ("a=x");
  g_autoptr (GHashTable) bad = parse_facts ("a=z b=y");

  g_assert_true (
      todoku_conditions_hold_among (when, facts, lookup_in_table, good));
  g_assert_false (
      todoku_conditions_hold_among (when, facts, lookup_in_table, bad));
}

static const struct {
  const char *what;
  const char *when;
  const char *facts;
  gboolean holds;
} judged[] = {
  { "a value", "{\"a\":\"x\"}", "a=x", TRUE },
  { "another value", "{\"a\":\"x\"}", "a=y", FALSE },
  { "unknown", "{\"a\":\"x\"}", "", FALSE },
  { "case counts", "{\"a\":\"x\"}", "a=X", FALSE },
  { "one of several values", "{\"a\":\"x\"}", "a=y|x", TRUE },
  { "a list", "{\"a\":[\"x\",\"y\"]}", "a=y", TRUE },
  { "none of a list", "{\"a\":[\"x\",\"y\"]}", "a=z", FALSE },
  { "prefix", "{\"a\":\"Avast*\"}", "a=Avast-root", TRUE },
  { "prefix itself", "{\"a\":\"Avast*\"}", "a=Avast", TRUE },
  { "no prefix", "{\"a\":\"Avast*\"}", "a=an-Avast", FALSE },
  { "star alone", "{\"a\":\"*\"}", "a=x", TRUE },
  { "star alone, unknown", "{\"a\":\"*\"}", "", FALSE },
  { "not", "{\"a\":{\"not\":\"x\"}}", "a=y", TRUE },
  { "not, it is", "{\"a\":{\"not\":\"x\"}}", "a=x", FALSE },
  { "not, one of several", "{\"a\":{\"not\":\"x\"}}", "a=y|x", FALSE },
  { "not, unknown", "{\"a\":{\"not\":\"x\"}}", "", TRUE },
  { "not a list", "{\"a\":{\"not\":[\"x\",\"y\"]}}", "a=y", FALSE },
  { "not a prefix", "{\"a\":{\"not\":\"x*\"}}", "a=xyz", FALSE },
  { "known", "{\"a\":{\"known\":true}}", "a=x", TRUE },
  { "known, it is not", "{\"a\":{\"known\":true}}", "b=x", FALSE },
  { "not known", "{\"a\":{\"known\":false}}", "", TRUE },
  { "not known, it is", "{\"a\":{\"known\":false}}", "a=x", FALSE },
  { "first day",
    "{\"d\":{\"from\":\"2025-05-01\",\"until\":\"2026-12-30\"}}",
    "d=2025-05-01",
    TRUE },
  { "last day",
    "{\"d\":{\"from\":\"2025-05-01\",\"until\":\"2026-12-30\"}}",
    "d=2026-12-30",
    TRUE },
  { "day before", "{\"d\":{\"from\":\"2025-05-01\"}}", "d=2025-04-30", FALSE },
  { "day after", "{\"d\":{\"until\":\"2026-12-30\"}}", "d=2026-12-31", FALSE },
  { "open", "{\"d\":{\"until\":\"2026-12-30\"}}", "d=1999-01-01", TRUE },
  { "period, unknown", "{\"d\":{\"from\":\"2025-05-01\"}}", "", FALSE },
  { "period, no day", "{\"d\":{\"from\":\"2025-05-01\"}}", "d=unknown", FALSE },
  { "both", "{\"a\":\"x\",\"b\":\"y\"}", "a=x b=y", TRUE },
  { "one of both", "{\"a\":\"x\",\"b\":\"y\"}", "a=x", FALSE },
};

static void
test_hold (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (judged); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (TodokuConditions) conditions =
        read_conditions (judged[i].when, &error);
    g_autoptr (GHashTable) facts = parse_facts (judged[i].facts);

    g_test_message ("%s", judged[i].what);
    g_assert_no_error (error);
    g_assert_cmpint (todoku_conditions_hold (conditions,
                                             lookup_in_table,
                                             facts),
                     ==,
                     judged[i].holds);
  }
  g_assert_true (todoku_conditions_hold (NULL, lookup_in_table, NULL));
}

static void
test_refused (void)
{
  static const char *const refused[] = {
    "[]",
    "{}",
    "\"x\"",
    "{\"a\":1}",
    "{\"a\":null}",
    "{\"a\":[]}",
    "{\"a\":[1]}",
    "{\"a\":[\"x\",null]}",
    "{\"a\":{}}",
    "{\"a\":{\"not\":1}}",
    "{\"a\":{\"not\":[]}}",
    "{\"a\":{\"known\":\"yes\"}}",
    "{\"a\":{\"known\":true,\"not\":\"x\"}}",
    "{\"a\":{\"from\":\"2025-02-30\"}}",
    "{\"a\":{\"from\":\"2025-5-1\"}}",
    "{\"a\":{\"from\":20250501}}",
    "{\"a\":{\"from\":\"2026-01-01\",\"until\":\"2025-01-01\"}}",
    "{\"a\":{\"from\":\"2025-05-01\",\"x\":\"y\"}}",
    "{\"a\":{\"is\":\"x\"}}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (TodokuConditions) conditions =
        read_conditions (refused[i], &error);

    g_test_message ("%s", refused[i]);
    g_assert_null (conditions);
    g_assert_error (error,
                    TODOKU_KNOWLEDGE_ERROR,
                    TODOKU_KNOWLEDGE_ERROR_FORMAT);
  }
}

static void
test_facts (void)
{
  g_autoptr (TodokuConditions) conditions =
      read_conditions ("{\"b.two\":{\"not\":\"x\"},\"a\":[\"y\",\"z\"],\"c\":{"
                       "\"known\":false},"
                       "\"d\":{\"from\":\"2025-01-01\"}}",
                       NULL);
  g_autofree const char **facts = todoku_conditions_get_facts (conditions);
  g_autofree char *list = g_strjoinv (" ", (GStrv) facts);

  g_assert_cmpstr (list, ==, "a b.two c d");
  g_assert_true (todoku_conditions_guarantee (conditions, "a"));
  g_assert_true (todoku_conditions_guarantee (conditions, "d"));
  g_assert_false (todoku_conditions_guarantee (conditions, "b.two"));
  g_assert_false (todoku_conditions_guarantee (conditions, "c"));
  g_assert_false (todoku_conditions_guarantee (NULL, "a"));
  g_assert_false (todoku_conditions_guarantee_any (conditions, "b."));
  g_assert_true (todoku_conditions_guarantee_any (conditions, "a"));
  g_assert_cmpstr (todoku_conditions_get_values (conditions, "a")[1], ==, "z");
  g_assert_cmpstr (todoku_conditions_get_values (conditions, "b.two")[0],
                   ==,
                   "x");
  g_assert_null (todoku_conditions_get_values (conditions, "c"));
  g_assert_true (todoku_conditions_read (conditions, "b."));
  g_assert_false (todoku_conditions_read (conditions, "b.two.three"));
  g_assert_false (todoku_conditions_read (NULL, ""));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/conditions/hold", test_hold);
  g_test_add_func ("/conditions/refused", test_refused);
  g_test_add_func ("/conditions/facts", test_facts);
  g_test_add_func ("/conditions/imply", test_imply);
  g_test_add_func ("/conditions/among", test_among);
  return g_test_run ();
}
