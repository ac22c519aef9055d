/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-observed.h"

#include <string.h>

/* ---- names ----------------------------------------------------------------
 */

static void
test_names (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (int i = 0; i < TODOKU_N_FAILURES; i++)
    g_assert_true (g_hash_table_add (seen,
                                     (gpointer) todoku_failure_to_string (
                                         (TodokuFailure) i)));
  g_assert_cmpstr (todoku_failure_to_string (TODOKU_FAILURE_NONE), ==, "");
  g_assert_cmpstr (todoku_failure_to_string (TODOKU_FAILURE_MESSAGE_REFUSED),
                   ==,
                   "message-refused");
  g_assert_cmpstr (todoku_stage_to_string (TODOKU_STAGE_SIGN_IN),
                   ==,
                   "sign-in");
  g_assert_cmpstr (todoku_outcome_to_string (TODOKU_OUTCOME_COULD_NOT_TELL),
                   ==,
                   "could-not-tell");
  g_assert_cmpstr (todoku_spoken_to_string (TODOKU_SPOKEN_FTP), ==, "ftp");
  g_assert_cmpstr (todoku_channel_to_string (TODOKU_CHANNEL_UNVERIFIED),
                   ==,
                   "unverified");
}

/* ---- what a peer speaks ---------------------------------------------------
 */

static const struct {
  const char *bytes;
  gsize length; /* 0: of the string */
  TodokuSpoken spoken;
} spoken_rows[] = {
  { "* OK ready\r\n", 0, TODOKU_SPOKEN_IMAP },
  { "* BYE\r\n", 0, TODOKU_SPOKEN_IMAP },
  { "+OK ready\r\n", 0, TODOKU_SPOKEN_POP3 },
  { "-ERR no\r\n", 0, TODOKU_SPOKEN_POP3 },
  { "220 mail.example.com ESMTP\r\n", 0, TODOKU_SPOKEN_SMTP },
  { "220-mail.example.com\r\n220 x\r\n", 0, TODOKU_SPOKEN_SMTP },
  { "421 too many\r\n", 0, TODOKU_SPOKEN_SMTP },
  { "554 no\r\n", 0, TODOKU_SPOKEN_SMTP },
  { "220", 0, TODOKU_SPOKEN_SMTP },
  { "220 (vsFTPd 3.0.3)\r\n", 0, TODOKU_SPOKEN_FTP },
  { "220---- Welcome to Pure-FTPd ----\r\n", 0, TODOKU_SPOKEN_FTP },
  { "220-FileZilla Server 1.8\r\n", 0, TODOKU_SPOKEN_FTP },
  { "220 ftp.example.com ESMTP Postfix\r\n", 0, TODOKU_SPOKEN_SMTP },
  { "220 mail\r\nFTP\r\n", 0, TODOKU_SPOKEN_SMTP },
  { "HTTP/1.1 400 Bad Request\r\n", 0, TODOKU_SPOKEN_HTTP },
  { "<!doctype html>", 0, TODOKU_SPOKEN_HTTP },
  { "<HTML><body>", 0, TODOKU_SPOKEN_HTTP },
  { "SSH-2.0-OpenSSH_9.2\r\n", 0, TODOKU_SPOKEN_SSH },
  { "\x15\x03\x01\x00\x02\x02\x46", 7, TODOKU_SPOKEN_TLS },
  { "\x16\x03\x03\x00", 4, TODOKU_SPOKEN_TLS },
  { "\x17\x03", 2, TODOKU_SPOKEN_TLS },
  { "\x15", 1, TODOKU_SPOKEN_UNKNOWN },
  { "\x16\x04", 2, TODOKU_SPOKEN_UNKNOWN },
  { "\x18\x03", 2, TODOKU_SPOKEN_UNKNOWN },
  { "\x13\x03", 2, TODOKU_SPOKEN_UNKNOWN },
  { "*", 0, TODOKU_SPOKEN_UNKNOWN },
  { "*OK", 0, TODOKU_SPOKEN_UNKNOWN },
  { "2200", 0, TODOKU_SPOKEN_UNKNOWN },
  { "22", 0, TODOKU_SPOKEN_UNKNOWN },
  { "hello", 0, TODOKU_SPOKEN_UNKNOWN },
  { "\0\0\0", 3, TODOKU_SPOKEN_UNKNOWN },
  { "\xff\xfd\x18", 3, TODOKU_SPOKEN_UNKNOWN },
};

static void
test_recognise (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (spoken_rows); i++) {
    gsize length = spoken_rows[i].length ? spoken_rows[i].length
                                         : strlen (spoken_rows[i].bytes);
    g_autofree guint8 *exact = g_memdup2 (spoken_rows[i].bytes, length);

    g_test_message ("row %" G_GSIZE_FORMAT, i);
    g_assert_cmpint (todoku_recognise (exact, length),
                     ==,
                     spoken_rows[i].spoken);
  }
}

/* ---- text that is safe to show --------------------------------------------
 */

