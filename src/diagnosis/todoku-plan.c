/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-plan.h"

#include <string.h>

/* The ways that a service recommends, the first ones: enough to show which of
 * them is open from here. */
#define MAX_PRESETS 3

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

const char *
todoku_side_of (const TodokuEndpoint *endpoint)
{
  return endpoint->protocol == TODOKU_PROTOCOL_SMTP ? "outgoing" : "incoming";
}

static void
plan (GPtrArray *list, const TodokuEndpoint *endpoint, TodokuRole role)
{
  static const GSocketFamily families[] = { G_SOCKET_FAMILY_IPV4,
                                            G_SOCKET_FAMILY_IPV6 };

  for (guint i = 0; i < list->len; i++)
    if (todoku_endpoint_equal (((TodokuPlanned *) g_ptr_array_index (list, i))
                                   ->endpoint,
                               endpoint))
      return;
  for (gsize i = 0; i < G_N_ELEMENTS (families); i++) {
    TodokuPlanned *planned = g_new0 (TodokuPlanned, 1);

    planned->endpoint = todoku_endpoint_copy (endpoint);
    planned->role = role;
    planned->family = families[i];
    g_ptr_array_add (list, planned);
  }
}

static void
plan_presets (GPtrArray *list,
              const TodokuProvider *provider,
              const char *protocol)
{
  const char *const *urls = todoku_provider_get_endpoints (provider, protocol);

  for (guint i = 0; urls[i] && i < MAX_PRESETS; i++) {
    const char *const *url = urls + i;
    g_autoptr (TodokuEndpoint) endpoint = todoku_endpoint_parse (*url, NULL);

    if (endpoint)
      plan (list, endpoint, TODOKU_ROLE_PRESET);
  }
}

static void
plan_side (GPtrArray *list,
           TodokuAccount *account,
           const TodokuEndpoint *endpoint,
           TodokuRunFlags flags)
{
  const TodokuProvider *provider = todoku_account_get_provider (account);

  if (!endpoint)
    return;
  plan (list, endpoint, TODOKU_ROLE_CONFIGURED);
  if (provider && !(flags & TODOKU_RUN_ONLY_CONFIGURED))
    plan_presets (list,
                  provider,
                  todoku_protocol_to_string (endpoint->protocol));
}

GPtrArray *
todoku_plan_new (TodokuAccount *account, TodokuRunFlags flags)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (planned_free);

  if (flags & TODOKU_RUN_OFFLINE)
    return list;
  /* What the symptom is about comes first, so that its verdict does. */
  if (strcmp (todoku_account_get_symptom (account), "send") == 0 &&
      !(flags & TODOKU_RUN_ONLY_INCOMING))
    plan_side (list, account, todoku_account_get_outgoing (account), flags);
  if (!(flags & TODOKU_RUN_ONLY_OUTGOING))
    plan_side (list, account, todoku_account_get_incoming (account), flags);
  if (!(flags & TODOKU_RUN_ONLY_INCOMING))
    plan_side (list, account, todoku_account_get_outgoing (account), flags);
  return list;
}

/* ---- signing in -----------------------------------------------------------
 */

/* A plain probe of the endpoint that ended well: the family that worked. */
static TodokuObservation *
find_way (GListModel *observations, const TodokuEndpoint *endpoint)
{
  for (guint i = 0; i < g_list_model_get_n_items (observations); i++) {
    g_autoptr (TodokuObservation) observation =
        g_list_model_get_item (observations, i);

    if (todoku_observation_get_role (observation) == TODOKU_ROLE_CONFIGURED &&
        todoku_endpoint_equal (todoku_observation_get_endpoint (observation),
                               endpoint) &&
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
  char *message = g_strdup_printf (
      "From: <%s>\r\nTo: <%s>\r\nSubject: Todoku test message\r\nDate: "
      "%s\r\nMessage-ID: <%s@todoku.invalid>\r\n"
      "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n"
      "This is a test message that Todoku sent on request.\r\n",
      address,
      address,
      date,
      id);

  return g_bytes_new_take (message, strlen (message));
}

static TodokuSignIn
sign_in_of (TodokuAccount *account)
{
  const char *method = todoku_account_get_sign_in (account);

  if (strcmp (method, "none") == 0)
    return TODOKU_SIGN_IN_NONE;
  return strcmp (method, "oauth2") == 0 ? TODOKU_SIGN_IN_OAUTH2
                                        : TODOKU_SIGN_IN_PASSWORD;
}

static gboolean
is_wanted (TodokuRunFlags flags, gboolean outgoing)
{
  return !(flags & TODOKU_RUN_OFFLINE) &&
         !(flags &
           (outgoing ? TODOKU_RUN_ONLY_INCOMING : TODOKU_RUN_ONLY_OUTGOING));
}

TodokuPlanned *
todoku_plan_sign_in (TodokuAccount *account,
                     GListModel *observations,
                     const char *side,
                     TodokuRunFlags flags,
                     TodokuSecret *secret)
{
  gboolean outgoing = strcmp (side, "outgoing") == 0;
  const TodokuEndpoint *endpoint = outgoing
                                       ? todoku_account_get_outgoing (account)
                                       : todoku_account_get_incoming (account);
  TodokuSignIn sign_in = secret && todoku_account_get_user (account)
                             ? sign_in_of (account)
                             : TODOKU_SIGN_IN_NONE;
  gboolean sends = outgoing && (flags & TODOKU_RUN_SEND_TEST) &&
                   todoku_account_get_address (account);
  g_autoptr (TodokuObservation) way = endpoint && is_wanted (flags, outgoing)
                                          ? find_way (observations, endpoint)
                                          : NULL;
  TodokuPlanned *planned;

  if (!way || (sign_in == TODOKU_SIGN_IN_NONE && !sends))
    return NULL;
  planned = g_new0 (TodokuPlanned, 1);
  planned->endpoint = todoku_endpoint_copy (endpoint);
  planned->role = TODOKU_ROLE_CONFIGURED;
  planned->family = todoku_observation_get_family (way);
  planned->signs_in = TRUE;
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
