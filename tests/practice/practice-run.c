/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "practice-run.h"

#include <string.h>

#define DEFAULT_MS 20000

TodokuAccount *
practice_account_new (TodokuKnowledge *knowledge,
                      const TodokuScenario *scenario)
{
  TodokuAccount *account = todoku_account_new (knowledge);
  const char *const *pairs = todoku_scenario_get_account (scenario);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; pairs[i] != NULL; i += 2) {
    todoku_account_set (account, pairs[i], pairs[i + 1], &error);
    g_assert_no_error (error);
  }
  return account;
}

static void
finished_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  gboolean *finished = data;
  g_autoptr (GError) error = NULL;

  todoku_run_start_finish (TODOKU_RUN (source), result, &error);
  g_assert_no_error (error);
  *finished = TRUE;
}

guint
practice_limit_of (const TodokuScenario *scenario)
{
  guint own = todoku_scenario_get_timeout_ms (scenario);

  return own != 0 ? own : DEFAULT_MS;
}

TodokuRun *
practice_run (const TodokuScenario *scenario,
              TodokuAccount *account,
              TodokuNetwork *network,
              TodokuRunFlags flags)
{
  const char *password = todoku_scenario_get_password (scenario);
  g_autoptr (TodokuSecret) secret = NULL;
  TodokuRunOptions options = {
    .flags = flags,
    .timeout_ms = practice_limit_of (scenario),
    .as_of = todoku_scenario_get_as_of (scenario),
  };
  gboolean finished = FALSE;
  TodokuRun *run;

  if (password != NULL)
    secret = todoku_secret_new (password, strlen (password), NULL);
  options.secret = secret;
  run = todoku_run_new (account, network, &options);
  todoku_run_start_async (run, NULL, finished_cb, &finished);
  while (!finished)
    g_main_context_iteration (NULL, TRUE);
  return run;
}
