/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-section.h"

#include <string.h>

/* A row as it was put in. */
typedef struct {
  char *key;
  char *looks; /* (nullable): when it shows all that it holds */
  GtkWidget *widget;
} Row;

struct _TodokuSection {
  AdwPreferencesGroup parent_instance;

  GPtrArray *rows;   /* (element-type Row) in order */
  GPtrArray *before; /* (element-type Row) while it is filled anew */
  guint focused;     /* place of the row that had the focus */
};

G_DEFINE_FINAL_TYPE (TodokuSection, todoku_section, ADW_TYPE_PREFERENCES_GROUP)

static void
row_free (gpointer data)
{
  Row *self = data;

  g_free (self->key);
  g_free (self->looks);
  g_free (self);
}

static void
todoku_section_finalize (GObject *object)
{
  TodokuSection *self = TODOKU_SECTION (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->before, g_ptr_array_unref);
  G_OBJECT_CLASS (todoku_section_parent_class)->finalize (object);
}

static void
todoku_section_class_init (TodokuSectionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = todoku_section_finalize;
}

static void
todoku_section_init (TodokuSection *self)
{
  /* A group cuts its title short; ours is in two languages at times. */
  todoku_labels_wrap (GTK_WIDGET (self));
  self->rows = g_ptr_array_new_with_free_func (row_free);
  self->before = g_ptr_array_new_with_free_func (row_free);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * todoku_section_new:
 *
 * Returns: (transfer floating): an empty section, which is not seen
 */
GtkWidget *
todoku_section_new (void)
{
  return g_object_new (TODOKU_TYPE_SECTION, NULL);
}

/* ---- how a row looks ------------------------------------------------------
 */

static void
describe_button (GtkActionable *button, GString *looks)
{
  GVariant *target = gtk_actionable_get_action_target_value (button);
  g_autofree char *text =
      target != NULL ? g_variant_print (target, FALSE) : NULL;

  g_string_append_printf (looks,
                          "%s %s",
                          gtk_actionable_get_action_name (button),
                          text);
}

/* All that is seen and that can be done there, so that two rows with the same
 * looks are the same to a person. */
static void
describe (GtkWidget *widget, GString *looks)
{
  g_auto (GStrv) classes = gtk_widget_get_css_classes (widget);
  g_autofree char *styles = g_strjoinv (" ", classes);

  g_string_append_printf (looks,
                          "(%s %s %s ",
                          G_OBJECT_TYPE_NAME (widget),
                          styles,
                          gtk_widget_get_tooltip_text (widget));
  if (GTK_IS_LABEL (widget))
    g_string_append (looks, gtk_label_get_label (GTK_LABEL (widget)));
  if (GTK_IS_IMAGE (widget))
    g_string_append_printf (looks,
                            "%s",
                            gtk_image_get_icon_name (GTK_IMAGE (widget)));
  if (GTK_IS_ACTIONABLE (widget))
    describe_button (GTK_ACTIONABLE (widget), looks);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    describe (child, looks);
  g_string_append_c (looks, ')');
}

static char *
dup_looks (GtkWidget *row)
{
  g_autoptr (GString) looks = g_string_new (NULL);

  describe (row, looks);
  return g_string_free (g_steal_pointer (&looks), FALSE);
}

/* ---- the focus ------------------------------------------------------------
 */

static GtkWidget *
get_focus_in (GtkWidget *row)
{
  GtkRoot *root = gtk_widget_get_root (row);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && (focus == row || gtk_widget_is_ancestor (focus, row))
             ? focus
             : NULL;
}

static void
focus_row (GtkWidget *row)
{
  if (!gtk_widget_grab_focus (row))
    gtk_widget_child_focus (row, GTK_DIR_TAB_FORWARD);
}

/* What stands in @row where @widget stands in @other, NULL without any. */
static GtkWidget *
find_counterpart (GtkWidget *row, GtkWidget *other, GtkWidget *widget)
{
  GtkWidget *found;

  if (widget == other)
    return row;
  found = find_counterpart (row, other, gtk_widget_get_parent (widget));
  if (found != NULL)
    found = gtk_widget_get_first_child (found);
  while (found != NULL &&
         (widget = gtk_widget_get_prev_sibling (widget)) != NULL)
    found = gtk_widget_get_next_sibling (found);
  return found;
}

/* ---- rows -----------------------------------------------------------------
 */

static GtkWidget *
get_widget (GPtrArray *rows, guint place)
{
  return ((Row *) g_ptr_array_index (rows, place))->widget;
}

static guint
find_place (GPtrArray *rows, gconstpointer widget)
{
  guint place = 0;

  while (place < rows->len && get_widget (rows, place) != widget)
    place++;
  return place;
}

static guint
find_focused (TodokuSection *self)
{
  guint place = 0;

  while (place < self->rows->len &&
         get_focus_in (get_widget (self->rows, place)) == NULL)
    place++;
  return place;
}

/* Takes the row out of those from before. */
static Row *
steal_row (TodokuSection *self, const char *key)
{
  for (guint i = 0; i < self->before->len; i++)
    if (strcmp (((Row *) g_ptr_array_index (self->before, i))->key, key) == 0)
      return g_ptr_array_steal_index (self->before, i);
  return NULL;
}

static void
put_in (TodokuSection *self, const char *key, char *looks, GtkWidget *widget)
{
  Row *row = g_new (Row, 1);

  row->key = g_strdup (key);
  row->looks = looks;
  row->widget = widget;
  g_ptr_array_add (self->rows, row);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), widget);
}

