/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-reply-reader.h"

#include "todoku-reply-parse.h"

#include <string.h>

struct _TodokuReplyReader {
  TodokuProtocol protocol;
  TodokuLineFunc line_func;
  gpointer user_data;
  GByteArray *buffer; /* what came and is no whole line yet, or not looked at */
  gsize seen;         /* of the buffer, known to hold no line end */
  GPtrArray
      *lines; /* (element-type utf8) of the reply that is being put together */
  GString *open_line; /* IMAP: a line that a literal interrupted */
  gsize literal;      /* IMAP: bytes of the literal still to come */
  gsize keep;         /* most bytes of literals that are kept, else 0 */
  GString *kept;
  gsize reply_bytes;
  gboolean failed;
};

/**
 * todoku_reply_reader_new:
 * @protocol: whose rules hold
 * @line_func: (nullable): told each line
 * @user_data: for @line_func
 *
 * A reader owns no descriptor and knows nothing of meaning.  Its bounds stand
 * in todoku-reply.h.
 *
 * Returns: (transfer full): a reader
 */
TodokuReplyReader *
todoku_reply_reader_new (TodokuProtocol protocol,
                         TodokuLineFunc line_func,
                         gpointer user_data)
{
  TodokuReplyReader *self = g_new0 (TodokuReplyReader, 1);

  self->protocol = protocol;
  self->line_func = line_func;
  self->user_data = user_data;
  self->buffer = g_byte_array_new ();
  self->lines = g_ptr_array_new_with_free_func (g_free);
  self->open_line = g_string_new (NULL);
  self->kept = g_string_new (NULL);
  return self;
}

/**
 * todoku_reply_reader_free:
 * @self: (nullable): a reader
 */
void
todoku_reply_reader_free (TodokuReplyReader *self)
{
  if (!self)
    return;
  g_byte_array_unref (self->buffer);
  g_ptr_array_unref (self->lines);
  g_string_free (self->open_line, TRUE);
  g_string_free (self->kept, TRUE);
  g_free (self);
}

static void
forget_reply (TodokuReplyReader *self)
{
  g_ptr_array_set_size (self->lines, 0);
  g_string_truncate (self->open_line, 0);
  g_string_truncate (self->kept, 0);
  self->literal = 0;
  self->reply_bytes = 0;
}

/**
 * todoku_reply_reader_keep_literals:
 * @self: a reader
 * @max: most bytes for one answer; 0: none
 *
 * What stands in IMAP literals is dropped unless somebody wants it.
 */
void
todoku_reply_reader_keep_literals (TodokuReplyReader *self, gsize max)
{
  self->keep = max;
}

/**
 * todoku_reply_reader_reset:
 * @self: a reader
 *
 * Forgets everything: what was said before TLS is not read after it (RFC 3207
 * §4.2).
 */
void
todoku_reply_reader_reset (TodokuReplyReader *self)
{
  g_byte_array_set_size (self->buffer, 0);
  self->seen = 0;
  forget_reply (self);
}

/**
 * todoku_reply_reader_get_buffered:
 * @self: a reader
 *
 * Returns: bytes that came and belong to no reply yet; after a whole reply:
 * what the server sent too early
 */
gsize
todoku_reply_reader_get_buffered (TodokuReplyReader *self)
{
  return self->buffer->len + self->open_line->len + self->lines->len;
}

/**
 * todoku_reply_reader_peek:
 * @self: a reader
 * @ret_length: (out): how many
 *
 * Returns: (transfer none): the bytes that are no whole line yet
 */
const guint8 *
todoku_reply_reader_peek (TodokuReplyReader *self, gsize *ret_length)
{
  *ret_length = self->buffer->len;
  return self->buffer->data;
}

/**
 * todoku_reply_reader_feed:
 * @self: a reader
 * @bytes: what came
 * @length: of @bytes
 */
void
todoku_reply_reader_feed (TodokuReplyReader *self,
                          const guint8 *bytes,
                          gsize length)
{
  g_byte_array_append (self->buffer, bytes, (guint) length);
}

static gsize
line_limit (TodokuReplyReader *self)
{
  return self->protocol == TODOKU_PROTOCOL_IMAP
             ? TODOKU_REPLY_MAX_LINE
             : TODOKU_REPLY_MAX_LINE_SMTP_POP3;
}

