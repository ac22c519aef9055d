/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-report.h"

G_BEGIN_DECLS

/* What a report says, without its form: text, Markdown and HTML write the same
 * blocks. */
typedef enum {
  TODOKU_BLOCK_TITLE,
  TODOKU_BLOCK_HEADING,
  TODOKU_BLOCK_CAUSE,       /* the headline */
  TODOKU_BLOCK_PARAGRAPH,
  TODOKU_BLOCK_SMALL,
  TODOKU_BLOCK_STEP,        /* numbered anew after every other block */
  TODOKU_BLOCK_ITEM,
  TODOKU_BLOCK_CODE,        /* one line of a transcript or setting */
} TodokuBlockKind;

typedef struct {
  TodokuBlockKind kind;
  TodokuLanguage language;
  char *text;
  char *link;               /* (nullable) */
} TodokuBlock;

/* (transfer full) (element-type TodokuBlock) */
GPtrArray *todoku_document_new (TodokuRun *run, TodokuReportFlags flags);

char *todoku_document_to_text (GPtrArray *document, gboolean colour);
char *todoku_document_to_markdown (GPtrArray *document);
char *todoku_document_to_html (GPtrArray *document);
char *todoku_report_to_json (TodokuRun *run, TodokuReportFlags flags);

G_END_DECLS
