/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-document.h"

#include "todoku-report-words.h"

#include <string.h>

typedef struct {
  TodokuRun *run;
  TodokuReportFlags flags;
  TodokuLanguage language;
  GPtrArray *blocks;
} Writer;

static void
block_free (gpointer data)
{
  TodokuBlock *block = data;

  g_free (block->text);
  g_free (block->link);
  g_free (block);
}

static void
add (Writer *writer, TodokuBlockKind kind, const char *text, const char *link)
{
  TodokuBlock *block = g_new0 (TodokuBlock, 1);

  block->kind = kind;
  block->language = writer->language;
  block->text = todoku_report_address (writer->run, text, writer->flags);
  block->link = g_strdup (link);
  g_ptr_array_add (writer->blocks, block);
}

static void G_GNUC_PRINTF (3, 4)
addf (Writer *writer, TodokuBlockKind kind, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  add (writer, kind, text, NULL);
}

static const char *
word (Writer *writer, TodokuWord which)
{
  return todoku_word (which, writer->language);
}

/* ---- a finding ------------------------------------------------------------ */

static void
write_steps (Writer *writer, TodokuFinding *finding)
{
  GPtrArray *steps = todoku_finding_get_steps (finding);

  if (steps->len > 0)
    add (writer, TODOKU_BLOCK_HEADING, word (writer, TODOKU_WORD_WHAT_TO_DO), NULL);
  for (guint i = 0; i < steps->len; i++)
    {
      const TodokuFindingStep *step = g_ptr_array_index (steps, i);
      const char *who = strcmp (step->who, "administrator") == 0 ? word (writer, TODOKU_WORD_ADMINISTRATOR)
                        : strcmp (step->who, "provider") == 0    ? word (writer, TODOKU_WORD_PROVIDER)
                                                                 : NULL;
      g_autofree char *text = who ? g_strdup_printf ("(%s) %s", who, step->text.in[writer->language]) : g_strdup (step->text.in[writer->language]);

      add (writer, TODOKU_BLOCK_STEP, text, step->link);
    }
}

static void
write_sources (Writer *writer, const TodokuFindingEntry *entry, TodokuCertainty certainty)
{
  g_autofree char *sources = g_strjoinv (", ", entry->sources);

  addf (writer, TODOKU_BLOCK_SMALL, "%s · %s %s · %s: %s", todoku_certainty_word (certainty, writer->language),
        word (writer, TODOKU_WORD_CHECKED), entry->checked, word (writer, TODOKU_WORD_SOURCES), sources);
}

static void
write_cause (Writer *writer, TodokuFinding *finding)
{
  GPtrArray *evidence = todoku_finding_get_evidence (finding);

  add (writer, TODOKU_BLOCK_CAUSE, todoku_finding_get_title (finding, writer->language), NULL);
  add (writer, TODOKU_BLOCK_PARAGRAPH, todoku_finding_get_why (finding, writer->language), NULL);
  write_sources (writer, todoku_finding_get_entry (finding), todoku_finding_get_certainty (finding));
  write_steps (writer, finding);
  if (evidence->len > 0)
    add (writer, TODOKU_BLOCK_HEADING, word (writer, TODOKU_WORD_SEEN), NULL);
  for (guint i = 0; i < evidence->len; i++)
    add (writer, TODOKU_BLOCK_ITEM, ((TodokuEvidence *) g_ptr_array_index (evidence, i))->text.in[writer->language], NULL);
}

static void
write_consequences (Writer *writer, TodokuFinding *finding)
{
  GPtrArray *list = todoku_finding_get_consequences (finding);

  for (guint i = 0; i < list->len; i++)
    addf (writer, TODOKU_BLOCK_ITEM, "%s: %s", word (writer, TODOKU_WORD_CONSEQUENCE), todoku_finding_get_title (g_ptr_array_index (list, i), writer->language));
}

