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

static void
send_user (TodokuConversation *self)
{
  g_autofree char *line = g_strconcat ("USER ", self->user, NULL);

  todoku_conversation_say (self, line);
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

static const TodokuState pass = { TODOKU_STAGE_SIGN_IN,
                                  TODOKU_EXPECT_ANSWER,
                                  send_pass,
                                  todoku_conversation_judge_sign_in };

static void
judge_user (TodokuConversation *self, const TodokuReply *reply)
{
  if (reply->status == TODOKU_REPLY_POSITIVE)
    todoku_conversation_enter (self, &pass);
  else
    todoku_conversation_judge_sign_in (self, reply);
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
  .mechanisms = "SASL",
};
