/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-servers-form.h"

#include "todoku-hint-row.h"
#include "todoku-row-layout.h"
#include "todoku-server-group.h"

#include <glib/gi18n.h>
#include <string.h>

struct _TodokuServersForm {
  AdwBin parent_instance;

  TodokuServerGroup *incoming_group;
  TodokuServerGroup *outgoing_group;
  AdwPreferencesGroup *sign_in_group;
  AdwComboRow *sign_in_row;
  GtkStringList *sign_ins;
  AdwPasswordEntryRow *password_row;
  TodokuHintRow *password_problem;

  TodokuForm *form;
  gboolean syncing; /* what changes now comes from the form */
};

G_DEFINE_FINAL_TYPE (TodokuServersForm, todoku_servers_form, ADW_TYPE_BIN)

static void
sign_in_selected_cb (TodokuServersForm *self)
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
start_cb (TodokuServersForm *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.diagnose", NULL);
}

static void
todoku_servers_form_dispose (GObject *object)
{
  TodokuServersForm *self = TODOKU_SERVERS_FORM (object);

  g_clear_object (&self->form);
  G_OBJECT_CLASS (todoku_servers_form_parent_class)->dispose (object);
}

static void
todoku_servers_form_class_init (TodokuServersFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = todoku_servers_form_dispose;
  g_type_ensure (TODOKU_TYPE_HINT_ROW);
  g_type_ensure (TODOKU_TYPE_SERVER_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               APP_PATH
                                               "todoku-servers-form.ui");
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuServersForm,
                                        incoming_group);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuServersForm,
                                        outgoing_group);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuServersForm,
                                        sign_in_group);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuServersForm,
                                        sign_in_row);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuServersForm,
                                        sign_ins);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuServersForm,
                                        password_row);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuServersForm,
                                        password_problem);
  gtk_widget_class_bind_template_callback (widget_class, sign_in_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, start_cb);
}

static void
todoku_servers_form_init (TodokuServersForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  todoku_rows_fit (GTK_WIDGET (self));
}

/**
 * todoku_servers_form_new:
 *
 * Returns: (transfer floating): a form that shows nothing yet
 */
GtkWidget *
todoku_servers_form_new (void)
{
  return g_object_new (TODOKU_TYPE_SERVERS_FORM, NULL);
}

/**
 * todoku_servers_form_set_form:
 * @self: a servers form
 * @form: what it shows and fills
 */
void
todoku_servers_form_set_form (TodokuServersForm *self, TodokuForm *form)
{
  g_return_if_fail (TODOKU_IS_SERVERS_FORM (self));
  g_return_if_fail (TODOKU_IS_FORM (form));

  g_set_object (&self->form, form);
  todoku_server_group_set_form (self->incoming_group,
                                form,
                                TODOKU_SIDE_INCOMING);
  todoku_server_group_set_form (self->outgoing_group,
                                form,
                                TODOKU_SIDE_OUTGOING);
  todoku_servers_form_sync (self);
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
sync_sign_in (TodokuServersForm *self)
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
    todoku_servers_form_set_password (self, "");
}

/**
 * todoku_servers_form_sync:
 * @self: a servers form
 *
 * Shows what stands in the form now.
 */
void
todoku_servers_form_sync (TodokuServersForm *self)
{
  g_return_if_fail (TODOKU_IS_SERVERS_FORM (self));

  self->syncing = TRUE;
  sync_sign_in (self);
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
 * todoku_servers_form_focus:
 * @self: a servers form
 * @field: where the user is to go on; one of this form's
 */
void
todoku_servers_form_focus (TodokuServersForm *self, TodokuField field)
{
  g_return_if_fail (TODOKU_IS_SERVERS_FORM (self));

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
    g_return_if_reached ();
  }
}

/**
 * todoku_servers_form_set_password:
 * @self: a servers form
 * @password: what a practised user types; "" clears
 */
void
todoku_servers_form_set_password (TodokuServersForm *self, const char *password)
{
  g_return_if_fail (TODOKU_IS_SERVERS_FORM (self));

  gtk_editable_set_text (GTK_EDITABLE (self->password_row), password);
}

/**
 * todoku_servers_form_take_secret:
 * @self: a servers form
 * @ret_secret: (out) (nullable) (transfer full): what was typed
 *
 * Clears the entry, whose text lies in the toolkit's locked memory and is
 * copied nowhere else.
 *
 * Returns: %FALSE when what was typed cannot be used
 */
gboolean
todoku_servers_form_take_secret (TodokuServersForm *self,
                                 TodokuSecret **ret_secret)
{
  g_return_val_if_fail (TODOKU_IS_SERVERS_FORM (self), FALSE);

  *ret_secret = todoku_form_make_secret (self->form,
                                         gtk_editable_get_text (GTK_EDITABLE (
                                             self->password_row)));
  if (*ret_secret == NULL)
    return FALSE;
  todoku_servers_form_set_password (self, "");
  return TRUE;
}
