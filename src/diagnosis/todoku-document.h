/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-knowledge.h"

G_BEGIN_DECLS

/* What stands on a page, before it is text, Markdown or HTML.  Every string is
 * one line of visible characters; the writers do the escaping of their form. */
typedef enum {
  TODOKU_BLOCK_TITLE,
  TODOKU_BLOCK_HEADING,
  TODOKU_BLOCK_FINDING, /* a finding's headline: @tone is its severity */
  TODOKU_BLOCK_LABEL,   /* a small heading inside a finding */
  TODOKU_BLOCK_PARAGRAPH,
  TODOKU_BLOCK_SMALL,
  TODOKU_BLOCK_STEP, /* numbered; @link and @value may go with it */
  TODOKU_BLOCK_ITEM, /* @tone: an outcome or nothing */
  TODOKU_BLOCK_TABLE,
  TODOKU_BLOCK_VERBATIM, /* lines of what was said */
} TodokuBlockKind;

typedef struct {
  TodokuBlockKind kind;
  TodokuLanguage language;
  char *text;
  const char *sign; /* (nullable) "✔": goes in front of the text */
  const char *tone; /* (nullable) good problem warning note blocked … */
  char *link;       /* (nullable) https */
  char *value;      /* (nullable) to copy */
  guint number;     /* of a step */
  gboolean headed;  /* the first row of a table names its columns */
  GPtrArray *rows;  /* (element-type GStrv) of a table; lines of a verbatim */
} TodokuBlock;

typedef struct {
  GPtrArray *blocks; /* (element-type TodokuBlock) */
  TodokuLanguage language;
} TodokuDocument;

TodokuDocument *
todoku_document_new (void);
void
todoku_document_free (TodokuDocument *self);
TodokuBlock *
todoku_document_add (TodokuDocument *self,
                     TodokuBlockKind kind,
                     const char *text);
/* Takes @cells: (array zero-terminated=1) */
void
todoku_block_take_row (TodokuBlock *self, GStrv cells);

/* How each form is made of it. */
char *
todoku_document_to_text (TodokuDocument *self, gboolean colour);
char *
todoku_document_to_markdown (TodokuDocument *self);
char *
todoku_document_to_html (TodokuDocument *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TodokuDocument, todoku_document_free)

G_END_DECLS
