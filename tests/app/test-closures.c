/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-closures.h"
#include "todoku-findings.h"
#include "todoku-pane-words.h"

#include <string.h>

static void
test_tones (void)
{
  for (int outcome = 0; outcome < TODOKU_N_OUTCOMES; outcome++) {
    TodokuTone tone = todoku_tone_for_outcome (outcome);

    g_assert_nonnull (todoku_tone_get_icon (tone));
    g_assert_nonnull (todoku_tone_get_style (tone));
  }
  g_assert_cmpint (todoku_tone_for_outcome (TODOKU_OUTCOME_BLOCKED),
                   ==,
                   TODOKU_TONE_BLOCKED);
  /* Not being able to tell never looks like a failure of the server. */
  g_assert_cmpint (todoku_tone_for_outcome (TODOKU_OUTCOME_COULD_NOT_TELL),
                   ==,
                   TODOKU_TONE_COULD_NOT_TELL);
  g_assert_cmpint (todoku_tone_for_severity ("problem"),
                   ==,
                   TODOKU_TONE_PROBLEM);
  g_assert_cmpint (todoku_tone_for_severity ("good"), ==, TODOKU_TONE_GOOD);
  g_assert_cmpint (todoku_tone_for_state ("ask"),
                   ==,
                   TODOKU_TONE_COULD_NOT_TELL);
  g_assert_cmpint (todoku_tone_for_state ("not-applicable"),
                   ==,
                   TODOKU_TONE_NOT_TESTED);
}

/* The report's sign would stand beside the icon, and be read out twice. */
static void
test_outcome_words (void)
{
  for (int outcome = 0; outcome < TODOKU_N_OUTCOMES; outcome++)
    for (int language = 0; language < TODOKU_N_LANGUAGES; language++) {
      const char *word = todoku_outcome_get_word (outcome, language);

      g_assert_cmpstr (word, !=, "");
      g_assert_true (g_unichar_isalpha (g_utf8_get_char (word)));
    }
}

static void
test_languages_for_setting (void)
{
  static const struct {
    const char *setting;
    const char *desktop;
    TodokuLanguages expected;
  } rows[] = {
    { "auto", "ja_JP.UTF-8", TODOKU_LANGUAGES_JA },
    { "auto", "ja", TODOKU_LANGUAGES_JA },
    { "auto", "en_GB", TODOKU_LANGUAGES_EN },
    { "auto", "de_DE", TODOKU_LANGUAGES_EN },
    { "auto", NULL, TODOKU_LANGUAGES_EN },
    { NULL, "ja_JP", TODOKU_LANGUAGES_JA },
    { "ja", "en", TODOKU_LANGUAGES_JA },
    { "en", "ja", TODOKU_LANGUAGES_EN },
    { "both", "ja", TODOKU_LANGUAGES_BOTH },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    const char *desktop[] = { rows[i].desktop, NULL };

    g_assert_cmpint (todoku_languages_for_setting (rows[i].setting, desktop),
                     ==,
                     rows[i].expected);
  }
  g_assert_cmpint (todoku_languages_get_first (TODOKU_LANGUAGES_BOTH),
                   ==,
                   TODOKU_LANGUAGE_JA);
  g_assert_cmpint (todoku_languages_to_report_flags (TODOKU_LANGUAGES_BOTH),
                   ==,
                   TODOKU_REPORT_EN | TODOKU_REPORT_JA);
}

