/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-comparison.h"
#include "todoku-practice.h"
#include "todoku-run.h"

G_BEGIN_DECLS

#define TODOKU_SESSION_ERROR (todoku_session_error_quark ())
GQuark
todoku_session_error_quark (void);
/* TODOKU_SESSION_ERROR_OUTSIDE: practice would have to leave this computer;
 * TODOKU_SESSION_ERROR_UNKNOWN: no practice case has this id */
typedef enum {
  TODOKU_SESSION_ERROR_OUTSIDE,
  TODOKU_SESSION_ERROR_UNKNOWN,
} TodokuSessionError;

#define TODOKU_TYPE_SESSION (todoku_session_get_type ())
G_DECLARE_FINAL_TYPE (TodokuSession, todoku_session, TODOKU, SESSION, GObject)

/**
 * TodokuSession:
 *
 * What the window works on: the account, the practice case, the run.
 * Properties, all notify: "run" (nullable), "running", "practising".
 */
TodokuSession *
todoku_session_new (TodokuKnowledge *knowledge, TodokuPractice *practice);

TodokuAccount *
todoku_session_get_account (TodokuSession *self);
TodokuPractice *
todoku_session_get_practice (TodokuSession *self);
TodokuRun *
todoku_session_get_run (TodokuSession *self);
GPtrArray *
todoku_session_get_differences (TodokuSession *self, GDateTime **ret_last);
gboolean
todoku_session_is_running (TodokuSession *self);
const TodokuScenario *
todoku_session_get_scenario (TodokuSession *self);

gboolean
todoku_session_practise (TodokuSession *self, const char *id, GError **error);
void
todoku_session_leave_practice (TodokuSession *self);
gboolean
todoku_session_start (TodokuSession *self,
                      TodokuSecret *secret,
                      GError **error);
void
todoku_session_stop (TodokuSession *self);
void
todoku_session_answer (TodokuSession *self,
                       const char *item,
                       const char *answer);

G_END_DECLS
