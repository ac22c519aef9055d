/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define TODOKU_TYPE_PREFERENCES (todoku_preferences_get_type ())
G_DECLARE_FINAL_TYPE (TodokuPreferences,
                      todoku_preferences,
                      TODOKU,
                      PREFERENCES,
                      AdwPreferencesPage)

/**
 * TodokuPreferences:
 *
 * What a user may want otherwise, whichever account is diagnosed.
 */
GtkWidget *
todoku_preferences_new (GSettings *settings);

G_END_DECLS
