/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "script.h"

#include <stdlib.h>
#include <string.h>

/* What nobody sets has this for its password. */
#define SECRET "Canary-7/q\"Z+w"
#define USER "taro@example.com"

static void
step_free (gpointer data)
{
  Step *step = data;

  g_clear_pointer (&step->bytes, g_byte_array_unref);
  g_free (step);
}

/* ---- text -----------------------------------------------------------------
 */

static gsize
unescape_one (const char *text, GByteArray *bytes)
{
  static const char names[] = "rnt0\\";
  static const char values[] = "\r\n\t\0\\";
  const char *found;
  guint8 byte;

  if (text[0] != '\\' || !text[1]) {
    g_byte_array_append (bytes, (const guint8 *) text, 1);
    return 1;
  }
  if (text[1] == 'x') {
    byte = (guint8) (g_ascii_xdigit_value (text[2]) * 16 +
                     g_ascii_xdigit_value (text[3]));
    g_byte_array_append (bytes, &byte, 1);
    return 4;
  }
  found = strchr (names, text[1]);
  if (!found)
    g_error ("\\%c is no escape", text[1]);
  g_byte_array_append (bytes, (const guint8 *) values + (found - names), 1);
  return 2;
}

static GByteArray *
unescape (const char *text, gsize length)
{
  GByteArray *bytes = g_byte_array_new ();

  for (gsize i = 0; i < length;)
    i += unescape_one (text + i, bytes);
  return bytes;
}

/* $b64(text) and $repeat(N,text), not one within another; @text stands behind
 * the dollar. */
static gsize
expand_macro (const char *text, GByteArray *bytes)
{
  const char *open = strchr (text, '(');
  const char *close = open ? strchr (open, ')') : NULL;
  const char *comma = open ? strchr (open, ',') : NULL;
  g_autoptr (GByteArray) inner = NULL;

  if (!close)
    g_error ("$%s is no macro", text);
  if (g_str_has_prefix (text, "b64(")) {
    g_autofree char *encoded = NULL;

    inner = unescape (open + 1, (gsize) (close - open - 1));
    encoded = g_base64_encode (inner->data, inner->len);
    g_byte_array_append (bytes,
                         (const guint8 *) encoded,
                         (guint) strlen (encoded));
  } else {
    g_assert_true (g_str_has_prefix (text, "repeat(") && comma);
    inner = unescape (comma + 1, (gsize) (close - comma - 1));
    for (int n = atoi (open + 1); n > 0; n--)
      g_byte_array_append (bytes, inner->data, inner->len);
  }
  return (gsize) (close - text) + 2;
}

static GByteArray *
expand (const char *text, const char *line_end)
{
  GByteArray *bytes = g_byte_array_new ();

  for (gsize i = 0; text[i];)
    if (text[i] == '$')
      i += expand_macro (text + i + 1, bytes);
    else
      i += unescape_one (text + i, bytes);
  g_byte_array_append (bytes,
                       (const guint8 *) line_end,
                       (guint) strlen (line_end));
  return bytes;
}

static char *
expand_text (const char *text)
{
  g_autoptr (GByteArray) bytes = expand (text, "");

  return g_strndup ((const char *) bytes->data, bytes->len);
}

/* ---- reading --------------------------------------------------------------
 */

gboolean
script_find_name (const char *name,
                  const char *(*to_string) (int),
                  int n,
                  int *ret_index)
{
  for (int i = 0; i < n; i++)
    if (g_strcmp0 (to_string (i), name) == 0) {
      *ret_index = i;
      return TRUE;
    }
  return FALSE;
}

static const char *
failure_name (int failure)
{
  return todoku_failure_to_string ((TodokuFailure) failure);
}

static const char *
stage_name (int stage)
{
  return todoku_stage_to_string ((TodokuStage) stage);
}

static const char *
channel_name (int channel)
{
  return todoku_channel_to_string ((TodokuChannel) channel);
}

