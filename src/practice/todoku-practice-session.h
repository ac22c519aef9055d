/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-scenario.h"

G_BEGIN_DECLS

/* Most that one client may send: a line, a connection, lines. */
#define TODOKU_SESSION_MAX_LINE (16 * 1024)
#define TODOKU_SESSION_MAX_BYTES (1024 * 1024)
#define TODOKU_SESSION_MAX_LINES 2000
/* Longest life of a connection */
#define TODOKU_SESSION_MAX_SECONDS 120

#define TODOKU_TYPE_PRACTICE_SESSION (todoku_practice_session_get_type ())
G_DECLARE_FINAL_TYPE (TodokuPracticeSession,
                      todoku_practice_session,
                      TODOKU,
                      PRACTICE_SESSION,
                      GObject)

/* How a session tells its server; not called after
 * todoku_practice_session_end(). */
typedef struct {
  void (*received) (gpointer server, const char *line);
  void (*ended) (gpointer server, TodokuPracticeSession *session);
} TodokuSessionEvents;

TodokuPracticeSession *
todoku_practice_session_new (const TodokuScenario *scenario,
                             const TodokuStand *stand,
                             GTlsCertificate *certificate,
                             GSocketConnection *connection,
                             const TodokuSessionEvents *events,
                             gpointer server);
void
todoku_practice_session_start (TodokuPracticeSession *self);
void
todoku_practice_session_end (TodokuPracticeSession *self);

G_END_DECLS