static void
write_others (Writer *writer)
{
  GListModel *findings = todoku_run_get_findings (writer->run);
  guint n = g_list_model_get_n_items (findings);

  if (n > 1)
    add (writer, TODOKU_BLOCK_HEADING, word (writer, TODOKU_WORD_OTHERS), NULL);
  for (guint i = 1; i < n; i++)
    {
      g_autoptr (TodokuFinding) finding = g_list_model_get_item (findings, i);

      addf (writer, TODOKU_BLOCK_ITEM, "%s (%s)", todoku_finding_get_title (finding, writer->language),
            todoku_certainty_word (todoku_finding_get_certainty (finding), writer->language));
      add (writer, TODOKU_BLOCK_PARAGRAPH, todoku_finding_get_why (finding, writer->language), NULL);
      write_consequences (writer, finding);
    }
}

/* ---- the rest ------------------------------------------------------------- */

static void
write_setting (Writer *writer, const char *side, TodokuWord name)
{
  g_autoptr (TodokuEndpoint) endpoint = todoku_run_get_recommended (writer->run, side);

  if (endpoint)
    addf (writer, TODOKU_BLOCK_CODE, "%s  %s  %u  %s", word (writer, name), endpoint->host, endpoint->port, todoku_security_word (endpoint->security));
}

static void
write_settings (Writer *writer)
{
  const char *method = todoku_run_get_recommended_sign_in (writer->run);
  const char *user = todoku_account_get_user (todoku_run_get_account (writer->run));
  g_autoptr (TodokuEndpoint) incoming = todoku_run_get_recommended (writer->run, "incoming");
  g_autoptr (TodokuEndpoint) outgoing = todoku_run_get_recommended (writer->run, "outgoing");

  if (!incoming && !outgoing)
    return;
  add (writer, TODOKU_BLOCK_HEADING, word (writer, TODOKU_WORD_SETTINGS), NULL);
  write_setting (writer, "incoming", TODOKU_WORD_INCOMING);
  write_setting (writer, "outgoing", TODOKU_WORD_OUTGOING);
  if (user)
    addf (writer, TODOKU_BLOCK_CODE, "%s  %s", word (writer, TODOKU_WORD_USER), user);
  if (method)
    addf (writer, TODOKU_BLOCK_CODE, "%s  %s", word (writer, TODOKU_WORD_SIGN_IN), todoku_sign_in_word (method, writer->language));
}

static void
write_checklist (Writer *writer)
{
  GListModel *items = todoku_run_get_checklist (writer->run);
  guint n = g_list_model_get_n_items (items);

  if (n > 0)
    add (writer, TODOKU_BLOCK_HEADING, word (writer, TODOKU_WORD_CHECKLIST), NULL);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (TodokuChecklistItem) item = g_list_model_get_item (items, i);
      const TodokuChecklistEntry *entry = todoku_checklist_item_get_entry (item);
      const char *state = todoku_checklist_item_get_state (item);
      const char *detail = strcmp (state, "ask") == 0 ? entry->question.in[writer->language] : todoku_checklist_item_get_reason (item, writer->language);

      addf (writer, TODOKU_BLOCK_ITEM, "%s %s%s%s", todoku_state_word (state, writer->language), entry->title.in[writer->language],
            detail && *detail ? " — " : "", detail ? detail : "");
    }
}

static void
write_ruled_out (Writer *writer)
{
  GPtrArray *list = todoku_run_get_ruled_out (writer->run);

  if (list->len > 0)
    add (writer, TODOKU_BLOCK_HEADING, word (writer, TODOKU_WORD_RULED_OUT), NULL);
  for (guint i = 0; i < list->len; i++)
    {
      const TodokuRuledOut *out = g_ptr_array_index (list, i);

      addf (writer, TODOKU_BLOCK_ITEM, "%s: %s", out->entry->id, out->by.in[writer->language]);
    }
}

