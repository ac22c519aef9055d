/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-knowledge-private.h"

#include "todoku-text.h"

#include <string.h>

/* A number as a word of its own: "535" in "535-5.7.8", not in "15350". */
static gboolean
has_word (const char *text, const char *word)
{
  gsize length = strlen (word);

  for (const char *p = strstr (text, word); p; p = strstr (p + 1, word)) {
    gboolean starts = p == text || (!g_ascii_isalnum (p[-1]) && p[-1] != '.');
    gboolean ends = !g_ascii_isalnum (p[length]) &&
                    (p[length] != '.' || !g_ascii_isdigit (p[length + 1]));

    if (starts && ends)
      return TRUE;
  }
  return FALSE;
}

static gboolean
code_fits (const TodokuReplyPattern *pattern,
           const TodokuReplyQuery *query,
           const char *folded)
{
  char code[8];

  if (pattern->code == 0 || query->code != 0)
    return pattern->code == 0 || pattern->code == query->code;
  g_snprintf (code, sizeof code, "%d", pattern->code);
  return has_word (folded, code);
}

static gboolean
enhanced_fits (const TodokuReplyPattern *pattern,
               const TodokuReplyQuery *query,
               const char *folded)
{
  if (!pattern->enhanced || g_strcmp0 (pattern->enhanced, query->enhanced) == 0)
    return TRUE;
  return !query->enhanced && has_word (folded, pattern->enhanced);
}

/* In a text a response code stands in brackets (RFC 9051 §7.1, RFC 2449 §8):
 * many are words of prose without them. */
static gboolean
response_code_fits (const TodokuReplyPattern *pattern,
                    const TodokuReplyQuery *query,
                    const char *folded)
{
  g_autofree char *bracketed = NULL;
  g_autofree char *needle = NULL;

  if (!pattern->response_code)
    return TRUE;
  if (query->response_code)
    return g_ascii_strcasecmp (pattern->response_code, query->response_code) ==
           0;
  bracketed = g_strconcat ("[", pattern->response_code, NULL);
  needle = todoku_fold (bracketed);
  return has_word (folded, needle);
}

static gboolean
tokens_fit (const TodokuReplyPattern *pattern, const char *folded)
{
  for (char **token = pattern->tokens; *token; token++)
    if (!strstr (folded, *token))
      return FALSE;
  for (char **token = pattern->any_of; *token; token++)
    if (strstr (folded, *token))
      return TRUE;
  return !*pattern->any_of;
}

static gboolean
matches (const TodokuReplyPattern *pattern,
         const TodokuReplyQuery *query,
         const char *folded)
{
  if (pattern->protocol && query->protocol &&
      strcmp (pattern->protocol, query->protocol) != 0)
    return FALSE;
  if (query->stage && *pattern->stages &&
      !g_strv_contains ((const char *const *) pattern->stages, query->stage))
    return FALSE;
  return code_fits (pattern, query, folded) &&
         enhanced_fits (pattern, query, folded) &&
         response_code_fits (pattern, query, folded) &&
         tokens_fit (pattern, folded);
}

/* In a text of which nothing else is known. */
gboolean
todoku_reply_pattern_stands_in (const TodokuReplyPattern *pattern,
                                const char *folded)
{
  const TodokuReplyQuery query = { 0 };

  return matches (pattern, &query, folded);
}

/* ---- the most specific ------------------------------------------------- */

typedef struct {
  const TodokuReplyPattern *pattern;
  gboolean said; /* by the one who is known to speak */
  guint tokens;  /* how many: one more says more than any code */
  guint codes;
  guint length; /* of the tokens */
  guint place;  /* protocol and stages that are named */
} Match;

static Match
weigh (const TodokuReplyPattern *pattern,
       const TodokuReplyQuery *query,
       const char *folded)
{
  Match match = { pattern, g_strcmp0 (pattern->said_by, query->said_by) == 0,
                  0,       0,
                  0,       0 };
  gsize longest = 0;

  for (char **token = pattern->tokens; *token; token++) {
    match.tokens++;
    match.length += (guint) strlen (*token);
  }
  for (char **token = pattern->any_of; *token; token++)
    if (strstr (folded, *token))
      longest = MAX (longest, strlen (*token));
  match.tokens += longest > 0;
  match.length += (guint) longest;
  match.codes = (pattern->response_code ? 4u : 0u) +
                (pattern->enhanced ? 2u : 0u) + (pattern->code ? 1u : 0u);
  match.place = (pattern->protocol ? 1u : 0u) + (*pattern->stages ? 1u : 0u);
  return match;
}

