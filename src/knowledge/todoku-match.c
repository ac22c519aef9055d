/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-knowledge.h"

#include "todoku-place.h"

#include <string.h>

/* Bytes after the number of a mail app in which it quotes the server. */
#define MAX_QUOTE 400

/* ---- the most specific ------------------------------------------------- */

typedef struct {
  const TodokuReplyPattern *pattern;
  TodokuPlace place;
  TodokuPlace reply; /* the lines around it */
  gboolean said;     /* by the one who is known to speak */
  gboolean own;      /* by somebody in particular, not by the protocol */
  guint tokens;      /* how many: one more says more than any code */
  guint codes;
  guint length; /* of the tokens */
  guint rank;   /* protocol and stages that are named */
} Match;

/* Of several alternatives, the longest that stands in the text. */
static gsize
longest (char *const *any_of, const char *folded)
{
  gsize length = 0;

  for (; *any_of; any_of++)
    if (strlen (*any_of) > length && strstr (folded, *any_of))
      length = strlen (*any_of);
  return length;
}

static Match
weigh (const TodokuReplyPattern *pattern,
       const TodokuReplyQuery *query,
       const TodokuFolded *folded,
       TodokuPlace place)
{
  Match match = { .pattern = pattern, .place = place, .reply = place };
  gsize any = longest (pattern->any_of, folded->folded);

  if (place.end > place.start)
    match.reply = todoku_folded_get_reply (folded, place);
  match.said = g_strcmp0 (pattern->said_by, query->said_by) == 0;
  match.own = strcmp (pattern->said_by, "protocol") != 0 ||
              g_strcmp0 (pattern->protocol, "app") == 0;
  for (char **token = pattern->tokens; *token; token++) {
    match.tokens++;
    match.length += (guint) strlen (*token);
  }
  match.tokens += any > 0;
  match.length += (guint) any;
  match.codes = (pattern->response_code ? 4u : 0u) +
                (pattern->enhanced ? 2u : 0u) + (pattern->code ? 1u : 0u);
  match.rank = (pattern->protocol ? 1u : 0u) + (*pattern->stages ? 1u : 0u);
  return match;
}

static int
compare_matches (gconstpointer a, gconstpointer b)
{
  const Match *one = a;
  const Match *two = b;

  if (one->said != two->said)
    return two->said - one->said;
  if (one->own != two->own)
    return two->own - one->own;
  if (one->tokens != two->tokens)
    return one->tokens > two->tokens ? -1 : 1;
  if (one->codes != two->codes)
    return one->codes > two->codes ? -1 : 1;
  if (one->length != two->length)
    return one->length > two->length ? -1 : 1;
  if (one->rank != two->rank)
    return one->rank > two->rank ? -1 : 1;
  return strcmp (one->pattern->id, two->pattern->id);
}

/* ---- what says the same less well --------------------------------------- */

static gboolean
overlap (TodokuPlace one, TodokuPlace two)
{
  return one.start < two.end && two.start < one.end;
}

static gboolean
is_of_app (const Match *match)
{
  return g_strcmp0 (match->pattern->protocol, "app") == 0;
}

static gboolean
is_same_speaker (const Match *one, const Match *two)
{
  return strcmp (one->pattern->said_by, two->pattern->said_by) == 0;
}

static gboolean
is_less (const Match *match, const Match *better)
{
  return match->said == better->said &&
         (match->tokens < better->tokens ||
          (match->tokens == better->tokens && match->codes < better->codes));
}

/* "0x800CCC92", and nothing else. */
static gboolean
is_number (const TodokuReplyPattern *pattern)
{
  return pattern->tokens[0] && !pattern->tokens[1] && !*pattern->any_of &&
         g_str_has_prefix (pattern->tokens[0], "0x");
}

/* @better is more specific.  One speaker means one thing by one reply; a code
 * or number alone is explained by the words beside it, and what the protocol
 * says of it by who is known to say it; and the same words are not two things.
 */
