/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-waterfall.h"

#include "todoku-bar.h"
#include "todoku-children.h"
#include "todoku-evidence.h"
#include "todoku-rove.h"
#include "todoku-row-layout.h"
#include "todoku-section.h"

/* A bar may be this many times as long as the longest that went well. */
#define ROOM 1.25

struct _TodokuWaterfall {
  AdwBin parent_instance;

  GtkFlowBox *legend;
  GtkBox *bars;
  GtkExpander *more;
  GtkLabel *more_heading;
  GtkBox *more_bars;
  GtkLabel *detail;
  GPtrArray *shown; /* (element-type TodokuObservation), of the rows */
  GPtrArray *rows;  /* (element-type GtkWidget), in both boxes */
  guint current;
  GtkWidget *told; /* (nullable): the row whose details are shown */
  TodokuLanguages languages;
};

G_DEFINE_FINAL_TYPE (TodokuWaterfall, todoku_waterfall, ADW_TYPE_BIN)

static void
show_detail (TodokuWaterfall *self, GtkWidget *row)
{
  g_autofree char *hint =
      todoku_pane_words (TODOKU_WORD_BAR_HINT, self->languages);

  gtk_label_set_text (self->detail,
                      row != NULL ? gtk_widget_get_tooltip_text (row) : hint);
  self->told = row;
}

/* Arrows go on from the bars that are always seen to the folded ones. */
static gboolean
focus_bars (TodokuWaterfall *self, GtkDirectionType direction)
{
  g_autoptr (GPtrArray) seen = g_ptr_array_new ();
  gboolean open = gtk_expander_get_expanded (self->more);

  for (guint i = 0; i < self->rows->len; i++) {
    GtkWidget *row = g_ptr_array_index (self->rows, i);

    if (open || gtk_widget_get_parent (row) == GTK_WIDGET (self->bars))
      g_ptr_array_add (seen, row);
  }
  return todoku_rove (GTK_WIDGET (self), seen, 1, &self->current, direction);
}

static gboolean
is_in_bars (TodokuWaterfall *self)
{
  GtkWidget *focus = gtk_widget_get_focus_child (GTK_WIDGET (self->bars));

  return focus != NULL ||
         gtk_widget_get_focus_child (GTK_WIDGET (self->more_bars)) != NULL;
}

/* Tab: the bars, then what unfolds the rest of them. */
static gboolean
todoku_waterfall_focus (GtkWidget *widget, GtkDirectionType direction)
{
  TodokuWaterfall *self = TODOKU_WATERFALL (widget);
  gboolean tab =
      direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD;
  gboolean in_bars = is_in_bars (self);
  gboolean on_more = !in_bars && gtk_widget_get_focus_child (widget) != NULL;
  gboolean has_more = gtk_widget_get_visible (GTK_WIDGET (self->more));

  if (in_bars && !tab)
    return focus_bars (self, direction);
  if (in_bars)
    return direction == GTK_DIR_TAB_FORWARD && has_more &&
           gtk_widget_grab_focus (GTK_WIDGET (self->more));
  if (on_more)
    return direction == GTK_DIR_TAB_BACKWARD && focus_bars (self, direction);
  if (direction == GTK_DIR_TAB_BACKWARD && has_more)
    return gtk_widget_grab_focus (GTK_WIDGET (self->more));
  return focus_bars (self, direction);
}

static void
todoku_waterfall_finalize (GObject *object)
{
  TodokuWaterfall *self = TODOKU_WATERFALL (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->shown, g_ptr_array_unref);
  G_OBJECT_CLASS (todoku_waterfall_parent_class)->finalize (object);
}

static void
todoku_waterfall_class_init (TodokuWaterfallClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = todoku_waterfall_finalize;
  widget_class->focus = todoku_waterfall_focus;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               APP_PATH "todoku-waterfall.ui");
  gtk_widget_class_bind_template_child (widget_class, TodokuWaterfall, legend);
  gtk_widget_class_bind_template_child (widget_class, TodokuWaterfall, bars);
  gtk_widget_class_bind_template_child (widget_class, TodokuWaterfall, more);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuWaterfall,
                                        more_heading);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuWaterfall,
                                        more_bars);
  gtk_widget_class_bind_template_child (widget_class, TodokuWaterfall, detail);
}

