/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-conversation-private.h"
#include "todoku-received.h"

#include <string.h>

/* The test message: waited for, its way read, and removed, it alone. */

#define POLL_MS 2000
/* Most header fields of one message that are read, and the newest messages of a
 * POP3 mailbox among which it is looked for. */
#define MAX_HEADER (16 * 1024)
#define MAX_MESSAGES 10

/* ---- IMAP -----------------------------------------------------------------
 */

static const TodokuState noop;
static const TodokuState search;
static const TodokuState fetch;
static const TodokuState store;
static const TodokuState expunge;

/* New messages are announced in the answer to NOOP (RFC 9051 §6.1.2). */
static void
send_noop (TodokuConversation *self)
{
  if (self->await_until_us == 0)
    self->await_until_us = self->now + (gint64) self->patience_ms * 1000;
  todoku_conversation_say_tagged (self, "NOOP");
}

static void
judge_noop (TodokuConversation *self, const TodokuReply *reply)
{
  todoku_conversation_enter (self, &search);
}

static void
send_search (TodokuConversation *self)
{
  g_autofree char *command =
      g_strdup_printf ("UID SEARCH HEADER Message-ID \"<%s>\"", self->awaits);

  todoku_conversation_say_tagged (self, command);
}

static guint
find_uid (const TodokuReply *reply)
{
  for (char **line = reply->lines; *line; line++)
    if (g_ascii_strncasecmp (*line, "SEARCH ", 7) == 0)
      return (guint) MIN (g_ascii_strtoull (*line + 7, NULL, 10), G_MAXUINT32);
  return 0;
}

static void
look_again (TodokuConversation *self)
{
  todoku_conversation_enter (self, &noop);
}

static void
judge_search (TodokuConversation *self, const TodokuReply *reply)
{
  self->number = reply->status == TODOKU_REPLY_POSITIVE ? find_uid (reply) : 0;
  if (self->number > 0) {
    self->dialogue.message_seen = TRUE;
    todoku_conversation_enter (self, &fetch);
  } else if (reply->status == TODOKU_REPLY_POSITIVE &&
             self->now + POLL_MS * 1000 < self->await_until_us)
    todoku_conversation_wait (self, POLL_MS, look_again);
  else
    todoku_conversation_leave (self);
}

static void
send_fetch (TodokuConversation *self)
{
  g_autofree char *command =
      g_strdup_printf ("UID FETCH %u (BODY.PEEK[HEADER.FIELDS (RECEIVED)])",
                       self->number);

  todoku_reply_reader_keep_literals (self->reader, MAX_HEADER);
  todoku_conversation_say_tagged (self, command);
}

/* UID EXPUNGE removes the named message alone (RFC 4315 §2.1).  Without it,
 * EXPUNGE would take along whatever else is marked; then it stays. */
static gboolean
can_expunge_one (TodokuConversation *self)
{
  GStrv after = self->dialogue.capabilities_signed_in;

  return after ? g_strv_contains ((const char *const *) after, "UIDPLUS")
               : todoku_conversation_has_word (self, "UIDPLUS");
}

static void
judge_fetch (TodokuConversation *self, const TodokuReply *reply)
{
  todoku_reply_reader_keep_literals (self->reader, 0);
  if (reply->literal)
    self->dialogue.trace = todoku_received_fields (reply->literal);
  if (can_expunge_one (self))
    todoku_conversation_enter (self, &store);
  else
    todoku_conversation_leave (self);
}

static void
send_store (TodokuConversation *self)
{
  g_autofree char *command =
      g_strdup_printf ("UID STORE %u +FLAGS.SILENT (\\Deleted)", self->number);

  todoku_conversation_say_tagged (self, command);
}

static void
judge_store (TodokuConversation *self, const TodokuReply *reply)
{
  if (reply->status == TODOKU_REPLY_POSITIVE)
    todoku_conversation_enter (self, &expunge);
  else
    todoku_conversation_leave (self);
}

static void
send_expunge (TodokuConversation *self)
{
  g_autofree char *command = g_strdup_printf ("UID EXPUNGE %u", self->number);

  todoku_conversation_say_tagged (self, command);
}

