/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "net-fixture.h"
#include "net-monitor.h"
#include "net-proxy.h"
#include "todoku-facts.h"
#include "todoku-run.h"

#include <string.h>

/* Whole runs for a Gmail account in networks that stand in the way, with all
 * that is known.  Names have addresses of this computer or none: nothing leaves
 * it. */

#define NOWHERE                                                                \
  "imap.gmail.com=0.0.0.0", "smtp.gmail.com=0.0.0.0", "pop.gmail.com=0.0.0.0"

static const struct {
  const char *name;
  const char *table[4];
  GNetworkConnectivity connectivity;
  const char *proxy; /* (nullable) "leads" and "refuses" are real ones */
  const char *first;
  const char *never;
} rows[] = {
  { "dns-answers-nowhere",
    { NOWHERE },
    G_NETWORK_CONNECTIVITY_FULL,
    NULL,
    "proxy-in-the-way",
    "no-network" },
  { "dns-denies-the-name",
    { "example.com=127.0.0.1" },
    G_NETWORK_CONNECTIVITY_FULL,
    NULL,
    "proxy-in-the-way",
    "host-misspelled" },
  { "login-page",
    { NOWHERE },
    G_NETWORK_CONNECTIVITY_PORTAL,
    NULL,
    "captive-portal",
    "no-network" },
  /* Each name fails for the moment, as it does without a name server. */
  { "no-name-server",
    { "imap.gmail.com=", "smtp.gmail.com=", "pop.gmail.com=" },
    G_NETWORK_CONNECTIVITY_LOCAL,
    NULL,
    "no-network",
    "proxy-in-the-way" },
  { "proxy-is-set",
    { NOWHERE },
    G_NETWORK_CONNECTIVITY_FULL,
    "http://proxy.example.jp:8080",
    "proxy-in-the-way",
    "no-network" },
  { "RB-08/socks-is-the-way-out",
    { NOWHERE },
    G_NETWORK_CONNECTIVITY_FULL,
    "leads",
    "socks-proxy-needed",
    "no-network" },
  /* Such a network often has no names of the world outside. */
  { "RB-08/socks-without-names",
    { "imap.gmail.com=", "smtp.gmail.com=", "pop.gmail.com=" },
    G_NETWORK_CONNECTIVITY_LIMITED,
    "leads",
    "socks-proxy-needed",
    "no-network" },
  { "RB-08/socks-refuses",
    { NOWHERE },
    G_NETWORK_CONNECTIVITY_FULL,
    "refuses",
    "proxy-in-the-way",
    "socks-proxy-needed" },
};

/* Loaded once for all: sanitizers take their time for it. */
static TodokuKnowledge *knowledge;

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  todoku_run_start_finish (TODOKU_RUN (source), result, &error);
  g_assert_no_error (error);
  *(gboolean *) data = TRUE;
}

static gboolean
has_finding (GListModel *findings, const char *id)
{
  for (guint i = 0; i < g_list_model_get_n_items (findings); i++) {
    g_autoptr (TodokuFinding) finding = g_list_model_get_item (findings, i);

    if (strcmp (todoku_finding_get_id (finding), id) == 0)
      return TRUE;
  }
  return FALSE;
}

/* (nullable) the one that a row has, which leads to @port */
static NetProxy *
proxy_new (guint row, guint16 port)
{
  gboolean leads = g_strcmp0 (rows[row].proxy, "leads") == 0;

  if (!leads && g_strcmp0 (rows[row].proxy, "refuses") != 0)
    return NULL;
  return net_proxy_new (NET_PROXY_SOCKS5,
                        leads ? NET_PROXY_LEADS : NET_PROXY_REFUSES,
                        port);
}

static TodokuNetwork *
network_new (guint row, NetProxy *proxy)
{
  TodokuNetwork *network = todoku_network_new ();
  g_autoptr (GResolver) resolver = net_resolver_new (rows[row].table);
  g_autoptr (GNetworkMonitor) monitor =
      net_monitor_new (rows[row].connectivity);
  g_autofree char *address = proxy
                                 ? g_strdup_printf ("socks5://127.0.0.1:%u",
                                                    net_proxy_get_port (proxy))
                                 : g_strdup (rows[row].proxy);
  g_autoptr (GProxyResolver) proxies =
      g_simple_proxy_resolver_new (address, NULL);

  todoku_network_set_resolver (network, resolver);
  todoku_network_set_monitor (network, monitor);
  todoku_network_set_proxy_resolver (network, proxies);
  return network;
}

