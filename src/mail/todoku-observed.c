/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-observed.h"

#include <string.h>

#define NAME(s, t) t,

static const char *const stage_names[] = { TODOKU_STAGES (NAME) };
static const char *const outcome_names[] = { TODOKU_OUTCOMES (NAME) };
static const char *const failure_names[] = { TODOKU_FAILURES (NAME) };
static const char *const spoken_names[] = { TODOKU_SPOKEN (NAME) };
static const char *const channel_names[] = { TODOKU_CHANNELS (NAME) };

/**
 * todoku_stage_to_string:
 * @stage: a stage
 *
 * Returns: (transfer none): its name in the JSON contract
 */
const char *
todoku_stage_to_string (TodokuStage stage)
{
  g_return_val_if_fail ((guint) stage < TODOKU_N_STAGES, NULL);

  return stage_names[stage];
}

/**
 * todoku_outcome_to_string:
 * @outcome: an outcome
 *
 * Returns: (transfer none): its name in the JSON contract
 */
const char *
todoku_outcome_to_string (TodokuOutcome outcome)
{
  g_return_val_if_fail ((guint) outcome < TODOKU_N_OUTCOMES, NULL);

  return outcome_names[outcome];
}

/**
 * todoku_failure_to_string:
 * @failure: a failure
 *
 * Returns: (transfer none): its name in the JSON contract, empty for none
 */
const char *
todoku_failure_to_string (TodokuFailure failure)
{
  g_return_val_if_fail ((guint) failure < TODOKU_N_FAILURES, NULL);

  return failure_names[failure];
}

/**
 * todoku_spoken_to_string:
 * @spoken: what is spoken
 *
 * Returns: (transfer none): its name
 */
const char *
todoku_spoken_to_string (TodokuSpoken spoken)
{
  g_return_val_if_fail ((guint) spoken < TODOKU_N_SPOKEN, NULL);

  return spoken_names[spoken];
}

/**
 * todoku_channel_to_string:
 * @channel: a channel
 *
 * Returns: (transfer none): its name in the JSON contract
 */
const char *
todoku_channel_to_string (TodokuChannel channel)
{
  g_return_val_if_fail ((guint) channel < TODOKU_N_CHANNELS, NULL);

  return channel_names[channel];
}

static gboolean
starts_with (const guint8 *bytes, gsize length, const char *prefix)
{
  gsize n = strlen (prefix);

  return length >= n &&
         g_ascii_strncasecmp ((const char *) bytes, prefix, n) == 0;
}

/* A TLS record begins with its content type, 20 to 23, and the major version 3
 * (RFC 8446 §5.1). */
static gboolean
is_tls (const guint8 *bytes, gsize length)
{
  return length >= 2 && bytes[0] >= 0x14 && bytes[0] <= 0x17 &&
         bytes[1] == 0x03;
}

static gboolean
first_line_holds (const guint8 *bytes, gsize length, const char *word)
{
  for (gsize i = 0; i < length && bytes[i] != '\n'; i++)
    if (starts_with (bytes + i, length - i, word))
      return TRUE;
  return FALSE;
}

/* Both greet with 220 (RFC 959 §5.4); a mail server may be called
 * ftp.example.com. */
static gboolean
names_ftp (const guint8 *bytes, gsize length)
{
  return !first_line_holds (bytes, length, "SMTP") &&
         (first_line_holds (bytes, length, "FTP") ||
          first_line_holds (bytes, length, "FileZilla"));
}

static gboolean
is_reply_code (const guint8 *bytes, gsize length)
{
  return length >= 3 && bytes[0] >= '2' && bytes[0] <= '5' &&
         g_ascii_isdigit (bytes[1]) && g_ascii_isdigit (bytes[2]) &&
         (length == 3 || bytes[3] == ' ' || bytes[3] == '-' ||
          bytes[3] == '\r' || bytes[3] == '\n');
}

/**
 * todoku_recognise:
 * @bytes: the first bytes that a peer sent
 * @length: how many, at least 1
 *
 * Says what the first bytes of a peer look like.  Nothing is judged by it but
 * the protocol.
 *
 * Returns: what is spoken, %TODOKU_SPOKEN_UNKNOWN when it looks like nothing
 * known
 */
TodokuSpoken
todoku_recognise (const guint8 *bytes, gsize length)
{
  g_return_val_if_fail (bytes && length > 0, TODOKU_SPOKEN_UNKNOWN);

  if (is_tls (bytes, length))
    return TODOKU_SPOKEN_TLS;
  if (starts_with (bytes, length, "* "))
    return TODOKU_SPOKEN_IMAP;
  if (starts_with (bytes, length, "+OK") || starts_with (bytes, length, "-ERR"))
    return TODOKU_SPOKEN_POP3;
  if (starts_with (bytes, length, "SSH-"))
    return TODOKU_SPOKEN_SSH;
  if (starts_with (bytes, length, "HTTP/") ||
      starts_with (bytes, length, "<!DOCTYPE") ||
      starts_with (bytes, length, "<html"))
    return TODOKU_SPOKEN_HTTP;
  if (is_reply_code (bytes, length))
    return names_ftp (bytes, length) ? TODOKU_SPOKEN_FTP : TODOKU_SPOKEN_SMTP;
  return TODOKU_SPOKEN_UNKNOWN;
}
