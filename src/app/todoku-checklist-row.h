/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-pane-words.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TODOKU_TYPE_CHECKLIST_ROW (todoku_checklist_row_get_type ())
G_DECLARE_FINAL_TYPE (TodokuChecklistRow,
                      todoku_checklist_row,
                      TODOKU,
                      CHECKLIST_ROW,
                      AdwPreferencesRow)

/**
 * TodokuChecklistRow:
 *
 * An item of the checklist, with buttons for its answer where it is asked.
 * Signal "answered" (item id, answer).
 */
GtkWidget *
todoku_checklist_row_new (void);
void
todoku_checklist_row_show_item (TodokuChecklistRow *self,
                                TodokuChecklistItem *item,
                                TodokuLanguages languages);

G_END_DECLS
