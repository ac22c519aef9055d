/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-report-writer.h"

/* ---- findings -------------------------------------------------------------
 */

static void
write_steps (TodokuWriter *self, GPtrArray *steps)
{
  todoku_writer_begin_array (self, "steps");
  for (guint i = 0; i < steps->len; i++) {
    const TodokuFindingStep *step = g_ptr_array_index (steps, i);

    json_builder_begin_object (self->builder);
    todoku_writer_member (self, "en", step->text.in[TODOKU_LANGUAGE_EN]);
    todoku_writer_member (self, "ja", step->text.in[TODOKU_LANGUAGE_JA]);
    todoku_writer_member (self, "link", step->link);
    todoku_writer_member (self, "value", step->value);
    todoku_writer_member (self, "who", step->who);
    json_builder_end_object (self->builder);
  }
  json_builder_end_array (self->builder);
}

static void
write_evidence (TodokuWriter *self, GPtrArray *evidence)
{
  todoku_writer_begin_array (self, "evidence");
  for (guint i = 0; i < evidence->len; i++) {
    const TodokuEvidence *seen = g_ptr_array_index (evidence, i);

    json_builder_begin_object (self->builder);
    if (seen->probe >= 0) {
      todoku_writer_number (self, "probe", seen->probe);
      todoku_writer_member (self,
                            "stage",
                            todoku_stage_to_string (seen->stage));
    }
    todoku_writer_text (self,
                        "text",
                        seen->text.in[TODOKU_LANGUAGE_EN],
                        seen->text.in[TODOKU_LANGUAGE_JA]);
    json_builder_end_object (self->builder);
  }
  json_builder_end_array (self->builder);
}

/* Those that were found and stand beneath it, by their ids. */
static void
write_explains (TodokuWriter *self, GPtrArray *consequences)
{
  todoku_writer_begin_array (self, "explains");
  for (guint i = 0; i < consequences->len; i++)
    todoku_writer_string (self,
                          todoku_finding_get_id (
                              g_ptr_array_index (consequences, i)));
  json_builder_end_array (self->builder);
}

static void
write_finding (TodokuWriter *self, TodokuFinding *finding)
{
  const TodokuFindingEntry *entry = todoku_finding_get_entry (finding);

  json_builder_begin_object (self->builder);
  todoku_writer_member (self, "id", entry->id);
  todoku_writer_member (self, "layer", entry->layer);
  todoku_writer_member (self, "severity", entry->severity);
  todoku_writer_member (self,
                        "certainty",
                        todoku_certainty_to_string (
                            todoku_finding_get_certainty (finding)));
  todoku_writer_member (self, "side", todoku_finding_get_side (finding));
  todoku_writer_text (self,
                      "title",
                      todoku_finding_get_title (finding, TODOKU_LANGUAGE_EN),
                      todoku_finding_get_title (finding, TODOKU_LANGUAGE_JA));
  todoku_writer_text (self,
                      "why",
                      todoku_finding_get_why (finding, TODOKU_LANGUAGE_EN),
                      todoku_finding_get_why (finding, TODOKU_LANGUAGE_JA));
  write_steps (self, todoku_finding_get_steps (finding));
  write_evidence (self, todoku_finding_get_evidence (finding));
  write_explains (self, todoku_finding_get_consequences (finding));
  todoku_writer_member (self, "checked", entry->checked);
  todoku_writer_strings (self, "sources", todoku_finding_get_sources (finding));
  json_builder_end_object (self->builder);
}

static void
write_findings (TodokuWriter *self)
{
  GListModel *findings = todoku_run_get_findings (self->run);

  todoku_writer_begin_array (self, "findings");
  for (guint i = 0; i < g_list_model_get_n_items (findings); i++) {
    g_autoptr (TodokuFinding) finding = g_list_model_get_item (findings, i);

    write_finding (self, finding);
  }
  json_builder_end_array (self->builder);
}

