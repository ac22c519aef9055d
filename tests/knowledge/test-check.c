/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-fact-table.h"

#include "knowledge-fixture.h"
#include "todoku-certificate.h"
#include "todoku-endpoint.h"
#include "todoku-json-reader.h"
#include "todoku-observed.h"
#include "todoku-probe.h"

#include <string.h>

#define FINDING "findings/encryption.json"
#define RULES "\"rules\": ["
#define WHEN "{ \"probe.failure\": \"tls-on-starttls-port\" }"

/* What the loader takes and the check does not. */
static const struct {
  const char *file;
  const char *old;
  const char *new;
  const char *message;
} mistakes[] = {
  { FINDING,
    "At {probe.host}.\", \"ja\": \"{probe.host}",
    "{colour}\", \"ja\": \"{colour}",
    "why[0]: {colour} is no fact" },
  { FINDING,
    "At {probe.host}.\", \"ja\": \"{probe.host}",
    "{address}\", \"ja\": \"{address}",
    "why[0]: {address} may be unknown" },
  { FINDING,
    "\"value\": \"{host}\"",
    "\"value\": \"{app.words.colour}\"",
    "steps[0]: {app.words.colour} is no fact" },
  { FINDING,
    "\"value\": \"{host}\"",
    "\"value\": \"{provider.link}\"",
    "steps[0]: {provider.link} may be unknown" },
  { FINDING,
    "{ \"provider\": { \"known\": true } }",
    "{ \"provider\": { \"not\": \"x\" } }",
    "why[1]: {provider.name} may be unknown" },
  { FINDING,
    "{ \"provider\": { \"known\": true } }",
    "{ \"provider\": { \"known\": false } }",
    "why[1]: {provider.name} may be unknown" },
  { FINDING,
    "\"when\": " WHEN,
    "\"when\": { \"date\": { \"from\": \"2025-01-01\" } }",
    "title: {port} may be unknown" },
  { FINDING,
    "{host} works\", \"ja\": \"{host}",
    "{incoming.host}\", \"ja\": \"{incoming.host}",
    "rules_out[0]: {incoming.host} may be unknown" },
  { FINDING,
    "\"when\": " WHEN,
    "\"when\": { \"probe.colour\": \"blue\" }",
    "rules[0]: there is no fact “probe.colour”" },
  { FINDING,
    "\"when\": " WHEN,
    "\"when\": { \"probe.failure\": \"sneezed\" }",
    "rules[0]: “probe.failure” is never “sneezed”" },
  { FINDING,
    "\"when\": " WHEN,
    "\"when\": { \"probe.failure\": { \"not\": \"sneezed\" } }",
    "rules[0]: “probe.failure” is never “sneezed”" },
  { FINDING,
    "\"example\": " WHEN,
    "\"example\": { \"provider\": \"nobody\" }",
    "rules[0]: provider: there is no “nobody”" },
  { FINDING,
    "\"example\": " WHEN,
    "\"example\": { \"provider.group\": \"nobody\" }",
    "rules[0]: provider.group: there is no “nobody”" },
  { FINDING,
    "\"example\": " WHEN,
    "\"example\": { \"app\": \"nothing\" }",
    "rules[0]: app: there is no “nothing”" },
  { FINDING,
    "\"example\": " WHEN,
    "\"example\": { \"reply\": \"nothing\" }",
    "rules[0]: reply: there is no “nothing”" },
  { FINDING,
    "\"example\": " WHEN,
    "\"example\": { \"advice\": \"nothing\" }",
    "rules[0]: advice: there is no “nothing”" },
  { FINDING,
    "\"example\": " WHEN,
    "\"example\": { \"answer.nothing\": \"yes\" }",
    "rules[0]: “answer.nothing”: the checklist does not ask it" },
  { FINDING,
    "\"example\": " WHEN,
    "\"example\": { \"answer.two-step\": \"perhaps\" }",
    "rules[0]: “answer.two-step” is never “perhaps”" },
  /* A reply leads there too, and without a probe when its text was pasted. */
  { "replies/sample.json",
    "\"password-refused\"",
    "\"tls-on-starttls-port\"",
    "title: {port} may be unknown" },
  { "replies/sample.json",
    "\"certainty\": \"likely\"",
    "\"certainty\": \"likely\", \"when\": { \"colour\": \"blue\" }",
    "replies: sample-refused.means[0]: there is no fact “colour”" },
  { "replies/sample.json",
    "\"password-refused\"",
    "\"no-network\"",
    "password-refused: no rule and no reply leads to it" },
  { "vocabulary.json",
    "\"no-network\"",
    "\"no-network\", \"captive-portal\"",
    "findings/network.json: “captive-portal” of vocabulary.json has no entry" },
  { "checklist.json",
    "\"incoming.signed-in\"",
    "\"outgoing.signed-in\"",
    "checklist.json: two-step.settled_by[0]: {incoming.host} may be unknown" },
  { "checklist.json",
    "\"applies\": { \"provider\": { \"known\": true } },",
    "",
    "checklist.json: two-step.answers.no[0]: {provider.name} may be unknown" },
  { "mail-apps/other-program.json",
    "\"password\": { \"en\": \"Password\", \"ja\": \"パスワード\" },",
    "",
    "other-program.json: words: “password” is missing" },
  { "mail-apps/other-program.json",
    "\"sample\"",
    "\"nobody\"",
    "other-program.json: oauth: no provider is of the group “nobody”" },
  { "mail-apps/other-program.json",
    "\"tls\": \"system\"",
    "\"tls\": \"system\", \"needs\": [\"sample-oauth\", \"sneeze\"]",
    "other-program.json: needs: there is no requirement “sneeze”" },
  { "requirements.json",
    "\"oauth2\"",
    "\"telepathy\"",
    "sample-oauth: “probe.signs-in-with” is never “telepathy”" },
  { "requirements.json",
    "\"en\": \"No.\", \"ja\": \"いいえ。",
    "\"en\": \"{date}\", \"ja\": \"{date}",
    "sample-oauth: placeholders are not filled in here" },
  { FINDING,
    "\"when\": " WHEN,
    "\"when\": { \"probe.lacks\": \"sneeze\" }",
    "rules[0]: probe.lacks: there is no “sneeze”" },
  { "history.json",
    "\"group\": \"sample\"",
    "\"group\": \"nobody\"",
    "history.json: sample-ended: no provider is of the group “nobody”" },
  /* What can never come about. */
  { FINDING,
    "\"when\": " WHEN,
    "\"when\": { \"provider\": \"sample\", \"provider.group\": \"other\" }",
    "rules[0]: can never hold: no mail service is like it" },
  { FINDING,
    "\"when\": " WHEN,
    "\"when\": { \"provider.audience\": \"school\" }",
    "rules[0]: can never hold: no mail service is like it" },
  { FINDING,
    "\"when\": " WHEN,
    "\"when\": { \"app\": \"other-program\", \"app.kind\": \"device\" }",
    "rules[0]: can never hold: no mail app is like it" },
  { FINDING,
    "\"when\": " WHEN,
    "\"when\": { \"app\": \"outlook-*\" }",
    "rules[0]: app: there is no “outlook-*”" },
  { FINDING,
    "\"when\": " WHEN,
    "\"when\": { \"reply\": \"sneezes-*\" }",
    "rules[0]: reply: there is no “sneezes-*”" },
  { FINDING,
    RULES,
    RULES
    "{ \"certainty\": \"likely\", \"when\": { \"probe.failure\": "
    "\"tls-on-starttls-port\", \"probe.port\": \"587\" }, \"example\": {},"
    " \"near_miss\": {} }, ",
    "tls-on-starttls-port: rules[0] is always shadowed by rules[1]" },
  { FINDING,
    RULES,
    RULES "{ \"certainty\": \"certain\", \"when\": { \"probe.failure\": ["
          "\"tls-on-starttls-port\", \"tls-aborted\"] }, \"example\": {},"
          " \"near_miss\": {} }, ",
    "tls-on-starttls-port: rules[1] is always shadowed by rules[0]" },
  { "checklist.json",
    "\"settled_by\": [",
    "\"settled_by\": [{ \"state\": \"good\", \"when\": { "
    "\"incoming.signed-in\": "
    "{ \"known\": true } }, \"reason\": { \"en\": \"x\", \"ja\": \"あ\" } }, ",
    "checklist.json: two-step.settled_by: [1] is never reached behind [0]" },
  { "guides.json",
    "\"incoming.protocol\": \"imap\"",
    "\"incoming.protocol\": \"gopher\"",
    "guides.json: sample-move: “incoming.protocol” is never “gopher”" },
  { "guides.json",
    "\"applies\": { \"incoming.protocol\": \"imap\" },",
    "",
    "guides.json: sample-move.why[0]: {incoming.host} may be unknown" },
  { "guides.json",
    "\"en\": \"Copy.\", \"ja\": \"コピーします。\"",
    "\"en\": \"{port}\", \"ja\": \"{port}\"",
    "guides.json: sample-move.steps[0]: {port} may be unknown" },
};

