/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-network-private.h"

/* A grid meets the same chain behind every port, and many accounts of one
 * server meet it again and again: what has just been said of it is said once
 * more.  A certificate is good to the second (RFC 5280 §4.1.2.5), and so is
 * this. */

void
todoku_verdict_clear (TodokuVerdict *self)
{
  g_clear_pointer (&self->chain, g_ptr_array_unref);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->report, todoku_certificate_report_unref);
}

/* Certificates name hosts, not ports. */
static char *
name_of (GSocketConnectable *identity)
{
  if (G_IS_NETWORK_ADDRESS (identity))
    return g_strdup (
        g_network_address_get_hostname (G_NETWORK_ADDRESS (identity)));
  return g_socket_connectable_to_string (identity);
}

static gboolean
is_same_chain (GPtrArray *one, GPtrArray *other)
{
  if (one->len != other->len)
    return FALSE;
  for (guint i = 0; i < one->len; i++)
    if (!g_tls_certificate_is_same (g_ptr_array_index (one, i),
                                    g_ptr_array_index (other, i)))
      return FALSE;
  return TRUE;
}

static gboolean
is_same (const TodokuVerdict *one, const TodokuVerdict *other)
{
  return one->report && one->second == other->second &&
         other->judged_us - one->judged_us < G_USEC_PER_SEC &&
         one->seen == other->seen && g_strcmp0 (one->name, other->name) == 0 &&
         is_same_chain (one->chain, other->chain);
}

/**
 * todoku_network_judge_chain:
 * @self: a network
 * @chain: (element-type GTlsCertificate): leaf first, not empty
 * @identity: the name that was meant
 * @seen: as for todoku_certificate_report_new()
 *
 * Judges a chain by the roots and the clock of this network.  The same chain
 * under the same name is judged once in a second.
 *
 * Returns: (transfer full): the report
 */
TodokuCertificateReport *
todoku_network_judge_chain (TodokuNetwork *self,
                            GPtrArray *chain,
                            GSocketConnectable *identity,
                            GTlsCertificateFlags seen)
{
  g_autoptr (GDateTime) now = NULL;
  TodokuVerdict verdict = { 0 };

  g_return_val_if_fail (TODOKU_IS_NETWORK (self) && chain && identity, NULL);

  now = todoku_network_get_now (self);
  verdict.chain = g_ptr_array_ref (chain);
  verdict.name = name_of (identity);
  verdict.seen = seen;
  verdict.second = g_date_time_to_unix (now);
  /* The clock that GIO goes by is not the network's, which may stand still. */
  verdict.judged_us = g_get_monotonic_time ();
  if (is_same (&self->verdict, &verdict))
    todoku_verdict_clear (&verdict);
  else {
    verdict.report =
        todoku_certificate_report_new (chain,
                                       identity,
                                       todoku_network_get_database (self),
                                       todoku_network_get_extra_anchors (self),
                                       seen,
                                       now);
    todoku_verdict_clear (&self->verdict);
    self->verdict = verdict;
  }
  return todoku_certificate_report_ref (self->verdict.report);
}
