/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "practice-network.h"
#include "todoku-probe.h"

#include <string.h>

/* What a probe of a scenario's own endpoint must see: the wire alone, before
 * any rule judges it. */
static const struct {
  const char *scenario;
  const char *side;
  const char *failure;
  const char *problem; /* of the certificate, the first */
} rows[] = {
  { "outlook-2010-587-ssl", "outgoing", "tls-on-starttls-port" },
  { "outlook-2010-587-ssl", "incoming", "" },
  { "backup-program", "outgoing", "sign-in-refused" },
  { "university-pop", "incoming", "sign-in-refused" },
  { "gmail-fetches-outlook", "incoming", "sign-in-refused" },
  { "company-printer", "outgoing", "sign-in-refused" },
  { "healthy", "incoming", "" },
  { "healthy", "outgoing", "" },
  { "healthy-no-sign-in", "incoming", "" },
  { "healthy-no-sign-in", "outgoing", "" },
  { "certificate-expired",
    "incoming",
    "certificate-refused",
    "certificate-expired" },
  { "certificate-not-yet-valid",
    "incoming",
    "certificate-refused",
    "certificate-not-yet-valid" },
  { "certificate-self-signed",
    "incoming",
    "certificate-refused",
    "certificate-self-signed" },
  { "certificate-wrong-name",
    "incoming",
    "certificate-refused",
    "certificate-name-mismatch" },
  { "certificate-untrusted",
    "incoming",
    "certificate-refused",
    "certificate-untrusted" },
  { "certificate-missing-intermediate",
    "incoming",
    "certificate-refused",
    "certificate-chain-incomplete" },
  { "certificate-must-staple",
    "incoming",
    "certificate-refused",
    "certificate-staple-missing" },
  { "security-software",
    "incoming",
    "certificate-refused",
    "certificate-untrusted" },
  { "school-filter",
    "incoming",
    "certificate-refused",
    "certificate-untrusted" },
  { "starttls-stripped", "outgoing", "starttls-not-offered" },
  { "starttls-not-offered", "outgoing", "starttls-not-offered" },
  { "starttls-refused", "outgoing", "starttls-refused" },
  { "pop-off", "incoming", "mailbox-refused" },
  { "port-never-answers", "incoming", "no-greeting" },
  { "port-refused", "outgoing", "connection-refused" },
  { "not-a-mail-server", "incoming", "wrong-protocol" },
  { "starttls-on-465", "outgoing", "starttls-on-tls-port" },
  { "tls-on-143", "incoming", "tls-on-starttls-port" },
  { "incoming-outgoing-swapped", "incoming", "wrong-protocol" },
  { "incoming-outgoing-swapped", "outgoing", "wrong-protocol" },
  { "wrong-password", "incoming", "sign-in-refused" },
  { "authenticated-but-not-connected", "incoming", "mailbox-refused" },
  { "smtp-auth-off-mailbox", "outgoing", "sign-in-refused" },
  { "throttled", "incoming", "sign-in-refused" },
  { "too-many-connections", "incoming", "sign-in-refused" },
  { "imap-off-by-admin", "incoming", "sign-in-refused" },
  { "data-after-starttls", "incoming", "data-after-starttls" },
  { "preauth-before-tls", "incoming", "preauth-before-tls" },
  { "unusual-activity-blocked", "incoming", "sign-in-refused" },
};

static const char *
account_value (const TodokuScenario *scenario, const char *key)
{
  const char *const *pairs = todoku_scenario_get_account (scenario);

  for (guint i = 0; pairs[i] != NULL; i += 2)
    if (g_str_equal (pairs[i], key))
      return pairs[i + 1];
  return NULL;
}

static TodokuSignIn
sign_in_of (const TodokuScenario *scenario)
{
  const char *text = account_value (scenario, "sign-in");

  if (g_strcmp0 (text, "oauth2") == 0)
    return TODOKU_SIGN_IN_OAUTH2;
  return g_strcmp0 (text, "none") == 0 ? TODOKU_SIGN_IN_NONE
                                       : TODOKU_SIGN_IN_PASSWORD;
}

