/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-probe-private.h"

#include "todoku-descriptors.h"
#include "todoku-surroundings.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

#define MAX_ADDRESSES 3
/* Three SYNs: at once, after 1 s and after 3 s.  All addresses of a name share
 * it, so that a black hole is known before people give up. */
#define MAX_CONNECT_MS 6000

/* ---- connecting ------------------------------------------------------------
 */

static void
connect_next (TodokuProbe *self);

/* A socket of its own, so that nothing else decides where it goes. */
GSocketConnection *
todoku_probe_new_connection (TodokuProbe *self,
                             GSocketAddress *address,
                             GError **error)
{
  g_autoptr (GSocket) socket =
      todoku_descriptors_are_left (error)
          ? g_socket_new (g_socket_address_get_family (address),
                          G_SOCKET_TYPE_STREAM,
                          G_SOCKET_PROTOCOL_TCP,
                          error)
          : NULL;

  if (!socket)
    return NULL;
  (void) g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, 1, NULL);
  self->observation->n_connections++;
  return g_socket_connection_factory_create_connection (socket);
}

static void
connected (TodokuProbe *self)
{
  todoku_probe_end_good (self, TODOKU_STAGE_CONNECT);
  g_queue_clear_full (&self->addresses, g_object_unref);
  self->tap = todoku_tap_new (self->connection);
  self->stream = G_IO_STREAM (g_object_ref (self->tap));
  if (self->observation->endpoint->security != TODOKU_SECURITY_TLS) {
    todoku_probe_begin (self, TODOKU_STAGE_GREETING);
    todoku_probe_schedule_look (self);
  }
  todoku_probe_advance (self);
}

/* Newer versions of GLib call it a refusal, though no server was asked. */
static gboolean
lacks_address (const GError *error)
{
  return g_str_equal (error->message, g_strerror (EADDRNOTAVAIL));
}

/*
 * todoku_connect_failure:
 * @family: of the address
 * @has_family: whether this computer has an address of that family itself
 * @error: what connect(2) or socket(2) said
 *
 * What GIO has no code for is this computer's own trouble, EADDRNOTAVAIL when
 * it is out of ports; but where it has no address of the family at all, that is
 * its word for "no way there", as EAFNOSUPPORT is.
 *
 * EACCES and EPERM are a rule of this computer's own (connect(2)).  Over IPv6
 * Linux says EACCES too where a firewall on the way says "administratively
 * prohibited" (RFC 4443 §3.1); over IPv4 that is EHOSTUNREACH (RFC 1812
 * §5.2.7.1).
 *
 * Returns: the failure
 */
TodokuFailure
todoku_connect_failure (GSocketFamily family,
                        gboolean has_family,
                        const GError *error)
{
  gboolean is_own =
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_FAILED) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED) ||
      lacks_address (error);

  if (family == G_SOCKET_FAMILY_IPV6 && !has_family && is_own)
    return TODOKU_FAILURE_NETWORK_UNREACHABLE;
  if (lacks_address (error))
    return TODOKU_FAILURE_LOCAL_ERROR;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return TODOKU_FAILURE_CONNECTION_REFUSED;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return TODOKU_FAILURE_CONNECTION_TIMED_OUT;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE))
    return TODOKU_FAILURE_NETWORK_UNREACHABLE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    return TODOKU_FAILURE_NOT_PERMITTED;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED))
    return TODOKU_FAILURE_CONNECTION_RESET;
  return TODOKU_FAILURE_LOCAL_ERROR;
}

static void
fail_to_connect (TodokuProbe *self, const GError *error)
{
  gboolean ipv6 = self->observation->family == G_SOCKET_FAMILY_IPV6;
  TodokuFailure failure =
      todoku_connect_failure (self->observation->family,
                              !ipv6 || todoku_surroundings_have_ipv6 (),
                              error);

  todoku_probe_fail (self, failure, TODOKU_STAGE_CONNECT, error);
}

static void
connect_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TodokuProbe) self = data;
  g_autoptr (GError) error = NULL;
  gboolean good =
      g_socket_connection_connect_finish (G_SOCKET_CONNECTION (source),
                                          result,
                                          &error);

  if (!todoku_probe_is_running (self))
    return;
  todoku_probe_clear_source (&self->attempt_timer);
  self->connect_us = g_get_monotonic_time () - self->attempt_us;
  if (good)
    connected (self);
  else if (!g_queue_is_empty (&self->addresses))
    connect_next (self);
  else
    fail_to_connect (self, error);
}

