/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void
todoku_anchor_hold (GtkScrolledWindow *scrolled);

G_END_DECLS
