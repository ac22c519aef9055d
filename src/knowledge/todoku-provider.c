/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-entries.h"
#include "todoku-text.h"

#include <string.h>

const char *const todoku_confidences[] = { "high", "medium", "low", NULL };
const char *const todoku_certainties[] = { "certain",
                                           "likely",
                                           "possible",
                                           NULL };
const char *const todoku_actors[] = { "user",
                                      "administrator",
                                      "provider",
                                      NULL };

static const char *const kinds[] = { "mailbox",
                                     "hosting",
                                     "relay",
                                     "software",
                                     NULL };
static const char *const audiences[] = { "personal",
                                         "school",
                                         "work",
                                         "any",
                                         NULL };
static const char *const usernames[] = {
  "full-address", "local-part", "either", "special-id",
  "literal",      "unknown",    NULL
};
static const char *const methods[] = { "oauth2",   "app-password",
                                       "password", "provider-password",
                                       "none",     NULL };
static const char *const protocols[] = { "imap", "pop3", "smtp", NULL };

/* A port and an encryption that can go together (RFC 8314 §3, RFC 6409). */
static gboolean
is_possible_pair (gint64 port, const char *security)
{
  if (port == 993 || port == 995 || port == 465)
    return strcmp (security, "tls") == 0;
  if (port == 143 || port == 110 || port == 587 || port == 25)
    return strcmp (security, "tls") != 0;
  return TRUE;
}

/* ---- servers ----------------------------------------------------------- */

typedef struct {
  char *host;
  char *security;
  int port;
  GStrv domains;
} Server;

static void
server_free (gpointer data)
{
  Server *self = data;

  g_free (self->host);
  g_free (self->security);
  g_strfreev (self->domains);
  g_free (self);
}

/* A host's name; "{domain}" and one "*" may stand for what only the account
 * tells. */
static gboolean
is_host_form (const char *text)
{
  const char *gap = strstr (text, "{domain}");
  g_autofree char *before = g_strndup (text, gap ? gap - text : 0);
  g_autofree char *rest =
      gap ? g_strconcat (before, "x", gap + strlen ("{domain}"), NULL)
          : g_strdup (text);
  const char *star = strchr (rest, '*');

  return *rest &&
         rest[strspn (rest, "abcdefghijklmnopqrstuvwxyz0123456789-.*")] ==
             '\0' &&
         !(star && (gap || strchr (star + 1, '*')));
}

static gpointer
server_read (TodokuJson *json)
{
  static const char *const securities[] = { "tls", "starttls", "none", NULL };
  Server *self = g_new0 (Server, 1);

  self->host = todoku_json_string (json, "host");
  self->security = todoku_json_word (json, "security", securities);
  self->port = todoku_json_optional_int (json, "port", G_MAXUINT16);
  self->domains = todoku_json_optional_strings (json, "domains");
  if (!todoku_json_failed (json) && !is_host_form (self->host))
    todoku_json_complain (json, "host", "“%s” is no host’s name", self->host);
  if (!todoku_json_failed (json) && self->port == 0)
    todoku_json_complain (json, "port", "is missing");
  if (!todoku_json_failed (json) &&
      !is_possible_pair (self->port, self->security))
    todoku_json_complain (json,
                          "security",
                          "port %d does not go with “%s”",
                          self->port,
                          self->security);
  return self;
}

static char *
make_url (const char *protocol, const Server *server)
{
  const char *security =
      strcmp (server->security, "none") == 0 ? "plain" : server->security;
  gboolean is_tls = strcmp (security, "tls") == 0;

  return g_strdup_printf ("%s%s%s://%s:%d",
                          protocol,
                          is_tls ? "s" : "+",
                          is_tls ? "" : security,
                          server->host,
                          server->port);
}

