/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "practice-run.h"

#include <string.h>

/* Plays every practice case from the account to the finding.  Each case is
 * played by a process of its own ("--play ID"): servers and probes share the
 * pool on which GIO shakes hands, and cases must not wait for each other. */

#define AT_ONCE 3
/* What a case may take beyond its own timeout before it is a failure */
#define GRACE_MS 2000

static gboolean
is_credential (const char *command)
{
  static const char *const verbs[] = { "AUTH", "LOGIN ", "USER ", "PASS " };

  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (g_ascii_strncasecmp (command, verbs[i], strlen (verbs[i])) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
gives_away (const char *line, const char *password)
{
  g_autofree char *encoded =
      g_base64_encode ((const guchar *) password, strlen (password));

  return strstr (line, password) != NULL || strstr (line, encoded) != NULL;
}

/* Oracle W (safety.md): nothing of a sign-in in clear, and nothing to a server
 * whose certificate did not verify. */
static gboolean
kept_secret (const TodokuScenario *scenario, TodokuPracticeServer *server)
{
  const char *password = todoku_scenario_get_password (scenario);
  const char *expect = todoku_scenario_get_expect (scenario);
  gboolean distrusted = g_str_has_prefix (expect, "certificate-") ||
                        g_str_has_prefix (expect, "tls-interception-");
  GPtrArray *received = todoku_practice_server_get_received (server);

  for (guint i = 0; i < received->len; i++) {
    g_auto (GStrv) words = g_strsplit (received->pdata[i], " ", 4);
    gboolean plain = g_str_equal (words[1], "plain");
    const char *command = words[2];
    gboolean imap = words[3] != NULL && is_credential (words[3]);

    if (plain && (is_credential (command) || imap))
      return FALSE;
    if (plain && password != NULL && gives_away (received->pdata[i], password))
      return FALSE;
    if (distrusted && g_str_equal (command, "(credential)"))
      return FALSE;
  }
  return TRUE;
}

static void
print_findings (GListModel *findings)
{
  for (guint i = 0; i < g_list_model_get_n_items (findings); i++) {
    g_autoptr (TodokuFinding) finding = g_list_model_get_item (findings, i);

    g_print (" %s(%s)",
             todoku_finding_get_id (finding),
             todoku_certainty_to_string (
                 todoku_finding_get_certainty (finding)));
  }
  g_print ("\n");
}

static void
print_observations (GListModel *observations)
{
  for (guint i = 0; i < g_list_model_get_n_items (observations); i++) {
    g_autoptr (TodokuObservation) observation =
        g_list_model_get_item (observations, i);
    g_autofree char *endpoint = todoku_endpoint_to_string (
        todoku_observation_get_endpoint (observation));

    g_print ("  %s %s %s %s\n",
             todoku_role_to_string (todoku_observation_get_role (observation)),
             endpoint,
             todoku_outcome_to_string (
                 todoku_observation_get_outcome (observation)),
             todoku_failure_to_string (
                 todoku_observation_get_failure (observation)));
  }
}

static gboolean
judge (const TodokuScenario *scenario,
       TodokuRun *run,
       TodokuPracticeServer *server,
       gint64 elapsed_ms)
{
  GListModel *findings = todoku_run_get_findings (run);
  g_autoptr (TodokuFinding) first = g_list_model_get_item (findings, 0);
  const char *expect = todoku_scenario_get_expect (scenario);
  gboolean right =
      first != NULL && g_str_equal (todoku_finding_get_id (first), expect);
  gboolean secret = kept_secret (scenario, server);
  gboolean in_time = elapsed_ms <= practice_limit_of (scenario) + GRACE_MS;

  g_print ("%s in %" G_GINT64_FORMAT " ms; findings:", expect, elapsed_ms);
  print_findings (findings);
  if (!right)
    print_observations (todoku_run_get_observations (run));
  if (!secret)
    g_print ("  a credential was sent in clear or to a stranger\n");
  if (!in_time)
    g_print ("  it took too long\n");
  return right && secret && in_time;
}

static int
play (const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TodokuPractice) practice = todoku_practice_new (&error);
  g_autoptr (TodokuKnowledge) knowledge = NULL;
  g_autoptr (TodokuPracticeServer) server = NULL;
  g_autoptr (TodokuNetwork) network = NULL;
  g_autoptr (TodokuAccount) account = NULL;
  g_autoptr (TodokuRun) run = NULL;
  const TodokuScenario *scenario;
  gint64 start;
  gboolean good;

  g_assert_no_error (error);
  knowledge = todoku_knowledge_new (&error);
  g_assert_no_error (error);
  scenario = todoku_practice_find (practice, id);
  server = todoku_practice_server_new (practice, scenario, &error);
  g_assert_no_error (error);
  network = practice_network_new (server);
  account = practice_account_new (knowledge, scenario);
  start = g_get_monotonic_time ();
  run = practice_run (scenario, account, network, TODOKU_RUN_DEFAULT);
  good =
      judge (scenario, run, server, (g_get_monotonic_time () - start) / 1000);
  todoku_practice_server_stop (server);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  return good ? 0 : 1;
}

/* What is played, by which program, and how far it is */
typedef struct {
  const char *program;
  GPtrArray *results;
  guint next;
  guint running;
} Stage;

typedef struct {
  Stage *stage;
  char *id;
  char *output;
  gboolean good;
  gboolean begun;
  gboolean played;
} Result;

static void
start_more (Stage *stage);

static void
played_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Result *self = data;
  g_autoptr (GError) error = NULL;

  g_subprocess_communicate_utf8_finish (G_SUBPROCESS (source),
                                        result,
                                        &self->output,
                                        NULL,
                                        &error);
  g_assert_no_error (error);
  self->good = g_subprocess_get_successful (G_SUBPROCESS (source));
  self->played = TRUE;
  self->stage->running--;
  start_more (self->stage);
}

