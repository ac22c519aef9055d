/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-observed.h"

struct _TodokuTimeline {
  GArray *entries;
};

/* An entry that has begun and not ended has this for its end. */
#define OPEN -1

/**
 * todoku_timeline_new:
 *
 * Returns: (transfer full): an empty timeline
 */
TodokuTimeline *
todoku_timeline_new (void)
{
  TodokuTimeline *self = g_new0 (TodokuTimeline, 1);

  self->entries = g_array_new (FALSE, TRUE, sizeof (TodokuTimelineEntry));
  return self;
}

/**
 * todoku_timeline_free:
 * @self: (nullable): a timeline
 */
void
todoku_timeline_free (TodokuTimeline *self)
{
  if (!self)
    return;
  g_array_unref (self->entries);
  g_free (self);
}

static TodokuTimelineEntry *
find (TodokuTimeline *self, TodokuStage stage)
{
  for (guint i = 0; i < self->entries->len; i++) {
    TodokuTimelineEntry *entry =
        &g_array_index (self->entries, TodokuTimelineEntry, i);

    if (entry->stage == stage)
      return entry;
  }
  return NULL;
}

/**
 * todoku_timeline_begin:
 * @self: a timeline
 * @stage: what begins; it begins once
 * @now_us: monotonic microseconds
 */
void
todoku_timeline_begin (TodokuTimeline *self, TodokuStage stage, gint64 now_us)
{
  TodokuTimelineEntry entry = { stage,
                                TODOKU_OUTCOME_NOT_TESTED,
                                now_us,
                                OPEN };
  TodokuTimelineEntry *again;

  g_return_if_fail (self);

  /* Capabilities are asked again after TLS: one stage, of which the last
   * counts. */
  again = find (self, stage);
  if (again)
    again->end_us = OPEN;
  else
    g_array_append_val (self->entries, entry);
}

static void
end (TodokuTimelineEntry *entry, TodokuOutcome outcome, gint64 now_us)
{
  entry->outcome = outcome;
  entry->end_us = MAX (now_us, entry->start_us);
}

/**
 * todoku_timeline_end:
 * @self: a timeline
 * @stage: what ends; nothing happens when it has not begun
 * @outcome: how
 * @now_us: monotonic microseconds
 */
void
todoku_timeline_end (TodokuTimeline *self,
                     TodokuStage stage,
                     TodokuOutcome outcome,
                     gint64 now_us)
{
  TodokuTimelineEntry *entry;

  g_return_if_fail (self);

  entry = find (self, stage);
  if (entry && entry->end_us == OPEN)
    end (entry, outcome, now_us);
}

/**
 * todoku_timeline_end_all:
 * @self: a timeline
 * @outcome: of what is open
 * @now_us: monotonic microseconds
 */
void
todoku_timeline_end_all (TodokuTimeline *self,
                         TodokuOutcome outcome,
                         gint64 now_us)
{
  g_return_if_fail (self);

  for (guint i = 0; i < self->entries->len; i++) {
    TodokuTimelineEntry *entry =
        &g_array_index (self->entries, TodokuTimelineEntry, i);

    if (entry->end_us == OPEN)
      end (entry, outcome, now_us);
  }
}

/**
 * todoku_timeline_get:
 * @self: a timeline
 * @ret_length: (out): how many
 *
 * Returns: (array length=ret_length) (transfer none): the stages in the order
 * in which they began
 */
const TodokuTimelineEntry *
todoku_timeline_get (TodokuTimeline *self, guint *ret_length)
{
  g_return_val_if_fail (self && ret_length, NULL);

  *ret_length = self->entries->len;
  return (const TodokuTimelineEntry *) (void *) self->entries->data;
}

/**
 * todoku_timeline_find:
 * @self: a timeline
 * @stage: a stage
 *
 * Returns: (transfer none) (nullable): its entry, %NULL when it never began
 */
const TodokuTimelineEntry *
todoku_timeline_find (TodokuTimeline *self, TodokuStage stage)
{
  g_return_val_if_fail (self, NULL);

  return find (self, stage);
}
