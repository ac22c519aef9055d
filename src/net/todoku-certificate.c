/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-certificate.h"

#include "todoku-der.h"
#include "todoku-observed.h"

#include <string.h>

#define MAX_CHAIN 16
#define MAX_NAMES 100
#define MAX_NAME 256

struct _TodokuCertificateReport {
  gatomicrefcount references;
  GPtrArray *certificates; /* (element-type TodokuCertificateInfo) */
  TodokuDerFlags der[MAX_CHAIN];
  TodokuCertificateProblem problems[TODOKU_N_CERTIFICATE_PROBLEMS];
  guint culprits[TODOKU_N_CERTIFICATE_PROBLEMS];
  guint n_problems;
  GDateTime *now;
};

G_DEFINE_BOXED_TYPE (TodokuCertificateReport,
                     todoku_certificate_report,
                     todoku_certificate_report_ref,
                     todoku_certificate_report_unref)

#define NAME(s, t) t,

static const char *const problem_names[] = { TODOKU_CERTIFICATE_PROBLEMS (
    NAME) };

/**
 * todoku_certificate_problem_to_string:
 * @problem: a problem
 *
 * Returns: (transfer none): the id of the finding that it is
 */
const char *
todoku_certificate_problem_to_string (TodokuCertificateProblem problem)
{
  g_return_val_if_fail ((guint) problem < TODOKU_N_CERTIFICATE_PROBLEMS, NULL);

  return problem_names[problem];
}

/* ---- what a certificate says ----------------------------------------------
 */

static void
info_free (gpointer data)
{
  TodokuCertificateInfo *info = data;

  g_free (info->subject);
  g_free (info->issuer);
  g_free (info->subject_for_people);
  g_free (info->issuer_for_people);
  g_free (info->issuer_organisation);
  g_strfreev (info->names);
  g_clear_pointer (&info->not_before, g_date_time_unref);
  g_clear_pointer (&info->not_after, g_date_time_unref);
  g_free (info->sha256);
  g_free (info);
}

static char *
visible (const char *text)
{
  return text ? todoku_visible_text (text, strlen (text), MAX_NAME)
              : g_strdup ("");
}

/* One attribute of a name written as RFC 4514 has it; commas inside a value are
 * escaped with a backslash. */
static char *
find_attribute (const char *name, const char *key)
{
  gsize length = strlen (key);

  for (const char *p = name; p && *p;) {
    const char *end = p;

    while (*end && *end != ',')
      end += end[0] == '\\' && end[1] ? 2 : 1;
    if (g_ascii_strncasecmp (p, key, length) == 0 && p[length] == '=') {
      g_autofree char *value =
          g_strndup (p + length + 1, (gsize) (end - p) - length - 1);

      return g_strcompress (value);
    }
    p = *end ? end + 1 : end;
    while (*p == ' ')
      p++;
  }
  return NULL;
}

static char *
find_organisation (const char *name)
{
  g_autofree char *organisation = find_attribute (name, "O");
  g_autofree char *common = organisation ? NULL : find_attribute (name, "CN");
  const char *found = organisation ? organisation : common;

  return found ? visible (found) : NULL;
}

/* "CN=Example CA\\, Inc.,O=Example" is for programs. */
static char *
dup_for_people (const char *name)
{
  g_autofree char *common = find_attribute (name, "CN");
  g_autofree char *organisation = find_attribute (name, "O");
  g_autofree char *both = NULL;

  if (common == NULL || organisation == NULL ||
      strcmp (common, organisation) == 0)
    return visible (common != NULL         ? common
                    : organisation != NULL ? organisation
                                           : name);
  both = g_strdup_printf ("%s (%s)", common, organisation);
  return visible (both);
}