/* What was open in the row that was there stays open, and the focus goes to
 * what stands where it was. */
static void
follow (GtkWidget *row, GtkWidget *before)
{
  GtkWidget *focus = get_focus_in (before);
  GtkWidget *next = NULL;

  if (ADW_IS_EXPANDER_ROW (row) && ADW_IS_EXPANDER_ROW (before) &&
      adw_expander_row_get_expanded (ADW_EXPANDER_ROW (before)))
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  if (focus == NULL)
    return;
  next = find_counterpart (row, before, focus);
  if (next == NULL || !gtk_widget_grab_focus (next))
    focus_row (row);
}

static void
take_out (TodokuSection *self, Row *row)
{
  adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), row->widget);
  row_free (row);
}

/**
 * todoku_section_begin:
 * @self: a section
 * @title: its heading
 *
 * Those rows that are put in with todoku_section_add() from now on, or kept,
 * are its rows at todoku_section_end().
 */
void
todoku_section_begin (TodokuSection *self, const char *title)
{
  GPtrArray *before;

  g_return_if_fail (TODOKU_IS_SECTION (self));
  g_return_if_fail (self->before->len == 0);

  self->focused = find_focused (self);
  before = self->before;
  self->before = self->rows;
  self->rows = before;
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), title);
}

/**
 * todoku_section_keep:
 * @self: a section
 * @key: what the row is known by
 *
 * Keeps a row that can be shown anew itself.
 *
 * Returns: (transfer none) (nullable): the row that was put in with this key
 */
GtkWidget *
todoku_section_keep (TodokuSection *self, const char *key)
{
  Row *row;

  g_return_val_if_fail (TODOKU_IS_SECTION (self), NULL);

  row = steal_row (self, key);
  if (row == NULL)
    return NULL;
  g_ptr_array_add (self->rows, row);
  return row->widget;
}

/**
 * todoku_section_add:
 * @self: a section
 * @key: what the row is known by, no two alike
 * @row: (transfer floating): a row that shows all that it holds
 *
 * Puts in @row. Where the one that was there looks the same, it stays.
 */
void
todoku_section_add (TodokuSection *self, const char *key, GtkWidget *row)
{
  g_autoptr (GtkWidget) held = g_object_ref_sink (row);
  g_autofree char *looks = dup_looks (row);
  Row *before;

  g_return_if_fail (TODOKU_IS_SECTION (self));

  before = steal_row (self, key);
  if (before != NULL && g_strcmp0 (before->looks, looks) == 0) {
    g_ptr_array_add (self->rows, before);
    return;
  }
  put_in (self, key, g_steal_pointer (&looks), row);
  if (before == NULL)
    return;
  follow (row, before->widget);
  take_out (self, before);
}

/**
 * todoku_section_replace:
 * @self: a section
 * @key: what the row is known by, no two alike
 * @row: (transfer floating): a row that holds more than it shows
 *
 * Puts in @row in place of the one that was there.
 */
void
todoku_section_replace (TodokuSection *self, const char *key, GtkWidget *row)
{
  Row *before;

  g_return_if_fail (TODOKU_IS_SECTION (self));

  before = steal_row (self, key);
  put_in (self, key, NULL, row);
  if (before == NULL)
    return;
  follow (row, before->widget);
  take_out (self, before);
}

static void
take_out_rest (TodokuSection *self)
{
  while (self->before->len > 0) {
    Row *row = g_ptr_array_steal_index (self->before, self->before->len - 1);

    /* It goes on to what stands there now. */
    if (get_focus_in (row->widget) != NULL && self->rows->len > 0)
      focus_row (
          get_widget (self->rows, MIN (self->focused, self->rows->len - 1)));
    take_out (self, row);
  }
}

static int
compare_places (GtkListBoxRow *one, GtkListBoxRow *two, gpointer rows)
{
  return (int) find_place (rows, one) - (int) find_place (rows, two);
}

/* Rows that stay are not taken out for it, which would cost them the focus. */
static void
put_in_order (TodokuSection *self)
{
  GtkListBox *list;
  gboolean ordered = TRUE;

  if (self->rows->len == 0)
    return;
  list = GTK_LIST_BOX (gtk_widget_get_parent (get_widget (self->rows, 0)));
  for (guint i = 0; i < self->rows->len; i++)
    ordered &= GTK_WIDGET (gtk_list_box_get_row_at_index (list, (int) i)) ==
               get_widget (self->rows, i);
  if (ordered)
    return;
  gtk_list_box_set_sort_func (list, compare_places, self->rows, NULL);
  gtk_list_box_set_sort_func (list, NULL, NULL, NULL);
}

/**
 * todoku_section_end:
 * @self: a section
 *
 * Takes out the rows that were not put in again. The section is seen when it
 * has rows.
 */
void
todoku_section_end (TodokuSection *self)
{
  g_return_if_fail (TODOKU_IS_SECTION (self));

  take_out_rest (self);
  put_in_order (self);
  gtk_widget_set_visible (GTK_WIDGET (self), self->rows->len > 0);
}