static void
test_row (gconstpointer data)
{
  static const char *const script[] = { "S:* OK hello", "HOLD" };
  guint row = GPOINTER_TO_UINT (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (TodokuAccount) account = todoku_account_new (knowledge);
  g_autoptr (NetServer) server = net_server_new (script, NULL, NULL);
  g_autoptr (NetProxy) proxy = proxy_new (row, net_server_get_port (server));
  g_autoptr (TodokuNetwork) network = network_new (row, proxy);
  g_autoptr (TodokuRun) run = NULL;
  g_autoptr (TodokuFinding) first = NULL;
  TodokuRunOptions options = { .timeout_ms = 20000, .as_of = "2026-11-22" };
  gboolean done = FALSE;
  TodokuFacts *facts;

  todoku_account_set (account, "address", "taro@gmail.com", &error);
  g_assert_no_error (error);
  todoku_account_fill_from_provider (account, NULL, TODOKU_FILL_UNSET);
  run = todoku_run_new (account, network, &options);
  todoku_run_start_async (run, NULL, done_cb, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  first = g_list_model_get_item (todoku_run_get_findings (run), 0);
  g_assert_cmpstr (todoku_finding_get_id (first), ==, rows[row].first);
  g_assert_false (has_finding (todoku_run_get_findings (run), rows[row].never));
  facts = todoku_run_get_facts (run);
  g_assert_cmpstr (todoku_facts_get_first (facts, "network.proxy"),
                   ==,
                   rows[row].proxy ? "yes" : "no");
  g_assert_nonnull (todoku_facts_get_first (facts, "network.vpn"));
}

/* ---- connections that did not come about ----------------------------------
 */

/* What net-limits makes of an error, and what is then said of it: of a server
 * that nothing else is known about. */
static const struct {
  const char *failure;
  const char *outcome;
  const char *family;
  const char *other_family; /* (nullable) */
  const char *first;        /* (nullable) nothing is wrong */
} ends[] = {
  { "connection-refused", "problem", "ipv4", NULL, "connection-refused" },
  { "connection-reset", "problem", "ipv4", NULL, "closed-early" },
  { "connection-timed-out", "blocked", "ipv4", NULL, "connection-timed-out" },
  { "network-unreachable", "blocked", "ipv4", NULL, "connection-timed-out" },
  /* No IPv6 here is nothing to worry about where IPv4 does. */
  { "network-unreachable", "blocked", "ipv6", "good", NULL },
  { "not-permitted", "blocked", "ipv4", NULL, "connection-not-permitted" },
  { "not-permitted", "blocked", "ipv6", NULL, "connection-not-permitted" },
  { "not-permitted", "blocked", "ipv6", "good", NULL },
  { "local-error", "could-not-tell", "ipv4", NULL, "could-not-tell" },
  { "local-error", "could-not-tell", "ipv6", "good", NULL },
  { "connection-timed-out", "blocked", "ipv6", "good", "ipv6-broken" },
};

static void
test_ends (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++) {
    g_autoptr (TodokuAccount) account = todoku_account_new (knowledge);
    g_autoptr (TodokuFacts) facts =
        todoku_facts_new_for_account (account, "2026-11-28");
    g_autoptr (TodokuFacts) probe = todoku_facts_new (facts);
    g_autoptr (GPtrArray) probes = g_ptr_array_new ();
    g_autoptr (TodokuJudgement) judgement = NULL;
    const char *const known[][2] = { { "probe.role", "configured" },
                                     { "probe.side", "incoming" },
                                     { "probe.protocol", "imap" },
                                     { "probe.host", "mail.example.jp" },
                                     { "probe.host-kind", "unknown" },
                                     { "probe.port", "993" },
                                     { "probe.security", "tls" },
                                     { "probe.stage", "connect" },
                                     { "probe.failure", ends[i].failure },
                                     { "probe.outcome", ends[i].outcome },
                                     { "probe.family", ends[i].family },
                                     { "probe.other-family",
                                       ends[i].other_family } };

    for (guint j = 0; j < G_N_ELEMENTS (known); j++)
      todoku_facts_set (probe, known[j][0], known[j][1]);
    g_ptr_array_add (probes, probe);
    judgement = todoku_judge (knowledge, facts, probes);
    g_test_message ("%s, other family %s",
                    ends[i].failure,
                    ends[i].other_family ? ends[i].other_family : "unknown");
    g_assert_cmpstr (judgement->findings->len > 0
                         ? todoku_finding_get_id (
                               g_ptr_array_index (judgement->findings, 0))
                         : NULL,
                     ==,
                     ends[i].first);
  }
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  knowledge = todoku_knowledge_new (&error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strconcat ("/surroundings/", rows[i].name, NULL);

    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_row);
  }
  g_test_add_func ("/surroundings/RB-12/errors", test_ends);
  status = g_test_run ();
  g_assert_finalize_object (knowledge);
  return status;
}
