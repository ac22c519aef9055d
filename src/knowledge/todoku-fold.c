/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-fold.h"

#include <string.h>

/* Typesetters and word processors put other signs where a server wrote plain
 * ones, and signs that nobody sees: what a letter is matched as, 0 for none. */
static gunichar
plain (gunichar c)
{
  switch (c) {
  case 0x2018: /* ‘ ’ ‚ ‛ */
  case 0x2019:
  case 0x201A:
  case 0x201B:
    return '\'';
  case 0x201C: /* “ ” „ ‟ */
  case 0x201D:
  case 0x201E:
  case 0x201F:
    return '"';
  case 0x2010: /* hyphens, dashes and the minus sign */
  case 0x2011:
  case 0x2012:
  case 0x2013:
  case 0x2014:
  case 0x2212:
    return '-';
  case 0x00AD: /* soft hyphen, zero-width space and joiners, byte order mark */
  case 0x200B:
  case 0x200C:
  case 0x200D:
  case 0x2060:
  case 0xFEFF:
    return 0;
  default:
    return c;
  }
}

/* A space between letters of which one is wide says nothing: Japanese is
 * written without, dialogs put some in, and a line may end anywhere. */
static void
append (GString *folded, gunichar c, gboolean space)
{
  gunichar last;

  if (space && folded->len > 0) {
    last = g_utf8_get_char (g_utf8_prev_char (folded->str + folded->len));
    if (last != ' ' && !g_unichar_iswide (last) && !g_unichar_iswide (c))
      g_string_append_c (folded, ' ');
  }
  g_string_append_unichar (folded, c);
}

static void
append_ascii (GString *folded, const char *text, gboolean space)
{
  for (; *text; text++) {
    if (g_ascii_isspace (*text)) {
      space = TRUE;
      continue;
    }
    if (space || folded->len == 0)
      append (folded, (guchar) g_ascii_tolower (*text), space);
    else
      g_string_append_c (folded, g_ascii_tolower (*text));
    space = FALSE;
  }
}

static void
append_any (GString *folded, const char *text, gboolean space)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *normal = g_utf8_normalize (valid, -1, G_NORMALIZE_NFKC);
  g_autofree char *fold = g_utf8_casefold (normal, -1);

  for (const char *p = fold; *p; p = g_utf8_next_char (p)) {
    gunichar c = plain (g_utf8_get_char (p));

    if (c == 0)
      continue;
    if (g_unichar_isspace (c)) {
      space = TRUE;
      continue;
    }
    append (folded, c, space);
    space = FALSE;
  }
}

/**
 * todoku_fold_append:
 * @folded: what is folded already
 * @text: text
 * @space: there is white space before @text
 *
 * As todoku_fold(), behind what stands in @folded.
 */
void
todoku_fold_append (GString *folded, const char *text, gboolean space)
{
  if (g_str_is_ascii (text))
    append_ascii (folded, text, space);
  else
    append_any (folded, text, space);
}

/**
 * todoku_fold:
 * @text: text
 *
 * Returns: (transfer full): @text with full-width forms and typographic signs
 * made plain, in one case, each run of white space one space, and none beside
 * wide letters or at either end
 */
char *
todoku_fold (const char *text)
{
  GString *folded = g_string_sized_new (strlen (text));

  todoku_fold_append (folded, text, FALSE);
  return g_string_free (folded, FALSE);
}
