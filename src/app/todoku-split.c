/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-split.h"

#define USUAL_DPI 96

struct _TodokuSplit {
  GtkWidget parent_instance;

  GtkWidget *first;
  GtkWidget *second;
  GtkWidget *line;
  gboolean folded;
  gboolean show_second;
  guint notify_id;
};

typedef enum {
  PROP_FIRST = 1,
  PROP_SECOND,
  PROP_FOLDED,
  PROP_SHOW_SECOND,
} TodokuSplitProp;

static GParamSpec *props[PROP_SHOW_SECOND + 1];

G_DEFINE_FINAL_TYPE (TodokuSplit, todoku_split, GTK_TYPE_WIDGET)

static gboolean
notify_folded_cb (gpointer data)
{
  TodokuSplit *self = data;

  self->notify_id = 0;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FOLDED]);
  return G_SOURCE_REMOVE;
}

/* Others react to "folded" by showing widgets, which must not happen while
 * sizes are being allocated. */
static void
set_folded (TodokuSplit *self, gboolean folded)
{
  if (self->folded == folded)
    return;
  self->folded = folded;
  if (self->notify_id == 0)
    self->notify_id =
        g_idle_add_full (G_PRIORITY_HIGH_IDLE, notify_folded_cb, self, NULL);
}

static void
allocate (GtkWidget *child, gboolean visible, int x, int width, int height)
{
  graphene_point_t origin = GRAPHENE_POINT_INIT ((float) x, 0.0f);

  if (child == NULL)
    return;
  gtk_widget_set_child_visible (child, visible);
  if (visible)
    gtk_widget_allocate (child,
                         width,
                         height,
                         -1,
                         gsk_transform_translate (NULL, &origin));
}

/* Larger letters need wider panes: pixels as they are meant for text of the
 * usual size. */
static int
scale (GtkWidget *widget, int pixels)
{
  int dpi = -1;

  g_object_get (gtk_widget_get_settings (widget), "gtk-xft-dpi", &dpi, NULL);
  return dpi > 0 ? (int) ((gint64) pixels * dpi / (USUAL_DPI * PANGO_SCALE))
                 : pixels;
}

static void
todoku_split_size_allocate (GtkWidget *widget,
                            int width,
                            int height,
                            int baseline)
{
  TodokuSplit *self = TODOKU_SPLIT (widget);
  int first = scale (widget, TODOKU_SPLIT_FIRST_WIDTH);
  gboolean wide = width >= scale (widget, TODOKU_SPLIT_WIDE);
  gboolean mirror = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  set_folded (self, !wide);
  allocate (self->line, wide, mirror ? width - first - 1 : first, 1, height);
  if (!wide) {
    allocate (self->first, !self->show_second, 0, width, height);
    allocate (self->second, self->show_second, 0, width, height);
    return;
  }
  allocate (self->first, TRUE, mirror ? width - first : 0, first, height);
  allocate (self->second,
            TRUE,
            mirror ? 0 : first + 1,
            width - first - 1,
            height);
}

static void
todoku_split_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      int for_size,
                      int *minimum,
                      int *natural,
                      int *minimum_baseline,
                      int *natural_baseline)
{
  TodokuSplit *self = TODOKU_SPLIT (widget);
  GtkWidget *children[] = { self->first, self->second };

  for (guint i = 0; i < G_N_ELEMENTS (children); i++) {
    int child_minimum, child_natural;

    if (children[i] == NULL)
      continue;
    gtk_widget_measure (children[i],
                        orientation,
                        -1,
                        &child_minimum,
                        &child_natural,
                        NULL,
                        NULL);
    *minimum = MAX (*minimum, child_minimum);
    *natural = MAX (*natural, child_natural);
  }
}

