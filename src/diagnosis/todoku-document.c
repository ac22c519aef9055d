/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-document.h"

#include "todoku-observed.h"

#include <string.h>

static void
block_free (gpointer data)
{
  TodokuBlock *self = data;

  g_free (self->text);
  g_free (self->link);
  g_free (self->value);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_free (self);
}

static void
strv_free (gpointer data)
{
  g_strfreev (data);
}

/**
 * todoku_document_new:
 *
 * Returns: (transfer full): an empty page
 */
TodokuDocument *
todoku_document_new (void)
{
  TodokuDocument *self = g_new0 (TodokuDocument, 1);

  self->blocks = g_ptr_array_new_with_free_func (block_free);
  return self;
}

/**
 * todoku_document_free:
 * @self: (nullable): a page
 */
void
todoku_document_free (TodokuDocument *self)
{
  if (!self)
    return;
  g_ptr_array_unref (self->blocks);
  g_free (self);
}

/**
 * todoku_document_add:
 * @self: a page
 * @kind: what it is
 * @text: (nullable): its text; made visible here, so that nothing that a server
 *   said can steer a terminal or turn the reading direction (safety.md RE-02)
 *
 * Returns: (transfer none): the new block, in the page's present language
 */
TodokuBlock *
todoku_document_add (TodokuDocument *self,
                     TodokuBlockKind kind,
                     const char *text)
{
  TodokuBlock *block = g_new0 (TodokuBlock, 1);

  block->kind = kind;
  block->language = self->language;
  block->text =
      todoku_visible_text (text ? text : "", text ? strlen (text) : 0, 0);
  block->rows = g_ptr_array_new_with_free_func (strv_free);
  g_ptr_array_add (self->blocks, block);
  return block;
}

/**
 * todoku_block_take_row:
 * @self: a table or what was said
 * @cells: (transfer full) (array zero-terminated=1): its cells, made visible
 */
void
todoku_block_take_row (TodokuBlock *self, GStrv cells)
{
  for (char **cell = cells; *cell; cell++) {
    g_autofree char *raw = *cell;

    *cell = todoku_visible_text (raw, strlen (raw), 0);
  }
  g_ptr_array_add (self->rows, cells);
}
