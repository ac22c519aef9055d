/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-comparison.h"

#include "todoku-text.h"

#include <string.h>

typedef struct {
  char *key;
  TodokuText title;   /* of a finding */
  char *url;          /* (nullable) of a setting */
  TodokuOutcome seen; /* of a probe */
} Entry;

/* By key, each in the order in which it was added. */
struct _TodokuSnapshot {
  GDateTime *time;
  GPtrArray *findings; /* (element-type Entry) */
  GPtrArray *settings; /* (element-type Entry) */
  GPtrArray *outcomes; /* (element-type Entry) */
};

static void
text_copy (TodokuText *copy, const TodokuText *text)
{
  for (int i = 0; i < TODOKU_N_LANGUAGES; i++)
    copy->in[i] = g_strdup (text->in[i]);
}

static void
entry_free (gpointer data)
{
  Entry *self = data;

  todoku_text_clear (&self->title);
  g_free (self->key);
  g_free (self->url);
  g_free (self);
}

static Entry *
find (GPtrArray *entries, const char *key)
{
  for (guint i = 0; i < entries->len; i++) {
    Entry *entry = g_ptr_array_index (entries, i);

    if (strcmp (entry->key, key) == 0)
      return entry;
  }
  return NULL;
}

static Entry *
find_or_add (GPtrArray *entries, const char *key)
{
  Entry *entry = find (entries, key);

  if (entry)
    return entry;
  entry = g_new0 (Entry, 1);
  entry->key = g_strdup (key);
  g_ptr_array_add (entries, entry);
  return entry;
}

/**
 * todoku_snapshot_new_empty:
 * @time: when the run ended
 *
 * Returns: (transfer full): a snapshot of nothing
 */
TodokuSnapshot *
todoku_snapshot_new_empty (GDateTime *time)
{
  TodokuSnapshot *self;

  g_return_val_if_fail (time, NULL);

  self = g_new0 (TodokuSnapshot, 1);
  self->time = g_date_time_ref (time);
  self->findings = g_ptr_array_new_with_free_func (entry_free);
  self->settings = g_ptr_array_new_with_free_func (entry_free);
  self->outcomes = g_ptr_array_new_with_free_func (entry_free);
  return self;
}

/**
 * todoku_snapshot_free:
 * @self: (nullable): a snapshot
 */
void
todoku_snapshot_free (TodokuSnapshot *self)
{
  if (!self)
    return;
  g_date_time_unref (self->time);
  g_ptr_array_unref (self->findings);
  g_ptr_array_unref (self->settings);
  g_ptr_array_unref (self->outcomes);
  g_free (self);
}

/**
 * todoku_snapshot_get_time:
 * @self: a snapshot
 *
 * Returns: (transfer none): when its run ended
 */
GDateTime *
todoku_snapshot_get_time (const TodokuSnapshot *self)
{
  return self->time;
}

/**
 * todoku_snapshot_add_finding:
 * @self: a snapshot
 * @key: what the finding is known by; one that is there stays as it is
 * @title: its title, copied
 */
void
todoku_snapshot_add_finding (TodokuSnapshot *self,
                             const char *key,
                             const TodokuText *title)
{
  Entry *entry = find_or_add (self->findings, key);

  if (!entry->title.in[TODOKU_LANGUAGE_EN])
    text_copy (&entry->title, title);
}

/**
 * todoku_snapshot_set_setting:
 * @self: a snapshot
 * @side: "incoming" or "outgoing"
 * @url: (nullable): the endpoint as it is set
 */
void
todoku_snapshot_set_setting (TodokuSnapshot *self,
                             const char *side,
                             const char *url)
{
  Entry *entry = find_or_add (self->settings, side);

  g_free (entry->url);
  entry->url = g_strdup (url);
}

/**
 * todoku_snapshot_set_outcome:
 * @self: a snapshot
 * @place: what was probed
 * @outcome: how it came out; the last one counts, for the sign-in comes after
 *   the plain probe
 */
void
todoku_snapshot_set_outcome (TodokuSnapshot *self,
                             const char *place,
                             TodokuOutcome outcome)
{
  find_or_add (self->outcomes, place)->seen = outcome;
}

/* ---- from a run -----------------------------------------------------------
 */

static void
add_finding (TodokuSnapshot *self, TodokuFinding *finding)
{
  const char *side = todoku_finding_get_side (finding);
  GPtrArray *consequences = todoku_finding_get_consequences (finding);
  g_autofree char *key =
      g_strconcat (todoku_finding_get_id (finding), " ", side, NULL);
  TodokuText title;

  for (int i = 0; i < TODOKU_N_LANGUAGES; i++)
    title.in[i] = (char *) todoku_finding_get_title (finding, i);
  todoku_snapshot_add_finding (self, key, &title);
  for (guint i = 0; i < consequences->len; i++)
    add_finding (self, g_ptr_array_index (consequences, i));
}

static void
add_setting (TodokuSnapshot *self,
             const char *side,
             const TodokuEndpoint *endpoint)
{
  g_autofree char *url = endpoint ? todoku_endpoint_to_string (endpoint) : NULL;

  todoku_snapshot_set_setting (self, side, url);
}

