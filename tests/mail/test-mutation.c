/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "script.h"

#include <string.h>

/* Every transcript with mistakes in what the server says: whatever comes, the
 * dialogue ends, says little, shows no secret and gives none away.  The seeds
 * are fixed, so that a failure comes again. */

#define ROUNDS 300
#define MOST_SAID (64 * 1024)

/* Long repetitions are of no more use here than short ones. */
#define MOST_HEARD 4096

static void
flip (GByteArray *bytes, GRand *rand)
{
  guint at = (guint) g_rand_int_range (rand, 0, (gint32) bytes->len);

  bytes->data[at] ^= (guint8) (1 << g_rand_int_range (rand, 0, 8));
}

static void
replace (GByteArray *bytes, GRand *rand)
{
  static const char set[] = "\r\n\0 +-*.[]{}()\"\\=0259TOKNBYE\xff\x16";
  guint at = (guint) g_rand_int_range (rand, 0, (gint32) bytes->len);

  bytes->data[at] = (guint8) set[g_rand_int_range (rand, 0, sizeof set - 1)];
}

static void
cut_out (GByteArray *bytes, GRand *rand)
{
  guint at = (guint) g_rand_int_range (rand, 0, (gint32) bytes->len);
  guint n = (guint) g_rand_int_range (rand, 1, 9);

  g_byte_array_remove_range (bytes, at, MIN (n, bytes->len - at));
}

static void
say_twice (GByteArray *bytes, GRand *rand)
{
  guint at = (guint) g_rand_int_range (rand, 0, (gint32) bytes->len);
  guint n = bytes->len - at;
  g_autofree guint8 *again = g_memdup2 (bytes->data + at, n);

  g_byte_array_append (bytes, again, n);
}

static void
put_in (GByteArray *bytes, GRand *rand)
{
  static const char *const lines[] = {
    "* BYE\r\n",    "* PREAUTH\r\n", "T2 OK\r\n", "+ \r\n",   "-ERR\r\n",
    "+OK\r\n.\r\n", "235 ok\r\n",    "421 \r\n",  "250-\r\n", "* 1 X {3}\r\n",
    "334 \r\n",     "220 ready\r\n", "\r\n",      "\n",       "{9}\r\n"
  };
  const char *line = lines[g_rand_int_range (rand, 0, G_N_ELEMENTS (lines))];

  if (g_rand_boolean (rand))
    g_byte_array_append (bytes, (const guint8 *) line, (guint) strlen (line));
  else
    g_byte_array_prepend (bytes, (const guint8 *) line, (guint) strlen (line));
}

static GByteArray *
mutate (const GByteArray *original, GRand *rand)
{
  static void (*const ways[]) (GByteArray *, GRand *) = { flip,
                                                          replace,
                                                          cut_out,
                                                          say_twice,
                                                          put_in };
  GByteArray *bytes = g_byte_array_new ();
  int n = g_rand_int_range (rand, 0, 3);

  g_byte_array_append (bytes, original->data, MIN (original->len, MOST_HEARD));
  while (n-- > 0 && bytes->len > 0)
    ways[g_rand_int_range (rand, 0, G_N_ELEMENTS (ways))](bytes, rand);
  return bytes;
}

typedef struct {
  Script *script;
  TodokuConversation *conversation;
  TodokuChannel channel;
  GRand *rand;
  gsize said;
} Play;

/* Does what is needed, until bytes are. */
static void
serve (Play *play)
{
  for (;;)
    switch (todoku_conversation_get_need (play->conversation)) {
    case TODOKU_NEED_WRITE:
      play->said++;
      g_assert_cmpuint (play->said, <, MOST_SAID);
      script_send (play->script,
                   play->conversation,
                   play->channel,
                   (gsize) g_rand_int_range (play->rand, 1, 64));
      break;
    case TODOKU_NEED_SECURE:
      play->channel = g_rand_int_range (play->rand, 0, 4) > 0
                          ? TODOKU_CHANNEL_VERIFIED
                          : TODOKU_CHANNEL_UNVERIFIED;
      todoku_conversation_secured (play->conversation, play->channel, 10);
      break;
    case TODOKU_NEED_TURN:
      if (g_rand_boolean (play->rand))
        todoku_conversation_take_turn (play->conversation, 10);
      else
        todoku_conversation_pass_turn (play->conversation, 10);
      break;
    case TODOKU_NEED_READ:
    case TODOKU_NEED_DONE:
    default:
      return;
    }
}

static void
hear (Play *play, const GByteArray *bytes)
{
  for (gsize at = 0; at < bytes->len;) {
    gsize n = (gsize) g_rand_int_range (play->rand, 1, 200);

    n = MIN (n, bytes->len - at);
    script_feed (play->conversation, bytes->data + at, n);
    at += n;
    if (g_rand_boolean (play->rand))
      serve (play);
  }
}

static void
check_end (Play *play)
{
  const TodokuDialogue *dialogue =
      todoku_conversation_get_dialogue (play->conversation);

  g_assert_cmpint (todoku_conversation_get_need (play->conversation),
                   ==,
                   TODOKU_NEED_DONE);
  g_assert_false (dialogue->signed_in && !dialogue->sent_credential);
  g_assert_false (dialogue->signed_in && dialogue->preauth);
  g_assert_false (dialogue->sent_credential &&
                  play->channel != TODOKU_CHANNEL_VERIFIED &&
                  !(play->script->flags & TODOKU_CONVERSATION_ALLOW_CLEAR));
  script_check_done (play->script, play->conversation);
}

static void
run (Script *script, guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (TodokuConversation) conversation = script_begin (script);
  Play play = { script, conversation, TODOKU_CHANNEL_PLAIN, rand, 0 };

  for (guint i = 0; i < script->steps->len; i++) {
    Step *step = g_ptr_array_index (script->steps, i);

    if (step->kind == STEP_SERVER && g_rand_int_range (rand, 0, 40) > 0) {
      g_autoptr (GByteArray) bytes = mutate (step->bytes, rand);

      hear (&play, bytes);
    } else if (step->kind != STEP_SERVER)
      serve (&play);
  }
  if (g_rand_boolean (rand))
    serve (&play);
  todoku_conversation_closed (conversation, 10);
  check_end (&play);
}

static void
test_mutations (gconstpointer data)
{
  for (guint32 seed = 1; seed <= ROUNDS; seed++)
    run ((Script *) data, seed);
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) scripts = NULL;

  g_test_init (&argc, &argv, NULL);
  scripts = script_load_all ();
  for (guint i = 0; i < scripts->len; i++) {
    Script *script = g_ptr_array_index (scripts, i);
    g_autofree char *path = g_strdup_printf ("/mutation/%s", script->name);

    g_test_add_data_func (path, script, test_mutations);
  }
  return g_test_run ();
}
