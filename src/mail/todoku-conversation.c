/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-conversation-private.h"

#include <glib/gi18n.h>
#include <string.h>

G_DEFINE_QUARK (todoku_conversation_error_quark, todoku_conversation_error)
G_DEFINE_FINAL_TYPE (TodokuConversation, todoku_conversation, G_TYPE_OBJECT)

/* Most bytes of a user name or an address. */
#define MAX_OPTION 1024

/* ---- life -----------------------------------------------------------------
 */

static void
todoku_conversation_finalize (GObject *object)
{
  TodokuConversation *self = TODOKU_CONVERSATION (object);

  todoku_secure_free (self->output);
  g_clear_pointer (&self->secret, todoku_secret_unref);
  g_clear_pointer (&self->endpoint, todoku_endpoint_free);
  g_clear_pointer (&self->user, g_free);
  g_clear_pointer (&self->sender, g_free);
  g_clear_pointer (&self->recipient, g_free);
  g_clear_pointer (&self->challenge, g_free);
  g_clear_pointer (&self->message, g_bytes_unref);
  g_clear_pointer (&self->awaits, g_free);
  g_clear_pointer (&self->dialogue.capabilities_signed_in, g_strfreev);
  g_clear_pointer (&self->dialogue.trace, g_strfreev);
  g_clear_pointer (&self->reader, todoku_reply_reader_free);
  for (int i = 0; i < TODOKU_N_CHANNELS; i++)
    g_clear_pointer (&self->dialogue.capabilities[i], g_strfreev);
  g_clear_pointer (&self->dialogue.mechanism, g_free);
  g_clear_pointer (&self->dialogue.reply, todoku_reply_free);
  g_clear_pointer (&self->dialogue.timeline, todoku_timeline_free);
  g_clear_pointer (&self->dialogue.transcript, todoku_transcript_free);
  G_OBJECT_CLASS (todoku_conversation_parent_class)->finalize (object);
}

static void
todoku_conversation_class_init (TodokuConversationClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = todoku_conversation_finalize;
}

static void
todoku_conversation_init (TodokuConversation *self)
{
  self->dialogue.timeline = todoku_timeline_new ();
  self->dialogue.transcript = todoku_transcript_new ();
}

/* A line end in any of these would begin a command of its own (AU-07), ^A would
 * end a part of an OAuth message (RFC 7628 §3.1). */
static gboolean
can_be_sent (const char *value)
{
  if (!value)
    return TRUE;
  for (const char *c = value; *c; c++)
    if (g_ascii_iscntrl (*c))
      return FALSE;
  return g_utf8_validate (value, -1, NULL) && strlen (value) <= MAX_OPTION;
}

/* What stands between < and > in a command. */
static gboolean
can_be_path (const char *value)
{
  return can_be_sent (value) && !(value && strpbrk (value, "<> "));
}

static gboolean
check_options (const TodokuConversationOptions *options, GError **error)
{
  gboolean signs_in = options->sign_in != TODOKU_SIGN_IN_NONE;
  const char *sentence = NULL;

  if (!can_be_sent (options->user))
    sentence = _ ("the user name holds a line break or is too long, which no "
                  "mail server takes");
  else if (!can_be_path (options->sender) ||
           !can_be_path (options->recipient) || !can_be_path (options->awaits))
    sentence = _ ("an address holds a character that no mail server takes");
  else if (signs_in && (!options->user || !*options->user || !options->secret))
    sentence = _ ("a sign-in needs a user name and a password or token");
  if (sentence)
    g_set_error_literal (error,
                         TODOKU_CONVERSATION_ERROR,
                         TODOKU_CONVERSATION_ERROR_OPTION,
                         sentence);
  return sentence == NULL;
}

static char *
choose_sender (const TodokuConversationOptions *options)
{
  const char *user = options->user;

  if (options->sender)
    return g_strdup (options->sender);
  return user && strchr (user, '@') && can_be_path (user) ? g_strdup (user)
                                                          : NULL;
}

