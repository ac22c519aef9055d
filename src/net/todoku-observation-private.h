/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-probe.h"

G_BEGIN_DECLS

struct _TodokuObservation {
  GObject parent_instance;

  TodokuEndpoint *endpoint;
  TodokuRole role;
  GSocketFamily family;
  char *address;
  guint n_addresses;
  const char *name_answer; /* (nullable) */
  guint n_connections;
  TodokuConversation *conversation; /* owns the dialogue */
  char *tls_version;
  char *tls_cipher;
  TodokuCertificateReport *certificates;
  char *detail;
  gint64 start_us;
  gboolean finished;
};

TodokuObservation *
todoku_observation_new (const TodokuEndpoint *endpoint,
                        TodokuRole role,
                        GSocketFamily family,
                        TodokuConversation *conversation);
void
todoku_observation_changed (TodokuObservation *self);

G_END_DECLS
