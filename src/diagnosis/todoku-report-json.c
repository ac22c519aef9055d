/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-delivery.h"
#include "todoku-received.h"
#include "todoku-report-found.h"
#include "todoku-report-private.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* The keys are a contract: interface.md, data/todoku-report-1.schema.json. */
typedef struct {
  JsonBuilder *builder;
  TodokuRun *run;
  TodokuReportFlags flags;
  TodokuRedaction *redaction;
} Writer;

static void
name (Writer *self, const char *key)
{
  json_builder_set_member_name (self->builder, key);
}

/* Visible text is valid UTF-8 without control characters: always valid JSON. */
static void
string (Writer *self, const char *value)
{
  g_autofree char *shown = todoku_visible_text (value, strlen (value), 0);

  json_builder_add_string_value (self->builder, shown);
}

static void
member (Writer *self, const char *key, const char *value)
{
  g_autofree char *shown = todoku_redaction_apply (self->redaction, value);

  if (!value)
    return;
  name (self, key);
  string (self, shown);
}

static void
server_member (Writer *self, const char *key, const char *value)
{
  g_autofree char *shown =
      todoku_redaction_apply_to_server (self->redaction, value);

  if (!value)
    return;
  name (self, key);
  string (self, shown);
}

static void
number (Writer *self, const char *key, gint64 value)
{
  name (self, key);
  json_builder_add_int_value (self->builder, value);
}

static void
strings (Writer *self, const char *key, char **values)
{
  name (self, key);
  json_builder_begin_array (self->builder);
  for (; values && *values; values++) {
    g_autofree char *shown =
        todoku_redaction_apply_to_server (self->redaction, *values);

    string (self, shown);
  }
  json_builder_end_array (self->builder);
}

static void
text (Writer *self, const char *key, const char *en, const char *ja)
{
  name (self, key);
  json_builder_begin_object (self->builder);
  member (self, "en", en);
  member (self, "ja", ja);
  json_builder_end_object (self->builder);
}

static void
endpoint (Writer *self, const char *key, const TodokuEndpoint *value)
{
  g_autofree char *url = value ? todoku_endpoint_to_string (value) : NULL;

  member (self, key, url);
}

/* ---- the account ----------------------------------------------------------
 */

static void
write_account (Writer *self)
{
  TodokuAccount *account = todoku_run_get_account (self->run);
  const TodokuProvider *provider = todoku_account_get_provider (account);
  const TodokuMailApp *app = todoku_account_get_mail_app (account);

  name (self, "account");
  json_builder_begin_object (self->builder);
  member (self, "address", todoku_account_get_address (account));
  member (self, "provider", provider ? provider->id : NULL);
  member (self, "app", app ? app->id : "other-program");
  member (self, "symptom", todoku_account_get_symptom (account));
  endpoint (self, "incoming", todoku_account_get_incoming (account));
  endpoint (self, "outgoing", todoku_account_get_outgoing (account));
  json_builder_end_object (self->builder);
}

/* ---- probes ---------------------------------------------------------------
 */

static void
write_stages (Writer *self, const TodokuDialogue *dialogue)
{
  guint n;
  const TodokuTimelineEntry *stages =
      todoku_timeline_get (dialogue->timeline, &n);

  name (self, "stages");
  json_builder_begin_array (self->builder);
  for (guint i = 0; i < n; i++) {
    json_builder_begin_object (self->builder);
    member (self, "name", todoku_stage_to_string (stages[i].stage));
    member (self, "outcome", todoku_outcome_to_string (stages[i].outcome));
    number (self, "start_us", stages[i].start_us - stages[0].start_us);
    number (self, "end_us", stages[i].end_us - stages[0].start_us);
    json_builder_end_object (self->builder);
  }
  json_builder_end_array (self->builder);
}

static void
time_member (Writer *self, const char *key, GDateTime *time)
{
  g_autoptr (GDateTime) utc = time ? g_date_time_to_utc (time) : NULL;
  g_autofree char *text = utc ? g_date_time_format_iso8601 (utc) : NULL;

  name (self, key);
  string (self, text ? text : "");
}

static void
write_certificate (Writer *self, const TodokuCertificateInfo *info)
{
  json_builder_begin_object (self->builder);
  server_member (self, "subject", info->subject);
  server_member (self, "issuer", info->issuer);
  strings (self, "names", info->names);
  time_member (self, "not_before", info->not_before);
  time_member (self, "not_after", info->not_after);
  member (self, "sha256", info->sha256);
  json_builder_end_object (self->builder);
}

