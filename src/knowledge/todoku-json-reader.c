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

  for (gsize i = 0; i < length; i++) {
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

/* json-glib makes a byte sequence of \ud800 that is no UTF-8, in texts and in
 * its own messages.  No file needs it: texts are written as they are read.
 */
static gboolean
escapes_surrogate (const char *text, gsize length)
{
  for (gsize i = 0; i + 3 < length; i++) {
    if (text[i] != '\\')
      continue;
    if (text[i + 1] == 'u' && g_ascii_tolower (text[i + 2]) == 'd' &&
        g_ascii_xdigit_value (text[i + 3]) >= 8)
      return TRUE;
    i++; /* what is escaped is no escape */
  }
  return FALSE;
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
  g_autoptr (GError) parse_error = NULL;
  JsonNode *root;

  if (length > MAX_FILE || !nesting_is_bounded (text, length)) {
    g_set_error_literal (error,
                         TODOKU_KNOWLEDGE_ERROR,
                         TODOKU_KNOWLEDGE_ERROR_FORMAT,
                         "larger than 1 MiB or nested deeper than 32");
    return NULL;
  }
  if (escapes_surrogate (text, length)) {
    g_set_error_literal (error,
                         TODOKU_KNOWLEDGE_ERROR,
                         TODOKU_KNOWLEDGE_ERROR_FORMAT,
                         "holds half of a character, \\ud800 to \\udfff");
    return NULL;
  }
  /* A mapped file of no bytes has no address. */
  if (length > 0 && !json_parser_load_from_data (parser,
                                                 text,
                                                 (gssize) length,
                                                 &parse_error)) {
    g_set_error_literal (error,
                         TODOKU_KNOWLEDGE_ERROR,
                         TODOKU_KNOWLEDGE_ERROR_FORMAT,
                         parse_error->message);
    return NULL;
  }
  /* Blanks alone are no mistake to the parser, and no root. */
  root = length > 0 ? json_parser_steal_root (parser) : NULL;
  if (!root)
    g_set_error_literal (error,
                         TODOKU_KNOWLEDGE_ERROR,
                         TODOKU_KNOWLEDGE_ERROR_FORMAT,
                         "is empty");
  return root;
}

/* "file: key" in a file's root, "file: entry.key" below. */
static char *
name_member (const TodokuJson *self, const char *key)
{
  return g_strconcat (self->place, self->is_root ? ": " : ".", key, NULL);
}

/**
 * todoku_json_complain:
 * @self: a view
 * @key: (nullable): the member it is about
 * @format: what is wrong
 *
 * Keeps the first mistake, and makes everything after it read as empty.
 */
void
todoku_json_complain (TodokuJson *self,
                      const char *key,
                      const char *format,
                      ...)
{
  g_autofree char *place =
      key ? name_member (self, key) : g_strdup (self->place);
  g_autofree char *reason = NULL;
  va_list arguments;

  self->object = NULL;
  if (!self->error || *self->error)
    return;
  va_start (arguments, format);
  reason = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (self->error,
               TODOKU_KNOWLEDGE_ERROR,
               TODOKU_KNOWLEDGE_ERROR_FORMAT,
               "%s: %s",
               place,
               reason);
}

/* Takes @place. */
static void
begin (TodokuJson *self,
       JsonNode *node,
       char *place,
       gboolean is_root,
       GError **error)
{
  self->place = place;
  self->is_root = is_root;
  self->has_entries = FALSE;
  self->asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->error = error;
  self->owned = NULL;
  self->object = node && JSON_NODE_HOLDS_OBJECT (node)
                     ? json_node_get_object (node)
                     : NULL;
  if (!self->object)
    todoku_json_complain (self,
                          NULL,
                          node ? "must be an object" : "is missing");
}

/**
 * todoku_json_begin_file:
 * @self: (out caller-allocates): a view
 * @root: the root of a file
 * @name: name of the file, for messages
 * @error: return location, which must stay until todoku_json_end()
 */
void
todoku_json_begin_file (TodokuJson *self,
                        JsonNode *root,
                        const char *name,
                        GError **error)
{
  begin (self, root, g_strdup (name), TRUE, error);
}

/**
 * todoku_json_begin_member:
 * @self: a view
 * @key: a member that is an object
 * @needed: whether it must be there; else a missing one reads as empty
 * @ret_inner: (out caller-allocates): a view of it; hand it to
 * todoku_json_end_member()
 */
void
todoku_json_begin_member (TodokuJson *self,
                          const char *key,
                          gboolean needed,
                          TodokuJson *ret_inner)
{
  JsonNode *node = todoku_json_member (self, key);
  g_autoptr (JsonObject) empty = !node && !needed ? json_object_new () : NULL;
  g_autoptr (JsonNode) owned =
      empty ? json_node_init_object (json_node_alloc (), empty) : NULL;

  begin (ret_inner,
         owned ? owned : node,
         name_member (self, key),
         FALSE,
         self->error);
  ret_inner->owned = g_steal_pointer (&owned);
}

/* What is wrong inside is wrong outside. */
void
todoku_json_end_member (TodokuJson *self, TodokuJson *inner)
{
  if (!todoku_json_end (inner))
    self->object = NULL;
}

/**
 * todoku_json_failed:
 * @self: a view
 *
 * Returns: whether there was a mistake
 */
gboolean
todoku_json_failed (TodokuJson *self)
{
  return self->object == NULL;
}

/**
 * todoku_json_end:
 * @self: a view, which is cleared
 *
 * Returns: %FALSE when there was a mistake; a key that nobody asked for is one
 */
gboolean
todoku_json_end (TodokuJson *self)
{
  g_autoptr (GList) members =
      self->object ? json_object_get_members (self->object) : NULL;
  gboolean good;

  for (GList *m = members; m && self->object; m = m->next)
    if (!g_hash_table_contains (self->asked, m->data))
      todoku_json_complain (self, m->data, "unknown key");
  good = self->object != NULL;
  g_clear_pointer (&self->place, g_free);
  g_clear_pointer (&self->asked, g_hash_table_unref);
  g_clear_pointer (&self->owned, json_node_unref);
  return good;
}

JsonNode *
todoku_json_member (TodokuJson *self, const char *key)
{
  g_hash_table_add (self->asked, g_strdup (key));
  return self->object && json_object_has_member (self->object, key)
             ? json_object_get_member (self->object, key)
             : NULL;
}

static gboolean
is_string (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) &&
         json_node_get_value_type (node) == G_TYPE_STRING;
}

