/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-received.h"

#include "todoku-observed.h"

#include <string.h>

/* A message that went further than this goes in circles (RFC 5321 §6.3 asks for
 * at least 100 before a server says so; nobody reads more than 30). */
#define MAX_HOPS 30
#define MAX_FIELD 2000
#define MAX_NAME 255

/* ---- fields ---------------------------------------------------------------
 */

static gboolean
is_continuation (const char *line)
{
  return *line == ' ' || *line == '\t';
}

/**
 * todoku_received_fields:
 * @header: lines of a header, with CRLF or LF
 *
 * Returns: (transfer full) (array zero-terminated=1): what its Received fields
 *   hold, unfolded (RFC 5322 §2.2.3), at most 30, the last hop first
 */
GStrv
todoku_received_fields (const char *header)
{
  g_auto (GStrv) lines = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint n = 0;

  g_return_val_if_fail (header, NULL);

  lines = g_strsplit (header, "\n", -1);
  for (char **line = lines; *line && n < MAX_HOPS; line++) {
    g_autoptr (GString) field = NULL;
    g_autofree char *clean = NULL;

    if (g_ascii_strncasecmp (*line, "Received:", 9) != 0)
      continue;
    field = g_string_new (*line + 9);
    while (line[1] && is_continuation (line[1]) && field->len < MAX_FIELD)
      g_string_append (field, *++line);
    g_strdelimit (field->str, "\r\t", ' ');
    clean = g_strstrip (g_strndup (field->str, MAX_FIELD));
    g_strv_builder_add (builder, clean);
    n++;
  }
  return g_strv_builder_end (builder);
}

/* ---- dates ----------------------------------------------------------------
 */

static int
find_month (const char *name)
{
  static const char *const months[] = { "Jan", "Feb", "Mar", "Apr",
                                        "May", "Jun", "Jul", "Aug",
                                        "Sep", "Oct", "Nov", "Dec" };

  for (int i = 0; name && i < 12; i++)
    if (g_ascii_strcasecmp (name, months[i]) == 0)
      return i + 1;
  return 0;
}

static gboolean
take_number (const char *text, guint64 max, int *ret_number)
{
  guint64 number;

  if (!text || !g_ascii_string_to_unsigned (text, 10, 0, max, &number, NULL))
    return FALSE;
  *ret_number = (int) number;
  return TRUE;
}

/* "+0900", or a name; an unknown name is taken for UTC (RFC 5322 §4.3). */
static GTimeZone *
make_zone (const char *text)
{
  gboolean numeric = text && strchr ("+-", *text) && strlen (text) == 5;

  return numeric ? g_time_zone_new_identifier (text) : NULL;
}

static GDateTime *
make_date (char **words)
{
  g_auto (GStrv) clock = NULL;
  g_autoptr (GTimeZone) zone = NULL;
  int day, year, hour, minute, second = 0;
  int month = words[0] ? find_month (words[1]) : 0;

  if (month == 0 || !take_number (words[0], 31, &day) ||
      !take_number (words[2], 9999, &year) || !words[3])
    return NULL;
  clock = g_strsplit (words[3], ":", 4);
  if (!take_number (clock[0], 23, &hour) ||
      !take_number (clock[1], 59, &minute))
    return NULL;
  if (clock[2] && !take_number (clock[2], 60, &second))
    return NULL;
  zone = make_zone (words[4]);
  if (!zone)
    zone = g_time_zone_new_utc ();
  return g_date_time_new (zone,
                          year,
                          month,
                          day,
                          hour,
                          minute,
                          MIN (second, 59));
}

/**
 * todoku_date_parse:
 * @text: such as "Tue, 24 Nov 2026 16:25:20 +0900 (JST)"
 *
 * Returns: (transfer full) (nullable): the time (RFC 5322 §3.3), %NULL when it
 *   is none
 */
GDateTime *
todoku_date_parse (const char *text)
{
  const char *comma;
  g_auto (GStrv) parts = NULL;
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  g_return_val_if_fail (text, NULL);

  comma = strchr (text, ',');
  parts = g_strsplit (comma ? comma + 1 : text, " ", 16);
  for (char **part = parts; *part; part++)
    if (**part)
      g_ptr_array_add (words, *part);
  g_ptr_array_add (words, NULL);
  return words->len >= 5 ? make_date ((char **) words->pdata) : NULL;
}

/* ---- hops -----------------------------------------------------------------
 */

static void
hop_free (gpointer data)
{
  TodokuHop *self = data;

  g_free (self->by);
  g_free (self);
}

/* The word behind "by" (RFC 5321 §4.4). */
static char *
find_by (const char *field)
{
  g_auto (GStrv) words = g_strsplit (field, " ", 200);

  for (char **word = words; *word; word++)
    if (g_ascii_strcasecmp (*word, "by") == 0 && word[1] && *word[1])
      return todoku_visible_text (word[1], strcspn (word[1], ";"), MAX_NAME);
  return g_strdup ("?");
}

/* The date stands behind the last semicolon. */
static GDateTime *
find_date (const char *field)
{
  const char *semicolon = strrchr (field, ';');

  return semicolon ? todoku_date_parse (semicolon + 1) : NULL;
}

/**
 * todoku_received_hops:
 * @fields: (array zero-terminated=1): from todoku_received_fields()
 *
 * Returns: (transfer full) (element-type TodokuHop): the way, the first hop
 *   first
 */
GPtrArray *
todoku_received_hops (const char *const *fields)
{
  GPtrArray *hops = g_ptr_array_new_with_free_func (hop_free);
  g_autoptr (GDateTime) before = NULL;

  g_return_val_if_fail (fields, hops);

  for (guint i = g_strv_length ((GStrv) fields); i > 0; i--) {
    g_autoptr (GDateTime) time = find_date (fields[i - 1]);
    TodokuHop *hop = g_new0 (TodokuHop, 1);

    hop->by = find_by (fields[i - 1]);
    /* Clocks differ: no hop takes less than no time. */
    hop->seconds = before && time
                       ? MAX (g_date_time_difference (time, before), 0) /
                             G_TIME_SPAN_SECOND
                       : -1;
    g_ptr_array_add (hops, hop);
    g_clear_pointer (&before, g_date_time_unref);
    before = g_steal_pointer (&time);
  }
  return hops;
}
