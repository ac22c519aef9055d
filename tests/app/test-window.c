/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "app-fixture.h"
#include "todoku-differences.h"
#include "todoku-section.h"
#include "todoku-window.h"

#include <time.h>

/* What the main loop may stand at most. A freeze is there each time that one
 * looks; what another program took from the caches is not. */
#define MAX_TURN_US (50 * 1000)
#define TRIES 3

static void
test_session_new_destroy (void)
{
  TodokuSession *session = app_session_new ();

  g_assert_finalize_object (session);
}

static void
test_session_unknown_case (void)
{
  g_autoptr (TodokuSession) session = app_session_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (todoku_session_practise (session, "no-such-case", &error));
  g_assert_error (error, TODOKU_SESSION_ERROR, TODOKU_SESSION_ERROR_UNKNOWN);
  g_assert_null (todoku_session_get_scenario (session));
}

static void
test_session_practice_stays_here (void)
{
  g_autoptr (TodokuSession) session = app_session_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (
      todoku_session_practise (session, "outlook-2010-587-ssl", &error));
  g_assert_no_error (error);
  g_assert_true (todoku_account_set (todoku_session_get_account (session),
                                     "outgoing",
                                     "smtps://192.0.2.1:465",
                                     &error));
  g_assert_false (todoku_session_start (session, NULL, &error));
  g_assert_error (error, TODOKU_SESSION_ERROR, TODOKU_SESSION_ERROR_OUTSIDE);
}

static void
test_session_finds_and_rejudges (void)
{
  g_autoptr (TodokuSession) session = app_session_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (TodokuFinding) cause = NULL;
  TodokuRun *run;

  g_assert_true (
      todoku_session_practise (session, "outlook-2010-587-ssl", &error));
  g_assert_true (todoku_session_start (session, NULL, &error));
  g_assert_no_error (error);
  app_session_wait (session);
  run = todoku_session_get_run (session);
  cause = g_list_model_get_item (todoku_run_get_findings (run), 0);
  g_assert_nonnull (cause);
  g_assert_cmpstr (todoku_finding_get_id (cause), ==, "tls-on-starttls-port");

  /* What is typed afterwards is not what the results speak of. */
  todoku_account_set (todoku_session_get_account (session),
                      "outgoing",
                      "",
                      NULL);
  g_assert_nonnull (todoku_account_get_outgoing (todoku_run_get_account (run)));
  todoku_session_leave_practice (session);
  g_assert_null (todoku_session_get_run (session));
  g_assert_null (
      todoku_account_get_address (todoku_session_get_account (session)));
}

static const TodokuDifference *
find_difference (GPtrArray *differences, TodokuDifferenceKind kind)
{
  for (guint i = 0; i < differences->len; i++) {
    const TodokuDifference *difference = g_ptr_array_index (differences, i);

    if (difference->kind == kind)
      return difference;
  }
  return NULL;
}

static void
start_again (TodokuSession *session)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (todoku_session_start (session, NULL, &error));
  g_assert_no_error (error);
  app_session_wait (session);
}

/* In the words of the mail app. */
static void
assert_difference_reads (TodokuSession *session, const char *text)
{
  GDateTime *last;
  GPtrArray *differences = todoku_session_get_differences (session, &last);
  GtkWidget *section = g_object_ref_sink (todoku_section_new ());

  todoku_section_show_differences (TODOKU_SECTION (section),
                                   differences,
                                   todoku_session_get_account (session),
                                   last,
                                   TODOKU_LANGUAGES_EN);
  g_assert_nonnull (app_find_label (section, text));
  g_object_unref (section);
}

