/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-plan.h"

#include "todoku-fact-words.h"
#include "todoku-found.h"
#include "todoku-grid.h"

#include <string.h>

/* The ways that a service recommends, the first ones: enough to show which of
 * them is open from here. */
#define MAX_PRESETS 3
/* IMAP looks again and again.  A POP3 session shows what was there when it
 * began (RFC 1939 §4), and one more sign-in soon after it is what servers may
 * refuse (LOGIN-DELAY, RFC 2449 §6.5; Gmail names 300 s) and what locks
 * accounts: it looks once, late. */
#define PATIENCE_IMAP_MS 30000
#define PATIENCE_POP3_MS 8000

static void
planned_free (gpointer data)
{
  TodokuPlanned *self = data;

  todoku_endpoint_free (self->endpoint);
  g_free (self->user);
  g_free (self->recipient);
  g_free (self->message_id);
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
plan_presets (GPtrArray *list, TodokuAccount *account, const char *protocol)
{
  g_auto (GStrv) urls = todoku_account_list_endpoints (account, protocol, NULL);

  for (guint i = 0; urls[i] && i < MAX_PRESETS; i++) {
    g_autoptr (TodokuEndpoint) endpoint = todoku_endpoint_parse (urls[i], NULL);

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
  if (!endpoint)
    return;
  plan (list, endpoint, TODOKU_ROLE_CONFIGURED);
  if (!(flags & TODOKU_RUN_ONLY_CONFIGURED))
    plan_presets (list,
                  account,
                  todoku_protocol_to_string (endpoint->protocol));
}

/* ---- the grid and the controls --------------------------------------------
 */

static char *
first_host (TodokuAccount *account, TodokuProtocol protocol)
{
  g_auto (GStrv) urls =
      todoku_account_list_endpoints (account,
                                     todoku_protocol_to_string (protocol),
                                     NULL);
  g_autoptr (TodokuEndpoint) first =
      *urls ? todoku_endpoint_parse (*urls, NULL) : NULL;

  return first ? g_steal_pointer (&first->host) : NULL;
}

/* Where a protocol of the account's service is: the host as set in the app when
 * it is one of the service's, or when the service or its servers are not known.
 */
static char *
grid_host (TodokuAccount *account,
           const TodokuEndpoint *configured,
           TodokuProtocol protocol)
{
  const char *kind = todoku_host_kind (account, configured);
  g_autofree char *usual = first_host (account, configured->protocol);

  if (!usual ||
      (protocol == configured->protocol &&
       (strcmp (kind, "preset") == 0 || strcmp (kind, "legacy") == 0)))
    return g_strdup (configured->host);
  return protocol == configured->protocol ? g_steal_pointer (&usual)
                                          : first_host (account, protocol);
}

static void
plan_extra (GPtrArray *list,
            TodokuNetwork *network,
            const TodokuMailPort *port,
            const char *host,
            TodokuRole role)
{
  g_autoptr (TodokuEndpoint) endpoint =
      host ? todoku_endpoint_new (port->protocol,
                                  port->security,
                                  host,
                                  port->port,
                                  NULL)
           : NULL;

  if (endpoint && todoku_network_may_add (network, host, port->port))
    plan (list, endpoint, role);
}

/* One probe a port, with the encryption that belongs to it: the other ways
 * follow from what it sees.  The protocol that is set comes first. */
static void
plan_grid (GPtrArray *list,
           TodokuAccount *account,
           TodokuNetwork *network,
           const TodokuEndpoint *configured)
{
  gsize n;
  const TodokuMailPort *ports = todoku_mail_ports (&n);

  for (int pass = 0; configured && pass < 2; pass++)
    for (gsize i = 0; i < n; i++) {
      gboolean same = ports[i].protocol == configured->protocol;
      gboolean sends = ports[i].protocol == TODOKU_PROTOCOL_SMTP;
      g_autofree char *host = NULL;

      if (same != (pass == 0) ||
          sends != (configured->protocol == TODOKU_PROTOCOL_SMTP))
        continue;
      host = grid_host (account, configured, ports[i].protocol);
      plan_extra (list, network, &ports[i], host, TODOKU_ROLE_GRID);
    }
}

/* Another server of the same company that listens on the same port. */
static char *
find_other_host (TodokuAccount *account, const TodokuEndpoint *endpoint)
{
  const TodokuProvider *own = todoku_account_get_provider (account);
  GPtrArray *providers =
      todoku_knowledge_get_providers (todoku_account_get_knowledge (account));
  const char *protocol = todoku_protocol_to_string (endpoint->protocol);

  for (guint i = 0; own && i < providers->len; i++) {
    const TodokuProvider *other = g_ptr_array_index (providers, i);
    g_auto (GStrv) urls =
        todoku_provider_fill_endpoints (other, protocol, NULL, NULL);

    if (g_strcmp0 (other->group, own->group) != 0)
      continue;
    for (char **url = urls; *url; url++) {
      g_autoptr (TodokuEndpoint) there = todoku_endpoint_parse (*url, NULL);

      if (there && there->port == endpoint->port &&
          strcmp (there->host, endpoint->host) != 0)
        return g_steal_pointer (&there->host);
    }
  }
  return NULL;
}

void
todoku_plan_add_controls (GPtrArray *list,
                          TodokuAccount *account,
                          TodokuNetwork *network,
                          const TodokuEndpoint *endpoint)
{
  g_autofree char *other = find_other_host (account, endpoint);
  TodokuMailPort same = { endpoint->protocol,
                          endpoint->port,
                          endpoint->security };

  plan_extra (list, network, &same, other, TODOKU_ROLE_CONTROL);
}

/* ---- the plan -------------------------------------------------------------
 */

GPtrArray *
todoku_plan_new (TodokuAccount *account,
                 TodokuNetwork *network,
                 TodokuRunFlags flags)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (planned_free);
  const TodokuEndpoint *incoming = flags & TODOKU_RUN_ONLY_OUTGOING
                                       ? NULL
                                       : todoku_account_get_incoming (account);
  const TodokuEndpoint *outgoing = flags & TODOKU_RUN_ONLY_INCOMING
                                       ? NULL
                                       : todoku_account_get_outgoing (account);
  gboolean sends = strcmp (todoku_account_get_symptom (account), "send") == 0;

  if (flags & TODOKU_RUN_OFFLINE)
    return list;
  /* What the symptom is about comes first, so that its verdict does. */
  if (sends)
    plan_side (list, account, outgoing, flags);
  plan_side (list, account, incoming, flags);
  plan_side (list, account, outgoing, flags);
  if (flags & (TODOKU_RUN_NO_GRID | TODOKU_RUN_ONLY_CONFIGURED))
    return list;
  if (sends)
    plan_grid (list, account, network, outgoing);
  plan_grid (list, account, network, incoming);
  plan_grid (list, account, network, outgoing);
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

/* RFC 5322 §3.3: the months have their English names in every locale. */
static char *
make_date (GDateTime *time)
{
  static const char *const months[] = { "Jan", "Feb", "Mar", "Apr",
                                        "May", "Jun", "Jul", "Aug",
                                        "Sep", "Oct", "Nov", "Dec" };
  g_autofree char *zone = g_date_time_format (time, "%z");

  return g_strdup_printf ("%02d %s %d %02d:%02d:%02d %s",
                          g_date_time_get_day_of_month (time),
                          months[g_date_time_get_month (time) - 1],
                          g_date_time_get_year (time),
                          g_date_time_get_hour (time),
                          g_date_time_get_minute (time),
                          g_date_time_get_second (time),
                          zone);
}

/* To the own address alone, and recognisable. */
static GBytes *
make_message (const char *address, const char *id)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *date = make_date (now);
  char *message = g_strdup_printf (
      "From: <%s>\r\nTo: <%s>\r\nSubject: Todoku test message\r\nDate: "
      "%s\r\nMessage-ID: <%s>\r\n"
      "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n"
      "This is a test message that Todoku sent on request.\r\n",
      address,
      address,
      date,
      id);

  return g_bytes_new_take (message, strlen (message));
}

static gboolean
was_taken (GListModel *observations)
{
  for (guint i = 0; i < g_list_model_get_n_items (observations); i++) {
    g_autoptr (TodokuObservation) observation =
        g_list_model_get_item (observations, i);

    if (todoku_observation_get_dialogue (observation)->message_accepted)
      return TRUE;
  }
  return FALSE;
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

/* The one place where a credential meets the server that it is meant for: what
 * nobody vouches for gets none, whoever planned it. */
static void
set_sign_in (TodokuPlanned *planned,
             TodokuAccount *account,
             TodokuRunFlags flags,
             TodokuSecret *given)
{
  TodokuSecret *secret =
      todoku_account_doubts (account, planned->endpoint) ? NULL : given;

  planned->user = g_strdup (todoku_account_get_user (account));
  planned->recipient = g_strdup (todoku_account_get_address (account));
  planned->secret = secret ? todoku_secret_ref (secret) : NULL;
  planned->options.flags = TODOKU_CONVERSATION_LOOK;
  if (flags & TODOKU_RUN_ALLOW_CLEAR)
    planned->options.flags |= TODOKU_CONVERSATION_ALLOW_CLEAR;
  planned->options.sign_in =
      secret && planned->user ? sign_in_of (account) : TODOKU_SIGN_IN_NONE;
  planned->options.user = planned->user;
  planned->options.secret = planned->secret;
  planned->options.sender = planned->recipient;
}

void
todoku_plan_lend_secret (TodokuPlanned *planned,
                         TodokuAccount *account,
                         TodokuRunFlags flags,
                         TodokuSecret *secret)
{
  set_sign_in (planned, account, flags, secret);
  planned->options.flags |= TODOKU_CONVERSATION_ASK;
}

TodokuPlanned *
todoku_plan_sign_in (TodokuAccount *account,
                     GListModel *observations,
                     const char *side,
                     TodokuRunFlags flags,
                     TodokuSecret *secret,
                     const char *message_id)
{
  gboolean outgoing = strcmp (side, "outgoing") == 0;
  const TodokuEndpoint *endpoint = outgoing
                                       ? todoku_account_get_outgoing (account)
                                       : todoku_account_get_incoming (account);
  gboolean signs_in = secret && todoku_account_get_user (account) &&
                      sign_in_of (account) != TODOKU_SIGN_IN_NONE;
  gboolean sends = outgoing && (flags & TODOKU_RUN_SEND_TEST) &&
                   todoku_account_get_address (account);
  g_autoptr (TodokuObservation) way = endpoint && is_wanted (flags, outgoing)
                                          ? find_way (observations, endpoint)
                                          : NULL;
  TodokuPlanned *planned;

  if (!way || (!signs_in && !sends) ||
      todoku_account_doubts (account, endpoint))
    return NULL;
  planned = g_new0 (TodokuPlanned, 1);
  planned->endpoint = todoku_endpoint_copy (endpoint);
  planned->role = TODOKU_ROLE_CONFIGURED;
  planned->family = todoku_observation_get_family (way);
  planned->signs_in = TRUE;
  set_sign_in (planned, account, flags, secret);
  planned->message_id = g_strdup (message_id);
  planned->message =
      sends ? make_message (planned->recipient, message_id) : NULL;
  planned->options.recipient = sends ? planned->recipient : NULL;
  planned->options.message = planned->message;
  if (!outgoing && was_taken (observations)) {
    planned->options.awaits = planned->message_id;
    planned->options.patience_ms = endpoint->protocol == TODOKU_PROTOCOL_IMAP
                                       ? PATIENCE_IMAP_MS
                                       : PATIENCE_POP3_MS;
  }
  return planned;
}
