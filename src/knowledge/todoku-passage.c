/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-knowledge-private.h"

#include "todoku-text.h"

#include <string.h>

/* A line longer than this is not a line that somebody wrote: the words alone
 * are shown of it. */
#define MAX_LINE 400

/* A piece without white space of the text, and where it went. */
typedef struct {
  gsize start, end;               /* bytes of the text */
  gsize folded_start, folded_end; /* bytes of what it is folded into */
} Word;

typedef struct {
  const char *text;
  char *folded;
  GArray *words; /* (element-type Word) */
} Folded;

static void
folded_clear (Folded *self)
{
  g_clear_pointer (&self->folded, g_free);
  g_clear_pointer (&self->words, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Folded, folded_clear)

static const char *
skip (const char *p, gboolean space)
{
  while (*p && !g_unichar_isspace (g_utf8_get_char (p)) == !space)
    p = g_utf8_next_char (p);
  return p;
}

/* Word by word, so that what is found can be shown as it was written: width
 * and case change the length of a text. */
static Folded
fold_words (const char *text)
{
  g_autoptr (GString) folded = g_string_sized_new (strlen (text));
  Folded self = { .text = text };

  self.words = g_array_new (FALSE, FALSE, sizeof (Word));
  for (const char *p = skip (text, TRUE); *p; p = skip (p, TRUE)) {
    const char *end = skip (p, FALSE);
    g_autofree char *piece = g_strndup (p, (gsize) (end - p));
    g_autofree char *fold = todoku_fold (piece);
    Word word = { (gsize) (p - text), (gsize) (end - text), 0, 0 };

    if (folded->len > 0)
      g_string_append_c (folded, ' ');
    word.folded_start = folded->len;
    g_string_append (folded, fold);
    word.folded_end = folded->len;
    g_array_append_val (self.words, word);
    p = end;
  }
  self.folded = g_string_free (g_steal_pointer (&folded), FALSE);
  return self;
}

typedef gboolean (*StandsIn) (gconstpointer entry, const char *folded);

/* Whether @entry stands in the words from @first to before @last. */
static gboolean
stands_between (const Folded *self,
                StandsIn stands_in,
                gconstpointer entry,
                guint first,
                guint last)
{
  const Word *words = (const Word *) (gpointer) self->words->data;
  char *end;
  char kept;
  gboolean stands;

  if (first >= last)
    return FALSE;
  end = self->folded + words[last - 1].folded_end;
  kept = *end;
  *end = '\0';
  stands = stands_in (entry, self->folded + words[first].folded_start);
  *end = kept;
  return stands;
}

/* What matches in few words matches in more: the last word that is needed, then
 * the first, are each found by halving. */
static gboolean
narrow (const Folded *self,
        StandsIn stands_in,
        gconstpointer entry,
        guint *ret_first,
        guint *ret_last)
{
  guint low = 0, high = self->words->len, last;

  if (!stands_between (self, stands_in, entry, 0, high))
    return FALSE;
  while (low + 1 < high) {
    guint middle = low + (high - low) / 2;

    if (stands_between (self, stands_in, entry, 0, middle))
      high = middle;
    else
      low = middle;
  }
  last = high;
  for (low = 0, high = last; low + 1 < high;) {
    guint middle = low + (high - low) / 2;

    if (stands_between (self, stands_in, entry, middle, last))
      low = middle;
    else
      high = middle;
  }
  *ret_first = low;
  *ret_last = last;
  return TRUE;
}

/* To whole lines, as far as they are lines. */
static TodokuPassage
widen (const Folded *self, guint first, guint last)
{
  const Word *words = (const Word *) (gpointer) self->words->data;
  TodokuPassage passage = { words[first].start, words[last - 1].end };
  gsize start = passage.start;
  gsize end = passage.end + strcspn (self->text + passage.end, "\r\n");

  while (start > 0 && !strchr ("\r\n", self->text[start - 1]))
    start--;
  start += strspn (self->text + start, " \t");
  if (passage.start - MIN (start, passage.start) <= MAX_LINE &&
      end - passage.end <= MAX_LINE) {
    passage.start = MIN (start, passage.start);
    passage.end = end;
  }
  return passage;
}

static void
locate (GArray *passages,
        const Folded *folded,
        StandsIn stands_in,
        gconstpointer entry)
{
  TodokuPassage passage = { 0, 0 };
  guint first, last;

  if (narrow (folded, stands_in, entry, &first, &last))
    passage = widen (folded, first, last);
  g_array_append_val (passages, passage);
}

static gboolean
reply_stands_in (gconstpointer entry, const char *folded)
{
  return todoku_reply_pattern_stands_in (entry, folded);
}

static gboolean
change_stands_in (gconstpointer entry, const char *folded)
{
  return todoku_change_stands_in (entry, folded);
}

/**
 * todoku_knowledge_locate:
 * @text: valid UTF-8
 * @replies: (element-type TodokuReplyPattern): what was recognised in it
 * @changes: (element-type TodokuChange): whose old advice was recognised in it
 *
 * Where in @text it was recognised: the shortest run of words that is enough,
 * widened to whole lines.  Safe in any thread.
 *
 * Returns: (transfer full) (element-type TodokuPassage): one for each of
 *   @replies, then one for each of @changes; empty (0, 0) for what does not
 *   stand in @text
 */
GArray *
todoku_knowledge_locate (const char *text,
                         GPtrArray *replies,
                         GPtrArray *changes)
{
  g_auto (Folded) folded = { 0 };
  GArray *passages;

  g_return_val_if_fail (text && replies && changes, NULL);

  passages = g_array_new (FALSE, FALSE, sizeof (TodokuPassage));
  folded = fold_words (text);
  for (guint i = 0; i < replies->len; i++)
    locate (passages, &folded, reply_stands_in, g_ptr_array_index (replies, i));
  for (guint i = 0; i < changes->len; i++)
    locate (passages,
            &folded,
            change_stands_in,
            g_ptr_array_index (changes, i));
  return passages;
}
