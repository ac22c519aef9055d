/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "net-fixture.h"

#include <malloc.h>
#include <string.h>

/* Pages of a server that does what servers do, over real TLS (RB-14). */

#define URL "https://autoconfig.example.com/mail/config-v1.1.xml"
#define OK "S:HTTP/1.1 200 OK"
#define MOVED "S:HTTP/1.1 302 Found", "S:Content-Length: 0"

static TodokuNetwork *
network_new (guint16 port)
{
  static const char *const hosts[] = { "autoconfig.example.com",
                                       "example.com" };
  TodokuNetwork *network = net_network_new (port);

  for (gsize i = 0; i < G_N_ELEMENTS (hosts); i++) {
    g_autofree char *entry =
        g_strdup_printf ("%s:443:127.0.0.1:%u", hosts[i], port);
    g_autoptr (GError) error = NULL;

    todoku_network_add_connect_to (network, entry, &error);
    g_assert_no_error (error);
  }
  return network;
}

static char *
get (NetServer *server)
{
  g_autoptr (TodokuNetwork) network =
      network_new (net_server_get_port (server));

  return net_get_page (network, URL, "example.com", 2000 * NET_SLOW);
}

static const struct {
  const char *name;
  const char *certificate;
  const char *first[14];
  const char *rest[14];
  const char *expected;
} rows[] = {
  { "page",
    "web",
    { "TLS", "ASK", OK, "S:Content-Length: 5", "S:", "B:hello", "HOLD" },
    { NULL },
    "hello" },
  { "page-until-the-end",
    "web",
    { "TLS", "ASK", OK, "S:Connection: close", "S:", "B:hello", "CLOSE" },
    { NULL },
    "hello" },
  { "chunks",
    "web",
    { "TLS",
      "ASK",
      OK,
      "S:Transfer-Encoding: chunked",
      "S:",
      "B:2\\r\\nhe\\r\\n3\\r\\nllo\\r\\n0\\r\\n\\r\\n",
      "HOLD" },
    { NULL },
    "hello" },
  { "not-there",
    "web",
    { "TLS",
      "ASK",
      "S:HTTP/1.1 404 Not Found",
      "S:Content-Length: 0",
      "S:",
      "HOLD" },
    { NULL },
    "" },
  { "server-error",
    "web",
    { "TLS", "ASK", "S:HTTP/1.1 500 No", "S:Content-Length: 0", "S:", "HOLD" },
    { NULL },
    "!refused" },
  { "wants-a-password",
    "web",
    { "TLS",
      "ASK",
      "S:HTTP/1.1 401 No",
      "S:WWW-Authenticate: Basic realm=\"x\"",
      "S:Content-Length: 0",
      "S:",
      "HOLD" },
    { NULL },
    "!refused" },
  { "wants-a-proxy-password",
    "web",
    { "TLS",
      "ASK",
      "S:HTTP/1.1 407 No",
      "S:Proxy-Authenticate: Basic realm=\"x\"",
      "S:Content-Length: 0",
      "S:",
      "HOLD" },
    { NULL },
    "!refused" },
  /* Bodies */
  { "huge-as-announced",
    "web",
    { "TLS", "ASK", OK, "S:Content-Length: 99999999999", "S:", "HOLD" },
    { NULL },
    "!too-large" },
  { "huge-without-saying",
    "web",
    { "TLS", "ASK", OK, "S:", "ENDLESS" },
    { NULL },
    "!too-large" },
  { "huge-in-chunks",
    "web",
    { "TLS",
      "ASK",
      OK,
      "S:Transfer-Encoding: chunked",
      "S:",
      "S:7fffffff",
      "ENDLESS" },
    { NULL },
    "!too-large" },
  { "chunks-of-garbage",
    "web",
    { "TLS",
      "ASK",
      OK,
      "S:Transfer-Encoding: chunked",
      "S:",
      "S:zzzz",
      "CLOSE" },
    { NULL },
    /* The end of the body for libsoup 3.2, an error for 3.6. */
    "|!malformed" },
  /* A bomb stays folded: nobody asked for compression. */
  { "gzip-bomb",
    "web",
    { "TLS",
      "ASK",
      OK,
      "S:Content-Encoding: gzip",
      "S:Content-Length: 4",
      "S:",
      "B:\\037\\213\\010x",
      "HOLD" },
    { NULL },
    "\037\213\010x" },
  { "slow-body",
    "web",
    { "TLS",
      "ASK",
      OK,
      "S:Content-Length: 5000",
      "S:",
      "D:0123456789012345678901234567890123456789012345678901234567890123456789"
      "0123456789012345678901234567890123456789012345678901234567890123456789",
      "HOLD" },
    { NULL },
    "!timed-out" },
  { "shorter-than-announced",
    "web",
    { "TLS", "ASK", OK, "S:Content-Length: 50", "S:", "B:hello", "CLOSE" },
    { NULL },
    "!malformed" },
  /* Headers */
  { "endless-header",
    "web",
    { "TLS", "ASK", OK, "B:X: ", "ENDLESS" },
    { NULL },
    "!malformed" },
  { "no-http",
    "web",
    { "TLS", "S:* OK IMAP4rev1", "HOLD" },
    { NULL },
    "!timed-out" },
  { "two-lengths",
    "web",
    { "TLS",
      "ASK",
      OK,
      "S:Content-Length: 5",
      "S:Content-Length: 500",
      "S:",
      "B:hello",
      "CLOSE" },
    { NULL },
    "!malformed" },
  { "two-locations",
    "web",
    { "TLS",
      "ASK",
      MOVED,
      "S:Location: https://example.com/a",
      "S:Location: file:///etc/passwd",
      "S:",
      "HOLD" },
    { NULL },
    "!redirected" },
  /* Redirects */
  { "within-the-domain",
    "web",
    { "TLS",
      "ASK",
      MOVED,
      "S:Set-Cookie: canary=1",
      "S:Location: https://example.com/there",
      "S:",
      "HOLD" },
    { "TLS", "ASK", OK, "S:Content-Length: 5", "S:", "B:there", "HOLD" },
    "there" },
  { "round-and-round",
    "web",
    { "TLS", "ASK", MOVED, "S:Location: " URL, "S:", "HOLD" },
    { NULL },
    "!redirected" },
  { "to-a-file",
    "web",
    { "TLS", "ASK", MOVED, "S:Location: file:///etc/passwd", "S:", "HOLD" },
    { NULL },
    "!redirected" },
  { "to-http",
    "web",
    { "TLS", "ASK", MOVED, "S:Location: http://example.com/", "S:", "HOLD" },
    { NULL },
    "!redirected" },
  { "to-another-host",
    "web",
    { "TLS", "ASK", MOVED, "S:Location: https://example.net/", "S:", "HOLD" },
    { NULL },
    "!redirected" },
  { "to-a-likeness",
    "web",
    { "TLS", "ASK", MOVED, "S:Location: //evilexample.com/", "S:", "HOLD" },
    { NULL },
    "!redirected" },
  { "with-a-user",
    "web",
    { "TLS",
      "ASK",
      MOVED,
      "S:Location: https://a:b@example.com/",
      "S:",
      "HOLD" },
    { NULL },
    "!redirected" },
  { "to-another-port",
    "web",
    { "TLS", "ASK", MOVED, "S:Location: https://example.com:1/", "S:", "HOLD" },
    { NULL },
    "!not-reached" },
  { "nowhere",
    "web",
    { "TLS", "ASK", MOVED, "S:", "HOLD" },
    { NULL },
    "!redirected" },
  /* Certificates and connections */
  { "wrong-name",
    "valid",
    { "TLS", "HOLD" },
    { NULL },
    "!certificate-refused" },
  { "untrusted",
    "untrusted",
    { "TLS", "HOLD" },
    { NULL },
    "!certificate-refused" },
  { "self-signed",
    "self-signed",
    { "TLS", "HOLD" },
    { NULL },
    "!certificate-refused" },
  { "without-tls",
    "web",
    { "S:HTTP/1.1 200 OK", "HOLD" },
    { NULL },
    "!not-reached" },
  /* Not before the client speaks: GIO's TLS complains of a peer that is gone
   * before it was asked its address. */
  { "reset", "web", { "QUIET:9000", "RESET" }, { NULL }, "!not-reached" },
  { "silence", "web", { "HOLD" }, { NULL }, "!timed-out" },
};

