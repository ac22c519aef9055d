/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  TODOKU_SIGN_IN_STEP_ASK,      /* send the challenge, read a line */
  TODOKU_SIGN_IN_STEP_CONTINUE, /* POP3 USER: the command's own reply */
  TODOKU_SIGN_IN_STEP_COMPLETE, /* user and password or token are known */
  TODOKU_SIGN_IN_STEP_MALFORMED,
} TodokuSignInStep;

/**
 * TodokuServerSignIn:
 *
 * The server's half of a sign-in without I/O: IMAP LOGIN, POP3 USER and PASS,
 * and SASL PLAIN (RFC 4616), LOGIN, XOAUTH2 and OAUTHBEARER (RFC 7628), with
 * and without an initial response.
 */
typedef struct _TodokuServerSignIn TodokuServerSignIn;

TodokuServerSignIn *
todoku_server_sign_in_new (void);
void
todoku_server_sign_in_free (TodokuServerSignIn *self);
TodokuSignInStep
todoku_server_sign_in_begin (TodokuServerSignIn *self, const char *command);
TodokuSignInStep
todoku_server_sign_in_respond (TodokuServerSignIn *self, const char *line);
const char *
todoku_server_sign_in_get_challenge (TodokuServerSignIn *self);
const char *
todoku_server_sign_in_get_user (TodokuServerSignIn *self);
const char *
todoku_server_sign_in_get_password (TodokuServerSignIn *self);
const char *
todoku_server_sign_in_get_token (TodokuServerSignIn *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TodokuServerSignIn, todoku_server_sign_in_free)

G_END_DECLS
