/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-place.h"

#include <string.h>

/* Bytes within which everything that a pattern asks for must stand: words of
 * one message lie further apart than a code and what follows it, and all lines
 * of an SMTP reply repeat the code. */
#define SPAN_OF_WORDS 800
#define SPAN_WITH_CODE 200
#define SPAN_OF_CODES 16
#define MAX_CODE 40
/* A sentence or two, also in Japanese. */
#define SPAN_OF_ADVICE 300

#define NOWHERE G_MAXSIZE

typedef enum {
  TOKEN,
  CODE,
  ENHANCED,
  RESPONSE_CODE
} Kind;

/* One thing that is looked for, and where it stands next. */
typedef struct {
  const char *needle;
  gsize length;
  Kind kind;
  guint part; /* one of each part suffices */
  gsize at;
} Cursor;

typedef struct {
  const TodokuFolded *folded;
  Cursor *cursors;
  guint n_cursors, n_parts;
  gsize span;
  gboolean alone;   /* codes, and no word beside them */
  gboolean general; /* words that many texts hold */
  char code[8];
  char bracketed[MAX_CODE];
} Search;

/* ---- what a code alone must look like ------------------------------------ */

/* A number between other words is a number of anything.  What a server said
 * stands behind one of these. */
static gboolean
follows_reply_word (const char *folded, const char *p)
{
  static const char *const words[] = {
    "error", "error code",   "error number", "error no.",    "smtp",
    "said",  "response",     "responded",    "response was", "response code",
    "reply", "reply code",   "replied",      "returned",     "status",
    "dsn",   "diagnostic",   "エラー",       "エラーコード", "エラー番号",
    "応答",  "応答しました", "サーバー",     "応答コード",
  };

  while (p > folded && strchr (" :;#([{'\"=<>,-", p[-1]))
    p--;
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++) {
    gsize length = strlen (words[i]);

    if ((gsize) (p - folded) >= length &&
        strncmp (p - length, words[i], length) == 0)
      return TRUE;
  }
  return FALSE;
}

/* "5.7.8" behind a code of its class: the rest of "535-". */
static gboolean
enhanced_follows (const char *p, char class)
{
  p += strspn (p, " -,('\"b");
  return p[0] == class && p[1] == '.' && g_ascii_isdigit (p[2]);
}

/* "535-" before an enhanced code of the same class. */
static gboolean
code_precedes (const char *folded, const char *p)
{
  const char *end = p;

  while (end > folded && p - end < 5 && strchr (" -,('\"b:;#", end[-1]))
    end--;
  return end - folded >= 3 && end < p && end[-3] == p[0] &&
         g_ascii_isdigit (end[-2]) && g_ascii_isdigit (end[-1]) &&
         (end - folded == 3 || !g_ascii_isalnum (end[-4]));
}

static gboolean
is_reply (const Cursor *cursor, const char *folded, const char *p)
{
  if (cursor->kind == CODE)
    return enhanced_follows (p + cursor->length, p[0]) ||
           follows_reply_word (folded, p) ||
           (p == folded && p[cursor->length] == '\0');
  return p == folded || p[-1] == '#' || code_precedes (folded, p) ||
         follows_reply_word (folded, p);
}

/* Many response codes are words of prose, or marks in a log: they stand behind
 * the status (RFC 9051 §7.1, RFC 2449 §8) unless nothing else is written so. */
static gboolean
is_response (const Cursor *cursor, const char *folded, const char *p)
{
  static const char *const statuses[] = { "no ", "bad ", "bye ", "-err " };

  if (cursor->length > strlen ("[unavailable") ||
      strpbrk (cursor->needle, "/-"))
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++) {
    gsize length = strlen (statuses[i]);

    if ((gsize) (p - folded) >= length &&
        strncmp (p - length, statuses[i], length) == 0)
      return TRUE;
  }
  return FALSE;
}

/* ---- where a thing ends ---------------------------------------------------
 */

/* A number as a word of its own: "535" in "535-5.7.8", not in "15350"; "#535"
 * is a number of something else, "#5.7.8" is not. */
static gboolean
is_number (const Cursor *cursor, const char *folded, const char *p)
{
  const char *end = p + cursor->length;
  gboolean starts = p == folded || (!g_ascii_isalnum (p[-1]) && p[-1] != '.' &&
                                    (p[-1] != '#' || cursor->kind == ENHANCED));

  return starts && !g_ascii_isalnum (*end) &&
         (*end != '.' || !g_ascii_isdigit (end[1]));
}

/* "aadsts53000" does not stand in "aadsts530003", "no login" in "casino login",
 * nor "failed." in "failed.example"; "limit" stands in "limits". */
