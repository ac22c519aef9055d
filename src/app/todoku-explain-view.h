/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-closures.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TODOKU_TYPE_EXPLAIN_VIEW (todoku_explain_view_get_type ())
G_DECLARE_FINAL_TYPE (TodokuExplainView,
                      todoku_explain_view,
                      TODOKU,
                      EXPLAIN_VIEW,
                      AdwBin)

/**
 * TodokuExplainView:
 *
 * What an error message means, while it is typed and without any network. Uses
 * the window's "win.diagnose-explained" and "win.language".
 */
GtkWidget *
todoku_explain_view_new (void);
void
todoku_explain_view_set_knowledge (TodokuExplainView *self,
                                   TodokuKnowledge *knowledge);
void
todoku_explain_view_set_languages (TodokuExplainView *self,
                                   TodokuLanguages languages);
void
todoku_explain_view_set_text (TodokuExplainView *self, const char *text);
void
todoku_explain_view_open (TodokuExplainView *self, GFile *file);
TodokuRun *
todoku_explain_view_get_run (TodokuExplainView *self);
const char *
todoku_explain_view_get_problem (TodokuExplainView *self);
void
todoku_explain_view_focus (TodokuExplainView *self);

G_END_DECLS
