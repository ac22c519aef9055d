/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* @file: (nullable): NULL: the user chose none */
typedef void (*TodokuFileChosen) (GFile *file, gpointer data);

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
todoku_compat_show_about (GtkWindow *parent);

G_END_DECLS
