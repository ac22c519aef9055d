/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-reply-reader.h"

G_BEGIN_DECLS

/* What single lines say; pure functions over NUL-terminated lines. */

typedef enum {
  TODOKU_LITERAL_NONE,
  TODOKU_LITERAL_FOLLOWS,
  TODOKU_LITERAL_BAD
} TodokuLiteral;
typedef enum {
  TODOKU_IMAP_UNTAGGED,
  TODOKU_IMAP_FINAL,
  TODOKU_IMAP_FOREIGN
} TodokuImapLine;

gboolean
todoku_reply_smtp_line (const char *line,
                        const char *first,
                        gboolean *ret_last);
gboolean
todoku_reply_is_pop3 (const char *line);
TodokuLiteral
todoku_reply_imap_literal (const char *line, gsize *ret_size);
TodokuImapLine
todoku_reply_imap_line (const char *line, TodokuExpect expect, const char *tag);

/* Whole replies from their lines. */
TodokuReply *
todoku_reply_from_smtp (GPtrArray *lines);
TodokuReply *
todoku_reply_from_pop3 (GPtrArray *lines);
TodokuReply *
todoku_reply_from_imap (GPtrArray *lines);

G_END_DECLS
