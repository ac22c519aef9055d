/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-run.h"
#include "todoku-surroundings.h"

G_BEGIN_DECLS

/* A probe that is to be made. */
typedef struct {
  TodokuEndpoint *endpoint;
  TodokuRole role;
  GSocketFamily family;
  gboolean signs_in; /* or offers the test message */
  gboolean started;
  gboolean finished;                 /* or given up: its server limits us */
  TodokuConversationOptions options; /* endpoint is filled in when it starts */
  char *user;
  char *recipient;
  char *message_id; /* (nullable) of @message, or of the one that is awaited */
  TodokuSecret *secret;
  GBytes *message;
} TodokuPlanned;

/* (element-type TodokuPlanned): which probes answer this account's question. */
GPtrArray *
todoku_plan_new (TodokuAccount *account,
                 TodokuNetwork *network,
                 TodokuRunFlags flags);
/* Adds what tells a network that blocks mail from a server that is down, for a
 * configured endpoint that was not reached. */
void
todoku_plan_add_controls (GPtrArray *list,
                          TodokuAccount *account,
                          TodokuNetwork *network,
                          const TodokuEndpoint *endpoint);
/* A probe that could sign in on its way; it asks before it does. */
void
todoku_plan_lend_secret (TodokuPlanned *planned,
                         TodokuAccount *account,
                         TodokuRunFlags flags,
                         TodokuSecret *secret);
/* (transfer full) (nullable): the sign-in on @side, when a plain probe of it
 * came as far as that.  @message_id: of the test message, sent on the outgoing
 * side and awaited on the incoming one. */
TodokuPlanned *
todoku_plan_sign_in (TodokuAccount *account,
                     GListModel *observations,
                     const char *side,
                     TodokuRunFlags flags,
                     TodokuSecret *secret,
                     const char *message_id);

/* "incoming" or "outgoing" */
const char *
todoku_side_of (const TodokuEndpoint *endpoint);

/* Facts of the whole run: outcomes by side, the network. */
void
todoku_plan_add_run_facts (TodokuFacts *facts,
                           GPtrArray *probes,
                           TodokuNetwork *network);
/* What the controls and the other ports say about what was not reached.
 * @limited: hosts that limit us. */
void
todoku_plan_add_control_facts (TodokuFacts *facts,
                               GPtrArray *probes,
                               GHashTable *limited);
/* What was reached otherwise. @web: (nullable): the service's web server;
 * @socks: (nullable): a configured server, through a proxy. */
void
todoku_plan_add_network_facts (TodokuFacts *facts,
                               const char *web,
                               const char *socks);
/* What this computer says of its network. */
void
todoku_plan_add_surroundings (TodokuFacts *facts,
                              const TodokuSurroundings *surroundings);
/* The configured sides as facts of probes that were not made: for --offline. */
void
todoku_plan_add_unprobed (GPtrArray *probes,
                          TodokuFacts *facts,
                          TodokuAccount *account);
/* Replies and advice recognised in a pasted text. */
void
todoku_plan_add_pasted_facts (TodokuFacts *facts,
                              const TodokuExplanation *explanation);

G_END_DECLS