static const struct {
  const char *bytes;
  gsize length; /* 0: of the string */
  gsize max;
  const char *shown;
} text_rows[] = {
  { "plain", 0, 0, "plain" },
  { "日本語", 0, 0, "日本語" },
  { "\x1b[31mred", 0, 0, "\\x1b[31mred" },
  { "a\rb", 0, 0, "a\\x0db" },
  { "a\nb\tc", 0, 0, "a b c" },
  { "a\0b", 3, 0, "a\\x00b" },
  { "a\x7f", 0, 0, "a\\x7f" },
  { "a\xc2\x9b"
    "31m",
    0,
    0,
    "a\\x9b31m" },
  { "\xff\xfe", 0, 0, "\\xff\\xfe" },
  { "\xc0\xaf", 0, 0, "\\xc0\\xaf" },
  { "\xed\xa0\x80", 0, 0, "\\xed\\xa0\\x80" },
  { "\xe6\x97", 0, 0, "\\xe6\\x97" },
  { "a\xe2\x80\xae"
    "b",
    0,
    0,
    "a<U+202E>b" },
  { "a\xe2\x81\xa6", 0, 0, "a<U+2066>" },
  { "a\xe2\x80\x8b", 0, 0, "a<U+200B>" },
  { "\xef\xbb\xbf"
    "a",
    0,
    0,
    "<U+FEFF>a" },
  { "a\xe2\x80\xa8"
    "b",
    0,
    0,
    "a<U+2028>b" },
  { "abcdef", 0, 3, "abc…" },
  { "abc", 0, 3, "abc" },
  { "日本語", 0, 2, "日本…" },
  { "\x01\x02\x03", 0, 2, "\\x01\\x02…" },
};

static void
test_visible_text (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (text_rows); i++) {
    gsize length =
        text_rows[i].length ? text_rows[i].length : strlen (text_rows[i].bytes);
    g_autofree char *exact = g_memdup2 (text_rows[i].bytes, length);
    g_autofree char *shown =
        todoku_visible_text (exact, length, text_rows[i].max);

    g_assert_cmpstr (shown, ==, text_rows[i].shown);
    g_assert_true (g_utf8_validate (shown, -1, NULL));
  }
}

static void
test_visible_nothing (void)
{
  g_autofree char *shown = todoku_visible_text ("", 0, 0);

  g_assert_cmpstr (shown, ==, "");
}

/* Every code point alone: what comes out is valid and holds nothing that acts.
 */
static void
test_visible_all (void)
{
  for (gunichar c = 0; c < 0x110000; c += c < 0x3000 ? 1 : 37) {
    char bytes[6];
    g_autofree char *shown = NULL;

    if (c >= 0xd800 && c < 0xe000)
      continue;
    shown =
        todoku_visible_text (bytes, (gsize) g_unichar_to_utf8 (c, bytes), 0);
    g_assert_true (g_utf8_validate (shown, -1, NULL));
    for (const char *p = shown; *p; p = g_utf8_next_char (p)) {
      GUnicodeType type = g_unichar_type (g_utf8_get_char (p));

      g_assert_cmpint (type, !=, G_UNICODE_CONTROL);
      g_assert_cmpint (type, !=, G_UNICODE_LINE_SEPARATOR);
      g_assert_cmpint (type, !=, G_UNICODE_PARAGRAPH_SEPARATOR);
    }
  }
}

/* ---- timeline -------------------------------------------------------------
 */

