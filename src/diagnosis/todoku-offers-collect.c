/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-offers.h"

static void
seen_free (gpointer data)
{
  TodokuSeenOffers *seen = data;

  g_object_unref (seen->observation);
  todoku_offers_free (seen->offers);
  g_free (seen);
}

static TodokuOffers *
make_offers (TodokuRun *run, TodokuObservation *observation)
{
  g_autoptr (TodokuFacts) facts =
      todoku_facts_new_for_observation (todoku_run_get_facts (run),
                                        todoku_run_get_account (run),
                                        observation);

  return todoku_offers_new (todoku_run_get_account (run),
                            facts,
                            todoku_observation_get_endpoint (observation),
                            todoku_observation_get_dialogue (observation));
}

static gboolean
is_same_server (const TodokuSeenOffers *one, const TodokuSeenOffers *two)
{
  return todoku_endpoint_equal (todoku_observation_get_endpoint (
                                    one->observation),
                                todoku_observation_get_endpoint (
                                    two->observation));
}

/* The other address family, or the connection beside the one that signed in,
 * seldom shows anything else: then it is said once. */
static void
take_seen (GPtrArray *all, TodokuSeenOffers *seen)
{
  for (guint i = 0; i < all->len; i++) {
    TodokuSeenOffers *other = g_ptr_array_index (all, i);

    if (!is_same_server (other, seen))
      continue;
    if (todoku_offers_covers (seen->offers, other->offers) &&
        !todoku_offers_covers (other->offers, seen->offers)) {
      g_ptr_array_index (all, i) = seen;
      seen_free (other);
      return;
    }
    if (todoku_offers_covers (other->offers, seen->offers)) {
      seen_free (seen);
      return;
    }
  }
  g_ptr_array_add (all, seen);
}

static void
collect_role (TodokuRun *run, TodokuRole role, GPtrArray *all)
{
  GListModel *observations = todoku_run_get_observations (run);

  for (guint i = 0; i < g_list_model_get_n_items (observations); i++) {
    g_autoptr (TodokuObservation) observation =
        g_list_model_get_item (observations, i);
    TodokuSeenOffers *seen;

    if (todoku_observation_get_role (observation) != role ||
        !todoku_observation_is_finished (observation) ||
        todoku_observation_get_failure (observation) ==
            TODOKU_FAILURE_NO_ADDRESS)
      continue;
    seen = g_new0 (TodokuSeenOffers, 1);
    seen->observation = g_object_ref (observation);
    seen->offers = make_offers (run, observation);
    /* That a recommended server was not reached stands elsewhere. */
    if (role == TODOKU_ROLE_CONFIGURED || seen->offers->lists->len > 0)
      take_seen (all, seen);
    else
      seen_free (seen);
  }
}

/**
 * todoku_offers_collect:
 * @run: a run
 *
 * Returns: (transfer full) (element-type TodokuSeenOffers): what the servers
 *   that are set in the mail app offered, then those that are recommended
 */
GPtrArray *
todoku_offers_collect (TodokuRun *run)
{
  GPtrArray *all = g_ptr_array_new_with_free_func (seen_free);

  g_return_val_if_fail (TODOKU_IS_RUN (run), all);

  collect_role (run, TODOKU_ROLE_CONFIGURED, all);
  collect_role (run, TODOKU_ROLE_PRESET, all);
  return all;
}
