/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-knowledge.h"

G_BEGIN_DECLS

/* The facts of data/knowledge/README.md, their words, and which of them are
 * known together.  What is read here is checked by tests, never at run time. */

gboolean
todoku_fact_is_known (const char *fact);
/* Whether @value, a pattern that may end in "*", can ever fit @fact. */
gboolean
todoku_fact_allows (const char *fact, const char *value);
/* The fact that a {placeholder} names: "host" is "probe.host"; (nullable). */
char *
todoku_fact_for_placeholder (const char *name);

typedef enum {
  TODOKU_SCOPE_PART, /* a paragraph, a step, a meaning: any facts */
  TODOKU_SCOPE_RULE  /* judged for a probe as soon as it reads one's fact */
} TodokuScope;
/* Whether @fact has a value whenever @when holds (nullable: always). */
gboolean
todoku_fact_is_guaranteed (const char *fact,
                           const TodokuConditions *when,
                           TodokuScope scope);

G_END_DECLS
