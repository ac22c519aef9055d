/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-later.h"

typedef struct {
  TodokuLater function;
  gboolean painted;
} Later;

/* A tick comes before its frame is painted: the second comes after the first
 * frame. */
static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  Later *later = data;

  if (!later->painted) {
    later->painted = TRUE;
    return G_SOURCE_CONTINUE;
  }
  later->function (widget);
  return G_SOURCE_REMOVE;
}

/**
 * todoku_later:
 * @widget: a widget
 * @function: called once, for the frame after the first in which @widget is
 *   seen; at once where it is seen already
 *
 * What nobody can see at first (the entries of a list that is closed, what
 * stands below the fold) need not be made before the window stands.
 */
void
todoku_later (GtkWidget *widget, TodokuLater function)
{
  Later *later;

  g_return_if_fail (GTK_IS_WIDGET (widget) && function != NULL);

  if (gtk_widget_get_mapped (widget)) {
    function (widget);
    return;
  }
  later = g_new0 (Later, 1);
  later->function = function;
  gtk_widget_add_tick_callback (widget, tick_cb, later, g_free);
}
