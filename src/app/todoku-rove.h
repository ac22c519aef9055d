/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* One stop for Tab, arrow keys inside: how many cells become one step of the
 * keyboard.  @cells: (element-type GtkWidget), focusable, @columns in a row;
 * @current: index of the one that Tab leads to.  For GtkWidgetClass.focus. */
gboolean
todoku_rove (GtkWidget *widget,
             GPtrArray *cells,
             guint columns,
             guint *current,
             GtkDirectionType direction);
/* Home and End, with Ctrl of the whole; for a key controller. */
GtkWidget *
todoku_rove_get (GPtrArray *cells, guint current);
void
todoku_rove_follow (GtkWidget *widget,
                    GPtrArray *cells,
                    GtkWidget *cell,
                    guint *current);
gboolean
todoku_rove_key (GPtrArray *cells,
                 guint columns,
                 guint *current,
                 guint keyval,
                 GdkModifierType state);

G_END_DECLS
