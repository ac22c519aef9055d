/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "app-fixture.h"
#include "config.h"

#include <string.h>

/* A practice case answers within this time, or the test fails. */
#define TIMEOUT_S 60

TodokuSession *
app_session_new (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TodokuKnowledge) knowledge = todoku_knowledge_new (&error);
  g_autoptr (TodokuPractice) practice = NULL;

  g_assert_no_error (error);
  practice = todoku_practice_new (&error);
  g_assert_no_error (error);
  return todoku_session_new (knowledge, practice);
}

void
app_settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static gboolean
too_late_cb (gpointer data)
{
  g_error ("the run has not ended after %u seconds", TIMEOUT_S);
  return G_SOURCE_REMOVE;
}

void
app_session_wait (TodokuSession *session)
{
  guint id = g_timeout_add_seconds (TIMEOUT_S, too_late_cb, NULL);

  while (todoku_session_is_running (session))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (id);
  app_settle ();
}

TodokuRun *
app_session_play (TodokuSession *session, const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TodokuSecret) secret = NULL;
  const char *password;

  g_assert_true (todoku_session_practise (session, id, &error));
  g_assert_no_error (error);
  password =
      todoku_scenario_get_password (todoku_session_get_scenario (session));
  if (password != NULL)
    secret = todoku_secret_new (password, strlen (password), NULL);
  g_assert_true (todoku_session_start (session, secret, &error));
  g_assert_no_error (error);
  app_session_wait (session);
  return todoku_session_get_run (session);
}
