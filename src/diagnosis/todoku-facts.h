/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <gio/gio.h>

#include "todoku-account.h"
#include "todoku-probe.h"

G_BEGIN_DECLS

/**
 * TodokuFacts:
 *
 * Flat names and values; a probe's facts stand on the account's as their
 * parent. The names are listed in data/knowledge/README.md.
 */
#define TODOKU_TYPE_FACTS (todoku_facts_get_type ())
G_DECLARE_FINAL_TYPE (TodokuFacts, todoku_facts, TODOKU, FACTS, GObject)

TodokuFacts *
todoku_facts_new (TodokuFacts *parent); /* @parent: (nullable) */
void
todoku_facts_set (TodokuFacts *self,
                  const char *name,
                  const char *value); /* replaces; NULL removes */
/* A day: YYYY-MM-DD; texts in Japanese say it as people write it.  NULL
 * removes.
 */
void
todoku_facts_set_day (TodokuFacts *self, const char *name, const char *day);
/* A fact a language: "app.name.ja"; todoku_fill() chooses. */
void
todoku_facts_set_text (TodokuFacts *self,
                       const char *name,
                       const TodokuText *text);
void
todoku_facts_add (TodokuFacts *self,
                  const char *name,
                  const char *value); /* adds a value */
const char *const *
todoku_facts_get (TodokuFacts *self,
                  const char *name); /* (nullable); looks into the parent too */
const char *
todoku_facts_get_first (TodokuFacts *self, const char *name); /* (nullable) */
/* A TodokuFactLookup over a TodokuFacts as user_data; "host" finds
 * "probe.host". */
const char *const *
todoku_facts_lookup (const char *name, gpointer facts);
/* Names, sorted: (array zero-terminated=1) (transfer container) */
const char **
todoku_facts_list (TodokuFacts *self);

/* Account, knowledge and answers on @date. */
TodokuFacts *
todoku_facts_new_for_account (TodokuAccount *account, const char *date);
/* One observation on top of @account_facts; adds "reply" there too. */
TodokuFacts *
todoku_facts_new_for_observation (TodokuFacts *account_facts,
                                  TodokuAccount *account,
                                  TodokuObservation *observation);

G_END_DECLS
