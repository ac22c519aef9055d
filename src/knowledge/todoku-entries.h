/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-json-reader.h"

G_BEGIN_DECLS

/* How each kind of entry is read and freed.  A mistake is kept in the view, and
 * what was read until then can be freed all the same. */
gpointer
todoku_provider_read (TodokuJson *json);
gpointer
todoku_mail_app_read (TodokuJson *json);
gpointer
todoku_reply_pattern_read (TodokuJson *json);
gpointer
todoku_finding_entry_read (TodokuJson *json);
gpointer
todoku_checklist_entry_read (TodokuJson *json);
gpointer
todoku_change_read (TodokuJson *json);
gpointer
todoku_guide_entry_read (TodokuJson *json);
gpointer
todoku_requirement_read (TodokuJson *json);
/* A step of a finding or a guide. */
gpointer
todoku_step_read (TodokuJson *json);

void
todoku_provider_free (gpointer data);
void
todoku_mail_app_free (gpointer data);
void
todoku_reply_pattern_free (gpointer data);
void
todoku_finding_entry_free (gpointer data);
void
todoku_checklist_entry_free (gpointer data);
void
todoku_change_free (gpointer data);
void
todoku_guide_entry_free (gpointer data);
void
todoku_requirement_free (gpointer data);
void
todoku_step_free (gpointer data);

extern const char *const todoku_confidences[];
extern const char *const todoku_certainties[];
extern const char *const todoku_actors[];

G_END_DECLS
