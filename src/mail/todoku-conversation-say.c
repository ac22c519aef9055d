/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-conversation-private.h"

#include <string.h>

/* What is said to the server.  It waits in secure memory until it was sent, and
 * the transcript is told what may be shown of it at the moment it is written.
 */

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

static void
show (TodokuConversation *self, const char *shown)
{
  todoku_transcript_add (self->dialogue.transcript,
                         TRUE,
                         self->channel,
                         self->now,
                         shown,
                         strlen (shown));
}

/* Says bytes of which @shown may be seen. */
void
todoku_conversation_say_bytes (TodokuConversation *self,
                               const char *shown,
                               const char *bytes,
                               gsize length)
{
  append_output (self, bytes, length);
  show (self, shown);
}

/* Goes on with what the transcript shows already. */
void
todoku_conversation_say_quietly (TodokuConversation *self,
                                 const char *bytes,
                                 gsize length)
{
  append_output (self, bytes, length);
}

/* Says a line that holds no credential. */
void
todoku_conversation_say (TodokuConversation *self, const char *line)
{
  append_output (self, line, strlen (line));
  append_output (self, "\r\n", 2);
  show (self, line);
}

/* IMAP: a command under the next tag (RFC 9051 §2.2.1). */
void
todoku_conversation_say_tagged (TodokuConversation *self, const char *command)
{
  g_autofree char *line = g_strdup_printf ("T%u %s", ++self->tag, command);

  todoku_conversation_say (self, line);
}

/* Says the next SASL message behind @prefix.  This is the one attempt. */
void
todoku_conversation_say_sasl (TodokuConversation *self, const char *prefix)
{
  char *response = todoku_sasl_respond (self->mechanism,
                                        self->step,
                                        self->user,
                                        self->secret,
                                        self->endpoint->host,
                                        self->endpoint->port);
  g_autofree char *shown = g_strconcat (prefix, TODOKU_MASK, NULL);

  append_output (self, prefix, strlen (prefix));
  append_output (self, response, strlen (response));
  append_output (self, "\r\n", 2);
  todoku_secure_free (response);
  show (self, shown);
  self->step++;
  self->dialogue.sent_credential = TRUE;
}
