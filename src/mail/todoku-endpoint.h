/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * TodokuProtocol:
 * @TODOKU_PROTOCOL_IMAP: IMAP4rev1 and rev2 (RFC 3501, RFC 9051)
 * @TODOKU_PROTOCOL_POP3: POP3 (RFC 1939)
 * @TODOKU_PROTOCOL_SMTP: SMTP and message submission (RFC 5321, RFC 6409)
 *
 * A mail protocol that an endpoint speaks.
 */
typedef enum {
  TODOKU_PROTOCOL_IMAP,
  TODOKU_PROTOCOL_POP3,
  TODOKU_PROTOCOL_SMTP,
} TodokuProtocol;

/**
 * TodokuSecurity:
 * @TODOKU_SECURITY_TLS: TLS from the first byte (RFC 8314 "implicit TLS")
 * @TODOKU_SECURITY_STARTTLS: upgraded in the dialogue; required, never optional
 * @TODOKU_SECURITY_NONE: no encryption
 *
 * How a connection is protected.
 */
typedef enum {
  TODOKU_SECURITY_TLS,
  TODOKU_SECURITY_STARTTLS,
  TODOKU_SECURITY_NONE,
} TodokuSecurity;

#define TODOKU_ENDPOINT_ERROR (todoku_endpoint_error_quark ())
GQuark
todoku_endpoint_error_quark (void);

/**
 * TodokuEndpointError:
 * @TODOKU_ENDPOINT_ERROR_SCHEME: the scheme is none of those Todoku knows
 * @TODOKU_ENDPOINT_ERROR_HOST: the host is missing or not a host name
 * @TODOKU_ENDPOINT_ERROR_PORT: the port is missing or not in 1–65535
 */
typedef enum {
  TODOKU_ENDPOINT_ERROR_SCHEME,
  TODOKU_ENDPOINT_ERROR_HOST,
  TODOKU_ENDPOINT_ERROR_PORT,
} TodokuEndpointError;

#define TODOKU_TYPE_ENDPOINT (todoku_endpoint_get_type ())

/**
 * TodokuEndpoint:
 * @protocol: what is spoken
 * @security: how the connection is protected
 * @port: TCP port, 1–65535
 * @host: host name in A-label form or an IP address without brackets
 *
 * Where a mail app connects to, and how.  Immutable; compare with
 * todoku_endpoint_equal().
 */
typedef struct {
  TodokuProtocol protocol;
  TodokuSecurity security;
  guint16 port;
  char *host;
} TodokuEndpoint;

GType
todoku_endpoint_get_type (void);

TodokuEndpoint *
todoku_endpoint_new (TodokuProtocol protocol,
                     TodokuSecurity security,
                     const char *host,
                     guint16 port,
                     GError **error);
/* imaps://host:993 imap+starttls://host:143 imap+plain:// pop3s://
 * pop3+starttls:// pop3+plain:// smtps:// smtp+starttls:// smtp+plain://; IPv6
 * in brackets; a missing port is the scheme's own (993 143 143 995 110 110 465
 * 587 25). */
TodokuEndpoint *
todoku_endpoint_parse (const char *text, GError **error);
TodokuEndpoint *
todoku_endpoint_copy (const TodokuEndpoint *self);
void
todoku_endpoint_free (TodokuEndpoint *self);
char *
todoku_endpoint_to_string (const TodokuEndpoint *self);
gboolean
todoku_endpoint_equal (const TodokuEndpoint *a, const TodokuEndpoint *b);
guint16
todoku_endpoint_default_port (TodokuProtocol protocol, TodokuSecurity security);

/* "imap", "pop3", "smtp"; "tls", "starttls", "none": as in the JSON contract.
 */
const char *
todoku_protocol_to_string (TodokuProtocol protocol);
const char *
todoku_security_to_string (TodokuSecurity security);
gboolean
todoku_protocol_from_string (const char *text, TodokuProtocol *ret_protocol);
gboolean
todoku_security_from_string (const char *text, TodokuSecurity *ret_security);

/* NULL when @text can be a host name or an address; refuses CR, LF, NUL,
 * spaces, "user@host", a scheme, an empty label.  A U-label is turned to its
 * A-label: *ret_host. */
gboolean
todoku_host_normalise (const char *text, char **ret_host, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TodokuEndpoint, todoku_endpoint_free)

G_END_DECLS
