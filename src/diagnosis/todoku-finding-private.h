/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-finding.h"

G_BEGIN_DECLS

/* One scope in which a finding was found: the account or a probe. */
typedef struct {
  const TodokuFindingEntry *entry;
  TodokuCertainty certainty;
  TodokuFacts *facts; /* of the best scope */
  gboolean
      configured;   /* the scope is a configured endpoint's, or the account */
  gboolean of_text; /* a text that is explained says so */
  GArray *probes;   /* of int: which probes show it */
} TodokuCandidate;

TodokuFinding *
todoku_finding_new (const TodokuCandidate *candidate, GPtrArray *probe_facts);
void
todoku_finding_take_consequence (TodokuFinding *self,
                                 TodokuFinding *consequence);
gboolean
todoku_certainty_from_string (const char *text, TodokuCertainty *ret_certainty);

G_END_DECLS
