/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <gio/gio.h>

#include "todoku-knowledge.h"

G_BEGIN_DECLS

/* Bytes: more than any error message or log excerpt; a whole log is not one. */
#define TODOKU_EXPLAIN_MAX_TEXT (256 * 1024)

#define TODOKU_EXPLAIN_ERROR (todoku_explain_error_quark ())
GQuark
todoku_explain_error_quark (void);
/* TODOKU_EXPLAIN_ERROR_BINARY: it is no text; TODOKU_EXPLAIN_ERROR_EMPTY: there
 * is nothing in it; TODOKU_EXPLAIN_ERROR_LENGTH: longer than
 * TODOKU_EXPLAIN_MAX_TEXT */
typedef enum {
  TODOKU_EXPLAIN_ERROR_BINARY,
  TODOKU_EXPLAIN_ERROR_EMPTY,
  TODOKU_EXPLAIN_ERROR_LENGTH
} TodokuExplainError;

/* What stands in a pasted text.  Everything but @passages is owned by the
 * knowledge or static. */
typedef struct {
  TodokuKnowledge *knowledge;
  GPtrArray
      *replies; /* (element-type TodokuReplyPattern) most specific first */
  GPtrArray *changes; /* (element-type TodokuChange) of outdated advice */
  GArray *passages; /* (nullable) (element-type TodokuPassage) of replies, then
                       changes: after todoku_explanation_locate() */
  const TodokuProvider *provider; /* (nullable) whose service it is about */
  const TodokuMailApp *app;       /* (nullable) that is named in it */
  const char *symptom;            /* (nullable) send receive */
} TodokuExplanation;

TodokuExplanation *
todoku_explanation_new (TodokuKnowledge *knowledge,
                        const char *text,
                        const char *said_by,
                        const char *date);
void
todoku_explanation_free (TodokuExplanation *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TodokuExplanation, todoku_explanation_free)

void
todoku_explanation_locate (TodokuExplanation *self, const char *text);
GPtrArray *
todoku_explain_list_examples (TodokuKnowledge *knowledge,
                              TodokuLanguage language,
                              guint most);
char *
todoku_explain_decode (const char *bytes, gsize length, GError **error);

G_END_DECLS
