/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-headline.h"

#include "todoku-children.h"

struct _TodokuHeadline {
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (TodokuHeadline, todoku_headline, GTK_TYPE_WIDGET)

static int
get_height (GtkWidget *child, int width)
{
  int height;

  gtk_widget_measure (child,
                      GTK_ORIENTATION_VERTICAL,
                      width,
                      &height,
                      NULL,
                      NULL,
                      NULL);
  return height;
}

/* Between half of it and all: less would be another line anyway. */
static int
find_balanced_width (GtkWidget *child, int width)
{
  int height = get_height (child, width);
  int enough = width, too_little;

  gtk_widget_measure (child,
                      GTK_ORIENTATION_HORIZONTAL,
                      -1,
                      &too_little,
                      NULL,
                      NULL,
                      NULL);
  too_little = MAX (too_little, width / 2) - 1;
  while (enough - too_little > 1) {
    int middle = too_little + (enough - too_little) / 2;

    if (get_height (child, middle) > height)
      too_little = middle;
    else
      enough = middle;
  }
  return enough;
}

static void
todoku_headline_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  if (child != NULL)
    gtk_widget_measure (child,
                        orientation,
                        for_size,
                        minimum,
                        natural,
                        NULL,
                        NULL);
}

static void
todoku_headline_size_allocate (GtkWidget *widget,
                               int width,
                               int height,
                               int baseline)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);
  GtkAllocation place = { 0, 0, width, height };

  if (child == NULL)
    return;
  place.width = find_balanced_width (child, width);
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    place.x = width - place.width;
  gtk_widget_size_allocate (child, &place, -1);
}

static GtkSizeRequestMode
todoku_headline_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
todoku_headline_dispose (GObject *object)
{
  todoku_children_drop (GTK_WIDGET (object));
  G_OBJECT_CLASS (todoku_headline_parent_class)->dispose (object);
}

static void
todoku_headline_class_init (TodokuHeadlineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = todoku_headline_dispose;
  widget_class->measure = todoku_headline_measure;
  widget_class->size_allocate = todoku_headline_size_allocate;
  widget_class->get_request_mode = todoku_headline_get_request_mode;
  gtk_widget_class_set_accessible_role (widget_class,
                                        GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
todoku_headline_init (TodokuHeadline *self)
{
}

/**
 * todoku_headline_new:
 *
 * Returns: (transfer floating): a headline without a label
 */
GtkWidget *
todoku_headline_new (void)
{
  return g_object_new (TODOKU_TYPE_HEADLINE, NULL);
}
