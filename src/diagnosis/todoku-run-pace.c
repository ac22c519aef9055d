/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-run-private.h"

#include <string.h>

/* How many connections there are at once.  Servers count them by service and by
 * the address that they come from: a host that is not known to take more gets
 * this many for each protocol and address family, which is every port that it
 * could have. */
#define MAX_AT_ONCE_PER_SERVICE 4
/* A probe may connect a second time, to see what else a port speaks. */
#define CONNECTIONS_PER_PROBE 2
/* Nobody is troubled by connections that are not answered: after this long they
 * count no more, so that a black hole is known before people give up. */
#define UNANSWERED_MS 700
/* Where a service names a number, one may be far and a SYN be lost (the second
 * goes out after 1 s): whatever is answered after this long is answered by
 * nobody. */
#define UNANSWERED_NAMED_MS 2500

static gboolean
has_budget (TodokuRun *self)
{
  guint reserved = (self->running->len + 1) * CONNECTIONS_PER_PROBE;

  return self->running->len < self->budget.max_at_once &&
         self->budget.connections + reserved <= self->budget.max_connections;
}

static TodokuObservation *
find_observation (TodokuRun *self, const TodokuPlanned *planned)
{
  GListModel *observations = G_LIST_MODEL (self->observations);

  for (guint i = g_list_model_get_n_items (observations); i > 0; i--) {
    g_autoptr (TodokuObservation) observation =
        g_list_model_get_item (observations, i - 1);

    if (todoku_observation_get_family (observation) == planned->family &&
        todoku_endpoint_equal (todoku_observation_get_endpoint (observation),
                               planned->endpoint))
      return g_steal_pointer (&observation);
  }
  return NULL;
}

/* Its connect has been waiting for that long. */
static gboolean
is_unanswered (TodokuRun *self, const TodokuPlanned *planned, gint64 limit_ms)
{
  g_autoptr (TodokuObservation) observation = find_observation (self, planned);
  const TodokuTimelineEntry *connecting =
      observation
          ? todoku_timeline_find (todoku_observation_get_dialogue (observation)
                                      ->timeline,
                                  TODOKU_STAGE_CONNECT)
          : NULL;

  return connecting && connecting->end_us < connecting->start_us &&
         g_get_monotonic_time () - connecting->start_us >= limit_ms * 1000;
}

static gboolean
is_same_service (const TodokuPlanned *one, const TodokuPlanned *other)
{
  return one->family == other->family &&
         one->endpoint->protocol == other->endpoint->protocol;
}

/* A number that a service itself names holds for all that goes to a host of its
 * company, whichever service the account is with; 0: none is named. */
static guint
named_limit (TodokuRun *self, const char *host)
{
  TodokuKnowledge *knowledge = todoku_account_get_knowledge (self->account);
  GPtrArray *providers = todoku_knowledge_get_providers (knowledge);
  const TodokuProvider *own = todoku_account_get_provider (self->account);
  const TodokuProvider *owner =
      todoku_knowledge_provider_for_host (knowledge, host);
  guint least = 0;

  for (guint i = 0; i < providers->len; i++) {
    const TodokuProvider *one = g_ptr_array_index (providers, i);
    guint named = one->connections > 0 ? (guint) one->connections : 0;

    if (named > 0 && (least == 0 || named < least) &&
        (one == own || (owner && g_strcmp0 (one->group, owner->group) == 0)))
      least = named;
  }
  return least;
}

/* Whether @planned may begin now. */
gboolean
todoku_run_has_room (TodokuRun *self, const TodokuPlanned *planned)
{
  guint named = named_limit (self, planned->endpoint->host);
  gint64 limit_ms = named > 0 ? UNANSWERED_NAMED_MS : UNANSWERED_MS;
  guint n = 0;

  for (guint i = 0; i < self->running->len; i++) {
    const TodokuPlanned *other =
        g_ptr_array_index (self->plan, g_array_index (self->running, guint, i));

    if (strcmp (planned->endpoint->host, other->endpoint->host) == 0 &&
        (named > 0 || is_same_service (planned, other)) &&
        !is_unanswered (self, other, limit_ms))
      n++;
  }
  return has_budget (self) && n < (named > 0 ? named : MAX_AT_ONCE_PER_SERVICE);
}

static gboolean
room_cb (gpointer data)
{
  g_autoptr (TodokuRun) self = g_object_ref (data);

  todoku_run_clear_source (&self->room);
  todoku_run_go_on (self);
  /* What had no room now may have it the next time. */
  if (self->task && !self->room && self->running->len > 0)
    todoku_run_look_for_room (self);
  return G_SOURCE_REMOVE;
}

/* What was just begun may be answered by nobody: then there is room again. */
void
todoku_run_look_for_room (TodokuRun *self)
{
  todoku_run_clear_source (&self->room);
  self->room = g_timeout_source_new (UNANSWERED_MS + 1);
  g_source_set_callback (self->room, room_cb, self, NULL);
  g_source_attach (self->room, g_task_get_context (self->task));
}
