/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <gio/gio.h>

#include "todoku-endpoint.h"

G_BEGIN_DECLS

/**
 * TodokuCommand:
 * @tool: openssl curl swaks
 * @line: what to type into a POSIX shell
 *
 * What shows on a command line the same as a probe.
 */
typedef struct {
  const char *tool;
  char *line;
} TodokuCommand;

/* (transfer full) (element-type TodokuCommand): those that fit @endpoint */
GPtrArray *
todoku_commands_new (const TodokuEndpoint *endpoint, GSocketFamily family);

G_END_DECLS
