/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-cell-view.h"

#include "todoku-section.h"
#include "todoku-wrap-box.h"

struct _TodokuCellView {
  GtkWidget parent_instance;

  GtkWidget *box;
  char *detail; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (TodokuCellView, todoku_cell_view, GTK_TYPE_WIDGET)

static void
todoku_cell_view_dispose (GObject *object)
{
  TodokuCellView *self = TODOKU_CELL_VIEW (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->detail, g_free);
  G_OBJECT_CLASS (todoku_cell_view_parent_class)->dispose (object);
}

static void
todoku_cell_view_class_init (TodokuCellViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = todoku_cell_view_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class,
                                        GTK_ACCESSIBLE_ROLE_GRID_CELL);
}

static void
todoku_cell_view_init (TodokuCellView *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "grid-cell");
}

/**
 * todoku_cell_view_new:
 *
 * Returns: (transfer floating): an empty cell
 */
GtkWidget *
todoku_cell_view_new (void)
{
  return g_object_new (TODOKU_TYPE_CELL_VIEW, NULL);
}

/* The word beside its icon, or beneath it where the column is narrow. */
static void
append_outcome (TodokuCellView *self, TodokuTone tone, const char *word)
{
  GtkWidget *box = todoku_wrap_box_new ();

  todoku_tone_label_fill (box, tone, word);
  gtk_box_append (GTK_BOX (self->box), box);
}

static void
append_word (TodokuCellView *self,
             GString *name,
             TodokuPaneWord word,
             TodokuLanguages languages)
{
  g_autofree char *text = todoku_pane_words (word, languages);
  GtkWidget *label = todoku_text_label_new (text);

  gtk_widget_add_css_class (label, "caption-heading");
  gtk_box_append (GTK_BOX (self->box), label);
  g_string_append_printf (name, ", %s", text);
}

/* What is seen and what a screen reader says, from the same words. */
static void
fill (TodokuCellView *self,
      const TodokuGridCell *cell,
      GString *name,
      TodokuCellFlags flags,
      TodokuLanguages languages)
{
  g_autofree char *word =
      todoku_outcome_dup_words (cell->outcome, languages, "\n");
  gboolean matters =
      todoku_grid_cell_is_set (cell) || (flags & TODOKU_CELL_RECOMMENDED) != 0;
  g_autofree char *time =
      todoku_milliseconds_format (cell->follows ? -1 : cell->elapsed_us);

  append_outcome (self, todoku_tone_for_trial (cell->outcome, matters), word);
  g_string_append_printf (name, ": %s", word);
  if (*time != '\0') {
    GtkWidget *label = todoku_text_label_new (time);

    gtk_widget_add_css_class (label, "caption");
    gtk_widget_add_css_class (label, "numeric");
    gtk_box_append (GTK_BOX (self->box), label);
    g_string_append_printf (name, ", %s", time);
  }
  if (todoku_grid_cell_is_set (cell))
    append_word (self, name, TODOKU_WORD_NOW, languages);
  if ((flags & TODOKU_CELL_RECOMMENDED) != 0)
    append_word (self, name, TODOKU_WORD_RECOMMENDED, languages);
}

static void
set_class (TodokuCellView *self, const char *name, gboolean has)
{
  if (has)
    gtk_widget_add_css_class (GTK_WIDGET (self), name);
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), name);
}

/**
 * todoku_cell_view_show:
 * @self: a cell
 * @cell: what is known of it
 * @place: what it stands for
 * @detail: what was seen, in a sentence
 * @flags: how it stands out
 * @languages: of the pane
 *
 * Shows the cell anew; the focus stays.
 */
void
todoku_cell_view_show (TodokuCellView *self,
                       const TodokuGridCell *cell,
                       const char *place,
                       const char *detail,
                       TodokuCellFlags flags,
                       TodokuLanguages languages)
{
  g_autoptr (GString) name = g_string_new (place);

  g_return_if_fail (TODOKU_IS_CELL_VIEW (self));

  g_clear_pointer (&self->box, gtk_widget_unparent);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  /* The cell's own name says it all, once. */
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->box),
                               GTK_ACCESSIBLE_STATE_HIDDEN,
                               TRUE,
                               -1);
  fill (self, cell, name, flags, languages);
  set_class (self, "now", todoku_grid_cell_is_set (cell));
  set_class (self, "recommended", (flags & TODOKU_CELL_RECOMMENDED) != 0);
  g_free (self->detail);
  self->detail = g_strdup (detail);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name->str,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  detail,
                                  -1);
}

/**
 * todoku_cell_view_get_detail:
 * @self: a cell
 *
 * Returns: (nullable): what was seen
 */
const char *
todoku_cell_view_get_detail (TodokuCellView *self)
{
  g_return_val_if_fail (TODOKU_IS_CELL_VIEW (self), NULL);

  return self->detail;
}
