/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-pane-words.h"

static const char *const words[TODOKU_N_WORDS][TODOKU_N_LANGUAGES] = {
  [TODOKU_WORD_STEPS] = { "What to do", "やること" },
  [TODOKU_WORD_SETTINGS] = { "The right settings", "正しい設定" },
  [TODOKU_WORD_CHECKLIST] = { "Checklist", "チェックリスト" },
  [TODOKU_WORD_APP_NOTES] = { "About the mail app", "メールソフトについて" },
  [TODOKU_WORD_GUIDES] = { "Step by step", "手順のまとめ" },
  [TODOKU_WORD_KNOW_FIRST] = { "Good to know first", "始める前に" },
  [TODOKU_WORD_OTHER_FINDINGS] = { "Also noticed", "ほかに気づいたこと" },
  [TODOKU_WORD_RULED_OUT] = { "Ruled out", "原因ではないと分かったこと" },
  [TODOKU_WORD_TRANSCRIPT] = { "What was said", "通信の記録" },
  [TODOKU_WORD_CONSEQUENCES] = { "This also explains",
                                 "これが原因で起きていること" },
  [TODOKU_WORD_CHECKED] = { "checked", "情報の確認日" },
  [TODOKU_WORD_SOURCES] = { "Sources", "出典" },
  [TODOKU_WORD_CERTAIN] = { "certain", "確実" },
  [TODOKU_WORD_LIKELY] = { "likely", "可能性が高い" },
  [TODOKU_WORD_POSSIBLE] = { "possible", "可能性あり" },
  [TODOKU_WORD_BY_USER] = { "You", "ご自身で" },
  [TODOKU_WORD_BY_ADMINISTRATOR] = { "Your administrator",
                                     "組織の管理者に依頼" },
  [TODOKU_WORD_BY_PROVIDER] = { "The mail service", "メールサービス側" },
  [TODOKU_WORD_OPEN] = { "Open the page", "ページを開く" },
  [TODOKU_WORD_COPY] = { "Copy", "コピー" },
  [TODOKU_WORD_COPY_ALL] = { "Copy all", "すべてコピー" },
  [TODOKU_WORD_INCOMING] = { "Incoming server", "受信サーバー" },
  [TODOKU_WORD_OUTGOING] = { "Outgoing server", "送信サーバー" },
  [TODOKU_WORD_INCOMING_PORT] = { "Incoming port and encryption",
                                  "受信のポートと暗号化" },
  [TODOKU_WORD_OUTGOING_PORT] = { "Outgoing port and encryption",
                                  "送信のポートと暗号化" },
  [TODOKU_WORD_USER_NAME] = { "User name", "ユーザー名" },
  [TODOKU_WORD_SIGN_IN] = { "Sign-in", "サインインの方法" },
  [TODOKU_WORD_OAUTH2] = { "through the browser (OAuth)",
                           "ブラウザーでサインイン(OAuth)" },
  [TODOKU_WORD_APP_PASSWORD] = { "app password", "アプリ パスワード" },
  [TODOKU_WORD_PASSWORD] = { "your usual password", "普段のパスワード" },
  [TODOKU_WORD_PROVIDER_PASSWORD] = { "password issued by the service",
                                      "サービスが発行したパスワード" },
  [TODOKU_WORD_YES] = { "Yes", "はい" },
  [TODOKU_WORD_NO] = { "No", "いいえ" },
  [TODOKU_WORD_DO_NOT_KNOW] = { "Don’t know", "わからない" },
  [TODOKU_WORD_STATE_GOOD] = { "Good", "問題なし" },
  [TODOKU_WORD_STATE_PROBLEM] = { "Problem", "問題あり" },
  [TODOKU_WORD_STATE_ASK] = { "Please tell", "確認してください" },
  [TODOKU_WORD_STATE_NOT_APPLICABLE] = { "Does not apply", "該当しません" },
  [TODOKU_WORD_SEVERITY_WARNING] = { "Warning", "注意" },
  [TODOKU_WORD_SEVERITY_NOTE] = { "Note", "参考" },
  [TODOKU_WORD_YOUR_SETTING] = { "your setting", "お使いの設定" },
  [TODOKU_WORD_TLS] = { "SSL/TLS", "SSL/TLS" },
  [TODOKU_WORD_STARTTLS] = { "STARTTLS", "STARTTLS" },
  [TODOKU_WORD_NO_ENCRYPTION] = { "no encryption", "暗号化なし" },
  [TODOKU_WORD_CHANNEL_PLAIN] = { "unencrypted", "暗号化なし" },
  [TODOKU_WORD_CHANNEL_UNVERIFIED] = { "encrypted, server not verified",
                                       "暗号化あり・相手は未確認" },
  [TODOKU_WORD_CHANNEL_VERIFIED] = { "encrypted", "暗号化あり" },
  [TODOKU_WORD_FORGEABLE] = { "Unencrypted lines may have been forged on the "
                              "way.",
                              "「暗号化なし」の行は、途中で書き換えられている可"
                              "能性があります。" },
  [TODOKU_WORD_LINES_DROPPED] = { "further lines were not kept",
                                  "行を省略しました" },
  [TODOKU_WORD_NOTHING_SAID] = { "Nothing was said.",
                                 "やり取りはありませんでした。" },
  [TODOKU_WORD_EVIDENCE] = { "What was tested", "調べた結果" },
  [TODOKU_WORD_GRID] = { "Ports and encryption", "ポートと暗号化" },
  [TODOKU_WORD_WATERFALL] = { "Where the time went", "時間の内訳" },
  [TODOKU_WORD_CERTIFICATES] = { "Certificates", "証明書" },
  [TODOKU_WORD_OFFERS] = { "What the servers offer",
                           "サーバーが対応している機能" },
  [TODOKU_WORD_PORT] = { "Port", "ポート" },
  [TODOKU_WORD_NOW] = { "as set now", "今の設定" },
  [TODOKU_WORD_RECOMMENDED] = { "right setting", "正しい設定" },
  [TODOKU_WORD_FOLLOWS] = { "Not tried itself: it follows from what the port "
                            "was seen to speak.",
                            "個別には試していません。このポートの応答の仕方から"
                            "分かることです。" },
  [TODOKU_WORD_NOT_TRIED] = { "Not tested.", "まだ調べていません。" },
  [TODOKU_WORD_CELL_HINT] = { "Choose a cell to read what was seen there.",
                              "欄を選ぶと、そこで確認できたことを表示します"
                              "。" },
  [TODOKU_WORD_OUTLINED] = { "Outlined: the right setting.",
                             "枠で囲んだ欄が正しい設定です。" },
  [TODOKU_WORD_BAR_HINT] = { "Choose a bar to read how long each step took.",
                             "帯を選ぶと、各段階にかかった時間を表示します。" },
  [TODOKU_WORD_COMPARED] = { "Tried for comparison", "比較のために調べたもの" },
  [TODOKU_WORD_STAGE_NAME] = { "name", "名前の解決" },
  [TODOKU_WORD_STAGE_CONNECTION] = { "connection", "接続" },
  [TODOKU_WORD_STAGE_TLS] = { "TLS", "TLS の開始" },
  [TODOKU_WORD_STAGE_GREETING] = { "greeting", "サーバーの応答" },
  [TODOKU_WORD_STAGE_SIGN_IN] = { "sign-in", "サインイン" },
  [TODOKU_WORD_ISSUED_FOR] = { "For", "対象の名前" },
  [TODOKU_WORD_VALID] = { "Valid", "有効期間" },
  [TODOKU_WORD_VALID_UNTIL] = { "Valid until", "有効期限" },
  [TODOKU_WORD_ISSUED_BY] = { "Issued by", "発行者" },
  [TODOKU_WORD_FINGERPRINT] = { "Fingerprint (SHA-256)",
                                "フィンガープリント(SHA-256)" },
  [TODOKU_WORD_ISSUER_EXPECTED] = { "as expected of this service",
                                    "このサービスの発行者として想定どおり" },
  [TODOKU_WORD_ISSUER_UNEXPECTED] = { "not who usually vouches for this "
                                      "service",
                                      "このサービスの通常の発行者とは異なりま"
                                      "す" },
  [TODOKU_WORD_VERIFIED] = { "Verified", "確認できました" },
  [TODOKU_WORD_NOT_VERIFIED] = { "Not verified", "確認できませんでした" },
  [TODOKU_WORD_CERTIFICATE_EXPIRED] = { "expired", "期限切れ" },
  [TODOKU_WORD_CERTIFICATE_NOT_YET_VALID] = { "not valid yet", "有効期間の前" },
  [TODOKU_WORD_CERTIFICATE_NAME_MISMATCH] = { "for another server name",
                                              "別のサーバー名のもの" },
  [TODOKU_WORD_CERTIFICATE_SELF_SIGNED] = { "signed by itself", "自己署名" },
  [TODOKU_WORD_CERTIFICATE_UNTRUSTED] = { "issuer not trusted by this computer",
                                          "発行元がこのコンピューターに信頼され"
                                          "ていません" },
  [TODOKU_WORD_CERTIFICATE_CHAIN_INCOMPLETE] = { "chain incomplete",
                                                 "中間証明書が不足" },
  [TODOKU_WORD_CERTIFICATE_WEAK] = { "key or signature too weak",
                                     "鍵または署名が弱い" },
  [TODOKU_WORD_CERTIFICATE_REVOKED] = { "revoked", "失効済み" },
  [TODOKU_WORD_CERTIFICATE_STAPLE_MISSING] = { "promised proof of validity "
                                               "missing",
                                               "約束された失効情報がない" },
  [TODOKU_WORD_CERTIFICATE_UNSUITABLE] = { "not made for servers",
                                           "サーバー用ではありません" },
  [TODOKU_WORD_CHAIN_MISSING] = { "The server did not send the certificate "
                                  "that belongs here.",
                                  "ここに入る証明書を、サーバーが送ってきません"
                                  "でした。" },
  [TODOKU_WORD_CHAIN_ANCHOR] = { "Trusted by this computer",
                                 "このコンピューターが信頼している発行元" },
  [TODOKU_WORD_SEARCH] = { "Search in what was said", "通信の記録を検索" },
  [TODOKU_WORD_MATCHES] = { "found", "件見つかりました" },
  [TODOKU_WORD_COMMANDS] = { "The same on a command line",
                             "同じことをコマンドで確かめる" },
  [TODOKU_WORD_COPY_REDACTED] = { "Copy, with the address shortened",
                                  "コピー(メールアドレスは短くします)" },
  [TODOKU_WORD_SINCE_LAST_TIME] = { "Since last time", "前回との違い" },
  [TODOKU_WORD_SAME_AS_BEFORE] = { "The same as last time",
                                   "前回と同じ結果です" },
  [TODOKU_WORD_NO_LONGER_FOUND] = { "No longer found",
                                    "見つからなくなりました" },
  [TODOKU_WORD_NEWLY_FOUND] = { "New", "新しく見つかりました" },
  [TODOKU_WORD_SETTING_CHANGED] = { "Setting changed", "設定の変更" },
  [TODOKU_WORD_RECOGNISED] = { "What was recognised in it", "認識できた部分" },
};

