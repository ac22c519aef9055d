/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "knowledge-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

static const struct {
  const char *name;
  const char *contents;
} base[] = {
  { "vocabulary.json",
    "{ \"network\": [\"no-network\"], \"encryption\": "
    "[\"tls-on-starttls-port\"],"
    "  \"sign-in\": [\"password-refused\"] }" },
  { "providers/sample.json",
    "{ \"id\": \"sample\", \"group\": \"sample\", \"kind\": \"mailbox\","
    "  \"audience\": \"any\", \"name\": { \"en\": \"Sample\", \"ja\": "
    "\"サンプル\" },"
    "  \"domains\": [\"example.com\"], \"domain_suffixes\": [\".example.jp\"],"
    "  \"servers\": { \"imap\": [{ \"host\": \"imap.example.com\", \"port\": "
    "993,"
    "    \"security\": \"tls\" }], \"smtp\": [{ \"host\": \"smtp.example.com\","
    "    \"port\": 587, \"security\": \"starttls\" }] },"
    "  \"legacy_hosts\": [\"old.example.com\"],"
    "  \"sign_in\": { \"imap\": [{ \"id\": \"password\","
    "    \"valid\": { \"until\": \"2025-04-30\" } }, { \"id\": \"oauth2\" }] },"
    "  \"username\": \"full-address\", \"switches\": [{ \"id\": "
    "\"imap-switch\","
    "    \"who\": \"user\", \"text\": { \"en\": \"Switch\", \"ja\": \"切替\" } "
    "}],"
    "  \"links\": { \"help\": \"https://example.com/\" },"
    "  \"checked\": \"2026-11-01\", \"confidence\": \"high\","
    "  \"sources\": [\"https://example.com/help\"] }" },
  { "mail-apps/other-program.json",
    "{ \"id\": \"other-program\", \"name\": { \"en\": \"Another\", \"ja\": "
    "\"その他\" },"
    "  \"maker\": \"anyone\", \"kind\": \"desktop\", \"support\": \"unknown\","
    "  \"oauth\": [{ \"group\": \"sample\", \"protocol\": \"imap\","
    "    \"ability\": \"yes\", \"since\": \"2\" },"
    "    { \"group\": \"*\", \"protocol\": \"*\", \"ability\": \"no\" }],"
    "  \"tls\": \"system\", \"fetches_from\": \"computer\","
    "  \"words\": { \"encryption\": { \"en\": \"Security\", \"ja\": \"暗号化\" "
    "},"
    "    \"tls\": { \"en\": \"SSL/TLS\", \"ja\": \"SSL/TLS\" },"
    "    \"starttls\": { \"en\": \"STARTTLS\", \"ja\": \"STARTTLS\" },"
    "    \"none\": { \"en\": \"None\", \"ja\": \"なし\" },"
    "    \"port\": { \"en\": \"Port\", \"ja\": \"ポート\" },"
    "    \"path\": { \"en\": \"Settings\", \"ja\": \"設定\" },"
    "    \"outgoing-auth\": { \"en\": \"Sign in\", \"ja\": \"認証\" },"
    "    \"password\": { \"en\": \"Password\", \"ja\": \"パスワード\" },"
    "    \"account-add\": { \"en\": \"Add\", \"ja\": \"追加\" } },"
    "  \"checked\": \"2026-11-01\", \"confidence\": \"high\","
    "  \"sources\": [\"RFC 8314\"] }" },
  { "findings/encryption.json",
    "{ \"findings\": [{ \"id\": \"tls-on-starttls-port\","
    "  \"severity\": \"problem\","
    "  \"title\": { \"en\": \"Port {port}\", \"ja\": \"ポート {port}\" },"
    "  \"why\": [{ \"en\": \"At {probe.host}.\", \"ja\": "
    "\"{probe.host}です。\" },"
    "    { \"en\": \"By {provider.name}.\", \"ja\": \"{provider.name}です。\","
    "      \"when\": { \"provider\": { \"known\": true } } }],"
    "  \"steps\": [{ \"text\": { \"en\": \"Choose {app.words.tls}.\","
    "    \"ja\": \"{app.words.tls}を選びます。\" }, \"who\": \"user\","
    "    \"value\": \"{host}\", \"link\": \"https://example.com/\" }],"
    "  \"explains\": [\"password-refused\"],"
    "  \"rules\": [{ \"certainty\": \"certain\","
    "    \"when\": { \"probe.failure\": \"tls-on-starttls-port\" },"
    "    \"example\": { \"probe.failure\": \"tls-on-starttls-port\" },"
    "    \"near_miss\": { \"probe.failure\": [\"timed-out\", \"tls-aborted\"] "
    "} }],"
    "  \"rules_out\": [{ \"when\": { \"probe.outcome\": \"good\" },"
    "    \"by\": { \"en\": \"{host} works\", \"ja\": \"{host}は正常です\" },"
    "    \"example\": { \"probe.outcome\": \"good\" },"
    "    \"near_miss\": { \"probe.outcome\": \"problem\" } }],"
    "  \"checked\": \"2026-11-01\", \"sources\": [\"RFC 8314\"] }] }" },
  { "findings/network.json",
    "{ \"findings\": [{ \"id\": \"no-network\", \"severity\": \"problem\","
    "  \"title\": { \"en\": \"No network\", \"ja\": "
    "\"ネットワークがありません\" },"
    "  \"why\": [{ \"en\": \"None.\", \"ja\": \"ありません。\" }], \"steps\": "
    "[],"
    "  \"rules\": [{ \"certainty\": \"certain\","
    "    \"when\": { \"network.available\": \"no\" },"
    "    \"example\": { \"network.available\": \"no\" },"
    "    \"near_miss\": { \"network.available\": \"yes\" } }],"
    "  \"checked\": \"2026-11-01\", \"sources\": [\"RFC 8314\"] }] }" },
  { "findings/sign-in.json",
    "{ \"findings\": [{ \"id\": \"password-refused\", \"severity\": "
    "\"problem\","
    "  \"title\": { \"en\": \"Refused\", \"ja\": \"拒否されました\" },"
    "  \"why\": [{ \"en\": \"No.\", \"ja\": \"いいえ。\" }], \"steps\": [],"
    "  \"rules\": [], \"checked\": \"2026-11-01\", \"sources\": [\"ISPDB\"] }] "
    "}" },
  { "replies/sample.json",
    "{ \"replies\": [{ \"id\": \"sample-refused\", \"said_by\": \"sample\","
    "  \"protocol\": \"smtp\", \"stages\": [\"sign-in\"],"
    "  \"match\": { \"code\": 535, \"tokens\": [\"not accepted\"] },"
    "  \"means\": [{ \"finding\": \"password-refused\","
    "    \"certainty\": \"likely\" }],"
    "  \"example\": \"535 not accepted\", \"confidence\": \"high\","
    "  \"checked\": \"2026-11-01\", \"sources\": [\"https://example.com/\"] }] "
    "}" },
  { "checklist.json",
    "{ \"items\": [{ \"id\": \"two-step\","
    "  \"title\": { \"en\": \"Two steps\", \"ja\": \"2段階認証\" },"
    "  \"applies\": { \"provider\": { \"known\": true } },"
    "  \"question\": { \"en\": \"Is it on?\", \"ja\": \"オンですか?\" },"
    "  \"settled_by\": [{ \"state\": \"good\","
    "    \"when\": { \"incoming.signed-in\": \"yes\" },"
    "    \"reason\": { \"en\": \"{incoming.host} signed in\","
    "      \"ja\": \"{incoming.host}に接続できました\" } }],"
    "  \"answers\": { \"no\": [{ \"state\": \"problem\","
    "    \"reason\": { \"en\": \"{provider.name} needs it\","
    "      \"ja\": \"{provider.name}には必要です\" } }] } }] }" },
  { "history.json",
    "{ \"changes\": [{ \"id\": \"sample-ended\", \"date\": \"2025-05-01\","
    "  \"group\": \"sample\", \"what\": { \"en\": \"It ended.\","
    "    \"ja\": \"終了しました。\" },"
    "  \"advice\": { \"id\": \"sample-switch\","
    "    \"phrases\": [\"Less  Secure Apps\", \"安全性の低いアプリ\", "
    "\"Console + old apps\"],"
    "    \"now\": { \"en\": \"Use OAuth.\", \"ja\": \"OAuthを使います。\" } },"
    "  \"confidence\": \"high\", \"checked\": \"2026-11-01\","
    "  \"sources\": [\"https://example.com/\"] }] }" },
  { "guides.json",
    "{ \"guides\": [{ \"id\": \"sample-move\", \"who\": \"user\","
    "  \"title\": { \"en\": \"Move\", \"ja\": \"移行\" },"
    "  \"applies\": { \"incoming.protocol\": \"imap\" },"
    "  \"findings\": [\"password-refused\"],"
    "  \"why\": [{ \"en\": \"At {incoming.host}.\","
    "    \"ja\": \"{incoming.host}です。\" }],"
    "  \"steps\": [{ \"text\": { \"en\": \"Copy.\", \"ja\": "
    "\"コピーします。\" }, \"who\": \"user\" }],"
    "  \"checked\": \"2026-11-01\", \"sources\": [\"RFC 8314\"] }] }" },
  { "requirements.json",
    "{ \"requirements\": [{ \"id\": \"sample-oauth\","
    "  \"name\": { \"en\": \"OAuth\", \"ja\": \"OAuth です\" },"
    "  \"when\": { \"probe.signs-in-with\": \"oauth2\" },"
    "  \"need\": \"must\", \"listed\": \"before-sign-in\","
    "  \"offers\": [\"XOAUTH2\", \"SCRAM-*\"], \"unless\": "
    "\"LOGINDISABLED\","
    "  \"without\": { \"en\": \"No.\", \"ja\": \"いいえ。\" },"
    "  \"checked\": \"2026-11-01\", \"sources\": [\"RFC 7628\"] }] }" },
};

