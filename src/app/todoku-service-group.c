/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-service-group.h"

#include "todoku-compat.h"
#include "todoku-hint-row.h"
#include "todoku-row-layout.h"

#include <glib/gi18n.h>
#include <string.h>

struct _TodokuServiceGroup {
  AdwPreferencesGroup parent_instance;

  AdwComboRow *provider_row;
  GtkStringList *provider_names;
  TodokuHintRow *found_row;
  TodokuHintRow *demands_row;
  AdwComboRow *app_row;
  GtkStringList *app_names;
  AdwComboRow *symptom_row;

  TodokuForm *form;
  GPtrArray *providers; /* (element-type TodokuProvider), owned by knowledge */
  GPtrArray *apps;      /* (element-type TodokuMailApp), owned by knowledge */
  gboolean syncing;     /* what changes now comes from the form */
};

G_DEFINE_FINAL_TYPE (TodokuServiceGroup,
                     todoku_service_group,
                     ADW_TYPE_PREFERENCES_GROUP)

static const char *const symptoms[] = { "send",
                                        "receive",
                                        "both",
                                        "none",
                                        NULL };

static void
provider_selected_cb (TodokuServiceGroup *self)
{
  guint selected = adw_combo_row_get_selected (self->provider_row);
  const TodokuProvider *provider = NULL;

  if (self->syncing || self->form == NULL ||
      selected == GTK_INVALID_LIST_POSITION)
    return;
  if (selected > 0)
    provider = g_ptr_array_index (self->providers, selected - 1);
  todoku_form_set_provider (self->form, provider != NULL ? provider->id : NULL);
}

static void
app_selected_cb (TodokuServiceGroup *self)
{
  guint selected = adw_combo_row_get_selected (self->app_row);
  const TodokuMailApp *app;

  if (self->syncing || self->form == NULL ||
      selected == GTK_INVALID_LIST_POSITION)
    return;
  app = g_ptr_array_index (self->apps, selected);
  todoku_form_set_app (self->form, app->id);
}

static void
symptom_selected_cb (TodokuServiceGroup *self)
{
  guint selected = adw_combo_row_get_selected (self->symptom_row);

  if (!self->syncing && self->form != NULL &&
      selected != GTK_INVALID_LIST_POSITION)
    todoku_form_set_symptom (self->form, symptoms[selected]);
}

static void
word_given_cb (TodokuServiceGroup *self)
{
  if (self->form != NULL)
    todoku_form_give_word (self->form);
}

static void
todoku_service_group_dispose (GObject *object)
{
  TodokuServiceGroup *self = TODOKU_SERVICE_GROUP (object);

  g_clear_object (&self->form);
  g_clear_pointer (&self->providers, g_ptr_array_unref);
  g_clear_pointer (&self->apps, g_ptr_array_unref);
  G_OBJECT_CLASS (todoku_service_group_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuServiceGroup,
                                        provider_row);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuServiceGroup,
                                        provider_names);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuServiceGroup,
                                        found_row);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuServiceGroup,
                                        demands_row);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuServiceGroup,
                                        app_row);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuServiceGroup,
                                        app_names);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuServiceGroup,
                                        symptom_row);
}

static void
todoku_service_group_class_init (TodokuServiceGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = todoku_service_group_dispose;
  g_type_ensure (TODOKU_TYPE_HINT_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               APP_PATH
                                               "todoku-service-group.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, provider_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, app_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, symptom_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, word_given_cb);
}

static void
todoku_service_group_init (TodokuServiceGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  todoku_rows_fit (GTK_WIDGET (self));
  todoku_compat_enable_search (self->provider_row);
  todoku_compat_enable_search (self->app_row);
}

/**
 * todoku_service_group_new:
 *
 * Returns: (transfer floating): a group that shows nothing yet
 */
GtkWidget *
todoku_service_group_new (void)
{
  return g_object_new (TODOKU_TYPE_SERVICE_GROUP, NULL);
}

static void
set_names (GtkStringList *list, GPtrArray *names)
{
  g_ptr_array_add (names, NULL);
  gtk_string_list_splice (list, 0, 0, (const char *const *) names->pdata);
}

static void
fill_providers (TodokuServiceGroup *self, TodokuLanguage language)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  g_ptr_array_add (names, (gpointer) _ ("Other or not known"));
  for (guint i = 0; i < self->providers->len; i++) {
    const TodokuProvider *provider = g_ptr_array_index (self->providers, i);

    g_ptr_array_add (names, provider->name.in[language]);
  }
  set_names (self->provider_names, names);
}

