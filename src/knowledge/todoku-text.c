/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-text.h"

#include <string.h>

static const char *const languages[] = { "en", "ja" };

/**
 * todoku_language_to_string:
 * @language: a language
 *
 * Returns: (transfer none): "en" or "ja"
 */
const char *
todoku_language_to_string (TodokuLanguage language)
{
  g_return_val_if_fail ((guint) language < TODOKU_N_LANGUAGES, NULL);

  return languages[language];
}

/**
 * todoku_text_clear:
 * @text: a text
 */
void
todoku_text_clear (TodokuText *text)
{
  for (int i = 0; i < TODOKU_N_LANGUAGES; i++)
    g_clear_pointer (&text->in[i], g_free);
}

/* ---- placeholders ------------------------------------------------------ */

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static gboolean
is_name (const char *start, const char *end)
{
  return start < end &&
         strspn (start, "abcdefghijklmnopqrstuvwxyz0123456789.-") ==
             (gsize) (end - start);
}

/**
 * todoku_text_list_names:
 * @text: a text with {placeholders}
 * @error: return location
 *
 * Returns: (transfer full) (nullable): their names, sorted, each once
 */
GStrv
todoku_text_list_names (const char *text, GError **error)
{
  g_autoptr (GPtrArray) names =
      g_ptr_array_new_null_terminated (2, g_free, TRUE);

  for (const char *brace = strpbrk (text, "{}"); brace;
       brace = strpbrk (brace + 1, "{}")) {
    const char *close = *brace == '{' ? strchr (brace, '}') : NULL;

    if (!close || !is_name (brace + 1, close)) {
      g_set_error_literal (error,
                           TODOKU_KNOWLEDGE_ERROR,
                           TODOKU_KNOWLEDGE_ERROR_FORMAT,
                           "has a brace that is no placeholder");
      return NULL;
    }
    g_ptr_array_add (names, g_strndup (brace + 1, (gsize) (close - brace) - 1));
    brace = close;
  }
  g_ptr_array_sort (names, compare_names);
  for (guint i = names->len; i > 1; i--)
    if (strcmp (g_ptr_array_index (names, i - 1),
                g_ptr_array_index (names, i - 2)) == 0)
      g_ptr_array_remove_index (names, i - 1);
  return (GStrv) g_ptr_array_steal (names, NULL);
}

/* The first value of a fact, also under "probe.". */
static const char *
look_up (const char *name, TodokuFactLookup lookup, gpointer user_data)
{
  const char *const *values = lookup (name, user_data);

  if (!values || !*values) {
    g_autofree char *scoped = g_strconcat ("probe.", name, NULL);

    values = lookup (scoped, user_data);
  }
  return values ? *values : NULL;
}

/* Between Japanese words stands no space: a template has one for names in Latin
 * letters ("Outlook 2010 は"). */
static gboolean
needs_no_space (const char *before, gsize length, const char *after)
{
  const char *last = g_utf8_find_prev_char (before, before + length);

  return last && *after && g_unichar_iswide (g_utf8_get_char (last)) &&
         g_unichar_iswide (g_utf8_get_char (after));
}

static void
append_value (GString *filled, const char *value)
{
  gsize length = filled->len;

  if (length > 1 && filled->str[length - 1] == ' ' &&
      needs_no_space (filled->str, length - 1, value))
    g_string_truncate (filled, length - 1);
  g_string_append (filled, value);
}

static const char *
skip_space (const GString *filled, const char *rest)
{
  return *rest == ' ' && needs_no_space (filled->str, filled->len, rest + 1)
             ? rest + 1
             : rest;
}

/**
 * todoku_text_fill:
 * @text: a text
 * @language: which of its languages
 * @lookup: tells the values of a fact
 * @user_data: for @lookup
 *
 * A space of the text between two Japanese words goes.
 *
 * Returns: (transfer full): the text with {names} replaced by the first value
 * of the fact
 */
char *
todoku_text_fill (const TodokuText *text,
                  TodokuLanguage language,
                  TodokuFactLookup lookup,
                  gpointer user_data)
{
  const char *template = text->in[language];
  GString *filled = g_string_new (NULL);

  while (*template) {
    const char *open = strchr (template, '{');
    const char *close = open ? strchr (open, '}') : NULL;
    g_autofree char *name =
        close ? g_strndup (open + 1, (gsize) (close - open) - 1) : NULL;
    const char *value = name ? look_up (name, lookup, user_data) : NULL;

    if (!close)
      break;
    g_string_append_len (filled, template, open - template);
    if (value)
      append_value (filled, value);
    else
      g_string_append_len (filled, open, close + 1 - open);
    template = value ? skip_space (filled, close + 1) : close + 1;
  }
  g_string_append (filled, template);
  return g_string_free (filled, FALSE);
}
