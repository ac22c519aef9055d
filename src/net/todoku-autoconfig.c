/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-discovery-private.h"

#include <string.h>

/* The format "clientConfig" 1.1 of Thunderbird, as far as it names servers.
 * What it says of OAuth is not read: who may be signed in with is known, or not
 * (safety.md, OA-17). */

#define MAX_SERVERS 16
#define MAX_TEXT 256
#define MAX_DEPTH 16

typedef struct {
  gboolean is_incoming;
  char *type;
  char *host;
  char *port;
  char *security;
  char *user;
} Server;

typedef struct {
  GPtrArray *servers; /* of Server */
  Server *current;    /* (nullable) */
  guint depth;
  GString *text;
} Reading;

static void
server_free (gpointer data)
{
  Server *self = data;

  g_free (self->type);
  g_free (self->host);
  g_free (self->port);
  g_free (self->security);
  g_free (self->user);
  g_free (self);
}

/* ---- reading -----------------------------------------------------------
 */

static void
refuse (GError **error, const char *why)
{
  g_set_error_literal (error,
                       G_MARKUP_ERROR,
                       G_MARKUP_ERROR_INVALID_CONTENT,
                       why);
}

static void
begin_server (Reading *self, const char *element, const char *type)
{
  gboolean is_incoming = strcmp (element, "incomingServer") == 0;

  if ((!is_incoming && strcmp (element, "outgoingServer") != 0) || !type ||
      self->servers->len >= MAX_SERVERS)
    return;
  self->current = g_new0 (Server, 1);
  self->current->is_incoming = is_incoming;
  self->current->type = g_strdup (type);
  g_ptr_array_add (self->servers, self->current);
}

static void
started (GMarkupParseContext *context,
         const char *element,
         const char **names,
         const char **values,
         gpointer data,
         GError **error)
{
  Reading *self = data;
  const char *type = NULL;

  for (gsize i = 0; names[i]; i++)
    if (strcmp (names[i], "type") == 0)
      type = values[i];
  if (self->depth == 0 && strcmp (element, "clientConfig") != 0)
    refuse (error, "another document");
  else if (++self->depth > MAX_DEPTH)
    refuse (error, "too deep");
  else if (!self->current)
    begin_server (self, element, type);
  g_string_truncate (self->text, 0);
}

/* The first of a kind counts. */
static void
keep (char **place, GString *text)
{
  if (!*place)
    *place = g_strstrip (g_strdup (text->str));
}

static void
ended (GMarkupParseContext *context,
       const char *element,
       gpointer data,
       GError **error)
{
  Reading *self = data;

  self->depth--;
  if (!self->current)
    return;
  if (strcmp (element, "hostname") == 0)
    keep (&self->current->host, self->text);
  else if (strcmp (element, "port") == 0)
    keep (&self->current->port, self->text);
  else if (strcmp (element, "socketType") == 0)
    keep (&self->current->security, self->text);
  else if (strcmp (element, "username") == 0)
    keep (&self->current->user, self->text);
  else if (strcmp (element, "incomingServer") == 0 ||
           strcmp (element, "outgoingServer") == 0)
    self->current = NULL;
}

static void
said (GMarkupParseContext *context,
      const char *text,
      gsize length,
      gpointer data,
      GError **error)
{
  Reading *self = data;

  if (self->text->len + length > MAX_TEXT)
    length = MAX_TEXT - self->text->len;
  g_string_append_len (self->text, text, (gssize) length);
}

static gboolean
read_document (Reading *self, GBytes *body)
{
  static const GMarkupParser parser = { started, ended, said, NULL, NULL };
  g_autoptr (GMarkupParseContext) context =
      g_markup_parse_context_new (&parser,
                                  G_MARKUP_TREAT_CDATA_AS_TEXT,
                                  self,
                                  NULL);
  gsize length;
  const char *data = g_bytes_get_data (body, &length);

  if (length >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0) {
    data += 3;
    length -= 3;
  }
  return length > 0 &&
         g_markup_parse_context_parse (context, data, (gssize) length, NULL) &&
         g_markup_parse_context_end_parse (context, NULL);
}

/* ---- what it means -----------------------------------------------------
 */

