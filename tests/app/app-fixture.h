/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-session.h"

/* A session with all that is known and all practice cases. */
TodokuSession *
app_session_new (void);
/* Diagnoses a practice case to its end; the password is the case's. */
TodokuRun *
app_session_play (TodokuSession *session, const char *id);
/* Until the session's run has ended, or the test fails. */
void
app_session_wait (TodokuSession *session);
/* Until nothing is left to do. */
void
app_settle (void);
