/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-explain.h"

#include "todoku-finding-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* Characters: what is longer cannot be read at a glance. */
#define MAX_EXAMPLE 110

G_DEFINE_QUARK (todoku_explain_error_quark, todoku_explain_error)

/* ---- examples -------------------------------------------------------------
 */

static gboolean
is_japanese (const char *text)
{
  for (const char *p = text; *p; p = g_utf8_next_char (p))
    switch (g_unichar_get_script (g_utf8_get_char (p))) {
    case G_UNICODE_SCRIPT_HIRAGANA:
    case G_UNICODE_SCRIPT_KATAKANA:
    case G_UNICODE_SCRIPT_HAN:
      return TRUE;
    default:
      break;
    }
  return FALSE;
}

static gboolean
fits (const TodokuReplyPattern *reply, TodokuLanguage language)
{
  return strcmp (reply->confidence, "low") != 0 &&
         !strpbrk (reply->example, "\r\n") &&
         g_utf8_strlen (reply->example, -1) <= MAX_EXAMPLE &&
         is_japanese (reply->example) == (language == TODOKU_LANGUAGE_JA);
}

typedef struct {
  const TodokuReplyPattern *best;
  guint count; /* how many replies of this speaker fit */
} Speaker;

/* How sure the surest thing is that is said of it without knowing more. */
static int
certainty (const TodokuReplyPattern *reply)
{
  int most = -1;

  for (guint i = 0; i < reply->means->len; i++) {
    const TodokuMeaning *meaning = g_ptr_array_index (reply->means, i);
    g_autofree const char **facts = todoku_conditions_get_facts (meaning->when);
    TodokuCertainty own = TODOKU_CERTAINTY_POSSIBLE;

    todoku_certainty_from_string (meaning->certainty, &own);
    if (!*facts)
      most = MAX (most, (int) own);
  }
  return most;
}

static gboolean
is_sentence (const TodokuReplyPattern *reply)
{
  return *reply->example != '{' && !g_str_has_suffix (reply->example, ":") &&
         !strstr (reply->example, "0x");
}

/* A whole sentence teaches more than a number or an object, what stays wrong
 * more than what passes, and what leads to one cause more than what may be
 * many. */
static gboolean
teaches_more (const TodokuReplyPattern *reply, const TodokuReplyPattern *other)
{
  if (reply->temporary != other->temporary)
    return other->temporary;
  if (is_sentence (reply) != is_sentence (other))
    return is_sentence (reply);
  if (certainty (reply) != certainty (other))
    return certainty (reply) > certainty (other);
  return strlen (reply->example) > strlen (other->example);
}

static void
hear (GPtrArray *speakers, const TodokuReplyPattern *reply)
{
  Speaker *speaker = NULL;

  for (guint i = 0; !speaker && i < speakers->len; i++) {
    speaker = g_ptr_array_index (speakers, i);
    if (strcmp (speaker->best->said_by, reply->said_by) != 0)
      speaker = NULL;
  }
  if (!speaker) {
    speaker = g_new0 (Speaker, 1);
    speaker->best = reply;
    g_ptr_array_add (speakers, speaker);
  }
  speaker->count++;
  if (teaches_more (reply, speaker->best))
    speaker->best = reply;
}

static int
compare_speakers (gconstpointer a, gconstpointer b)
{
  const Speaker *one = *(Speaker *const *) a;
  const Speaker *two = *(Speaker *const *) b;

  if (one->count != two->count)
    return one->count > two->count ? -1 : 1;
  return strcmp (one->best->id, two->best->id);
}

/**
 * todoku_explain_list_examples:
 * @knowledge: what is known
 * @language: of the examples
 * @most: how many
 *
 * Messages to try, from the replies' own examples: one of each speaker, those
 * of whom most is known first.
 *
 * Returns: (transfer container) (element-type TodokuReplyPattern): replies
 */
