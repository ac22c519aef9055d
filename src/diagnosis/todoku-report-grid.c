/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-delivery.h"
#include "todoku-grid.h"
#include "todoku-received.h"
#include "todoku-report-private.h"
#include "todoku-report-words.h"

#include <string.h>

/* ---- the grid -------------------------------------------------------------
 */

static char *
cell_text (const TodokuGridCell *cell, TodokuLanguage language)
{
  GString *text = g_string_new (todoku_outcome_word (cell->outcome, language));

  if (cell->outcome == TODOKU_OUTCOME_NOT_TESTED)
    return g_string_free (text, FALSE);
  if (cell->follows)
    g_string_append (text, " (*)");
  else if (cell->elapsed_us >= 0)
    g_string_append_printf (text,
                            " %" G_GINT64_FORMAT " ms",
                            cell->elapsed_us / 1000);
  if (todoku_grid_cell_is_set (cell))
    g_string_append_printf (text,
                            " [%s]",
                            todoku_report_word (TODOKU_WORD_NOW, language));
  return g_string_free (text, FALSE);
}

static void
add_grid_row (TodokuBlock *table,
              const TodokuGridRow *row,
              gboolean both,
              TodokuLanguage language)
{
  const char *family = row->family == G_SOCKET_FAMILY_IPV6 ? "IPv6" : "IPv4";
  g_autoptr (GStrvBuilder) cells = g_strv_builder_new ();
  g_autofree char *head =
      both ? g_strdup_printf ("%u  %s", row->port, row->host)
           : g_strdup_printf ("%u  %s  %s", row->port, row->host, family);

  g_strv_builder_add (cells, head);
  for (gsize i = 0; i < TODOKU_N_SECURITIES; i++) {
    g_autofree char *text = cell_text (&row->cells[i], language);

    g_strv_builder_add (cells, text);
  }
  todoku_block_take_row (table, g_strv_builder_end (cells));
}

static gboolean
add_grid_side (TodokuBlock *table,
               TodokuRun *run,
               const char *side,
               TodokuLanguage language)
{
  g_autoptr (GPtrArray) rows =
      todoku_grid_new (todoku_run_get_observations (run), side);
  gboolean follows = FALSE;

  for (guint i = 0; i < rows->len; i++) {
    const TodokuGridRow *row = g_ptr_array_index (rows, i);
    const TodokuGridRow *next =
        i + 1 < rows->len ? g_ptr_array_index (rows, i + 1) : NULL;
    gboolean both = next && todoku_grid_row_is_like (row, next);

    if (todoku_grid_row_is_empty (row))
      continue;
    add_grid_row (table, row, both, language);
    for (gsize c = 0; c < TODOKU_N_SECURITIES; c++)
      follows = follows || row->cells[c].follows;
    i += both;
  }
  return follows;
}

void
todoku_report_add_grid (TodokuDocument *document, TodokuRun *run)
{
  TodokuLanguage l = document->language;
  const char *heads[] = { todoku_report_word (TODOKU_WORD_PORT, l),
                          "SSL/TLS",
                          "STARTTLS",
                          todoku_report_term ("none", l),
                          NULL };
  guint first = document->blocks->len;
  gboolean follows;
  TodokuBlock *table;

  todoku_document_add (document,
                       TODOKU_BLOCK_HEADING,
                       todoku_report_word (TODOKU_WORD_GRID, l));
  table = todoku_document_add (document, TODOKU_BLOCK_TABLE, NULL);
  table->headed = TRUE;
  todoku_block_take_row (table, g_strdupv ((GStrv) heads));
  follows = add_grid_side (table, run, "outgoing", l);
  follows = add_grid_side (table, run, "incoming", l) || follows;
  if (table->rows->len == 1)
    g_ptr_array_set_size (document->blocks, (int) first);
  else if (follows)
    todoku_document_add (document,
                         TODOKU_BLOCK_SMALL,
                         todoku_report_word (TODOKU_WORD_FOLLOWS, l));
}

/* ---- the test message -----------------------------------------------------
 */

static void
add_pair (TodokuBlock *table, const char *name, const char *value)
{
  const char *cells[] = { name, value, NULL };

  todoku_block_take_row (table, g_strdupv ((GStrv) cells));
}

static void
add_hops (TodokuBlock *table, const TodokuDelivery *delivery, TodokuLanguage l)
{
  for (guint i = 0; i < delivery->hops->len; i++) {
    const TodokuHop *hop = g_ptr_array_index (delivery->hops, i);
    g_autofree char *text =
        hop->seconds >= 0 ? g_strdup_printf ("%s  +%" G_GINT64_FORMAT " s",
                                             hop->by,
                                             hop->seconds)
                          : g_strdup (hop->by);

    add_pair (table, todoku_report_word (TODOKU_WORD_HOP, l), text);
  }
}

void
todoku_report_add_delivery (TodokuDocument *document, TodokuRun *run)
{
  TodokuLanguage l = document->language;
  g_autoptr (TodokuDelivery) delivery =
      todoku_delivery_new (todoku_run_get_observations (run));
  g_autofree char *elapsed = NULL;
  TodokuBlock *table;

  if (!delivery)
    return;
  todoku_document_add (document,
                       TODOKU_BLOCK_HEADING,
                       todoku_report_word (TODOKU_WORD_DELIVERY, l));
  table = todoku_document_add (document, TODOKU_BLOCK_TABLE, NULL);
  add_pair (table,
            todoku_report_word (TODOKU_WORD_OUTCOME, l),
            todoku_report_term (todoku_delivery_get_state (delivery), l));
  if (!delivery->seen)
    return;
  elapsed = g_strdup_printf ("%" G_GINT64_FORMAT " ms", delivery->elapsed_ms);
  add_pair (table, todoku_report_word (TODOKU_WORD_ARRIVED, l), elapsed);
  add_hops (table, delivery, l);
  add_pair (table,
            todoku_report_word (TODOKU_WORD_REMOVED, l),
            todoku_report_term (delivery->removed ? "yes" : "no", l));
}
