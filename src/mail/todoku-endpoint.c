/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-endpoint.h"

#include <glib/gi18n.h>
#include <string.h>

G_DEFINE_QUARK (todoku_endpoint_error_quark, todoku_endpoint_error)
G_DEFINE_BOXED_TYPE (TodokuEndpoint,
                     todoku_endpoint,
                     todoku_endpoint_copy,
                     todoku_endpoint_free)

/* RFC 1035 §2.3.4, less the root's empty label. */
#define MAX_HOST 253
#define MAX_LABEL 63

/* How an endpoint is written.  The default ports are those of RFC 8314 §3 for
 * TLS and STARTTLS and of the protocols themselves for no encryption. */
static const struct {
  const char *scheme;
  TodokuProtocol protocol;
  TodokuSecurity security;
  guint16 port;
} schemes[] = {
  { "imaps", TODOKU_PROTOCOL_IMAP, TODOKU_SECURITY_TLS, 993 },
  { "imap+starttls", TODOKU_PROTOCOL_IMAP, TODOKU_SECURITY_STARTTLS, 143 },
  { "imap+plain", TODOKU_PROTOCOL_IMAP, TODOKU_SECURITY_NONE, 143 },
  { "pop3s", TODOKU_PROTOCOL_POP3, TODOKU_SECURITY_TLS, 995 },
  { "pop3+starttls", TODOKU_PROTOCOL_POP3, TODOKU_SECURITY_STARTTLS, 110 },
  { "pop3+plain", TODOKU_PROTOCOL_POP3, TODOKU_SECURITY_NONE, 110 },
  { "smtps", TODOKU_PROTOCOL_SMTP, TODOKU_SECURITY_TLS, 465 },
  { "smtp+starttls", TODOKU_PROTOCOL_SMTP, TODOKU_SECURITY_STARTTLS, 587 },
  { "smtp+plain", TODOKU_PROTOCOL_SMTP, TODOKU_SECURITY_NONE, 25 },
};

static const char *const protocol_names[] = { "imap", "pop3", "smtp" };
static const char *const security_names[] = { "tls", "starttls", "none" };

/**
 * todoku_protocol_to_string:
 * @protocol: a protocol
 *
 * Returns: (transfer none): its name in the JSON contract
 */
const char *
todoku_protocol_to_string (TodokuProtocol protocol)
{
  g_return_val_if_fail ((gsize) protocol < G_N_ELEMENTS (protocol_names), NULL);

  return protocol_names[protocol];
}

/**
 * todoku_security_to_string:
 * @security: a security
 *
 * Returns: (transfer none): its name in the JSON contract
 */
const char *
todoku_security_to_string (TodokuSecurity security)
{
  g_return_val_if_fail ((gsize) security < G_N_ELEMENTS (security_names), NULL);

  return security_names[security];
}

static gboolean
find_name (const char *text,
           const char *const *names,
           gsize n,
           guint *ret_index)
{
  for (gsize i = 0; i < n; i++)
    if (g_strcmp0 (text, names[i]) == 0) {
      *ret_index = (guint) i;
      return TRUE;
    }
  return FALSE;
}

/**
 * todoku_protocol_from_string:
 * @text: (nullable): a name
 * @ret_protocol: (out): the protocol, untouched on failure
 *
 * Returns: whether @text names one
 */
gboolean
todoku_protocol_from_string (const char *text, TodokuProtocol *ret_protocol)
{
  guint found;

  if (!find_name (text, protocol_names, G_N_ELEMENTS (protocol_names), &found))
    return FALSE;
  *ret_protocol = (TodokuProtocol) found;
  return TRUE;
}

/**
 * todoku_security_from_string:
 * @text: (nullable): a name
 * @ret_security: (out): the security, untouched on failure
 *
 * Returns: whether @text names one
 */
gboolean
todoku_security_from_string (const char *text, TodokuSecurity *ret_security)
{
  guint found;

  if (!find_name (text, security_names, G_N_ELEMENTS (security_names), &found))
    return FALSE;
  *ret_security = (TodokuSecurity) found;
  return TRUE;
}

/**
 * todoku_endpoint_default_port:
 * @protocol: a protocol
 * @security: a security
 *
 * Returns: the port that goes with the two (RFC 8314 §3)
 */
