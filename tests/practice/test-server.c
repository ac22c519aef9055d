/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "practice-client.h"

#include <glib/gstdio.h>
#include <string.h>

static void
drain (void)
{
  gint64 end = g_get_monotonic_time () + 50 * G_TIME_SPAN_MILLISECOND;

  while (g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
}

static TodokuPracticeServer *
serve (TodokuPractice *practice, const char *id)
{
  g_autoptr (GError) error = NULL;
  TodokuPracticeServer *server;
  const TodokuScenario *scenario = todoku_practice_find (practice, id);

  g_assert_nonnull (scenario);
  server = todoku_practice_server_new (practice, scenario, &error);
  g_assert_no_error (error);
  return server;
}

static TodokuPractice *
load (void)
{
  g_autoptr (GError) error = NULL;
  TodokuPractice *practice = todoku_practice_new (&error);

  g_assert_no_error (error);
  return practice;
}

#define OK ""

static const struct {
  const char *scenario;
  const char *place;
  const char *expected; /* glob over what went wrong */
  const char *steps[16];
} rows[] = {
  /* the right password, in every form */
  { "healthy",
    "imap.example.jp:993",
    OK,
    { "TLS",
      "S:? OK*",
      "C:a LOGIN taro@example.jp practice-password",
      "S:a OK*Logged in",
      "C:b EXAMINE INBOX",
      "S:? FLAGS*",
      "S:*",
      "S:*",
      "S:*",
      "S:*",
      "S:*",
      "S:b OK*",
      "C:c LOGOUT",
      "S:? BYE*",
      "S:c OK*" } },
  { "healthy",
    "imap.example.jp:993",
    OK,
    { "TLS",
      "S:? OK*",
      "C:a AUTHENTICATE PLAIN",
      "S:+ ",
      "C:AHRhcm9AZXhhbXBsZS5qcABwcmFjdGljZS1wYXNzd29yZA==",
      "S:a OK*" } },
  { "healthy",
    "imap.example.jp:143",
    OK,
    { "S:? OK*STARTTLS LOGINDISABLED*",
      "C:a LOGIN x y",
      "S:a NO*PRIVACYREQUIRED*",
      "C:b STARTTLS",
      "S:b OK*",
      "TLS",
      "C:c CAPABILITY",
      "S:? CAPABILITY*AUTH=PLAIN*",
      "S:c OK*",
      "C:d LOGIN {15}",
      "S:+ *",
      "C:taro@example.jp practice-password",
      "S:d OK*" } },
  { "healthy",
    "smtp.example.jp:587",
    OK,
    { "S:220 *",
      "C:EHLO x",
      "S:250-*",
      "S:250-*",
      "S:250-*",
      "S:250-STARTTLS",
      "S:250-*",
      "S:250-*",
      "S:250-*",
      "S:250-*",
      "S:250 *",
      "C:STARTTLS",
      "S:220 *",
      "TLS",
      "C:QUIT" } },
  { "healthy",
    "smtp.example.jp:465",
    OK,
    { "TLS",
      "S:220 *",
      "C:AUTH LOGIN",
      "S:334 VXNlcm5hbWU6",
      "C:dGFyb0BleGFtcGxlLmpw",
      "S:334 UGFzc3dvcmQ6",
      "C:cHJhY3RpY2UtcGFzc3dvcmQ=",
      "S:235 *",
      "C:MAIL FROM:<t@example.jp>",
      "S:250 *",
      "C:QUIT",
      "S:221 *",
      "END" } },
  { "healthy",
    "smtp.example.jp:465",
    OK,
    { "TLS",
      "S:220 *",
      "C:AUTH PLAIN AHRhcm9AZXhhbXBsZS5qcABwcmFjdGljZS1wYXNzd29yZA==",
      "S:235 *",
      "C:RCPT TO:<t@example.jp>",
      "S:250 *",
      "C:DATA",
      "S:354 *",
      "C:Subject: x",
      "C:",
      "C:QUIT",
      "C:.",
      "S:250 *queued*",
      "C:NOOP",
      "S:250 *" } },
  { "healthy",
    "pop.example.jp:995",
    OK,
    { "TLS",
      "S:+OK*",
      "C:USER taro@example.jp",
      "S:+OK",
      "C:PASS practice-password",
      "S:+OK Logged in.",
      "C:STAT",
      "S:+OK 3 *",
      "C:QUIT",
      "S:+OK*",
      "END" } },
  { "healthy",
    "pop.example.jp:110",
    OK,
    { "S:+OK*", "C:STLS", "S:+OK*", "TLS", "C:NOOP", "S:-ERR*" } },
  /* wrong ones */
  { "healthy",
    "imap.example.jp:993",
    OK,
    { "TLS",
      "S:? OK*",
      "C:a LOGIN taro@example.jp wrong",
      "S:a NO *AUTHENTICATIONFAILED*" } },
  { "healthy",
    "imap.example.jp:993",
    OK,
    { "TLS", "S:? OK*", "C:a AUTHENTICATE PLAIN", "S:+ ", "C:*", "S:a BAD*" } },
  { "backup-program",
    "smtp.gmail.com:465",
    OK,
    { "TLS",
      "S:220 *",
      "C:AUTH PLAIN AHRhcm9AZ21haWwuY29tAHByYWN0aWNlLXBhc3N3b3Jk",
      "S:534-5.7.9 *",
      "S:534 5.7.9 *InvalidSecondFactor*" } },
  { "backup-program",
    "smtp.gmail.com:465",
    OK,
    { "TLS",
      "S:220 *",
      "C:AUTH PLAIN AHRhcm9AZ21haWwuY29tAGFiY2RlZmdoaWprbG1ub3A=",
      "S:235 2.7.0 Accepted" } },
  { "backup-program",
    "smtp.gmail.com:465",
    OK,
    { "TLS",
      "S:220 *",
      "C:AUTH XOAUTH2 dXNlcj10YXJvAWF1dGg9QmVhcmVyIHRrAQE=",
      "S:334 eyJ*",
      "C:",
      "S:535-5.7.8 *",
      "S:535 5.7.8 *" } },
  { "company-printer",
    "smtp.gmail.com:587",
    OK,
    { "S:220 *",
      "C:MAIL FROM:<t@example.com>",
      "S:530-*STARTTLS*",
      "S:530-*",
      "S:530 *",
      "C:STARTTLS",
      "S:220 *",
      "TLS",
      "C:AUTH CRAM-MD5",
      "S:504 *" } },
  { "gmail-fetches-outlook",
    "pop-mail.outlook.com:995",
    OK,
    { "TLS",
      "S:+OK*",
      "C:USER a",
      "S:+OK",
      "C:PASS b",
      "S:-ERR Basic authentication is disabled" } },
  { "throttled",
    "outlook.office365.com:993",
    OK,
    { "TLS",
      "S:? OK*",
      "C:a AUTHENTICATE XOAUTH2 "
      "dXNlcj10YXJvQGV4YW1wbGUuY29tAWF1dGg9QmVhcmVyIHByYWN0aWNlLWFjY2Vzcy10b2tl"
      "bgEB",
      "S:a BAD Request is throttled*" } },
  { "gmail-fetches-outlook",
    "outlook.office365.com:993",
    OK,
    { "TLS", "S:? OK*", "C:a LOGIN a b", "S:a NO Basic*", "S:? BYE*", "END" } },
  /* certificates */
  { "certificate-expired", "imap.example.jp:993", "TLS: flags 8", { "TLS" } },
  { "certificate-not-yet-valid",
    "imap.example.jp:993",
    "TLS: flags 4",
    { "TLS" } },
  { "certificate-wrong-name",
    "imap.example.jp:993",
    "TLS: flags 2",
    { "TLS" } },
  { "certificate-self-signed",
    "imap.example.jp:993",
    "TLS: flags 1",
    { "TLS" } },
  { "certificate-untrusted", "imap.example.jp:993", "TLS: flags 1", { "TLS" } },
  { "certificate-missing-intermediate",
    "imap.example.jp:993",
    "TLS: flags 1",
    { "TLS" } },
  { "security-software", "imap.gmail.com:993", "TLS: flags 1", { "TLS" } },
  /* modes */
  { "port-refused", "smtp.example.jp:465", "connect: *refused*", { NULL } },
  { "port-refused", "smtp.example.jp:25", "connect: *refused*", { NULL } },
  { "not-a-mail-server",
    "imap.example.jp:993",
    OK,
    { "C:hello", "S:HTTP/1.1 400*", "S:*", "S:*", "S:", "END" } },
  { "tls-on-143", "imap.example.jp:143", "TLS: ?*", { "TLS" } },
  /* attacks */
  { "data-after-starttls",
    "imap.example.jp:143",
    OK,
    { "S:? OK*",
      "C:a STARTTLS",
      "S:a OK*",
      "S:? CAPABILITY*",
      "S:? OK injected" } },
  { "preauth-before-tls", "imap.example.jp:143", OK, { "S:? PREAUTH*" } },
  { "starttls-refused",
    "smtp.example.jp:587",
    OK,
    { "S:220 *", "C:STARTTLS", "S:454 *", "C:NOOP", "S:250 *" } },
};

static void
test_rows (void)
{
  g_autoptr (TodokuPractice) practice = load ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (TodokuPracticeServer) server =
        serve (practice, rows[i].scenario);
    g_autofree char *failure =
        practice_client_play (server, rows[i].place, rows[i].steps);

    g_test_message ("%u %s %s: %s",
                    i,
                    rows[i].scenario,
                    rows[i].place,
                    failure);
    g_assert_true (g_pattern_match_simple (rows[i].expected, failure));
  }
  drain ();
}