static void
write_ruled_out (TodokuWriter *self)
{
  GPtrArray *ruled_out = todoku_run_get_ruled_out (self->run);

  todoku_writer_begin_array (self, "ruled_out");
  for (guint i = 0; i < ruled_out->len; i++) {
    const TodokuRuledOut *out = g_ptr_array_index (ruled_out, i);

    json_builder_begin_object (self->builder);
    todoku_writer_member (self, "id", out->entry->id);
    todoku_writer_text (self,
                        "by",
                        out->by.in[TODOKU_LANGUAGE_EN],
                        out->by.in[TODOKU_LANGUAGE_JA]);
    json_builder_end_object (self->builder);
  }
  json_builder_end_array (self->builder);
}

static void
write_recommended (TodokuWriter *self)
{
  g_autoptr (TodokuEndpoint) incoming =
      todoku_run_get_recommended (self->run, "incoming");
  g_autoptr (TodokuEndpoint) outgoing =
      todoku_run_get_recommended (self->run, "outgoing");

  todoku_writer_begin_object (self, "recommended");
  todoku_writer_endpoint (self, "incoming", incoming);
  todoku_writer_endpoint (self, "outgoing", outgoing);
  todoku_writer_member (self,
                        "sign_in",
                        todoku_run_get_recommended_sign_in (self->run));
  todoku_writer_server_member (self,
                               "user",
                               todoku_account_get_user (
                                   todoku_run_get_account (self->run)));
  json_builder_end_object (self->builder);
}

static void
write_checklist (TodokuWriter *self)
{
  GListModel *items = todoku_run_get_checklist (self->run);

  todoku_writer_begin_array (self, "checklist");
  for (guint i = 0; i < g_list_model_get_n_items (items); i++) {
    g_autoptr (TodokuChecklistItem) item = g_list_model_get_item (items, i);
    const char *answer = todoku_checklist_item_get_answer (item);

    json_builder_begin_object (self->builder);
    todoku_writer_member (self,
                          "id",
                          todoku_checklist_item_get_entry (item)->id);
    todoku_writer_member (self,
                          "state",
                          todoku_checklist_item_get_state (item));
    todoku_writer_name (self, "answer");
    if (answer)
      todoku_writer_string (self, answer);
    else
      json_builder_add_null_value (self->builder);
    json_builder_end_object (self->builder);
  }
  json_builder_end_array (self->builder);
}

static void
write_texts (TodokuWriter *self, const char *key, GPtrArray *texts)
{
  todoku_writer_name (self, key);
  json_builder_begin_array (self->builder);
  for (guint i = 0; i < texts->len; i++) {
    const TodokuText *one = g_ptr_array_index (texts, i);

    json_builder_begin_object (self->builder);
    todoku_writer_member (self, "en", one->in[TODOKU_LANGUAGE_EN]);
    todoku_writer_member (self, "ja", one->in[TODOKU_LANGUAGE_JA]);
    json_builder_end_object (self->builder);
  }
  json_builder_end_array (self->builder);
}

static void
write_guide (TodokuWriter *self, TodokuGuide *guide)
{
  const TodokuGuideEntry *entry = todoku_guide_get_entry (guide);

  json_builder_begin_object (self->builder);
  todoku_writer_member (self, "id", entry->id);
  todoku_writer_member (self, "who", entry->who);
  todoku_writer_text (self,
                      "title",
                      todoku_guide_get_title (guide, TODOKU_LANGUAGE_EN),
                      todoku_guide_get_title (guide, TODOKU_LANGUAGE_JA));
  write_texts (self, "points", todoku_guide_get_points (guide));
  write_steps (self, todoku_guide_get_steps (guide));
  todoku_writer_member (self, "checked", entry->checked);
  json_builder_end_object (self->builder);
}

static void
write_guides (TodokuWriter *self)
{
  GListModel *guides = todoku_run_get_guides (self->run);

  todoku_writer_begin_array (self, "guides");
  for (guint i = 0; i < g_list_model_get_n_items (guides); i++) {
    g_autoptr (TodokuGuide) guide = g_list_model_get_item (guides, i);

    write_guide (self, guide);
  }
  json_builder_end_array (self->builder);
}

/* The members about what was seen means. */
void
todoku_report_write_judged (TodokuWriter *self)
{
  g_autoptr (GPtrArray) notes = todoku_run_dup_notes (self->run);

  write_findings (self);
  write_ruled_out (self);
  write_recommended (self);
  write_checklist (self);
  write_guides (self);
  write_texts (self, "notes", notes);
}
