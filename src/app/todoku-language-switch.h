/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define TODOKU_TYPE_LANGUAGE_SWITCH (todoku_language_switch_get_type ())
G_DECLARE_FINAL_TYPE (TodokuLanguageSwitch,
                      todoku_language_switch,
                      TODOKU,
                      LANGUAGE_SWITCH,
                      AdwBin)

/**
 * TodokuLanguageSwitch:
 *
 * In which languages results are shown; presses the window's "win.language".
 */
GtkWidget *
todoku_language_switch_new (void);

G_END_DECLS
