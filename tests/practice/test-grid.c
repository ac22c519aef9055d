/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "practice-run.h"
#include "todoku-grid.h"

#include <string.h>

/* The grid, the controls and the limits, against the practice servers. */

typedef struct {
  TodokuPractice *practice;
  TodokuKnowledge *knowledge;
  TodokuPracticeServer *server;
  TodokuNetwork *network;
  TodokuAccount *account;
  TodokuRun *run;
} Fixture;

static void
play (Fixture *self, const char *id, TodokuRunFlags flags)
{
  g_autoptr (GError) error = NULL;
  const TodokuScenario *scenario;

  self->practice = todoku_practice_new (&error);
  g_assert_no_error (error);
  self->knowledge = todoku_knowledge_new (&error);
  g_assert_no_error (error);
  scenario = todoku_practice_find (self->practice, id);
  self->server = todoku_practice_server_new (self->practice, scenario, &error);
  g_assert_no_error (error);
  self->network = practice_network_new (self->server);
  self->account = practice_account_new (self->knowledge, scenario);
  self->run = practice_run (scenario, self->account, self->network, flags);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  todoku_practice_server_stop (self->server);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&self->run);
  g_clear_object (&self->account);
  g_clear_object (&self->network);
  g_clear_object (&self->server);
  g_clear_object (&self->knowledge);
  g_clear_object (&self->practice);
}

static const TodokuGridRow *
row_of (GPtrArray *rows, const char *host, guint16 port)
{
  for (guint i = 0; i < rows->len; i++) {
    const TodokuGridRow *row = g_ptr_array_index (rows, i);

    if (row->port == port && strcmp (row->host, host) == 0 &&
        row->family == G_SOCKET_FAMILY_IPV4)
      return row;
  }
  g_assert_not_reached ();
}

typedef struct {
  guint16 port;
  TodokuFailure failures[TODOKU_N_SECURITIES]; /* tls, starttls, none */
  const char *follows;                         /* "f" or "." for each */
} Expected;

#define GOOD TODOKU_FAILURE_NONE
#define REFUSED TODOKU_FAILURE_CONNECTION_REFUSED

static void
check_rows (Fixture *self,
            const char *side,
            const char *host,
            const Expected *expected,
            gsize n)
{
  g_autoptr (GPtrArray) rows =
      todoku_grid_new (todoku_run_get_observations (self->run), side);

  for (gsize i = 0; i < n; i++) {
    const TodokuGridRow *row = row_of (rows, host, expected[i].port);

    for (gsize s = 0; s < TODOKU_N_SECURITIES; s++) {
      g_test_message ("%u %s",
                      expected[i].port,
                      todoku_security_to_string ((TodokuSecurity) s));
      g_assert_cmpstr (todoku_failure_to_string (row->cells[s].failure),
                       ==,
                       todoku_failure_to_string (expected[i].failures[s]));
      g_assert_true (row->cells[s].follows == (expected[i].follows[s] == 'f'));
      g_assert_cmpint (row->cells[s].elapsed_us, >=, 0);
      g_assert_true (TODOKU_IS_OBSERVATION (row->cells[s].observation));
    }
  }
}

static void
test_sending (Fixture *self, gconstpointer data)
{
  static const Expected expected[] = {
    { 465,
      { GOOD,
        TODOKU_FAILURE_STARTTLS_ON_TLS_PORT,
        TODOKU_FAILURE_STARTTLS_ON_TLS_PORT },
      ".ff" },
    { 587,
      { TODOKU_FAILURE_TLS_ON_STARTTLS_PORT,
        GOOD,
        TODOKU_FAILURE_SIGN_IN_NOT_OFFERED },
      "..f" },
    { 25, { REFUSED, REFUSED, REFUSED }, "f.f" },
    { 2525, { REFUSED, REFUSED, REFUSED }, "f.f" },
  };

  play (self, "outlook-2010-587-ssl", TODOKU_RUN_DEFAULT);
  check_rows (self,
              "outgoing",
              "smtp.gmail.com",
              expected,
              G_N_ELEMENTS (expected));
}