static GStrv
read_names (GTlsCertificate *certificate)
{
  g_autoptr (GPtrArray) dns = g_tls_certificate_get_dns_names (certificate);
  g_autoptr (GPtrArray) addresses =
      g_tls_certificate_get_ip_addresses (certificate);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint count = 0;

  for (guint i = 0; dns && i < dns->len && count < MAX_NAMES; i++, count++) {
    gsize length;
    const char *bytes = g_bytes_get_data (g_ptr_array_index (dns, i), &length);
    g_autofree char *name =
        todoku_visible_text (bytes ? bytes : "", length, MAX_NAME);

    g_strv_builder_add (builder, name);
  }
  for (guint i = 0; addresses && i < addresses->len && count < MAX_NAMES;
       i++, count++) {
    g_autofree char *name =
        g_inet_address_to_string (g_ptr_array_index (addresses, i));

    g_strv_builder_add (builder, name);
  }
  return g_strv_builder_end (builder);
}

static TodokuCertificateInfo *
info_new (GTlsCertificate *certificate)
{
  TodokuCertificateInfo *info = g_new0 (TodokuCertificateInfo, 1);
  g_autofree char *subject = g_tls_certificate_get_subject_name (certificate);
  g_autofree char *issuer = g_tls_certificate_get_issuer_name (certificate);
  g_autoptr (GByteArray) der = NULL;

  g_object_get (certificate, "certificate", &der, NULL);
  info->subject = visible (subject);
  info->issuer = visible (issuer);
  info->subject_for_people = dup_for_people (subject);
  info->issuer_for_people = dup_for_people (issuer);
  info->issuer_organisation = issuer ? find_organisation (issuer) : NULL;
  info->names = read_names (certificate);
  info->not_before = g_tls_certificate_get_not_valid_before (certificate);
  info->not_after = g_tls_certificate_get_not_valid_after (certificate);
  info->sha256 =
      der ? g_compute_checksum_for_data (G_CHECKSUM_SHA256, der->data, der->len)
          : g_strdup ("");
  return info;
}

/* ---- what is wrong with it ------------------------------------------------
 */

static void
add_problem (TodokuCertificateReport *self,
             TodokuCertificateProblem problem,
             guint culprit)
{
  if (todoku_certificate_report_has_problem (self, problem))
    return;
  self->problems[self->n_problems] = problem;
  self->culprits[self->n_problems++] = culprit;
}

static gboolean
is_self_issued (TodokuCertificateReport *self, guint index)
{
  return (self->der[index] & TODOKU_DER_SELF_ISSUED) != 0;
}

/* Leaf, its issuer and so on, each once: a chain may be a circle (trap 1). */
static gboolean
is_circular (GTlsCertificate *leaf)
{
  guint count = 0;

  for (GTlsCertificate *c = leaf; c; c = g_tls_certificate_get_issuer (c))
    if (++count > MAX_CHAIN)
      return TRUE;
  return FALSE;
}

static GTlsCertificateFlags
ask (GTlsDatabase *database,
     GTlsCertificate *leaf,
     GSocketConnectable *identity)
{
  g_autoptr (GError) error = NULL;

  if (!database)
    return G_TLS_CERTIFICATE_UNKNOWN_CA;
  return g_tls_database_verify_chain (
      database,
      leaf,
      G_TLS_DATABASE_PURPOSE_AUTHENTICATE_SERVER,
      identity,
      NULL,
      G_TLS_DATABASE_VERIFY_NONE,
      NULL,
      &error);
}

/* Trusted by either; what else is wrong is said by the one that knows the root.
 */
static GTlsCertificateFlags
ask_both (GTlsDatabase *database,
          GTlsDatabase *extra,
          GTlsCertificate *leaf,
          GSocketConnectable *identity)
{
  GTlsCertificateFlags flags = ask (database, leaf, identity);

  if ((flags & G_TLS_CERTIFICATE_UNKNOWN_CA) && extra) {
    GTlsCertificateFlags others = ask (extra, leaf, identity);

    if (!(others & G_TLS_CERTIFICATE_UNKNOWN_CA))
      return others;
  }
  return flags;
}

