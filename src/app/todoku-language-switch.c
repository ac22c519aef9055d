/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-language-switch.h"

struct _TodokuLanguageSwitch {
  AdwBin parent_instance;
};

G_DEFINE_FINAL_TYPE (TodokuLanguageSwitch, todoku_language_switch, ADW_TYPE_BIN)

static void
todoku_language_switch_class_init (TodokuLanguageSwitchClass *klass)
{
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass),
                                               APP_PATH
                                               "todoku-language-switch.ui");
}

static void
todoku_language_switch_init (TodokuLanguageSwitch *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * todoku_language_switch_new:
 *
 * Returns: (transfer floating): a switch
 */
GtkWidget *
todoku_language_switch_new (void)
{
  return g_object_new (TODOKU_TYPE_LANGUAGE_SWITCH, NULL);
}
