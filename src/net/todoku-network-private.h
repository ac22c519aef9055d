/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-network.h"

G_BEGIN_DECLS

typedef struct {
  char *host;
  guint16 port;
  GSocketAddress *address;
} TodokuConnectTo;

/* What was said of a chain last. */
typedef struct {
  GPtrArray *chain; /* (element-type GTlsCertificate) */
  char *name;
  GTlsCertificateFlags seen;
  gint64 second; /* of the network's clock */
  gint64 judged_us;
  TodokuCertificateReport *report;
} TodokuVerdict;

struct _TodokuNetwork {
  GObject parent_instance;

  GResolver *resolver;
  GNetworkMonitor *monitor;
  GProxyResolver *proxy_resolver;
  GArray *connect_to; /* of TodokuConnectTo */
  GTlsDatabase *database;
  GTlsDatabase *trust; /* of every handshake */
  GString *anchors;    /* (nullable) all PEM that was added */
  GTlsDatabase *extra; /* (nullable) made of it */
  TodokuVerdict verdict;
  GDateTime *now;
  guint handshakes;
  GQueue waiting; /* of GTask, for a handshake */
};

void
todoku_verdict_clear (TodokuVerdict *self);

G_END_DECLS
