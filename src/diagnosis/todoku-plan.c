/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-plan.h"

#include <string.h>

static void
planned_free (gpointer data)
{
  TodokuPlanned *self = data;

  todoku_endpoint_free (self->endpoint);
  g_free (self->user);
  g_free (self->recipient);
  g_clear_pointer (&self->secret, todoku_secret_unref);
  g_clear_pointer (&self->message, g_bytes_unref);
  g_free (self);
}

static void
plan (GPtrArray *list, const TodokuEndpoint *endpoint, TodokuRole role)
{
  static const GSocketFamily families[] = { G_SOCKET_FAMILY_IPV4, G_SOCKET_FAMILY_IPV6 };

  for (guint i = 0; i < list->len; i++)
    if (todoku_endpoint_equal (((TodokuPlanned *) g_ptr_array_index (list, i))->endpoint, endpoint))
      return;
  for (gsize i = 0; i < G_N_ELEMENTS (families); i++)
    {
      TodokuPlanned *planned = g_new0 (TodokuPlanned, 1);

      planned->endpoint = todoku_endpoint_copy (endpoint);
      planned->role = role;
      planned->family = families[i];
      g_ptr_array_add (list, planned);
    }
}

static void
plan_presets (GPtrArray *list, const TodokuProvider *provider, const char *protocol)
{
  for (const char *const *url = todoku_provider_get_endpoints (provider, protocol); *url; url++)
    {
      g_autoptr (TodokuEndpoint) endpoint = todoku_endpoint_parse (*url, NULL);

      if (endpoint)
        plan (list, endpoint, TODOKU_ROLE_PRESET);
    }
}

static void
plan_side (GPtrArray *list, TodokuAccount *account, const TodokuEndpoint *endpoint, TodokuRunFlags flags)
{
  const TodokuProvider *provider = todoku_account_get_provider (account);

  if (!endpoint)
    return;
  plan (list, endpoint, TODOKU_ROLE_CONFIGURED);
  if (provider && !(flags & TODOKU_RUN_ONLY_CONFIGURED))
    plan_presets (list, provider, todoku_protocol_to_string (endpoint->protocol));
}

GPtrArray *
todoku_plan_new (TodokuAccount *account, TodokuRunFlags flags, TodokuSecret *secret)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (planned_free);

  if (flags & TODOKU_RUN_OFFLINE)
    return list;
  /* What the symptom is about comes first, so that its verdict does. */
  if (strcmp (todoku_account_get_symptom (account), "send") == 0 && !(flags & TODOKU_RUN_ONLY_INCOMING))
    plan_side (list, account, todoku_account_get_outgoing (account), flags);
  if (!(flags & TODOKU_RUN_ONLY_OUTGOING))
    plan_side (list, account, todoku_account_get_incoming (account), flags);
  if (!(flags & TODOKU_RUN_ONLY_INCOMING))
    plan_side (list, account, todoku_account_get_outgoing (account), flags);
  return list;
}

/* ---- signing in ----------------------------------------------------------- */

/* A plain probe of the endpoint that ended well: the family that worked. */
static TodokuObservation *
find_way (GListModel *observations, const TodokuEndpoint *endpoint)
{
  for (guint i = 0; i < g_list_model_get_n_items (observations); i++)
    {
      g_autoptr (TodokuObservation) observation = g_list_model_get_item (observations, i);

      if (todoku_observation_get_role (observation) == TODOKU_ROLE_CONFIGURED &&
          todoku_endpoint_equal (todoku_observation_get_endpoint (observation), endpoint) &&
          todoku_observation_get_outcome (observation) == TODOKU_OUTCOME_GOOD)
        return g_steal_pointer (&observation);
    }
  return NULL;
}

/* To the own address alone, and recognisable. */
static GBytes *
make_message (const char *address)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *date = g_date_time_format (now, "%d %b %Y %H:%M:%S %z");
  char *message = g_strdup_printf ("From: <%s>\r\nTo: <%s>\r\nSubject: Todoku test message\r\nDate: %s\r\nMessage-ID: <%s@todoku.invalid>\r\n"
                                   "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n"
                                   "This is a test message that Todoku sent on request.\r\n",
                                   address, address, date, id);

  return g_bytes_new_take (message, strlen (message));
}

