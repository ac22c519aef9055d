/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-practice-reader.h"

G_BEGIN_DECLS

typedef enum {
  TODOKU_SCRIPT_IMAP,
  TODOKU_SCRIPT_POP3,
  TODOKU_SCRIPT_SMTP,
} TodokuScriptProtocol;

/* What a connection has come to; each has commands of its own. */
typedef enum {
  TODOKU_STATE_PLAIN,
  TODOKU_STATE_SECURE,
  TODOKU_STATE_SIGNED_IN,
  TODOKU_STATE_ANY,
  TODOKU_N_STATES,
} TodokuScriptState;

/* What follows the reply. */
typedef enum {
  TODOKU_THEN_NOTHING,
  TODOKU_THEN_TLS,
  TODOKU_THEN_CLOSE,
  TODOKU_THEN_STALL,
  TODOKU_THEN_SIGN_IN,
  TODOKU_THEN_SIGNED_IN,
  TODOKU_THEN_MESSAGE,
} TodokuThen;

/**
 * TodokuAnswer:
 * @pattern: (nullable): glob in capitals over the command
 * @reply: lines; {tag} and {user} are filled in
 * @then: what follows
 *
 * What a scripted server says, and to what.
 */
typedef struct {
  GPatternSpec *pattern;
  GStrv reply;
  TodokuThen then;
} TodokuAnswer;

/**
 * TodokuScript:
 *
 * What a mail server says: a greeting, answers by state, and outcomes of a
 * sign-in by name.  What is applied later goes before what was there.
 */
typedef struct _TodokuScript TodokuScript;

#define TODOKU_TYPE_SCRIPT (todoku_script_get_type ())
GType
todoku_script_get_type (void);

TodokuScript *
todoku_script_new (void);
TodokuScript *
todoku_script_copy (TodokuScript *self);
TodokuScript *
todoku_script_ref (TodokuScript *self);
void
todoku_script_unref (TodokuScript *self);
/* The keys that todoku_script_apply() reads. */
extern const char *const todoku_script_keys[];
void
todoku_script_apply (TodokuScript *self,
                     TodokuPracticeReader *reader,
                     JsonObject *object);
/* Says to @reader what is missing. */
void
todoku_script_check (TodokuScript *self, TodokuPracticeReader *reader);

TodokuScriptProtocol
todoku_script_get_protocol (TodokuScript *self);
const TodokuAnswer *
todoku_script_get_greeting (TodokuScript *self);
const TodokuAnswer *
todoku_script_match (TodokuScript *self,
                     TodokuScriptState state,
                     const char *command);
const TodokuAnswer *
todoku_script_get_outcome (TodokuScript *self, const char *name);
const char *
todoku_script_get_token_challenge (TodokuScript *self);
gboolean
todoku_script_needs_certificate (TodokuScript *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TodokuScript, todoku_script_unref)

G_END_DECLS
