/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <glib-object.h>

#include "todoku-endpoint.h"

G_BEGIN_DECLS

/* Bounds (safety.md RB-01, TS-09, RB-02): a line, a whole reply with what came
 * untagged before it, and lines in it. */
#define TODOKU_REPLY_MAX_LINE (64 * 1024)
#define TODOKU_REPLY_MAX_LINE_SMTP_POP3 (4 * 1024)
#define TODOKU_REPLY_MAX_BYTES (256 * 1024)
#define TODOKU_REPLY_MAX_LINES 2000

/**
 * TodokuReplyStatus:
 * @TODOKU_REPLY_POSITIVE: 2yz, OK, +OK
 * @TODOKU_REPLY_CONTINUE: 3yz, +
 * @TODOKU_REPLY_TRANSIENT: 4yz, and POP3 and IMAP replies whose response code
 * says so
 * @TODOKU_REPLY_NEGATIVE: 5yz, NO, -ERR
 * @TODOKU_REPLY_BAD: IMAP BAD
 * @TODOKU_REPLY_BYE: IMAP BYE, SMTP 421
 * @TODOKU_REPLY_PREAUTH: IMAP PREAUTH
 */
typedef enum {
  TODOKU_REPLY_POSITIVE,
  TODOKU_REPLY_CONTINUE,
  TODOKU_REPLY_TRANSIENT,
  TODOKU_REPLY_NEGATIVE,
  TODOKU_REPLY_BAD,
  TODOKU_REPLY_BYE,
  TODOKU_REPLY_PREAUTH,
} TodokuReplyStatus;

/**
 * TodokuReply:
 * @protocol: whose rules it was read by
 * @status: class of the answer, without meaning
 * @code: SMTP code, else 0
 * @enhanced: (nullable): enhanced status code "5.7.9" (RFC 3463)
 * @response_code: (nullable): what stood in brackets, "AUTHENTICATIONFAILED"
 * (RFC 9051 §7.1, RFC 2449 §8)
 * @text: text of all lines, joined by LF, codes stripped; bytes as sent, may be
 * invalid UTF-8
 * @lines: (array zero-terminated=1): lines of a multi-line reply; untagged data
 * for IMAP
 * @literal: (nullable): IMAP: what stood in literals, where the reader was told
 * to keep it
 *
 * One whole server answer.
 */
typedef struct {
  TodokuProtocol protocol;
  TodokuReplyStatus status;
  int code;
  char *enhanced;
  char *response_code;
  char *text;
  GStrv lines;
  char *literal;
} TodokuReply;

#define TODOKU_TYPE_REPLY (todoku_reply_get_type ())
GType
todoku_reply_get_type (void);
TodokuReply *
todoku_reply_copy (const TodokuReply *self);
void
todoku_reply_free (TodokuReply *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TodokuReply, todoku_reply_free)

G_END_DECLS
