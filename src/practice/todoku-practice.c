/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-practice.h"

#include "todoku-scenario.h"

struct _TodokuPractice {
  GObject parent_instance;

  TodokuPracticeFiles *files;
  GPtrArray *scenarios;
};

G_DEFINE_FINAL_TYPE (TodokuPractice, todoku_practice, G_TYPE_OBJECT)
G_DEFINE_QUARK (todoku_practice_error_quark, todoku_practice_error)

static const char *const index_keys[] = { "scenarios", NULL };

static void
todoku_practice_finalize (GObject *object)
{
  TodokuPractice *self = TODOKU_PRACTICE (object);

  g_ptr_array_unref (self->scenarios);
  g_clear_pointer (&self->files, todoku_practice_files_free);
  G_OBJECT_CLASS (todoku_practice_parent_class)->finalize (object);
}

static void
todoku_practice_class_init (TodokuPracticeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = todoku_practice_finalize;
}

static void
todoku_practice_init (TodokuPractice *self)
{
  self->scenarios =
      g_ptr_array_new_with_free_func ((GDestroyNotify) todoku_scenario_free);
}

static GStrv
read_index (TodokuPractice *self, GError **error)
{
  g_auto (GStrv) ids = NULL;
  JsonObject *root;
  TodokuPracticeReader *reader =
      todoku_practice_files_open (self->files, "index.json", error);

  if (reader == NULL)
    return NULL;
  root = todoku_practice_reader_get_root (reader);
  todoku_practice_reader_check_keys (reader, root, index_keys);
  todoku_practice_reader_need (reader, root, "scenarios");
  ids = todoku_practice_reader_lines (reader, root, "scenarios");
  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    if (g_strv_contains ((const char *const *) ids + i + 1, ids[i]))
      todoku_practice_reader_fail (reader, "“%s” stands there twice", ids[i]);
  if (!todoku_practice_reader_finish (reader, error))
    return NULL;
  return g_steal_pointer (&ids);
}

static TodokuPractice *
practice_load (const char *directory, GError **error)
{
  g_autoptr (TodokuPractice) self = g_object_new (TODOKU_TYPE_PRACTICE, NULL);
  g_auto (GStrv) ids = NULL;

  self->files = todoku_practice_files_new (directory);
  ids = read_index (self, error);
  if (ids == NULL)
    return NULL;
  for (guint i = 0; ids[i] != NULL; i++) {
    TodokuScenario *scenario =
        todoku_scenario_load (self->files, ids[i], error);

    if (scenario == NULL)
      return NULL;
    g_ptr_array_add (self->scenarios, scenario);
  }
  /* Sites are shared by the scenarios; nobody reads them after that. */
  todoku_practice_files_close (self->files);
  return g_steal_pointer (&self);
}

/**
 * todoku_practice_new:
 * @error: %TODOKU_PRACTICE_ERROR_DATA: a mistake, with file, place and reason
 *
 * Reads all scenarios from the GResource, strictly.
 *
 * Returns: (transfer full) (nullable): the practice cases
 */
TodokuPractice *
todoku_practice_new (GError **error)
{
  return practice_load (NULL, error);
}

/**
 * todoku_practice_new_from_directory:
 * @path: a directory laid out as data/practice
 * @error: a mistake, with file, place and reason
 *
 * Reads the scenarios of a directory instead.  Certificates come from the
 * GResource.
 *
 * Returns: (transfer full) (nullable): the practice cases
 */
TodokuPractice *
todoku_practice_new_from_directory (const char *path, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);
  return practice_load (path, error);
}

/**
 * todoku_practice_get_scenarios:
 * @self: the practice cases
 *
 * Returns: (transfer none) (element-type TodokuScenario): in the order to be
 *   shown
 */
GPtrArray *
todoku_practice_get_scenarios (TodokuPractice *self)
{
  g_return_val_if_fail (TODOKU_IS_PRACTICE (self), NULL);
  return self->scenarios;
}

/**
 * todoku_practice_find:
 * @self: the practice cases
 * @id: name of a scenario
 *
 * Returns: (transfer none) (nullable): the scenario
 */
const TodokuScenario *
todoku_practice_find (TodokuPractice *self, const char *id)
{
  g_return_val_if_fail (TODOKU_IS_PRACTICE (self), NULL);
  for (guint i = 0; i < self->scenarios->len; i++)
    if (g_strcmp0 (todoku_scenario_get_id (self->scenarios->pdata[i]), id) == 0)
      return self->scenarios->pdata[i];
  return NULL;
}

/*
 * todoku_practice_load_certificate:
 * @self: the practice cases
 * @name: of a certificate, as scenarios write it
 * @error: there is none of this name
 *
 * Returns: (transfer full) (nullable): certificate, chain as sent, and key
 */
GTlsCertificate *
todoku_practice_load_certificate (TodokuPractice *self,
                                  const char *name,
                                  GError **error)
{
  g_autofree char *file = g_strdup_printf ("certificates/%s.pem", name);
  g_autoptr (GBytes) bytes =
      todoku_practice_files_load (self->files, file, error);
  gsize length;
  const char *pem;

  if (bytes == NULL)
    return NULL;
  pem = g_bytes_get_data (bytes, &length);
  return g_tls_certificate_new_from_pem (pem, (gssize) length, error);
}

/*
 * todoku_practice_load_ca:
 * @self: the practice cases
 * @error: it is not there
 *
 * Returns: (transfer full) (nullable): the practice CA as PEM
 */
GBytes *
todoku_practice_load_ca (TodokuPractice *self, GError **error)
{
  return todoku_practice_files_load (self->files, "certificates/ca.pem", error);
}