static void
heard_cb (const char *line, gsize length, gpointer data)
{
  TodokuConversation *self = data;
  g_autofree char *clean =
      self->secret ? todoku_secret_redact (self->secret, line, length) : NULL;

  todoku_transcript_add (self->dialogue.transcript,
                         FALSE,
                         self->channel,
                         self->now,
                         clean ? clean : line,
                         clean ? strlen (clean) : length);
}

static const TodokuDialect *
find_dialect (TodokuProtocol protocol)
{
  switch (protocol) {
  case TODOKU_PROTOCOL_IMAP:
    return &todoku_imap_dialect;
  case TODOKU_PROTOCOL_POP3:
    return &todoku_pop3_dialect;
  case TODOKU_PROTOCOL_SMTP:
  default:
    return &todoku_smtp_dialect;
  }
}

/**
 * todoku_conversation_new:
 * @options: what is asked for; copied
 * @error: return location
 *
 * Begins a dialogue.  It does no I/O: the owner asks what it needs.
 *
 * Returns: (transfer full) (nullable): the conversation, or %NULL when an
 * option cannot be sent
 */
TodokuConversation *
todoku_conversation_new (const TodokuConversationOptions *options,
                         GError **error)
{
  TodokuConversation *self;

  g_return_val_if_fail (options && options->endpoint, NULL);

  if (!check_options (options, error))
    return NULL;
  self = g_object_new (TODOKU_TYPE_CONVERSATION, NULL);
  self->endpoint = todoku_endpoint_copy (options->endpoint);
  self->flags = options->flags;
  self->sign_in = options->sign_in;
  self->user = g_strdup (options->user);
  self->secret = options->secret ? todoku_secret_ref (options->secret) : NULL;
  self->sender = choose_sender (options);
  self->recipient = g_strdup (options->recipient);
  self->message = options->message ? g_bytes_ref (options->message) : NULL;
  self->awaits = g_strdup (options->awaits);
  self->patience_ms = options->patience_ms;
  self->dialect = find_dialect (self->endpoint->protocol);
  self->reader =
      todoku_reply_reader_new (self->endpoint->protocol, heard_cb, self);
  self->state = self->dialect->greeting;
  self->need = self->endpoint->security == TODOKU_SECURITY_TLS
                   ? TODOKU_NEED_SECURE
                   : TODOKU_NEED_READ;
  return self;
}

/* ---- the owner's side -----------------------------------------------------
 */

/**
 * todoku_conversation_get_need:
 * @self: a conversation
 *
 * Returns: what it needs now
 */
TodokuNeed
todoku_conversation_get_need (TodokuConversation *self)
{
  g_return_val_if_fail (TODOKU_IS_CONVERSATION (self), TODOKU_NEED_DONE);

  return self->need;
}

/**
 * todoku_conversation_get_output:
 * @self: a conversation that needs %TODOKU_NEED_WRITE
 * @ret_length: (out): how many bytes
 *
 * Returns: (transfer none): what to send; it may hold a credential
 */
const guint8 *
todoku_conversation_get_output (TodokuConversation *self, gsize *ret_length)
{
  g_return_val_if_fail (TODOKU_IS_CONVERSATION (self) && ret_length, NULL);

  *ret_length = self->output_length - self->output_sent;
  return (const guint8 *) self->output + self->output_sent;
}

/**
 * todoku_conversation_sent:
 * @self: a conversation
 * @length: how many bytes of the output were sent
 * @now_us: monotonic microseconds
 */
void
todoku_conversation_sent (TodokuConversation *self, gsize length, gint64 now_us)
{
  g_return_if_fail (TODOKU_IS_CONVERSATION (self));
  g_return_if_fail (length <= self->output_length - self->output_sent);

  self->now = now_us;
  self->output_sent += length;
  if (self->output_sent < self->output_length ||
      self->need != TODOKU_NEED_WRITE)
    return;
  g_clear_pointer (&self->output, todoku_secure_free);
  self->output_length = self->output_sent = 0;
  self->need = TODOKU_NEED_READ;
  if (self->leaving)
    todoku_conversation_finish (self, TODOKU_OUTCOME_GOOD);
}

