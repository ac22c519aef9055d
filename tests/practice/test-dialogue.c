/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-practice-lines.h"
#include "todoku-practice-sign-in.h"

#include <string.h>

/* Takes everything that @input holds; "|" between commands, "+" for go-ahead,
 * "!" for too long. */
static char *
assemble (const char *input, gsize step, gsize most, gboolean literals)
{
  g_autoptr (TodokuLines) lines = todoku_lines_new (most, literals);
  GString *got = g_string_new (NULL);
  gsize length = strlen (input);

  for (gsize at = 0; at < length; at += step) {
    gsize size = MIN (step, length - at);
    g_autofree guint8 *exact = g_memdup2 (input + at, size);
    TodokuLinesResult result;

    todoku_lines_add (lines, exact, size);
    do {
      g_autofree char *command = NULL;

      result = todoku_lines_take (lines, &command);
      if (result == TODOKU_LINES_COMMAND)
        g_string_append_printf (got, "%s|", command);
      else if (result == TODOKU_LINES_GO_AHEAD)
        g_string_append (got, "+");
      else if (result == TODOKU_LINES_TOO_LONG)
        g_string_append (got, "!");
    } while (result == TODOKU_LINES_COMMAND || result == TODOKU_LINES_GO_AHEAD);
    if (result == TODOKU_LINES_TOO_LONG)
      break;
  }
  return g_string_free (got, FALSE);
}

static const struct {
  const char *name;
  const char *input;
  gboolean literals;
  const char *expected;
} line_rows[] = {
  { "one", "NOOP\r\n", FALSE, "NOOP|" },
  { "two", "NOOP\r\nQUIT\r\n", FALSE, "NOOP|QUIT|" },
  { "line feed alone", "NOOP\n", FALSE, "NOOP|" },
  { "empty", "\r\n", FALSE, "|" },
  { "unfinished", "NOOP", FALSE, "" },
  { "literal",
    "a LOGIN {4}\r\ntaro {2}\r\n\"x\r\n",
    TRUE,
    "+"
    "+"
    "a LOGIN \"taro\" \"\\\"x\"|" },
  { "literal without waiting",
    "a LOGIN {4+}\r\ntaro x\r\n",
    TRUE,
    "a LOGIN \"taro\" x|" },
  { "literal with line end", "a X {2+}\r\n\r\n\r\n", TRUE, "a X \"\r\n\"|" },
  { "no literal in SMTP", "X {4}\r\nY\r\n", FALSE, "X {4}|Y|" },
  { "not a literal", "a X {4x}\r\n", TRUE, "a X {4x}|" },
  { "literal too long", "a X {99999999999}\r\n", TRUE, "!" },
  { "line too long", "0123456789012345678901234567890123456789", FALSE, "!" },
  { "line too long, ended",
    "0123456789012345678901234567890123456789\r\n",
    FALSE,
    "!" },
};

static void
test_lines (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (line_rows); i++) {
    const char *input = line_rows[i].input;
    g_autofree char *whole =
        assemble (input, strlen (input), 32, line_rows[i].literals);
    g_autofree char *bytes = assemble (input, 1, 32, line_rows[i].literals);

    g_test_message ("%s", line_rows[i].name);
    g_assert_cmpstr (whole, ==, line_rows[i].expected);
    g_assert_cmpstr (bytes, ==, line_rows[i].expected);
  }
}

static void
test_lines_bytes (void)
{
  static const guint8 odd[] = { 'A', '\0', 0xff, 'B', '\r', '\n' };
  g_autoptr (TodokuLines) lines = todoku_lines_new (32, FALSE);
  g_autofree char *command = NULL;

  todoku_lines_add (lines, odd, sizeof odd);
  g_assert_cmpint (todoku_lines_take (lines, &command),
                   ==,
                   TODOKU_LINES_COMMAND);
  g_assert_true (g_utf8_validate (command, -1, NULL));
  g_assert_true (g_str_has_prefix (command, "A"));
}

