/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-plan.h"
#include "todoku-run.h"
#include "todoku-surroundings.h"

G_BEGIN_DECLS

#define MAX_AT_ONCE 16 /* the ports of both sides in both families */
/* Outlook.com takes up to 17 s to refuse a password. */
#define SIGN_IN_TIMEOUT_MS 35000

struct _TodokuRun {
  GObject parent_instance;

  /* What was asked for */
  TodokuAccount *account;
  TodokuNetwork *network;
  TodokuRunFlags flags;
  guint timeout_ms;
  char *date;
  TodokuSecret *secret; /* (nullable) gone when the run is done */
  char *message_id;     /* of the test message */
  gboolean malformed;   /* @secret cannot be an app password */
  gboolean withheld;    /* @secret went to no server that nobody vouches for */
  TodokuExplanation *explanation; /* (nullable) of a pasted text */

  /* Where it stands */
  TodokuRunState state;
  const char *step;
  TodokuBudget budget;
  GPtrArray *plan;     /* (element-type TodokuPlanned) */
  GArray *running;     /* of guint: indices of the plan */
  GHashTable *limited; /* of char: hosts that limit us */
  const char *web;     /* (nullable) as todoku_reach_web_finish() */
  const char *socks;   /* (nullable) as todoku_reach_by_proxy_finish() */
  gboolean asked_web;
  gboolean asked_socks;
  guint awaited; /* controls that are no probes */
  TodokuSurroundings surroundings;
  guint signed_sides; /* sides whose sign-in was made or given up */
  GPtrArray *asking;  /* probes that wait for their turn to sign in */
  gint64 start_us;
  gint64 end_us;

  /* What is known */
  GListStore *observations; /* in the order in which probes began */
  GListStore *findings;
  GListStore *checklist;
  GListStore *guides;
  TodokuJudgement *judgement; /* (nullable) */
  TodokuFacts *facts;

  /* While it runs */
  GTask *task;
  GCancellable *inner;
  GSource *stop;
  GSource *deadline;
  GSource *grace;
  GSource *rejudge;
  GSource *room; /* looks for room for the next probes */
};

/* What this computer says of its network; nobody waits for it. */
void
todoku_run_look_around (TodokuRun *self);
void
todoku_run_judge (TodokuRun *self);
/* Once in this turn of the main loop, however many probes end in it. */
void
todoku_run_judge_soon (TodokuRun *self);
void
todoku_run_set_step (TodokuRun *self, const char *step);
void
todoku_run_set_state (TodokuRun *self, TodokuRunState state);
void
todoku_run_tell_progress (TodokuRun *self);
void
todoku_run_clear_source (GSource **source);

/* todoku-run-control.c: what one probe decides about the others */
void
todoku_run_learn (TodokuRun *self, TodokuObservation *observation);
/* todoku-run-secret.c */
void
todoku_run_take_secret (TodokuRun *self, TodokuSecret *secret);
/* todoku-run-drive.c: whatever ended, go on */
void
todoku_run_go_on (TodokuRun *self);
guint
todoku_run_limit_ms (TodokuRun *self, guint own_ms);
/* todoku-run-pace.c: how many at once */
gboolean
todoku_run_has_room (TodokuRun *self, const TodokuPlanned *planned);
void
todoku_run_look_for_room (TodokuRun *self);
/* todoku-run-turns.c: one sign-in a side, one side after the other */
GPtrArray *
todoku_run_turns_new (void);
void
todoku_run_lend_secret (TodokuRun *self, TodokuPlanned *planned);
void
todoku_run_want_turn (TodokuRun *self, TodokuProbe *probe, guint index);
void
todoku_run_forget_turn (TodokuRun *self, TodokuProbe *probe);
void
todoku_run_give_turns (TodokuRun *self);

G_END_DECLS
