/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"
#include "todoku-scenario.h"

#include "todoku-practice-resources.h"

#include <string.h>

struct _TodokuPracticeFiles {
  char *directory;
  GHashTable *readers; /* (element-type utf8 TodokuPracticeReader) */
  GHashTable *servers; /* (element-type utf8 TodokuScript) */
};

/*
 * todoku_practice_files_new:
 * @directory: (nullable): where to look before the GResource
 *
 * Returns: (transfer full): the practice files
 */
TodokuPracticeFiles *
todoku_practice_files_new (const char *directory)
{
  TodokuPracticeFiles *self = g_new0 (TodokuPracticeFiles, 1);

  self->directory = g_strdup (directory);
  self->readers =
      g_hash_table_new_full (g_str_hash,
                             g_str_equal,
                             g_free,
                             (GDestroyNotify) todoku_practice_reader_free);
  self->servers = g_hash_table_new_full (g_str_hash,
                                         g_str_equal,
                                         g_free,
                                         (GDestroyNotify) todoku_script_unref);
  return self;
}

/*
 * todoku_practice_files_free:
 * @self: (transfer full): the practice files
 */
void
todoku_practice_files_free (TodokuPracticeFiles *self)
{
  g_hash_table_unref (self->readers);
  g_hash_table_unref (self->servers);
  g_free (self->directory);
  g_free (self);
}

/*
 * todoku_practice_files_close:
 * @self: the practice files
 *
 * Drops what todoku_practice_files_open() read and kept, and the servers.
 */
void
todoku_practice_files_close (TodokuPracticeFiles *self)
{
  g_hash_table_remove_all (self->readers);
  g_hash_table_remove_all (self->servers);
}

/*
 * todoku_practice_files_get_servers:
 * @self: the practice files
 *
 * Returns: (transfer none) (element-type utf8 TodokuScript): by file's name,
 * the servers that others are like, as far as they were read
 */
GHashTable *
todoku_practice_files_get_servers (TodokuPracticeFiles *self)
{
  return self->servers;
}

static GBytes *
load_from_directory (TodokuPracticeFiles *self,
                     const char *name,
                     GError **error)
{
  g_autofree char *path = g_build_filename (self->directory, name, NULL);
  char *content;
  gsize length;

  if (!g_file_get_contents (path, &content, &length, error))
    return NULL;
  return g_bytes_new_take (content, length);
}

/* The library is static: only this call keeps the linker from dropping the
 * resource. */
static GBytes *
load_from_resource (const char *name, GError **error)
{
  g_autofree char *path = g_strconcat (APP_PATH "practice/", name, NULL);

  return g_resource_lookup_data (todoku_practice_get_resource (),
                                 path,
                                 G_RESOURCE_LOOKUP_FLAGS_NONE,
                                 error);
}

/*
 * todoku_practice_files_load:
 * @self: the practice files
 * @name: relative name
 * @error: the file is not there
 *
 * Certificates are made by the build: they always come from the GResource.
 *
 * Returns: (transfer full) (nullable): the content
 */
GBytes *
todoku_practice_files_load (TodokuPracticeFiles *self,
                            const char *name,
                            GError **error)
{
  if (self->directory != NULL && !g_str_has_prefix (name, "certificates/"))
    return load_from_directory (self, name, error);
  return load_from_resource (name, error);
}

/*
 * todoku_practice_files_open:
 * @self: the practice files
 * @name: relative name of a JSON file
 * @error: the file is not there
 *
 * Returns: (transfer none) (nullable): its reader, which may hold a mistake
 */
TodokuPracticeReader *
todoku_practice_files_open (TodokuPracticeFiles *self,
                            const char *name,
                            GError **error)
{
  TodokuPracticeReader *reader = g_hash_table_lookup (self->readers, name);
  g_autoptr (GBytes) bytes = NULL;

  if (reader != NULL)
    return reader;
  bytes = todoku_practice_files_load (self, name, error);
  if (bytes == NULL)
    return NULL;
  reader = todoku_practice_reader_new (name, bytes);
  g_hash_table_insert (self->readers, g_strdup (name), reader);
  return reader;
}