static int
compare_matches (gconstpointer a, gconstpointer b)
{
  const Match *one = a;
  const Match *two = b;

  if (one->said != two->said)
    return two->said - one->said;
  if (one->tokens != two->tokens)
    return one->tokens > two->tokens ? -1 : 1;
  if (one->codes != two->codes)
    return one->codes > two->codes ? -1 : 1;
  if (one->length != two->length)
    return one->length > two->length ? -1 : 1;
  if (one->place != two->place)
    return one->place > two->place ? -1 : 1;
  return strcmp (one->pattern->id, two->pattern->id);
}

static gboolean
has_family (GPtrArray *found, const char *said_by)
{
  for (guint i = 0; i < found->len; i++)
    if (strcmp (((TodokuReplyPattern *) g_ptr_array_index (found, i))->said_by,
                said_by) == 0)
      return TRUE;
  return FALSE;
}

/**
 * todoku_knowledge_match_reply:
 * @self: the knowledge
 * @query: what was said; what is not known of it (0, %NULL) is looked for in
 * its text
 *
 * A protocol or stage that differs excludes a pattern, one that is not known
 * does not.  More tokens say more than codes, codes more than long tokens.
 *
 * Returns: (transfer container) (element-type TodokuReplyPattern): what it is
 *   known as, the most specific first, one for each that says it; those of
 *   @query's said_by come first
 */
GPtrArray *
todoku_knowledge_match_reply (TodokuKnowledge *self,
                              const TodokuReplyQuery *query)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Match));
  g_autofree char *folded = NULL;
  GPtrArray *replies, *found;

  g_return_val_if_fail (TODOKU_IS_KNOWLEDGE (self) && query, NULL);

  folded = todoku_fold (query->text ? query->text : "");
  replies = todoku_knowledge_get_replies (self);
  for (guint i = 0; i < replies->len; i++)
    if (matches (g_ptr_array_index (replies, i), query, folded)) {
      Match match = weigh (g_ptr_array_index (replies, i), query, folded);

      g_array_append_val (all, match);
    }
  g_array_sort (all, compare_matches);
  found = g_ptr_array_new ();
  for (guint i = 0; i < all->len; i++) {
    const TodokuReplyPattern *pattern = g_array_index (all, Match, i).pattern;

    if (!has_family (found, pattern->said_by))
      g_ptr_array_add (found, (gpointer) pattern);
  }
  return found;
}

/* ---- old advice -------------------------------------------------------- */

gboolean
todoku_change_stands_in (const TodokuChange *change, const char *folded)
{
  for (char **phrase = change->phrases; *phrase; phrase++)
    if (strstr (folded, *phrase))
      return TRUE;
  return FALSE;
}

/**
 * todoku_knowledge_match_advice:
 * @self: the knowledge
 * @text: a text that somebody pasted
 * @date: YYYY-MM-DD
 *
 * Returns: (transfer container) (element-type TodokuChange): changes until
 *   @date whose old advice stands in @text, in the order of history.json
 */
GPtrArray *
todoku_knowledge_match_advice (TodokuKnowledge *self,
                               const char *text,
                               const char *date)
{
  g_autofree char *folded = NULL;
  GPtrArray *history, *found;

  g_return_val_if_fail (TODOKU_IS_KNOWLEDGE (self) && text && date, NULL);

  folded = todoku_fold (text);
  history = todoku_knowledge_get_history (self);
  found = g_ptr_array_new ();
  for (guint i = 0; i < history->len; i++) {
    TodokuChange *change = g_ptr_array_index (history, i);

    if (strcmp (change->date, date) <= 0 &&
        todoku_change_stands_in (change, folded))
      g_ptr_array_add (found, change);
  }
  return found;
}
