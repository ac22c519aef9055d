/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-knowledge.h"

#include "todoku-check-private.h"
#include "todoku-entries.h"
#include "todoku-fact-table.h"
#include "todoku-text.h"

#include <string.h>

/* What a single file cannot show: placeholders that may stay empty, facts and
 * values that nothing ever has, ids that lead nowhere. */

void
todoku_check_complain (TodokuCheck *check, const char *format, ...)
{
  g_autofree char *reason = NULL;
  va_list arguments;

  va_start (arguments, format);
  reason = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_ptr_array_add (check->mistakes,
                   g_strdup_printf ("%s: %s", check->place, reason));
}

void
todoku_check_go_to (TodokuCheck *check, const char *format, ...)
{
  va_list arguments;

  g_clear_pointer (&check->place, g_free);
  va_start (arguments, format);
  check->place = g_strdup_vprintf (format, arguments);
  va_end (arguments);
}

/* ---- facts and their values -------------------------------------------- */

static gboolean
has_group (TodokuCheck *check, const char *group)
{
  GPtrArray *providers = check->knowledge->entries[TODOKU_KIND_PROVIDER];

  for (guint i = 0; i < providers->len; i++)
    if (strcmp (((TodokuProvider *) g_ptr_array_index (providers, i))->group,
                group) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
has_advice (TodokuCheck *check, const char *advice)
{
  GPtrArray *changes = check->knowledge->entries[TODOKU_KIND_CHANGE];

  for (guint i = 0; i < changes->len; i++)
    if (g_strcmp0 (((TodokuChange *) g_ptr_array_index (changes, i))->advice,
                   advice) == 0)
      return TRUE;
  return FALSE;
}

/* "outlook-*" must begin the id of something. */
static gboolean
begins_something (TodokuCheck *check, const char *fact, const char *value)
{
  GHashTable **by_id = check->knowledge->by_id;
  GHashTable *ids = strcmp (fact, "provider") == 0 ? by_id[TODOKU_KIND_PROVIDER]
                    : strcmp (fact, "app") == 0    ? by_id[TODOKU_KIND_MAIL_APP]
                    : g_str_has_suffix (fact, "reply")
                        ? by_id[TODOKU_KIND_REPLY]
                        : NULL;
  GHashTableIter iter;
  gpointer id;

  if (!ids)
    return TRUE;
  g_hash_table_iter_init (&iter, ids);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (strncmp (id, value, strlen (value) - 1) == 0)
      return TRUE;
  return FALSE;
}

/* A value that is an id must be the id of something. */
static gboolean
leads_somewhere (TodokuCheck *check, const char *fact, const char *value)
{
  GHashTable **by_id = check->knowledge->by_id;

  if (g_str_has_suffix (value, "*"))
    return begins_something (check, fact, value);
  if (strcmp (fact, "provider") == 0)
    return g_hash_table_contains (by_id[TODOKU_KIND_PROVIDER], value);
  if (strcmp (fact, "provider.group") == 0)
    return has_group (check, value);
  if (strcmp (fact, "app") == 0)
    return g_hash_table_contains (by_id[TODOKU_KIND_MAIL_APP], value);
  if (strcmp (fact, "reply") == 0 || strcmp (fact, "probe.reply") == 0)
    return g_hash_table_contains (by_id[TODOKU_KIND_REPLY], value);
  if (strcmp (fact, "advice") == 0)
    return has_advice (check, value);
  if (strcmp (fact, "probe.lacks") == 0)
    return g_hash_table_contains (by_id[TODOKU_KIND_REQUIREMENT], value);
  return TRUE;
}

static gboolean
is_asked (TodokuCheck *check, const char *id)
{
  const TodokuChecklistEntry *entry =
      g_hash_table_lookup (check->knowledge->by_id[TODOKU_KIND_CHECKLIST], id);

  return entry && *entry->question.in[TODOKU_LANGUAGE_EN];
}

static void
check_fact (TodokuCheck *check, const char *fact)
{
  if (!todoku_fact_is_known (fact))
    todoku_check_complain (check, "there is no fact “%s”", fact);
  if (g_str_has_prefix (fact, "answer.") &&
      !is_asked (check, fact + strlen ("answer.")))
    todoku_check_complain (check, "“%s”: the checklist does not ask it", fact);
}

static void
check_value (TodokuCheck *check, const char *fact, const char *value)
{
  if (!todoku_fact_allows (fact, value))
    todoku_check_complain (check, "“%s” is never “%s”", fact, value);
  else if (!leads_somewhere (check, fact, value))
    todoku_check_complain (check, "%s: there is no “%s”", fact, value);
}

static void
check_when (TodokuCheck *check, const TodokuConditions *when)
{
  g_autofree const char **names = todoku_conditions_get_facts (when);

  for (const char **name = names; *name; name++) {
    const char *const *values = todoku_conditions_get_values (when, *name);

    check_fact (check, *name);
    for (; values && *values; values++)
      check_value (check, *name, *values);
  }
  todoku_check_can_hold (check, when);
}

/* ---- placeholders ------------------------------------------------------ */

/* The ways that lead to a text: each must make its placeholders known. */
typedef struct {
  const TodokuConditions *when;
  TodokuScope scope;
} Way;

static gboolean
is_guaranteed (const char *fact, const TodokuConditions *own, GArray *ways)
{
  if (todoku_fact_is_guaranteed (fact, own, TODOKU_SCOPE_PART))
    return TRUE;
  for (guint i = 0; ways && i < ways->len; i++) {
    const Way *way = &g_array_index (ways, Way, i);

    if (!todoku_fact_is_guaranteed (fact, way->when, way->scope))
      return FALSE;
  }
  return ways && ways->len > 0;
}

static void
check_template (TodokuCheck *check,
                const char *template,
                const TodokuConditions *own,
                GArray *ways)
{
  g_auto (GStrv) names =
      template ? todoku_text_list_names (template, NULL) : NULL;

  for (char **name = names; name && *name; name++) {
    g_autofree char *fact = todoku_fact_for_placeholder (*name);

    if (!fact)
      todoku_check_complain (check, "{%s} is no fact", *name);
    else if (!is_guaranteed (fact, own, ways))
      todoku_check_complain (check,
                             "{%s} may be unknown here; a “when” must need it",
                             *name);
  }
}

/* Both languages use the same names: one stands for both. */
static void
check_text (TodokuCheck *check,
            const TodokuText *text,
            const TodokuConditions *own,
            GArray *ways)
{
  check_template (check, text->in[TODOKU_LANGUAGE_EN], own, ways);
}

static void
check_no_names (TodokuCheck *check, const TodokuText *text)
{
  if (strchr (text->in[TODOKU_LANGUAGE_EN], '{'))
    todoku_check_complain (check, "placeholders are not filled in here");
}

static GArray *
list_ways (TodokuKnowledge *self, const TodokuFindingEntry *entry)
{
  GPtrArray *replies = self->entries[TODOKU_KIND_REPLY];
  GArray *ways = g_array_new (FALSE, FALSE, sizeof (Way));

  for (guint i = 0; i < entry->rules->len; i++) {
    const TodokuRuleEntry *rule = g_ptr_array_index (entry->rules, i);
    Way way = { rule->when, TODOKU_SCOPE_RULE };

    g_array_append_val (ways, way);
  }
  for (guint i = 0; i < replies->len; i++) {
    GPtrArray *means =
        ((TodokuReplyPattern *) g_ptr_array_index (replies, i))->means;

    for (guint j = 0; j < means->len; j++) {
      const TodokuMeaning *meaning = g_ptr_array_index (means, j);
      Way way = { meaning->when, TODOKU_SCOPE_PART };

      if (strcmp (meaning->finding, entry->id) == 0)
        g_array_append_val (ways, way);
    }
  }
  return ways;
}

/* ---- findings ---------------------------------------------------------- */

/* A near miss may hold a value that nothing has: its facts alone are looked at.
 */
static void
check_facts (TodokuCheck *check, GHashTable *facts, gboolean with_values)
{
  GHashTableIter iter;
  gpointer name, values;

  g_hash_table_iter_init (&iter, facts);
  while (g_hash_table_iter_next (&iter, &name, &values)) {
    check_fact (check, name);
    for (char **value = values; with_values && *value; value++)
      check_value (check, name, *value);
  }
}

static void
check_rules (TodokuCheck *check,
             const TodokuFindingEntry *entry,
             GPtrArray *rules,
             const char *key)
{
  for (guint i = 0; i < rules->len; i++) {
    const TodokuRuleEntry *rule = g_ptr_array_index (rules, i);
    g_autoptr (GArray) ways = g_array_new (FALSE, FALSE, sizeof (Way));
    Way way = { rule->when, TODOKU_SCOPE_RULE };

    g_array_append_val (ways, way);
    todoku_check_go_to (check,
                        "findings/%s.json: %s.%s[%u]",
                        entry->layer,
                        entry->id,
                        key,
                        i);
    check_when (check, rule->when);
    check_facts (check, rule->example, TRUE);
    check_facts (check, rule->near_miss, FALSE);
    check_text (check, &rule->by, NULL, ways);
  }
}

/* @check stands at the entry that they are the steps of. */
static void
check_steps (TodokuCheck *check, GPtrArray *steps, GArray *ways)
{
  g_autofree char *entry = g_strdup (check->place);

  for (guint i = 0; i < steps->len; i++) {
    const TodokuStep *step = g_ptr_array_index (steps, i);

    todoku_check_go_to (check, "%s.steps[%u]", entry, i);
    check_when (check, step->when);
    check_text (check, &step->text, step->when, ways);
    check_template (check, step->value, step->when, ways);
  }
}

static void
check_finding (TodokuCheck *check, const TodokuFindingEntry *entry)
{
  g_autoptr (GArray) ways = list_ways (check->knowledge, entry);

  todoku_check_go_to (check, "findings/%s.json: %s", entry->layer, entry->id);
  if (ways->len == 0)
    todoku_check_complain (check, "no rule and no reply leads to it");
  if (entry->sources_from)
    check_fact (check, entry->sources_from);
  todoku_check_go_to (check,
                      "findings/%s.json: %s.title",
                      entry->layer,
                      entry->id);
  check_text (check, &entry->title, NULL, ways);
  for (guint i = 0; i < entry->why->len; i++) {
    const TodokuParagraph *why = g_ptr_array_index (entry->why, i);

    todoku_check_go_to (check,
                        "findings/%s.json: %s.why[%u]",
                        entry->layer,
                        entry->id,
                        i);
    check_when (check, why->when);
    check_text (check, &why->text, why->when, ways);
  }
  todoku_check_go_to (check, "findings/%s.json: %s", entry->layer, entry->id);
  check_steps (check, entry->steps, ways);
  todoku_check_go_to (check, "findings/%s.json: %s", entry->layer, entry->id);
  todoku_check_shadowed_rules (check, entry->rules);
  check_rules (check, entry, entry->rules, "rules");
  check_rules (check, entry, entry->rules_out, "rules_out");
}

static void
check_vocabulary (TodokuCheck *check)
{
  GHashTableIter iter;
  gpointer id, layer;

  g_hash_table_iter_init (&iter, check->knowledge->layers);
  while (g_hash_table_iter_next (&iter, &id, &layer))
    if (!todoku_knowledge_find_finding (check->knowledge, id)) {
      todoku_check_go_to (check, "findings/%s.json", (char *) layer);
      todoku_check_complain (check,
                             "“%s” of vocabulary.json has no entry",
                             (char *) id);
    }
}

/* ---- the other kinds --------------------------------------------------- */

static void
check_reply (TodokuCheck *check, const TodokuReplyPattern *reply)
{
  for (guint i = 0; i < reply->means->len; i++) {
    todoku_check_go_to (check, "replies: %s.means[%u]", reply->id, i);
    check_when (check,
                ((TodokuMeaning *) g_ptr_array_index (reply->means, i))->when);
  }
}

static void
check_settlings (TodokuCheck *check,
                 const TodokuChecklistEntry *entry,
                 const char *key,
                 GPtrArray *settlings)
{
  todoku_check_go_to (check, "checklist.json: %s.%s", entry->id, key);
  todoku_check_shadowed_settlings (check, settlings);
  for (guint i = 0; i < settlings->len; i++) {
    const TodokuSettling *settling = g_ptr_array_index (settlings, i);
    g_autoptr (GArray) ways = g_array_new (FALSE, FALSE, sizeof (Way));
    Way way = { entry->applies, TODOKU_SCOPE_PART };

    g_array_append_val (ways, way);
    todoku_check_go_to (check, "checklist.json: %s.%s[%u]", entry->id, key, i);
    check_when (check, settling->when);
    check_text (check, &settling->reason, settling->when, ways);
  }
}

static void
check_item (TodokuCheck *check, const TodokuChecklistEntry *entry)
{
  static const char *const keys[] = { "answers.yes",
                                      "answers.no",
                                      "answers.unknown" };

  todoku_check_go_to (check, "checklist.json: %s", entry->id);
  check_when (check, entry->applies);
  check_text (check, &entry->title, entry->applies, NULL);
  check_text (check, &entry->question, entry->applies, NULL);
  check_settlings (check, entry, "settled_by", entry->settled_by);
  for (int i = 0; i < 3; i++)
    check_settlings (check, entry, keys[i], entry->answers[i]);
}

static void
check_guide (TodokuCheck *check, const TodokuGuideEntry *guide)
{
  g_autoptr (GArray) ways = g_array_new (FALSE, FALSE, sizeof (Way));
  Way way = { guide->applies, TODOKU_SCOPE_PART };

  g_array_append_val (ways, way);
  todoku_check_go_to (check, "guides.json: %s", guide->id);
  check_when (check, guide->applies);
  check_text (check, &guide->title, NULL, ways);
  for (guint i = 0; i < guide->why->len; i++) {
    const TodokuParagraph *why = g_ptr_array_index (guide->why, i);

    todoku_check_go_to (check, "guides.json: %s.why[%u]", guide->id, i);
    check_when (check, why->when);
    check_text (check, &why->text, why->when, ways);
  }
  todoku_check_go_to (check, "guides.json: %s", guide->id);
  check_steps (check, guide->steps, ways);
}

static void
check_mail_app (TodokuCheck *check, const TodokuMailApp *app)
{
  for (guint i = 0; i < app->notes->len; i++) {
    const TodokuParagraph *note = g_ptr_array_index (app->notes, i);

    todoku_check_go_to (check, "mail-apps/%s.json: notes[%u]", app->id, i);
    check_when (check, note->when);
    check_text (check, &note->text, note->when, NULL);
  }
  todoku_check_go_to (check, "mail-apps/%s.json: oauth", app->id);
  for (guint i = 0; i < app->oauth->len; i++) {
    const char *group =
        ((TodokuOAuthAbility *) g_ptr_array_index (app->oauth, i))->group;

    if (strcmp (group, "*") != 0 && !has_group (check, group))
      todoku_check_complain (check, "no provider is of the group “%s”", group);
  }
  todoku_check_go_to (check, "mail-apps/%s.json: needs", app->id);
  for (char **id = app->needs; *id; id++)
    if (!g_hash_table_contains (check->knowledge
                                    ->by_id[TODOKU_KIND_REQUIREMENT],
                                *id))
      todoku_check_complain (check, "there is no requirement “%s”", *id);
}

/* It is said as it stands, without placeholders. */
static void
check_requirement (TodokuCheck *check, const TodokuRequirement *requirement)
{
  todoku_check_go_to (check, "requirements.json: %s", requirement->id);
  check_when (check, requirement->when);
  check_no_names (check, &requirement->name);
  check_no_names (check, &requirement->without);
}

/* Every word has a fallback only where the generic program has them all. */
static void
check_generic_app (TodokuCheck *check)
{
  const TodokuMailApp *other =
      todoku_knowledge_find_mail_app (check->knowledge, "other-program");

  todoku_check_go_to (check, "mail-apps/other-program.json: words");
  for (const char *const *word = todoku_app_words; *word; word++)
    if (!other || !g_hash_table_contains (other->words, *word))
      todoku_check_complain (check, "“%s” is missing", *word);
}

static void
check_change (TodokuCheck *check, const TodokuChange *change)
{
  todoku_check_go_to (check, "history.json: %s", change->id);
  if (!has_group (check, change->group))
    todoku_check_complain (check,
                           "no provider is of the group “%s”",
                           change->group);
  check_when (check, change->when);
  check_text (check, &change->what, NULL, NULL);
  check_text (check, &change->now, NULL, NULL);
}

static void
check_entry (TodokuCheck *check, TodokuKind kind, gpointer entry)
{
  switch (kind) {
  case TODOKU_KIND_FINDING:
    check_finding (check, entry);
    break;
  case TODOKU_KIND_REPLY:
    check_reply (check, entry);
    break;
  case TODOKU_KIND_CHECKLIST:
    check_item (check, entry);
    break;
  case TODOKU_KIND_MAIL_APP:
    check_mail_app (check, entry);
    break;
  case TODOKU_KIND_CHANGE:
    check_change (check, entry);
    break;
  case TODOKU_KIND_GUIDE:
    check_guide (check, entry);
    break;
  case TODOKU_KIND_REQUIREMENT:
    check_requirement (check, entry);
    break;
  case TODOKU_KIND_PROVIDER:
  case TODOKU_N_KINDS:
  default:
    break;
  }
}

/**
 * todoku_knowledge_check:
 * @self: the knowledge
 *
 * Looks for what the loader cannot see in one file: a placeholder that may be
 * unknown where it is said, a fact or a value that nothing ever has, an id that
 * leads nowhere, a word of the vocabulary without an entry.  For tests and for
 * people who edit the files: it is slow, and no run needs it.
 *
 * Returns: (transfer full) (element-type utf8): the mistakes, each with file,
 *   place and reason; empty when all is well
 */
GPtrArray *
todoku_knowledge_check (TodokuKnowledge *self)
{
  TodokuCheck check = { self, NULL, NULL };

  g_return_val_if_fail (TODOKU_IS_KNOWLEDGE (self), NULL);

  check.mistakes = g_ptr_array_new_with_free_func (g_free);
  check_vocabulary (&check);
  check_generic_app (&check);
  for (TodokuKind kind = 0; kind < TODOKU_N_KINDS; kind++)
    for (guint i = 0; i < self->entries[kind]->len; i++)
      check_entry (&check, kind, g_ptr_array_index (self->entries[kind], i));
  g_clear_pointer (&check.place, g_free);
  return check.mistakes;
}
