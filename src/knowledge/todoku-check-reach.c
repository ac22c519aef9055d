/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-check-private.h"

#include "todoku-entries.h"

#include <string.h>

/* What can never come about: conditions that no mail service and no mail app
 * meets, and rules behind others that say the same of more. */

/* ---- conditions that nothing meets -------------------------------------- */

static const char *const provider_facts[] = { "provider",
                                              "provider.group",
                                              "provider.audience",
                                              NULL };
static const char *const app_facts[] = { "app",
                                         "app.kind",
                                         "app.tls",
                                         "app.fetches-from",
                                         NULL };

/* One value, as the array that a lookup gives. */
typedef struct {
  const char *const *facts;
  const char *values[4][2];
} Thing;

static const char *const *
look_up_in_thing (const char *name, gpointer data)
{
  Thing *thing = data;

  for (guint i = 0; thing->facts[i]; i++)
    if (strcmp (thing->facts[i], name) == 0)
      return thing->values[i][0] ? thing->values[i] : NULL;
  return NULL;
}

static gboolean
fits_thing (const TodokuConditions *when, Thing *thing)
{
  return todoku_conditions_hold_among (when,
                                       thing->facts,
                                       look_up_in_thing,
                                       thing);
}

static gboolean
some_provider_fits (TodokuCheck *check, const TodokuConditions *when)
{
  GPtrArray *providers = check->knowledge->entries[TODOKU_KIND_PROVIDER];
  Thing unknown = { provider_facts, { { NULL } } };

  if (fits_thing (when, &unknown))
    return TRUE;
  for (guint i = 0; i < providers->len; i++) {
    const TodokuProvider *provider = g_ptr_array_index (providers, i);
    Thing thing = { provider_facts,
                    { { provider->id, NULL },
                      { provider->group, NULL },
                      { provider->audience, NULL } } };

    if (fits_thing (when, &thing))
      return TRUE;
  }
  return FALSE;
}

static gboolean
some_app_fits (TodokuCheck *check, const TodokuConditions *when)
{
  GPtrArray *apps = check->knowledge->entries[TODOKU_KIND_MAIL_APP];

  for (guint i = 0; i < apps->len; i++) {
    const TodokuMailApp *app = g_ptr_array_index (apps, i);
    Thing thing = { app_facts,
                    { { app->id, NULL },
                      { app->kind, NULL },
                      { app->tls, NULL },
                      { app->fetches_from, NULL } } };

    if (fits_thing (when, &thing))
      return TRUE;
  }
  return FALSE;
}

/**
 * todoku_check_can_hold:
 * @check: stands at the place
 * @when: (nullable): conditions
 *
 * Complains when no mail service or no mail app of the knowledge is as @when
 * wants it
 */
void
todoku_check_can_hold (TodokuCheck *check, const TodokuConditions *when)
{
  if (!some_provider_fits (check, when))
    todoku_check_complain (check, "can never hold: no mail service is like it");
  if (!some_app_fits (check, when))
    todoku_check_complain (check, "can never hold: no mail app is like it");
}

/* ---- behind others ------------------------------------------------------- */

/* A rule about probes names its evidence; one without does not stand for it. */
static gboolean
reads_probe (const TodokuConditions *when)
{
  g_autofree const char **names = todoku_conditions_get_facts (when);

  for (const char **name = names; *name; name++)
    if (g_str_has_prefix (*name, "probe."))
      return TRUE;
  return FALSE;
}

static int
rank_of (const char *certainty)
{
  int rank = 0;

  while (strcmp (todoku_certainties[rank], certainty) != 0)
    rank++;
  return rank;
}

/* Wherever @rule holds, @other does too and says at least as much.  Of two that
 * say the same, the later one is idle. */
static gboolean
is_shadowed_by (const TodokuRuleEntry *rule,
                const TodokuRuleEntry *other,
                gboolean is_later)
{
  int more = rank_of (rule->certainty) - rank_of (other->certainty);

  return reads_probe (rule->when) == reads_probe (other->when) &&
         todoku_period_covers (&other->valid, &rule->valid) &&
         todoku_conditions_imply (rule->when, other->when) &&
         (more > 0 ||
          (more == 0 &&
           (is_later || !todoku_conditions_imply (other->when, rule->when))));
}

/**
 * todoku_check_shadowed_rules:
 * @check: stands at the finding
 * @rules: (element-type TodokuRuleEntry): of one finding
 *
 * Complains of a rule that changes nothing, since another one holds wherever it
 * does
 */
void
todoku_check_shadowed_rules (TodokuCheck *check, GPtrArray *rules)
{
  for (guint i = 0; i < rules->len; i++)
    for (guint j = 0; j < rules->len; j++)
      if (i != j && is_shadowed_by (g_ptr_array_index (rules, i),
                                    g_ptr_array_index (rules, j),
                                    i > j))
        todoku_check_complain (check,
                               "rules[%u] is always shadowed by rules[%u]",
                               i,
                               j);
}

/**
 * todoku_check_shadowed_settlings:
 * @check: stands at the list
 * @settlings: (element-type TodokuSettling): of which the first that holds
 *   counts
 *
 * Complains of one that is never reached
 */
void
todoku_check_shadowed_settlings (TodokuCheck *check, GPtrArray *settlings)
{
  for (guint i = 0; i < settlings->len; i++)
    for (guint j = 0; j < i; j++)
      if (todoku_conditions_imply (((TodokuSettling *)
                                        g_ptr_array_index (settlings, i))
                                       ->when,
                                   ((TodokuSettling *)
                                        g_ptr_array_index (settlings, j))
                                       ->when))
        todoku_check_complain (check,
                               "[%u] is never reached behind [%u]",
                               i,
                               j);
}
