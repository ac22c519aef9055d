/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-json-reader.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define MAX_FILE (1024 * 1024)
#define MAX_NESTING 32

static gboolean
nesting_is_bounded (const char *text, gsize length)
{
  int depth = 0;
  gboolean quoted = FALSE;

  for (gsize i = 0; i < length; i++)
    {
      if (quoted && text[i] == '\\')
        i++;
      else if (text[i] == '"')
        quoted = !quoted;
      else if (!quoted && (text[i] == '{' || text[i] == '['))
        depth++;
      else if (!quoted && (text[i] == '}' || text[i] == ']'))
        depth--;
      if (depth > MAX_NESTING)
        return FALSE;
    }
  return TRUE;
}

/**
 * todoku_json_parse:
 * @text: JSON
 * @length: of @text
 * @error: return location
 *
 * Returns: (transfer full) (nullable): its root
 */
JsonNode *
todoku_json_parse (const char *text, gsize length, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();

  if (length > MAX_FILE || !nesting_is_bounded (text, length))
    {
      g_set_error_literal (error, TODOKU_KNOWLEDGE_ERROR, TODOKU_KNOWLEDGE_ERROR_FORMAT, "larger than 1 MiB or nested deeper than 32");
      return NULL;
    }
  if (!json_parser_load_from_data (parser, text, (gssize) length, error))
    return NULL;
  return json_parser_steal_root (parser);
}

/**
 * todoku_json_complain:
 * @self: a view
 * @key: (nullable): the member it is about
 * @format: what is wrong
 *
 * Keeps the first mistake.
 */
void
todoku_json_complain (TodokuJson *self, const char *key, const char *format, ...)
{
  g_autofree char *reason = NULL;
  va_list arguments;

  self->object = NULL;
  if (!self->error || *self->error)
    return;
  va_start (arguments, format);
  reason = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (self->error, TODOKU_KNOWLEDGE_ERROR, TODOKU_KNOWLEDGE_ERROR_FORMAT, "%s%s%s: %s", self->place, key ? "." : "", key ? key : "", reason);
}

gboolean
todoku_json_begin (TodokuJson *self, JsonNode *node, const char *place, GError **error)
{
  self->place = g_strdup (place);
  self->asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->error = error;
  self->object = node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  if (!self->object)
    todoku_json_complain (self, NULL, "must be an object");
  return self->object != NULL;
}

gboolean
todoku_json_failed (TodokuJson *self)
{
  return self->object == NULL;
}

/* FALSE when there was a mistake; an unknown key is one. */
gboolean
todoku_json_end (TodokuJson *self)
{
  gboolean good;

  if (self->object)
    {
      g_autoptr (GList) members = json_object_get_members (self->object);

      for (GList *m = members; m; m = m->next)
        if (!g_hash_table_contains (self->asked, m->data))
          {
            todoku_json_complain (self, m->data, "unknown key");
            break;
          }
    }
  good = self->object != NULL;
  g_clear_pointer (&self->place, g_free);
  g_clear_pointer (&self->asked, g_hash_table_unref);
  return good;
}

JsonNode *
todoku_json_member (TodokuJson *self, const char *key)
{
  g_hash_table_add (self->asked, g_strdup (key));
  return self->object && json_object_has_member (self->object, key) ? json_object_get_member (self->object, key) : NULL;
}

static gboolean
is_string (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING;
}

char *
todoku_json_optional_string (TodokuJson *self, const char *key)
{
  JsonNode *node = todoku_json_member (self, key);

  if (!node)
    return NULL;
  if (!is_string (node) || !*json_node_get_string (node))
    {
      todoku_json_complain (self, key, "must be a text that is not empty");
      return NULL;
    }
  return json_node_dup_string (node);
}

/* Never NULL, so that what follows a mistake need not look. */
char *
todoku_json_string (TodokuJson *self, const char *key)
{
  char *value = todoku_json_optional_string (self, key);

  if (value)
    return value;
  if (self->object)
    todoku_json_complain (self, key, "is missing");
  return g_strdup ("");
}

char *
todoku_json_word (TodokuJson *self, const char *key, TodokuWords words)
{
  char *value = todoku_json_string (self, key);

  if (self->object && !g_strv_contains (words, value))
    {
      g_autofree char *list = g_strjoinv (", ", (GStrv) words);

      todoku_json_complain (self, key, "“%s” is none of %s", value, list);
    }
  return value;
}