static void
write_tls (Writer *self, TodokuObservation *observation)
{
  TodokuCertificateReport *report =
      todoku_observation_get_certificates (observation);
  GPtrArray *chain =
      report ? todoku_certificate_report_get_certificates (report) : NULL;
  const TodokuCertificateProblem *problems = NULL;
  guint n = 0;

  if (!report && !todoku_observation_get_tls_version (observation))
    return;
  if (report)
    problems = todoku_certificate_report_get_problems (report, &n);
  name (self, "tls");
  json_builder_begin_object (self->builder);
  member (self, "version", todoku_observation_get_tls_version (observation));
  member (self, "cipher", todoku_observation_get_tls_cipher (observation));
  name (self, "certificates");
  json_builder_begin_array (self->builder);
  for (guint i = 0; chain && i < chain->len; i++)
    write_certificate (self, g_ptr_array_index (chain, i));
  json_builder_end_array (self->builder);
  name (self, "problems");
  json_builder_begin_array (self->builder);
  for (guint i = 0; i < n; i++)
    string (self, todoku_certificate_problem_to_string (problems[i]));
  json_builder_end_array (self->builder);
  json_builder_end_object (self->builder);
}

static void
write_transcript (Writer *self, const TodokuDialogue *dialogue)
{
  guint n;
  const TodokuTranscriptLine *lines =
      todoku_transcript_get (dialogue->transcript, &n);

  name (self, "transcript");
  json_builder_begin_array (self->builder);
  for (guint i = 0; i < n; i++) {
    json_builder_begin_object (self->builder);
    name (self, "sent");
    json_builder_add_boolean_value (self->builder, lines[i].sent);
    member (self, "channel", todoku_channel_to_string (lines[i].channel));
    number (self, "time_us", lines[i].time_us - lines[0].time_us);
    number (self, "times", lines[i].times);
    server_member (self, "text", lines[i].text);
    json_builder_end_object (self->builder);
  }
  json_builder_end_array (self->builder);
}

/* What the reply was recognised as, and what the mail app needs, are facts of
 * the judgement, not of the observation. */
static void
write_judged (Writer *self, TodokuObservation *observation)
{
  TodokuAccount *account = todoku_run_get_account (self->run);
  g_autoptr (TodokuFacts) facts =
      todoku_facts_new_for_observation (todoku_run_get_facts (self->run),
                                        account,
                                        observation);
  const char *const *replies = todoku_facts_get (facts, "probe.reply");

  todoku_report_write_offers (self->builder,
                              account,
                              facts,
                              observation,
                              self->redaction);
  server_member (self,
                 "server_text",
                 todoku_facts_get_first (facts, "probe.reply.text"));
  if (replies)
    member (self, "reply", *replies);
}

static void
write_probe (Writer *self, TodokuObservation *observation)
{
  const TodokuDialogue *dialogue =
      todoku_observation_get_dialogue (observation);
  gboolean is_ipv6 =
      todoku_observation_get_family (observation) == G_SOCKET_FAMILY_IPV6;

  json_builder_begin_object (self->builder);
  endpoint (self, "endpoint", todoku_observation_get_endpoint (observation));
  member (self, "address", todoku_observation_get_address (observation));
  member (self, "family", is_ipv6 ? "ipv6" : "ipv4");
  member (self,
          "role",
          todoku_role_to_string (todoku_observation_get_role (observation)));
  member (self,
          "outcome",
          todoku_outcome_to_string (
              todoku_observation_get_outcome (observation)));
  if (dialogue->failure != TODOKU_FAILURE_NONE)
    member (self, "failure", todoku_failure_to_string (dialogue->failure));
  write_stages (self, dialogue);
  write_tls (self, observation);
  write_judged (self, observation);
  if (self->flags & TODOKU_REPORT_TRANSCRIPT)
    write_transcript (self, dialogue);
  json_builder_end_object (self->builder);
}

static void
write_probes (Writer *self)
{
  GListModel *observations = todoku_run_get_observations (self->run);

  name (self, "probes");
  json_builder_begin_array (self->builder);
  for (guint i = 0; i < g_list_model_get_n_items (observations); i++) {
    g_autoptr (TodokuObservation) observation =
        g_list_model_get_item (observations, i);

    write_probe (self, observation);
  }
  json_builder_end_array (self->builder);
}

/* ---- findings -------------------------------------------------------------
 */

static void
write_steps (Writer *self, GPtrArray *steps)
{
  name (self, "steps");
  json_builder_begin_array (self->builder);
  for (guint i = 0; i < steps->len; i++) {
    const TodokuFindingStep *step = g_ptr_array_index (steps, i);

    json_builder_begin_object (self->builder);
    member (self, "en", step->text.in[TODOKU_LANGUAGE_EN]);
    member (self, "ja", step->text.in[TODOKU_LANGUAGE_JA]);
    member (self, "link", step->link);
    member (self, "value", step->value);
    member (self, "who", step->who);
    json_builder_end_object (self->builder);
  }
  json_builder_end_array (self->builder);
}

