/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "net-fixture.h"

/* A probe that asks before it signs in. */

#define TIMEOUT_MS (1500 * NET_SLOW)
#define CAPABILITIES "S:* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] hello"

typedef struct {
  guint after_ms; /* until it is answered */
  gboolean take;
  gboolean taken;
  guint asked;
  TodokuProbe *probe;
} Answer;

static gboolean
answer_cb (gpointer data)
{
  Answer *answer = data;

  if (answer->take)
    answer->taken = todoku_probe_take_turn (answer->probe, TIMEOUT_MS);
  if (!answer->taken)
    todoku_probe_pass_turn (answer->probe);
  return G_SOURCE_REMOVE;
}

static void
turn_wanted_cb (TodokuProbe *probe, gpointer data)
{
  Answer *answer = data;

  answer->asked++;
  g_timeout_add (answer->after_ms, answer_cb, answer);
}

static TodokuObservation *
run (Answer *answer, NetServer *server, guint timeout_ms)
{
  guint16 port = net_server_get_port (server);
  g_autoptr (TodokuNetwork) network = net_network_new (port);
  TodokuObservation *observation;

  answer->probe = net_probe_new_signing_in (network,
                                            "imaps",
                                            port,
                                            timeout_ms,
                                            TODOKU_CONVERSATION_ASK |
                                                TODOKU_CONVERSATION_LOOK);
  g_signal_connect (answer->probe,
                    "turn-wanted",
                    G_CALLBACK (turn_wanted_cb),
                    answer);
  observation = g_object_ref (
      net_probe_run (answer->probe, timeout_ms + answer->after_ms));
  g_clear_object (&answer->probe);
  g_assert_cmpuint (answer->asked, ==, 1);
  return observation;
}

static void
test_taken (void)
{
  static const char *const script[] = { "TLS", CAPABILITIES,  "C:",  "R:OK in",
                                        "C:",  "R:OK looked", "HOLD" };
  g_autoptr (GTlsCertificate) certificate = net_load_certificate ("valid");
  g_autoptr (NetServer) server = net_server_new (script, NULL, certificate);
  Answer answer = { 0, TRUE };
  g_autoptr (TodokuObservation) observation = run (&answer, server, TIMEOUT_MS);
  g_autofree char *found = net_describe (observation);
  const TodokuDialogue *dialogue =
      todoku_observation_get_dialogue (observation);

  g_assert_cmpstr (found, ==, "");
  g_assert_true (answer.taken && dialogue->signed_in && dialogue->looked);
}

static void
test_passed (void)
{
  static const char *const script[] = { "TLS", CAPABILITIES, "HOLD" };
  g_autoptr (GTlsCertificate) certificate = net_load_certificate ("valid");
  g_autoptr (NetServer) server = net_server_new (script, NULL, certificate);
  Answer answer = { 0, FALSE };
  g_autoptr (TodokuObservation) observation = run (&answer, server, TIMEOUT_MS);
  g_autofree char *found = net_describe (observation);

  g_assert_cmpstr (found, ==, "");
  g_assert_cmpint (todoku_observation_get_outcome (observation),
                   ==,
                   TODOKU_OUTCOME_GOOD);
  g_assert_false (
      todoku_observation_get_dialogue (observation)->sent_credential);
  g_assert_false (net_server_heard (server, "AUTHENTICATE"));
}

/* Whoever waits for its turn is not late through a fault of the server. */
static void
test_clock_stands (void)
{
  static const char *const script[] = { "TLS", CAPABILITIES,  "C:",  "R:OK in",
                                        "C:",  "R:OK looked", "HOLD" };
  g_autoptr (GTlsCertificate) certificate = net_load_certificate ("valid");
  g_autoptr (NetServer) server = net_server_new (script, NULL, certificate);
  Answer answer = { TIMEOUT_MS + 200, TRUE };
  g_autoptr (TodokuObservation) observation = run (&answer, server, TIMEOUT_MS);
  g_autofree char *found = net_describe (observation);

  g_assert_cmpstr (found, ==, "");
  g_assert_true (todoku_observation_get_dialogue (observation)->signed_in);
}

/* A server that has left, or said what nobody asked for, gets no credential. */
static void
test_did_not_wait (gconstpointer data)
{
  g_autoptr (GTlsCertificate) certificate = net_load_certificate ("valid");
  g_autoptr (NetServer) server = net_server_new (data, NULL, certificate);
  Answer answer = { 400 * NET_SLOW, TRUE };
  g_autoptr (TodokuObservation) observation = run (&answer, server, TIMEOUT_MS);

  g_assert_false (answer.taken);
  g_assert_false (
      todoku_observation_get_dialogue (observation)->sent_credential);
  g_assert_false (net_server_heard (server, "AUTHENTICATE"));
}

int
main (int argc, char *argv[])
{
  static const char *const leaves[] = { "TLS",
                                        CAPABILITIES,
                                        "WAIT:50",
                                        "CLOSE" };
  static const char *const talks[] = { "TLS",
                                       CAPABILITIES,
                                       "WAIT:50",
                                       "S:* BYE too late",
                                       "HOLD" };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/turn/taken", test_taken);
  g_test_add_func ("/turn/passed", test_passed);
  g_test_add_func ("/turn/clock-stands", test_clock_stands);
  g_test_add_data_func ("/turn/left", leaves, test_did_not_wait);
  g_test_add_data_func ("/turn/talked", talks, test_did_not_wait);
  return g_test_run ();
}
