/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-conversation-private.h"

#include <string.h>

/* The way through a dialogue, which all three protocols share: greeting,
 * capabilities, STARTTLS, capabilities again, sign-in, look, message, farewell.
 */

/* ---- moving on ------------------------------------------------------------
 */

void
todoku_conversation_enter (TodokuConversation *self, const TodokuState *state)
{
  if (self->state->stage != state->stage)
    todoku_timeline_end (self->dialogue.timeline,
                         self->state->stage,
                         TODOKU_OUTCOME_GOOD,
                         self->now);
  todoku_timeline_begin (self->dialogue.timeline, state->stage, self->now);
  self->state = state;
  self->phase_bytes = 0;
  self->need = TODOKU_NEED_READ;
  if (state->send)
    state->send (self);
}

/* A state that is entered to say nothing: what keeps us from it is seen at its
 * stage. */
static void
fail_at (TodokuConversation *self,
         const TodokuState *state,
         TodokuFailure failure)
{
  todoku_timeline_end (self->dialogue.timeline,
                       self->state->stage,
                       TODOKU_OUTCOME_GOOD,
                       self->now);
  todoku_timeline_begin (self->dialogue.timeline, state->stage, self->now);
  self->state = state;
  todoku_conversation_fail (self, failure, NULL);
}

/* The farewell's answer is not awaited: it would cost a round trip and say
 * nothing. */
void
todoku_conversation_leave (TodokuConversation *self)
{
  if (self->leaving)
    return;
  todoku_timeline_end (self->dialogue.timeline,
                       self->state->stage,
                       TODOKU_OUTCOME_GOOD,
                       self->now);
  todoku_timeline_begin (self->dialogue.timeline, TODOKU_STAGE_QUIT, self->now);
  self->leaving = TRUE;
  if (self->endpoint->protocol == TODOKU_PROTOCOL_IMAP)
    todoku_conversation_say_tagged (self, self->dialect->farewell);
  else
    todoku_conversation_say (self, self->dialect->farewell);
}

void
todoku_conversation_finish (TodokuConversation *self, TodokuOutcome outcome)
{
  todoku_timeline_end_all (self->dialogue.timeline, outcome, self->now);
  self->need = TODOKU_NEED_DONE;
  /* What was seen is kept for long; the secret is not. */
  g_clear_pointer (&self->secret, todoku_secret_unref);
}

/* The channel changes now.  Whatever the server has sent already was not asked
 * for and may be somebody else's (RFC 3207 §4.2, RFC 9051 §6.2.1; safety.md B).
 */
void
todoku_conversation_want_secure (TodokuConversation *self)
{
  if (todoku_reply_reader_get_buffered (self->reader) > 0) {
    todoku_conversation_fail (self, TODOKU_FAILURE_DATA_AFTER_STARTTLS, NULL);
    return;
  }
  todoku_timeline_end (self->dialogue.timeline,
                       self->state->stage,
                       TODOKU_OUTCOME_GOOD,
                       self->now);
  self->need = TODOKU_NEED_SECURE;
}

/* ---- failing --------------------------------------------------------------
 */

static void
redact (TodokuConversation *self, char **text)
{
  g_autofree char *whole = *text;

  *text =
      whole ? todoku_secret_redact (self->secret, whole, strlen (whole)) : NULL;
}

/* The reply as it is kept: with what explained a refused token among its lines,
 * and without what the server echoes of a secret (AU-11). */
static TodokuReply *
make_kept (TodokuConversation *self, const TodokuReply *reply)
{
  TodokuReply *kept = todoku_reply_copy (reply);

  if (self->challenge) {
    g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
    g_auto (GStrv) lines = kept->lines;

    g_strv_builder_addv (builder, (const char **) lines);
    g_strv_builder_add (builder, self->challenge);
    kept->lines = g_strv_builder_end (builder);
  }
  if (!self->secret)
    return kept;
  redact (self, &kept->text);
  redact (self, &kept->response_code);
  for (char **line = kept->lines; *line; line++)
    redact (self, line);
  return kept;
}

/* Bytes that were never read as an answer are evidence too. */
static void
show_leftover (TodokuConversation *self)
{
  gsize length;
  const char *bytes =
      (const char *) todoku_reply_reader_peek (self->reader, &length);
  g_autofree char *clean = NULL;

  if (length == 0)
    return;
  if (self->secret)
    clean = todoku_secret_redact (self->secret, bytes, length);
  todoku_transcript_add (self->dialogue.transcript,
                         FALSE,
                         self->channel,
                         self->now,
                         clean ? clean : bytes,
                         clean ? strlen (clean) : length);
  todoku_reply_reader_reset (self->reader);
}

/* The first failure stays; what happens to the farewell is none. */
void
todoku_conversation_record (TodokuConversation *self,
                            TodokuFailure failure,
                            TodokuStage stage,
                            const TodokuReply *reply)
{
  if (self->dialogue.failure != TODOKU_FAILURE_NONE || self->leaving ||
      self->quitting)
    return;
  show_leftover (self);
  self->dialogue.failure = failure;
  self->dialogue.failure_stage = stage;
  self->dialogue.reply = reply ? make_kept (self, reply) : NULL;
  todoku_timeline_end (self->dialogue.timeline,
                       stage,
                       TODOKU_OUTCOME_PROBLEM,
                       self->now);
}

