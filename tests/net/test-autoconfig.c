/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "net-fixture.h"
#include "net-records.h"
#include "todoku-discovery-private.h"

#include <libsoup/soup.h>
#include <string.h>

#define BEGIN                                                                  \
  "<?xml version=\"1.0\"?><clientConfig version=\"1.1\">"                      \
  "<emailProvider id=\"example.com\"><domain>example.com</domain>"
#define END "</emailProvider></clientConfig>"
#define IMAP(host, port, security)                                             \
  "<incomingServer type=\"imap\"><hostname>" host "</hostname><port>" port     \
  "</port><socketType>" security "</socketType>"                               \
  "<username>%EMAILADDRESS%</username>"                                        \
  "<authentication>OAuth2</authentication>"                                    \
  "<authentication>password-cleartext</authentication></incomingServer>"
#define SMTP(host, port, security)                                             \
  "<outgoingServer type=\"smtp\"><hostname>" host "</hostname><port>" port     \
  "</port><socketType>" security "</socketType>"                               \
  "<username>%EMAILLOCALPART%</username></outgoingServer>"
#define GOOD                                                                   \
  BEGIN IMAP ("imap.example.com", "993", "SSL")                                \
      SMTP ("smtp.example.com", "587", "STARTTLS") END

/* "imaps://imap.example.com:993(full-address) …", "?" where a person has to
 * agree. */