static void
fill_apps (TodokuServiceGroup *self, TodokuLanguage language)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < self->apps->len; i++) {
    const TodokuMailApp *app = g_ptr_array_index (self->apps, i);

    g_ptr_array_add (names, app->name.in[language]);
  }
  set_names (self->app_names, names);
}

/* What most people have comes first. */
static GPtrArray *
sort_apps (GPtrArray *apps)
{
  static const char *const kinds[] = { "desktop", "mobile",  "web",
                                       "device",  "program", "script" };
  GPtrArray *sorted = g_ptr_array_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    for (guint j = 0; j < apps->len; j++)
      if (strcmp (((TodokuMailApp *) g_ptr_array_index (apps, j))->kind,
                  kinds[i]) == 0)
        g_ptr_array_add (sorted, g_ptr_array_index (apps, j));
  return sorted;
}

/**
 * todoku_service_group_set_form:
 * @self: a group that has no form yet
 * @form: what it shows and fills
 * @language: of the window
 */
void
todoku_service_group_set_form (TodokuServiceGroup *self,
                               TodokuForm *form,
                               TodokuLanguage language)
{
  TodokuKnowledge *knowledge;

  g_return_if_fail (TODOKU_IS_SERVICE_GROUP (self) && self->form == NULL);
  g_return_if_fail (TODOKU_IS_FORM (form));

  knowledge = todoku_account_get_knowledge (todoku_form_get_account (form));
  self->providers =
      g_ptr_array_ref (todoku_knowledge_get_providers (knowledge));
  self->apps = sort_apps (todoku_knowledge_get_mail_apps (knowledge));
  fill_providers (self, language);
  fill_apps (self, language);
  self->form = g_object_ref (form);
  todoku_service_group_sync (self);
}

static guint
find_index (GPtrArray *array, gconstpointer item)
{
  guint index;

  return g_ptr_array_find (array, item, &index) ? index : 0;
}

static void
sync_choices (TodokuServiceGroup *self)
{
  TodokuAccount *account = todoku_form_get_account (self->form);
  const TodokuProvider *provider = todoku_account_get_provider (account);
  const TodokuMailApp *app = todoku_account_get_mail_app (account);
  const char *symptom = todoku_account_get_symptom (account);

  adw_combo_row_set_selected (self->provider_row,
                              provider != NULL
                                  ? find_index (self->providers, provider) + 1
                                  : 0);
  adw_combo_row_set_selected (self->app_row, find_index (self->apps, app));
  for (guint i = 0; symptoms[i] != NULL; i++)
    if (g_strcmp0 (symptoms[i], symptom) == 0)
      adw_combo_row_set_selected (self->symptom_row, i);
}

static void
sync_hints (TodokuServiceGroup *self)
{
  const char *demands = todoku_form_get_demands (self->form);
  gboolean needs_word = todoku_form_needs_word (self->form);
  g_autofree char *found = todoku_form_get_found (self->form);

  todoku_hint_row_say (self->demands_row,
                       TODOKU_TONE_NOTE,
                       *demands != '\0' ? demands : NULL,
                       NULL);
  todoku_hint_row_say (self->found_row,
                       needs_word ? TODOKU_TONE_PROBLEM : TODOKU_TONE_NOTE,
                       found,
                       needs_word ? _ ("They Are Right") : NULL);
}

/**
 * todoku_service_group_sync:
 * @self: a group with a form
 *
 * Shows what stands in the form now.
 */
void
todoku_service_group_sync (TodokuServiceGroup *self)
{
  g_return_if_fail (TODOKU_IS_SERVICE_GROUP (self) && self->form != NULL);

  self->syncing = TRUE;
  sync_choices (self);
  sync_hints (self);
  self->syncing = FALSE;
}
