/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-web.h"

#include "todoku-endpoint.h"
#include "todoku-target.h"

#include <libsoup/soup.h>
#include <string.h>

/* What one page may lead on to. */
#define MAX_REDIRECTS 3

/* What is sent as our name: no version, no system, no user (AU-08). */
#define USER_AGENT "Todoku"

typedef struct {
  TodokuNetwork *network;
  GUri *uri;
  char *within;
  guint redirects;
  SoupSession *session; /* one for each host: its connections end with it */
  SoupMessage *message;
  GInputStream *stream;
  GByteArray *body;
} Get;

static void
leave (Get *self)
{
  if (self->session)
    soup_session_abort (self->session);
  g_clear_object (&self->stream);
  g_clear_object (&self->message);
  g_clear_object (&self->session);
}

static void
get_free (gpointer data)
{
  Get *self = data;

  leave (self);
  g_clear_object (&self->network);
  g_clear_pointer (&self->uri, g_uri_unref);
  g_clear_pointer (&self->within, g_free);
  g_clear_pointer (&self->body, g_byte_array_unref);
  g_free (self);
}

/* A failure is data: its reason is the task's value, and no body. */
static void
fail (GTask *task, const char *reason)
{
  leave (g_task_get_task_data (task));
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "%s", reason);
}

static void
be_nothing (GTask *task)
{
  leave (g_task_get_task_data (task));
  g_task_return_pointer (task, NULL, NULL);
}

static void
fail_with (GTask *task, const GError *error)
{
  if (g_error_matches (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND))
    be_nothing (task);
  else if (error->domain == G_RESOLVER_ERROR)
    fail (task, "lookup-failed");
  else if (g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    fail (task, "certificate-refused");
  else if (error->domain == SOUP_SESSION_ERROR ||
           g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT) ||
           g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT))
    fail (task, "malformed");
  else
    fail (task, "not-reached");
}

/* ---- the connection ----------------------------------------------------
 */

/* What the system does not trust may be trusted by what was added to it. */
static gboolean
accept_certificate_cb (SoupMessage *message,
                       GTlsCertificate *certificate,
                       GTlsCertificateFlags errors,
                       gpointer data)
{
  Get *self = data;
  GTlsDatabase *extra = todoku_network_get_extra_anchors (self->network);
  g_autoptr (GSocketConnectable) identity =
      g_network_address_new (g_uri_get_host (self->uri), 443);

  return extra && g_tls_database_verify_chain (
                      extra,
                      certificate,
                      G_TLS_DATABASE_PURPOSE_AUTHENTICATE_SERVER,
                      identity,
                      NULL,
                      G_TLS_DATABASE_VERIFY_NONE,
                      NULL,
                      NULL) == 0;
}

/* Whoever leads connections elsewhere is led past proxies, too; all others go
 * the way that this computer is set to. */
static SoupSession *
session_new (Get *self, GSocketConnectable *target)
{
  SoupSession *session =
      soup_session_new_with_options ("remote-connectable",
                                     target,
                                     "tls-database",
                                     todoku_network_get_database (
                                         self->network),
                                     "user-agent",
                                     USER_AGENT,
                                     "accept-language-auto",
                                     FALSE,
                                     NULL);

  soup_session_set_proxy_resolver (session,
                                   target ? NULL
                                          : todoku_network_get_proxy_resolver (
                                                self->network));
  /* Neither passwords for proxies nor bodies that unfold (RB-14). */
  soup_session_remove_feature_by_type (session, SOUP_TYPE_AUTH_MANAGER);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_CONTENT_DECODER);
  return session;
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer data);

static void
send (GTask *task)
{
  Get *self = g_task_get_task_data (task);
  const char *host = g_uri_get_host (self->uri);
  int port = g_uri_get_port (self->uri);
  g_autoptr (GSocketConnectable) target = NULL;

  if (port == -1)
    port = 443;
  if (!todoku_network_may_add (self->network, host, (guint16) port)) {
    fail (task, "not-reached");
    return;
  }
  leave (self);
  if (todoku_network_lookup_connect_to (self->network, host, (guint16) port))
    target = todoku_target_new (self->network, host, (guint16) port);
  self->session = session_new (self, target);
  self->message = soup_message_new_from_uri (SOUP_METHOD_GET, self->uri);
  soup_message_set_flags (self->message,
                          SOUP_MESSAGE_NO_REDIRECT |
                              SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE);
  g_signal_connect (self->message,
                    "accept-certificate",
                    G_CALLBACK (accept_certificate_cb),
                    self);
  soup_session_send_async (self->session,
                           self->message,
                           G_PRIORITY_DEFAULT,
                           g_task_get_cancellable (task),
                           sent_cb,
                           g_object_ref (task));
}

/* ---- the answer --------------------------------------------------------
 */

