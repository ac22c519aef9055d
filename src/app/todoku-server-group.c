/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-server-group.h"

#include "todoku-hint-row.h"
#include "todoku-row-layout.h"

#include <glib/gi18n.h>
#include <string.h>

struct _TodokuServerGroup {
  AdwPreferencesGroup parent_instance;

  AdwComboRow *protocol_row;
  AdwEntryRow *host_row;
  AdwEntryRow *port_row;
  AdwComboRow *security_row;
  GtkStringList *words;
  TodokuHintRow *hint_row;
  TodokuHintRow *problem_row;

  TodokuForm *form;
  TodokuSide side;
  gboolean syncing; /* what changes now comes from the form, not the user */
};

enum {
  START,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TodokuServerGroup,
                     todoku_server_group,
                     ADW_TYPE_PREFERENCES_GROUP)

static void
protocol_selected_cb (TodokuServerGroup *self)
{
  if (!self->syncing && self->form != NULL)
    todoku_form_set_protocol (self->form,
                              adw_combo_row_get_selected (self->protocol_row) ==
                                      1
                                  ? TODOKU_PROTOCOL_POP3
                                  : TODOKU_PROTOCOL_IMAP);
}

static void
security_selected_cb (TodokuServerGroup *self)
{
  guint selected = adw_combo_row_get_selected (self->security_row);

  if (!self->syncing && self->form != NULL &&
      selected != GTK_INVALID_LIST_POSITION)
    todoku_form_set_security (self->form, self->side, selected);
}

static void
host_changed_cb (TodokuServerGroup *self)
{
  if (!self->syncing && self->form != NULL)
    todoku_form_set_host (self->form,
                          self->side,
                          gtk_editable_get_text (
                              GTK_EDITABLE (self->host_row)));
}

static void
port_changed_cb (TodokuServerGroup *self)
{
  if (!self->syncing && self->form != NULL)
    todoku_form_set_port (self->form,
                          self->side,
                          gtk_editable_get_text (
                              GTK_EDITABLE (self->port_row)));
}

static void
entry_activated_cb (TodokuServerGroup *self)
{
  g_signal_emit (self, signals[START], 0);
}

static void
fix_cb (TodokuServerGroup *self)
{
  if (self->form != NULL)
    todoku_form_fix (self->form, self->side);
  gtk_widget_grab_focus (GTK_WIDGET (self->security_row));
}

static void
todoku_server_group_dispose (GObject *object)
{
  TodokuServerGroup *self = TODOKU_SERVER_GROUP (object);

  g_clear_object (&self->form);
  G_OBJECT_CLASS (todoku_server_group_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               APP_PATH
                                               "todoku-server-group.ui");
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuServerGroup,
                                        protocol_row);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuServerGroup,
                                        host_row);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuServerGroup,
                                        port_row);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuServerGroup,
                                        security_row);
  gtk_widget_class_bind_template_child (widget_class, TodokuServerGroup, words);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuServerGroup,
                                        hint_row);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuServerGroup,
                                        problem_row);
  gtk_widget_class_bind_template_callback (widget_class, protocol_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, security_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, host_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, port_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, fix_cb);
}

static void
todoku_server_group_class_init (TodokuServerGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = todoku_server_group_dispose;
  signals[START] = g_signal_new ("start",
                                 TODOKU_TYPE_SERVER_GROUP,
                                 G_SIGNAL_RUN_LAST,
                                 0,
                                 NULL,
                                 NULL,
                                 NULL,
                                 G_TYPE_NONE,
                                 0);
  g_type_ensure (TODOKU_TYPE_HINT_ROW);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
todoku_server_group_init (TodokuServerGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  todoku_rows_fit (GTK_WIDGET (self));
}

/**
 * todoku_server_group_new:
 *
 * Returns: (transfer floating): a group without a form
 */
GtkWidget *
todoku_server_group_new (void)
{
  return g_object_new (TODOKU_TYPE_SERVER_GROUP, NULL);
}

/**
 * todoku_server_group_set_form:
 * @self: a group
 * @form: what it shows and fills
 * @side: which of its servers
 */
void
todoku_server_group_set_form (TodokuServerGroup *self,
                              TodokuForm *form,
                              TodokuSide side)
{
  g_return_if_fail (TODOKU_IS_SERVER_GROUP (self));

  g_set_object (&self->form, form);
  self->side = side;
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self),
                                   side == TODOKU_SIDE_INCOMING
                                       ? _ ("Incoming mail")
                                       : _ ("Outgoing mail"));
  gtk_widget_set_visible (GTK_WIDGET (self->protocol_row),
                          side == TODOKU_SIDE_INCOMING);
  todoku_server_group_sync (self);
}