static GStrv
read_protocol (TodokuJson *json, const char *protocol, GPtrArray **ret_only_for)
{
  g_autoptr (GPtrArray) servers =
      todoku_json_array (json, protocol, FALSE, server_read, server_free);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  *ret_only_for = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  for (guint i = 0; i < servers->len; i++) {
    Server *server = g_ptr_array_index (servers, i);
    g_autofree char *url = server->host && server->security
                               ? make_url (protocol, server)
                               : g_strdup ("");

    g_strv_builder_add (builder, url);
    g_ptr_array_add (*ret_only_for, g_steal_pointer (&server->domains));
  }
  return g_strv_builder_end (builder);
}

static void
read_servers (TodokuJson *json, TodokuProvider *self)
{
  TodokuJson inner;

  todoku_json_begin_member (json, "servers", FALSE, &inner);
  self->imap = read_protocol (&inner, "imap", &self->only_for[0]);
  self->pop3 = read_protocol (&inner, "pop3", &self->only_for[1]);
  self->smtp = read_protocol (&inner, "smtp", &self->only_for[2]);
  todoku_json_end_member (json, &inner);
}

/* ---- sign-in, switches, links ------------------------------------------ */

static void
dated_free (gpointer data)
{
  TodokuDated *dated = data;

  g_free (dated->id);
  todoku_period_clear (&dated->valid);
  g_free (dated);
}

static gpointer
dated_read (TodokuJson *json)
{
  TodokuDated *dated = g_new0 (TodokuDated, 1);

  dated->id = todoku_json_word (json, "id", methods);
  dated->valid = todoku_json_optional_period (json, "valid");
  return dated;
}

static void
read_sign_in (TodokuJson *json, TodokuProvider *self)
{
  TodokuJson inner;

  todoku_json_begin_member (json, "sign_in", FALSE, &inner);
  for (int i = 0; i < 3; i++)
    self->sign_in[i] =
        todoku_json_array (&inner, protocols[i], FALSE, dated_read, dated_free);
  todoku_json_end_member (json, &inner);
}

static void
switch_free (gpointer data)
{
  TodokuSwitch *self = data;

  g_free (self->id);
  g_free (self->protocol);
  g_free (self->who);
  g_free (self->link);
  todoku_text_clear (&self->text);
  g_free (self);
}

static gpointer
switch_read (TodokuJson *json)
{
  TodokuSwitch *self = g_new0 (TodokuSwitch, 1);

  self->id = todoku_json_id (json, "id");
  self->protocol = todoku_json_optional_word (json, "protocol", protocols);
  self->who = todoku_json_word (json, "who", todoku_actors);
  self->text = todoku_json_text (json, "text");
  self->link = todoku_json_optional_link (json, "link");
  return self;
}

static void
read_links (TodokuJson *json, TodokuProvider *self)
{
  TodokuJson inner;

  todoku_json_begin_member (json, "links", FALSE, &inner);
  self->help_link = todoku_json_optional_link (&inner, "help");
  self->app_password_link = todoku_json_optional_link (&inner, "app_password");
  todoku_json_end_member (json, &inner);
}

/* ---- the entry --------------------------------------------------------- */

/**
 * todoku_provider_read:
 * @json: a view of a file of providers/
 *
 * Returns: (transfer full): a #TodokuProvider
 */