static gboolean
is_id (const char *text)
{
  return g_ascii_isalnum (*text) && strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen (text);
}

char *
todoku_json_id (TodokuJson *self, const char *key)
{
  char *value = todoku_json_string (self, key);

  if (self->object && !is_id (value))
    todoku_json_complain (self, key, "“%s” is not an id (a-z, 0-9, hyphen)", value);
  return value;
}

/**
 * todoku_date_is_valid:
 * @date: text
 *
 * Returns: whether it is a day, YYYY-MM-DD
 */
gboolean
todoku_date_is_valid (const char *date)
{
  int year, month, day;
  char rest;

  if (strlen (date) != 10 || strspn (date, "0123456789-") != 10 || sscanf (date, "%4d-%2d-%2d%c", &year, &month, &day, &rest) != 3)
    return FALSE;
  return year >= 1970 && month >= 1 && month <= 12 && g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year);
}

char *
todoku_json_optional_date (TodokuJson *self, const char *key)
{
  char *value = todoku_json_optional_string (self, key);

  if (value && !todoku_date_is_valid (value))
    todoku_json_complain (self, key, "“%s” is not a day (YYYY-MM-DD)", value);
  return value;
}

char *
todoku_json_date (TodokuJson *self, const char *key)
{
  char *value = todoku_json_optional_date (self, key);

  if (!value && self->object)
    todoku_json_complain (self, key, "is missing");
  return value ? value : g_strdup ("");
}

char *
todoku_json_optional_link (TodokuJson *self, const char *key)
{
  char *value = todoku_json_optional_string (self, key);

  if (value && !g_str_has_prefix (value, "https://"))
    todoku_json_complain (self, key, "must begin with https://");
  return value;
}

int
todoku_json_optional_int (TodokuJson *self, const char *key, int maximum)
{
  JsonNode *node = todoku_json_member (self, key);

  if (!node)
    return 0;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64 || json_node_get_int (node) < 1 || json_node_get_int (node) > maximum)
    {
      todoku_json_complain (self, key, "must be a number from 1 to %d", maximum);
      return 0;
    }
  return (int) json_node_get_int (node);
}

gboolean
todoku_json_optional_boolean (TodokuJson *self, const char *key)
{
  JsonNode *node = todoku_json_member (self, key);

  if (!node)
    return FALSE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    todoku_json_complain (self, key, "must be true or false");
  return self->object && json_node_get_boolean (node);
}

GStrv
todoku_json_optional_strings (TodokuJson *self, const char *key)
{
  JsonNode *node = todoku_json_member (self, key);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *array;

  if (node && !JSON_NODE_HOLDS_ARRAY (node))
    todoku_json_complain (self, key, "must be a list of texts");
  array = node && self->object ? json_node_get_array (node) : NULL;
  for (guint i = 0; array && i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (!is_string (element) || !*json_node_get_string (element))
        {
          todoku_json_complain (self, key, "must be a list of texts");
          break;
        }
      g_strv_builder_add (builder, json_node_get_string (element));
    }
  return g_strv_builder_end (builder);
}

GStrv
todoku_json_sources (TodokuJson *self)
{
  GStrv sources = todoku_json_optional_strings (self, "sources");

  if (self->object && !*sources)
    todoku_json_complain (self, "sources", "names no source");
  return sources;
}

/* ---- texts in both languages ---------------------------------------------- */

static const char *const languages[] = { "en", "ja" };

/**
 * todoku_language_to_string:
 * @language: a language
 *
 * Returns: (transfer none): "en" or "ja"
 */
const char *
todoku_language_to_string (TodokuLanguage language)
{
  g_return_val_if_fail ((guint) language < TODOKU_N_LANGUAGES, NULL);

  return languages[language];
}