static gboolean
yields (const Match *match, const Match *better)
{
  if (is_same_speaker (match, better))
    return overlap (match->reply, better->reply) ||
           match->place.end == match->place.start;
  if (is_of_app (match) != is_of_app (better))
    return FALSE;
  if (is_number (match->pattern) && !is_number (better->pattern))
    return overlap (match->reply, better->reply);
  if ((match->tokens == 0 && better->tokens > 0) || match->own != better->own)
    return overlap (match->reply, better->reply);
  return is_less (match, better) && overlap (match->place, better->place);
}

/* The number of a mail app says less than the server's words that it quotes. */
static gboolean
quotes (const Match *match, const Match *other)
{
  return is_number (match->pattern) && !is_of_app (other) &&
         other->place.start >= match->place.end &&
         other->place.start < match->place.end + MAX_QUOTE;
}

static gboolean
is_needed (const GArray *all, guint index)
{
  const Match *match = &g_array_index (all, Match, index);

  for (guint i = 0; i < all->len; i++) {
    const Match *other = &g_array_index (all, Match, i);

    if ((i < index && yields (match, other)) || quotes (match, other))
      return FALSE;
  }
  return TRUE;
}

static gboolean
may_say (const TodokuReplyPattern *pattern, const TodokuReplyQuery *query)
{
  if (pattern->protocol && query->protocol &&
      strcmp (pattern->protocol, query->protocol) != 0)
    return FALSE;
  return !query->stage || !*pattern->stages ||
         g_strv_contains ((const char *const *) pattern->stages, query->stage);
}

/**
 * todoku_knowledge_match_reply:
 * @self: the knowledge
 * @query: what was said; what is not known of it (0, %NULL) is looked for in
 * its text
 *
 * A protocol or stage that differs excludes a pattern, one that is not known
 * does not.  More tokens say more than codes, codes more than long tokens.  The
 * time is linear in the length of the text.
 *
 * Returns: (transfer container) (element-type TodokuReplyPattern): what it is
 *   known as, the most specific first; those of @query's said_by come first
 */
GPtrArray *
todoku_knowledge_match_reply (TodokuKnowledge *self,
                              const TodokuReplyQuery *query)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Match));
  g_autoptr (TodokuFolded) folded = NULL;
  GPtrArray *replies, *found;

  g_return_val_if_fail (TODOKU_IS_KNOWLEDGE (self) && query, NULL);

  folded = todoku_folded_new (query->text ? query->text : "");
  replies = todoku_knowledge_get_replies (self);
  for (guint i = 0; i < replies->len; i++) {
    const TodokuReplyPattern *pattern = g_ptr_array_index (replies, i);
    TodokuPlace place;

    if (may_say (pattern, query) &&
        todoku_place_reply (pattern, query, folded, &place)) {
      Match match = weigh (pattern, query, folded, place);

      g_array_append_val (all, match);
    }
  }
  g_array_sort (all, compare_matches);
  found = g_ptr_array_new ();
  for (guint i = 0; i < all->len; i++)
    if (is_needed (all, i))
      g_ptr_array_add (found, (gpointer) g_array_index (all, Match, i).pattern);
  return found;
}

/* ---- old advice -------------------------------------------------------- */

/**
 * todoku_knowledge_match_advice:
 * @self: the knowledge
 * @text: a text that somebody pasted
 * @date: YYYY-MM-DD
 *
 * Returns: (transfer container) (element-type TodokuChange): changes until
 *   @date, and undated ones, whose old advice stands in @text, in the order of
 * history.json
 */
GPtrArray *
todoku_knowledge_match_advice (TodokuKnowledge *self,
                               const char *text,
                               const char *date)
{
  g_autoptr (TodokuFolded) folded = NULL;
  GPtrArray *history, *found;

  g_return_val_if_fail (TODOKU_IS_KNOWLEDGE (self) && text && date, NULL);

  folded = todoku_folded_new (text);
  history = todoku_knowledge_get_history (self);
  found = g_ptr_array_new ();
  for (guint i = 0; i < history->len; i++) {
    TodokuChange *change = g_ptr_array_index (history, i);
    TodokuPlace place;

    if ((!change->date || strcmp (change->date, date) <= 0) &&
        todoku_place_advice (change, folded, &place))
      g_ptr_array_add (found, change);
  }
  return found;
}