guint16
todoku_endpoint_default_port (TodokuProtocol protocol, TodokuSecurity security)
{
  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (schemes[i].protocol == protocol && schemes[i].security == security)
      return schemes[i].port;
  g_return_val_if_reached (0);
}

static gboolean
label_is_valid (const char *label)
{
  gsize length = strlen (label);

  if (length == 0 || length > MAX_LABEL || label[0] == '-')
    return FALSE;
  for (const char *c = label; *c; c++)
    if (!g_ascii_isalnum (*c) && *c != '-' && *c != '_')
      return FALSE;
  return TRUE;
}

static gboolean
name_is_valid (const char *name)
{
  g_auto (GStrv) labels = g_strsplit (name, ".", -1);
  const char *last = "";

  if (*name == '\0' || strlen (name) > MAX_HOST)
    return FALSE;
  for (char **label = labels; *label; label++) {
    if (!label_is_valid (*label))
      return FALSE;
    last = *label;
  }
  /* A name that ends in digits alone was meant as an address (RFC 3696 §2). */
  return strspn (last, "0123456789") < strlen (last);
}

/* Without a zone, which would mean something on this computer only. */
static gboolean
is_address (const char *text)
{
  return !strchr (text, '%') && g_hostname_is_ip_address (text);
}

static char *
trim_host (const char *text)
{
  g_autofree char *host = g_strstrip (g_strdup (text));
  gsize length = strlen (host);

  if (length > 2 && host[0] == '[' && host[length - 1] == ']' &&
      strchr (host, ':'))
    return g_strndup (host + 1, length - 2);
  if (length > 1 && host[length - 1] == '.')
    host[length - 1] = '\0';
  return g_steal_pointer (&host);
}

/**
 * todoku_host_normalise:
 * @text: what somebody typed
 * @ret_host: (out) (transfer full): lower-case A-labels, or an address
 * @error: return location
 *
 * Turns a host as typed into what is looked up: white space around it, brackets
 * around an IPv6 address and a dot at the end go, U-labels become A-labels (RFC
 * 5891).
 *
 * Returns: whether @text can be a host
 */
gboolean
todoku_host_normalise (const char *text, char **ret_host, GError **error)
{
  g_autofree char *host = NULL;
  g_autofree char *ascii = NULL;

  g_return_val_if_fail (text && ret_host, FALSE);

  host = trim_host (text);
  if (is_address (host)) {
    *ret_host = g_ascii_strdown (host, -1);
    return TRUE;
  }
  ascii = g_utf8_validate (host, -1, NULL) ? g_hostname_to_ascii (host) : NULL;
  if (!ascii || !name_is_valid (ascii)) {
    g_autofree char *shown = g_utf8_make_valid (text, -1);

    g_set_error (error,
                 TODOKU_ENDPOINT_ERROR,
                 TODOKU_ENDPOINT_ERROR_HOST,
                 /* Translators: %s is what was typed */
                 _ ("“%s” is not a host name; a host name looks like "
                    "imap.example.jp"),
                 shown);
    return FALSE;
  }
  *ret_host = g_ascii_strdown (ascii, -1);
  return TRUE;
}

/**
 * todoku_endpoint_new:
 * @protocol: what is spoken
 * @security: how the connection is protected
 * @host: a host as typed
 * @port: TCP port
 * @error: return location
 *
 * Returns: (transfer full) (nullable): an endpoint, or %NULL with a sentence in
 * @error
 */
TodokuEndpoint *
todoku_endpoint_new (TodokuProtocol protocol,
                     TodokuSecurity security,
                     const char *host,
                     guint16 port,
                     GError **error)
{
  g_autofree char *normal = NULL;
  TodokuEndpoint *self;

  g_return_val_if_fail (host, NULL);

  if (port == 0) {
    g_set_error_literal (error,
                         TODOKU_ENDPOINT_ERROR,
                         TODOKU_ENDPOINT_ERROR_PORT,
                         _ ("a port is a number from 1 to 65535"));
    return NULL;
  }
  if (!todoku_host_normalise (host, &normal, error))
    return NULL;
  self = g_new0 (TodokuEndpoint, 1);
  self->protocol = protocol;
  self->security = security;
  self->port = port;
  self->host = g_steal_pointer (&normal);
  return self;
}

