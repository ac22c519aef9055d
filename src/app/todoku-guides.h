/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-section.h"

G_BEGIN_DECLS

/* The ways of several steps: the move from POP to IMAP, the administrator's
 * part. */
void
todoku_section_show_guides (TodokuSection *section,
                            TodokuRun *run,
                            TodokuLanguages languages);

/* What is good to know about the mail app. */
void
todoku_section_show_notes (TodokuSection *section,
                           TodokuRun *run,
                           TodokuLanguages languages);

G_END_DECLS