static gboolean
attempt_over_cb (gpointer data)
{
  TodokuProbe *self = data;

  g_cancellable_cancel (self->attempt);
  return G_SOURCE_REMOVE;
}

static void
name_peer (TodokuProbe *self)
{
  g_free (self->observation->address);
  self->observation->address =
      G_IS_INET_SOCKET_ADDRESS (self->peer)
          ? g_inet_address_to_string (g_inet_socket_address_get_address (
                G_INET_SOCKET_ADDRESS (self->peer)))
          : NULL;
}

/* What is left of the time to connect, shared by the addresses still to come.
 */
static guint
attempt_ms (TodokuProbe *self)
{
  gint64 spent;

  self->attempt_us = g_get_monotonic_time ();
  if (self->connecting_us == 0)
    self->connecting_us = self->attempt_us;
  spent = (self->attempt_us - self->connecting_us) / 1000;
  return (guint) CLAMP (MAX_CONNECT_MS - spent, 1, self->timeout_ms) /
             (self->addresses.length + 1) +
         1;
}

static void
start_attempt (TodokuProbe *self)
{
  guint limit = attempt_ms (self);

  g_clear_object (&self->attempt);
  self->attempt = g_cancellable_new ();
  self->attempt_timer =
      todoku_probe_attach_timer (self, limit, attempt_over_cb);
  g_socket_connection_connect_async (self->connection,
                                     self->peer,
                                     self->attempt,
                                     connect_cb,
                                     g_object_ref (self));
}

static void
connect_next (TodokuProbe *self)
{
  g_autoptr (GError) error = NULL;

  g_clear_object (&self->peer);
  self->peer = g_queue_pop_head (&self->addresses);
  name_peer (self);
  todoku_probe_begin (self, TODOKU_STAGE_CONNECT);
  g_clear_object (&self->connection);
  self->connection = todoku_probe_new_connection (self, self->peer, &error);
  if (self->connection)
    start_attempt (self);
  else
    fail_to_connect (self, error);
}

/* ---- resolving -------------------------------------------------------------
 */

/* An address of this network alone; GIO knows the deprecated range of IPv6, not
 * the one of RFC 4193. */
static gboolean
is_private (GInetAddress *address)
{
  gboolean ipv6 = g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6;

  return g_inet_address_get_is_site_local (address) ||
         g_inet_address_get_is_link_local (address) ||
         (ipv6 && (*g_inet_address_to_bytes (address) & 0xfe) == 0xfc);
}

/* Where the best of them leads.  Filters answer 0.0.0.0, or an address of their
 * own. */
static const char *
judge_answer (GList *addresses)
{
  static const char *const places[] = { "nowhere",
                                        "loopback",
                                        "private",
                                        "public" };
  int best = 0;

  for (GList *a = addresses; a; a = a->next)
    best = MAX (best,
                g_inet_address_get_is_any (a->data)        ? 0
                : g_inet_address_get_is_loopback (a->data) ? 1
                : is_private (a->data)                     ? 2
                                                           : 3);
  return places[best];
}

static void
resolved (TodokuProbe *self, GList *addresses)
{
  guint16 port = self->observation->endpoint->port;

  for (GList *a = addresses; a; a = a->next)
    if (g_inet_address_get_family (a->data) == self->observation->family) {
      self->observation->n_addresses++;
      if (self->addresses.length < MAX_ADDRESSES)
        g_queue_push_tail (&self->addresses,
                           g_inet_socket_address_new (a->data, port));
    }
  if (g_queue_is_empty (&self->addresses)) {
    todoku_probe_fail (self,
                       TODOKU_FAILURE_NO_ADDRESS,
                       TODOKU_STAGE_RESOLVE,
                       NULL);
    return;
  }
  self->observation->name_answer = judge_answer (addresses);
  /* Connecting to 0.0.0.0 would reach this computer itself. */
  if (strcmp (self->observation->name_answer, "nowhere") == 0) {
    todoku_probe_fail (self,
                       TODOKU_FAILURE_NAME_LOOKUP_FAILED,
                       TODOKU_STAGE_RESOLVE,
                       NULL);
    return;
  }
  todoku_probe_end_good (self, TODOKU_STAGE_RESOLVE);
  connect_next (self);
}

