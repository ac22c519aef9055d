/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-facts.h"
#include "todoku-knowledge.h"

G_BEGIN_DECLS

/* A small knowledge of its own, so that these tests say what the engine does
 * and not what the real data holds.  Services: "example" (example.jp, group
 * "example"), "short" (short.example, user name is the local part).  Apps:
 * other-program, "old-app" (no OAuth), "new-app" (OAuth everywhere). */
TodokuKnowledge *
diagnosis_fixture_new (void);
/* Facts as "name=value" words; probes begin at "|" and are added to @probes. */
TodokuFacts *
diagnosis_read_facts (const char *text, GPtrArray *probes);

G_END_DECLS
