/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-account-form.h"

#include "todoku-compat.h"
#include "todoku-hint-row.h"
#include "todoku-later.h"
#include "todoku-server-group.h"

#include <glib/gi18n.h>
#include <string.h>

struct _TodokuAccountForm {
  AdwBin parent_instance;

  AdwEntryRow *address_row;
  TodokuHintRow *address_problem;
  AdwComboRow *provider_row;
  TodokuHintRow *found_row;
  TodokuHintRow *demands_row;
  AdwComboRow *app_row;
  AdwComboRow *symptom_row;
  TodokuServerGroup *incoming_group;
  TodokuServerGroup *outgoing_group;
  AdwPreferencesGroup *sign_in_group;
  AdwComboRow *sign_in_row;
  GtkStringList *sign_ins;
  AdwPasswordEntryRow *password_row;
  TodokuHintRow *password_problem;
  GtkButton *practice_button;
  GtkMenuButton *recent_button;

  TodokuForm *form;
  TodokuLanguage language;
  gulong changed_id;
  GPtrArray *providers; /* (element-type TodokuProvider), owned by knowledge */
  GtkStringList *provider_names; /* the first alone until they are asked for */
  GPtrArray *apps;  /* (element-type TodokuMailApp), owned by knowledge */
  gboolean syncing; /* what changes now comes from the form */
};

G_DEFINE_FINAL_TYPE (TodokuAccountForm, todoku_account_form, ADW_TYPE_BIN)

static const char *const symptoms[] = { "send",
                                        "receive",
                                        "both",
                                        "none",
                                        NULL };

static void
address_changed_cb (TodokuAccountForm *self)
{
  if (!self->syncing && self->form != NULL)
    todoku_form_set_address (self->form,
                             gtk_editable_get_text (
                                 GTK_EDITABLE (self->address_row)));
}

static void
provider_selected_cb (TodokuAccountForm *self)
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
app_selected_cb (TodokuAccountForm *self)
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
symptom_selected_cb (TodokuAccountForm *self)
{
  guint selected = adw_combo_row_get_selected (self->symptom_row);

  if (!self->syncing && self->form != NULL &&
      selected != GTK_INVALID_LIST_POSITION)
    todoku_form_set_symptom (self->form, symptoms[selected]);
}

static void
sign_in_selected_cb (TodokuAccountForm *self)
{
  guint selected = adw_combo_row_get_selected (self->sign_in_row);
  g_autofree const char **offers = NULL;

  if (self->syncing || self->form == NULL ||
      selected == GTK_INVALID_LIST_POSITION)
    return;
  offers = todoku_form_get_sign_ins (self->form);
  todoku_form_set_sign_in (self->form, offers[selected]);
}

static void
word_given_cb (TodokuAccountForm *self)
{
  if (self->form != NULL)
    todoku_form_give_word (self->form);
}

static void
start_cb (TodokuAccountForm *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.diagnose", NULL);
}

static void
drop_form (TodokuAccountForm *self)
{
  if (self->form != NULL)
    g_clear_signal_handler (&self->changed_id, self->form);
  g_clear_object (&self->form);
}

static void
todoku_account_form_dispose (GObject *object)
{
  TodokuAccountForm *self = TODOKU_ACCOUNT_FORM (object);

  drop_form (self);
  g_clear_object (&self->provider_names);
  g_clear_pointer (&self->providers, g_ptr_array_unref);
  g_clear_pointer (&self->apps, g_ptr_array_unref);
  G_OBJECT_CLASS (todoku_account_form_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuAccountForm,
                                        address_row);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuAccountForm,
                                        address_problem);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuAccountForm,
                                        provider_row);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuAccountForm,
                                        found_row);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuAccountForm,
                                        demands_row);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuAccountForm,
                                        app_row);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuAccountForm,
                                        symptom_row);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuAccountForm,
                                        incoming_group);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuAccountForm,
                                        outgoing_group);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuAccountForm,
                                        sign_in_group);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuAccountForm,
                                        sign_in_row);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuAccountForm,
                                        sign_ins);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuAccountForm,
                                        password_row);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuAccountForm,
                                        password_problem);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuAccountForm,
                                        practice_button);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuAccountForm,
                                        recent_button);
}