static TodokuPractice *
load_text (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *directory = g_dir_make_tmp ("todoku-XXXXXX", NULL);
  g_autofree char *index = g_build_filename (directory, "index.json", NULL);
  g_autofree char *file = g_build_filename (directory, "x.json", NULL);
  TodokuPractice *practice;

  g_file_set_contents (index, "{\"scenarios\":[\"x\"]}", -1, NULL);
  g_file_set_contents (file, text, -1, NULL);
  practice = todoku_practice_new_from_directory (directory, &error);
  g_assert_no_error (error);
  g_remove (index);
  g_remove (file);
  g_rmdir (directory);
  return practice;
}

#define MODES                                                                  \
  "{\"id\":\"x\",\"title\":{\"en\":\"a\",\"ja\":\"b\"},"                       \
  "\"story\":{\"en\":\"a\",\"ja\":\"b\"},\"expect\":\"works\","                \
  "\"account\":{},\"listen\":{"                                                \
  "\"h:1\":\"close\",\"h:2\":\"ssh\",\"h:3\":\"silent\","                      \
  "\"h:4\":{\"mode\":\"drip\",\"protocol\":\"smtp\","                          \
  "\"greeting\":\"220 x\",\"unknown\":\"500 x\"},"                             \
  "\"h:5\":{\"protocol\":\"smtp\",\"greeting\":\"220 x\",\"any\":{"            \
  "\"STALL\":{\"reply\":\"250 x\",\"then\":\"stall\"},"                        \
  "\"BYE\":{\"reply\":\"221 x\",\"then\":\"close\"}},"                         \
  "\"unknown\":\"500 x\"}}"

