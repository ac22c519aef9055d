/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-run.h"

G_BEGIN_DECLS

/* (transfer full) (element-type TodokuChecklistItem): the items that apply,
 * settled or to be asked. */
GPtrArray *
todoku_checklist_judge (TodokuAccount *account, TodokuFacts *facts);

G_END_DECLS
