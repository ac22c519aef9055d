/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-knowledge.h"

#include "knowledge-fixture.h"

#include <string.h>

#define PROVIDER "providers/sample.json"
#define APP "mail-apps/other-program.json"
#define FINDING "findings/encryption.json"
#define GUIDE "guides.json"
#define REPLY "replies/sample.json"

/* One mistake each, and what the message must say. */
static const struct {
  const char *file;
  const char *old;
  const char *new;
  const char *message;
} mistakes[] = {
  { GUIDE,
    "\"who\": \"user\",",
    "\"who\": \"provider\",",
    "guides.json: sample-move.who: “provider” is none of user, administrator" },
  { GUIDE,
    "\"password-refused\"",
    "\"sneezed\"",
    "guides.json: sample-move.findings: “sneezed” is not in vocabulary.json" },
  { GUIDE,
    "\"ja\": \"移行\"",
    "\"ja\": \"移\\ud800行\"",
    "holds half of a character" },
  { GUIDE,
    "\"ja\": \"移行\"",
    "\"ja\": \"移\\udBff",
    "holds half of a character" },
  { GUIDE, "\"ja\": \"移行\"", "\"de\": \"Umzug\"", "sample-move.title" },
  { GUIDE, "[\"RFC 8314\"]", "[]", "sample-move.sources: names no source" },
  { GUIDE, "\"checked\": \"2026-11-01\",", "", "checked: is missing" },
  /* a finding without its twin language, source or date */
  { FINDING,
    ", \"ja\": \"{probe.host}です。\"",
    "",
    "findings/encryption.json: tls-on-starttls-port.why[0].ja: is missing" },
  { FINDING,
    "\"checked\": \"2026-11-01\", \"sources\": [\"RFC 8314\"]",
    "\"sources\": [\"RFC 8314\"]",
    "tls-on-starttls-port.checked: is missing" },
  { FINDING,
    "\"sources\": [\"RFC 8314\"]",
    "\"sources\": []",
    "tls-on-starttls-port.sources: names no source" },
  { FINDING,
    ", \"sources\": [\"RFC 8314\"]",
    "",
    "tls-on-starttls-port.sources: names no" },
  { FINDING,
    "\"id\": \"tls-on-starttls-port\"",
    "\"id\": \"sneezed\"",
    "findings/encryption.json: sneezed: is not in vocabulary.json" },
  /* any file */
  { PROVIDER,
    "\"any\"",
    "\"any\", \"colour\": 1",
    "providers/sample.json: colour: unknown key" },
  { PROVIDER, "{ \"id\"", "[{ \"id\"", "providers/sample.json: <data>:" },
  { PROVIDER,
    "\"mailbox\"",
    "\"letterbox\"",
    "providers/sample.json: kind: “letterbox” is none of mailbox, hosting" },
  { PROVIDER, "\"mailbox\"", "7", "kind: must be a text" },
  { PROVIDER, "\"mailbox\"", "\"\"", "kind: must be a text" },
  { PROVIDER, "\"kind\": \"mailbox\",", "", "kind: is missing" },
  { PROVIDER, ", \"ja\": \"サンプル\"", "", "name.ja: is missing" },
  { PROVIDER,
    "\"Sample\", \"ja\"",
    "\"Sample\", \"de\": \"x\", \"ja\"",
    "name.de: unknown key" },
  { PROVIDER,
    "{ \"en\": \"Sample\", \"ja\": \"サンプル\" }",
    "\"Sample\"",
    "name: must be an object" },
  { PROVIDER,
    "2026-11-01",
    "2026-11-31",
    "checked: “2026-11-31” is not a day (YYYY-MM-DD)" },
  { PROVIDER,
    "2026-11-01",
    "1 Nov 2026",
    "checked: “1 Nov 2026” is not a day" },
  { PROVIDER, "\"high\"", "\"sure\"", "confidence: “sure” is none of high" },
  { PROVIDER,
    "[\"https://example.com/help\"]",
    "[]",
    "sources: names no source" },
  { PROVIDER,
    "https://example.com/help",
    "http://example.com/help",
    "sources: “http://example.com/help” must begin with https://" },
  { PROVIDER,
    "[\"example.com\"]",
    "\"example.com\"",
    "domains: must be a list of texts" },
  { PROVIDER,
    "[\"example.com\"]",
    "[\"example.com\", 1]",
    "domains: must be a list of texts" },
  /* providers */
  { PROVIDER,
    "\"id\": \"sample\"",
    "\"id\": \"Sample\"",
    "id: “Sample” is not an id" },
  { PROVIDER,
    "\"id\": \"sample\"",
    "\"id\": \"simple\"",
    "id: “simple” is not the name of the file" },
  { PROVIDER,
    "993",
    "587",
    "servers.imap[0].security: port 587 does not go with “tls”" },
  { PROVIDER,
    "993",
    "70000",
    "servers.imap[0].port: must be a number from 1 to" },
  { PROVIDER,
    "\"imap.example.com\"",
    "\"imap..*.example*\"",
    "servers.imap[0].host: “imap..*.example*” is no host’s name" },
  { PROVIDER,
    "\"imap.example.com\"",
    "\"imaps://imap.{domain}\"",
    "servers.imap[0].host: “imaps://imap.{domain}” is no host’s name" },
  { PROVIDER, "993", "\"993\"", "servers.imap[0].port: must be a number" },
  { PROVIDER, "\"port\": 993,", "", "servers.imap[0].port: is missing" },
  { PROVIDER,
    "\"imap\": [{ \"host\"",
    "\"jmap\": [{ \"host\"",
    "servers.jmap: unknown key" },
  { PROVIDER,
    "\"id\": \"password\"",
    "\"id\": \"fingerprint\"",
    "sign_in.imap[0].id: “fingerprint” is none of oauth2" },
  { PROVIDER,
    "2025-04-30",
    "2025-04-31",
    "sign_in.imap[0].valid.until: “2025-04-31” is not a day" },
  { PROVIDER,
    "{ \"until\": \"2025-04-30\" }",
    "{}",
    "sign_in.imap[0].valid: needs from or until" },
  { PROVIDER,
    "{ \"until\": \"2025-04-30\" }",
    "{ \"from\": \"2025-05-01\", \"until\": \"2025-04-30\" }",
    "sign_in.imap[0].valid: ends before it begins" },
  { PROVIDER,
    "\"who\": \"user\"",
    "\"who\": \"uncle\"",
    "switches[0].who: “uncle” is none of user" },
  { PROVIDER,
    "\"https://example.com/\"",
    "\"ftp://example.com/\"",
    "links.help: must begin with https://" },
  { PROVIDER,
    "\"domains\": [",
    "\"domains\": [\"EXAMPLE.com\", ",
    "domains: “example.com” stands in two providers" },
  /* mail apps */
  { APP, "\"account-add\"", "\"colour\"", "words.colour: unknown key" },
  { APP, ", \"ja\": \"ポート\"", "", "words.port.ja: is missing" },
  { APP,
    "\"ability\": \"no\"",
    "\"ability\": \"maybe\"",
    "oauth[1].ability: “maybe” is none of yes, no, unknown" },
  { APP,
    "\"protocol\": \"imap\"",
    "\"protocol\": \"nntp\"",
    "oauth[0].protocol: “nntp” is none of" },
  { APP, "\"system\"", "\"1.4\"", "tls: “1.4” is none of 1.0" },
  /* findings */
  { FINDING,
    "\"problem\"",
    "\"disaster\"",
    "findings/encryption.json: tls-on-starttls-port.severity: “disaster”" },
  { FINDING,
    "\"problem\"",
    "\"good\", \"tells\": \"everything\"",
    "tls-on-starttls-port.tells: “everything” is none of works" },
  { FINDING,
    "\"problem\"",
    "\"problem\", \"tells\": \"works\"",
    "tls-on-starttls-port.tells: “works” and “problem” do not go together" },
  { FINDING,
    "\"problem\"",
    "\"good\", \"tells\": \"nothing\"",
    "tls-on-starttls-port.tells: “nothing” and “good” do not go together" },
  { FINDING,
    "\"id\": \"tls-on-starttls-port\"",
    "\"id\": \"tls-on-ftp-port\"",
    "findings/encryption.json: tls-on-ftp-port: is not in vocabulary.json" },
  { FINDING,
    "\"id\": \"tls-on-starttls-port\"",
    "\"id\": \"password-refused\"",
    "findings/encryption.json: password-refused: belongs to the layer "
    "“sign-in”" },
  { FINDING,
    "[\"password-refused\"]",
    "[\"password-eaten\"]",
    "tls-on-starttls-port.explains: “password-eaten” is not in "
    "vocabulary.json" },
  { FINDING,
    "\"ポート {port}\"",
    "\"ポート {host}\"",
    "tls-on-starttls-port.title: en uses {port} and ja uses {host}" },
  { FINDING,
    "Port {port}",
    "Port {port",
    "title.en: has a brace that is no placeholder" },
  { FINDING,
    "Port {port}",
    "Port {}",
    "title.en: has a brace that is no placeholder" },
  { FINDING,
    "\"{host}\"",
    "\"{Host}\"",
    "steps[0].value: has a brace that is no placeholder" },
  { FINDING,
    "\"who\": \"user\"",
    "\"who\": \"nobody\"",
    "tls-on-starttls-port.steps[0].who: “nobody”" },
  { FINDING,
    "\"certain\"",
    "\"sure\"",
    "tls-on-starttls-port.rules[0].certainty: “sure”" },
  { FINDING,
    "\"when\": { \"probe.failure\": \"tls-on-starttls-port\" },",
    "",
    "tls-on-starttls-port.rules[0].when: is missing" },
  { FINDING,
    "{ \"probe.failure\": \"tls-on-starttls-port\" }",
    "{ \"probe.failure\": 3 }",
    "tls-on-starttls-port.rules[0].when: probe.failure: must be a text" },
  { FINDING,
    "\"example\": { \"probe.failure\": \"tls-on-starttls-port\" },",
    "",
    "tls-on-starttls-port.rules[0].example: is missing" },
  { FINDING,
    "[\"timed-out\", \"tls-aborted\"]",
    "[\"timed-out\", true]",
    "rules[0].near_miss.probe.failure: must be a list of texts" },
  { FINDING, "\"by\"", "\"because\"", "rules_out[0].by: is missing" },
  { FINDING,
    "{ \"findings\": [",
    "{ \"finding\": [",
    "findings/encryption.json: findings: is missing" },
  { FINDING,
    "{ \"findings\": [{",
    "{ \"findings\": [1, {",
    "findings/encryption.json: findings[0]: must be an object" },
  { "findings/network.json",
    "\"no-network\"",
    "\"tls-on-starttls-port\"",
    "belongs to the layer “encryption”" },
  /* replies */
  { REPLY,
    "\"finding\": \"password-refused\"",
    "\"finding\": \"eaten\"",
    "sample-refused.means[0].finding: “eaten” is not in vocabulary.json" },
  { REPLY,
    "{ \"code\": 535, \"tokens\": [\"not accepted\"] }",
    "{}",
    "sample-refused.match: matches everything" },
  { REPLY,
    "\"code\": 535",
    "\"code\": 5350",
    "match.code: must be a number from 1 to 599" },
  { REPLY,
    "[\"not accepted\"]",
    "[\"  \"]",
    "match.tokens: has a text of white space alone" },
  { REPLY, "\"smtp\"", "\"nntp\"", "protocol: “nntp” is none of imap" },
  { REPLY,
    "[\"sign-in\"]",
    "[\"lunch\"]",
    "stages: “lunch” is none of resolve" },
  { REPLY,
    "\"example\": \"535 not accepted\",",
    "",
    "sample-refused.example: is missing" },
  /* one file each */
  { "checklist.json",
    "\"good\"",
    "\"fine\"",
    "checklist.json: two-step.settled_by[0].state: “fine”" },
  { "checklist.json",
    "\"no\": [",
    "\"nope\": [",
    "checklist.json: two-step.answers.nope: unknown key" },
  { "checklist.json",
    "\"question\": { \"en\": \"Is it on?\", \"ja\": \"オンですか?\" },",
    "",
    "two-step.answers: answers a question that is missing" },
  { "history.json",
    "2025-05-01",
    "2025-05-00",
    "history.json: sample-ended.date: “2025-05-00”" },
  { "history.json",
    "[\"Less  Secure Apps\", \"安全性の低いアプリ\", \"Console + old apps\"]",
    "[]",
    "sample-ended.advice.phrases: names no phrase" },
  { "history.json",
    "\"Console + old apps\"",
    "\"Console + \"",
    "sample-ended.advice.phrases: “console +” has a part without words" },
  { "history.json",
    "\"Console + old apps\"",
    "\"+\"",
    "sample-ended.advice.phrases: “+” has a part without words" },
  { "history.json",
    "\"now\"",
    "\"then\"",
    "sample-ended.advice.now: is missing" },
  { "requirements.json",
    "\"must\"",
    "\"wish\"",
    "sample-oauth.need: “wish” is none of must, useful" },
  { "requirements.json",
    "\"before-sign-in\"",
    "\"later\"",
    "sample-oauth.listed: “later”" },
  { "requirements.json",
    "[\"XOAUTH2\", \"SCRAM-*\"]",
    "[]",
    "sample-oauth.offers: names nothing" },
  { "requirements.json",
    "\"sources\": [\"RFC 7628\"]",
    "\"sources\": []",
    "sample-oauth.sources: names no source" },
  { "vocabulary.json",
    "\"network\"",
    "\"weather\"",
    "vocabulary.json: weather: unknown key" },
  { "vocabulary.json",
    "[\"no-network\"]",
    "[\"no-network\", \"no-network\"]",
    "vocabulary.json: network: the id “no-network” is used twice" },
  { "vocabulary.json",
    "[\"no-network\"]",
    "\"no-network\"",
    "vocabulary.json: network: must be a list of texts" },
};

