/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"
#include "todoku-evidence.h"

#include <string.h>

/* Names of a certificate that are shown: some have thousands. */
#define MAX_NAMES 12

static void
add_line (GString *lines,
          TodokuPaneWord word,
          const char *value,
          TodokuLanguages languages)
{
  g_autofree char *name = todoku_pane_words (word, languages);

  g_string_append_printf (lines,
                          "%s%s: %s",
                          lines->len > 0 ? "\n" : "",
                          name,
                          value);
}

static char *
dup_names (const TodokuCertificateInfo *info)
{
  guint length = info->names != NULL ? g_strv_length (info->names) : 0;
  g_autoptr (GString) names = g_string_new (NULL);

  if (length == 0)
    return g_strdup (info->subject);
  for (guint i = 0; i < MIN (length, MAX_NAMES); i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", info->names[i]);
  if (length > MAX_NAMES)
    g_string_append_printf (names, ", … (%u)", length);
  return g_string_free (g_steal_pointer (&names), FALSE);
}

static char *
dup_day (GDateTime *time)
{
  return time != NULL ? g_date_time_format (time, "%Y-%m-%d") : g_strdup ("–");
}

/* Who vouches, and whether that is who usually does for this service. */
static char *
dup_issuer (TodokuRun *run,
            TodokuObservation *observation,
            const TodokuCertificateInfo *leaf,
            TodokuLanguages languages)
{
  g_autoptr (TodokuFacts) facts =
      todoku_facts_new_for_observation (todoku_run_get_facts (run),
                                        todoku_run_get_account (run),
                                        observation);
  const char *expected =
      todoku_facts_get_first (facts, "probe.issuer-expected");
  const char *issuer = leaf->issuer_organisation != NULL
                           ? leaf->issuer_organisation
                           : leaf->issuer;
  g_autofree char *word =
      expected != NULL ? todoku_pane_words (strcmp (expected, "yes") == 0
                                                ? TODOKU_WORD_ISSUER_EXPECTED
                                                : TODOKU_WORD_ISSUER_UNEXPECTED,
                                            languages)
                       : NULL;

  return word != NULL ? g_strdup_printf ("%s (%s)", issuer, word)
                      : g_strdup (issuer);
}

/* The problems of one certificate, or of the whole chain with @index -1. */
static char *
dup_problems (TodokuCertificateReport *report,
              int index,
              TodokuLanguages languages)
{
  guint length;
  const TodokuCertificateProblem *problems =
      todoku_certificate_report_get_problems (report, &length);
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < length; i++) {
    guint culprit = todoku_certificate_report_get_culprit (report, problems[i]);
    g_autofree char *word =
        todoku_pane_words (todoku_pane_word_for_certificate (problems[i]),
                           languages);

    if (index >= 0 && culprit != (guint) index)
      continue;
    g_string_append_printf (words, "%s%s", words->len > 0 ? " · " : "", word);
  }
  return g_string_free (g_steal_pointer (&words), FALSE);
}

static char *
dup_summary (TodokuRun *run,
             TodokuObservation *observation,
             TodokuCertificateReport *report,
             TodokuLanguages languages)
{
  const TodokuCertificateInfo *leaf =
      g_ptr_array_index (todoku_certificate_report_get_certificates (report),
                         0);
  g_autofree char *problems = dup_problems (report, -1, languages);
  g_autofree char *names = dup_names (leaf);
  g_autofree char *until = dup_day (leaf->not_after);
  g_autofree char *issuer = dup_issuer (run, observation, leaf, languages);
  g_autofree char *verdict =
      todoku_pane_words (todoku_certificate_report_is_verified (report)
                             ? TODOKU_WORD_VERIFIED
                             : TODOKU_WORD_NOT_VERIFIED,
                         languages);
  g_autoptr (GString) lines = g_string_new (verdict);

  if (*problems != '\0')
    g_string_append_printf (lines, ": %s", problems);
  add_line (lines, TODOKU_WORD_ISSUED_FOR, names, languages);
  add_line (lines, TODOKU_WORD_VALID_UNTIL, until, languages);
  add_line (lines, TODOKU_WORD_ISSUED_BY, issuer, languages);
  return g_string_free (g_steal_pointer (&lines), FALSE);
}

/* ---- the chain ------------------------------------------------------------
 */

static GtkWidget *
link_row_new (TodokuTone tone, const char *title, const char *subtitle)
{
  GtkWidget *row = todoku_row_new (title, subtitle);

  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             todoku_tone_image_new (tone));
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  return row;
}

static GtkWidget *
certificate_row_new (TodokuCertificateReport *report,
                     guint index,
                     TodokuLanguages languages)
{
  const TodokuCertificateInfo *info =
      g_ptr_array_index (todoku_certificate_report_get_certificates (report),
                         index);
  g_autofree char *problems = dup_problems (report, (int) index, languages);
  g_autofree char *from = dup_day (info->not_before);
  g_autofree char *until = dup_day (info->not_after);
  g_autofree char *valid = g_strdup_printf ("%s – %s", from, until);
  g_autofree char *title =
      g_strdup_printf ("%u  %s", index + 1, info->subject_for_people);
  g_autoptr (GString) lines = g_string_new (problems);

  add_line (lines, TODOKU_WORD_ISSUED_BY, info->issuer_for_people, languages);
  add_line (lines, TODOKU_WORD_VALID, valid, languages);
  if (info->sha256 != NULL)
    add_line (lines, TODOKU_WORD_FINGERPRINT, info->sha256, languages);
  return link_row_new (*problems != '\0' ? TODOKU_TONE_PROBLEM
                                         : TODOKU_TONE_GOOD,
                       title,
                       lines->str);
}

