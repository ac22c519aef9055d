/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-observed.h"

#include <string.h>

#define MAX_LINES 2000
#define MAX_BYTES (256 * 1024)
#define MAX_LINE_CHARACTERS 2000

struct _TodokuTranscript {
  GArray *lines;
  gsize bytes;
  guint dropped;
};

static void
line_clear (gpointer data)
{
  TodokuTranscriptLine *line = data;

  g_clear_pointer (&line->text, g_free);
}

/**
 * todoku_transcript_new:
 *
 * Returns: (transfer full): an empty transcript
 */
TodokuTranscript *
todoku_transcript_new (void)
{
  TodokuTranscript *self = g_new0 (TodokuTranscript, 1);

  self->lines = g_array_new (FALSE, TRUE, sizeof (TodokuTranscriptLine));
  g_array_set_clear_func (self->lines, line_clear);
  return self;
}

/**
 * todoku_transcript_free:
 * @self: (nullable): a transcript
 */
void
todoku_transcript_free (TodokuTranscript *self)
{
  if (!self)
    return;
  g_array_unref (self->lines);
  g_free (self);
}

/* Counts a line that is the last one again. */
static gboolean
is_repeated (TodokuTranscript *self, const TodokuTranscriptLine *line)
{
  TodokuTranscriptLine *last = self->lines->len > 0
                                   ? &g_array_index (self->lines,
                                                     TodokuTranscriptLine,
                                                     self->lines->len - 1)
                                   : NULL;

  if (!last || self->dropped > 0 || last->sent != line->sent ||
      last->channel != line->channel || strcmp (last->text, line->text) != 0)
    return FALSE;
  last->times++;
  return TRUE;
}

/**
 * todoku_transcript_add:
 * @self: a transcript
 * @sent: whether we said it
 * @channel: over what
 * @time_us: monotonic microseconds
 * @bytes: the line without its end, secrets already replaced
 * @length: of @bytes
 *
 * Adds a line as visible text.  The same line again is counted (TS-04), and so
 * is what comes beyond the caps.
 */
void
todoku_transcript_add (TodokuTranscript *self,
                       gboolean sent,
                       TodokuChannel channel,
                       gint64 time_us,
                       const char *bytes,
                       gsize length)
{
  TodokuTranscriptLine line = { sent, channel, 1, time_us, NULL };

  g_return_if_fail (self);

  line.text = todoku_visible_text (bytes, length, MAX_LINE_CHARACTERS);
  if (is_repeated (self, &line)) {
    g_free (line.text);
    return;
  }
  if (self->lines->len >= MAX_LINES || self->bytes >= MAX_BYTES) {
    self->dropped++;
    g_free (line.text);
    return;
  }
  self->bytes += strlen (line.text);
  g_array_append_val (self->lines, line);
}

/**
 * todoku_transcript_get:
 * @self: a transcript
 * @ret_length: (out): how many
 *
 * Returns: (array length=ret_length) (transfer none): the lines
 */
const TodokuTranscriptLine *
todoku_transcript_get (TodokuTranscript *self, guint *ret_length)
{
  g_return_val_if_fail (self && ret_length, NULL);

  *ret_length = self->lines->len;
  return (const TodokuTranscriptLine *) (void *) self->lines->data;
}

/**
 * todoku_transcript_get_dropped:
 * @self: a transcript
 *
 * Returns: how many lines were not kept
 */
guint
todoku_transcript_get_dropped (TodokuTranscript *self)
{
  g_return_val_if_fail (self, 0);

  return self->dropped;
}

/* Characters that change how their neighbours are shown, or that cannot be
 * seen: bidi controls, zero-width characters, separators that break lines, the
 * BOM, tags. */
static gboolean
is_deceptive (gunichar c)
{
  return c == 0x00AD || c == 0x061C || c == 0x180E ||
         (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF ||
         (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE007F);
}

static void
append_visible (GString *text, gunichar c)
{
  if (c == '\n' || c == '\t')
    g_string_append_c (text, ' ');
  else if (c < 0x20 || (c >= 0x7f && c < 0xa0))
    g_string_append_printf (text, "\\x%02x", c);
  else if (is_deceptive (c) || !g_unichar_isdefined (c))
    g_string_append_printf (text, "<U+%04X>", c);
  else
    g_string_append_unichar (text, c);
}

/**
 * todoku_visible_text:
 * @bytes: bytes that anybody may have made
 * @length: of @bytes
 * @max: most characters of the input that are shown; 0: all
 *
 * Makes text that is safe to show: valid UTF-8, control characters, bytes that
 * are no UTF-8 and characters that deceive written out.  A line end becomes a
 * space.
 *
 * Returns: (transfer full): the text, with "…" where it was cut
 */
char *
todoku_visible_text (const char *bytes, gsize length, gsize max)
{
  GString *text = g_string_sized_new (MIN (length, 4096) + 1);
  const char *end = bytes + length;
  gsize count = 0;

  for (const char *p = bytes; p < end; count++) {
    gunichar c = *p ? g_utf8_get_char_validated (p, end - p) : 0;

    if (max > 0 && count == max) {
      g_string_append (text, "…");
      break;
    }
    if (c == (gunichar) -1 || c == (gunichar) -2) {
      g_string_append_printf (text, "\\x%02x", (guint8) *p);
      p++;
      continue;
    }
    append_visible (text, c);
    p += *p ? g_utf8_next_char (p) - p : 1;
  }
  return g_string_free (text, FALSE);
}
