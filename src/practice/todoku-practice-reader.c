/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-practice-reader.h"

#include "todoku-practice.h"

#include <string.h>

struct _TodokuPracticeReader {
  char *file;
  JsonParser *parser;
  GPtrArray *places;
  GError *error;
};

/* json-glib recurses for each level: count before it does. */
static gboolean
is_shallow (const char *text, gsize length)
{
  guint depth = 0;
  gboolean quoted = FALSE;

  for (gsize i = 0; i < length; i++) {
    if (quoted && text[i] == '\\')
      i++;
    else if (text[i] == '"')
      quoted = !quoted;
    else if (!quoted && (text[i] == '[' || text[i] == '{'))
      depth++;
    else if (!quoted && (text[i] == ']' || text[i] == '}') && depth > 0)
      depth--;
    if (depth > TODOKU_PRACTICE_READER_MAX_DEPTH)
      return FALSE;
  }
  return TRUE;
}

static void
read_bytes (TodokuPracticeReader *self, GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);

  if (length == 0 || length > TODOKU_PRACTICE_READER_MAX_LENGTH)
    todoku_practice_reader_fail (self,
                                 "the file must have 1 to %d bytes",
                                 TODOKU_PRACTICE_READER_MAX_LENGTH);
  else if (!g_utf8_validate_len (text, length, NULL))
    todoku_practice_reader_fail (self, "the file is not valid UTF-8");
  else if (!is_shallow (text, length))
    todoku_practice_reader_fail (self,
                                 "the file is nested more than %d levels deep",
                                 TODOKU_PRACTICE_READER_MAX_DEPTH);
  else if (!json_parser_load_from_data (self->parser,
                                        text,
                                        (gssize) length,
                                        &error))
    todoku_practice_reader_fail (self, "%s", error->message);
}

/*
 * todoku_practice_reader_new:
 * @file: name for messages
 * @bytes: the file's content
 *
 * Parses at once; a mistake is kept for todoku_practice_reader_finish().
 *
 * Returns: (transfer full): a reader
 */
TodokuPracticeReader *
todoku_practice_reader_new (const char *file, GBytes *bytes)
{
  TodokuPracticeReader *self = g_new0 (TodokuPracticeReader, 1);

  self->file = g_strdup (file);
  self->parser = json_parser_new_immutable ();
  self->places = g_ptr_array_new_with_free_func (g_free);
  read_bytes (self, bytes);
  return self;
}

/*
 * todoku_practice_reader_free:
 * @self: (transfer full): a reader
 *
 * Frees it with everything that it returned as (transfer none).
 */
void
todoku_practice_reader_free (TodokuPracticeReader *self)
{
  g_object_unref (self->parser);
  g_ptr_array_unref (self->places);
  g_clear_error (&self->error);
  g_free (self->file);
  g_free (self);
}

/*
 * todoku_practice_reader_get_root:
 * @self: a reader
 *
 * Returns: (transfer none) (nullable): the file's object
 */
JsonObject *
todoku_practice_reader_get_root (TodokuPracticeReader *self)
{
  if (self->error != NULL)
    return NULL;
  return todoku_practice_reader_as_object (self,
                                           json_parser_get_root (self->parser));
}

/*
 * todoku_practice_reader_finish:
 * @self: a reader
 * @error: the first mistake: %TODOKU_PRACTICE_ERROR_DATA
 *
 * Returns: whether the file had no mistake
 */
gboolean
todoku_practice_reader_finish (TodokuPracticeReader *self, GError **error)
{
  if (self->error == NULL)
    return TRUE;
  g_propagate_error (error, g_error_copy (self->error));
  return FALSE;
}

/*
 * todoku_practice_reader_has_failed:
 * @self: a reader
 *
 * Returns: whether a mistake was found so far
 */
gboolean
todoku_practice_reader_has_failed (TodokuPracticeReader *self)
{
  return self->error != NULL;
}

/*
 * todoku_practice_reader_enter:
 * @self: a reader
 * @place: name of the member that is read from here on, for messages
 */
void
todoku_practice_reader_enter (TodokuPracticeReader *self, const char *place)
{
  g_ptr_array_add (self->places, g_strdup (place));
}

/*
 * todoku_practice_reader_leave:
 * @self: a reader
 *
 * Undoes the last todoku_practice_reader_enter().
 */
void
todoku_practice_reader_leave (TodokuPracticeReader *self)
{
  g_ptr_array_remove_index (self->places, self->places->len - 1);
}

