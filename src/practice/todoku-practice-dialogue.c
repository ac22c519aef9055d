/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-practice-dialogue.h"

#include "todoku-practice-sign-in.h"

#include <string.h>

struct _TodokuServerDialogue {
  const TodokuScenario *scenario;
  TodokuScript *script;
  TodokuScriptState state;
  TodokuServerSignIn *sign_in;
  const TodokuAnswer *refusal; /* of a token: said when the client answered */
  char *tag;
  char *user;
  gboolean asks;       /* the next line belongs to the sign-in */
  gboolean in_message; /* the next lines belong to a message */
};

/*
 * todoku_server_dialogue_new:
 * @scenario: who may sign in; outlives the dialogue's calls
 * @stand: what is said
 *
 * Returns: (transfer full): a dialogue that has not begun
 */
TodokuServerDialogue *
todoku_server_dialogue_new (const TodokuScenario *scenario,
                            const TodokuStand *stand)
{
  TodokuServerDialogue *self = g_new0 (TodokuServerDialogue, 1);

  self->scenario = scenario;
  self->script = todoku_script_ref (stand->script);
  self->sign_in = todoku_server_sign_in_new ();
  return self;
}

/*
 * todoku_server_dialogue_free:
 * @self: (transfer full): a dialogue
 */
void
todoku_server_dialogue_free (TodokuServerDialogue *self)
{
  todoku_script_unref (self->script);
  todoku_server_sign_in_free (self->sign_in);
  g_free (self->tag);
  g_free (self->user);
  g_free (self);
}

/*
 * todoku_server_dialogue_secured:
 * @self: a dialogue
 *
 * TLS has begun: the commands of the secure state hold from here on.
 */
void
todoku_server_dialogue_secured (TodokuServerDialogue *self)
{
  self->state = TODOKU_STATE_SECURE;
}

static void
append_line (TodokuServerDialogue *self, GString *output, const char *line)
{
  g_autoptr (GString) text = g_string_new (line);

  g_string_replace (text, "{tag}", self->tag != NULL ? self->tag : "*", 0);
  g_string_replace (text, "{user}", self->user != NULL ? self->user : "", 0);
  g_string_append (output, text->str);
  g_string_append (output, "\r\n");
}

static TodokuThen
say (TodokuServerDialogue *self, GString *output, const TodokuAnswer *answer)
{
  for (guint i = 0; answer->reply[i] != NULL; i++)
    append_line (self, output, answer->reply[i]);
  if (answer->then == TODOKU_THEN_SIGNED_IN)
    self->state = TODOKU_STATE_SIGNED_IN;
  self->in_message = answer->then == TODOKU_THEN_MESSAGE;
  return answer->then;
}

/*
 * todoku_server_dialogue_greet:
 * @self: a dialogue
 * @output: the greeting is appended
 *
 * Returns: what follows
 */
TodokuThen
todoku_server_dialogue_greet (TodokuServerDialogue *self, GString *output)
{
  return say (self, output, todoku_script_get_greeting (self->script));
}

static const TodokuAnswer *
judge (TodokuServerDialogue *self)
{
  const TodokuPracticeUser *known =
      todoku_scenario_find_user (self->scenario,
                                 todoku_server_sign_in_get_user (self->sign_in),
                                 todoku_server_sign_in_get_password (
                                     self->sign_in),
                                 todoku_server_sign_in_get_token (
                                     self->sign_in));
  const TodokuAnswer *outcome = NULL;

  if (known != NULL) {
    g_clear_pointer (&self->user, g_free);
    self->user = g_strdup (known->user);
    outcome = todoku_script_get_outcome (self->script, known->outcome);
  }
  if (outcome != NULL)
    return outcome;
  return todoku_script_get_outcome (self->script, "refused");
}

static TodokuThen
ask (TodokuServerDialogue *self, GString *output, const char *challenge)
{
  static const char *const prefixes[] = { "+ ", "+ ", "334 " };
  g_autofree char *line =
      g_strconcat (prefixes[todoku_script_get_protocol (self->script)],
                   challenge,
                   NULL);

  self->asks = TRUE;
  append_line (self, output, line);
  return TODOKU_THEN_NOTHING;
}