static gboolean
is_token (const Cursor *cursor, const char *folded, const char *p)
{
  const char *end = p + cursor->length;

  if (p > folded && g_ascii_isalnum (*p) && g_ascii_isalnum (p[-1]))
    return FALSE;
  if (end[-1] == '.' || g_str_has_prefix (cursor->needle, "0x"))
    return !g_ascii_isalnum (*end);
  return !g_ascii_isdigit (end[-1]) || !g_ascii_isdigit (*end);
}

/* At the beginning of a line, or behind what a log puts before it. */
static gboolean
begins (const TodokuFolded *folded, const char *p)
{
  const char *before = p;

  if (todoku_folded_begins_line (folded, (gsize) (p - folded->folded)))
    return TRUE;
  while (before > folded->folded && before[-1] == ' ')
    before--;
  return before > folded->folded && strchr (":<>*|]\"'(=", before[-1]);
}

static gboolean
stands_at (const Search *search, const Cursor *cursor, const char *p)
{
  const char *folded = search->folded->folded;

  switch (cursor->kind) {
  case CODE:
  case ENHANCED:
    return is_number (cursor, folded, p) &&
           ((search->general && begins (search->folded, p)) ||
            (!search->general && !search->alone) ||
            is_reply (cursor, folded, p));
  case RESPONSE_CODE:
    return !g_ascii_isalnum (p[cursor->length]) &&
           (!search->alone || is_response (cursor, folded, p));
  case TOKEN:
  default:
    return is_token (cursor, folded, p);
  }
}

static void
advance (const Search *search, Cursor *cursor, gsize from)
{
  const char *folded = search->folded->folded;

  if (cursor->at == NOWHERE || cursor->at >= from)
    return;
  cursor->at = NOWHERE;
  for (const char *p = strstr (folded + from, cursor->needle); p;
       p = strstr (p + 1, cursor->needle))
    if (stands_at (search, cursor, p)) {
      cursor->at = (gsize) (p - folded);
      return;
    }
}

/* ---- the nearest together -------------------------------------------------
 */

static Cursor *
first_of_part (const Search *search, guint part)
{
  Cursor *first = NULL;

  for (guint i = 0; i < search->n_cursors; i++) {
    Cursor *cursor = &search->cursors[i];

    if (cursor->part == part && (!first || cursor->at < first->at))
      first = cursor;
  }
  return first;
}

/* From the first of all parts to the end of the last; FALSE: one stands
 * nowhere any more. */
static gboolean
measure (const Search *search, TodokuPlace *place, guint *ret_lowest)
{
  place->start = NOWHERE;
  place->end = 0;
  for (guint part = 0; part < search->n_parts; part++) {
    const Cursor *cursor = first_of_part (search, part);

    if (cursor->at == NOWHERE)
      return FALSE;
    if (cursor->at < place->start) {
      place->start = cursor->at;
      *ret_lowest = part;
    }
    place->end = MAX (place->end, cursor->at + cursor->length);
  }
  return TRUE;
}

static void
advance_part (const Search *search, guint part, gsize from)
{
  for (guint i = 0; i < search->n_cursors; i++)
    if (search->cursors[i].part == part)
      advance (search, &search->cursors[i], from);
}

/* The first place that is narrow enough, made as narrow as its end allows.
 * Every step moves forward in the text, so the time is linear. */
static gboolean
find_place (const Search *search, TodokuPlace *ret_place)
{
  TodokuPlace place, narrower;
  guint lowest = 0;

  do {
    if (!measure (search, &place, &lowest))
      return FALSE;
    advance_part (search, lowest, place.start + 1);
  } while (place.end - place.start > search->span);
  while (measure (search, &narrower, &lowest) && narrower.end <= place.end) {
    place = narrower;
    advance_part (search, lowest, place.start + 1);
  }
  *ret_place = place;
  return TRUE;
}

/* ---- patterns -------------------------------------------------------------
 */

/* FALSE: it stands nowhere. */
static gboolean
look_for (Search *search, Kind kind, const char *needle)
{
  Cursor *cursor = &search->cursors[search->n_cursors];

  *cursor = (Cursor){ needle, strlen (needle), kind, search->n_parts, 0 };
  cursor->at = 0;
  if (!strstr (search->folded->folded, needle))
    return FALSE;
  if (!g_str_has_prefix (search->folded->folded, needle) ||
      !stands_at (search, cursor, search->folded->folded))
    advance (search, cursor, 1);
  search->n_cursors++;
  return cursor->at != NOWHERE;
}

static gboolean
look_for_words (Search *search, const TodokuReplyPattern *pattern)
{
  gboolean any = FALSE;

  for (char **token = pattern->tokens; *token; token++) {
    if (!look_for (search, TOKEN, *token))
      return FALSE;
    search->n_parts++;
  }
  for (char **token = pattern->any_of; *token; token++)
    any = look_for (search, TOKEN, *token) || any;
  search->n_parts += any;
  return any || !*pattern->any_of;
}