/*
 * todoku_practice_reader_fail:
 * @self: a reader
 * @format: the reason, without file and place
 *
 * Keeps a mistake unless there is one already.
 */
void
todoku_practice_reader_fail (TodokuPracticeReader *self,
                             const char *format,
                             ...)
{
  g_autofree char *reason = NULL;
  g_autoptr (GString) message = NULL;
  va_list arguments;

  if (self->error != NULL)
    return;
  va_start (arguments, format);
  reason = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  message = g_string_new (self->file);
  for (guint i = 0; i < self->places->len; i++)
    g_string_append_printf (message,
                            "%s%s",
                            i == 0 ? ": " : " › ",
                            (const char *) self->places->pdata[i]);
  g_string_append_printf (message, ": %s", reason);
  self->error = g_error_new_literal (TODOKU_PRACTICE_ERROR,
                                     TODOKU_PRACTICE_ERROR_DATA,
                                     message->str);
}

/*
 * todoku_practice_reader_check_keys:
 * @self: a reader
 * @object: (nullable): what is read
 * @keys: (array zero-terminated=1): what it may hold
 */
void
todoku_practice_reader_check_keys (TodokuPracticeReader *self,
                                   JsonObject *object,
                                   const char *const *keys)
{
  g_autoptr (GList) members = NULL;

  if (object == NULL)
    return;
  members = json_object_get_members (object);
  for (GList *l = members; l != NULL; l = l->next)
    if (!g_strv_contains (keys, l->data))
      todoku_practice_reader_fail (self,
                                   "“%s” is not a known key",
                                   (char *) l->data);
}

/*
 * todoku_practice_reader_need:
 * @self: a reader
 * @object: (nullable): what is read
 * @key: a member that must be there
 *
 * Returns: (transfer none) (nullable): the member
 */
JsonNode *
todoku_practice_reader_need (TodokuPracticeReader *self,
                             JsonObject *object,
                             const char *key)
{
  if (object == NULL)
    return NULL;
  if (!json_object_has_member (object, key))
    todoku_practice_reader_fail (self, "“%s” is missing", key);
  return json_object_get_member (object, key);
}

/*
 * todoku_practice_reader_as_object:
 * @self: a reader
 * @node: (nullable): what is read
 *
 * Returns: (transfer none) (nullable): the object that it must be
 */
JsonObject *
todoku_practice_reader_as_object (TodokuPracticeReader *self, JsonNode *node)
{
  if (node == NULL)
    return NULL;
  if (JSON_NODE_HOLDS_OBJECT (node))
    return json_node_get_object (node);
  todoku_practice_reader_fail (self, "an object must stand here");
  return NULL;
}

/*
 * todoku_practice_reader_as_string:
 * @self: a reader
 * @node: (nullable): what is read
 *
 * Returns: (transfer none) (nullable): the text that it must be
 */
const char *
todoku_practice_reader_as_string (TodokuPracticeReader *self, JsonNode *node)
{
  if (node == NULL)
    return NULL;
  if (JSON_NODE_HOLDS_VALUE (node) &&
      json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_get_string (node);
  todoku_practice_reader_fail (self, "a text must stand here");
  return NULL;
}

static void
add_line (TodokuPracticeReader *self, GStrvBuilder *lines, JsonNode *node)
{
  const char *line = todoku_practice_reader_as_string (self, node);

  if (line == NULL)
    return;
  if (strpbrk (line, "\r\n") != NULL)
    todoku_practice_reader_fail (self, "a line holds no line break");
  g_strv_builder_add (lines, line);
}

/*
 * todoku_practice_reader_as_lines:
 * @self: a reader
 * @node: (nullable): a text, or a list of texts
 *
 * Returns: (transfer full): the lines, none when there is a mistake
 */
GStrv
todoku_practice_reader_as_lines (TodokuPracticeReader *self, JsonNode *node)
{
  g_autoptr (GStrvBuilder) lines = g_strv_builder_new ();

  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node)) {
    JsonArray *array = json_node_get_array (node);

    for (guint i = 0; i < json_array_get_length (array); i++)
      add_line (self, lines, json_array_get_element (array, i));
  } else if (node != NULL) {
    add_line (self, lines, node);
  }
  return g_strv_builder_end (lines);
}

