/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TODOKU_TYPE_ASKED (todoku_asked_get_type ())
G_DECLARE_FINAL_TYPE (TodokuAsked, todoku_asked, TODOKU, ASKED, GTlsInteraction)

TodokuAsked *
todoku_asked_new (void);
gboolean
todoku_asked_for_certificate (TodokuAsked *self);

G_END_DECLS
