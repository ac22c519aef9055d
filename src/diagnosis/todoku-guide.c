/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-guide.h"

#include "todoku-fact-words.h"

struct _TodokuGuide {
  GObject parent_instance;

  const TodokuGuideEntry *entry;
  TodokuText title;
  GPtrArray *points; /* (element-type TodokuText) */
  GPtrArray *steps;  /* (element-type TodokuFindingStep) */
};

G_DEFINE_FINAL_TYPE (TodokuGuide, todoku_guide, G_TYPE_OBJECT)

static void
todoku_guide_finalize (GObject *object)
{
  TodokuGuide *self = TODOKU_GUIDE (object);

  todoku_text_clear (&self->title);
  g_clear_pointer (&self->points, g_ptr_array_unref);
  g_clear_pointer (&self->steps, g_ptr_array_unref);
  G_OBJECT_CLASS (todoku_guide_parent_class)->finalize (object);
}

static void
todoku_guide_class_init (TodokuGuideClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = todoku_guide_finalize;
}

static void
todoku_guide_init (TodokuGuide *self)
{
}

/**
 * todoku_guide_new:
 * @entry: a guide of the knowledge, which outlives the new object
 * @facts: what is known
 *
 * Returns: (transfer full): the guide as far as @facts fill it, whether it
 *   applies or not
 */
TodokuGuide *
todoku_guide_new (const TodokuGuideEntry *entry, TodokuFacts *facts)
{
  TodokuGuide *self = g_object_new (TODOKU_TYPE_GUIDE, NULL);

  self->entry = entry;
  self->title = todoku_fill_both (&entry->title, facts);
  self->points = todoku_fill_paragraphs (entry->why, facts);
  self->steps = todoku_fill_steps (entry->steps, facts);
  return self;
}

static gboolean
is_found (GPtrArray *findings, const TodokuGuideEntry *entry)
{
  for (guint i = 0; i < findings->len; i++) {
    TodokuFinding *finding = g_ptr_array_index (findings, i);

    if (g_strv_contains ((const char *const *) entry->findings,
                         todoku_finding_get_id (finding)) ||
        is_found (todoku_finding_get_consequences (finding), entry))
      return TRUE;
  }
  return FALSE;
}

/**
 * todoku_guides_choose:
 * @knowledge: the knowledge
 * @facts: the account's facts
 * @findings: (element-type TodokuFinding): what was found, top level
 *
 * Returns: (transfer full) (element-type TodokuGuide): the guides that apply,
 *   in order
 */
GPtrArray *
todoku_guides_choose (TodokuKnowledge *knowledge,
                      TodokuFacts *facts,
                      GPtrArray *findings)
{
  GPtrArray *entries = todoku_knowledge_get_guides (knowledge);
  GPtrArray *guides = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < entries->len; i++) {
    const TodokuGuideEntry *entry = g_ptr_array_index (entries, i);

    if (todoku_conditions_hold (entry->applies, todoku_facts_lookup, facts) &&
        (!*entry->findings || is_found (findings, entry)))
      g_ptr_array_add (guides, todoku_guide_new (entry, facts));
  }
  return guides;
}

/**
 * todoku_guide_get_entry:
 * @self: a guide
 *
 * Returns: (transfer none): its entry in the knowledge
 */
const TodokuGuideEntry *
todoku_guide_get_entry (TodokuGuide *self)
{
  g_return_val_if_fail (TODOKU_IS_GUIDE (self), NULL);

  return self->entry;
}

/**
 * todoku_guide_get_title:
 * @self: a guide
 * @language: a language
 *
 * Returns: (transfer none): its title
 */
const char *
todoku_guide_get_title (TodokuGuide *self, TodokuLanguage language)
{
  g_return_val_if_fail (TODOKU_IS_GUIDE (self), NULL);

  return self->title.in[language];
}

/**
 * todoku_guide_get_points:
 * @self: a guide
 *
 * Returns: (transfer none) (element-type TodokuText): what to know first
 */
GPtrArray *
todoku_guide_get_points (TodokuGuide *self)
{
  g_return_val_if_fail (TODOKU_IS_GUIDE (self), NULL);

  return self->points;
}

/**
 * todoku_guide_get_steps:
 * @self: a guide
 *
 * Returns: (transfer none) (element-type TodokuFindingStep): what to do, in
 *   order
 */
GPtrArray *
todoku_guide_get_steps (TodokuGuide *self)
{
  g_return_val_if_fail (TODOKU_IS_GUIDE (self), NULL);

  return self->steps;
}
