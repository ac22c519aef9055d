/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-knowledge.h"

G_BEGIN_DECLS

void
todoku_text_clear (TodokuText *text);
/* The {names} of a text, sorted, each once; a brace that is not closed, or
 * holds anything but a name, is an error. */
GStrv
todoku_text_list_names (const char *text, GError **error);

G_END_DECLS
