/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TODOKU_TYPE_TRUST (todoku_trust_get_type ())
G_DECLARE_FINAL_TYPE (TodokuTrust, todoku_trust, TODOKU, TRUST, GTlsDatabase)

GTlsDatabase *
todoku_trust_new (void);

GTlsConnection *
todoku_tls_connection_new (GIOStream *base,
                           GSocketConnectable *identity,
                           GTlsDatabase *trust,
                           GError **error);

G_END_DECLS
