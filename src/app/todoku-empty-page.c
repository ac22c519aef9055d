/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-empty-page.h"

#include "todoku-later.h"
#include "todoku-practice-list.h"

struct _TodokuEmptyPage {
  AdwBin parent_instance;

  GtkFlowBox *cards;
  GtkWidget *practice_heading;
  TodokuPracticeList *list;

  GPtrArray *ids; /* (element-type utf8) of the cases, by card */
  TodokuPractice *practice;
  TodokuKnowledge *knowledge;
  TodokuLanguage language;
};

G_DEFINE_FINAL_TYPE (TodokuEmptyPage, todoku_empty_page, ADW_TYPE_BIN)

static void
child_activated_cb (TodokuEmptyPage *self, GtkFlowBoxChild *child)
{
  const char *id =
      g_ptr_array_index (self->ids, gtk_flow_box_child_get_index (child));

  gtk_widget_activate_action (GTK_WIDGET (self), "win.practise", "s", id);
}

static void
todoku_empty_page_dispose (GObject *object)
{
  TodokuEmptyPage *self = TODOKU_EMPTY_PAGE (object);

  g_clear_pointer (&self->ids, g_ptr_array_unref);
  g_clear_object (&self->practice);
  g_clear_object (&self->knowledge);
  G_OBJECT_CLASS (todoku_empty_page_parent_class)->dispose (object);
}

static void
todoku_empty_page_class_init (TodokuEmptyPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = todoku_empty_page_dispose;
  g_type_ensure (TODOKU_TYPE_PRACTICE_LIST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               APP_PATH "todoku-empty-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TodokuEmptyPage, cards);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuEmptyPage,
                                        practice_heading);
  gtk_widget_class_bind_template_child (widget_class, TodokuEmptyPage, list);
  gtk_widget_class_bind_template_callback (widget_class, child_activated_cb);
}

static void
todoku_empty_page_init (TodokuEmptyPage *self)
{
  self->ids = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * todoku_empty_page_new:
 *
 * Returns: (transfer floating): a page without practice cases
 */
GtkWidget *
todoku_empty_page_new (void)
{
  return g_object_new (TODOKU_TYPE_EMPTY_PAGE, NULL);
}

static GtkWidget *
card_label_new (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  /* Cards keep their width whatever stands in them. */
  gtk_label_set_width_chars (GTK_LABEL (label), 12);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 30);
  gtk_widget_add_css_class (label, style);
  return label;
}

static GtkWidget *
card_new (const TodokuScenario *scenario, TodokuLanguage language)
{
  const char *name = todoku_language_to_string (language);
  const char *title = todoku_scenario_get_title (scenario, name);
  const char *story = todoku_scenario_get_story (scenario, name);
  GtkWidget *child = gtk_flow_box_child_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_box_append (GTK_BOX (box), card_label_new (title, "heading"));
  gtk_box_append (GTK_BOX (box), card_label_new (story, "quiet"));
  gtk_widget_add_css_class (box, "practice");
  gtk_widget_add_css_class (child, "card");
  gtk_widget_add_css_class (child, "activatable");
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (child),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  story,
                                  -1);
  return child;
}

static void
fill_list (GtkWidget *widget)
{
  TodokuEmptyPage *self = TODOKU_EMPTY_PAGE (widget);

  todoku_practice_list_fill (self->list,
                             self->practice,
                             self->knowledge,
                             self->language);
}

/**
 * todoku_empty_page_set_practice:
 * @self: a page that has no cards yet
 * @practice: the practice cases
 * @knowledge: where on the way to the mail a cause lies
 * @language: of the window
 *
 * The list of all cases stands below the cards; it is made when the page has
 * been seen.
 */
void
todoku_empty_page_set_practice (TodokuEmptyPage *self,
                                TodokuPractice *practice,
                                TodokuKnowledge *knowledge,
                                TodokuLanguage language)
{
  GPtrArray *scenarios;

  g_return_if_fail (TODOKU_IS_EMPTY_PAGE (self));
  g_return_if_fail (TODOKU_IS_PRACTICE (practice));

  scenarios = todoku_practice_get_scenarios (practice);
  for (guint i = 0; i < scenarios->len; i++) {
    const TodokuScenario *scenario = g_ptr_array_index (scenarios, i);

    if (!todoku_scenario_is_offered (scenario))
      continue;
    g_ptr_array_add (self->ids, g_strdup (todoku_scenario_get_id (scenario)));
    gtk_flow_box_append (self->cards, card_new (scenario, language));
  }
  gtk_widget_set_visible (self->practice_heading, self->ids->len > 0);
  g_set_object (&self->practice, practice);
  g_set_object (&self->knowledge, knowledge);
  self->language = language;
  todoku_later (GTK_WIDGET (self), fill_list);
}

/**
 * todoku_empty_page_get_n_cards:
 * @self: a page
 *
 * Returns: how many practice cases are offered
 */
guint
todoku_empty_page_get_n_cards (TodokuEmptyPage *self)
{
  g_return_val_if_fail (TODOKU_IS_EMPTY_PAGE (self), 0);

  return self->ids->len;
}