/**
 * todoku_pane_word:
 * @word: a word
 * @language: a language
 *
 * Returns: the word in @language
 */
const char *
todoku_pane_word (TodokuPaneWord word, TodokuLanguage language)
{
  return words[word][language];
}

/**
 * todoku_pane_words:
 * @word: a word
 * @languages: at least one
 *
 * Returns: (transfer full): the word in @languages, on one line
 */
char *
todoku_pane_words (TodokuPaneWord word, TodokuLanguages languages)
{
  return todoku_languages_join (languages,
                                words[word][TODOKU_LANGUAGE_JA],
                                words[word][TODOKU_LANGUAGE_EN],
                                " / ");
}

/**
 * todoku_pane_word_for_certainty:
 * @certainty: of a finding
 *
 * Returns: the word for it
 */
TodokuPaneWord
todoku_pane_word_for_certainty (TodokuCertainty certainty)
{
  switch (certainty) {
  case TODOKU_CERTAINTY_CERTAIN:
    return TODOKU_WORD_CERTAIN;
  case TODOKU_CERTAINTY_LIKELY:
    return TODOKU_WORD_LIKELY;
  case TODOKU_CERTAINTY_POSSIBLE:
  default:
    return TODOKU_WORD_POSSIBLE;
  }
}

/**
 * todoku_pane_word_for_who:
 * @who: (nullable): user administrator provider
 *
 * Returns: the word for who takes a step
 */
