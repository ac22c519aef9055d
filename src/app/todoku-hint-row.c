/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-hint-row.h"

#include "todoku-row-layout.h"
#include "todoku-section.h"

struct _TodokuHintRow {
  AdwActionRow parent_instance;

  GtkImage *icon;
  GtkButton *button;
};

enum {
  FIX,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TodokuHintRow, todoku_hint_row, ADW_TYPE_ACTION_ROW)

static void
clicked_cb (TodokuHintRow *self)
{
  g_signal_emit (self, signals[FIX], 0);
}

static void
todoku_hint_row_class_init (TodokuHintRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[FIX] = g_signal_new ("fix",
                               TODOKU_TYPE_HINT_ROW,
                               G_SIGNAL_RUN_LAST,
                               0,
                               NULL,
                               NULL,
                               NULL,
                               G_TYPE_NONE,
                               0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               APP_PATH "todoku-hint-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TodokuHintRow, icon);
  gtk_widget_class_bind_template_child (widget_class, TodokuHintRow, button);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
}

static void
todoku_hint_row_init (TodokuHintRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  todoku_rows_fit (GTK_WIDGET (self));
  todoku_labels_keep_spelling (GTK_WIDGET (self));
}

/**
 * todoku_hint_row_new:
 *
 * Returns: (transfer floating): a row that is not seen until it says something
 */
GtkWidget *
todoku_hint_row_new (void)
{
  return g_object_new (TODOKU_TYPE_HINT_ROW, NULL);
}

static gboolean
is_beside_focus (TodokuHintRow *self)
{
  GtkWidget *group =
      gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_PREFERENCES_GROUP);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && group != NULL &&
         gtk_widget_is_ancestor (focus, group);
}

/* It has its place from the second frame on. */
static gboolean
scroll_cb (GtkWidget *row, GdkFrameClock *clock, gpointer data)
{
  gint64 *first = data;
  GtkWidget *scroller = gtk_widget_get_ancestor (row, GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment;
  graphene_rect_t place;
  double below;

  if (*first < 0)
    *first = gdk_frame_clock_get_frame_counter (clock);
  if (gdk_frame_clock_get_frame_counter (clock) < *first + 2)
    return G_SOURCE_CONTINUE;
  if (scroller == NULL || !gtk_widget_compute_bounds (row, scroller, &place))
    return G_SOURCE_REMOVE;
  adjustment =
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  below = (double) (place.origin.y + place.size.height) -
          gtk_widget_get_height (scroller);
  if (below > 0)
    gtk_adjustment_set_value (adjustment,
                              gtk_adjustment_get_value (adjustment) + below);
  return G_SOURCE_REMOVE;
}

/* What is said about the row that one is in must not lie out of sight. */
static void
scroll_into_view (TodokuHintRow *self)
{
  gint64 *first = g_new (gint64, 1);

  *first = -1;
  gtk_widget_add_tick_callback (GTK_WIDGET (self), scroll_cb, first, g_free);
}

/**
 * todoku_hint_row_say:
 * @self: a row
 * @tone: for icon and colour
 * @sentence: (nullable): %NULL hides the row
 * @fix: (nullable): label of the button; %NULL: there is none
 */
void
todoku_hint_row_say (TodokuHintRow *self,
                     TodokuTone tone,
                     const char *sentence,
                     const char *fix)
{
  const char *style[] = { todoku_tone_get_style (tone), NULL };

  g_return_if_fail (TODOKU_IS_HINT_ROW (self));

  if (sentence != NULL && !gtk_widget_get_visible (GTK_WIDGET (self)) &&
      is_beside_focus (self))
    scroll_into_view (self);
  gtk_widget_set_visible (GTK_WIDGET (self), sentence != NULL);
  if (sentence == NULL)
    return;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), sentence);
  gtk_image_set_from_icon_name (self->icon, todoku_tone_get_icon (tone));
  gtk_widget_set_css_classes (GTK_WIDGET (self->icon), style);
  gtk_widget_set_visible (GTK_WIDGET (self->button), fix != NULL);
  if (fix != NULL)
    gtk_button_set_label (self->button, fix);
}
