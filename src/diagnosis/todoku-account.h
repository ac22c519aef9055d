/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <gio/gio.h>

#include "todoku-conversation.h"
#include "todoku-endpoint.h"
#include "todoku-knowledge.h"
#include "todoku-secret.h"

G_BEGIN_DECLS

#define TODOKU_ACCOUNT_ERROR (todoku_account_error_quark ())
GQuark
todoku_account_error_quark (void);
/* TODOKU_ACCOUNT_ERROR_VALUE: one sentence that says what is wrong and what
 * would be right */
typedef enum {
  TODOKU_ACCOUNT_ERROR_VALUE,
  TODOKU_ACCOUNT_ERROR_KEY
} TodokuAccountError;

#define TODOKU_TYPE_ACCOUNT (todoku_account_get_type ())
G_DECLARE_FINAL_TYPE (TodokuAccount, todoku_account, TODOKU, ACCOUNT, GObject)

/**
 * TodokuAccount:
 *
 * What the user told us.  Properties, all notify: "address", "provider" (id or
 * NULL), "app" (id), "symptom" ("send" "receive" "both" "none"), "incoming" and
 * "outgoing" (TodokuEndpoint boxed, nullable), "sign-in" ("none" "password"
 * "app-password" "oauth2"), "user" (nullable: the address is used). Signal
 * "answers-changed". Holds no secret.
 */
TodokuAccount *
todoku_account_new (TodokuKnowledge *knowledge);

/* The one validated way in from text, for the command line, practice and the
 * form. Keys: address provider app symptom incoming outgoing sign-in user
 * answer.ID.
 * "" clears. Setting the address of a known domain sets the provider when none
 * was chosen by hand. */
gboolean
todoku_account_set (TodokuAccount *self,
                    const char *key,
                    const char *value,
                    GError **error);

TodokuKnowledge *
todoku_account_get_knowledge (TodokuAccount *self);
const char *
todoku_account_get_address (TodokuAccount *self); /* (nullable) */
const TodokuProvider *
todoku_account_get_provider (TodokuAccount *self); /* (nullable) */
/* URLs of the provider's servers for this account: (transfer full) */
GStrv
todoku_account_list_endpoints (TodokuAccount *self,
                               const char *protocol,
                               const char *host);
const TodokuMailApp *
todoku_account_get_mail_app (
    TodokuAccount *self); /* never NULL: other-program by default */
const char *
todoku_account_get_symptom (TodokuAccount *self);
const TodokuEndpoint *
todoku_account_get_incoming (TodokuAccount *self); /* (nullable) */
const TodokuEndpoint *
todoku_account_get_outgoing (TodokuAccount *self); /* (nullable) */
const char *
todoku_account_get_sign_in (TodokuAccount *self);
const char *
todoku_account_get_user (
    TodokuAccount *self); /* (nullable) the user name to sign in with: derived
                             from the provider's form when not set */
const char *
todoku_account_get_answer (TodokuAccount *self,
                           const char *item); /* (nullable) */
/* Fills incoming and outgoing from the provider where they are unset (or always
 * with TODOKU_FILL_REPLACE); @incoming_protocol "imap" or "pop3" or NULL */
typedef enum {
  TODOKU_FILL_UNSET = 0,
  TODOKU_FILL_REPLACE = 1 << 0
} TodokuFillFlags;
void
todoku_account_fill_from_provider (TodokuAccount *self,
                                   const char *incoming_protocol,
                                   TodokuFillFlags flags);
void
todoku_account_clear (TodokuAccount *self);
/* (transfer full): as it is now, with where its servers are from */
TodokuAccount *
todoku_account_copy (TodokuAccount *self);

/* What port and encryption say about each other before anything connects. Pure.
 */
typedef enum {
  TODOKU_PAIRING_POSSIBLE,
  TODOKU_PAIRING_NEEDS_TLS,      /* 993 995 465: TLS from the first byte */
  TODOKU_PAIRING_NEEDS_STARTTLS, /* 143 110 587: begins unencrypted */
  TODOKU_PAIRING_UNKNOWN,
} TodokuPairing;
TodokuPairing
todoku_pairing_check (const TodokuEndpoint *endpoint);
/* (nullable) (transfer full): the endpoint with the one change that makes it
 * possible; NULL when it is. Prefers the other encryption on the same port. */
TodokuEndpoint *
todoku_pairing_fix (const TodokuEndpoint *endpoint);

G_END_DECLS
