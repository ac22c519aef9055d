/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TODOKU_TYPE_HEADLINE (todoku_headline_get_type ())
G_DECLARE_FINAL_TYPE (TodokuHeadline,
                      todoku_headline,
                      TODOKU,
                      HEADLINE,
                      GtkWidget)

/**
 * TodokuHeadline:
 *
 * Holds a label that wraps, and makes it as narrow as it can be without another
 * line: lines of like length, and no lonely syllable in the last, where
 * Japanese may break nearly everywhere.
 */
GtkWidget *
todoku_headline_new (void);

G_END_DECLS
