/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-fact-words.h"

#include <string.h>

/* What was seen, in a sentence for each failure: an observation, not a
 * judgement. {endpoint} is "host:port (IPv4)". */
static const struct {
  const char *failure;
  TodokuText text;
} sentences[] = {
#define S(f, e, j)                                                             \
  {                                                                            \
    f,                                                                         \
    {                                                                          \
      {                                                                        \
        (char *) e, (char *) j                                                 \
      }                                                                        \
    }                                                                          \
  }
  S ("",
     "{endpoint} answered as it should.",
     "{endpoint} は正常に応答しました。"),
  S ("cancelled",
     "{endpoint}: stopped before it was finished.",
     "{endpoint}: 途中で中止しました。"),
  S ("timed-out",
     "{endpoint} did not go on in time.",
     "{endpoint} は時間内に次の応答を返しませんでした。"),
  S ("host-not-found",
     "The name {host} is not known.",
     "{host} という名前は見つかりませんでした。"),
  S ("name-lookup-failed",
     "The name {host} could not be looked up.",
     "{host} の名前を調べられませんでした。"),
  S ("no-address",
     "{host} has no address of this kind.",
     "{host} にはこの種類のアドレスがありません。"),
  S ("network-unreachable",
     "There is no way to {endpoint} from here.",
     "ここから {endpoint} への経路がありません。"),
  S ("not-permitted",
     "{endpoint}: the system answered that this connection is not permitted.",
     "{endpoint} への接続は許可されていないと、システムが応答しました。"),
  S ("connection-refused",
     "{endpoint} refused the connection.",
     "{endpoint} は接続を拒否しました。"),
  S ("connection-timed-out",
     "{endpoint} did not answer the attempt to connect.",
     "{endpoint} への接続に応答がありませんでした。"),
  S ("connection-reset",
     "{endpoint} cut the connection.",
     "{endpoint} との接続が切断されました。"),
  S ("local-error",
     "This computer could not connect to {endpoint}.",
     "このコンピューターから {endpoint} に接続できませんでした。"),
  S ("no-greeting",
     "{endpoint} took the connection and stayed silent.",
     "{endpoint} は接続を受け付けましたが、何も送ってきませんでした。"),
  S ("bad-greeting",
     "{endpoint} greeted in a way that no mail server does.",
     "{endpoint} の最初の応答は、メールサーバーのものではありませんでした。"),
  S ("server-unavailable",
     "{endpoint} said that it is not available now.",
     "{endpoint} は、今は利用できないと応答しました。"),
  S ("closed-early",
     "{endpoint} closed the connection before it was finished.",
     "{endpoint} は途中で接続を閉じました。"),
  S ("wrong-protocol",
     "{endpoint} speaks something else than the setting says.",
     "{endpoint} は、設定とは違う種類の通信をしています。"),
  S ("protocol-error",
     "{endpoint} answered in a way that the protocol does not know.",
     "{endpoint} の応答は、決められた形式に合っていませんでした。"),
  S ("tls-on-starttls-port",
     "{endpoint} answered the start of TLS with an unencrypted greeting.",
     "{endpoint} は、TLS の開始に対して暗号化されていない挨拶を返しました。"),
  S ("starttls-on-tls-port",
     "{endpoint} waited in silence and answered only when TLS was begun at "
     "once.",
     "{endpoint} は何も送らずに待っていて、最初から TLS "
     "を始めると応答しました。"),
  S ("starttls-not-offered",
     "{endpoint} does not offer STARTTLS.",
     "{endpoint} は STARTTLS に対応していると案内していません。"),
  S ("starttls-refused",
     "{endpoint} offers STARTTLS and refused it.",
     "{endpoint} は STARTTLS を案内していますが、実際には拒否しました。"),
  S ("data-after-starttls",
     "{endpoint} sent data before the encryption began.",
     "{endpoint} は、暗号化が始まる前に余分なデータを送ってきました。"),
  S ("preauth-before-tls",
     "{endpoint} called us signed in before the encryption began.",
     "{endpoint} は、暗号化が始まる前に「認証済み」と応答しました。"),
  S ("tls-aborted",
     "{endpoint} broke off the TLS handshake.",
     "{endpoint} は TLS の開始を途中で打ち切りました。"),
  S ("tls-no-common-parameters",
     "{endpoint} found no common TLS parameters.",
     "{endpoint} とは、共通して使える TLS の方式がありませんでした。"),
  S ("tls-version-too-old",
     "{endpoint} speaks only an old version of TLS.",
     "{endpoint} は古いバージョンの TLS にしか対応していません。"),
  S ("client-certificate-required",
     "{endpoint} asks for a client certificate.",
     "{endpoint} はクライアント証明書を求めています。"),
  S ("certificate-refused",
     "The certificate of {endpoint} could not be verified; nothing more was "
     "sent.",
     "{endpoint} "
     "の証明書を確認できなかったため、それ以上は何も送っていません。"),
  S ("sign-in-not-offered",
     "{endpoint} offers no way to sign in.",
     "{endpoint} はサインインの方法を案内していません。"),
  S ("sign-in-method-mismatch",
     "{endpoint} offers other ways to sign in than the chosen one.",
     "{endpoint} が案内しているサインインの方法は、選んだものと違います。"),
  S ("sign-in-withheld",
     "The password was not sent to {endpoint}: the connection is not encrypted "
     "and verified.",
     "{endpoint} "
     "との接続は暗号化と確認ができていないため、パスワードは送っていません。"),
  S ("sign-in-refused",
     "{endpoint} did not accept the sign-in.",
     "{endpoint} はサインインを受け付けませんでした。"),
  S ("sign-in-temporary",
     "{endpoint} could not take the sign-in for now.",
     "{endpoint} は、今はサインインを処理できないと応答しました。"),
  S ("mailbox-refused",
     "{endpoint} accepted the sign-in and did not open the mailbox.",
     "{endpoint} "
     "はサインインを受け付けましたが、メールボックスを開けませんでした。"),
  S ("sender-refused",
     "{endpoint} did not accept the sender.",
     "{endpoint} は差出人を受け付けませんでした。"),
  S ("recipient-refused",
     "{endpoint} did not accept the recipient.",
     "{endpoint} は宛先を受け付けませんでした。"),
  S ("message-refused",
     "{endpoint} did not accept the message.",
     "{endpoint} はメッセージを受け付けませんでした。"),
#undef S
};

