/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "fuzz.h"
#include "todoku-explain.h"

#include <string.h>

/* What somebody pastes or opens: decoded, matched against all that is known,
 * and found again in the text. */
static TodokuKnowledge *knowledge;

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  g_autoptr (GError) error = NULL;

  knowledge = todoku_knowledge_new (&error);
  g_assert_no_error (error);
  return 0;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *exact = g_memdup2 (data, size);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = todoku_explain_decode (exact, size, &error);
  g_autoptr (TodokuExplanation) explanation = NULL;

  g_assert_true ((text == NULL) == (error != NULL));
  if (!text)
    return 0;
  g_assert_true (g_utf8_validate (text, -1, NULL));
  explanation = todoku_explanation_new (knowledge, text, NULL, "2026-11-28");
  todoku_explanation_locate (explanation, text);
  for (guint i = 0; i < explanation->passages->len; i++) {
    const TodokuPassage *passage =
        &g_array_index (explanation->passages, TodokuPassage, i);

    g_assert_cmpuint (passage->start, <=, passage->end);
    g_assert_cmpuint (passage->end, <=, strlen (text));
  }
  return 0;
}
