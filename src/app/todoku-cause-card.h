/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-findings.h"

G_BEGIN_DECLS

#define TODOKU_TYPE_CAUSE_CARD (todoku_cause_card_get_type ())
G_DECLARE_FINAL_TYPE (TodokuCauseCard,
                      todoku_cause_card,
                      TODOKU,
                      CAUSE_CARD,
                      AdwBin)

/**
 * TodokuCauseCard:
 *
 * The one cause that Todoku would tell the user first.
 */
GtkWidget *
todoku_cause_card_new (void);
void
todoku_cause_card_show_finding (TodokuCauseCard *self,
                                TodokuFinding *finding,
                                TodokuLanguages languages);

G_END_DECLS