static void
test_modes (void)
{
  static const struct {
    const char *place;
    const char *steps[6];
  } modes[] = {
    { "h:1", { "END" } },
    { "h:2", { "S:SSH-2.0-*" } },
    { "h:4", { "S:220 x" } },
    { "h:5", { "S:220 x", "C:BYE", "S:221 x", "END" } },
    { "h:5", { "S:220 x", "C:ODD", "S:500 x" } },
  };
  g_autoptr (TodokuPractice) practice = load_text (MODES "}");
  g_autoptr (TodokuPracticeServer) server = serve (practice, "x");

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++) {
    gint64 start = g_get_monotonic_time ();
    g_autofree char *failure =
        practice_client_play (server, modes[i].place, modes[i].steps);

    g_assert_cmpstr (failure, ==, "");
    /* "220 x" and its line end, 200 ms between each two bytes */
    if (g_str_equal (modes[i].place, "h:4"))
      g_assert_cmpint (g_get_monotonic_time () - start, >, 1100000);
  }
  g_assert_cmpuint (todoku_practice_server_get_n_connections (server), ==, 5);
  drain ();
}

static gboolean
stop_cb (gpointer data)
{
  todoku_practice_server_stop (data);
  return G_SOURCE_REMOVE;
}

static void
test_stop (void)
{
  static const char *const stall[] = { "S:220 x", "C:STALL", "S:250 x",
                                       "C:NOOP",  "END",     NULL };
  static const char *const nothing[] = { NULL };
  g_autoptr (TodokuPractice) practice = load_text (MODES "}");
  TodokuPracticeServer *server = serve (practice, "x");
  gint64 start = g_get_monotonic_time ();
  g_autofree char *failure = NULL;
  g_autofree char *refused = NULL;

  g_timeout_add (300, stop_cb, server);
  failure = practice_client_play (server, "h:5", stall);
  g_assert_cmpstr (failure, ==, "");
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 290000);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 2000000);
  refused = practice_client_play (server, "h:3", nothing);
  g_assert_true (g_str_has_prefix (refused, "connect: "));
  todoku_practice_server_stop (server);
  drain ();
  g_assert_finalize_object (server);
}

