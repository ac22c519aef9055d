/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-section.h"

G_BEGIN_DECLS

char *
todoku_account_dup_security_words (TodokuAccount *account,
                                   TodokuSecurity security,
                                   TodokuLanguages languages);
/* What should stand in the mail app. */
char *
todoku_settings_dup_text (TodokuRun *run, TodokuLanguages languages);
void
todoku_section_show_settings (TodokuSection *section,
                              TodokuRun *run,
                              TodokuLanguages languages);

G_END_DECLS
