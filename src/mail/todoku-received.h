/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * TodokuHop:
 * @by: the server that took the message, visible text
 * @seconds: from the hop before to this one, by the servers' own clocks; -1
 *   when a time is missing
 *
 * One step of a message's way.
 */
typedef struct {
  char *by;
  gint64 seconds;
} TodokuHop;

/* (array zero-terminated=1) (transfer full): the Received fields of a header,
 * unfolded, the last hop first as they stand */
GStrv
todoku_received_fields (const char *header);
/* (element-type TodokuHop) (transfer full): the first hop first */
GPtrArray *
todoku_received_hops (const char *const *fields);
/* (transfer full) (nullable): an RFC 5322 date */
GDateTime *
todoku_date_parse (const char *text);

G_END_DECLS
