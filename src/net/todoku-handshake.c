/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-handshake.h"

#include "todoku-asked.h"
#include "todoku-descriptors.h"
#include "todoku-trust.h"

/* A handshake that has not ended by then waits for a far server. */
#define FAR_MS 20

/* A GTask whose data is this; it ends with a TodokuHandshake, never with an
 * error. */
typedef struct {
  TodokuNetwork *network;
  TodokuTap *tap;
  GSocketConnectable *identity;
  guint timeout_ms;
  TodokuHandshakeBegan began; /* (nullable) */
  gpointer began_data;
  GTlsConnection *connection;
  GCancellable *cancellable; /* of the handshake alone */
  GSource *timer;
  GSource *pause; /* while the other side is awaited */
  gboolean late;
} Shake;

static void
clear_source (GSource **source)
{
  if (*source)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
clear_sources (Shake *shake)
{
  clear_source (&shake->timer);
  clear_source (&shake->pause);
}

static void
shake_free (gpointer data)
{
  Shake *shake = data;

  clear_sources (shake);
  g_clear_object (&shake->network);
  g_clear_object (&shake->tap);
  g_clear_object (&shake->identity);
  g_clear_object (&shake->connection);
  g_clear_object (&shake->cancellable);
  g_free (shake);
}

/**
 * todoku_handshake_free:
 * @self: (nullable): a handshake
 */
void
todoku_handshake_free (TodokuHandshake *self)
{
  if (!self)
    return;
  g_clear_object (&self->connection);
  g_clear_pointer (&self->report, todoku_certificate_report_unref);
  g_clear_error (&self->error);
  g_free (self->version);
  g_free (self->cipher);
  g_free (self);
}

static void
shaken_free (gpointer data)
{
  todoku_handshake_free (data);
}

/* ---- what it showed -------------------------------------------------------
 */

static const char *
version_name (GTlsProtocolVersion version)
{
  switch (version) {
  case G_TLS_PROTOCOL_VERSION_TLS_1_0:
    return "1.0";
  case G_TLS_PROTOCOL_VERSION_TLS_1_1:
    return "1.1";
  case G_TLS_PROTOCOL_VERSION_TLS_1_2:
    return "1.2";
  case G_TLS_PROTOCOL_VERSION_TLS_1_3:
    return "1.3";
  default:
    return NULL;
  }
}

/* Leaf first; a chain may be a circle (trap 1), so it is followed a bounded
 * way. */
static GPtrArray *
collect_chain (GTlsCertificate *leaf)
{
  GPtrArray *chain = g_ptr_array_new_with_free_func (g_object_unref);

  for (GTlsCertificate *c = leaf; c && chain->len < 16;
       c = g_tls_certificate_get_issuer (c))
    g_ptr_array_add (chain, g_object_ref (c));
  return chain;
}

/* What the connection says of the chain is only believed where we cannot know:
 * of a staple (TL-14). */
static GTlsCertificateFlags
read_staple (Shake *shake)
{
  return g_tls_connection_get_peer_certificate_errors (shake->connection) &
         (G_TLS_CERTIFICATE_REVOKED | G_TLS_CERTIFICATE_GENERIC_ERROR);
}

static void
read_certificates (TodokuHandshake *shaken, Shake *shake)
{
  GTlsCertificate *leaf =
      shake->connection
          ? g_tls_connection_get_peer_certificate (shake->connection)
          : NULL;
  g_autoptr (GPtrArray) chain = leaf ? collect_chain (leaf) : NULL;

  if (chain)
    shaken->report = todoku_network_judge_chain (shake->network,
                                                 chain,
                                                 shake->identity,
                                                 read_staple (shake));
}

/* RFC 8446 §6: an alert is a record of type 21 with a level and a description.
 */
static TodokuFailure
alert_failure (const guint8 *bytes, gsize length)
{
  if (length < 7 || bytes[0] != 21)
    return TODOKU_FAILURE_TLS_ABORTED;
  switch (bytes[6]) {
  case 40: /* handshake_failure */
  case 71: /* insufficient_security */
    return TODOKU_FAILURE_TLS_NO_COMMON_PARAMETERS;
  case 70: /* protocol_version */
    return TODOKU_FAILURE_TLS_VERSION_TOO_OLD;
  case 116: /* certificate_required */
    return TODOKU_FAILURE_CLIENT_CERTIFICATE_REQUIRED;
  default:
    return TODOKU_FAILURE_TLS_ABORTED;
  }
}

/* What the peer spoke instead is seen on the wire, not read out of an error
 * text. */
static TodokuFailure
failure_of (TodokuHandshake *shaken, Shake *shake)
{
  gsize length;
  const guint8 *bytes = todoku_tap_get_first (shake->tap, &length);

  switch (shaken->spoken) {
  case TODOKU_SPOKEN_SMTP:
  case TODOKU_SPOKEN_IMAP:
  case TODOKU_SPOKEN_POP3:
    return TODOKU_FAILURE_TLS_ON_STARTTLS_PORT;
  case TODOKU_SPOKEN_HTTP:
  case TODOKU_SPOKEN_SSH:
  case TODOKU_SPOKEN_FTP:
  case TODOKU_SPOKEN_UNKNOWN:
    if (length > 0)
      return TODOKU_FAILURE_WRONG_PROTOCOL;
    break;
  default:
    break;
  }
  if (shake->late)
    return TODOKU_FAILURE_TIMED_OUT;
  if (!shake->connection)
    return TODOKU_FAILURE_LOCAL_ERROR;
  if (g_error_matches (shaken->error,
                       G_TLS_ERROR,
                       G_TLS_ERROR_CERTIFICATE_REQUIRED) ||
      todoku_handshake_wants_certificate (shake->connection))
    return TODOKU_FAILURE_CLIENT_CERTIFICATE_REQUIRED;
  return length > 0 ? alert_failure (bytes, length)
                    : TODOKU_FAILURE_TLS_ABORTED;
}

static void
read_parameters (TodokuHandshake *shaken, Shake *shake)
{
  GTlsProtocolVersion version =
      g_tls_connection_get_protocol_version (shake->connection);

  shaken->version = g_strdup (version_name (version));
  shaken->cipher = g_tls_connection_get_ciphersuite_name (shake->connection);
  read_certificates (shaken, shake);
  if (version == G_TLS_PROTOCOL_VERSION_TLS_1_0 ||
      version == G_TLS_PROTOCOL_VERSION_TLS_1_1)
    shaken->failure = TODOKU_FAILURE_TLS_VERSION_TOO_OLD;
  else if (!shaken->report ||
           !todoku_certificate_report_is_verified (shaken->report))
    shaken->failure = TODOKU_FAILURE_CERTIFICATE_REFUSED;
}

/**
 * todoku_handshake_wants_certificate:
 * @connection: a client connection
 *
 * Returns: whether the server asked for a client certificate
 */
gboolean
todoku_handshake_wants_certificate (GTlsConnection *connection)
{
  GTlsInteraction *interaction;

  g_return_val_if_fail (G_IS_TLS_CONNECTION (connection), FALSE);

  interaction = g_tls_connection_get_interaction (connection);
  return TODOKU_IS_ASKED (interaction) &&
         todoku_asked_for_certificate (TODOKU_ASKED (interaction));
}

/* ---- the way through it ---------------------------------------------------
 */

static void
done (GTask *task, const GError *error)
{
  Shake *shake = g_task_get_task_data (task);
  TodokuHandshake *shaken = g_new0 (TodokuHandshake, 1);
  gsize length;
  const guint8 *bytes = todoku_tap_get_first (shake->tap, &length);

  shaken->spoken =
      length > 0 ? todoku_recognise (bytes, length) : TODOKU_SPOKEN_UNKNOWN;
  shaken->connection =
      shake->connection ? g_object_ref (shake->connection) : NULL;
  if (!error)
    read_parameters (shaken, shake);
  else {
    shaken->error = g_error_copy (error);
    shaken->failure = failure_of (shaken, shake);
    read_certificates (shaken, shake);
  }
  g_task_return_pointer (task, shaken, shaken_free);
}

static void
shaken_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Shake *shake = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  g_tls_connection_handshake_finish (G_TLS_CONNECTION (source), result, &error);
  todoku_network_release_handshake (shake->network);
  clear_sources (shake);
  done (task, error);
}

