/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-knowledge.h"

G_BEGIN_DECLS

/* A small folder of knowledge files under the temporary folder. */
typedef struct {
  char *path;
} Fixture;

/* Every kind once, all of it right. */
Fixture *
fixture_new (void);
/* Replaces or adds a file. */
void
fixture_write (Fixture *self, const char *name, const char *contents);
/* Replaces @old, which must be there, by @new in a file. */
void
fixture_change (Fixture *self,
                const char *name,
                const char *old,
                const char *new);
TodokuKnowledge *
fixture_load (Fixture *self, GError **error);
/* Asserts that it loads. */
TodokuKnowledge *
fixture_load_good (Fixture *self);
void
fixture_free (Fixture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fixture, fixture_free)

/* A TodokuFactLookup over a GHashTable of utf8 → GStrv. */
const char *const *
lookup_in_table (const char *name, gpointer table);
/* "name=value name=value|value" as such a table. */
GHashTable *
parse_facts (const char *text);

G_END_DECLS