/* Versions of libsoup may differ: "one|other". */
static gboolean
is_expected (const char *what, const char *expected)
{
  g_auto (GStrv) allowed = g_strsplit (expected, "|", -1);

  return g_str_equal (what, expected) ||
         g_strv_contains ((const char *const *) allowed, what);
}

static void
test_row (gconstpointer data)
{
  guint row = GPOINTER_TO_UINT (data);
  g_autoptr (GTlsCertificate) certificate =
      net_load_certificate (rows[row].certificate);
  g_autoptr (NetServer) server =
      net_server_new (rows[row].first,
                      *rows[row].rest ? rows[row].rest : NULL,
                      certificate);
  struct mallinfo2 before = mallinfo2 ();
  gint64 start = g_get_monotonic_time ();
  g_autofree char *what = get (server);
  g_autofree char *shown = NULL;
  struct mallinfo2 after = mallinfo2 ();

  shown = g_strescape (what, NULL);
  g_test_message ("%s", shown);
  g_assert_cmpint ((g_get_monotonic_time () - start) / 1000,
                   <,
                   5000 * NET_SLOW);
  g_assert_cmpuint (after.uordblks, <, before.uordblks + 16 * 1024 * 1024);
  g_assert_true (is_expected (what, rows[row].expected));
  g_assert_cmpuint (net_server_get_n_connections (server), <=, 4);
  g_assert_false (net_server_heard (server, "ookie:"));
  g_assert_false (net_server_heard (server, "uthorization:"));
  g_assert_false (net_server_heard (server, "Accept-Encoding"));
  g_assert_false (net_server_heard (server, "Accept-Language"));
}

/* No version, no language, no address: the page and the host are all. */
static void
test_says_its_name_alone (void)
{
  static const char *const script[] = {
    "TLS", "ASK", OK, "S:Content-Length: 5", "S:", "B:hello", "HOLD"
  };
  g_autoptr (GTlsCertificate) certificate = net_load_certificate ("web");
  g_autoptr (NetServer) server = net_server_new (script, NULL, certificate);
  g_autofree char *page = get (server);

  g_assert_cmpstr (page, ==, "hello");
  g_assert_true (net_server_heard (server, "User-Agent: Todoku\r"));
  g_assert_true (net_server_heard (server, "Host: autoconfig.example.com\r"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path =
        g_strconcat ("/net/web/RB-14/rb-14/", rows[i].name, NULL);

    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_row);
  }
  g_test_add_func ("/net/web/says-its-name-alone", test_says_its_name_alone);
  return g_test_run ();
}
