/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-paste.h"

#include <string.h>

/* Fewer letters of base64 hold no challenge; more than this, no server sends.
 */
#define MIN_BASE64 24
#define MAX_BASE64 4096

/* ---- what a web page or a log makes of a sign --------------------------- */

typedef struct {
  const char *written;
  const char *meant;
} Escape;

static const Escape escapes[] = {
  { "&nbsp;", " " },
  { "&lt;", "<" },
  { "&gt;", ">" },
  { "&amp;", "&" },
  { "&quot;", "\"" },
  { "&apos;", "'" },
  { "&#39;", "'" },
  { "&#x27;", "'" },
  { "&#34;", "\"" },
  /* Line ends of a log that keeps a message in one line. */
  { "\\r", " " },
  { "\\n", " " },
  { "\\t", " " },
  /* Quoted-printable (RFC 2045 §6.7): only "=" itself is written so often. */
  { "=3D", "=" },
};

/* Elements that begin a line of their own; the others stand inside a word. */
static const Escape tags[] = {
  { "br", " " }, { "p", " " },   { "div", " " },  { "td", " " },
  { "tr", " " }, { "li", " " },  { "ul", " " },   { "pre", " " },
  { "b", "" },   { "i", "" },    { "em", "" },    { "strong", "" },
  { "a", "" },   { "u", "" },    { "span", "" },  { "font", "" },
  { "tt", "" },  { "code", "" }, { "small", "" },
};

/* "<br>", "</b>", "<br/>": one without attributes. */
static gsize
read_tag (const char *p, gsize left, const char **ret_meant)
{
  gsize start = left > 1 && p[1] == '/' ? 2 : 1;

  for (gsize i = 0; i < G_N_ELEMENTS (tags); i++) {
    gsize length = strlen (tags[i].written);
    gsize end = start + length;

    if (end >= left ||
        g_ascii_strncasecmp (p + start, tags[i].written, length) != 0)
      continue;
    end += p[end] == '/' ? 1 : 0;
    if (end < left && p[end] == '>') {
      *ret_meant = tags[i].meant;
      return end + 1;
    }
  }
  return 0;
}

static gsize
read_escape (const char *p, gsize left, const char **ret_meant)
{
  if (*p == '<')
    return read_tag (p, left, ret_meant);
  for (gsize i = 0; i < G_N_ELEMENTS (escapes); i++) {
    gsize length = strlen (escapes[i].written);

    if (length <= left && strncmp (p, escapes[i].written, length) == 0) {
      *ret_meant = escapes[i].meant;
      return length;
    }
  }
  return 0;
}

/* ---- a challenge in base64 ---------------------------------------------- */

static gsize
base64_run (const char *p, gsize left)
{
  gsize length = 0;

  while (length < left &&
         (g_ascii_isalnum (p[length]) || p[length] == '+' || p[length] == '/'))
    length++;
  return length;
}

/* How "{" with what may follow it begins in base64. */
static gboolean
may_be_object (const char *p)
{
  return p[0] == 'e' && strchr ("yw", p[1]) != NULL;
}

/* The failure of XOAUTH2 and OAUTHBEARER is a JSON object (RFC 7628 §3.2.2).
 * Nothing else is decoded: what a client sent is a secret. */
static void
append_challenge (GString *out, const char *p, gsize length)
{
  g_autofree char *encoded = g_strndup (p, MIN (length, MAX_BASE64) & ~3ul);
  g_autofree guchar *bytes = NULL;
  gsize decoded = 0;
  const char *end;

  /* The last letters may have been padding, or cut off. */
  if (length < MAX_BASE64 && length % 4 != 0) {
    g_free (encoded);
    encoded = g_strdup_printf ("%.*s%s",
                               (int) length,
                               p,
                               length % 4 == 2   ? "=="
                               : length % 4 == 3 ? "="
                                                 : "");
  }
  bytes = g_base64_decode (encoded, &decoded);
  if (decoded < 2 || bytes[0] != '{')
    return;
  g_utf8_validate ((const char *) bytes, (gssize) decoded, &end);
  g_string_append_c (out, ' ');
  g_string_append_len (out, (const char *) bytes, end - (const char *) bytes);
}

static void
append_challenges (GString *out, const char *word, gsize length)
{
  for (gsize at = 0; at < length;) {
    gsize run = base64_run (word + at, length - at);

    if (run >= MIN_BASE64 && may_be_object (word + at))
      append_challenge (out, word + at, run);
    at += run + 1;
  }
}

/**
 * todoku_paste_append:
 * @out: where to
 * @word: (array length=length): letters without white space between them, as
 * somebody pasted them
 * @length: bytes of it
 *
 * Appends what was meant: entities, simple tags and escapes undone, and behind
 * it what a challenge in base64 says.
 */
void
todoku_paste_append (GString *out, const char *word, gsize length)
{
  for (gsize at = 0; at < length;) {
    const char *meant = NULL;
    gsize plain = 0, read;

    while (at + plain < length && !strchr ("&<\\=", word[at + plain]))
      plain++;
    g_string_append_len (out, word + at, (gssize) plain);
    at += plain;
    if (at == length)
      break;
    read = read_escape (word + at, length - at, &meant);
    if (read > 0)
      g_string_append (out, meant);
    else
      g_string_append_c (out, word[at]);
    at += MAX (read, 1);
  }
  if (length >= MIN_BASE64)
    append_challenges (out, word, length);
}