/* A peer that is not what it should be gets no more words of ours. */
static gboolean
deserves_farewell (TodokuFailure failure, const TodokuReply *reply)
{
  switch (failure) {
  case TODOKU_FAILURE_STARTTLS_NOT_OFFERED:
  case TODOKU_FAILURE_STARTTLS_REFUSED:
  case TODOKU_FAILURE_PREAUTH_BEFORE_TLS:
  case TODOKU_FAILURE_SIGN_IN_NOT_OFFERED:
  case TODOKU_FAILURE_SIGN_IN_METHOD_MISMATCH:
  case TODOKU_FAILURE_SIGN_IN_WITHHELD:
  case TODOKU_FAILURE_SIGN_IN_REFUSED:
  case TODOKU_FAILURE_SIGN_IN_TEMPORARY:
  case TODOKU_FAILURE_MAILBOX_REFUSED:
  case TODOKU_FAILURE_SENDER_REFUSED:
  case TODOKU_FAILURE_RECIPIENT_REFUSED:
  case TODOKU_FAILURE_MESSAGE_REFUSED:
    return !reply || reply->status != TODOKU_REPLY_BYE;
  default:
    return FALSE;
  }
}

void
todoku_conversation_fail (TodokuConversation *self,
                          TodokuFailure failure,
                          const TodokuReply *reply)
{
  todoku_conversation_record (self, failure, self->state->stage, reply);
  if (deserves_farewell (failure, reply))
    todoku_conversation_leave (self);
  else
    todoku_conversation_finish (self, TODOKU_OUTCOME_PROBLEM);
}

/* ---- from stage to stage --------------------------------------------------
 */

static void
sign_in (TodokuConversation *self)
{
  if (self->channel != TODOKU_CHANNEL_VERIFIED &&
      !(self->flags & TODOKU_CONVERSATION_ALLOW_CLEAR)) {
    fail_at (self, self->dialect->sign_in, TODOKU_FAILURE_SIGN_IN_WITHHELD);
    return;
  }
  self->mechanism = todoku_conversation_choose_mechanism (self);
  if (self->mechanism == TODOKU_MECHANISM_NONE) {
    fail_at (self,
             self->dialect->sign_in,
             todoku_conversation_offers_any (self)
                 ? TODOKU_FAILURE_SIGN_IN_METHOD_MISMATCH
                 : TODOKU_FAILURE_SIGN_IN_NOT_OFFERED);
    return;
  }
  self->dialogue.mechanism =
      g_strdup (todoku_mechanism_to_string (self->mechanism));
  todoku_conversation_enter (self,
                             self->mechanism == TODOKU_MECHANISM_COMMAND
                                 ? self->dialect->command
                                 : self->dialect->sign_in);
}

/* What comes next may wait for other connections: no stage lasts so long. */
static void
ask_turn (TodokuConversation *self)
{
  todoku_timeline_end (self->dialogue.timeline,
                       self->state->stage,
                       TODOKU_OUTCOME_GOOD,
                       self->now);
  self->need = TODOKU_NEED_TURN;
}

/**
 * todoku_conversation_take_turn:
 * @self: a conversation that needs %TODOKU_NEED_TURN
 * @now_us: monotonic microseconds
 *
 * Signs in, as far as the channel and the server allow.
 */
void
todoku_conversation_take_turn (TodokuConversation *self, gint64 now_us)
{
  g_return_if_fail (TODOKU_IS_CONVERSATION (self));
  g_return_if_fail (self->need == TODOKU_NEED_TURN);

  self->now = now_us;
  self->need = TODOKU_NEED_READ;
  sign_in (self);
}

/**
 * todoku_conversation_pass_turn:
 * @self: a conversation that needs %TODOKU_NEED_TURN
 * @now_us: monotonic microseconds
 *
 * Leaves without signing in.
 */
void
todoku_conversation_pass_turn (TodokuConversation *self, gint64 now_us)
{
  g_return_if_fail (TODOKU_IS_CONVERSATION (self));
  g_return_if_fail (self->need == TODOKU_NEED_TURN);

  self->now = now_us;
  self->need = TODOKU_NEED_READ;
  todoku_conversation_leave (self);
}

void
todoku_conversation_after_capabilities (TodokuConversation *self)
{
  if (self->endpoint->security == TODOKU_SECURITY_STARTTLS &&
      self->channel == TODOKU_CHANNEL_PLAIN) {
    if (self->dialect->offers_starttls (self))
      todoku_conversation_enter (self, self->dialect->starttls);
    else
      fail_at (self,
               self->dialect->starttls,
               TODOKU_FAILURE_STARTTLS_NOT_OFFERED);
  } else if (self->sign_in != TODOKU_SIGN_IN_NONE && !self->dialogue.preauth) {
    if (self->awaits && self->endpoint->protocol == TODOKU_PROTOCOL_POP3)
      /* A POP3 session sees what was there at its sign-in, nothing that comes
       * later (RFC 1939 §3): what is awaited is given time before it. */
      todoku_conversation_wait (self, self->patience_ms, sign_in);
    else if (self->flags & TODOKU_CONVERSATION_ASK)
      ask_turn (self);
    else
      sign_in (self);
  } else
    todoku_conversation_after_look (self);
}

/* Nothing is said or expected until the owner has waited. */
void
todoku_conversation_wait (TodokuConversation *self,
                          guint ms,
                          void (*resume) (TodokuConversation *self))
{
  self->wait_ms = ms;
  self->resume = resume;
  self->need = TODOKU_NEED_WAIT;
}

void
todoku_conversation_after_look (TodokuConversation *self)
{
  if (self->awaits && self->dialogue.looked && self->dialect->find)
    todoku_conversation_enter (self, self->dialect->find);
  else if (self->message && self->recipient && self->dialect->message)
    todoku_conversation_enter (self, self->dialect->message);
  else
    todoku_conversation_leave (self);
}
