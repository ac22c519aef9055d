/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-account.h"
#include "todoku-discovery.h"

G_BEGIN_DECLS

#define TODOKU_TYPE_FOUND (todoku_found_get_type ())
G_DECLARE_FINAL_TYPE (TodokuFound, todoku_found, TODOKU, FOUND, GObject)

/**
 * TodokuFound:
 *
 * What a search for an account's servers found, and what the account took of
 * it.  Proposals, until a person says yes: a connection may try them, and no
 * run sends a credential to what todoku_account_doubts() names.
 */
TodokuDiscovery *
todoku_found_get_discovery (TodokuFound *self);
/* (nullable) who keeps the domain's mail, as its MX records say */
const TodokuProvider *
todoku_found_get_provider (TodokuFound *self);
/* (nullable) what the account took, "incoming" or "outgoing" */
const TodokuDiscoveryProposal *
todoku_found_get_taken (TodokuFound *self, const char *side);
/* Whether the account took the provider */
gboolean
todoku_found_took_provider (TodokuFound *self);
/* A person said that what the account took is right. */
void
todoku_found_confirm (TodokuFound *self);

/* Asks @sources about the domain of the account's address; see
 * todoku_discovery_find_async(). */
void
todoku_account_find_async (TodokuAccount *self,
                           TodokuNetwork *network,
                           TodokuDiscoverySource sources,
                           guint timeout_ms,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
TodokuFound *
todoku_account_find_finish (TodokuAccount *self,
                            GAsyncResult *result,
                            GError **error);
/* Fills what is not set.  FALSE: nothing was found that could. */
gboolean
todoku_account_take_found (TodokuAccount *self, TodokuFound *found);
/* (nullable) what was taken last, until the address changes */
TodokuFound *
todoku_account_get_found (TodokuAccount *self);
/* Whether nobody vouches for @endpoint: no credential goes there. */
gboolean
todoku_account_doubts (TodokuAccount *self, const TodokuEndpoint *endpoint);
/* (nullable) the keys "provider", "incoming" or "outgoing" that nobody vouches
 * for: (array zero-terminated=1) (transfer full) */
GStrv
todoku_account_get_doubt (TodokuAccount *self);

G_END_DECLS
