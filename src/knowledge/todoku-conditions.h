/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <gio/gio.h>

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * TodokuConditions:
 *
 * A "when" of the knowledge files: facts that must all hold. Immutable.  Its
 * JSON is described in data/knowledge/README.md.
 */
typedef struct _TodokuConditions TodokuConditions;

/* (nullable) (array zero-terminated=1): the values of a fact; NULL when nothing
 * is known */
typedef const char *const *(*TodokuFactLookup) (const char *name,
                                                gpointer user_data);

TodokuConditions *
todoku_conditions_new_from_json (JsonNode *node, GError **error);
void
todoku_conditions_free (TodokuConditions *self);
gboolean
todoku_conditions_hold (const TodokuConditions *self,
                        TodokuFactLookup lookup,
                        gpointer user_data);
/* (array zero-terminated=1) (transfer container): names of the facts it reads,
 * sorted */
const char **
todoku_conditions_get_facts (const TodokuConditions *self);
/* TRUE when it reads a fact whose name begins with @prefix. */
gboolean
todoku_conditions_read (const TodokuConditions *self, const char *prefix);
/* (nullable) (array zero-terminated=1): the values that @fact is compared with
 */
const char *const *
todoku_conditions_get_values (const TodokuConditions *self, const char *fact);
/* TRUE when the conditions can only hold if @fact has a value. */
gboolean
todoku_conditions_guarantee (const TodokuConditions *self, const char *fact);
/* TRUE when they can only hold if some fact that begins with @prefix has one.
 */
gboolean
todoku_conditions_guarantee_any (const TodokuConditions *self,
                                 const char *prefix);

/* Only those on one of @facts (array zero-terminated=1) must hold. */
gboolean
todoku_conditions_hold_among (const TodokuConditions *self,
                              const char *const *facts,
                              TodokuFactLookup lookup,
                              gpointer user_data);
/* TRUE: wherever @self holds, @other does. FALSE: not, or it cannot be told. */
gboolean
todoku_conditions_imply (const TodokuConditions *self,
                         const TodokuConditions *other);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TodokuConditions, todoku_conditions_free)

G_END_DECLS
