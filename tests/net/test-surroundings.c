/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "net-fixture.h"
#include "net-monitor.h"
#include "todoku-surroundings.h"

/* ---- what this computer says -------------------------------------------
 */

static void
test_interfaces (void)
{
  static const struct {
    const char *name;
    gboolean is_vpn;
  } rows[] = {
    { "tun0", TRUE },       { "tap1", TRUE },     { "wg0", TRUE },
    { "ppp0", TRUE },       { "ipsec0", TRUE },   { "nordlynx", TRUE },
    { "tailscale0", TRUE }, { "proton0", TRUE },  { "lo", FALSE },
    { "eth0", FALSE },      { "enp3s0", FALSE },  { "wlan0", FALSE },
    { "wlp2s0", FALSE },    { "docker0", FALSE }, { "virbr0", FALSE },
    { "br-0a1b", FALSE },   { "veth12", FALSE },  { "usb0", FALSE },
    { "vnet0", FALSE },     { "wwan0", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("%s", rows[i].name);
    g_assert_cmpint (todoku_interface_is_vpn (rows[i].name),
                     ==,
                     rows[i].is_vpn);
  }
}

static void
test_connectivity (void)
{
  static const struct {
    GNetworkConnectivity connectivity;
    const char *expected;
  } rows[] = {
    { G_NETWORK_CONNECTIVITY_LOCAL, "none" },
    { G_NETWORK_CONNECTIVITY_LIMITED, "limited" },
    { G_NETWORK_CONNECTIVITY_PORTAL, "portal" },
    { G_NETWORK_CONNECTIVITY_FULL, "full" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (TodokuNetwork) network = todoku_network_new ();
    g_autoptr (GNetworkMonitor) monitor =
        net_monitor_new (rows[i].connectivity);

    todoku_network_set_monitor (network, monitor);
    g_assert_cmpstr (todoku_surroundings_look (network).connectivity,
                     ==,
                     rows[i].expected);
  }
}

/* The system itself, whatever it is: something is known of its interfaces. */
static void
test_system (void)
{
  g_autoptr (TodokuNetwork) network = todoku_network_new ();
  TodokuSurroundings found = todoku_surroundings_look (network);

  g_assert_nonnull (found.connectivity);
  g_assert_nonnull (found.vpn);
}

typedef struct {
  const char *proxy;
  gboolean done;
} Answer;

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Answer *answer = data;

  answer->proxy = todoku_surroundings_find_proxy_finish (result);
  answer->done = TRUE;
}

static void
test_proxy (void)
{
  static const struct {
    const char *proxy;
    const char *host;
    const char *expected;
  } rows[] = {
    { "http://user:secret@proxy.example.jp:8080", "imap.example.com", "yes" },
    { "http://proxy.example.jp:8080", "imap.example.jp", "no" },
    { "direct://", "imap.example.com", "no" },
    { NULL, "imap.example.com", "no" },
  };
  const char *const ignored[] = { "imap.example.jp", NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (TodokuNetwork) network = todoku_network_new ();
    g_autoptr (GProxyResolver) resolver =
        g_simple_proxy_resolver_new (rows[i].proxy, (GStrv) ignored);
    Answer answer = { NULL, FALSE };

    todoku_network_set_proxy_resolver (network, resolver);
    todoku_surroundings_find_proxy_async (network,
                                          rows[i].host,
                                          NULL,
                                          found_cb,
                                          &answer);
    while (!answer.done)
      g_main_context_iteration (NULL, TRUE);
    g_assert_cmpstr (answer.proxy, ==, rows[i].expected);
  }
}

/* Practice and tests are led elsewhere: this computer's network is nothing to
 * them, unless somebody says what surrounds them. */
static void
test_led (void)
{
  g_autoptr (TodokuNetwork) network = todoku_network_new ();
  g_autoptr (GNetworkMonitor) monitor =
      net_monitor_new (G_NETWORK_CONNECTIVITY_FULL);

  g_assert_false (todoku_network_is_led (network));
  todoku_network_add_connect_to (network,
                                 "imap.example.jp:993:127.0.0.1:1",
                                 NULL);
  g_assert_true (todoku_network_is_led (network));
  todoku_network_set_monitor (network, monitor);
  g_assert_false (todoku_network_is_led (network));
}

/* ---- what a name server says -------------------------------------------
 */

static const struct {
  const char *name;
  const char *addresses;
  GSocketFamily family;
  const char *answer;
  const char *failure;
} names[] = {
  { "nowhere",
    NET_HOST "=0.0.0.0",
    G_SOCKET_FAMILY_IPV4,
    "nowhere",
    "name-lookup-failed@resolve" },
  { "nowhere-ipv6",
    NET_HOST "=::",
    G_SOCKET_FAMILY_IPV6,
    "nowhere",
    "name-lookup-failed@resolve" },
  { "this-computer",
    NET_HOST "=127.0.0.1",
    G_SOCKET_FAMILY_IPV4,
    "loopback",
    "connection-refused@connect" },
  /* One that leads somewhere counts. */
  { "both",
    NET_HOST "=0.0.0.0,127.0.0.1",
    G_SOCKET_FAMILY_IPV4,
    "loopback",
    "connection-refused@connect" },
  { "none",
    "other.example.com=127.0.0.1",
    G_SOCKET_FAMILY_IPV4,
    NULL,
    "host-not-found@resolve" },
};

static TodokuObservation *
look_up (TodokuNetwork *network, GSocketFamily family)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TodokuEndpoint) endpoint =
      todoku_endpoint_parse ("imaps://" NET_HOST ":1", &error);
  TodokuConversationOptions options = { .endpoint = endpoint };
  g_autoptr (TodokuProbe) probe = todoku_probe_new (network,
                                                    TODOKU_ROLE_CONFIGURED,
                                                    family,
                                                    &options,
                                                    2000 * NET_SLOW,
                                                    &error);

  g_assert_no_error (error);
  return g_object_ref (net_probe_run (probe, 2000 * NET_SLOW));
}

