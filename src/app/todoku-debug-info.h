/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *
todoku_debug_info_new (void);

G_END_DECLS
