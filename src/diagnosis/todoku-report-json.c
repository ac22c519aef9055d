/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-document.h"

#include "todoku-report-words.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* JSON version 1, a contract: data/todoku-report-1.schema.json. */
typedef struct {
  JsonBuilder *json;
  TodokuRun *run;
  TodokuReportFlags flags;
  TodokuFacts *account_facts;
} Writer;

static void
add_string (Writer *w, const char *name, const char *value)
{
  g_autofree char *shown = todoku_report_address (w->run, value, w->flags);

  if (!value)
    return;
  json_builder_set_member_name (w->json, name);
  json_builder_add_string_value (w->json, shown);
}

static void
add_int (Writer *w, const char *name, gint64 value)
{
  json_builder_set_member_name (w->json, name);
  json_builder_add_int_value (w->json, value);
}

static void
add_texts (Writer *w, const char *en, const char *ja)
{
  add_string (w, "en", en);
  add_string (w, "ja", ja);
}

static void
add_text (Writer *w, const char *name, const TodokuText *text)
{
  json_builder_set_member_name (w->json, name);
  json_builder_begin_object (w->json);
  add_texts (w, text->in[TODOKU_LANGUAGE_EN], text->in[TODOKU_LANGUAGE_JA]);
  json_builder_end_object (w->json);
}

static void
add_strings (Writer *w, const char *name, GStrv values)
{
  json_builder_set_member_name (w->json, name);
  json_builder_begin_array (w->json);
  for (char **value = values; value && *value; value++)
    {
      g_autofree char *visible = todoku_visible_text (*value, strlen (*value), 500);
      g_autofree char *shown = todoku_report_address (w->run, visible, w->flags);

      json_builder_add_string_value (w->json, shown);
    }
  json_builder_end_array (w->json);
}

static void
add_endpoint (Writer *w, const char *name, const TodokuEndpoint *endpoint)
{
  g_autofree char *url = endpoint ? todoku_endpoint_to_string (endpoint) : NULL;

  add_string (w, name, url);
}

static void
begin_array (Writer *w, const char *name)
{
  json_builder_set_member_name (w->json, name);
  json_builder_begin_array (w->json);
}

static void
begin_object (Writer *w, const char *name)
{
  json_builder_set_member_name (w->json, name);
  json_builder_begin_object (w->json);
}

/* ---- account -------------------------------------------------------------- */

static void
write_account (Writer *w)
{
  TodokuAccount *account = todoku_run_get_account (w->run);
  const TodokuProvider *provider = todoku_account_get_provider (account);

  begin_object (w, "account");
  add_string (w, "address", todoku_account_get_address (account));
  add_string (w, "provider", provider ? provider->id : NULL);
  add_string (w, "app", todoku_account_get_mail_app (account)->id);
  add_string (w, "symptom", todoku_account_get_symptom (account));
  add_endpoint (w, "incoming", todoku_account_get_incoming (account));
  add_endpoint (w, "outgoing", todoku_account_get_outgoing (account));
  json_builder_end_object (w->json);
}

/* ---- probes --------------------------------------------------------------- */

static void
write_stages (Writer *w, TodokuObservation *observation)
{
  guint n;
  const TodokuTimelineEntry *entries = todoku_timeline_get (todoku_observation_get_dialogue (observation)->timeline, &n);
  gint64 start = todoku_observation_get_start_us (observation);

  begin_array (w, "stages");
  for (guint i = 0; i < n; i++)
    {
      json_builder_begin_object (w->json);
      add_string (w, "name", todoku_stage_to_string (entries[i].stage));
      add_string (w, "outcome", todoku_outcome_to_string (entries[i].outcome));
      add_int (w, "start_us", entries[i].start_us - start);
      add_int (w, "end_us", MAX (entries[i].end_us, entries[i].start_us) - start);
      json_builder_end_object (w->json);
    }
  json_builder_end_array (w->json);
}

static void
add_time (Writer *w, const char *name, GDateTime *time)
{
  g_autofree char *text = time ? g_date_time_format_iso8601 (time) : g_strdup ("");

  add_string (w, name, text);
}

static void
write_certificates (Writer *w, TodokuCertificateReport *report)
{
  GPtrArray *chain = todoku_certificate_report_get_certificates (report);

  for (guint i = 0; i < chain->len; i++)
    {
      const TodokuCertificateInfo *info = g_ptr_array_index (chain, i);

      json_builder_begin_object (w->json);
      add_string (w, "subject", info->subject);
      add_string (w, "issuer", info->issuer);
      add_strings (w, "names", info->names);
      add_time (w, "not_before", info->not_before);
      add_time (w, "not_after", info->not_after);
      add_string (w, "sha256", info->sha256);
      json_builder_end_object (w->json);
    }
}

