/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "net-fixture.h"

#include <string.h>

#define TIMEOUT_MS (3000 * NET_SLOW)

/* The same certificate over both ways and all protocols: one verdict, and not a
 * byte of mail protocol after it (TL-17, TL-21). */
static const char *const implicit[] = { "TLS", "HOLD" };
static const char *const imap[] = {
  "S:* OK hello", "C:",  "S:* CAPABILITY IMAP4rev1 STARTTLS",
  "R:OK done",    "C:",  "R:OK begin",
  "TLS",          "HOLD"
};
static const char *const pop3[] = { "S:+OK hello", "C:",  "S:+OK",
                                    "S:STLS",      "S:.", "C:",
                                    "S:+OK begin", "TLS", "HOLD" };
static const char *const smtp[] = { "S:220 hello",
                                    "C:",
                                    "S:250-mail.example.com",
                                    "S:250 STARTTLS",
                                    "C:",
                                    "S:220 begin",
                                    "TLS",
                                    "HOLD" };

static const struct {
  const char *scheme;
  const char *const *script;
  guint n_lines; /* that the server hears, all of them before TLS */
} ways[] = {
  { "imaps", implicit, 0 }, { "imap+starttls", imap, 2 },
  { "pop3s", implicit, 0 }, { "pop3+starttls", pop3, 2 },
  { "smtps", implicit, 0 }, { "smtp+starttls", smtp, 2 },
};

/* As test-certificate.c has it, but for what the wire does to a chain. */
static const struct {
  const char *name;
  const char *problems;
} rows[] = {
  { "expired", "expired@0" },
  { "expired-intermediate-chain", "expired@1" },
  { "not-yet-valid", "not-yet-valid@0" },
  { "wrong-name", "name-mismatch@0" },
  { "cn-only", "name-mismatch@0" },
  { "self-signed", "self-signed@0" },
  { "untrusted", "untrusted@1" },
  { "missing-intermediate", "chain-incomplete@0" },
  { "under-leaf", "unsuitable@1" },
  { "client-only", "unsuitable@0" },
  { "ca-leaf", "unsuitable@0" },
  { "sha1", "weak@0" },
  { "rsa1024", "weak@0" },
  { "md5", "weak@0" },
  { "nul-name", "name-mismatch@0" },
  { "srv-only", "name-mismatch@0" },
  { "version-1", "name-mismatch@0" },
  { "unknown-critical", "unsuitable@0" },
  { "name-constraints", "unsuitable@0" },
  { "too-deep", "unsuitable@0" },
};

static void
check_way (guint row, guint way)
{
  g_autoptr (GTlsCertificate) certificate =
      net_load_certificate (rows[row].name);
  g_autoptr (NetServer) server =
      net_server_new (ways[way].script, NULL, certificate);
  guint16 port = net_server_get_port (server);
  g_autoptr (TodokuNetwork) network = net_network_new (port);
  g_autoptr (TodokuProbe) probe =
      net_probe_new_signing_in (network, ways[way].scheme, port, TIMEOUT_MS, 0);
  TodokuObservation *observation = net_probe_run (probe, TIMEOUT_MS);
  g_autofree char *found = net_describe (observation);
  g_autofree char *problems = net_describe_certificates (
      todoku_observation_get_certificates (observation));

  g_test_message ("%s over %s", rows[row].name, ways[way].scheme);
  g_assert_cmpstr (found, ==, "certificate-refused@tls");
  g_assert_cmpstr (problems, ==, rows[row].problems);
  g_assert_cmpstr (todoku_observation_get_tls_version (observation), ==, "1.3");
  g_assert_false (
      todoku_observation_get_dialogue (observation)->sent_credential);
  g_clear_object (&probe);
  g_assert_cmpuint (net_server_get_n_lines (server), ==, ways[way].n_lines);
}

static void
test_row (gconstpointer data)
{
  for (guint way = 0; way < G_N_ELEMENTS (ways); way++)
    check_way (GPOINTER_TO_UINT (data), way);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path =
        g_strconcat ("/net/verdicts/TL-21/", rows[i].name, NULL);

    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_row);
  }
  return g_test_run ();
}
