/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-closures.h"
#include "todoku-practice.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TODOKU_TYPE_EMPTY_PAGE (todoku_empty_page_get_type ())
G_DECLARE_FINAL_TYPE (TodokuEmptyPage,
                      todoku_empty_page,
                      TODOKU,
                      EMPTY_PAGE,
                      AdwBin)

/**
 * TodokuEmptyPage:
 *
 * What Todoku is, and the practice cases as cards.
 */
GtkWidget *
todoku_empty_page_new (void);
void
todoku_empty_page_set_practice (TodokuEmptyPage *self,
                                TodokuPractice *practice,
                                TodokuKnowledge *knowledge,
                                TodokuLanguage language);
guint
todoku_empty_page_get_n_cards (TodokuEmptyPage *self);

G_END_DECLS