static gboolean
parse_port (const char *text, guint16 *ret_port, GError **error)
{
  guint64 number;

  if (!g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT16, &number, NULL)) {
    g_autofree char *shown = g_utf8_make_valid (text, -1);

    /* Translators: %s is what was typed */
    g_set_error (error,
                 TODOKU_ENDPOINT_ERROR,
                 TODOKU_ENDPOINT_ERROR_PORT,
                 _ ("“%s” is not a port; a port is a number from 1 to 65535"),
                 shown);
    return FALSE;
  }
  *ret_port = (guint16) number;
  return TRUE;
}

/* Where the port's colon stands: not one of those inside [an IPv6 address]. */
static const char *
find_port (const char *authority)
{
  const char *bracket = strrchr (authority, ']');

  return strrchr (bracket ? bracket : authority, ':');
}

/**
 * todoku_endpoint_parse:
 * @text: an endpoint as todoku_endpoint_to_string() writes it; the port may be
 * missing
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the endpoint, or %NULL with one sentence
 * in @error
 */
TodokuEndpoint *
todoku_endpoint_parse (const char *text, GError **error)
{
  g_return_val_if_fail (text, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++) {
    gsize length = strlen (schemes[i].scheme);
    g_autofree char *host = NULL;
    const char *authority, *colon;
    guint16 port = schemes[i].port;

    if (g_ascii_strncasecmp (text, schemes[i].scheme, length) != 0 ||
        strncmp (text + length, "://", 3) != 0)
      continue;
    authority = text + length + 3;
    colon = find_port (authority);
    if (colon && !parse_port (colon + 1, &port, error))
      return NULL;
    host = colon ? g_strndup (authority, (gsize) (colon - authority))
                 : g_strdup (authority);
    if (strchr (host, ':') && host[0] != '[')
      break;
    return todoku_endpoint_new (schemes[i].protocol,
                                schemes[i].security,
                                host,
                                port,
                                error);
  }
  {
    g_autofree char *shown = g_utf8_make_valid (text, -1);

    g_set_error (
        error,
        TODOKU_ENDPOINT_ERROR,
        TODOKU_ENDPOINT_ERROR_SCHEME,
        /* Translators: %s is what was typed; the examples stay as they are */
        _ ("“%s” does not say what is spoken and how it is encrypted; write it "
           "as imaps://host:993, pop3s://host:995 or smtp+starttls://host:587"),
        shown);
  }
  return NULL;
}

/**
 * todoku_endpoint_copy:
 * @self: an endpoint
 *
 * Returns: (transfer full): a copy
 */
TodokuEndpoint *
todoku_endpoint_copy (const TodokuEndpoint *self)
{
  TodokuEndpoint *copy;

  g_return_val_if_fail (self, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->host = g_strdup (self->host);
  return copy;
}

/**
 * todoku_endpoint_free:
 * @self: (nullable): an endpoint
 */
void
todoku_endpoint_free (TodokuEndpoint *self)
{
  if (!self)
    return;
  g_free (self->host);
  g_free (self);
}

/**
 * todoku_endpoint_to_string:
 * @self: an endpoint
 *
 * Returns: (transfer full): "imaps://imap.example.jp:993"; an IPv6 address in
 * brackets (RFC 3986 §3.2.2)
 */
char *
todoku_endpoint_to_string (const TodokuEndpoint *self)
{
  gboolean ipv6;

  g_return_val_if_fail (self, NULL);

  ipv6 = strchr (self->host, ':') != NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (schemes[i].protocol == self->protocol &&
        schemes[i].security == self->security)
      return g_strdup_printf ("%s://%s%s%s:%u",
                              schemes[i].scheme,
                              ipv6 ? "[" : "",
                              self->host,
                              ipv6 ? "]" : "",
                              self->port);
  g_return_val_if_reached (NULL);
}

/**
 * todoku_endpoint_equal:
 * @a: (nullable): an endpoint
 * @b: (nullable): another
 *
 * Returns: whether both are the same in every part
 */
gboolean
todoku_endpoint_equal (const TodokuEndpoint *a, const TodokuEndpoint *b)
{
  if (!a || !b)
    return a == b;
  return a->protocol == b->protocol && a->security == b->security &&
         a->port == b->port && strcmp (a->host, b->host) == 0;
}
