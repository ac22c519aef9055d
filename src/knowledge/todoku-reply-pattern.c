/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-entries.h"

#include <string.h>

static const char *const protocols[] = { "imap", "pop3", "smtp", "oauth", "app", NULL };

/**
 * todoku_fold:
 * @text: text
 *
 * Returns: (transfer full): @text with full-width forms made plain, in one case, each run of
 *   white space one space
 */
char *
todoku_fold (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *normal = g_utf8_normalize (valid, -1, G_NORMALIZE_NFKC);
  g_autofree char *folded = g_utf8_casefold (normal, -1);
  GString *result = g_string_sized_new (strlen (folded));
  gboolean space = TRUE;

  for (const char *p = folded; *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_isspace (c))
        g_string_append_unichar (result, c);
      else if (!space)
        g_string_append_c (result, ' ');
      space = g_unichar_isspace (c);
    }
  return g_string_free (result, FALSE);
}

static void
meaning_free (gpointer data)
{
  TodokuMeaning *self = data;

  g_free (self->finding);
  g_free (self->certainty);
  todoku_conditions_free (self->when);
  g_free (self);
}

static gpointer
meaning_read (TodokuJson *json)
{
  TodokuMeaning *self = g_new0 (TodokuMeaning, 1);

  self->finding = todoku_json_id (json, "finding");
  self->certainty = todoku_json_word (json, "certainty", todoku_certainties);
  self->when = todoku_json_optional_conditions (json, "when");
  return self;
}

/* Tokens are compared folded: they are folded once, here. */
static GStrv
read_folded (TodokuJson *json, const char *key)
{
  GStrv list = todoku_json_optional_strings (json, key);

  for (char **token = list; *token; token++)
    {
      g_autofree char *raw = *token;

      *token = todoku_fold (raw);
    }
  return list;
}

static void
read_match (TodokuJson *json, TodokuReplyPattern *self)
{
  JsonNode *node = todoku_json_member (json, "match");
  g_autofree char *place = g_strconcat (json->place, ".match", NULL);
  TodokuJson inner;

  if (!todoku_json_begin (&inner, node, place, json->error))
    json->object = NULL;
  self->code = todoku_json_optional_int (&inner, "code", 599);
  self->enhanced = todoku_json_optional_string (&inner, "enhanced");
  self->response_code = todoku_json_optional_string (&inner, "response_code");
  self->tokens = read_folded (&inner, "tokens");
  self->any_of = read_folded (&inner, "any_of");
  if (!todoku_json_failed (&inner) && !self->enhanced && !self->response_code && !*self->tokens && !*self->any_of && self->code == 0)
    todoku_json_complain (&inner, NULL, "matches everything");
  if (!todoku_json_end (&inner))
    json->object = NULL;
}

gpointer
todoku_reply_pattern_read (TodokuJson *json)
{
  TodokuReplyPattern *self = g_new0 (TodokuReplyPattern, 1);

  self->id = todoku_json_id (json, "id");
  self->said_by = todoku_json_id (json, "said_by");
  self->protocol = todoku_json_optional_string (json, "protocol");
  if (self->protocol && !g_strv_contains (protocols, self->protocol))
    todoku_json_complain (json, "protocol", "“%s” is none of imap, pop3, smtp, oauth, app", self->protocol);
  self->stages = todoku_json_optional_strings (json, "stages");
  read_match (json, self);
  self->means = todoku_json_array (json, "means", TRUE, meaning_read, meaning_free);
  self->temporary = todoku_json_optional_boolean (json, "temporary");
  self->example = todoku_json_string (json, "example");
  self->seen = todoku_json_optional_string (json, "seen");
  self->confidence = todoku_json_word (json, "confidence", todoku_confidences);
  self->checked = todoku_json_date (json, "checked");
  self->sources = todoku_json_sources (json);
  return self;
}

void
todoku_reply_pattern_free (gpointer data)
{
  TodokuReplyPattern *self = data;

  g_free (self->id);
  g_free (self->said_by);
  g_free (self->protocol);
  g_strfreev (self->stages);
  g_free (self->enhanced);
  g_free (self->response_code);
  g_strfreev (self->tokens);
  g_strfreev (self->any_of);
  g_clear_pointer (&self->means, g_ptr_array_unref);
  g_free (self->example);
  g_free (self->seen);
  g_free (self->confidence);
  g_free (self->checked);
  g_strfreev (self->sources);
  g_free (self);
}

/* ---- matching ------------------------------------------------------------- */

/* A number as a word of its own: "535" in "535-5.7.8", not in "15350". */
static gboolean
has_word (const char *text, const char *word)
{
  gsize length = strlen (word);

  for (const char *p = strstr (text, word); p; p = strstr (p + 1, word))
    {
      gboolean starts = p == text || (!g_ascii_isalnum (p[-1]) && p[-1] != '.');
      gboolean ends = !g_ascii_isalnum (p[length]) && (p[length] != '.' || !g_ascii_isdigit (p[length + 1]));

      if (starts && ends)
        return TRUE;
    }
  return FALSE;
}

