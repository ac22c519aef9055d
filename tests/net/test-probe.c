/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "net-fixture.h"

#include <string.h>

#define TIMEOUT_MS (1500 * NET_SLOW)

/* ---- each protocol and security --------------------------------------------
 */

static const char *const imap_clear[] = { "S:* OK hello",
                                          "C:",
                                          "S:* CAPABILITY IMAP4rev1 AUTH=PLAIN",
                                          "R:OK done",
                                          "HOLD" };
static const char *const imap_tls[] = {
  "TLS",       "S:* OK hello", "C:", "S:* CAPABILITY IMAP4rev1 AUTH=PLAIN",
  "R:OK done", "HOLD"
};
static const char *const imap_starttls[] = {
  "S:* OK hello", "C:",  "S:* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED",
  "R:OK done",    "C:",  "R:OK begin",
  "TLS",          "C:",  "S:* CAPABILITY IMAP4rev1 AUTH=PLAIN",
  "R:OK done",    "HOLD"
};
static const char *const pop3_clear[] = { "S:+OK hello", "C:",  "S:+OK",
                                          "S:USER",      "S:.", "HOLD" };
static const char *const pop3_tls[] = { "TLS",    "S:+OK hello", "C:",  "S:+OK",
                                        "S:USER", "S:.",         "HOLD" };
static const char *const pop3_starttls[] = {
  "S:+OK hello", "C:", "S:+OK", "S:STLS", "S:.", "C:",  "S:+OK begin",
  "TLS",         "C:", "S:+OK", "S:USER", "S:.", "HOLD"
};
static const char *const smtp_clear[] = { "S:220 mail.example.com ESMTP",
                                          "C:",
                                          "S:250-mail.example.com",
                                          "S:250 AUTH PLAIN",
                                          "HOLD" };
static const char *const smtp_tls[] = { "TLS",
                                        "S:220 mail.example.com ESMTP",
                                        "C:",
                                        "S:250-mail.example.com",
                                        "S:250 AUTH PLAIN",
                                        "HOLD" };
static const char *const smtp_starttls[] = { "S:220 mail.example.com ESMTP",
                                             "C:",
                                             "S:250-mail.example.com",
                                             "S:250 STARTTLS",
                                             "C:",
                                             "S:220 begin",
                                             "TLS",
                                             "C:",
                                             "S:250-mail.example.com",
                                             "S:250 AUTH PLAIN",
                                             "HOLD" };

static const struct {
  const char *scheme;
  const char *const *script;
} good[] = {
  { "imap+plain", imap_clear },
  { "imaps", imap_tls },
  { "imap+starttls", imap_starttls },
  { "pop3+plain", pop3_clear },
  { "pop3s", pop3_tls },
  { "pop3+starttls", pop3_starttls },
  { "smtp+plain", smtp_clear },
  { "smtps", smtp_tls },
  { "smtp+starttls", smtp_starttls },
};

static void
test_good (gconstpointer data)
{
  guint row = GPOINTER_TO_UINT (data);
  g_autoptr (GTlsCertificate) certificate = net_load_certificate ("valid");
  g_autoptr (NetServer) server =
      net_server_new (good[row].script, NULL, certificate);
  guint16 port = net_server_get_port (server);
  g_autoptr (TodokuNetwork) network = net_network_new (port);
  g_autoptr (TodokuProbe) probe =
      net_probe_new (network, good[row].scheme, port, TIMEOUT_MS);
  TodokuObservation *observation = net_probe_run (probe, TIMEOUT_MS);
  g_autofree char *found = net_describe (observation);
  gboolean clear = g_str_has_suffix (good[row].scheme, "+plain");
  TodokuChannel channel =
      clear ? TODOKU_CHANNEL_PLAIN : TODOKU_CHANNEL_VERIFIED;

  g_assert_cmpstr (found, ==, "");
  g_assert_cmpint (todoku_observation_get_outcome (observation),
                   ==,
                   TODOKU_OUTCOME_GOOD);
  g_assert_cmpstr (todoku_observation_get_address (observation),
                   ==,
                   "127.0.0.1");
  g_assert_cmpuint (todoku_observation_get_n_connections (observation), ==, 1);
  g_assert_nonnull (
      todoku_observation_get_dialogue (observation)->capabilities[channel]);
  if (clear)
    g_assert_null (todoku_observation_get_tls_version (observation));
  else {
    g_assert_cmpstr (todoku_observation_get_tls_version (observation),
                     ==,
                     "1.3");
    g_assert_true (todoku_certificate_report_is_verified (
        todoku_observation_get_certificates (observation)));
  }
}

