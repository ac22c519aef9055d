/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-knowledge.h"

G_BEGIN_DECLS

/* A strict view of one JSON object that knows where it stands: the first
 * mistake is kept with file, place and reason, and everything after it reads as
 * empty, so that a reader asks for its members without looking.  Every member
 * must be asked for: todoku_json_end() finds the ones nobody knew. */
typedef struct {
  JsonObject *object; /* (nullable) after a mistake */
  JsonNode *owned;    /* (nullable) stands in for a member that is missing */
  char *place;
  gboolean is_root;     /* of a file */
  gboolean has_entries; /* its lists hold entries, which go by their ids */
  GHashTable *asked;
  GError **error;
} TodokuJson;

void
todoku_json_begin_file (TodokuJson *self,
                        JsonNode *root,
                        const char *name,
                        GError **error);
void
todoku_json_begin_member (TodokuJson *self,
                          const char *key,
                          gboolean needed,
                          TodokuJson *ret_inner);
void
todoku_json_end_member (TodokuJson *self, TodokuJson *inner);
gboolean
todoku_json_end (TodokuJson *self);
gboolean
todoku_json_failed (TodokuJson *self);
void
todoku_json_complain (TodokuJson *self,
                      const char *key,
                      const char *format,
                      ...) G_GNUC_PRINTF (3, 4);

/* A NULL-terminated list of allowed words. */
typedef const char *const *TodokuWords;

JsonNode *
todoku_json_member (TodokuJson *self, const char *key);
char *
todoku_json_string (TodokuJson *self, const char *key);
char *
todoku_json_optional_string (TodokuJson *self, const char *key);
char *
todoku_json_word (TodokuJson *self, const char *key, TodokuWords words);
char *
todoku_json_optional_word (TodokuJson *self,
                           const char *key,
                           TodokuWords words);
char *
todoku_json_id (TodokuJson *self, const char *key);
char *
todoku_json_date (TodokuJson *self, const char *key);
char *
todoku_json_optional_date (TodokuJson *self, const char *key);
char *
todoku_json_optional_link (TodokuJson *self, const char *key);
int
todoku_json_optional_int (TodokuJson *self, const char *key, int maximum);
gboolean
todoku_json_optional_boolean (TodokuJson *self, const char *key);
GStrv
todoku_json_optional_strings (TodokuJson *self, const char *key);
GStrv
todoku_json_optional_words (TodokuJson *self,
                            const char *key,
                            TodokuWords words);
GStrv
todoku_json_values (TodokuJson *self, const char *key);
GStrv
todoku_json_sources (TodokuJson *self);

/* An element of an array is an object that @read turns into something. */
typedef gpointer (*TodokuJsonRead) (TodokuJson *json);
GPtrArray *
todoku_json_array (TodokuJson *self,
                   const char *key,
                   gboolean needed,
                   TodokuJsonRead read,
                   GDestroyNotify destroy);

/* The forms that all kinds share (todoku-json-forms.c). */
TodokuText
todoku_json_text (TodokuJson *self, const char *key);
TodokuText
todoku_json_optional_text (TodokuJson *self, const char *key);
TodokuText
todoku_json_inline_text (TodokuJson *self);
GStrv
todoku_json_folded (TodokuJson *self, const char *key);
TodokuPeriod
todoku_json_optional_period (TodokuJson *self, const char *key);
TodokuConditions *
todoku_json_optional_conditions (TodokuJson *self, const char *key);
gpointer
todoku_paragraph_read (TodokuJson *json);
void
todoku_paragraph_free (gpointer data);
void
todoku_period_clear (TodokuPeriod *period);

gboolean
todoku_date_is_valid (const char *date);

/* Bounded parsing: size and nesting are looked at before json-glib is (trap 4).
 */
JsonNode *
todoku_json_parse (const char *text, gsize length, GError **error);

G_END_DECLS
