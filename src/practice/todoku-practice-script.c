/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-practice-script.h"

struct _TodokuScript {
  TodokuScriptProtocol protocol;
  gboolean has_protocol;
  TodokuAnswer *greeting;
  GPtrArray *answers[TODOKU_N_STATES];
  GHashTable *outcomes;
  TodokuAnswer *unknown;
  char *token_challenge;
};

const char *const todoku_script_keys[] = {
  "protocol", "greeting", "plain",   "secure",          "signed-in",
  "any",      "outcomes", "unknown", "token_challenge", NULL,
};

static const char *const protocol_names[] = { "imap", "pop3", "smtp", NULL };
static const char *const state_names[] = { "plain",
                                           "secure",
                                           "signed-in",
                                           "any" };
static const char *const then_names[] = { "nothing", "tls",     "close",
                                          "stall",   "sign-in", "signed-in",
                                          "message", NULL };
static const char *const answer_keys[] = { "reply", "then", NULL };

static void
answer_clear (TodokuAnswer *self)
{
  g_clear_pointer (&self->pattern, g_pattern_spec_free);
  g_strfreev (self->reply);
}

static void
answer_unref (TodokuAnswer *self)
{
  g_rc_box_release_full (self, (GDestroyNotify) answer_clear);
}

/* One line, a list of lines, or an object with what follows them. */
static TodokuAnswer *
answer_read (TodokuPracticeReader *reader, JsonNode *node)
{
  TodokuAnswer *self = g_rc_box_new0 (TodokuAnswer);

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node)) {
    JsonObject *object = json_node_get_object (node);

    todoku_practice_reader_check_keys (reader, object, answer_keys);
    self->reply = todoku_practice_reader_lines (reader, object, "reply");
    self->then =
        todoku_practice_reader_choose (reader,
                                       todoku_practice_reader_string (reader,
                                                                      object,
                                                                      "then"),
                                       then_names,
                                       TODOKU_THEN_NOTHING);
  } else {
    self->reply = todoku_practice_reader_as_lines (reader, node);
  }
  if (self->reply == NULL)
    self->reply = g_new0 (char *, 1);
  return self;
}

static GHashTable *
outcomes_new (void)
{
  return g_hash_table_new_full (g_str_hash,
                                g_str_equal,
                                g_free,
                                (GDestroyNotify) answer_unref);
}

/*
 * todoku_script_new:
 *
 * Returns: (transfer full): a script that says nothing yet
 */
TodokuScript *
todoku_script_new (void)
{
  TodokuScript *self = g_rc_box_new0 (TodokuScript);

  for (guint i = 0; i < TODOKU_N_STATES; i++)
    self->answers[i] =
        g_ptr_array_new_with_free_func ((GDestroyNotify) answer_unref);
  self->outcomes = outcomes_new ();
  return self;
}

static gpointer
answer_ref (gconstpointer answer, gpointer data)
{
  return g_rc_box_acquire ((gpointer) answer);
}

/*
 * todoku_script_copy:
 * @self: a script
 *
 * Many servers say the same: the answers are shared.
 *
 * Returns: (transfer full): a script that says the same so far
 */
TodokuScript *
todoku_script_copy (TodokuScript *self)
{
  TodokuScript *copy = g_rc_box_new0 (TodokuScript);
  GHashTableIter iter;
  gpointer name, answer;

  copy->protocol = self->protocol;
  copy->has_protocol = self->has_protocol;
  copy->token_challenge = g_strdup (self->token_challenge);
  if (self->greeting != NULL)
    copy->greeting = answer_ref (self->greeting, NULL);
  if (self->unknown != NULL)
    copy->unknown = answer_ref (self->unknown, NULL);
  for (guint i = 0; i < TODOKU_N_STATES; i++)
    copy->answers[i] = g_ptr_array_copy (self->answers[i], answer_ref, NULL);
  copy->outcomes = outcomes_new ();
  g_hash_table_iter_init (&iter, self->outcomes);
  while (g_hash_table_iter_next (&iter, &name, &answer))
    g_hash_table_insert (copy->outcomes,
                         g_strdup (name),
                         answer_ref (answer, NULL));
  return copy;
}

