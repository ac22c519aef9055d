/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-delivery.h"

#include "todoku-probe.h"
#include "todoku-received.h"

static gint64
end_of_message (const TodokuDialogue *dialogue)
{
  const TodokuTimelineEntry *entry =
      todoku_timeline_find (dialogue->timeline, TODOKU_STAGE_MESSAGE);

  return entry ? entry->end_us : 0;
}

static void
learn (TodokuDelivery *self, const TodokuDialogue *dialogue, gint64 sent_us)
{
  self->looked = TRUE;
  self->seen = dialogue->message_seen;
  self->removed = dialogue->message_removed;
  if (self->seen)
    self->elapsed_ms = MAX (end_of_message (dialogue) - sent_us, 0) / 1000;
  if (dialogue->trace) {
    g_ptr_array_unref (self->hops);
    self->hops = todoku_received_hops ((const char *const *) dialogue->trace);
  }
}

/**
 * todoku_delivery_new:
 * @observations: (type GListModel): of #TodokuObservation
 *
 * Returns: (transfer full) (nullable): what became of the test message, %NULL
 *   when none was taken
 */
TodokuDelivery *
todoku_delivery_new (GListModel *observations)
{
  TodokuDelivery *self = NULL;
  gint64 sent_us = 0;

  g_return_val_if_fail (G_IS_LIST_MODEL (observations), NULL);

  for (guint i = 0; i < g_list_model_get_n_items (observations); i++) {
    g_autoptr (TodokuObservation) observation =
        g_list_model_get_item (observations, i);
    const TodokuDialogue *dialogue =
        todoku_observation_get_dialogue (observation);
    gboolean incoming =
        todoku_observation_get_endpoint (observation)->protocol !=
        TODOKU_PROTOCOL_SMTP;

    if (!todoku_observation_is_finished (observation))
      continue;
    if (dialogue->message_accepted && !self) {
      self = g_new0 (TodokuDelivery, 1);
      self->elapsed_ms = -1;
      self->hops = g_ptr_array_new ();
      sent_us = end_of_message (dialogue);
    } else if (self && incoming && dialogue->looked)
      learn (self, dialogue, sent_us);
  }
  return self;
}

/**
 * todoku_delivery_free:
 * @self: (nullable): a delivery
 */
void
todoku_delivery_free (TodokuDelivery *self)
{
  if (!self)
    return;
  g_ptr_array_unref (self->hops);
  g_free (self);
}

/**
 * todoku_delivery_get_state:
 * @self: a delivery
 *
 * Returns: (transfer none): what became of it: "taken" by the outgoing server
 *   and not looked for, "arrived", "not-seen" in time
 */
const char *
todoku_delivery_get_state (const TodokuDelivery *self)
{
  g_return_val_if_fail (self, NULL);

  if (self->seen)
    return "arrived";
  return self->looked ? "not-seen" : "taken";
}

/**
 * todoku_delivery_add_facts:
 * @self: (nullable): a delivery
 * @facts: the facts of the whole run
 *
 * Says what became of the message: see data/knowledge/README.md.
 */
void
todoku_delivery_add_facts (const TodokuDelivery *self, TodokuFacts *facts)
{
  char seconds[24];

  g_return_if_fail (TODOKU_IS_FACTS (facts));

  if (!self)
    return;
  todoku_facts_set (facts, "test-message", todoku_delivery_get_state (self));
  if (!self->seen)
    return;
  g_snprintf (seconds,
              sizeof seconds,
              "%" G_GINT64_FORMAT,
              MAX ((self->elapsed_ms + 500) / 1000, 1));
  todoku_facts_set (facts, "test-message.seconds", seconds);
  todoku_facts_set (facts,
                    "test-message.removed",
                    self->removed ? "yes" : "no");
}