TodokuPaneWord
todoku_pane_word_for_who (const char *who)
{
  if (g_strcmp0 (who, "administrator") == 0)
    return TODOKU_WORD_BY_ADMINISTRATOR;
  if (g_strcmp0 (who, "provider") == 0)
    return TODOKU_WORD_BY_PROVIDER;
  return TODOKU_WORD_BY_USER;
}

/**
 * todoku_pane_word_for_state:
 * @state: of a checklist item
 *
 * Returns: the word for it
 */
TodokuPaneWord
todoku_pane_word_for_state (const char *state)
{
  if (g_strcmp0 (state, "good") == 0)
    return TODOKU_WORD_STATE_GOOD;
  if (g_strcmp0 (state, "problem") == 0)
    return TODOKU_WORD_STATE_PROBLEM;
  if (g_strcmp0 (state, "not-applicable") == 0)
    return TODOKU_WORD_STATE_NOT_APPLICABLE;
  return TODOKU_WORD_STATE_ASK;
}

/**
 * todoku_pane_word_for_severity:
 * @severity: of a finding
 *
 * Returns: the word for it
 */
TodokuPaneWord
todoku_pane_word_for_severity (const char *severity)
{
  if (g_strcmp0 (severity, "good") == 0)
    return TODOKU_WORD_STATE_GOOD;
  if (g_strcmp0 (severity, "problem") == 0)
    return TODOKU_WORD_STATE_PROBLEM;
  if (g_strcmp0 (severity, "warning") == 0)
    return TODOKU_WORD_SEVERITY_WARNING;
  return TODOKU_WORD_SEVERITY_NOTE;
}

