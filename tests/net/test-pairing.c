/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "net-fixture.h"

#include <string.h>

/* Port and encryption that do not fit each other, recognised on the wire and
 * long before the deadline. */
#define TIMEOUT_MS (10000 * NET_SLOW)
#define SOON_MS (2000 * NET_SLOW)

static const char *const imap_clear[] = { "S:* OK hello", "HOLD" };
static const char *const pop3_clear[] = { "S:+OK hello", "HOLD" };
static const char *const smtp_clear[] = { "S:220 mail.example.com ESMTP",
                                          "HOLD" };
static const char *const smtp_dripping[] = { "D:220 mail.example.com ESMTP",
                                             "HOLD" };
static const char *const smtp_closing[] = { "S:554 no service", "CLOSE" };
static const char *const ftp_clear[] = { "S:220 FTP server", "HOLD" };

static const struct {
  const char *name;
  const char *scheme;
  const char *const *script;
  const char *failure;
  const char *spoken;
} clear_rows[] = {
  { "imap", "imaps", imap_clear, "tls-on-starttls-port@tls", "imap" },
  { "pop3", "pop3s", pop3_clear, "tls-on-starttls-port@tls", "pop3" },
  { "smtp", "smtps", smtp_clear, "tls-on-starttls-port@tls", "smtp" },
  { "dripping", "smtps", smtp_dripping, "tls-on-starttls-port@tls", "smtp" },
  { "closing", "smtps", smtp_closing, "tls-on-starttls-port@tls", "smtp" },
  { "imap-for-smtp", "smtps", imap_clear, "tls-on-starttls-port@tls", "imap" },
};

static const char *
spoken_of (TodokuObservation *observation)
{
  return todoku_spoken_to_string (
      todoku_observation_get_dialogue (observation)->spoken);
}

static void
test_tls_on_clear (gconstpointer data)
{
  guint row = GPOINTER_TO_UINT (data);
  g_autoptr (NetServer) server =
      net_server_new (clear_rows[row].script, NULL, NULL);
  guint16 port = net_server_get_port (server);
  g_autoptr (TodokuNetwork) network = net_network_new (port);
  g_autoptr (TodokuProbe) probe =
      net_probe_new_signing_in (network,
                                clear_rows[row].scheme,
                                port,
                                TIMEOUT_MS,
                                TODOKU_CONVERSATION_ALLOW_CLEAR);
  gint64 start = g_get_monotonic_time ();
  TodokuObservation *observation = net_probe_run (probe, TIMEOUT_MS);
  g_autofree char *found = net_describe (observation);

  g_assert_cmpint ((g_get_monotonic_time () - start) / 1000, <, SOON_MS);
  g_assert_cmpstr (found, ==, clear_rows[row].failure);
  g_assert_cmpstr (spoken_of (observation), ==, clear_rows[row].spoken);
  g_assert_cmpuint (todoku_observation_get_n_connections (observation), ==, 1);
  g_assert_nonnull (todoku_observation_get_detail (observation));
  g_assert_false (net_server_heard (server, "AUTH"));
}

static void
test_ftp (void)
{
  g_autoptr (NetServer) server = net_server_new (ftp_clear, NULL, NULL);
  guint16 port = net_server_get_port (server);
  g_autoptr (TodokuNetwork) network = net_network_new (port);
  g_autoptr (TodokuProbe) probe =
      net_probe_new (network, "imap+plain", port, TIMEOUT_MS);
  TodokuObservation *observation = net_probe_run (probe, TIMEOUT_MS);

  g_assert_cmpint (todoku_observation_get_failure (observation),
                   ==,
                   TODOKU_FAILURE_WRONG_PROTOCOL);
  g_assert_cmpstr (spoken_of (observation), ==, "ftp");
}

/* ---- a TLS port that we wait at --------------------------------------------
 */

static const char *const tls[] = { "TLS", "HOLD" };
static const char *const closes_soon[] = { "WAIT:100", "CLOSE" };
static const char *const greets_late[] = {
  "WAIT:1200",        "S:220 hello", "C:", "S:250-mail.example.com",
  "S:250 AUTH PLAIN", "HOLD"
};
static const char *const hold[] = { "HOLD" };
static const char *const closes[] = { "CLOSE" };