static void
todoku_account_form_class_init (TodokuAccountFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = todoku_account_form_dispose;
  g_type_ensure (TODOKU_TYPE_HINT_ROW);
  g_type_ensure (TODOKU_TYPE_SERVER_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               APP_PATH
                                               "todoku-account-form.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, address_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, provider_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, app_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, symptom_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, sign_in_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, word_given_cb);
  gtk_widget_class_bind_template_callback (widget_class, start_cb);
}

static void
todoku_account_form_init (TodokuAccountForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * todoku_account_form_new:
 *
 * Returns: (transfer floating): an account form that shows nothing yet
 */
GtkWidget *
todoku_account_form_new (void)
{
  return g_object_new (TODOKU_TYPE_ACCOUNT_FORM, NULL);
}

static void
set_names (AdwComboRow *row, GtkStringList *names)
{
  g_autoptr (GtkExpression) expression =
      gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");

  adw_combo_row_set_expression (row, expression);
  adw_combo_row_set_model (row, G_LIST_MODEL (names));
  todoku_compat_enable_search (row);
}

static void
begin_providers (TodokuAccountForm *self)
{
  g_clear_object (&self->provider_names);
  self->provider_names = gtk_string_list_new (NULL);
  gtk_string_list_append (self->provider_names, _ ("Other or not known"));
  set_names (self->provider_row, self->provider_names);
}

/* Each name becomes a row of a list that is closed at first: they are many. */
static void
ensure_providers (TodokuAccountForm *self)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  if (g_list_model_get_n_items (G_LIST_MODEL (self->provider_names)) > 1)
    return;
  for (guint i = 0; i < self->providers->len; i++) {
    const TodokuProvider *provider = g_ptr_array_index (self->providers, i);

    g_ptr_array_add (names, provider->name.in[self->language]);
  }
  g_ptr_array_add (names, NULL);
  gtk_string_list_splice (self->provider_names,
                          1,
                          0,
                          (const char *const *) names->pdata);
}

static void
seen_cb (GtkWidget *widget)
{
  ensure_providers (TODOKU_ACCOUNT_FORM (widget));
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

static void
fill_apps (TodokuAccountForm *self, TodokuLanguage language)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < self->apps->len; i++) {
    const TodokuMailApp *app = g_ptr_array_index (self->apps, i);

    gtk_string_list_append (names, app->name.in[language]);
  }
  set_names (self->app_row, names);
}

static guint
find_index (GPtrArray *array, gconstpointer item)
{
  guint index;

  return g_ptr_array_find (array, item, &index) ? index : 0;
}

static void
sync_account (TodokuAccountForm *self)
{
  TodokuAccount *account = todoku_form_get_account (self->form);
  const TodokuProvider *provider = todoku_account_get_provider (account);
  const char *address = todoku_form_get_address (self->form);
  const char *demands = todoku_form_get_demands (self->form);
  const char *symptom = todoku_account_get_symptom (account);

  if (strcmp (gtk_editable_get_text (GTK_EDITABLE (self->address_row)),
              address) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->address_row), address);
  if (provider != NULL)
    ensure_providers (self);
  adw_combo_row_set_selected (self->provider_row,
                              provider != NULL
                                  ? find_index (self->providers, provider) + 1
                                  : 0);
  todoku_hint_row_say (self->demands_row,
                       TODOKU_TONE_NOTE,
                       *demands != '\0' ? demands : NULL,
                       NULL);
  adw_combo_row_set_selected (self->app_row,
                              find_index (self->apps,
                                          todoku_account_get_mail_app (
                                              account)));
  for (guint i = 0; symptoms[i] != NULL; i++)
    if (g_strcmp0 (symptoms[i], symptom) == 0)
      adw_combo_row_set_selected (self->symptom_row, i);
}

