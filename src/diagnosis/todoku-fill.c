/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-fact-words.h"

#include "todoku-finding.h"

typedef struct {
  TodokuFacts *facts;
  const char *language;
} Fill;

/* Texts are facts of a language: "app.name.ja" before "app.name". */
static const char *const *
fill_lookup (const char *name, gpointer data)
{
  const Fill *fill = data;
  g_autofree char *own = g_strconcat (name, ".", fill->language, NULL);
  const char *const *values = todoku_facts_get (fill->facts, own);

  return values ? values : todoku_facts_get (fill->facts, name);
}

/**
 * todoku_fill:
 * @text: a text of the knowledge
 * @language: a language
 * @facts: what is known
 *
 * Returns: (transfer full): the text with its placeholders filled in
 */
char *
todoku_fill (const TodokuText *text,
             TodokuLanguage language,
             TodokuFacts *facts)
{
  Fill fill = { facts, todoku_language_to_string (language) };
  char *filled = todoku_text_fill (text, language, fill_lookup, &fill);

  /* A sentence may begin with what "the printer" is called inside one. */
  if (*text->in[language] == '{' && g_str_has_prefix (filled, "the "))
    *filled = 'T';
  return filled;
}

/**
 * todoku_fill_both:
 * @text: a text of the knowledge
 * @facts: what is known
 *
 * Returns: (transfer full): the same in both languages, for
 *   todoku_text_clear()
 */
TodokuText
todoku_fill_both (const TodokuText *text, TodokuFacts *facts)
{
  TodokuText filled;

  for (int i = 0; i < TODOKU_N_LANGUAGES; i++)
    filled.in[i] = todoku_fill (text, i, facts);
  return filled;
}

static void
text_free (gpointer data)
{
  todoku_text_clear (data);
  g_free (data);
}

/**
 * todoku_fill_paragraphs:
 * @paragraphs: (element-type TodokuParagraph): of a guide or a mail app
 * @facts: what is known
 *
 * Returns: (transfer full) (element-type TodokuText): those whose conditions
 *   hold, filled in, each by itself
 */
GPtrArray *
todoku_fill_paragraphs (GPtrArray *paragraphs, TodokuFacts *facts)
{
  GPtrArray *filled = g_ptr_array_new_with_free_func (text_free);

  for (guint i = 0; i < paragraphs->len; i++) {
    const TodokuParagraph *paragraph = g_ptr_array_index (paragraphs, i);
    TodokuText text;

    if (!todoku_conditions_hold (paragraph->when, todoku_facts_lookup, facts))
      continue;
    text = todoku_fill_both (&paragraph->text, facts);
    g_ptr_array_add (filled, g_memdup2 (&text, sizeof text));
  }
  return filled;
}

static void
step_free (gpointer data)
{
  TodokuFindingStep *step = data;

  todoku_text_clear (&step->text);
  g_free (step->link);
  g_free (step->value);
  g_free (step->who);
  g_free (step);
}

/* A value to copy is the same in both languages. */
static char *
fill_plain (const char *template, TodokuFacts *facts)
{
  TodokuText text = { { (char *) template, (char *) template } };

  return template ? todoku_fill (&text, TODOKU_LANGUAGE_EN, facts) : NULL;
}

/**
 * todoku_fill_steps:
 * @steps: (element-type TodokuStep): of a finding or a guide
 * @facts: what is known
 *
 * Returns: (transfer full) (element-type TodokuFindingStep): those whose
 *   conditions hold, filled in
 */
GPtrArray *
todoku_fill_steps (GPtrArray *steps, TodokuFacts *facts)
{
  GPtrArray *filled = g_ptr_array_new_with_free_func (step_free);

  for (guint i = 0; i < steps->len; i++) {
    const TodokuStep *step = g_ptr_array_index (steps, i);
    TodokuFindingStep *own;

    if (!todoku_conditions_hold (step->when, todoku_facts_lookup, facts))
      continue;
    own = g_new0 (TodokuFindingStep, 1);
    own->text = todoku_fill_both (&step->text, facts);
    own->link = g_strdup (step->link);
    own->value = fill_plain (step->value, facts);
    own->who = g_strdup (step->who);
    g_ptr_array_add (filled, own);
  }
  return filled;
}