/* ---- what goes wrong -------------------------------------------------------
 */

static const char *const silent[] = { "HOLD" };
static const char *const closes[] = { "CLOSE" };
static const char *const resets[] = { "WAIT:50", "RESET" };
static const char *const closes_in_greeting[] = { "B:220 mail.exa", "CLOSE" };
static const char *const closes_after_greeting[] = { "S:220 hello", "CLOSE" };
static const char *const closes_after_ehlo[] = { "S:220 hello", "C:", "CLOSE" };
static const char *const closes_at_starttls[] = {
  "S:220 hello", "C:", "S:250-mail.example.com", "S:250 STARTTLS", "C:", "CLOSE"
};
static const char *const closes_after_starttls[] = {
  "S:220 hello", "C:",   "S:250-mail.example.com", "S:250 STARTTLS", "C:",
  "S:220 begin", "CLOSE"
};
static const char *const closes_after_tls[] = { "S:220 hello",
                                                "C:",
                                                "S:250-mail.example.com",
                                                "S:250 STARTTLS",
                                                "C:",
                                                "S:220 begin",
                                                "TLS",
                                                "C:",
                                                "CLOSE" };
static const char *const silent_after_starttls[] = {
  "S:220 hello", "C:",  "S:250-mail.example.com", "S:250 STARTTLS", "C:",
  "S:220 begin", "HOLD"
};
static const char *const silent_after_tls[] = { "S:220 hello",
                                                "C:",
                                                "S:250-mail.example.com",
                                                "S:250 STARTTLS",
                                                "C:",
                                                "S:220 begin",
                                                "TLS",
                                                "HOLD" };
static const char *const silent_over_tls[] = { "TLS", "HOLD" };
static const char *const garbage[] = { "B:\\001\\002\\377\\376\\r\\n\\r\\n",
                                       "HOLD" };
static const char *const endless[] = { "ENDLESS", "CLOSE" };
static const char *const half_record[] = { "C:", "HOLD" };
static const char *const drips[] = {
  "D:220-11111111111111111111111111111111111111111111111111",
  "D:220-11111111111111111111111111111111111111111111111111",
  "D:220-11111111111111111111111111111111111111111111111111",
  "HOLD"
};
static const char *const slow[] = { "D:220 hello",
                                    "C:",
                                    "S:250-mail.example.com",
                                    "D:250 AUTH PLAIN",
                                    "HOLD" };
static const char *const not_offered[] = { "S:220 hello",
                                           "C:",
                                           "S:250-mail.example.com",
                                           "S:250 AUTH PLAIN",
                                           "HOLD" };
static const char *const injected[] = { "S:220 hello",
                                        "C:",
                                        "S:250-mail.example.com",
                                        "S:250 STARTTLS",
                                        "C:",
                                        "B:220 begin\\r\\n250 AUTH LOGIN\\r\\n",
                                        "TLS",
                                        "HOLD" };
/* BI-06: a second segment, while our ClientHello is on its way or before. */
static const char *const injected_later[] = {
  "S:220 hello", "C:",          "S:250-mail.example.com", "S:250 STARTTLS",
  "C:",          "S:220 begin", "B:250 AUTH LOGIN\\r\\n", "TLS",
  "HOLD"
};
static const char *const injected_after_hello[] = { "S:220 hello",
                                                    "C:",
                                                    "S:250-mail.example.com",
                                                    "S:250 STARTTLS",
                                                    "C:",
                                                    "S:220 begin",
                                                    "WAIT:150",
                                                    "B:250 AUTH LOGIN\\r\\n",
                                                    "HOLD" };
static const char *const http[] = { "S:HTTP/1.1 400 Bad Request",
                                    "S:",
                                    "CLOSE" };
static const char *const ssh[] = { "S:SSH-2.0-OpenSSH_9.2", "HOLD" };

