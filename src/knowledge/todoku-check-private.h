/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-knowledge-private.h"

G_BEGIN_DECLS

typedef struct {
  TodokuKnowledge *knowledge;
  GPtrArray *mistakes; /* (element-type utf8) */
  char *place;         /* of what is looked at */
} TodokuCheck;

void
todoku_check_go_to (TodokuCheck *check, const char *format, ...)
    G_GNUC_PRINTF (2, 3);
void
todoku_check_complain (TodokuCheck *check, const char *format, ...)
    G_GNUC_PRINTF (2, 3);

/* todoku-check-reach.c: what can never come about. @check stands at it. */
void
todoku_check_can_hold (TodokuCheck *check, const TodokuConditions *when);
/* @check stands at the finding. */
void
todoku_check_shadowed_rules (TodokuCheck *check, GPtrArray *rules);
/* The first that holds counts. @check stands at the list. */
void
todoku_check_shadowed_settlings (TodokuCheck *check, GPtrArray *settlings);

G_END_DECLS
