/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-folded.h"

G_BEGIN_DECLS

gboolean
todoku_place_reply (const TodokuReplyPattern *pattern,
                    const TodokuReplyQuery *query,
                    const TodokuFolded *folded,
                    TodokuPlace *ret_place);
gboolean
todoku_place_advice (const TodokuChange *change,
                     const TodokuFolded *folded,
                     TodokuPlace *ret_place);

G_END_DECLS
