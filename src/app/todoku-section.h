/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-pieces.h"

G_BEGIN_DECLS

#define TODOKU_TYPE_SECTION (todoku_section_get_type ())
G_DECLARE_FINAL_TYPE (TodokuSection,
                      todoku_section,
                      TODOKU,
                      SECTION,
                      AdwPreferencesGroup)

/**
 * TodokuSection:
 *
 * A group of rows in the results that is filled anew as often as the run
 * judges. Rows are known by a key: one that looks the same as before stays, and
 * so do the focus and what was opened in it.
 */
GtkWidget *
todoku_section_new (void);
void
todoku_section_begin (TodokuSection *self, const char *title);
GtkWidget *
todoku_section_keep (TodokuSection *self, const char *key);
void
todoku_section_add (TodokuSection *self, const char *key, GtkWidget *row);
void
todoku_section_replace (TodokuSection *self, const char *key, GtkWidget *row);
void
todoku_section_end (TodokuSection *self);

G_END_DECLS