static void
start (Result *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                            G_SUBPROCESS_FLAGS_STDERR_MERGE,
                        &error,
                        self->stage->program,
                        "--play",
                        self->id,
                        NULL);

  g_assert_no_error (error);
  self->begun = TRUE;
  self->stage->running++;
  g_subprocess_communicate_utf8_async (process, NULL, NULL, played_cb, self);
}

/* Those that come next, while the one that is waited for is played. */
static void
start_more (Stage *stage)
{
  for (; stage->running < AT_ONCE && stage->next < stage->results->len;
       stage->next++) {
    Result *result = stage->results->pdata[stage->next];

    if (!result->begun)
      start (result);
  }
}

static void
result_free (Result *self)
{
  g_free (self->id);
  g_free (self->output);
  g_free (self);
}

/* Nothing is played before it is asked for: the cases can be listed, and one
 * be picked out, without the others. */
static void
test_result (gconstpointer data)
{
  Result *result = (gpointer) data;
  Stage *stage = result->stage;
  guint own = 0;

  g_assert_true (g_ptr_array_find (stage->results, result, &own));
  stage->next = MAX (stage->next, own);
  if (!result->begun)
    start (result);
  start_more (stage);
  while (!result->played)
    g_main_context_iteration (NULL, TRUE);
  g_test_message ("%s", result->output);
  g_assert_true (result->good);
}

static void
add_all (Stage *stage)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TodokuPractice) practice = todoku_practice_new (&error);
  GPtrArray *scenarios;

  g_assert_no_error (error);
  scenarios = todoku_practice_get_scenarios (practice);
  for (guint i = 0; i < scenarios->len; i++) {
    Result *result = g_new0 (Result, 1);
    g_autofree char *path = NULL;

    result->stage = stage;
    result->id = g_strdup (todoku_scenario_get_id (scenarios->pdata[i]));
    path = g_strconcat ("/practice/scenarios/", result->id, NULL);
    g_ptr_array_add (stage->results, result);
    g_test_add_data_func (path, result, test_result);
  }
}

int
main (int argc, char *argv[])
{
  g_autoptr (GPtrArray) results =
      g_ptr_array_new_with_free_func ((GDestroyNotify) result_free);
  Stage stage = { .results = results };
  int status;

  if (argc == 3 && g_str_equal (argv[1], "--play"))
    return play (argv[2]);
  g_test_init (&argc, &argv, NULL);
  stage.program = argv[0];
  add_all (&stage);
  status = g_test_run ();
  stage.next = results->len;
  while (stage.running > 0)
    g_main_context_iteration (NULL, TRUE);
  return status;
}
