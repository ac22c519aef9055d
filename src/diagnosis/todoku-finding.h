/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <gio/gio.h>

#include "todoku-facts.h"

G_BEGIN_DECLS

typedef enum {
  TODOKU_CERTAINTY_POSSIBLE,
  TODOKU_CERTAINTY_LIKELY,
  TODOKU_CERTAINTY_CERTAIN
} TodokuCertainty;
const char *
todoku_certainty_to_string (TodokuCertainty certainty);

/* Evidence: a probe's stage, with the sentence that says what was seen. */
typedef struct {
  int probe; /* index into the run's observations; -1: not from a probe */
  TodokuStage stage;
  TodokuText text;
  gboolean again; /* another probe was told of in the same words */
} TodokuEvidence;

typedef struct {
  TodokuText text;
  char *link;
  char *value;
  char *who;
} TodokuFindingStep;

#define TODOKU_TYPE_FINDING (todoku_finding_get_type ())
G_DECLARE_FINAL_TYPE (TodokuFinding, todoku_finding, TODOKU, FINDING, GObject)

/**
 * TodokuFinding:
 *
 * What the facts mean: one entry of the vocabulary with its texts filled in.
 */
const TodokuFindingEntry *
todoku_finding_get_entry (TodokuFinding *self);
const char *
todoku_finding_get_id (TodokuFinding *self);
TodokuCertainty
todoku_finding_get_certainty (TodokuFinding *self);
const char *
todoku_finding_get_title (TodokuFinding *self, TodokuLanguage language);
const char *
todoku_finding_get_why (TodokuFinding *self, TodokuLanguage language);
GPtrArray *
todoku_finding_get_steps (
    TodokuFinding *self); /* (element-type TodokuFindingStep) */
GPtrArray *
todoku_finding_get_evidence (
    TodokuFinding *self); /* (element-type TodokuEvidence) */
const char *
todoku_finding_get_side (
    TodokuFinding *self); /* (nullable) incoming or outgoing */
GStrv
todoku_finding_get_sources (TodokuFinding *self);
/* Findings folded beneath this one: (element-type TodokuFinding) */
GPtrArray *
todoku_finding_get_consequences (TodokuFinding *self);

/* As the command line exits: 0 nothing wrong, 1 a problem, 3 could not tell. */
int
todoku_findings_get_exit_status (GListModel *findings);

/* What it is not: @by says in words what was seen instead; @title is the
 * entry's with its placeholders filled in. */
typedef struct {
  const TodokuFindingEntry *entry;
  TodokuText by;
  TodokuText title;
} TodokuRuledOut;

/* The pure function: facts in, findings out, ordered, consequences folded.
 * @probes: (element-type TodokuFacts). */
typedef struct {
  GPtrArray
      *findings; /* (element-type TodokuFinding) top level, the cause first */
  GPtrArray *ruled_out; /* (element-type TodokuRuledOut) */
} TodokuJudgement;
TodokuJudgement *
todoku_judge (TodokuKnowledge *knowledge,
              TodokuFacts *account,
              GPtrArray *probes);
void
todoku_judgement_free (TodokuJudgement *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TodokuJudgement, todoku_judgement_free)

G_END_DECLS