/* What speaks another protocol is named by its first bytes.  A TLS alert has no
 * line end to wait for; everything else is judged by a line, or by what there
 * is when @whole. */
static gboolean
is_foreign (TodokuConversation *self, gboolean whole)
{
  gsize length;
  const guint8 *bytes = todoku_reply_reader_peek (self->reader, &length);
  TodokuSpoken spoken;

  if (self->greeted || length == 0)
    return FALSE;
  spoken = todoku_recognise (bytes, length);
  if (spoken != TODOKU_SPOKEN_TLS && !whole && !memchr (bytes, '\n', length))
    return FALSE;
  self->greeted = TRUE;
  self->dialogue.spoken = spoken;
  if (spoken == self->dialect->spoken || spoken == TODOKU_SPOKEN_UNKNOWN)
    return FALSE;
  if (spoken == TODOKU_SPOKEN_TLS && self->channel == TODOKU_CHANNEL_PLAIN)
    todoku_conversation_fail (self, TODOKU_FAILURE_STARTTLS_ON_TLS_PORT, NULL);
  else
    todoku_conversation_fail (self, TODOKU_FAILURE_WRONG_PROTOCOL, NULL);
  return TRUE;
}

static const char *
current_tag (TodokuConversation *self)
{
  g_snprintf (self->tag_text, sizeof self->tag_text, "T%u", self->tag);
  return self->tag > 0 ? self->tag_text : NULL;
}

/* Nobody can answer what was not said yet: such a reply is not taken for the
 * answer to a later command (TS-06).  A server may leave at any time, and may
 * refuse a message while it is being sent. */
static gboolean
may_come_early (TodokuConversation *self, const TodokuReply *reply)
{
  return reply->status == TODOKU_REPLY_BYE ||
         (self->state->stage == TODOKU_STAGE_MESSAGE &&
          (reply->status == TODOKU_REPLY_TRANSIENT ||
           reply->status == TODOKU_REPLY_NEGATIVE));
}

static void
judge (TodokuConversation *self, const TodokuReply *reply)
{
  if (self->dialogue.spoken == TODOKU_SPOKEN_UNKNOWN)
    self->dialogue.spoken = self->dialect->spoken;
  if (self->need == TODOKU_NEED_WRITE && !may_come_early (self, reply))
    todoku_conversation_fail (self, TODOKU_FAILURE_PROTOCOL_ERROR, reply);
  /* 421 may come instead of any answer and closes the channel (RFC 5321 §3.8).
   */
  else if (reply->status == TODOKU_REPLY_BYE &&
           self->state->stage != TODOKU_STAGE_SIGN_IN)
    todoku_conversation_fail (self, TODOKU_FAILURE_SERVER_UNAVAILABLE, reply);
  else
    self->state->judge (self, reply);
}

static void
fail_to_read (TodokuConversation *self)
{
  gboolean greeting = self->state->stage == TODOKU_STAGE_GREETING;

  todoku_conversation_fail (self,
                            greeting ? TODOKU_FAILURE_BAD_GREETING
                                     : TODOKU_FAILURE_PROTOCOL_ERROR,
                            NULL);
}

static void
read_replies (TodokuConversation *self)
{
  while (!self->leaving &&
         (self->need == TODOKU_NEED_READ || self->need == TODOKU_NEED_WRITE)) {
    g_autoptr (TodokuReply) reply = NULL;

    switch (todoku_reply_reader_next (self->reader,
                                      self->state->expect,
                                      current_tag (self),
                                      &reply)) {
    case TODOKU_READ_REPLY:
      judge (self, reply);
      break;
    case TODOKU_READ_ERROR:
      fail_to_read (self);
      break;
    case TODOKU_READ_MORE:
    default:
      return;
    }
  }
}

