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