GPtrArray *
todoku_explain_list_examples (TodokuKnowledge *knowledge,
                              TodokuLanguage language,
                              guint most)
{
  g_autoptr (GPtrArray) speakers = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *replies, *examples;

  g_return_val_if_fail (TODOKU_IS_KNOWLEDGE (knowledge), NULL);

  replies = todoku_knowledge_get_replies (knowledge);
  for (guint i = 0; i < replies->len; i++)
    if (fits (g_ptr_array_index (replies, i), language))
      hear (speakers, g_ptr_array_index (replies, i));
  g_ptr_array_sort (speakers, compare_speakers);
  examples = g_ptr_array_new ();
  for (guint i = 0; i < MIN (most, speakers->len); i++)
    g_ptr_array_add (examples,
                     (gpointer) ((Speaker *) g_ptr_array_index (speakers, i))
                         ->best);
  return examples;
}

/* ---- files ----------------------------------------------------------------
 */

/* In Japanese of code page 932 letters of two bytes stand side by side; in the
 * western code page 1252 a quotation mark or an accent stands between letters
 * of ASCII. */
static gboolean
is_western (const char *bytes, gsize length)
{
  for (gsize i = 1; i < length; i++)
    if ((bytes[i - 1] & 0x80) && (bytes[i] & 0x80))
      return FALSE;
  return TRUE;
}

/* Windows' editor writes UTF-16 with a mark, and before it wrote UTF-8, the
 * code page of the country. */
static char *
to_utf8 (const char *bytes, gsize length, gsize *ret_length)
{
  static const struct {
    const char *mark;
    gsize length;
    const char *charset;
  } marks[] = {
    { "\xEF\xBB\xBF", 3, "UTF-8" },
    { "\xFF\xFE", 2, "UTF-16LE" },
    { "\xFE\xFF", 2, "UTF-16BE" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    if (length >= marks[i].length &&
        memcmp (bytes, marks[i].mark, marks[i].length) == 0)
      return g_convert (bytes + marks[i].length,
                        (gssize) (length - marks[i].length),
                        "UTF-8",
                        marks[i].charset,
                        NULL,
                        ret_length,
                        NULL);
  *ret_length = length;
  if (g_utf8_validate (bytes, (gssize) length, NULL))
    return g_strndup (bytes, length);
  return g_convert (bytes,
                    (gssize) length,
                    "UTF-8",
                    is_western (bytes, length) ? "CP1252" : "CP932",
                    NULL,
                    ret_length,
                    NULL);
}

/* A NUL or another control character that no editor writes. */
static gboolean
has_binary (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if ((unsigned char) text[i] < 0x20 && !memchr ("\t\n\f\r\033", text[i], 5))
      return TRUE;
  return FALSE;
}

/**
 * todoku_explain_decode:
 * @bytes: (array length=length): what stands in a file
 * @length: bytes of it
 * @error: return location
 *
 * The text of a file, whatever editor wrote it: UTF-8, UTF-16 with its mark, or
 * the Japanese or western Windows code page.
 *
 * Returns: (transfer full) (nullable): UTF-8 without white space around it;
 *   %NULL with one sentence in @error
 */
char *
todoku_explain_decode (const char *bytes, gsize length, GError **error)
{
  g_autofree char *text = NULL;
  gsize text_length = 0;

  g_return_val_if_fail (bytes || length == 0, NULL);

  if (length > TODOKU_EXPLAIN_MAX_TEXT) {
    g_set_error_literal (error,
                         TODOKU_EXPLAIN_ERROR,
                         TODOKU_EXPLAIN_ERROR_LENGTH,
                         _ ("This is too long for a message; take the part of "
                            "it around the error"));
    return NULL;
  }
  if (length > 0)
    text = to_utf8 (bytes, length, &text_length);
  if (length > 0 && (!text || has_binary (text, text_length))) {
    g_set_error_literal (error,
                         TODOKU_EXPLAIN_ERROR,
                         TODOKU_EXPLAIN_ERROR_BINARY,
                         _ ("This is not a text file"));
    return NULL;
  }
  if (!text || *g_strstrip (text) == '\0') {
    g_set_error_literal (error,
                         TODOKU_EXPLAIN_ERROR,
                         TODOKU_EXPLAIN_ERROR_EMPTY,
                         _ ("There is no text in it"));
    return NULL;
  }
  return g_steal_pointer (&text);
}
