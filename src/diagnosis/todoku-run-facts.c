/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-plan.h"

#include <string.h>

/* ---- facts of the whole run ------------------------------------------------
 */

/* Which outcome says most: a later one of this list does. */
static int
weight (const char *outcome)
{
  static const char *const order[] = { "not-tested",
                                       "could-not-tell",
                                       "blocked",
                                       "problem",
                                       "good" };

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    if (g_strcmp0 (outcome, order[i]) == 0)
      return (int) i;
  return -1;
}

/* The best over the families; a sign-in that failed takes the place of the
 * plain probe that was good. */
static void
add_side (TodokuFacts *facts, GPtrArray *probes, const char *side)
{
  g_autofree char *outcome_name = g_strconcat (side, ".outcome", NULL);
  g_autofree char *failure_name = g_strconcat (side, ".failure", NULL);
  g_autofree char *signed_name = g_strconcat (side, ".signed-in", NULL);
  const char *best = NULL, *failure = NULL;

  for (guint i = 0; i < probes->len; i++) {
    TodokuFacts *probe = g_ptr_array_index (probes, i);
    const char *outcome = todoku_facts_get_first (probe, "probe.outcome");
    const char *signed_in = todoku_facts_get_first (probe, "probe.signed-in");

    if (g_strcmp0 (todoku_facts_get_first (probe, "probe.role"),
                   "configured") != 0 ||
        g_strcmp0 (todoku_facts_get_first (probe, "probe.side"), side) != 0)
      continue;
    if (signed_in) {
      todoku_facts_set (facts, signed_name, signed_in);
      best = outcome;
      failure = todoku_facts_get_first (probe, "probe.failure");
      break;
    }
    if (weight (outcome) <= weight (best))
      continue;
    best = outcome;
    failure = todoku_facts_get_first (probe, "probe.failure");
  }
  todoku_facts_set (facts, outcome_name, best);
  todoku_facts_set (facts, failure_name, failure);
}

/* Sign-in probes come last and count most: they are looked at first. */
static GPtrArray *
reversed (GPtrArray *probes)
{
  GPtrArray *list = g_ptr_array_new ();

  for (guint i = probes->len; i > 0; i--)
    g_ptr_array_add (list, g_ptr_array_index (probes, i - 1));
  return list;
}

static void
add_other_families (GPtrArray *probes)
{
  static const char *const same[] = { "probe.host",
                                      "probe.port",
                                      "probe.security",
                                      "probe.protocol" };

  for (guint i = 0; i < probes->len; i++)
    for (guint j = 0; j < probes->len; j++) {
      TodokuFacts *one = g_ptr_array_index (probes, i);
      TodokuFacts *two = g_ptr_array_index (probes, j);
      gboolean pair =
          g_strcmp0 (todoku_facts_get_first (one, "probe.family"),
                     todoku_facts_get_first (two, "probe.family")) != 0 &&
          todoku_facts_get_first (one, "probe.family") &&
          todoku_facts_get_first (two, "probe.family");

      for (gsize k = 0; pair && k < G_N_ELEMENTS (same); k++)
        pair = g_strcmp0 (todoku_facts_get_first (one, same[k]),
                          todoku_facts_get_first (two, same[k])) == 0;
      if (pair && !todoku_facts_get_first (one, "probe.other-family"))
        todoku_facts_set (one,
                          "probe.other-family",
                          todoku_facts_get_first (two, "probe.outcome"));
    }
}

/* Nothing of it came from anywhere else than this computer or its nearest name
 * server.  That there is no way may be what a router or a firewall says, and
 * that it is not permitted is said where there is one. */
static gboolean
is_failure_at_home (const char *failure)
{
  static const char *const at_home[] = { "name-lookup-failed",
                                         "local-error",
                                         NULL };

  return failure && g_strv_contains (at_home, failure);
}

/* Somebody out there answered, if only with a refusal. */
static gboolean
was_answered (TodokuFacts *probe)
{
  const char *failure = todoku_facts_get_first (probe, "probe.failure");

  return g_strcmp0 (todoku_facts_get_first (probe, "probe.reached"), "yes") ==
             0 ||
         g_strcmp0 (failure, "connection-refused") == 0 ||
         g_strcmp0 (failure, "connection-reset") == 0;
}

/* A practice server or a connect-to entry needs no network. */
static gboolean
is_local (TodokuNetwork *network, TodokuFacts *probe)
{
  const char *host = todoku_facts_get_first (probe, "probe.host");
  const char *port = todoku_facts_get_first (probe, "probe.port");
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);
  GSocketAddress *redirected =
      todoku_network_lookup_connect_to (network,
                                        host,
                                        (guint16) g_ascii_strtoull (port,
                                                                    NULL,
                                                                    10));

  return redirected || strcmp (host, "localhost") == 0 ||
         (address && g_inet_address_get_is_loopback (address));
}

/* "No network" is said when nobody answered, and this computer says so itself
 * or no probe so much as left it. */
