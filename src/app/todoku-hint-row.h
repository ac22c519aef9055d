/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-closures.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TODOKU_TYPE_HINT_ROW (todoku_hint_row_get_type ())
G_DECLARE_FINAL_TYPE (TodokuHintRow,
                      todoku_hint_row,
                      TODOKU,
                      HINT_ROW,
                      AdwActionRow)

/**
 * TodokuHintRow:
 *
 * A sentence beside a field, with an icon and at most one button that puts
 * things right. Signal "fix".
 */
GtkWidget *
todoku_hint_row_new (void);
void
todoku_hint_row_say (TodokuHintRow *self,
                     TodokuTone tone,
                     const char *sentence,
                     const char *fix);

G_END_DECLS
