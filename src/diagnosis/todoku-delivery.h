/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <gio/gio.h>

#include "todoku-facts.h"

G_BEGIN_DECLS

/**
 * TodokuDelivery:
 * @looked: it was looked for in the mailbox
 * @seen: and was there
 * @removed: and was removed again, it alone
 * @elapsed_ms: from the moment at which the outgoing server took it until it
 * was seen; -1 when it was not
 * @hops: (element-type TodokuHop): its way by the servers' own clocks
 *
 * What became of a test message that the outgoing server took.
 */
typedef struct {
  gboolean looked;
  gboolean seen;
  gboolean removed;
  gint64 elapsed_ms;
  GPtrArray *hops;
} TodokuDelivery;

/* (transfer full) (nullable): %NULL when no message was taken */
TodokuDelivery *
todoku_delivery_new (GListModel *observations);
void
todoku_delivery_free (TodokuDelivery *self);
/* "taken", "arrived" or "not-seen" */
const char *
todoku_delivery_get_state (const TodokuDelivery *self);
void
todoku_delivery_add_facts (const TodokuDelivery *self, TodokuFacts *facts);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TodokuDelivery, todoku_delivery_free)

G_END_DECLS