static gboolean
late_cb (gpointer data)
{
  Shake *shake = data;

  shake->late = TRUE;
  g_cancellable_cancel (shake->cancellable);
  return G_SOURCE_REMOVE;
}

/* A server that is far leaves time to read the roots by which its chain will be
 * judged; one that is near may turn out to need none. */
static gboolean
far_cb (gpointer data)
{
  Shake *shake = data;

  (void) todoku_network_get_database (shake->network);
  return G_SOURCE_REMOVE;
}

static void
outer_cancelled_cb (GCancellable *outer, gpointer data)
{
  g_cancellable_cancel (data);
}

static void
start (GTask *task)
{
  Shake *shake = g_task_get_task_data (task);
  GCancellable *outer = g_task_get_cancellable (task);
  g_autoptr (TodokuAsked) asked = todoku_asked_new ();
  g_autoptr (GError) error = NULL;

  if (shake->began)
    shake->began (shake->began_data);
  if (todoku_descriptors_are_left (&error))
    shake->connection =
        todoku_tls_connection_new (G_IO_STREAM (shake->tap),
                                   shake->identity,
                                   todoku_network_get_trust (shake->network),
                                   &error);
  if (!shake->connection ||
      g_cancellable_set_error_if_cancelled (outer, &error)) {
    todoku_network_release_handshake (shake->network);
    done (task, error);
    return;
  }
  /* Many servers just hang up (RFC 8446 §6.1 asks for an alert): that is no
   * attack here, for every protocol says itself when it is finished. */
  g_tls_connection_set_require_close_notify (shake->connection, FALSE);
  g_tls_connection_set_interaction (shake->connection,
                                    G_TLS_INTERACTION (asked));
  shake->timer = g_timeout_source_new (shake->timeout_ms);
  g_source_set_callback (shake->timer, late_cb, shake, NULL);
  g_source_attach (shake->timer, g_task_get_context (task));
  if (outer)
    g_signal_connect_object (outer,
                             "cancelled",
                             G_CALLBACK (outer_cancelled_cb),
                             shake->cancellable,
                             0);
  g_tls_connection_handshake_async (shake->connection,
                                    G_PRIORITY_DEFAULT,
                                    shake->cancellable,
                                    shaken_cb,
                                    g_object_ref (task));
  shake->pause = g_timeout_source_new (FAR_MS);
  g_source_set_callback (shake->pause, far_cb, shake, NULL);
  g_source_attach (shake->pause, g_task_get_context (task));
}

