/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "net-fixture.h"
#include "net-openssl.h"
#include "todoku-probe-private.h"

#include <errno.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* RB-12: this computer refuses a descriptor, or has no way out. */
#define TIMEOUT_MS (1500 * NET_SLOW)

/* ---- no descriptor left ----------------------------------------------------
 */

static struct rlimit
set_limit (rlim_t n)
{
  struct rlimit before, now;

  g_assert_cmpint (getrlimit (RLIMIT_NOFILE, &before), ==, 0);
  now = before;
  now.rlim_cur = n;
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &now), ==, 0);
  return before;
}

/* The lowest number that is free; above it all are, but for what a thread of
 * GIO's just closes. */
static int
first_free (void)
{
  int fd = dup (0);

  g_assert_cmpint (fd, >=, 0);
  close (fd);
  return fd;
}

static const char *const nothing[] = { NULL };

static TodokuFailure
probe_with (guint n)
{
  NetOpenssl server = { 0 };
  g_autoptr (TodokuNetwork) network = NULL;
  g_autoptr (TodokuProbe) probe = NULL;
  struct rlimit before;
  TodokuObservation *observation;

  net_openssl_start (&server, "valid", nothing);
  network = net_network_new (server.port);
  (void) todoku_network_get_database (network);
  probe =
      net_probe_new_signing_in (network, "imaps", server.port, TIMEOUT_MS, 0);
  /* A program that runs has its main context. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  before = set_limit ((rlim_t) first_free () + n);
  observation = net_probe_run (probe, TIMEOUT_MS);
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &before), ==, 0);
  net_openssl_stop (&server);
  g_test_message ("%u: %s %s",
                  n,
                  todoku_failure_to_string (
                      todoku_observation_get_failure (observation)),
                  todoku_observation_get_detail (observation));
  if (todoku_observation_get_failure (observation) ==
      TODOKU_FAILURE_LOCAL_ERROR) {
    g_assert_nonnull (todoku_observation_get_detail (observation));
    /* It is no fault of the server's. */
    g_assert_cmpint (todoku_observation_get_outcome (observation),
                     ==,
                     TODOKU_OUTCOME_COULD_NOT_TELL);
  }
  return todoku_observation_get_failure (observation);
}

/* With one descriptor more each time, until there are enough. */
static void
test_descriptors (void)
{
  TodokuFailure failure = TODOKU_FAILURE_LOCAL_ERROR;
  guint n = 0;

  while (failure == TODOKU_FAILURE_LOCAL_ERROR) {
    failure = probe_with (n++);
    g_assert_cmpuint (n, <, 40);
  }
  g_assert_cmpuint (n, >, 1);
  /* The server is one that never greets. */
  g_assert_cmpint (failure, ==, TODOKU_FAILURE_NO_GREETING);
}

/* ---- no way out ------------------------------------------------------------
 */

/* Run in a network namespace that has nothing, not even a loopback. */
static int
probe_nothing (const char *url, GSocketFamily family)
{
  g_autoptr (TodokuNetwork) network = todoku_network_new ();
  g_autoptr (TodokuEndpoint) endpoint = todoku_endpoint_parse (url, NULL);
  TodokuConversationOptions options = { .endpoint = endpoint };
  g_autoptr (TodokuProbe) probe = todoku_probe_new (network,
                                                    TODOKU_ROLE_CONFIGURED,
                                                    family,
                                                    &options,
                                                    TIMEOUT_MS,
                                                    NULL);
  TodokuObservation *observation = net_probe_run (probe, TIMEOUT_MS);
  g_autofree char *found = net_describe (observation);

  g_print ("%s %s\n",
           found,
           todoku_outcome_to_string (
               todoku_observation_get_outcome (observation)));
  return 0;
}

/* Without an address of its own a computer has no way, whatever it calls that:
 * in IPv6 it says EADDRNOTAVAIL.  A route that prohibits is what a firewall of
 * its own is. */