static void
test_timeline (void)
{
  g_autoptr (TodokuTimeline) timeline = todoku_timeline_new ();
  const TodokuTimelineEntry *entries;
  guint n;

  todoku_timeline_begin (timeline, TODOKU_STAGE_CONNECT, 10);
  todoku_timeline_end (timeline, TODOKU_STAGE_CONNECT, TODOKU_OUTCOME_GOOD, 20);
  todoku_timeline_end (timeline,
                       TODOKU_STAGE_CONNECT,
                       TODOKU_OUTCOME_PROBLEM,
                       30);
  todoku_timeline_end (timeline, TODOKU_STAGE_TLS, TODOKU_OUTCOME_GOOD, 30);
  todoku_timeline_begin (timeline, TODOKU_STAGE_GREETING, 20);
  todoku_timeline_end_all (timeline, TODOKU_OUTCOME_PROBLEM, 50);
  entries = todoku_timeline_get (timeline, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpint (entries[0].stage, ==, TODOKU_STAGE_CONNECT);
  g_assert_cmpint (entries[0].outcome, ==, TODOKU_OUTCOME_GOOD);
  g_assert_cmpint (entries[0].end_us, ==, 20);
  g_assert_cmpint (entries[1].start_us, ==, 20);
  g_assert_cmpint (entries[1].end_us, ==, 50);
  g_assert_cmpint (entries[1].outcome, ==, TODOKU_OUTCOME_PROBLEM);
  g_assert_null (todoku_timeline_find (timeline, TODOKU_STAGE_TLS));
}

/* Capabilities are asked for twice: one entry, from first to last. */
static void
test_timeline_again (void)
{
  g_autoptr (TodokuTimeline) timeline = todoku_timeline_new ();
  const TodokuTimelineEntry *entry;
  guint n;

  todoku_timeline_begin (timeline, TODOKU_STAGE_CAPABILITIES, 10);
  todoku_timeline_end (timeline,
                       TODOKU_STAGE_CAPABILITIES,
                       TODOKU_OUTCOME_GOOD,
                       20);
  todoku_timeline_begin (timeline, TODOKU_STAGE_CAPABILITIES, 40);
  todoku_timeline_end (timeline,
                       TODOKU_STAGE_CAPABILITIES,
                       TODOKU_OUTCOME_PROBLEM,
                       60);
  todoku_timeline_get (timeline, &n);
  entry = todoku_timeline_find (timeline, TODOKU_STAGE_CAPABILITIES);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpint (entry->start_us, ==, 10);
  g_assert_cmpint (entry->end_us, ==, 60);
  g_assert_cmpint (entry->outcome, ==, TODOKU_OUTCOME_PROBLEM);
}

/* ---- transcript -----------------------------------------------------------
 */

static void
test_transcript (void)
{
  g_autoptr (TodokuTranscript) transcript = todoku_transcript_new ();
  const TodokuTranscriptLine *lines;
  guint n;

  todoku_transcript_add (transcript,
                         TRUE,
                         TODOKU_CHANNEL_VERIFIED,
                         7,
                         "EHLO x\x1b",
                         7);
  lines = todoku_transcript_get (transcript, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_true (lines[0].sent);
  g_assert_cmpint (lines[0].channel, ==, TODOKU_CHANNEL_VERIFIED);
  g_assert_cmpint (lines[0].time_us, ==, 7);
  g_assert_cmpstr (lines[0].text, ==, "EHLO x\\x1b");
}

/* TS-04: shown once, counted; but not over another channel. */
static void
test_transcript_repeated (void)
{
  static const char alert[] = "* OK [ALERT] call us";
  g_autoptr (TodokuTranscript) transcript = todoku_transcript_new ();
  const TodokuTranscriptLine *lines;
  guint n;

  for (int i = 0; i < 3000; i++)
    todoku_transcript_add (transcript,
                           FALSE,
                           i < 1000 ? TODOKU_CHANNEL_PLAIN
                                    : TODOKU_CHANNEL_VERIFIED,
                           i,
                           alert,
                           strlen (alert));
  lines = todoku_transcript_get (transcript, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpuint (lines[0].times, ==, 1000);
  g_assert_cmpuint (lines[1].times, ==, 2000);
  g_assert_cmpstr (lines[1].text, ==, alert);
  g_assert_cmpuint (todoku_transcript_get_dropped (transcript), ==, 0);
}

static void
test_transcript_lines (void)
{
  g_autoptr (TodokuTranscript) transcript = todoku_transcript_new ();
  guint n;

  for (int i = 0; i < 2100; i++) {
    g_autofree char *line = g_strdup_printf ("%d", i);

    todoku_transcript_add (transcript,
                           FALSE,
                           TODOKU_CHANNEL_PLAIN,
                           i,
                           line,
                           strlen (line));
  }
  todoku_transcript_get (transcript, &n);
  g_assert_cmpuint (n, ==, 2000);
  g_assert_cmpuint (todoku_transcript_get_dropped (transcript), ==, 100);
}

static void
test_transcript_bytes (void)
{
  g_autoptr (TodokuTranscript) transcript = todoku_transcript_new ();
  g_autofree char *line = g_strnfill (100 * 1000, 'x');
  const TodokuTranscriptLine *lines;
  gsize total = 0;
  guint n;

  for (int i = 0; i < 1000; i++) {
    memcpy (line, i % 2 ? "a" : "b", 1);
    todoku_transcript_add (transcript,
                           FALSE,
                           TODOKU_CHANNEL_PLAIN,
                           i,
                           line,
                           100 * 1000);
  }
  lines = todoku_transcript_get (transcript, &n);
  for (guint i = 0; i < n; i++)
    total += strlen (lines[i].text);
  g_assert_cmpuint (total, <=, 256 * 1024 + 4 * 2000);
  g_assert_cmpuint (todoku_transcript_get_dropped (transcript), ==, 1000 - n);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/observed/names", test_names);
  g_test_add_func ("/observed/recognise", test_recognise);
  g_test_add_func ("/observed/visible-text", test_visible_text);
  g_test_add_func ("/observed/visible-text/nothing", test_visible_nothing);
  g_test_add_func ("/observed/visible-text/all", test_visible_all);
  g_test_add_func ("/observed/timeline", test_timeline);
  g_test_add_func ("/observed/timeline/again", test_timeline_again);
  g_test_add_func ("/observed/transcript", test_transcript);
  g_test_add_func ("/observed/transcript/TS-04/repeated",
                   test_transcript_repeated);
  g_test_add_func ("/observed/transcript/lines", test_transcript_lines);
  g_test_add_func ("/observed/transcript/bytes", test_transcript_bytes);
  return g_test_run ();
}