static void
take_option (Script *self, const char *key, const char *value)
{
  static const char *const sign_ins[] = { "none", "password", "oauth2", NULL };
  g_autoptr (GError) error = NULL;

  if (g_str_equal (key, "endpoint"))
    self->endpoint = todoku_endpoint_parse (value, &error);
  else if (g_str_equal (key, "sign-in")) {
    for (int i = 0; sign_ins[i]; i++)
      if (g_str_equal (value, sign_ins[i]))
        self->sign_in = (TodokuSignIn) i;
  } else if (g_str_equal (key, "look"))
    self->flags |= TODOKU_CONVERSATION_LOOK;
  else if (g_str_equal (key, "allow-clear"))
    self->flags |= TODOKU_CONVERSATION_ALLOW_CLEAR;
  else if (g_str_equal (key, "ask"))
    self->flags |= TODOKU_CONVERSATION_ASK;
  else if (g_str_equal (key, "user"))
    self->user = expand_text (value);
  else if (g_str_equal (key, "secret")) {
    g_autoptr (GByteArray) bytes = expand (value, "");

    self->secret =
        todoku_secret_new ((const char *) bytes->data, bytes->len, &error);
  } else if (g_str_equal (key, "sender"))
    self->sender = expand_text (value);
  else if (g_str_equal (key, "recipient"))
    self->recipient = expand_text (value);
  else if (g_str_equal (key, "awaits"))
    self->awaits = expand_text (value);
  else if (g_str_equal (key, "patience"))
    self->patience_ms = (guint) atoi (value);
  else if (g_str_equal (key, "message"))
    self->message = g_byte_array_free_to_bytes (expand (value, ""));
  else
    g_error ("%s: %s is no option", self->name, key);
  g_assert_no_error (error);
}

static gboolean
take_step (Script *self, const char *text, int line)
{
  g_autofree Step *step = g_new0 (Step, 1);
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  int found = 0;

  step->line = line;
  if (g_str_has_prefix (text, "S: ") || g_str_equal (text, "S:")) {
    step->kind = STEP_SERVER;
    step->bytes = expand (text[2] ? text + 3 : "", "\r\n");
  } else if (g_str_has_prefix (text, "S- ")) {
    step->kind = STEP_SERVER;
    step->bytes = expand (text + 3, "");
  } else if (g_str_has_prefix (text, "C: ") || g_str_equal (text, "C:")) {
    step->kind = STEP_CLIENT;
    step->bytes = expand (text[2] ? text + 3 : "", "\r\n");
  } else if (g_str_equal (words[0], "TLS")) {
    step->kind = STEP_TLS;
    g_assert_true (
        script_find_name (words[1], channel_name, TODOKU_N_CHANNELS, &found));
    step->channel = (TodokuChannel) found;
  } else if (g_str_equal (text, "CLOSE"))
    step->kind = STEP_CLOSE;
  else if (g_str_equal (text, "WAIT"))
    step->kind = STEP_WAIT;
  else if (g_str_equal (text, "TURN taken"))
    step->kind = STEP_TAKE_TURN;
  else if (g_str_equal (text, "TURN passed"))
    step->kind = STEP_PASS_TURN;
  else if (g_str_equal (words[0], "ABANDON")) {
    step->kind = STEP_ABANDON;
    g_assert_true (
        script_find_name (words[1], failure_name, TODOKU_N_FAILURES, &found));
    step->failure = (TodokuFailure) found;
    g_assert_true (
        script_find_name (words[2], stage_name, TODOKU_N_STAGES, &found));
    step->stage = (TodokuStage) found;
  } else
    return FALSE;
  g_ptr_array_add (self->steps, g_steal_pointer (&step));
  return TRUE;
}

static gboolean
is_expectation (const char *text)
{
  static const char *const words[] = { "EXPECT ", "TEXT ",   "LINE ",
                                       "SEEN ",   "UNSEEN ", "CAPS " };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_has_prefix (text, words[i]))
      return TRUE;
  return FALSE;
}

static void
take_line (Script *self, const char *text, int line)
{
  const char *space = strchr (text, ' ');
  g_autofree char *key =
      g_strndup (text, space ? (gsize) (space - text) : strlen (text));

  if (!*text || *text == '#' || take_step (self, text, line))
    return;
  if (is_expectation (text))
    g_ptr_array_add (self->expectations, g_strdup (text));
  else
    take_option (self, key, space ? space + 1 : "");
}

Script *
script_load (const char *path)
{
  Script *self = g_new0 (Script, 1);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;

  self->name = g_path_get_basename (path);
  self->steps = g_ptr_array_new_with_free_func (step_free);
  self->expectations = g_ptr_array_new_with_free_func (g_free);
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  for (int i = 0; lines[i]; i++)
    take_line (self, lines[i], i + 1);
  if (!self->user)
    self->user = g_strdup (USER);
  if (!self->secret)
    self->secret = todoku_secret_new (SECRET, strlen (SECRET), NULL);
  g_assert_nonnull (self->endpoint);
  if (self->expectations->len == 0)
    g_error ("%s expects nothing", self->name);
  return self;
}