static gboolean
code_fits (const TodokuReplyPattern *pattern, const TodokuReplyQuery *query, const char *folded)
{
  char code[8];

  if (pattern->code == 0 || pattern->code == query->code)
    return TRUE;
  g_snprintf (code, sizeof code, "%d", pattern->code);
  return query->code == 0 && has_word (folded, code);
}

static gboolean
enhanced_fits (const TodokuReplyPattern *pattern, const TodokuReplyQuery *query, const char *folded)
{
  if (!pattern->enhanced || g_strcmp0 (pattern->enhanced, query->enhanced) == 0)
    return TRUE;
  return !query->enhanced && has_word (folded, pattern->enhanced);
}

static gboolean
response_code_fits (const TodokuReplyPattern *pattern, const TodokuReplyQuery *query, const char *folded)
{
  g_autofree char *bracketed = NULL;
  g_autofree char *needle = NULL;

  if (!pattern->response_code || (query->response_code && g_ascii_strcasecmp (pattern->response_code, query->response_code) == 0))
    return TRUE;
  bracketed = g_strconcat ("[", pattern->response_code, NULL);
  needle = todoku_fold (bracketed);
  return !query->response_code && strstr (folded, needle) != NULL;
}

static gboolean
tokens_fit (const TodokuReplyPattern *pattern, const char *folded)
{
  gboolean any = !*pattern->any_of;

  for (char **token = pattern->tokens; *token; token++)
    if (!strstr (folded, *token))
      return FALSE;
  for (char **token = pattern->any_of; *token && !any; token++)
    any = strstr (folded, *token) != NULL;
  return any;
}

static gboolean
matches (const TodokuReplyPattern *pattern, const TodokuReplyQuery *query, const char *folded)
{
  if (pattern->protocol && query->protocol && strcmp (pattern->protocol, query->protocol) != 0)
    return FALSE;
  if (query->stage && *pattern->stages && !g_strv_contains ((const char *const *) pattern->stages, query->stage))
    return FALSE;
  return code_fits (pattern, query, folded) && enhanced_fits (pattern, query, folded) && response_code_fits (pattern, query, folded) && tokens_fit (pattern, folded);
}

/* Codes say more than words, long words more than short ones. */
static guint
specificity (const TodokuReplyPattern *pattern)
{
  guint score = (pattern->code ? 10 : 0) + (pattern->enhanced ? 15 : 0) + (pattern->response_code ? 12 : 0);

  for (char **token = pattern->tokens; *token; token++)
    score += 10 + (guint) strlen (*token);
  if (*pattern->any_of)
    score += 15;
  return score + (*pattern->stages ? 5 : 0);
}

typedef struct {
  const char *said_by;
} Order;

static int
compare_patterns (gconstpointer a, gconstpointer b, gpointer data)
{
  const TodokuReplyPattern *first = *(TodokuReplyPattern *const *) a;
  const TodokuReplyPattern *second = *(TodokuReplyPattern *const *) b;
  const Order *order = data;
  gboolean first_said = g_strcmp0 (first->said_by, order->said_by) == 0;
  gboolean second_said = g_strcmp0 (second->said_by, order->said_by) == 0;

  if (first_said != second_said)
    return second_said - first_said;
  return (int) specificity (second) - (int) specificity (first);
}

/* Of each family that speaks only the most specific stays. */
static void
keep_best (GPtrArray *found)
{
  for (guint i = 0; i < found->len; i++)
    for (guint j = found->len - 1; j > i; j--)
      if (strcmp (((TodokuReplyPattern *) g_ptr_array_index (found, i))->said_by, ((TodokuReplyPattern *) g_ptr_array_index (found, j))->said_by) == 0)
        g_ptr_array_remove_index (found, j);
}

/**
 * todoku_knowledge_match_reply:
 * @self: the knowledge
 * @query: what was said
 *
 * Returns: (transfer container) (element-type TodokuReplyPattern): what it is known as, the most
 *   specific first
 */
GPtrArray *
todoku_knowledge_match_reply (TodokuKnowledge *self, const TodokuReplyQuery *query)
{
  GPtrArray *all = todoku_knowledge_get_replies (self);
  GPtrArray *found = g_ptr_array_new ();
  g_autofree char *folded = todoku_fold (query->text ? query->text : "");
  Order order = { query->said_by };

  for (guint i = 0; i < all->len; i++)
    if (matches (g_ptr_array_index (all, i), query, folded))
      g_ptr_array_add (found, g_ptr_array_index (all, i));
  g_ptr_array_sort_with_data (found, compare_patterns, &order);
  keep_best (found);
  return found;
}
