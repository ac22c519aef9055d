/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-form.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TODOKU_TYPE_SERVICE_GROUP (todoku_service_group_get_type ())
G_DECLARE_FINAL_TYPE (TodokuServiceGroup,
                      todoku_service_group,
                      TODOKU,
                      SERVICE_GROUP,
                      AdwPreferencesGroup)

/**
 * TodokuServiceGroup:
 *
 * The service, what it demands today, the mail app, and what is wrong.
 */
GtkWidget *
todoku_service_group_new (void);
void
todoku_service_group_set_form (TodokuServiceGroup *self,
                               TodokuForm *form,
                               TodokuLanguage language);
void
todoku_service_group_sync (TodokuServiceGroup *self);

G_END_DECLS
