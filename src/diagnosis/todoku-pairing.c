/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-account.h"

/**
 * todoku_pairing_check:
 * @endpoint: an endpoint
 *
 * Port and encryption as RFC 8314 §3 and RFC 6409 have them.
 *
 * Returns: what the port says of the encryption, without any network
 */
TodokuPairing
todoku_pairing_check (const TodokuEndpoint *endpoint)
{
  g_return_val_if_fail (endpoint, TODOKU_PAIRING_UNKNOWN);

  switch (endpoint->port) {
  case 993:
  case 995:
  case 465:
    return endpoint->security == TODOKU_SECURITY_TLS ? TODOKU_PAIRING_POSSIBLE
                                                     : TODOKU_PAIRING_NEEDS_TLS;
  case 143:
  case 110:
  case 587:
  case 25:
    return endpoint->security == TODOKU_SECURITY_TLS
               ? TODOKU_PAIRING_NEEDS_STARTTLS
               : TODOKU_PAIRING_POSSIBLE;
  default:
    return TODOKU_PAIRING_UNKNOWN;
  }
}

/**
 * todoku_pairing_fix:
 * @endpoint: an endpoint
 *
 * Returns: (transfer full) (nullable): @endpoint with the encryption that its
 * port needs; %NULL when it is possible as it is, or nothing is known
 */
TodokuEndpoint *
todoku_pairing_fix (const TodokuEndpoint *endpoint)
{
  TodokuPairing pairing;
  TodokuEndpoint *fixed;

  g_return_val_if_fail (endpoint, NULL);

  pairing = todoku_pairing_check (endpoint);
  if (pairing != TODOKU_PAIRING_NEEDS_TLS &&
      pairing != TODOKU_PAIRING_NEEDS_STARTTLS)
    return NULL;
  fixed = todoku_endpoint_copy (endpoint);
  fixed->security = pairing == TODOKU_PAIRING_NEEDS_TLS
                        ? TODOKU_SECURITY_TLS
                        : TODOKU_SECURITY_STARTTLS;
  return fixed;
}