static void
judge_expunge (TodokuConversation *self, const TodokuReply *reply)
{
  self->dialogue.message_removed = reply->status == TODOKU_REPLY_POSITIVE;
  todoku_conversation_leave (self);
}

static const TodokuState noop = { TODOKU_STAGE_MESSAGE,
                                  TODOKU_EXPECT_ANSWER,
                                  send_noop,
                                  judge_noop };
static const TodokuState search = { TODOKU_STAGE_MESSAGE,
                                    TODOKU_EXPECT_ANSWER,
                                    send_search,
                                    judge_search };
static const TodokuState fetch = { TODOKU_STAGE_MESSAGE,
                                   TODOKU_EXPECT_ANSWER,
                                   send_fetch,
                                   judge_fetch };
static const TodokuState store = { TODOKU_STAGE_MESSAGE,
                                   TODOKU_EXPECT_ANSWER,
                                   send_store,
                                   judge_store };
static const TodokuState expunge = { TODOKU_STAGE_MESSAGE,
                                     TODOKU_EXPECT_ANSWER,
                                     send_expunge,
                                     judge_expunge };

const TodokuState todoku_imap_find = { TODOKU_STAGE_MESSAGE,
                                       TODOKU_EXPECT_ANSWER,
                                       send_noop,
                                       judge_noop };

/* ---- POP3 -----------------------------------------------------------------
 */

static const TodokuState dele;

/* The header alone (RFC 1939 §7), the newest message first. */
static void
send_top (TodokuConversation *self)
{
  g_autofree char *command = g_strdup_printf ("TOP %u 0", self->number);

  /* An empty mailbox has no message to ask for. */
  if (self->number == 0)
    todoku_conversation_leave (self);
  else
    todoku_conversation_say (self, command);
}

static gboolean
is_awaited (TodokuConversation *self, const TodokuReply *reply)
{
  g_autofree char *id = g_strconcat ("<", self->awaits, ">", NULL);

  for (char **line = reply->lines; *line; line++)
    if (g_ascii_strncasecmp (*line, "Message-ID:", 11) == 0 &&
        strstr (*line, id))
      return TRUE;
  return FALSE;
}

static void
judge_top (TodokuConversation *self, const TodokuReply *reply)
{
  if (reply->status == TODOKU_REPLY_POSITIVE && is_awaited (self, reply)) {
    g_autofree char *header = g_strjoinv ("\n", reply->lines);

    self->dialogue.message_seen = TRUE;
    self->dialogue.trace = todoku_received_fields (header);
    todoku_conversation_enter (self, &dele);
  } else if (reply->status == TODOKU_REPLY_POSITIVE && self->number > 1 &&
             ++self->looked_at < MAX_MESSAGES) {
    self->number--;
    todoku_conversation_enter (self, &todoku_pop3_find);
  } else
    todoku_conversation_leave (self);
}

static void
send_dele (TodokuConversation *self)
{
  g_autofree char *command = g_strdup_printf ("DELE %u", self->number);

  todoku_conversation_say (self, command);
}

/* QUIT makes it so, and may still fail to (RFC 1939 §6): this one farewell is
 * worth its round trip. */
static void
send_quit (TodokuConversation *self)
{
  self->quitting = TRUE;
  todoku_conversation_say (self, todoku_pop3_dialect.farewell);
}

static void
judge_quit (TodokuConversation *self, const TodokuReply *reply)
{
  self->dialogue.message_removed = reply->status == TODOKU_REPLY_POSITIVE;
  todoku_conversation_finish (self, TODOKU_OUTCOME_GOOD);
}

static const TodokuState update = { TODOKU_STAGE_QUIT,
                                    TODOKU_EXPECT_ANSWER,
                                    send_quit,
                                    judge_quit };

static void
judge_dele (TodokuConversation *self, const TodokuReply *reply)
{
  if (reply->status == TODOKU_REPLY_POSITIVE)
    todoku_conversation_enter (self, &update);
  else
    todoku_conversation_leave (self);
}

static const TodokuState dele = { TODOKU_STAGE_MESSAGE,
                                  TODOKU_EXPECT_ANSWER,
                                  send_dele,
                                  judge_dele };

const TodokuState todoku_pop3_find = { TODOKU_STAGE_MESSAGE,
                                       TODOKU_EXPECT_LISTING,
                                       send_top,
                                       judge_top };
