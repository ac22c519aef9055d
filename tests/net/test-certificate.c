/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "net-fixture.h"
#include "todoku-der.h"

#include <string.h>

/* Every chain of make-certs.sh, judged for NET_HOST (safety.md D). */
static const struct {
  const char *name;
  const char *problems;
} rows[] = {
  { "valid", "" },
  { "with-root", "" },
  { "direct", "" },
  { "rsa2048", "" },
  { "many-names", "" },
  { "hostile", "" },
  /* An expired cross-certificate of a root that is trusted itself */
  { "crossed-chain", "" },
  /* TL-01, TL-02, TL-03 */
  { "expired", "expired@0" },
  { "expired-by-a-second", "expired@0" },
  { "expired-intermediate-chain", "expired@1" },
  { "not-yet-valid", "not-yet-valid@0" },
  /* TL-04, TL-08 */
  { "wrong-name", "name-mismatch@0" },
  { "cn-only", "name-mismatch@0" },
  { "uri-only", "name-mismatch@0" },
  /* TL-05, of which GIO says one and the same */
  { "self-signed", "self-signed@0" },
  { "untrusted", "untrusted@1" },
  { "missing-intermediate", "chain-incomplete@0" },
  { "under-leaf", "unsuitable@1" },
  /* TL-07: no more than 16 are read */
  { "long-chain", "untrusted@0" },
  /* TL-09, TL-10 */
  { "client-only", "unsuitable@0" },
  { "ca-leaf", "unsuitable@0" },
  { "sha1", "weak@0" },
  { "rsa1024", "weak@0" },
};

static GPtrArray *
chain_of (GTlsCertificate *leaf)
{
  GPtrArray *chain = g_ptr_array_new_with_free_func (g_object_unref);

  for (GTlsCertificate *c = leaf; c; c = g_tls_certificate_get_issuer (c))
    g_ptr_array_add (chain, g_object_ref (c));
  return chain;
}

static TodokuCertificateReport *
report_on (const char *name, const char *host, GDateTime *now)
{
  g_autoptr (TodokuNetwork) network = net_network_new (993);
  g_autoptr (GTlsCertificate) leaf = net_load_certificate (name);
  g_autoptr (GPtrArray) chain = chain_of (leaf);
  g_autoptr (GSocketConnectable) identity = g_network_address_new (host, 993);
  g_autoptr (GDateTime) real = todoku_network_get_now (network);

  return todoku_certificate_report_new (chain,
                                        identity,
                                        todoku_network_get_database (network),
                                        todoku_network_get_extra_anchors (
                                            network),
                                        now ? now : real);
}

static void
test_problems (gconstpointer data)
{
  guint row = GPOINTER_TO_UINT (data);
  g_autoptr (TodokuCertificateReport) report =
      report_on (rows[row].name, NET_HOST, NULL);
  g_autofree char *found = net_describe_certificates (report);

  g_assert_cmpstr (found, ==, rows[row].problems);
}

static void
test_names (void)
{
  static const struct {
    const char *host;
    const char *problems;
  } hosts[] = {
    { "mail.example.com", "" },
    { "MAIL.EXAMPLE.COM", "" },
    { "a.wild.example.com", "" },
    { "wild.example.com", "name-mismatch@0" },
    { "a.b.wild.example.com", "name-mismatch@0" },
    { "example.com", "name-mismatch@0" },
    { "mail.example.com.example.jp", "name-mismatch@0" },
    { "127.0.0.1", "" },
    { "127.0.0.2", "name-mismatch@0" },
    { "::1", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++) {
    g_autoptr (TodokuCertificateReport) report =
        report_on ("valid", hosts[i].host, NULL);
    g_autofree char *found = net_describe_certificates (report);

    g_test_message ("%s", hosts[i].host);
    g_assert_cmpstr (found, ==, hosts[i].problems);
  }
}

/* The clock is an argument: the same chain, long before and long after. */
static void
test_clock (void)
{
  g_autoptr (GDateTime) before = g_date_time_new_utc (2001, 1, 1, 0, 0, 0);
  g_autoptr (GDateTime) after = g_date_time_new_utc (2100, 1, 1, 0, 0, 0);
  g_autoptr (TodokuCertificateReport) early =
      report_on ("valid", NET_HOST, before);
  g_autoptr (TodokuCertificateReport) late =
      report_on ("valid", NET_HOST, after);
  g_autofree char *found_early = net_describe_certificates (early);
  g_autofree char *found_late = net_describe_certificates (late);

  g_assert_cmpstr (found_early, ==, "not-yet-valid@0");
  g_assert_cmpstr (found_late, ==, "expired@0");
}

/* An earlier clock does not make good what the database refuses today. */
static void
test_clock_back (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) then = g_date_time_add_days (now, -5);
  g_autoptr (TodokuCertificateReport) report =
      report_on ("expired", NET_HOST, then);

  g_assert_false (todoku_certificate_report_is_verified (report));
}

static void
test_no_database (void)
{
  g_autoptr (GTlsCertificate) leaf = net_load_certificate ("valid");
  g_autoptr (GPtrArray) chain = chain_of (leaf);
  g_autoptr (GSocketConnectable) identity =
      g_network_address_new (NET_HOST, 993);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (TodokuCertificateReport) report =
      todoku_certificate_report_new (chain, identity, NULL, NULL, now);

  g_assert_false (todoku_certificate_report_is_verified (report));
}

