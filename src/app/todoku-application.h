/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define TODOKU_TYPE_APPLICATION (todoku_application_get_type ())
G_DECLARE_FINAL_TYPE (TodokuApplication,
                      todoku_application,
                      TODOKU,
                      APPLICATION,
                      AdwApplication)

TodokuApplication *
todoku_application_new (void);
int
todoku_application_get_status (TodokuApplication *self);

G_END_DECLS