void
todoku_text_clear (TodokuText *text)
{
  for (int i = 0; i < TODOKU_N_LANGUAGES; i++)
    g_clear_pointer (&text->in[i], g_free);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* The {names} of a text, sorted and joined. */
static char *
list_names (const char *text)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) list = g_string_new (NULL);

  for (const char *open = strchr (text, '{'); open; open = strchr (open + 1, '{'))
    {
      const char *close = strchr (open, '}');

      if (!close)
        return g_strdup ("an open brace");
      g_ptr_array_add (names, g_strndup (open + 1, (gsize) (close - open) - 1));
    }
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    if (i == 0 || strcmp (g_ptr_array_index (names, i), g_ptr_array_index (names, i - 1)) != 0)
      g_string_append_printf (list, "{%s}", (char *) g_ptr_array_index (names, i));
  return g_strdup (list->str);
}

static TodokuText
read_text (TodokuJson *self, const char *key, JsonNode *node)
{
  g_autofree char *place = g_strconcat (self->place, ".", key, NULL);
  TodokuText text = { { NULL, NULL } };
  TodokuJson view;

  if (!todoku_json_begin (&view, node, place, self->error))
    self->object = NULL;
  for (int i = 0; i < TODOKU_N_LANGUAGES; i++)
    text.in[i] = todoku_json_string (&view, languages[i]);
  if (!todoku_json_end (&view))
    self->object = NULL;
  else
    {
      g_autofree char *en = list_names (text.in[TODOKU_LANGUAGE_EN]);
      g_autofree char *ja = list_names (text.in[TODOKU_LANGUAGE_JA]);

      if (strcmp (en, ja) != 0)
        todoku_json_complain (self, key, "en uses %s and ja uses %s", *en ? en : "no placeholder", *ja ? ja : "no placeholder");
    }
  return text;
}

TodokuText
todoku_json_text (TodokuJson *self, const char *key)
{
  TodokuText text = todoku_json_optional_text (self, key);

  if (self->object && !*text.in[TODOKU_LANGUAGE_EN])
    todoku_json_complain (self, key, "is missing");
  return text;
}

TodokuText
todoku_json_optional_text (TodokuJson *self, const char *key)
{
  JsonNode *node = todoku_json_member (self, key);

  if (!node)
    return (TodokuText) { { g_strdup (""), g_strdup ("") } };
  return read_text (self, key, node);
}

/* ---- periods and conditions ----------------------------------------------- */

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
  return (!period->from || strcmp (period->from, date) <= 0) && (!period->until || strcmp (date, period->until) <= 0);
}

TodokuPeriod
todoku_json_optional_period (TodokuJson *self, const char *key)
{
  JsonNode *node = todoku_json_member (self, key);
  g_autofree char *place = g_strconcat (self->place, ".", key, NULL);
  TodokuPeriod period = { NULL, NULL };
  TodokuJson view;

  if (!node)
    return period;
  if (!todoku_json_begin (&view, node, place, self->error))
    self->object = NULL;
  period.from = todoku_json_optional_date (&view, "from");
  period.until = todoku_json_optional_date (&view, "until");
  if (!todoku_json_end (&view))
    self->object = NULL;
  return period;
}

TodokuConditions *
todoku_json_optional_conditions (TodokuJson *self, const char *key)
{
  JsonNode *node = todoku_json_member (self, key);
  g_autoptr (GError) error = NULL;
  TodokuConditions *conditions;

  if (!node)
    return NULL;
  conditions = todoku_conditions_new_from_json (node, &error);
  if (!conditions)
    todoku_json_complain (self, key, "%s", error->message);
  return conditions;
}

/* ---- arrays of objects ----------------------------------------------------- */

GPtrArray *
todoku_json_array (TodokuJson *self, const char *key, gboolean needed, TodokuJsonRead read, GDestroyNotify destroy)
{
  JsonNode *node = todoku_json_member (self, key);
  GPtrArray *list = g_ptr_array_new_with_free_func (destroy);
  JsonArray *array;

  if ((!node && needed && self->object) || (node && !JSON_NODE_HOLDS_ARRAY (node)))
    todoku_json_complain (self, key, "must be a list");
  array = node && self->object ? json_node_get_array (node) : NULL;
  for (guint i = 0; array && self->object && i < json_array_get_length (array); i++)
    {
      g_autofree char *place = g_strdup_printf ("%s.%s[%u]", self->place, key, i);
      TodokuJson view;

      if (!todoku_json_begin (&view, json_array_get_element (array, i), place, self->error))
        self->object = NULL;
      g_ptr_array_add (list, read (&view));
      if (!todoku_json_end (&view))
        self->object = NULL;
    }
  return list;
}
