/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-plan.h"

#include <string.h>

static gboolean
is_same (TodokuFacts *one, TodokuFacts *two, const char *name)
{
  const char *value = todoku_facts_get_first (one, name);

  return value && g_strcmp0 (value, todoku_facts_get_first (two, name)) == 0;
}

/* "yes" stays, "no" gives way. */
static void
note (TodokuFacts *probe, const char *name, const char *reached)
{
  if (reached && g_strcmp0 (todoku_facts_get_first (probe, name), "yes") != 0)
    todoku_facts_set (probe, name, reached);
}

/* What another probe says about one: a different port of its host, or its port
 * on a different host. */
static void
compare (TodokuFacts *probe, TodokuFacts *other)
{
  const char *reached = todoku_facts_get_first (other, "probe.reached");
  gboolean host = is_same (probe, other, "probe.host");
  gboolean port = is_same (probe, other, "probe.port");

  if (!is_same (probe, other, "probe.family"))
    return;
  if (host && !port)
    note (probe, "probe.other-port", reached);
  else if (port && !host)
    note (probe, "probe.same-port-elsewhere", reached);
}

void
todoku_plan_add_control_facts (TodokuFacts *facts,
                               GPtrArray *probes,
                               GHashTable *limited)
{
  for (guint i = 0; i < probes->len; i++) {
    TodokuFacts *probe = g_ptr_array_index (probes, i);
    const char *host = todoku_facts_get_first (probe, "probe.host");

    for (guint j = 0; host && j < probes->len; j++)
      compare (probe, g_ptr_array_index (probes, j));
    if (host && g_hash_table_contains (limited, host))
      todoku_facts_set (probe, "probe.limited", "yes");
  }
}

void
todoku_plan_add_network_facts (TodokuFacts *facts,
                               const char *web,
                               const char *socks)
{
  todoku_facts_set (facts, "network.web", web);
  todoku_facts_set (facts, "network.socks", socks);
  if (g_strcmp0 (socks, "reached") == 0)
    todoku_facts_set (facts, "network.available", "yes");
}

void
todoku_plan_add_surroundings (TodokuFacts *facts,
                              const TodokuSurroundings *surroundings)
{
  todoku_facts_set (facts, "network.connectivity", surroundings->connectivity);
  todoku_facts_set (facts, "network.proxy", surroundings->proxy);
  todoku_facts_set (facts, "network.vpn", surroundings->vpn);
}