/* %TRUE with the line's length without CRLF and with it; an open line is no
 * line. */
static gboolean
find_line (TodokuReplyReader *self, gsize *ret_length, gsize *ret_whole)
{
  const guint8 *start = self->buffer->data;
  const guint8 *newline =
      self->buffer->len > self->seen
          ? memchr (start + self->seen, '\n', self->buffer->len - self->seen)
          : NULL;

  if (!newline) {
    self->seen = self->buffer->len;
    self->failed = self->failed || self->buffer->len > line_limit (self);
    return FALSE;
  }
  *ret_whole = (gsize) (newline - start) + 1;
  *ret_length = *ret_whole - 1;
  if (*ret_length > 0 && start[*ret_length - 1] == '\r')
    (*ret_length)--;
  else if (self->protocol == TODOKU_PROTOCOL_SMTP)
    /* RFC 5321 §2.3.8: a bare LF ends no line. */
    self->failed = TRUE;
  if (*ret_length > line_limit (self) ||
      self->reply_bytes + *ret_whole > TODOKU_REPLY_MAX_BYTES ||
      self->lines->len >= TODOKU_REPLY_MAX_LINES)
    self->failed = TRUE;
  return !self->failed;
}

static void
consume (TodokuReplyReader *self, gsize length)
{
  g_byte_array_remove_range (self->buffer, 0, (guint) length);
  self->seen = 0;
}

static void
keep_literal (TodokuReplyReader *self, gsize length)
{
  gsize room = self->keep > self->kept->len ? self->keep - self->kept->len : 0;
  const char *bytes = (const char *) self->buffer->data;

  for (gsize i = 0; i < MIN (length, room); i++)
    g_string_append_c (self->kept, bytes[i] ? bytes[i] : '?');
}

/* Swallows what there is of a literal.  Its bytes are counted, never allocated
 * as announced (safety.md RB-02). */
static gboolean
skip_literal (TodokuReplyReader *self)
{
  gsize n = MIN (self->literal, self->buffer->len);

  self->literal -= n;
  self->reply_bytes += n;
  if (n > 0) {
    keep_literal (self, n);
    consume (self, n);
  }
  return self->literal == 0;
}

/* The next whole line into @ret_line, %NULL when there is none yet. */
static char *
take_line (TodokuReplyReader *self, gsize *ret_length)
{
  gsize length, whole;
  char *line;

  if (!skip_literal (self) || !find_line (self, &length, &whole))
    return NULL;
  line = g_malloc (length + 1);
  memcpy (line, self->buffer->data, length);
  line[length] = '\0';
  if (self->line_func)
    self->line_func (line, length, self->user_data);
  consume (self, whole);
  self->reply_bytes += whole;
  /* A NUL must not cut what is judged from what is shown (RB-04). */
  for (gsize i = 0; i < length; i++)
    if (line[i] == '\0')
      line[i] = '?';
  *ret_length = length;
  return line;
}

static TodokuRead
next_smtp (TodokuReplyReader *self, TodokuReply **ret_reply)
{
  gsize length;
  char *line;

  while ((line = take_line (self, &length))) {
    gboolean last;

    g_ptr_array_add (self->lines, line);
    if (!todoku_reply_smtp_line (line,
                                 self->lines->len > 1
                                     ? g_ptr_array_index (self->lines, 0)
                                     : line,
                                 &last))
      return TODOKU_READ_ERROR;
    if (last) {
      *ret_reply = todoku_reply_from_smtp (self->lines);
      return TODOKU_READ_REPLY;
    }
  }
  return TODOKU_READ_MORE;
}

static TodokuRead
next_pop3 (TodokuReplyReader *self,
           TodokuExpect expect,
           TodokuReply **ret_reply)
{
  gsize length;
  char *line;

  while ((line = take_line (self, &length))) {
    gboolean first = self->lines->len == 0;

    g_ptr_array_add (self->lines, line);
    if (first && !todoku_reply_is_pop3 (line))
      return TODOKU_READ_ERROR;
    if (first && expect == TODOKU_EXPECT_LISTING &&
        g_ascii_strncasecmp (line, "+OK", 3) == 0)
      continue;
    if (first || strcmp (line, ".") == 0) {
      *ret_reply = todoku_reply_from_pop3 (self->lines);
      return TODOKU_READ_REPLY;
    }
  }
  return TODOKU_READ_MORE;
}

