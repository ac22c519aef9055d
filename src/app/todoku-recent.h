/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-account.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define TODOKU_TYPE_RECENT (todoku_recent_get_type ())
G_DECLARE_FINAL_TYPE (TodokuRecent, todoku_recent, TODOKU, RECENT, GObject)

/**
 * TodokuRecent:
 *
 * Accounts that were diagnosed, where the user asked to have them remembered:
 * what was typed into the form, never a secret.  Signal "recalled" (int): one
 * was chosen.
 */
TodokuRecent *
todoku_recent_new (GSettings *settings);
GActionGroup *
todoku_recent_get_actions (TodokuRecent *self);
GMenuModel *
todoku_recent_get_menu (TodokuRecent *self);
void
todoku_recent_add (TodokuRecent *self, TodokuAccount *account);
void
todoku_recent_apply (TodokuRecent *self, int index, TodokuAccount *account);

G_END_DECLS
