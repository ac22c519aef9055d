/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "fuzz.h"
#include "todoku-conversation.h"

#include <string.h>

/* A whole dialogue of one protocol.  The first byte says what is asked for, the
 * rest is what the server says; 0xff ends a segment.  Whatever it is, nothing
 * secret leaves on a channel that is not verified, or stands in what is kept.
 *
 * With SIGN_IN the server is a good one until the credential is on its way: all
 * bytes are challenges and answers (safety.md RB-16).  PROTOCOL, SCHEME and
 * SIGN_IN come from meson.build. */
#define SECRET "Canary-7q"
#define ENCODED "Q2FuYXJ5LTdx" /* at the beginning of a triple */
#define MOST_WRITES 64

enum {
  ASKS_STARTTLS = 1 << 0,
  ASKS_CLEAR = 1 << 1,
  ASKS_TOKEN = 1 << 2,
  ASKS_NOTHING = 1 << 3,
  ASKS_LOOK = 1 << 4,
  ALLOWS_CLEAR = 1 << 5,
  IS_UNVERIFIED = 1 << 6,
  WAITS_OR_SENDS = 1 << 7,
};

typedef struct {
  TodokuConversation *conversation;
  TodokuChannel channel;
  uint8_t asks;
  guint writes;
} Fuzz;

static TodokuSecurity
security_of (uint8_t asks)
{
  if (SIGN_IN)
    return TODOKU_SECURITY_TLS;
  if (asks & ASKS_STARTTLS)
    return TODOKU_SECURITY_STARTTLS;
  return asks & ASKS_CLEAR ? TODOKU_SECURITY_NONE : TODOKU_SECURITY_TLS;
}

static TodokuConversation *
begin (uint8_t asks)
{
  g_autoptr (TodokuEndpoint) endpoint = todoku_endpoint_new (PROTOCOL,
                                                             security_of (asks),
                                                             "mail.example.com",
                                                             1000,
                                                             NULL);
  g_autoptr (TodokuSecret) secret =
      todoku_secret_new (SECRET, strlen (SECRET), NULL);
  g_autoptr (GBytes) message =
      g_bytes_new_static ("Subject: x\r\n\r\n.\r\n", 17);
  TodokuConversationOptions options = {
    .endpoint = endpoint,
    .sign_in =
        asks & ASKS_TOKEN ? TODOKU_SIGN_IN_OAUTH2 : TODOKU_SIGN_IN_PASSWORD,
    .user = "taro@example.com",
    .secret = secret,
    .sender = "taro@example.com",
  };

  if (!SIGN_IN && (asks & ASKS_NOTHING))
    options.sign_in = TODOKU_SIGN_IN_NONE;
  if (asks & ASKS_LOOK)
    options.flags |= TODOKU_CONVERSATION_LOOK;
  if (asks & ALLOWS_CLEAR)
    options.flags |= TODOKU_CONVERSATION_ALLOW_CLEAR;
  if (asks & WAITS_OR_SENDS) {
    options.awaits = "id@example.com";
    options.patience_ms = 1000;
    options.message = message;
    options.recipient = "taro@example.com";
  }
  return todoku_conversation_new (&options, NULL);
}

/* ---- what must not be ------------------------------------------------------
 */

static void
check_clean (const char *text)
{
  if (!text)
    return;
  g_assert_true (g_utf8_validate (text, -1, NULL));
  if (strstr (text, SECRET) || strstr (text, ENCODED))
    g_error ("a secret is kept: %s", text);
}

static void
check_kept (const TodokuDialogue *dialogue)
{
  guint n;
  const TodokuTranscriptLine *lines =
      todoku_transcript_get (dialogue->transcript, &n);

  for (guint i = 0; i < n; i++)
    check_clean (lines[i].text);
  if (!dialogue->reply)
    return;
  if (strstr (dialogue->reply->text, SECRET))
    g_error ("a secret is in the reply");
  for (char **line = dialogue->reply->lines; *line; line++)
    if (strstr (*line, SECRET) || strstr (*line, ENCODED))
      g_error ("a secret is in the reply: %s", *line);
}