static void
write_evidence (Writer *self, GPtrArray *evidence)
{
  name (self, "evidence");
  json_builder_begin_array (self->builder);
  for (guint i = 0; i < evidence->len; i++) {
    const TodokuEvidence *seen = g_ptr_array_index (evidence, i);

    json_builder_begin_object (self->builder);
    if (seen->probe >= 0) {
      number (self, "probe", seen->probe);
      member (self, "stage", todoku_stage_to_string (seen->stage));
    }
    text (self,
          "text",
          seen->text.in[TODOKU_LANGUAGE_EN],
          seen->text.in[TODOKU_LANGUAGE_JA]);
    json_builder_end_object (self->builder);
  }
  json_builder_end_array (self->builder);
}

/* Those that were found and stand beneath it, by their ids. */
static void
write_explains (Writer *self, GPtrArray *consequences)
{
  name (self, "explains");
  json_builder_begin_array (self->builder);
  for (guint i = 0; i < consequences->len; i++)
    string (self, todoku_finding_get_id (g_ptr_array_index (consequences, i)));
  json_builder_end_array (self->builder);
}

static void
write_finding (Writer *self, TodokuFinding *finding)
{
  const TodokuFindingEntry *entry = todoku_finding_get_entry (finding);

  json_builder_begin_object (self->builder);
  member (self, "id", entry->id);
  member (self, "layer", entry->layer);
  member (self, "severity", entry->severity);
  member (self,
          "certainty",
          todoku_certainty_to_string (todoku_finding_get_certainty (finding)));
  member (self, "side", todoku_finding_get_side (finding));
  text (self,
        "title",
        todoku_finding_get_title (finding, TODOKU_LANGUAGE_EN),
        todoku_finding_get_title (finding, TODOKU_LANGUAGE_JA));
  text (self,
        "why",
        todoku_finding_get_why (finding, TODOKU_LANGUAGE_EN),
        todoku_finding_get_why (finding, TODOKU_LANGUAGE_JA));
  write_steps (self, todoku_finding_get_steps (finding));
  write_evidence (self, todoku_finding_get_evidence (finding));
  write_explains (self, todoku_finding_get_consequences (finding));
  member (self, "checked", entry->checked);
  strings (self, "sources", todoku_finding_get_sources (finding));
  json_builder_end_object (self->builder);
}

static void
write_findings (Writer *self)
{
  GListModel *findings = todoku_run_get_findings (self->run);

  name (self, "findings");
  json_builder_begin_array (self->builder);
  for (guint i = 0; i < g_list_model_get_n_items (findings); i++) {
    g_autoptr (TodokuFinding) finding = g_list_model_get_item (findings, i);

    write_finding (self, finding);
  }
  json_builder_end_array (self->builder);
}

static void
write_ruled_out (Writer *self)
{
  GPtrArray *ruled_out = todoku_run_get_ruled_out (self->run);

  name (self, "ruled_out");
  json_builder_begin_array (self->builder);
  for (guint i = 0; i < ruled_out->len; i++) {
    const TodokuRuledOut *out = g_ptr_array_index (ruled_out, i);

    json_builder_begin_object (self->builder);
    member (self, "id", out->entry->id);
    text (self,
          "by",
          out->by.in[TODOKU_LANGUAGE_EN],
          out->by.in[TODOKU_LANGUAGE_JA]);
    json_builder_end_object (self->builder);
  }
  json_builder_end_array (self->builder);
}

/* ---- the rest -------------------------------------------------------------
 */

static void
write_recommended (Writer *self)
{
  g_autoptr (TodokuEndpoint) incoming =
      todoku_run_get_recommended (self->run, "incoming");
  g_autoptr (TodokuEndpoint) outgoing =
      todoku_run_get_recommended (self->run, "outgoing");

  name (self, "recommended");
  json_builder_begin_object (self->builder);
  endpoint (self, "incoming", incoming);
  endpoint (self, "outgoing", outgoing);
  member (self, "sign_in", todoku_run_get_recommended_sign_in (self->run));
  server_member (self,
                 "user",
                 todoku_account_get_user (todoku_run_get_account (self->run)));
  json_builder_end_object (self->builder);
}

static void
write_checklist (Writer *self)
{
  GListModel *items = todoku_run_get_checklist (self->run);

  name (self, "checklist");
  json_builder_begin_array (self->builder);
  for (guint i = 0; i < g_list_model_get_n_items (items); i++) {
    g_autoptr (TodokuChecklistItem) item = g_list_model_get_item (items, i);
    const char *answer = todoku_checklist_item_get_answer (item);

    json_builder_begin_object (self->builder);
    member (self, "id", todoku_checklist_item_get_entry (item)->id);
    member (self, "state", todoku_checklist_item_get_state (item));
    name (self, "answer");
    if (answer)
      string (self, answer);
    else
      json_builder_add_null_value (self->builder);
    json_builder_end_object (self->builder);
  }
  json_builder_end_array (self->builder);
}

