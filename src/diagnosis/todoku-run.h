/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <gio/gio.h>

#include "todoku-explain.h"
#include "todoku-finding.h"
#include "todoku-guide.h"

G_BEGIN_DECLS

/**
 * TodokuBudget:
 *
 * What a run may use and has used.  A struct, shown to the user.
 */
typedef struct {
  guint connections, max_connections;
  guint at_once, max_at_once;
  guint sign_ins, max_sign_ins; /* one per side; never again after a refusal */
} TodokuBudget;

typedef enum {
  TODOKU_RUN_DEFAULT = 0,
  TODOKU_RUN_ONLY_INCOMING = 1 << 0,
  TODOKU_RUN_ONLY_OUTGOING = 1 << 1,
  TODOKU_RUN_ONLY_CONFIGURED = 1 << 2,
  TODOKU_RUN_OFFLINE = 1 << 3, /* judge what is known without any network */
  TODOKU_RUN_SEND_TEST = 1 << 4,
  TODOKU_RUN_ALLOW_CLEAR =
      1 << 5, /* the user allowed a credential without encryption to the
                 configured host, this once */
  TODOKU_RUN_NO_GRID = 1 << 6, /* neither other ports nor controls */
} TodokuRunFlags;

typedef struct {
  TodokuRunFlags flags;
  guint timeout_ms;     /* of the whole run; 0: 60 s */
  const char *as_of;    /* (nullable) date, else today */
  TodokuSecret *secret; /* (nullable) for the account's sign-in */
} TodokuRunOptions;

/* State of one checklist item after judging. */
#define TODOKU_TYPE_CHECKLIST_ITEM (todoku_checklist_item_get_type ())
G_DECLARE_FINAL_TYPE (TodokuChecklistItem,
                      todoku_checklist_item,
                      TODOKU,
                      CHECKLIST_ITEM,
                      GObject)
const TodokuChecklistEntry *
todoku_checklist_item_get_entry (TodokuChecklistItem *self);
const char *
todoku_checklist_item_get_state (
    TodokuChecklistItem *self); /* good problem ask not-applicable */
const char *
todoku_checklist_item_get_reason (TodokuChecklistItem *self,
                                  TodokuLanguage language); /* (nullable) */
const char *
todoku_checklist_item_get_answer (TodokuChecklistItem *self); /* (nullable) */

#define TODOKU_TYPE_RUN (todoku_run_get_type ())
G_DECLARE_FINAL_TYPE (TodokuRun, todoku_run, TODOKU, RUN, GObject)

/**
 * TodokuRun:
 *
 * prepare → probe → conclude.  Properties: "step" (id: idle prepare probe
 * conclude done stopped), "progress" (0–1), "state" as TodokuRunState. Signals:
 * "progressed" (budget or an observation moved on), "judged" (findings, ruled
 * out, checklist and guides are new). The account may change while a run
 * exists: an answer re-judges at once, without the network.
 */
typedef enum {
  TODOKU_RUN_IDLE,
  TODOKU_RUN_RUNNING,
  TODOKU_RUN_FINISHED,
  TODOKU_RUN_STOPPED
} TodokuRunState;

TodokuRun *
todoku_run_new (TodokuAccount *account,
                TodokuNetwork *network,
                const TodokuRunOptions *options);
/* Finishes TRUE when done; FALSE with G_IO_ERROR_CANCELLED when stopped: what
 * is known so far is judged in either case. */
void
todoku_run_start_async (TodokuRun *self,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
gboolean
todoku_run_start_finish (TodokuRun *self, GAsyncResult *result, GError **error);

TodokuAccount *
todoku_run_get_account (TodokuRun *self);
TodokuRunState
todoku_run_get_state (TodokuRun *self);
const char *
todoku_run_get_step (TodokuRun *self);
double
todoku_run_get_progress (TodokuRun *self);
const TodokuBudget *
todoku_run_get_budget (TodokuRun *self);
const char *
todoku_run_get_date (TodokuRun *self);
gint64
todoku_run_get_elapsed_us (TodokuRun *self);
GListModel *
todoku_run_get_findings (TodokuRun *self); /* TodokuFinding, top level */
GListModel *
todoku_run_get_observations (TodokuRun *self); /* TodokuObservation */
GListModel *
todoku_run_get_checklist (TodokuRun *self); /* TodokuChecklistItem */
GListModel *
todoku_run_get_guides (TodokuRun *self); /* TodokuGuide */
/* (transfer full) (element-type TodokuText) about the mail app */
GPtrArray *
todoku_run_dup_notes (TodokuRun *self);
GPtrArray *
todoku_run_get_ruled_out (TodokuRun *self); /* (element-type TodokuRuledOut) */
TodokuFacts *
todoku_run_get_facts (TodokuRun *self); /* the account's */
/* Judges the account's pasted text instead of a network: "explain". */
void
todoku_run_explain (TodokuRun *self, const char *text, const char *said_by);
/* The same, when the text was matched elsewhere. */
void
todoku_run_take_explanation (TodokuRun *self, TodokuExplanation *explanation);
TodokuExplanation *
todoku_run_get_explanation (TodokuRun *self); /* (nullable) */
/* What should stand in the app: recommended endpoints (nullable) and "sign_in".
 */
TodokuEndpoint *
todoku_run_get_recommended (TodokuRun *self, const char *side);
const char *
todoku_run_get_recommended_sign_in (TodokuRun *self); /* (nullable) */

/* 0 nothing wrong, 1 a problem, 3 could not tell: as the command line exits */
int
todoku_run_get_exit_status (TodokuRun *self);

G_END_DECLS
