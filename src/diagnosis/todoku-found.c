/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-found.h"

#include "todoku-account-private.h"

#include <string.h>

#define N_SIDES 2

static const char *const sides[N_SIDES] = { "incoming", "outgoing" };

struct _TodokuFound {
  GObject parent_instance;

  TodokuKnowledge *knowledge; /* has the provider */
  TodokuDiscovery *discovery;
  const TodokuProvider *provider;
  gboolean took_provider;
  gboolean confirmed; /* a person said that it is right */
  const TodokuDiscoveryProposal *taken[N_SIDES];
  char *named[N_SIDES]; /* (nullable) hosts that a person had set before */
};

G_DEFINE_FINAL_TYPE (TodokuFound, todoku_found, G_TYPE_OBJECT)

static void
todoku_found_finalize (GObject *object)
{
  TodokuFound *self = TODOKU_FOUND (object);

  for (gsize i = 0; i < N_SIDES; i++)
    g_clear_pointer (&self->named[i], g_free);
  g_clear_object (&self->discovery);
  g_clear_object (&self->knowledge);
  G_OBJECT_CLASS (todoku_found_parent_class)->finalize (object);
}

static void
todoku_found_class_init (TodokuFoundClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = todoku_found_finalize;
}

static void
todoku_found_init (TodokuFound *self)
{
}

static TodokuFound *
todoku_found_new (TodokuKnowledge *knowledge, TodokuDiscovery *discovery)
{
  TodokuFound *self = g_object_new (TODOKU_TYPE_FOUND, NULL);

  self->knowledge = g_object_ref (knowledge);
  self->discovery = g_object_ref (discovery);
  self->provider =
      todoku_knowledge_provider_for_mx (knowledge,
                                        todoku_discovery_get_domain (discovery),
                                        todoku_discovery_get_mx (discovery));
  return self;
}

/**
 * todoku_found_get_discovery:
 * @self: what was found
 *
 * Returns: (transfer none): what was asked and answered
 */
TodokuDiscovery *
todoku_found_get_discovery (TodokuFound *self)
{
  g_return_val_if_fail (TODOKU_IS_FOUND (self), NULL);

  return self->discovery;
}

/**
 * todoku_found_get_provider:
 * @self: what was found
 *
 * Returns: (transfer none) (nullable): who keeps the domain's mail, as its MX
 * records say
 */
const TodokuProvider *
todoku_found_get_provider (TodokuFound *self)
{
  g_return_val_if_fail (TODOKU_IS_FOUND (self), NULL);

  return self->provider;
}

/**
 * todoku_found_get_taken:
 * @self: what was found
 * @side: "incoming" or "outgoing"
 *
 * Returns: (transfer none) (nullable): the proposal that the account took
 */
const TodokuDiscoveryProposal *
todoku_found_get_taken (TodokuFound *self, const char *side)
{
  g_return_val_if_fail (TODOKU_IS_FOUND (self) && side, NULL);

  return self->taken[strcmp (side, sides[0]) == 0 ? 0 : 1];
}

/**
 * todoku_found_took_provider:
 * @self: what was found
 *
 * Returns: whether the account took the provider
 */
gboolean
todoku_found_took_provider (TodokuFound *self)
{
  g_return_val_if_fail (TODOKU_IS_FOUND (self), FALSE);

  return self->took_provider;
}

/**
 * todoku_found_confirm:
 * @self: what was found
 *
 * A person said that what the account took is right.
 */
void
todoku_found_confirm (TodokuFound *self)
{
  g_return_if_fail (TODOKU_IS_FOUND (self));

  self->confirmed = TRUE;
}

/* ---- searching ---------------------------------------------------------
 */

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  TodokuAccount *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (TodokuDiscovery) discovery =
      todoku_discovery_find_finish (result, &error);

  if (discovery)
    g_task_return_pointer (task,
                           todoku_found_new (self->knowledge, discovery),
                           g_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * todoku_account_find_async:
 * @self: an account with an address
 * @network: how the world is reached
 * @sources: who is asked; %TODOKU_DISCOVERY_ISPDB only after the user said yes
 * @timeout_ms: of the whole
 * @cancellable: (nullable): ends it
 * @callback: called when it is known
 * @user_data: for @callback
 *
 * Searches for the servers of the account.  The account stays as it is.
 */
void
todoku_account_find_async (TodokuAccount *self,
                           TodokuNetwork *network,
                           TodokuDiscoverySource sources,
                           guint timeout_ms,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task;

  g_return_if_fail (TODOKU_IS_ACCOUNT (self) && TODOKU_IS_NETWORK (network));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, todoku_account_find_async);
  todoku_discovery_find_async (network,
                               self->address ? self->address : "",
                               sources,
                               timeout_ms,
                               cancellable,
                               found_cb,
                               task);
}

/**
 * todoku_account_find_finish:
 * @self: an account
 * @result: the result
 * @error: return location
 *
 * Returns: (transfer full) (nullable): what was found, if only that there is
 * nothing; %NULL with %G_IO_ERROR_CANCELLED, or with
 * %G_IO_ERROR_INVALID_ARGUMENT when there is no address
 */
