/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-knowledge.h"

#include "todoku-place.h"

#include <string.h>

/* A line longer than this is not a line that somebody wrote: the words alone
 * are shown of it. */
#define MAX_LINE 400

/* To whole lines, as far as they are lines. */
static TodokuPassage
widen (const char *text, TodokuPassage passage)
{
  gsize start = passage.start;
  gsize end = passage.end + strcspn (text + passage.end, "\r\n");

  while (start > 0 && !strchr ("\r\n", text[start - 1]))
    start--;
  start += strspn (text + start, " \t");
  if (passage.start - MIN (start, passage.start) <= MAX_LINE &&
      end - passage.end <= MAX_LINE) {
    passage.start = MIN (start, passage.start);
    passage.end = end;
  }
  return passage;
}

static void
add_passage (GArray *passages,
             const TodokuFolded *folded,
             gboolean stands,
             TodokuPlace place)
{
  TodokuPassage passage = { 0, 0 };

  if (stands)
    passage = todoku_folded_get_passage (folded, place);
  if (passage.end > passage.start)
    passage = widen (folded->text, passage);
  g_array_append_val (passages, passage);
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
  const TodokuReplyQuery nothing = { 0 };
  g_autoptr (TodokuFolded) folded = NULL;
  GArray *passages;

  g_return_val_if_fail (text && replies && changes, NULL);

  passages = g_array_new (FALSE, FALSE, sizeof (TodokuPassage));
  folded = todoku_folded_new (text);
  for (guint i = 0; i < replies->len; i++) {
    TodokuPlace place = { 0, 0 };
    gboolean stands = todoku_place_reply (g_ptr_array_index (replies, i),
                                          &nothing,
                                          folded,
                                          &place);

    add_passage (passages, folded, stands, place);
  }
  for (guint i = 0; i < changes->len; i++) {
    TodokuPlace place = { 0, 0 };
    gboolean stands =
        todoku_place_advice (g_ptr_array_index (changes, i), folded, &place);

    add_passage (passages, folded, stands, place);
  }
  return passages;
}
