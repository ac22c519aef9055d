/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-knowledge.h"

#include "todoku-entries.h"
#include "todoku-knowledge-private.h"

#include <string.h>

G_DEFINE_QUARK (todoku_knowledge_error_quark, todoku_knowledge_error)
G_DEFINE_FINAL_TYPE (TodokuKnowledge, todoku_knowledge, G_TYPE_OBJECT)

static void
todoku_knowledge_finalize (GObject *object)
{
  TodokuKnowledge *self = TODOKU_KNOWLEDGE (object);

  for (int i = 0; i < TODOKU_N_KINDS; i++) {
    g_clear_pointer (&self->by_id[i], g_hash_table_unref);
    g_clear_pointer (&self->entries[i], g_ptr_array_unref);
  }
  g_clear_pointer (&self->by_domain, g_hash_table_unref);
  g_clear_pointer (&self->ranks, g_hash_table_unref);
  g_clear_pointer (&self->layers, g_hash_table_unref);
  G_OBJECT_CLASS (todoku_knowledge_parent_class)->finalize (object);
}

static void
todoku_knowledge_class_init (TodokuKnowledgeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = todoku_knowledge_finalize;
}

static void
todoku_knowledge_init (TodokuKnowledge *self)
{
  static const GDestroyNotify frees[TODOKU_N_KINDS] = {
    todoku_provider_free,        todoku_mail_app_free,
    todoku_finding_entry_free,   todoku_reply_pattern_free,
    todoku_checklist_entry_free, todoku_change_free,
    todoku_guide_entry_free,     todoku_requirement_free
  };

  for (int i = 0; i < TODOKU_N_KINDS; i++) {
    self->entries[i] = g_ptr_array_new_with_free_func (frees[i]);
    self->by_id[i] = g_hash_table_new (g_str_hash, g_str_equal);
  }
  self->by_domain =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->ranks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->layers =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/**
 * todoku_knowledge_new:
 * @error: return location
 *
 * Returns: (transfer full) (nullable): what is compiled in
 */
TodokuKnowledge *
todoku_knowledge_new (GError **error)
{
  g_autoptr (TodokuKnowledge) self = g_object_new (TODOKU_TYPE_KNOWLEDGE, NULL);

  return todoku_knowledge_load (self, NULL, error) ? g_steal_pointer (&self)
                                                   : NULL;
}

/**
 * todoku_knowledge_new_from_directory:
 * @path: a folder with the knowledge files
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the knowledge, or %NULL with file, place
 * and reason
 */
TodokuKnowledge *
todoku_knowledge_new_from_directory (const char *path, GError **error)
{
  g_autoptr (TodokuKnowledge) self = NULL;

  g_return_val_if_fail (path, NULL);

  self = g_object_new (TODOKU_TYPE_KNOWLEDGE, NULL);
  return todoku_knowledge_load (self, path, error) ? g_steal_pointer (&self)
                                                   : NULL;
}

/* ---- asking ------------------------------------------------------------ */

/**
 * todoku_knowledge_get_providers:
 * @self: the knowledge
 *
 * Returns: (transfer none) (element-type TodokuProvider): providers, those to
 * offer first in front
 */
GPtrArray *
todoku_knowledge_get_providers (TodokuKnowledge *self)
{
  g_return_val_if_fail (TODOKU_IS_KNOWLEDGE (self), NULL);

  return self->entries[TODOKU_KIND_PROVIDER];
}

/**
 * todoku_knowledge_get_mail_apps:
 * @self: the knowledge
 *
 * Returns: (transfer none) (element-type TodokuMailApp): mail apps
 */
GPtrArray *
todoku_knowledge_get_mail_apps (TodokuKnowledge *self)
{
  g_return_val_if_fail (TODOKU_IS_KNOWLEDGE (self), NULL);

  return self->entries[TODOKU_KIND_MAIL_APP];
}

/**
 * todoku_knowledge_get_findings:
 * @self: the knowledge
 *
 * Returns: (transfer none) (element-type TodokuFindingEntry): findings
 */
GPtrArray *
todoku_knowledge_get_findings (TodokuKnowledge *self)
{
  g_return_val_if_fail (TODOKU_IS_KNOWLEDGE (self), NULL);

  return self->entries[TODOKU_KIND_FINDING];
}

/**
 * todoku_knowledge_get_replies:
 * @self: the knowledge
 *
 * Returns: (transfer none) (element-type TodokuReplyPattern): reply patterns
 */
GPtrArray *
todoku_knowledge_get_replies (TodokuKnowledge *self)
{
  g_return_val_if_fail (TODOKU_IS_KNOWLEDGE (self), NULL);

  return self->entries[TODOKU_KIND_REPLY];
}

/**
 * todoku_knowledge_get_checklist:
 * @self: the knowledge
 *
 * Returns: (transfer none) (element-type TodokuChecklistEntry): the checklist
 * in order
 */
GPtrArray *
todoku_knowledge_get_checklist (TodokuKnowledge *self)
{
  g_return_val_if_fail (TODOKU_IS_KNOWLEDGE (self), NULL);

  return self->entries[TODOKU_KIND_CHECKLIST];
}

/**
 * todoku_knowledge_get_history:
 * @self: the knowledge
 *
 * Returns: (transfer none) (element-type TodokuChange): dated changes
 */
GPtrArray *
todoku_knowledge_get_history (TodokuKnowledge *self)
{
  g_return_val_if_fail (TODOKU_IS_KNOWLEDGE (self), NULL);

  return self->entries[TODOKU_KIND_CHANGE];
}

/**
 * todoku_knowledge_get_guides:
 * @self: the knowledge
 *
 * Returns: (transfer none) (element-type TodokuGuideEntry): guides, in order
 */
GPtrArray *
todoku_knowledge_get_guides (TodokuKnowledge *self)
{
  g_return_val_if_fail (TODOKU_IS_KNOWLEDGE (self), NULL);

  return self->entries[TODOKU_KIND_GUIDE];
}

/**
 * todoku_knowledge_find_guide:
 * @self: the knowledge
 * @id: (nullable): an id
 *
 * Returns: (transfer none) (nullable): the entry
 */
const TodokuGuideEntry *
todoku_knowledge_find_guide (TodokuKnowledge *self, const char *id)
{
  g_return_val_if_fail (TODOKU_IS_KNOWLEDGE (self), NULL);

  return id ? g_hash_table_lookup (self->by_id[TODOKU_KIND_GUIDE], id) : NULL;
}

/**
 * todoku_knowledge_get_requirements:
 * @self: the knowledge
 *
 * Returns: (transfer none) (element-type TodokuRequirement): what mail apps
 *   need of a server, in order
 */
GPtrArray *
todoku_knowledge_get_requirements (TodokuKnowledge *self)
{
  g_return_val_if_fail (TODOKU_IS_KNOWLEDGE (self), NULL);

  return self->entries[TODOKU_KIND_REQUIREMENT];
}

/**
 * todoku_knowledge_find_provider:
 * @self: the knowledge
 * @id: (nullable): an id
 *
 * Returns: (transfer none) (nullable): the entry
 */
const TodokuProvider *
todoku_knowledge_find_provider (TodokuKnowledge *self, const char *id)
{
  g_return_val_if_fail (TODOKU_IS_KNOWLEDGE (self), NULL);

  return id ? g_hash_table_lookup (self->by_id[TODOKU_KIND_PROVIDER], id)
            : NULL;
}

/**
 * todoku_knowledge_find_mail_app:
 * @self: the knowledge
 * @id: (nullable): an id
 *
 * Returns: (transfer none) (nullable): the entry
 */
const TodokuMailApp *
todoku_knowledge_find_mail_app (TodokuKnowledge *self, const char *id)
{
  g_return_val_if_fail (TODOKU_IS_KNOWLEDGE (self), NULL);

  return id ? g_hash_table_lookup (self->by_id[TODOKU_KIND_MAIL_APP], id)
            : NULL;
}

/**
 * todoku_knowledge_find_finding:
 * @self: the knowledge
 * @id: (nullable): an id
 *
 * Returns: (transfer none) (nullable): the entry
 */
const TodokuFindingEntry *
todoku_knowledge_find_finding (TodokuKnowledge *self, const char *id)
{
  g_return_val_if_fail (TODOKU_IS_KNOWLEDGE (self), NULL);

  return id ? g_hash_table_lookup (self->by_id[TODOKU_KIND_FINDING], id) : NULL;
}

/**
 * todoku_knowledge_find_reply:
 * @self: the knowledge
 * @id: (nullable): an id
 *
 * Returns: (transfer none) (nullable): the entry
 */
const TodokuReplyPattern *
todoku_knowledge_find_reply (TodokuKnowledge *self, const char *id)
{
  g_return_val_if_fail (TODOKU_IS_KNOWLEDGE (self), NULL);

  return id ? g_hash_table_lookup (self->by_id[TODOKU_KIND_REPLY], id) : NULL;
}

/**
 * todoku_knowledge_get_word:
 * @self: the knowledge
 * @app: a mail app
 * @word: "encryption", "tls", …
 *
 * Returns: (transfer none) (nullable): the app's own word, or that of
 * other-program
 */
const TodokuText *
todoku_knowledge_get_word (TodokuKnowledge *self,
                           const TodokuMailApp *app,
                           const char *word)
{
  const TodokuMailApp *other =
      todoku_knowledge_find_mail_app (self, "other-program");
  const TodokuText *own = g_hash_table_lookup (app->words, word);

  return own || !other ? own : g_hash_table_lookup (other->words, word);
}

/**
 * todoku_knowledge_get_rank:
 * @self: the knowledge
 * @finding: id of a finding
 *
 * Returns: its place in the vocabulary, where earlier layers come first
 */
int
todoku_knowledge_get_rank (TodokuKnowledge *self, const char *finding)
{
  return GPOINTER_TO_INT (g_hash_table_lookup (self->ranks, finding));
}
