/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Problems of a chain, our own classification (safety.md D). The strings are
 * the finding ids of the certificate layer. */
#define TODOKU_CERTIFICATE_PROBLEMS(X)                                         \
  X (EXPIRED, "certificate-expired")                                           \
  X (NOT_YET_VALID, "certificate-not-yet-valid")                               \
  X (NAME_MISMATCH, "certificate-name-mismatch")                               \
  X (SELF_SIGNED, "certificate-self-signed")                                   \
  X (UNTRUSTED, "certificate-untrusted")                                       \
  X (CHAIN_INCOMPLETE, "certificate-chain-incomplete")                         \
  X (WEAK, "certificate-weak")                                                 \
  X (REVOKED, "certificate-revoked")                                           \
  X (STAPLE_MISSING, "certificate-staple-missing")                             \
  X (UNSUITABLE, "certificate-unsuitable")

#define TODOKU_ENUM_CERTIFICATE_PROBLEM(s, t) TODOKU_CERTIFICATE_##s,
typedef enum {
  TODOKU_CERTIFICATE_PROBLEMS (TODOKU_ENUM_CERTIFICATE_PROBLEM)
  TODOKU_N_CERTIFICATE_PROBLEMS
} TodokuCertificateProblem;
const char *
todoku_certificate_problem_to_string (TodokuCertificateProblem problem);

/* One certificate of the chain as sent, leaf first.  Strings are visible text.
 */
typedef struct {
  char *subject;
  char *issuer;
  char *subject_for_people; /* CN= and O= of the subject, unescaped, where it
                               has them */
  char *issuer_for_people;
  char *issuer_organisation; /* (nullable) O= of the issuer, else its CN: who
                                vouches */
  GStrv names;               /* DNS names and addresses, at most 100 */
  GDateTime *not_before;
  GDateTime *not_after;
  char *sha256;
} TodokuCertificateInfo;

/**
 * TodokuCertificateReport:
 *
 * What a server's certificates say and what is wrong with them, for one
 * expected name at one time.  Problems are ordered by how much they explain.
 */
typedef struct _TodokuCertificateReport TodokuCertificateReport;

#define TODOKU_TYPE_CERTIFICATE_REPORT (todoku_certificate_report_get_type ())
GType
todoku_certificate_report_get_type (void);

/* @chain: GTlsCertificate, leaf first, as sent (at most 16 are read).
 * @database: trust anchors to ask with g_tls_database_verify_chain(), see traps
 * 1, 2, 6, 7. @extra_anchors: (nullable) further roots. @seen: what the
 * handshake itself found, a revoked staple for one. Pure but for the database.
 */
TodokuCertificateReport *
todoku_certificate_report_new (GPtrArray *chain,
                               GSocketConnectable *identity,
                               GTlsDatabase *database,
                               GTlsDatabase *extra_anchors,
                               GTlsCertificateFlags seen,
                               GDateTime *now);
TodokuCertificateReport *
todoku_certificate_report_ref (TodokuCertificateReport *self);
void
todoku_certificate_report_unref (TodokuCertificateReport *self);
gboolean
todoku_certificate_report_is_verified (TodokuCertificateReport *self);
GPtrArray *
todoku_certificate_report_get_certificates (
    TodokuCertificateReport *self); /* (element-type TodokuCertificateInfo) */
const TodokuCertificateProblem *
todoku_certificate_report_get_problems (TodokuCertificateReport *self,
                                        guint *ret_length);
gboolean
todoku_certificate_report_has_problem (TodokuCertificateReport *self,
                                       TodokuCertificateProblem problem);
/* The clock by which it was judged. */
GDateTime *
todoku_certificate_report_get_now (TodokuCertificateReport *self);
/* The certificate that a problem is about, as index into the chain. */
guint
todoku_certificate_report_get_culprit (TodokuCertificateReport *self,
                                       TodokuCertificateProblem problem);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TodokuCertificateReport,
                               todoku_certificate_report_unref)

G_END_DECLS