static void
test_stripped (Fixture *self, gconstpointer data)
{
  static const Expected expected[] = {
    { 587,
      { TODOKU_FAILURE_TLS_ON_STARTTLS_PORT,
        TODOKU_FAILURE_STARTTLS_NOT_OFFERED,
        GOOD },
      "f.f" },
  };

  play (self, "starttls-not-offered", TODOKU_RUN_DEFAULT);
  check_rows (self,
              "outgoing",
              "smtp.example.jp",
              expected,
              G_N_ELEMENTS (expected));
}

/* By port as people should use them, POP after IMAP, whatever was probed
 * first. */
static void
test_order (Fixture *self, gconstpointer data)
{
  static const guint16 ports[] = { 993, 143, 995, 110 };
  g_autoptr (GPtrArray) rows = NULL;
  guint last = 0;

  play (self, "healthy", TODOKU_RUN_DEFAULT);
  rows = todoku_grid_new (todoku_run_get_observations (self->run), "incoming");
  g_assert_cmpuint (rows->len, >=, 4);
  for (guint i = 0; i < rows->len; i++) {
    const TodokuGridRow *row = g_ptr_array_index (rows, i);
    guint rank = 0;

    while (ports[rank] != row->port)
      rank++;
    g_assert_cmpuint (rank, >=, last);
    last = rank;
  }
}

static guint
count_role (Fixture *self, TodokuRole role)
{
  GListModel *observations = todoku_run_get_observations (self->run);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (observations); i++) {
    g_autoptr (TodokuObservation) observation =
        g_list_model_get_item (observations, i);

    n += todoku_observation_get_role (observation) == role;
  }
  return n;
}

static void
test_no_grid (Fixture *self, gconstpointer data)
{
  play (self, "server-down", TODOKU_RUN_NO_GRID);
  g_assert_cmpuint (count_role (self, TODOKU_ROLE_GRID), ==, 0);
  g_assert_cmpuint (count_role (self, TODOKU_ROLE_CONTROL), ==, 0);
}

static void
test_controls (Fixture *self, gconstpointer data)
{
  play (self, "server-down", TODOKU_RUN_DEFAULT);
  g_assert_cmpuint (count_role (self, TODOKU_ROLE_CONTROL), >, 0);
}

/* What works has no need of them. */
static void
test_no_controls (Fixture *self, gconstpointer data)
{
  play (self, "healthy", TODOKU_RUN_DEFAULT);
  g_assert_cmpuint (count_role (self, TODOKU_ROLE_CONTROL), ==, 0);
}

static gboolean
has_finding (Fixture *self, const char *id)
{
  GListModel *findings = todoku_run_get_findings (self->run);

  for (guint i = 0; i < g_list_model_get_n_items (findings); i++) {
    g_autoptr (TodokuFinding) finding = g_list_model_get_item (findings, i);

    if (strcmp (todoku_finding_get_id (finding), id) == 0)
      return TRUE;
  }
  return FALSE;
}

/* 421 at both ports that were asked at once; 25 and 2525 are left alone. */
static void
test_limited (Fixture *self, gconstpointer data)
{
  play (self, "server-asks-for-patience", TODOKU_RUN_DEFAULT);
  g_assert_true (has_finding (self, "tester-limited"));
  g_assert_false (has_finding (self, "starttls-not-offered"));
  g_assert_cmpfloat (todoku_run_get_progress (self->run), ==, 1.0);
  g_assert_cmpuint (todoku_practice_server_get_n_connections (self->server),
                    <=,
                    4);
}

/* ---- side by side ----------------------------------------------------------
 */