/* Too long a line ends the connection, and nothing grows. */
static void
test_bounds (void)
{
  g_autofree char *much = g_strnfill (17 * 1024, 'x');
  g_autofree char *line = g_strconcat ("C:", much, NULL);
  const char *const too_long[] = { "S:220 x", line, "END", NULL };
  g_autoptr (TodokuPractice) practice = load_text (MODES "}");
  g_autoptr (TodokuPracticeServer) server = serve (practice, "x");
  g_autoptr (GPtrArray) many = g_ptr_array_new ();
  g_autofree char *failure = practice_client_play (server, "h:5", too_long);
  g_autofree char *flood = NULL;

  g_assert_cmpstr (failure, ==, "");
  g_ptr_array_add (many, (gpointer) "S:220 x");
  for (guint i = 0; i < 2000; i++) {
    g_ptr_array_add (many, (gpointer) "C:x");
    g_ptr_array_add (many, (gpointer) "S:500 x");
  }
  g_ptr_array_add (many, (gpointer) "C:x");
  g_ptr_array_add (many, (gpointer) "END");
  g_ptr_array_add (many, NULL);
  flood =
      practice_client_play (server, "h:5", (const char *const *) many->pdata);
  g_assert_cmpstr (flood, ==, "");
  g_assert_cmpuint (todoku_practice_server_get_received (server)->len,
                    ==,
                    2000);
  drain ();
}

static void
test_received (void)
{
  static const char *const plain[] = { "S:*",
                                       "C:a LOGIN taro secret-1",
                                       "S:a NO*",
                                       "C:b STARTTLS",
                                       "S:b OK*",
                                       "TLS",
                                       "C:c LOGIN taro secret-2",
                                       "S:c NO*",
                                       NULL };
  g_autoptr (TodokuPractice) practice = load ();
  g_autoptr (TodokuPracticeServer) server = serve (practice, "healthy");
  g_autofree char *failure =
      practice_client_play (server, "imap.example.jp:143", plain);
  GPtrArray *received = todoku_practice_server_get_received (server);

  g_assert_cmpstr (failure, ==, "");
  g_assert_cmpuint (received->len, ==, 3);
  g_assert_cmpstr (received->pdata[0],
                   ==,
                   "imap.example.jp:143 plain a LOGIN taro secret-1");
  g_assert_cmpstr (received->pdata[1],
                   ==,
                   "imap.example.jp:143 plain b STARTTLS");
  g_assert_cmpstr (received->pdata[2],
                   ==,
                   "imap.example.jp:143 tls (credential)");
  drain ();
}

static void
test_loopback (void)
{
  g_autoptr (TodokuPractice) practice =
      load_text (MODES ",\"addresses\":[\"127.0.0.1\",\"::1\"]}");
  const TodokuScenario *scenario = todoku_practice_find (practice, "x");
  g_autoptr (GError) error = NULL;
  g_autoptr (TodokuPracticeServer) server = NULL;
  const char *const *entries;

  server = todoku_practice_server_new (practice, scenario, &error);
  if (server == NULL) {
    g_test_skip ("this system has no ::1");
    return;
  }
  entries = todoku_practice_server_get_connect_to (server);
  /* five stands and all eight mail ports, in both families */
  g_assert_cmpuint (g_strv_length ((GStrv) entries), ==, 2 * (5 + 8));
  for (guint i = 0; entries[i] != NULL; i++)
    g_assert_true (
        g_regex_match_simple ("^h:[0-9]+:(127\\.0\\.0\\.1|\\[::1\\]):[0-9]+$",
                              entries[i],
                              0,
                              0));
}

/* Every address of this machine but loopback refuses what we serve. */
static void
test_only_loopback (void)
{
  g_autoptr (TodokuPractice) practice = load ();
  g_autoptr (TodokuPracticeServer) server = serve (practice, "healthy");
  g_autofree char *address =
      practice_client_address_of (server, "imap.example.jp:143");
  g_autofree char *table = NULL;
  g_auto (GStrv) lines = NULL;
  g_autofree char *port = NULL;
  guint found = 0;

  if (!g_file_get_contents ("/proc/net/tcp", &table, NULL, NULL)) {
    g_test_skip ("no /proc/net/tcp");
    return;
  }
  port = g_strdup_printf (":%04X",
                          (guint) g_ascii_strtoull (strchr (address, ':') + 1,
                                                    NULL,
                                                    10));
  lines = g_strsplit (table, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    const char *at = strstr (lines[i], port);

    if (at == NULL || strstr (lines[i], " 0A ") == NULL)
      continue;
    g_assert_true (g_str_has_prefix (at - strlen ("0100007F"), "0100007F"));
    found++;
  }
  g_assert_cmpuint (found, ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/practice/server/rows", test_rows);
  g_test_add_func ("/practice/server/modes", test_modes);
  g_test_add_func ("/practice/server/stop", test_stop);
  g_test_add_func ("/practice/server/bounds", test_bounds);
  g_test_add_func ("/practice/server/received", test_received);
  g_test_add_func ("/practice/server/loopback", test_loopback);
  g_test_add_func ("/practice/server/only-loopback", test_only_loopback);
  return g_test_run ();
}
