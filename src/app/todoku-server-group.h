/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-form.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TODOKU_TYPE_SERVER_GROUP (todoku_server_group_get_type ())
G_DECLARE_FINAL_TYPE (TodokuServerGroup,
                      todoku_server_group,
                      TODOKU,
                      SERVER_GROUP,
                      AdwPreferencesGroup)

/**
 * TodokuServerGroup:
 *
 * One server as set in the mail app: host, port and encryption, with a hint
 * when they cannot go together. Signal "start": Enter in an entry.
 */
GtkWidget *
todoku_server_group_new (void);
void
todoku_server_group_set_form (TodokuServerGroup *self,
                              TodokuForm *form,
                              TodokuSide side);
void
todoku_server_group_sync (TodokuServerGroup *self);
void
todoku_server_group_focus_host (TodokuServerGroup *self);
void
todoku_server_group_focus_port (TodokuServerGroup *self);

G_END_DECLS
