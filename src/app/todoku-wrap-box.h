/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TODOKU_TYPE_WRAP_BOX (todoku_wrap_box_get_type ())
G_DECLARE_FINAL_TYPE (TodokuWrapBox,
                      todoku_wrap_box,
                      TODOKU,
                      WRAP_BOX,
                      GtkWidget)

/**
 * TodokuWrapBox:
 *
 * Children beside each other as long as there is room, the others below, as
 * words in a paragraph. Those that expand share what is left of their line.
 * (AdwWrapBox came with libadwaita 1.7.) Its children are put in by a .ui file.
 */
GtkWidget *
todoku_wrap_box_new (void);

G_END_DECLS