static void
set_text (AdwEntryRow *row, const char *text)
{
  if (strcmp (gtk_editable_get_text (GTK_EDITABLE (row)), text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (row), text);
}

/* The entries speak the chosen mail app's words, in the order of
 * TodokuSecurity. */
static void
sync_words (TodokuServerGroup *self)
{
  const char *const words[] = { todoku_form_get_word (self->form, "tls"),
                                todoku_form_get_word (self->form, "starttls"),
                                todoku_form_get_word (self->form, "none"),
                                NULL };

  for (guint i = 0; words[i] != NULL; i++)
    if (g_strcmp0 (gtk_string_list_get_string (self->words, i), words[i]) !=
        0) {
      guint length = g_list_model_get_n_items (G_LIST_MODEL (self->words));

      gtk_string_list_splice (self->words, 0, length, words);
      return;
    }
}

static void
sync_hints (TodokuServerGroup *self)
{
  const gboolean incoming = self->side == TODOKU_SIDE_INCOMING;
  g_autofree char *hint = todoku_form_get_hint (self->form, self->side);
  g_autoptr (TodokuEndpoint) fix = todoku_form_get_fix (self->form, self->side);
  const char *word = NULL;
  g_autofree char *label = NULL;
  const char *problem =
      todoku_form_get_problem (self->form,
                               incoming ? TODOKU_FIELD_INCOMING_HOST
                                        : TODOKU_FIELD_OUTGOING_HOST);

  if (fix != NULL && hint != NULL) {
    word = todoku_form_get_word (self->form,
                                 todoku_security_to_string (fix->security));
    /* Translators: %s is the mail app's word for an encryption */
    label = g_strdup_printf (_ ("Set “%s”"), word);
  }
  todoku_hint_row_say (self->hint_row, TODOKU_TONE_PROBLEM, hint, label);
  if (problem == NULL)
    problem = todoku_form_get_problem (self->form,
                                       incoming ? TODOKU_FIELD_INCOMING_PORT
                                                : TODOKU_FIELD_OUTGOING_PORT);
  todoku_hint_row_say (self->problem_row, TODOKU_TONE_PROBLEM, problem, NULL);
}

/**
 * todoku_server_group_sync:
 * @self: a group
 *
 * Shows what stands in the form now.
 */
void
todoku_server_group_sync (TodokuServerGroup *self)
{
  const TodokuServerFields *fields;

  g_return_if_fail (TODOKU_IS_SERVER_GROUP (self));

  fields = todoku_form_get_server (self->form, self->side);
  self->syncing = TRUE;
  adw_combo_row_set_selected (self->protocol_row,
                              fields->protocol == TODOKU_PROTOCOL_POP3 ? 1 : 0);
  set_text (self->host_row, fields->host);
  set_text (self->port_row, fields->port);
  sync_words (self);
  adw_combo_row_set_selected (self->security_row, fields->security);
  sync_hints (self);
  self->syncing = FALSE;
}

/**
 * todoku_server_group_focus_host:
 * @self: a group
 */
void
todoku_server_group_focus_host (TodokuServerGroup *self)
{
  g_return_if_fail (TODOKU_IS_SERVER_GROUP (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->host_row));
}

/**
 * todoku_server_group_focus_port:
 * @self: a group
 */
void
todoku_server_group_focus_port (TodokuServerGroup *self)
{
  g_return_if_fail (TODOKU_IS_SERVER_GROUP (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->port_row));
}
