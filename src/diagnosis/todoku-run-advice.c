/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-run-private.h"

#include "todoku-fact-words.h"

#include <string.h>

/**
 * todoku_run_get_recommended:
 * @self: a run
 * @side: "incoming" or "outgoing"
 *
 * Returns: (transfer full) (nullable): what should stand in the app: the
 *   service's first choice for the protocol that the account speaks there
 */
TodokuEndpoint *
todoku_run_get_recommended (TodokuRun *self, const char *side)
{
  g_autofree char *name = NULL;
  const char *url;

  g_return_val_if_fail (TODOKU_IS_RUN (self) && side, NULL);

  name = g_strconcat (side, ".recommended.url", NULL);
  url = todoku_facts_get_first (todoku_run_get_facts (self), name);
  return url ? todoku_endpoint_parse (url, NULL) : NULL;
}

/* A side that is not set up asks for nothing, unless neither is; nor does the
 * incoming one of a printer that only sends. */
static gboolean
counts (TodokuRun *self, const char *side)
{
  static const char *const senders[] = { "device", "script", "program", NULL };
  TodokuAccount *account = todoku_run_get_account (self);
  const char *kind =
      todoku_facts_get_first (todoku_run_get_facts (self), "app.kind");
  gboolean only_sends =
      strcmp (todoku_account_get_symptom (account), "send") == 0 && kind &&
      g_strv_contains (senders, kind);
  gboolean in = todoku_account_get_incoming (account) != NULL && !only_sends;
  gboolean out = todoku_account_get_outgoing (account) != NULL || only_sends;

  return in == out || (strcmp (side, "incoming") == 0 ? in : out);
}

/* A method helps when every side that counts and has demands accepts it. */
static gboolean
is_accepted (TodokuRun *self, const char *method)
{
  static const char *const sides[] = { "incoming", "outgoing" };
  TodokuFacts *facts = todoku_run_get_facts (self);
  gboolean any = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (sides); i++) {
    g_autofree char *name = g_strconcat (sides[i], ".demands", NULL);
    const char *const *demands = todoku_facts_get (facts, name);

    if (!demands || !counts (self, sides[i]))
      continue;
    if (!g_strv_contains (demands, method))
      return FALSE;
    any = TRUE;
  }
  return any;
}

/* The app can do it on each side that counts. */
static gboolean
app_can_oauth (TodokuRun *self)
{
  TodokuFacts *facts = todoku_run_get_facts (self);
  gboolean in = todoku_account_get_incoming (todoku_run_get_account (self)) &&
                counts (self, "incoming");
  gboolean out = counts (self, "outgoing");

  if (in &&
      g_strcmp0 (todoku_facts_get_first (facts, "app.oauth.incoming"), "yes"))
    return FALSE;
  return !out ||
         !g_strcmp0 (todoku_facts_get_first (facts, "app.oauth.outgoing"),
                     "yes");
}

/**
 * todoku_run_get_recommended_sign_in:
 * @self: a run
 *
 * Returns: (transfer none) (nullable): oauth2, app-password, password or
 *   provider-password: the best that the service accepts and the app can do;
 *   %NULL when there is none, or the service is not known
 */
const char *
todoku_run_get_recommended_sign_in (TodokuRun *self)
{
  static const char *const others[] = { "app-password",
                                        "password",
                                        "provider-password" };

  g_return_val_if_fail (TODOKU_IS_RUN (self), NULL);

  if (app_can_oauth (self) && is_accepted (self, "oauth2"))
    return "oauth2";
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    if (is_accepted (self, others[i]))
      return others[i];
  return NULL;
}

/**
 * todoku_run_get_guides:
 * @self: a run
 *
 * Returns: (transfer none): the #TodokuGuide that apply, in order
 */
GListModel *
todoku_run_get_guides (TodokuRun *self)
{
  g_return_val_if_fail (TODOKU_IS_RUN (self), NULL);

  return G_LIST_MODEL (self->guides);
}

/**
 * todoku_run_dup_notes:
 * @self: a run
 *
 * Returns: (transfer full) (element-type TodokuText): what is good to know
 *   about the account's mail app, as far as it concerns this account
 */
GPtrArray *
todoku_run_dup_notes (TodokuRun *self)
{
  g_return_val_if_fail (TODOKU_IS_RUN (self), NULL);

  return todoku_fill_paragraphs (todoku_account_get_mail_app (self->account)
                                     ->notes,
                                 self->facts);
}

/**
 * todoku_run_get_exit_status:
 * @self: a run
 *
 * Returns: 0 nothing wrong, 1 a problem, 3 could not tell, or stopped
 */
int
todoku_run_get_exit_status (TodokuRun *self)
{
  g_return_val_if_fail (TODOKU_IS_RUN (self), 3);

  return self->state == TODOKU_RUN_STOPPED
             ? 3
             : todoku_findings_get_exit_status (todoku_run_get_findings (self));
}
