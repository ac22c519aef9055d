/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "diagnosis-fixture.h"

TodokuKnowledge *
diagnosis_fixture_new (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *directory =
      g_test_build_filename (G_TEST_DIST, "diagnosis", "knowledge", NULL);
  TodokuKnowledge *knowledge =
      todoku_knowledge_new_from_directory (directory, &error);

  g_assert_no_error (error);
  return knowledge;
}

static void
add_fact (TodokuFacts *facts, const char *word)
{
  g_auto (GStrv) pair = g_strsplit (word, "=", 2);

  todoku_facts_add (facts, pair[0], pair[1]);
}

TodokuFacts *
diagnosis_read_facts (const char *text, GPtrArray *probes)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  TodokuFacts *account = todoku_facts_new (NULL);
  TodokuFacts *facts = account;

  for (char **word = words; *word; word++)
    if (strcmp (*word, "|") == 0) {
      facts = todoku_facts_new (account);
      g_ptr_array_add (probes, facts);
    } else if (**word)
      add_fact (facts, *word);
  if (!todoku_facts_get (account, "date"))
    todoku_facts_set (account, "date", "2026-11-22");
  return account;
}
