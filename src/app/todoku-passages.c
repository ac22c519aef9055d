/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-passages.h"

#include "todoku-observed.h"

#include <string.h>

/* Bytes of a passage that are shown. */
#define MAX_SHOWN 600

static char *
dup_passage (const char *text, const TodokuPassage *passage)
{
  g_autofree char *piece =
      g_strndup (text + passage->start, passage->end - passage->start);
  g_auto (GStrv) lines = g_strsplit_set (piece, "\r\n", -1);
  g_autoptr (GString) shown = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++) {
    g_autofree char *line =
        todoku_visible_text (lines[i], strlen (lines[i]), MAX_SHOWN);

    if (*line == '\0')
      continue;
    if (shown->len > 0)
      g_string_append_c (shown, '\n');
    g_string_append (shown, line);
  }
  return g_string_free (g_steal_pointer (&shown), FALSE);
}

/* The id is what two help desks can name to each other. */
static void
add_row (TodokuSection *section,
         const char *key,
         const char *text,
         const TodokuPassage *passage,
         const char *subtitle)
{
  g_autofree char *shown = dup_passage (text, passage);
  GtkWidget *row;

  if (*shown == '\0')
    return;
  row = todoku_row_new (shown, subtitle);
  gtk_widget_add_css_class (row, "passage");
  todoku_section_add (section, key, row);
}

static char *
dup_change (const TodokuChange *change, TodokuLanguages languages)
{
  g_autofree char *what =
      todoku_languages_join (languages,
                             change->what.in[TODOKU_LANGUAGE_JA],
                             change->what.in[TODOKU_LANGUAGE_EN],
                             "\n");

  return change->date ? g_strdup_printf ("%s · %s", change->date, what)
                      : g_steal_pointer (&what);
}

static char *
dup_name (const TodokuExplanation *explanation,
          guint index,
          TodokuLanguages languages)
{
  guint n = explanation->replies->len;
  const TodokuReplyPattern *reply;

  if (index >= n)
    return dup_change (g_ptr_array_index (explanation->changes, index - n),
                       languages);
  reply = g_ptr_array_index (explanation->replies, index);
  return g_strdup (reply->id);
}

static gboolean
is_same (GArray *passages, guint one, guint two)
{
  const TodokuPassage *a = &g_array_index (passages, TodokuPassage, one);
  const TodokuPassage *b = &g_array_index (passages, TodokuPassage, two);

  return a->start == b->start && a->end == b->end;
}

/* What the passage is known as, also by others who say the same; NULL when it
 * has been shown. */
static char *
dup_names (const TodokuExplanation *explanation,
           guint index,
           TodokuLanguages languages)
{
  GArray *passages = explanation->passages;
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < index; i++)
    if (is_same (passages, i, index))
      return NULL;
  for (guint i = index; i < passages->len; i++)
    if (is_same (passages, i, index)) {
      g_autofree char *name = dup_name (explanation, i, languages);

      g_string_append_printf (names, "%s%s", names->len > 0 ? "\n" : "", name);
    }
  return g_string_free (g_steal_pointer (&names), FALSE);
}

/**
 * todoku_section_show_passages:
 * @section: a section
 * @explanation: whose passages were located
 * @text: what it explains
 * @languages: of the pane
 *
 * Shows which passages of @text were recognised, and as what.
 */
void
todoku_section_show_passages (TodokuSection *section,
                              const TodokuExplanation *explanation,
                              const char *text,
                              TodokuLanguages languages)
{
  g_autofree char *title =
      todoku_pane_words (TODOKU_WORD_RECOGNISED, languages);

  todoku_section_begin (section, title);
  for (guint i = 0; i < explanation->passages->len; i++) {
    g_autofree char *key = g_strdup_printf ("%u", i);
    g_autofree char *names = dup_names (explanation, i, languages);

    if (names != NULL)
      add_row (section,
               key,
               text,
               &g_array_index (explanation->passages, TodokuPassage, i),
               names);
  }
  todoku_section_end (section);
}