/* The greeting is waited for from the moment at which the connection stood; the
 * owner's stages tell which that was. */
static void
begin_greeting (TodokuConversation *self)
{
  static const TodokuStage before[] = { TODOKU_STAGE_TLS,
                                        TODOKU_STAGE_CONNECT };
  TodokuTimeline *timeline = self->dialogue.timeline;
  gint64 start = self->now;

  if (self->state != self->dialect->greeting ||
      todoku_timeline_find (timeline, TODOKU_STAGE_GREETING))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (before); i++) {
    const TodokuTimelineEntry *entry =
        todoku_timeline_find (timeline, before[i]);

    if (entry && entry->end_us >= 0) {
      start = MIN (start, entry->end_us);
      break;
    }
  }
  todoku_timeline_begin (timeline, TODOKU_STAGE_GREETING, start);
}

/* Bytes in place of a handshake: injected behind a STARTTLS, or the plain
 * greeting of a port that does not begin with TLS. */
static void
refuse_before_handshake (TodokuConversation *self,
                         const guint8 *bytes,
                         gsize length)
{
  todoku_reply_reader_feed (self->reader, bytes, length);
  if (self->state != self->dialect->greeting) {
    todoku_conversation_fail (self, TODOKU_FAILURE_DATA_AFTER_STARTTLS, NULL);
    return;
  }
  self->dialogue.spoken = todoku_recognise (bytes, length);
  todoku_conversation_fail (self, TODOKU_FAILURE_TLS_ON_STARTTLS_PORT, NULL);
}

/**
 * todoku_conversation_received:
 * @self: a conversation
 * @bytes: what came
 * @length: of @bytes
 * @now_us: monotonic microseconds
 *
 * Bytes may come at any time; what comes while nothing is awaited is kept for
 * the next answer, or held against the server at a STARTTLS.
 */
void
todoku_conversation_received (TodokuConversation *self,
                              const guint8 *bytes,
                              gsize length,
                              gint64 now_us)
{
  g_return_if_fail (TODOKU_IS_CONVERSATION (self));

  if (self->need == TODOKU_NEED_DONE || self->leaving || length == 0)
    return;
  self->now = now_us;
  begin_greeting (self);
  if (self->need == TODOKU_NEED_SECURE) {
    refuse_before_handshake (self, bytes, length);
    return;
  }
  self->phase_bytes += length;
  if (self->phase_bytes > TODOKU_REPLY_MAX_BYTES) {
    fail_to_read (self);
    return;
  }
  todoku_reply_reader_feed (self->reader, bytes, length);
  if (!is_foreign (self, FALSE))
    read_replies (self);
}

/**
 * todoku_conversation_get_wait_ms:
 * @self: a conversation that needs %TODOKU_NEED_WAIT
 *
 * Returns: milliseconds to wait
 */
guint
todoku_conversation_get_wait_ms (TodokuConversation *self)
{
  g_return_val_if_fail (TODOKU_IS_CONVERSATION (self), 0);

  return self->wait_ms;
}

/**
 * todoku_conversation_waited:
 * @self: a conversation that needs %TODOKU_NEED_WAIT
 * @now_us: monotonic microseconds
 *
 * The time is over.
 */
void
todoku_conversation_waited (TodokuConversation *self, gint64 now_us)
{
  g_return_if_fail (TODOKU_IS_CONVERSATION (self));
  g_return_if_fail (self->need == TODOKU_NEED_WAIT && self->resume);

  self->now = now_us;
  self->need = TODOKU_NEED_READ;
  self->resume (self);
}

/**
 * todoku_conversation_secured:
 * @self: a conversation that needs %TODOKU_NEED_SECURE
 * @channel: what the channel is now
 * @now_us: monotonic microseconds
 *
 * The handshake is done.  Everything that was learned before it is dropped
 * (RFC 3207 §4.2).
 */
