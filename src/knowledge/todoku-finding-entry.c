/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-entries.h"
#include "todoku-text.h"

#include <string.h>

static const char *const severities[] = { "problem",
                                          "warning",
                                          "note",
                                          "good",
                                          NULL };

static const char *const verdicts[] = { "works",
                                        "incoming-works",
                                        "outgoing-works",
                                        "nothing",
                                        NULL };

/* ---- steps ------------------------------------------------------------- */

void
todoku_step_free (gpointer data)
{
  TodokuStep *self = data;

  todoku_text_clear (&self->text);
  g_free (self->link);
  g_free (self->value);
  g_free (self->who);
  todoku_conditions_free (self->when);
  g_free (self);
}

static void
check_value (TodokuJson *json, const char *value)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = todoku_text_list_names (value, &error);

  if (!names)
    todoku_json_complain (json, "value", "%s", error->message);
}

gpointer
todoku_step_read (TodokuJson *json)
{
  TodokuStep *self = g_new0 (TodokuStep, 1);

  self->text = todoku_json_text (json, "text");
  self->link = todoku_json_optional_link (json, "link");
  self->value = todoku_json_optional_string (json, "value");
  if (self->value)
    check_value (json, self->value);
  self->who = todoku_json_word (json, "who", todoku_actors);
  self->when = todoku_json_optional_conditions (json, "when");
  return self;
}

/* ---- rules ------------------------------------------------------------- */

static void
rule_free (gpointer data)
{
  TodokuRuleEntry *self = data;

  g_free (self->certainty);
  todoku_conditions_free (self->when);
  todoku_period_clear (&self->valid);
  todoku_text_clear (&self->by);
  g_clear_pointer (&self->example, g_hash_table_unref);
  g_clear_pointer (&self->near_miss, g_hash_table_unref);
  g_free (self);
}

static void
strv_free (gpointer data)
{
  g_strfreev (data);
}

/* "name": "value" or "name": ["value", "value"] */
static GHashTable *
read_facts (TodokuJson *json, const char *key)
{
  GHashTable *facts =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, strv_free);
  g_autoptr (GList) members = NULL;
  TodokuJson inner;

  todoku_json_begin_member (json, key, TRUE, &inner);
  members = inner.object ? json_object_get_members (inner.object) : NULL;
  for (GList *m = members; m && !todoku_json_failed (&inner); m = m->next) {
    GStrv values = todoku_json_values (&inner, m->data);

    g_hash_table_insert (facts, g_strdup (m->data), values);
  }
  todoku_json_end_member (json, &inner);
  return facts;
}

static TodokuRuleEntry *
read_common_rule (TodokuJson *json)
{
  TodokuRuleEntry *self = g_new0 (TodokuRuleEntry, 1);

  self->when = todoku_json_optional_conditions (json, "when");
  if (!self->when && !todoku_json_failed (json))
    todoku_json_complain (json, "when", "is missing");
  self->valid = todoku_json_optional_period (json, "valid");
  self->example = read_facts (json, "example");
  self->near_miss = read_facts (json, "near_miss");
  return self;
}

static gpointer
rule_read (TodokuJson *json)
{
  TodokuRuleEntry *self = read_common_rule (json);

  self->certainty = todoku_json_word (json, "certainty", todoku_certainties);
  return self;
}

static gpointer
rules_out_read (TodokuJson *json)
{
  TodokuRuleEntry *self = read_common_rule (json);

  self->by = todoku_json_text (json, "by");
  return self;
}

/* Good news alone is that something works, and no news is never good. */
static char *
read_verdict (TodokuJson *json, const char *severity)
{
  char *tells = todoku_json_optional_word (json, "tells", verdicts);

  if (tells &&
      (strcmp (tells, "nothing") == 0) == (g_strcmp0 (severity, "good") == 0))
    todoku_json_complain (json,
                          "tells",
                          "“%s” and “%s” do not go together",
                          tells,
                          severity);
  return tells;
}

/**
 * todoku_finding_entry_read:
 * @json: a view of an element of a file of findings/
 *
 * Returns: (transfer full): a #TodokuFindingEntry; the loader gives it its
 * layer
 */
gpointer
todoku_finding_entry_read (TodokuJson *json)
{
  TodokuFindingEntry *self = g_new0 (TodokuFindingEntry, 1);

  self->id = todoku_json_id (json, "id");
  self->severity = todoku_json_word (json, "severity", severities);
  self->tells = read_verdict (json, self->severity);
  self->title = todoku_json_text (json, "title");
  self->why = todoku_json_array (json,
                                 "why",
                                 TRUE,
                                 todoku_paragraph_read,
                                 todoku_paragraph_free);
  self->steps = todoku_json_array (json,
                                   "steps",
                                   TRUE,
                                   todoku_step_read,
                                   todoku_step_free);
  self->explains = todoku_json_optional_strings (json, "explains");
  self->rules = todoku_json_array (json, "rules", TRUE, rule_read, rule_free);
  self->rules_out =
      todoku_json_array (json, "rules_out", FALSE, rules_out_read, rule_free);
  self->valid = todoku_json_optional_period (json, "valid");
  self->checked = todoku_json_date (json, "checked");
  self->sources_from = todoku_json_optional_string (json, "sources_from");
  self->sources = todoku_json_sources (json);
  return self;
}

void
todoku_finding_entry_free (gpointer data)
{
  TodokuFindingEntry *self = data;

  g_free (self->id);
  g_free (self->layer);
  g_free (self->severity);
  g_free (self->tells);
  todoku_text_clear (&self->title);
  g_clear_pointer (&self->why, g_ptr_array_unref);
  g_clear_pointer (&self->steps, g_ptr_array_unref);
  g_strfreev (self->explains);
  g_clear_pointer (&self->rules, g_ptr_array_unref);
  g_clear_pointer (&self->rules_out, g_ptr_array_unref);
  todoku_period_clear (&self->valid);
  g_free (self->checked);
  g_free (self->sources_from);
  g_strfreev (self->sources);
  g_free (self);
}
