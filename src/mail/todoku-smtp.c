/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-conversation-private.h"

#include <string.h>

/* SMTP and submission (RFC 5321, RFC 6409), STARTTLS (RFC 3207), AUTH (RFC
 * 4954). */

/* An address literal names no host of the user's (RFC 5321 §4.1.3). */
#define OUR_NAME "[127.0.0.1]"

/* A command line with its CRLF (RFC 5321 §4.5.3.1.4); RFC 4954 §4 wants longer
 * initial responses sent in answer to a challenge. */
#define MAX_COMMAND 512

static void
judge_greeting (TodokuConversation *self, const TodokuReply *reply)
{
  if (todoku_conversation_greeting_is_sound (self, reply))
    todoku_conversation_enter (self, todoku_smtp_dialect.capabilities);
}

static void
send_ehlo (TodokuConversation *self)
{
  todoku_conversation_say (self, "EHLO " OUR_NAME);
}

static void
send_helo (TodokuConversation *self)
{
  todoku_conversation_say (self, "HELO " OUR_NAME);
}

static void
judge_helo (TodokuConversation *self, const TodokuReply *reply)
{
  if (todoku_conversation_is_accepted (self,
                                       reply,
                                       TODOKU_FAILURE_PROTOCOL_ERROR))
    todoku_conversation_after_capabilities (self);
}

static const TodokuState helo = { TODOKU_STAGE_CAPABILITIES,
                                  TODOKU_EXPECT_ANSWER,
                                  send_helo,
                                  judge_helo };

/* The first line greets; the others are the extensions (RFC 5321 §4.1.1.1). */
static void
judge_ehlo (TodokuConversation *self, const TodokuReply *reply)
{
  if (reply->code == 250) {
    todoku_conversation_set_capabilities (self,
                                          reply->lines[0] ? reply->lines + 1
                                                          : reply->lines);
    todoku_conversation_after_capabilities (self);
  } else if (reply->status == TODOKU_REPLY_NEGATIVE &&
             self->endpoint->security == TODOKU_SECURITY_NONE)
    todoku_conversation_enter (self, &helo);
  else if (reply->status == TODOKU_REPLY_NEGATIVE &&
           self->channel == TODOKU_CHANNEL_PLAIN)
    /* Without EHLO there is no STARTTLS, and encryption is not given up
     * (ST-04). */
    todoku_conversation_after_capabilities (self);
  else
    todoku_conversation_fail (self,
                              reply->status == TODOKU_REPLY_TRANSIENT
                                  ? TODOKU_FAILURE_SERVER_UNAVAILABLE
                                  : TODOKU_FAILURE_PROTOCOL_ERROR,
                              reply);
}

static gboolean
offers_starttls (TodokuConversation *self)
{
  return todoku_conversation_has_word (self, "STARTTLS");
}

static void
send_starttls (TodokuConversation *self)
{
  todoku_conversation_say (self, "STARTTLS");
}

/* 220 alone means go ahead (RFC 3207 §4). */
static void
judge_starttls (TodokuConversation *self, const TodokuReply *reply)
{
  if (reply->code == 220)
    todoku_conversation_want_secure (self);
  else if (reply->status == TODOKU_REPLY_POSITIVE ||
           reply->status == TODOKU_REPLY_CONTINUE || reply->code == 530)
    todoku_conversation_fail (self, TODOKU_FAILURE_PROTOCOL_ERROR, reply);
  else
    todoku_conversation_fail (self, TODOKU_FAILURE_STARTTLS_REFUSED, reply);
}

static gboolean
offers (TodokuConversation *self, TodokuMechanism mechanism)
{
  return mechanism != TODOKU_MECHANISM_COMMAND &&
         todoku_conversation_lists (self,
                                    "AUTH",
                                    todoku_mechanism_to_string (mechanism));
}

/* Whether the first message fits behind AUTH and the mechanism's name. */
static gboolean
fits_in_a_line (TodokuConversation *self)
{
  const char *name = todoku_mechanism_to_string (self->mechanism);
  char *response = todoku_sasl_respond (self->mechanism,
                                        0,
                                        self->user,
                                        self->secret,
                                        self->endpoint->host,
                                        self->endpoint->port);
  gsize length = strlen ("AUTH  \r\n") + strlen (name) + strlen (response);

  todoku_secure_free (response);
  return length <= MAX_COMMAND;
}

static void
send_auth (TodokuConversation *self)
{
  const char *name = todoku_mechanism_to_string (self->mechanism);
  g_autofree char *line = g_strconcat ("AUTH ", name, NULL);
  g_autofree char *prefix = g_strconcat (line, " ", NULL);

  if (self->mechanism != TODOKU_MECHANISM_LOGIN && fits_in_a_line (self))
    todoku_conversation_say_sasl (self, prefix);
  else
    todoku_conversation_say (self, line);
}

/* ---- the look: a sender is named, and the transaction dropped --------------
 */

static void
send_mail (TodokuConversation *self)
{
  g_autofree char *line =
      g_strdup_printf ("MAIL FROM:<%s>", self->sender ? self->sender : "");

  todoku_conversation_say (self, line);
}

static void
send_rset (TodokuConversation *self)
{
  todoku_conversation_say (self, "RSET");
}

static void
judge_rset (TodokuConversation *self, const TodokuReply *reply)
{
  todoku_conversation_after_look (self);
}

