/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-checklist-row.h"

#include "todoku-section.h"
#include "todoku-wrap-box.h"

struct _TodokuChecklistRow {
  AdwPreferencesRow parent_instance;

  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *state;
  GtkLabel *reason;
  GtkWidget *answers;
  GtkToggleButton *yes;
  GtkToggleButton *no;
  GtkToggleButton *unknown;

  char *id;
  gboolean showing; /* what toggles now comes from the item */
};

enum {
  ANSWERED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TodokuChecklistRow,
                     todoku_checklist_row,
                     ADW_TYPE_PREFERENCES_ROW)

/* A pressed answer that is pressed again is taken back. */
static void
toggled_cb (TodokuChecklistRow *self, GtkToggleButton *button)
{
  gboolean active = gtk_toggle_button_get_active (button);
  const char *answer = button == self->yes  ? "yes"
                       : button == self->no ? "no"
                                            : "unknown";

  if (!self->showing)
    g_signal_emit (self, signals[ANSWERED], 0, self->id, active ? answer : "");
}

static void
todoku_checklist_row_finalize (GObject *object)
{
  TodokuChecklistRow *self = TODOKU_CHECKLIST_ROW (object);

  g_clear_pointer (&self->id, g_free);
  G_OBJECT_CLASS (todoku_checklist_row_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               APP_PATH
                                               "todoku-checklist-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TodokuChecklistRow, icon);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuChecklistRow,
                                        title);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuChecklistRow,
                                        state);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuChecklistRow,
                                        reason);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuChecklistRow,
                                        answers);
  gtk_widget_class_bind_template_child (widget_class, TodokuChecklistRow, yes);
  gtk_widget_class_bind_template_child (widget_class, TodokuChecklistRow, no);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuChecklistRow,
                                        unknown);
  gtk_widget_class_bind_template_callback (widget_class, toggled_cb);
}

static void
todoku_checklist_row_class_init (TodokuChecklistRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = todoku_checklist_row_finalize;
  g_type_ensure (TODOKU_TYPE_WRAP_BOX);
  signals[ANSWERED] = g_signal_new ("answered",
                                    TODOKU_TYPE_CHECKLIST_ROW,
                                    G_SIGNAL_RUN_LAST,
                                    0,
                                    NULL,
                                    NULL,
                                    NULL,
                                    G_TYPE_NONE,
                                    2,
                                    G_TYPE_STRING,
                                    G_TYPE_STRING);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
todoku_checklist_row_init (TodokuChecklistRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  todoku_labels_keep_spelling (GTK_WIDGET (self));
}

/**
 * todoku_checklist_row_new:
 *
 * Returns: (transfer floating): a row without an item
 */
GtkWidget *
todoku_checklist_row_new (void)
{
  return g_object_new (TODOKU_TYPE_CHECKLIST_ROW, NULL);
}

static char *
dup_text (const TodokuText *text, TodokuLanguages languages)
{
  return todoku_languages_join (languages,
                                text->in[TODOKU_LANGUAGE_JA],
                                text->in[TODOKU_LANGUAGE_EN],
                                "\n");
}

/* What was seen where something was, else what is asked. */
static char *
dup_reason (TodokuChecklistItem *item, TodokuLanguages languages)
{
  const TodokuChecklistEntry *entry = todoku_checklist_item_get_entry (item);
  const char *state = todoku_checklist_item_get_state (item);

  if (g_strcmp0 (state, "ask") == 0)
    return dup_text (&entry->question, languages);
  return todoku_languages_join (
      languages,
      todoku_checklist_item_get_reason (item, TODOKU_LANGUAGE_JA),
      todoku_checklist_item_get_reason (item, TODOKU_LANGUAGE_EN),
      "\n");
}

/* The label alone would be "yes" many times over for someone who does not see
 * the question above it. */
static void
show_answer (GtkToggleButton *button,
             TodokuPaneWord word,
             gboolean active,
             const char *question,
             TodokuLanguages languages)
{
  /* One below the other: three in both languages are too wide for a phone. */
  g_autofree char *label =
      todoku_languages_join (languages,
                             todoku_pane_word (word, TODOKU_LANGUAGE_JA),
                             todoku_pane_word (word, TODOKU_LANGUAGE_EN),
                             "\n");

  gtk_button_set_label (GTK_BUTTON (button), label);
  gtk_toggle_button_set_active (button, active);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  question,
                                  -1);
}

static void
show_answers (TodokuChecklistRow *self,
              TodokuChecklistItem *item,
              TodokuLanguages languages)
{
  const TodokuChecklistEntry *entry = todoku_checklist_item_get_entry (item);
  const char *answer = todoku_checklist_item_get_answer (item);
  const char *state = todoku_checklist_item_get_state (item);
  gboolean asked = answer != NULL || g_strcmp0 (state, "ask") == 0;
  g_autofree char *question = dup_text (&entry->question, languages);

  gtk_widget_set_visible (self->answers, asked && *question != '\0');
  self->showing = TRUE;
  show_answer (self->yes,
               TODOKU_WORD_YES,
               g_strcmp0 (answer, "yes") == 0,
               question,
               languages);
  show_answer (self->no,
               TODOKU_WORD_NO,
               g_strcmp0 (answer, "no") == 0,
               question,
               languages);
  show_answer (self->unknown,
               TODOKU_WORD_DO_NOT_KNOW,
               g_strcmp0 (answer, "unknown") == 0,
               question,
               languages);
  self->showing = FALSE;
}

/**
 * todoku_checklist_row_show_item:
 * @self: a row
 * @item: what it shows
 * @languages: of the pane
 */
void
todoku_checklist_row_show_item (TodokuChecklistRow *self,
                                TodokuChecklistItem *item,
                                TodokuLanguages languages)
{
  const TodokuChecklistEntry *entry;
  const char *state;
  TodokuTone tone;
  g_autofree char *title = NULL, *word = NULL, *reason = NULL;

  g_return_if_fail (TODOKU_IS_CHECKLIST_ROW (self));
  g_return_if_fail (TODOKU_IS_CHECKLIST_ITEM (item));

  entry = todoku_checklist_item_get_entry (item);
  state = todoku_checklist_item_get_state (item);
  tone = todoku_tone_for_state (state);
  title = dup_text (&entry->title, languages);
  word = todoku_pane_words (todoku_pane_word_for_state (state), languages);
  reason = dup_reason (item, languages);
  if (g_strcmp0 (self->id, entry->id) != 0) {
    g_free (self->id);
    self->id = g_strdup (entry->id);
  }
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  gtk_image_set_from_icon_name (self->icon, todoku_tone_get_icon (tone));
  gtk_widget_set_css_classes (GTK_WIDGET (self->icon),
                              (const char *[]){ todoku_tone_get_style (tone),
                                                NULL });
  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->state, word);
  gtk_label_set_text (self->reason, reason);
  gtk_widget_set_visible (GTK_WIDGET (self->reason), *reason != '\0');
  show_answers (self, item, languages);
}