static gint64
duration_ms (TodokuObservation *observation)
{
  guint n;
  const TodokuTimelineEntry *entries = todoku_timeline_get (todoku_observation_get_dialogue (observation)->timeline, &n);

  return n > 0 ? (entries[n - 1].end_us - todoku_observation_get_start_us (observation)) / 1000 : 0;
}

static void
write_tested (Writer *writer)
{
  GListModel *observations = todoku_run_get_observations (writer->run);
  gboolean headed = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (observations); i++)
    {
      g_autoptr (TodokuObservation) observation = g_list_model_get_item (observations, i);
      g_autofree char *url = todoku_endpoint_to_string (todoku_observation_get_endpoint (observation));

      /* A family that the server does not have is no news. */
      if (todoku_observation_get_failure (observation) == TODOKU_FAILURE_NO_ADDRESS)
        continue;
      if (!headed)
        add (writer, TODOKU_BLOCK_HEADING, word (writer, TODOKU_WORD_TESTED), NULL);
      headed = TRUE;
      addf (writer, TODOKU_BLOCK_ITEM, "%s (%s): %s, %" G_GINT64_FORMAT " ms", url,
            todoku_observation_get_family (observation) == G_SOCKET_FAMILY_IPV6 ? "IPv6" : "IPv4",
            todoku_outcome_word (todoku_observation_get_outcome (observation), writer->language), duration_ms (observation));
    }
}

static void
write_transcript (Writer *writer)
{
  GListModel *observations = todoku_run_get_observations (writer->run);

  add (writer, TODOKU_BLOCK_HEADING, word (writer, TODOKU_WORD_TRANSCRIPT), NULL);
  for (guint i = 0; i < g_list_model_get_n_items (observations); i++)
    {
      g_autoptr (TodokuObservation) observation = g_list_model_get_item (observations, i);
      g_autofree char *url = todoku_endpoint_to_string (todoku_observation_get_endpoint (observation));
      guint n;
      const TodokuTranscriptLine *lines = todoku_transcript_get (todoku_observation_get_dialogue (observation)->transcript, &n);

      if (n > 0)
        add (writer, TODOKU_BLOCK_PARAGRAPH, url, NULL);
      for (guint j = 0; j < n; j++)
        addf (writer, TODOKU_BLOCK_CODE, "%s [%s] %s", lines[j].sent ? "→" : "←", todoku_channel_to_string (lines[j].channel), lines[j].text);
    }
}

static void
write_report (Writer *writer)
{
  g_autoptr (TodokuFinding) first = g_list_model_get_item (todoku_run_get_findings (writer->run), 0);

  addf (writer, TODOKU_BLOCK_TITLE, "%s · %s", word (writer, TODOKU_WORD_TITLE), todoku_run_get_date (writer->run));
  if (first)
    {
      write_cause (writer, first);
      write_consequences (writer, first);
    }
  write_settings (writer);
  write_others (writer);
  write_checklist (writer);
  write_ruled_out (writer);
  write_tested (writer);
  if (!(writer->flags & TODOKU_REPORT_UNREDACTED))
    add (writer, TODOKU_BLOCK_SMALL, word (writer, TODOKU_WORD_REDACTED), NULL);
}

GPtrArray *
todoku_document_new (TodokuRun *run, TodokuReportFlags flags)
{
  Writer writer = { run, flags, TODOKU_LANGUAGE_JA, g_ptr_array_new_with_free_func (block_free) };

  if (flags & TODOKU_REPORT_JA)
    write_report (&writer);
  writer.language = TODOKU_LANGUAGE_EN;
  if (flags & TODOKU_REPORT_EN)
    write_report (&writer);
  writer.language = flags & TODOKU_REPORT_EN ? TODOKU_LANGUAGE_EN : TODOKU_LANGUAGE_JA;
  if (flags & TODOKU_REPORT_TRANSCRIPT)
    write_transcript (&writer);
  return writer.blocks;
}
