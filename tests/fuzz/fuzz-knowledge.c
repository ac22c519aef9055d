/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "fuzz.h"
#include "todoku-knowledge.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

/* The loader of what Todoku knows: a folder in which one file is anybody's.
 * The first byte says which.  Either it is loaded whole, or one sentence says
 * where the mistake is. */
static const char *const files[] = {
  "providers/example.json", "mail-apps/old-app.json", "findings/sign-in.json",
  "replies/example.json",   "checklist.json",         "history.json",
  "vocabulary.json",
};

static char *folder;
static char *original[G_N_ELEMENTS (files)];

static void
copy_folder (const char *from, const char *to)
{
  g_autoptr (GDir) dir = g_dir_open (from, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  g_assert_cmpint (g_mkdir_with_parents (to, 0700), ==, 0);
  while ((name = g_dir_read_name (dir))) {
    g_autofree char *source = g_build_filename (from, name, NULL);
    g_autofree char *target = g_build_filename (to, name, NULL);
    g_autofree char *text = NULL;
    gsize length;

    if (g_file_test (source, G_FILE_TEST_IS_DIR)) {
      copy_folder (source, target);
      continue;
    }
    g_assert_true (g_file_get_contents (source, &text, &length, NULL));
    g_assert_true (g_file_set_contents (target, text, (gssize) length, NULL));
  }
}

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  const char *source = g_getenv ("TODOKU_FUZZ_KNOWLEDGE");

  g_assert_nonnull (source);
  /* Whoever runs this clears its folder away. */
  folder = g_dir_make_tmp ("todoku-fuzz-XXXXXX", NULL);
  g_assert_nonnull (folder);
  copy_folder (source, folder);
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *path = g_build_filename (folder, files[i], NULL);

    g_assert_true (g_file_get_contents (path, &original[i], NULL, NULL));
  }
  return 0;
}

/* Not g_file_set_contents(), which waits for a disk. */
static void
put (const char *name, const void *bytes, size_t length)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  FILE *file = g_fopen (path, "wb");

  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (bytes, 1, length, file), ==, length);
  g_assert_cmpint (fclose (file), ==, 0);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TodokuKnowledge) knowledge = NULL;
  gsize which;

  if (size < 1)
    return 0;
  which = data[0] % G_N_ELEMENTS (files);
  put (files[which], data + 1, size - 1);
  knowledge = todoku_knowledge_new_from_directory (folder, &error);
  put (files[which], original[which], strlen (original[which]));
  g_assert_true ((knowledge == NULL) == (error != NULL));
  if (error) {
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
    return 0;
  }
  {
    g_autoptr (GPtrArray) mistakes = todoku_knowledge_check (knowledge);

    g_assert_nonnull (mistakes);
  }
  return 0;
}
