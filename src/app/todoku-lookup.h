/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-form.h"
#include "todoku-network.h"

G_BEGIN_DECLS

#define TODOKU_TYPE_LOOKUP (todoku_lookup_get_type ())
G_DECLARE_FINAL_TYPE (TodokuLookup, todoku_lookup, TODOKU, LOOKUP, GObject)

/**
 * TodokuLookup:
 *
 * Asks the DNS about the domain of an address that no preset knows, when the
 * typing pauses.
 */
TodokuLookup *
todoku_lookup_new (TodokuForm *form, TodokuNetwork *network);
void
todoku_lookup_set_enabled (TodokuLookup *self, gboolean enabled);

G_END_DECLS
