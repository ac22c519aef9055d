/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-row-layout.h"

/**
 * todoku_line_fit:
 * @box: a horizontal #GtkBox with all its children
 *
 * Keeps what stands at the end of @box inside it. A GtkBox gives each child the
 * width that it asks for at the box's height, and a text that is in several
 * lines asks for more than it was given before. A grid asks the other way
 * round: how high it is at its width.
 */
void
todoku_line_fit (GtkWidget *box)
{
  GtkLayoutManager *layout = gtk_grid_layout_new ();
  int spacing = gtk_box_get_spacing (GTK_BOX (box));
  int column = 0;

  gtk_widget_set_layout_manager (box, layout);
  gtk_grid_layout_set_column_spacing (GTK_GRID_LAYOUT (layout),
                                      (guint) spacing);
  /* All the height for the one row: what is lower stands in its middle. */
  gtk_grid_layout_set_row_homogeneous (GTK_GRID_LAYOUT (layout), TRUE);
  for (GtkWidget *child = gtk_widget_get_first_child (box); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_grid_layout_child_set_column (
        GTK_GRID_LAYOUT_CHILD (
            gtk_layout_manager_get_layout_child (layout, child)),
        column++);
}

static gboolean
is_line (GtkWidget *widget)
{
  return GTK_IS_BOX (widget) &&
         GTK_IS_BOX_LAYOUT (gtk_widget_get_layout_manager (widget)) &&
         gtk_orientable_get_orientation (GTK_ORIENTABLE (widget)) ==
             GTK_ORIENTATION_HORIZONTAL;
}

/**
 * todoku_rows_fit:
 * @widget: a row, or what has rows in it
 *
 * Keeps the buttons at the end of a row inside it: libadwaita puts them and the
 * texts side by side in a #GtkBox.
 */
void
todoku_rows_fit (GtkWidget *widget)
{
  GtkWidget *line;

  if (ADW_IS_ACTION_ROW (widget)) {
    line = gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (widget));
    if (line != NULL && is_line (line))
      todoku_line_fit (line);
    return;
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    todoku_rows_fit (child);
}