static char *
check (Fixture *fixture)
{
  g_autoptr (TodokuKnowledge) knowledge = fixture_load_good (fixture);
  g_autoptr (GPtrArray) found = todoku_knowledge_check (knowledge);

  g_ptr_array_add (found, NULL);
  return g_strjoinv ("\n", (GStrv) found->pdata);
}

static void
test_mistakes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (mistakes); i++) {
    g_autoptr (Fixture) fixture = fixture_new ();
    g_autofree char *found = NULL;

    fixture_change (fixture,
                    mistakes[i].file,
                    mistakes[i].old,
                    mistakes[i].new);
    found = check (fixture);
    g_test_message ("%s → %s", mistakes[i].message, found);
    g_assert_nonnull (strstr (found, mistakes[i].message));
  }
}

static void
test_good (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *found = check (fixture);

  g_assert_cmpstr (found, ==, "");
}

static const struct {
  const char *fact;
  const char *when;
  TodokuScope scope;
  gboolean is_guaranteed;
} guarantees[] = {
  { "date", NULL, TODOKU_SCOPE_PART, TRUE },
  { "app.words.path", NULL, TODOKU_SCOPE_PART, TRUE },
  { "app.supported-until", NULL, TODOKU_SCOPE_PART, FALSE },
  { "provider.name", NULL, TODOKU_SCOPE_PART, FALSE },
  { "provider.name",
    "{\"provider.group\":\"google\"}",
    TODOKU_SCOPE_PART,
    TRUE },
  { "provider.link",
    "{\"provider.group\":\"google\"}",
    TODOKU_SCOPE_PART,
    FALSE },
  { "provider.link",
    "{\"provider.link\":{\"known\":true}}",
    TODOKU_SCOPE_PART,
    TRUE },
  { "incoming.port",
    "{\"incoming.pairing\":\"needs-tls\"}",
    TODOKU_SCOPE_PART,
    TRUE },
  { "outgoing.port",
    "{\"incoming.pairing\":\"needs-tls\"}",
    TODOKU_SCOPE_PART,
    FALSE },
  { "incoming.recommended.host",
    "{\"incoming.port\":\"993\"}",
    TODOKU_SCOPE_PART,
    FALSE },
  { "incoming.recommended.host",
    "{\"incoming.recommended.url\":{\"known\":true}}",
    TODOKU_SCOPE_PART,
    TRUE },
  { "probe.host",
    "{\"probe.failure\":{\"not\":\"cancelled\"}}",
    TODOKU_SCOPE_PART,
    FALSE },
  { "probe.host",
    "{\"probe.failure\":{\"not\":\"cancelled\"}}",
    TODOKU_SCOPE_RULE,
    TRUE },
  { "probe.address", "{\"probe.outcome\":\"good\"}", TODOKU_SCOPE_RULE, FALSE },
  { "probe.issuer",
    "{\"probe.certificate\":\"certificate-untrusted\"}",
    TODOKU_SCOPE_RULE,
    TRUE },
  { "probe.issuer", "{\"probe.outcome\":\"good\"}", TODOKU_SCOPE_RULE, FALSE },
  { "probe.reply.text",
    "{\"probe.reply.class\":\"bye\"}",
    TODOKU_SCOPE_PART,
    TRUE },
};

