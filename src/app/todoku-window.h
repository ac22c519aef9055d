/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TODOKU_TYPE_WINDOW (todoku_window_get_type ())
G_DECLARE_FINAL_TYPE (TodokuWindow,
                      todoku_window,
                      TODOKU,
                      WINDOW,
                      AdwApplicationWindow)

/**
 * TodokuWindow:
 *
 * The account at one side, the results at the other. Property "language": auto
 * ja en both, of the results. Signal "wants-session": to be answered by
 * todoku_window_set_session().
 */
GtkWidget *
todoku_window_new (GtkApplication *application,
                   TodokuSession *session,
                   GSettings *settings);
void
todoku_window_set_session (TodokuWindow *self, TodokuSession *session);
void
todoku_window_practise (TodokuWindow *self, const char *id);
void
todoku_window_explain (TodokuWindow *self, GFile *file);
TodokuSession *
todoku_window_get_session (TodokuWindow *self);

G_END_DECLS
