/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-certificate.h"
#include "todoku-endpoint.h"
#include "todoku-network.h"
#include "todoku-observed.h"
#include "todoku-tap.h"

G_BEGIN_DECLS

/* What a TLS handshake showed. */
typedef struct {
  GTlsConnection *connection; /* (nullable) */
  TodokuFailure failure;
  TodokuSpoken spoken;             /* by the first bytes that answered us */
  char *version;                   /* (nullable) "1.3" */
  char *cipher;                    /* (nullable) */
  TodokuCertificateReport *report; /* (nullable) */
  GError *error;                   /* (nullable) GIO's words */
} TodokuHandshake;

void
todoku_handshake_free (TodokuHandshake *self);

/* A slot was free: the handshake begins now, and with it its clock. */
typedef void (*TodokuHandshakeBegan) (gpointer user_data);

void
todoku_handshake_async (TodokuNetwork *network,
                        TodokuTap *tap,
                        const TodokuEndpoint *endpoint,
                        guint timeout_ms,
                        GCancellable *cancellable,
                        TodokuHandshakeBegan began,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
TodokuHandshake *
todoku_handshake_finish (GAsyncResult *result);
gboolean
todoku_handshake_wants_certificate (GTlsConnection *connection);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TodokuHandshake, todoku_handshake_free)

G_END_DECLS
