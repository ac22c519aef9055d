/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "net-fixture.h"

#include <string.h>

/* RB-09: stopped at every turn of the main loop, of which each read and each
 * write is one, until the run has nothing left to be stopped. */
#define TIMEOUT_MS (3000 * NET_SLOW)
#define PLAIN_IMAP                                                             \
  "S:* OK [CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN SASL-IR] hi"
#define PLAIN_POP3 "S:+OK hi", "C:", "S:+OK", "S:STLS", "S:SASL PLAIN", "S:."
#define PLAIN_SMTP                                                             \
  "S:220 hi", "C:", "S:250-hi", "S:250-STARTTLS", "S:250 AUTH PLAIN"
#define POP3_IN "C:", "S:+ ", "C:", "S:+OK in"

static const struct {
  const char *scheme;
  const char *script[24];
} ways[] = {
  { "imap+plain", { PLAIN_IMAP, "C:", "R:OK in", "HOLD" } },
  { "imaps", { "TLS", PLAIN_IMAP, "C:", "R:OK in", "HOLD" } },
  { "imap+starttls",
    { PLAIN_IMAP,
      "C:",
      "R:OK begin",
      "TLS",
      "C:",
      "S:* CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR",
      "R:OK",
      "C:",
      "R:OK in",
      "HOLD" } },
  { "pop3+plain", { PLAIN_POP3, POP3_IN, "HOLD" } },
  { "pop3s", { "TLS", PLAIN_POP3, POP3_IN, "HOLD" } },
  { "pop3+starttls",
    { PLAIN_POP3,
      "C:",
      "S:+OK begin",
      "TLS",
      "C:",
      "S:+OK",
      "S:SASL PLAIN",
      "S:.",
      POP3_IN,
      "HOLD" } },
  { "smtp+plain", { PLAIN_SMTP, "C:", "S:235 2.7.0 in", "HOLD" } },
  { "smtps", { "TLS", PLAIN_SMTP, "C:", "S:235 2.7.0 in", "HOLD" } },
  { "smtp+starttls",
    { PLAIN_SMTP,
      "C:",
      "S:220 begin",
      "TLS",
      "C:",
      "S:250-hi",
      "S:250 AUTH PLAIN",
      "C:",
      "S:235 2.7.0 in",
      "HOLD" } },
};

typedef struct {
  gboolean done;
  gboolean stopped;
} End;

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  End *end = data;

  g_assert_false (end->done);
  end->done = TRUE;
  if (!todoku_probe_run_finish (TODOKU_PROBE (source), result, &error)) {
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    end->stopped = TRUE;
  }
}

static TodokuProbe *
probe_new (TodokuNetwork *network, guint way, guint16 port, gboolean signs_in)
{
  return signs_in ? net_probe_new_signing_in (network,
                                              ways[way].scheme,
                                              port,
                                              TIMEOUT_MS,
                                              TODOKU_CONVERSATION_ALLOW_CLEAR)
                  : net_probe_new (network, ways[way].scheme, port, TIMEOUT_MS);
}

static void
check_observation (TodokuObservation *observation, const End *end)
{
  g_assert_true (todoku_observation_is_finished (observation));
  if (!end->stopped)
    return;
  g_assert_cmpint (todoku_observation_get_failure (observation),
                   ==,
                   TODOKU_FAILURE_CANCELLED);
  g_assert_cmpint (todoku_observation_get_outcome (observation),
                   ==,
                   TODOKU_OUTCOME_COULD_NOT_TELL);
}

/* What still ends behind it, in a thread for one, holds nothing for long. */
static void
let_go (TodokuProbe *probe)
{
  gpointer observation = todoku_probe_get_observation (probe);

  g_object_add_weak_pointer (observation, &observation);
  for (int i = 0; i < 500 && G_OBJECT (probe)->ref_count > 1; i++)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
  g_assert_finalize_object (probe);
  g_assert_null (observation);
}

/* Stops after @turns turns of the main loop; whether there were that many. */
static gboolean
stop_after (TodokuNetwork *network,
            guint way,
            guint16 port,
            gboolean signs_in,
            guint turns)
{
  TodokuProbe *probe = probe_new (network, way, port, signs_in);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  End end = { FALSE, FALSE };
  gint64 stopped_us;

  todoku_probe_run_async (probe, cancellable, ended_cb, &end);
  for (guint i = 0; i < turns && !end.done; i++)
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (cancellable);
  stopped_us = g_get_monotonic_time ();
  while (!end.done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint ((g_get_monotonic_time () - stopped_us) / 1000,
                   <,
                   500 * NET_SLOW);
  check_observation (todoku_probe_get_observation (probe), &end);
  let_go (probe);
  /* Nothing is called for what is gone. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  return end.stopped;
}

static void
test_everywhere (gconstpointer data)
{
  guint way = GPOINTER_TO_UINT (data) / 2;
  gboolean signs_in = GPOINTER_TO_UINT (data) % 2;
  g_autoptr (GTlsCertificate) certificate = net_load_certificate ("valid");
  g_autoptr (NetServer) server =
      net_server_new (ways[way].script, NULL, certificate);
  guint16 port = net_server_get_port (server);
  g_autoptr (TodokuNetwork) network = net_network_new (port);
  g_autoptr (TodokuProbe) after = NULL;
  g_autofree char *found = NULL;
  guint turns = 0;

  while (stop_after (network, way, port, signs_in, turns))
    g_assert_cmpuint (++turns, <, 500);
  g_test_message ("%u turns", turns);
  g_assert_cmpuint (turns, >=, 2);

  /* The next run works. */
  after = probe_new (network, way, port, signs_in);
  found = net_describe (net_probe_run (after, TIMEOUT_MS));
  g_assert_cmpstr (found, ==, "");
}

static void
test_before (void)
{
  g_autoptr (TodokuNetwork) network = net_network_new (993);
  g_autoptr (TodokuProbe) probe = net_probe_new (network, "imaps", 993, 3000);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  End end = { FALSE, FALSE };

  g_cancellable_cancel (cancellable);
  todoku_probe_run_async (probe, cancellable, ended_cb, &end);
  while (!end.done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (end.stopped || todoku_observation_get_failure (
                                    todoku_probe_get_observation (probe)) ==
                                    TODOKU_FAILURE_CONNECTION_REFUSED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < 2 * G_N_ELEMENTS (ways); i++) {
    g_autofree char *path = g_strdup_printf ("/net/stop/RB-09/%s%s",
                                             ways[i / 2].scheme,
                                             i % 2 ? "-signing-in" : "");

    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_everywhere);
  }
  g_test_add_func ("/net/stop/RB-09/before", test_before);
  return g_test_run ();
}
