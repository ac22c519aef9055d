/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-report-words.h"

#include "todoku-report.h"

#include <string.h>

/**
 * todoku_report_word:
 * @word: which
 * @language: a language
 *
 * Returns: (transfer none): a word of the report itself
 */
const char *
todoku_report_word (TodokuReportWord word, TodokuLanguage language)
{
#define PAIR(s, e, j) { e, j },
  static const char *const words[][TODOKU_N_LANGUAGES] = { TODOKU_REPORT_WORDS (
      PAIR) };
#undef PAIR

  return words[word][language];
}

typedef struct {
  const char *term;
  const char *words[TODOKU_N_LANGUAGES];
} Term;

static const Term terms[] = {
  { "certain", { "certain", "確実" } },
  { "likely", { "likely", "可能性が高い" } },
  { "possible", { "possible", "可能性がある" } },
  { "good", { "good", "良好" } },
  { "problem", { "problem", "問題あり" } },
  { "warning", { "warning", "注意" } },
  { "note", { "note", "お知らせ" } },
  { "blocked", { "blocked on the way", "途中で遮断" } },
  { "not-tested", { "not tested", "未検査" } },
  { "could-not-tell", { "could not tell", "判定できず" } },
  { "ask", { "please answer", "回答待ち" } },
  { "not-applicable", { "does not apply", "対象外" } },
  { "configured", { "as set in the app", "アプリの設定" } },
  { "preset", { "as the service recommends", "サービスの推奨" } },
  { "grid", { "for comparison", "比較のため" } },
  { "control", { "to test the network", "回線の確認" } },
  { "yes", { "yes", "はい" } },
  { "no", { "no", "いいえ" } },
  { "arrived", { "arrived", "届きました" } },
  { "not-seen", { "not seen in time", "時間内に確認できませんでした" } },
  { "taken",
    { "taken by the outgoing server", "送信サーバーが受け付けました" } },
  { "send", { "cannot send", "送信できない" } },
  { "receive", { "cannot receive", "受信できない" } },
  { "both", { "neither sends nor receives", "送受信できない" } },
  { "none", { "none", "なし" } },
  { "tls", { "SSL/TLS (from the start)", "SSL/TLS(最初から)" } },
  { "starttls", { "STARTTLS", "STARTTLS" } },
  { "password", { "account password", "アカウントのパスワード" } },
  { "app-password", { "app password", "アプリ パスワード" } },
  { "provider-password",
    { "the service's own mail password", "メール専用パスワード" } },
  { "oauth2",
    { "OAuth 2.0 (sign-in in a browser)",
      "OAuth 2.0(ブラウザーでのサインイン)" } },
  { "administrator", { "for the administrator", "管理者の方に依頼" } },
  { "provider", { "for the mail service", "メールサービスに依頼" } },
  { "incoming", { "incoming", "受信" } },
  { "outgoing", { "outgoing", "送信" } },
};

/**
 * todoku_report_term:
 * @term: a word of the JSON contract
 * @language: a language
 *
 * Returns: (transfer none): what people say for it
 */
const char *
todoku_report_term (const char *term, TodokuLanguage language)
{
  for (gsize i = 0; i < G_N_ELEMENTS (terms); i++)
    if (strcmp (terms[i].term, term) == 0)
      return terms[i].words[language];
  return term;
}

/**
 * todoku_report_sign:
 * @term: an outcome, severity or state of the JSON contract
 *
 * Colour never stands alone: a sign goes with it.
 *
 * Returns: (transfer none): its sign
 */
const char *
todoku_report_sign (const char *term)
{
  static const char *const signs[][2] = {
    { "good", "✔" },           { "problem", "✖" }, { "warning", "⚠" },
    { "note", "ℹ" },           { "blocked", "⊘" }, { "not-tested", "–" },
    { "could-not-tell", "?" }, { "ask", "?" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (signs); i++)
    if (strcmp (signs[i][0], term) == 0)
      return signs[i][1];
  return "–";
}

/**
 * todoku_outcome_word:
 * @outcome: an outcome
 * @language: a language
 *
 * Returns: (transfer none): sign and word, the same everywhere
 */
const char *
todoku_outcome_word (TodokuOutcome outcome, TodokuLanguage language)
{
  static const char *const words[TODOKU_N_OUTCOMES][TODOKU_N_LANGUAGES] = {
    [TODOKU_OUTCOME_NOT_TESTED] = { "– not tested", "– 未検査" },
    [TODOKU_OUTCOME_GOOD] = { "✔ good", "✔ 良好" },
    [TODOKU_OUTCOME_PROBLEM] = { "✖ problem", "✖ 問題あり" },
    [TODOKU_OUTCOME_BLOCKED] = { "⊘ blocked on the way", "⊘ 途中で遮断" },
    [TODOKU_OUTCOME_COULD_NOT_TELL] = { "? could not tell", "? 判定できず" },
  };

  g_return_val_if_fail ((guint) outcome < TODOKU_N_OUTCOMES, NULL);
  g_return_val_if_fail ((guint) language < TODOKU_N_LANGUAGES, NULL);

  return words[outcome][language];
}