static TodokuSignIn
sign_in_of (TodokuAccount *account)
{
  const char *method = todoku_account_get_sign_in (account);

  if (strcmp (method, "none") == 0)
    return TODOKU_SIGN_IN_NONE;
  return strcmp (method, "oauth2") == 0 ? TODOKU_SIGN_IN_OAUTH2 : TODOKU_SIGN_IN_PASSWORD;
}

static gboolean
is_wanted (TodokuRunFlags flags, gboolean outgoing)
{
  return !(flags & TODOKU_RUN_OFFLINE) && !(flags & (outgoing ? TODOKU_RUN_ONLY_INCOMING : TODOKU_RUN_ONLY_OUTGOING));
}

TodokuPlanned *
todoku_plan_sign_in (TodokuAccount *account, GListModel *observations, const char *side, TodokuRunFlags flags, TodokuSecret *secret)
{
  gboolean outgoing = strcmp (side, "outgoing") == 0;
  const TodokuEndpoint *endpoint = outgoing ? todoku_account_get_outgoing (account) : todoku_account_get_incoming (account);
  TodokuSignIn sign_in = secret && todoku_account_get_user (account) ? sign_in_of (account) : TODOKU_SIGN_IN_NONE;
  gboolean sends = outgoing && (flags & TODOKU_RUN_SEND_TEST) && todoku_account_get_address (account);
  g_autoptr (TodokuObservation) way = endpoint && is_wanted (flags, outgoing) ? find_way (observations, endpoint) : NULL;
  TodokuPlanned *planned;

  if (!way || (sign_in == TODOKU_SIGN_IN_NONE && !sends))
    return NULL;
  planned = g_new0 (TodokuPlanned, 1);
  planned->endpoint = todoku_endpoint_copy (endpoint);
  planned->role = TODOKU_ROLE_CONFIGURED;
  planned->family = todoku_observation_get_family (way);
  planned->user = g_strdup (todoku_account_get_user (account));
  planned->recipient = g_strdup (todoku_account_get_address (account));
  planned->secret = secret ? todoku_secret_ref (secret) : NULL;
  planned->message = sends ? make_message (planned->recipient) : NULL;
  planned->options.flags = TODOKU_CONVERSATION_LOOK;
  if (flags & TODOKU_RUN_ALLOW_CLEAR)
    planned->options.flags |= TODOKU_CONVERSATION_ALLOW_CLEAR;
  planned->options.sign_in = sign_in;
  planned->options.user = planned->user;
  planned->options.secret = planned->secret;
  planned->options.sender = planned->recipient;
  planned->options.recipient = sends ? planned->recipient : NULL;
  planned->options.message = planned->message;
  return planned;
}

/* ---- facts of the whole run ------------------------------------------------ */

/* Which outcome says most: a later one of this list does. */
static int
weight (const char *outcome)
{
  static const char *const order[] = { "not-tested", "could-not-tell", "blocked", "problem", "good" };

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    if (g_strcmp0 (outcome, order[i]) == 0)
      return (int) i;
  return -1;
}

/* The best over the families; a sign-in that failed takes the place of the plain
 * probe that was good. */
static void
add_side (TodokuFacts *facts, GPtrArray *probes, const char *side)
{
  g_autofree char *outcome_name = g_strconcat (side, ".outcome", NULL);
  g_autofree char *signed_name = g_strconcat (side, ".signed-in", NULL);
  const char *best = NULL;

  for (guint i = 0; i < probes->len; i++)
    {
      TodokuFacts *probe = g_ptr_array_index (probes, i);
      const char *outcome = todoku_facts_get_first (probe, "probe.outcome");
      const char *signed_in = todoku_facts_get_first (probe, "probe.signed-in");

      if (g_strcmp0 (todoku_facts_get_first (probe, "probe.role"), "configured") != 0 || g_strcmp0 (todoku_facts_get_first (probe, "probe.side"), side) != 0)
        continue;
      if (signed_in)
        {
          todoku_facts_set (facts, signed_name, signed_in);
          best = outcome;
          break;
        }
      if (weight (outcome) > weight (best))
        best = outcome;
    }
  todoku_facts_set (facts, outcome_name, best);
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
  static const char *const same[] = { "probe.host", "probe.port", "probe.security", "probe.protocol" };

  for (guint i = 0; i < probes->len; i++)
    for (guint j = 0; j < probes->len; j++)
      {
        TodokuFacts *one = g_ptr_array_index (probes, i);
        TodokuFacts *two = g_ptr_array_index (probes, j);
        gboolean pair = g_strcmp0 (todoku_facts_get_first (one, "probe.family"), todoku_facts_get_first (two, "probe.family")) != 0 &&
                        todoku_facts_get_first (one, "probe.family") && todoku_facts_get_first (two, "probe.family");

        for (gsize k = 0; pair && k < G_N_ELEMENTS (same); k++)
          pair = g_strcmp0 (todoku_facts_get_first (one, same[k]), todoku_facts_get_first (two, same[k])) == 0;
        if (pair && !todoku_facts_get_first (one, "probe.other-family"))
          todoku_facts_set (one, "probe.other-family", todoku_facts_get_first (two, "probe.outcome"));
      }
}