static void
test_info (void)
{
  g_autoptr (TodokuCertificateReport) report =
      report_on ("with-root", NET_HOST, NULL);
  GPtrArray *certificates = todoku_certificate_report_get_certificates (report);
  const TodokuCertificateInfo *leaf = g_ptr_array_index (certificates, 0);
  const TodokuCertificateInfo *root = g_ptr_array_index (certificates, 2);

  g_assert_cmpuint (certificates->len, ==, 3);
  g_assert_nonnull (strstr (leaf->subject, "mail.example.com"));
  g_assert_cmpstr (leaf->issuer_organisation, ==, "Todoku Tests");
  g_assert_cmpstr (leaf->names[0], ==, "mail.example.com");
  g_assert_cmpstr (leaf->names[1], ==, "*.wild.example.com");
  g_assert_cmpstr (leaf->names[2], ==, "127.0.0.1");
  g_assert_cmpuint (g_strv_length (leaf->names), ==, 4);
  g_assert_cmpuint (strlen (leaf->sha256), ==, 64);
  g_assert_true (g_date_time_compare (leaf->not_before, leaf->not_after) < 0);
  g_assert_cmpstr (root->subject, ==, root->issuer);
}

/* TL-07, TL-20: what a server names itself is capped and made visible. */
static void
test_hostile_names (void)
{
  g_autoptr (TodokuCertificateReport) many =
      report_on ("many-names", NET_HOST, NULL);
  g_autoptr (TodokuCertificateReport) hostile =
      report_on ("hostile", NET_HOST, NULL);
  const TodokuCertificateInfo *info =
      g_ptr_array_index (todoku_certificate_report_get_certificates (many), 0);

  g_assert_cmpuint (g_strv_length (info->names), ==, 100);
  info =
      g_ptr_array_index (todoku_certificate_report_get_certificates (hostile),
                         0);
  g_assert_true (g_utf8_validate (info->subject, -1, NULL));
  g_assert_null (strstr (info->subject, "\342\200\256"));
}

/* ---- DER -------------------------------------------------------------------
 */

static GByteArray *
der_of (const char *name)
{
  g_autoptr (GTlsCertificate) leaf = net_load_certificate (name);
  GByteArray *der = NULL;

  g_object_get (leaf, "certificate", &der, NULL);
  return der;
}

static void
test_der_flags (void)
{
  static const struct {
    const char *name;
    TodokuDerFlags flags;
  } certificates[] = {
    { "valid", TODOKU_DER_READABLE },
    { "rsa2048", TODOKU_DER_READABLE },
    { "rsa1024", TODOKU_DER_READABLE | TODOKU_DER_WEAK_KEY },
    { "sha1", TODOKU_DER_READABLE | TODOKU_DER_WEAK_SIGNATURE },
    { "ca-leaf", TODOKU_DER_READABLE | TODOKU_DER_CA },
    { "client-only", TODOKU_DER_READABLE | TODOKU_DER_NO_SERVER_AUTH },
    { "self-signed", TODOKU_DER_READABLE | TODOKU_DER_SELF_ISSUED },
    { "root", TODOKU_DER_READABLE | TODOKU_DER_SELF_ISSUED | TODOKU_DER_CA },
  };

  for (guint i = 0; i < G_N_ELEMENTS (certificates); i++) {
    g_autoptr (GByteArray) der = der_of (certificates[i].name);

    g_test_message ("%s", certificates[i].name);
    g_assert_cmpuint (todoku_der_inspect (der->data, der->len),
                      ==,
                      certificates[i].flags);
  }
}

/* Cut at every length, and with every byte changed: an answer, never an
 * overrun.  Each input has a heap block of exactly its size. */
static void
test_der_damaged (void)
{
  g_autoptr (GByteArray) der = der_of ("rsa2048");
  guint readable = 0;

  for (gsize length = 0; length < der->len; length++) {
    g_autofree guint8 *cut = g_memdup2 (der->data, length);

    g_assert_cmpuint (todoku_der_inspect (cut, length), ==, 0);
  }
  for (gsize i = 0; i < der->len; i++) {
    g_autofree guint8 *changed = g_memdup2 (der->data, der->len);

    changed[i] ^= 0xff;
    readable += todoku_der_inspect (changed, der->len) != 0;
  }
  g_assert_cmpuint (readable, >, 0);
  g_assert_cmpuint (readable, <, der->len);
}

static void
test_der_lengths (void)
{
  static const guint8 indefinite[] = { 0x30, 0x80, 0x30, 0x00 };
  static const guint8 huge[] = { 0x30, 0x84, 0xff, 0xff, 0xff, 0xff, 0x30 };
  static const guint8 beyond[] = { 0x30, 0x82, 0x01 };

  g_assert_cmpuint (todoku_der_inspect (indefinite, sizeof indefinite), ==, 0);
  g_assert_cmpuint (todoku_der_inspect (huge, sizeof huge), ==, 0);
  g_assert_cmpuint (todoku_der_inspect (beyond, sizeof beyond), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path =
        g_strconcat ("/net/certificate/", rows[i].name, NULL);

    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_problems);
  }
  g_test_add_func ("/net/certificate/names", test_names);
  g_test_add_func ("/net/certificate/clock", test_clock);
  g_test_add_func ("/net/certificate/clock-back", test_clock_back);
  g_test_add_func ("/net/certificate/no-database", test_no_database);
  g_test_add_func ("/net/certificate/info", test_info);
  g_test_add_func ("/net/certificate/hostile-names", test_hostile_names);
  g_test_add_func ("/net/der/flags", test_der_flags);
  g_test_add_func ("/net/der/damaged", test_der_damaged);
  g_test_add_func ("/net/der/lengths", test_der_lengths);
  return g_test_run ();
}