static void
write_tls (Writer *w, TodokuObservation *observation)
{
  TodokuCertificateReport *report = todoku_observation_get_certificates (observation);
  guint n = 0;
  const TodokuCertificateProblem *problems = report ? todoku_certificate_report_get_problems (report, &n) : NULL;

  if (!report && !todoku_observation_get_tls_version (observation))
    return;
  begin_object (w, "tls");
  add_string (w, "version", todoku_observation_get_tls_version (observation));
  add_string (w, "cipher", todoku_observation_get_tls_cipher (observation));
  begin_array (w, "certificates");
  if (report)
    write_certificates (w, report);
  json_builder_end_array (w->json);
  begin_array (w, "problems");
  for (guint i = 0; i < n; i++)
    json_builder_add_string_value (w->json, todoku_certificate_problem_to_string (problems[i]));
  json_builder_end_array (w->json);
  json_builder_end_object (w->json);
}

static void
write_capabilities (Writer *w, const TodokuDialogue *dialogue)
{
  begin_object (w, "capabilities");
  for (int i = 0; i < TODOKU_N_CHANNELS; i++)
    if (dialogue->capabilities[i])
      add_strings (w, todoku_channel_to_string (i), dialogue->capabilities[i]);
  json_builder_end_object (w->json);
}

static void
write_transcript (Writer *w, TodokuObservation *observation)
{
  guint n;
  const TodokuTranscriptLine *lines = todoku_transcript_get (todoku_observation_get_dialogue (observation)->transcript, &n);

  begin_array (w, "transcript");
  for (guint i = 0; i < n; i++)
    {
      json_builder_begin_object (w->json);
      json_builder_set_member_name (w->json, "sent");
      json_builder_add_boolean_value (w->json, lines[i].sent);
      add_string (w, "channel", todoku_channel_to_string (lines[i].channel));
      add_int (w, "time_us", lines[i].time_us - todoku_observation_get_start_us (observation));
      add_string (w, "text", lines[i].text);
      json_builder_end_object (w->json);
    }
  json_builder_end_array (w->json);
}

static void
write_reply (Writer *w, TodokuObservation *observation)
{
  g_autoptr (TodokuFacts) scratch = todoku_facts_new (w->account_facts);
  g_autoptr (TodokuFacts) facts = todoku_facts_new_for_observation (scratch, todoku_run_get_account (w->run), observation);

  add_string (w, "server_text", todoku_facts_get_first (facts, "probe.reply.text"));
  add_string (w, "reply", todoku_facts_get_first (facts, "probe.reply"));
}

static void
write_probe (Writer *w, TodokuObservation *observation)
{
  const TodokuDialogue *dialogue = todoku_observation_get_dialogue (observation);

  json_builder_begin_object (w->json);
  add_endpoint (w, "endpoint", todoku_observation_get_endpoint (observation));
  add_string (w, "address", todoku_observation_get_address (observation));
  add_string (w, "family", todoku_observation_get_family (observation) == G_SOCKET_FAMILY_IPV6 ? "ipv6" : "ipv4");
  add_string (w, "role", todoku_role_to_string (todoku_observation_get_role (observation)));
  add_string (w, "outcome", todoku_outcome_to_string (todoku_observation_get_outcome (observation)));
  if (dialogue->failure != TODOKU_FAILURE_NONE)
    add_string (w, "failure", todoku_failure_to_string (dialogue->failure));
  write_stages (w, observation);
  write_tls (w, observation);
  write_capabilities (w, dialogue);
  write_reply (w, observation);
  if (w->flags & TODOKU_REPORT_TRANSCRIPT)
    write_transcript (w, observation);
  json_builder_end_object (w->json);
}

static void
write_probes (Writer *w)
{
  GListModel *observations = todoku_run_get_observations (w->run);

  begin_array (w, "probes");
  for (guint i = 0; i < g_list_model_get_n_items (observations); i++)
    {
      g_autoptr (TodokuObservation) observation = g_list_model_get_item (observations, i);

      write_probe (w, observation);
    }
  json_builder_end_array (w->json);
}

/* ---- findings ------------------------------------------------------------- */

static void
write_steps (Writer *w, TodokuFinding *finding)
{
  GPtrArray *steps = todoku_finding_get_steps (finding);

  begin_array (w, "steps");
  for (guint i = 0; i < steps->len; i++)
    {
      const TodokuFindingStep *step = g_ptr_array_index (steps, i);

      json_builder_begin_object (w->json);
      add_texts (w, step->text.in[TODOKU_LANGUAGE_EN], step->text.in[TODOKU_LANGUAGE_JA]);
      add_string (w, "link", step->link);
      add_string (w, "value", step->value);
      add_string (w, "who", step->who);
      json_builder_end_object (w->json);
    }
  json_builder_end_array (w->json);
}

static void
write_evidence (Writer *w, TodokuFinding *finding)
{
  GPtrArray *list = todoku_finding_get_evidence (finding);

  begin_array (w, "evidence");
  for (guint i = 0; i < list->len; i++)
    {
      const TodokuEvidence *evidence = g_ptr_array_index (list, i);

      json_builder_begin_object (w->json);
      add_int (w, "probe", evidence->probe);
      add_string (w, "stage", todoku_stage_to_string (evidence->stage));
      add_text (w, "text", &evidence->text);
      json_builder_end_object (w->json);
    }
  json_builder_end_array (w->json);
}