static void
todoku_waterfall_init (TodokuWaterfall *self)
{
  self->shown = g_ptr_array_new_with_free_func (g_object_unref);
  self->rows = g_ptr_array_new ();
  self->languages = TODOKU_LANGUAGES_EN;
  gtk_widget_init_template (GTK_WIDGET (self));
  todoku_labels_keep_spelling (GTK_WIDGET (self));
}

/**
 * todoku_waterfall_new:
 *
 * Returns: (transfer floating): a waterfall without bars, which is not seen
 */
GtkWidget *
todoku_waterfall_new (void)
{
  return g_object_new (TODOKU_TYPE_WATERFALL, NULL);
}

/* ---- rows -----------------------------------------------------------------
 */

static TodokuTimeline *
get_timeline (TodokuObservation *observation)
{
  return todoku_observation_get_dialogue (observation)->timeline;
}

static gint64
measure (TodokuObservation *observation)
{
  gint64 lengths[TODOKU_N_SEGMENTS];
  gint64 sum = 0;

  todoku_segments_measure (get_timeline (observation), lengths);
  for (guint i = 0; i < TODOKU_N_SEGMENTS; i++)
    sum += lengths[i];
  return sum;
}

/**
 * todoku_waterfall_get_scale:
 * @observations: (element-type TodokuObservation): those that are shown
 *
 * Returns: microseconds that the whole width stands for: the longest probe that
 *   went well and some room, the longest of all when none did
 */
gint64
todoku_waterfall_get_scale (GPtrArray *observations)
{
  gint64 good = 0, all = 0;

  for (guint i = 0; i < observations->len; i++) {
    TodokuObservation *observation = g_ptr_array_index (observations, i);
    gint64 length = measure (observation);

    all = MAX (all, length);
    if (todoku_observation_get_outcome (observation) == TODOKU_OUTCOME_GOOD)
      good = MAX (good, length);
  }
  return good > 0 ? MIN (all, (gint64) ((double) good * ROOM)) : all;
}

static char *
dup_steps (TodokuObservation *observation, TodokuLanguages languages)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gint64 lengths[TODOKU_N_SEGMENTS];

  todoku_segments_measure (get_timeline (observation), lengths);
  for (guint i = 0; i < TODOKU_N_SEGMENTS; i++) {
    g_autofree char *word = NULL, *time = NULL;

    if (lengths[i] == 0)
      continue;
    word = todoku_pane_words (todoku_segment_get_word ((TodokuSegment) i),
                              languages);
    time = todoku_milliseconds_format (lengths[i]);
    g_string_append_printf (text,
                            "%s%s %s",
                            text->len > 0 ? " · " : "",
                            word,
                            time);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
focused_cb (TodokuWaterfall *self, GParamSpec *pspec, GtkEventController *focus)
{
  GtkWidget *row = gtk_event_controller_get_widget (focus);

  if (!gtk_event_controller_focus_is_focus (GTK_EVENT_CONTROLLER_FOCUS (focus)))
    return;
  g_ptr_array_find (self->rows, row, &self->current);
  show_detail (self, row);
}

static void
entered_cb (TodokuWaterfall *self,
            double x,
            double y,
            GtkEventController *motion)
{
  show_detail (self, gtk_event_controller_get_widget (motion));
}

static void
watch (TodokuWaterfall *self, GtkWidget *row)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  g_signal_connect_swapped (focus,
                            "notify::is-focus",
                            G_CALLBACK (focused_cb),
                            self);
  g_signal_connect_swapped (motion, "enter", G_CALLBACK (entered_cb), self);
  gtk_widget_add_controller (row, focus);
  gtk_widget_add_controller (row, motion);
}

static GtkWidget *
head_new (TodokuObservation *observation,
          const char *place,
          const char *outcome,
          TodokuLanguages languages)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = todoku_text_label_new (place);
  TodokuTone tone = todoku_observation_get_tone (observation);

  gtk_widget_add_css_class (label, "caption");
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (head), label);
  gtk_box_append (GTK_BOX (head), todoku_tone_label_new (tone, outcome));
  todoku_line_fit (head);
  return head;
}