static void
sync_found (TodokuAccountForm *self)
{
  gboolean needs_word = todoku_form_needs_word (self->form);
  g_autofree char *found = todoku_form_get_found (self->form);

  todoku_hint_row_say (self->found_row,
                       needs_word ? TODOKU_TONE_PROBLEM : TODOKU_TONE_NOTE,
                       found,
                       needs_word ? _ ("They Are Right") : NULL);
}

static const char *
get_sign_in_label (const char *sign_in)
{
  if (strcmp (sign_in, "password") == 0)
    return _ ("With the password");
  if (strcmp (sign_in, "app-password") == 0)
    return _ ("With an app password");
  if (strcmp (sign_in, "oauth2") == 0)
    return _ ("With an access token");
  return _ ("No");
}

static void
sync_sign_in (TodokuAccountForm *self)
{
  const char *chosen =
      todoku_account_get_sign_in (todoku_form_get_account (self->form));
  g_autofree const char **offers = todoku_form_get_sign_ins (self->form);
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();
  guint length = g_list_model_get_n_items (G_LIST_MODEL (self->sign_ins));
  guint selected = 0;

  for (guint i = 0; offers[i] != NULL; i++) {
    g_ptr_array_add (labels, (gpointer) get_sign_in_label (offers[i]));
    if (strcmp (offers[i], chosen) == 0)
      selected = i;
  }
  g_ptr_array_add (labels, NULL);
  gtk_string_list_splice (self->sign_ins,
                          0,
                          length,
                          (const char *const *) labels->pdata);
  adw_combo_row_set_selected (self->sign_in_row, selected);
  adw_preferences_group_set_description (
      self->sign_in_group,
      offers[1] == NULL
          ? _ ("This service accepts no password, so none is asked for")
          : _ ("Once, over a verified connection"));
  gtk_widget_set_visible (GTK_WIDGET (self->password_row), selected > 0);
  if (selected == 0)
    todoku_account_form_set_password (self, "");
}

static void
form_changed_cb (TodokuAccountForm *self)
{
  self->syncing = TRUE;
  sync_account (self);
  sync_found (self);
  sync_sign_in (self);
  todoku_hint_row_say (self->address_problem,
                       TODOKU_TONE_PROBLEM,
                       todoku_form_get_problem (self->form,
                                                TODOKU_FIELD_ADDRESS),
                       NULL);
  todoku_hint_row_say (self->password_problem,
                       TODOKU_TONE_PROBLEM,
                       todoku_form_get_problem (self->form,
                                                TODOKU_FIELD_PASSWORD),
                       NULL);
  self->syncing = FALSE;
  todoku_server_group_sync (self->incoming_group);
  todoku_server_group_sync (self->outgoing_group);
}

/**
 * todoku_account_form_set_form:
 * @self: an account form
 * @form: what it shows and fills
 * @language: of the window
 */
void
todoku_account_form_set_form (TodokuAccountForm *self,
                              TodokuForm *form,
                              TodokuLanguage language)
{
  TodokuKnowledge *knowledge;

  g_return_if_fail (TODOKU_IS_ACCOUNT_FORM (self));
  g_return_if_fail (TODOKU_IS_FORM (form));

  drop_form (self);
  knowledge = todoku_account_get_knowledge (todoku_form_get_account (form));
  self->providers =
      g_ptr_array_ref (todoku_knowledge_get_providers (knowledge));
  self->apps = sort_apps (todoku_knowledge_get_mail_apps (knowledge));
  self->language = language;
  begin_providers (self);
  todoku_later (GTK_WIDGET (self), seen_cb);
  fill_apps (self, language);
  self->form = g_object_ref (form);
  self->changed_id = g_signal_connect_swapped (form,
                                               "changed",
                                               G_CALLBACK (form_changed_cb),
                                               self);
  todoku_server_group_set_form (self->incoming_group,
                                form,
                                TODOKU_SIDE_INCOMING);
  todoku_server_group_set_form (self->outgoing_group,
                                form,
                                TODOKU_SIDE_OUTGOING);
  form_changed_cb (self);
}

