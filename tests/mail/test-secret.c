/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-sasl.h"
#include "todoku-secret.h"

#include <string.h>
#include <unistd.h>

#define CANARY "Canary/9\"p+w"

static TodokuSecret *
make (const char *text)
{
  g_autoptr (GError) error = NULL;
  TodokuSecret *secret = todoku_secret_new (text, strlen (text), &error);

  g_assert_no_error (error);
  return secret;
}

static void
assert_holds (TodokuSecret *secret, const char *text)
{
  gsize length;
  const char *bytes = todoku_secret_peek (secret, &length);

  g_assert_cmpmem (bytes, length, text, strlen (text));
}

static const struct {
  const char *name;
  const char *bytes;
  gsize length;
  gboolean valid;
} new_rows[] = {
  { "usual", "hunter2", 7, TRUE },
  { "one byte", "x", 1, TRUE },
  { "not ASCII", "p\xc3\xa4ss", 5, TRUE },
  { "no UTF-8", "p\xff\xfe", 3, TRUE },
  { "empty", "", 0, FALSE },
  { "CR", "a\rb", 3, FALSE },
  { "LF", "a\n", 2, FALSE },
  { "NUL", "a\0b", 3, FALSE },
};

static void
test_new (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (new_rows); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *exact =
        g_memdup2 (new_rows[i].bytes, MAX (new_rows[i].length, 1));
    g_autoptr (TodokuSecret) secret =
        todoku_secret_new (exact, new_rows[i].length, &error);

    g_test_message ("%s", new_rows[i].name);
    g_assert_true ((secret != NULL) == new_rows[i].valid);
    if (!secret)
      g_assert_error (error, TODOKU_SECRET_ERROR, TODOKU_SECRET_ERROR_VALUE);
  }
}

static void
test_length (void)
{
  g_autofree char *text = g_strnfill (TODOKU_SECRET_MAX_LENGTH + 1, 'x');
  g_autoptr (TodokuSecret) longest =
      todoku_secret_new (text, TODOKU_SECRET_MAX_LENGTH, NULL);
  g_autoptr (TodokuSecret) longer =
      todoku_secret_new (text, TODOKU_SECRET_MAX_LENGTH + 1, NULL);

  g_assert_nonnull (longest);
  g_assert_null (longer);
}

static const struct {
  const char *written;
  const char *held; /* NULL: refused */
} fd_rows[] = {
  { "hunter2", "hunter2" },
  { "hunter2\n", "hunter2" },
  { "hunter2\r\n", "hunter2" },
  { " hunter2 \n", " hunter2 " },
  { "hunter2\n\n", NULL },
  { "", NULL },
  { "\n", NULL },
};

static void
test_fd (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fd_rows); i++) {
    int fds[2];
    g_autoptr (TodokuSecret) secret = NULL;
    g_autoptr (GError) error = NULL;
    gsize length = strlen (fd_rows[i].written);

    g_assert_cmpint (pipe (fds), ==, 0);
    g_assert_cmpint (write (fds[1], fd_rows[i].written, length),
                     ==,
                     (int) length);
    close (fds[1]);
    secret = todoku_secret_new_from_fd (fds[0], &error);
    close (fds[0]);
    if (fd_rows[i].held)
      assert_holds (secret, fd_rows[i].held);
    else
      g_assert_error (error, TODOKU_SECRET_ERROR, TODOKU_SECRET_ERROR_VALUE);
  }
}

static void
test_bad_fd (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (todoku_secret_new_from_fd (-1, &error));
  g_assert_error (error, TODOKU_SECRET_ERROR, TODOKU_SECRET_ERROR_READ);
}

static const struct {
  const char *pasted;
  const char *meant;
} app_rows[] = {
  { "abcd efgh ijkl mnop", "abcdefghijklmnop" },
  { " abcd\tefgh ", "abcdefgh" },
  { "ａｂｃｄ　ｅｆｇｈ", "abcdefgh" },
  { "abcd\xc2\xa0"
    "efgh",
    "abcdefgh" },
  { "abcdefgh", "abcdefgh" },
  { "   ", "   " },
};

static void
test_app_password (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (app_rows); i++) {
    g_autoptr (TodokuSecret) pasted = make (app_rows[i].pasted);
    g_autoptr (TodokuSecret) meant =
        todoku_secret_normalise_app_password (pasted);

    assert_holds (meant, app_rows[i].meant);
    g_assert_true ((meant == pasted) ==
                   g_str_equal (app_rows[i].pasted, app_rows[i].meant));
  }
}

/* ---- redaction ------------------------------------------------------------
 */