static const TodokuText signed_in = {
  { (char *) "{endpoint} accepted the sign-in.",
    (char *) "{endpoint} はサインインを受け付けました。" }
};

static const TodokuText lacking = {
  { (char *) "{endpoint} answered, and does not offer: {probe.lacking}.",
    (char *) "{endpoint} は応答しましたが、次のものには対応していません: "
             "{probe.lacking}。" }
};

static const TodokuText said = {
  { (char *) "{sentence} It said: “{probe.reply.text}”",
    (char *) "{sentence}サーバーの応答:「{probe.reply.text}」" }
};

static const TodokuText *
find_sentence (TodokuFacts *probe)
{
  const char *failure = todoku_facts_get_first (probe, "probe.failure");

  if (!failure &&
      g_strcmp0 (todoku_facts_get_first (probe, "probe.signed-in"), "yes") == 0)
    return &signed_in;
  if (!failure && todoku_facts_get_first (probe, "probe.lacks"))
    return &lacking;
  for (gsize i = 0; i < G_N_ELEMENTS (sentences); i++)
    if (strcmp (sentences[i].failure, failure ? failure : "") == 0)
      return &sentences[i].text;
  return NULL;
}

/* Words that came unencrypted may be anybody's (safety.md TS-03): only those of
 * a verified server are quoted as its own. */
static gboolean
is_quotable (TodokuFacts *probe)
{
  return todoku_facts_get_first (probe, "probe.failure") &&
         todoku_facts_get_first (probe, "probe.reply.text") &&
         g_strcmp0 (todoku_facts_get_first (probe, "probe.certificate"),
                    "good") == 0;
}

/**
 * todoku_evidence_text:
 * @probe: facts of a finished probe
 *
 * What was seen: an observation, never a judgement.
 *
 * Returns: (transfer full): a sentence in both languages
 */
TodokuText
todoku_evidence_text (TodokuFacts *probe)
{
  const char *family = todoku_facts_get_first (probe, "probe.family");
  g_autofree char *endpoint =
      g_strdup_printf ("%s:%s (%s)",
                       todoku_facts_get_first (probe, "probe.host"),
                       todoku_facts_get_first (probe, "probe.port"),
                       g_strcmp0 (family, "ipv6") == 0 ? "IPv6" : "IPv4");
  g_autoptr (TodokuFacts) facts = todoku_facts_new (probe);
  const TodokuText *sentence = find_sentence (probe);
  TodokuText text;

  todoku_facts_set (facts, "endpoint", endpoint);
  for (int i = 0; i < TODOKU_N_LANGUAGES; i++) {
    text.in[i] =
        sentence ? todoku_fill (sentence, i, facts) : g_strdup (endpoint);
    if (is_quotable (probe)) {
      g_autofree char *first = text.in[i];

      todoku_facts_set (facts, "sentence", first);
      text.in[i] = todoku_fill (&said, i, facts);
    }
  }
  return text;
}
