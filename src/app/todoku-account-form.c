/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-account-form.h"

#include "todoku-hint-row.h"
#include "todoku-later.h"
#include "todoku-servers-form.h"
#include "todoku-service-group.h"

#include <string.h>

struct _TodokuAccountForm {
  AdwBin parent_instance;

  GtkBox *column;
  AdwEntryRow *address_row;
  TodokuHintRow *address_problem;
  GtkButton *practice_button;
  GtkMenuButton *recent_button;
  /* (nullable) until the window stands: who has the address to type can begin
   * before the rest is there. */
  TodokuServiceGroup *service;
  TodokuServersForm *servers;

  TodokuForm *form;
  TodokuLanguage language;
  gulong changed_id;
  gboolean syncing; /* what changes now comes from the form */
};

G_DEFINE_FINAL_TYPE (TodokuAccountForm, todoku_account_form, ADW_TYPE_BIN)

static void
address_changed_cb (TodokuAccountForm *self)
{
  if (!self->syncing && self->form != NULL)
    todoku_form_set_address (self->form,
                             gtk_editable_get_text (
                                 GTK_EDITABLE (self->address_row)));
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
  drop_form (TODOKU_ACCOUNT_FORM (object));
  G_OBJECT_CLASS (todoku_account_form_parent_class)->dispose (object);
}

static void
todoku_account_form_class_init (TodokuAccountFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = todoku_account_form_dispose;
  g_type_ensure (TODOKU_TYPE_HINT_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               APP_PATH
                                               "todoku-account-form.ui");
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuAccountForm,
                                        column);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuAccountForm,
                                        address_row);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuAccountForm,
                                        address_problem);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuAccountForm,
                                        practice_button);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuAccountForm,
                                        recent_button);
  gtk_widget_class_bind_template_callback (widget_class, address_changed_cb);
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

static TodokuServersForm *
ensure_servers (TodokuAccountForm *self)
{
  if (self->servers != NULL)
    return self->servers;
  self->service = TODOKU_SERVICE_GROUP (todoku_service_group_new ());
  self->servers = TODOKU_SERVERS_FORM (todoku_servers_form_new ());
  todoku_service_group_set_form (self->service, self->form, self->language);
  todoku_servers_form_set_form (self->servers, self->form);
  gtk_box_append (self->column, GTK_WIDGET (self->service));
  gtk_box_append (self->column, GTK_WIDGET (self->servers));
  return self->servers;
}

static void
seen_cb (GtkWidget *widget)
{
  ensure_servers (TODOKU_ACCOUNT_FORM (widget));
}

static void
form_changed_cb (TodokuAccountForm *self)
{
  const char *address = todoku_form_get_address (self->form);

  self->syncing = TRUE;
  if (strcmp (gtk_editable_get_text (GTK_EDITABLE (self->address_row)),
              address) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->address_row), address);
  self->syncing = FALSE;
  todoku_hint_row_say (self->address_problem,
                       TODOKU_TONE_PROBLEM,
                       todoku_form_get_problem (self->form,
                                                TODOKU_FIELD_ADDRESS),
                       NULL);
  if (self->servers == NULL)
    return;
  todoku_service_group_sync (self->service);
  todoku_servers_form_sync (self->servers);
}

/**
 * todoku_account_form_set_form:
 * @self: an account form that has no form yet
 * @form: what it shows and fills
 * @language: of the window
 *
 * An address that was typed before is the form's now.
 */
void
todoku_account_form_set_form (TodokuAccountForm *self,
                              TodokuForm *form,
                              TodokuLanguage language)
{
  g_autofree char *typed = NULL;

  g_return_if_fail (TODOKU_IS_ACCOUNT_FORM (self) && self->form == NULL);
  g_return_if_fail (TODOKU_IS_FORM (form));

  typed = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->address_row)));
  if (*typed != '\0')
    todoku_form_set_address (form, typed);
  self->language = language;
  self->form = g_object_ref (form);
  self->changed_id = g_signal_connect_swapped (form,
                                               "changed",
                                               G_CALLBACK (form_changed_cb),
                                               self);
  form_changed_cb (self);
  todoku_later (GTK_WIDGET (self), seen_cb);
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

  todoku_servers_form_set_password (ensure_servers (self), password);
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

  if (field == TODOKU_FIELD_ADDRESS)
    gtk_widget_grab_focus (GTK_WIDGET (self->address_row));
  else
    todoku_servers_form_focus (ensure_servers (self), field);
}

/**
 * todoku_account_form_take_secret:
 * @self: an account form
 * @ret_secret: (out) (nullable) (transfer full): what was typed; %NULL when no
 *   sign-in is to be tried
 *
 * See todoku_servers_form_take_secret().
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
  return todoku_servers_form_take_secret (ensure_servers (self), ret_secret);
}