/*
 * todoku_script_ref:
 * @self: a script
 *
 * Returns: (transfer full): @self
 */
TodokuScript *
todoku_script_ref (TodokuScript *self)
{
  return g_rc_box_acquire (self);
}

static void
script_clear (TodokuScript *self)
{
  for (guint i = 0; i < TODOKU_N_STATES; i++)
    g_ptr_array_unref (self->answers[i]);
  g_hash_table_unref (self->outcomes);
  g_clear_pointer (&self->greeting, answer_unref);
  g_clear_pointer (&self->unknown, answer_unref);
  g_clear_pointer (&self->token_challenge, g_free);
}

/*
 * todoku_script_unref:
 * @self: (transfer full): a script
 */
void
todoku_script_unref (TodokuScript *self)
{
  g_rc_box_release_full (self, (GDestroyNotify) script_clear);
}

G_DEFINE_BOXED_TYPE (TodokuScript,
                     todoku_script,
                     todoku_script_ref,
                     todoku_script_unref)

static void
replace_answer (TodokuPracticeReader *reader,
                JsonObject *object,
                const char *key,
                TodokuAnswer **answer)
{
  if (!json_object_has_member (object, key))
    return;
  g_clear_pointer (answer, answer_unref);
  todoku_practice_reader_enter (reader, key);
  *answer = answer_read (reader, json_object_get_member (object, key));
  todoku_practice_reader_leave (reader);
}

/* The first that matches counts: what is new goes before what is there, in its
 * own order. */
static void
read_answers (TodokuPracticeReader *reader,
              JsonObject *object,
              GPtrArray *answers)
{
  g_autoptr (GList) members = NULL;
  int place = 0;

  if (object == NULL)
    return;
  members = json_object_get_members (object);
  for (GList *l = members; l != NULL; l = l->next) {
    g_autofree char *glob = g_ascii_strup (l->data, -1);
    TodokuAnswer *answer;

    todoku_practice_reader_enter (reader, l->data);
    answer = answer_read (reader, json_object_get_member (object, l->data));
    answer->pattern = g_pattern_spec_new (glob);
    g_ptr_array_insert (answers, place++, answer);
    todoku_practice_reader_leave (reader);
  }
}

static void
read_outcomes (TodokuPracticeReader *reader,
               JsonObject *object,
               GHashTable *outcomes)
{
  g_autoptr (GList) members = NULL;

  if (object == NULL)
    return;
  members = json_object_get_members (object);
  for (GList *l = members; l != NULL; l = l->next) {
    todoku_practice_reader_enter (reader, l->data);
    g_hash_table_insert (outcomes,
                         g_strdup (l->data),
                         answer_read (reader,
                                      json_object_get_member (object,
                                                              l->data)));
    todoku_practice_reader_leave (reader);
  }
}

static void
read_words (TodokuScript *self,
            TodokuPracticeReader *reader,
            JsonObject *object)
{
  const char *protocol =
      todoku_practice_reader_string (reader, object, "protocol");
  const char *challenge =
      todoku_practice_reader_string (reader, object, "token_challenge");

  if (protocol != NULL) {
    self->protocol =
        todoku_practice_reader_choose (reader, protocol, protocol_names, 0);
    self->has_protocol = TRUE;
  }
  if (challenge != NULL) {
    g_clear_pointer (&self->token_challenge, g_free);
    self->token_challenge = g_strdup (challenge);
  }
}

/*
 * todoku_script_apply:
 * @self: a script
 * @reader: the file that @object stands in, for its mistakes
 * @object: (nullable): members as in #todoku_script_keys; others are not looked
 *   at
 *
 * Lays @object over what @self says so far.
 */
