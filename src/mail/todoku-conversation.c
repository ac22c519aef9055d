/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-conversation-private.h"

#include <glib/gi18n.h>
#include <string.h>

G_DEFINE_QUARK (todoku_conversation_error_quark, todoku_conversation_error)
G_DEFINE_FINAL_TYPE (TodokuConversation, todoku_conversation, G_TYPE_OBJECT)

#define MASK "•••"

/* ---- life ----------------------------------------------------------------- */

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
  g_clear_pointer (&self->message, g_bytes_unref);
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

/* A line end in any of these would begin a command of its own (AU-07). */
static gboolean
can_be_sent (const char *value)
{
  return !value || (g_utf8_validate (value, -1, NULL) && !strpbrk (value, "\r\n") && strlen (value) <= 1024);
}

static gboolean
check_options (const TodokuConversationOptions *options, GError **error)
{
  const char *sentence = NULL;

  if (!can_be_sent (options->user))
    sentence = _ ("the user name holds a line break or is too long, which no mail server takes");
  else if (!can_be_sent (options->sender) || !can_be_sent (options->recipient) ||
           (options->sender && strpbrk (options->sender, "<> ")) || (options->recipient && strpbrk (options->recipient, "<> ")))
    sentence = _ ("an address holds a character that no mail server takes");
  else if (options->sign_in != TODOKU_SIGN_IN_NONE && (!options->user || !*options->user || !options->secret))
    sentence = _ ("a sign-in needs a user name and a password or token");
  if (sentence)
    g_set_error_literal (error, TODOKU_CONVERSATION_ERROR, TODOKU_CONVERSATION_ERROR_OPTION, sentence);
  return sentence == NULL;
}

static void
heard_cb (const char *line, gsize length, gpointer data)
{
  TodokuConversation *self = data;
  g_autofree char *clean = self->secret ? todoku_secret_redact (self->secret, line, length) : NULL;

  todoku_transcript_add (self->dialogue.transcript, FALSE, self->channel, self->now, clean ? clean : line, clean ? strlen (clean) : length);
}

