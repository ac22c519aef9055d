/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-der.h"

#include <string.h>

/* A reader of DER (X.690) that goes only where X.509 (RFC 5280 §4.1) sends it.
 * Every length is checked against what is left; nothing is allocated. */
typedef struct {
  const guint8 *bytes;
  gsize length;
} Der;

typedef enum {
  TAG_BOOLEAN = 0x01,
  TAG_INTEGER = 0x02,
  TAG_BIT_STRING = 0x03,
  TAG_OCTET_STRING = 0x04,
  TAG_OID = 0x06,
  TAG_SEQUENCE = 0x30,
  TAG_VERSION = 0xa0,
  TAG_EXTENSIONS = 0xa3,
} Tag;

static gboolean
read_length (const Der *der, gsize *ret_header, gsize *ret_length)
{
  guint8 first = der->bytes[1];
  gsize n = first & 0x7f;
  gsize length = 0;

  if (!(first & 0x80)) {
    *ret_header = 2;
    *ret_length = first;
    return TRUE;
  }
  if (n == 0 || n > 3 || der->length < 2 + n)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    length = length << 8 | der->bytes[2 + i];
  *ret_header = 2 + n;
  *ret_length = length;
  return TRUE;
}

/* Takes the next element off the front of @der. */
static gboolean
next (Der *der, guint8 *ret_tag, Der *ret_content)
{
  gsize header, length;

  if (der->length < 2 || !read_length (der, &header, &length) ||
      length > der->length - header)
    return FALSE;
  *ret_tag = der->bytes[0];
  ret_content->bytes = der->bytes + header;
  ret_content->length = length;
  der->bytes += header + length;
  der->length -= header + length;
  return TRUE;
}

static gboolean
next_of (Der *der, guint8 tag, Der *ret_content)
{
  guint8 found;
  Der rest = *der;

  if (!next (&rest, &found, ret_content) || found != tag)
    return FALSE;
  *der = rest;
  return TRUE;
}

static gboolean
equals (const Der *der, const char *bytes, gsize length)
{
  return der->length == length && memcmp (der->bytes, bytes, length) == 0;
}

#define IS_OID(der, literal) equals (der, literal, sizeof literal - 1)

/* RFC 8017, RFC 5758: the signature algorithms that are broken. */
static gboolean
is_weak_signature (const Der *oid)
{
  return IS_OID (
             oid,
             "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x04") || /* md5WithRSAEncryption
                                                         */
         IS_OID (
             oid,
             "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x05") || /* sha1WithRSAEncryption
                                                         */
         IS_OID (oid, "\x2a\x86\x48\xce\x3d\x04\x01") || /* ecdsa-with-SHA1 */
         IS_OID (oid, "\x2a\x86\x48\xce\x38\x04\x03");   /* dsa-with-sha1 */
}

/* SubjectPublicKeyInfo: the bits of an RSA modulus (RFC 3279 §2.3.1), and DSA,
 * which TLS gave up (RFC 8446 §4.2.3). */
static gboolean
is_weak_key (Der key_info)
{
  Der algorithm, oid, bits, key, modulus;

  if (!next_of (&key_info, TAG_SEQUENCE, &algorithm) ||
      !next_of (&algorithm, TAG_OID, &oid))
    return FALSE;
  if (IS_OID (&oid, "\x2a\x86\x48\xce\x38\x04\x01"))
    return TRUE; /* id-dsa */
  if (!IS_OID (&oid, "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01") &&
      !IS_OID (&oid, "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0a"))
    return FALSE; /* rsaEncryption, id-RSASSA-PSS */
  if (!next_of (&key_info, TAG_BIT_STRING, &bits) || bits.length < 2)
    return FALSE;
  bits.bytes++;
  bits.length--;
  if (!next_of (&bits, TAG_SEQUENCE, &key) ||
      !next_of (&key, TAG_INTEGER, &modulus))
    return FALSE;
  while (modulus.length > 0 && modulus.bytes[0] == 0) {
    modulus.bytes++;
    modulus.length--;
  }
  return modulus.length * 8 < 2048;
}

static gboolean
lacks_server_auth (Der usages)
{
  Der list, oid;

  if (!next_of (&usages, TAG_SEQUENCE, &list))
    return FALSE;
  while (next_of (&list, TAG_OID, &oid))
    if (IS_OID (&oid, "\x2b\x06\x01\x05\x05\x07\x03\x01") ||
        IS_OID (&oid, "\x55\x1d\x25\x00"))
      return FALSE; /* serverAuth, anyExtendedKeyUsage */
  return TRUE;
}