static void
test_name (gconstpointer data)
{
  guint row = GPOINTER_TO_UINT (data);
  const char *const table[] = { names[row].addresses, NULL };
  g_autoptr (TodokuNetwork) network = todoku_network_new ();
  g_autoptr (GResolver) resolver = net_resolver_new (table);
  g_autoptr (TodokuObservation) observation = NULL;
  g_autofree char *failure = NULL;

  todoku_network_set_resolver (network, resolver);
  observation = look_up (network, names[row].family);
  failure = net_describe (observation);
  g_assert_cmpstr (failure, ==, names[row].failure);
  g_assert_cmpstr (todoku_observation_get_name_answer (observation),
                   ==,
                   names[row].answer);
}

/* Without a network nobody was asked, so nobody said that there is no such
 * name, whatever getaddrinfo() makes of it. */
static void
test_nobody_asked (void)
{
  static const struct {
    GNetworkConnectivity connectivity;
    const char *failure;
  } rows[] = {
    { G_NETWORK_CONNECTIVITY_LOCAL, "name-lookup-failed@resolve" },
    { G_NETWORK_CONNECTIVITY_FULL, "host-not-found@resolve" },
  };
  const char *const none[] = { NULL };
  g_autoptr (GResolver) before = g_resolver_get_default ();
  g_autoptr (GResolver) resolver = net_resolver_new (none);

  g_resolver_set_default (resolver);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (TodokuNetwork) network = todoku_network_new ();
    g_autoptr (GNetworkMonitor) monitor =
        net_monitor_new (rows[i].connectivity);
    g_autoptr (TodokuObservation) observation = NULL;
    g_autofree char *failure = NULL;

    todoku_network_set_monitor (network, monitor);
    observation = look_up (network, G_SOCKET_FAMILY_IPV4);
    failure = net_describe (observation);
    g_assert_cmpstr (failure, ==, rows[i].failure);
  }
  g_resolver_set_default (before);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/net/surroundings/interfaces", test_interfaces);
  g_test_add_func ("/net/surroundings/connectivity", test_connectivity);
  g_test_add_func ("/net/surroundings/system", test_system);
  g_test_add_func ("/net/surroundings/proxy", test_proxy);
  g_test_add_func ("/net/surroundings/led", test_led);
  g_test_add_func ("/net/surroundings/nobody-asked", test_nobody_asked);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path =
        g_strconcat ("/net/surroundings/name/", names[i].name, NULL);

    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_name);
  }
  return g_test_run ();
}
