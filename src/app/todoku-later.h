/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TodokuLater:
 * @widget: a widget that was painted
 *
 * Makes what is not seen in the first frame.
 */
typedef void (*TodokuLater) (GtkWidget *widget);

void
todoku_later (GtkWidget *widget, TodokuLater function);

G_END_DECLS