static void
lookup (TodokuProbe *self, GSocketFamily family, GAsyncReadyCallback callback)
{
  GResolverNameLookupFlags flags = family == G_SOCKET_FAMILY_IPV6
                                       ? G_RESOLVER_NAME_LOOKUP_FLAGS_IPV6_ONLY
                                       : G_RESOLVER_NAME_LOOKUP_FLAGS_IPV4_ONLY;

  g_resolver_lookup_by_name_with_flags_async (todoku_network_get_resolver (
                                                  self->network),
                                              self->observation->endpoint->host,
                                              flags,
                                              self->inner,
                                              callback,
                                              g_object_ref (self));
}

/* Without an address of its own this computer asks nobody, and getaddrinfo()
 * says "not found" all the same (AI_ADDRCONFIG, RFC 3493 §6.1). */
static void
lookup_failed (TodokuProbe *self, const GError *error)
{
  gboolean unknown =
      g_error_matches (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND) &&
      todoku_network_is_connected (self->network);

  todoku_probe_fail (self,
                     unknown ? TODOKU_FAILURE_HOST_NOT_FOUND
                             : TODOKU_FAILURE_NAME_LOOKUP_FAILED,
                     TODOKU_STAGE_RESOLVE,
                     error);
}

static void
resolved_other_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TodokuProbe) self = data;
  g_autoptr (GError) error = NULL;
  g_autolist (GInetAddress) addresses =
      g_resolver_lookup_by_name_with_flags_finish (G_RESOLVER (source),
                                                   result,
                                                   &error);

  if (!todoku_probe_is_running (self))
    return;
  if (addresses)
    todoku_probe_fail (self,
                       TODOKU_FAILURE_NO_ADDRESS,
                       TODOKU_STAGE_RESOLVE,
                       NULL);
  else
    lookup_failed (self, error);
}

/* GIO says "not found" of a name without an address of this family and of a
 * name that is not there; whether it has one of the other family tells them
 * apart. */
static void
resolved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TodokuProbe) self = data;
  g_autoptr (GError) error = NULL;
  g_autolist (GInetAddress) addresses =
      g_resolver_lookup_by_name_with_flags_finish (G_RESOLVER (source),
                                                   result,
                                                   &error);
  gboolean ipv6 = self->observation->family == G_SOCKET_FAMILY_IPV6;

  if (!todoku_probe_is_running (self))
    return;
  if (addresses)
    resolved (self, addresses);
  else if (g_error_matches (error,
                            G_RESOLVER_ERROR,
                            G_RESOLVER_ERROR_NOT_FOUND))
    lookup (self,
            ipv6 ? G_SOCKET_FAMILY_IPV4 : G_SOCKET_FAMILY_IPV6,
            resolved_other_cb);
  else
    lookup_failed (self, error);
}

/* An address of the other family, or a connect-to that leads there, is nothing
 * for this probe. */
static void
use_address (TodokuProbe *self, GSocketAddress *address)
{
  if (g_socket_address_get_family (address) != self->observation->family) {
    todoku_probe_fail (self,
                       TODOKU_FAILURE_NO_ADDRESS,
                       TODOKU_STAGE_RESOLVE,
                       NULL);
    return;
  }
  self->observation->n_addresses = 1;
  g_queue_push_tail (&self->addresses, g_object_ref (address));
  todoku_probe_end_good (self, TODOKU_STAGE_RESOLVE);
  connect_next (self);
}

/* The connect-to table first, an address as it stands, else the resolver. */
void
todoku_probe_resolve (TodokuProbe *self)
{
  const TodokuEndpoint *endpoint = self->observation->endpoint;
  GSocketAddress *redirected =
      todoku_network_find_connect_to (self->network,
                                      endpoint->host,
                                      endpoint->port,
                                      self->observation->family);
  g_autoptr (GSocketAddress) numeric =
      g_inet_socket_address_new_from_string (endpoint->host, endpoint->port);

  todoku_probe_begin (self, TODOKU_STAGE_RESOLVE);
  if (redirected || numeric)
    use_address (self, redirected ? redirected : numeric);
  else
    lookup (self, self->observation->family, resolved_cb);
}
