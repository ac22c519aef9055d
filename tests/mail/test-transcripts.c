/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "script.h"

#include <string.h>

/* Every transcript is played three times: as it came, cut at each line end, and
 * one byte at a time. */

typedef enum {
  WHOLE,
  LINES,
  BYTES
} Cut;

static void
receive (TodokuConversation *conversation, GByteArray *bytes, Cut cut)
{
  gsize start = 0;

  for (gsize i = 0; i < bytes->len; i++)
    if (cut == BYTES || i + 1 == bytes->len ||
        (cut == LINES && bytes->data[i] == '\n')) {
      script_feed (conversation, bytes->data + start, i + 1 - start);
      start = i + 1;
    }
}

static void
play_server (Script *script,
             TodokuConversation *conversation,
             guint *index,
             Cut cut)
{
  g_autoptr (GByteArray) all = g_byte_array_new ();
  guint i = *index;

  for (; i < script->steps->len; i++) {
    Step *step = g_ptr_array_index (script->steps, i);

    if (step->kind != STEP_SERVER)
      break;
    g_byte_array_append (all, step->bytes->data, step->bytes->len);
  }
  *index = i - 1;
  receive (conversation, all, cut);
}

static void
play_client (Script *script,
             TodokuConversation *conversation,
             const Step *step,
             TodokuChannel channel,
             Cut cut)
{
  gsize length;
  const guint8 *output;

  if (todoku_conversation_get_need (conversation) != TODOKU_NEED_WRITE)
    g_error ("%s:%d: nothing is said", script->name, step->line);
  output = todoku_conversation_get_output (conversation, &length);
  if (length < step->bytes->len ||
      memcmp (output, step->bytes->data, step->bytes->len) != 0)
    g_error ("%s:%d: what is said: %.*s",
             script->name,
             step->line,
             (int) length,
             (const char *) output);
  for (gsize sent = 0; sent < step->bytes->len;) {
    gsize n = cut == BYTES ? 1 : step->bytes->len;

    script_send (script, conversation, channel, n);
    sent += n;
  }
}

static void
play (Script *script, TodokuConversation *conversation, Cut cut)
{
  TodokuChannel channel = TODOKU_CHANNEL_PLAIN;

  for (guint i = 0; i < script->steps->len; i++) {
    Step *step = g_ptr_array_index (script->steps, i);

    switch (step->kind) {
    case STEP_SERVER:
      play_server (script, conversation, &i, cut);
      break;
    case STEP_CLIENT:
      play_client (script, conversation, step, channel, cut);
      break;
    case STEP_TLS:
      if (todoku_conversation_get_need (conversation) != TODOKU_NEED_SECURE)
        g_error ("%s:%d: no handshake is wanted", script->name, step->line);
      channel = step->channel;
      todoku_conversation_secured (conversation, channel, 3000);
      break;
    case STEP_CLOSE:
      todoku_conversation_closed (conversation, 4000);
      break;
    case STEP_WAIT:
      if (todoku_conversation_get_need (conversation) != TODOKU_NEED_WAIT)
        g_error ("%s:%d: nothing is waited for", script->name, step->line);
      g_assert_cmpuint (todoku_conversation_get_wait_ms (conversation), >, 0);
      todoku_conversation_waited (conversation, 2000);
      break;
    case STEP_TAKE_TURN:
    case STEP_PASS_TURN:
      if (todoku_conversation_get_need (conversation) != TODOKU_NEED_TURN)
        g_error ("%s:%d: it does not ask", script->name, step->line);
      if (step->kind == STEP_TAKE_TURN)
        todoku_conversation_take_turn (conversation, 2000);
      else
        todoku_conversation_pass_turn (conversation, 2000);
      break;
    case STEP_ABANDON:
    default:
      todoku_conversation_abandon (conversation,
                                   step->failure,
                                   step->stage,
                                   4000);
      break;
    }
  }
}

/* ---- what must have been seen ---------------------------------------------
 */

static const char *
yes_no (gboolean value)
{
  return value ? "yes" : "no";
}

static const char *
need_name (TodokuNeed need)
{
  static const char *const names[] = { "read", "write", "secure",
                                       "wait", "turn",  "done" };

  return names[need];
}

static const char *
status_name (const TodokuReply *reply)
{
  static const char *const names[] = { "positive", "continue", "transient",
                                       "negative", "bad",      "bye",
                                       "preauth" };

  return reply ? names[reply->status] : "none";
}