/* What the chain as sent ends in: a link that is missing, or who is trusted. */
static GtkWidget *
end_row_new (TodokuCertificateReport *report, TodokuLanguages languages)
{
  GPtrArray *chain = todoku_certificate_report_get_certificates (report);
  const TodokuCertificateInfo *last = g_ptr_array_index (chain, chain->len - 1);
  g_autofree char *missing =
      todoku_pane_words (TODOKU_WORD_CHAIN_MISSING, languages);
  g_autofree char *anchor =
      todoku_pane_words (TODOKU_WORD_CHAIN_ANCHOR, languages);

  if (todoku_certificate_report_has_problem (
          report,
          TODOKU_CERTIFICATE_CHAIN_INCOMPLETE))
    return link_row_new (TODOKU_TONE_PROBLEM, last->issuer_for_people, missing);
  if (todoku_certificate_report_is_verified (report))
    return link_row_new (TODOKU_TONE_GOOD, last->issuer_for_people, anchor);
  return NULL;
}

/* The same certificate, judged alike, with all hosts that sent it. */
typedef struct {
  char *key;
  GString *hosts;
  TodokuObservation *observation;
  TodokuCertificateReport *report; /* of observation */
} Sent;

static void
sent_free (gpointer data)
{
  Sent *self = data;

  g_free (self->key);
  g_string_free (self->hosts, TRUE);
  g_object_unref (self->observation);
  g_free (self);
}

static char *
dup_key (TodokuCertificateReport *report)
{
  GPtrArray *chain = todoku_certificate_report_get_certificates (report);
  const TodokuCertificateInfo *leaf = g_ptr_array_index (chain, 0);
  g_autofree char *problems = dup_problems (report, -1, TODOKU_LANGUAGES_EN);

  return g_strdup_printf ("%s %u %s", leaf->sha256, chain->len, problems);
}

static Sent *
find (GPtrArray *all, const char *key)
{
  for (guint i = 0; i < all->len; i++) {
    Sent *sent = g_ptr_array_index (all, i);

    if (strcmp (sent->key, key) == 0)
      return sent;
  }
  return NULL;
}

static void
add_host (Sent *sent, const char *host)
{
  g_auto (GStrv) hosts = g_strsplit (sent->hosts->str, ", ", -1);

  if (!g_strv_contains ((const char *const *) hosts, host))
    g_string_append_printf (sent->hosts,
                            "%s%s",
                            sent->hosts->len > 0 ? ", " : "",
                            host);
}

static void
add_observation (GPtrArray *all, TodokuObservation *observation)
{
  TodokuCertificateReport *report =
      todoku_observation_get_certificates (observation);
  g_autofree char *key = NULL;
  Sent *sent;

  if (report == NULL ||
      todoku_certificate_report_get_certificates (report)->len == 0)
    return;
  key = dup_key (report);
  sent = find (all, key);
  if (sent == NULL) {
    sent = g_new0 (Sent, 1);
    sent->key = g_steal_pointer (&key);
    sent->hosts = g_string_new (NULL);
    sent->observation = g_object_ref (observation);
    sent->report = report;
    g_ptr_array_add (all, sent);
  }
  add_host (sent, todoku_observation_get_endpoint (observation)->host);
}

static GtkWidget *
row_new (TodokuRun *run, const Sent *sent, TodokuLanguages languages)
{
  GPtrArray *chain = todoku_certificate_report_get_certificates (sent->report);
  gboolean good = todoku_certificate_report_is_verified (sent->report);
  g_autofree char *summary =
      dup_summary (run, sent->observation, sent->report, languages);
  GtkWidget *row = todoku_expander_row_new (sent->hosts->str, summary);
  GtkWidget *end = end_row_new (sent->report, languages);

  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (row),
                               todoku_tone_image_new (
                                   good ? TODOKU_TONE_GOOD
                                        : TODOKU_TONE_PROBLEM));
  for (guint i = 0; i < chain->len; i++)
    adw_expander_row_add_row (ADW_EXPANDER_ROW (row),
                              certificate_row_new (sent->report, i, languages));
  if (end != NULL)
    adw_expander_row_add_row (ADW_EXPANDER_ROW (row), end);
  return row;
}

/**
 * todoku_section_show_certificates:
 * @section: a section
 * @run: a run
 * @languages: of the pane
 *
 * Shows each certificate once, with the hosts that sent it and its chain.
 */
void
todoku_section_show_certificates (TodokuSection *section,
                                  TodokuRun *run,
                                  TodokuLanguages languages)
{
  GListModel *observations = todoku_run_get_observations (run);
  g_autofree char *title =
      todoku_pane_words (TODOKU_WORD_CERTIFICATES, languages);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (sent_free);

  for (guint i = 0; i < g_list_model_get_n_items (observations); i++) {
    g_autoptr (TodokuObservation) observation =
        g_list_model_get_item (observations, i);

    add_observation (all, observation);
  }
  todoku_section_begin (section, title);
  for (guint i = 0; i < all->len; i++) {
    const Sent *sent = g_ptr_array_index (all, i);

    todoku_section_add (section, sent->key, row_new (run, sent, languages));
  }
  todoku_section_end (section);
}