static void
test_session_compares (void)
{
  g_autoptr (TodokuSession) session = app_session_new ();
  GDateTime *last;
  GPtrArray *differences;

  app_session_play (session, "outlook-2010-587-ssl");
  g_assert_null (todoku_session_get_differences (session, &last));
  start_again (session);
  differences = todoku_session_get_differences (session, &last);
  g_assert_nonnull (last);
  g_assert_cmpuint (differences->len, ==, 0);

  /* As the results say. */
  g_assert_true (todoku_account_set (todoku_session_get_account (session),
                                     "outgoing",
                                     "smtps://smtp.gmail.com:465",
                                     NULL));
  start_again (session);
  differences = todoku_session_get_differences (session, &last);
  g_assert_cmpstr (find_difference (differences, TODOKU_DIFFERENCE_SETTING)
                       ->now,
                   ==,
                   "smtps://smtp.gmail.com:465");
  g_assert_nonnull (find_difference (differences, TODOKU_DIFFERENCE_GONE));
  assert_difference_reads (session,
                           "smtp.gmail.com:587 · SSL → "
                           "smtp.gmail.com:465 · SSL");

  /* Another account has no last time. */
  g_assert_true (todoku_account_set (todoku_session_get_account (session),
                                     "address",
                                     "hanako@gmail.com",
                                     NULL));
  start_again (session);
  g_assert_null (todoku_session_get_differences (session, &last));
}

static void
test_session_stop (void)
{
  g_autoptr (TodokuSession) session = app_session_new ();
  g_autoptr (TodokuFinding) cause = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (
      todoku_session_practise (session, "port-never-answers", &error));
  g_assert_true (todoku_session_start (session, NULL, &error));
  g_assert_true (todoku_session_is_running (session));
  todoku_session_stop (session);
  app_session_wait (session);
  g_assert_cmpint (todoku_run_get_state (todoku_session_get_run (session)),
                   ==,
                   TODOKU_RUN_STOPPED);
  g_assert_cmpstr (todoku_run_get_step (todoku_session_get_run (session)),
                   ==,
                   "stopped");
  /* That it was stopped is why nothing could be told. */
  cause = g_list_model_get_item (todoku_run_get_findings (
                                     todoku_session_get_run (session)),
                                 0);
  g_assert_cmpstr (todoku_finding_get_id (cause), ==, "diagnosis-stopped");
}

static void
destroy (GtkWidget *window)
{
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  gtk_window_destroy (GTK_WINDOW (window));
  app_settle ();
  g_assert_null (window);
}

static void
test_window_new_destroy (void)
{
  TodokuSession *session = app_session_new ();

  destroy (todoku_window_new (NULL, session, NULL));
  g_assert_finalize_object (session);
}

static void
wants_session_cb (TodokuWindow *window, TodokuSession *session)
{
  todoku_window_set_session (window, session);
}

/* The window stands before what Todoku knows is read; what was typed until
 * then is kept. */
