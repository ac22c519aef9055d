/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-redaction.h"
#include "todoku-report.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Writes the members of a report in JSON: what is shown is visible text, and
 * redacted.  A value of %NULL leaves its member out. */
typedef struct {
  JsonBuilder *builder;
  TodokuRun *run;
  TodokuReportFlags flags;
  TodokuRedaction *redaction;
} TodokuWriter;

void
todoku_writer_begin_array (TodokuWriter *self, const char *key);
void
todoku_writer_begin_object (TodokuWriter *self, const char *key);
void
todoku_writer_name (TodokuWriter *self, const char *key);
/* As it is, but for control characters. */
void
todoku_writer_string (TodokuWriter *self, const char *value);
void
todoku_writer_member (TodokuWriter *self, const char *key, const char *value);
/* The same for what a server said. */
void
todoku_writer_server_member (TodokuWriter *self,
                             const char *key,
                             const char *value);
void
todoku_writer_number (TodokuWriter *self, const char *key, gint64 value);
void
todoku_writer_flag (TodokuWriter *self, const char *key, gboolean value);
/* @values: (nullable): of a server */
void
todoku_writer_strings (TodokuWriter *self, const char *key, char **values);
void
todoku_writer_text (TodokuWriter *self,
                    const char *key,
                    const char *en,
                    const char *ja);
/* @value: (nullable) */
void
todoku_writer_endpoint (TodokuWriter *self,
                        const char *key,
                        const TodokuEndpoint *value);

/* The parts of the report. */
void
todoku_report_write_probes (TodokuWriter *self);
void
todoku_report_write_judged (TodokuWriter *self);

G_END_DECLS
