/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-pane-words.h"

#include <adwaita.h>

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

/* Small pieces that rows are made of. */
void
todoku_labels_wrap (GtkWidget *widget);
void
todoku_labels_keep_spelling (GtkWidget *widget);
GtkWidget *
todoku_row_new (const char *title, const char *subtitle);
GtkWidget *
todoku_expander_row_new (const char *title, const char *subtitle);
GtkWidget *
todoku_tone_image_new (TodokuTone tone);
GtkWidget *
todoku_tone_label_new (TodokuTone tone, const char *word);
GtkWidget *
todoku_text_label_new (const char *text);
GtkWidget *
todoku_copy_button_new (const char *value, TodokuLanguages languages);
GtkWidget *
todoku_link_button_new (const char *link, TodokuLanguages languages);

G_END_DECLS
