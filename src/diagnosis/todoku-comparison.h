/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-run.h"

G_BEGIN_DECLS

/**
 * TodokuSnapshot:
 *
 * What is kept of a run to tell the next one of the same account apart from it:
 * settings, findings and outcomes; neither what was said nor any secret.
 */
typedef struct _TodokuSnapshot TodokuSnapshot;

/* @run has ended; @time: when that was */
TodokuSnapshot *
todoku_snapshot_new (TodokuRun *run, GDateTime *time);
/* The parts, for what has no run */
TodokuSnapshot *
todoku_snapshot_new_empty (GDateTime *time);
void
todoku_snapshot_free (TodokuSnapshot *self);
void
todoku_snapshot_add_finding (TodokuSnapshot *self,
                             const char *key,
                             const TodokuText *title);
void
todoku_snapshot_set_setting (TodokuSnapshot *self,
                             const char *side,
                             const char *url);
void
todoku_snapshot_set_outcome (TodokuSnapshot *self,
                             const char *place,
                             TodokuOutcome outcome);
GDateTime *
todoku_snapshot_get_time (const TodokuSnapshot *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TodokuSnapshot, todoku_snapshot_free)

/**
 * TodokuDifferenceKind:
 * @TODOKU_DIFFERENCE_SETTING: a server's settings are others than last time
 * @TODOKU_DIFFERENCE_GONE: a finding is not found any more
 * @TODOKU_DIFFERENCE_NEW: a finding was not found last time
 * @TODOKU_DIFFERENCE_OUTCOME: the same probe came out otherwise
 */
typedef enum {
  TODOKU_DIFFERENCE_SETTING,
  TODOKU_DIFFERENCE_GONE,
  TODOKU_DIFFERENCE_NEW,
  TODOKU_DIFFERENCE_OUTCOME,
} TodokuDifferenceKind;

/**
 * TodokuDifference:
 * @title: of the finding, for %TODOKU_DIFFERENCE_GONE and _NEW
 * @place: "incoming" or "outgoing" for a setting; "smtps://host:465 IPv4" for
 *   an outcome
 * @before: (nullable): the setting as it was, %NULL: none
 * @now: (nullable): the setting as it is
 * @outcome_before: of the probe
 * @outcome_now: of the probe
 */
typedef struct {
  TodokuDifferenceKind kind;
  TodokuText title;
  char *place;
  char *before;
  char *now;
  TodokuOutcome outcome_before;
  TodokuOutcome outcome_now;
} TodokuDifference;

/* (transfer full) (element-type TodokuDifference): by kind, then in the order
 * of the runs.  Pure. */
GPtrArray *
todoku_compare (const TodokuSnapshot *before, const TodokuSnapshot *now);

G_END_DECLS