void
todoku_script_apply (TodokuScript *self,
                     TodokuPracticeReader *reader,
                     JsonObject *object)
{
  if (object == NULL)
    return;
  read_words (self, reader, object);
  replace_answer (reader, object, "greeting", &self->greeting);
  replace_answer (reader, object, "unknown", &self->unknown);
  for (guint i = 0; i < TODOKU_N_STATES; i++) {
    JsonObject *answers =
        todoku_practice_reader_object (reader, object, state_names[i]);

    todoku_practice_reader_enter (reader, state_names[i]);
    read_answers (reader, answers, self->answers[i]);
    todoku_practice_reader_leave (reader);
  }
  todoku_practice_reader_enter (reader, "outcomes");
  read_outcomes (reader,
                 todoku_practice_reader_object (reader, object, "outcomes"),
                 self->outcomes);
  todoku_practice_reader_leave (reader);
}

static gboolean
has_then (TodokuScript *self, TodokuThen then)
{
  for (guint i = 0; i < TODOKU_N_STATES; i++)
    for (guint j = 0; j < self->answers[i]->len; j++)
      if (((TodokuAnswer *) self->answers[i]->pdata[j])->then == then)
        return TRUE;
  return FALSE;
}

/*
 * todoku_script_check:
 * @self: a script to which everything was applied
 * @reader: told what is missing
 */
void
todoku_script_check (TodokuScript *self, TodokuPracticeReader *reader)
{
  if (!self->has_protocol)
    todoku_practice_reader_fail (reader, "“protocol” is missing");
  if (self->greeting == NULL)
    todoku_practice_reader_fail (reader, "“greeting” is missing");
  if (self->unknown == NULL)
    todoku_practice_reader_fail (reader, "“unknown” is missing");
  if (!has_then (self, TODOKU_THEN_SIGN_IN))
    return;
  if (!g_hash_table_contains (self->outcomes, "accepted") ||
      !g_hash_table_contains (self->outcomes, "refused"))
    todoku_practice_reader_fail (reader,
                                 "a sign-in needs the outcomes “accepted” and "
                                 "“refused”");
}

/*
 * todoku_script_get_protocol:
 * @self: a script
 *
 * Returns: what is spoken
 */
TodokuScriptProtocol
todoku_script_get_protocol (TodokuScript *self)
{
  return self->protocol;
}

/*
 * todoku_script_get_greeting:
 * @self: a script
 *
 * Returns: (transfer none): what is said first
 */
const TodokuAnswer *
todoku_script_get_greeting (TodokuScript *self)
{
  return self->greeting;
}

static const TodokuAnswer *
match_state (GPtrArray *answers, const char *command)
{
  for (guint i = 0; i < answers->len; i++) {
    const TodokuAnswer *answer = answers->pdata[i];

    if (g_pattern_spec_match_string (answer->pattern, command))
      return answer;
  }
  return NULL;
}

/*
 * todoku_script_match:
 * @self: a script
 * @state: of the connection
 * @command: valid UTF-8, without an IMAP tag
 *
 * Returns: (transfer none): the answer; that to unknown commands when there is
 *   no other
 */
const TodokuAnswer *
todoku_script_match (TodokuScript *self,
                     TodokuScriptState state,
                     const char *command)
{
  g_autofree char *capitals = g_ascii_strup (command, -1);
  const TodokuAnswer *answer = match_state (self->answers[state], capitals);

  if (answer == NULL)
    answer = match_state (self->answers[TODOKU_STATE_ANY], capitals);
  return answer != NULL ? answer : self->unknown;
}

/*
 * todoku_script_get_outcome:
 * @self: a script
 * @name: "accepted", "refused", or what the script calls it
 *
 * Returns: (transfer none) (nullable): how a sign-in ends
 */
const TodokuAnswer *
todoku_script_get_outcome (TodokuScript *self, const char *name)
{
  return g_hash_table_lookup (self->outcomes, name);
}

/*
 * todoku_script_get_token_challenge:
 * @self: a script
 *
 * Returns: (nullable): JSON that goes before the refusal of a token (RFC 7628
 *   §3.2.2)
 */
const char *
todoku_script_get_token_challenge (TodokuScript *self)
{
  return self->token_challenge;
}

/*
 * todoku_script_needs_certificate:
 * @self: a script
 *
 * Returns: whether some answer begins TLS
 */
gboolean
todoku_script_needs_certificate (TodokuScript *self)
{
  return has_then (self, TODOKU_THEN_TLS);
}
