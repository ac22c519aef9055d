/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "net-fixture.h"

#include <string.h>

/* The rows of tests/SAFETY.md that a server plays on a real socket, for all
 * three protocols where they differ.  What holds for every row is looked at
 * after each: nothing left us that should not have (W), nobody waited longer
 * than the deadline (T, in net_probe_run), little memory was taken (M), and
 * what is kept holds no secret (R). */
#define TIMEOUT_MS (1200 * NET_SLOW)
#define MEMORY_KB (64 * 1024)
#define PASSWORD "correct horse"
#define ENCODED "Y29ycmVjdCBob3JzZQ" /* of it, for any beginning */

#define IMAP_HELLO                                                             \
  "S:* OK hello", "C:", "S:* CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN",        \
      "R:OK done"
#define POP3_HELLO                                                             \
  "S:+OK hello", "C:", "S:+OK", "S:STLS", "S:USER", "S:SASL PLAIN", "S:."
#define SMTP_HELLO                                                             \
  "S:220 hello", "C:", "S:250-mail.example.com", "S:250-AUTH PLAIN",           \
      "S:250 STARTTLS"
#define IMAP_READY "S:* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] hello"
#define POP3_READY "S:+OK hello", "C:", "S:+OK", "S:USER", "S:SASL PLAIN", "S:."
/* AUTH PLAIN takes no initial response for granted (RFC 5034 §4). */
#define POP3_SASL "C:", "S:+ ", "C:"
#define SMTP_READY                                                             \
  "S:220 hello", "C:", "S:250-mail.example.com", "S:250 AUTH PLAIN"

typedef struct {
  const char *row;
  const char *scheme;
  const char *script[24];
  const char *failure; /* "": none */
  const char *more;    /* (nullable) apart from others of the same row */
  gboolean signs_in;   /* the password may leave, on a verified channel */
} Row;

static const Row rows[] = {
#include "safety-rows.h"
};

/* ---- memory ----------------------------------------------------------------
 */

static guint64
read_status (const char *field)
{
  g_autofree char *status = NULL;
  const char *found;

  g_assert_true (
      g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  found = strstr (status, field);
  g_assert_nonnull (found);
  return g_ascii_strtoull (found + strlen (field), NULL, 10);
}

/* From now on the peak is counted anew (proc(5)). */
static guint64
begin_memory (void)
{
  g_file_set_contents ("/proc/self/clear_refs", "5", 1, NULL);
  return read_status ("VmRSS:");
}

/* A build with sanitizers keeps what is freed. */
static void
check_memory (guint64 before)
{
  guint64 peak = read_status ("VmHWM:");

  if (NET_SLOW == 1)
    g_assert_cmpuint (peak, <, before + MEMORY_KB);
}

/* ---- secrets ---------------------------------------------------------------
 */

static void
check_text (const char *text)
{
  if (!text)
    return;
  g_assert_null (strstr (text, PASSWORD));
  g_assert_null (strstr (text, ENCODED));
}

static void
check_kept (TodokuObservation *observation)
{
  const TodokuDialogue *dialogue =
      todoku_observation_get_dialogue (observation);
  guint n;
  const TodokuTranscriptLine *lines =
      todoku_transcript_get (dialogue->transcript, &n);

  for (guint i = 0; i < n; i++)
    check_text (lines[i].text);
  check_text (todoku_observation_get_detail (observation));
  if (!dialogue->reply)
    return;
  check_text (dialogue->reply->text);
  check_text (dialogue->reply->response_code);
  for (char **line = dialogue->reply->lines; *line; line++)
    check_text (*line);
}

static void
check_withheld (TodokuObservation *observation, NetServer *server)
{
  static const char *const words[] = { PASSWORD, ENCODED,        "LOGIN",
                                       "AUTH ",  "AUTHENTICATE", "USER ",
                                       "PASS " };

  g_assert_false (
      todoku_observation_get_dialogue (observation)->sent_credential);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    g_assert_false (net_server_heard (server, words[i]));
}

/* ---- the rows --------------------------------------------------------------
 */

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (GTlsCertificate) certificate = net_load_certificate ("valid");
  g_autoptr (NetServer) server =
      net_server_new (row->script, NULL, certificate);
  guint16 port = net_server_get_port (server);
  g_autoptr (TodokuNetwork) network = net_network_new (port);
  g_autoptr (TodokuProbe) probe =
      net_probe_new_signing_in (network, row->scheme, port, TIMEOUT_MS, 0);
  guint64 before = begin_memory ();
  TodokuObservation *observation = net_probe_run (probe, TIMEOUT_MS);
  g_autofree char *found = net_describe (observation);

  g_assert_cmpstr (found, ==, row->failure);
  check_memory (before);
  check_kept (observation);
  g_assert_false (net_server_was_disturbed (server));
  if (!row->signs_in)
    check_withheld (observation, server);
  else
    g_assert_true (
        todoku_observation_get_dialogue (observation)->sent_credential);
}

