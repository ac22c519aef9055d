/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-cause-card.h"

#include "todoku-headline.h"
#include "todoku-section.h"

struct _TodokuCauseCard {
  AdwBin parent_instance;

  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *why;
  GtkLabel *evidence;
  GtkLabel *certainty;
  GtkLabel *sources;
  GtkExpander *consequences;
  GtkLabel *consequence_heading;
  GtkLabel *consequence_list;
};

G_DEFINE_FINAL_TYPE (TodokuCauseCard, todoku_cause_card, ADW_TYPE_BIN)

static void
todoku_cause_card_class_init (TodokuCauseCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (TODOKU_TYPE_HEADLINE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               APP_PATH "todoku-cause-card.ui");
  gtk_widget_class_bind_template_child (widget_class, TodokuCauseCard, icon);
  gtk_widget_class_bind_template_child (widget_class, TodokuCauseCard, title);
  gtk_widget_class_bind_template_child (widget_class, TodokuCauseCard, why);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuCauseCard,
                                        evidence);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuCauseCard,
                                        certainty);
  gtk_widget_class_bind_template_child (widget_class, TodokuCauseCard, sources);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuCauseCard,
                                        consequences);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuCauseCard,
                                        consequence_heading);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuCauseCard,
                                        consequence_list);
}

static void
todoku_cause_card_init (TodokuCauseCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  todoku_labels_keep_spelling (GTK_WIDGET (self));
}

/**
 * todoku_cause_card_new:
 *
 * Returns: (transfer floating): a card that is not seen yet
 */
GtkWidget *
todoku_cause_card_new (void)
{
  return g_object_new (TODOKU_TYPE_CAUSE_CARD, NULL);
}

static void
show_text (GtkLabel *label, const char *text)
{
  gtk_label_set_text (label, text);
  gtk_widget_set_visible (GTK_WIDGET (label), *text != '\0');
}

static void
show_sources (TodokuCauseCard *self,
              TodokuFinding *finding,
              TodokuLanguages languages)
{
  GStrv sources = todoku_finding_get_sources (finding);
  g_autofree char *word = todoku_pane_words (TODOKU_WORD_SOURCES, languages);
  g_autofree char *links =
      todoku_sources_dup_markup ((const char *const *) sources);
  g_autofree char *markup = g_strdup_printf ("%s: %s", word, links);

  gtk_label_set_markup (self->sources, markup);
  gtk_widget_set_visible (GTK_WIDGET (self->sources), *links != '\0');
}

static void
show_consequences (TodokuCauseCard *self,
                   TodokuFinding *finding,
                   TodokuLanguages languages)
{
  GPtrArray *consequences = todoku_finding_get_consequences (finding);
  g_autofree char *word =
      todoku_pane_words (TODOKU_WORD_CONSEQUENCES, languages);
  g_autofree char *label = g_strdup_printf ("%s (%u)", word, consequences->len);
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < consequences->len; i++) {
    g_autofree char *title =
        todoku_finding_dup_title (g_ptr_array_index (consequences, i),
                                  languages);

    g_string_append_printf (list, "%s• %s", i > 0 ? "\n" : "", title);
  }
  gtk_label_set_text (self->consequence_heading, label);
  gtk_label_set_text (self->consequence_list, list->str);
  gtk_widget_set_visible (GTK_WIDGET (self->consequences),
                          consequences->len > 0);
}

/**
 * todoku_cause_card_show_finding:
 * @self: a card
 * @finding: (nullable): the cause; %NULL hides the card
 * @languages: of the pane
 */
void
todoku_cause_card_show_finding (TodokuCauseCard *self,
                                TodokuFinding *finding,
                                TodokuLanguages languages)
{
  TodokuTone tone;
  g_autofree char *title = NULL, *why = NULL;
  g_autofree char *evidence = NULL, *certainty = NULL;

  g_return_if_fail (TODOKU_IS_CAUSE_CARD (self));

  gtk_widget_set_visible (GTK_WIDGET (self), finding != NULL);
  if (finding == NULL)
    return;
  tone =
      todoku_tone_for_severity (todoku_finding_get_entry (finding)->severity);
  title = todoku_finding_dup_title (finding, languages);
  why = todoku_finding_dup_why (finding, languages);
  evidence = todoku_finding_dup_evidence (finding, languages);
  certainty = todoku_finding_dup_certainty (finding, languages);
  gtk_image_set_from_icon_name (self->icon, todoku_tone_get_icon (tone));
  gtk_widget_set_css_classes (GTK_WIDGET (self->icon),
                              (const char *[]){ todoku_tone_get_style (tone),
                                                NULL });
  show_text (self->title, title);
  show_text (self->why, why);
  show_text (self->evidence, evidence);
  show_text (self->certainty, certainty);
  show_sources (self, finding, languages);
  show_consequences (self, finding, languages);
}
