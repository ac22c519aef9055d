/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-wrap-box.h"

#include "todoku-children.h"

#define SPACING 6

struct _TodokuWrapBox {
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (TodokuWrapBox, todoku_wrap_box, GTK_TYPE_WIDGET)

/* The children from first to last, without last. */
typedef struct {
  GtkWidget *first;
  GtkWidget *last; /* (nullable) */
  int width;       /* natural, with the spacing */
  int n_expand;
} Line;

static GtkWidget *
skip_hidden (GtkWidget *child)
{
  while (child != NULL && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static GtkWidget *
get_first (GtkWidget *widget)
{
  return skip_hidden (gtk_widget_get_first_child (widget));
}

static GtkWidget *
get_next (GtkWidget *child)
{
  return skip_hidden (gtk_widget_get_next_sibling (child));
}

static int
get_size (GtkWidget *child, GtkOrientation orientation, int for_size)
{
  int natural;

  gtk_widget_measure (child, orientation, for_size, NULL, &natural, NULL, NULL);
  return natural;
}

static gboolean
expands (GtkWidget *child)
{
  return gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL);
}

static Line
take_line (GtkWidget *first, int width)
{
  Line line = { first, first, -SPACING, 0 };

  while (line.last != NULL) {
    int natural = get_size (line.last, GTK_ORIENTATION_HORIZONTAL, -1);

    if (line.last != first && line.width + SPACING + natural > width)
      break;
    line.width += SPACING + natural;
    line.n_expand += expands (line.last);
    line.last = get_next (line.last);
  }
  return line;
}

/* What a child gets of its line; one that is alone has to do with it. */
static int
get_share (const Line *line, GtkWidget *child, int width)
{
  int natural = get_size (child, GTK_ORIENTATION_HORIZONTAL, -1);
  int left = MAX (width - line->width, 0);

  if (expands (child))
    natural += left / line->n_expand;
  return MIN (natural, width);
}

static int
get_line_height (const Line *line, int width)
{
  int height = 0;

  for (GtkWidget *child = line->first; child != line->last;
       child = get_next (child))
    height = MAX (height,
                  get_size (child,
                            GTK_ORIENTATION_VERTICAL,
                            get_share (line, child, width)));
  return height;
}

static int
get_height (GtkWidget *widget, int width)
{
  int height = -SPACING;

  for (GtkWidget *child = get_first (widget); child != NULL;) {
    Line line = take_line (child, width);

    height += SPACING + get_line_height (&line, width);
    child = line.last;
  }
  return MAX (height, 0);
}

/* The narrowest is a column; at best all stand in one line. */
static void
measure_width (GtkWidget *widget, int *minimum, int *natural)
{
  for (GtkWidget *child = get_first (widget); child != NULL;
       child = get_next (child)) {
    int least, best;

    gtk_widget_measure (child,
                        GTK_ORIENTATION_HORIZONTAL,
                        -1,
                        &least,
                        &best,
                        NULL,
                        NULL);
    *minimum = MAX (*minimum, least);
    *natural += best + (*natural > 0 ? SPACING : 0);
  }
}

static void
todoku_wrap_box_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    measure_width (widget, minimum, natural);
  else
    *minimum = *natural =
        get_height (widget, for_size >= 0 ? for_size : G_MAXINT);
}

static void
allocate_line (GtkWidget *widget, const Line *line, int y, int width)
{
  gboolean mirror = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int height = get_line_height (line, width);
  int x = 0;

  for (GtkWidget *child = line->first; child != line->last;
       child = get_next (child)) {
    int share = get_share (line, child, width);
    GtkAllocation place = { mirror ? width - x - share : x, y, share, height };

    gtk_widget_size_allocate (child, &place, -1);
    x += share + SPACING;
  }
}

static void
todoku_wrap_box_size_allocate (GtkWidget *widget,
                               int width,
                               int height,
                               int baseline)
{
  int y = 0;

  for (GtkWidget *child = get_first (widget); child != NULL;) {
    Line line = take_line (child, width);

    allocate_line (widget, &line, y, width);
    y += get_line_height (&line, width) + SPACING;
    child = line.last;
  }
}

static GtkSizeRequestMode
todoku_wrap_box_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
todoku_wrap_box_dispose (GObject *object)
{
  todoku_children_drop (GTK_WIDGET (object));
  G_OBJECT_CLASS (todoku_wrap_box_parent_class)->dispose (object);
}

static void
todoku_wrap_box_class_init (TodokuWrapBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = todoku_wrap_box_dispose;
  widget_class->measure = todoku_wrap_box_measure;
  widget_class->size_allocate = todoku_wrap_box_size_allocate;
  widget_class->get_request_mode = todoku_wrap_box_get_request_mode;
  gtk_widget_class_set_accessible_role (widget_class,
                                        GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
todoku_wrap_box_init (TodokuWrapBox *self)
{
}

/**
 * todoku_wrap_box_new:
 *
 * Returns: (transfer floating): an empty box
 */
GtkWidget *
todoku_wrap_box_new (void)
{
  return g_object_new (TODOKU_TYPE_WRAP_BOX, NULL);
}
