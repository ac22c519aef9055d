/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <gio/gio.h>

#include "todoku-endpoint.h"
#include "todoku-network.h"

G_BEGIN_DECLS

/**
 * TodokuDiscoverySource:
 * @TODOKU_DISCOVERY_MX: the domain's mail exchangers (RFC 5321 §5.1)
 * @TODOKU_DISCOVERY_SRV: the domain's mail services (RFC 6186, RFC 8314 §5.1)
 * @TODOKU_DISCOVERY_AUTOCONFIG: a file on the domain's own web server
 * @TODOKU_DISCOVERY_ISPDB: Thunderbird's database, a third party: only after
 *   the user said yes; it is told the domain and nothing else
 *
 * Who is asked about a domain that no preset knows.
 */
typedef enum {
  TODOKU_DISCOVERY_MX = 1 << 0,
  TODOKU_DISCOVERY_SRV = 1 << 1,
  TODOKU_DISCOVERY_AUTOCONFIG = 1 << 2,
  TODOKU_DISCOVERY_ISPDB = 1 << 3,
} TodokuDiscoverySource;
/* "mx" "srv" "autoconfig" "ispdb" */
const char *
todoku_discovery_source_to_string (TodokuDiscoverySource source);

/* Told to the third party when TODOKU_DISCOVERY_ISPDB is asked, with the domain
 * behind it; for the question that is put to the user. */
#define TODOKU_ISPDB_HOST "autoconfig.thunderbird.net"

/**
 * TodokuDiscoveryProposal:
 * @endpoint: where mail may be fetched or sent
 * @source: who said so
 * @said_in: the record or page that said so, as visible text without the local
 *   part of the address
 * @authenticated: whether nobody on the way could have changed it: HTTPS with a
 *   verified certificate; never DNS
 * @needs_confirmation: whether a person has to agree before a credential goes
 *   there: the host lies outside the domain and DNS (RFC 6186 §6) or a third
 *   party alone says so, or the connection would not be encrypted
 * @user: (nullable): the user name's form: "full-address" or "local-part"
 *
 * A value that was found, not one that is right.
 */
typedef struct {
  TodokuEndpoint *endpoint;
  TodokuDiscoverySource source;
  char *said_in;
  gboolean authenticated;
  gboolean needs_confirmation;
  const char *user;
} TodokuDiscoveryProposal;

/**
 * TodokuDiscoveryAttempt:
 * @source: who was asked
 * @name: for what: a domain name or an address of a page
 * @outcome: "found"; "nothing": it is not there; "not-offered": the domain says
 *   that it has no such service; "failed"
 * @reason: (nullable): of "failed": "lookup-failed" "timed-out" "not-reached"
 *   "certificate-refused" "redirected" "too-large" "malformed" "refused"
 *
 * One question and what became of it.
 */
typedef struct {
  TodokuDiscoverySource source;
  char *name;
  const char *outcome;
  const char *reason;
} TodokuDiscoveryAttempt;

#define TODOKU_TYPE_DISCOVERY (todoku_discovery_get_type ())
G_DECLARE_FINAL_TYPE (TodokuDiscovery,
                      todoku_discovery,
                      TODOKU,
                      DISCOVERY,
                      GObject)

/**
 * TodokuDiscovery:
 *
 * What could be found out about a domain.  Constant once it is handed out.
 */
const char *
todoku_discovery_get_domain (TodokuDiscovery *self); /* A-label form */
/* Names of the mail exchangers, the preferred one first: (array
 * zero-terminated=1) */
const char *const *
todoku_discovery_get_mx (TodokuDiscovery *self);
/* (element-type TodokuDiscoveryProposal), the best first */
GPtrArray *
todoku_discovery_get_proposals (TodokuDiscovery *self);
/* (element-type TodokuDiscoveryAttempt), in the order asked */
GPtrArray *
todoku_discovery_get_attempts (TodokuDiscovery *self);

/* Whether @text is something that can be asked about: an address or a domain
 * with a dot.  (transfer full) (nullable): the domain in A-label form. */
char *
todoku_discovery_domain_of (const char *text);

/* The whole ends within @timeout_ms: what is not known then is "timed-out".
 * Asks the network's resolver, and goes to web servers by its connect-to table.
 * Several may run at once; whoever calls this while somebody types waits until
 * they pause, and cancels what is out of date. */
void
todoku_discovery_find_async (TodokuNetwork *network,
                             const char *address,
                             TodokuDiscoverySource sources,
                             guint timeout_ms,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
/* (transfer full) (nullable): NULL with G_IO_ERROR_CANCELLED, or
 * G_IO_ERROR_INVALID_ARGUMENT when there is no domain in the address */
TodokuDiscovery *
todoku_discovery_find_finish (GAsyncResult *result, GError **error);

G_END_DECLS
