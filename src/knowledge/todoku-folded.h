/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-knowledge.h"

G_BEGIN_DECLS

/* Bytes of a folded text, from the first to before the last. */
typedef struct {
  gsize start, end;
} TodokuPlace;

/* A text as it is matched, and which of its words went where: width, case and
 * escapes change the length of a text. */
typedef struct {
  const char *text;
  char *folded;
  gsize length;  /* bytes of @folded */
  GArray *words; /* (element-type TodokuFoldedWord) */
} TodokuFolded;

/* A piece without white space. */
typedef struct {
  TodokuPassage passage; /* bytes of the text */
  TodokuPlace place;     /* of what it is folded into; may be empty */
  gboolean begins_line;
} TodokuFoldedWord;

TodokuFolded *
todoku_folded_new (const char *text);
void
todoku_folded_free (TodokuFolded *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TodokuFolded, todoku_folded_free)

gboolean
todoku_folded_begins_line (const TodokuFolded *self, gsize offset);
TodokuPassage
todoku_folded_get_passage (const TodokuFolded *self, TodokuPlace place);
TodokuPlace
todoku_folded_get_reply (const TodokuFolded *self, TodokuPlace place);

G_END_DECLS
