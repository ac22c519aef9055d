/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-stands.h"

#include <string.h>

static const char *const mode_names[] = {
  "plain", "tls",        "silent",  "refuse",    "close", "http", "ssh",
  "drip",  "black-hole", "tls-old", "tls-alert", "https", NULL
};
static const char *const stand_keys[] = { "mode",        "ipv6",
                                          "certificate", "client_certificate",
                                          "like",        NULL };

/*
 * todoku_stand_free:
 * @self: (transfer full): a stand
 */
void
todoku_stand_free (TodokuStand *self)
{
  g_clear_pointer (&self->script, todoku_script_unref);
  g_free (self->name);
  g_free (self->host);
  g_free (self->certificate);
  g_free (self);
}

static TodokuStand *
find_or_add (GPtrArray *stands, TodokuPracticeReader *reader, const char *name)
{
  const char *colon = strrchr (name, ':');
  guint64 port = 0;
  TodokuStand *self;

  for (guint i = 0; i < stands->len; i++)
    if (g_str_equal (((TodokuStand *) stands->pdata[i])->name, name))
      return stands->pdata[i];
  if (colon == NULL || colon == name ||
      !g_ascii_string_to_unsigned (colon + 1,
                                   10,
                                   1,
                                   G_MAXUINT16,
                                   &port,
                                   NULL)) {
    todoku_practice_reader_fail (reader, "HOST:PORT must stand here");
    return NULL;
  }
  self = g_new0 (TodokuStand, 1);
  self->name = g_strdup (name);
  self->host = g_strndup (name, (gsize) (colon - name));
  self->port = (guint16) port;
  self->mode = TODOKU_MODE_PLAIN;
  self->script = todoku_script_new ();
  g_ptr_array_add (stands, self);
  return self;
}

static TodokuScript *
read_server (TodokuPracticeFiles *files, const char *name, GError **error)
{
  g_autoptr (TodokuScript) script = todoku_script_new ();
  TodokuPracticeReader *reader =
      todoku_practice_files_open (files, name, error);
  JsonObject *root;

  if (reader == NULL)
    return NULL;
  root = todoku_practice_reader_get_root (reader);
  todoku_practice_reader_check_keys (reader, root, todoku_script_keys);
  todoku_script_apply (script, reader, root);
  if (!todoku_practice_reader_finish (reader, error))
    return NULL;
  return g_steal_pointer (&script);
}

/* A mistake in the named file is said with that file's name. */
static void
imitate (TodokuStand *self,
         TodokuPracticeFiles *files,
         TodokuPracticeReader *reader,
         const char *like)
{
  GHashTable *servers = todoku_practice_files_get_servers (files);
  g_autofree char *name = g_strdup_printf ("servers/%s.json", like);
  TodokuScript *script = g_hash_table_lookup (servers, name);
  g_autoptr (GError) error = NULL;

  if (script == NULL)
    script = read_server (files, name, &error);
  if (script == NULL) {
    todoku_practice_reader_fail (reader, "%s", error->message);
    return;
  }
  if (!g_hash_table_contains (servers, name))
    g_hash_table_insert (servers, g_steal_pointer (&name), script);
  todoku_script_unref (self->script);
  self->script = todoku_script_copy (script);
}

static void
check_stand_keys (TodokuPracticeReader *reader, JsonObject *object)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();

  for (guint i = 0; stand_keys[i] != NULL; i++)
    g_ptr_array_add (keys, (gpointer) stand_keys[i]);
  for (guint i = 0; todoku_script_keys[i] != NULL; i++)
    g_ptr_array_add (keys, (gpointer) todoku_script_keys[i]);
  g_ptr_array_add (keys, NULL);
  todoku_practice_reader_check_keys (reader,
                                     object,
                                     (const char *const *) keys->pdata);
}

static void
read_stand (TodokuStand *self,
            TodokuPracticeFiles *files,
            TodokuPracticeReader *reader,
            JsonObject *object)
{
  const char *like = todoku_practice_reader_string (reader, object, "like");
  const char *certificate =
      todoku_practice_reader_string (reader, object, "certificate");

  check_stand_keys (reader, object);
  self->mode =
      todoku_practice_reader_choose (reader,
                                     todoku_practice_reader_string (reader,
                                                                    object,
                                                                    "mode"),
                                     mode_names,
                                     self->mode);
  self->mode_ipv6 =
      todoku_practice_reader_choose (reader,
                                     todoku_practice_reader_string (reader,
                                                                    object,
                                                                    "ipv6"),
                                     mode_names,
                                     self->mode);
  self->wants_certificate =
      todoku_practice_reader_boolean (reader, object, "client_certificate");
  if (like != NULL)
    imitate (self, files, reader, like);
  if (certificate != NULL) {
    g_clear_pointer (&self->certificate, g_free);
    self->certificate = g_strdup (certificate);
  }
  todoku_script_apply (self->script, reader, object);
}

/*
 * todoku_stands_read:
 * @stands: (element-type TodokuStand): what stands there so far
 * @files: where the imitated servers are described
 * @reader: the file of @listen
 * @listen: (nullable): by "HOST:PORT" an object, or a mode alone
 *
 * Lays @listen over @stands.
 */
void
todoku_stands_read (GPtrArray *stands,
                    TodokuPracticeFiles *files,
                    TodokuPracticeReader *reader,
                    JsonObject *listen)
{
  g_autoptr (GList) members = NULL;

  if (listen == NULL)
    return;
  members = json_object_get_members (listen);
  todoku_practice_reader_enter (reader, "listen");
  for (GList *l = members; l != NULL; l = l->next) {
    JsonNode *node = json_object_get_member (listen, l->data);
    TodokuStand *stand;

    todoku_practice_reader_enter (reader, l->data);
    stand = find_or_add (stands, reader, l->data);
    if (stand != NULL && JSON_NODE_HOLDS_VALUE (node)) {
      stand->mode = todoku_practice_reader_choose (
          reader,
          todoku_practice_reader_as_string (reader, node),
          mode_names,
          stand->mode);
      stand->mode_ipv6 = stand->mode;
    } else if (stand != NULL)
      read_stand (stand,
                  files,
                  reader,
                  todoku_practice_reader_as_object (reader, node));
    todoku_practice_reader_leave (reader);
  }
  todoku_practice_reader_leave (reader);
}

static gboolean
speaks (const TodokuStand *self)
{
  return self->mode == TODOKU_MODE_PLAIN || self->mode == TODOKU_MODE_TLS ||
         self->mode == TODOKU_MODE_DRIP;
}

/*
 * todoku_stands_check:
 * @stands: (element-type TodokuStand): everything that was read
 * @reader: told what cannot be served
 */
void
todoku_stands_check (GPtrArray *stands, TodokuPracticeReader *reader)
{
  todoku_practice_reader_enter (reader, "listen");
  if (stands->len == 0)
    todoku_practice_reader_fail (reader, "nothing listens");
  for (guint i = 0; i < stands->len; i++) {
    const TodokuStand *stand = stands->pdata[i];

    if (!speaks (stand) && stand->mode != TODOKU_MODE_HTTPS)
      continue;
    todoku_practice_reader_enter (reader, stand->name);
    if (speaks (stand))
      todoku_script_check (stand->script, reader);
    if (stand->certificate == NULL &&
        (stand->mode == TODOKU_MODE_TLS || stand->mode == TODOKU_MODE_HTTPS ||
         todoku_script_needs_certificate (stand->script)))
      todoku_practice_reader_fail (reader, "“certificate” is missing");
    todoku_practice_reader_leave (reader);
  }
  todoku_practice_reader_leave (reader);
}
