/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-account-form.h"
#include "todoku-results.h"
#include "todoku-split.h"
#include "todoku-window.h"

G_BEGIN_DECLS

struct _TodokuWindow {
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toasts;
  GtkWidget *back_button;
  GtkRevealer *band;
  TodokuSplit *split;
  TodokuAccountForm *form;
  TodokuResults *results;
  AdwWindowTitle *title;

  TodokuSession *session;
  TodokuForm *model;
  GSignalGroup *signals;
  char *language;
};

void
todoku_window_install_actions (GtkWidgetClass *widget_class);
void
todoku_window_update_actions (TodokuWindow *self);
void
todoku_window_toast (TodokuWindow *self, const char *text);
TodokuLanguages
todoku_window_get_languages (TodokuWindow *self);

G_END_DECLS
