/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-session.h"

#include <adwaita.h>

/* A session with all that is known and all practice cases. */
TodokuSession *
app_session_new (void);
/* Begins to diagnose a practice case; the password is the case's. */
void
app_session_start (TodokuSession *session, const char *id);
/* The same, to its end. */
TodokuRun *
app_session_play (TodokuSession *session, const char *id);
/* Until the session's run has ended, or the test fails. */
void
app_session_wait (TodokuSession *session);
/* With @content in something that scrolls; not presented yet. */
GtkWidget *
app_window_new (GtkWidget *content);
/* Until nothing is left to do. */
void
app_settle (void);
/* Time for what waits for it: a pause in typing, an animation. */
void
app_settle_slowly (void);
/* (nullable): the first widget of a type at or below @widget */
GtkWidget *
app_find (GtkWidget *widget, GType type);
/* (nullable): the first label at or below @widget that says @text */
GtkWidget *
app_find_label (GtkWidget *widget, const char *text);
/* Tests, languages, libadwaita, icons and style, as the program has them. */
void
app_looks_init (int *argc, char ***argv);