/**
 * todoku_account_form_set_password:
 * @self: an account form
 * @password: what a practised user types; "" clears
 */
void
todoku_account_form_set_password (TodokuAccountForm *self, const char *password)
{
  g_return_if_fail (TODOKU_IS_ACCOUNT_FORM (self));

  gtk_editable_set_text (GTK_EDITABLE (self->password_row), password);
}

/**
 * todoku_account_form_set_recent:
 * @self: an account form
 * @menu: of recent accounts; its actions are the window's
 */
void
todoku_account_form_set_recent (TodokuAccountForm *self, GMenuModel *menu)
{
  g_return_if_fail (TODOKU_IS_ACCOUNT_FORM (self) && G_IS_MENU_MODEL (menu));

  gtk_menu_button_set_menu_model (self->recent_button, menu);
  gtk_widget_set_visible (GTK_WIDGET (self->recent_button), TRUE);
}

/**
 * todoku_account_form_offer_practice:
 * @self: an account form
 * @offer: whether the practice cases stand on a page that is not seen
 */
void
todoku_account_form_offer_practice (TodokuAccountForm *self, gboolean offer)
{
  g_return_if_fail (TODOKU_IS_ACCOUNT_FORM (self));

  gtk_widget_set_visible (GTK_WIDGET (self->practice_button), offer);
}

/**
 * todoku_account_form_focus:
 * @self: an account form
 * @field: where the user is to go on
 */
void
todoku_account_form_focus (TodokuAccountForm *self, TodokuField field)
{
  g_return_if_fail (TODOKU_IS_ACCOUNT_FORM (self));

  switch (field) {
  case TODOKU_FIELD_INCOMING_HOST:
    todoku_server_group_focus_host (self->incoming_group);
    break;
  case TODOKU_FIELD_INCOMING_PORT:
    todoku_server_group_focus_port (self->incoming_group);
    break;
  case TODOKU_FIELD_OUTGOING_HOST:
    todoku_server_group_focus_host (self->outgoing_group);
    break;
  case TODOKU_FIELD_OUTGOING_PORT:
    todoku_server_group_focus_port (self->outgoing_group);
    break;
  case TODOKU_FIELD_PASSWORD:
    gtk_widget_grab_focus (GTK_WIDGET (self->password_row));
    break;
  case TODOKU_FIELD_ADDRESS:
  case TODOKU_N_FIELDS:
  default:
    gtk_widget_grab_focus (GTK_WIDGET (self->address_row));
  }
}

/**
 * todoku_account_form_take_secret:
 * @self: an account form
 * @ret_secret: (out) (nullable) (transfer full): what was typed; %NULL when no
 *   sign-in is to be tried
 *
 * Clears the entry, whose text lies in the toolkit's locked memory and is
 * copied nowhere else.
 *
 * Returns: %FALSE when a password is needed and cannot be used
 */
gboolean
todoku_account_form_take_secret (TodokuAccountForm *self,
                                 TodokuSecret **ret_secret)
{
  TodokuAccount *account;

  g_return_val_if_fail (TODOKU_IS_ACCOUNT_FORM (self), FALSE);

  account = todoku_form_get_account (self->form);
  if (strcmp (todoku_account_get_sign_in (account), "none") == 0)
    return TRUE;
  *ret_secret = todoku_form_make_secret (self->form,
                                         gtk_editable_get_text (GTK_EDITABLE (
                                             self->password_row)));
  if (*ret_secret == NULL)
    return FALSE;
  todoku_account_form_set_password (self, "");
  return TRUE;
}
