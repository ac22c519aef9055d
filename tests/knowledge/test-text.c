/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-fold.h"
#include "todoku-text.h"

#include "knowledge-fixture.h"
#include "todoku-json-reader.h"

#include <string.h>

static const struct {
  const char *template;
  const char *filled;
} fills[] = {
  { "", "" },
  { "plain", "plain" },
  { "at {probe.host}", "at mail.example.com" },
  { "at {host}:{port}.", "at mail.example.com:587." },
  { "{host}{host}", "mail.example.commail.example.com" },
  { "{several}", "first" },
  { "{unknown} stays", "{unknown} stays" },
  { "{braces}", "{host}" },
  { "open {host", "open {host" },
  { "ポート{port}です", "ポート587です" },
  { "{host} は", "mail.example.com は" },
  { "{printer} は", "複合機は" },
  { "機器は {printer} で、{printer} 用", "機器は複合機で、複合機用" },
  { "the {printer} is", "the 複合機 is" },
  { "{printer} ", "複合機 " },
  { " {printer}", " 複合機" },
};

static void
test_fill (void)
{
  g_autoptr (GHashTable) facts =
      parse_facts ("probe.host=mail.example.com port=587 probe.port=25 "
                   "several=first|second braces={host} "
                   "printer=複合機");

  for (gsize i = 0; i < G_N_ELEMENTS (fills); i++) {
    TodokuText text = { { (char *) "other", (char *) fills[i].template } };
    g_autofree char *filled =
        todoku_text_fill (&text, TODOKU_LANGUAGE_JA, lookup_in_table, facts);

    g_assert_cmpstr (filled, ==, fills[i].filled);
  }
}

static void
test_names (void)
{
  g_auto (GStrv) names =
      todoku_text_list_names ("{port} {host} {app.words.outgoing-auth} {host}",
                              NULL);
  g_autofree char *list = g_strjoinv (" ", names);
  static const char *const wrong[] = { "{",   "}",      "{}",    "{a b}",
                                       "{A}", "{a{b}}", "a } b", "{a\nb}" };

  g_assert_cmpstr (list, ==, "app.words.outgoing-auth host port");
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (todoku_text_list_names (wrong[i], &error));
    g_assert_error (error,
                    TODOKU_KNOWLEDGE_ERROR,
                    TODOKU_KNOWLEDGE_ERROR_FORMAT);
  }
}

static void
test_fold (void)
{
  static const struct {
    const char *text;
    const char *folded;
  } rows[] = {
    { "Username AND Password", "username and password" },
    { "  two \t\r\n words  ", "two words" },
    { "５３５", "535" },
    { "ＳＭＴＰ　エラー", "smtpエラー" },
    { "電子メール サーバー\r\n に接続", "電子メールサーバーに接続" },
    { "can’t “see” – it", "can't \"see\" - it" },
    { "soft\302\255hyphen\342\200\213s", "softhyphens" },
    { "ｻｰﾊﾞｰ", "サーバー" },
    { "Straße", "strasse" },
    { "", "" },
    { "\xff\xfe", "\xef\xbf\xbd\xef\xbf\xbd" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *folded = todoku_fold (rows[i].text);

    g_assert_cmpstr (folded, ==, rows[i].folded);
  }
}

static void
test_dates (void)
{
  static const char *const good[] = { "2026-11-24",
                                      "2024-02-29",
                                      "1999-12-31" };
  static const char *const bad[] = {
    "",           "2026-11-31",  "2025-02-29", "2026-1-1",   "2026-00-01",
    "2026/11/24", "2026-11-240", "20261-1-24", "-026-11-24", "2026-+1-24"
  };
  char from[] = "2025-05-01", until[] = "2026-12-30";
  TodokuPeriod period = { from, until };
  TodokuPeriod open = { NULL, NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (todoku_date_is_valid (good[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (todoku_date_is_valid (bad[i]));
  g_assert_false (todoku_period_contains (&period, "2025-04-30"));
  g_assert_true (todoku_period_contains (&period, "2025-05-01"));
  g_assert_true (todoku_period_contains (&period, "2026-12-30"));
  g_assert_false (todoku_period_contains (&period, "2026-12-31"));
  g_assert_true (todoku_period_contains (&open, "1999-01-01"));
}

static void
test_languages (void)
{
  g_assert_cmpstr (todoku_language_to_string (TODOKU_LANGUAGE_EN), ==, "en");
  g_assert_cmpstr (todoku_language_to_string (TODOKU_LANGUAGE_JA), ==, "ja");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text/fill", test_fill);
  g_test_add_func ("/text/names", test_names);
  g_test_add_func ("/text/fold", test_fold);
  g_test_add_func ("/text/dates", test_dates);
  g_test_add_func ("/text/languages", test_languages);
  return g_test_run ();
}
