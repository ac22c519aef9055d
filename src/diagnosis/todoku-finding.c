/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-finding.h"

#include "todoku-fact-words.h"
#include "todoku-finding-private.h"

#include <string.h>

struct _TodokuFinding {
  GObject parent_instance;

  const TodokuFindingEntry *entry;
  TodokuCertainty certainty;
  char *title[TODOKU_N_LANGUAGES];
  char *why[TODOKU_N_LANGUAGES];
  GPtrArray *steps;        /* (element-type TodokuFindingStep) */
  GPtrArray *evidence;     /* (element-type TodokuEvidence) */
  GPtrArray *consequences; /* (element-type TodokuFinding) */
  GStrv sources;
  char *side;
};

G_DEFINE_FINAL_TYPE (TodokuFinding, todoku_finding, G_TYPE_OBJECT)

static const char *const certainties[] = { "possible", "likely", "certain" };

/**
 * todoku_certainty_to_string:
 * @certainty: a certainty
 *
 * Returns: (transfer none): its name in the JSON contract
 */
const char *
todoku_certainty_to_string (TodokuCertainty certainty)
{
  g_return_val_if_fail ((guint) certainty < G_N_ELEMENTS (certainties), NULL);

  return certainties[certainty];
}

gboolean
todoku_certainty_from_string (const char *text, TodokuCertainty *ret_certainty)
{
  for (guint i = 0; i < G_N_ELEMENTS (certainties); i++)
    if (strcmp (certainties[i], text) == 0) {
      *ret_certainty = i;
      return TRUE;
    }
  return FALSE;
}

static void
evidence_free (gpointer data)
{
  TodokuEvidence *evidence = data;

  todoku_text_clear (&evidence->text);
  g_free (evidence);
}

static void
todoku_finding_finalize (GObject *object)
{
  TodokuFinding *self = TODOKU_FINDING (object);

  for (int i = 0; i < TODOKU_N_LANGUAGES; i++) {
    g_free (self->title[i]);
    g_free (self->why[i]);
  }
  g_clear_pointer (&self->steps, g_ptr_array_unref);
  g_clear_pointer (&self->evidence, g_ptr_array_unref);
  g_clear_pointer (&self->consequences, g_ptr_array_unref);
  g_free (self->side);
  g_strfreev (self->sources);
  G_OBJECT_CLASS (todoku_finding_parent_class)->finalize (object);
}

static void
todoku_finding_class_init (TodokuFindingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = todoku_finding_finalize;
}

static void
todoku_finding_init (TodokuFinding *self)
{
  self->evidence = g_ptr_array_new_with_free_func (evidence_free);
  self->consequences = g_ptr_array_new_with_free_func (g_object_unref);
}

/* ---- filling --------------------------------------------------------------
 */

static char *
fill_why (const TodokuFindingEntry *entry,
          TodokuLanguage language,
          TodokuFacts *facts)
{
  GString *why = g_string_new (NULL);

  for (guint i = 0; i < entry->why->len; i++) {
    const TodokuParagraph *paragraph = g_ptr_array_index (entry->why, i);
    g_autofree char *text = NULL;

    if (!todoku_conditions_hold (paragraph->when, todoku_facts_lookup, facts))
      continue;
    text = todoku_fill (&paragraph->text, language, facts);
    if (why->len > 0 && language == TODOKU_LANGUAGE_EN)
      g_string_append_c (why, ' ');
    g_string_append (why, text);
  }
  return g_string_free (why, FALSE);
}

static TodokuStage
stage_of (TodokuFacts *facts)
{
  const char *name = todoku_facts_get_first (facts, "probe.stage");

  for (guint i = 0; name && i < TODOKU_N_STAGES; i++)
    if (strcmp (todoku_stage_to_string (i), name) == 0)
      return i;
  return TODOKU_STAGE_QUIT;
}

static gboolean
was_said (TodokuFinding *self, const TodokuText *text)
{
  for (guint i = 0; i < self->evidence->len; i++) {
    const TodokuEvidence *seen = g_ptr_array_index (self->evidence, i);

    if (strcmp (seen->text.in[TODOKU_LANGUAGE_EN],
                text->in[TODOKU_LANGUAGE_EN]) == 0)
      return TRUE;
  }
  return FALSE;
}

