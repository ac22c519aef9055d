/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What GIO does not tell of a certificate (safety.md, trap 6). */
typedef enum {
  TODOKU_DER_READABLE = 1 << 0,
  TODOKU_DER_WEAK_SIGNATURE = 1 << 1, /* MD5 or SHA-1 */
  TODOKU_DER_WEAK_KEY = 1 << 2,       /* RSA under 2048 bits */
  TODOKU_DER_CA = 1 << 3,             /* basicConstraints says CA */
  TODOKU_DER_NO_SERVER_AUTH = 1
                              << 4, /* extended key usages without serverAuth */
  TODOKU_DER_SELF_ISSUED = 1 << 5,  /* subject and issuer are the same bytes */
  TODOKU_DER_MUST_STAPLE = 1 << 6,  /* promises a staple (RFC 7633) */
} TodokuDerFlags;

TodokuDerFlags
todoku_der_inspect (const guint8 *der, gsize length);

G_END_DECLS
