/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A resolver of records from a table of lines, kept by reference:
 *
 *   "MX example.jp 10 mx.example.jp"
 *   "SRV _imaps._tcp.example.jp 0 1 993 imap.example.jp"
 *   "FAIL name"   the name server has no answer for the moment
 *   "HANG name"   no answer ever comes
 *
 * Anything else is not found.  Names have no addresses here. */
GResolver *
net_records_new (const char *const *table);
/* What it was asked for, "MX example.jp": (element-type utf8) */
GPtrArray *
net_records_get_asked (GResolver *self);

G_END_DECLS