static void
take_evidence (TodokuFinding *self,
               int probe,
               TodokuStage stage,
               TodokuText text)
{
  TodokuEvidence *evidence = g_new0 (TodokuEvidence, 1);

  evidence->probe = probe;
  evidence->stage = stage;
  evidence->text = text;
  evidence->again = was_said (self, &text);
  g_ptr_array_add (self->evidence, evidence);
}

static void
add_evidence (TodokuFinding *self, GArray *probes, GPtrArray *probe_facts)
{
  for (guint i = 0; i < probes->len; i++) {
    int index = g_array_index (probes, int, i);
    TodokuFacts *facts = g_ptr_array_index (probe_facts, index);

    /* What was not probed was not seen. */
    if (g_strcmp0 (todoku_facts_get_first (facts, "probe.family"), "none") != 0)
      take_evidence (self,
                     index,
                     stage_of (facts),
                     todoku_evidence_text (facts));
  }
}

/* Of what is said this time, where a fact tells them. */
static GStrv
find_sources (const TodokuFindingEntry *entry, TodokuFacts *facts)
{
  const char *const *known = entry->sources_from
                                 ? todoku_facts_get (facts, entry->sources_from)
                                 : NULL;

  return g_strdupv (known ? (GStrv) known : entry->sources);
}

TodokuFinding *
todoku_finding_new (const TodokuCandidate *candidate, GPtrArray *probe_facts)
{
  TodokuFinding *self = g_object_new (TODOKU_TYPE_FINDING, NULL);

  self->entry = candidate->entry;
  self->certainty = candidate->certainty;
  self->side =
      g_strdup (todoku_facts_get_first (candidate->facts, "probe.side"));
  for (int i = 0; i < TODOKU_N_LANGUAGES; i++) {
    self->title[i] = todoku_fill (&self->entry->title, i, candidate->facts);
    self->why[i] = fill_why (self->entry, i, candidate->facts);
  }
  self->steps = todoku_fill_steps (self->entry->steps, candidate->facts);
  self->sources = find_sources (self->entry, candidate->facts);
  add_evidence (self, candidate->probes, probe_facts);
  return self;
}

static gboolean
has_seen (TodokuFinding *self, int probe)
{
  for (guint i = 0; i < self->evidence->len; i++)
    if (((TodokuEvidence *) g_ptr_array_index (self->evidence, i))->probe ==
        probe)
      return TRUE;
  return FALSE;
}

/* What shows the consequence shows the cause. */
static void
share_evidence (TodokuFinding *self, TodokuFinding *consequence)
{
  for (guint i = 0; i < consequence->evidence->len; i++) {
    const TodokuEvidence *seen = g_ptr_array_index (consequence->evidence, i);
    TodokuText text;

    if (has_seen (self, seen->probe))
      continue;
    for (int l = 0; l < TODOKU_N_LANGUAGES; l++)
      text.in[l] = g_strdup (seen->text.in[l]);
    take_evidence (self, seen->probe, seen->stage, text);
  }
}

void
todoku_finding_take_consequence (TodokuFinding *self,
                                 TodokuFinding *consequence)
{
  g_ptr_array_add (self->consequences, g_object_ref (consequence));
  share_evidence (self, consequence);
}

/* ---- getting --------------------------------------------------------------
 */

/**
 * todoku_finding_get_entry:
 * @self: a finding
 *
 * Returns: (transfer none): its entry in the knowledge
 */
const TodokuFindingEntry *
todoku_finding_get_entry (TodokuFinding *self)
{
  g_return_val_if_fail (TODOKU_IS_FINDING (self), NULL);

  return self->entry;
}

/**
 * todoku_finding_get_id:
 * @self: a finding
 *
 * Returns: (transfer none): its stable id
 */
const char *
todoku_finding_get_id (TodokuFinding *self)
{
  g_return_val_if_fail (TODOKU_IS_FINDING (self), NULL);

  return self->entry->id;
}

/**
 * todoku_finding_get_certainty:
 * @self: a finding
 *
 * Returns: how sure it is
 */
TodokuCertainty
todoku_finding_get_certainty (TodokuFinding *self)
{
  g_return_val_if_fail (TODOKU_IS_FINDING (self), TODOKU_CERTAINTY_POSSIBLE);

  return self->certainty;
}

