/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-grid.h"

G_BEGIN_DECLS

/* A row of the grid that is worth showing. */
typedef struct {
  const TodokuGridRow *row;
  gboolean both;  /* IPv4 and IPv6 saw the same */
  gboolean apart; /* each has a row */
} TodokuShownRow;

GArray *
todoku_shown_rows_new (GPtrArray *outgoing, GPtrArray *incoming);

G_END_DECLS
