/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-discovery-private.h"

#include <string.h>

/* What a domain may list before it is cut off: far more than any has. */
#define MAX_MX 16
#define MAX_TARGETS 4

static const TodokuMailService services[] = {
  { "_imaps", TODOKU_PROTOCOL_IMAP, TODOKU_SECURITY_TLS },
  { "_imap", TODOKU_PROTOCOL_IMAP, TODOKU_SECURITY_STARTTLS },
  { "_pop3s", TODOKU_PROTOCOL_POP3, TODOKU_SECURITY_TLS },
  { "_pop3", TODOKU_PROTOCOL_POP3, TODOKU_SECURITY_STARTTLS },
  { "_submissions", TODOKU_PROTOCOL_SMTP, TODOKU_SECURITY_TLS },
  { "_submission", TODOKU_PROTOCOL_SMTP, TODOKU_SECURITY_STARTTLS },
};

const TodokuMailService *
todoku_mail_services (gsize *ret_n)
{
  *ret_n = G_N_ELEMENTS (services);
  return services;
}

gboolean
todoku_host_is_within (const char *host, const char *domain)
{
  gsize whole = strlen (host);
  gsize part = strlen (domain);

  if (whole < part || strcmp (host + whole - part, domain) != 0)
    return FALSE;
  return whole == part || host[whole - part - 1] == '.';
}

/* The root as a target: the service is decidedly not there (RFC 2782, RFC 7505
 * §3, RFC 6186 §3.4). */
static gboolean
is_root (const char *target)
{
  return *target == '\0' || strcmp (target, ".") == 0;
}

/* A name from a stranger as one that may be connected to; no address, which no
 * MX or SRV may name (RFC 5321 §5.1, RFC 2782). */
static char *
read_target (const char *target)
{
  g_autofree char *plain = g_strdup (target);
  g_autofree char *host = NULL;
  gsize length = strlen (plain);

  if (length > 0 && plain[length - 1] == '.')
    plain[length - 1] = '\0';
  if (!todoku_host_normalise (plain, &host, NULL) ||
      g_hostname_is_ip_address (host) || !strchr (host, '.'))
    return NULL;
  return g_steal_pointer (&host);
}

/* ---- MX --------------------------------------------------------------------
 */

static int
compare_mx (gconstpointer a, gconstpointer b, gpointer data)
{
  guint16 one, two;

  g_variant_get_child (*(GVariant *const *) a, 0, "q", &one);
  g_variant_get_child (*(GVariant *const *) b, 0, "q", &two);
  return one - two;
}

static GPtrArray *
sorted (GList *records, const char *type, GCompareDataFunc compare)
{
  GPtrArray *list = g_ptr_array_new ();

  for (GList *r = records; r; r = r->next)
    if (g_variant_is_of_type (r->data, G_VARIANT_TYPE (type)))
      g_ptr_array_add (list, r->data);
  g_ptr_array_sort_with_data (list, compare, NULL);
  return list;
}

const char *
todoku_discovery_read_mx (TodokuDiscovery *self, GList *records)
{
  g_autoptr (GPtrArray) list = sorted (records, "(qs)", compare_mx);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const char *outcome = TODOKU_OUTCOME_NOTHING;

  for (guint i = 0; i < MIN (list->len, MAX_MX); i++) {
    const char *target;
    g_autofree char *host = NULL;

    g_variant_get_child (g_ptr_array_index (list, i), 1, "&s", &target);
    if (is_root (target) && list->len == 1)
      outcome = TODOKU_OUTCOME_NOT_OFFERED;
    host = read_target (target);
    if (!host)
      continue;
    g_strv_builder_add (builder, host);
    outcome = TODOKU_OUTCOME_FOUND;
  }
  g_strfreev (self->mx);
  self->mx = g_strv_builder_end (builder);
  return outcome;
}

/* ---- SRV -------------------------------------------------------------------
 */

/* The smaller priority first; of the same, the heavier: this is a proposal and
 * no sharing of load, so nothing is drawn by lot (RFC 2782). */
static int
compare_srv (gconstpointer a, gconstpointer b, gpointer data)
{
  GVariant *one = *(GVariant *const *) a;
  GVariant *two = *(GVariant *const *) b;
  guint16 priority[2], weight[2];

  g_variant_get_child (one, 0, "q", &priority[0]);
  g_variant_get_child (two, 0, "q", &priority[1]);
  g_variant_get_child (one, 1, "q", &weight[0]);
  g_variant_get_child (two, 1, "q", &weight[1]);
  if (priority[0] != priority[1])
    return priority[0] - priority[1];
  return weight[1] - weight[0];
}

static TodokuDiscoveryProposal *
propose (TodokuDiscovery *self,
         const TodokuMailService *service,
         const char *target,
         guint16 port)
{
  g_autofree char *host = read_target (target);
  g_autoptr (TodokuDiscoveryProposal) proposal = NULL;

  if (!host || port == 0)
    return NULL;
  proposal = g_new0 (TodokuDiscoveryProposal, 1);
  proposal->endpoint = todoku_endpoint_new (service->protocol,
                                            service->security,
                                            host,
                                            port,
                                            NULL);
  if (!proposal->endpoint)
    return NULL;
  proposal->source = TODOKU_DISCOVERY_SRV;
  proposal->said_in = g_strdup_printf ("%s._tcp.%s → %s:%u",
                                       service->label,
                                       self->domain,
                                       host,
                                       port);
  /* RFC 6186 §6: DNS says so, and anybody on the way may have: a certificate
   * for a host of another domain proves nothing. */
  proposal->needs_confirmation = !todoku_host_is_within (host, self->domain);
  return g_steal_pointer (&proposal);
}

const char *
todoku_discovery_read_srv (TodokuDiscovery *self,
                           const TodokuMailService *service,
                           GList *records)
{
  g_autoptr (GPtrArray) list = sorted (records, "(qqqs)", compare_srv);
  const char *outcome = TODOKU_OUTCOME_NOTHING;
  guint taken = 0;

  for (guint i = 0; i < list->len && taken < MAX_TARGETS; i++) {
    TodokuDiscoveryProposal *proposal;
    const char *target;
    guint16 port;

    g_variant_get_child (g_ptr_array_index (list, i), 2, "q", &port);
    g_variant_get_child (g_ptr_array_index (list, i), 3, "&s", &target);
    if (is_root (target) && list->len == 1)
      return TODOKU_OUTCOME_NOT_OFFERED;
    proposal = propose (self, service, target, port);
    if (!proposal)
      continue;
    todoku_discovery_take_proposal (self, proposal);
    taken++;
    outcome = TODOKU_OUTCOME_FOUND;
  }
  return outcome;
}
