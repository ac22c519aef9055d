/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-endpoint.h"

#include <string.h>

static const struct {
  const char *text;
  const char *written; /* NULL: refused */
  int code;
} endpoint_rows[] = {
  { "imaps://imap.example.jp", "imaps://imap.example.jp:993", 0 },
  { "imaps://imap.example.jp:1993", "imaps://imap.example.jp:1993", 0 },
  { "imap+starttls://imap.example.jp",
    "imap+starttls://imap.example.jp:143",
    0 },
  { "imap+plain://imap.example.jp", "imap+plain://imap.example.jp:143", 0 },
  { "pop3s://pop.example.jp", "pop3s://pop.example.jp:995", 0 },
  { "pop3+starttls://pop.example.jp", "pop3+starttls://pop.example.jp:110", 0 },
  { "pop3+plain://pop.example.jp", "pop3+plain://pop.example.jp:110", 0 },
  { "smtps://smtp.example.jp", "smtps://smtp.example.jp:465", 0 },
  { "smtp+starttls://smtp.example.jp",
    "smtp+starttls://smtp.example.jp:587",
    0 },
  { "smtp+plain://smtp.example.jp", "smtp+plain://smtp.example.jp:25", 0 },
  { "IMAPS://Imap.Example.JP.", "imaps://imap.example.jp:993", 0 },
  { "imaps://192.0.2.1:993", "imaps://192.0.2.1:993", 0 },
  { "imaps://[2001:db8::1]", "imaps://[2001:db8::1]:993", 0 },
  { "imaps://[2001:DB8::1]:1", "imaps://[2001:db8::1]:1", 0 },
  { "imaps://日本語.example.jp", "imaps://xn--wgv71a119e.example.jp:993", 0 },
  { "imap.example.jp", NULL, TODOKU_ENDPOINT_ERROR_SCHEME },
  { "", NULL, TODOKU_ENDPOINT_ERROR_SCHEME },
  { "imap://imap.example.jp", NULL, TODOKU_ENDPOINT_ERROR_SCHEME },
  { "https://imap.example.jp", NULL, TODOKU_ENDPOINT_ERROR_SCHEME },
  { "imaps:imap.example.jp", NULL, TODOKU_ENDPOINT_ERROR_SCHEME },
  { "imaps://", NULL, TODOKU_ENDPOINT_ERROR_HOST },
  { "imaps://:993", NULL, TODOKU_ENDPOINT_ERROR_HOST },
  { "imaps://taro@imap.example.jp", NULL, TODOKU_ENDPOINT_ERROR_HOST },
  { "imaps://imap.example.jp/", NULL, TODOKU_ENDPOINT_ERROR_HOST },
  { "imaps://imap.example.jp:", NULL, TODOKU_ENDPOINT_ERROR_PORT },
  { "imaps://imap.example.jp:0", NULL, TODOKU_ENDPOINT_ERROR_PORT },
  { "imaps://imap.example.jp:65536", NULL, TODOKU_ENDPOINT_ERROR_PORT },
  { "imaps://imap.example.jp:9e3", NULL, TODOKU_ENDPOINT_ERROR_PORT },
  { "imaps://imap.example.jp:-1", NULL, TODOKU_ENDPOINT_ERROR_PORT },
  { "imaps://imap.example.jp:993/x", NULL, TODOKU_ENDPOINT_ERROR_PORT },
};

static void
test_endpoints (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (endpoint_rows); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (TodokuEndpoint) endpoint =
        todoku_endpoint_parse (endpoint_rows[i].text, &error);
    g_autofree char *written = NULL;

    g_test_message ("%s", endpoint_rows[i].text);
    if (!endpoint_rows[i].written) {
      g_assert_null (endpoint);
      g_assert_error (error, TODOKU_ENDPOINT_ERROR, endpoint_rows[i].code);
      continue;
    }
    g_assert_no_error (error);
    written = todoku_endpoint_to_string (endpoint);
    g_assert_cmpstr (written, ==, endpoint_rows[i].written);
  }
}

static void
test_round_trip (void)
{
  for (int p = 0; p <= TODOKU_PROTOCOL_SMTP; p++)
    for (int s = 0; s <= TODOKU_SECURITY_NONE; s++) {
      TodokuProtocol protocol = (TodokuProtocol) p;
      TodokuSecurity security = (TodokuSecurity) s;
      g_autoptr (TodokuEndpoint) one =
          todoku_endpoint_new (protocol,
                               security,
                               "mail.example.com",
                               todoku_endpoint_default_port (protocol,
                                                             security),
                               NULL);
      g_autofree char *text = todoku_endpoint_to_string (one);
      g_autoptr (TodokuEndpoint) other = todoku_endpoint_parse (text, NULL);
      g_autoptr (TodokuEndpoint) copy = todoku_endpoint_copy (one);

      g_assert_true (todoku_endpoint_equal (one, other));
      g_assert_true (todoku_endpoint_equal (one, copy));
      copy->port++;
      g_assert_false (todoku_endpoint_equal (one, copy));
      g_assert_false (todoku_endpoint_equal (one, NULL));
    }
  g_assert_true (todoku_endpoint_equal (NULL, NULL));
}

