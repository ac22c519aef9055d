/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* @file: (nullable): %NULL: the user chose none, or none can be chosen
 * @error: (nullable): why none can be chosen, as a sentence for people */
typedef void (*TodokuFileChosen) (GFile *file,
                                  const GError *error,
                                  gpointer data);

void
todoku_compat_choose_save (GtkWindow *parent,
                           const char *title,
                           const char *name,
                           TodokuFileChosen chosen,
                           gpointer data);
void
todoku_compat_choose_open (GtkWindow *parent,
                           const char *title,
                           TodokuFileChosen chosen,
                           gpointer data);
GtkWidget *
todoku_compat_view_switcher_new (AdwViewStack *stack, AdwViewSwitcherBar *bar);
void
todoku_compat_show_about (GtkWindow *parent, const char *debug_info);
void
todoku_compat_add_shortcuts (GtkApplication *application);
void
todoku_compat_announce (GtkWidget *widget, const char *text);

void
todoku_compat_enable_search (AdwComboRow *row);
void
todoku_compat_show_preferences (GtkWindow *parent, AdwPreferencesPage *page);

G_END_DECLS