static void
check_on_tls (const char *scheme,
              const char *const *first,
              const char *certificate_name)
{
  g_autoptr (GTlsCertificate) certificate =
      net_load_certificate (certificate_name);
  g_autoptr (NetServer) server = net_server_new (first, tls, certificate);
  guint16 port = net_server_get_port (server);
  g_autoptr (TodokuNetwork) network = net_network_new (port);
  g_autoptr (TodokuProbe) probe =
      net_probe_new_signing_in (network,
                                scheme,
                                port,
                                TIMEOUT_MS,
                                TODOKU_CONVERSATION_ALLOW_CLEAR);
  gint64 start = g_get_monotonic_time ();
  TodokuObservation *observation = net_probe_run (probe, TIMEOUT_MS);
  g_autofree char *found = net_describe (observation);

  g_assert_cmpint ((g_get_monotonic_time () - start) / 1000, <, SOON_MS);
  g_assert_cmpstr (found, ==, "starttls-on-tls-port@greeting");
  g_assert_cmpstr (spoken_of (observation), ==, "tls");
  g_assert_cmpuint (todoku_observation_get_n_connections (observation), ==, 2);
  g_assert_nonnull (todoku_observation_get_certificates (observation));
  g_assert_cmpstr (todoku_observation_get_tls_version (observation), ==, "1.3");
  g_assert_false (
      todoku_observation_get_dialogue (observation)->sent_credential);
  g_assert_cmpuint (net_server_get_n_lines (server), ==, 0);
}

static void
test_clear_on_tls (gconstpointer scheme)
{
  check_on_tls (scheme, tls, "valid");
}

static void
test_clear_on_expired_tls (void)
{
  check_on_tls ("smtp+starttls", tls, "expired");
}

static void
test_closed_by_tls (void)
{
  check_on_tls ("smtp+starttls", closes_soon, "valid");
}

/* A greeting that was held back on purpose is waited for; the look does not
 * disturb it, whatever becomes of it. */
static void
test_late_greeting (gconstpointer rest)
{
  g_autoptr (NetServer) server = net_server_new (greets_late, rest, NULL);
  guint16 port = net_server_get_port (server);
  g_autoptr (TodokuNetwork) network = net_network_new (port);
  g_autoptr (TodokuProbe) probe =
      net_probe_new (network, "smtp+plain", port, 4000);
  TodokuObservation *observation = net_probe_run (probe, 4000);
  g_autofree char *found = net_describe (observation);

  g_assert_cmpstr (found, ==, "");
  g_assert_cmpuint (todoku_observation_get_n_connections (observation), ==, 2);
  g_assert_null (todoku_observation_get_tls_version (observation));
}

/* Silence all round: one look and no more, and the whole time is given. */
static void
test_silence (void)
{
  g_autoptr (NetServer) server = net_server_new (hold, NULL, NULL);
  guint16 port = net_server_get_port (server);
  g_autoptr (TodokuNetwork) network = net_network_new (port);
  g_autoptr (TodokuProbe) probe =
      net_probe_new (network, "imap+starttls", port, 2500);
  gint64 start = g_get_monotonic_time ();
  TodokuObservation *observation = net_probe_run (probe, 2500);
  g_autofree char *found = net_describe (observation);

  g_assert_cmpint ((g_get_monotonic_time () - start) / 1000, >=, 2400);
  g_assert_cmpstr (found, ==, "no-greeting@greeting");
  g_assert_cmpstr (spoken_of (observation), ==, "silence");
  g_assert_cmpuint (todoku_observation_get_n_connections (observation), ==, 2);
}

int
main (int argc, char *argv[])
{
  static const char *const schemes[] = { "imap+starttls", "imap+plain",
                                         "pop3+starttls", "pop3+plain",
                                         "smtp+starttls", "smtp+plain" };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (clear_rows); i++) {
    g_autofree char *path =
        g_strconcat ("/net/pairing/tls-on-clear/", clear_rows[i].name, NULL);

    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_tls_on_clear);
  }
  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++) {
    g_autofree char *path =
        g_strconcat ("/net/pairing/clear-on-tls/", schemes[i], NULL);

    g_test_add_data_func (path, schemes[i], test_clear_on_tls);
  }
  g_test_add_func ("/net/pairing/ftp", test_ftp);
  g_test_add_func ("/net/pairing/expired-tls", test_clear_on_expired_tls);
  g_test_add_func ("/net/pairing/closed-by-tls", test_closed_by_tls);
  g_test_add_data_func ("/net/pairing/late-greeting/hold",
                        hold,
                        test_late_greeting);
  g_test_add_data_func ("/net/pairing/late-greeting/closes",
                        closes,
                        test_late_greeting);
  g_test_add_func ("/net/pairing/silence", test_silence);
  return g_test_run ();
}
