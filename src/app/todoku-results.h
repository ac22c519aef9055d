/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-closures.h"
#include "todoku-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TODOKU_TYPE_RESULTS (todoku_results_get_type ())
G_DECLARE_FINAL_TYPE (TodokuResults, todoku_results, TODOKU, RESULTS, AdwBin)

/**
 * TodokuResults:
 *
 * What a run has found so far.
 */
GtkWidget *
todoku_results_new (void);
void
todoku_results_set_session (TodokuResults *self, TodokuSession *session);
void
todoku_results_set_languages (TodokuResults *self, TodokuLanguages languages);
void
todoku_results_share (TodokuResults *self,
                      const char *action,
                      GVariant *parameter);

G_END_DECLS