/* Puts a line behind the one that a literal interrupted, or begins a literal.
 */
static gboolean
join_imap (TodokuReplyReader *self, char *line)
{
  g_autofree char *owned = line;
  gsize literal;

  g_string_append (self->open_line, line);
  if (self->open_line->len > TODOKU_REPLY_MAX_LINE) {
    self->failed = TRUE;
    return FALSE;
  }
  /* Text of an answer may end in braces; data alone holds literals. */
  if (self->open_line->str[0] != '*')
    return TRUE;
  switch (todoku_reply_imap_literal (line, &literal)) {
  case TODOKU_LITERAL_NONE:
    return TRUE;
  case TODOKU_LITERAL_BAD:
    self->failed = TRUE;
    return FALSE;
  case TODOKU_LITERAL_FOLLOWS:
  default:
    self->literal = literal;
    return FALSE;
  }
}

static TodokuRead
next_imap (TodokuReplyReader *self,
           TodokuExpect expect,
           const char *tag,
           TodokuReply **ret_reply)
{
  gsize length;
  char *line;

  while ((line = take_line (self, &length))) {
    char *whole;

    if (!join_imap (self, line)) {
      if (self->failed)
        return TODOKU_READ_ERROR;
      continue;
    }
    whole = g_strdup (self->open_line->str);
    g_string_truncate (self->open_line, 0);
    g_ptr_array_add (self->lines, whole);
    switch (todoku_reply_imap_line (whole, expect, tag)) {
    case TODOKU_IMAP_UNTAGGED:
      continue;
    case TODOKU_IMAP_FINAL:
      *ret_reply = todoku_reply_from_imap (self->lines);
      return TODOKU_READ_REPLY;
    case TODOKU_IMAP_FOREIGN:
    default:
      return TODOKU_READ_ERROR;
    }
  }
  return TODOKU_READ_MORE;
}

/**
 * todoku_reply_reader_next:
 * @self: a reader
 * @expect: what a whole answer is
 * @tag: (nullable): IMAP: the tag of the command
 * @ret_reply: (out) (transfer full): the answer, with %TODOKU_READ_REPLY
 *
 * Returns: whether there is a whole answer
 */
TodokuRead
todoku_reply_reader_next (TodokuReplyReader *self,
                          TodokuExpect expect,
                          const char *tag,
                          TodokuReply **ret_reply)
{
  TodokuRead result;

  if (self->failed)
    return TODOKU_READ_ERROR;
  if (self->protocol == TODOKU_PROTOCOL_SMTP)
    result = next_smtp (self, ret_reply);
  else if (self->protocol == TODOKU_PROTOCOL_POP3)
    result = next_pop3 (self, expect, ret_reply);
  else
    result = next_imap (self, expect, tag, ret_reply);
  if (result == TODOKU_READ_REPLY) {
    if (self->kept->len > 0)
      (*ret_reply)->literal = g_strndup (self->kept->str, self->kept->len);
    forget_reply (self);
  }
  self->failed = self->failed || result == TODOKU_READ_ERROR;
  return self->failed ? TODOKU_READ_ERROR : result;
}

/**
 * todoku_reply_reader_steal_bye:
 * @self: a reader
 *
 * Returns: (transfer full) (nullable): the untagged BYE that stands among what
 * came, for the case that nothing follows it (RFC 9051 §7.1.5)
 */
TodokuReply *
todoku_reply_reader_steal_bye (TodokuReplyReader *self)
{
  for (guint i = 0; i < self->lines->len; i++)
    if (g_ascii_strncasecmp (g_ptr_array_index (self->lines, i), "* BYE", 5) ==
        0) {
      g_autoptr (GPtrArray) only = g_ptr_array_new ();

      g_ptr_array_add (only, g_ptr_array_index (self->lines, i));
      return todoku_reply_from_imap (only);
    }
  return NULL;
}