static char *
describe (TodokuDiscovery *found)
{
  GPtrArray *proposals = todoku_discovery_get_proposals (found);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < proposals->len; i++) {
    const TodokuDiscoveryProposal *proposal = g_ptr_array_index (proposals, i);
    g_autofree char *url = todoku_endpoint_to_string (proposal->endpoint);

    g_string_append_printf (text,
                            "%s%s(%s)%s",
                            i > 0 ? " " : "",
                            url,
                            proposal->user ? proposal->user : "",
                            proposal->needs_confirmation ? "?" : "");
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* ---- documents ---------------------------------------------------------
 */

static const struct {
  const char *name;
  const char *text;
  const char *outcome;
  const char *proposals; /* by the domain's own word */
} rows[] = {
  { "good",
    GOOD,
    "found",
    "imaps://imap.example.com:993(full-address) "
    "smtp+starttls://smtp.example.com:587(local-part)" },
  { "byte-order-mark",
    "\xef\xbb\xbf" GOOD,
    "found",
    "imaps://imap.example.com:993(full-address) "
    "smtp+starttls://smtp.example.com:587(local-part)" },
  /* The domain may name its hoster. */
  { "of-a-hoster",
    BEGIN IMAP ("mail.example.net", "993", "SSL") END,
    "found",
    "imaps://mail.example.net:993(full-address)" },
  { "domain-in-the-name",
    BEGIN IMAP (" imap.%EMAILDOMAIN%\n", "993", "SSL") END,
    "found",
    "imaps://imap.example.com:993(full-address)" },
  { "plain",
    BEGIN IMAP ("imap.example.com", "143", "plain") END,
    "found",
    "imap+plain://imap.example.com:143(full-address)?" },
  { "in-order",
    BEGIN IMAP ("b.example.com", "993", "SSL")
        IMAP ("a.example.com", "143", "STARTTLS")
            IMAP ("b.example.com", "993", "SSL") END,
    "found",
    "imaps://b.example.com:993(full-address) "
    "imap+starttls://a.example.com:143(full-address)" },
  { "OA-17/others-are-left-out",
    BEGIN "<incomingServer type=\"exchange\"><hostname>ex.example.com"
          "</hostname><port>443</port><socketType>SSL</socketType>"
          "</incomingServer>"
          "<incomingServer type=\"smtp\"><hostname>x.example.com</hostname>"
          "<port>25</port><socketType>SSL</socketType></incomingServer>"
          "<incomingServer><hostname>y.example.com</hostname></incomingServer>"
          "<oAuth2><issuer>evil.example.net</issuer></oAuth2>" END,
    "nothing",
    "" },
  { "CS-03/address",
    BEGIN IMAP ("192.0.2.1", "993", "SSL") END,
    "nothing",
    "" },
  { "CS-03/localhost",
    BEGIN IMAP ("localhost", "993", "SSL") END,
    "nothing",
    "" },
  { "CS-03/link-local",
    BEGIN IMAP ("[fe80::1]", "993", "SSL") END,
    "nothing",
    "" },
  { "CS-03/scheme",
    BEGIN IMAP ("http://x.example.com", "993", "SSL") END,
    "nothing",
    "" },
  { "CS-03/user",
    BEGIN IMAP ("a@x.example.com", "993", "SSL") END,
    "nothing",
    "" },
  { "CS-03/line-break",
    BEGIN IMAP ("x.example.com&#10;y", "993", "SSL") END,
    "nothing",
    "" },
  { "CS-03/local-part",
    BEGIN IMAP ("%EMAILLOCALPART%.example.com", "993", "SSL") END,
    "nothing",
    "" },
  { "CS-03/port-0",
    BEGIN IMAP ("x.example.com", "0", "SSL") END,
    "nothing",
    "" },
  { "CS-03/port-65536",
    BEGIN IMAP ("x.example.com", "65536", "SSL") END,
    "nothing",
    "" },
  { "CS-03/port-9e3",
    BEGIN IMAP ("x.example.com", "9e3", "SSL") END,
    "nothing",
    "" },
  { "security",
    BEGIN IMAP ("x.example.com", "993", "maybe") END,
    "nothing",
    "" },
  { "no-servers", BEGIN END, "nothing", "" },
  /* What is no such document */
  { "empty", "", "failed", "" },
  { "cut", BEGIN IMAP ("imap.example.com", "993", "SSL"), "failed", "" },
  { "page",
    "<!DOCTYPE html><html><body>Please sign in to the network</body></html>",
    "failed",
    "" },
  { "no-utf-8", "<clientConfig>\xff</clientConfig>", "failed", "" },
  /* Entities are not known here, so nothing unfolds and nothing is read. */
  { "billion-laughs",
    "<!DOCTYPE c [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]>"
    "<clientConfig>&b;</clientConfig>",
    "failed",
    "" },
  { "external-entity",
    "<!DOCTYPE c [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>" BEGIN
        IMAP ("&x;.example.com", "993", "SSL") END,
    "failed",
    "" },
};

static void
test_row (gconstpointer data)
{
  guint row = GPOINTER_TO_UINT (data);
  g_autoptr (TodokuDiscovery) found =
      g_object_new (TODOKU_TYPE_DISCOVERY, NULL);
  g_autoptr (GBytes) body =
      g_bytes_new (rows[row].text, strlen (rows[row].text));
  g_autofree char *proposals = NULL;
  const char *outcome;

  found->domain = g_strdup ("example.com");
  outcome = todoku_discovery_read_autoconfig (found,
                                              TODOKU_DISCOVERY_AUTOCONFIG,
                                              "https://example.com/",
                                              body);
  proposals = describe (found);
  g_assert_cmpstr (outcome, ==, rows[row].outcome);
  g_assert_cmpstr (proposals, ==, rows[row].proposals);
}

/* A third party's word about a host elsewhere is not the domain's. */
static void
test_third_party (void)
{
  static const char text[] = BEGIN IMAP ("imap.example.com", "993", "SSL")
      SMTP ("smtp.example.net", "465", "SSL") END;
  g_autoptr (TodokuDiscovery) found =
      g_object_new (TODOKU_TYPE_DISCOVERY, NULL);
  g_autoptr (GBytes) body = g_bytes_new_static (text, strlen (text));
  g_autofree char *proposals = NULL;

  found->domain = g_strdup ("example.com");
  todoku_discovery_read_autoconfig (found,
                                    TODOKU_DISCOVERY_ISPDB,
                                    "https://autoconfig.thunderbird.net/",
                                    body);
  proposals = describe (found);
  g_assert_cmpstr (proposals,
                   ==,
                   "imaps://imap.example.com:993(full-address) "
                   "smtps://smtp.example.net:465(local-part)?");
}

/* Deep, wide and long documents end, and little is kept of them. */
static void
test_bounds (void)
{
  g_autoptr (TodokuDiscovery) found =
      g_object_new (TODOKU_TYPE_DISCOVERY, NULL);
  g_autoptr (GString) deep = g_string_new ("<clientConfig>");
  g_autoptr (GString) wide = g_string_new (BEGIN);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) more = NULL;

  found->domain = g_strdup ("example.com");
  for (int i = 0; i < 20000; i++)
    g_string_append (deep, "<a>");
  bytes = g_bytes_new (deep->str, deep->len);
  g_assert_cmpstr (
      todoku_discovery_read_autoconfig (found,
                                        TODOKU_DISCOVERY_AUTOCONFIG,
                                        "https://x/",
                                        bytes),
      ==,
      "failed");
  for (int i = 0; i < 200; i++)
    g_string_append_printf (wide,
                            "<incomingServer type=\"imap\"><hostname>h%d"
                            ".example.com</hostname><port>993</port>"
                            "<socketType>SSL</socketType></incomingServer>",
                            i);
  g_string_append (wide, END);
  more = g_bytes_new (wide->str, wide->len);
  g_assert_cmpstr (
      todoku_discovery_read_autoconfig (found,
                                        TODOKU_DISCOVERY_AUTOCONFIG,
                                        "https://x/",
                                        more),
      ==,
      "found");
  g_assert_cmpuint (todoku_discovery_get_proposals (found)->len, <=, 16);
}