static void
check_end (Fuzz *fuzz)
{
  const TodokuDialogue *dialogue =
      todoku_conversation_get_dialogue (fuzz->conversation);

  g_assert_cmpint (todoku_conversation_get_need (fuzz->conversation),
                   ==,
                   TODOKU_NEED_DONE);
  g_assert_false (dialogue->signed_in && !dialogue->sent_credential);
  g_assert_false (dialogue->signed_in && dialogue->preauth);
  g_assert_false (dialogue->message_removed && !dialogue->message_seen);
  check_kept (dialogue);
}

/* ---- playing ---------------------------------------------------------------
 */

static void
write_all (Fuzz *fuzz)
{
  gsize length;
  const char *bytes =
      (const char *) todoku_conversation_get_output (fuzz->conversation,
                                                     &length);

  g_assert_cmpuint (length, >, 0);
  g_assert_cmpuint (++fuzz->writes, <, MOST_WRITES);
  if (fuzz->channel != TODOKU_CHANNEL_VERIFIED &&
      !(fuzz->asks & ALLOWS_CLEAR) &&
      (memmem (bytes, length, SECRET, strlen (SECRET)) ||
       memmem (bytes, length, ENCODED, strlen (ENCODED))))
    g_error ("a secret leaves in clear");
  todoku_conversation_sent (fuzz->conversation, length, 1000);
}

/* Does what is needed until bytes are. */
static void
serve (Fuzz *fuzz)
{
  for (;;)
    switch (todoku_conversation_get_need (fuzz->conversation)) {
    case TODOKU_NEED_WRITE:
      write_all (fuzz);
      break;
    case TODOKU_NEED_SECURE:
      fuzz->channel = !SIGN_IN && (fuzz->asks & IS_UNVERIFIED)
                          ? TODOKU_CHANNEL_UNVERIFIED
                          : TODOKU_CHANNEL_VERIFIED;
      todoku_conversation_secured (fuzz->conversation, fuzz->channel, 1000);
      break;
    case TODOKU_NEED_WAIT:
      todoku_conversation_waited (fuzz->conversation, G_USEC_PER_SEC);
      break;
    case TODOKU_NEED_READ:
    case TODOKU_NEED_DONE:
    default:
      return;
    }
}

static void
hear (Fuzz *fuzz, const uint8_t *bytes, size_t length)
{
  g_autofree uint8_t *exact = g_memdup2 (bytes, length);

  todoku_conversation_received (fuzz->conversation, exact, length, 2000);
  serve (fuzz);
}

/* What a good server says until it asks for the credential. */
static void
greet (Fuzz *fuzz)
{
  static const char *const imap[] = {
    "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR] hi\r\n",
    NULL
  };
  static const char *const pop3[] = { "+OK hi\r\n",
                                      "+OK\r\nSASL PLAIN XOAUTH2\r\n.\r\n",
                                      NULL };
  static const char *const smtp[] = { "220 hi\r\n",
                                      "250-hi\r\n250 AUTH PLAIN XOAUTH2\r\n",
                                      NULL };
  const char *const *lines = PROTOCOL == TODOKU_PROTOCOL_IMAP   ? imap
                             : PROTOCOL == TODOKU_PROTOCOL_POP3 ? pop3
                                                                : smtp;

  for (; *lines; lines++)
    hear (fuzz, (const uint8_t *) *lines, strlen (*lines));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (TodokuConversation) conversation = NULL;
  Fuzz fuzz = { 0 };

  if (size < 1)
    return 0;
  fuzz.asks = data[0];
  conversation = fuzz.conversation = begin (data[0]);
  g_assert_nonnull (conversation);
  data++;
  size--;
  serve (&fuzz);
  if (SIGN_IN)
    greet (&fuzz);
  while (size > 0) {
    const uint8_t *end = memchr (data, 0xff, size);
    size_t n = end ? (size_t) (end - data) : size;

    if (n > 0)
      hear (&fuzz, data, n);
    data += n + (end != NULL);
    size -= n + (end != NULL);
  }
  todoku_conversation_closed (conversation, 3000);
  check_end (&fuzz);
  return 0;
}
