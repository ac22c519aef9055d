/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-results.h"

G_BEGIN_DECLS

#define TODOKU_TYPE_PANE (todoku_pane_get_type ())
G_DECLARE_FINAL_TYPE (TodokuPane, todoku_pane, TODOKU, PANE, AdwBin)

/**
 * TodokuPane:
 *
 * The results of a run or, without a run, the empty page.
 */
GtkWidget *
todoku_pane_new (void);
void
todoku_pane_set_session (TodokuPane *self,
                         TodokuSession *session,
                         TodokuLanguage language);
void
todoku_pane_set_languages (TodokuPane *self, TodokuLanguages languages);
void
todoku_pane_show_practice (TodokuPane *self);
void
todoku_pane_show_run (TodokuPane *self);
void
todoku_pane_share (TodokuPane *self, const char *action, GVariant *parameter);

G_END_DECLS