/* ---- a whole search, at a real web server ------------------------------
 */

typedef struct {
  SoupServer *server;
  GPtrArray *asked; /* "HOST PATH" */
  const char *own;  /* (nullable) what the domain's server says */
  const char *third;
} Web;

static void
answer_cb (SoupServer *server,
           SoupServerMessage *message,
           const char *path,
           GHashTable *query,
           gpointer data)
{
  Web *self = data;
  const char *host =
      soup_message_headers_get_one (soup_server_message_get_request_headers (
                                        message),
                                    "Host");
  const char *text = g_str_equal (path, "/v1.1/example.com")       ? self->third
                     : g_str_equal (path, "/mail/config-v1.1.xml") ? self->own
                                                                   : NULL;

  g_assert_null (query);
  g_ptr_array_add (self->asked, g_strconcat (host, path, NULL));
  soup_server_message_set_status (message, text ? 200 : 404, NULL);
  if (text)
    soup_server_message_set_response (message,
                                      "text/xml",
                                      SOUP_MEMORY_STATIC,
                                      text,
                                      strlen (text));
}

static void
web_clear (Web *self)
{
  soup_server_disconnect (self->server);
  g_clear_object (&self->server);
  g_clear_pointer (&self->asked, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Web, web_clear)

static Web
web_new (const char *own, const char *third)
{
  g_autoptr (GTlsCertificate) certificate = net_load_certificate ("web");
  g_autoptr (GSocketAddress) any =
      g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GError) error = NULL;
  Web self = { NULL, g_ptr_array_new_with_free_func (g_free), own, third };

  self.server = soup_server_new ("tls-certificate", certificate, NULL);
  soup_server_listen (self.server, any, SOUP_SERVER_LISTEN_HTTPS, &error);
  g_assert_no_error (error);
  return self;
}

static TodokuNetwork *
network_new (const Web *web, GResolver *resolver)
{
  static const char *const hosts[] = { "autoconfig.example.com",
                                       "example.com",
                                       TODOKU_ISPDB_HOST };
  GSList *uris = soup_server_get_uris (web->server);
  int port = g_uri_get_port (uris->data);
  TodokuNetwork *network = net_network_new ((guint16) port);

  for (gsize i = 0; i < G_N_ELEMENTS (hosts); i++) {
    g_autofree char *entry =
        g_strdup_printf ("%s:443:127.0.0.1:%d", hosts[i], port);

    todoku_network_add_connect_to (network, entry, NULL);
  }
  todoku_network_set_resolver (network, resolver);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return network;
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  *(TodokuDiscovery **) data = todoku_discovery_find_finish (result, &error);
  g_assert_no_error (error);
}

static TodokuDiscovery *
find (Web *web, TodokuDiscoverySource sources)
{
  static const char *const table[] = {
    "SRV _imaps._tcp.example.com 0 1 993 imap.example.com",
    "SRV _imaps._tcp.example.com 1 1 993 elsewhere.example.net",
    NULL
  };
  g_autoptr (GResolver) resolver = net_records_new (table);
  g_autoptr (TodokuNetwork) network = network_new (web, resolver);
  TodokuDiscovery *found = NULL;

  soup_server_add_handler (web->server, NULL, answer_cb, web, NULL);
  todoku_discovery_find_async (network,
                               "taro@example.com",
                               sources,
                               5000 * NET_SLOW,
                               NULL,
                               found_cb,
                               &found);
  while (!found)
    g_main_context_iteration (NULL, TRUE);
  return found;
}