static const struct {
  const char *text;
  const char *host; /* NULL: refused */
} host_rows[] = {
  { "mail.example.com", "mail.example.com" },
  { " Mail.Example.COM. ", "mail.example.com" },
  { "localhost", "localhost" },
  { "192.0.2.1", "192.0.2.1" },
  { "::1", "::1" },
  { "[::1]", "::1" },
  { "2001:DB8::A", "2001:db8::a" },
  { "mail_1.example.com", "mail_1.example.com" },
  { "メール.example.jp", "xn--4dkua4c.example.jp" },
  { "ｍａｉｌ．example．jp", "mail.example.jp" },
  { "例え。jp", "xn--r8jz45g.jp" },
  { "", NULL },
  { "   ", NULL },
  { ".", NULL },
  { "..", NULL },
  { ".example.com", NULL },
  { "mail..example.com", NULL },
  { "mail.example.com..", NULL },
  { "-x.example.com", NULL },
  { "taro@example.com", NULL },
  { "http://example.com", NULL },
  { "mail.example.com:993", NULL },
  { "ab:12", NULL },
  { "[::1]:993", NULL },
  { "[mail.example.com]", NULL },
  { "fe80::1%eth0", NULL },
  { "1.2.3", NULL },
  { "999.1.1.1", NULL },
  { "mail example.com", NULL },
  { "mail.example.com\r\nQUIT", NULL },
  { "mail.example.com\nQUIT", NULL },
  { "mail\x01.example.com", NULL },
  { "mail\xff.example.com", NULL },
  { "a234567890123456789012345678901234567890123456789012345678901234.jp",
    NULL },
};

static void
test_hosts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (host_rows); i++) {
    g_autoptr (GError) error = NULL;
    char *untouched = (char *) "untouched";
    char *host = untouched;
    gboolean valid = todoku_host_normalise (host_rows[i].text, &host, &error);
    g_autofree char *owned = valid ? host : NULL;

    g_test_message ("row %" G_GSIZE_FORMAT, i);
    if (host_rows[i].host) {
      g_assert_no_error (error);
      g_assert_cmpstr (owned, ==, host_rows[i].host);
      continue;
    }
    g_assert_false (valid);
    g_assert_error (error, TODOKU_ENDPOINT_ERROR, TODOKU_ENDPOINT_ERROR_HOST);
    g_assert_true (host == untouched);
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
  }
}

static void
test_long_host (void)
{
  g_autoptr (GString) text = g_string_new ("a");
  g_autofree char *host = NULL;

  while (text->len < 253)
    g_string_append (text, ".a");
  g_assert_true (todoku_host_normalise (text->str, &host, NULL));
  g_string_append (text, ".a");
  g_assert_false (todoku_host_normalise (text->str, &host, NULL));
}

static void
test_names (void)
{
  TodokuProtocol protocol;
  TodokuSecurity security;

  g_assert_true (todoku_protocol_from_string ("pop3", &protocol));
  g_assert_cmpint (protocol, ==, TODOKU_PROTOCOL_POP3);
  g_assert_true (todoku_security_from_string ("none", &security));
  g_assert_cmpint (security, ==, TODOKU_SECURITY_NONE);
  g_assert_false (todoku_protocol_from_string ("POP3", &protocol));
  g_assert_false (todoku_protocol_from_string (NULL, &protocol));
  g_assert_false (todoku_security_from_string ("ssl", &security));
  g_assert_cmpstr (todoku_protocol_to_string (TODOKU_PROTOCOL_SMTP),
                   ==,
                   "smtp");
  g_assert_cmpstr (todoku_security_to_string (TODOKU_SECURITY_STARTTLS),
                   ==,
                   "starttls");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/endpoint/parse", test_endpoints);
  g_test_add_func ("/endpoint/round-trip", test_round_trip);
  g_test_add_func ("/endpoint/UI-02/host", test_hosts);
  g_test_add_func ("/endpoint/long-host", test_long_host);
  g_test_add_func ("/endpoint/names", test_names);
  return g_test_run ();
}
