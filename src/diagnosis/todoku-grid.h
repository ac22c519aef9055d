/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <gio/gio.h>

#include "todoku-probe.h"

G_BEGIN_DECLS

#define TODOKU_N_SECURITIES 3

/**
 * TodokuGridCell:
 * @outcome: of this way of encryption on this port
 * @failure: what speaks against it, %TODOKU_FAILURE_NONE when nothing does
 * @follows: it was not tried itself: it follows from what the port was seen to
 *   speak
 * @elapsed_us: how long the probe took that shows it, -1 when none does
 * @observation: (nullable): that probe
 *
 * One port with one way of encryption.
 */
typedef struct {
  TodokuOutcome outcome;
  TodokuFailure failure;
  gboolean follows;
  gint64 elapsed_us;
  TodokuObservation *observation;
} TodokuGridCell;

/**
 * TodokuGridRow:
 * @cells: by #TodokuSecurity
 *
 * One port of one host in one address family.
 */
typedef struct {
  char *host;
  TodokuProtocol protocol;
  guint16 port;
  GSocketFamily family;
  TodokuGridCell cells[TODOKU_N_SECURITIES];
} TodokuGridRow;

/* The ports at which mail is looked for, each with the encryption that belongs
 * to it: 993 143 995 110, 465 587 25 2525. */
typedef struct {
  TodokuProtocol protocol;
  guint16 port;
  TodokuSecurity security;
} TodokuMailPort;
const TodokuMailPort *
todoku_mail_ports (gsize *ret_length);

/* (element-type TodokuGridRow) (transfer full): @side is "incoming" or
 * "outgoing" */
GPtrArray *
todoku_grid_new (GListModel *observations, const char *side);
gboolean
todoku_grid_row_is_like (const TodokuGridRow *self, const TodokuGridRow *other);
gboolean
todoku_grid_row_is_empty (const TodokuGridRow *self);
gboolean
todoku_grid_cell_is_set (const TodokuGridCell *self);

G_END_DECLS