static void
add_network (TodokuFacts *facts, GPtrArray *probes, TodokuNetwork *network)
{
  gboolean connected = todoku_network_is_connected (network);
  gboolean reached = FALSE, answered = FALSE, tried = FALSE;
  gboolean abroad = FALSE, left = FALSE;

  for (guint i = 0; i < probes->len; i++) {
    TodokuFacts *probe = g_ptr_array_index (probes, i);
    const char *failure = todoku_facts_get_first (probe, "probe.failure");
    const char *outcome = todoku_facts_get_first (probe, "probe.outcome");

    if (!outcome || strcmp (outcome, "not-tested") == 0)
      continue;
    tried = TRUE;
    reached =
        reached ||
        g_strcmp0 (todoku_facts_get_first (probe, "probe.reached"), "yes") == 0;
    answered = answered || was_answered (probe);
    abroad = abroad || !is_local (network, probe);
    left = left || !is_failure_at_home (failure) ||
           todoku_facts_get_first (probe, "probe.name-answer");
  }
  if (!tried)
    return;
  todoku_facts_set (facts, "network.controls", reached ? "good" : "none");
  todoku_facts_set (facts,
                    "network.available",
                    answered || !abroad || (connected && left) ? "yes" : "no");
}

/* Without a network, what stands in the app still says something: each side as
 * if it were a probe that was not made. */
static void
add_unprobed (GPtrArray *probes,
              TodokuFacts *facts,
              const TodokuEndpoint *endpoint)
{
  static const char *const names[] = { "protocol", "host",    "port",
                                       "security", "pairing", "host-kind" };
  const char *side = endpoint ? todoku_side_of (endpoint) : NULL;
  TodokuFacts *probe;

  if (!endpoint)
    return;
  probe = todoku_facts_new (facts);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *from = g_strconcat (side, ".", names[i], NULL);
    g_autofree char *to = g_strconcat ("probe.", names[i], NULL);

    todoku_facts_set (probe, to, todoku_facts_get_first (facts, from));
  }
  todoku_facts_set (probe, "probe.side", side);
  todoku_facts_set (probe, "probe.role", "configured");
  todoku_facts_set (probe, "probe.family", "none");
  todoku_facts_set (probe, "probe.outcome", "not-tested");
  g_ptr_array_add (probes, probe);
}

void
todoku_plan_add_unprobed (GPtrArray *probes,
                          TodokuFacts *facts,
                          TodokuAccount *account)
{
  add_unprobed (probes, facts, todoku_account_get_incoming (account));
  add_unprobed (probes, facts, todoku_account_get_outgoing (account));
}

void
todoku_plan_add_run_facts (TodokuFacts *facts,
                           GPtrArray *probes,
                           TodokuNetwork *network)
{
  g_autoptr (GPtrArray) latest = reversed (probes);

  add_side (facts, latest, "incoming");
  add_side (facts, latest, "outgoing");
  add_other_families (probes);
  add_network (facts, probes, network);
}

/* ---- a pasted text --------------------------------------------------------
 */

/* What holds instead of the old advice of @changes, one after the other. */
static char *
join_now (GPtrArray *changes, TodokuLanguage language)
{
  GString *now = g_string_new (NULL);

  for (guint i = 0; i < changes->len; i++) {
    const TodokuChange *change = g_ptr_array_index (changes, i);

    if (i > 0 && language == TODOKU_LANGUAGE_EN)
      g_string_append_c (now, ' ');
    g_string_append (now, change->now.in[language]);
  }
  return g_string_free (now, FALSE);
}

/* Old advice that is wrong for this account. */
static void
add_advice (TodokuFacts *facts, GPtrArray *changes)
{
  g_autoptr (GPtrArray) own = g_ptr_array_new ();
  g_autofree char *en = NULL, *ja = NULL;
  TodokuText text;

  for (guint i = 0; i < changes->len; i++) {
    TodokuChange *change = g_ptr_array_index (changes, i);

    if (!todoku_conditions_hold (change->when, todoku_facts_lookup, facts))
      continue;
    todoku_facts_add (facts, "advice", change->advice);
    for (char **source = change->sources; *source; source++)
      todoku_facts_add (facts, "advice.source", *source);
    g_ptr_array_add (own, change);
  }
  if (own->len == 0)
    return;
  text.in[TODOKU_LANGUAGE_EN] = en = join_now (own, TODOKU_LANGUAGE_EN);
  text.in[TODOKU_LANGUAGE_JA] = ja = join_now (own, TODOKU_LANGUAGE_JA);
  todoku_facts_set_text (facts, "advice.now", &text);
}

void
todoku_plan_add_pasted_facts (TodokuFacts *facts,
                              const TodokuExplanation *explanation)
{
  GPtrArray *replies = explanation->replies;

  for (guint i = 0; i < replies->len; i++)
    todoku_facts_add (facts,
                      "reply",
                      ((TodokuReplyPattern *) g_ptr_array_index (replies, i))
                          ->id);
  add_advice (facts, explanation->changes);
}
