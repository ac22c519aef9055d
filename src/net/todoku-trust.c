/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-trust.h"

/**
 * TodokuTrust:
 *
 * A database that lets every handshake end, so that what the server showed can
 * be inspected.  It never says that a server is trusted: after the handshake,
 * and before anything is sent, TodokuCertificateReport judges the chain by the
 * one shared system database.  A connection that used the system's database
 * itself would copy the CA list, and follow a circular chain for ever
 * (safety.md, traps 1 and 9).
 */
struct _TodokuTrust {
  GTlsDatabase parent_instance;
};

G_DEFINE_FINAL_TYPE (TodokuTrust, todoku_trust, G_TYPE_TLS_DATABASE)

static GTlsCertificateFlags
todoku_trust_verify_chain (GTlsDatabase *database,
                           GTlsCertificate *chain,
                           const char *purpose,
                           GSocketConnectable *identity,
                           GTlsInteraction *interaction,
                           GTlsDatabaseVerifyFlags flags,
                           GCancellable *cancellable,
                           GError **error)
{
  return G_TLS_CERTIFICATE_NO_FLAGS;
}

static void
todoku_trust_class_init (TodokuTrustClass *klass)
{
  G_TLS_DATABASE_CLASS (klass)->verify_chain = todoku_trust_verify_chain;
}

static void
todoku_trust_init (TodokuTrust *self)
{
}

/**
 * todoku_trust_new:
 *
 * Returns: (transfer full): a database for inspection
 */
GTlsDatabase *
todoku_trust_new (void)
{
  return g_object_new (TODOKU_TYPE_TRUST, NULL);
}

/**
 * todoku_tls_connection_new:
 * @base: a connected stream
 * @identity: the name that was meant: sent as SNI and held against the
 * certificate; never %NULL (TL-19)
 * @error: return location
 *
 * Returns: (transfer full) (nullable): a client connection whose chain is to be
 * judged by the caller
 */
GTlsConnection *
todoku_tls_connection_new (GIOStream *base,
                           GSocketConnectable *identity,
                           GError **error)
{
  g_autoptr (GTlsDatabase) trust = NULL;

  g_return_val_if_fail (G_IS_IO_STREAM (base) &&
                            G_IS_SOCKET_CONNECTABLE (identity),
                        NULL);

  trust = todoku_trust_new ();
  return g_initable_new (g_tls_backend_get_client_connection_type (
                             g_tls_backend_get_default ()),
                         NULL,
                         error,
                         "base-io-stream",
                         base,
                         "server-identity",
                         identity,
                         "database",
                         trust,
                         NULL);
}
