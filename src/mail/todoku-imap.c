/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-conversation-private.h"

#include <string.h>

/* IMAP4rev1 and rev2 (RFC 3501, RFC 9051). */

/* LOGIN in literals: the command, the user, the password. */
#define LOGIN_STEPS 3

/* Takes the words of a CAPABILITY line, in brackets or untagged. */
static gboolean
take_capabilities (TodokuConversation *self, const TodokuReply *reply)
{
  for (char **line = reply->lines; *line; line++)
    if (g_ascii_strncasecmp (*line, "CAPABILITY ", 11) == 0) {
      g_auto (GStrv) words = g_strsplit (*line + 11, " ", -1);

      todoku_conversation_set_capabilities (self, words);
      return TRUE;
    }
  return FALSE;
}

/* ---- greeting -------------------------------------------------------------
 */

static void
judge_greeting (TodokuConversation *self, const TodokuReply *reply)
{
  if (!todoku_conversation_greeting_is_sound (self, reply))
    return;
  if (reply->status == TODOKU_REPLY_PREAUTH &&
      self->channel == TODOKU_CHANNEL_PLAIN) {
    /* Authenticated before encryption: STARTTLS is no longer allowed, and
     * nobody can say who did it (RFC 9051 §7.1.4). */
    todoku_conversation_fail (self, TODOKU_FAILURE_PREAUTH_BEFORE_TLS, reply);
    return;
  }
  self->dialogue.preauth = reply->status == TODOKU_REPLY_PREAUTH;
  if (take_capabilities (self, reply))
    todoku_conversation_after_capabilities (self);
  else
    todoku_conversation_enter (self, todoku_imap_dialect.capabilities);
}

/* ---- capabilities ---------------------------------------------------------
 */

static void
send_capability (TodokuConversation *self)
{
  todoku_conversation_say_tagged (self, "CAPABILITY");
}

/* Every server must answer it (RFC 9051 §6.1.1).  One that hides its list
 * offers no STARTTLS; what it said before TLS is no answer either (BI-09). */
static void
judge_capability (TodokuConversation *self, const TodokuReply *reply)
{
  gboolean listed =
      reply->status == TODOKU_REPLY_POSITIVE && take_capabilities (self, reply);
  gboolean hidden = reply->status != TODOKU_REPLY_CONTINUE &&
                    reply->status != TODOKU_REPLY_PREAUTH &&
                    self->channel == TODOKU_CHANNEL_PLAIN &&
                    self->endpoint->security == TODOKU_SECURITY_STARTTLS;

  if (listed || hidden)
    todoku_conversation_after_capabilities (self);
  else
    todoku_conversation_fail (self, TODOKU_FAILURE_PROTOCOL_ERROR, reply);
}

/* ---- STARTTLS (RFC 9051 §6.2.1) ------------------------------------------ */

static gboolean
offers_starttls (TodokuConversation *self)
{
  return todoku_conversation_has_word (self, "STARTTLS");
}

static void
send_starttls (TodokuConversation *self)
{
  todoku_conversation_say_tagged (self, "STARTTLS");
}

static void
judge_starttls (TodokuConversation *self, const TodokuReply *reply)
{
  if (todoku_conversation_is_accepted (self,
                                       reply,
                                       TODOKU_FAILURE_STARTTLS_REFUSED))
    todoku_conversation_want_secure (self);
}

/* ---- sign-in: AUTHENTICATE (RFC 9051 §6.2.2) and LOGIN (§6.2.3) -----------
 */

static gboolean
offers (TodokuConversation *self, TodokuMechanism mechanism)
{
  g_autofree char *capability = NULL;

  if (mechanism == TODOKU_MECHANISM_COMMAND)
    return !todoku_conversation_has_word (self, "LOGINDISABLED");
  capability =
      g_strconcat ("AUTH=", todoku_mechanism_to_string (mechanism), NULL);
  return todoku_conversation_has_word (self, capability);
}

static void
send_authenticate (TodokuConversation *self)
{
  g_autofree char *line =
      g_strdup_printf ("T%u AUTHENTICATE %s",
                       ++self->tag,
                       todoku_mechanism_to_string (self->mechanism));

  /* The initial response saves a round trip where SASL-IR allows it (RFC 4959);
   * LOGIN has none. */
  if (self->mechanism != TODOKU_MECHANISM_LOGIN &&
      todoku_conversation_has_word (self, "SASL-IR")) {
    g_autofree char *prefix = g_strconcat (line, " ", NULL);

    todoku_conversation_say_sasl (self, prefix);
  } else
    todoku_conversation_say (self, line);
}

static gboolean
can_be_quoted (const char *bytes, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if ((guint8) bytes[i] < 0x20 || (guint8) bytes[i] > 0x7e)
      return FALSE;
  return TRUE;
}

/* Whether a literal waits to be asked for: with LITERAL+, and with LITERAL- up
 * to 4096 bytes, it does not (RFC 7888 §4, §5). */
static gboolean
awaits_literals (TodokuConversation *self)
{
  gsize length;

  todoku_secret_peek (self->secret, &length);
  if (todoku_conversation_has_word (self, "LITERAL+"))
    return FALSE;
  return length > 4096 || !todoku_conversation_has_word (self, "LITERAL-");
}

/* A quoted string in secure memory (RFC 9051 §4.3). */
static char *
quote (const char *bytes, gsize length)
{
  char *quoted = todoku_secure_alloc (2 * length + 3);
  gsize n = 0;

  quoted[n++] = '"';
  for (gsize i = 0; i < length; i++) {
    if (bytes[i] == '"' || bytes[i] == '\\')
      quoted[n++] = '\\';
    quoted[n++] = bytes[i];
  }
  quoted[n++] = '"';
  quoted[n] = '\0';
  return quoted;
}

