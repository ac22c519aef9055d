/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void
todoku_rows_fit (GtkWidget *widget);
void
todoku_line_fit (GtkWidget *box);

G_END_DECLS
