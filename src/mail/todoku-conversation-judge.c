/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-conversation-private.h"

#include <string.h>

/* What all protocols answer alike, and what was offered on this channel. */

/* ---- capabilities -------------------------------------------------------- */

void
todoku_conversation_set_capabilities (TodokuConversation *self,
                                      GStrv capabilities)
{
  g_strfreev (self->dialogue.capabilities[self->channel]);
  self->dialogue.capabilities[self->channel] = g_strdupv (capabilities);
}

/* Of this channel alone: what was said before TLS is shown, never used
 * (RFC 3207 §4.2). */
static const char *const *
get_capabilities (TodokuConversation *self)
{
  static const char *const none[] = { NULL };
  GStrv list = self->dialogue.capabilities[self->channel];

  return list ? (const char *const *) list : none;
}

gboolean
todoku_conversation_has_word (TodokuConversation *self, const char *capability)
{
  const char *const *list = get_capabilities (self);

  for (; *list; list++)
    if (g_ascii_strcasecmp (*list, capability) == 0)
      return TRUE;
  return FALSE;
}

/* Whether a capability "KEY a b c" (or the old "KEY=a b c") lists @value; any
 * value when NULL. */
gboolean
todoku_conversation_lists (TodokuConversation *self,
                           const char *key,
                           const char *value)
{
  const char *const *list = get_capabilities (self);
  gsize length = strlen (key);

  for (; *list; list++) {
    g_auto (GStrv) words = NULL;

    if (g_ascii_strncasecmp (*list, key, length) != 0 ||
        ((*list)[length] != ' ' && (*list)[length] != '='))
      continue;
    words = g_strsplit (*list + length + 1, " ", -1);
    for (char **word = words; *word; word++)
      if (**word && (!value || g_ascii_strcasecmp (*word, value) == 0))
        return TRUE;
  }
  return FALSE;
}

/* The first that is offered; never a second one after a refusal (AU-01). */
TodokuMechanism
todoku_conversation_choose_mechanism (TodokuConversation *self)
{
  static const TodokuMechanism for_password[] = { TODOKU_MECHANISM_PLAIN,
                                                  TODOKU_MECHANISM_LOGIN,
                                                  TODOKU_MECHANISM_COMMAND };
  static const TodokuMechanism for_token[] = { TODOKU_MECHANISM_XOAUTH2,
                                               TODOKU_MECHANISM_OAUTHBEARER };
  gboolean token = self->sign_in == TODOKU_SIGN_IN_OAUTH2;
  const TodokuMechanism *list = token ? for_token : for_password;
  gsize n = token ? G_N_ELEMENTS (for_token) : G_N_ELEMENTS (for_password);

  if (!token && self->dialect->prefers_command &&
      self->dialect->prefers_command (self))
    return TODOKU_MECHANISM_COMMAND;
  for (gsize i = 0; i < n; i++)
    if (self->dialect->offers (self, list[i]))
      return list[i];
  return TODOKU_MECHANISM_NONE;
}

/* Whether there is any way in at all, if not the one that was asked for. */
gboolean
todoku_conversation_offers_any (TodokuConversation *self)
{
  return todoku_conversation_lists (self, self->dialect->mechanisms, NULL) ||
         self->dialect->offers (self, TODOKU_MECHANISM_COMMAND);
}

/* ---- answers --------------------------------------------------------------
 */

/* %TRUE when the answer is positive; else the dialogue has failed: by a
 * refusal, or by an answer of a class that makes no sense here. */
gboolean
todoku_conversation_is_accepted (TodokuConversation *self,
                                 const TodokuReply *reply,
                                 TodokuFailure refusal)
{
  switch (reply->status) {
  case TODOKU_REPLY_POSITIVE:
    return TRUE;
  case TODOKU_REPLY_CONTINUE:
  case TODOKU_REPLY_PREAUTH:
    todoku_conversation_fail (self, TODOKU_FAILURE_PROTOCOL_ERROR, reply);
    return FALSE;
  case TODOKU_REPLY_TRANSIENT:
  case TODOKU_REPLY_NEGATIVE:
  case TODOKU_REPLY_BAD:
  case TODOKU_REPLY_BYE:
  default:
    todoku_conversation_fail (self, refusal, reply);
    return FALSE;
  }
}

/* A refusal in place of a greeting is kept, junk is junk.  IMAP refuses by BYE
 * alone (RFC 9051 §7.1.5), SMTP greets with 220 alone (RFC 5321 §4.3.2). */
