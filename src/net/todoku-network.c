/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-network.h"

#include "todoku-endpoint.h"
#include "todoku-network-private.h"
#include "todoku-trust.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* GTask's shared pool has ten threads and grows slowly; a stalled handshake
 * holds one until it is cancelled (safety.md, trap 9). */
#define MAX_HANDSHAKES 8

G_DEFINE_FINAL_TYPE (TodokuNetwork, todoku_network, G_TYPE_OBJECT)

static void
connect_to_clear (gpointer data)
{
  TodokuConnectTo *entry = data;

  g_clear_pointer (&entry->host, g_free);
  g_clear_object (&entry->address);
}

static void
todoku_network_dispose (GObject *object)
{
  TodokuNetwork *self = TODOKU_NETWORK (object);

  g_clear_object (&self->resolver);
  g_clear_object (&self->monitor);
  g_clear_object (&self->proxy_resolver);
  g_clear_object (&self->database);
  g_clear_object (&self->trust);
  g_clear_object (&self->extra);
  todoku_verdict_clear (&self->verdict);
  if (self->anchors)
    g_string_free (g_steal_pointer (&self->anchors), TRUE);
  g_clear_pointer (&self->now, g_date_time_unref);
  g_clear_pointer (&self->connect_to, g_array_unref);
  g_queue_clear_full (&self->waiting, g_object_unref);
  G_OBJECT_CLASS (todoku_network_parent_class)->dispose (object);
}

static void
todoku_network_class_init (TodokuNetworkClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = todoku_network_dispose;
}

static void
todoku_network_init (TodokuNetwork *self)
{
  self->connect_to = g_array_new (FALSE, TRUE, sizeof (TodokuConnectTo));
  g_array_set_clear_func (self->connect_to, connect_to_clear);
  g_queue_init (&self->waiting);
}

/**
 * todoku_network_new:
 *
 * Returns: (transfer full): the network as the system has it
 */
TodokuNetwork *
todoku_network_new (void)
{
  return g_object_new (TODOKU_TYPE_NETWORK, NULL);
}

/* ---- connect-to -----------------------------------------------------------
 */

/* Takes "HOST:PORT" off the front; brackets keep an IPv6 address together. */
static gboolean
take_pair (const char **text, char **ret_host, guint16 *ret_port)
{
  const char *end = **text == '[' ? strchr (*text, ']') : NULL;
  const char *colon = strchr (end ? end : *text, ':');
  g_autofree char *digits = NULL;
  guint64 port;
  const char *rest;

  if (!colon || colon == *text || (end && colon != end + 1))
    return FALSE;
  rest = colon + 1 + strcspn (colon + 1, ":");
  digits = g_strndup (colon + 1, (gsize) (rest - colon) - 1);
  if (!g_ascii_string_to_unsigned (digits, 10, 1, G_MAXUINT16, &port, NULL))
    return FALSE;
  *ret_host = end ? g_strndup (*text + 1, (gsize) (end - *text) - 1)
                  : g_strndup (*text, (gsize) (colon - *text));
  *ret_port = (guint16) port;
  *text = rest;
  return TRUE;
}

static GSocketAddress *
parse_connect_to (const char *text, char **ret_host, guint16 *ret_port)
{
  g_autofree char *typed = NULL;
  g_autofree char *host = NULL;
  g_autofree char *numeric = NULL;
  GSocketAddress *address;
  guint16 port, to_port;

  if (!take_pair (&text, &typed, &port) || *text != ':')
    return NULL;
  text++;
  if (!take_pair (&text, &numeric, &to_port) || *text != '\0' ||
      !todoku_host_normalise (typed, &host, NULL))
    return NULL;
  address = g_inet_socket_address_new_from_string (numeric, to_port);
  if (!address)
    return NULL;
  *ret_host = g_steal_pointer (&host);
  *ret_port = port;
  return address;
}

/**
 * todoku_network_add_connect_to:
 * @self: a network
 * @entry: "HOST:PORT:ADDRESS:PORT" as curl has it; IPv6 addresses in brackets
 * @error: return location
 *
 * From now on connections to HOST:PORT go to ADDRESS:PORT; names in
 * certificates are still held against HOST.
 *
 * Returns: %FALSE with one sentence in @error when @entry is malformed
 */
gboolean
todoku_network_add_connect_to (TodokuNetwork *self,
                               const char *entry,
                               GError **error)
{
  TodokuConnectTo item = { NULL, 0, NULL };

  g_return_val_if_fail (TODOKU_IS_NETWORK (self) && entry, FALSE);

  item.address = parse_connect_to (entry, &item.host, &item.port);
  if (!item.address) {
    g_autofree char *shown = g_utf8_make_valid (entry, -1);

    g_set_error (error,
                 G_IO_ERROR,
                 G_IO_ERROR_INVALID_ARGUMENT,
                 /* Translators: %s is what was typed; HOST:PORT:ADDRESS:PORT
                    stays as it is */
                 _ ("“%s” does not say where to connect; write it as "
                    "HOST:PORT:ADDRESS:PORT, such as "
                    "imap.example.jp:993:127.0.0.1:9993"),
                 shown);
    return FALSE;
  }
  g_array_append_val (self->connect_to, item);
  return TRUE;
}