static void
say_login_quoted (TodokuConversation *self, const char *bytes, gsize length)
{
  char *user = quote (self->user, strlen (self->user));
  char *password = quote (bytes, length);
  g_autofree char *start = g_strdup_printf ("T%u LOGIN %s ", ++self->tag, user);
  g_autofree char *shown = g_strconcat (start, TODOKU_MASK, NULL);

  todoku_conversation_say_bytes (self, shown, start, strlen (start));
  todoku_conversation_say_quietly (self, password, strlen (password));
  todoku_conversation_say_quietly (self, "\r\n", 2);
  todoku_secure_free (user);
  todoku_secure_free (password);
  self->step = LOGIN_STEPS;
  self->dialogue.sent_credential = TRUE;
}

/* Announces a literal behind @prefix; the length of a secret is not shown. */
static void
say_literal_start (TodokuConversation *self,
                   const char *prefix,
                   gsize length,
                   gboolean masked)
{
  const char *plus = awaits_literals (self) ? "" : "+";
  g_autofree char *line =
      g_strdup_printf ("%s {%" G_GSIZE_FORMAT "%s}\r\n", prefix, length, plus);
  g_autofree char *shown =
      masked ? g_strdup_printf ("%s {" TODOKU_MASK "}", prefix)
             : g_strndup (line, strlen (line) - 2);

  todoku_conversation_say_bytes (self, shown, line, strlen (line));
}

/* Bytes beyond ASCII go as literals (RFC 9051 §4.3): the user, then the
 * password. */
static void
say_next_literal (TodokuConversation *self)
{
  gsize length;
  const char *bytes = todoku_secret_peek (self->secret, &length);
  g_autofree char *start = NULL;

  switch (self->step++) {
  case 0:
    start = g_strdup_printf ("T%u LOGIN", ++self->tag);
    say_literal_start (self, start, strlen (self->user), FALSE);
    break;
  case 1:
    say_literal_start (self, self->user, length, TRUE);
    break;
  default:
    todoku_conversation_say_bytes (self, TODOKU_MASK, bytes, length);
    todoku_conversation_say_quietly (self, "\r\n", 2);
    self->dialogue.sent_credential = TRUE;
    break;
  }
}

static void
send_login (TodokuConversation *self)
{
  gsize length;
  const char *bytes = todoku_secret_peek (self->secret, &length);

  if (can_be_quoted (bytes, length) &&
      can_be_quoted (self->user, strlen (self->user))) {
    say_login_quoted (self, bytes, length);
    return;
  }
  do
    say_next_literal (self);
  while (!awaits_literals (self) && self->step < LOGIN_STEPS);
}

static void
judge_login (TodokuConversation *self, const TodokuReply *reply)
{
  if (reply->status != TODOKU_REPLY_CONTINUE)
    todoku_conversation_judge_sign_in (self, reply);
  else if (self->step < LOGIN_STEPS)
    say_next_literal (self);
  else
    todoku_conversation_fail (self, TODOKU_FAILURE_PROTOCOL_ERROR, reply);
}

/* ---- the look behind the sign-in ------------------------------------------
 */

/* What a server offers may change with the sign-in (RFC 9051 §6.2.2); one that
 * tells it without being asked saves a round trip. */
static void
signed_in (TodokuConversation *self, const TodokuReply *reply)
{
  for (char **line = reply->lines; *line; line++)
    if (g_ascii_strncasecmp (*line, "CAPABILITY ", 11) == 0) {
      g_strfreev (self->dialogue.capabilities_signed_in);
      self->dialogue.capabilities_signed_in = g_strsplit (*line + 11, " ", -1);
    }
}

/* EXAMINE opens read-only: no message loses its \Recent or is touched
 * (RFC 9051 §6.3.3).  A message that is to be removed needs SELECT. */
static void
send_examine (TodokuConversation *self)
{
  todoku_conversation_say_tagged (self,
                                  self->awaits ? "SELECT INBOX"
                                               : "EXAMINE INBOX");
}

static const TodokuState greeting = { TODOKU_STAGE_GREETING,
                                      TODOKU_EXPECT_GREETING,
                                      NULL,
                                      judge_greeting };
static const TodokuState capabilities = { TODOKU_STAGE_CAPABILITIES,
                                          TODOKU_EXPECT_ANSWER,
                                          send_capability,
                                          judge_capability };
static const TodokuState starttls = { TODOKU_STAGE_STARTTLS,
                                      TODOKU_EXPECT_ANSWER,
                                      send_starttls,
                                      judge_starttls };
static const TodokuState authenticate = { TODOKU_STAGE_SIGN_IN,
                                          TODOKU_EXPECT_ANSWER,
                                          send_authenticate,
                                          todoku_conversation_judge_sasl };
static const TodokuState login = { TODOKU_STAGE_SIGN_IN,
                                   TODOKU_EXPECT_ANSWER,
                                   send_login,
                                   judge_login };
static const TodokuState examine = { TODOKU_STAGE_MAILBOX,
                                     TODOKU_EXPECT_ANSWER,
                                     send_examine,
                                     todoku_conversation_judge_look };

const TodokuDialect todoku_imap_dialect = {
  .greeting = &greeting,
  .capabilities = &capabilities,
  .starttls = &starttls,
  .sign_in = &authenticate,
  .command = &login,
  .look = &examine,
  .message = NULL,
  .find = &todoku_imap_find,
  .signed_in = signed_in,
  .farewell = "LOGOUT",
  .spoken = TODOKU_SPOKEN_IMAP,
  .offers_starttls = offers_starttls,
  .offers = offers,
  .mechanisms = "AUTH",
};