/**
 * todoku_finding_get_title:
 * @self: a finding
 * @language: a language
 *
 * Returns: (transfer none): one sentence
 */
const char *
todoku_finding_get_title (TodokuFinding *self, TodokuLanguage language)
{
  g_return_val_if_fail (TODOKU_IS_FINDING (self), NULL);

  return self->title[language];
}

/**
 * todoku_finding_get_why:
 * @self: a finding
 * @language: a language
 *
 * Returns: (transfer none): some sentences
 */
const char *
todoku_finding_get_why (TodokuFinding *self, TodokuLanguage language)
{
  g_return_val_if_fail (TODOKU_IS_FINDING (self), NULL);

  return self->why[language];
}

/**
 * todoku_finding_get_steps:
 * @self: a finding
 *
 * Returns: (transfer none) (element-type TodokuFindingStep): what to do
 */
GPtrArray *
todoku_finding_get_steps (TodokuFinding *self)
{
  g_return_val_if_fail (TODOKU_IS_FINDING (self), NULL);

  return self->steps;
}

/**
 * todoku_finding_get_evidence:
 * @self: a finding
 *
 * Returns: (transfer none) (element-type TodokuEvidence): what was seen
 */
GPtrArray *
todoku_finding_get_evidence (TodokuFinding *self)
{
  g_return_val_if_fail (TODOKU_IS_FINDING (self), NULL);

  return self->evidence;
}

/**
 * todoku_finding_get_side:
 * @self: a finding
 *
 * Returns: (transfer none) (nullable): incoming or outgoing
 */
const char *
todoku_finding_get_side (TodokuFinding *self)
{
  g_return_val_if_fail (TODOKU_IS_FINDING (self), NULL);

  return self->side;
}

/**
 * todoku_finding_get_sources:
 * @self: a finding
 *
 * Returns: (transfer none) (array zero-terminated=1): where what it says stands
 */
GStrv
todoku_finding_get_sources (TodokuFinding *self)
{
  g_return_val_if_fail (TODOKU_IS_FINDING (self), NULL);

  return self->sources;
}

/**
 * todoku_finding_get_consequences:
 * @self: a finding
 *
 * Returns: (transfer none) (element-type TodokuFinding): what it explains
 */
GPtrArray *
todoku_finding_get_consequences (TodokuFinding *self)
{
  g_return_val_if_fail (TODOKU_IS_FINDING (self), NULL);

  return self->consequences;
}

/* ---- all of them ----------------------------------------------------------
 */

/* Beneath another finding, what only warns is a consequence of what is said. */
static gboolean
hides_problem (TodokuFinding *self)
{
  for (guint i = 0; i < self->consequences->len; i++) {
    TodokuFinding *consequence = g_ptr_array_index (self->consequences, i);

    if (strcmp (consequence->entry->severity, "problem") == 0)
      return TRUE;
  }
  return FALSE;
}

/* That one side works is said where the other does not. */
static gboolean
is_trouble (TodokuFinding *self)
{
  const char *tells = self->entry->tells;

  return strcmp (self->entry->severity, "problem") == 0 ||
         strcmp (self->entry->severity, "warning") == 0 ||
         g_strcmp0 (tells, "incoming-works") == 0 ||
         g_strcmp0 (tells, "outgoing-works") == 0 || hides_problem (self);
}

/**
 * todoku_findings_get_exit_status:
 * @findings: #TodokuFinding of one judgement, the cause first
 *
 * Returns: 0 nothing wrong, 1 a problem, 3 could not tell, which is what comes
 *   first, or nothing was found
 */
int
todoku_findings_get_exit_status (GListModel *findings)
{
  guint n;

  g_return_val_if_fail (G_IS_LIST_MODEL (findings), 3);

  n = g_list_model_get_n_items (findings);
  for (guint i = 0; i < n; i++) {
    g_autoptr (TodokuFinding) finding = g_list_model_get_item (findings, i);

    if (i == 0 && g_strcmp0 (finding->entry->tells, "nothing") == 0)
      return 3;
    if (is_trouble (finding))
      return 1;
  }
  return n > 0 ? 0 : 3;
}