/* ---- more than one server can show -----------------------------------------
 */

static const char *const schemes[] = { "imap+starttls",
                                       "pop3+starttls",
                                       "smtp+starttls" };

/* ST-11: one attempt, however the server refuses. */
static void
test_one_attempt (gconstpointer data)
{
  static const char *const scripts[][10] = {
    { IMAP_HELLO, "C:", "R:NO not now", "CLOSE" },
    { POP3_HELLO, "C:", "S:-ERR not now", "CLOSE" },
    { SMTP_HELLO, "C:", "S:454 not now", "CLOSE" },
  };
  guint way = GPOINTER_TO_UINT (data);
  g_autoptr (NetServer) server = net_server_new (scripts[way], NULL, NULL);
  guint16 port = net_server_get_port (server);
  g_autoptr (TodokuNetwork) network = net_network_new (port);
  g_autoptr (TodokuProbe) probe =
      net_probe_new_signing_in (network, schemes[way], port, TIMEOUT_MS, 0);
  g_autofree char *found = net_describe (net_probe_run (probe, TIMEOUT_MS));

  g_assert_cmpstr (found, ==, "starttls-refused@starttls");
  g_assert_cmpuint (net_server_get_n_connections (server), ==, 1);
}

/* ST-16: two lists, each with its channel; the second alone decides. */
static void
test_two_lists (void)
{
  static const char *const script[] = {
    "S:* OK hello", "C:", "S:* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED",
    "R:OK done",    "C:", "R:OK begin",
    "TLS",          "C:", "S:* CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR",
    "R:OK done",    "C:", "R:OK welcome",
    "HOLD"
  };
  g_autoptr (GTlsCertificate) certificate = net_load_certificate ("valid");
  g_autoptr (NetServer) server = net_server_new (script, NULL, certificate);
  guint16 port = net_server_get_port (server);
  g_autoptr (TodokuNetwork) network = net_network_new (port);
  g_autoptr (TodokuProbe) probe =
      net_probe_new_signing_in (network, "imap+starttls", port, TIMEOUT_MS, 0);
  const TodokuDialogue *dialogue =
      todoku_observation_get_dialogue (net_probe_run (probe, TIMEOUT_MS));
  GStrv plain = dialogue->capabilities[TODOKU_CHANNEL_PLAIN];
  GStrv verified = dialogue->capabilities[TODOKU_CHANNEL_VERIFIED];

  g_assert_true (dialogue->signed_in);
  g_assert_true (
      g_strv_contains ((const char *const *) plain, "LOGINDISABLED"));
  g_assert_false (
      g_strv_contains ((const char *const *) verified, "LOGINDISABLED"));
  g_assert_true (
      g_strv_contains ((const char *const *) verified, "AUTH=PLAIN"));
}

/* TL-17: a look at the certificate ends at the certificate. */
static void
test_inspection (gconstpointer data)
{
  static const char *const script[] = { "TLS", "HOLD" };
  static const char *const implicit[] = { "imaps", "pop3s", "smtps" };
  g_autoptr (GTlsCertificate) certificate = net_load_certificate ("expired");
  g_autoptr (NetServer) server = net_server_new (script, NULL, certificate);
  guint16 port = net_server_get_port (server);
  g_autoptr (TodokuNetwork) network = net_network_new (port);
  g_autoptr (TodokuProbe) probe =
      net_probe_new_signing_in (network,
                                implicit[GPOINTER_TO_UINT (data)],
                                port,
                                TIMEOUT_MS,
                                0);
  TodokuObservation *observation = net_probe_run (probe, TIMEOUT_MS);
  g_autofree char *problems = net_describe_certificates (
      todoku_observation_get_certificates (observation));

  g_assert_cmpstr (problems, ==, "expired@0");
  g_clear_object (&probe);
  g_assert_cmpuint (net_server_get_n_lines (server), ==, 0);
}

