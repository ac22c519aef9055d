/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "fuzz.h"
#include "todoku-knowledge.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

/* The loader of what Todoku knows: a folder with a file of each kind, of which
 * one is anybody's.  The first byte, a digit, says which.  Either it is loaded
 * whole, or one sentence says where the mistake is. */
static const char *const files[] = {
  "vocabulary.json",       "providers/example.json", "mail-apps/old-app.json",
  "findings/sign-in.json", "replies/example.json",   "checklist.json",
  "history.json",          "requirements.json",
};

static char *folder;
static char *original[G_N_ELEMENTS (files)];

/* What else is in the folder would be read for each input again. */
static char *
copy_file (const char *source, const char *name)
{
  g_autofree char *from = g_build_filename (source, name, NULL);
  g_autofree char *to = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (to);
  char *text;

  g_assert_true (g_file_get_contents (from, &text, NULL, NULL));
  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_true (g_file_set_contents (to, text, -1, NULL));
  return text;
}

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  const char *source = g_getenv ("TODOKU_FUZZ_KNOWLEDGE");

  g_assert_nonnull (source);
  /* Whoever runs this clears its folder away. */
  folder = g_dir_make_tmp ("todoku-fuzz-XXXXXX", NULL);
  g_assert_nonnull (folder);
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    original[i] = copy_file (source, files[i]);
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