static GtkWidget *
row_new (TodokuWaterfall *self)
{
  GtkWidget *row = g_object_new (GTK_TYPE_BOX,
                                 "accessible-role",
                                 GTK_ACCESSIBLE_ROLE_LIST_ITEM,
                                 "orientation",
                                 GTK_ORIENTATION_VERTICAL,
                                 "spacing",
                                 4,
                                 "focusable",
                                 TRUE,
                                 NULL);

  gtk_widget_add_css_class (row, "bar");
  watch (self, row);
  return row;
}

/* The row's own name says it all, once. */
static void
append_part (GtkWidget *row, GtkWidget *part)
{
  gtk_box_append (GTK_BOX (row), part);
  gtk_accessible_update_state (GTK_ACCESSIBLE (part),
                               GTK_ACCESSIBLE_STATE_HIDDEN,
                               TRUE,
                               -1);
}

/* What a row says does not change any more, but for its language. */
static void
fill_row (TodokuWaterfall *self, GtkWidget *row, TodokuObservation *observation)
{
  g_autofree char *where =
      todoku_observation_dup_place (observation, self->languages);
  g_autofree char *yours =
      todoku_observation_dup_yours (observation, self->languages);
  g_autofree char *place = g_strconcat (where, yours, NULL);
  g_autofree char *outcome =
      todoku_observation_dup_outcome (observation, self->languages);
  g_autofree char *steps = dup_steps (observation, self->languages);
  g_autofree char *detail = g_strdup_printf ("%s\n%s", place, steps);
  g_autofree char *name = g_strdup_printf ("%s: %s: %s", place, outcome, steps);

  todoku_children_drop (row);
  append_part (row, head_new (observation, place, outcome, self->languages));
  append_part (row, todoku_bar_new ());
  gtk_widget_set_tooltip_text (row, detail);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name,
                                  -1);
}

static void
draw_row (GtkWidget *row, TodokuObservation *observation, gint64 scale)
{
  todoku_bar_show (TODOKU_BAR (gtk_widget_get_last_child (row)),
                   get_timeline (observation),
                   scale);
}

/* ---- legend ---------------------------------------------------------------
 */

static void
show_legend (TodokuWaterfall *self)
{
  while (gtk_flow_box_get_child_at_index (self->legend, 0) != NULL)
    gtk_flow_box_remove (self->legend,
                         GTK_WIDGET (
                             gtk_flow_box_get_child_at_index (self->legend,
                                                              0)));
  for (int i = 0; i < TODOKU_N_SEGMENTS; i++) {
    g_autofree char *word =
        todoku_pane_words (todoku_segment_get_word ((TodokuSegment) i),
                           self->languages);
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
    GtkWidget *label = todoku_text_label_new (word);
    GtkWidget *child = gtk_flow_box_child_new ();

    gtk_widget_add_css_class (label, "caption");
    gtk_box_append (GTK_BOX (box), todoku_swatch_new ((TodokuSegment) i));
    gtk_box_append (GTK_BOX (box), label);
    gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), box);
    gtk_widget_set_focusable (child, FALSE);
    gtk_flow_box_append (self->legend, child);
  }
}

/* ---- the run --------------------------------------------------------------
 */

/* A host without an address of this kind took no time that says anything. */
static gboolean
is_shown (TodokuObservation *observation)
{
  return todoku_observation_is_finished (observation) &&
         todoku_observation_get_failure (observation) !=
             TODOKU_FAILURE_NO_ADDRESS &&
         measure (observation) > 0;
}

static gboolean
is_compared (TodokuObservation *observation)
{
  return todoku_observation_get_role (observation) == TODOKU_ROLE_GRID;
}

static GPtrArray *
collect (TodokuRun *run)
{
  GListModel *observations = todoku_run_get_observations (run);
  GPtrArray *shown = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < g_list_model_get_n_items (observations); i++) {
      g_autoptr (TodokuObservation) observation =
          g_list_model_get_item (observations, i);

      if (is_shown (observation) && is_compared (observation) == (pass == 1))
        g_ptr_array_add (shown, g_steal_pointer (&observation));
    }
  return shown;
}

