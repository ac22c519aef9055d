/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-report-file.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
  char *folder;
  char *path;
} Fixture;

typedef struct {
  gboolean done;
  gboolean saved;
} End;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = g_dir_make_tmp ("todoku-report-XXXXXX", NULL);
  g_assert_nonnull (self->folder);
  self->path = g_build_filename (self->folder, "report.txt", NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (self->folder, name, NULL);

    g_assert_cmpint (g_unlink (path), ==, 0);
  }
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->path);
  g_free (self->folder);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  End *end = data;

  end->saved = todoku_report_save_finish (G_FILE (source), result, &error);
  end->done = TRUE;
  g_assert_true (end->saved == (error == NULL));
}

static gboolean
save (Fixture *self, const char *text)
{
  g_autoptr (GFile) file = g_file_new_for_path (self->path);
  g_autoptr (GBytes) report = g_bytes_new (text, strlen (text));
  End end = { FALSE, FALSE };

  todoku_report_save_async (file, report, saved_cb, &end);
  while (!end.done)
    g_main_context_iteration (NULL, TRUE);
  return end.saved;
}

static void
check_text (const char *path, const char *text)
{
  g_autofree char *found = NULL;

  g_assert_true (g_file_get_contents (path, &found, NULL, NULL));
  g_assert_cmpstr (found, ==, text);
}

static void
check_only_one (Fixture *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir))
    n++;
  g_assert_cmpuint (n, ==, 1);
}

static void
check_private (const char *path)
{
  struct stat status;

  g_assert_cmpint (lstat (path, &status), ==, 0);
  g_assert_true (S_ISREG (status.st_mode));
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
}

static void
test_new (Fixture *self, gconstpointer data)
{
  g_assert_true (save (self, "a report"));
  check_text (self->path, "a report");
  check_private (self->path);
}

static void
test_again (Fixture *self, gconstpointer data)
{
  g_assert_true (g_file_set_contents (self->path, "old", -1, NULL));
  g_assert_cmpint (g_chmod (self->path, 0644), ==, 0);
  g_assert_true (save (self, "new"));
  check_text (self->path, "new");
  check_private (self->path);
  check_only_one (self);
}

/* A link is not followed: what it leads to is somebody else's. */
static void
test_link (Fixture *self, gconstpointer data)
{
  g_autofree char *other = g_build_filename (self->folder, "other.txt", NULL);

  g_assert_true (g_file_set_contents (other, "precious", -1, NULL));
  g_assert_cmpint (symlink (other, self->path), ==, 0);
  g_assert_true (save (self, "new"));
  check_text (other, "precious");
  check_text (self->path, "new");
  check_private (self->path);
}

/* The disk is full, or as good as. */
static void
save_too_much (Fixture *self)
{
  g_autofree char *big = g_strnfill (64 * 1024, 'x');
  struct rlimit before, small;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  small = before;
  small.rlim_cur = 1024;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  g_assert_false (save (self, big));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
}

/* The old one stays whole, and nothing is left beside it. */
static void
test_full (Fixture *self, gconstpointer data)
{
  g_assert_true (g_file_set_contents (self->path, "old", -1, NULL));
  save_too_much (self);
  check_text (self->path, "old");
  check_only_one (self);
}

/* Half a report is none. */
static void
test_full_new (Fixture *self, gconstpointer data)
{
  save_too_much (self);
  g_assert_false (g_file_test (self->path, G_FILE_TEST_EXISTS));
}

static void
test_no_folder (Fixture *self, gconstpointer data)
{
  g_free (self->path);
  self->path = g_build_filename (self->folder, "none", "report.txt", NULL);
  g_assert_false (save (self, "a report"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, test)                                                        \
  g_test_add ("/report-file/RE-03/" path,                                      \
              Fixture,                                                         \
              NULL,                                                            \
              set_up,                                                          \
              test,                                                            \
              tear_down)
  ADD ("new", test_new);
  ADD ("again", test_again);
  ADD ("link", test_link);
  ADD ("full", test_full);
  ADD ("full-new", test_full_new);
  ADD ("no-folder", test_no_folder);
#undef ADD
  return g_test_run ();
}
