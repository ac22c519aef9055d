/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <json-glib/json-glib.h>

#include "todoku-found.h"
#include "todoku-report-words.h"

G_BEGIN_DECLS

/* The member "discovery" of the JSON report.  @found: (nullable): nothing. */
void
todoku_report_write_found (JsonBuilder *builder, TodokuFound *found);

/* One line that says where it was found; (nullable): it was not taken.
 * (transfer full) */
char *
todoku_report_found_provider (TodokuFound *found, TodokuLanguage language);
char *
todoku_report_found_server (TodokuFound *found,
                            const char *side,
                            TodokuLanguage language);

G_END_DECLS