static void
assert_asked (const Web *web, const char *first, ...)
{
  va_list arguments;
  guint n = 0;

  va_start (arguments, first);
  for (const char *what = first; what; what = va_arg (arguments, char *), n++)
    g_assert_true (
        g_ptr_array_find_with_equal_func (web->asked, what, g_str_equal, NULL));
  va_end (arguments);
  g_assert_cmpuint (web->asked->len, ==, n);
}

/* The domain's authenticated word comes before DNS; nobody else is asked. */
static void
test_own_word (void)
{
  g_auto (Web) web = web_new (BEGIN IMAP ("imap.example.com", "993", "SSL")
                                  IMAP ("mail.example.net", "993", "SSL") END,
                              GOOD);
  g_autoptr (TodokuDiscovery) found =
      find (&web, TODOKU_DISCOVERY_SRV | TODOKU_DISCOVERY_AUTOCONFIG);
  g_autofree char *proposals = describe (found);
  const TodokuDiscoveryProposal *first =
      g_ptr_array_index (todoku_discovery_get_proposals (found), 0);

  g_assert_cmpstr (proposals,
                   ==,
                   "imaps://imap.example.com:993(full-address) "
                   "imaps://mail.example.net:993(full-address) "
                   "imaps://elsewhere.example.net:993()?");
  g_assert_cmpint (first->source, ==, TODOKU_DISCOVERY_AUTOCONFIG);
  g_assert_true (first->authenticated);
  g_assert_cmpstr (first->said_in,
                   ==,
                   "https://autoconfig.example.com/mail/config-v1.1.xml");
  assert_asked (&web,
                "autoconfig.example.com/mail/config-v1.1.xml",
                "example.com/.well-known/autoconfig/mail/config-v1.1.xml",
                NULL);
}

/* A third party is told the domain, and nothing else. */
static void
test_asks_a_third_party (void)
{
  g_auto (Web) web = web_new (NULL, GOOD);
  g_autoptr (TodokuDiscovery) found = find (&web, TODOKU_DISCOVERY_ISPDB);
  g_autofree char *proposals = describe (found);

  g_assert_cmpstr (proposals,
                   ==,
                   "imaps://imap.example.com:993(full-address) "
                   "smtp+starttls://smtp.example.com:587(local-part)");
  assert_asked (&web, TODOKU_ISPDB_HOST "/v1.1/example.com", NULL);
}

static void
test_says_what_became_of_it (void)
{
  g_auto (Web) web = web_new ("<html>sign in</html>", NULL);
  g_autoptr (TodokuDiscovery) found =
      find (&web, TODOKU_DISCOVERY_AUTOCONFIG | TODOKU_DISCOVERY_ISPDB);
  GPtrArray *attempts = todoku_discovery_get_attempts (found);
  const TodokuDiscoveryAttempt *attempt = g_ptr_array_index (attempts, 0);

  g_assert_cmpuint (attempts->len, ==, 3);
  g_assert_cmpstr (attempt->outcome, ==, "failed");
  g_assert_cmpstr (attempt->reason, ==, "malformed");
  for (guint i = 1; i < 3; i++) {
    attempt = g_ptr_array_index (attempts, i);
    g_assert_cmpstr (attempt->outcome, ==, "nothing");
    g_assert_null (attempt->reason);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path =
        g_strconcat ("/net/autoconfig/document/", rows[i].name, NULL);

    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_row);
  }
  g_test_add_func ("/net/autoconfig/third-party", test_third_party);
  g_test_add_func ("/net/autoconfig/bounds", test_bounds);
  g_test_add_func ("/net/autoconfig/own-word", test_own_word);
  g_test_add_func ("/net/autoconfig/asks-a-third-party",
                   test_asks_a_third_party);
  g_test_add_func ("/net/autoconfig/says-what-became-of-it",
                   test_says_what_became_of_it);
  return g_test_run ();
}
