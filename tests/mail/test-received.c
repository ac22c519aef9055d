/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-received.h"

#include <string.h>

typedef struct {
  const char *text;
  const char *utc; /* (nullable) NULL: no date */
} Date;

/* RFC 5322 §3.3 and §4.3, and what is none */
static const Date dates[] = {
  { "Tue, 24 Nov 2026 16:25:20 +0900", "2026-11-24T07:25:20Z" },
  { "Tue, 24 Nov 2026 16:25:20 +0900 (JST)", "2026-11-24T07:25:20Z" },
  { " 24  nov 2026 16:25 -0330", "2026-11-24T19:55:00Z" },
  { "24 Nov 2026 16:25:60 GMT", "2026-11-24T16:25:59Z" },
  { "24 Nov 2026 16:25:20", "2026-11-24T16:25:20Z" },
  { "24 Nov 2026 16:25:20 +9999", "2026-11-24T16:25:20Z" },
  { "31 Feb 2026 16:25:20 +0000", NULL },
  { "24 Brumaire 2026 16:25:20 +0000", NULL },
  { "24 Nov 2026", NULL },
  { "24 Nov 2026 25:00:00 +0000", NULL },
  { "-4 Nov 2026 16:25:20 +0000", NULL },
  { "", NULL },
  { ",", NULL },
};

static void
test_date (gconstpointer data)
{
  const Date *row = data;
  g_autoptr (GDateTime) date = todoku_date_parse (row->text);
  g_autoptr (GDateTime) utc = date ? g_date_time_to_utc (date) : NULL;
  g_autofree char *shown = utc ? g_date_time_format_iso8601 (utc) : NULL;

  g_assert_cmpstr (shown, ==, row->utc);
}

static void
test_fields (void)
{
  static const char header[] =
      "X: y\r\nReceived: from a\r\n\tby b.example.jp with x;\r\n Tue, 24 Nov "
      "2026 16:25:22 +0900\r\nreceived: by a.example.jp; Tue, 24 Nov 2026 "
      "16:25:20 +0900\nSubject: Received: by c\r\n\r\n";
  g_auto (GStrv) fields = todoku_received_fields (header);
  g_autoptr (GPtrArray) hops =
      todoku_received_hops ((const char *const *) fields);
  const TodokuHop *hop;

  g_assert_cmpuint (g_strv_length (fields), ==, 2);
  g_assert_cmpuint (hops->len, ==, 2);
  hop = g_ptr_array_index (hops, 0);
  g_assert_cmpstr (hop->by, ==, "a.example.jp");
  g_assert_cmpint (hop->seconds, ==, -1);
  hop = g_ptr_array_index (hops, 1);
  g_assert_cmpstr (hop->by, ==, "b.example.jp");
  g_assert_cmpint (hop->seconds, ==, 2);
}

/* Clocks differ: no hop takes less than no time. */
static void
test_clocks (void)
{
  static const char *const fields[] = { "by b; 24 Nov 2026 16:25:10 +0900",
                                        "by a; 24 Nov 2026 16:25:20 +0900",
                                        NULL };
  g_autoptr (GPtrArray) hops = todoku_received_hops (fields);

  g_assert_cmpint (((TodokuHop *) g_ptr_array_index (hops, 1))->seconds, ==, 0);
}

/* A hostile header is long, folds for ever and holds what screens obey. */
static void
test_hostile (void)
{
  g_autoptr (GString) header = g_string_new (NULL);
  g_auto (GStrv) fields = NULL;
  g_autoptr (GPtrArray) hops = NULL;

  for (int i = 0; i < 1000; i++)
    g_string_append (header,
                     "Received: by \033[31m\342\200\256x;;;\r\n  y\r\n");
  g_string_append (header, "Received:");
  for (int i = 0; i < 10000; i++)
    g_string_append (header, "\r\n folded");
  fields = todoku_received_fields (header->str);
  g_assert_cmpuint (g_strv_length (fields), ==, 30);
  hops = todoku_received_hops ((const char *const *) fields);
  g_assert_null (
      strchr (((TodokuHop *) g_ptr_array_index (hops, 0))->by, '\033'));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (dates); i++) {
    g_autofree char *path =
        g_strdup_printf ("/received/date/%" G_GSIZE_FORMAT, i);

    g_test_add_data_func (path, &dates[i], test_date);
  }
  g_test_add_func ("/received/fields", test_fields);
  g_test_add_func ("/received/clocks", test_clocks);
  g_test_add_func ("/received/hostile", test_hostile);
  return g_test_run ();
}