TodokuFound *
todoku_account_find_finish (TodokuAccount *self,
                            GAsyncResult *result,
                            GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- taking ------------------------------------------------------------
 */

static const TodokuDiscoveryProposal *
best (TodokuFound *found, gsize side, gboolean own_word)
{
  GPtrArray *proposals = todoku_discovery_get_proposals (found->discovery);

  for (guint i = 0; i < proposals->len; i++) {
    const TodokuDiscoveryProposal *proposal = g_ptr_array_index (proposals, i);
    gboolean sends = proposal->endpoint->protocol == TODOKU_PROTOCOL_SMTP;
    gboolean is_own = proposal->source == TODOKU_DISCOVERY_AUTOCONFIG &&
                      !proposal->needs_confirmation;

    if (sends == (side == 1) && (is_own || !own_word))
      return proposal;
  }
  return NULL;
}

static const TodokuEndpoint *
get_set (TodokuAccount *self, gsize side)
{
  return side == 0 ? self->incoming : self->outgoing;
}

static void
take_servers (TodokuAccount *self, TodokuFound *found, gboolean own_word)
{
  for (gsize side = 0; side < N_SIDES; side++) {
    const TodokuDiscoveryProposal *proposal = best (found, side, own_word);
    g_autofree char *url = NULL;

    if (!proposal || get_set (self, side))
      continue;
    url = todoku_endpoint_to_string (proposal->endpoint);
    if (todoku_account_set (self, sides[side], url, NULL))
      found->taken[side] = proposal;
  }
}

/* Not as if it had been chosen by hand: another address changes it. */
static void
take_provider (TodokuAccount *self, TodokuFound *found)
{
  if (self->provider || !found->provider)
    return;
  self->provider = g_strdup (found->provider->id);
  found->took_provider = TRUE;
  todoku_account_notify (self, PROP_PROVIDER);
}

static void
note_named (TodokuAccount *self, TodokuFound *found)
{
  for (gsize side = 0; side < N_SIDES; side++) {
    const TodokuEndpoint *set = get_set (self, side);

    g_clear_pointer (&found->named[side], g_free);
    found->named[side] = set ? g_strdup (set->host) : NULL;
  }
}

/**
 * todoku_account_take_found:
 * @self: an account
 * @found: what was found for it
 *
 * Fills what is not set: first with the domain's own word, then with what is
 * known of the provider that its MX records name, then with what is left.
 *
 * Returns: whether there is a server to connect to now
 */
gboolean
todoku_account_take_found (TodokuAccount *self, TodokuFound *found)
{
  g_return_val_if_fail (TODOKU_IS_ACCOUNT (self) && TODOKU_IS_FOUND (found),
                        FALSE);

  if (g_set_object (&self->found, found))
    note_named (self, found);
  take_servers (self, found, TRUE);
  take_provider (self, found);
  todoku_account_fill_from_provider (self, NULL, TODOKU_FILL_UNSET);
  take_servers (self, found, FALSE);
  return self->incoming || self->outgoing;
}

/**
 * todoku_account_get_found:
 * @self: an account
 *
 * Returns: (transfer none) (nullable): what it was filled from, until the
 * address changes
 */
TodokuFound *
todoku_account_get_found (TodokuAccount *self)
{
  g_return_val_if_fail (TODOKU_IS_ACCOUNT (self), NULL);

  return self->found;
}

/* ---- doubting ----------------------------------------------------------
 */

static gboolean
was_named (const TodokuFound *found, const char *host)
{
  for (gsize i = 0; i < N_SIDES; i++)
    if (g_strcmp0 (found->named[i], host) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_taken (const TodokuFound *found, const char *host, gboolean in_doubt)
{
  for (gsize i = 0; i < N_SIDES; i++)
    if (found->taken[i] && found->taken[i]->needs_confirmation == in_doubt &&
        strcmp (found->taken[i]->endpoint->host, host) == 0)
      return TRUE;
  return FALSE;
}

/* The service that MX records name, until somebody chooses one. */
static gboolean
is_provider_in_doubt (TodokuAccount *self)
{
  return self->found->took_provider && !self->provider_chosen;
}

/**
 * todoku_account_doubts:
 * @self: an account
 * @endpoint: where a credential would go
 *
 * DNS is signed by nobody, and a third party is not the domain: before a
 * credential goes to what they name, a person says that it is right (RFC 6186
 * §6; safety.md, OA-17).  The host counts, whatever port and protocol of it.
 *
 * Returns: whether nobody vouches for it: neither a person nor the domain
 * itself
 */
gboolean
todoku_account_doubts (TodokuAccount *self, const TodokuEndpoint *endpoint)
{
  g_return_val_if_fail (TODOKU_IS_ACCOUNT (self) && endpoint, TRUE);

  if (!self->found || self->found->confirmed ||
      was_named (self->found, endpoint->host))
    return FALSE;
  return is_taken (self->found, endpoint->host, TRUE) ||
         (is_provider_in_doubt (self) &&
          !is_taken (self->found, endpoint->host, FALSE));
}

/**
 * todoku_account_get_doubt:
 * @self: an account
 *
 * For the question that is put to a person.
 *
 * Returns: (transfer full) (array zero-terminated=1): what stands in the
 * account without anybody vouching for it: "provider", "incoming", "outgoing"
 */
GStrv
todoku_account_get_doubt (TodokuAccount *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_return_val_if_fail (TODOKU_IS_ACCOUNT (self), NULL);

  if (!self->found || self->found->confirmed)
    return g_strv_builder_end (builder);
  if (is_provider_in_doubt (self))
    g_strv_builder_add (builder, "provider");
  for (gsize i = 0; i < N_SIDES; i++) {
    const TodokuEndpoint *set = get_set (self, i);

    if (set && is_taken (self->found, set->host, TRUE) &&
        !was_named (self->found, set->host))
      g_strv_builder_add (builder, sides[i]);
  }
  return g_strv_builder_end (builder);
}