static const TodokuDialect *
find_dialect (TodokuProtocol protocol)
{
  switch (protocol)
    {
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
 * Returns: (transfer full) (nullable): the conversation, or %NULL when an option cannot be sent
 */
TodokuConversation *
todoku_conversation_new (const TodokuConversationOptions *options, GError **error)
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
  self->sender = g_strdup (options->sender ? options->sender : options->user);
  self->recipient = g_strdup (options->recipient);
  self->message = options->message ? g_bytes_ref (options->message) : NULL;
  self->dialect = find_dialect (self->endpoint->protocol);
  self->reader = todoku_reply_reader_new (self->endpoint->protocol, heard_cb, self);
  self->state = self->dialect->greeting;
  self->need = self->endpoint->security == TODOKU_SECURITY_TLS ? TODOKU_NEED_SECURE : TODOKU_NEED_READ;
  return self;
}

/* ---- saying --------------------------------------------------------------- */

/* Appends to what waits to be sent; the memory is secure throughout. */
static void
append_output (TodokuConversation *self, const char *bytes, gsize length)
{
  gsize rest = self->output_length - self->output_sent;
  char *output = todoku_secure_alloc (rest + length + 1);

  if (rest > 0)
    memcpy (output, self->output + self->output_sent, rest);
  memcpy (output + rest, bytes, length);
  todoku_secure_free (self->output);
  self->output = output;
  self->output_length = rest + length;
  self->output_sent = 0;
  self->need = TODOKU_NEED_WRITE;
}

void
todoku_conversation_say_bytes (TodokuConversation *self, const char *shown, const char *bytes, gsize length)
{
  append_output (self, bytes, length);
  todoku_transcript_add (self->dialogue.transcript, TRUE, self->channel, self->now, shown, strlen (shown));
}

/* Goes on with what the transcript shows already. */
void
todoku_conversation_say_quietly (TodokuConversation *self, const char *bytes, gsize length)
{
  append_output (self, bytes, length);
}

/* Says a line; @shown: (nullable): what the transcript shows instead. */
void
todoku_conversation_say (TodokuConversation *self, const char *shown, const char *line)
{
  append_output (self, line, strlen (line));
  append_output (self, "\r\n", 2);
  shown = shown ? shown : line;
  todoku_transcript_add (self->dialogue.transcript, TRUE, self->channel, self->now, shown, strlen (shown));
}

/* Says the next SASL message behind @prefix.  This is the one attempt. */
void
todoku_conversation_say_sasl (TodokuConversation *self, const char *prefix)
{
  char *response = todoku_sasl_respond (self->mechanism, self->step, self->user, self->secret, self->endpoint->host, self->endpoint->port);
  g_autofree char *shown = g_strconcat (prefix, MASK, NULL);

  append_output (self, prefix, strlen (prefix));
  append_output (self, response, strlen (response));
  append_output (self, "\r\n", 2);
  todoku_secure_free (response);
  todoku_transcript_add (self->dialogue.transcript, TRUE, self->channel, self->now, shown, strlen (shown));
  self->step++;
  self->dialogue.sent_credential = TRUE;
}

/* ---- moving on ------------------------------------------------------------ */

void
todoku_conversation_enter (TodokuConversation *self, const TodokuState *state)
{
  if (self->state->stage != state->stage)
    todoku_timeline_end (self->dialogue.timeline, self->state->stage, TODOKU_OUTCOME_GOOD, self->now);
  todoku_timeline_begin (self->dialogue.timeline, state->stage, self->now);
  self->state = state;
  self->phase_bytes = 0;
  self->need = TODOKU_NEED_READ;
  if (state->send)
    state->send (self);
}

static void
record_failure (TodokuConversation *self, TodokuFailure failure, TodokuStage stage, const TodokuReply *reply)
{
  if (self->dialogue.failure != TODOKU_FAILURE_NONE || self->leaving)
    return;
  self->dialogue.failure = failure;
  self->dialogue.failure_stage = stage;
  if (reply)
    {
      TodokuReply *copy = todoku_reply_copy (reply);

      /* A server may echo what it was sent (AU-11). */
      if (self->secret)
        {
          g_autofree char *text = copy->text;

          copy->text = todoku_secret_redact (self->secret, text, strlen (text));
          for (char **line = copy->lines; *line; line++)
            {
              g_autofree char *whole = *line;

              *line = todoku_secret_redact (self->secret, whole, strlen (whole));
            }
        }
      self->dialogue.reply = copy;
    }
  todoku_timeline_end (self->dialogue.timeline, stage, TODOKU_OUTCOME_PROBLEM, self->now);
}

/* The farewell's answer is not awaited: it would cost a round trip and say nothing. */
void
todoku_conversation_leave (TodokuConversation *self)
{
  if (self->leaving)
    return;
  todoku_timeline_end (self->dialogue.timeline, self->state->stage, TODOKU_OUTCOME_GOOD, self->now);
  todoku_timeline_begin (self->dialogue.timeline, TODOKU_STAGE_QUIT, self->now);
  self->leaving = TRUE;
  if (self->endpoint->protocol == TODOKU_PROTOCOL_IMAP)
    {
      g_autofree char *line = g_strdup_printf ("T%u %s", ++self->tag, self->dialect->farewell);

      todoku_conversation_say (self, NULL, line);
    }
  else
    todoku_conversation_say (self, NULL, self->dialect->farewell);
}

static void
finish (TodokuConversation *self, TodokuOutcome outcome)
{
  todoku_timeline_end_all (self->dialogue.timeline, outcome, self->now);
  self->need = TODOKU_NEED_DONE;
}

/* A peer that is not what it should be gets no more words of ours. */
static gboolean
deserves_farewell (TodokuFailure failure, const TodokuReply *reply)
{
  switch (failure)
    {
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
todoku_conversation_fail (TodokuConversation *self, TodokuFailure failure, const TodokuReply *reply)
{
  record_failure (self, failure, self->state->stage, reply);
  if (deserves_farewell (failure, reply))
    todoku_conversation_leave (self);
  else
    finish (self, TODOKU_OUTCOME_PROBLEM);
}

/* The channel changes now.  Whatever the server has sent already was not asked
 * for and may be somebody else's (RFC 3207 §4.2, RFC 9051 §6.2.1; safety.md B). */
void
todoku_conversation_want_secure (TodokuConversation *self)
{
  if (todoku_reply_reader_get_buffered (self->reader) > 0)
    {
      todoku_conversation_fail (self, TODOKU_FAILURE_DATA_AFTER_STARTTLS, NULL);
      return;
    }
  todoku_timeline_end (self->dialogue.timeline, self->state->stage, TODOKU_OUTCOME_GOOD, self->now);
  self->need = TODOKU_NEED_SECURE;
}

/* ---- capabilities --------------------------------------------------------- */

void
todoku_conversation_set_capabilities (TodokuConversation *self, GStrv capabilities)
{
  g_strfreev (self->dialogue.capabilities[self->channel]);
  self->dialogue.capabilities[self->channel] = g_strdupv (capabilities);
}

/* Of this channel alone: what was said before TLS is shown, never used. */
const char *const *
todoku_conversation_get_capabilities (TodokuConversation *self)
{
  static const char *const none[] = { NULL };
  GStrv list = self->dialogue.capabilities[self->channel];

  return list ? (const char *const *) list : none;
}

gboolean
todoku_conversation_has_word (TodokuConversation *self, const char *capability)
{
  const char *const *list = todoku_conversation_get_capabilities (self);

  for (; *list; list++)
    if (g_ascii_strcasecmp (*list, capability) == 0)
      return TRUE;
  return FALSE;
}

/* Whether a capability "KEY a b c" (or "KEY=a b c") lists @value; any value when NULL. */
gboolean
todoku_conversation_lists (TodokuConversation *self, const char *key, const char *value)
{
  const char *const *list = todoku_conversation_get_capabilities (self);
  gsize length = strlen (key);

  for (; *list; list++)
    {
      g_auto (GStrv) words = NULL;

      if (g_ascii_strncasecmp (*list, key, length) != 0 || ((*list)[length] != ' ' && (*list)[length] != '='))
        continue;
      words = g_strsplit (*list + length + 1, " ", -1);
      for (char **word = words; *word; word++)
        if (**word && (!value || g_ascii_strcasecmp (*word, value) == 0))
          return TRUE;
    }
  return FALSE;
}

/* ---- the way through a dialogue ------------------------------------------- */

static TodokuMechanism
choose_mechanism (TodokuConversation *self)
{
  static const TodokuMechanism for_password[] = { TODOKU_MECHANISM_PLAIN, TODOKU_MECHANISM_LOGIN, TODOKU_MECHANISM_COMMAND };
  static const TodokuMechanism for_token[] = { TODOKU_MECHANISM_XOAUTH2, TODOKU_MECHANISM_OAUTHBEARER };
  gboolean token = self->sign_in == TODOKU_SIGN_IN_OAUTH2;
  const TodokuMechanism *list = token ? for_token : for_password;
  gsize n = token ? G_N_ELEMENTS (for_token) : G_N_ELEMENTS (for_password);

  for (gsize i = 0; i < n; i++)
    if (self->dialect->offers (self, list[i]))
      return list[i];
  return TODOKU_MECHANISM_NONE;
}

static void
sign_in (TodokuConversation *self)
{
  /* The stage begins here, so that whatever withholds the credential is seen at it. */
  todoku_timeline_end (self->dialogue.timeline, self->state->stage, TODOKU_OUTCOME_GOOD, self->now);
  todoku_timeline_begin (self->dialogue.timeline, TODOKU_STAGE_SIGN_IN, self->now);
  self->state = self->dialect->sign_in;
  if (self->channel != TODOKU_CHANNEL_VERIFIED && !(self->flags & TODOKU_CONVERSATION_ALLOW_CLEAR))
    {
      todoku_conversation_fail (self, TODOKU_FAILURE_SIGN_IN_WITHHELD, NULL);
      return;
    }
  self->mechanism = choose_mechanism (self);
  if (self->mechanism == TODOKU_MECHANISM_NONE)
    {
      todoku_conversation_fail (self, self->dialect->offers_any (self) ? TODOKU_FAILURE_SIGN_IN_METHOD_MISMATCH : TODOKU_FAILURE_SIGN_IN_NOT_OFFERED, NULL);
      return;
    }
  self->dialogue.mechanism = g_strdup (todoku_mechanism_to_string (self->mechanism));
  todoku_conversation_enter (self, self->mechanism == TODOKU_MECHANISM_COMMAND ? self->dialect->command : self->dialect->sign_in);
}

void
todoku_conversation_after_capabilities (TodokuConversation *self)
{
  if (self->endpoint->security == TODOKU_SECURITY_STARTTLS && self->channel == TODOKU_CHANNEL_PLAIN)
    {
      if (self->dialect->offers_starttls (self))
        todoku_conversation_enter (self, self->dialect->starttls);
      else
        {
          todoku_timeline_end (self->dialogue.timeline, self->state->stage, TODOKU_OUTCOME_GOOD, self->now);
          todoku_timeline_begin (self->dialogue.timeline, TODOKU_STAGE_STARTTLS, self->now);
          self->state = self->dialect->starttls;
          todoku_conversation_fail (self, TODOKU_FAILURE_STARTTLS_NOT_OFFERED, NULL);
        }
    }
  else if (self->sign_in != TODOKU_SIGN_IN_NONE && !self->dialogue.preauth)
    sign_in (self);
  else
    todoku_conversation_after_look (self);
}

void
todoku_conversation_after_sign_in (TodokuConversation *self)
{
  self->dialogue.signed_in = TRUE;
  if (self->flags & TODOKU_CONVERSATION_LOOK)
    todoku_conversation_enter (self, self->dialect->look);
  else
    todoku_conversation_after_look (self);
}

void
todoku_conversation_after_look (TodokuConversation *self)
{
  if (self->message && self->recipient && self->dialect->message)
    todoku_conversation_enter (self, self->dialect->message);
  else
    todoku_conversation_leave (self);
}

/* Whether a temporary refusal: it says nothing of the password (AU-12). */
static gboolean
is_temporary (const TodokuReply *reply)
{
  return reply->status == TODOKU_REPLY_TRANSIENT || reply->status == TODOKU_REPLY_BYE;
}

/* The answer to AUTH, AUTHENTICATE, LOGIN or PASS. */
void
todoku_conversation_judge_sign_in (TodokuConversation *self, const TodokuReply *reply)
{
  if (reply->status == TODOKU_REPLY_POSITIVE)
    todoku_conversation_after_sign_in (self);
  else if (is_temporary (reply))
    todoku_conversation_fail (self, TODOKU_FAILURE_SIGN_IN_TEMPORARY, reply);
  else
    todoku_conversation_fail (self, TODOKU_FAILURE_SIGN_IN_REFUSED, reply);
}

/* Common to all greetings: a refusal is kept, junk is junk. */
gboolean
todoku_conversation_greeting_is_sound (TodokuConversation *self, const TodokuReply *reply)
{
  if (reply->status == TODOKU_REPLY_POSITIVE || reply->status == TODOKU_REPLY_PREAUTH)
    return TRUE;
  if (reply->status == TODOKU_REPLY_CONTINUE || reply->status == TODOKU_REPLY_BAD)
    todoku_conversation_fail (self, TODOKU_FAILURE_BAD_GREETING, reply);
  else
    todoku_conversation_fail (self, TODOKU_FAILURE_SERVER_UNAVAILABLE, reply);
  return FALSE;
}

/* ---- the owner's side ----------------------------------------------------- */

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
  if (self->output_sent < self->output_length || self->need != TODOKU_NEED_WRITE)
    return;
  g_clear_pointer (&self->output, todoku_secure_free);
  self->output_length = self->output_sent = 0;
  self->need = TODOKU_NEED_READ;
  if (self->leaving)
    finish (self, TODOKU_OUTCOME_GOOD);
}

/* What speaks another protocol is named by its first bytes; waiting for a line
 * end would miss a TLS alert. */
static gboolean
is_foreign (TodokuConversation *self)
{
  gsize length;
  const guint8 *bytes = todoku_reply_reader_peek (self->reader, &length);
  TodokuSpoken spoken;

  if (self->greeted || length == 0)
    return FALSE;
  spoken = todoku_recognise (bytes, length);
  if (spoken == TODOKU_SPOKEN_TLS)
    {
      self->dialogue.spoken = spoken;
      if (self->channel == TODOKU_CHANNEL_PLAIN)
        todoku_conversation_fail (self, TODOKU_FAILURE_STARTTLS_ON_TLS_PORT, NULL);
      else
        todoku_conversation_fail (self, TODOKU_FAILURE_WRONG_PROTOCOL, NULL);
      return TRUE;
    }
  if (!memchr (bytes, '\n', length))
    return FALSE;
  self->greeted = TRUE;
  self->dialogue.spoken = spoken;
  if (spoken == self->dialect->spoken || spoken == TODOKU_SPOKEN_UNKNOWN)
    return FALSE;
  {
    TodokuReply *none = NULL;

    /* The line is read for the transcript; as a reply it would make no sense. */
    (void) todoku_reply_reader_next (self->reader, TODOKU_EXPECT_GREETING, NULL, &none);
    g_clear_pointer (&none, todoku_reply_free);
  }
  todoku_conversation_fail (self, TODOKU_FAILURE_WRONG_PROTOCOL, NULL);
  return TRUE;
}

static const char *
current_tag (TodokuConversation *self)
{
  g_snprintf (self->tag_text, sizeof self->tag_text, "T%u", self->tag);
  return self->tag > 0 ? self->tag_text : NULL;
}

static void
judge (TodokuConversation *self, const TodokuReply *reply)
{
  if (self->dialogue.spoken == TODOKU_SPOKEN_UNKNOWN)
    self->dialogue.spoken = self->dialect->spoken;
  /* 421 may come instead of any answer and closes the channel (RFC 5321 §3.8). */
  if (reply->status == TODOKU_REPLY_BYE && self->state->stage != TODOKU_STAGE_SIGN_IN)
    todoku_conversation_fail (self, TODOKU_FAILURE_SERVER_UNAVAILABLE, reply);
  else
    self->state->judge (self, reply);
}

static void
read_replies (TodokuConversation *self)
{
  while (self->need == TODOKU_NEED_READ)
    {
      g_autoptr (TodokuReply) reply = NULL;

      switch (todoku_reply_reader_next (self->reader, self->state->expect, current_tag (self), &reply))
        {
        case TODOKU_READ_REPLY:
          judge (self, reply);
          break;
        case TODOKU_READ_ERROR:
          todoku_conversation_fail (self, self->state->stage == TODOKU_STAGE_GREETING ? TODOKU_FAILURE_BAD_GREETING : TODOKU_FAILURE_PROTOCOL_ERROR, NULL);
          break;
        case TODOKU_READ_MORE:
        default:
          return;
        }
    }
}

/* Stages of the greeting begin with the first call that knows the time. */
static void
begin_greeting (TodokuConversation *self)
{
  if (self->state == self->dialect->greeting && !todoku_timeline_find (self->dialogue.timeline, TODOKU_STAGE_GREETING))
    todoku_timeline_begin (self->dialogue.timeline, TODOKU_STAGE_GREETING, self->now);
}

/**
 * todoku_conversation_received:
 * @self: a conversation
 * @bytes: what came
 * @length: of @bytes
 * @now_us: monotonic microseconds
 *
 * Bytes may come at any time; what comes while nothing is awaited is kept for the
 * next answer, or held against the server at a STARTTLS.
 */
void
todoku_conversation_received (TodokuConversation *self, const guint8 *bytes, gsize length, gint64 now_us)
{
  g_return_if_fail (TODOKU_IS_CONVERSATION (self));

  if (self->need == TODOKU_NEED_DONE || self->leaving || length == 0)
    return;
  self->now = now_us;
  begin_greeting (self);
  if (self->need == TODOKU_NEED_SECURE)
    {
      todoku_conversation_fail (self, TODOKU_FAILURE_DATA_AFTER_STARTTLS, NULL);
      return;
    }
  todoku_reply_reader_feed (self->reader, bytes, length);
  self->phase_bytes += length;
  if (self->phase_bytes > TODOKU_REPLY_MAX_BYTES)
    todoku_conversation_fail (self, TODOKU_FAILURE_PROTOCOL_ERROR, NULL);
  else if (!is_foreign (self))
    read_replies (self);
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
todoku_conversation_secured (TodokuConversation *self, TodokuChannel channel, gint64 now_us)
{
  g_return_if_fail (TODOKU_IS_CONVERSATION (self));
  g_return_if_fail (self->need == TODOKU_NEED_SECURE && channel != TODOKU_CHANNEL_PLAIN);

  self->now = now_us;
  self->channel = channel;
  todoku_reply_reader_reset (self->reader);
  self->need = TODOKU_NEED_READ;
  if (self->state == self->dialect->greeting)
    begin_greeting (self);
  else
    todoku_conversation_enter (self, self->dialect->capabilities);
}

/* How an end of the connection at this point is to be understood. */
static TodokuFailure
closed_failure (TodokuConversation *self)
{
  if (self->need == TODOKU_NEED_SECURE)
    return TODOKU_FAILURE_TLS_ABORTED;
  /* A server that hangs up on a credential has answered it in its way. */
  if (self->state->stage == TODOKU_STAGE_SIGN_IN && self->dialogue.sent_credential)
    return TODOKU_FAILURE_SIGN_IN_TEMPORARY;
  return TODOKU_FAILURE_CLOSED_EARLY;
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
  g_autoptr (TodokuReply) bye = NULL;

  g_return_if_fail (TODOKU_IS_CONVERSATION (self));

  if (self->need == TODOKU_NEED_DONE)
    return;
  self->now = now_us;
  begin_greeting (self);
  if (self->leaving)
    {
      finish (self, TODOKU_OUTCOME_GOOD);
      return;
    }
  bye = todoku_reply_reader_steal_bye (self->reader);
  if (bye)
    todoku_conversation_fail (self, self->state->stage == TODOKU_STAGE_SIGN_IN ? TODOKU_FAILURE_SIGN_IN_REFUSED : TODOKU_FAILURE_SERVER_UNAVAILABLE, bye);
  else
    todoku_conversation_fail (self, closed_failure (self), NULL);
  finish (self, TODOKU_OUTCOME_PROBLEM);
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
todoku_conversation_abandon (TodokuConversation *self, TodokuFailure failure, TodokuStage stage, gint64 now_us)
{
  g_return_if_fail (TODOKU_IS_CONVERSATION (self));

  if (self->need == TODOKU_NEED_DONE)
    return;
  self->now = now_us;
  record_failure (self, failure, stage, NULL);
  finish (self, TODOKU_OUTCOME_PROBLEM);
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
