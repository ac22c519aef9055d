/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-section.h"

G_BEGIN_DECLS

char *
todoku_transcript_dup_text (TodokuTranscript *transcript,
                            TodokuLanguages languages);

void
todoku_section_show_servers (TodokuSection *section,
                             TodokuRun *run,
                             TodokuLanguages languages);
void
todoku_section_show_transcripts (TodokuSection *section,
                                 TodokuRun *run,
                                 TodokuLanguages languages);

G_END_DECLS