gboolean
todoku_conversation_greeting_is_sound (TodokuConversation *self,
                                       const TodokuReply *reply)
{
  gboolean imap = reply->protocol == TODOKU_PROTOCOL_IMAP;

  switch (reply->status) {
  case TODOKU_REPLY_POSITIVE:
    if (reply->protocol != TODOKU_PROTOCOL_SMTP || reply->code == 220)
      return TRUE;
    break;
  case TODOKU_REPLY_PREAUTH:
    if (*reply->text || reply->response_code)
      return TRUE;
    break;
  case TODOKU_REPLY_TRANSIENT:
  case TODOKU_REPLY_NEGATIVE:
    if (imap)
      break;
    todoku_conversation_fail (self, TODOKU_FAILURE_SERVER_UNAVAILABLE, reply);
    return FALSE;
  case TODOKU_REPLY_CONTINUE:
  case TODOKU_REPLY_BAD:
  case TODOKU_REPLY_BYE:
  default:
    break;
  }
  todoku_conversation_fail (self, TODOKU_FAILURE_BAD_GREETING, reply);
  return FALSE;
}

/* ---- the sign-in ----------------------------------------------------------
 */

static gboolean
is_oauth2 (TodokuConversation *self)
{
  return self->mechanism == TODOKU_MECHANISM_XOAUTH2 ||
         self->mechanism == TODOKU_MECHANISM_OAUTHBEARER;
}

static TodokuFailure
sign_in_failure (TodokuConversation *self, const TodokuReply *reply)
{
  switch (reply->status) {
  case TODOKU_REPLY_TRANSIENT:
  case TODOKU_REPLY_BYE:
    /* It says nothing of the password (AU-12). */
    return TODOKU_FAILURE_SIGN_IN_TEMPORARY;
  case TODOKU_REPLY_NEGATIVE:
  case TODOKU_REPLY_BAD:
    /* What answers our "*" refuses the exchange, not the password. */
    return self->challenge && !is_oauth2 (self)
               ? TODOKU_FAILURE_PROTOCOL_ERROR
               : TODOKU_FAILURE_SIGN_IN_REFUSED;
  case TODOKU_REPLY_POSITIVE:
  case TODOKU_REPLY_CONTINUE:
  case TODOKU_REPLY_PREAUTH:
  default:
    return TODOKU_FAILURE_PROTOCOL_ERROR;
  }
}

static void
after_sign_in (TodokuConversation *self, const TodokuReply *reply)
{
  self->dialogue.signed_in = TRUE;
  if (self->dialect->signed_in)
    self->dialect->signed_in (self, reply);
  if (self->flags & TODOKU_CONVERSATION_LOOK)
    todoku_conversation_enter (self, self->dialect->look);
  else
    todoku_conversation_after_look (self);
}

/* The answer to AUTH, AUTHENTICATE, LOGIN or PASS.  SMTP accepts with 235 alone
 * (RFC 4954 §6); nobody accepts after a failure was explained. */
void
todoku_conversation_judge_sign_in (TodokuConversation *self,
                                   const TodokuReply *reply)
{
  gboolean accepted = reply->status == TODOKU_REPLY_POSITIVE &&
                      self->dialogue.sent_credential && !self->challenge;

  if (accepted &&
      (reply->protocol != TODOKU_PROTOCOL_SMTP || reply->code == 235))
    after_sign_in (self, reply);
  else
    todoku_conversation_fail (self, sign_in_failure (self, reply), reply);
}

/* What a challenge says; the text as it came when it is no base64. */
static char *
decode_challenge (const char *text)
{
  gsize length;
  g_autofree guchar *bytes = g_base64_decode (text, &length);

  if (length == 0 || memchr (bytes, '\0', length))
    return g_strdup (text);
  return g_strndup ((const char *) bytes, length);
}

/* A challenge that comes when all is said explains a refused token (RFC 7628
 * §3.2.2) or is rubbish.  It is answered once, so that the refusal follows. */
void
todoku_conversation_judge_sasl (TodokuConversation *self,
                                const TodokuReply *reply)
{
  if (reply->status != TODOKU_REPLY_CONTINUE)
    todoku_conversation_judge_sign_in (self, reply);
  else if (self->step < todoku_sasl_get_steps (self->mechanism))
    todoku_conversation_say_sasl (self, "");
  else if (!self->challenge) {
    self->challenge = decode_challenge (reply->text);
    todoku_conversation_say (self, todoku_sasl_after_failure (self->mechanism));
  } else
    todoku_conversation_fail (self, TODOKU_FAILURE_PROTOCOL_ERROR, reply);
}

/* The answer to EXAMINE or STAT. */
void
todoku_conversation_judge_look (TodokuConversation *self,
                                const TodokuReply *reply)
{
  if (!todoku_conversation_is_accepted (self,
                                        reply,
                                        TODOKU_FAILURE_MAILBOX_REFUSED))
    return;
  self->dialogue.looked = TRUE;
  todoku_conversation_after_look (self);
}