gpointer
todoku_provider_read (TodokuJson *json)
{
  TodokuProvider *self = g_new0 (TodokuProvider, 1);

  self->id = todoku_json_id (json, "id");
  self->group = todoku_json_id (json, "group");
  self->kind = todoku_json_word (json, "kind", kinds);
  self->audience = todoku_json_word (json, "audience", audiences);
  self->name = todoku_json_text (json, "name");
  self->domains = todoku_json_optional_strings (json, "domains");
  self->domain_suffixes =
      todoku_json_optional_strings (json, "domain_suffixes");
  self->mx = todoku_json_optional_strings (json, "mx");
  self->mx_domains = todoku_json_optional_strings (json, "mx_domains");
  read_servers (json, self);
  self->hosts = todoku_json_optional_strings (json, "hosts");
  self->legacy_hosts = todoku_json_optional_strings (json, "legacy_hosts");
  self->wrong_hosts = todoku_json_optional_strings (json, "wrong_hosts");
  read_sign_in (json, self);
  self->username = todoku_json_word (json, "username", usernames);
  self->switches =
      todoku_json_array (json, "switches", FALSE, switch_read, switch_free);
  self->expected_issuers =
      todoku_json_optional_strings (json, "expected_issuers");
  self->connections = todoku_json_optional_int (json, "connections", 100);
  self->app_password_letters =
      todoku_json_optional_int (json, "app_password_letters", 100);
  read_links (json, self);
  self->valid = todoku_json_optional_period (json, "valid");
  self->checked = todoku_json_date (json, "checked");
  self->confidence = todoku_json_word (json, "confidence", todoku_confidences);
  self->recognised_only =
      todoku_json_optional_boolean (json, "recognised_only");
  self->sources = todoku_json_sources (json);
  return self;
}

void
todoku_provider_free (gpointer data)
{
  TodokuProvider *self = data;

  g_free (self->id);
  g_free (self->group);
  g_free (self->kind);
  g_free (self->audience);
  todoku_text_clear (&self->name);
  g_strfreev (self->domains);
  g_strfreev (self->domain_suffixes);
  g_strfreev (self->mx);
  g_strfreev (self->mx_domains);
  g_strfreev (self->imap);
  g_strfreev (self->pop3);
  g_strfreev (self->smtp);
  g_strfreev (self->hosts);
  g_strfreev (self->legacy_hosts);
  g_strfreev (self->wrong_hosts);
  for (int i = 0; i < 3; i++) {
    g_clear_pointer (&self->only_for[i], g_ptr_array_unref);
    g_clear_pointer (&self->sign_in[i], g_ptr_array_unref);
  }
  g_free (self->username);
  g_clear_pointer (&self->switches, g_ptr_array_unref);
  g_strfreev (self->expected_issuers);
  g_free (self->help_link);
  g_free (self->app_password_link);
  todoku_period_clear (&self->valid);
  g_free (self->checked);
  g_free (self->confidence);
  g_strfreev (self->sources);
  g_free (self);
}

/**
 * todoku_provider_get_endpoints:
 * @provider: a provider
 * @protocol: "imap", "pop3" or "smtp"
 *
 * Their hosts may have gaps that todoku_provider_fill_endpoints() fills.
 *
 * Returns: (transfer none) (array zero-terminated=1): URLs in order of
 * preference, as they are written
 */
const char *const *
todoku_provider_get_endpoints (const TodokuProvider *provider,
                               const char *protocol)
{
  if (strcmp (protocol, "imap") == 0)
    return (const char *const *) provider->imap;
  return (const char *const *) (strcmp (protocol, "pop3") == 0
                                    ? provider->pop3
                                    : provider->smtp);
}

/**
 * todoku_provider_get_sign_in:
 * @provider: a provider
 * @protocol: "imap", "pop3" or "smtp"
 * @date: YYYY-MM-DD
 *
 * Returns: (transfer container) (array zero-terminated=1): the methods that
 * hold on @date
 */
const char **
todoku_provider_get_sign_in (const TodokuProvider *provider,
                             const char *protocol,
                             const char *date)
{
  GPtrArray *valid = g_ptr_array_new ();

  for (int i = 0; i < 3; i++) {
    GPtrArray *all = provider->sign_in[i];

    if (strcmp (protocols[i], protocol) != 0)
      continue;
    for (guint j = 0; j < all->len; j++)
      if (todoku_period_contains (&((TodokuDated *) g_ptr_array_index (all, j))
                                       ->valid,
                                  date))
        g_ptr_array_add (valid,
                         ((TodokuDated *) g_ptr_array_index (all, j))->id);
  }
  g_ptr_array_add (valid, NULL);
  return (const char **) g_ptr_array_free (valid, FALSE);
}