static void
test_guarantees (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (guarantees); i++) {
    const char *json = guarantees[i].when;
    g_autoptr (JsonNode) node =
        json ? todoku_json_parse (json, strlen (json), NULL) : NULL;
    g_autoptr (TodokuConditions) when =
        node ? todoku_conditions_new_from_json (node, NULL) : NULL;

    g_test_message ("%s, %s", guarantees[i].fact, json);
    g_assert_cmpint (todoku_fact_is_guaranteed (guarantees[i].fact,
                                                when,
                                                guarantees[i].scope),
                     ==,
                     guarantees[i].is_guaranteed);
  }
}

static void
assert_allowed (const char *fact, const char *value)
{
  g_test_message ("%s %s", fact, value);
  g_assert_true (todoku_fact_is_known (fact));
  g_assert_true (todoku_fact_allows (fact, value));
  g_assert_false (todoku_fact_allows (fact, "something-else"));
}

/* The words of the facts are those that the wire's observers really say. */
static void
test_words_of_the_wire (void)
{
  for (int i = TODOKU_FAILURE_NONE + 1; i < TODOKU_N_FAILURES; i++)
    assert_allowed ("probe.failure", todoku_failure_to_string (i));
  for (int i = 0; i < TODOKU_N_STAGES; i++)
    assert_allowed ("probe.stage", todoku_stage_to_string (i));
  for (int i = 0; i < TODOKU_N_OUTCOMES; i++)
    assert_allowed ("probe.outcome", todoku_outcome_to_string (i));
  for (int i = 0; i < TODOKU_N_SPOKEN; i++)
    assert_allowed ("probe.spoke", todoku_spoken_to_string (i));
  for (int i = 0; i < TODOKU_N_CERTIFICATE_PROBLEMS; i++)
    assert_allowed ("probe.certificate",
                    todoku_certificate_problem_to_string (i));
  for (int i = TODOKU_PROTOCOL_IMAP; i <= TODOKU_PROTOCOL_SMTP; i++)
    assert_allowed ("probe.protocol", todoku_protocol_to_string (i));
  for (int i = TODOKU_SECURITY_TLS; i <= TODOKU_SECURITY_NONE; i++)
    assert_allowed ("probe.security", todoku_security_to_string (i));
  for (int i = TODOKU_ROLE_CONFIGURED; i <= TODOKU_ROLE_CONTROL; i++)
    assert_allowed ("probe.role", todoku_role_to_string (i));
}

