/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-checklist.h"

#include "todoku-fact-words.h"

#include <string.h>

struct _TodokuChecklistItem {
  GObject parent_instance;

  const TodokuChecklistEntry *entry;
  const char *state;
  char *reason[TODOKU_N_LANGUAGES];
  char *answer;
};

G_DEFINE_FINAL_TYPE (TodokuChecklistItem, todoku_checklist_item, G_TYPE_OBJECT)

static void
todoku_checklist_item_finalize (GObject *object)
{
  TodokuChecklistItem *self = TODOKU_CHECKLIST_ITEM (object);

  for (int i = 0; i < TODOKU_N_LANGUAGES; i++)
    g_free (self->reason[i]);
  g_free (self->answer);
  G_OBJECT_CLASS (todoku_checklist_item_parent_class)->finalize (object);
}

static void
todoku_checklist_item_class_init (TodokuChecklistItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = todoku_checklist_item_finalize;
}

static void
todoku_checklist_item_init (TodokuChecklistItem *self)
{
}

static const TodokuSettling *
find_settling (GPtrArray *list, TodokuFacts *facts)
{
  for (guint i = 0; i < list->len; i++) {
    const TodokuSettling *settling = g_ptr_array_index (list, i);

    if (todoku_conditions_hold (settling->when, todoku_facts_lookup, facts))
      return settling;
  }
  return NULL;
}

/* What was seen settles; an answer is asked only where nothing was. */
static const TodokuSettling *
settle (const TodokuChecklistEntry *entry,
        TodokuFacts *facts,
        const char *answer)
{
  const TodokuSettling *settling = find_settling (entry->settled_by, facts);
  int index = g_strcmp0 (answer, "yes") == 0  ? 0
              : g_strcmp0 (answer, "no") == 0 ? 1
                                              : 2;

  if (!settling && answer)
    settling = find_settling (entry->answers[index], facts);
  return settling;
}

static TodokuChecklistItem *
item_new (const TodokuChecklistEntry *entry,
          TodokuFacts *facts,
          const char *answer)
{
  TodokuChecklistItem *self = g_object_new (TODOKU_TYPE_CHECKLIST_ITEM, NULL);
  const TodokuSettling *settling = settle (entry, facts, answer);

  self->entry = entry;
  self->answer = g_strdup (answer);
  /* An item without a question that nothing settles has nothing to say here. */
  self->state = settling                                  ? settling->state
                : *entry->question.in[TODOKU_LANGUAGE_EN] ? "ask"
                                                          : "not-applicable";
  for (int i = 0; settling && i < TODOKU_N_LANGUAGES; i++)
    self->reason[i] = todoku_fill (&settling->reason, i, facts);
  return self;
}

GPtrArray *
todoku_checklist_judge (TodokuAccount *account, TodokuFacts *facts)
{
  GPtrArray *entries =
      todoku_knowledge_get_checklist (todoku_account_get_knowledge (account));
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < entries->len; i++) {
    const TodokuChecklistEntry *entry = g_ptr_array_index (entries, i);

    if (todoku_conditions_hold (entry->applies, todoku_facts_lookup, facts))
      g_ptr_array_add (items,
                       item_new (entry,
                                 facts,
                                 todoku_account_get_answer (account,
                                                            entry->id)));
  }
  return items;
}

/**
 * todoku_checklist_item_get_entry:
 * @self: an item
 *
 * Returns: (transfer none): its entry in the knowledge
 */
const TodokuChecklistEntry *
todoku_checklist_item_get_entry (TodokuChecklistItem *self)
{
  g_return_val_if_fail (TODOKU_IS_CHECKLIST_ITEM (self), NULL);

  return self->entry;
}

/**
 * todoku_checklist_item_get_state:
 * @self: an item
 *
 * Returns: (transfer none): good, problem, ask or not-applicable
 */
const char *
todoku_checklist_item_get_state (TodokuChecklistItem *self)
{
  g_return_val_if_fail (TODOKU_IS_CHECKLIST_ITEM (self), NULL);

  return self->state;
}

/**
 * todoku_checklist_item_get_reason:
 * @self: an item
 * @language: a language
 *
 * Returns: (transfer none) (nullable): why it is in that state
 */
const char *
todoku_checklist_item_get_reason (TodokuChecklistItem *self,
                                  TodokuLanguage language)
{
  g_return_val_if_fail (TODOKU_IS_CHECKLIST_ITEM (self), NULL);

  return self->reason[language];
}

/**
 * todoku_checklist_item_get_answer:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): yes, no or unknown, when it was answered
 */
const char *
todoku_checklist_item_get_answer (TodokuChecklistItem *self)
{
  g_return_val_if_fail (TODOKU_IS_CHECKLIST_ITEM (self), NULL);

  return self->answer;
}