static const TodokuState rset = { TODOKU_STAGE_MAILBOX,
                                  TODOKU_EXPECT_ANSWER,
                                  send_rset,
                                  judge_rset };

static void
judge_look (TodokuConversation *self, const TodokuReply *reply)
{
  if (!todoku_conversation_is_accepted (self,
                                        reply,
                                        TODOKU_FAILURE_SENDER_REFUSED))
    return;
  self->dialogue.looked = TRUE;
  if (self->message)
    todoku_conversation_enter (self, &rset);
  else
    /* The transaction ends with the session (RFC 5321 §4.1.1.10): no RSET is
     * awaited. */
    todoku_conversation_after_look (self);
}

/* ---- a message ------------------------------------------------------------
 */

static void
send_rcpt (TodokuConversation *self)
{
  g_autofree char *line = g_strdup_printf ("RCPT TO:<%s>", self->recipient);

  todoku_conversation_say (self, line);
}

static void
send_data (TodokuConversation *self)
{
  todoku_conversation_say (self, "DATA");
}

/* RFC 5321 §4.5.2: a dot at the start of a line is doubled. */
static void
send_content (TodokuConversation *self)
{
  gsize length;
  const char *bytes = g_bytes_get_data (self->message, &length);
  g_autoptr (GString) content = g_string_sized_new (length + 16);
  g_autofree char *shown =
      g_strdup_printf ("(%" G_GSIZE_FORMAT " bytes)", length);

  for (gsize i = 0; i < length; i++) {
    if (bytes[i] == '.' && (i == 0 || bytes[i - 1] == '\n'))
      g_string_append_c (content, '.');
    g_string_append_c (content, bytes[i]);
  }
  if (content->len < 2 ||
      memcmp (content->str + content->len - 2, "\r\n", 2) != 0)
    g_string_append (content, "\r\n");
  g_string_append (content, ".\r\n");
  todoku_conversation_say_bytes (self, shown, content->str, content->len);
}

static void
judge_content (TodokuConversation *self, const TodokuReply *reply)
{
  if (!todoku_conversation_is_accepted (self,
                                        reply,
                                        TODOKU_FAILURE_MESSAGE_REFUSED))
    return;
  self->dialogue.message_accepted = TRUE;
  todoku_conversation_leave (self);
}

static const TodokuState content = { TODOKU_STAGE_MESSAGE,
                                     TODOKU_EXPECT_ANSWER,
                                     send_content,
                                     judge_content };

static void
judge_data (TodokuConversation *self, const TodokuReply *reply)
{
  if (reply->status == TODOKU_REPLY_CONTINUE)
    todoku_conversation_enter (self, &content);
  else
    todoku_conversation_fail (self,
                              reply->status == TODOKU_REPLY_POSITIVE
                                  ? TODOKU_FAILURE_PROTOCOL_ERROR
                                  : TODOKU_FAILURE_MESSAGE_REFUSED,
                              reply);
}

static const TodokuState data = { TODOKU_STAGE_MESSAGE,
                                  TODOKU_EXPECT_ANSWER,
                                  send_data,
                                  judge_data };

static void
judge_rcpt (TodokuConversation *self, const TodokuReply *reply)
{
  if (todoku_conversation_is_accepted (self,
                                       reply,
                                       TODOKU_FAILURE_RECIPIENT_REFUSED))
    todoku_conversation_enter (self, &data);
}

static const TodokuState rcpt = { TODOKU_STAGE_MESSAGE,
                                  TODOKU_EXPECT_ANSWER,
                                  send_rcpt,
                                  judge_rcpt };

static void
judge_sender (TodokuConversation *self, const TodokuReply *reply)
{
  if (todoku_conversation_is_accepted (self,
                                       reply,
                                       TODOKU_FAILURE_SENDER_REFUSED))
    todoku_conversation_enter (self, &rcpt);
}

static const TodokuState greeting = { TODOKU_STAGE_GREETING,
                                      TODOKU_EXPECT_GREETING,
                                      NULL,
                                      judge_greeting };
static const TodokuState ehlo = { TODOKU_STAGE_CAPABILITIES,
                                  TODOKU_EXPECT_ANSWER,
                                  send_ehlo,
                                  judge_ehlo };
static const TodokuState starttls = { TODOKU_STAGE_STARTTLS,
                                      TODOKU_EXPECT_ANSWER,
                                      send_starttls,
                                      judge_starttls };
static const TodokuState auth = { TODOKU_STAGE_SIGN_IN,
                                  TODOKU_EXPECT_ANSWER,
                                  send_auth,
                                  todoku_conversation_judge_sasl };
static const TodokuState look = { TODOKU_STAGE_MAILBOX,
                                  TODOKU_EXPECT_ANSWER,
                                  send_mail,
                                  judge_look };
static const TodokuState sender = { TODOKU_STAGE_MESSAGE,
                                    TODOKU_EXPECT_ANSWER,
                                    send_mail,
                                    judge_sender };

const TodokuDialect todoku_smtp_dialect = {
  .greeting = &greeting,
  .capabilities = &ehlo,
  .starttls = &starttls,
  .sign_in = &auth,
  .command = &auth,
  .look = &look,
  .message = &sender,
  .farewell = "QUIT",
  .spoken = TODOKU_SPOKEN_SMTP,
  .offers_starttls = offers_starttls,
  .offers = offers,
  .mechanisms = "AUTH",
};
