/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-json-reader.h"

#include "todoku-fold.h"
#include "todoku-text.h"

#include <string.h>

/* The forms that all kinds of entries share: texts, periods, conditions. */

/* ---- texts in both languages ------------------------------------------- */

/* The names of a text's placeholders, for comparing and for messages. */
static char *
join_names (TodokuJson *self, const TodokuText *text, TodokuLanguage language)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = todoku_text_list_names (text->in[language], &error);

  if (names)
    return g_strjoinv (", ", names);
  if (!todoku_json_failed (self))
    todoku_json_complain (self,
                          todoku_language_to_string (language),
                          "%s",
                          error->message);
  return g_strdup ("");
}

/**
 * todoku_json_inline_text:
 * @self: a view of an object that holds "en" and "ja" beside other members
 *
 * Returns: the text; both languages are there and use the same placeholders
 */
TodokuText
todoku_json_inline_text (TodokuJson *self)
{
  g_autofree char *english = NULL;
  g_autofree char *japanese = NULL;
  TodokuText text;

  for (int i = 0; i < TODOKU_N_LANGUAGES; i++)
    text.in[i] = todoku_json_string (self, todoku_language_to_string (i));
  english = join_names (self, &text, TODOKU_LANGUAGE_EN);
  japanese = join_names (self, &text, TODOKU_LANGUAGE_JA);
  if (!todoku_json_failed (self) && strcmp (english, japanese) != 0)
    todoku_json_complain (self,
                          NULL,
                          "en uses {%s} and ja uses {%s}",
                          english,
                          japanese);
  return text;
}

static TodokuText
read_text (TodokuJson *self, const char *key, gboolean needed)
{
  TodokuJson inner;
  TodokuText text;

  if (!needed && !todoku_json_member (self, key))
    return (TodokuText){ { g_strdup (""), g_strdup ("") } };
  todoku_json_begin_member (self, key, TRUE, &inner);
  text = todoku_json_inline_text (&inner);
  todoku_json_end_member (self, &inner);
  return text;
}

/**
 * todoku_json_text:
 * @self: a view
 * @key: a member
 *
 * Returns: the text, which must be there
 */
TodokuText
todoku_json_text (TodokuJson *self, const char *key)
{
  return read_text (self, key, TRUE);
}

/**
 * todoku_json_optional_text:
 * @self: a view
 * @key: a member
 *
 * Returns: the text, or empty strings when it is not there
 */
TodokuText
todoku_json_optional_text (TodokuJson *self, const char *key)
{
  return read_text (self, key, FALSE);
}

/**
 * todoku_json_folded:
 * @self: a view
 * @key: a member that is a list of texts
 *
 * Returns: (transfer full): the texts as todoku_fold() makes them
 */
GStrv
todoku_json_folded (TodokuJson *self, const char *key)
{
  GStrv list = todoku_json_optional_strings (self, key);

  for (char **text = list; *text; text++) {
    g_autofree char *raw = *text;

    *text = todoku_fold (raw);
    if (!**text && !todoku_json_failed (self))
      todoku_json_complain (self, key, "has a text of white space alone");
  }
  return list;
}

/* ---- periods ----------------------------------------------------------- */

/**
 * todoku_json_optional_period:
 * @self: a view
 * @key: a member
 *
 * Returns: the period; open when it is not there
 */
TodokuPeriod
todoku_json_optional_period (TodokuJson *self, const char *key)
{
  TodokuPeriod period = { NULL, NULL };
  gboolean given = todoku_json_member (self, key) != NULL;
  TodokuJson inner;

  todoku_json_begin_member (self, key, FALSE, &inner);
  period.from = todoku_json_optional_date (&inner, "from");
  period.until = todoku_json_optional_date (&inner, "until");
  if (given && !todoku_json_failed (&inner) && !period.from && !period.until)
    todoku_json_complain (&inner, NULL, "needs from or until");
  if (!todoku_json_failed (&inner) && period.from && period.until &&
      strcmp (period.from, period.until) > 0)
    todoku_json_complain (&inner, NULL, "ends before it begins");
  todoku_json_end_member (self, &inner);
  return period;
}

/**
 * todoku_period_clear:
 * @period: a period
 */
void
todoku_period_clear (TodokuPeriod *period)
{
  g_clear_pointer (&period->from, g_free);
  g_clear_pointer (&period->until, g_free);
}

/**
 * todoku_period_contains:
 * @period: a period
 * @date: YYYY-MM-DD
 *
 * Returns: whether @date is in it; both ends belong to it
 */
gboolean
todoku_period_contains (const TodokuPeriod *period, const char *date)
{
  g_return_val_if_fail (period && date, FALSE);

  return (!period->from || strcmp (period->from, date) <= 0) &&
         (!period->until || strcmp (date, period->until) <= 0);
}

/**
 * todoku_period_covers:
 * @outer: a period
 * @inner: a period
 *
 * Returns: whether every day of @inner lies in @outer
 */
gboolean
todoku_period_covers (const TodokuPeriod *outer, const TodokuPeriod *inner)
{
  return (!outer->from ||
          (inner->from && strcmp (inner->from, outer->from) >= 0)) &&
         (!outer->until ||
          (inner->until && strcmp (inner->until, outer->until) <= 0));
}

/* ---- conditions and paragraphs ----------------------------------------- */

/**
 * todoku_json_optional_conditions:
 * @self: a view
 * @key: a member
 *
 * Returns: (transfer full) (nullable): the conditions
 */
TodokuConditions *
todoku_json_optional_conditions (TodokuJson *self, const char *key)
{
  JsonNode *node = todoku_json_member (self, key);
  g_autoptr (GError) error = NULL;
  g_autoptr (TodokuConditions) conditions =
      node ? todoku_conditions_new_from_json (node, &error) : NULL;

  if (error)
    todoku_json_complain (self, key, "%s", error->message);
  return g_steal_pointer (&conditions);
}

/**
 * todoku_paragraph_read:
 * @json: a view of { "en", "ja", "when"? }
 *
 * Returns: (transfer full): a #TodokuParagraph
 */
gpointer
todoku_paragraph_read (TodokuJson *json)
{
  TodokuParagraph *self = g_new0 (TodokuParagraph, 1);

  self->text = todoku_json_inline_text (json);
  self->when = todoku_json_optional_conditions (json, "when");
  return self;
}

/**
 * todoku_paragraph_free:
 * @data: a #TodokuParagraph
 */
void
todoku_paragraph_free (gpointer data)
{
  TodokuParagraph *self = data;

  todoku_text_clear (&self->text);
  g_clear_pointer (&self->when, todoku_conditions_free);
  g_free (self);
}
