/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-entries.h"

#include <string.h>

static const char *const severities[] = { "problem", "warning", "note", "good", NULL };
static const char *const states[] = { "good", "problem", "not-applicable", NULL };

/* ---- paragraphs and steps ------------------------------------------------- */

static void
paragraph_free (gpointer data)
{
  TodokuParagraph *self = data;

  todoku_text_clear (&self->text);
  todoku_conditions_free (self->when);
  g_free (self);
}

/* Both languages' placeholders are compared where a text is an object of its own. */
static TodokuText
read_inline_text (TodokuJson *json)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) node = NULL;
  static const char *const keys[] = { "en", "ja" };
  TodokuJson holder;
  TodokuText text;
  g_autoptr (JsonObject) outer = json_object_new ();
  g_autoptr (JsonNode) outer_node = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      JsonNode *member = todoku_json_member (json, keys[i]);

      if (member)
        json_object_set_member (object, keys[i], json_node_copy (member));
    }
  node = json_node_init_object (json_node_alloc (), object);
  json_object_set_member (outer, "text", json_node_copy (node));
  outer_node = json_node_init_object (json_node_alloc (), outer);
  (void) todoku_json_begin (&holder, outer_node, json->place, json->error);
  text = todoku_json_text (&holder, "text");
  if (!todoku_json_end (&holder))
    json->object = NULL;
  return text;
}

static gpointer
paragraph_read (TodokuJson *json)
{
  TodokuParagraph *self = g_new0 (TodokuParagraph, 1);

  self->when = todoku_json_optional_conditions (json, "when");
  self->text = read_inline_text (json);
  return self;
}

static void
step_free (gpointer data)
{
  TodokuStep *self = data;

  todoku_text_clear (&self->text);
  g_free (self->link);
  g_free (self->value);
  g_free (self->who);
  todoku_conditions_free (self->when);
  g_free (self);
}

static gpointer
step_read (TodokuJson *json)
{
  TodokuStep *self = g_new0 (TodokuStep, 1);

  self->text = todoku_json_text (json, "text");
  self->link = todoku_json_optional_link (json, "link");
  self->value = todoku_json_optional_string (json, "value");
  self->who = todoku_json_word (json, "who", todoku_actors);
  self->when = todoku_json_optional_conditions (json, "when");
  return self;
}

/* ---- rules ---------------------------------------------------------------- */

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
  GHashTable *facts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, strv_free);
  JsonNode *node = todoku_json_member (json, key);
  g_autofree char *place = g_strconcat (json->place, ".", key, NULL);
  g_autoptr (GList) members = NULL;
  TodokuJson inner;

  if (!todoku_json_begin (&inner, node, place, json->error))
    json->object = NULL;
  members = inner.object ? json_object_get_members (inner.object) : NULL;
  for (GList *m = members; m && inner.object; m = m->next)
    {
      JsonNode *value = todoku_json_member (&inner, m->data);

      if (JSON_NODE_HOLDS_ARRAY (value))
        g_hash_table_insert (facts, g_strdup (m->data), todoku_json_optional_strings (&inner, m->data));
      else
        {
          const char *one[] = { NULL, NULL };
          g_autofree char *text = todoku_json_string (&inner, m->data);

          one[0] = text;
          g_hash_table_insert (facts, g_strdup (m->data), g_strdupv ((GStrv) one));
        }
    }
  if (!todoku_json_end (&inner))
    json->object = NULL;
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

gpointer
todoku_finding_entry_read (TodokuJson *json)
{
  TodokuFindingEntry *self = g_new0 (TodokuFindingEntry, 1);

  self->id = todoku_json_id (json, "id");
  self->severity = todoku_json_word (json, "severity", severities);
  self->title = todoku_json_text (json, "title");
  self->why = todoku_json_array (json, "why", TRUE, paragraph_read, paragraph_free);
  self->steps = todoku_json_array (json, "steps", TRUE, step_read, step_free);
  self->explains = todoku_json_optional_strings (json, "explains");
  self->rules = todoku_json_array (json, "rules", TRUE, rule_read, rule_free);
  self->rules_out = todoku_json_array (json, "rules_out", FALSE, rules_out_read, rule_free);
  self->valid = todoku_json_optional_period (json, "valid");
  self->checked = todoku_json_date (json, "checked");
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
  todoku_text_clear (&self->title);
  g_clear_pointer (&self->why, g_ptr_array_unref);
  g_clear_pointer (&self->steps, g_ptr_array_unref);
  g_strfreev (self->explains);
  g_clear_pointer (&self->rules, g_ptr_array_unref);
  g_clear_pointer (&self->rules_out, g_ptr_array_unref);
  todoku_period_clear (&self->valid);
  g_free (self->checked);
  g_strfreev (self->sources);
  g_free (self);
}