static void
test_mistakes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (mistakes); i++) {
    g_autoptr (Fixture) fixture = fixture_new ();
    g_autoptr (GError) error = NULL;
    g_autoptr (TodokuKnowledge) knowledge = NULL;

    fixture_change (fixture,
                    mistakes[i].file,
                    mistakes[i].old,
                    mistakes[i].new);
    knowledge = fixture_load (fixture, &error);
    g_test_message ("%s → %s",
                    mistakes[i].message,
                    error ? error->message : "no error");
    g_assert_null (knowledge);
    g_assert_nonnull (error);
    g_assert_true (error->domain == TODOKU_KNOWLEDGE_ERROR);
    g_assert_nonnull (strstr (error->message, mistakes[i].message));
    g_assert_true (g_str_has_prefix (error->message, mistakes[i].file) ||
                   g_str_has_prefix (error->message, "replies: "));
    /* The first mistake alone, and no crash without a place for it. */
    g_assert_null (fixture_load (fixture, NULL));
  }
}

static void
test_id_used_twice (void)
{
  static const struct {
    const char *file;
    const char *key;
  } files[] = {
    { "findings/encryption.json", "findings" },
    { "replies/sample.json", "replies" },
    { "checklist.json", "items" },
    { "history.json", "changes" },
    { "requirements.json", "requirements" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autoptr (Fixture) fixture = fixture_new ();
    g_autofree char *path =
        g_build_filename (fixture->path, files[i].file, NULL);
    g_autoptr (GError) error = NULL;
    g_autofree char *contents = NULL;
    g_autofree char *entry = NULL;
    g_autofree char *twice = NULL;

    g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
    entry = g_strndup (strchr (contents, '[') + 1,
                       (gsize) (strrchr (contents, ']') -
                                strchr (contents, '[') - 1));
    twice =
        g_strdup_printf ("{ \"%s\": [%s, %s] }", files[i].key, entry, entry);
    fixture_write (fixture, files[i].file, twice);
    g_assert_null (fixture_load (fixture, &error));
    g_assert_error (error,
                    TODOKU_KNOWLEDGE_ERROR,
                    TODOKU_KNOWLEDGE_ERROR_REFERENCE);
    g_assert_nonnull (strstr (error->message, "the id is used twice"));
  }
}

/* What json-glib itself could not bear (safety.md, trap 4). */
static void
test_bounds (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *deep = g_strnfill (200000, '[');
  g_autofree char *large = g_strnfill (1024 * 1024 + 1, ' ');
  g_autofree char *braces = g_strnfill (100, '[');
  g_autofree char *quoted = g_strdup_printf ("%s\\\"%s", braces, braces);
  const char *contents[] = {
    deep,
    large,
    "",
    " ",
    "\r\n\t",
    "\xef\xbb\xbf",
    "\xff\xfe",
    "null",
    "1e400",
    "\"text\"",
    "{ \"items\"",
    "{ \"items\": [], \"items\": 1 }",
    "{ \"items\": 1e400 }",
    "{ \"items\": null }",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (contents); i++) {
    g_autoptr (GError) error = NULL;

    fixture_write (fixture, "checklist.json", contents[i]);
    g_assert_null (fixture_load (fixture, &error));
    g_assert_error (error,
                    TODOKU_KNOWLEDGE_ERROR,
                    TODOKU_KNOWLEDGE_ERROR_FORMAT);
    g_assert_true (g_str_has_prefix (error->message, "checklist.json: "));
  }
  /* Braces inside texts do not count. */
  fixture_write (fixture, "checklist.json", "{ \"items\": [] }");
  fixture_change (fixture, "history.json", "It ended.", quoted);
  g_assert_finalize_object (fixture_load_good (fixture));
}

static void
test_missing (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *nowhere = g_build_filename (fixture->path, "nowhere", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (todoku_knowledge_new_from_directory (nowhere, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

static void
test_providers (TodokuKnowledge *knowledge)
{
  const TodokuProvider *provider =
      todoku_knowledge_find_provider (knowledge, "sample");
  g_autofree const char **before =
      todoku_provider_get_sign_in (provider, "imap", "2025-04-30");
  g_autofree const char **after =
      todoku_provider_get_sign_in (provider, "imap", "2025-05-01");

  g_assert_cmpstr (provider->name.in[TODOKU_LANGUAGE_JA], ==, "サンプル");
  g_assert_cmpstr (todoku_provider_get_endpoints (provider, "imap")[0],
                   ==,
                   "imaps://imap.example.com:993");
  g_assert_cmpstr (todoku_provider_get_endpoints (provider, "smtp")[0],
                   ==,
                   "smtp+starttls://smtp.example.com:587");
  g_assert_null (todoku_provider_get_endpoints (provider, "pop3")[0]);
  g_assert_cmpuint (g_strv_length ((GStrv) before), ==, 2);
  g_assert_cmpuint (g_strv_length ((GStrv) after), ==, 1);
  g_assert_cmpstr (after[0], ==, "oauth2");
  g_assert_true (
      todoku_knowledge_provider_for_domain (knowledge, "Example.COM") ==
      provider);
  g_assert_true (
      todoku_knowledge_provider_for_domain (knowledge,
                                            "mail.school.example.jp") ==
      provider);
  g_assert_null (
      todoku_knowledge_provider_for_domain (knowledge, "notexample.jp"));
  g_assert_null (
      todoku_knowledge_provider_for_domain (knowledge, "example.org"));
  g_assert_true (
      todoku_knowledge_provider_for_host (knowledge, "IMAP.example.com") ==
      provider);
  g_assert_true (
      todoku_knowledge_provider_for_host (knowledge, "old.example.com") ==
      provider);
  g_assert_null (
      todoku_knowledge_provider_for_host (knowledge, "imap.example.co"));
  g_assert_null (todoku_knowledge_find_provider (knowledge, "nobody"));
  g_assert_null (todoku_knowledge_find_provider (knowledge, NULL));
}

static void
test_good (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  TodokuKnowledge *knowledge = fixture_load_good (fixture);
  const TodokuMailApp *app =
      todoku_knowledge_find_mail_app (knowledge, "other-program");
  const TodokuFindingEntry *finding =
      todoku_knowledge_find_finding (knowledge, "tls-on-starttls-port");

  test_providers (knowledge);
  g_assert_cmpstr (todoku_mail_app_get_oauth (app, "sample", "imap"),
                   ==,
                   "yes");
  g_assert_cmpstr (todoku_mail_app_get_oauth (app, "sample", "smtp"), ==, "no");
  g_assert_cmpstr (todoku_mail_app_get_oauth (app, NULL, NULL), ==, "no");
  g_assert_cmpstr (todoku_knowledge_get_word (knowledge, app, "none")
                       ->in[TODOKU_LANGUAGE_JA],
                   ==,
                   "なし");
  g_assert_null (todoku_knowledge_get_word (knowledge, app, "colour"));
  g_assert_cmpstr (finding->layer, ==, "encryption");
  g_assert_cmpuint (finding->why->len, ==, 2);
  g_assert_cmpint (todoku_knowledge_get_rank (knowledge, "no-network"), ==, 1);
  g_assert_cmpint (todoku_knowledge_get_rank (knowledge, "password-refused"),
                   ==,
                   3);
  g_assert_cmpint (todoku_knowledge_get_rank (knowledge, "nothing"), ==, 0);
  g_assert_cmpstr (todoku_knowledge_find_reply (knowledge, "sample-refused")
                       ->tokens[0],
                   ==,
                   "not accepted");
  g_assert_cmpuint (todoku_knowledge_get_checklist (knowledge)->len, ==, 1);
  g_assert_cmpuint (todoku_knowledge_get_history (knowledge)->len, ==, 1);
  g_assert_finalize_object (knowledge);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/loader/good", test_good);
  g_test_add_func ("/loader/mistakes", test_mistakes);
  g_test_add_func ("/loader/id-used-twice", test_id_used_twice);
  g_test_add_func ("/loader/RB-15/bounds", test_bounds);
  g_test_add_func ("/loader/missing", test_missing);
  return g_test_run ();
}