void
todoku_conversation_secured (TodokuConversation *self,
                             TodokuChannel channel,
                             gint64 now_us)
{
  g_return_if_fail (TODOKU_IS_CONVERSATION (self));
  g_return_if_fail (self->need == TODOKU_NEED_SECURE &&
                    channel != TODOKU_CHANNEL_PLAIN);

  self->now = now_us;
  self->channel = channel;
  todoku_reply_reader_reset (self->reader);
  self->need = TODOKU_NEED_READ;
  if (self->state == self->dialect->greeting)
    begin_greeting (self);
  else
    todoku_conversation_enter (self, self->dialect->capabilities);
}

/* What an end of the connection at this point is. */
static void
judge_end (TodokuConversation *self)
{
  g_autoptr (TodokuReply) bye = NULL;

  if (self->need == TODOKU_NEED_SECURE) {
    todoku_conversation_record (self,
                                TODOKU_FAILURE_TLS_ABORTED,
                                TODOKU_STAGE_TLS,
                                NULL);
    return;
  }
  if (is_foreign (self, TRUE))
    return;
  bye = todoku_reply_reader_steal_bye (self->reader);
  if (bye && self->state->stage == TODOKU_STAGE_SIGN_IN)
    todoku_conversation_record (self,
                                TODOKU_FAILURE_SIGN_IN_TEMPORARY,
                                self->state->stage,
                                bye);
  else if (bye)
    todoku_conversation_record (self,
                                TODOKU_FAILURE_SERVER_UNAVAILABLE,
                                self->state->stage,
                                bye);
  else
    todoku_conversation_record (self,
                                TODOKU_FAILURE_CLOSED_EARLY,
                                self->state->stage,
                                NULL);
}

/**
 * todoku_conversation_closed:
 * @self: a conversation
 * @now_us: monotonic microseconds
 *
 * The peer closed its side.
 */
void
todoku_conversation_closed (TodokuConversation *self, gint64 now_us)
{
  g_return_if_fail (TODOKU_IS_CONVERSATION (self));

  if (self->need == TODOKU_NEED_DONE)
    return;
  self->now = now_us;
  if (self->leaving || self->quitting) {
    todoku_conversation_finish (self, TODOKU_OUTCOME_GOOD);
    return;
  }
  begin_greeting (self);
  judge_end (self);
  todoku_conversation_finish (self, TODOKU_OUTCOME_PROBLEM);
}

/**
 * todoku_conversation_abandon:
 * @self: a conversation
 * @failure: why
 * @stage: at which stage
 * @now_us: monotonic microseconds
 *
 * The owner ends it.  A failure that was recorded before stays.
 */
void
todoku_conversation_abandon (TodokuConversation *self,
                             TodokuFailure failure,
                             TodokuStage stage,
                             gint64 now_us)
{
  g_return_if_fail (TODOKU_IS_CONVERSATION (self));

  if (self->need == TODOKU_NEED_DONE)
    return;
  self->now = now_us;
  if (stage == TODOKU_STAGE_GREETING)
    begin_greeting (self);
  todoku_conversation_record (self, failure, stage, NULL);
  todoku_conversation_finish (self, TODOKU_OUTCOME_PROBLEM);
}

/**
 * todoku_conversation_recognised:
 * @self: a conversation
 * @spoken: what the peer speaks
 *
 * Tells what was seen below the conversation, in the bytes that answered a
 * handshake.
 */
void
todoku_conversation_recognised (TodokuConversation *self, TodokuSpoken spoken)
{
  g_return_if_fail (TODOKU_IS_CONVERSATION (self));

  self->dialogue.spoken = spoken;
}

/**
 * todoku_conversation_get_dialogue:
 * @self: a conversation
 *
 * Returns: (transfer none): what it has shown so far
 */
const TodokuDialogue *
todoku_conversation_get_dialogue (TodokuConversation *self)
{
  g_return_val_if_fail (TODOKU_IS_CONVERSATION (self), NULL);

  return &self->dialogue;
}
