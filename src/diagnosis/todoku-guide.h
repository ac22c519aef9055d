/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <gio/gio.h>

#include "todoku-finding.h"

G_BEGIN_DECLS

#define TODOKU_TYPE_GUIDE (todoku_guide_get_type ())
G_DECLARE_FINAL_TYPE (TodokuGuide, todoku_guide, TODOKU, GUIDE, GObject)

/**
 * TodokuGuide:
 *
 * A way of several steps that applies here, with its texts filled in: the move
 * from POP to IMAP, the administrator's part.
 */
const TodokuGuideEntry *
todoku_guide_get_entry (TodokuGuide *self);
const char *
todoku_guide_get_title (TodokuGuide *self, TodokuLanguage language);
/* (element-type TodokuText): what to know first, each a point of its own */
GPtrArray *
todoku_guide_get_points (TodokuGuide *self);
/* (element-type TodokuFindingStep): in order, numbered from 1 */
GPtrArray *
todoku_guide_get_steps (TodokuGuide *self);

/* One guide as far as @facts fill it, whether it applies or not. */
TodokuGuide *
todoku_guide_new (const TodokuGuideEntry *entry, TodokuFacts *facts);
/* (transfer full) (element-type TodokuGuide): those that apply to @facts and
 * to what was found, in the knowledge's order.
 * @findings: (element-type TodokuFinding) top level */
GPtrArray *
todoku_guides_choose (TodokuKnowledge *knowledge,
                      TodokuFacts *facts,
                      GPtrArray *findings);

G_END_DECLS
