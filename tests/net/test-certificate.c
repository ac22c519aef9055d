/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "net-fixture.h"
#include "todoku-der.h"

#include <string.h>

/* Every chain of make-certs.sh, judged for NET_HOST, under the row of safety.md
 * that it settles. */
static const struct {
  const char *row;
  const char *name;
  const char *problems;
} rows[] = {
  { "good", "valid", "" },
  { "good", "with-root", "" },
  { "good", "direct", "" },
  { "good", "rsa2048", "" },
  { "good", "hostile", "" },
  /* An expired cross-certificate of a root that is trusted itself */
  { "good", "crossed-chain", "" },
  { "TL-01", "expired", "expired@0" },
  { "TL-01", "expired-by-a-second", "expired@0" },
  { "TL-02", "expired-intermediate-chain", "expired@1" },
  { "TL-03", "not-yet-valid", "not-yet-valid@0" },
  { "TL-04", "wrong-name", "name-mismatch@0" },
  /* GIO says one and the same of these */
  { "TL-05", "self-signed", "self-signed@0" },
  { "TL-05", "untrusted", "untrusted@1" },
  { "TL-05", "missing-intermediate", "chain-incomplete@0" },
  { "TL-05", "under-leaf", "unsuitable@1" },
  { "TL-05", "gap-in-chain", "untrusted@1" },
  /* No more than 16 are read */
  { "TL-07", "long-chain", "untrusted@0" },
  { "TL-07", "many-names-3000", "" },
  { "TL-07", "many-names-10000", "" },
  { "TL-08", "cn-only", "name-mismatch@0" },
  { "TL-08", "uri-only", "name-mismatch@0" },
  { "TL-08", "srv-only", "name-mismatch@0" },
  { "TL-08", "nul-name", "name-mismatch@0" },
  { "TL-08", "nul-subject", "name-mismatch@0" },
  { "TL-09", "client-only", "unsuitable@0" },
  { "TL-09", "ca-leaf", "unsuitable@0" },
  { "TL-09", "version-1", "name-mismatch@0" },
  { "TL-10", "sha1", "weak@0" },
  { "TL-10", "rsa1024", "weak@0" },
  { "TL-10", "rsa512", "weak@0" },
  { "TL-10", "dsa", "weak@0" },
  { "TL-10", "md5", "weak@0" },
  /* A promise alone: whether it is kept, only a handshake shows. */
  { "TL-14", "must-staple", "" },
  { "TL-14", "unknown-critical", "unsuitable@0" },
  { "TL-14", "name-constraints", "unsuitable@0" },
  { "TL-14", "too-deep", "unsuitable@0" },
  { "TL-20", "hostile-names", "" },
};

