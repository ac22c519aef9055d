/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-settings-text.h"

#include <string.h>

/* A how-to or a mail of a help desk; what is longer is not read to its end. */
#define MAX_BYTES (64 * 1024)
#define MAX_SECTIONS 32

typedef enum {
  ENCRYPTION_UNKNOWN,
  ENCRYPTION_TLS,
  ENCRYPTION_STARTTLS,
  ENCRYPTION_NONE,
  ENCRYPTION_BARE_TLS, /* "TLS" alone: STARTTLS in some apps, not in others */
} Encryption;

/* What a text says of one server, in the order in which people write it. */
typedef struct {
  gboolean outgoing;
  TodokuProtocol protocol;
  gboolean has_protocol;
  char *host;
  guint16 port;
  Encryption encryption;
} Section;

typedef struct {
  GArray *sections; /* (element-type Section) */
  Section *current; /* (nullable) in @sections, which never grows past its size
                     */
  char *address;
} Reader;

/* ---- sections -------------------------------------------------------------
 */

static Section *
begin_section (Reader *reader, gboolean outgoing)
{
  Section section = { .outgoing = outgoing,
                      .protocol = outgoing ? TODOKU_PROTOCOL_SMTP
                                           : TODOKU_PROTOCOL_IMAP,
                      .has_protocol = outgoing };

  if (reader->sections->len == MAX_SECTIONS)
    return NULL;
  g_array_append_val (reader->sections, section);
  return &g_array_index (reader->sections, Section, reader->sections->len - 1);
}

static void
turn_to_side (Reader *reader, gboolean outgoing)
{
  if (!reader->current || reader->current->outgoing != outgoing)
    reader->current = begin_section (reader, outgoing);
}

static void
turn_to_protocol (Reader *reader, TodokuProtocol protocol)
{
  Section *current;

  turn_to_side (reader, protocol == TODOKU_PROTOCOL_SMTP);
  current = reader->current;
  if (current && current->has_protocol && current->protocol != protocol)
    current = reader->current = begin_section (reader, current->outgoing);
  if (!current)
    return;
  current->protocol = protocol;
  current->has_protocol = TRUE;
}

/* ---- what stands in the text ----------------------------------------------
 */

static gboolean
find_protocol (const char *word, TodokuProtocol *ret_protocol)
{
  static const struct {
    const char *start;
    TodokuProtocol protocol;
  } starts[] = { { "imap", TODOKU_PROTOCOL_IMAP },
                 { "pop", TODOKU_PROTOCOL_POP3 },
                 { "smtp", TODOKU_PROTOCOL_SMTP } };

  for (gsize i = 0; i < G_N_ELEMENTS (starts); i++)
    if (g_ascii_strncasecmp (word, starts[i].start, strlen (starts[i].start)) ==
        0) {
      *ret_protocol = starts[i].protocol;
      return TRUE;
    }
  return FALSE;
}

/* "gmail.com" in a sentence is a service; "imap.gmail.com" and
 * "mail.example.jp" are servers. */
static gboolean
is_server (const char *host)
{
  const char *dot = strchr (host, '.');

  return dot && strchr (dot + 1, '.');
}

static void
read_host (Reader *reader, const char *text)
{
  g_autofree char *host = NULL;
  TodokuProtocol protocol;

  if (!is_server (text) || !todoku_host_normalise (text, &host, NULL))
    return;
  if (find_protocol (host, &protocol))
    turn_to_protocol (reader, protocol);
  if (reader->current && reader->current->host &&
      strcmp (reader->current->host, host) != 0)
    reader->current = begin_section (reader, reader->current->outgoing);
  if (reader->current && !reader->current->host)
    reader->current->host = g_steal_pointer (&host);
}

/* RFC 8314 §3, RFC 6409 §3.1: whose port it is. */
static gboolean
find_port_protocol (guint16 port, TodokuProtocol *ret_protocol)
{
  switch (port) {
  case 143:
  case 993:
    *ret_protocol = TODOKU_PROTOCOL_IMAP;
    return TRUE;
  case 110:
  case 995:
    *ret_protocol = TODOKU_PROTOCOL_POP3;
    return TRUE;
  case 25:
  case 465:
  case 587:
  case 2525:
    *ret_protocol = TODOKU_PROTOCOL_SMTP;
    return TRUE;
  default:
    return FALSE;
  }
}

/* In a table, both ports may stand behind both servers: a port goes to the
 * server whose protocol it is. */