/* GIO says the same of four different things (trap 7). */
static void
classify_untrusted (TodokuCertificateReport *self)
{
  guint last = self->certificates->len - 1;

  if (is_self_issued (self, 0)) {
    add_problem (self, TODOKU_CERTIFICATE_SELF_SIGNED, 0);
    return;
  }
  /* A signer must be an authority (RFC 5280 §4.2.1.9). */
  for (guint i = 1; i <= last; i++)
    if (!(self->der[i] & TODOKU_DER_CA)) {
      add_problem (self, TODOKU_CERTIFICATE_UNSUITABLE, i);
      return;
    }
  /* Authorities that the public knows do not sign servers with their root, so a
   * leaf alone lacks its intermediate.  Above an intermediate it may as well be
   * a root of one's own, which no server has to send (RFC 8446 §4.4.2): that it
   * is not known here is all that was seen. */
  if (last == 0)
    add_problem (self, TODOKU_CERTIFICATE_CHAIN_INCOMPLETE, 0);
  else
    add_problem (self, TODOKU_CERTIFICATE_UNTRUSTED, last);
}

#define TIME_FLAGS (G_TLS_CERTIFICATE_EXPIRED | G_TLS_CERTIFICATE_NOT_ACTIVATED)

/* A certificate above the leaf that is out of its time does no harm when there
 * is a way around it: many servers still send an expired cross-certificate of a
 * root that is trusted itself.  The database, which goes by the real clock,
 * says so. */
static gboolean
is_bypassed (const TodokuCertificateInfo *info, GTlsCertificateFlags flags)
{
  g_autoptr (GDateTime) real = g_date_time_new_now_utc ();

  if (flags & (TIME_FLAGS | G_TLS_CERTIFICATE_UNKNOWN_CA))
    return FALSE;
  return (info->not_after && g_date_time_compare (real, info->not_after) > 0) ||
         (info->not_before && g_date_time_compare (real, info->not_before) < 0);
}

static void
check_times (TodokuCertificateReport *self,
             GTlsCertificateFlags flags,
             GDateTime *now)
{
  for (guint i = 0; i < self->certificates->len; i++) {
    const TodokuCertificateInfo *info =
        g_ptr_array_index (self->certificates, i);

    if (i > 0 && is_bypassed (info, flags))
      continue;
    if (info->not_after && g_date_time_compare (now, info->not_after) > 0)
      add_problem (self, TODOKU_CERTIFICATE_EXPIRED, i);
    if (info->not_before && g_date_time_compare (now, info->not_before) < 0)
      add_problem (self, TODOKU_CERTIFICATE_NOT_YET_VALID, i);
  }
}

static void
check_name (TodokuCertificateReport *self, GTlsCertificateFlags flags)
{
  const TodokuCertificateInfo *leaf = g_ptr_array_index (self->certificates, 0);

  /* A name in CN alone is taken by GIO and by nobody else today (RFC 9525 §2).
   */
  if ((flags & G_TLS_CERTIFICATE_BAD_IDENTITY) || leaf->names[0] == NULL)
    add_problem (self, TODOKU_CERTIFICATE_NAME_MISMATCH, 0);
}

static void
check_der (TodokuCertificateReport *self)
{
  for (guint i = 0; i < self->certificates->len; i++) {
    TodokuDerFlags flags = self->der[i];

    /* A root's signature upon itself proves nothing and may be old. */
    if ((flags & TODOKU_DER_WEAK_KEY) || ((flags & TODOKU_DER_WEAK_SIGNATURE) &&
                                          !(flags & TODOKU_DER_SELF_ISSUED)))
      add_problem (self, TODOKU_CERTIFICATE_WEAK, i);
    if (!(flags & TODOKU_DER_READABLE))
      add_problem (self, TODOKU_CERTIFICATE_UNSUITABLE, i);
  }
  if (self->der[0] & TODOKU_DER_NO_SERVER_AUTH)
    add_problem (self, TODOKU_CERTIFICATE_UNSUITABLE, 0);
  if ((self->der[0] & TODOKU_DER_CA) && !is_self_issued (self, 0))
    add_problem (self, TODOKU_CERTIFICATE_UNSUITABLE, 0);
}

