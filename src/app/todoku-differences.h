/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-comparison.h"
#include "todoku-section.h"

G_BEGIN_DECLS

void
todoku_section_show_differences (TodokuSection *section,
                                 GPtrArray *differences,
                                 TodokuAccount *account,
                                 GDateTime *last,
                                 TodokuLanguages languages);

G_END_DECLS