/* From its first connection to its last stage. */
static void
find_time (TodokuObservation *observation, gint64 *ret_start, gint64 *ret_end)
{
  guint n;
  const TodokuTimelineEntry *entries =
      todoku_timeline_get (todoku_observation_get_dialogue (observation)
                               ->timeline,
                           &n);

  *ret_start = *ret_end = 0;
  for (guint i = 0; i < n; i++) {
    if (entries[i].stage == TODOKU_STAGE_CONNECT && *ret_start == 0)
      *ret_start = entries[i].start_us;
    *ret_end = MAX (*ret_end, entries[i].end_us);
  }
}

/* The most that were at one host at the same moment: as many as were there when
 * one of them came. */
static guint
count_most_at_once (Fixture *self, const char *host)
{
  GListModel *all = todoku_run_get_observations (self->run);
  guint most = 0;

  for (guint i = 0; i < g_list_model_get_n_items (all); i++) {
    g_autoptr (TodokuObservation) one = g_list_model_get_item (all, i);
    gint64 came, went;
    guint n = 0;

    find_time (one, &came, &went);
    for (guint k = 0; k < g_list_model_get_n_items (all); k++) {
      g_autoptr (TodokuObservation) other = g_list_model_get_item (all, k);
      gint64 start, end;

      find_time (other, &start, &end);
      n += start > 0 && start <= came && came < end &&
           strcmp (todoku_observation_get_endpoint (other)->host, host) == 0;
    }
    most = MAX (most, n);
  }
  return most;
}

/* RB-11: the provider's own limit, four where none is known. */
static void
test_at_most (Fixture *self, gconstpointer data)
{
  guint most;

  play (self, "healthy", TODOKU_RUN_DEFAULT);
  most = count_most_at_once (self, "imap.example.jp");
  g_test_message ("%u at once", most);
  g_assert_cmpuint (most, >, 1);
  g_assert_cmpuint (most, <=, 4);
}

static void
judged_cb (TodokuRun *run, gpointer data)
{
  GListModel *findings = todoku_run_get_findings (run);
  double *progress = data;
  g_autoptr (TodokuFinding) first = g_list_model_get_item (findings, 0);

  if (*progress < 0 && first &&
      todoku_finding_get_certainty (first) == TODOKU_CERTAINTY_CERTAIN &&
      strcmp (todoku_finding_get_id (first), "tls-on-starttls-port") == 0)
    *progress = todoku_run_get_progress (run);
}

static void
finished_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_assert_true (todoku_run_start_finish (TODOKU_RUN (source), result, NULL));
  *(gboolean *) data = TRUE;
}

/* The verdict is there while the rest still completes behind it. */
static void
test_first_verdict (Fixture *self, gconstpointer data)
{
  TodokuRunOptions options = { .timeout_ms = 20000 };
  g_autoptr (TodokuRun) run = NULL;
  double progress = -1;
  gboolean finished = FALSE;

  play (self, "outlook-2010-587-ssl", TODOKU_RUN_DEFAULT);
  run = todoku_run_new (self->account, self->network, &options);
  g_signal_connect (run, "judged", G_CALLBACK (judged_cb), &progress);
  todoku_run_start_async (run, NULL, finished_cb, &finished);
  while (!finished)
    g_main_context_iteration (NULL, TRUE);
  g_test_message ("certain at %.2f", progress);
  g_assert_cmpfloat (progress, >=, 0);
  g_assert_cmpfloat (progress, <, 1);
}

#define ADD(path, test)                                                        \
  g_test_add ("/practice/grid/" path, Fixture, NULL, NULL, test, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("sending", test_sending);
  ADD ("stripped", test_stripped);
  ADD ("order", test_order);
  ADD ("no-grid", test_no_grid);
  ADD ("controls", test_controls);
  ADD ("no-controls", test_no_controls);
  ADD ("limited", test_limited);
  ADD ("RB-11/at-most", test_at_most);
  ADD ("first-verdict", test_first_verdict);
  return g_test_run ();
}