/**
 * todoku_network_lookup_connect_to:
 * @self: a network
 * @host: a host
 * @port: a port
 *
 * Returns: (transfer none) (nullable): where connections to it go instead
 */
GSocketAddress *
todoku_network_lookup_connect_to (TodokuNetwork *self,
                                  const char *host,
                                  guint16 port)
{
  g_return_val_if_fail (TODOKU_IS_NETWORK (self) && host, NULL);

  for (guint i = 0; i < self->connect_to->len; i++) {
    TodokuConnectTo *entry =
        &g_array_index (self->connect_to, TodokuConnectTo, i);

    if (entry->port == port && strcmp (entry->host, host) == 0)
      return entry->address;
  }
  return NULL;
}

/**
 * todoku_network_find_connect_to:
 * @self: a network
 * @host: a host
 * @port: a port
 * @family: an address family
 *
 * An entry for each family of one HOST:PORT may be given.
 *
 * Returns: (transfer none) (nullable): where connections in @family go instead;
 *   without an entry of that family, where all others go
 */
GSocketAddress *
todoku_network_find_connect_to (TodokuNetwork *self,
                                const char *host,
                                guint16 port,
                                GSocketFamily family)
{
  g_return_val_if_fail (TODOKU_IS_NETWORK (self) && host, NULL);

  for (guint i = 0; i < self->connect_to->len; i++) {
    TodokuConnectTo *entry =
        &g_array_index (self->connect_to, TodokuConnectTo, i);

    if (entry->port == port && strcmp (entry->host, host) == 0 &&
        g_socket_address_get_family (entry->address) == family)
      return entry->address;
  }
  return todoku_network_lookup_connect_to (self, host, port);
}

/**
 * todoku_network_may_add:
 * @self: a network
 * @host: a host
 * @port: a port
 *
 * Whoever leads connections elsewhere (practice, a test, a help desk that looks
 * at one server behind a name) wants no other connection than those.
 *
 * Returns: whether a probe that nobody asked for by name may go there
 */
gboolean
todoku_network_may_add (TodokuNetwork *self, const char *host, guint16 port)
{
  g_return_val_if_fail (TODOKU_IS_NETWORK (self) && host, FALSE);

  return self->connect_to->len == 0 ||
         todoku_network_lookup_connect_to (self, host, port) != NULL;
}

/* ---- trust ----------------------------------------------------------------
 */

/* More than any bundle of roots has. */
#define MAX_ANCHORS (8 * 1024 * 1024)

/* GIO reads anchors from a file alone; it is gone again when this returns. */
static GTlsDatabase *
database_from_pem (const char *pem, GError **error)
{
  g_autofree char *path = NULL;
  GTlsDatabase *database = NULL;
  int fd = g_file_open_tmp ("todoku-ca-XXXXXX.pem", &path, error);

  if (fd < 0)
    return NULL;
  close (fd);
  if (g_file_set_contents (path, pem, -1, error))
    database = g_tls_file_database_new (path, error);
  g_unlink (path);
  return database;
}

/* Refuses what holds no certificate, which GIO would take. */
static gboolean
holds_certificates (const char *pem)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) first =
      g_tls_certificate_new_from_pem (pem, -1, &error);

  return first != NULL;
}

/**
 * todoku_network_add_ca_pem:
 * @self: a network
 * @pem: certificates
 * @error: return location
 *
 * Trusts the roots in @pem too, in this object alone.
 *
 * Returns: %FALSE with one sentence in @error when it holds none
 */
gboolean
todoku_network_add_ca_pem (TodokuNetwork *self, const char *pem, GError **error)
{
  g_autoptr (GString) all = NULL;
  GTlsDatabase *extra;

  g_return_val_if_fail (TODOKU_IS_NETWORK (self) && pem, FALSE);

  if (!holds_certificates (pem)) {
    g_set_error_literal (error,
                         G_IO_ERROR,
                         G_IO_ERROR_INVALID_ARGUMENT,
                         _ ("the text holds no certificate in PEM form"));
    return FALSE;
  }
  all = g_string_new (self->anchors ? self->anchors->str : NULL);
  g_string_append (all, pem);
  g_string_append_c (all, '\n');
  extra = database_from_pem (all->str, error);
  if (!extra)
    return FALSE;
  if (self->anchors)
    g_string_free (self->anchors, TRUE);
  self->anchors = g_steal_pointer (&all);
  g_clear_object (&self->extra);
  self->extra = extra;
  todoku_verdict_clear (&self->verdict);
  return TRUE;
}

/* A device or pipe has no end, and a directory no text. */
static char *
read_anchors (const char *path)
{
  g_autofree char *pem = NULL;
  GStatBuf status;
  gsize length;

  if (g_stat (path, &status) != 0 || !S_ISREG (status.st_mode) ||
      status.st_size > MAX_ANCHORS)
    return NULL;
  if (!g_file_get_contents (path, &pem, &length, NULL) ||
      strlen (pem) != length)
    return NULL;
  return g_steal_pointer (&pem);
}