/* "…" responses follow the command; the result is user, password, token. */
static const struct {
  const char *command;
  const char *responses[3];
  const char *expected;
} sign_in_rows[] = {
  { "AUTH PLAIN AHRhcm8AcHc=", { NULL }, "taro pw -" },
  { "AUTHENTICATE plain", { "AHRhcm8AcHc=" }, "taro pw -" },
  { "AUTH LOGIN", { "dGFybw==", "cHc=" }, "taro pw -" },
  { "AUTH LOGIN dGFybw==", { "cHc=" }, "taro pw -" },
  { "LOGIN taro pw", { NULL }, "taro pw -" },
  { "LOGIN \"taro\" \"p \\\"w\\\\\"", { NULL }, "taro p \"w\\ -" },
  { "AUTH XOAUTH2 dXNlcj10YXJvAWF1dGg9QmVhcmVyIHRrAQE=",
    { NULL },
    "taro - tk" },
  { "AUTHENTICATE OAUTHBEARER",
    { "bixhPXRhcm8sAWhvc3Q9aAFwb3J0PTk5MwFhdXRoPUJlYXJlciB0awEB" },
    "taro - tk" },
  { "AUTH PLAIN dGFybw==", { NULL }, "malformed" },
  { "AUTH PLAIN", { "*" }, "malformed" },
  { "AUTH PLAIN", { "" }, "malformed" },
  { "AUTH CRAM-MD5", { NULL }, "malformed" },
  { "AUTH XOAUTH2 dGFybw==", { NULL }, "malformed" },
  { "PASS pw", { NULL }, "malformed" },
};

static void
test_sign_in (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (sign_in_rows); i++) {
    g_autoptr (TodokuServerSignIn) sign_in = todoku_server_sign_in_new ();
    TodokuSignInStep step =
        todoku_server_sign_in_begin (sign_in, sign_in_rows[i].command);
    g_autofree char *got = NULL;

    g_test_message ("%s", sign_in_rows[i].command);
    for (guint j = 0; sign_in_rows[i].responses[j] != NULL; j++) {
      g_assert_cmpint (step, ==, TODOKU_SIGN_IN_STEP_ASK);
      step =
          todoku_server_sign_in_respond (sign_in, sign_in_rows[i].responses[j]);
    }
    if (step == TODOKU_SIGN_IN_STEP_MALFORMED) {
      g_assert_cmpstr (sign_in_rows[i].expected, ==, "malformed");
      continue;
    }
    g_assert_cmpint (step, ==, TODOKU_SIGN_IN_STEP_COMPLETE);
    got = g_strdup_printf ("%s %s %s",
                           todoku_server_sign_in_get_user (sign_in),
                           todoku_server_sign_in_get_password (sign_in) != NULL
                               ? todoku_server_sign_in_get_password (sign_in)
                               : "-",
                           todoku_server_sign_in_get_token (sign_in) != NULL
                               ? todoku_server_sign_in_get_token (sign_in)
                               : "-");
    g_assert_cmpstr (got, ==, sign_in_rows[i].expected);
  }
}

static void
test_user_pass (void)
{
  g_autoptr (TodokuServerSignIn) sign_in = todoku_server_sign_in_new ();

  g_assert_cmpint (todoku_server_sign_in_begin (sign_in, "user taro"),
                   ==,
                   TODOKU_SIGN_IN_STEP_CONTINUE);
  g_assert_cmpint (todoku_server_sign_in_begin (sign_in, "pass p w"),
                   ==,
                   TODOKU_SIGN_IN_STEP_COMPLETE);
  g_assert_cmpstr (todoku_server_sign_in_get_password (sign_in), ==, "p w");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/practice/lines/table", test_lines);
  g_test_add_func ("/practice/lines/bytes", test_lines_bytes);
  g_test_add_func ("/practice/sign-in/table", test_sign_in);
  g_test_add_func ("/practice/sign-in/user-pass", test_user_pass);
  return g_test_run ();
}