static Section *
find_section_for (Reader *reader, TodokuProtocol protocol)
{
  for (guint i = reader->sections->len; i > 0; i--) {
    Section *section = &g_array_index (reader->sections, Section, i - 1);

    if (section->port == 0 &&
        section->outgoing == (protocol == TODOKU_PROTOCOL_SMTP) &&
        (!section->has_protocol || section->protocol == protocol))
      return section;
  }
  return NULL;
}

static void
read_port (Reader *reader, const char *text, gboolean named)
{
  guint64 port = g_ascii_strtoull (text, NULL, 10);
  TodokuProtocol protocol;
  Section *section;

  if (port == 0 || port > G_MAXUINT16)
    return;
  if (find_port_protocol ((guint16) port, &protocol)) {
    section = find_section_for (reader, protocol);
    if (section && section->host)
      reader->current = section;
  } else if (named)
    section = reader->current;
  else
    return;
  if (section && section->port == 0)
    section->port = (guint16) port;
}

static void
read_encryption (Reader *reader, Encryption encryption)
{
  if (reader->current && reader->current->encryption == ENCRYPTION_UNKNOWN)
    reader->current->encryption = encryption;
}

static void
read_url (Reader *reader, const char *text)
{
  g_autoptr (TodokuEndpoint) endpoint = todoku_endpoint_parse (text, NULL);

  if (!endpoint)
    return;
  turn_to_protocol (reader, endpoint->protocol);
  read_host (reader, endpoint->host);
  if (!reader->current)
    return;
  reader->current->port = endpoint->port;
  reader->current->encryption =
      endpoint->security == TODOKU_SECURITY_TLS        ? ENCRYPTION_TLS
      : endpoint->security == TODOKU_SECURITY_STARTTLS ? ENCRYPTION_STARTTLS
                                                       : ENCRYPTION_NONE;
}

/* ---- the text, piece by piece ---------------------------------------------
 */

/* The order counts: an address holds a host, and a host may hold a protocol.
 * Letters of other scripts may touch a piece: Japanese has no spaces. */
#define EDGE "(?<![A-Za-z0-9])"
static const char *const pieces =
    "(?<url>(?:imap|pop3|smtp)(?:s|\\+starttls|\\+plain)://[^\\s\"<>]{1,300})"
    "|(?<skip>https?://\\S*|送受信)"
    "|(?<address>[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,200}[A-Za-z0-9])"
    "|" EDGE "(?<host>[A-Za-z0-9-]{1,63}(?:\\.[A-Za-z0-9-]{1,63}){1,8})"
    "(?::(?<hostport>[0-9]{2,5}))?(?![A-Za-z0-9])"
    "|(?:port|ポート(?:番号)?)[^0-9\\n]{0,24}(?<named>[0-9]{2,5})"
    "(?![0-9])"
    "|" EDGE "(?<number>[0-9]{2,5})(?![A-Za-z0-9])"
    "|(?<none>(?:暗号化|保護|セキュリティ|SSL|encryption|security)"
    "[^\\n]{0,12}?(?:なし|しない|使わない|none|off))"
    "|(?<starttls>STARTTLS|START TLS)"
    "|(?<tls>SSL/TLS|TLS/SSL|SSL)"
    "|" EDGE "(?<bare>TLS)(?![A-Za-z])"
    "|" EDGE "(?<protocol>IMAP|POP|SMTP)"
    "|(?<incoming>受信|incoming)|(?<outgoing>送信|outgoing)";

static gboolean
take (GMatchInfo *match, const char *name, char **text)
{
  g_clear_pointer (text, g_free);
  *text = g_match_info_fetch_named (match, name);
  return *text && **text;
}

static void
read_word (Reader *reader, GMatchInfo *match)
{
  g_autofree char *text = NULL;
  TodokuProtocol protocol;

  if (take (match, "none", &text))
    read_encryption (reader, ENCRYPTION_NONE);
  else if (take (match, "starttls", &text))
    read_encryption (reader, ENCRYPTION_STARTTLS);
  else if (take (match, "tls", &text))
    read_encryption (reader, ENCRYPTION_TLS);
  else if (take (match, "bare", &text))
    read_encryption (reader, ENCRYPTION_BARE_TLS);
  else if (take (match, "protocol", &text) && find_protocol (text, &protocol))
    turn_to_protocol (reader, protocol);
  else if (take (match, "incoming", &text))
    turn_to_side (reader, FALSE);
  else if (take (match, "outgoing", &text))
    turn_to_side (reader, TRUE);
}