static void
write_texts (Writer *self, const char *key, GPtrArray *texts)
{
  name (self, key);
  json_builder_begin_array (self->builder);
  for (guint i = 0; i < texts->len; i++) {
    const TodokuText *one = g_ptr_array_index (texts, i);

    json_builder_begin_object (self->builder);
    member (self, "en", one->in[TODOKU_LANGUAGE_EN]);
    member (self, "ja", one->in[TODOKU_LANGUAGE_JA]);
    json_builder_end_object (self->builder);
  }
  json_builder_end_array (self->builder);
}

static void
write_guide (Writer *self, TodokuGuide *guide)
{
  const TodokuGuideEntry *entry = todoku_guide_get_entry (guide);

  json_builder_begin_object (self->builder);
  member (self, "id", entry->id);
  member (self, "who", entry->who);
  text (self,
        "title",
        todoku_guide_get_title (guide, TODOKU_LANGUAGE_EN),
        todoku_guide_get_title (guide, TODOKU_LANGUAGE_JA));
  write_texts (self, "points", todoku_guide_get_points (guide));
  write_steps (self, todoku_guide_get_steps (guide));
  member (self, "checked", entry->checked);
  json_builder_end_object (self->builder);
}

static void
write_guides (Writer *self)
{
  GListModel *guides = todoku_run_get_guides (self->run);

  name (self, "guides");
  json_builder_begin_array (self->builder);
  for (guint i = 0; i < g_list_model_get_n_items (guides); i++) {
    g_autoptr (TodokuGuide) guide = g_list_model_get_item (guides, i);

    write_guide (self, guide);
  }
  json_builder_end_array (self->builder);
}

static void
write_hops (Writer *self, const TodokuDelivery *delivery)
{
  name (self, "hops");
  json_builder_begin_array (self->builder);
  for (guint i = 0; i < delivery->hops->len; i++) {
    const TodokuHop *hop = g_ptr_array_index (delivery->hops, i);

    json_builder_begin_object (self->builder);
    server_member (self, "by", hop->by);
    if (hop->seconds >= 0)
      number (self, "seconds", hop->seconds);
    json_builder_end_object (self->builder);
  }
  json_builder_end_array (self->builder);
}

/* Only when a test message was asked for and taken. */
static void
write_delivery (Writer *self)
{
  g_autoptr (TodokuDelivery) delivery =
      todoku_delivery_new (todoku_run_get_observations (self->run));

  if (!delivery)
    return;
  name (self, "test_message");
  json_builder_begin_object (self->builder);
  member (self, "state", todoku_delivery_get_state (delivery));
  if (delivery->seen) {
    number (self, "elapsed_ms", delivery->elapsed_ms);
    name (self, "removed");
    json_builder_add_boolean_value (self->builder, delivery->removed);
    write_hops (self, delivery);
  }
  json_builder_end_object (self->builder);
}

static void
write_budget (Writer *self)
{
  const TodokuBudget *budget = todoku_run_get_budget (self->run);

  name (self, "budget");
  json_builder_begin_object (self->builder);
  number (self, "connections", budget->connections);
  number (self, "sign_ins", budget->sign_ins);
  json_builder_end_object (self->builder);
}

static void
write_all (Writer *self)
{
  g_autoptr (GPtrArray) notes = todoku_run_dup_notes (self->run);

  json_builder_begin_object (self->builder);
  number (self, "todoku", 1);
  member (self, "version", PACKAGE_VERSION);
  member (self, "date", todoku_run_get_date (self->run));
  number (self, "elapsed_ms", todoku_run_get_elapsed_us (self->run) / 1000);
  write_account (self);
  todoku_report_write_found (self->builder,
                             todoku_account_get_found (
                                 todoku_run_get_account (self->run)));
  write_probes (self);
  write_findings (self);
  write_ruled_out (self);
  write_recommended (self);
  write_checklist (self);
  write_guides (self);
  write_texts (self, "notes", notes);
  write_delivery (self);
  write_budget (self);
  name (self, "redacted");
  json_builder_add_boolean_value (self->builder,
                                  (self->flags & TODOKU_REPORT_UNREDACTED) ==
                                      0);
  json_builder_end_object (self->builder);
}

char *
todoku_report_to_json (TodokuRun *run,
                       TodokuReportFlags flags,
                       TodokuRedaction *redaction)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *json = NULL;
  Writer writer = { builder, run, flags, redaction };

  write_all (&writer);
  root = json_builder_get_root (builder);
  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  json = json_generator_to_data (generator, NULL);
  return g_strconcat (json, "\n", NULL);
}
