/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-reply-parse.h"

#include <string.h>

/* An enhanced status code at the start of @text: class "." subject "." detail
 * of one to three digits each (RFC 3463 §2), the class that of the code (RFC
 * 2034 §4). */
static char *
parse_enhanced (char code_class, const char *text, const char **ret_rest)
{
  gsize n = 1;

  if (text[0] != code_class)
    return NULL;
  for (int part = 0; part < 2; part++) {
    gsize digits = text[n] == '.' ? strspn (text + n + 1, "0123456789") : 0;

    if (digits < 1 || digits > 3)
      return NULL;
    n += 1 + digits;
  }
  if (text[n] != ' ' && text[n] != '\0')
    return NULL;
  *ret_rest = text[n] == ' ' ? text + n + 1 : text + n;
  return g_strndup (text, n);
}

/* "[CODE arguments] text" (RFC 9051 §7.1, RFC 2449 §8): the code and its
 * arguments, and what follows; nested brackets do not end it early. */
static char *
parse_response_code (const char *text, const char **ret_rest)
{
  int depth = 0;

  if (text[0] != '[')
    return NULL;
  for (const char *p = text; *p; p++) {
    depth += (*p == '[') - (*p == ']');
    if (depth == 0) {
      *ret_rest = p[1] == ' ' ? p + 2 : p + 1;
      return g_strndup (text + 1, (gsize) (p - text - 1));
    }
  }
  return NULL;
}

static void
take_response_code (TodokuReply *reply, const char *text)
{
  const char *rest = text;
  g_autofree char *whole = parse_response_code (text, &rest);

  if (whole) {
    gsize n = strcspn (whole, " ");

    reply->response_code = g_ascii_strup (whole, (gssize) n);
  }
  reply->text = g_strdup (whole ? rest : text);
}

static gboolean
is_transient (const char *response_code)
{
  static const char *const transient[] = { "UNAVAILABLE", "SYS/TEMP",  "IN-USE",
                                           "LOGIN-DELAY", "SERVERBUG", "INUSE",
                                           "LIMIT" };

  for (gsize i = 0; response_code && i < G_N_ELEMENTS (transient); i++)
    if (strcmp (response_code, transient[i]) == 0)
      return TRUE;
  return FALSE;
}

/* ---- SMTP (RFC 5321 §4.2) -------------------------------------------------
 */

/**
 * todoku_reply_smtp_line:
 * @line: a line of a reply
 * @first: the first line of that reply
 * @ret_last: (out): whether the reply ends here
 *
 * Returns: whether it can be one: a code, the same in every line, and a space,
 * a hyphen or nothing
 */
gboolean
todoku_reply_smtp_line (const char *line, const char *first, gboolean *ret_last)
{
  for (int i = 0; i < 3; i++)
    if (!g_ascii_isdigit (line[i]))
      return FALSE;
  if (line[0] < '2' || line[0] > '5' || strncmp (line, first, 3) != 0)
    return FALSE;
  if (line[3] != ' ' && line[3] != '-' && line[3] != '\0')
    return FALSE;
  *ret_last = line[3] != '-';
  return TRUE;
}

static TodokuReplyStatus
smtp_status (int code)
{
  if (code == 421)
    return TODOKU_REPLY_BYE;
  switch (code / 100) {
  case 2:
    return TODOKU_REPLY_POSITIVE;
  case 3:
    return TODOKU_REPLY_CONTINUE;
  case 4:
    return TODOKU_REPLY_TRANSIENT;
  default:
    return TODOKU_REPLY_NEGATIVE;
  }
}

/**
 * todoku_reply_from_smtp:
 * @lines: (element-type utf8): lines that passed todoku_reply_smtp_line()
 *
 * Returns: (transfer full): the reply
 */
