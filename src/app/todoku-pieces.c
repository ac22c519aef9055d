/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-pieces.h"

#include "todoku-row-layout.h"

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
  todoku_rows_fit (row);
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
  todoku_rows_fit (row);
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
 * todoku_tone_label_fill:
 * @box: an empty box of any kind
 * @tone: a tone
 * @word: what it means here
 *
 * Puts icon and word into @box.
 */
void
todoku_tone_label_fill (GtkWidget *box, TodokuTone tone, const char *word)
{
  GtkWidget *label = todoku_text_label_new (word);

  gtk_widget_add_css_class (label, "caption");
  if (tone == TODOKU_TONE_COMPARED)
    gtk_widget_add_css_class (label, todoku_tone_get_style (tone));
  gtk_widget_insert_before (todoku_tone_image_new (tone), box, NULL);
  gtk_widget_insert_before (label, box, NULL);
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

  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  todoku_tone_label_fill (box, tone, word);
  todoku_line_fit (box);
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