/* ---- checklist ------------------------------------------------------------ */

static void
settling_free (gpointer data)
{
  TodokuSettling *self = data;

  g_free (self->state);
  todoku_conditions_free (self->when);
  todoku_text_clear (&self->reason);
  g_free (self);
}

static gpointer
settling_read (TodokuJson *json)
{
  TodokuSettling *self = g_new0 (TodokuSettling, 1);

  self->state = todoku_json_word (json, "state", states);
  self->when = todoku_json_optional_conditions (json, "when");
  self->reason = todoku_json_text (json, "reason");
  return self;
}

gpointer
todoku_checklist_entry_read (TodokuJson *json)
{
  static const char *const answers[] = { "yes", "no", "unknown" };
  TodokuChecklistEntry *self = g_new0 (TodokuChecklistEntry, 1);
  JsonNode *node;
  TodokuJson inner;

  self->id = todoku_json_id (json, "id");
  self->title = todoku_json_text (json, "title");
  self->applies = todoku_json_optional_conditions (json, "applies");
  self->question = todoku_json_optional_text (json, "question");
  self->settled_by = todoku_json_array (json, "settled_by", TRUE, settling_read, settling_free);
  node = todoku_json_member (json, "answers");
  if (node)
    {
      g_autofree char *place = g_strconcat (json->place, ".answers", NULL);

      if (!todoku_json_begin (&inner, node, place, json->error))
        json->object = NULL;
      for (int i = 0; i < 3; i++)
        self->answers[i] = todoku_json_array (&inner, answers[i], FALSE, settling_read, settling_free);
      if (!todoku_json_end (&inner))
        json->object = NULL;
    }
  else
    for (int i = 0; i < 3; i++)
      self->answers[i] = g_ptr_array_new_with_free_func (settling_free);
  return self;
}

void
todoku_checklist_entry_free (gpointer data)
{
  TodokuChecklistEntry *self = data;

  g_free (self->id);
  todoku_text_clear (&self->title);
  todoku_conditions_free (self->applies);
  todoku_text_clear (&self->question);
  g_clear_pointer (&self->settled_by, g_ptr_array_unref);
  for (int i = 0; i < 3; i++)
    g_clear_pointer (&self->answers[i], g_ptr_array_unref);
  g_free (self);
}

/* ---- history -------------------------------------------------------------- */

gpointer
todoku_change_read (TodokuJson *json)
{
  TodokuChange *self = g_new0 (TodokuChange, 1);
  JsonNode *advice;
  TodokuJson inner;

  self->id = todoku_json_id (json, "id");
  self->date = todoku_json_date (json, "date");
  self->group = todoku_json_id (json, "group");
  self->what = todoku_json_text (json, "what");
  advice = todoku_json_member (json, "advice");
  if (advice)
    {
      g_autofree char *place = g_strconcat (json->place, ".advice", NULL);

      if (!todoku_json_begin (&inner, advice, place, json->error))
        json->object = NULL;
      self->advice = todoku_json_id (&inner, "id");
      self->phrases = todoku_json_optional_strings (&inner, "phrases");
      self->now = todoku_json_text (&inner, "now");
      if (!todoku_json_end (&inner))
        json->object = NULL;
    }
  self->confidence = todoku_json_word (json, "confidence", todoku_confidences);
  self->checked = todoku_json_date (json, "checked");
  self->sources = todoku_json_sources (json);
  return self;
}

void
todoku_change_free (gpointer data)
{
  TodokuChange *self = data;

  g_free (self->id);
  g_free (self->date);
  g_free (self->group);
  todoku_text_clear (&self->what);
  g_free (self->advice);
  g_strfreev (self->phrases);
  todoku_text_clear (&self->now);
  g_free (self->confidence);
  g_free (self->checked);
  g_strfreev (self->sources);
  g_free (self);
}