static void
todoku_split_get_property (GObject *object,
                           guint id,
                           GValue *value,
                           GParamSpec *pspec)
{
  TodokuSplit *self = TODOKU_SPLIT (object);

  switch ((TodokuSplitProp) id) {
  case PROP_FIRST:
    g_value_set_object (value, self->first);
    break;
  case PROP_SECOND:
    g_value_set_object (value, self->second);
    break;
  case PROP_FOLDED:
    g_value_set_boolean (value, self->folded);
    break;
  case PROP_SHOW_SECOND:
    g_value_set_boolean (value, self->show_second);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
todoku_split_set_property (GObject *object,
                           guint id,
                           const GValue *value,
                           GParamSpec *pspec)
{
  TodokuSplit *self = TODOKU_SPLIT (object);

  switch ((TodokuSplitProp) id) {
  case PROP_FIRST:
    todoku_split_set_first (self, g_value_get_object (value));
    break;
  case PROP_SECOND:
    todoku_split_set_second (self, g_value_get_object (value));
    break;
  case PROP_SHOW_SECOND:
    todoku_split_set_show_second (self, g_value_get_boolean (value));
    break;
  case PROP_FOLDED:
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
todoku_split_dispose (GObject *object)
{
  TodokuSplit *self = TODOKU_SPLIT (object);

  g_clear_handle_id (&self->notify_id, g_source_remove);
  g_clear_pointer (&self->first, gtk_widget_unparent);
  g_clear_pointer (&self->second, gtk_widget_unparent);
  g_clear_pointer (&self->line, gtk_widget_unparent);
  G_OBJECT_CLASS (todoku_split_parent_class)->dispose (object);
}

static void
todoku_split_class_init (TodokuSplitClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = todoku_split_get_property;
  object_class->set_property = todoku_split_set_property;
  object_class->dispose = todoku_split_dispose;
  widget_class->measure = todoku_split_measure;
  widget_class->size_allocate = todoku_split_size_allocate;

  props[PROP_FIRST] = g_param_spec_object ("first",
                                           NULL,
                                           NULL,
                                           GTK_TYPE_WIDGET,
                                           flags | G_PARAM_READWRITE);
  props[PROP_SECOND] = g_param_spec_object ("second",
                                            NULL,
                                            NULL,
                                            GTK_TYPE_WIDGET,
                                            flags | G_PARAM_READWRITE);
  props[PROP_FOLDED] = g_param_spec_boolean ("folded",
                                             NULL,
                                             NULL,
                                             FALSE,
                                             flags | G_PARAM_READABLE);
  props[PROP_SHOW_SECOND] = g_param_spec_boolean ("show-second",
                                                  NULL,
                                                  NULL,
                                                  FALSE,
                                                  flags | G_PARAM_READWRITE);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
  gtk_widget_class_set_accessible_role (widget_class,
                                        GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
todoku_split_init (TodokuSplit *self)
{
  self->line = gtk_separator_new (GTK_ORIENTATION_VERTICAL);
  gtk_widget_set_parent (self->line, GTK_WIDGET (self));
}

/**
 * todoku_split_new:
 *
 * Returns: (transfer floating): an empty split
 */
GtkWidget *
todoku_split_new (void)
{
  return g_object_new (TODOKU_TYPE_SPLIT, NULL);
}

/**
 * todoku_split_is_folded:
 * @self: a split
 *
 * Returns: whether only one pane is shown
 */
gboolean
todoku_split_is_folded (TodokuSplit *self)
{
  g_return_val_if_fail (TODOKU_IS_SPLIT (self), FALSE);

  return self->folded;
}

/**
 * todoku_split_get_show_second:
 * @self: a split
 *
 * Returns: whether the second pane is the one shown when folded
 */
gboolean
todoku_split_get_show_second (TodokuSplit *self)
{
  g_return_val_if_fail (TODOKU_IS_SPLIT (self), FALSE);

  return self->show_second;
}

/**
 * todoku_split_set_show_second:
 * @self: a split
 * @show_second: which pane is shown when folded
 */
void
todoku_split_set_show_second (TodokuSplit *self, gboolean show_second)
{
  g_return_if_fail (TODOKU_IS_SPLIT (self));

  if (self->show_second == show_second)
    return;
  self->show_second = show_second;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SHOW_SECOND]);
}

static gboolean
set_pane (TodokuSplit *self,
          GtkWidget **pane,
          GtkWidget *child,
          GtkWidget *before)
{
  if (*pane == child)
    return FALSE;
  g_clear_pointer (pane, gtk_widget_unparent);
  *pane = child;
  if (child != NULL)
    gtk_widget_insert_before (child, GTK_WIDGET (self), before);
  return TRUE;
}

/**
 * todoku_split_set_first:
 * @self: a split
 * @first: (nullable) (transfer floating): the narrow pane
 */
void
todoku_split_set_first (TodokuSplit *self, GtkWidget *first)
{
  g_return_if_fail (TODOKU_IS_SPLIT (self));

  if (set_pane (self, &self->first, first, self->line))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FIRST]);
}

/**
 * todoku_split_set_second:
 * @self: a split
 * @second: (nullable) (transfer floating): the wide pane
 */
void
todoku_split_set_second (TodokuSplit *self, GtkWidget *second)
{
  g_return_if_fail (TODOKU_IS_SPLIT (self));

  if (set_pane (self, &self->second, second, NULL))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SECOND]);
}