static void
test_languages_join (void)
{
  static const struct {
    TodokuLanguages languages;
    const char *ja, *en, *expected;
  } rows[] = {
    { TODOKU_LANGUAGES_JA, "はい", "Yes", "はい" },
    { TODOKU_LANGUAGES_EN, "はい", "Yes", "Yes" },
    { TODOKU_LANGUAGES_BOTH, "はい", "Yes", "はい / Yes" },
    { TODOKU_LANGUAGES_BOTH, "SSL/TLS", "SSL/TLS", "SSL/TLS" },
    { TODOKU_LANGUAGES_BOTH, NULL, "Yes", "Yes" },
    { TODOKU_LANGUAGES_BOTH, "はい", NULL, "はい" },
    { TODOKU_LANGUAGES_BOTH, NULL, NULL, "" },
    { TODOKU_LANGUAGES_JA, NULL, "Yes", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *joined = todoku_languages_join (rows[i].languages,
                                                     rows[i].ja,
                                                     rows[i].en,
                                                     " / ");

    g_assert_cmpstr (joined, ==, rows[i].expected);
  }
}

static void
test_port (void)
{
  static const struct {
    const char *text;
    guint16 expected; /* 0: no port */
  } rows[] = {
    { "587", 587 },     { " 465 ", 465 }, { "５８７", 587 }, { "1", 1 },
    { "65535", 65535 }, { "65536", 0 },   { "0", 0 },        { "", 0 },
    { "9e3", 0 },       { "-1", 0 },      { "+25", 0 },      { "25a", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    guint16 port = 0;

    g_test_message ("“%s”", rows[i].text);
    g_assert_cmpint (todoku_port_parse (rows[i].text, &port),
                     ==,
                     rows[i].expected != 0);
    g_assert_cmpint (port, ==, rows[i].expected);
  }
}

static void
test_milliseconds (void)
{
  static const struct {
    gint64 microseconds;
    const char *expected;
  } rows[] = {
    { -1, "" },           { 0, "0 ms" },          { 1499, "1 ms" },
    { 1500, "2 ms" },     { 44000, "44 ms" },     { 999400, "999 ms" },
    { 1000000, "1.0 s" }, { 12345678, "12.3 s" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *text = todoku_milliseconds_format (rows[i].microseconds);

    g_assert_cmpstr (text, ==, rows[i].expected);
  }
}

static void
test_link_host (void)
{
  g_autofree char *host =
      todoku_link_get_host ("https://support.example.com/mail/answer/1?hl=ja");
  g_autofree char *name = todoku_link_get_host ("RFC 8314");

  g_assert_cmpstr (host, ==, "support.example.com");
  g_assert_cmpstr (name, ==, "RFC 8314");
}

static void
test_methods (void)
{
  static const struct {
    const char *methods[4];
    const char *part;
  } rows[] = {
    { { NULL }, "" },
    { { "password", NULL }, "usual password" },
    { { "oauth2", "app-password", NULL }, "or an app password" },
    { { "app-password", NULL }, "Needs an app password" },
    { { "oauth2", NULL }, "no kind of password" },
    { { "provider-password", NULL }, "service issues" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_nonnull (
        strstr (todoku_methods_get_words (rows[i].methods), rows[i].part));
}

static void
test_pairing (void)
{
  g_autofree char *starttls =
      todoku_pairing_get_words (TODOKU_PAIRING_NEEDS_STARTTLS,
                                587,
                                "SSL",
                                "TLS");
  g_autofree char *tls =
      todoku_pairing_get_words (TODOKU_PAIRING_NEEDS_TLS, 465, "SSL", "TLS");

  g_assert_cmpstr (starttls, ==, "Port 587 goes with “TLS”");
  g_assert_cmpstr (tls, ==, "Port 465 goes with “SSL”");
  g_assert_null (
      todoku_pairing_get_words (TODOKU_PAIRING_POSSIBLE, 465, "SSL", "TLS"));
  g_assert_null (
      todoku_pairing_get_words (TODOKU_PAIRING_UNKNOWN, 2525, "SSL", "TLS"));
}

static void
test_budget (void)
{
  const TodokuBudget one = { .connections = 1, .sign_ins = 0 };
  const TodokuBudget many = { .connections = 9, .sign_ins = 1 };
  g_autofree char *first = todoku_budget_get_words (&one);
  g_autofree char *second = todoku_budget_get_words (&many);

  g_assert_cmpstr (first, ==, "1 connection · 0 sign-ins");
  g_assert_cmpstr (second, ==, "9 connections · 1 sign-in");
}

/* Pages of the same host are told apart. */
static void
test_sources (void)
{
  static const char *const sources[] = {
    "https://support.example.com/1",
    "RFC 8314 §3.3",
    "https://www.example.com/",
    "https://support.example.com/2",
    NULL,
  };
  g_autofree char *markup = todoku_sources_dup_markup (sources);

  g_assert_cmpstr (
      markup,
      ==,
      "<a href=\"https://support.example.com/1\">support.example.com</a> · "
      "RFC 8314 §3.3 · "
      "<a href=\"https://www.example.com/\">www.example.com</a> · "
      "<a href=\"https://support.example.com/2\">support.example.com (2)</a>");
}

static void
test_timeline (void)
{
  g_autoptr (TodokuTimeline) timeline = todoku_timeline_new ();

  g_assert_cmpint (todoku_timeline_get_duration_us (timeline), ==, -1);
  todoku_timeline_begin (timeline, TODOKU_STAGE_CONNECT, 1000);
  todoku_timeline_end (timeline,
                       TODOKU_STAGE_CONNECT,
                       TODOKU_OUTCOME_GOOD,
                       3000);
  todoku_timeline_begin (timeline, TODOKU_STAGE_GREETING, 3000);
  todoku_timeline_end (timeline,
                       TODOKU_STAGE_GREETING,
                       TODOKU_OUTCOME_PROBLEM,
                       9000);
  g_assert_cmpint (todoku_timeline_get_duration_us (timeline), ==, 8000);
}

static gboolean
has_japanese (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (g_utf8_get_char (text) >= 0x3000)
      return TRUE;
  return FALSE;
}

static void
test_pane_words (void)
{
  for (int word = 0; word < TODOKU_N_WORDS; word++) {
    const char *en = todoku_pane_word (word, TODOKU_LANGUAGE_EN);
    const char *ja = todoku_pane_word (word, TODOKU_LANGUAGE_JA);

    g_assert_nonnull (en);
    g_assert_nonnull (ja);
    g_assert_false (has_japanese (en));
    if (word != TODOKU_WORD_TLS && word != TODOKU_WORD_STARTTLS)
      g_assert_true (has_japanese (ja));
  }
}

static void
test_words_for_values (void)
{
  g_assert_cmpint (todoku_pane_word_for_certainty (TODOKU_CERTAINTY_LIKELY),
                   ==,
                   TODOKU_WORD_LIKELY);
  g_assert_cmpint (todoku_pane_word_for_who ("administrator"),
                   ==,
                   TODOKU_WORD_BY_ADMINISTRATOR);
  g_assert_cmpint (todoku_pane_word_for_who (NULL), ==, TODOKU_WORD_BY_USER);
  g_assert_cmpint (todoku_pane_word_for_state ("ask"),
                   ==,
                   TODOKU_WORD_STATE_ASK);
  g_assert_cmpint (todoku_pane_word_for_severity ("warning"),
                   ==,
                   TODOKU_WORD_SEVERITY_WARNING);
  g_assert_cmpint (todoku_pane_word_for_security (TODOKU_SECURITY_NONE),
                   ==,
                   TODOKU_WORD_NO_ENCRYPTION);
  g_assert_cmpint (todoku_pane_word_for_channel (TODOKU_CHANNEL_UNVERIFIED),
                   ==,
                   TODOKU_WORD_CHANNEL_UNVERIFIED);
  g_assert_cmpint (todoku_pane_word_for_method ("oauth2"),
                   ==,
                   TODOKU_WORD_OAUTH2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/closures/tones", test_tones);
  g_test_add_func ("/closures/outcome-words", test_outcome_words);
  g_test_add_func ("/closures/languages-for-setting",
                   test_languages_for_setting);
  g_test_add_func ("/closures/languages-join", test_languages_join);
  g_test_add_func ("/closures/port", test_port);
  g_test_add_func ("/closures/milliseconds", test_milliseconds);
  g_test_add_func ("/closures/link-host", test_link_host);
  g_test_add_func ("/closures/methods", test_methods);
  g_test_add_func ("/closures/pairing", test_pairing);
  g_test_add_func ("/closures/budget", test_budget);
  g_test_add_func ("/closures/sources", test_sources);
  g_test_add_func ("/closures/timeline", test_timeline);
  g_test_add_func ("/pane-words/both-languages", test_pane_words);
  g_test_add_func ("/pane-words/for-values", test_words_for_values);
  return g_test_run ();
}