/* README.md is the contract: every fact that it names is known here. */
static void
test_readme (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("TODOKU_SOURCE_ROOT"),
                                            "data",
                                            "knowledge",
                                            "README.md",
                                            NULL);
  g_autofree char *readme = NULL;
  g_autoptr (GRegex) regex =
      g_regex_new ("^\\| (`[^|]*) \\|", G_REGEX_MULTILINE, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  const char *facts;
  guint found = 0;

  g_assert_true (g_file_get_contents (path, &readme, NULL, NULL));
  facts = strstr (readme, "| fact |");
  g_assert_nonnull (facts);
  for (g_regex_match (regex, facts, 0, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL)) {
    g_autofree char *cell = g_match_info_fetch (match, 1);
    g_auto (GStrv) words = g_strsplit (cell, "`", -1);

    for (guint i = 1; words[i] && words[i + 1]; i += 2)
      if (*words[i] != '.' && !strpbrk (words[i], "AEIMND")) {
        g_test_message ("%s", words[i]);
        g_assert_true (todoku_fact_is_known (words[i]));
        found++;
      }
  }
  g_assert_cmpuint (found, >, 50);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/check/good", test_good);
  g_test_add_func ("/check/mistakes", test_mistakes);
  g_test_add_func ("/check/guarantees", test_guarantees);
  g_test_add_func ("/check/words-of-the-wire", test_words_of_the_wire);
  g_test_add_func ("/check/readme", test_readme);
  return g_test_run ();
}
