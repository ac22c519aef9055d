/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-facts.h"

#include "todoku-fact-words.h"
#include "todoku-offers.h"

#include <string.h>

#define MAX_REPLY 300

/* IMAP that works is no reason to call the port of a POP account wrong. */
static gboolean
is_protocol_of_app (TodokuAccount *account, const TodokuEndpoint *endpoint)
{
  const TodokuEndpoint *set = endpoint->protocol == TODOKU_PROTOCOL_SMTP
                                  ? todoku_account_get_outgoing (account)
                                  : todoku_account_get_incoming (account);

  return set && set->protocol == endpoint->protocol;
}

static void
add_endpoint (TodokuFacts *facts,
              TodokuAccount *account,
              const TodokuEndpoint *endpoint)
{
  char port[8];

  g_snprintf (port, sizeof port, "%u", endpoint->port);
  todoku_facts_set (facts,
                    "probe.side",
                    endpoint->protocol == TODOKU_PROTOCOL_SMTP ? "outgoing"
                                                               : "incoming");
  todoku_facts_set (facts,
                    "probe.protocol",
                    todoku_protocol_to_string (endpoint->protocol));
  todoku_facts_set (facts, "probe.host", endpoint->host);
  todoku_facts_set (facts, "probe.port", port);
  todoku_facts_set (facts,
                    "probe.security",
                    todoku_security_to_string (endpoint->security));
  todoku_facts_set (facts,
                    "probe.host-kind",
                    todoku_host_kind (account, endpoint));
  todoku_facts_set (facts,
                    "probe.same-protocol",
                    is_protocol_of_app (account, endpoint) ? "yes" : "no");
}

static void
add_outcome (TodokuFacts *facts, TodokuObservation *observation)
{
  const TodokuDialogue *dialogue =
      todoku_observation_get_dialogue (observation);
  const TodokuTimelineEntry *connect =
      todoku_timeline_find (dialogue->timeline, TODOKU_STAGE_CONNECT);

  todoku_facts_set (facts,
                    "probe.role",
                    todoku_role_to_string (
                        todoku_observation_get_role (observation)));
  todoku_facts_set (facts,
                    "probe.family",
                    todoku_observation_get_family (observation) ==
                            G_SOCKET_FAMILY_IPV6
                        ? "ipv6"
                        : "ipv4");
  todoku_facts_set (facts,
                    "probe.address",
                    todoku_observation_get_address (observation));
  todoku_facts_set (facts,
                    "probe.name-answer",
                    todoku_observation_get_name_answer (observation));
  todoku_facts_set (facts,
                    "probe.outcome",
                    todoku_outcome_to_string (
                        todoku_observation_get_outcome (observation)));
  if (dialogue->failure != TODOKU_FAILURE_NONE) {
    todoku_facts_set (facts,
                      "probe.failure",
                      todoku_failure_to_string (dialogue->failure));
    todoku_facts_set (facts,
                      "probe.stage",
                      todoku_stage_to_string (dialogue->failure_stage));
  }
  if (connect)
    todoku_facts_set (facts,
                      "probe.reached",
                      connect->outcome == TODOKU_OUTCOME_GOOD ? "yes" : "no");
  todoku_facts_set (facts,
                    "probe.spoke",
                    todoku_spoken_to_string (dialogue->spoken));
  todoku_facts_set (facts,
                    "probe.tls.version",
                    todoku_observation_get_tls_version (observation));
}

/* ---- certificates ---------------------------------------------------------
 */

static void
add_day (TodokuFacts *facts, const char *name, GDateTime *time)
{
  g_autofree char *day = time ? g_date_time_format (time, "%Y-%m-%d") : NULL;

  todoku_facts_set_day (facts, name, day);
}

static gboolean
is_expected (const TodokuProvider *provider, const char *issuer)
{
  for (char **word = provider->expected_issuers; *word; word++)
    if (strstr (issuer, *word))
      return TRUE;
  return FALSE;
}

static gboolean
is_own_host (TodokuFacts *facts)
{
  static const char *const own[] = { "preset", "legacy", "other-side", NULL };

  return g_strv_contains (own,
                          todoku_facts_get_first (facts, "probe.host-kind"));
}

static void
add_certificates (TodokuFacts *facts,
                  TodokuAccount *account,
                  TodokuObservation *observation)
{
  TodokuCertificateReport *report =
      todoku_observation_get_certificates (observation);
  const TodokuProvider *provider = todoku_account_get_provider (account);
  const TodokuCertificateProblem *problems;
  const TodokuCertificateInfo *leaf, *culprit;
  g_autofree char *names = NULL;
  g_autoptr (GDateTime) clock = NULL;
  guint n;

  if (!report)
    return;
  clock = g_date_time_to_local (todoku_certificate_report_get_now (report));
  problems = todoku_certificate_report_get_problems (report, &n);
  for (guint i = 0; i < n; i++)
    todoku_facts_add (facts,
                      "probe.certificate",
                      todoku_certificate_problem_to_string (problems[i]));
  if (n == 0)
    todoku_facts_set (facts, "probe.certificate", "good");
  leaf = g_ptr_array_index (todoku_certificate_report_get_certificates (report),
                            0);
  culprit =
      n > 0
          ? g_ptr_array_index (todoku_certificate_report_get_certificates (
                                   report),
                               todoku_certificate_report_get_culprit (report,
                                                                      problems
                                                                          [0]))
          : leaf;
  names = g_strjoinv (", ", leaf->names);
  todoku_facts_set (facts,
                    "probe.certificate.names",
                    *names ? names : leaf->subject);
  todoku_facts_set (facts, "probe.certificate.subject", culprit->subject);
  todoku_facts_set (facts, "probe.certificate.issuer", culprit->issuer);
  add_day (facts, "probe.certificate.from", culprit->not_before);
  add_day (facts, "probe.certificate.until", culprit->not_after);
  add_day (facts, "probe.certificate.clock", clock);
  todoku_facts_set (facts,
                    "probe.issuer",
                    leaf->issuer_organisation ? leaf->issuer_organisation
                                              : leaf->issuer);
  if (provider && *provider->expected_issuers && is_own_host (facts))
    todoku_facts_set (facts,
                      "probe.issuer-expected",
                      is_expected (provider, leaf->issuer) ? "yes" : "no");
}