static const struct {
  const char *name;
  const char *scheme;
  const char *const *script;
  const char *failure;
} bad[] = {
  { "silent", "smtp+starttls", silent, "no-greeting@greeting" },
  { "silent-tls", "smtps", silent, "timed-out@tls" },
  { "silent-over-tls", "smtps", silent_over_tls, "no-greeting@greeting" },
  { "silent-after-starttls",
    "smtp+starttls",
    silent_after_starttls,
    "timed-out@tls" },
  { "silent-after-tls",
    "smtp+starttls",
    silent_after_tls,
    "timed-out@capabilities" },
  { "closes", "smtp+starttls", closes, "closed-early@greeting" },
  { "closes-tls", "smtps", closes, "tls-aborted@tls" },
  { "resets", "smtp+starttls", resets, "connection-reset@greeting" },
  { "resets-tls", "smtps", resets, "tls-aborted@tls" },
  { "closes-in-greeting",
    "smtp+plain",
    closes_in_greeting,
    "closed-early@greeting" },
  { "closes-after-ehlo",
    "smtp+starttls",
    closes_after_ehlo,
    "closed-early@capabilities" },
  { "closes-at-starttls",
    "smtp+starttls",
    closes_at_starttls,
    "closed-early@starttls" },
  { "closes-after-starttls",
    "smtp+starttls",
    closes_after_starttls,
    "tls-aborted@tls" },
  { "closes-after-tls",
    "smtp+starttls",
    closes_after_tls,
    "closed-early@capabilities" },
  { "garbage", "smtp+plain", garbage, "bad-greeting@greeting" },
  { "garbage-tls", "smtps", garbage, "wrong-protocol@tls" },
  { "endless", "smtp+plain", endless, "bad-greeting@greeting" },
  { "endless-tls", "smtps", endless, "wrong-protocol@tls" },
  { "half-record", "smtps", half_record, "timed-out@tls" },
  { "drips", "smtp+plain", drips, "timed-out@greeting" },
  { "slow", "smtp+plain", slow, "" },
  { "not-offered",
    "smtp+starttls",
    not_offered,
    "starttls-not-offered@starttls" },
  { "injected", "smtp+starttls", injected, "data-after-starttls@starttls" },
  { "injected-later",
    "smtp+starttls",
    injected_later,
    "data-after-starttls@starttls" },
  { "injected-after-hello",
    "smtp+starttls",
    injected_after_hello,
    "data-after-starttls@starttls" },
  { "http", "imap+plain", http, "wrong-protocol@greeting" },
  { "http-tls", "imaps", http, "wrong-protocol@tls" },
  { "ssh-tls", "imaps", ssh, "wrong-protocol@tls" },
};

static void
test_bad (gconstpointer data)
{
  guint row = GPOINTER_TO_UINT (data);
  g_autoptr (GTlsCertificate) certificate = net_load_certificate ("valid");
  g_autoptr (NetServer) server =
      net_server_new (bad[row].script, NULL, certificate);
  guint16 port = net_server_get_port (server);
  g_autoptr (TodokuNetwork) network = net_network_new (port);
  g_autoptr (TodokuProbe) probe =
      net_probe_new_signing_in (network, bad[row].scheme, port, TIMEOUT_MS, 0);
  TodokuObservation *observation = net_probe_run (probe, TIMEOUT_MS);
  g_autofree char *found = net_describe (observation);

  if (g_str_equal (bad[row].name, "slow"))
    g_assert_cmpstr (found, ==, "sign-in-withheld@sign-in");
  else
    g_assert_cmpstr (found, ==, bad[row].failure);
  g_assert_false (
      todoku_observation_get_dialogue (observation)->sent_credential);
  g_assert_false (net_server_heard (server, "AUTH"));
  g_assert_cmpint (todoku_observation_get_outcome (observation),
                   ==,
                   TODOKU_OUTCOME_PROBLEM);
}

/* Closed after the greeting: whether our command or the end comes first is the
 * kernel's business; both are said without blaming anything else. */
static void
test_closes_after_greeting (void)
{
  g_autoptr (NetServer) server =
      net_server_new (closes_after_greeting, NULL, NULL);
  guint16 port = net_server_get_port (server);
  g_autoptr (TodokuNetwork) network = net_network_new (port);
  g_autoptr (TodokuProbe) probe =
      net_probe_new (network, "smtp+plain", port, TIMEOUT_MS);
  TodokuFailure failure =
      todoku_observation_get_failure (net_probe_run (probe, TIMEOUT_MS));

  g_assert_true (failure == TODOKU_FAILURE_CLOSED_EARLY ||
                 failure == TODOKU_FAILURE_CONNECTION_RESET);
}

/* BI-06: an answer that fills our buffer to the last byte, and one line more
 * that still lies in the socket: seen before our ClientHello. */
