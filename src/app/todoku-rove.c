/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-rove.h"

static gboolean
focus_cell (GPtrArray *cells, guint *current, guint index)
{
  *current = index;
  return gtk_widget_grab_focus (g_ptr_array_index (cells, index));
}

static gboolean
find_focus (GtkWidget *widget, GPtrArray *cells, guint *ret_index)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && g_ptr_array_find (cells, focus, ret_index);
}

/* Stays where it is at an edge: an arrow does not leave what it moves in. */
static guint
step (guint index, guint length, guint columns, GtkDirectionType direction)
{
  guint column = index % columns;

  switch (direction) {
  case GTK_DIR_LEFT:
    return column > 0 ? index - 1 : index;
  case GTK_DIR_RIGHT:
    return column + 1 < columns && index + 1 < length ? index + 1 : index;
  case GTK_DIR_UP:
    return index >= columns ? index - columns : index;
  case GTK_DIR_DOWN:
    return index + columns < length ? index + columns : index;
  case GTK_DIR_TAB_FORWARD:
  case GTK_DIR_TAB_BACKWARD:
  default:
    return index;
  }
}

/* Columns run the way the text does. */
static GtkDirectionType
mirror (GtkWidget *widget, GtkDirectionType direction)
{
  if (gtk_widget_get_direction (widget) != GTK_TEXT_DIR_RTL)
    return direction;
  if (direction == GTK_DIR_LEFT)
    return GTK_DIR_RIGHT;
  return direction == GTK_DIR_RIGHT ? GTK_DIR_LEFT : direction;
}

/**
 * todoku_rove:
 * @widget: what holds the cells
 * @cells: (element-type GtkWidget): row by row
 * @columns: in a row
 * @current: (inout): the cell that Tab leads to
 * @direction: where to
 *
 * Returns: whether the focus is inside now
 */
gboolean
todoku_rove (GtkWidget *widget,
             GPtrArray *cells,
             guint columns,
             guint *current,
             GtkDirectionType direction)
{
  gboolean is_tab =
      direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD;
  guint index;

  if (cells->len == 0)
    return FALSE;
  if (!find_focus (widget, cells, &index))
    return focus_cell (cells, current, MIN (*current, cells->len - 1));
  if (is_tab)
    return FALSE;
  return focus_cell (cells,
                     current,
                     step (index,
                           cells->len,
                           columns,
                           mirror (widget, direction)));
}

/**
 * todoku_rove_get:
 * @cells: (element-type GtkWidget): row by row
 * @current: the cell that Tab leads to
 *
 * Returns: (transfer none) (nullable): the cell that was moved to, %NULL when
 *   Tab leads to the first, whichever that is
 */
GtkWidget *
todoku_rove_get (GPtrArray *cells, guint current)
{
  return current > 0 && current < cells->len
             ? g_ptr_array_index (cells, current)
             : NULL;
}

/**
 * todoku_rove_follow:
 * @widget: what holds the cells
 * @cells: (element-type GtkWidget): as they are now
 * @cell: (nullable): of todoku_rove_get() before
 * @current: (inout): the cell that Tab leads to
 *
 * When cells came or went, Tab leads to the same one as before.
 */
void
todoku_rove_follow (GtkWidget *widget,
                    GPtrArray *cells,
                    GtkWidget *cell,
                    guint *current)
{
  if (!find_focus (widget, cells, current) && cell != NULL)
    g_ptr_array_find (cells, cell, current);
}

/**
 * todoku_rove_key:
 * @cells: (element-type GtkWidget): row by row
 * @columns: in a row
 * @current: (inout): the cell that has the focus
 * @keyval: of the key
 * @state: modifiers
 *
 * Returns: whether the key leads somewhere
 */
gboolean
todoku_rove_key (GPtrArray *cells,
                 guint columns,
                 guint *current,
                 guint keyval,
                 GdkModifierType state)
{
  gboolean whole = (state & GDK_CONTROL_MASK) != 0 || columns == 1;
  guint row;

  if (cells->len == 0 || *current >= cells->len)
    return FALSE;
  row = *current - *current % columns;
  switch (keyval) {
  case GDK_KEY_Home:
  case GDK_KEY_KP_Home:
    return focus_cell (cells, current, whole ? 0 : row);
  case GDK_KEY_End:
  case GDK_KEY_KP_End:
    return focus_cell (cells,
                       current,
                       whole ? cells->len - 1 : row + columns - 1);
  default:
    return FALSE;
  }
}
