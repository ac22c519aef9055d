/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-knowledge.h"
#include "todoku-practice.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TODOKU_TYPE_PRACTICE_LIST (todoku_practice_list_get_type ())
G_DECLARE_FINAL_TYPE (TodokuPracticeList,
                      todoku_practice_list,
                      TODOKU,
                      PRACTICE_LIST,
                      AdwPreferencesGroup)

/**
 * TodokuPracticeList:
 *
 * All practice cases, by where on the way to the mail they happen.
 */
GtkWidget *
todoku_practice_list_new (void);
void
todoku_practice_list_fill (TodokuPracticeList *self,
                           TodokuPractice *practice,
                           TodokuKnowledge *knowledge,
                           TodokuLanguage language);

G_END_DECLS
