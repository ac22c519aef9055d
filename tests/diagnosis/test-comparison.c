/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-comparison.h"

#include <string.h>

/* A run in words: "in=URL" and "out=URL" are settings, "!id" a finding,
 * "PLACE=outcome" a probe.  Differences as "-id", "+id", "out:OLD>NEW" and
 * "PLACE:old>new". */
static const struct {
  const char *name;
  const char *before;
  const char *now;
  const char *expected;
} rows[] = {
  { "nothing", "", "", "" },
  { "the same", "out=a !x p=good", "out=a !x p=good", "" },
  { "solved", "!x !y", "!y", "-x" },
  { "worse", "!x", "!x !y", "+y" },
  { "another cause", "!x", "!y", "-x +y" },
  { "the settings as advised",
    "out=smtps://h:587 !x h:587=problem",
    "out=smtps://h:465 !works h:465=good",
    "out:smtps://h:587>smtps://h:465 -x +works" },
  { "a setting that was not there", "out=", "out=a", "out:->a" },
  { "a setting that went", "in=a", "in=", "in:a>-" },
  { "a probe came out otherwise",
    "h:465=blocked i:993=good",
    "h:465=good i:993=good",
    "h:465:blocked>good" },
  { "what was probed once alone tells nothing", "a=good", "b=good", "" },
  { "the last of two probes counts",
    "a=good a=problem",
    "a=good",
    "a:problem>good" },
};

static TodokuOutcome
outcome_of (const char *word)
{
  for (int i = 0; i < TODOKU_N_OUTCOMES; i++)
    if (strcmp (todoku_outcome_to_string (i), word) == 0)
      return i;
  g_error ("no outcome is %s", word);
}

static void
add_word (TodokuSnapshot *snapshot, const char *word)
{
  g_auto (GStrv) pair = g_strsplit (word, "=", 2);

  if (*word == '!') {
    TodokuText title = { { (char *) word + 1, (char *) word + 1 } };

    todoku_snapshot_add_finding (snapshot, word, &title);
  } else if (strcmp (pair[0], "in") == 0 || strcmp (pair[0], "out") == 0)
    todoku_snapshot_set_setting (snapshot, pair[0], *pair[1] ? pair[1] : NULL);
  else if (pair[1])
    todoku_snapshot_set_outcome (snapshot, pair[0], outcome_of (pair[1]));
}

static TodokuSnapshot *
make (const char *words)
{
  g_autoptr (GDateTime) time = g_date_time_new_utc (2026, 11, 28, 9, 0, 0);
  TodokuSnapshot *snapshot = todoku_snapshot_new_empty (time);
  g_auto (GStrv) all = g_strsplit (words, " ", -1);

  for (char **word = all; *word; word++)
    if (**word)
      add_word (snapshot, *word);
  return snapshot;
}

static void
append (GString *out, const TodokuDifference *difference)
{
  const char *before = difference->before ? difference->before : "-";
  const char *now = difference->now ? difference->now : "-";

  if (out->len > 0)
    g_string_append_c (out, ' ');
  switch (difference->kind) {
  case TODOKU_DIFFERENCE_SETTING:
    g_string_append_printf (out, "%s:%s>%s", difference->place, before, now);
    break;
  case TODOKU_DIFFERENCE_GONE:
    g_string_append_printf (out, "-%s", difference->title.in[0]);
    break;
  case TODOKU_DIFFERENCE_NEW:
    g_string_append_printf (out, "+%s", difference->title.in[1]);
    break;
  case TODOKU_DIFFERENCE_OUTCOME:
  default:
    g_string_append_printf (out,
                            "%s:%s>%s",
                            difference->place,
                            todoku_outcome_to_string (
                                difference->outcome_before),
                            todoku_outcome_to_string (difference->outcome_now));
  }
}

static void
test_rows (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (TodokuSnapshot) before = make (rows[i].before);
    g_autoptr (TodokuSnapshot) now = make (rows[i].now);
    g_autoptr (GPtrArray) differences = todoku_compare (before, now);
    g_autoptr (GString) out = g_string_new (NULL);

    g_test_message ("%s", rows[i].name);
    for (guint d = 0; d < differences->len; d++)
      append (out, g_ptr_array_index (differences, d));
    g_assert_cmpstr (out->str, ==, rows[i].expected);
  }
}

static void
test_time (void)
{
  g_autoptr (TodokuSnapshot) snapshot = make ("");

  g_assert_cmpint (g_date_time_get_hour (todoku_snapshot_get_time (snapshot)),
                   ==,
                   9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/comparison/rows", test_rows);
  g_test_add_func ("/comparison/time", test_time);
  return g_test_run ();
}