static void
read_piece (Reader *reader, GMatchInfo *match)
{
  g_autofree char *text = NULL;

  if (take (match, "url", &text))
    read_url (reader, text);
  else if (take (match, "address", &text)) {
    if (!reader->address)
      reader->address = g_steal_pointer (&text);
  } else if (take (match, "host", &text)) {
    read_host (reader, text);
    if (take (match, "hostport", &text))
      read_port (reader, text, TRUE);
  } else if (take (match, "named", &text))
    read_port (reader, text, TRUE);
  else if (take (match, "number", &text))
    read_port (reader, text, FALSE);
  else
    read_word (reader, match);
}

/* ---- what it comes to -----------------------------------------------------
 */

static TodokuSecurity
choose_security (const Section *section)
{
  gboolean begins_plain = section->port == 143 || section->port == 110 ||
                          section->port == 587 || section->port == 25 ||
                          section->port == 2525;

  switch (section->encryption) {
  case ENCRYPTION_STARTTLS:
    return TODOKU_SECURITY_STARTTLS;
  case ENCRYPTION_NONE:
    return TODOKU_SECURITY_NONE;
  case ENCRYPTION_TLS: /* as it stands there: a wrong pairing is said later */
    return TODOKU_SECURITY_TLS;
  case ENCRYPTION_BARE_TLS:
  case ENCRYPTION_UNKNOWN:
  default:
    return begins_plain ? TODOKU_SECURITY_STARTTLS : TODOKU_SECURITY_TLS;
  }
}

static TodokuEndpoint *
make_endpoint (const Section *section)
{
  TodokuSecurity security = choose_security (section);
  TodokuProtocol protocol = section->protocol;
  guint16 port = section->port;

  if (!section->has_protocol && port != 0)
    find_port_protocol (port, &protocol);
  if (port == 0 && security == TODOKU_SECURITY_STARTTLS &&
      protocol == TODOKU_PROTOCOL_SMTP)
    port = 587;
  else if (port == 0)
    port = todoku_endpoint_default_port (protocol, security);
  return todoku_endpoint_new (protocol, security, section->host, port, NULL);
}

static TodokuEndpoint *
choose (Reader *reader, gboolean outgoing)
{
  for (guint i = 0; i < reader->sections->len; i++) {
    const Section *section = &g_array_index (reader->sections, Section, i);

    if (section->outgoing == outgoing && section->host)
      return make_endpoint (section);
  }
  return NULL;
}

static void
section_clear (gpointer data)
{
  g_free (((Section *) data)->host);
}

/* Full-width letters and digits are the same letters and digits. */
static char *
normalise (const char *text)
{
  g_autofree char *valid =
      g_utf8_make_valid (text, (gssize) strnlen (text, MAX_BYTES));

  return g_utf8_normalize (valid, -1, G_NORMALIZE_NFKC);
}

/**
 * todoku_settings_text_read:
 * @text: a how-to, a mail of a help desk, anything that names servers; may be
 *   invalid UTF-8
 *
 * Reads the settings of a mail app out of a text.  What does not stand there is
 * chosen as RFC 8314 §3 has it: TLS from the first byte on its own port, or
 * what the port asks for.
 *
 * Returns: (transfer full): what was found; all of it may be missing
 */
TodokuSettingsText *
todoku_settings_text_read (const char *text)
{
  TodokuSettingsText *self;
  g_autofree char *normal = NULL;
  g_autoptr (GRegex) regex = NULL;
  g_autoptr (GMatchInfo) match = NULL;
  Reader reader = { 0 };

  g_return_val_if_fail (text, NULL);

  self = g_new0 (TodokuSettingsText, 1);
  reader.sections =
      g_array_sized_new (FALSE, TRUE, sizeof (Section), MAX_SECTIONS);
  normal = normalise (text);
  regex = g_regex_new (pieces, G_REGEX_CASELESS | G_REGEX_OPTIMIZE, 0, NULL);
  g_array_set_clear_func (reader.sections, section_clear);
  g_regex_match (regex, normal, 0, &match);
  while (g_match_info_matches (match)) {
    read_piece (&reader, match);
    g_match_info_next (match, NULL);
  }
  self->incoming = choose (&reader, FALSE);
  self->outgoing = choose (&reader, TRUE);
  self->address = reader.address;
  g_array_unref (reader.sections);
  return self;
}

/**
 * todoku_settings_text_free:
 * @self: (nullable): what was found
 */
void
todoku_settings_text_free (TodokuSettingsText *self)
{
  if (!self)
    return;
  g_free (self->address);
  g_clear_pointer (&self->incoming, todoku_endpoint_free);
  g_clear_pointer (&self->outgoing, todoku_endpoint_free);
  g_free (self);
}