static TodokuThen
conclude (TodokuServerDialogue *self, GString *output)
{
  const TodokuAnswer *outcome = judge (self);
  const char *challenge = todoku_script_get_token_challenge (self->script);
  g_autofree char *text = NULL;

  if (todoku_server_sign_in_get_token (self->sign_in) == NULL ||
      outcome->then == TODOKU_THEN_SIGNED_IN || challenge == NULL)
    return say (self, output, outcome);
  /* RFC 7628 §3.2.2: the reason first, then the refusal. */
  text = g_base64_encode ((const guchar *) challenge, strlen (challenge));
  self->refusal = outcome;
  return ask (self, output, text);
}

static TodokuThen
say_malformed (TodokuServerDialogue *self, GString *output)
{
  static const char *const replies[] = {
    "{tag} BAD The sign-in was not understood or was cancelled",
    "-ERR The sign-in was not understood or was cancelled",
    "501 5.5.2 The sign-in was not understood or was cancelled",
  };

  append_line (self,
               output,
               replies[todoku_script_get_protocol (self->script)]);
  return TODOKU_THEN_NOTHING;
}

static TodokuThen
follow_sign_in (TodokuServerDialogue *self,
                TodokuSignInStep step,
                const TodokuAnswer *answer,
                GString *output)
{
  switch (step) {
  case TODOKU_SIGN_IN_STEP_ASK:
    return ask (self,
                output,
                todoku_server_sign_in_get_challenge (self->sign_in));
  case TODOKU_SIGN_IN_STEP_CONTINUE:
    return say (self, output, answer);
  case TODOKU_SIGN_IN_STEP_COMPLETE:
    return conclude (self, output);
  case TODOKU_SIGN_IN_STEP_MALFORMED:
  default:
    return say_malformed (self, output);
  }
}

static TodokuThen
answer_response (TodokuServerDialogue *self, const char *line, GString *output)
{
  const TodokuAnswer *refusal = g_steal_pointer (&self->refusal);

  self->asks = FALSE;
  if (refusal != NULL)
    return say (self, output, refusal);
  return follow_sign_in (self,
                         todoku_server_sign_in_respond (self->sign_in, line),
                         NULL,
                         output);
}

/* RFC 5321 §4.1.1.4: a dot alone ends the message. */
static TodokuThen
answer_message (TodokuServerDialogue *self, const char *line, GString *output)
{
  if (!g_str_equal (line, "."))
    return TODOKU_THEN_NOTHING;
  return say (self,
              output,
              todoku_script_match (self->script, self->state, "."));
}

/* Keeps an IMAP tag; the command without it */
static const char *
split_tag (TodokuServerDialogue *self, const char *line)
{
  const char *space = strchr (line, ' ');

  if (todoku_script_get_protocol (self->script) != TODOKU_SCRIPT_IMAP)
    return line;
  g_clear_pointer (&self->tag, g_free);
  if (space == NULL)
    return line;
  self->tag = g_strndup (line, (gsize) (space - line));
  return space + 1;
}

/*
 * todoku_server_dialogue_answer:
 * @self: a dialogue
 * @line: what the client sent, valid UTF-8 without its line end
 * @output: what is said is appended
 * @ret_credential: whether @line belongs to a sign-in
 *
 * Returns: what follows
 */
TodokuThen
todoku_server_dialogue_answer (TodokuServerDialogue *self,
                               const char *line,
                               GString *output,
                               gboolean *ret_credential)
{
  const TodokuAnswer *answer;
  const char *command;

  *ret_credential = self->asks;
  if (self->asks)
    return answer_response (self, line, output);
  if (self->in_message)
    return answer_message (self, line, output);
  command = split_tag (self, line);
  answer = todoku_script_match (self->script, self->state, command);
  *ret_credential = answer->then == TODOKU_THEN_SIGN_IN;
  if (!*ret_credential)
    return say (self, output, answer);
  return follow_sign_in (self,
                         todoku_server_sign_in_begin (self->sign_in, command),
                         answer,
                         output);
}