static void
write_finding (Writer *w, TodokuFinding *finding)
{
  const TodokuFindingEntry *entry = todoku_finding_get_entry (finding);
  TodokuText title, why;

  for (int i = 0; i < TODOKU_N_LANGUAGES; i++)
    {
      title.in[i] = (char *) todoku_finding_get_title (finding, i);
      why.in[i] = (char *) todoku_finding_get_why (finding, i);
    }
  json_builder_begin_object (w->json);
  add_string (w, "id", entry->id);
  add_string (w, "layer", entry->layer);
  add_string (w, "severity", entry->severity);
  add_string (w, "certainty", todoku_certainty_to_string (todoku_finding_get_certainty (finding)));
  add_string (w, "side", todoku_finding_get_side (finding));
  add_text (w, "title", &title);
  add_text (w, "why", &why);
  write_steps (w, finding);
  write_evidence (w, finding);
  begin_array (w, "explains");
  for (guint i = 0; i < todoku_finding_get_consequences (finding)->len; i++)
    json_builder_add_string_value (w->json, todoku_finding_get_id (g_ptr_array_index (todoku_finding_get_consequences (finding), i)));
  json_builder_end_array (w->json);
  add_string (w, "checked", entry->checked);
  add_strings (w, "sources", entry->sources);
  json_builder_end_object (w->json);
}

/* A cause, and behind it what it explains: everything that was found is there. */
static void
write_findings (Writer *w)
{
  GListModel *findings = todoku_run_get_findings (w->run);

  begin_array (w, "findings");
  for (guint i = 0; i < g_list_model_get_n_items (findings); i++)
    {
      g_autoptr (TodokuFinding) finding = g_list_model_get_item (findings, i);
      GPtrArray *folded = todoku_finding_get_consequences (finding);

      write_finding (w, finding);
      for (guint j = 0; j < folded->len; j++)
        write_finding (w, g_ptr_array_index (folded, j));
    }
  json_builder_end_array (w->json);
}

static void
write_ruled_out (Writer *w)
{
  GPtrArray *list = todoku_run_get_ruled_out (w->run);

  begin_array (w, "ruled_out");
  for (guint i = 0; i < list->len; i++)
    {
      const TodokuRuledOut *out = g_ptr_array_index (list, i);

      json_builder_begin_object (w->json);
      add_string (w, "id", out->entry->id);
      add_text (w, "by", &out->by);
      json_builder_end_object (w->json);
    }
  json_builder_end_array (w->json);
}

/* ---- the rest ------------------------------------------------------------- */

static void
write_recommended (Writer *w)
{
  g_autoptr (TodokuEndpoint) incoming = todoku_run_get_recommended (w->run, "incoming");
  g_autoptr (TodokuEndpoint) outgoing = todoku_run_get_recommended (w->run, "outgoing");

  begin_object (w, "recommended");
  add_endpoint (w, "incoming", incoming);
  add_endpoint (w, "outgoing", outgoing);
  add_string (w, "sign_in", todoku_run_get_recommended_sign_in (w->run));
  add_string (w, "user", todoku_account_get_user (todoku_run_get_account (w->run)));
  json_builder_end_object (w->json);
}

static void
write_checklist (Writer *w)
{
  GListModel *items = todoku_run_get_checklist (w->run);

  begin_array (w, "checklist");
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (TodokuChecklistItem) item = g_list_model_get_item (items, i);
      const char *answer = todoku_checklist_item_get_answer (item);

      json_builder_begin_object (w->json);
      add_string (w, "id", todoku_checklist_item_get_entry (item)->id);
      add_string (w, "state", todoku_checklist_item_get_state (item));
      json_builder_set_member_name (w->json, "answer");
      if (answer)
        json_builder_add_string_value (w->json, answer);
      else
        json_builder_add_null_value (w->json);
      json_builder_end_object (w->json);
    }
  json_builder_end_array (w->json);
}

static void
write_all (Writer *w)
{
  const TodokuBudget *budget = todoku_run_get_budget (w->run);

  json_builder_begin_object (w->json);
  add_int (w, "todoku", 1);
  add_string (w, "version", PACKAGE_VERSION);
  add_string (w, "date", todoku_run_get_date (w->run));
  add_int (w, "elapsed_ms", todoku_run_get_elapsed_us (w->run) / 1000);
  write_account (w);
  write_probes (w);
  write_findings (w);
  write_ruled_out (w);
  write_recommended (w);
  write_checklist (w);
  begin_object (w, "budget");
  add_int (w, "connections", budget->connections);
  add_int (w, "sign_ins", budget->sign_ins);
  json_builder_end_object (w->json);
  json_builder_set_member_name (w->json, "redacted");
  json_builder_add_boolean_value (w->json, (w->flags & TODOKU_REPORT_UNREDACTED) == 0);
  json_builder_end_object (w->json);
}

char *
todoku_report_to_json (TodokuRun *run, TodokuReportFlags flags)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;
  Writer writer = { builder, run, flags, todoku_run_get_facts (run) };

  write_all (&writer);
  root = json_builder_get_root (builder);
  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  text = json_generator_to_data (generator, NULL);
  return g_strconcat (text, "\n", NULL);
}
