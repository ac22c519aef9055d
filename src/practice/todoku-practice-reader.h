/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Larger files and deeper nesting are refused before anything parses them
 * (safety.md, trap 4). */
#define TODOKU_READER_MAX_LENGTH (64 * 1024)
#define TODOKU_READER_MAX_DEPTH 32

/**
 * TodokuReader:
 *
 * Reads one JSON file strictly.  The first mistake is kept with file, place and
 * reason; after it every getter returns nothing, so that a caller reads on and
 * asks once, at the end.
 */
typedef struct _TodokuReader TodokuReader;

TodokuReader *todoku_reader_new (const char *file, GBytes *bytes);
void todoku_reader_free (TodokuReader *self);
JsonObject *todoku_reader_get_root (TodokuReader *self);
gboolean todoku_reader_finish (TodokuReader *self, GError **error);
gboolean todoku_reader_has_failed (TodokuReader *self);

void todoku_reader_enter (TodokuReader *self, const char *place);
void todoku_reader_leave (TodokuReader *self);
void todoku_reader_fail (TodokuReader *self, const char *format, ...)
  G_GNUC_PRINTF (2, 3);

void todoku_reader_check_keys (TodokuReader *self,
                               JsonObject *object,
                               const char *const *keys);
JsonNode *todoku_reader_need (TodokuReader *self,
                              JsonObject *object,
                              const char *key);
JsonObject *todoku_reader_as_object (TodokuReader *self, JsonNode *node);
const char *todoku_reader_as_string (TodokuReader *self, JsonNode *node);
GStrv todoku_reader_as_lines (TodokuReader *self, JsonNode *node);

JsonObject *todoku_reader_object (TodokuReader *self,
                                  JsonObject *object,
                                  const char *key);
const char *todoku_reader_string (TodokuReader *self,
                                  JsonObject *object,
                                  const char *key);
GStrv todoku_reader_lines (TodokuReader *self,
                           JsonObject *object,
                           const char *key);
gboolean todoku_reader_boolean (TodokuReader *self,
                                JsonObject *object,
                                const char *key);
guint todoku_reader_number (TodokuReader *self,
                            JsonObject *object,
                            const char *key,
                            guint most);
/* Index into @names; @otherwise when the text is none of them. */
guint todoku_reader_choose (TodokuReader *self,
                            const char *text,
                            const char *const *names,
                            guint otherwise);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TodokuReader, todoku_reader_free)

G_END_DECLS
