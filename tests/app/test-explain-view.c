/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-explain-view.h"
#include "todoku-message-box.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

/* What a window may stand still at most. */
#define MAX_FREEZE_US (250 * 1000)
#define TIMEOUT_US (20 * G_USEC_PER_SEC)

static TodokuKnowledge *
load (void)
{
  g_autoptr (GError) error = NULL;
  TodokuKnowledge *knowledge = todoku_knowledge_new (&error);

  g_assert_no_error (error);
  return knowledge;
}

typedef gboolean (*Reached) (TodokuExplainView *view);

static gboolean
has_run (TodokuExplainView *view)
{
  return todoku_explain_view_get_run (view) != NULL;
}

static gboolean
has_problem (TodokuExplainView *view)
{
  return *todoku_explain_view_get_problem (view) != '\0';
}

/* Returns the longest turn of the main loop that was not spent in waiting. */
static gint64
wait_until (TodokuExplainView *view, Reached reached)
{
  gint64 end = g_get_monotonic_time () + TIMEOUT_US;
  gint64 longest = 0;

  while (!reached (view)) {
    gint64 start = g_get_monotonic_time ();

    if (g_main_context_iteration (NULL, FALSE))
      longest = MAX (longest, g_get_monotonic_time () - start);
    else
      g_usleep (1000);
    g_assert_cmpint (g_get_monotonic_time (), <, end);
  }
  return longest;
}

static TodokuExplainView *
make_view (TodokuKnowledge *knowledge)
{
  TodokuExplainView *view =
      TODOKU_EXPLAIN_VIEW (g_object_ref_sink (todoku_explain_view_new ()));

  todoku_explain_view_set_knowledge (view, knowledge);
  return view;
}

static char *
dup_cause (TodokuExplainView *view)
{
  g_autoptr (TodokuFinding) cause =
      g_list_model_get_item (todoku_run_get_findings (
                                 todoku_explain_view_get_run (view)),
                             0);

  g_assert_nonnull (cause);
  return g_strdup (todoku_finding_get_id (cause));
}

static void
test_explains (void)
{
  g_autoptr (TodokuKnowledge) knowledge = load ();
  TodokuExplainView *view = make_view (knowledge);
  g_autofree char *cause = NULL;
  g_autofree char *unknown = NULL;

  todoku_explain_view_set_text (view,
                                "このサーバーは、指定した種類の接続暗号化をサポ"
                                "ートしていません。");
  wait_until (view, has_run);
  cause = dup_cause (view);
  g_assert_cmpstr (cause, ==, "tls-on-starttls-port");
  todoku_explain_view_set_languages (view, TODOKU_LANGUAGES_BOTH);
  todoku_explain_view_set_text (view, "");
  g_assert_null (todoku_explain_view_get_run (view));
  todoku_explain_view_set_text (view, "ぬるぽ <b>&amp;</b>");
  wait_until (view, has_run);
  unknown = dup_cause (view);
  g_assert_cmpstr (unknown, ==, "could-not-tell");
  g_assert_finalize_object (view);
}

/* A text that changes before it is explained, and a view that goes away in the
 * meantime. */
static void
test_goes_away (void)
{
  g_autoptr (TodokuKnowledge) knowledge = load ();
  TodokuExplainView *view = make_view (knowledge);
  gint64 end;

  todoku_explain_view_set_text (view, "535 5.7.8");
  todoku_explain_view_set_text (view, "454 4.7.0");
  end = g_get_monotonic_time () + 220 * 1000;
  while (g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (500);
  g_object_add_weak_pointer (G_OBJECT (view), (gpointer *) &view);
  g_object_unref (view);
  end = g_get_monotonic_time () + TIMEOUT_US;
  while (view != NULL && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
  g_assert_null (view);
}

static char *
make_log (gsize length)
{
  g_autoptr (GString) log = g_string_new (NULL);

  while (log->len < length)
    g_string_append (log,
                     "2026-11-22 10:00:00 Ａ mail server was asked 送信 "
                     "535x\n");
  g_string_truncate (log, length - 60);
  g_string_append (log, "\n535-5.7.8 Username and Password not accepted.\n");
  return g_utf8_make_valid (log->str, -1);
}

static void
test_long_text_freezes_nothing (void)
{
  g_autoptr (TodokuKnowledge) knowledge = load ();
  TodokuExplainView *view = make_view (knowledge);
  g_autofree char *log = make_log (200 * 1024);
  g_autofree char *cause = NULL;
  gint64 longest;

  todoku_explain_view_set_text (view, log);
  longest = wait_until (view, has_run);
  g_test_message ("longest turn of the main loop: %" G_GINT64_FORMAT " µs",
                  longest);
  g_assert_cmpint (longest, <, MAX_FREEZE_US);
  cause = dup_cause (view);
  g_assert_cmpstr (cause, ==, "password-refused");
  g_assert_finalize_object (view);
}

static void
open_path (TodokuExplainView *view, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  todoku_explain_view_open (view, file);
}

static void
test_bad_files (void)
{
  g_autoptr (TodokuKnowledge) knowledge = load ();
  g_autofree char *folder = g_dir_make_tmp ("todoku-XXXXXX", NULL);
  g_autofree char *missing = g_build_filename (folder, "missing", NULL);
  g_autofree char *pipe = g_build_filename (folder, "pipe", NULL);
  g_autofree char *binary = g_build_filename (folder, "binary", NULL);
  g_autofree char *large = g_build_filename (folder, "large", NULL);
  g_autofree char *much = g_strnfill (TODOKU_EXPLAIN_MAX_TEXT + 1, 'x');
  const char *const paths[] = { folder, missing, pipe,
                                binary, large,   "/dev/zero" };

  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_assert_true (g_file_set_contents (binary, "a\0b", 3, NULL));
  g_assert_true (g_file_set_contents (large, much, -1, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++) {
    TodokuExplainView *view = make_view (knowledge);

    open_path (view, paths[i]);
    wait_until (view, has_problem);
    g_assert_null (todoku_explain_view_get_run (view));
    g_assert_finalize_object (view);
  }
  g_unlink (pipe);
  g_unlink (binary);
  g_unlink (large);
  g_rmdir (folder);
}

static void
test_pasted_too_long (void)
{
  g_autoptr (GtkWidget) box = g_object_ref_sink (todoku_message_box_new ());
  g_autofree char *much = g_strnfill (TODOKU_EXPLAIN_MAX_TEXT + 1, 'x');
  g_autofree char *text = NULL;

  todoku_message_box_set_text (TODOKU_MESSAGE_BOX (box), much);
  text = todoku_message_box_dup_text (TODOKU_MESSAGE_BOX (box));
  g_assert_cmpstr (text, ==, "");
  g_assert_cmpstr (todoku_message_box_get_problem (TODOKU_MESSAGE_BOX (box)),
                   !=,
                   "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/explain-view/explains", test_explains);
  g_test_add_func ("/explain-view/goes-away", test_goes_away);
  g_test_add_func ("/explain-view/long-text", test_long_text_freezes_nothing);
  g_test_add_func ("/explain-view/bad-files", test_bad_files);
  g_test_add_func ("/explain-view/too-long", test_pasted_too_long);
  return g_test_run ();
}
