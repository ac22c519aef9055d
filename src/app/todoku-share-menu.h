/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-pane-words.h"
#include "todoku-run.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TODOKU_TYPE_SHARE_MENU (todoku_share_menu_get_type ())
G_DECLARE_FINAL_TYPE (TodokuShareMenu,
                      todoku_share_menu,
                      TODOKU,
                      SHARE_MENU,
                      AdwBin)

/**
 * TodokuShareMenu:
 *
 * A button with all ways to give a run's results away, and what is left out of
 * them.  Properties, which notify: "whole-address" and "with-transcript", off
 * for each new run.  Actions: share.copy, share.save (a form of
 * todoku-share.h), share.print (report or hand-out).
 */
GtkWidget *
todoku_share_menu_new (void);
/* @run: (nullable): that has ended */
void
todoku_share_menu_set_run (TodokuShareMenu *self, TodokuRun *run);
void
todoku_share_menu_set_languages (TodokuShareMenu *self,
                                 TodokuLanguages languages);

G_END_DECLS
