/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-facts.h"
#include "todoku-text.h"

G_BEGIN_DECLS

const char *
todoku_host_kind (TodokuAccount *account, const TodokuEndpoint *endpoint);

/* A text with facts filled in, choosing those of its language. */
char *
todoku_fill (const TodokuText *text,
             TodokuLanguage language,
             TodokuFacts *facts);
/* (transfer full): in both languages, for todoku_text_clear() */
TodokuText
todoku_fill_both (const TodokuText *text, TodokuFacts *facts);
/* (transfer full) (element-type TodokuText): the TodokuParagraphs that hold */
GPtrArray *
todoku_fill_paragraphs (GPtrArray *paragraphs, TodokuFacts *facts);
/* (transfer full) (element-type TodokuFindingStep): the TodokuSteps that hold
 */
GPtrArray *
todoku_fill_steps (GPtrArray *steps, TodokuFacts *facts);

/* What was seen at the end of a probe, as one sentence in each language. */
TodokuText
todoku_evidence_text (TodokuFacts *probe);

G_END_DECLS
