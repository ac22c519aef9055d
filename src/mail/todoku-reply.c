/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-reply.h"

G_DEFINE_BOXED_TYPE (TodokuReply,
                     todoku_reply,
                     todoku_reply_copy,
                     todoku_reply_free)

/**
 * todoku_reply_copy:
 * @self: a reply
 *
 * Returns: (transfer full): a copy
 */
TodokuReply *
todoku_reply_copy (const TodokuReply *self)
{
  TodokuReply *copy;

  g_return_val_if_fail (self, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->enhanced = g_strdup (self->enhanced);
  copy->response_code = g_strdup (self->response_code);
  copy->text = g_strdup (self->text);
  copy->lines = g_strdupv (self->lines);
  copy->literal = g_strdup (self->literal);
  return copy;
}

/**
 * todoku_reply_free:
 * @self: (nullable): a reply
 */
void
todoku_reply_free (TodokuReply *self)
{
  if (!self)
    return;
  g_free (self->enhanced);
  g_free (self->response_code);
  g_free (self->text);
  g_strfreev (self->lines);
  g_free (self->literal);
  g_free (self);
}
