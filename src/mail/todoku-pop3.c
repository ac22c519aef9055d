/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-conversation-private.h"

#include <string.h>

/* POP3 (RFC 1939), CAPA (RFC 2449), STLS (RFC 2595), AUTH (RFC 5034). */

static void
judge_greeting (TodokuConversation *self, const TodokuReply *reply)
{
  if (todoku_conversation_greeting_is_sound (self, reply))
    todoku_conversation_enter (self, todoku_pop3_dialect.capabilities);
}

static void
send_capa (TodokuConversation *self)
{
  todoku_conversation_say (self, "CAPA");
}

/* A server older than CAPA refuses it; then only USER can be known. */
static void
judge_capa (TodokuConversation *self, const TodokuReply *reply)
{
  if (reply->status == TODOKU_REPLY_POSITIVE)
    todoku_conversation_set_capabilities (self, reply->lines);
  else if (reply->status == TODOKU_REPLY_CONTINUE) {
    todoku_conversation_fail (self, TODOKU_FAILURE_PROTOCOL_ERROR, reply);
    return;
  }
  todoku_conversation_after_capabilities (self);
}

static gboolean
offers_starttls (TodokuConversation *self)
{
  return todoku_conversation_has_word (self, "STLS");
}

static void
send_stls (TodokuConversation *self)
{
  todoku_conversation_say (self, "STLS");
}

static void
judge_stls (TodokuConversation *self, const TodokuReply *reply)
{
  if (todoku_conversation_is_accepted (self,
                                       reply,
                                       TODOKU_FAILURE_STARTTLS_REFUSED))
    todoku_conversation_want_secure (self);
}

static gboolean
knows_capabilities (TodokuConversation *self)
{
  return self->dialogue.capabilities[self->channel] != NULL;
}

static gboolean
offers (TodokuConversation *self, TodokuMechanism mechanism)
{
  if (mechanism != TODOKU_MECHANISM_COMMAND)
    return todoku_conversation_lists (self,
                                      "SASL",
                                      todoku_mechanism_to_string (mechanism));
  /* Listed, or never heard of: USER is older than CAPA, and servers that list
   * no SASL often list no USER either. */
  return !knows_capabilities (self) ||
         todoku_conversation_has_word (self, "USER") ||
         !todoku_conversation_lists (self, "SASL", NULL);
}

/* Always in two steps: Microsoft closes the connection on the one-line form of
 * XOAUTH2, and PLAIN's is optional (RFC 5034 §4). */
static void
send_auth (TodokuConversation *self)
{
  g_autofree char *line =
      g_strconcat ("AUTH ", todoku_mechanism_to_string (self->mechanism), NULL);

  todoku_conversation_say (self, line);
}

/* A space might end the argument (RFC 1939 §7), and what is beyond ASCII has no
 * meaning that all agree on; AUTH PLAIN takes both. */
static gboolean
is_plain_word (const char *bytes, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isgraph (bytes[i]))
      return FALSE;
  return TRUE;
}

/* A server that lists PIPELINING takes USER and PASS in one flight (RFC 2449
 * §6.6), which no AUTH that all servers understand does. */
static gboolean
prefers_command (TodokuConversation *self)
{
  gsize length;
  const char *bytes = todoku_secret_peek (self->secret, &length);

  return todoku_conversation_has_word (self, "PIPELINING") &&
         todoku_conversation_has_word (self, "USER") &&
         is_plain_word (bytes, length) &&
         is_plain_word (self->user, strlen (self->user));
}

static void
send_pass (TodokuConversation *self)
{
  gsize length;
  const char *bytes = todoku_secret_peek (self->secret, &length);

  todoku_conversation_say_bytes (self, "PASS " TODOKU_MASK, "PASS ", 5);
  todoku_conversation_say_quietly (self, bytes, length);
  todoku_conversation_say_quietly (self, "\r\n", 2);
  self->dialogue.sent_credential = TRUE;
}

static void
send_user (TodokuConversation *self)
{
  g_autofree char *line = g_strconcat ("USER ", self->user, NULL);

  todoku_conversation_say (self, line);
  if (prefers_command (self))
    send_pass (self);
}

static const TodokuState pass = { TODOKU_STAGE_SIGN_IN,
                                  TODOKU_EXPECT_ANSWER,
                                  send_pass,
                                  todoku_conversation_judge_sign_in };
static const TodokuState passed = { TODOKU_STAGE_SIGN_IN,
                                    TODOKU_EXPECT_ANSWER,
                                    NULL,
                                    todoku_conversation_judge_sign_in };

static void
judge_user (TodokuConversation *self, const TodokuReply *reply)
{
  if (reply->status != TODOKU_REPLY_POSITIVE)
    todoku_conversation_judge_sign_in (self, reply);
  else
    todoku_conversation_enter (self,
                               self->dialogue.sent_credential ? &passed
                                                              : &pass);
}

/* Gmail refuses POP only here, after the password was accepted. */
static void
send_stat (TodokuConversation *self)
{
  todoku_conversation_say (self, "STAT");
}

/* "+OK nn mm" (RFC 1939 §5): how many messages there are. */
static void
judge_stat (TodokuConversation *self, const TodokuReply *reply)
{
  guint64 n = g_ascii_strtoull (reply->text, NULL, 10);

  self->number = (guint) MIN (n, G_MAXINT);
  todoku_conversation_judge_look (self, reply);
}

static const TodokuState greeting = { TODOKU_STAGE_GREETING,
                                      TODOKU_EXPECT_GREETING,
                                      NULL,
                                      judge_greeting };
static const TodokuState capa = { TODOKU_STAGE_CAPABILITIES,
                                  TODOKU_EXPECT_LISTING,
                                  send_capa,
                                  judge_capa };
static const TodokuState stls = { TODOKU_STAGE_STARTTLS,
                                  TODOKU_EXPECT_ANSWER,
                                  send_stls,
                                  judge_stls };
static const TodokuState auth = { TODOKU_STAGE_SIGN_IN,
                                  TODOKU_EXPECT_ANSWER,
                                  send_auth,
                                  todoku_conversation_judge_sasl };
static const TodokuState user = { TODOKU_STAGE_SIGN_IN,
                                  TODOKU_EXPECT_ANSWER,
                                  send_user,
                                  judge_user };
static const TodokuState stat = { TODOKU_STAGE_MAILBOX,
                                  TODOKU_EXPECT_ANSWER,
                                  send_stat,
                                  judge_stat };

const TodokuDialect todoku_pop3_dialect = {
  .greeting = &greeting,
  .capabilities = &capa,
  .starttls = &stls,
  .sign_in = &auth,
  .command = &user,
  .look = &stat,
  .message = NULL,
  .find = &todoku_pop3_find,
  .farewell = "QUIT",
  .spoken = TODOKU_SPOKEN_POP3,
  .offers_starttls = offers_starttls,
  .offers = offers,
  .prefers_command = prefers_command,
  .mechanisms = "SASL",
};
