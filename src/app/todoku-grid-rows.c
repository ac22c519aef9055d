/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-grid-rows.h"

#include <string.h>

static gboolean
has_host_before (GPtrArray *rows, guint index)
{
  const TodokuGridRow *row = g_ptr_array_index (rows, index);

  for (guint i = 0; i < index; i++)
    if (strcmp (((TodokuGridRow *) g_ptr_array_index (rows, i))->host,
                row->host) == 0)
      return TRUE;
  return FALSE;
}

/* Of one host: those worth showing, IPv6 apart where it differs. */
static void
collect_host (GArray *shown, GPtrArray *rows, const char *host)
{
  for (guint i = 0; i < rows->len; i++) {
    const TodokuGridRow *row = g_ptr_array_index (rows, i);
    const TodokuGridRow *next =
        i + 1 < rows->len ? g_ptr_array_index (rows, i + 1) : NULL;
    TodokuShownRow one = { row,
                           next != NULL &&
                               todoku_grid_row_is_like (row, next) };

    if (strcmp (row->host, host) == 0 && !todoku_grid_row_is_empty (row))
      g_array_append_val (shown, one);
    i += one.both;
  }
}

/* The family is named where IPv6 is not like IPv4. */
static void
tell_apart (GArray *shown)
{
  for (guint i = 0; i + 1 < shown->len; i++) {
    TodokuShownRow *one = &g_array_index (shown, TodokuShownRow, i);
    TodokuShownRow *next = &g_array_index (shown, TodokuShownRow, i + 1);

    if (one->row->port == next->row->port &&
        strcmp (one->row->host, next->row->host) == 0)
      one->apart = next->apart = TRUE;
  }
}

/* The model's rows are sorted by port: here a host's stand together. */
static void
collect (GArray *shown, GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    if (!has_host_before (rows, i))
      collect_host (shown,
                    rows,
                    ((TodokuGridRow *) g_ptr_array_index (rows, i))->host);
}

/**
 * todoku_shown_rows_new:
 * @outgoing: (element-type TodokuGridRow): of todoku_grid_new()
 * @incoming: (element-type TodokuGridRow): of todoku_grid_new()
 *
 * Chooses what is worth showing: without ports that nothing is known of, a
 * host's ports together, and IPv6 apart where it is not like IPv4.
 *
 * Returns: (transfer full) (element-type TodokuShownRow): of rows that the
 *   caller keeps
 */
GArray *
todoku_shown_rows_new (GPtrArray *outgoing, GPtrArray *incoming)
{
  GArray *shown = g_array_new (FALSE, FALSE, sizeof (TodokuShownRow));

  collect (shown, outgoing);
  collect (shown, incoming);
  tell_apart (shown);
  return shown;
}
