/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TODOKU_TYPE_TAP (todoku_tap_get_type ())
G_DECLARE_FINAL_TYPE (TodokuTap, todoku_tap, TODOKU, TAP, GIOStream)

TodokuTap *
todoku_tap_new (GSocketConnection *connection);
const guint8 *
todoku_tap_get_first (TodokuTap *self, gsize *ret_length);
void
todoku_tap_forget (TodokuTap *self);

G_END_DECLS
