/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-section.h"

#include <string.h>

struct _TodokuSection {
  AdwPreferencesGroup parent_instance;

  GHashTable *rows;     /* (element-type utf8 GtkWidget) */
  GHashTable *expanded; /* keys of rows that were open before */
  char *focused;        /* (nullable) key of the row that had the focus */
};

G_DEFINE_FINAL_TYPE (TodokuSection, todoku_section, ADW_TYPE_PREFERENCES_GROUP)

static void
todoku_section_finalize (GObject *object)
{
  TodokuSection *self = TODOKU_SECTION (object);

  g_clear_pointer (&self->rows, g_hash_table_unref);
  g_clear_pointer (&self->expanded, g_hash_table_unref);
  g_clear_pointer (&self->focused, g_free);
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
  self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->expanded =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
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

static void
remember (TodokuSection *self, const char *key, GtkWidget *row)
{
  GtkRoot *root = gtk_widget_get_root (row);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (ADW_IS_EXPANDER_ROW (row) &&
      adw_expander_row_get_expanded (ADW_EXPANDER_ROW (row)))
    g_hash_table_add (self->expanded, g_strdup (key));
  if (focus != NULL && (focus == row || gtk_widget_is_ancestor (focus, row))) {
    g_free (self->focused);
    self->focused = g_strdup (key);
  }
}

/**
 * todoku_section_begin:
 * @self: a section
 * @title: its heading
 *
 * Takes out all rows; those that follow are put in with todoku_section_add().
 */
void
todoku_section_begin (TodokuSection *self, const char *title)
{
  GHashTableIter iter;
  gpointer key, row;

  g_return_if_fail (TODOKU_IS_SECTION (self));

  g_hash_table_remove_all (self->expanded);
  g_clear_pointer (&self->focused, g_free);
  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &key, &row)) {
    remember (self, key, row);
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), row);
    g_hash_table_iter_remove (&iter);
  }
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), title);
}

/**
 * todoku_section_add:
 * @self: a section
 * @key: what the row is known by, no two alike
 * @row: (transfer floating): a row
 */
void
todoku_section_add (TodokuSection *self, const char *key, GtkWidget *row)
{
  g_return_if_fail (TODOKU_IS_SECTION (self));
  g_return_if_fail (!g_hash_table_contains (self->rows, key));

  g_hash_table_insert (self->rows, g_strdup (key), row);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  if (ADW_IS_EXPANDER_ROW (row) && g_hash_table_contains (self->expanded, key))
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
}

/**
 * todoku_section_end:
 * @self: a section
 *
 * The section is seen when it has rows.
 */
void
todoku_section_end (TodokuSection *self)
{
  GtkWidget *row = NULL;

  g_return_if_fail (TODOKU_IS_SECTION (self));

  gtk_widget_set_visible (GTK_WIDGET (self),
                          g_hash_table_size (self->rows) > 0);
  if (self->focused != NULL)
    row = g_hash_table_lookup (self->rows, self->focused);
  if (row != NULL && !gtk_widget_grab_focus (row))
    gtk_widget_child_focus (row, GTK_DIR_TAB_FORWARD);
}

/**
 * todoku_labels_wrap:
 * @widget: what has labels in it
 *
 * Where there is no room for a text in one line, it takes more of them.
 */
void
todoku_labels_wrap (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget)) {
    gtk_label_set_ellipsize (GTK_LABEL (widget), PANGO_ELLIPSIZE_NONE);
    gtk_label_set_wrap (GTK_LABEL (widget), TRUE);
    gtk_label_set_wrap_mode (GTK_LABEL (widget), PANGO_WRAP_WORD_CHAR);
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    todoku_labels_wrap (child);
}

/**
 * todoku_labels_keep_spelling:
 * @widget: a label, or what has labels in it
 *
 * No hyphen where a long word is broken: in the name of a server it would be
 * read as a part of it.
 */
void
todoku_labels_keep_spelling (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget)) {
    g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

    pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
    gtk_label_set_attributes (GTK_LABEL (widget), attributes);
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    todoku_labels_keep_spelling (child);
}

/* One after the other: given to g_object_new() together, the title would reach
 * its label before it is told that this is no markup. */
static void
set_plain_title (GtkWidget *row, const char *title)
{
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
}

/**
 * todoku_row_new:
 * @title: plain text
 * @subtitle: (nullable): plain text
 *
 * Returns: (transfer floating): a row; nothing in it is markup
 */
GtkWidget *
todoku_row_new (const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  set_plain_title (row, title);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  todoku_labels_keep_spelling (row);
  return row;
}

/**
 * todoku_expander_row_new:
 * @title: plain text
 * @subtitle: (nullable): plain text
 *
 * Returns: (transfer floating): a row that opens; nothing in it is markup
 */
GtkWidget *
todoku_expander_row_new (const char *title, const char *subtitle)
{
  GtkWidget *row = adw_expander_row_new ();

  set_plain_title (row, title);
  if (subtitle != NULL)
    adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), subtitle);
  todoku_labels_keep_spelling (row);
  return row;
}

/**
 * todoku_tone_image_new:
 * @tone: a tone
 *
 * Returns: (transfer floating): its icon, for beside a word that says the same
 */
GtkWidget *
todoku_tone_image_new (TodokuTone tone)
{
  GtkWidget *image = g_object_new (GTK_TYPE_IMAGE,
                                   "accessible-role",
                                   GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                   "icon-name",
                                   todoku_tone_get_icon (tone),
                                   NULL);

  gtk_widget_add_css_class (image, todoku_tone_get_style (tone));
  return image;
}

/**
 * todoku_tone_label_new:
 * @tone: a tone
 * @word: what it means here
 *
 * Returns: (transfer floating): icon and word
 */
GtkWidget *
todoku_tone_label_new (TodokuTone tone, const char *word)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = todoku_text_label_new (word);

  gtk_widget_add_css_class (label, "caption");
  if (tone == TODOKU_TONE_COMPARED)
    gtk_widget_add_css_class (label, todoku_tone_get_style (tone));
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), todoku_tone_image_new (tone));
  gtk_box_append (GTK_BOX (box), label);
  return box;
}

/**
 * todoku_text_label_new:
 * @text: plain text
 *
 * Returns: (transfer floating): a paragraph that wraps and can be selected
 */
GtkWidget *
todoku_text_label_new (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  todoku_labels_keep_spelling (label);
  return label;
}

static GtkWidget *
icon_button_new (const char *icon,
                 const char *action,
                 const char *target,
                 const char *name)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name,
                                  -1);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  return button;
}

/**
 * todoku_copy_button_new:
 * @value: what is copied
 * @languages: of the pane
 *
 * Returns: (transfer floating): a button
 */
GtkWidget *
todoku_copy_button_new (const char *value, TodokuLanguages languages)
{
  g_autofree char *word = todoku_pane_words (TODOKU_WORD_COPY, languages);
  g_autofree char *name = g_strdup_printf ("%s: %s", word, value);

  return icon_button_new ("todoku-copy-symbolic", "win.copy", value, name);
}

/**
 * todoku_link_button_new:
 * @link: an https address
 * @languages: of the pane
 *
 * Returns: (transfer floating): a button
 */
GtkWidget *
todoku_link_button_new (const char *link, TodokuLanguages languages)
{
  g_autofree char *word = todoku_pane_words (TODOKU_WORD_OPEN, languages);
  g_autofree char *host = todoku_link_get_host (link);
  g_autofree char *name = g_strdup_printf ("%s: %s", word, host);

  return icon_button_new ("todoku-link-symbolic", "win.open-link", link, name);
}
