/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-report-words.h"

#include <string.h>

static const char *const words[TODOKU_N_WORDS][TODOKU_N_LANGUAGES] = {
  [TODOKU_WORD_TITLE] = { "Todoku: why mail does not get through", "Todoku: メールが届かない理由" },
  [TODOKU_WORD_WHAT_TO_DO] = { "What to do", "やること" },
  [TODOKU_WORD_SETTINGS] = { "The right settings", "正しい設定" },
  [TODOKU_WORD_INCOMING] = { "Incoming", "受信" },
  [TODOKU_WORD_OUTGOING] = { "Outgoing", "送信" },
  [TODOKU_WORD_USER] = { "User name", "ユーザー名" },
  [TODOKU_WORD_CHECKLIST] = { "Checklist", "チェックリスト" },
  [TODOKU_WORD_OTHERS] = { "Also found", "ほかに分かったこと" },
  [TODOKU_WORD_RULED_OUT] = { "Ruled out", "当てはまらなかった原因" },
  [TODOKU_WORD_SEEN] = { "What was seen", "実際に見えたこと" },
  [TODOKU_WORD_TESTED] = { "Servers tested", "調べたサーバー" },
  [TODOKU_WORD_TRANSCRIPT] = { "Transcript", "通信の記録" },
  [TODOKU_WORD_CHECKED] = { "checked", "確認" },
  [TODOKU_WORD_SOURCES] = { "Sources", "出典" },
  [TODOKU_WORD_ADMINISTRATOR] = { "for the administrator", "管理者の方へ" },
  [TODOKU_WORD_PROVIDER] = { "for the mail service", "メールサービス側" },
  [TODOKU_WORD_CONSEQUENCE] = { "follows from it", "そのために起きること" },
  [TODOKU_WORD_REDACTED] = { "Left out of this report: passwords and tokens always; the mail address is shortened.",
                             "このレポートには、パスワードやトークンは一切含まれません。メールアドレスは一部を伏せています。" },
  [TODOKU_WORD_SIGN_IN] = { "Sign-in", "サインイン方法" },
};

const char *
todoku_word (TodokuWord word, TodokuLanguage language)
{
  return words[word][language];
}

const char *
todoku_certainty_word (TodokuCertainty certainty, TodokuLanguage language)
{
  static const char *const names[][TODOKU_N_LANGUAGES] = { { "possible", "可能性あり" }, { "likely", "ほぼ確実" }, { "certain", "確実" } };

  return names[certainty][language];
}

const char *
todoku_state_word (const char *state, TodokuLanguage language)
{
  static const struct {
    const char *state;
    const char *word[TODOKU_N_LANGUAGES];
  } names[] = {
    { "good", { "[ok]", "[よし]" } },
    { "problem", { "[!!]", "[問題]" } },
    { "ask", { "[??]", "[質問]" } },
    { "not-applicable", { "[--]", "[対象外]" } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (names[i].state, state) == 0)
      return names[i].word[language];
  return "";
}

const char *
todoku_security_word (TodokuSecurity security)
{
  static const char *const names[] = { "SSL/TLS", "STARTTLS", "-" };

  return names[security];
}

const char *
todoku_sign_in_word (const char *method, TodokuLanguage language)
{
  static const struct {
    const char *method;
    const char *word[TODOKU_N_LANGUAGES];
  } names[] = {
    { "oauth2", { "OAuth 2.0 (sign-in window)", "OAuth 2.0(サインイン画面)" } },
    { "app-password", { "app password", "アプリ パスワード" } },
    { "password", { "password", "パスワード" } },
    { "provider-password", { "password set for mail apps", "メールソフト用のパスワード" } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (names[i].method, method) == 0)
      return names[i].word[language];
  return method;
}

/**
 * todoku_outcome_word:
 * @outcome: an outcome
 * @language: a language
 *
 * Returns: (transfer none): the word for it, the same everywhere
 */
const char *
todoku_outcome_word (TodokuOutcome outcome, TodokuLanguage language)
{
  static const char *const names[TODOKU_N_OUTCOMES][TODOKU_N_LANGUAGES] = {
    [TODOKU_OUTCOME_NOT_TESTED] = { "not tested", "未確認" },
    [TODOKU_OUTCOME_GOOD] = { "good", "正常" },
    [TODOKU_OUTCOME_PROBLEM] = { "problem", "問題あり" },
    [TODOKU_OUTCOME_BLOCKED] = { "blocked on the way", "途中で遮断" },
    [TODOKU_OUTCOME_COULD_NOT_TELL] = { "could not tell", "判断できず" },
  };

  g_return_val_if_fail ((guint) outcome < TODOKU_N_OUTCOMES, NULL);

  return names[outcome][language];
}

char *
todoku_report_address (TodokuRun *run, const char *text, TodokuReportFlags flags)
{
  const char *address = todoku_account_get_address (todoku_run_get_account (run));
  g_autoptr (GString) shown = NULL;
  g_autofree char *mask = NULL;

  if (!text)
    return NULL;
  if ((flags & TODOKU_REPORT_UNREDACTED) || !address)
    return g_strdup (text);
  shown = g_string_new (text);
  mask = g_strdup_printf ("%.*s…%s", (int) (g_utf8_next_char (address) - address), address, strrchr (address, '@'));
  g_string_replace (shown, address, mask, 0);
  return g_string_free (g_steal_pointer (&shown), FALSE);
}