static GPtrArray *
chain_of (GTlsCertificate *leaf)
{
  GPtrArray *chain = g_ptr_array_new_with_free_func (g_object_unref);

  /* As the handshake does it: a chain may be a circle. */
  for (GTlsCertificate *c = leaf; c && chain->len < 16;
       c = g_tls_certificate_get_issuer (c))
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
                                        0,
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
    { "_imap.wild.example.com", "" },
    { "xn--wgv71a119e.wild.example.com", "" },
    { "xn--wgv71a119e.example.com", "name-mismatch@0" },
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
  g_assert_true (
      g_date_time_equal (todoku_certificate_report_get_now (early), before));
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

/* What a network says of a certificate under a name. */
static TodokuCertificateReport *
judge (TodokuNetwork *network,
       const char *name,
       const char *host,
       GTlsCertificateFlags seen)
{
  g_autoptr (GTlsCertificate) leaf = net_load_certificate (name);
  g_autoptr (GPtrArray) chain = chain_of (leaf);
  g_autoptr (GSocketConnectable) identity = g_network_address_new (host, 993);

  return todoku_network_judge_chain (network, chain, identity, seen);
}

static void
assert_says (TodokuNetwork *network,
             const char *name,
             const char *host,
             GTlsCertificateFlags seen,
             const char *problems)
{
  g_autoptr (TodokuCertificateReport) report =
      judge (network, name, host, seen);
  g_autofree char *found = net_describe_certificates (report);

  g_assert_cmpstr (found, ==, problems);
}

/* Each asked directly after one that differs in one thing alone. */
static void
test_judged_anew (void)
{
  g_autoptr (TodokuNetwork) network = net_network_new (993);
  g_autoptr (TodokuNetwork) bare = todoku_network_new ();
  g_autoptr (GDateTime) after = g_date_time_new_utc (2100, 1, 1, 0, 0, 0);
  g_autofree char *ca = net_cert_path ("root", ".pem");

  assert_says (network, "valid", NET_HOST, 0, "");
  assert_says (network, "valid", "example.com", 0, "name-mismatch@0");
  assert_says (network, "valid", NET_HOST, 0, "");
  assert_says (network, "wrong-name", NET_HOST, 0, "name-mismatch@0");
  assert_says (network, "valid", NET_HOST, 0, "");
  assert_says (network,
               "valid",
               NET_HOST,
               G_TLS_CERTIFICATE_REVOKED,
               "revoked@0");
  assert_says (network, "valid", NET_HOST, 0, "");
  todoku_network_set_now (network, after);
  assert_says (network, "valid", NET_HOST, 0, "expired@0");
  todoku_network_set_now (network, NULL);
  assert_says (network, "valid", NET_HOST, 0, "");
  assert_says (bare, "valid", NET_HOST, 0, "untrusted@1");
  g_assert_true (todoku_network_add_ca_file (bare, ca, NULL));
  assert_says (bare, "valid", NET_HOST, 0, "");
}

/* A second may end between two; not three times in a row. */
static void
test_judged_once (void)
{
  g_autoptr (TodokuNetwork) network = net_network_new (993);
  gboolean same = FALSE;

  for (guint i = 0; i < 3 && !same; i++) {
    g_autoptr (TodokuCertificateReport) one =
        judge (network, "valid", NET_HOST, 0);
    g_autoptr (TodokuCertificateReport) two =
        judge (network, "valid", NET_HOST, 0);

    same = one == two;
  }
  g_assert_true (same);
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
      todoku_certificate_report_new (chain, identity, NULL, NULL, 0, now);

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
  g_assert_cmpstr (leaf->subject_for_people,
                   ==,
                   "mail.example.com (Example Mail)");
  g_assert_cmpstr (leaf->issuer_for_people,
                   ==,
                   "Test Intermediate (Todoku Tests)");
  g_assert_cmpstr (leaf->names[0], ==, "mail.example.com");
  g_assert_cmpstr (leaf->names[1], ==, "*.wild.example.com");
  g_assert_cmpstr (leaf->names[2], ==, "127.0.0.1");
  g_assert_cmpuint (g_strv_length (leaf->names), ==, 4);
  g_assert_cmpuint (strlen (leaf->sha256), ==, 64);
  g_assert_true (g_date_time_compare (leaf->not_before, leaf->not_after) < 0);
  g_assert_cmpstr (root->subject, ==, root->issuer);
}

/* Whoever is missing or not known is named. */
static void
test_missing_issuer (void)
{
  static const struct {
    const char *chain;
    TodokuCertificateProblem problem;
    const char *issuer;
  } gaps[] = {
    { "missing-intermediate",
      TODOKU_CERTIFICATE_CHAIN_INCOMPLETE,
      "Test Intermediate" },
    { "gap-in-chain", TODOKU_CERTIFICATE_UNTRUSTED, "Test Intermediate" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (gaps); i++) {
    g_autoptr (TodokuCertificateReport) report =
        report_on (gaps[i].chain, NET_HOST, NULL);
    guint culprit =
        todoku_certificate_report_get_culprit (report, gaps[i].problem);
    const TodokuCertificateInfo *info =
        g_ptr_array_index (todoku_certificate_report_get_certificates (report),
                           culprit);

    g_test_message ("%s", gaps[i].chain);
    g_assert_nonnull (strstr (info->issuer, gaps[i].issuer));
  }
}

static void
check_visible (const char *text)
{
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_cmpuint (strlen (text), <=, 1024);
  g_assert_null (strpbrk (text, "\033\n\r\t\177"));
  g_assert_null (strstr (text, "\342\200\256"));
}

/* What a server names itself is capped and made visible. */
static void
test_hostile_names (void)
{
  static const char *const names[] = { "many-names-10000",
                                       "hostile-names",
                                       "hostile",
                                       "nul-subject",
                                       "nul-name" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (TodokuCertificateReport) report =
        report_on (names[i], NET_HOST, NULL);
    const TodokuCertificateInfo *info =
        g_ptr_array_index (todoku_certificate_report_get_certificates (report),
                           0);

    g_test_message ("%s", names[i]);
    g_assert_cmpuint (g_strv_length (info->names), <=, 100);
    check_visible (info->subject);
    check_visible (info->issuer);
    for (char **name = info->names; *name; name++)
      check_visible (*name);
  }
}

/* CN ends where it ends, not at a NUL. */
static void
test_nul_subject (void)
{
  g_autoptr (TodokuCertificateReport) report =
      report_on ("nul-subject", NET_HOST, NULL);
  const TodokuCertificateInfo *info =
      g_ptr_array_index (todoku_certificate_report_get_certificates (report),
                         0);

  g_test_message ("%s", info->subject);
  /* GnuTLS writes what it cannot print in hexadecimal (RFC 4514 §2.4). */
  g_assert_nonnull (strstr (info->subject, "002e6576696c"));
}

/* The name behind a NUL is shown, and belongs to it. */
static void
test_nul_name (void)
{
  g_autoptr (TodokuCertificateReport) report =
      report_on ("nul-name", NET_HOST, NULL);
  const TodokuCertificateInfo *info =
      g_ptr_array_index (todoku_certificate_report_get_certificates (report),
                         0);

  g_assert_nonnull (info->names[0]);
  g_test_message ("%s", info->names[0]);
  g_assert_nonnull (strstr (info->names[0], "evil.example"));
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
    { "dsa", TODOKU_DER_READABLE | TODOKU_DER_WEAK_KEY },
    { "md5", TODOKU_DER_READABLE | TODOKU_DER_WEAK_SIGNATURE },
    { "version-1", TODOKU_DER_READABLE },
    { "sha1", TODOKU_DER_READABLE | TODOKU_DER_WEAK_SIGNATURE },
    { "ca-leaf", TODOKU_DER_READABLE | TODOKU_DER_CA },
    { "client-only", TODOKU_DER_READABLE | TODOKU_DER_NO_SERVER_AUTH },
    { "must-staple", TODOKU_DER_READABLE | TODOKU_DER_MUST_STAPLE },
    { "other-feature", TODOKU_DER_READABLE },
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
        g_strconcat ("/net/certificate/", rows[i].row, "/", rows[i].name, NULL);

    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_problems);
  }
  g_test_add_func ("/net/certificate/TL-04/names", test_names);
  g_test_add_func ("/net/certificate/TL-03/clock", test_clock);
  g_test_add_func ("/net/certificate/clock-back", test_clock_back);
  g_test_add_func ("/net/certificate/judged-anew", test_judged_anew);
  g_test_add_func ("/net/certificate/judged-once", test_judged_once);
  g_test_add_func ("/net/certificate/no-database", test_no_database);
  g_test_add_func ("/net/certificate/info", test_info);
  g_test_add_func ("/net/certificate/TL-05/missing-issuer",
                   test_missing_issuer);
  g_test_add_func ("/net/certificate/TL-20/visible", test_hostile_names);
  g_test_add_func ("/net/certificate/TL-08/nul-in-subject", test_nul_subject);
  g_test_add_func ("/net/certificate/TL-08/nul-in-name", test_nul_name);
  g_test_add_func ("/net/der/flags", test_der_flags);
  g_test_add_func ("/net/der/damaged", test_der_damaged);
  g_test_add_func ("/net/der/lengths", test_der_lengths);
  return g_test_run ();
}