static void
test_injected_behind_buffer (void)
{
  g_autoptr (GString) answer = g_string_new ("B:");
  const char *script[] = {
    "S:220 hello", "C:",  "S:250-mail.example.com", "S:250 STARTTLS", "C:",
    NULL,          "HOLD"
  };
  const gsize buffer = 16384;
  gsize length = 0;

  for (; length + 2 * 64 < buffer; length += 64)
    g_string_append_printf (answer, "220-%058d\\r\\n", 0);
  g_string_append_printf (answer,
                          "220 %0*d\\r\\n250 AUTH LOGIN\\r\\n",
                          (int) (buffer - length - 6),
                          0);
  script[5] = answer->str;
  {
    g_autoptr (NetServer) server = net_server_new (script, NULL, NULL);
    guint16 port = net_server_get_port (server);
    g_autoptr (TodokuNetwork) network = net_network_new (port);
    g_autoptr (TodokuProbe) probe =
        net_probe_new (network, "smtp+starttls", port, TIMEOUT_MS);
    TodokuObservation *observation = net_probe_run (probe, TIMEOUT_MS);
    g_autofree char *found = net_describe (observation);

    g_assert_cmpstr (found, ==, "data-after-starttls@starttls");
    g_assert_null (
        todoku_timeline_find (todoku_observation_get_dialogue (observation)
                                  ->timeline,
                              TODOKU_STAGE_TLS));
    g_clear_object (&probe);
  }
}

/* ---- the sign-in -----------------------------------------------------------
 */

static const char *const signs_in[] = { "TLS",
                                        "S:220 hello",
                                        "C:",
                                        "S:250-mail.example.com",
                                        "S:250 AUTH PLAIN",
                                        "C:",
                                        "S:235 2.7.0 welcome",
                                        "HOLD" };

static void
test_sign_in (void)
{
  g_autoptr (GTlsCertificate) certificate = net_load_certificate ("valid");
  g_autoptr (NetServer) server = net_server_new (signs_in, NULL, certificate);
  guint16 port = net_server_get_port (server);
  g_autoptr (TodokuNetwork) network = net_network_new (port);
  g_autoptr (TodokuProbe) probe =
      net_probe_new_signing_in (network, "smtps", port, TIMEOUT_MS, 0);
  TodokuObservation *observation = net_probe_run (probe, TIMEOUT_MS);
  const TodokuDialogue *dialogue =
      todoku_observation_get_dialogue (observation);

  g_assert_cmpint (dialogue->failure, ==, TODOKU_FAILURE_NONE);
  g_assert_true (dialogue->sent_credential && dialogue->signed_in);
  g_assert_true (net_server_heard (server, "AUTH PLAIN "));
}

/* TL-17: allowed for this one run, the channel is said to be unverified. */
static void
test_sign_in_allowed (void)
{
  g_autoptr (GTlsCertificate) certificate = net_load_certificate ("expired");
  g_autoptr (NetServer) server = net_server_new (signs_in, NULL, certificate);
  guint16 port = net_server_get_port (server);
  g_autoptr (TodokuNetwork) network = net_network_new (port);
  g_autoptr (TodokuProbe) probe =
      net_probe_new_signing_in (network,
                                "smtps",
                                port,
                                TIMEOUT_MS,
                                TODOKU_CONVERSATION_ALLOW_CLEAR);
  TodokuObservation *observation = net_probe_run (probe, TIMEOUT_MS);
  const TodokuDialogue *dialogue =
      todoku_observation_get_dialogue (observation);

  g_assert_true (dialogue->signed_in);
  g_assert_nonnull (dialogue->capabilities[TODOKU_CHANNEL_UNVERIFIED]);
  g_assert_null (dialogue->capabilities[TODOKU_CHANNEL_VERIFIED]);
  g_assert_false (todoku_certificate_report_is_verified (
      todoku_observation_get_certificates (observation)));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (good); i++) {
    g_autofree char *path =
        g_strconcat ("/net/probe/good/", good[i].scheme, NULL);

    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_good);
  }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autofree char *path = g_strconcat ("/net/probe/bad/", bad[i].name, NULL);

    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_bad);
  }
  g_test_add_func ("/net/probe/closes-after-greeting",
                   test_closes_after_greeting);
  g_test_add_func ("/net/probe/BI-06/behind-buffer",
                   test_injected_behind_buffer);
  g_test_add_func ("/net/probe/sign-in", test_sign_in);
  g_test_add_func ("/net/probe/TL-17/sign-in-allowed", test_sign_in_allowed);
  return g_test_run ();
}
