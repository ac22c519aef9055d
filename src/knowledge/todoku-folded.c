/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-folded.h"

#include "todoku-fold.h"
#include "todoku-paste.h"

#include <string.h>

/* Bytes around a place that can belong to the same reply: a text that came as
 * one line may hold many. */
#define MAX_REPLY 400

static const TodokuFoldedWord *
word_at (const TodokuFolded *self, guint index)
{
  return &g_array_index (self->words, TodokuFoldedWord, index);
}

/* ---- folding --------------------------------------------------------------
 */

static const char *
skip_space (const char *p, gboolean *ret_line_end)
{
  while (*p && g_unichar_isspace (g_utf8_get_char (p))) {
    *ret_line_end = *ret_line_end || *p == '\n' || *p == '\r';
    p = g_utf8_next_char (p);
  }
  return p;
}

static const char *
skip_word (const char *p)
{
  while (*p && !g_unichar_isspace (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);
  return p;
}

/* "> " before what a mail quotes is not part of it. */
static const char *
skip_quote_marks (const char *p, const char *end)
{
  while (p < end && (*p == '>' || *p == '|'))
    p++;
  return p;
}

static void
add_word (TodokuFolded *self,
          GString *folded,
          const char *start,
          const char *end,
          gboolean begins_line)
{
  g_autoptr (GString) meant = g_string_sized_new ((gsize) (end - start));
  TodokuFoldedWord word = { { (gsize) (start - self->text),
                              (gsize) (end - self->text) },
                            { 0, 0 },
                            begins_line };
  const char *from = begins_line ? skip_quote_marks (start, end) : start;

  todoku_paste_append (meant, from, (gsize) (end - from));
  word.place.start = folded->len;
  todoku_fold_append (folded, meant->str, TRUE);
  word.place.end = folded->len;
  g_array_append_val (self->words, word);
}

/**
 * todoku_folded_new:
 * @text: valid UTF-8; must live as long as what is returned
 *
 * Returns: (transfer full): @text as it is matched
 */
TodokuFolded *
todoku_folded_new (const char *text)
{
  TodokuFolded *self = g_new0 (TodokuFolded, 1);
  GString *folded = g_string_sized_new (strlen (text));
  gboolean begins_line = TRUE;

  self->text = text;
  self->words = g_array_new (FALSE, FALSE, sizeof (TodokuFoldedWord));
  for (const char *p = skip_space (text, &begins_line); *p;) {
    const char *end = skip_word (p);

    add_word (self, folded, p, end, begins_line);
    /* Behind a quote mark the line still begins. */
    begins_line = begins_line && skip_quote_marks (p, end) == end;
    p = skip_space (end, &begins_line);
  }
  self->length = folded->len;
  self->folded = g_string_free (folded, FALSE);
  return self;
}

/**
 * todoku_folded_free:
 * @self: (transfer full): a folded text
 */
void
todoku_folded_free (TodokuFolded *self)
{
  g_array_unref (self->words);
  g_free (self->folded);
  g_free (self);
}

/* ---- words, lines, replies ------------------------------------------------
 */

/* The first word that ends behind @offset; the number of words when none
 * does. */
static guint
find_word (const TodokuFolded *self, gsize offset)
{
  guint low = 0, high = self->words->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;

    if (word_at (self, middle)->place.end > offset)
      high = middle;
    else
      low = middle + 1;
  }
  return low;
}

/**
 * todoku_folded_get_passage:
 * @self: a folded text
 * @place: in it
 *
 * Returns: the words of the text that @place is made of; empty for an empty
 *   place
 */
TodokuPassage
todoku_folded_get_passage (const TodokuFolded *self, TodokuPlace place)
{
  TodokuPassage passage = { 0, 0 };
  guint first, last;

  if (place.end <= place.start || place.end > self->length)
    return passage;
  first = find_word (self, place.start);
  last = find_word (self, place.end - 1);
  passage.start = word_at (self, first)->passage.start;
  passage.end = word_at (self, last)->passage.end;
  return passage;
}

/**
 * todoku_folded_begins_line:
 * @self: a folded text
 * @offset: of a letter in it
 *
 * Returns: whether it is the first of its line
 */
gboolean
todoku_folded_begins_line (const TodokuFolded *self, gsize offset)
{
  const TodokuFoldedWord *word = word_at (self, find_word (self, offset));
  gsize start = word->place.start + (self->folded[word->place.start] == ' ');

  return word->begins_line && offset == start;
}

/* The words of a line, as far as they lie within MAX_REPLY of its word. */
static guint
line_start (const TodokuFolded *self, guint word)
{
  gsize near = word_at (self, word)->place.start;

  while (word > 0 && !word_at (self, word)->begins_line &&
         word_at (self, word)->place.start + MAX_REPLY > near)
    word--;
  return word;
}

static guint
line_end (const TodokuFolded *self, guint word)
{
  gsize near = word_at (self, word)->place.end;

  do
    word++;
  while (word < self->words->len && !word_at (self, word)->begins_line &&
         word_at (self, word)->place.end < near + MAX_REPLY);
  return word;
}

/* The code of an SMTP reply at the beginning of a word, 0 if there is none:
 * "535-5.7.8" or "535" (RFC 5321 §4.2). */
static int
smtp_code (const TodokuFolded *self, guint index, gboolean *ret_continues)
{
  const TodokuFoldedWord *word = word_at (self, index);
  const char *p = self->folded + word->place.start;
  const char *end = self->folded + word->place.end;

  p += p < end && *p == ' ';
  if (end - p < 3 || p[0] < '2' || p[0] > '5' || !g_ascii_isdigit (p[1]) ||
      !g_ascii_isdigit (p[2]) || (end - p > 3 && p[3] != '-'))
    return 0;
  *ret_continues = end - p > 3;
  return (p[0] - '0') * 100 + (p[1] - '0') * 10 + (p[2] - '0');
}

static int
line_code (const TodokuFolded *self, guint word, gboolean *ret_continues)
{
  int code = 0;

  for (guint i = word, end = line_end (self, word); code == 0 && i < end; i++)
    code = smtp_code (self, i, ret_continues);
  return code;
}

/* Whether the line of @next goes on with the reply of the line of @word. */
static gboolean
goes_on (const TodokuFolded *self, guint word, guint next)
{
  gboolean continues = FALSE, ignored = FALSE;
  int code = line_code (self, word, &continues);

  return continues && line_code (self, next, &ignored) == code;
}

/**
 * todoku_folded_get_reply:
 * @self: a folded text
 * @place: in it, not empty
 *
 * Returns: @place widened to whole lines, and to all lines of an SMTP reply,
 *   but not far
 */
TodokuPlace
todoku_folded_get_reply (const TodokuFolded *self, TodokuPlace place)
{
  gsize least = place.start > MAX_REPLY ? place.start - MAX_REPLY : 0;
  gsize most = MIN (place.end + MAX_REPLY, self->length);
  guint first = line_start (self, find_word (self, place.start));
  guint last = find_word (self, place.end - 1);

  while (first > 0 && word_at (self, first)->place.start > least &&
         goes_on (self, line_start (self, first - 1), first))
    first = line_start (self, first - 1);
  while (line_end (self, last) < self->words->len &&
         word_at (self, last)->place.end < most &&
         goes_on (self, line_start (self, last), line_end (self, last)))
    last = line_end (self, last);
  last = line_end (self, last) - 1;
  place.start = MAX (word_at (self, first)->place.start, least);
  place.end = MIN (word_at (self, last)->place.end, most);
  return place;
}