static const struct {
  const char *name;
  const char *setup; /* of the namespace */
  const char *url;
  const char *output;
} alone[] = {
  { "unreachable-ipv4",
    "true",
    "smtp+starttls://127.0.0.1:587",
    "network-unreachable@connect blocked\n" },
  { "unreachable-ipv6",
    "true",
    "smtp+starttls://[::1]:587",
    "network-unreachable@connect blocked\n" },
  { "no-way-ipv4",
    "ip link set lo up; ip route add unreachable 192.0.2.1",
    "smtp+starttls://192.0.2.1:587",
    "network-unreachable@connect blocked\n" },
  { "prohibited-ipv4",
    "ip link set lo up; ip route add prohibit 192.0.2.1",
    "smtp+starttls://192.0.2.1:587",
    "not-permitted@connect blocked\n" },
  { "prohibited-ipv6",
    "ip link set lo up; ip -6 route add prohibit 2001:db8::1",
    "smtp+starttls://[2001:db8::1]:587",
    "not-permitted@connect blocked\n" },
};

static void
test_unreachable (gconstpointer data)
{
  guint row = GPOINTER_TO_UINT (data);
  const char *url = alone[row].url;
  const char *share = geteuid () == 0 ? "--net" : "-rn";
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *command =
      g_strconcat (alone[row].setup, "; exec \"$0\" --alone \"$1\"", NULL);
  const char *const argv[] = { "unshare", share, "sh", "-ec",
                               command,   self,  url,  NULL };
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_sync (NULL,
                (char **) argv,
                NULL,
                G_SPAWN_SEARCH_PATH,
                NULL,
                NULL,
                &output,
                NULL,
                &status,
                &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  g_assert_cmpstr (output, ==, alone[row].output);
}

/* ---- what this computer says ------------------------------------------------
 */

static const struct {
  int number;
  GSocketFamily family;
  gboolean has_family;
  const char *failure;
} errors[] = {
  { ECONNREFUSED, G_SOCKET_FAMILY_IPV4, TRUE, "connection-refused" },
  { ECONNRESET, G_SOCKET_FAMILY_IPV4, TRUE, "connection-reset" },
  { ETIMEDOUT, G_SOCKET_FAMILY_IPV4, TRUE, "connection-timed-out" },
  { ENETUNREACH, G_SOCKET_FAMILY_IPV4, TRUE, "network-unreachable" },
  { EHOSTUNREACH, G_SOCKET_FAMILY_IPV6, TRUE, "network-unreachable" },
  /* Out of ports */
  { EADDRNOTAVAIL, G_SOCKET_FAMILY_IPV4, TRUE, "local-error" },
  { EADDRNOTAVAIL, G_SOCKET_FAMILY_IPV6, TRUE, "local-error" },
  /* No IPv6 here */
  { EADDRNOTAVAIL, G_SOCKET_FAMILY_IPV6, FALSE, "network-unreachable" },
  { EAFNOSUPPORT, G_SOCKET_FAMILY_IPV6, FALSE, "network-unreachable" },
  { EMFILE, G_SOCKET_FAMILY_IPV6, FALSE, "local-error" },
  { ENFILE, G_SOCKET_FAMILY_IPV4, TRUE, "local-error" },
  { ENOMEM, G_SOCKET_FAMILY_IPV4, TRUE, "local-error" },
  { ENOBUFS, G_SOCKET_FAMILY_IPV4, TRUE, "local-error" },
  { EACCES, G_SOCKET_FAMILY_IPV4, TRUE, "not-permitted" },
  { EPERM, G_SOCKET_FAMILY_IPV4, TRUE, "not-permitted" },
  { EPERM, G_SOCKET_FAMILY_IPV6, FALSE, "not-permitted" },
};

static void
test_errors (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (errors); i++) {
    g_autoptr (GError) error =
        g_error_new_literal (G_IO_ERROR,
                             g_io_error_from_errno (errors[i].number),
                             g_strerror (errors[i].number));

    g_test_message ("%s", error->message);
    g_assert_cmpstr (todoku_failure_to_string (
                         todoku_connect_failure (errors[i].family,
                                                 errors[i].has_family,
                                                 error)),
                     ==,
                     errors[i].failure);
  }
}

int
main (int argc, char *argv[])
{
  if (argc == 3 && g_str_equal (argv[1], "--alone"))
    return probe_nothing (argv[2],
                          strchr (argv[2], '[') ? G_SOCKET_FAMILY_IPV6
                                                : G_SOCKET_FAMILY_IPV4);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/net/limits/RB-12/descriptors", test_descriptors);
  g_test_add_func ("/net/limits/RB-12/errors", test_errors);
  for (guint i = 0; i < G_N_ELEMENTS (alone); i++) {
    g_autofree char *path =
        g_strconcat ("/net/limits/RB-12/", alone[i].name, NULL);

    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_unreachable);
  }
  return g_test_run ();
}
