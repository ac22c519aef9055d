/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-pane-words.h"

#include <adwaita.h>

G_BEGIN_DECLS

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
void
todoku_tone_label_fill (GtkWidget *box, TodokuTone tone, const char *word);
GtkWidget *
todoku_tone_label_new (TodokuTone tone, const char *word);
GtkWidget *
todoku_text_label_new (const char *text);
GtkWidget *
todoku_copy_button_new (const char *value, TodokuLanguages languages);
GtkWidget *
todoku_link_button_new (const char *link, TodokuLanguages languages);

G_END_DECLS
