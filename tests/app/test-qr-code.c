/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-qr-code.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#define SCALE 4
#define QUIET 4

/* A picture as zbarimg reads it (PGM). */
static GString *
draw (const TodokuQrCode *code)
{
  guint size = todoku_qr_code_get_size (code);
  guint side = (size + 2 * QUIET) * SCALE;
  GString *picture = g_string_new (NULL);

  g_string_printf (picture, "P5 %u %u 255\n", side, side);
  for (guint y = 0; y < side; y++)
    for (guint x = 0; x < side; x++) {
      guint column = x / SCALE, row = y / SCALE;
      gboolean inside = column >= QUIET && row >= QUIET &&
                        column < QUIET + size && row < QUIET + size;
      gboolean dark =
          inside && todoku_qr_code_is_dark (code, column - QUIET, row - QUIET);

      g_string_append_c (picture, (char) (dark ? 0 : 255));
    }
  return picture;
}

/* What another program than ours reads from it. */
static char *
scan (const TodokuQrCode *code)
{
  g_autoptr (GString) picture = draw (code);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL, *out = NULL;
  int fd = g_file_open_tmp ("todoku-XXXXXX.pgm", &path, &error);
  const char *argv[] = { "zbarimg",         "--quiet", "--raw", "-Sdisable",
                         "-Sqrcode.enable", path,      NULL };

  g_assert_no_error (error);
  g_close (fd, NULL);
  g_file_set_contents (path, picture->str, (gssize) picture->len, &error);
  g_assert_no_error (error);
  g_spawn_sync (NULL,
                (char **) argv,
                NULL,
                G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL,
                NULL,
                NULL,
                &out,
                NULL,
                NULL,
                &error);
  g_assert_no_error (error);
  g_unlink (path);
  return g_strdup (g_strchomp (out));
}

static char *
make_text (gsize length)
{
  static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-._~/?=&";
  g_autoptr (GString) text = g_string_new ("https://example.jp/");

  for (gsize i = text->len; i < length; i++)
    g_string_append_c (text, letters[(i * 7 + length) % strlen (letters)]);
  g_string_truncate (text, length);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Every version, at its first and its last length. */
static void
test_every_version (void)
{
  static const gsize lengths[] = { 1,   14,  15,  26,  27,  42,  43,
                                   62,  63,  84,  85,  106, 107, 122,
                                   123, 152, 153, 180, 181, 213 };

  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++) {
    g_autofree char *text = make_text (lengths[i]);
    g_autoptr (TodokuQrCode) code = todoku_qr_code_new (text);
    g_autofree char *read = NULL;

    g_assert_nonnull (code);
    g_assert_cmpuint (todoku_qr_code_get_size (code), ==, 21 + i / 2 * 4);
    read = scan (code);
    g_assert_cmpstr (read, ==, text);
  }
}

/* Texts that lead to other masks. */
static void
test_links (void)
{
  static const char *const links[] = {
    "https://support.google.com/mail/answer/7126229",
    "https://support.google.com/accounts/answer/185833?hl=ja",
    "https://example.jp/メール/設定",
    "https://example.com/a?b=c&d=%E3%81%82#e",
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "00000000000000000000000000000000000000000",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (links); i++) {
    g_autoptr (TodokuQrCode) code = todoku_qr_code_new (links[i]);
    g_autofree char *read = scan (code);

    g_assert_cmpstr (read, ==, links[i]);
  }
}

static void
test_too_long (void)
{
  g_autofree char *text = make_text (214);

  g_assert_null (todoku_qr_code_new (text));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/qr-code/every-version", test_every_version);
  g_test_add_func ("/qr-code/links", test_links);
  g_test_add_func ("/qr-code/too-long", test_too_long);
  return g_test_run ();
}
