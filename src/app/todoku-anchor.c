/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-anchor.h"

/* What is to stay where it is seen, until the next layout. */
typedef struct {
  GtkWidget *widget; /* (nullable) (weak) */
  gboolean is_focus;
  double place; /* pixels from the top of what is scrolled */
} Anchor;

static const char key[] = "todoku-anchor";

static void
anchor_free (gpointer data)
{
  Anchor *self = data;

  g_clear_weak_pointer (&self->widget);
  g_free (self);
}

static GtkWidget *
get_focus (GtkWidget *scroller)
{
  GtkRoot *root = gtk_widget_get_root (scroller);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, scroller) ? focus
                                                                   : NULL;
}

static gboolean
is_in_sight (GtkWidget *scroller, GtkWidget *widget)
{
  graphene_rect_t place;

  return gtk_widget_get_mapped (widget) &&
         gtk_widget_compute_bounds (widget, scroller, &place) &&
         place.origin.y + place.size.height > 0 &&
         place.origin.y < (float) gtk_widget_get_height (scroller);
}

/* What is in a widget that takes the focus may be made anew. */
static GtkWidget *
find_first_in_sight (GtkWidget *scroller, GtkWidget *widget)
{
  GtkWidget *found = NULL;

  if (gtk_widget_get_focusable (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    if (is_in_sight (scroller, child))
      found = find_first_in_sight (scroller, child);
  return found != NULL ? found : widget;
}

static GtkAdjustment *
get_adjustment (GtkWidget *scroller)
{
  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
}

static double
get_place (GtkWidget *scroller, GtkWidget *widget)
{
  graphene_rect_t place;

  if (!gtk_widget_compute_bounds (widget, scroller, &place))
    return -1;
  return (double) place.origin.y +
         gtk_adjustment_get_value (get_adjustment (scroller));
}

/* After the children got their places and before they are drawn. */
static void
layout_cb (GtkWidget *scroller, GdkFrameClock *clock)
{
  Anchor *anchor = g_object_steal_data (G_OBJECT (scroller), key);
  GtkAdjustment *adjustment = get_adjustment (scroller);
  GtkWidget *widget = anchor->is_focus ? get_focus (scroller) : anchor->widget;
  double place = widget != NULL ? get_place (scroller, widget) : -1;

  if (place >= 0)
    gtk_adjustment_set_value (adjustment,
                              gtk_adjustment_get_value (adjustment) + place -
                                  anchor->place);
  g_signal_handlers_disconnect_by_func (clock, layout_cb, scroller);
  anchor_free (anchor);
}

/* At the top one waits for what comes there. */
static GtkWidget *
choose (GtkWidget *scroller)
{
  GtkWidget *focus = get_focus (scroller);

  if (focus != NULL && is_in_sight (scroller, focus))
    return focus;
  if (gtk_adjustment_get_value (get_adjustment (scroller)) <= 0)
    return NULL;
  return find_first_in_sight (scroller,
                              gtk_scrolled_window_get_child (
                                  GTK_SCROLLED_WINDOW (scroller)));
}

/**
 * todoku_anchor_hold:
 * @scrolled: what holds that which is about to be shown anew
 *
 * What has the focus, or else what is read, stays where it is seen in the
 * window, whatever comes or goes above it before the next frame.
 */
void
todoku_anchor_hold (GtkScrolledWindow *scrolled)
{
  GtkWidget *scroller = GTK_WIDGET (scrolled);
  GdkFrameClock *clock = gtk_widget_get_frame_clock (scroller);
  GtkWidget *widget;
  Anchor *anchor;

  g_return_if_fail (GTK_IS_SCROLLED_WINDOW (scrolled));

  if (clock == NULL || g_object_get_data (G_OBJECT (scroller), key) != NULL)
    return;
  widget = choose (scroller);
  if (widget == NULL)
    return;
  anchor = g_new0 (Anchor, 1);
  g_set_weak_pointer (&anchor->widget, widget);
  anchor->is_focus = widget == get_focus (scroller);
  anchor->place = get_place (scroller, widget);
  g_object_set_data_full (G_OBJECT (scroller), key, anchor, anchor_free);
  g_signal_connect_object (clock,
                           "layout",
                           G_CALLBACK (layout_cb),
                           scroller,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  gdk_frame_clock_request_phase (clock, GDK_FRAME_CLOCK_PHASE_LAYOUT);
}
