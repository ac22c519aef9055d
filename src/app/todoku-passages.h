/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-section.h"

G_BEGIN_DECLS

void
todoku_section_show_passages (TodokuSection *section,
                              const TodokuExplanation *explanation,
                              const char *text,
                              TodokuLanguages languages);

G_END_DECLS