/* ---- what the server answered ---------------------------------------------
 */

static const char *
reply_class (TodokuReplyStatus status)
{
  switch (status) {
  case TODOKU_REPLY_POSITIVE:
  case TODOKU_REPLY_PREAUTH:
  case TODOKU_REPLY_CONTINUE:
    return "positive";
  case TODOKU_REPLY_TRANSIENT:
    return "temporary";
  case TODOKU_REPLY_BYE:
    return "bye";
  case TODOKU_REPLY_NEGATIVE:
  case TODOKU_REPLY_BAD:
  default:
    return "refused";
  }
}

/* The word before the text, as it stands in a log too. */
static const char *
status_word (const TodokuReply *reply)
{
  if (reply->protocol == TODOKU_PROTOCOL_SMTP ||
      reply->status == TODOKU_REPLY_POSITIVE ||
      reply->status == TODOKU_REPLY_CONTINUE)
    return "";
  if (reply->protocol == TODOKU_PROTOCOL_POP3)
    return "-ERR ";
  if (reply->status == TODOKU_REPLY_BYE)
    return "BYE ";
  return reply->status == TODOKU_REPLY_BAD ? "BAD " : "NO ";
}

/* The reason may stand in an untagged line before the refusal (WEBALERT, BYE).
 */
static char *
whole_text (const TodokuReply *reply)
{
  g_autofree char *lines = reply->protocol == TODOKU_PROTOCOL_IMAP
                               ? g_strjoinv ("\n", reply->lines)
                               : g_strdup ("");

  return g_strconcat (status_word (reply),
                      reply->text,
                      *lines ? "\n" : "",
                      lines,
                      NULL);
}

/* Who runs the server says what it says; who the account is with, otherwise. */
static const char *
group_of (TodokuFacts *facts, TodokuAccount *account)
{
  const TodokuProvider *owner = todoku_knowledge_provider_for_host (
      todoku_account_get_knowledge (account),
      todoku_facts_get_first (facts, "probe.host"));

  if (!owner)
    owner = todoku_account_get_provider (account);
  return owner ? owner->group : NULL;
}

static void
add_reply (TodokuFacts *facts,
           TodokuFacts *account_facts,
           TodokuAccount *account,
           const TodokuDialogue *dialogue)
{
  const TodokuReply *reply = dialogue->reply;
  const char *group = group_of (facts, account);
  g_autofree char *text = NULL;
  g_autofree char *shown = NULL;
  g_autoptr (GPtrArray) found = NULL;

  if (!reply)
    return;
  text = whole_text (reply);
  shown = todoku_visible_text (reply->text, strlen (reply->text), MAX_REPLY);
  todoku_facts_set (facts, "probe.reply.class", reply_class (reply->status));
  todoku_facts_set (facts, "probe.reply.text", shown);
  {
    TodokuReplyQuery query = { todoku_protocol_to_string (reply->protocol),
                               todoku_stage_to_string (dialogue->failure_stage),
                               reply->code,
                               reply->enhanced,
                               reply->response_code,
                               text,
                               group };

    found =
        todoku_knowledge_match_reply (todoku_account_get_knowledge (account),
                                      &query);
  }
  /* What a provider is known to say is believed before what others might mean.
   */
  for (guint i = 0; i < MIN (found->len, 1); i++) {
    const TodokuReplyPattern *pattern = g_ptr_array_index (found, i);

    todoku_facts_add (facts, "probe.reply", pattern->id);
    todoku_facts_add (account_facts, "reply", pattern->id);
  }
}

/**
 * todoku_facts_new_for_observation:
 * @account_facts: the account's
 * @account: the account
 * @observation: a finished observation
 *
 * Returns: (transfer full): what was seen, on top of @account_facts
 */
TodokuFacts *
todoku_facts_new_for_observation (TodokuFacts *account_facts,
                                  TodokuAccount *account,
                                  TodokuObservation *observation)
{
  TodokuFacts *facts;
  const TodokuDialogue *dialogue;

  g_return_val_if_fail (TODOKU_IS_FACTS (account_facts) &&
                            TODOKU_IS_OBSERVATION (observation),
                        NULL);

  facts = todoku_facts_new (account_facts);
  dialogue = todoku_observation_get_dialogue (observation);
  add_endpoint (facts, account, todoku_observation_get_endpoint (observation));
  add_outcome (facts, observation);
  add_certificates (facts, account, observation);
  todoku_offers_add_facts (account,
                           facts,
                           todoku_observation_get_endpoint (observation),
                           dialogue);
  add_reply (facts, account_facts, account, dialogue);
  todoku_facts_set (facts, "probe.mechanism", dialogue->mechanism);
  if (dialogue->sent_credential)
    todoku_facts_set (facts,
                      "probe.signed-in",
                      dialogue->signed_in ? "yes" : "no");
  if (dialogue->signed_in)
    todoku_facts_set (facts, "probe.looked", dialogue->looked ? "yes" : "no");
  return facts;
}