static TodokuSecret *
secret_of (const TodokuScenario *scenario)
{
  const char *password = todoku_scenario_get_password (scenario);
  g_autoptr (TodokuSecret) secret = NULL;

  if (password == NULL)
    return NULL;
  secret = todoku_secret_new (password, strlen (password), NULL);
  if (g_strcmp0 (account_value (scenario, "sign-in"), "app-password") == 0)
    return todoku_secret_normalise_app_password (secret);
  return g_steal_pointer (&secret);
}

static void
probed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  gboolean *finished = data;
  g_autoptr (GError) error = NULL;

  todoku_probe_run_finish (TODOKU_PROBE (source), result, &error);
  g_assert_no_error (error);
  *finished = TRUE;
}

static TodokuProbe *
probe_scenario (const TodokuScenario *scenario,
                const char *side,
                TodokuNetwork *network)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TodokuEndpoint) endpoint =
      todoku_endpoint_parse (account_value (scenario, side), &error);
  g_autoptr (TodokuSecret) secret = secret_of (scenario);
  TodokuConversationOptions options = {
    .endpoint = endpoint,
    .flags = TODOKU_CONVERSATION_LOOK,
    .sign_in = sign_in_of (scenario),
    .user = account_value (scenario, "address"),
    .secret = secret,
  };
  gboolean finished = FALSE;
  TodokuProbe *probe;

  g_assert_no_error (error);
  probe = todoku_probe_new (network,
                            TODOKU_ROLE_CONFIGURED,
                            G_SOCKET_FAMILY_IPV4,
                            &options,
                            3000,
                            &error);
  g_assert_no_error (error);
  todoku_probe_run_async (probe, NULL, probed_cb, &finished);
  while (!finished)
    g_main_context_iteration (NULL, TRUE);
  return probe;
}

static const char *
first_problem (TodokuObservation *observation)
{
  TodokuCertificateReport *report =
      todoku_observation_get_certificates (observation);
  const TodokuCertificateProblem *problems;
  guint length;

  g_assert_nonnull (report);
  problems = todoku_certificate_report_get_problems (report, &length);
  g_assert_cmpuint (length, >, 0);
  return todoku_certificate_problem_to_string (problems[0]);
}

static void
test_row (gconstpointer data)
{
  guint row = GPOINTER_TO_UINT (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (TodokuPractice) practice = todoku_practice_new (&error);
  g_autoptr (TodokuPracticeServer) server = NULL;
  g_autoptr (TodokuNetwork) network = NULL;
  g_autoptr (TodokuProbe) probe = NULL;
  const TodokuScenario *scenario;
  TodokuObservation *observation;

  g_assert_no_error (error);
  scenario = todoku_practice_find (practice, rows[row].scenario);
  g_assert_nonnull (scenario);
  server = todoku_practice_server_new (practice, scenario, &error);
  g_assert_no_error (error);
  network = practice_network_new (server);
  probe = probe_scenario (scenario, rows[row].side, network);
  observation = todoku_probe_get_observation (probe);
  g_test_message ("%s at %s: %s",
                  todoku_failure_to_string (
                      todoku_observation_get_failure (observation)),
                  todoku_stage_to_string (
                      todoku_observation_get_failure_stage (observation)),
                  todoku_observation_get_detail (observation));
  g_assert_cmpstr (todoku_failure_to_string (
                       todoku_observation_get_failure (observation)),
                   ==,
                   rows[row].failure);
  if (rows[row].problem != NULL)
    g_assert_cmpstr (first_problem (observation), ==, rows[row].problem);
  todoku_practice_server_stop (server);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strdup_printf ("/practice/probes/%s/%s",
                                             rows[i].scenario,
                                             rows[i].side);

    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_row);
  }
  return g_test_run ();
}
