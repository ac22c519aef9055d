/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-conversation.h"

/* A transcript: what is asked for, who says what, and what must have been seen.
 * transcripts/README.md tells how they are written. */

typedef enum {
  STEP_SERVER,
  STEP_CLIENT,
  STEP_TLS,
  STEP_CLOSE,
  STEP_WAIT,
  STEP_TAKE_TURN,
  STEP_PASS_TURN,
  STEP_ABANDON
} StepKind;

typedef struct {
  StepKind kind;
  int line;
  GByteArray *bytes; /* SERVER, CLIENT */
  TodokuChannel channel;
  TodokuFailure failure;
  TodokuStage stage;
} Step;

typedef struct {
  char *name;
  TodokuEndpoint *endpoint;
  TodokuConversationFlags flags;
  TodokuSignIn sign_in;
  char *user;
  TodokuSecret *secret;
  char *sender;
  char *recipient;
  GBytes *message;
  char *awaits;
  guint patience_ms;
  GPtrArray *steps;        /* (element-type Step) */
  GPtrArray *expectations; /* (element-type utf8) whole lines */
} Script;

Script *
script_load (const char *path);
void
script_free (Script *self);
TodokuConversation *
script_begin (Script *self);
GPtrArray *
script_load_all (void);

/* Sends as much as @length of what waits, and holds it against oracle W: no
 * credential leaves on a channel that is not verified. */
void
script_send (Script *self,
             TodokuConversation *conversation,
             TodokuChannel channel,
             gsize length);

/* Feeds a copy in a block of exactly its size, so that a byte read too far is
 * seen. */
void
script_feed (TodokuConversation *conversation,
             const guint8 *bytes,
             gsize length);

/* Oracle R: no form of the secret in anything that is shown, and every stage
 * ended. */
void
script_check_done (Script *self, TodokuConversation *conversation);

gboolean
script_find_name (const char *name,
                  const char *(*to_string) (int),
                  int n,
                  int *ret_index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Script, script_free)
