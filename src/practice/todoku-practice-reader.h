/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Larger files and deeper nesting are refused before anything parses them
 * (safety.md, trap 4). */
#define TODOKU_PRACTICE_READER_MAX_LENGTH (64 * 1024)
#define TODOKU_PRACTICE_READER_MAX_DEPTH 32

/**
 * TodokuPracticeReader:
 *
 * Reads one JSON file strictly.  The first mistake is kept with file, place and
 * reason; after it every getter returns nothing, so that a caller reads on and
 * asks once, at the end.
 */
typedef struct _TodokuPracticeReader TodokuPracticeReader;

TodokuPracticeReader *
todoku_practice_reader_new (const char *file, GBytes *bytes);
void
todoku_practice_reader_free (TodokuPracticeReader *self);
JsonObject *
todoku_practice_reader_get_root (TodokuPracticeReader *self);
gboolean
todoku_practice_reader_finish (TodokuPracticeReader *self, GError **error);
gboolean
todoku_practice_reader_has_failed (TodokuPracticeReader *self);

void
todoku_practice_reader_enter (TodokuPracticeReader *self, const char *place);
void
todoku_practice_reader_leave (TodokuPracticeReader *self);
void
todoku_practice_reader_fail (TodokuPracticeReader *self,
                             const char *format,
                             ...) G_GNUC_PRINTF (2, 3);

void
todoku_practice_reader_check_keys (TodokuPracticeReader *self,
                                   JsonObject *object,
                                   const char *const *keys);
JsonNode *
todoku_practice_reader_need (TodokuPracticeReader *self,
                             JsonObject *object,
                             const char *key);
JsonObject *
todoku_practice_reader_as_object (TodokuPracticeReader *self, JsonNode *node);
const char *
todoku_practice_reader_as_string (TodokuPracticeReader *self, JsonNode *node);
GStrv
todoku_practice_reader_as_lines (TodokuPracticeReader *self, JsonNode *node);

JsonObject *
todoku_practice_reader_object (TodokuPracticeReader *self,
                               JsonObject *object,
                               const char *key);
const char *
todoku_practice_reader_string (TodokuPracticeReader *self,
                               JsonObject *object,
                               const char *key);
GStrv
todoku_practice_reader_lines (TodokuPracticeReader *self,
                              JsonObject *object,
                              const char *key);
gboolean
todoku_practice_reader_boolean (TodokuPracticeReader *self,
                                JsonObject *object,
                                const char *key);
guint
todoku_practice_reader_number (TodokuPracticeReader *self,
                               JsonObject *object,
                               const char *key,
                               guint most);
/* Index into @names; @otherwise when the text is none of them. */
guint
todoku_practice_reader_choose (TodokuPracticeReader *self,
                               const char *text,
                               const char *const *names,
                               guint otherwise);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TodokuPracticeReader,
                               todoku_practice_reader_free)

G_END_DECLS