/* GIO has one flag for all that it has no word for.  Of a chain that is without
 * that flag when it is judged alone, and of a certificate that promises a
 * staple, the handshake says by it that no good one came (RFC 7633 §4). */
static void
check_staple (TodokuCertificateReport *self,
              GTlsCertificateFlags flags,
              GTlsCertificateFlags seen)
{
  if (seen & G_TLS_CERTIFICATE_REVOKED)
    add_problem (self, TODOKU_CERTIFICATE_REVOKED, 0);
  else if ((seen & ~flags & G_TLS_CERTIFICATE_GENERIC_ERROR) &&
           (self->der[0] & TODOKU_DER_MUST_STAPLE))
    add_problem (self, TODOKU_CERTIFICATE_STAPLE_MISSING, 0);
}

/* Whatever GIO refuses stays refused, whether we found the reason or not. */
static void
check_rest (TodokuCertificateReport *self, GTlsCertificateFlags flags)
{
  guint last = self->certificates->len - 1;

  if (flags & G_TLS_CERTIFICATE_REVOKED)
    add_problem (self, TODOKU_CERTIFICATE_REVOKED, 0);
  if (flags & G_TLS_CERTIFICATE_INSECURE)
    add_problem (self, TODOKU_CERTIFICATE_WEAK, 0);
  if (flags & G_TLS_CERTIFICATE_EXPIRED)
    add_problem (self, TODOKU_CERTIFICATE_EXPIRED, last);
  if (flags & G_TLS_CERTIFICATE_NOT_ACTIVATED)
    add_problem (self, TODOKU_CERTIFICATE_NOT_YET_VALID, last);
  if (flags != G_TLS_CERTIFICATE_NO_FLAGS && self->n_problems == 0)
    add_problem (self, TODOKU_CERTIFICATE_UNSUITABLE, 0);
}

static void
check_trust (TodokuCertificateReport *self,
             GPtrArray *chain,
             GSocketConnectable *identity,
             GTlsDatabase *database,
             GTlsDatabase *extra,
             GTlsCertificateFlags seen,
             GDateTime *now)
{
  GTlsCertificate *leaf = g_ptr_array_index (chain, 0);
  gboolean circular = is_circular (leaf);
  GTlsCertificateFlags flags = circular
                                   ? G_TLS_CERTIFICATE_UNKNOWN_CA
                                   : ask_both (database, extra, leaf, identity);

  check_times (self, flags, now);
  if (circular)
    add_problem (self, TODOKU_CERTIFICATE_UNTRUSTED, 0);
  else if (flags & G_TLS_CERTIFICATE_UNKNOWN_CA)
    classify_untrusted (self);
  check_name (self, flags);
  check_der (self);
  check_staple (self, flags, seen);
  check_rest (self, flags);
}

static TodokuDerFlags
inspect (GTlsCertificate *certificate)
{
  g_autoptr (GByteArray) der = NULL;

  g_object_get (certificate, "certificate", &der, NULL);
  return der ? todoku_der_inspect (der->data, der->len) : 0;
}

/**
 * todoku_certificate_report_new:
 * @chain: (element-type GTlsCertificate): leaf first; at most 16 are read
 * @identity: the name that was meant
 * @database: (nullable): trust anchors
 * @extra_anchors: (nullable): more of them
 * @seen: what the handshake found that the chain does not show: a staple that
 *   says "revoked", or one that was promised and did not come (RFC 7633)
 * @now: wall clock
 *
 * Reads a chain and says what is wrong with it.
 *
 * Returns: (transfer full): the report
 */