static void
add_outcome (TodokuSnapshot *self, TodokuObservation *observation)
{
  g_autofree char *url =
      todoku_endpoint_to_string (todoku_observation_get_endpoint (observation));
  g_autofree char *place =
      g_strdup_printf ("%s %s",
                       url,
                       todoku_observation_get_family (observation) ==
                               G_SOCKET_FAMILY_IPV6
                           ? "IPv6"
                           : "IPv4");

  if (todoku_observation_is_finished (observation))
    todoku_snapshot_set_outcome (self,
                                 place,
                                 todoku_observation_get_outcome (observation));
}

/**
 * todoku_snapshot_new:
 * @run: a run that has ended
 * @time: when that was
 *
 * Returns: (transfer full): what is kept of it
 */
TodokuSnapshot *
todoku_snapshot_new (TodokuRun *run, GDateTime *time)
{
  TodokuAccount *account;
  GListModel *findings, *observations;
  TodokuSnapshot *self;

  g_return_val_if_fail (TODOKU_IS_RUN (run) && time, NULL);

  self = todoku_snapshot_new_empty (time);
  account = todoku_run_get_account (run);
  findings = todoku_run_get_findings (run);
  observations = todoku_run_get_observations (run);
  add_setting (self, "incoming", todoku_account_get_incoming (account));
  add_setting (self, "outgoing", todoku_account_get_outgoing (account));
  for (guint i = 0; i < g_list_model_get_n_items (findings); i++) {
    g_autoptr (TodokuFinding) finding = g_list_model_get_item (findings, i);

    add_finding (self, finding);
  }
  for (guint i = 0; i < g_list_model_get_n_items (observations); i++) {
    g_autoptr (TodokuObservation) observation =
        g_list_model_get_item (observations, i);

    add_outcome (self, observation);
  }
  return self;
}

/* ---- comparing ------------------------------------------------------------
 */

static void
difference_free (gpointer data)
{
  TodokuDifference *self = data;

  todoku_text_clear (&self->title);
  g_free (self->place);
  g_free (self->before);
  g_free (self->now);
  g_free (self);
}

static TodokuDifference *
add_difference (GPtrArray *differences,
                TodokuDifferenceKind kind,
                const Entry *entry)
{
  TodokuDifference *difference = g_new0 (TodokuDifference, 1);

  difference->kind = kind;
  difference->place = g_strdup (entry->key);
  text_copy (&difference->title, &entry->title);
  g_ptr_array_add (differences, difference);
  return difference;
}

static void
compare_settings (GPtrArray *differences, GPtrArray *before, GPtrArray *now)
{
  for (guint i = 0; i < now->len; i++) {
    const Entry *entry = g_ptr_array_index (now, i);
    const Entry *old = find (before, entry->key);
    TodokuDifference *difference;

    if (!old || g_strcmp0 (old->url, entry->url) == 0)
      continue;
    difference = add_difference (differences, TODOKU_DIFFERENCE_SETTING, entry);
    difference->before = g_strdup (old->url);
    difference->now = g_strdup (entry->url);
  }
}

/* Those of @some that are not among @others. */
static void
compare_findings (GPtrArray *differences,
                  TodokuDifferenceKind kind,
                  GPtrArray *some,
                  GPtrArray *others)
{
  for (guint i = 0; i < some->len; i++) {
    const Entry *entry = g_ptr_array_index (some, i);

    if (!find (others, entry->key))
      add_difference (differences, kind, entry);
  }
}

/* What was not probed both times tells nothing. */
static void
compare_outcomes (GPtrArray *differences, GPtrArray *before, GPtrArray *now)
{
  for (guint i = 0; i < now->len; i++) {
    const Entry *entry = g_ptr_array_index (now, i);
    const Entry *old = find (before, entry->key);
    TodokuDifference *difference;

    if (!old || old->seen == entry->seen)
      continue;
    difference = add_difference (differences, TODOKU_DIFFERENCE_OUTCOME, entry);
    difference->outcome_before = old->seen;
    difference->outcome_now = entry->seen;
  }
}

/**
 * todoku_compare:
 * @before: an earlier run of the same account
 * @now: the one that has just ended
 *
 * Returns: (transfer full) (element-type TodokuDifference): what is different,
 *   empty when nothing is
 */
GPtrArray *
todoku_compare (const TodokuSnapshot *before, const TodokuSnapshot *now)
{
  GPtrArray *differences = g_ptr_array_new_with_free_func (difference_free);

  g_return_val_if_fail (before && now, differences);

  compare_settings (differences, before->settings, now->settings);
  compare_findings (differences,
                    TODOKU_DIFFERENCE_GONE,
                    before->findings,
                    now->findings);
  compare_findings (differences,
                    TODOKU_DIFFERENCE_NEW,
                    now->findings,
                    before->findings);
  compare_outcomes (differences, before->outcomes, now->outcomes);
  return differences;
}
