/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-network.h"

G_BEGIN_DECLS

#define TODOKU_TYPE_TARGET (todoku_target_get_type ())
G_DECLARE_FINAL_TYPE (TodokuTarget,
                      todoku_target,
                      TODOKU,
                      TARGET,
                      GNetworkAddress)

/* A host that is reached where the connect-to table says, while certificates
 * are held against its name. */
GSocketConnectable *
todoku_target_new (TodokuNetwork *network, const char *host, guint16 port);

G_END_DECLS
