/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-preferences.h"

#include "todoku-row-layout.h"

#define KEY_LANGUAGE "language"
#define KEY_REMEMBER "remember-accounts"
#define KEY_ACCOUNTS "recent-accounts"

struct _TodokuPreferences {
  AdwPreferencesPage parent_instance;

  AdwComboRow *language_row;
  GtkSwitch *remember_switch;
  GtkWidget *forget_button;

  GSettings *settings;
};

G_DEFINE_FINAL_TYPE (TodokuPreferences,
                     todoku_preferences,
                     ADW_TYPE_PREFERENCES_PAGE)

/* The entries stand in the order of the setting's values. */
static void
language_selected_cb (TodokuPreferences *self)
{
  if (self->settings != NULL)
    g_settings_set_enum (self->settings,
                         KEY_LANGUAGE,
                         (int) adw_combo_row_get_selected (self->language_row));
}

static void
forget_cb (TodokuPreferences *self)
{
  g_settings_reset (self->settings, KEY_ACCOUNTS);
}

static void
accounts_changed_cb (TodokuPreferences *self)
{
  g_autoptr (GVariant) accounts =
      g_settings_get_value (self->settings, KEY_ACCOUNTS);

  gtk_widget_set_sensitive (self->forget_button,
                            g_variant_n_children (accounts) > 0);
}

static void
todoku_preferences_dispose (GObject *object)
{
  TodokuPreferences *self = TODOKU_PREFERENCES (object);

  g_clear_object (&self->settings);
  G_OBJECT_CLASS (todoku_preferences_parent_class)->dispose (object);
}

static void
todoku_preferences_class_init (TodokuPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = todoku_preferences_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               APP_PATH
                                               "todoku-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuPreferences,
                                        language_row);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuPreferences,
                                        remember_switch);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuPreferences,
                                        forget_button);
  gtk_widget_class_bind_template_callback (widget_class, language_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, forget_cb);
}

static void
todoku_preferences_init (TodokuPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  todoku_rows_fit (GTK_WIDGET (self));
}

/**
 * todoku_preferences_new:
 * @settings: what is shown and changed
 *
 * Returns: (transfer floating): a page of preferences
 */
GtkWidget *
todoku_preferences_new (GSettings *settings)
{
  TodokuPreferences *self;

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (TODOKU_TYPE_PREFERENCES, NULL);
  adw_combo_row_set_selected (self->language_row,
                              (guint) g_settings_get_enum (settings,
                                                           KEY_LANGUAGE));
  self->settings = g_object_ref (settings);
  g_settings_bind (settings,
                   KEY_REMEMBER,
                   self->remember_switch,
                   "active",
                   G_SETTINGS_BIND_DEFAULT);
  g_signal_connect_object (settings,
                           "changed::" KEY_ACCOUNTS,
                           G_CALLBACK (accounts_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  accounts_changed_cb (self);
  return GTK_WIDGET (self);
}
