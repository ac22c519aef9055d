/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "fuzz.h"
#include "todoku-reply-reader.h"

#include <string.h>

/* The reply reader of one protocol: however the bytes are cut, the answers are
 * the same.  The first byte says what is expected; PROTOCOL comes from
 * meson.build. */
#define TAG "T1"

static void
add_reply (GString *heard, const TodokuReply *reply)
{
  g_string_append_printf (heard,
                          "%d %u [%s] (%s) %s\n",
                          reply->status,
                          reply->code,
                          reply->enhanced ? reply->enhanced : "",
                          reply->response_code ? reply->response_code : "",
                          reply->text);
  for (char **line = reply->lines; *line; line++)
    g_string_append_printf (heard, "|%s\n", *line);
}

/* FALSE: the reader gave up, and stays so. */
static gboolean
drain (TodokuReplyReader *reader, TodokuExpect expect, GString *heard)
{
  for (;;) {
    g_autoptr (TodokuReply) reply = NULL;

    switch (todoku_reply_reader_next (reader, expect, TAG, &reply)) {
    case TODOKU_READ_REPLY:
      add_reply (heard, reply);
      break;
    case TODOKU_READ_ERROR:
      g_string_append (heard, "error\n");
      return FALSE;
    case TODOKU_READ_MORE:
    default:
      return TRUE;
    }
  }
}

static char *
hear (TodokuExpect expect, const uint8_t *data, size_t size, size_t piece)
{
  g_autoptr (TodokuReplyReader) reader =
      todoku_reply_reader_new (PROTOCOL, NULL, NULL);
  GString *heard = g_string_new (NULL);
  gboolean good = TRUE;

  todoku_reply_reader_keep_literals (reader, 256);
  for (size_t at = 0; good && at < size; at += piece) {
    size_t n = MIN (piece, size - at);
    g_autofree uint8_t *exact = g_memdup2 (data + at, n);

    todoku_reply_reader_feed (reader, exact, n);
    good = drain (reader, expect, heard);
  }
  return g_string_free (heard, FALSE);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *whole = NULL;
  g_autofree char *cut = NULL;
  TodokuExpect expect;

  if (size < 1)
    return 0;
  expect = (TodokuExpect) (data[0] % 3);
  whole = hear (expect, data + 1, size - 1, size);
  cut = hear (expect, data + 1, size - 1, 1);
  g_assert_cmpstr (whole, ==, cut);
  return 0;
}
