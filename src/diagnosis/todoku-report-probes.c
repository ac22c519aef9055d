/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-fact-words.h"
#include "todoku-report-private.h"
#include "todoku-report-words.h"

#include <string.h>

static const char *
family_of (TodokuObservation *observation)
{
  return todoku_observation_get_family (observation) == G_SOCKET_FAMILY_IPV6
             ? "IPv6"
             : "IPv4";
}

gint64
todoku_report_get_duration_ms (TodokuObservation *observation)
{
  guint n;
  const TodokuTimelineEntry *stages =
      todoku_timeline_get (todoku_observation_get_dialogue (observation)
                               ->timeline,
                           &n);
  gint64 end = 0;

  for (guint i = 0; i < n; i++)
    end = MAX (end, stages[i].end_us);
  return n > 0 && end > stages[0].start_us ? (end - stages[0].start_us) / 1000
                                           : 0;
}

/**
 * todoku_report_dup_sentence:
 * @run: a run
 * @observation: one of its finished ones
 * @language: a language
 *
 * Returns: (transfer full): what was seen, never what it means
 */
char *
todoku_report_dup_sentence (TodokuRun *run,
                            TodokuObservation *observation,
                            TodokuLanguage language)
{
  g_autoptr (TodokuFacts) facts =
      todoku_facts_new_for_observation (todoku_run_get_facts (run),
                                        todoku_run_get_account (run),
                                        observation);
  TodokuText text = todoku_evidence_text (facts);
  g_autofree char *en = text.in[TODOKU_LANGUAGE_EN];
  g_autofree char *ja = text.in[TODOKU_LANGUAGE_JA];

  return g_strdup (language == TODOKU_LANGUAGE_JA ? ja : en);
}

static void
add_row (TodokuBlock *table,
         TodokuRun *run,
         TodokuObservation *observation,
         TodokuRedaction *redaction)
{
  TodokuLanguage language = table->language;
  g_autofree char *url =
      todoku_endpoint_to_string (todoku_observation_get_endpoint (observation));
  g_autofree char *time =
      g_strdup_printf ("%" G_GINT64_FORMAT " ms",
                       todoku_report_get_duration_ms (observation));
  g_autofree char *detail =
      todoku_report_dup_sentence (run, observation, language);
  g_autofree char *shown = todoku_redaction_apply (redaction, detail);
  const char *role =
      todoku_role_to_string (todoku_observation_get_role (observation));
  const char *cells[] = { url,
                          family_of (observation),
                          todoku_report_term (role, language),
                          todoku_outcome_word (todoku_observation_get_outcome (
                                                   observation),
                                               language),
                          time,
                          shown,
                          NULL };

  todoku_block_take_row (table, g_strdupv ((GStrv) cells));
}

/* A host without an address of this kind was not tested and is no trouble; what
 * was tried for comparison stands in the grid. */
static gboolean
is_worth_a_row (TodokuObservation *observation)
{
  return todoku_observation_is_finished (observation) &&
         todoku_observation_get_role (observation) != TODOKU_ROLE_GRID &&
         todoku_observation_get_failure (observation) !=
             TODOKU_FAILURE_NO_ADDRESS;
}

static void
add_tested (TodokuDocument *document,
            TodokuRun *run,
            TodokuRedaction *redaction)
{
  TodokuLanguage l = document->language;
  GListModel *observations = todoku_run_get_observations (run);
  const char *heads[] = { todoku_report_word (TODOKU_WORD_ENDPOINT, l),
                          todoku_report_word (TODOKU_WORD_FAMILY, l),
                          todoku_report_word (TODOKU_WORD_ROLE, l),
                          todoku_report_word (TODOKU_WORD_OUTCOME, l),
                          todoku_report_word (TODOKU_WORD_TIME, l),
                          todoku_report_word (TODOKU_WORD_DETAIL, l),
                          NULL };
  TodokuBlock *table;

  if (g_list_model_get_n_items (observations) == 0)
    return;
  todoku_document_add (document,
                       TODOKU_BLOCK_HEADING,
                       todoku_report_word (TODOKU_WORD_TESTED, l));
  table = todoku_document_add (document, TODOKU_BLOCK_TABLE, NULL);
  table->headed = TRUE;
  todoku_block_take_row (table, g_strdupv ((GStrv) heads));
  for (guint i = 0; i < g_list_model_get_n_items (observations); i++) {
    g_autoptr (TodokuObservation) observation =
        g_list_model_get_item (observations, i);

    if (is_worth_a_row (observation))
      add_row (table, run, observation, redaction);
  }
}

/* ---- certificates ---------------------------------------------------------
 */