static gboolean
may_follow (Get *self, GUri *target)
{
  const char *host = g_uri_get_host (target);
  gsize whole = host ? strlen (host) : 0;
  gsize part = self->within ? strlen (self->within) : 0;

  return part > 0 && self->redirects < MAX_REDIRECTS &&
         g_strcmp0 (g_uri_get_scheme (target), "https") == 0 &&
         !g_uri_get_userinfo (target) && whole >= part &&
         g_ascii_strcasecmp (host + whole - part, self->within) == 0 &&
         (whole == part || host[whole - part - 1] == '.');
}

static void
redirect (GTask *task)
{
  Get *self = g_task_get_task_data (task);
  SoupMessageHeaders *headers =
      soup_message_get_response_headers (self->message);
  const char *location = soup_message_headers_get_one (headers, "Location");
  g_autoptr (GUri) target = location
                                ? g_uri_parse_relative (self->uri,
                                                        location,
                                                        SOUP_HTTP_URI_FLAGS,
                                                        NULL)
                                : NULL;

  if (!target || !may_follow (self, target)) {
    fail (task, "redirected");
    return;
  }
  self->redirects++;
  g_uri_unref (self->uri);
  self->uri = g_steal_pointer (&target);
  send (task);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data);

static void
read_more (GTask *task)
{
  Get *self = g_task_get_task_data (task);

  g_input_stream_read_bytes_async (self->stream,
                                   TODOKU_WEB_MAX_BODY + 1 - self->body->len,
                                   G_PRIORITY_DEFAULT,
                                   g_task_get_cancellable (task),
                                   read_cb,
                                   g_object_ref (task));
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Get *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes =
      g_input_stream_read_bytes_finish (G_INPUT_STREAM (source),
                                        result,
                                        &error);
  gsize length = bytes ? g_bytes_get_size (bytes) : 0;

  if (!bytes) {
    fail_with (task, error);
    return;
  }
  if (length > 0)
    g_byte_array_append (self->body, g_bytes_get_data (bytes, NULL), length);
  if (self->body->len > TODOKU_WEB_MAX_BODY)
    fail (task, "too-large");
  else if (length > 0)
    read_more (task);
  else {
    leave (self);
    g_task_return_pointer (task,
                           g_byte_array_free_to_bytes (
                               g_steal_pointer (&self->body)),
                           (GDestroyNotify) g_bytes_unref);
  }
}

static void
judge_status (GTask *task)
{
  Get *self = g_task_get_task_data (task);
  guint status = soup_message_get_status (self->message);
  SoupMessageHeaders *headers =
      soup_message_get_response_headers (self->message);

  if (SOUP_STATUS_IS_REDIRECTION (status))
    redirect (task);
  else if (status == SOUP_STATUS_NOT_FOUND || status == SOUP_STATUS_GONE)
    be_nothing (task);
  else if (status != SOUP_STATUS_OK)
    fail (task, "refused");
  else if (soup_message_headers_get_content_length (headers) >
           TODOKU_WEB_MAX_BODY)
    fail (task, "too-large");
  else
    read_more (task);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Get *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  self->stream =
      soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (self->stream)
    judge_status (task);
  else
    fail_with (task, error);
}

/**
 * todoku_web_get_async:
 * @network: where connections go, and who is trusted
 * @url: an https:// address; nothing but it is told to the server
 * @within: (nullable): a domain: redirects stay in it; %NULL: none is followed
 * @cancellable: (nullable): ends it; there is no other deadline
 * @callback: called when it is known
 * @user_data: for @callback
 *
 * Fetches a page of at most %TODOKU_WEB_MAX_BODY bytes.
 */
void
todoku_web_get_async (TodokuNetwork *network,
                      const char *url,
                      const char *within,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Get *self;

  g_return_if_fail (TODOKU_IS_NETWORK (network) &&
                    g_str_has_prefix (url, "https://"));

  task = g_task_new (network, cancellable, callback, user_data);
  g_task_set_source_tag (task, todoku_web_get_async);
  self = g_new0 (Get, 1);
  self->network = g_object_ref (network);
  self->uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);
  self->within = g_strdup (within);
  self->body = g_byte_array_new ();
  g_task_set_task_data (task, self, get_free);
  if (self->uri)
    send (task);
  else
    fail (task, "malformed");
}

/**
 * todoku_web_get_finish:
 * @result: the result
 * @ret_reason: (out) (nullable) (transfer none): why it could not be had, as in
 * #TodokuDiscoveryAttempt; %NULL: it could, or there is no such page
 *
 * Returns: (transfer full) (nullable): the page
 */
GBytes *
todoku_web_get_finish (GAsyncResult *result, const char **ret_reason)
{
  g_autoptr (GError) error = NULL;
  GBytes *body;

  g_return_val_if_fail (G_IS_TASK (result) && ret_reason, NULL);

  body = g_task_propagate_pointer (G_TASK (result), &error);
  *ret_reason = error ? g_intern_string (error->code == G_IO_ERROR_CANCELLED
                                             ? "timed-out"
                                             : error->message)
                      : NULL;
  return body;
}