/*
 * todoku_practice_reader_object:
 * @self: a reader
 * @object: (nullable): what is read
 * @key: an optional member
 *
 * Returns: (transfer none) (nullable): the member
 */
JsonObject *
todoku_practice_reader_object (TodokuPracticeReader *self,
                               JsonObject *object,
                               const char *key)
{
  JsonObject *member;

  if (object == NULL || !json_object_has_member (object, key))
    return NULL;
  todoku_practice_reader_enter (self, key);
  member =
      todoku_practice_reader_as_object (self,
                                        json_object_get_member (object, key));
  todoku_practice_reader_leave (self);
  return member;
}

/*
 * todoku_practice_reader_string:
 * @self: a reader
 * @object: (nullable): what is read
 * @key: an optional member
 *
 * Returns: (transfer none) (nullable): the member
 */
const char *
todoku_practice_reader_string (TodokuPracticeReader *self,
                               JsonObject *object,
                               const char *key)
{
  const char *text;

  if (object == NULL || !json_object_has_member (object, key))
    return NULL;
  todoku_practice_reader_enter (self, key);
  text =
      todoku_practice_reader_as_string (self,
                                        json_object_get_member (object, key));
  todoku_practice_reader_leave (self);
  return text;
}

/*
 * todoku_practice_reader_lines:
 * @self: a reader
 * @object: (nullable): what is read
 * @key: an optional member
 *
 * Returns: (transfer full) (nullable): the lines; %NULL when it is not there
 */
GStrv
todoku_practice_reader_lines (TodokuPracticeReader *self,
                              JsonObject *object,
                              const char *key)
{
  GStrv lines;

  if (object == NULL || !json_object_has_member (object, key))
    return NULL;
  todoku_practice_reader_enter (self, key);
  lines =
      todoku_practice_reader_as_lines (self,
                                       json_object_get_member (object, key));
  todoku_practice_reader_leave (self);
  return lines;
}

static JsonNode *
value_of (JsonObject *object, const char *key, GType *ret_type)
{
  JsonNode *node;

  if (object == NULL || !json_object_has_member (object, key))
    return NULL;
  node = json_object_get_member (object, key);
  *ret_type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node)
                                           : G_TYPE_NONE;
  return node;
}

/*
 * todoku_practice_reader_boolean:
 * @self: a reader
 * @object: (nullable): what is read
 * @key: an optional member
 *
 * Returns: the member; %FALSE when it is not there
 */
gboolean
todoku_practice_reader_boolean (TodokuPracticeReader *self,
                                JsonObject *object,
                                const char *key)
{
  GType type = G_TYPE_NONE;
  JsonNode *node = value_of (object, key, &type);

  if (node == NULL)
    return FALSE;
  if (type == G_TYPE_BOOLEAN)
    return json_node_get_boolean (node);
  todoku_practice_reader_fail (self, "“%s” must be true or false", key);
  return FALSE;
}

/*
 * todoku_practice_reader_number:
 * @self: a reader
 * @object: (nullable): what is read
 * @key: an optional member
 * @most: the largest number that may stand there
 *
 * Returns: the member; 0 when it is not there
 */
guint
todoku_practice_reader_number (TodokuPracticeReader *self,
                               JsonObject *object,
                               const char *key,
                               guint most)
{
  GType type = G_TYPE_NONE;
  JsonNode *node = value_of (object, key, &type);

  if (node == NULL)
    return 0;
  if (type == G_TYPE_INT64 && json_node_get_int (node) > 0 &&
      json_node_get_int (node) <= most)
    return (guint) json_node_get_int (node);
  todoku_practice_reader_fail (self,
                               "“%s” must be a number from 1 to %u",
                               key,
                               most);
  return 0;
}

/*
 * todoku_practice_reader_choose:
 * @self: a reader
 * @text: (nullable): what stands in the file
 * @names: (array zero-terminated=1): what may stand there
 * @otherwise: for nothing and for a mistake
 *
 * Returns: the index of @text in @names
 */
guint
todoku_practice_reader_choose (TodokuPracticeReader *self,
                               const char *text,
                               const char *const *names,
                               guint otherwise)
{
  g_autofree char *all = NULL;

  if (text == NULL)
    return otherwise;
  for (guint i = 0; names[i] != NULL; i++)
    if (g_str_equal (names[i], text))
      return i;
  all = g_strjoinv (", ", (GStrv) names);
  todoku_practice_reader_fail (self, "“%s” is none of: %s", text, all);
  return otherwise;
}
