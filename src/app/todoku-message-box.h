/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-text-file.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TODOKU_TYPE_MESSAGE_BOX (todoku_message_box_get_type ())
G_DECLARE_FINAL_TYPE (TodokuMessageBox,
                      todoku_message_box,
                      TODOKU,
                      MESSAGE_BOX,
                      AdwBin)

/**
 * TodokuMessageBox:
 *
 * Where an error message is typed, pasted, dropped or opened. Signal "changed":
 * another text stands in it.
 */
GtkWidget *
todoku_message_box_new (void);
char *
todoku_message_box_dup_text (TodokuMessageBox *self);
void
todoku_message_box_set_text (TodokuMessageBox *self, const char *text);
void
todoku_message_box_open (TodokuMessageBox *self, GFile *file);
void
todoku_message_box_mark (TodokuMessageBox *self, GArray *passages);
const char *
todoku_message_box_get_problem (TodokuMessageBox *self);
void
todoku_message_box_focus (TodokuMessageBox *self);

G_END_DECLS
