/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-reply.h"

G_BEGIN_DECLS

/* What a whole answer is, which depends on what was asked. */
typedef enum {
  TODOKU_EXPECT_GREETING, /* one line; IMAP: untagged */
  TODOKU_EXPECT_ANSWER,   /* SMTP reply, POP3 status line, IMAP tagged answer or
                             "+" */
  TODOKU_EXPECT_LISTING,  /* POP3: a status line and lines up to "." (RFC 1939
                             §3) */
} TodokuExpect;

typedef enum {
  TODOKU_READ_MORE,
  TODOKU_READ_REPLY,
  TODOKU_READ_ERROR, /* no reply of this protocol, or beyond a bound */
} TodokuRead;

/* A line as it came, without its end, for the transcript. */
typedef void (*TodokuLineFunc) (const char *line,
                                gsize length,
                                gpointer user_data);

typedef struct _TodokuReplyReader TodokuReplyReader;

TodokuReplyReader *
todoku_reply_reader_new (TodokuProtocol protocol,
                         TodokuLineFunc line_func,
                         gpointer user_data);
void
todoku_reply_reader_free (TodokuReplyReader *self);
void
todoku_reply_reader_feed (TodokuReplyReader *self,
                          const guint8 *bytes,
                          gsize length);
TodokuRead
todoku_reply_reader_next (TodokuReplyReader *self,
                          TodokuExpect expect,
                          const char *tag,
                          TodokuReply **ret_reply);
void
todoku_reply_reader_keep_literals (TodokuReplyReader *self, gsize max);
gsize
todoku_reply_reader_get_buffered (TodokuReplyReader *self);
const guint8 *
todoku_reply_reader_peek (TodokuReplyReader *self, gsize *ret_length);
TodokuReply *
todoku_reply_reader_steal_bye (TodokuReplyReader *self);
void
todoku_reply_reader_reset (TodokuReplyReader *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TodokuReplyReader, todoku_reply_reader_free)

G_END_DECLS