/**
 * todoku_pane_word_for_security:
 * @security: of an endpoint
 *
 * Returns: the word for it, of no mail app in particular
 */
TodokuPaneWord
todoku_pane_word_for_security (TodokuSecurity security)
{
  switch (security) {
  case TODOKU_SECURITY_TLS:
    return TODOKU_WORD_TLS;
  case TODOKU_SECURITY_STARTTLS:
    return TODOKU_WORD_STARTTLS;
  case TODOKU_SECURITY_NONE:
  default:
    return TODOKU_WORD_NO_ENCRYPTION;
  }
}

/**
 * todoku_pane_word_for_channel:
 * @channel: of a transcript's line
 *
 * Returns: the word for it
 */
TodokuPaneWord
todoku_pane_word_for_channel (TodokuChannel channel)
{
  switch (channel) {
  case TODOKU_CHANNEL_VERIFIED:
    return TODOKU_WORD_CHANNEL_VERIFIED;
  case TODOKU_CHANNEL_UNVERIFIED:
    return TODOKU_WORD_CHANNEL_UNVERIFIED;
  case TODOKU_CHANNEL_PLAIN:
  case TODOKU_N_CHANNELS:
  default:
    return TODOKU_WORD_CHANNEL_PLAIN;
  }
}

/**
 * todoku_pane_word_for_method:
 * @method: of signing in: password app-password provider-password oauth2
 *
 * Returns: the word for it
 */
TodokuPaneWord
todoku_pane_word_for_method (const char *method)
{
  if (g_strcmp0 (method, "oauth2") == 0)
    return TODOKU_WORD_OAUTH2;
  if (g_strcmp0 (method, "app-password") == 0)
    return TODOKU_WORD_APP_PASSWORD;
  if (g_strcmp0 (method, "provider-password") == 0)
    return TODOKU_WORD_PROVIDER_PASSWORD;
  return TODOKU_WORD_PASSWORD;
}

/**
 * todoku_pane_word_for_certificate:
 * @problem: of a certificate
 *
 * Returns: the word for it
 */
TodokuPaneWord
todoku_pane_word_for_certificate (TodokuCertificateProblem problem)
{
  static const TodokuPaneWord for_problem[] = {
    [TODOKU_CERTIFICATE_EXPIRED] = TODOKU_WORD_CERTIFICATE_EXPIRED,
    [TODOKU_CERTIFICATE_NOT_YET_VALID] = TODOKU_WORD_CERTIFICATE_NOT_YET_VALID,
    [TODOKU_CERTIFICATE_NAME_MISMATCH] = TODOKU_WORD_CERTIFICATE_NAME_MISMATCH,
    [TODOKU_CERTIFICATE_SELF_SIGNED] = TODOKU_WORD_CERTIFICATE_SELF_SIGNED,
    [TODOKU_CERTIFICATE_UNTRUSTED] = TODOKU_WORD_CERTIFICATE_UNTRUSTED,
    [TODOKU_CERTIFICATE_CHAIN_INCOMPLETE] =
        TODOKU_WORD_CERTIFICATE_CHAIN_INCOMPLETE,
    [TODOKU_CERTIFICATE_WEAK] = TODOKU_WORD_CERTIFICATE_WEAK,
    [TODOKU_CERTIFICATE_REVOKED] = TODOKU_WORD_CERTIFICATE_REVOKED,
    [TODOKU_CERTIFICATE_STAPLE_MISSING] =
        TODOKU_WORD_CERTIFICATE_STAPLE_MISSING,
    [TODOKU_CERTIFICATE_UNSUITABLE] = TODOKU_WORD_CERTIFICATE_UNSUITABLE,
  };

  G_STATIC_ASSERT (G_N_ELEMENTS (for_problem) == TODOKU_N_CERTIFICATE_PROBLEMS);
  return for_problem[problem];
}