char *
todoku_json_optional_string (TodokuJson *self, const char *key)
{
  JsonNode *node = todoku_json_member (self, key);

  if (!node)
    return NULL;
  if (!is_string (node) || !*json_node_get_string (node)) {
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

static void
check_word (TodokuJson *self,
            const char *key,
            const char *value,
            TodokuWords words)
{
  g_autofree char *list = NULL;

  if (!self->object || g_strv_contains (words, value))
    return;
  list = g_strjoinv (", ", (GStrv) words);
  todoku_json_complain (self, key, "“%s” is none of %s", value, list);
}

char *
todoku_json_word (TodokuJson *self, const char *key, TodokuWords words)
{
  char *value = todoku_json_string (self, key);

  check_word (self, key, value, words);
  return value;
}

char *
todoku_json_optional_word (TodokuJson *self, const char *key, TodokuWords words)
{
  char *value = todoku_json_optional_string (self, key);

  if (value)
    check_word (self, key, value, words);
  return value;
}

static gboolean
is_id (const char *text)
{
  return g_ascii_isalnum (*text) &&
         strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789-") ==
             strlen (text);
}

char *
todoku_json_id (TodokuJson *self, const char *key)
{
  char *value = todoku_json_string (self, key);

  if (self->object && !is_id (value))
    todoku_json_complain (self,
                          key,
                          "“%s” is not an id (a-z, 0-9, hyphen)",
                          value);
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

  if (strlen (date) != 10 || strspn (date, "0123456789-") != 10 ||
      sscanf (date, "%4d-%2d-%2d%c", &year, &month, &day, &rest) != 3)
    return FALSE;
  return year >= 1970 && month >= 1 && month <= 12 &&
         g_date_valid_dmy ((GDateDay) day,
                           (GDateMonth) month,
                           (GDateYear) year);
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
  if (!JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_INT64 ||
      json_node_get_int (node) < 1 || json_node_get_int (node) > maximum) {
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
  if (!JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_BOOLEAN)
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
  for (guint i = 0; array && i < json_array_get_length (array); i++) {
    JsonNode *element = json_array_get_element (array, i);

    if (!is_string (element) || !*json_node_get_string (element)) {
      todoku_json_complain (self, key, "must be a list of texts");
      break;
    }
    g_strv_builder_add (builder, json_node_get_string (element));
  }
  return g_strv_builder_end (builder);
}

GStrv
todoku_json_optional_words (TodokuJson *self,
                            const char *key,
                            TodokuWords words)
{
  GStrv list = todoku_json_optional_strings (self, key);

  for (char **value = list; *value; value++)
    check_word (self, key, *value, words);
  return list;
}

/* One text, or a list of them. */
GStrv
todoku_json_values (TodokuJson *self, const char *key)
{
  JsonNode *node = todoku_json_member (self, key);
  g_autofree char *one = NULL;
  const char *list[] = { NULL, NULL };

  if (node && JSON_NODE_HOLDS_ARRAY (node))
    return todoku_json_optional_strings (self, key);
  list[0] = one = todoku_json_string (self, key);
  return g_strdupv ((GStrv) list);
}

/* Addresses, or short names such as "RFC 8314". */
GStrv
todoku_json_sources (TodokuJson *self)
{
  GStrv sources = todoku_json_optional_strings (self, "sources");

  if (self->object && !*sources)
    todoku_json_complain (self, "sources", "names no source");
  for (char **source = sources; *source; source++)
    if (strstr (*source, "://") && !g_str_has_prefix (*source, "https://"))
      todoku_json_complain (self,
                            "sources",
                            "“%s” must begin with https://",
                            *source);
  return sources;
}

/* ---- arrays of objects ------------------------------------------------- */

/* An entry of a file goes by its id, anything deeper by its place in the list.
 */
static char *
name_element (const TodokuJson *self,
              const char *key,
              JsonNode *element,
              guint index)
{
  g_autofree char *list = name_member (self, key);
  JsonObject *object =
      JSON_NODE_HOLDS_OBJECT (element) ? json_node_get_object (element) : NULL;
  JsonNode *id = object ? json_object_get_member (object, "id") : NULL;

  if (self->has_entries && id && is_string (id) && *json_node_get_string (id))
    return name_member (self, json_node_get_string (id));
  return g_strdup_printf ("%s[%u]", list, index);
}

/**
 * todoku_json_array:
 * @self: a view
 * @key: a member that is a list of objects
 * @needed: whether it must be there
 * @read: reads one
 * @destroy: (nullable): frees what @read made
 *
 * Returns: (transfer full): what @read made of them
 */
GPtrArray *
todoku_json_array (TodokuJson *self,
                   const char *key,
                   gboolean needed,
                   TodokuJsonRead read,
                   GDestroyNotify destroy)
{
  JsonNode *node = todoku_json_member (self, key);
  GPtrArray *list = g_ptr_array_new_with_free_func (destroy);
  JsonArray *array;

  if (!node && needed && self->object)
    todoku_json_complain (self, key, "is missing");
  if (node && !JSON_NODE_HOLDS_ARRAY (node))
    todoku_json_complain (self, key, "must be a list");
  array = node && self->object ? json_node_get_array (node) : NULL;
  for (guint i = 0; array && self->object && i < json_array_get_length (array);
       i++) {
    JsonNode *element = json_array_get_element (array, i);
    TodokuJson inner;

    begin (&inner,
           element,
           name_element (self, key, element, i),
           FALSE,
           self->error);
    g_ptr_array_add (list, read (&inner));
    todoku_json_end_member (self, &inner);
  }
  return list;
}
