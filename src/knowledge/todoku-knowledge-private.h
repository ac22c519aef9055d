/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-knowledge.h"

G_BEGIN_DECLS

typedef enum {
  TODOKU_KIND_PROVIDER,
  TODOKU_KIND_MAIL_APP,
  TODOKU_KIND_FINDING,
  TODOKU_KIND_REPLY,
  TODOKU_KIND_CHECKLIST,
  TODOKU_KIND_CHANGE,
  TODOKU_KIND_GUIDE,
  TODOKU_KIND_REQUIREMENT,
  TODOKU_N_KINDS
} TodokuKind;

struct _TodokuKnowledge {
  GObject parent_instance;

  GPtrArray *entries[TODOKU_N_KINDS]; /* of the kind's struct, owned */
  GHashTable *by_id[TODOKU_N_KINDS];
  GHashTable *by_domain;
  GHashTable *ranks;  /* finding id → place in vocabulary.json, from 1 */
  GHashTable *layers; /* finding id → layer */
};

/* @directory: (nullable): what is compiled in */
gboolean
todoku_knowledge_load (TodokuKnowledge *self,
                       const char *directory,
                       GError **error);

G_END_DECLS