void
fixture_write (Fixture *self, const char *name, const char *contents)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (self->path, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (path, contents, -1, &error);
  g_assert_no_error (error);
}

Fixture *
fixture_new (void)
{
  g_autoptr (GError) error = NULL;
  Fixture *self = g_new0 (Fixture, 1);

  self->path = g_dir_make_tmp ("todoku-knowledge-XXXXXX", &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (base); i++)
    fixture_write (self, base[i].name, base[i].contents);
  return self;
}

void
fixture_change (Fixture *self,
                const char *name,
                const char *old,
                const char *new)
{
  g_autofree char *path = g_build_filename (self->path, name, NULL);
  g_autofree char *contents = NULL;
  g_autoptr (GString) changed = NULL;

  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  g_assert_nonnull (strstr (contents, old));
  changed = g_string_new (contents);
  g_string_replace (changed, old, new, 1);
  fixture_write (self, name, changed->str);
}

TodokuKnowledge *
fixture_load (Fixture *self, GError **error)
{
  return todoku_knowledge_new_from_directory (self->path, error);
}

TodokuKnowledge *
fixture_load_good (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  TodokuKnowledge *knowledge = fixture_load (self, &error);

  g_assert_no_error (error);
  g_assert_nonnull (knowledge);
  return knowledge;
}

static void
remove_all (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    if (g_file_test (child, G_FILE_TEST_IS_DIR))
      remove_all (child);
    else
      g_unlink (child);
  }
  g_rmdir (path);
}

void
fixture_free (Fixture *self)
{
  remove_all (self->path);
  g_free (self->path);
  g_free (self);
}

const char *const *
lookup_in_table (const char *name, gpointer table)
{
  return g_hash_table_lookup (table, name);
}

static void
free_values (gpointer values)
{
  g_strfreev (values);
}

GHashTable *
parse_facts (const char *text)
{
  GHashTable *table =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_values);
  g_auto (GStrv) pairs = g_strsplit (text, " ", -1);

  for (char **pair = pairs; *pair; pair++) {
    char *equals = strchr (*pair, '=');

    if (!equals)
      continue;
    g_hash_table_insert (table,
                         g_strndup (*pair, (gsize) (equals - *pair)),
                         g_strsplit (equals + 1, "|", -1));
  }
  return table;
}
