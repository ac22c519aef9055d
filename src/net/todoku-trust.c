/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#define _GNU_SOURCE /* memfd_create */
#include "config.h"

#include "todoku-trust.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

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

/* ---- staples --------------------------------------------------------------
 */

/* Whoever made this has thrown its key away, and it was good for a day.  GIO
 * looks at a staple (RFC 6066 §8) only for a connection whose database is its
 * own, and makes one of a file with a certificate in it alone.  What such a
 * connection says of trust means nothing and is not asked for. */
static const char nobody[] =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBdzCCAR2gAwIBAgIUX1kFeP5yJdogmvSgQNRAn6XlWhcwCgYIKoZIzj0EAwIw\n"
    "ETEPMA0GA1UEAwwGTm9ib2R5MB4XDTI2MTEyODAzMjgwM1oXDTI2MTEyOTAzMjgw\n"
    "M1owETEPMA0GA1UEAwwGTm9ib2R5MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n"
    "TeFYnzi9GaM6VPUNQ2oz/wZoopHjdes4W7DDeR1NL1Y3LP2cfs5r4hr+P67AVp+A\n"
    "QrcFcIszHUscGpeXrzj7IKNTMFEwHQYDVR0OBBYEFPWPCKBhsEq/vxAEYqhNeZGv\n"
    "WEyGMB8GA1UdIwQYMBaAFPWPCKBhsEq/vxAEYqhNeZGvWEyGMA8GA1UdEwEB/wQF\n"
    "MAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIgeChKX2Glqa4U6i+LBb8dqf7x03Wj56nZ\n"
    "gEzn83Urbh8CIQDnwl5eAL4Kkzut7/9kCodfzwDybGRNHGH3vQbvt6fpvA==\n"
    "-----END CERTIFICATE-----\n";

static void
close_file (gpointer data)
{
  close (GPOINTER_TO_INT (data));
}

/* GIO reads the file again for each connection, so it stays as long as the
 * database. */
static GTlsDatabase *
new_for_staples (void)
{
  int fd = memfd_create ("todoku-nobody", MFD_CLOEXEC);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
  GTlsDatabase *database = NULL;

  if (fd < 0)
    return NULL;
  if (write (fd, nobody, strlen (nobody)) == (gssize) strlen (nobody))
    database = g_tls_file_database_new (path, NULL);
  if (!database) {
    close (fd);
    return NULL;
  }
  g_object_set_data_full (G_OBJECT (database),
                          "todoku-file",
                          GINT_TO_POINTER (fd),
                          close_file);
  return database;
}

/**
 * todoku_trust_new:
 *
 * One serves any number of connections.
 *
 * Returns: (transfer full): a database for inspection; where it can be had, one
 * that makes the connection look at a staple
 */
GTlsDatabase *
todoku_trust_new (void)
{
  GTlsDatabase *database = new_for_staples ();

  return database ? database : g_object_new (TODOKU_TYPE_TRUST, NULL);
}

/* A staple is looked at by the connection, not by the database; what it says is
 * judged with all the rest, so that "revoked" has a name (TL-14). */
static gboolean
accept_cb (GTlsConnection *connection,
           GTlsCertificate *certificate,
           GTlsCertificateFlags errors,
           gpointer data)
{
  return TRUE;
}

/**
 * todoku_tls_connection_new:
 * @base: a connected stream
 * @identity: the name that was meant: sent as SNI and held against the
 * certificate; never %NULL (TL-19)
 * @trust: of todoku_trust_new()
 * @error: return location
 *
 * Returns: (transfer full) (nullable): a client connection whose chain is to be
 * judged by the caller
 */
GTlsConnection *
todoku_tls_connection_new (GIOStream *base,
                           GSocketConnectable *identity,
                           GTlsDatabase *trust,
                           GError **error)
{
  GTlsConnection *connection;

  g_return_val_if_fail (G_IS_IO_STREAM (base) &&
                            G_IS_SOCKET_CONNECTABLE (identity) &&
                            G_IS_TLS_DATABASE (trust),
                        NULL);

  connection = g_initable_new (g_tls_backend_get_client_connection_type (
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
  if (connection)
    g_signal_connect (connection,
                      "accept-certificate",
                      G_CALLBACK (accept_cb),
                      NULL);
  return connection;
}