/* What a computer without any network gets for every server. */
static gboolean
is_failure_at_home (const char *failure)
{
  static const char *const at_home[] = { "host-not-found", "name-lookup-failed", "network-unreachable", "local-error", NULL };

  return failure && g_strv_contains (at_home, failure);
}

static void
add_network (TodokuFacts *facts, GPtrArray *probes)
{
  gboolean reached = FALSE, tried = FALSE, away = FALSE;
  gboolean connected = g_network_monitor_get_network_available (g_network_monitor_get_default ());

  for (guint i = 0; i < probes->len; i++)
    {
      TodokuFacts *probe = g_ptr_array_index (probes, i);
      const char *failure = todoku_facts_get_first (probe, "probe.failure");

      if (!todoku_facts_get_first (probe, "probe.outcome") || g_strcmp0 (failure, "no-address") == 0)
        continue;
      tried = TRUE;
      reached = reached || g_strcmp0 (todoku_facts_get_first (probe, "probe.reached"), "yes") == 0;
      away = away || !is_failure_at_home (failure) || (connected && strcmp (failure, "host-not-found") == 0);
    }
  if (!tried)
    return;
  todoku_facts_set (facts, "network.controls", reached ? "good" : "none");
  /* Not one name looked up and no route anywhere: this computer is not connected. */
  todoku_facts_set (facts, "network.available", away ? "yes" : "no");
}

/* Without a network, what stands in the app still says something: each side as
 * if it were a probe that was not made. */
static void
add_unprobed (GPtrArray *probes, TodokuFacts *facts, const TodokuEndpoint *endpoint)
{
  static const char *const names[] = { "protocol", "host", "port", "security", "pairing", "host-kind" };
  const char *side = endpoint && endpoint->protocol == TODOKU_PROTOCOL_SMTP ? "outgoing" : "incoming";
  TodokuFacts *probe;

  if (!endpoint)
    return;
  probe = todoku_facts_new (facts);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
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
todoku_plan_add_unprobed (GPtrArray *probes, TodokuFacts *facts, TodokuAccount *account)
{
  add_unprobed (probes, facts, todoku_account_get_incoming (account));
  add_unprobed (probes, facts, todoku_account_get_outgoing (account));
}

void
todoku_plan_add_run_facts (TodokuFacts *facts, GPtrArray *probes, TodokuNetwork *network)
{
  g_autoptr (GPtrArray) latest = reversed (probes);

  add_side (facts, latest, "incoming");
  add_side (facts, latest, "outgoing");
  add_other_families (probes);
  add_network (facts, probes);
}

/* ---- a pasted text -------------------------------------------------------- */

void
todoku_plan_add_pasted_facts (TodokuFacts *facts, TodokuAccount *account, const char *text, const char *said_by, const char *date)
{
  TodokuKnowledge *knowledge = todoku_account_get_knowledge (account);
  TodokuReplyQuery query = { NULL, NULL, 0, NULL, NULL, text, said_by };
  g_autoptr (GPtrArray) replies = todoku_knowledge_match_reply (knowledge, &query);
  g_autoptr (GPtrArray) advice = todoku_knowledge_match_advice (knowledge, text, date);

  for (guint i = 0; i < replies->len; i++)
    todoku_facts_add (facts, "reply", ((TodokuReplyPattern *) g_ptr_array_index (replies, i))->id);
  for (guint i = 0; i < advice->len; i++)
    todoku_facts_add (facts, "advice", ((TodokuChange *) g_ptr_array_index (advice, i))->advice);
}