static gboolean
says_ca (Der constraints)
{
  Der list, boolean;

  return next_of (&constraints, TAG_SEQUENCE, &list) &&
         next_of (&list, TAG_BOOLEAN, &boolean) && boolean.length == 1 &&
         boolean.bytes[0];
}

/* RFC 7633 §4: numbers of TLS extensions that the server promises to answer;
 * that of a staple is 5 (RFC 6066 §8). */
static gboolean
promises_staple (Der features)
{
  Der list, number;

  if (!next_of (&features, TAG_SEQUENCE, &list))
    return FALSE;
  while (next_of (&list, TAG_INTEGER, &number))
    if (number.length == 1 && number.bytes[0] == 5)
      return TRUE;
  return FALSE;
}

static TodokuDerFlags
inspect_extension (Der extension)
{
  Der oid, critical, value;

  if (!next_of (&extension, TAG_OID, &oid))
    return 0;
  (void) next_of (&extension, TAG_BOOLEAN, &critical);
  if (!next_of (&extension, TAG_OCTET_STRING, &value))
    return 0;
  if (IS_OID (&oid, "\x55\x1d\x25") && lacks_server_auth (value))
    return TODOKU_DER_NO_SERVER_AUTH;
  if (IS_OID (&oid, "\x55\x1d\x13") && says_ca (value))
    return TODOKU_DER_CA;
  if (IS_OID (&oid, "\x2b\x06\x01\x05\x05\x07\x01\x18") &&
      promises_staple (value))
    return TODOKU_DER_MUST_STAPLE;
  return 0;
}

static TodokuDerFlags
inspect_extensions (Der tbs)
{
  TodokuDerFlags flags = 0;
  Der content, list, extension;
  guint8 tag;

  while (next (&tbs, &tag, &content))
    if (tag == TAG_EXTENSIONS && next_of (&content, TAG_SEQUENCE, &list))
      while (next_of (&list, TAG_SEQUENCE, &extension))
        flags |= inspect_extension (extension);
  return flags;
}

/* TBSCertificate; *ret_rest is what stands behind the key. */
static TodokuDerFlags
inspect_body (Der tbs, Der *ret_rest)
{
  TodokuDerFlags flags = TODOKU_DER_READABLE;
  Der part, issuer, subject, key;

  (void) next_of (&tbs, TAG_VERSION, &part);
  if (!next_of (&tbs, TAG_INTEGER, &part) ||  /* serialNumber */
      !next_of (&tbs, TAG_SEQUENCE, &part) || /* signature */
      !next_of (&tbs, TAG_SEQUENCE, &issuer) ||
      !next_of (&tbs, TAG_SEQUENCE, &part) || /* validity */
      !next_of (&tbs, TAG_SEQUENCE, &subject) ||
      !next_of (&tbs, TAG_SEQUENCE, &key))
    return 0;
  if (equals (&subject, (const char *) issuer.bytes, issuer.length))
    flags |= TODOKU_DER_SELF_ISSUED;
  if (is_weak_key (key))
    flags |= TODOKU_DER_WEAK_KEY;
  *ret_rest = tbs;
  return flags;
}

/**
 * todoku_der_inspect:
 * @der: an X.509 certificate (RFC 5280 §4.1)
 * @length: of @der
 *
 * Returns: what is to be said of it; 0 when it cannot be read
 */
TodokuDerFlags
todoku_der_inspect (const guint8 *der, gsize length)
{
  Der whole = { der, length };
  Der certificate, tbs, algorithm, oid, rest;
  TodokuDerFlags flags;

  if (!next_of (&whole, TAG_SEQUENCE, &certificate) ||
      !next_of (&certificate, TAG_SEQUENCE, &tbs) ||
      !next_of (&certificate, TAG_SEQUENCE, &algorithm) ||
      !next_of (&algorithm, TAG_OID, &oid))
    return 0;
  flags = inspect_body (tbs, &rest);
  if (flags == 0)
    return 0;
  if (is_weak_signature (&oid))
    flags |= TODOKU_DER_WEAK_SIGNATURE;
  return flags | inspect_extensions (rest);
}
