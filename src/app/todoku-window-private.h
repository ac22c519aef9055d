/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-account-form.h"
#include "todoku-explain-view.h"
#include "todoku-lookup.h"
#include "todoku-pane.h"
#include "todoku-recent.h"
#include "todoku-split.h"
#include "todoku-window.h"

G_BEGIN_DECLS

struct _TodokuWindow {
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toasts;
  GtkWidget *back_button;
  GtkRevealer *band;
  GtkLabel *band_label;
  TodokuSplit *split;
  TodokuAccountForm *form;
  TodokuPane *pane;
  AdwHeaderBar *header;
  AdwViewStack *views;
  AdwViewSwitcherBar *switcher_bar;
  AdwBin *explain_bin;
  TodokuExplainView *explain; /* (nullable) until it is asked for */

  GSettings *settings; /* (nullable) */
  /* (nullable) until the window stands: what Todoku knows is read first */
  TodokuSession *session;
  TodokuForm *model;
  TodokuRecent *recent; /* (nullable) without settings, too */
  TodokuLookup *lookup;
  GSignalGroup *signals;
  char *language;
};

gboolean
todoku_window_ensure_session (TodokuWindow *self);
void
todoku_window_install_actions (GtkWidgetClass *widget_class);
void
todoku_window_update_actions (TodokuWindow *self);
void
todoku_window_install_view_actions (GtkWidgetClass *widget_class);
void
todoku_window_set_up_views (TodokuWindow *self);
gboolean
todoku_window_shows_view (TodokuWindow *self, const char *name);
void
todoku_window_show_view (TodokuWindow *self, const char *name);
void
todoku_window_end_practice (TodokuWindow *self);
void
todoku_window_toast (TodokuWindow *self, const char *text);
void
todoku_window_complain (TodokuWindow *self, const char *text);
TodokuLanguages
todoku_window_get_languages (TodokuWindow *self);

G_END_DECLS
