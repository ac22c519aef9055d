/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "net-server.h"
#include "todoku-probe.h"

G_BEGIN_DECLS

/* A build with sanitizers takes longer for everything; limits of time are
 * multiplied by this. */
#if defined(__SANITIZE_ADDRESS__)
#define NET_SLOW 4
#else
#define NET_SLOW 1
#endif

/* The host that all certificates of make-certs.sh are for. */
#define NET_HOST "mail.example.com"

/* A chain of make-certs.sh as its file has it: links that GIO would not make
 * are made.  The server's key is with it. */
GTlsCertificate *
net_load_certificate (const char *name);
/* The path of a file that make-certs.sh made. */
char *
net_cert_path (const char *name, const char *ending);

/* A network that trusts root.pem and sends NET_HOST:@port to 127.0.0.1. */
TodokuNetwork *
net_network_new (guint16 port);

/* @scheme: "imaps" and so on; @port: of NET_HOST.  No sign-in. */
TodokuProbe *
net_probe_new (TodokuNetwork *network,
               const char *scheme,
               guint16 port,
               guint timeout_ms);
/* With taro@example.com and the password "correct horse". */
TodokuProbe *
net_probe_new_signing_in (TodokuNetwork *network,
                          const char *scheme,
                          guint16 port,
                          guint timeout_ms,
                          TodokuConversationFlags flags);
/* Runs the main loop until the probe is done; fails when it takes longer than
 * its time-out and two seconds, or when the main loop stood for 250 ms
 * (safety.md, T). */
TodokuObservation *
net_probe_run (TodokuProbe *probe, guint timeout_ms);

/* The failure and its stage, as "failure@stage"; "" when there is none. */
char *
net_describe (TodokuObservation *observation);
/* The problems of its certificates, as "problem@index problem@index". */
char *
net_describe_certificates (TodokuCertificateReport *report);

/* The page behind an https:// address, or "!" and the reason, or "" when there
 * is none; it is given up after @timeout_ms.  @within: (nullable) a domain */
char *
net_get_page (TodokuNetwork *network,
              const char *url,
              const char *within,
              guint timeout_ms);

/* A resolver that knows NAME=ADDRESS,ADDRESS; a name without addresses makes
 * the lookup fail for the moment, any other name is not found.  @table is kept
 * by reference. */
GResolver *
net_resolver_new (const char *const *table);

G_END_DECLS
