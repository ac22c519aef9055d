/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "fuzz.h"
#include "todoku-certificate.h"
#include "todoku-der.h"

#include <string.h>

/* A certificate as a server sends it: read by our own DER reader and, when GIO
 * takes it for one, by all of the report. */

static void
check_visible (const char *text)
{
  if (!text)
    return;
  g_assert_true (g_utf8_validate (text, -1, NULL));
  for (; *text; text++)
    g_assert_false (g_ascii_iscntrl (*text));
}

static GTlsCertificate *
take (const uint8_t *data, size_t size)
{
  g_autoptr (GByteArray) der = g_byte_array_new ();

  g_byte_array_append (der, data, (guint) size);
  return g_initable_new (g_tls_backend_get_certificate_type (
                             g_tls_backend_get_default ()),
                         NULL,
                         NULL,
                         "certificate",
                         der,
                         NULL);
}

static void
report_on (GTlsCertificate *certificate)
{
  g_autoptr (GPtrArray) chain = g_ptr_array_new ();
  g_autoptr (GSocketConnectable) identity =
      g_network_address_new ("mail.example.com", 993);
  g_autoptr (GDateTime) now = g_date_time_new_utc (2026, 11, 28, 0, 0, 0);
  g_autoptr (TodokuCertificateReport) report = NULL;
  const TodokuCertificateInfo *info;

  g_ptr_array_add (chain, certificate);
  report = todoku_certificate_report_new (chain, identity, NULL, NULL, 0, now);
  /* Nobody vouches for it. */
  g_assert_false (todoku_certificate_report_is_verified (report));
  info = g_ptr_array_index (todoku_certificate_report_get_certificates (report),
                            0);
  check_visible (info->subject);
  check_visible (info->issuer);
  check_visible (info->subject_for_people);
  check_visible (info->issuer_for_people);
  check_visible (info->issuer_organisation);
  g_assert_cmpuint (g_strv_length (info->names), <=, 100);
  for (char **name = info->names; *name; name++)
    check_visible (*name);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree uint8_t *exact = g_memdup2 (data, size);
  g_autoptr (GTlsCertificate) certificate = NULL;

  (void) todoku_der_inspect (exact, size);
  certificate = take (data, size);
  if (certificate)
    report_on (certificate);
  return 0;
}