void
script_free (Script *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->endpoint, todoku_endpoint_free);
  g_clear_pointer (&self->user, g_free);
  g_clear_pointer (&self->secret, todoku_secret_unref);
  g_clear_pointer (&self->sender, g_free);
  g_clear_pointer (&self->recipient, g_free);
  g_clear_pointer (&self->message, g_bytes_unref);
  g_clear_pointer (&self->awaits, g_free);
  g_clear_pointer (&self->steps, g_ptr_array_unref);
  g_clear_pointer (&self->expectations, g_ptr_array_unref);
  g_free (self);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  const Script *const *one = a;
  const Script *const *other = b;

  return strcmp ((*one)->name, (*other)->name);
}

GPtrArray *
script_load_all (void)
{
  GPtrArray *scripts =
      g_ptr_array_new_with_free_func ((GDestroyNotify) script_free);
  g_autofree char *folder =
      g_test_build_filename (G_TEST_DIST, "mail", "transcripts", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)))
    if (g_str_has_suffix (name, ".txt")) {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_ptr_array_add (scripts, script_load (path));
    }
  g_ptr_array_sort (scripts, compare_names);
  return scripts;
}

/* ---- playing --------------------------------------------------------------
 */

TodokuConversation *
script_begin (Script *self)
{
  TodokuConversationOptions options = {
    .endpoint = self->endpoint,
    .flags = self->flags,
    .sign_in = self->sign_in,
    .user = self->user,
    .secret = self->secret,
    .sender = self->sender,
    .recipient = self->recipient,
    .message = self->message,
    .awaits = self->awaits,
    .patience_ms = self->patience_ms,
  };
  g_autoptr (GError) error = NULL;
  TodokuConversation *conversation = todoku_conversation_new (&options, &error);

  g_assert_no_error (error);
  return conversation;
}

static void
check_clean (Script *self, const char *text, gsize length)
{
  g_autofree char *clean = todoku_secret_redact (self->secret, text, length);

  if (strstr (clean, "•••"))
    g_error ("%s: a credential stands in: %.*s",
             self->name,
             (int) length,
             text);
}

void
script_send (Script *self,
             TodokuConversation *conversation,
             TodokuChannel channel,
             gsize length)
{
  gsize waiting;
  const guint8 *output =
      todoku_conversation_get_output (conversation, &waiting);

  g_assert_cmpuint (waiting, >, 0);
  if (channel != TODOKU_CHANNEL_VERIFIED &&
      !(self->flags & TODOKU_CONVERSATION_ALLOW_CLEAR))
    check_clean (self, (const char *) output, waiting);
  todoku_conversation_sent (conversation, MIN (length, waiting), 1000);
}

void
script_feed (TodokuConversation *conversation,
             const guint8 *bytes,
             gsize length)
{
  g_autofree guint8 *exact = g_memdup2 (bytes, length);

  todoku_conversation_received (conversation, exact, length, 2000);
}

static void
check_shown (Script *self, const char *text)
{
  g_autofree char *clean = NULL;

  if (!text)
    return;
  clean = todoku_secret_redact (self->secret, text, strlen (text));
  g_assert_cmpstr (clean, ==, text);
}

void
script_check_done (Script *self, TodokuConversation *conversation)
{
  const TodokuDialogue *dialogue =
      todoku_conversation_get_dialogue (conversation);
  const TodokuTranscriptLine *lines;
  const TodokuTimelineEntry *entries;
  guint n;

  lines = todoku_transcript_get (dialogue->transcript, &n);
  for (guint i = 0; i < n; i++) {
    check_shown (self, lines[i].text);
    g_assert_true (g_utf8_validate (lines[i].text, -1, NULL));
  }
  if (dialogue->reply) {
    check_shown (self, dialogue->reply->text);
    check_shown (self, dialogue->reply->response_code);
    for (char **line = dialogue->reply->lines; *line; line++)
      check_shown (self, *line);
  }
  entries = todoku_timeline_get (dialogue->timeline, &n);
  for (guint i = 0; i < n; i++)
    g_assert_cmpint (entries[i].end_us, >=, entries[i].start_us);
}
