/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  TODOKU_LINES_MORE,     /* no whole command yet */
  TODOKU_LINES_COMMAND,  /* one was taken */
  TODOKU_LINES_GO_AHEAD, /* the client waits before it sends a literal */
  TODOKU_LINES_TOO_LONG,
} TodokuLinesResult;

/**
 * TodokuLines:
 *
 * Assembles a client's commands from bytes, each at most @most bytes long; an
 * IMAP literal (RFC 9051 §4.3) becomes a quoted string in its command.
 */
typedef struct _TodokuLines TodokuLines;

TodokuLines *
todoku_lines_new (gsize most, gboolean literals);
void
todoku_lines_free (TodokuLines *self);
void
todoku_lines_add (TodokuLines *self, const guint8 *bytes, gsize length);
TodokuLinesResult
todoku_lines_take (TodokuLines *self, char **ret_command);
void
todoku_lines_drop (TodokuLines *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TodokuLines, todoku_lines_free)

G_END_DECLS