static void
name_parts (TodokuWaterfall *self, guint n_compared)
{
  g_autofree char *compared =
      todoku_pane_words (TODOKU_WORD_COMPARED, self->languages);
  g_autofree char *heading = g_strdup_printf ("%s (%u)", compared, n_compared);
  g_autofree char *name =
      todoku_pane_words (TODOKU_WORD_WATERFALL, self->languages);

  gtk_label_set_text (self->more_heading, heading);
  gtk_widget_set_visible (GTK_WIDGET (self->more), n_compared > 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bars),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name,
                                  -1);
}

/* In the order of @shown, which rows that stay have among themselves too. */
static void
put_in_order (TodokuWaterfall *self)
{
  GtkWidget *last[2] = { NULL, NULL };

  for (guint i = 0; i < self->rows->len; i++) {
    GtkWidget *row = g_ptr_array_index (self->rows, i);
    gboolean compared = is_compared (g_ptr_array_index (self->shown, i));
    GtkBox *box = compared ? self->more_bars : self->bars;

    if (gtk_widget_get_parent (row) == NULL)
      gtk_box_insert_child_after (box, row, last[compared]);
    else
      gtk_box_reorder_child_after (box, row, last[compared]);
    last[compared] = row;
  }
}

/* Takes over the row of a probe that has one. */
static GtkWidget *
take_row (TodokuWaterfall *self, TodokuObservation *observation, gboolean anew)
{
  GtkWidget *row;
  guint i;

  if (g_ptr_array_find (self->shown, observation, &i)) {
    row = g_ptr_array_steal_index (self->rows, i);
    g_ptr_array_remove_index (self->shown, i);
    if (!anew)
      return row;
  } else
    row = row_new (self);
  fill_row (self, row, observation);
  return row;
}

static void
drop_rest (TodokuWaterfall *self)
{
  for (guint i = 0; i < self->rows->len; i++) {
    if (self->told == g_ptr_array_index (self->rows, i))
      self->told = NULL;
    gtk_widget_unparent (g_ptr_array_index (self->rows, i));
  }
}

static guint
count_compared (GPtrArray *shown)
{
  guint count = 0;

  for (guint i = 0; i < shown->len; i++)
    count += is_compared (g_ptr_array_index (shown, i));
  return count;
}

/* Rows that stay keep the focus, and Tab leads to the same one as before. */
static void
make_rows (TodokuWaterfall *self, GPtrArray *shown, gboolean anew)
{
  gint64 scale = todoku_waterfall_get_scale (shown);
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  GtkWidget *current = todoku_rove_get (self->rows, self->current);

  for (guint i = 0; i < shown->len; i++) {
    GtkWidget *row = take_row (self, g_ptr_array_index (shown, i), anew);

    draw_row (row, g_ptr_array_index (shown, i), scale);
    g_ptr_array_add (rows, row);
  }
  drop_rest (self);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->shown, g_ptr_array_unref);
  self->rows = g_steal_pointer (&rows);
  self->shown = g_ptr_array_ref (shown);
  put_in_order (self);
  todoku_rove_follow (GTK_WIDGET (self), self->rows, current, &self->current);
}

/**
 * todoku_waterfall_show_run:
 * @self: a waterfall
 * @run: a run, done or not
 * @languages: of the pane
 *
 * Shows the probes that have ended. Bars that were there stay.
 */
void
todoku_waterfall_show_run (TodokuWaterfall *self,
                           TodokuRun *run,
                           TodokuLanguages languages)
{
  g_autoptr (GPtrArray) shown = NULL;
  gboolean focused, anew;

  g_return_if_fail (TODOKU_IS_WATERFALL (self));
  g_return_if_fail (TODOKU_IS_RUN (run));

  shown = collect (run);
  focused = is_in_bars (self);
  anew = self->languages != languages;
  self->languages = languages;
  if (anew || gtk_flow_box_get_child_at_index (self->legend, 0) == NULL)
    show_legend (self);
  make_rows (self, shown, anew);
  name_parts (self, count_compared (shown));
  show_detail (self, self->told);
  if (focused && !is_in_bars (self))
    focus_bars (self, GTK_DIR_TAB_FORWARD);
  gtk_widget_set_visible (GTK_WIDGET (self), shown->len > 0);
}
