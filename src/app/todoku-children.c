/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-children.h"

/**
 * todoku_children_drop:
 * @parent: a widget that owns its children by gtk_widget_set_parent(), or a box
 *
 * Leaves it without children: what a widget of our own does when it is
 * disposed of.
 */
void
todoku_children_drop (GtkWidget *parent)
{
  GtkWidget *child;

  g_return_if_fail (GTK_IS_WIDGET (parent));

  while ((child = gtk_widget_get_first_child (parent)) != NULL)
    gtk_widget_unparent (child);
}
