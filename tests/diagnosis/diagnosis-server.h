/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A line that begins with @says is answered with @answer ("%s": the line that
 * came, for a server that tells back what it heard); the first row greets, a
 * row whose @answer is NULL closes, and what no row knows is not answered. */
typedef struct {
  const char *says;
  const char *answer; /* (nullable) with CRLF */
} DiagnosisLine;

/* A server without encryption on 127.0.0.1, in the default main context. */
typedef struct _DiagnosisServer DiagnosisServer;

DiagnosisServer *
diagnosis_server_new (const DiagnosisLine *script);
void
diagnosis_server_free (DiagnosisServer *self);
guint16
diagnosis_server_get_port (DiagnosisServer *self);
/* Connections that came */
int
diagnosis_server_count (DiagnosisServer *self);
/* Lines that came and begin with @says */
int
diagnosis_server_count_lines (DiagnosisServer *self, const char *says);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DiagnosisServer, diagnosis_server_free)

G_END_DECLS
