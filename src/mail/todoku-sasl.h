/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-secret.h"

G_BEGIN_DECLS

/* What can carry a credential.  The three without SASL are the protocols' own
 * commands. */
typedef enum {
  TODOKU_MECHANISM_NONE,
  TODOKU_MECHANISM_PLAIN,       /* RFC 4616 */
  TODOKU_MECHANISM_LOGIN,       /* draft-murchison-sasl-login */
  TODOKU_MECHANISM_XOAUTH2,     /* Google and Microsoft, before RFC 7628 */
  TODOKU_MECHANISM_OAUTHBEARER, /* RFC 7628 */
  TODOKU_MECHANISM_COMMAND,     /* IMAP LOGIN, POP3 USER and PASS */
} TodokuMechanism;

const char *
todoku_mechanism_to_string (TodokuMechanism mechanism);

/* base64 of the mechanism's message number @step, in secure memory,
 * NUL-terminated. */
char *
todoku_sasl_respond (TodokuMechanism mechanism,
                     guint step,
                     const char *user,
                     TodokuSecret *secret,
                     const char *host,
                     guint16 port);

/* What answers a failure that comes as a challenge, so that the real refusal
 * follows. */
const char *
todoku_sasl_after_failure (TodokuMechanism mechanism);

/* How many messages carry the credential: 1, LOGIN 2. */
guint
todoku_sasl_get_steps (TodokuMechanism mechanism);

G_END_DECLS