/**
 * todoku_network_add_ca_file:
 * @self: a network
 * @path: a PEM file
 * @error: return location
 *
 * Trusts the roots in @path too, in this object alone.
 *
 * Returns: %FALSE with one sentence in @error when it cannot be read
 */
gboolean
todoku_network_add_ca_file (TodokuNetwork *self,
                            const char *path,
                            GError **error)
{
  g_autofree char *pem = NULL;
  g_autofree char *shown = NULL;

  g_return_val_if_fail (TODOKU_IS_NETWORK (self) && path, FALSE);

  pem = read_anchors (path);
  if (pem && todoku_network_add_ca_pem (self, pem, NULL))
    return TRUE;
  shown = g_filename_display_name (path);
  g_set_error (error,
               G_IO_ERROR,
               G_IO_ERROR_INVALID_ARGUMENT,
               _ ("no certificates can be read from “%s”; it must be a PEM "
                  "file"),
               shown);
  return FALSE;
}

/**
 * todoku_network_get_database:
 * @self: a network
 *
 * Returns: (transfer none): the system's trust anchors, loaded once for all
 * probes
 */
GTlsDatabase *
todoku_network_get_database (TodokuNetwork *self)
{
  g_return_val_if_fail (TODOKU_IS_NETWORK (self), NULL);

  if (!self->database)
    self->database =
        g_tls_backend_get_default_database (g_tls_backend_get_default ());
  return self->database;
}

/**
 * todoku_network_get_extra_anchors:
 * @self: a network
 *
 * Returns: (transfer none) (nullable): what was added
 */
GTlsDatabase *
todoku_network_get_extra_anchors (TodokuNetwork *self)
{
  g_return_val_if_fail (TODOKU_IS_NETWORK (self), NULL);

  return self->extra;
}

/**
 * todoku_network_get_trust:
 * @self: a network
 *
 * Returns: (transfer none): the database by which handshakes end, so that what
 * they showed can be judged; one for all of them, for it holds a file open
 */
GTlsDatabase *
todoku_network_get_trust (TodokuNetwork *self)
{
  g_return_val_if_fail (TODOKU_IS_NETWORK (self), NULL);

  if (!self->trust)
    self->trust = todoku_trust_new ();
  return self->trust;
}

/* ---- handshakes in flight -------------------------------------------------
 */

/* Who is stopped while waiting gets no slot. */
static gboolean
stopped_cb (GCancellable *cancellable, gpointer data)
{
  GTask *task = data;
  TodokuNetwork *self = g_task_get_source_object (task);

  if (g_queue_remove (&self->waiting, task)) {
    g_task_return_error_if_cancelled (task);
    g_object_unref (task);
  }
  return G_SOURCE_REMOVE;
}

static void
destroy_source (gpointer data)
{
  g_source_destroy (data);
  g_source_unref (data);
}

/* The queue holds the task; the task holds the source that watches for its end.
 */
static void
wait_for_slot (TodokuNetwork *self, GTask *task)
{
  GCancellable *cancellable = g_task_get_cancellable (task);

  g_queue_push_tail (&self->waiting, g_object_ref (task));
  if (cancellable) {
    GSource *source = g_cancellable_source_new (cancellable);

    g_source_set_callback (source, G_SOURCE_FUNC (stopped_cb), task, NULL);
    g_source_attach (source, g_task_get_context (task));
    g_task_set_task_data (task, source, destroy_source);
  }
}

/**
 * todoku_network_acquire_handshake_async:
 * @self: a network
 * @cancellable: (nullable): ends the waiting
 * @callback: called when a handshake may begin
 * @user_data: for @callback
 *
 * Waits for a slot.  One that was given is given: whoever is cancelled after
 * that gives it back.
 */
void
todoku_network_acquire_handshake_async (TodokuNetwork *self,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (TODOKU_IS_NETWORK (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, todoku_network_acquire_handshake_async);
  g_task_set_check_cancellable (task, FALSE);
  if (self->handshakes < MAX_HANDSHAKES) {
    self->handshakes++;
    g_task_return_boolean (task, TRUE);
  } else
    wait_for_slot (self, task);
}

/**
 * todoku_network_acquire_handshake_finish:
 * @self: a network
 * @result: the result
 * @error: return location
 *
 * Returns: %TRUE: a slot is held and must be released once; %FALSE with
 * %G_IO_ERROR_CANCELLED: none is
 */
gboolean
todoku_network_acquire_handshake_finish (TodokuNetwork *self,
                                         GAsyncResult *result,
                                         GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * todoku_network_release_handshake:
 * @self: a network
 *
 * Gives a slot back; the next who waits has it.
 */
void
todoku_network_release_handshake (TodokuNetwork *self)
{
  g_autoptr (GTask) next = NULL;

  g_return_if_fail (TODOKU_IS_NETWORK (self) && self->handshakes > 0);

  next = g_queue_pop_head (&self->waiting);
  if (next) {
    g_task_set_task_data (next, NULL, NULL);
    g_task_return_boolean (next, TRUE);
  } else
    self->handshakes--;
}