TodokuReply *
todoku_reply_from_smtp (GPtrArray *lines)
{
  TodokuReply *reply = g_new0 (TodokuReply, 1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const char *first = g_ptr_array_index (lines, 0);

  reply->protocol = TODOKU_PROTOCOL_SMTP;
  reply->code =
      (first[0] - '0') * 100 + (first[1] - '0') * 10 + (first[2] - '0');
  reply->status = smtp_status (reply->code);
  for (guint i = 0; i < lines->len; i++) {
    const char *line = g_ptr_array_index (lines, i);
    const char *text = line[3] ? line + 4 : "";
    g_autofree char *enhanced = parse_enhanced (first[0], text, &text);

    if (!reply->enhanced)
      reply->enhanced = g_steal_pointer (&enhanced);
    g_strv_builder_add (builder, text);
  }
  reply->lines = g_strv_builder_end (builder);
  reply->text = g_strjoinv ("\n", reply->lines);
  return reply;
}

/* ---- POP3 (RFC 1939 §3, RFC 2449, RFC 5034) ------------------------------ */

/**
 * todoku_reply_is_pop3:
 * @line: a line
 *
 * Returns: whether it is a status line or a continuation request
 */
gboolean
todoku_reply_is_pop3 (const char *line)
{
  gsize n = strcspn (line, " ");

  return (n == 3 && g_ascii_strncasecmp (line, "+OK", 3) == 0) ||
         (n == 4 && g_ascii_strncasecmp (line, "-ERR", 4) == 0) ||
         (n == 1 && line[0] == '+');
}

static TodokuReplyStatus
pop3_status (const char *line)
{
  if (g_ascii_strncasecmp (line, "+OK", 3) == 0)
    return TODOKU_REPLY_POSITIVE;
  return line[0] == '+' ? TODOKU_REPLY_CONTINUE : TODOKU_REPLY_NEGATIVE;
}

/**
 * todoku_reply_from_pop3:
 * @lines: (element-type utf8): a status line, and the lines of a listing with
 * its "."
 *
 * Returns: (transfer full): the reply
 */
TodokuReply *
todoku_reply_from_pop3 (GPtrArray *lines)
{
  TodokuReply *reply = g_new0 (TodokuReply, 1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const char *first = g_ptr_array_index (lines, 0);
  const char *text;

  reply->protocol = TODOKU_PROTOCOL_POP3;
  reply->status = pop3_status (first);
  text = first + (reply->status == TODOKU_REPLY_POSITIVE   ? 3
                  : reply->status == TODOKU_REPLY_NEGATIVE ? 4
                                                           : 1);
  take_response_code (reply, text + strspn (text, " "));
  if (reply->status == TODOKU_REPLY_NEGATIVE &&
      is_transient (reply->response_code))
    reply->status = TODOKU_REPLY_TRANSIENT;
  for (guint i = 1; i + 1 < lines->len; i++) {
    const char *line = g_ptr_array_index (lines, i);

    /* A dot at the start of a line was doubled (RFC 1939 §3). */
    g_strv_builder_add (builder, line[0] == '.' ? line + 1 : line);
  }
  reply->lines = g_strv_builder_end (builder);
  return reply;
}

/* ---- IMAP (RFC 9051 §2.2.2, §7) ------------------------------------------ */

/**
 * todoku_reply_imap_literal:
 * @line: a line of untagged data, or what follows a literal in it
 * @ret_size: (out): how many bytes follow it
 *
 * Returns: whether @line ends by announcing a literal (RFC 9051 §4.3), and
 * whether that can be one
 */
TodokuLiteral
todoku_reply_imap_literal (const char *line, gsize *ret_size)
{
  const char *brace = strrchr (line, '{');
  gsize length = strlen (line);
  g_autofree char *digits = NULL;
  guint64 size;

  if (!brace || line[length - 1] != '}')
    return TODOKU_LITERAL_NONE;
  digits = g_strndup (brace + 1, (gsize) (line + length - brace) - 2);
  if (!g_ascii_string_to_unsigned (digits,
                                   10,
                                   0,
                                   TODOKU_REPLY_MAX_BYTES,
                                   &size,
                                   NULL))
    /* Text may end in "{…}" too; a number, or the sign of one, is meant as a
     * literal. */
    return g_ascii_isdigit (*digits) || *digits == '-' || *digits == '+' ||
                   strspn (digits, "abcdefABCDEFxX0123456789") ==
                       strlen (digits)
               ? TODOKU_LITERAL_BAD
               : TODOKU_LITERAL_NONE;
  *ret_size = (gsize) size;
  return TODOKU_LITERAL_FOLLOWS;
}

/**
 * todoku_reply_imap_line:
 * @line: a whole line, its literals taken out
 * @expect: what is waited for
 * @tag: (nullable): tag of the command
 *
 * Returns: whether @line is untagged data, the answer, or nothing that IMAP
 * knows here
 */
TodokuImapLine
todoku_reply_imap_line (const char *line, TodokuExpect expect, const char *tag)
{
  gsize length = tag ? strlen (tag) : 0;

  if (line[0] == '*' && line[1] == ' ')
    return expect == TODOKU_EXPECT_GREETING ? TODOKU_IMAP_FINAL
                                            : TODOKU_IMAP_UNTAGGED;
  if (expect == TODOKU_EXPECT_GREETING || !tag)
    return TODOKU_IMAP_FOREIGN;
  if (line[0] == '+')
    return TODOKU_IMAP_FINAL;
  if (strncmp (line, tag, length) == 0 && line[length] == ' ')
    return TODOKU_IMAP_FINAL;
  /* A wrong or future tag is no answer to anything that was asked (TS-06). */
  return TODOKU_IMAP_FOREIGN;
}

static const struct {
  const char *word;
  TodokuReplyStatus status;
} imap_statuses[] = {
  { "OK", TODOKU_REPLY_POSITIVE },     { "NO", TODOKU_REPLY_NEGATIVE },
  { "BAD", TODOKU_REPLY_BAD },         { "BYE", TODOKU_REPLY_BYE },
  { "PREAUTH", TODOKU_REPLY_PREAUTH },
};

/* What stands behind the tag; an unknown word is BAD. */
static TodokuReplyStatus
imap_status (const char *text, const char **ret_rest)
{
  gsize n = strcspn (text, " ");

  *ret_rest = text[n] ? text + n + 1 : text + n;
  for (gsize i = 0; i < G_N_ELEMENTS (imap_statuses); i++)
    if (strlen (imap_statuses[i].word) == n &&
        g_ascii_strncasecmp (text, imap_statuses[i].word, n) == 0)
      return imap_statuses[i].status;
  *ret_rest = text;
  return TODOKU_REPLY_BAD;
}

/**
 * todoku_reply_from_imap:
 * @lines: (element-type utf8): untagged lines, then the answer
 *
 * Returns: (transfer full): the reply; its lines are the untagged ones without
 * "* "; of a CAPABILITY in brackets a line is made
 */
TodokuReply *
todoku_reply_from_imap (GPtrArray *lines)
{
  TodokuReply *reply = g_new0 (TodokuReply, 1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const char *last = g_ptr_array_index (lines, lines->len - 1);
  const char *text = last[0] == '+' ? last + 1 : last + strcspn (last, " ");
  const char *rest;
  g_autofree char *code = NULL;

  reply->protocol = TODOKU_PROTOCOL_IMAP;
  text += strspn (text, " ");
  reply->status =
      last[0] == '+' ? TODOKU_REPLY_CONTINUE : imap_status (text, &text);
  code = parse_response_code (text, &rest);
  take_response_code (reply, text);
  if (reply->status == TODOKU_REPLY_NEGATIVE &&
      is_transient (reply->response_code))
    reply->status = TODOKU_REPLY_TRANSIENT;
  for (guint i = 0; i + 1 < lines->len; i++)
    g_strv_builder_add (builder,
                        (const char *) g_ptr_array_index (lines, i) + 2);
  if (code && g_ascii_strncasecmp (code, "CAPABILITY ", 11) == 0)
    g_strv_builder_add (builder, code);
  reply->lines = g_strv_builder_end (builder);
  return reply;
}