TodokuCertificateReport *
todoku_certificate_report_new (GPtrArray *chain,
                               GSocketConnectable *identity,
                               GTlsDatabase *database,
                               GTlsDatabase *extra_anchors,
                               GTlsCertificateFlags seen,
                               GDateTime *now)
{
  TodokuCertificateReport *self;

  g_return_val_if_fail (chain && chain->len > 0 && identity && now, NULL);

  self = g_new0 (TodokuCertificateReport, 1);
  g_atomic_ref_count_init (&self->references);
  self->now = g_date_time_ref (now);
  self->certificates = g_ptr_array_new_with_free_func (info_free);
  for (guint i = 0; i < chain->len && i < MAX_CHAIN; i++) {
    g_ptr_array_add (self->certificates,
                     info_new (g_ptr_array_index (chain, i)));
    self->der[i] = inspect (g_ptr_array_index (chain, i));
  }
  check_trust (self, chain, identity, database, extra_anchors, seen, now);
  return self;
}

/**
 * todoku_certificate_report_ref:
 * @self: a report
 *
 * Returns: (transfer full): @self
 */
TodokuCertificateReport *
todoku_certificate_report_ref (TodokuCertificateReport *self)
{
  g_return_val_if_fail (self, NULL);

  g_atomic_ref_count_inc (&self->references);
  return self;
}

/**
 * todoku_certificate_report_unref:
 * @self: (nullable): a report
 */
void
todoku_certificate_report_unref (TodokuCertificateReport *self)
{
  if (!self || !g_atomic_ref_count_dec (&self->references))
    return;
  g_ptr_array_unref (self->certificates);
  g_date_time_unref (self->now);
  g_free (self);
}

/**
 * todoku_certificate_report_is_verified:
 * @self: a report
 *
 * Returns: whether nothing is wrong
 */
gboolean
todoku_certificate_report_is_verified (TodokuCertificateReport *self)
{
  g_return_val_if_fail (self, FALSE);

  return self->n_problems == 0;
}

/**
 * todoku_certificate_report_get_now:
 * @self: a report
 *
 * Returns: (transfer none): the clock by which it was judged
 */
GDateTime *
todoku_certificate_report_get_now (TodokuCertificateReport *self)
{
  g_return_val_if_fail (self, NULL);

  return self->now;
}

/**
 * todoku_certificate_report_get_certificates:
 * @self: a report
 *
 * Returns: (transfer none) (element-type TodokuCertificateInfo): the chain,
 * leaf first
 */
GPtrArray *
todoku_certificate_report_get_certificates (TodokuCertificateReport *self)
{
  g_return_val_if_fail (self, NULL);

  return self->certificates;
}

/**
 * todoku_certificate_report_get_problems:
 * @self: a report
 * @ret_length: (out): how many
 *
 * Returns: (array length=ret_length) (transfer none): what is wrong
 */
const TodokuCertificateProblem *
todoku_certificate_report_get_problems (TodokuCertificateReport *self,
                                        guint *ret_length)
{
  g_return_val_if_fail (self && ret_length, NULL);

  *ret_length = self->n_problems;
  return self->problems;
}

/**
 * todoku_certificate_report_has_problem:
 * @self: a report
 * @problem: a problem
 *
 * Returns: whether it is among what is wrong
 */
gboolean
todoku_certificate_report_has_problem (TodokuCertificateReport *self,
                                       TodokuCertificateProblem problem)
{
  g_return_val_if_fail (self, FALSE);

  for (guint i = 0; i < self->n_problems; i++)
    if (self->problems[i] == problem)
      return TRUE;
  return FALSE;
}

/**
 * todoku_certificate_report_get_culprit:
 * @self: a report
 * @problem: a problem
 *
 * Returns: which certificate of the chain it is about
 */
guint
todoku_certificate_report_get_culprit (TodokuCertificateReport *self,
                                       TodokuCertificateProblem problem)
{
  g_return_val_if_fail (self, 0);

  for (guint i = 0; i < self->n_problems; i++)
    if (self->problems[i] == problem)
      return self->culprits[i];
  return 0;
}