static void
assert_redacted (TodokuSecret *secret, const char *echo)
{
  g_autofree char *text = g_strconcat ("you said ", echo, " !", NULL);
  g_autofree char *exact = g_memdup2 (text, strlen (text));
  g_autofree char *clean = todoku_secret_redact (secret, exact, strlen (text));

  if (!strstr (clean, "•••") || strstr (clean, echo))
    g_error ("%s is shown as %s", text, clean);
  g_assert_true (g_str_has_prefix (clean, "you said "));
  g_assert_true (g_str_has_suffix (clean, " !"));
}

static const char *const echoes[] = {
  CANARY,
  "canary/9\"P+W",
  "Canary/9\\\"p+w",
  "Canary\\/9\\\"p+w",
  "Canary%2F9%22p%2Bw",
  "Canary%2f9%22p%2bw",
  "43616e6172792f392270"
  "2b77",
  "43616E6172792F392270"
  "2B77",
};

static void
test_redact (void)
{
  g_autoptr (TodokuSecret) secret = make (CANARY);
  g_autofree char *clean = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (echoes); i++)
    assert_redacted (secret, echoes[i]);
  clean = todoku_secret_redact (secret, "nothing of it, canary", 21);
  g_assert_cmpstr (clean, ==, "nothing of it, canary");
}

/* Whatever stands before and after it in the same message. */
static void
test_redact_base64 (void)
{
  g_autoptr (TodokuSecret) secret = make (CANARY);

  for (gsize before = 0; before < 7; before++)
    for (gsize after = 0; after < 4; after++) {
      g_autoptr (GString) plain = g_string_new (NULL);
      g_autofree char *encoded = NULL;
      g_autofree char *clean = NULL;

      for (gsize i = 0; i < before; i++)
        g_string_append_c (plain, (char) ('u' + i % 3));
      g_string_append (plain, CANARY);
      for (gsize i = 0; i < after; i++)
        g_string_append_c (plain, 'z');
      encoded = g_base64_encode ((const guchar *) plain->str, plain->len);
      clean = todoku_secret_redact (secret, encoded, strlen (encoded));
      g_assert_nonnull (strstr (clean, "•••"));
      /* At most one character of each end depends on its neighbours too. */
      g_assert_cmpuint (strlen (clean),
                        <=,
                        strlen ("•••") + (before + after + 4) * 4 / 3 + 4);
    }
}

static void
test_redact_json (void)
{
  g_autoptr (TodokuSecret) secret = make ("pä\xf0\x9f\x98\x80ss");

  assert_redacted (secret, "pä\xf0\x9f\x98\x80ss");
  assert_redacted (secret, "p\\u00e4\\ud83d\\ude00ss");
  assert_redacted (secret, "p\\u00E4\\uD83D\\uDE00ss");
  assert_redacted (secret, "p%C3%A4%F0%9F%98%80ss");
}

static void
test_redact_bytes (void)
{
  g_autoptr (TodokuSecret) secret = make (CANARY);
  static const char text[] = "a\0b " CANARY "\0c\xff";
  g_autofree char *clean = todoku_secret_redact (secret, text, sizeof text - 1);

  g_assert_cmpstr (clean, ==, "a?b •••?c\xff");
}

/* A long token and a long line are no way to hold us up. */
static void
test_redact_long (void)
{
  g_autofree char *token = g_strnfill (TODOKU_SECRET_MAX_LENGTH, 'a');
  g_autofree char *line = g_strnfill (256 * 1024, 'a');
  g_autoptr (TodokuSecret) secret = NULL;
  g_autofree char *clean = NULL;
  gint64 start = g_get_monotonic_time ();

  token[TODOKU_SECRET_MAX_LENGTH - 1] = 'b';
  secret = make (token);
  clean = todoku_secret_redact (secret, line, 8 * 1024);
  g_assert_cmpuint (strlen (clean), ==, 8 * 1024);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * G_USEC_PER_SEC);
}

/* ---- SASL -----------------------------------------------------------------
 */

