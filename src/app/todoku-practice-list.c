/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-practice-list.h"

#include "todoku-section.h"

#include <glib/gi18n.h>
#include <string.h>

/* Layers as people tell them apart, in the order of the way to the mail. */
static const struct {
  const char *title;
  const char *layers[4];
} groups[] = {
  { N_ ("Network, server name, connection"),
    { "network", "name", "connection", NULL } },
  { N_ ("Encryption"), { "encryption", NULL } },
  { N_ ("Certificate"), { "certificate", NULL } },
  { N_ ("Signing in"), { "sign-in", NULL } },
  { N_ ("Mailbox and sending"), { "access", "sending", "mail-app", NULL } },
  { N_ ("When nothing is wrong"), { "outcome", NULL } },
};

struct _TodokuPracticeList {
  AdwPreferencesGroup parent_instance;

  TodokuPractice *practice;
  /* (element-type TodokuScenario), owned by practice */
  GPtrArray *cases[G_N_ELEMENTS (groups)];
  TodokuLanguage language;
};

G_DEFINE_FINAL_TYPE (TodokuPracticeList,
                     todoku_practice_list,
                     ADW_TYPE_PREFERENCES_GROUP)

static void
todoku_practice_list_dispose (GObject *object)
{
  TodokuPracticeList *self = TODOKU_PRACTICE_LIST (object);

  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    g_clear_pointer (&self->cases[i], g_ptr_array_unref);
  g_clear_object (&self->practice);
  G_OBJECT_CLASS (todoku_practice_list_parent_class)->dispose (object);
}

static void
todoku_practice_list_class_init (TodokuPracticeListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = todoku_practice_list_dispose;
}

static void
todoku_practice_list_init (TodokuPracticeList *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    self->cases[i] = g_ptr_array_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self),
                                   _ ("All practice cases"));
}

/**
 * todoku_practice_list_new:
 *
 * Returns: (transfer floating): a list without cases
 */
GtkWidget *
todoku_practice_list_new (void)
{
  return g_object_new (TODOKU_TYPE_PRACTICE_LIST, NULL);
}

/* ---- groups ---------------------------------------------------------------
 */

static guint
find_group (const char *layer)
{
  guint group = 0;

  while (group < G_N_ELEMENTS (groups) &&
         !g_strv_contains (groups[group].layers, layer))
    group++;
  return group;
}

static void
sort_cases (TodokuPracticeList *self, TodokuKnowledge *knowledge)
{
  GPtrArray *scenarios = todoku_practice_get_scenarios (self->practice);

  for (guint i = 0; i < scenarios->len; i++) {
    TodokuScenario *scenario = g_ptr_array_index (scenarios, i);
    const TodokuFindingEntry *finding =
        todoku_knowledge_find_finding (knowledge,
                                       todoku_scenario_get_expect (scenario));
    guint group =
        finding != NULL ? find_group (finding->layer) : G_N_ELEMENTS (groups);

    if (group < G_N_ELEMENTS (groups))
      g_ptr_array_add (self->cases[group], scenario);
  }
}

static GtkWidget *
case_row_new (TodokuPracticeList *self, const TodokuScenario *scenario)
{
  const char *language = todoku_language_to_string (self->language);
  GtkWidget *row =
      todoku_row_new (todoku_scenario_get_title (scenario, language),
                      todoku_scenario_get_story (scenario, language));

  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.practise");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row),
                                    "s",
                                    todoku_scenario_get_id (scenario));
  return row;
}

/* Rows are made when they are asked for: there are many, and the window is
 * to stand at once. */
static void
expanded_cb (AdwExpanderRow *row, GParamSpec *pspec, TodokuPracticeList *self)
{
  guint group = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "group"));

  g_signal_handlers_disconnect_by_func (row, expanded_cb, self);
  for (guint i = 0; i < self->cases[group]->len; i++)
    adw_expander_row_add_row (row,
                              case_row_new (self,
                                            g_ptr_array_index (self->cases
                                                                   [group],
                                                               i)));
}

static GtkWidget *
group_row_new (TodokuPracticeList *self, guint group)
{
  guint count = self->cases[group]->len;
  g_autofree char *cases =
      g_strdup_printf (ngettext ("%u case", "%u cases", count), count);
  GtkWidget *row = todoku_expander_row_new (_ (groups[group].title), cases);

  g_object_set_data (G_OBJECT (row), "group", GUINT_TO_POINTER (group));
  g_signal_connect_object (row,
                           "notify::expanded",
                           G_CALLBACK (expanded_cb),
                           self,
                           0);
  return row;
}

/**
 * todoku_practice_list_fill:
 * @self: a list that is still empty
 * @practice: the cases
 * @knowledge: which cause belongs where
 * @language: of the window
 */
void
todoku_practice_list_fill (TodokuPracticeList *self,
                           TodokuPractice *practice,
                           TodokuKnowledge *knowledge,
                           TodokuLanguage language)
{
  g_return_if_fail (TODOKU_IS_PRACTICE_LIST (self));
  g_return_if_fail (TODOKU_IS_PRACTICE (practice));
  g_return_if_fail (TODOKU_IS_KNOWLEDGE (knowledge));

  g_set_object (&self->practice, practice);
  self->language = language;
  sort_cases (self, knowledge);
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    if (self->cases[i]->len > 0)
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self),
                                 group_row_new (self, i));
}