/* AU-08: of us they hear a fixed name, and nothing of this computer. */
static void
test_neutral (gconstpointer data)
{
  static const char *const scripts[][10] = {
    { IMAP_HELLO, "HOLD" },
    { POP3_HELLO, "HOLD" },
    { SMTP_HELLO, "HOLD" },
  };
  static const char *const clear[] = { "imap+plain",
                                       "pop3+plain",
                                       "smtp+plain" };
  guint way = GPOINTER_TO_UINT (data);
  g_autoptr (NetServer) server = net_server_new (scripts[way], NULL, NULL);
  guint16 port = net_server_get_port (server);
  g_autoptr (TodokuNetwork) network = net_network_new (port);
  g_autoptr (TodokuProbe) probe =
      net_probe_new (network, clear[way], port, TIMEOUT_MS);
  g_autofree char *found = net_describe (net_probe_run (probe, TIMEOUT_MS));

  g_assert_cmpstr (found, ==, "");
  g_assert_true (net_server_heard (server,
                                   way == 0   ? "CAPABILITY"
                                   : way == 1 ? "CAPA"
                                              : "EHLO [127.0.0.1]"));
  g_assert_false (net_server_heard (server, g_get_host_name ()));
  g_assert_false (net_server_heard (server, g_get_user_name ()));
  g_assert_false (net_server_heard (server, "odoku"));
}

/* Over IPv6 nothing is different. */
static void
test_six (gconstpointer data)
{
  static const char *const scripts[][16] = {
    { "TLS", IMAP_READY, "C:", "R:OK in", "HOLD" },
    { "TLS", POP3_READY, POP3_SASL, "S:+OK in", "HOLD" },
    { "TLS", SMTP_READY, "C:", "S:235 2.7.0 in", "HOLD" },
  };
  static const char *const implicit[] = { "imaps", "pop3s", "smtps" };
  guint way = GPOINTER_TO_UINT (data);
  g_autoptr (GTlsCertificate) certificate = net_load_certificate ("valid");
  g_autoptr (NetServer) server =
      net_server_new_at ("::1", scripts[way], NULL, certificate);
  guint16 port = net_server_get_port (server);
  g_autoptr (TodokuNetwork) network = net_network_new (port);
  g_autofree char *text =
      g_strdup_printf ("%s://[::1]:%u", implicit[way], port);
  g_autoptr (TodokuEndpoint) endpoint = todoku_endpoint_parse (text, NULL);
  g_autoptr (TodokuSecret) secret = todoku_secret_new ("pw", 2, NULL);
  TodokuConversationOptions options = { .endpoint = endpoint,
                                        .sign_in = TODOKU_SIGN_IN_PASSWORD,
                                        .user = "taro@example.com",
                                        .secret = secret };
  g_autoptr (TodokuProbe) probe = todoku_probe_new (network,
                                                    TODOKU_ROLE_CONFIGURED,
                                                    G_SOCKET_FAMILY_IPV6,
                                                    &options,
                                                    TIMEOUT_MS,
                                                    NULL);
  TodokuObservation *observation = net_probe_run (probe, TIMEOUT_MS);
  g_autofree char *found = net_describe (observation);

  g_test_message ("%s", todoku_observation_get_detail (observation));
  g_assert_cmpstr (found, ==, "");
  g_assert_true (todoku_observation_get_dialogue (observation)->signed_in);
  g_assert_cmpstr (todoku_observation_get_address (observation), ==, "::1");
}

static void
add_three (const char *path, GTestDataFunc test)
{
  static const char *const names[] = { "imap", "pop3", "smtp" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *whole = g_strdup_printf ("%s/%s", path, names[i]);

    g_test_add_data_func (whole, GUINT_TO_POINTER (i), test);
  }
}

static void
add_rows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strdup_printf ("/net/safety/%s/%s%s%s",
                                             rows[i].row,
                                             rows[i].scheme,
                                             rows[i].more ? "-" : "",
                                             rows[i].more ? rows[i].more : "");

    g_test_add_data_func (path, &rows[i], test_row);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add_rows ();
  add_three ("/net/safety/ST-11/one-attempt", test_one_attempt);
  g_test_add_func ("/net/safety/ST-16/two-lists", test_two_lists);
  add_three ("/net/safety/TL-17/inspection", test_inspection);
  add_three ("/net/safety/AU-08/neutral", test_neutral);
  add_three ("/net/safety/RB-07/ipv6", test_six);
  return g_test_run ();
}