static const struct {
  TodokuMechanism mechanism;
  guint step;
  const char *user;
  const char *secret;
  const char *message;
  gsize length;
} sasl_rows[] = {
  { TODOKU_MECHANISM_PLAIN,
    0,
    "tim",
    "tanstaaftanstaaf",
    "\0tim\0tanstaaftanstaaf",
    21 },
  { TODOKU_MECHANISM_PLAIN, 0, "tarō", "pä", "\0tarō\0pä", 10 },
  { TODOKU_MECHANISM_LOGIN, 0, "taro", "hunter2", "taro", 4 },
  { TODOKU_MECHANISM_LOGIN, 1, "taro", "hunter2", "hunter2", 7 },
  { TODOKU_MECHANISM_XOAUTH2,
    0,
    "taro@example.com",
    "ya29.vF9d",
    "user=taro@example.com\001auth=Bearer ya29.vF9d\001\001",
    45 },
  { TODOKU_MECHANISM_OAUTHBEARER,
    0,
    "taro@example.com",
    "vF9d",
    "n,a=taro@example.com,\001host=mail.example.com\001port=993\001auth="
    "Bearer vF9d\001\001",
    71 },
  { TODOKU_MECHANISM_OAUTHBEARER,
    0,
    "a=b,c",
    "vF9d",
    "n,a=a=3Db=2Cc,\001host=mail.example.com\001port=993\001auth=Bearer "
    "vF9d\001\001",
    64 },
};

static void
test_sasl (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sasl_rows); i++) {
    g_autoptr (TodokuSecret) secret = make (sasl_rows[i].secret);
    char *got = todoku_sasl_respond (sasl_rows[i].mechanism,
                                     sasl_rows[i].step,
                                     sasl_rows[i].user,
                                     secret,
                                     "mail.example.com",
                                     993);
    g_autofree char *wanted =
        g_base64_encode ((const guchar *) sasl_rows[i].message,
                         sasl_rows[i].length);

    g_assert_cmpstr (got, ==, wanted);
    todoku_secure_free (got);
  }
}

static void
test_sasl_failure (void)
{
  g_assert_cmpstr (todoku_sasl_after_failure (TODOKU_MECHANISM_OAUTHBEARER),
                   ==,
                   "AQ==");
  g_assert_cmpstr (todoku_sasl_after_failure (TODOKU_MECHANISM_XOAUTH2),
                   ==,
                   "");
  g_assert_cmpstr (todoku_sasl_after_failure (TODOKU_MECHANISM_PLAIN), ==, "*");
  g_assert_cmpuint (todoku_sasl_get_steps (TODOKU_MECHANISM_LOGIN), ==, 2);
  g_assert_cmpuint (todoku_sasl_get_steps (TODOKU_MECHANISM_PLAIN), ==, 1);
}

/* ---- memory ---------------------------------------------------------------
 */

static gboolean
page_is_not_dumped (const void *memory)
{
  g_autofree char *maps = NULL;
  g_auto (GStrv) lines = NULL;
  gboolean inside = FALSE;

  if (!g_file_get_contents ("/proc/self/smaps", &maps, NULL, NULL))
    return TRUE;
  lines = g_strsplit (maps, "\n", -1);
  for (char **line = lines; *line; line++) {
    char *rest;
    guint64 start = g_ascii_strtoull (*line, &rest, 16);

    if (rest > *line && *rest == '-') {
      guint64 end = g_ascii_strtoull (rest + 1, NULL, 16);

      inside = (guint64) (guintptr) memory >= start &&
               (guint64) (guintptr) memory < end;
    } else if (inside && g_str_has_prefix (*line, "VmFlags:"))
      return strstr (*line, " dd") != NULL;
  }
  return FALSE;
}

static void
test_memory (void)
{
  char *memory = todoku_secure_alloc (100 * 1000);

  for (gsize i = 0; i < 100 * 1000; i++)
    g_assert_cmpint (memory[i], ==, 0);
  memset (memory, 'x', 100 * 1000);
  g_assert_true (page_is_not_dumped (memory));
  todoku_secure_free (memory);
  todoku_secure_free (NULL);
}

static void
test_references (void)
{
  g_autoptr (TodokuSecret) secret = make (CANARY);
  TodokuSecret *again = todoku_secret_ref (secret);

  todoku_secret_unref (again);
  assert_holds (secret, CANARY);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/secret/new", test_new);
  g_test_add_func ("/secret/length", test_length);
  g_test_add_func ("/secret/fd", test_fd);
  g_test_add_func ("/secret/bad-fd", test_bad_fd);
  g_test_add_func ("/secret/app-password", test_app_password);
  g_test_add_func ("/secret/redact", test_redact);
  g_test_add_func ("/secret/redact/base64", test_redact_base64);
  g_test_add_func ("/secret/redact/json", test_redact_json);
  g_test_add_func ("/secret/redact/bytes", test_redact_bytes);
  g_test_add_func ("/secret/redact/long", test_redact_long);
  g_test_add_func ("/secret/SE-02/memory", test_memory);
  g_test_add_func ("/secret/references", test_references);
  g_test_add_func ("/sasl/respond", test_sasl);
  g_test_add_func ("/sasl/failure", test_sasl_failure);
  return g_test_run ();
}
