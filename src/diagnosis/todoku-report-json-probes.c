/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-report-writer.h"

#include "todoku-offers.h"

static void
write_stages (TodokuWriter *self, const TodokuDialogue *dialogue)
{
  guint n;
  const TodokuTimelineEntry *stages =
      todoku_timeline_get (dialogue->timeline, &n);

  todoku_writer_begin_array (self, "stages");
  for (guint i = 0; i < n; i++) {
    json_builder_begin_object (self->builder);
    todoku_writer_member (self,
                          "name",
                          todoku_stage_to_string (stages[i].stage));
    todoku_writer_member (self,
                          "outcome",
                          todoku_outcome_to_string (stages[i].outcome));
    todoku_writer_number (self,
                          "start_us",
                          stages[i].start_us - stages[0].start_us);
    todoku_writer_number (self,
                          "end_us",
                          stages[i].end_us - stages[0].start_us);
    json_builder_end_object (self->builder);
  }
  json_builder_end_array (self->builder);
}

static void
time_member (TodokuWriter *self, const char *key, GDateTime *time)
{
  g_autoptr (GDateTime) utc = time ? g_date_time_to_utc (time) : NULL;
  g_autofree char *text = utc ? g_date_time_format_iso8601 (utc) : NULL;

  todoku_writer_name (self, key);
  todoku_writer_string (self, text ? text : "");
}

static void
write_certificate (TodokuWriter *self, const TodokuCertificateInfo *info)
{
  json_builder_begin_object (self->builder);
  todoku_writer_server_member (self, "subject", info->subject);
  todoku_writer_server_member (self, "issuer", info->issuer);
  todoku_writer_strings (self, "names", info->names);
  time_member (self, "not_before", info->not_before);
  time_member (self, "not_after", info->not_after);
  todoku_writer_member (self, "sha256", info->sha256);
  json_builder_end_object (self->builder);
}

static void
write_tls (TodokuWriter *self, TodokuObservation *observation)
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
  todoku_writer_begin_object (self, "tls");
  todoku_writer_member (self,
                        "version",
                        todoku_observation_get_tls_version (observation));
  todoku_writer_member (self,
                        "cipher",
                        todoku_observation_get_tls_cipher (observation));
  todoku_writer_begin_array (self, "certificates");
  for (guint i = 0; chain && i < chain->len; i++)
    write_certificate (self, g_ptr_array_index (chain, i));
  json_builder_end_array (self->builder);
  todoku_writer_begin_array (self, "problems");
  for (guint i = 0; i < n; i++)
    todoku_writer_string (self,
                          todoku_certificate_problem_to_string (problems[i]));
  json_builder_end_array (self->builder);
  json_builder_end_object (self->builder);
}

static void
write_transcript (TodokuWriter *self, const TodokuDialogue *dialogue)
{
  guint n;
  const TodokuTranscriptLine *lines =
      todoku_transcript_get (dialogue->transcript, &n);

  todoku_writer_begin_array (self, "transcript");
  for (guint i = 0; i < n; i++) {
    json_builder_begin_object (self->builder);
    todoku_writer_flag (self, "sent", lines[i].sent);
    todoku_writer_member (self,
                          "channel",
                          todoku_channel_to_string (lines[i].channel));
    todoku_writer_number (self, "time_us", lines[i].time_us - lines[0].time_us);
    todoku_writer_number (self, "times", lines[i].times);
    todoku_writer_server_member (self, "text", lines[i].text);
    json_builder_end_object (self->builder);
  }
  json_builder_end_array (self->builder);
}

/* ---- what is offered ------------------------------------------------------
 */

static void
write_capabilities (TodokuWriter *self, const TodokuDialogue *dialogue)
{
  todoku_writer_begin_object (self, "capabilities");
  for (int i = 0; i < TODOKU_N_CHANNELS; i++)
    if (dialogue->capabilities[i])
      todoku_writer_strings (self,
                             todoku_channel_to_string (i),
                             dialogue->capabilities[i]);
  if (dialogue->capabilities_signed_in)
    todoku_writer_strings (self, "signed-in", dialogue->capabilities_signed_in);
  json_builder_end_object (self->builder);
}

