/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *
todoku_fold (const char *text);
void
todoku_fold_append (GString *folded, const char *text, gboolean space);

G_END_DECLS
