/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void
todoku_paste_append (GString *out, const char *word, gsize length);

G_END_DECLS
