/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-practice-lines.h"

#include <string.h>

struct _TodokuLines {
  GByteArray *bytes;
  GString *command;
  gsize most;
  gsize literal;
  gboolean literals;
};

/*
 * todoku_lines_new:
 * @most: bytes that a command may have
 * @literals: whether the protocol is IMAP
 *
 * Returns: (transfer full): an assembler
 */
TodokuLines *
todoku_lines_new (gsize most, gboolean literals)
{
  TodokuLines *self = g_new0 (TodokuLines, 1);

  self->bytes = g_byte_array_new ();
  self->command = g_string_new (NULL);
  self->most = most;
  self->literals = literals;
  return self;
}

/*
 * todoku_lines_free:
 * @self: (transfer full): an assembler
 */
void
todoku_lines_free (TodokuLines *self)
{
  g_byte_array_unref (self->bytes);
  g_string_free (self->command, TRUE);
  g_free (self);
}

/*
 * todoku_lines_add:
 * @self: an assembler
 * @bytes: what a client sent
 * @length: its length; the caller takes commands before it adds more
 */
void
todoku_lines_add (TodokuLines *self, const guint8 *bytes, gsize length)
{
  g_byte_array_append (self->bytes, bytes, (guint) length);
}

/*
 * todoku_lines_drop:
 * @self: an assembler
 *
 * Forgets what was sent too early (RFC 3207 §4.2).
 */
void
todoku_lines_drop (TodokuLines *self)
{
  g_byte_array_set_size (self->bytes, 0);
  g_string_set_size (self->command, 0);
  self->literal = 0;
}

static void
append_literal (GString *command, const guint8 *bytes, gsize length)
{
  g_string_append_c (command, '"');
  for (gsize i = 0; i < length; i++) {
    if (bytes[i] == '"' || bytes[i] == '\\')
      g_string_append_c (command, '\\');
    g_string_append_c (command, (char) bytes[i]);
  }
  g_string_append_c (command, '"');
}

/* "{12}" or "{12+}" at the end: cuts it off. */
static gboolean
cut_announcement (GString *command, guint64 *ret_length, gboolean *ret_waits)
{
  const char *open = strrchr (command->str, '{');
  char *end;

  if (open == NULL || !g_ascii_isdigit (open[1]))
    return FALSE;
  *ret_length = g_ascii_strtoull (open + 1, &end, 10);
  *ret_waits = *end != '+';
  if (*end == '+')
    end++;
  if (!g_str_equal (end, "}"))
    return FALSE;
  g_string_truncate (command, (gsize) (open - command->str));
  return TRUE;
}

static gboolean
take_line (TodokuLines *self)
{
  const guint8 *end = self->bytes->len == 0
                          ? NULL
                          : memchr (self->bytes->data, '\n', self->bytes->len);
  gsize length;

  if (end == NULL)
    return FALSE;
  length = (gsize) (end - self->bytes->data);
  g_string_append_len (self->command,
                       (const char *) self->bytes->data,
                       (gssize) length);
  g_byte_array_remove_range (self->bytes, 0, (guint) length + 1);
  if (self->command->len > 0 &&
      self->command->str[self->command->len - 1] == '\r')
    g_string_truncate (self->command, self->command->len - 1);
  return TRUE;
}

/* A client may send anything: text without NUL comes out. */
static char *
finish_command (TodokuLines *self)
{
  char *text =
      g_utf8_make_valid (self->command->str, (gssize) self->command->len);

  g_string_truncate (self->command, 0);
  return text;
}

/*
 * todoku_lines_take:
 * @self: an assembler
 * @ret_command: (out) (transfer full): the next command, valid UTF-8, without
 *   its line end
 *
 * Returns: %TODOKU_LINES_COMMAND when @ret_command was set
 */
TodokuLinesResult
todoku_lines_take (TodokuLines *self, char **ret_command)
{
  guint64 announced;
  gboolean waits;

  if (self->literal > 0) {
    if (self->bytes->len < self->literal)
      return TODOKU_LINES_MORE;
    append_literal (self->command, self->bytes->data, self->literal);
    g_byte_array_remove_range (self->bytes, 0, (guint) self->literal);
    self->literal = 0;
  }
  if (!take_line (self))
    return self->command->len + self->bytes->len > self->most
               ? TODOKU_LINES_TOO_LONG
               : TODOKU_LINES_MORE;
  if (self->command->len > self->most)
    return TODOKU_LINES_TOO_LONG;
  if (!self->literals ||
      !cut_announcement (self->command, &announced, &waits)) {
    *ret_command = finish_command (self);
    return TODOKU_LINES_COMMAND;
  }
  if (announced == 0 || announced + self->command->len > self->most)
    return TODOKU_LINES_TOO_LONG;
  self->literal = (gsize) announced;
  return waits ? TODOKU_LINES_GO_AHEAD : todoku_lines_take (self, ret_command);
}
