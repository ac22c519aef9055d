/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-scenario.h"

G_BEGIN_DECLS

void
todoku_stand_free (TodokuStand *self);
/* Lays the "listen" object of a site or scenario over @stands. */
void
todoku_stands_read (GPtrArray *stands,
                    TodokuPracticeFiles *files,
                    TodokuPracticeReader *reader,
                    JsonObject *listen);
/* Tells @reader what cannot be served. */
void
todoku_stands_check (GPtrArray *stands, TodokuPracticeReader *reader);

G_END_DECLS