static gboolean
protocol_of (const Server *server, TodokuProtocol *ret_protocol)
{
  if (server->is_incoming && strcmp (server->type, "imap") == 0)
    *ret_protocol = TODOKU_PROTOCOL_IMAP;
  else if (server->is_incoming && strcmp (server->type, "pop3") == 0)
    *ret_protocol = TODOKU_PROTOCOL_POP3;
  else if (!server->is_incoming && strcmp (server->type, "smtp") == 0)
    *ret_protocol = TODOKU_PROTOCOL_SMTP;
  else
    return FALSE;
  return TRUE;
}

static gboolean
security_of (const Server *server, TodokuSecurity *ret_security)
{
  if (g_strcmp0 (server->security, "SSL") == 0)
    *ret_security = TODOKU_SECURITY_TLS;
  else if (g_strcmp0 (server->security, "STARTTLS") == 0)
    *ret_security = TODOKU_SECURITY_STARTTLS;
  else if (g_strcmp0 (server->security, "plain") == 0)
    *ret_security = TODOKU_SECURITY_NONE;
  else
    return FALSE;
  return TRUE;
}

static const char *
user_of (const Server *server)
{
  if (g_strcmp0 (server->user, "%EMAILADDRESS%") == 0)
    return "full-address";
  return g_strcmp0 (server->user, "%EMAILLOCALPART%") == 0 ? "local-part"
                                                           : NULL;
}

/* A stranger's host: a name with a dot, no address (safety.md, CS-03). */
static char *
host_of (const Server *server, const char *domain)
{
  g_auto (GStrv) parts =
      g_strsplit (server->host ? server->host : "", "%EMAILDOMAIN%", 3);
  g_autofree char *text = g_strjoinv (domain, parts);
  g_autofree char *host = NULL;

  if (!todoku_host_normalise (text, &host, NULL) ||
      g_hostname_is_ip_address (host) || !strchr (host, '.'))
    return NULL;
  return g_steal_pointer (&host);
}

static TodokuEndpoint *
endpoint_of (const Server *server, const char *domain)
{
  g_autofree char *host = host_of (server, domain);
  TodokuProtocol protocol;
  TodokuSecurity security;
  guint64 port;

  if (!host || !server->port || !protocol_of (server, &protocol) ||
      !security_of (server, &security) ||
      !g_ascii_string_to_unsigned (server->port,
                                   10,
                                   1,
                                   G_MAXUINT16,
                                   &port,
                                   NULL))
    return NULL;
  return todoku_endpoint_new (protocol, security, host, (guint16) port, NULL);
}

/* The domain's own word over HTTPS may name any host; a third party's may be
 * followed without asking only into the domain itself. */
static void
take (TodokuDiscovery *discovery,
      TodokuDiscoverySource source,
      const char *url,
      const Server *server,
      TodokuEndpoint *endpoint)
{
  TodokuDiscoveryProposal *proposal = g_new0 (TodokuDiscoveryProposal, 1);

  proposal->endpoint = endpoint;
  proposal->source = source;
  proposal->said_in = g_strdup (url);
  proposal->authenticated = TRUE;
  proposal->needs_confirmation =
      endpoint->security == TODOKU_SECURITY_NONE ||
      (source == TODOKU_DISCOVERY_ISPDB &&
       !todoku_host_is_within (endpoint->host, discovery->domain));
  proposal->user = user_of (server);
  todoku_discovery_take_proposal (discovery, proposal);
}

const char *
todoku_discovery_read_autoconfig (TodokuDiscovery *self,
                                  TodokuDiscoverySource source,
                                  const char *url,
                                  GBytes *body)
{
  g_autoptr (GPtrArray) servers = g_ptr_array_new_with_free_func (server_free);
  g_autoptr (GString) text = g_string_new (NULL);
  Reading reading = { servers, NULL, 0, text };
  const char *outcome = TODOKU_OUTCOME_NOTHING;

  if (!read_document (&reading, body))
    return TODOKU_OUTCOME_FAILED;
  for (guint i = 0; i < servers->len; i++) {
    const Server *server = g_ptr_array_index (servers, i);
    TodokuEndpoint *endpoint = endpoint_of (server, self->domain);

    if (!endpoint)
      continue;
    take (self, source, url, server, endpoint);
    outcome = TODOKU_OUTCOME_FOUND;
  }
  return outcome;
}