static void
write_needed (TodokuWriter *self, const TodokuNeeded *needed)
{
  static const char *const states[] = { "offered", "not-seen", "lacking" };

  json_builder_begin_object (self->builder);
  todoku_writer_member (self, "id", needed->entry->id);
  todoku_writer_member (self, "need", needed->must ? "must" : "useful");
  todoku_writer_member (self, "state", states[needed->state]);
  if (needed->list)
    todoku_writer_member (self,
                          "in",
                          needed->list->phase == TODOKU_PHASE_SIGNED_IN
                              ? "signed-in"
                              : todoku_channel_to_string (
                                    needed->list->channel));
  json_builder_end_object (self->builder);
}

static void
write_offers (TodokuWriter *self,
              TodokuFacts *facts,
              TodokuObservation *observation)
{
  TodokuRole role = todoku_observation_get_role (observation);
  const TodokuDialogue *dialogue =
      todoku_observation_get_dialogue (observation);
  g_autoptr (TodokuOffers) offers = NULL;

  write_capabilities (self, dialogue);
  if (role != TODOKU_ROLE_CONFIGURED && role != TODOKU_ROLE_PRESET)
    return;
  offers = todoku_offers_new (todoku_run_get_account (self->run),
                              facts,
                              todoku_observation_get_endpoint (observation),
                              dialogue);
  todoku_writer_begin_array (self, "needs");
  for (guint i = 0; i < offers->needed->len; i++)
    write_needed (self, g_ptr_array_index (offers->needed, i));
  json_builder_end_array (self->builder);
}

/* ---- a probe --------------------------------------------------------------
 */

/* What the reply was recognised as, and what the mail app needs, are facts of
 * the judgement, not of the observation. */
static void
write_judged (TodokuWriter *self, TodokuObservation *observation)
{
  g_autoptr (TodokuFacts) facts =
      todoku_facts_new_for_observation (todoku_run_get_facts (self->run),
                                        todoku_run_get_account (self->run),
                                        observation);
  const char *const *replies = todoku_facts_get (facts, "probe.reply");

  write_offers (self, facts, observation);
  todoku_writer_server_member (self,
                               "server_text",
                               todoku_facts_get_first (facts,
                                                       "probe.reply.text"));
  if (replies)
    todoku_writer_member (self, "reply", *replies);
}

static void
write_probe (TodokuWriter *self, TodokuObservation *observation)
{
  const TodokuDialogue *dialogue =
      todoku_observation_get_dialogue (observation);
  gboolean is_ipv6 =
      todoku_observation_get_family (observation) == G_SOCKET_FAMILY_IPV6;

  json_builder_begin_object (self->builder);
  todoku_writer_endpoint (self,
                          "endpoint",
                          todoku_observation_get_endpoint (observation));
  todoku_writer_member (self,
                        "address",
                        todoku_observation_get_address (observation));
  todoku_writer_member (self, "family", is_ipv6 ? "ipv6" : "ipv4");
  todoku_writer_member (self,
                        "role",
                        todoku_role_to_string (
                            todoku_observation_get_role (observation)));
  todoku_writer_member (self,
                        "outcome",
                        todoku_outcome_to_string (
                            todoku_observation_get_outcome (observation)));
  if (dialogue->failure != TODOKU_FAILURE_NONE)
    todoku_writer_member (self,
                          "failure",
                          todoku_failure_to_string (dialogue->failure));
  write_stages (self, dialogue);
  write_tls (self, observation);
  write_judged (self, observation);
  if (self->flags & TODOKU_REPORT_TRANSCRIPT)
    write_transcript (self, dialogue);
  json_builder_end_object (self->builder);
}

/* The member "probes": what was seen. */
void
todoku_report_write_probes (TodokuWriter *self)
{
  GListModel *observations = todoku_run_get_observations (self->run);

  todoku_writer_begin_array (self, "probes");
  for (guint i = 0; i < g_list_model_get_n_items (observations); i++) {
    g_autoptr (TodokuObservation) observation =
        g_list_model_get_item (observations, i);

    write_probe (self, observation);
  }
  json_builder_end_array (self->builder);
}