static void
test_window_asks_for_session (void)
{
  g_autoptr (TodokuSession) session = app_session_new ();
  TodokuAccount *account = todoku_session_get_account (session);
  GtkWidget *window = todoku_window_new (NULL, NULL, NULL);

  gtk_window_present (GTK_WINDOW (window));
  gtk_editable_set_text (GTK_EDITABLE (app_find (window, ADW_TYPE_ENTRY_ROW)),
                         "taro@gmail.com");
  /* Nobody answers yet. */
  gtk_widget_activate_action (window, "win.diagnose", NULL);
  gtk_widget_activate_action (window, "win.show-practice", NULL);
  gtk_widget_activate_action (window, "win.show-view", "s", "explain");
  gtk_widget_activate_action (window, "win.show-view", "s", "diagnose");
  g_assert_null (todoku_window_get_session (TODOKU_WINDOW (window)));

  g_signal_connect (window,
                    "wants-session",
                    G_CALLBACK (wants_session_cb),
                    session);
  while (todoku_window_get_session (TODOKU_WINDOW (window)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (todoku_account_get_address (account), ==, "taro@gmail.com");
  g_assert_cmpstr (todoku_account_get_provider (account)->id, ==, "gmail");
  destroy (window);
}

static void
test_window_closed_while_running (void)
{
  g_autoptr (TodokuSession) session = app_session_new ();
  GtkWidget *window = todoku_window_new (NULL, session, NULL);

  gtk_window_present (GTK_WINDOW (window));
  todoku_window_practise (TODOKU_WINDOW (window), "port-never-answers");
  g_assert_true (todoku_session_is_running (session));
  /* A few turns of the loop: the run is on its way, and far from its end. */
  for (guint i = 0; i < 10; i++)
    g_main_context_iteration (NULL, FALSE);
  destroy (window);
  app_session_wait (session);
}

/* Of this thread's own work: a busy machine does not make the loop stand. */
static gint64
get_work_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static gint64
get_longest_turn_us (TodokuSession *session)
{
  GtkWidget *window = todoku_window_new (NULL, session, NULL);
  gint64 longest = 0;
  guint turns = 0;

  gtk_window_present (GTK_WINDOW (window));
  app_settle ();
  todoku_window_practise (TODOKU_WINDOW (window), "port-never-answers");
  while (todoku_session_is_running (session)) {
    gint64 start = get_work_us ();

    g_main_context_iteration (NULL, TRUE);
    longest = MAX (longest, get_work_us () - start);
    turns++;
  }
  g_test_message ("%u turns, the longest %" G_GINT64_FORMAT " µs",
                  turns,
                  longest);
  destroy (window);
  return longest;
}

static void
test_stalled_server_freezes_nothing (void)
{
  gint64 longest = G_MAXINT64;

  for (guint i = 0; i < TRIES && longest >= MAX_TURN_US; i++) {
    g_autoptr (TodokuSession) session = app_session_new ();

    longest = MIN (longest, get_longest_turn_us (session));
  }
  g_assert_cmpint (longest, <, MAX_TURN_US);
}

/* Nothing is cut where the window is 360 pixels wide (interface.md). */
static void
assert_fits_phone (GtkWidget *window)
{
  int minimum;

  gtk_widget_measure (window,
                      GTK_ORIENTATION_HORIZONTAL,
                      -1,
                      &minimum,
                      NULL,
                      NULL,
                      NULL);
  g_assert_cmpint (minimum, <=, 360);
}

/* GTK's warnings are fatal here: a server's words that became markup, or a
 * widget that does not know its place, end the test. */
static void
test_window_shows_every_case (void)
{
  g_autoptr (TodokuSession) session = app_session_new ();
  GtkWidget *window = todoku_window_new (NULL, session, NULL);
  static const char *const cases[] = { "outlook-2010-587-ssl",
                                       "university-pop",
                                       "healthy",
                                       "certificate-expired",
                                       "not-a-mail-server" };

  gtk_window_present (GTK_WINDOW (window));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    todoku_window_practise (TODOKU_WINDOW (window), cases[i]);
    g_assert_true (todoku_session_is_running (session));
    app_session_wait (session);
    g_object_set (window, "language", i % 2 ? "both" : "ja", NULL);
    app_settle ();
    assert_fits_phone (window);
  }
  destroy (window);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/session/new-destroy", test_session_new_destroy);
  g_test_add_func ("/session/unknown-case", test_session_unknown_case);
  g_test_add_func ("/session/stays-here", test_session_practice_stays_here);
  g_test_add_func ("/session/finds", test_session_finds_and_rejudges);
  g_test_add_func ("/session/compares", test_session_compares);
  g_test_add_func ("/session/stop", test_session_stop);
  g_test_add_func ("/window/new-destroy", test_window_new_destroy);
  g_test_add_func ("/window/asks-for-session", test_window_asks_for_session);
  g_test_add_func ("/window/RB-10/closed-while-running",
                   test_window_closed_while_running);
  g_test_add_func ("/window/stalled-server",
                   test_stalled_server_freezes_nothing);
  g_test_add_func ("/window/shows-cases", test_window_shows_every_case);
  return g_test_run ();
}
