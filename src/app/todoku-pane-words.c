/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "todoku-pane-words.h"
#include "config.h"

static const char *const words[TODOKU_N_WORDS][TODOKU_N_LANGUAGES] = {
  [TODOKU_WORD_STEPS] = { "What to do", "やること" },
  [TODOKU_WORD_SETTINGS] = { "The right settings", "正しい設定" },
  [TODOKU_WORD_CHECKLIST] = { "Checklist", "チェックリスト" },
  [TODOKU_WORD_OTHER_FINDINGS] = { "Also noticed", "ほかに気づいたこと" },
  [TODOKU_WORD_RULED_OUT] = { "Ruled out", "原因ではないと分かったこと" },
  [TODOKU_WORD_SERVERS] = { "Servers tested", "調べたサーバー" },
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
  [TODOKU_WORD_PORT_AND_ENCRYPTION] = { "Port and encryption",
                                        "ポートと暗号化" },
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
