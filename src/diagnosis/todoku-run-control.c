/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-plan.h"
#include "todoku-reach.h"
#include "todoku-run-private.h"

#include <string.h>

#define CONTROL_TIMEOUT_MS 5000

/* ---- judging meanwhile -----------------------------------------------------
 */

static gboolean
rejudge_cb (gpointer data)
{
  todoku_run_judge (data);
  return G_SOURCE_REMOVE;
}

static gboolean
has_verdict (TodokuRun *self)
{
  g_autoptr (TodokuFinding) first =
      g_list_model_get_item (G_LIST_MODEL (self->findings), 0);

  return first &&
         todoku_finding_get_certainty (first) == TODOKU_CERTAINTY_CERTAIN;
}

/* Until something is certain, judging does not wait behind the probes that
 * still run: the verdict is what people wait for.  After it they go first. */
void
todoku_run_judge_soon (TodokuRun *self)
{
  if (self->rejudge)
    return;
  self->rejudge = g_idle_source_new ();
  if (!has_verdict (self))
    g_source_set_priority (self->rejudge, G_PRIORITY_DEFAULT);
  g_source_set_callback (self->rejudge, rejudge_cb, self, NULL);
  g_source_attach (self->rejudge, g_main_context_get_thread_default ());
}

/* ---- a server that limits us ----------------------------------------------
 */

/* The server asks for patience: 421, 454, BYE, "try again later" before any
 * mailbox was looked at (RFC 5321 §3.8, RFC 9051 §7.1.5). */
static gboolean
is_limiting (TodokuObservation *observation)
{
  const TodokuDialogue *dialogue =
      todoku_observation_get_dialogue (observation);

  if (dialogue->failure == TODOKU_FAILURE_NONE || !dialogue->reply)
    return FALSE;
  return dialogue->failure == TODOKU_FAILURE_SERVER_UNAVAILABLE ||
         ((dialogue->reply->status == TODOKU_REPLY_TRANSIENT ||
           dialogue->reply->status == TODOKU_REPLY_BYE) &&
          dialogue->failure_stage <= TODOKU_STAGE_SIGN_IN);
}

/* What is not begun yet at a server that limits us is left: asking on would
 * make it worse. */
static void
give_up_host (TodokuRun *self, const char *host)
{
  g_hash_table_add (self->limited, g_strdup (host));
  for (guint i = 0; i < self->plan->len; i++) {
    TodokuPlanned *planned = g_ptr_array_index (self->plan, i);

    if (!planned->started && strcmp (planned->endpoint->host, host) == 0)
      planned->started = planned->finished = TRUE;
  }
}

/* ---- what surrounds us ----------------------------------------------------
 */

static void
proxy_found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TodokuRun) self = data;
  const char *proxy = todoku_surroundings_find_proxy_finish (result);

  if (!self->task)
    return;
  self->surroundings.proxy = proxy;
  todoku_run_judge_soon (self);
}

void
todoku_run_look_around (TodokuRun *self)
{
  const TodokuEndpoint *endpoint = todoku_account_get_incoming (self->account);

  if (!endpoint)
    endpoint = todoku_account_get_outgoing (self->account);
  if (!endpoint || (self->flags & TODOKU_RUN_OFFLINE) ||
      todoku_network_is_led (self->network))
    return;
  self->surroundings = todoku_surroundings_look (self->network);
  todoku_surroundings_find_proxy_async (self->network,
                                        endpoint->host,
                                        self->inner,
                                        proxy_found_cb,
                                        g_object_ref (self));
}

/* ---- controls -------------------------------------------------------------
 */

/* Takes @found over when the run still wants to know. */
static void
note_control (TodokuRun *self, const char **field, const char *found)
{
  self->awaited--;
  if (!self->task)
    return;
  *field = found;
  todoku_run_judge_soon (self);
  todoku_run_go_on (self);
}

static void
web_reached_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TodokuRun) self = data;

  note_control (self, &self->web, todoku_reach_web_finish (result));
}

static void
reached_by_proxy_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TodokuRun) self = data;

  note_control (self, &self->socks, todoku_reach_by_proxy_finish (result));
}

/* Where the service's own help page is: a host that is no mail server. */
static char *
web_host (TodokuRun *self)
{
  const TodokuProvider *provider = todoku_account_get_provider (self->account);
  g_autoptr (GUri) uri =
      provider && provider->help_link
          ? g_uri_parse (provider->help_link, G_URI_FLAGS_NONE, NULL)
          : NULL;

  return uri ? g_strdup (g_uri_get_host (uri)) : NULL;
}

static void
ask_web (TodokuRun *self)
{
  g_autofree char *host = web_host (self);

  if (self->asked_web || !host ||
      !todoku_network_may_add (self->network, host, 443))
    return;
  self->asked_web = TRUE;
  self->awaited++;
  todoku_reach_web_async (self->network,
                          host,
                          CONTROL_TIMEOUT_MS,
                          self->inner,
                          web_reached_cb,
                          g_object_ref (self));
}

/* Whoever leads connections elsewhere leads them past proxies. */
static void
ask_proxy (TodokuRun *self, const TodokuEndpoint *endpoint)
{
  if (self->asked_socks || todoku_network_is_led (self->network))
    return;
  self->asked_socks = TRUE;
  self->awaited++;
  todoku_reach_by_proxy_async (self->network,
                               endpoint,
                               CONTROL_TIMEOUT_MS,
                               self->inner,
                               reached_by_proxy_cb,
                               g_object_ref (self));
}

static gboolean
was_not_reached (TodokuObservation *observation)
{
  TodokuFailure failure = todoku_observation_get_failure (observation);

  return failure == TODOKU_FAILURE_CONNECTION_REFUSED ||
         failure == TODOKU_FAILURE_CONNECTION_TIMED_OUT ||
         failure == TODOKU_FAILURE_CONNECTION_RESET ||
         failure == TODOKU_FAILURE_NOT_PERMITTED;
}

/* A network whose way out is a proxy often has no name server for the rest. */
static gboolean
has_no_way (TodokuObservation *observation)
{
  TodokuFailure failure = todoku_observation_get_failure (observation);

  return failure == TODOKU_FAILURE_HOST_NOT_FOUND ||
         failure == TODOKU_FAILURE_NAME_LOOKUP_FAILED ||
         failure == TODOKU_FAILURE_NETWORK_UNREACHABLE;
}

/* Somebody who is not the service may have answered, there and elsewhere. */
static gboolean
was_foreign (TodokuObservation *observation)
{
  return todoku_observation_get_failure (observation) ==
         TODOKU_FAILURE_CERTIFICATE_REFUSED;
}

static void
ask_controls (TodokuRun *self, TodokuObservation *observation)
{
  const TodokuEndpoint *endpoint =
      todoku_observation_get_endpoint (observation);

  if (todoku_observation_get_role (observation) != TODOKU_ROLE_CONFIGURED ||
      (self->flags & (TODOKU_RUN_NO_GRID | TODOKU_RUN_ONLY_CONFIGURED)))
    return;
  if (was_not_reached (observation))
    todoku_plan_add_controls (self->plan,
                              self->account,
                              self->network,
                              endpoint);
  if (was_not_reached (observation) || was_foreign (observation))
    ask_web (self);
  if (was_not_reached (observation) || has_no_way (observation))
    ask_proxy (self, endpoint);
}

/* What a finished probe decides about those still to come. */
void
todoku_run_learn (TodokuRun *self, TodokuObservation *observation)
{
  if (is_limiting (observation))
    give_up_host (self, todoku_observation_get_endpoint (observation)->host);
  else
    ask_controls (self, observation);
}