static void
acquired_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;

  if (todoku_network_acquire_handshake_finish (TODOKU_NETWORK (source),
                                               result,
                                               &error))
    start (task);
  else
    done (task, error);
}

/* An address is no name and is not sent as one (RFC 6066 §3): GIO would, and
 * some servers refuse it. */
static GSocketConnectable *
identity_of (const TodokuEndpoint *endpoint)
{
  GSocketAddress *numeric =
      g_inet_socket_address_new_from_string (endpoint->host, endpoint->port);

  return numeric ? G_SOCKET_CONNECTABLE (numeric)
                 : g_network_address_new (endpoint->host, endpoint->port);
}

/**
 * todoku_handshake_async:
 * @network: trust, time, and the limit of handshakes in flight
 * @tap: a connected stream
 * @endpoint: whose name is meant
 * @timeout_ms: of the handshake itself, from when it begins
 * @cancellable: (nullable): a cancellable
 * @began: (nullable): called when it begins; until then it waited for a slot
 * @callback: called when it is over
 * @user_data: for @began and @callback
 *
 * Makes a TLS handshake and says what it showed.  Whether the certificate is
 * good is judged after it, before anything else is sent.
 */
void
todoku_handshake_async (TodokuNetwork *network,
                        TodokuTap *tap,
                        const TodokuEndpoint *endpoint,
                        guint timeout_ms,
                        GCancellable *cancellable,
                        TodokuHandshakeBegan began,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  GTask *task = g_task_new (tap, cancellable, callback, user_data);
  Shake *shake = g_new0 (Shake, 1);

  g_task_set_source_tag (task, todoku_handshake_async);
  g_task_set_check_cancellable (task, FALSE);
  shake->network = g_object_ref (network);
  shake->tap = g_object_ref (tap);
  shake->identity = identity_of (endpoint);
  shake->timeout_ms = timeout_ms;
  shake->began = began;
  shake->began_data = user_data;
  shake->cancellable = g_cancellable_new ();
  g_task_set_task_data (task, shake, shake_free);
  todoku_network_acquire_handshake_async (network,
                                          cancellable,
                                          acquired_cb,
                                          task);
}

/**
 * todoku_handshake_finish:
 * @result: the result
 *
 * Returns: (transfer full): what it showed
 */
TodokuHandshake *
todoku_handshake_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