/* A code that is known is not looked for in the text. */
static gboolean
look_for_codes (Search *search,
                const TodokuReplyPattern *pattern,
                const TodokuReplyQuery *query)
{
  g_snprintf (search->code, sizeof search->code, "%d", pattern->code);
  if (pattern->code != 0 && query->code == 0) {
    if (!look_for (search, CODE, search->code))
      return FALSE;
    search->n_parts++;
  }
  if (pattern->enhanced && !query->enhanced) {
    if (!look_for (search, ENHANCED, pattern->enhanced))
      return FALSE;
    search->n_parts++;
  }
  if (pattern->response_code && !query->response_code) {
    g_autofree char *small = g_ascii_strdown (pattern->response_code, -1);

    g_snprintf (search->bracketed, sizeof search->bracketed, "[%s", small);
    if (!look_for (search, RESPONSE_CODE, search->bracketed))
      return FALSE;
    search->n_parts++;
  }
  return TRUE;
}

static gboolean
known_codes_fit (const TodokuReplyPattern *pattern,
                 const TodokuReplyQuery *query)
{
  return (pattern->code == 0 || query->code == 0 ||
          pattern->code == query->code) &&
         (!pattern->enhanced || !query->enhanced ||
          strcmp (pattern->enhanced, query->enhanced) == 0) &&
         (!pattern->response_code || !query->response_code ||
          g_ascii_strcasecmp (pattern->response_code, query->response_code) ==
              0);
}

static gsize
span_of (const TodokuReplyPattern *pattern, gboolean has_words)
{
  if (pattern->code == 0 && !pattern->enhanced)
    return SPAN_OF_WORDS;
  return has_words ? SPAN_WITH_CODE : SPAN_OF_CODES;
}

/**
 * todoku_place_reply:
 * @pattern: of a reply
 * @query: what is known of what was said; its codes are not looked for
 * @folded: its text
 * @ret_place: (out caller-allocates): where it stands; the whole text when
 * nothing of it had to be looked for
 *
 * Everything that the pattern asks for must stand close together: in a long
 * log a word here and a number there mean nothing.
 *
 * Returns: whether it stands in @folded
 */
gboolean
todoku_place_reply (const TodokuReplyPattern *pattern,
                    const TodokuReplyQuery *query,
                    const TodokuFolded *folded,
                    TodokuPlace *ret_place)
{
  gboolean has_words = *pattern->tokens || *pattern->any_of;
  Search search = { .folded = folded,
                    .span = span_of (pattern, has_words),
                    .alone = !has_words,
                    .general = has_words &&
                               g_strcmp0 (pattern->said_by, "protocol") == 0 };
  g_autofree Cursor *cursors = g_new (Cursor,
                                      g_strv_length (pattern->tokens) +
                                          g_strv_length (pattern->any_of) + 3);

  search.cursors = cursors;
  if (!known_codes_fit (pattern, query) || !look_for_words (&search, pattern) ||
      !look_for_codes (&search, pattern, query))
    return FALSE;
  if (search.n_parts > 0)
    return find_place (&search, ret_place);
  ret_place->start = 0;
  ret_place->end = folded->length;
  return TRUE;
}

/* The parts of a phrase, with "+" between them, stand near each other, in any
 * order. */
static gboolean
place_parts (const char *phrase, const TodokuFolded *folded, TodokuPlace *place)
{
  g_auto (GStrv) parts = g_strsplit (phrase, "+", -1);
  g_autofree Cursor *cursors = g_new (Cursor, g_strv_length (parts));
  Search search = { .folded = folded,
                    .cursors = cursors,
                    .span = SPAN_OF_ADVICE };

  for (char **part = parts; *part; part++) {
    if (!look_for (&search, TOKEN, g_strstrip (*part)))
      return FALSE;
    search.n_parts++;
  }
  return find_place (&search, place);
}

static gboolean
place_phrase (const char *phrase,
              const TodokuFolded *folded,
              TodokuPlace *place)
{
  const char *found;

  if (strchr (phrase, '+'))
    return place_parts (phrase, folded, place);
  found = strstr (folded->folded, phrase);
  if (!found)
    return FALSE;
  place->start = (gsize) (found - folded->folded);
  place->end = place->start + strlen (phrase);
  return TRUE;
}

/**
 * todoku_place_advice:
 * @change: that made old advice wrong
 * @folded: a text
 * @ret_place: (out caller-allocates): where the advice stands
 *
 * Returns: whether one of its phrases stands in @folded
 */
gboolean
todoku_place_advice (const TodokuChange *change,
                     const TodokuFolded *folded,
                     TodokuPlace *ret_place)
{
  for (char **phrase = change->phrases; *phrase; phrase++)
    if (place_phrase (*phrase, folded, ret_place))
      return TRUE;
  return FALSE;
}