static void
add_certificate (TodokuBlock *table, TodokuObservation *observation)
{
  TodokuCertificateReport *report =
      todoku_observation_get_certificates (observation);
  GPtrArray *chain =
      report ? todoku_certificate_report_get_certificates (report) : NULL;
  const TodokuCertificateInfo *leaf =
      chain && chain->len > 0 ? g_ptr_array_index (chain, 0) : NULL;
  g_autofree char *names = leaf ? g_strjoinv (", ", leaf->names) : NULL;
  g_autofree char *until =
      leaf && leaf->not_after ? g_date_time_format (leaf->not_after, "%Y-%m-%d")
                              : NULL;

  if (leaf) {
    const char *cells[] = { todoku_observation_get_endpoint (observation)->host,
                            names && *names ? names : leaf->subject,
                            until ? until : "–",
                            leaf->issuer,
                            NULL };

    todoku_block_take_row (table, g_strdupv ((GStrv) cells));
  }
}

static gboolean
has_row_for (TodokuBlock *table, const char *host)
{
  for (guint i = 1; i < table->rows->len; i++)
    if (strcmp (((GStrv) g_ptr_array_index (table->rows, i))[0], host) == 0)
      return TRUE;
  return FALSE;
}

static void
add_certificates (TodokuDocument *document, TodokuRun *run)
{
  TodokuLanguage l = document->language;
  GListModel *observations = todoku_run_get_observations (run);
  const char *heads[] = { todoku_report_word (TODOKU_WORD_SERVER, l),
                          todoku_report_word (TODOKU_WORD_ISSUED_FOR, l),
                          todoku_report_word (TODOKU_WORD_VALID_UNTIL, l),
                          todoku_report_word (TODOKU_WORD_ISSUED_BY, l),
                          NULL };
  guint first = document->blocks->len;
  TodokuBlock *table;

  todoku_document_add (document,
                       TODOKU_BLOCK_HEADING,
                       todoku_report_word (TODOKU_WORD_CERTIFICATES, l));
  table = todoku_document_add (document, TODOKU_BLOCK_TABLE, NULL);
  table->headed = TRUE;
  todoku_block_take_row (table, g_strdupv ((GStrv) heads));
  for (guint i = 0; i < g_list_model_get_n_items (observations); i++) {
    g_autoptr (TodokuObservation) observation =
        g_list_model_get_item (observations, i);

    if (!has_row_for (table,
                      todoku_observation_get_endpoint (observation)->host))
      add_certificate (table, observation);
  }
  if (table->rows->len == 1)
    g_ptr_array_set_size (document->blocks, (int) first);
}

void
todoku_report_add_probes (TodokuDocument *document,
                          TodokuRun *run,
                          TodokuRedaction *redaction)
{
  todoku_report_add_delivery (document, run);
  todoku_report_add_grid (document, run);
  add_tested (document, run, redaction);
  add_certificates (document, run);
  todoku_report_add_offers (document, run, redaction);
}

/* ---- what was said --------------------------------------------------------
 */

static void
add_transcript (TodokuDocument *document,
                TodokuObservation *observation,
                TodokuRedaction *redaction)
{
  guint n;
  const TodokuTranscriptLine *lines =
      todoku_transcript_get (todoku_observation_get_dialogue (observation)
                                 ->transcript,
                             &n);
  g_autofree char *url =
      todoku_endpoint_to_string (todoku_observation_get_endpoint (observation));
  g_autofree char *name =
      g_strdup_printf ("%s (%s)", url, family_of (observation));
  TodokuBlock *block;

  if (n == 0)
    return;
  todoku_document_add (document, TODOKU_BLOCK_LABEL, name);
  block = todoku_document_add (document, TODOKU_BLOCK_VERBATIM, NULL);
  for (guint i = 0; i < n; i++) {
    g_autofree char *text =
        todoku_redaction_apply_to_server (redaction, lines[i].text);
    g_autofree char *times =
        lines[i].times > 1 ? g_strdup_printf ("  ×%u", lines[i].times) : NULL;
    g_autofree char *line =
        g_strdup_printf ("%6" G_GINT64_FORMAT " ms  %-10s %s %s%s",
                         (lines[i].time_us - lines[0].time_us) / 1000,
                         todoku_channel_to_string (lines[i].channel),
                         lines[i].sent ? ">" : "<",
                         text,
                         times ? times : "");
    const char *cells[] = { line, NULL };

    todoku_block_take_row (block, g_strdupv ((GStrv) cells));
  }
}

void
todoku_report_add_transcripts (TodokuDocument *document,
                               TodokuRun *run,
                               TodokuRedaction *redaction)
{
  GListModel *observations = todoku_run_get_observations (run);

  todoku_document_add (document,
                       TODOKU_BLOCK_HEADING,
                       todoku_report_word (TODOKU_WORD_TRANSCRIPT,
                                           document->language));
  for (guint i = 0; i < g_list_model_get_n_items (observations); i++) {
    g_autoptr (TodokuObservation) observation =
        g_list_model_get_item (observations, i);

    add_transcript (document, observation, redaction);
  }
}