static char *
find_value (TodokuConversation *conversation, const char *key)
{
  const TodokuDialogue *d = todoku_conversation_get_dialogue (conversation);
  const TodokuReply *reply = d->reply;
  const struct {
    const char *key;
    const char *value;
  } values[] = {
    { "failure", todoku_failure_to_string (d->failure) },
    { "stage", todoku_stage_to_string (d->failure_stage) },
    { "signed_in", yes_no (d->signed_in) },
    { "sent", yes_no (d->sent_credential) },
    { "looked", yes_no (d->looked) },
    { "preauth", yes_no (d->preauth) },
    { "accepted", yes_no (d->message_accepted) },
    { "seen", yes_no (d->message_seen) },
    { "removed", yes_no (d->message_removed) },
    { "hops", d->trace && *d->trace ? "yes" : "no" },
    { "mechanism", d->mechanism ? d->mechanism : "" },
    { "spoken", todoku_spoken_to_string (d->spoken) },
    { "need", need_name (todoku_conversation_get_need (conversation)) },
    { "reply", status_name (reply) },
    { "enhanced", reply && reply->enhanced ? reply->enhanced : "" },
    { "response", reply && reply->response_code ? reply->response_code : "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    if (g_str_equal (values[i].key, key))
      return g_strdup (values[i].value);
  if (g_str_equal (key, "code"))
    return g_strdup_printf ("%d", reply ? reply->code : 0);
  g_error ("%s cannot be expected", key);
}

static void
check_values (Script *script,
              TodokuConversation *conversation,
              const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  for (char **word = words; *word; word++) {
    g_auto (GStrv) pair = g_strsplit (*word, "=", 2);
    g_autofree char *value = find_value (conversation, pair[0]);
    const char *wanted =
        g_str_equal (pair[1], "none") && !g_str_equal (pair[0], "reply")
            ? ""
            : pair[1];

    if (g_strcmp0 (value, wanted) != 0)
      g_error ("%s: %s is %s, not %s", script->name, pair[0], value, wanted);
  }
}

static gboolean
transcript_holds (TodokuConversation *conversation, const char *text)
{
  const TodokuDialogue *d = todoku_conversation_get_dialogue (conversation);
  guint n;
  const TodokuTranscriptLine *lines = todoku_transcript_get (d->transcript, &n);

  for (guint i = 0; i < n; i++)
    if (strstr (lines[i].text, text))
      return TRUE;
  return FALSE;
}

static gboolean
reply_lines_hold (TodokuConversation *conversation, const char *text)
{
  const TodokuReply *reply =
      todoku_conversation_get_dialogue (conversation)->reply;

  for (char **line = reply ? reply->lines : NULL; line && *line; line++)
    if (strstr (*line, text))
      return TRUE;
  return FALSE;
}

/* "CHANNEL WORDS": a capability of that channel, or "CHANNEL none". */
static gboolean
capabilities_hold (TodokuConversation *conversation, const char *text)
{
  const TodokuDialogue *d = todoku_conversation_get_dialogue (conversation);

  for (int i = 0; i < TODOKU_N_CHANNELS; i++) {
    const char *name = todoku_channel_to_string ((TodokuChannel) i);
    const char *wanted = text + strlen (name) + 1;

    if (!g_str_has_prefix (text, name))
      continue;
    if (g_str_equal (wanted, "none"))
      return d->capabilities[i] == NULL;
    return d->capabilities[i] &&
           g_strv_contains ((const char *const *) d->capabilities[i], wanted);
  }
  return FALSE;
}

static void
check_expectation (Script *script,
                   TodokuConversation *conversation,
                   const char *line)
{
  const TodokuReply *reply =
      todoku_conversation_get_dialogue (conversation)->reply;
  const char *text = strchr (line, ' ') + 1;
  gboolean holds = TRUE;

  if (g_str_has_prefix (line, "EXPECT "))
    check_values (script, conversation, text);
  else if (g_str_has_prefix (line, "TEXT "))
    holds = reply && strstr (reply->text, text);
  else if (g_str_has_prefix (line, "LINE "))
    holds = reply_lines_hold (conversation, text);
  else if (g_str_has_prefix (line, "SEEN "))
    holds = transcript_holds (conversation, text);
  else if (g_str_has_prefix (line, "UNSEEN "))
    holds = !transcript_holds (conversation, text);
  else
    holds = capabilities_hold (conversation, text);
  if (!holds)
    g_error ("%s: it does not hold that: %s (%s)",
             script->name,
             line,
             reply ? reply->text : "no reply");
}

static gboolean
expects_need (Script *script)
{
  for (guint i = 0; i < script->expectations->len; i++)
    if (strstr (g_ptr_array_index (script->expectations, i), "need="))
      return TRUE;
  return FALSE;
}

static void
run (Script *script, Cut cut)
{
  g_autoptr (TodokuConversation) conversation = script_begin (script);

  play (script, conversation, cut);
  if (!expects_need (script) &&
      todoku_conversation_get_need (conversation) != TODOKU_NEED_DONE)
    g_error ("%s: it is not over: %s is needed",
             script->name,
             need_name (todoku_conversation_get_need (conversation)));
  for (guint i = 0; i < script->expectations->len; i++)
    check_expectation (script,
                       conversation,
                       g_ptr_array_index (script->expectations, i));
  if (!expects_need (script))
    script_check_done (script, conversation);
  g_assert_finalize_object (g_steal_pointer (&conversation));
}

static void
test_whole (gconstpointer data)
{
  run ((Script *) data, WHOLE);
}

static void
test_lines (gconstpointer data)
{
  run ((Script *) data, LINES);
}

static void
test_bytes (gconstpointer data)
{
  run ((Script *) data, BYTES);
}

static void
test_number (gconstpointer data)
{
  const GPtrArray *scripts = data;

  g_assert_cmpuint (scripts->len, >=, 45);
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) scripts = NULL;

  g_test_init (&argc, &argv, NULL);
  scripts = script_load_all ();
  g_test_add_data_func ("/transcripts/number", scripts, test_number);
  for (guint i = 0; i < scripts->len; i++) {
    Script *script = g_ptr_array_index (scripts, i);
    g_autofree char *whole =
        g_strdup_printf ("/transcripts/%s/whole", script->name);
    g_autofree char *lines =
        g_strdup_printf ("/transcripts/%s/lines", script->name);
    g_autofree char *bytes =
        g_strdup_printf ("/transcripts/%s/bytes", script->name);

    g_test_add_data_func (whole, script, test_whole);
    g_test_add_data_func (lines, script, test_lines);
    g_test_add_data_func (bytes, script, test_bytes);
  }
  return g_test_run ();
}
