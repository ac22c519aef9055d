/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-knowledge.h"
#include "todoku-observed.h"

G_BEGIN_DECLS

/* The words that a report itself says.  They stand here in both languages and
 * not in gettext: a report in Japanese must not depend on the locales of the
 * computer that it is made on. */
#define TODOKU_REPORT_WORDS(X)                                                                                 \
  X (TITLE, "Todoku: what was found", "Todoku の診断結果")                                                     \
  X (HAND_OUT,                                                                                                 \
     "Mail that gets through: what to set",                                                                    \
     "メールを届けるための設定のご案内")                                                                       \
  X (HELP_PAGE, "Help page of the service", "サービスの案内ページ")                                            \
  X (DATE, "As of", "判定の日付")                                                                              \
  X (ADDRESS, "Mail address", "メールアドレス")                                                                \
  X (SERVICE, "Service", "サービス")                                                                           \
  X (APP, "Mail app", "メールソフト")                                                                          \
  X (SYMPTOM, "Trouble", "困っていること")                                                                     \
  X (INCOMING, "Incoming", "受信")                                                                             \
  X (OUTGOING, "Outgoing", "送信")                                                                             \
  X (FOUND_SERVICE, "Service found in", "サービスの情報源")                                                    \
  X (FOUND_INCOMING, "Incoming found in", "受信サーバーの情報源")                                              \
  X (FOUND_OUTGOING, "Outgoing found in", "送信サーバーの情報源")                                              \
  X (FOUND_VERIFIED,                                                                                           \
     "the domain’s own word, certificate verified",                                                            \
     "ドメイン自身の案内、証明書は確認済み")                                                                   \
  X (FOUND_ELSEWHERE, "a third party’s word", "第三者の情報")                                                  \
  X (FOUND_UNSIGNED,                                                                                           \
     "DNS, which could be forged on the way",                                                                  \
     "DNS の情報。途中で書き換えられていても分かりません")                                                     \
  X (SERVER, "Server", "サーバー")                                                                             \
  X (PORT, "Port", "ポート")                                                                                   \
  X (ENCRYPTION, "Encryption", "暗号化")                                                                       \
  X (USER, "User name", "ユーザー名")                                                                          \
  X (SIGN_IN, "Way to sign in", "サインインの方法")                                                            \
  X (STEPS, "What to do", "やること")                                                                          \
  X (EVIDENCE, "What was seen", "確認できたこと")                                                              \
  X (EXPLAINS, "This also explains", "これが原因と考えられる症状")                                             \
  X (OTHERS, "Also found", "ほかに分かったこと")                                                               \
  X (RECOMMENDED, "The right settings", "正しい設定")                                                          \
  X (CHECKLIST, "Checklist", "チェックリスト")                                                                 \
  X (GUIDES, "Step by step", "手順のまとめ")                                                                   \
  X (NOTES, "About the mail app", "メールソフトについて")                                                      \
  X (KNOW_FIRST, "Good to know first", "始める前に")                                                           \
  X (RULED_OUT, "Ruled out", "原因ではないと分かったこと")                                                     \
  X (TESTED, "What was tested", "調べた結果")                                                                  \
  X (OFFERS, "What the servers offer", "サーバーが対応している機能")                                           \
  X (CERTIFICATES, "Certificates", "証明書")                                                                   \
  X (VALID_UNTIL, "Valid until", "有効期限")                                                                   \
  X (ISSUED_BY, "Issued by", "発行者")                                                                         \
  X (ISSUED_FOR, "For", "対象の名前")                                                                          \
  X (ENDPOINT, "Setting", "接続先")                                                                            \
  X (FAMILY, "Address kind", "アドレスの種類")                                                                 \
  X (ROLE, "Why", "調べた理由")                                                                                \
  X (OUTCOME, "Outcome", "結果")                                                                               \
  X (TIME, "Time", "時間")                                                                                     \
  X (DETAIL, "Seen", "分かったこと")                                                                           \
  X (GRID, "Ports and encryption", "ポートと暗号化の組み合わせ")                                               \
  X (NOW, "as set", "今の設定")                                                                                \
  X (FOLLOWS,                                                                                                  \
     "(*) not tried itself: it follows from what the port was seen to speak.",                                 \
     "(*) 個別には試していません。そのポートの応答の仕方から分かることです。")                                 \
  X (DELIVERY, "Test message", "テストメール")                                                                 \
  X (ARRIVED, "Arrived after", "届くまでの時間")                                                               \
  X (REMOVED, "Removed again", "受信トレイからの削除")                                                         \
  X (HOP, "Passed through", "中継したサーバー")                                                                \
  X (SOURCES, "Sources", "出典")                                                                               \
  X (CHECKED, "checked", "確認日")                                                                             \
  X (TRANSCRIPT, "What was said", "通信の記録")                                                                \
  X (NOTHING, "Nothing was found yet.", "まだ何も分かっていません。")                                          \
  X (STOPPED,                                                                                                  \
     "The diagnosis was stopped; what follows was known until then.",                                          \
     "診断は途中で中止されました。以下はそれまでに分かったことです。")                                         \
  X (ABOUT_REPORT, "About this report", "このレポートについて")                                                \
  X (REDACTED,                                                                                                 \
     "The mail address is shortened, IP addresses that may be yours are left "                                 \
     "out, and passwords never stand in a report.",                                                            \
     "メールアドレスは短くし、お使いの回線のものかもしれない IP "                   \
     "アドレスは伏せてあります。パスワードは決して含まれません。")                                             \
  X (UNREDACTED,                                                                                               \
     "The mail address stands here whole. IP addresses that may be yours are "                                 \
     "left out, and passwords never stand in a report.",                                                       \
     "メールアドレスはそのまま載せています。お使いの回線のものかもしれない " \
     "IP アドレスは伏せてあり、パスワードは決して含まれません。")

#define TODOKU_ENUM_REPORT_WORD(s, e, j) TODOKU_WORD_##s,
typedef enum {
  TODOKU_REPORT_WORDS (TODOKU_ENUM_REPORT_WORD) TODOKU_N_REPORT_WORDS
} TodokuReportWord;

const char *
todoku_report_word (TodokuReportWord word, TodokuLanguage language);
/* A word of the JSON contract as people say it; itself when there is none:
 * severities, certainties, roles, symptoms, states, security, sign-in, who. */
const char *
todoku_report_term (const char *term, TodokuLanguage language);
/* "✔" and so on, for an outcome, severity or state by its JSON word */
const char *
todoku_report_sign (const char *term);

G_END_DECLS
