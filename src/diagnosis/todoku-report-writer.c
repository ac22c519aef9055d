/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-report-writer.h"

#include <string.h>

void
todoku_writer_name (TodokuWriter *self, const char *key)
{
  json_builder_set_member_name (self->builder, key);
}

void
todoku_writer_begin_array (TodokuWriter *self, const char *key)
{
  todoku_writer_name (self, key);
  json_builder_begin_array (self->builder);
}

void
todoku_writer_begin_object (TodokuWriter *self, const char *key)
{
  todoku_writer_name (self, key);
  json_builder_begin_object (self->builder);
}

/* Visible text is valid UTF-8 without control characters: always valid JSON. */
void
todoku_writer_string (TodokuWriter *self, const char *value)
{
  g_autofree char *shown = todoku_visible_text (value, strlen (value), 0);

  json_builder_add_string_value (self->builder, shown);
}

void
todoku_writer_member (TodokuWriter *self, const char *key, const char *value)
{
  g_autofree char *shown = todoku_redaction_apply (self->redaction, value);

  if (!value)
    return;
  todoku_writer_name (self, key);
  todoku_writer_string (self, shown);
}

void
todoku_writer_server_member (TodokuWriter *self,
                             const char *key,
                             const char *value)
{
  g_autofree char *shown =
      todoku_redaction_apply_to_server (self->redaction, value);

  if (!value)
    return;
  todoku_writer_name (self, key);
  todoku_writer_string (self, shown);
}

void
todoku_writer_flag (TodokuWriter *self, const char *key, gboolean value)
{
  todoku_writer_name (self, key);
  json_builder_add_boolean_value (self->builder, value);
}

void
todoku_writer_number (TodokuWriter *self, const char *key, gint64 value)
{
  todoku_writer_name (self, key);
  json_builder_add_int_value (self->builder, value);
}

void
todoku_writer_strings (TodokuWriter *self, const char *key, char **values)
{
  todoku_writer_begin_array (self, key);
  for (; values && *values; values++) {
    g_autofree char *shown =
        todoku_redaction_apply_to_server (self->redaction, *values);

    todoku_writer_string (self, shown);
  }
  json_builder_end_array (self->builder);
}

void
todoku_writer_text (TodokuWriter *self,
                    const char *key,
                    const char *en,
                    const char *ja)
{
  todoku_writer_begin_object (self, key);
  todoku_writer_member (self, "en", en);
  todoku_writer_member (self, "ja", ja);
  json_builder_end_object (self->builder);
}

void
todoku_writer_endpoint (TodokuWriter *self,
                        const char *key,
                        const TodokuEndpoint *value)
{
  g_autofree char *url = value ? todoku_endpoint_to_string (value) : NULL;

  todoku_writer_member (self, key, url);
}
