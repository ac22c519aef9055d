/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-commands.h"

#include <string.h>

/* What we call ourselves in EHLO (RFC 5321 §4.1.3), so that neither tool tells
 * the name of this computer: as it is, and in the path of a URL. */
#define OUR_NAME "'[127.0.0.1]'"
#define OUR_NAME_IN_URL "%5B127.0.0.1%5D"

static void
command_free (gpointer data)
{
  TodokuCommand *self = data;

  g_free (self->line);
  g_free (self);
}

static void
take_command (GPtrArray *commands, const char *tool, char *line)
{
  TodokuCommand *command = g_new (TodokuCommand, 1);

  command->tool = tool;
  command->line = line;
  g_ptr_array_add (commands, command);
}

/* Brackets keep the colons of an IPv6 address from the port's (RFC 3986
 * §3.2.2); a shell would take them for a pattern. */
static char *
dup_place (const TodokuEndpoint *endpoint)
{
  g_autofree char *place =
      g_strdup_printf (strchr (endpoint->host, ':') ? "[%s]:%u" : "%s:%u",
                       endpoint->host,
                       endpoint->port);

  return *place == '[' ? g_shell_quote (place) : g_steal_pointer (&place);
}

/* Without -verify_hostname s_client does not look at the name at all. */
static char *
dup_openssl (const TodokuEndpoint *endpoint, char family)
{
  g_autofree char *place = dup_place (endpoint);
  g_autofree char *upgrade =
      endpoint->security == TODOKU_SECURITY_STARTTLS
          ? g_strconcat (" -starttls ",
                         todoku_protocol_to_string (endpoint->protocol),
                         NULL)
          : g_strdup ("");
  g_autofree char *name =
      g_hostname_is_ip_address (endpoint->host)
          ? g_strconcat (" -verify_ip ", endpoint->host, NULL)
          : g_strdup_printf (" -servername %s -verify_hostname %s",
                             endpoint->host,
                             endpoint->host);

  return g_strdup_printf ("openssl s_client -%c -crlf -connect %s%s%s",
                          family,
                          place,
                          upgrade,
                          name);
}

/* A command without a sign-in for each protocol: what the server offers, and
 * for SMTP, where EHLO has asked that already, nothing at all. */
static char *
dup_curl (const TodokuEndpoint *endpoint, char family)
{
  static const struct {
    const char *scheme;
    const char *path;
    const char *request;
  } forms[] = {
    [TODOKU_PROTOCOL_IMAP] = { "imap", "", "CAPABILITY" },
    [TODOKU_PROTOCOL_POP3] = { "pop3", "", "CAPA" },
    [TODOKU_PROTOCOL_SMTP] = { "smtp", OUR_NAME_IN_URL, "NOOP" },
  };
  g_autofree char *place = dup_place (endpoint);
  g_autofree char *bare = g_shell_unquote (place, NULL);
  g_autofree char *url =
      g_strdup_printf ("%s%s://%s/%s",
                       forms[endpoint->protocol].scheme,
                       endpoint->security == TODOKU_SECURITY_TLS ? "s" : "",
                       bare,
                       forms[endpoint->protocol].path);
  g_autofree char *quoted =
      *bare == '[' ? g_shell_quote (url) : g_steal_pointer (&url);

  return g_strdup_printf ("curl -%c --globoff --verbose %s--request %s %s",
                          family,
                          endpoint->security == TODOKU_SECURITY_STARTTLS
                              ? "--ssl-reqd "
                              : "",
                          forms[endpoint->protocol].request,
                          quoted);
}

static char *
dup_swaks (const TodokuEndpoint *endpoint, char family)
{
  static const char *const options[] = {
    [TODOKU_SECURITY_TLS] = " --tls-on-connect --tls-verify",
    [TODOKU_SECURITY_STARTTLS] = " --tls --tls-verify",
    [TODOKU_SECURITY_NONE] = "",
  };

  return g_strdup_printf ("swaks -%c --server %s --port %u%s --ehlo " OUR_NAME
                          " --quit-after EHLO",
                          family,
                          endpoint->host,
                          endpoint->port,
                          options[endpoint->security]);
}

/**
 * todoku_commands_new:
 * @endpoint: what was probed
 * @family: %G_SOCKET_FAMILY_IPV4 or %G_SOCKET_FAMILY_IPV6
 *
 * What shows on a command line the same as the probe, up to the sign-in: none
 * of them holds a name or a secret, and none tries to sign in.  openssl cannot
 * go without encryption, and swaks speaks SMTP alone.
 *
 * Returns: (transfer full) (element-type TodokuCommand): the commands
 */
GPtrArray *
todoku_commands_new (const TodokuEndpoint *endpoint, GSocketFamily family)
{
  GPtrArray *commands = g_ptr_array_new_with_free_func (command_free);
  char digit = family == G_SOCKET_FAMILY_IPV6 ? '6' : '4';

  g_return_val_if_fail (endpoint, commands);

  if (endpoint->security != TODOKU_SECURITY_NONE)
    take_command (commands, "openssl", dup_openssl (endpoint, digit));
  take_command (commands, "curl", dup_curl (endpoint, digit));
  if (endpoint->protocol == TODOKU_PROTOCOL_SMTP)
    take_command (commands, "swaks", dup_swaks (endpoint, digit));
  return commands;
}
