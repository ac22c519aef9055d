/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-conversation.h"

#include <string.h>

/* What the transcripts cannot say: options, ownership, time. */

static TodokuConversation *
begin (const char *endpoint)
{
  g_autoptr (TodokuEndpoint) where = todoku_endpoint_parse (endpoint, NULL);
  TodokuConversationOptions options = { .endpoint = where };

  return todoku_conversation_new (&options, NULL);
}

static void
hear (TodokuConversation *conversation, const char *text, gint64 now)
{
  todoku_conversation_received (conversation,
                                (const guint8 *) text,
                                strlen (text),
                                now);
}

static void
send_all (TodokuConversation *conversation, gint64 now)
{
  gsize length;

  todoku_conversation_get_output (conversation, &length);
  todoku_conversation_sent (conversation, length, now);
}

static void
test_new_destroy (void)
{
  g_autoptr (TodokuConversation) conversation =
      begin ("imaps://mail.example.com");
  const TodokuDialogue *dialogue =
      todoku_conversation_get_dialogue (conversation);

  g_assert_cmpint (todoku_conversation_get_need (conversation),
                   ==,
                   TODOKU_NEED_SECURE);
  g_assert_cmpint (dialogue->failure, ==, TODOKU_FAILURE_NONE);
  g_assert_nonnull (dialogue->timeline);
  g_assert_nonnull (dialogue->transcript);
  g_assert_finalize_object (g_steal_pointer (&conversation));
}

static const struct {
  const char *name;
  const char *user;
  const char *sender;
  const char *recipient;
  gboolean secret;
  TodokuSignIn sign_in;
  gboolean valid;
} option_rows[] = {
  { "nothing", NULL, NULL, NULL, FALSE, TODOKU_SIGN_IN_NONE, TRUE },
  { "usual",
    "taro@example.com",
    NULL,
    NULL,
    TRUE,
    TODOKU_SIGN_IN_PASSWORD,
    TRUE },
  { "quotes", "ta\"ro\\", NULL, NULL, TRUE, TODOKU_SIGN_IN_PASSWORD, TRUE },
  { "not ASCII", "tarō", NULL, NULL, TRUE, TODOKU_SIGN_IN_PASSWORD, TRUE },
  { "no user", NULL, NULL, NULL, TRUE, TODOKU_SIGN_IN_PASSWORD, FALSE },
  { "empty user", "", NULL, NULL, TRUE, TODOKU_SIGN_IN_PASSWORD, FALSE },
  { "no secret", "taro", NULL, NULL, FALSE, TODOKU_SIGN_IN_OAUTH2, FALSE },
  { "CR in user", "ta\rro", NULL, NULL, TRUE, TODOKU_SIGN_IN_PASSWORD, FALSE },
  { "LF in user", "ta\nro", NULL, NULL, FALSE, TODOKU_SIGN_IN_NONE, FALSE },
  { "^A in user",
    "ta\001auth=x",
    NULL,
    NULL,
    TRUE,
    TODOKU_SIGN_IN_OAUTH2,
    FALSE },
  { "user is no UTF-8",
    "ta\xff",
    NULL,
    NULL,
    TRUE,
    TODOKU_SIGN_IN_PASSWORD,
    FALSE },
  { "LF in sender",
    NULL,
    "a@example.com\nDATA",
    NULL,
    FALSE,
    TODOKU_SIGN_IN_NONE,
    FALSE },
  { "bracket in sender",
    NULL,
    "a@example.com> SIZE=1",
    NULL,
    FALSE,
    TODOKU_SIGN_IN_NONE,
    FALSE },
  { "space in recipient",
    NULL,
    NULL,
    "a b@example.com",
    FALSE,
    TODOKU_SIGN_IN_NONE,
    FALSE },
  { "CR in recipient",
    NULL,
    NULL,
    "a@example.com\rX",
    FALSE,
    TODOKU_SIGN_IN_NONE,
    FALSE },
};

static gboolean
accepts (const char *user,
         const char *sender,
         const char *recipient,
         TodokuSignIn sign_in,
         TodokuSecret *secret)
{
  g_autoptr (TodokuEndpoint) endpoint =
      todoku_endpoint_parse ("smtps://mail.example.com", NULL);
  TodokuConversationOptions options = { .endpoint = endpoint,
                                        .user = user,
                                        .sender = sender,
                                        .recipient = recipient,
                                        .sign_in = sign_in,
                                        .secret = secret };
  g_autoptr (GError) error = NULL;
  g_autoptr (TodokuConversation) conversation =
      todoku_conversation_new (&options, &error);

  if (!conversation)
    g_assert_error (error,
                    TODOKU_CONVERSATION_ERROR,
                    TODOKU_CONVERSATION_ERROR_OPTION);
  return conversation != NULL;
}

static void
test_options (void)
{
  g_autoptr (TodokuSecret) secret = todoku_secret_new ("canary", 6, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (option_rows); i++) {
    g_test_message ("%s", option_rows[i].name);
    g_assert_true (accepts (option_rows[i].user,
                            option_rows[i].sender,
                            option_rows[i].recipient,
                            option_rows[i].sign_in,
                            option_rows[i].secret ? secret : NULL) ==
                   option_rows[i].valid);
  }
}

static void
test_long_user (void)
{
  g_autoptr (TodokuSecret) secret = todoku_secret_new ("canary", 6, NULL);
  g_autofree char *user = g_strnfill (10 * 1000, 'x');

  g_assert_false (accepts (user, NULL, NULL, TODOKU_SIGN_IN_PASSWORD, secret));
}

/* The greeting is waited for from the end of the connecting, which the owner
 * tells. */
static void
test_greeting_time (void)
{
  g_autoptr (TodokuConversation) conversation =
      begin ("imap+plain://mail.example.com");
  TodokuTimeline *timeline =
      todoku_conversation_get_dialogue (conversation)->timeline;
  const TodokuTimelineEntry *entry;

  todoku_timeline_begin (timeline, TODOKU_STAGE_CONNECT, 100);
  todoku_timeline_end (timeline,
                       TODOKU_STAGE_CONNECT,
                       TODOKU_OUTCOME_GOOD,
                       150);
  hear (conversation, "* OK [CAPABILITY IMAP4rev1] hi\r\n", 400);
  entry = todoku_timeline_find (timeline, TODOKU_STAGE_GREETING);
  g_assert_cmpint (entry->start_us, ==, 150);
  g_assert_cmpint (entry->end_us, ==, 400);
  g_assert_cmpint (entry->outcome, ==, TODOKU_OUTCOME_GOOD);
  send_all (conversation, 500);
  entry = todoku_timeline_find (timeline, TODOKU_STAGE_QUIT);
  g_assert_cmpint (entry->start_us, ==, 400);
  g_assert_cmpint (entry->end_us, ==, 500);
  g_assert_cmpint (todoku_conversation_get_need (conversation),
                   ==,
                   TODOKU_NEED_DONE);
}

static void
test_silence_time (void)
{
  g_autoptr (TodokuConversation) conversation =
      begin ("imap+plain://mail.example.com");
  TodokuTimeline *timeline =
      todoku_conversation_get_dialogue (conversation)->timeline;
  const TodokuTimelineEntry *entry;

  todoku_timeline_begin (timeline, TODOKU_STAGE_CONNECT, 100);
  todoku_timeline_end (timeline,
                       TODOKU_STAGE_CONNECT,
                       TODOKU_OUTCOME_GOOD,
                       150);
  todoku_conversation_abandon (conversation,
                               TODOKU_FAILURE_NO_GREETING,
                               TODOKU_STAGE_GREETING,
                               9000);
  entry = todoku_timeline_find (timeline, TODOKU_STAGE_GREETING);
  g_assert_cmpint (entry->start_us, ==, 150);
  g_assert_cmpint (entry->end_us, ==, 9000);
  g_assert_cmpint (entry->outcome, ==, TODOKU_OUTCOME_PROBLEM);
}

/* The first failure stays. */
static void
test_abandon (void)
{
  g_autoptr (TodokuConversation) conversation =
      begin ("smtps://mail.example.com");
  const TodokuDialogue *dialogue =
      todoku_conversation_get_dialogue (conversation);

  todoku_conversation_abandon (conversation,
                               TODOKU_FAILURE_CERTIFICATE_REFUSED,
                               TODOKU_STAGE_TLS,
                               10);
  todoku_conversation_abandon (conversation,
                               TODOKU_FAILURE_CLOSED_EARLY,
                               TODOKU_STAGE_GREETING,
                               20);
  todoku_conversation_closed (conversation, 30);
  hear (conversation, "220 hi\r\n", 40);
  g_assert_cmpint (dialogue->failure, ==, TODOKU_FAILURE_CERTIFICATE_REFUSED);
  g_assert_cmpint (dialogue->failure_stage, ==, TODOKU_STAGE_TLS);
  g_assert_cmpint (todoku_conversation_get_need (conversation),
                   ==,
                   TODOKU_NEED_DONE);
}

/* A farewell that cannot be sent is no failure. */
static void
test_closed_at_farewell (void)
{
  g_autoptr (TodokuConversation) conversation =
      begin ("imap+plain://mail.example.com");
  const TodokuDialogue *dialogue =
      todoku_conversation_get_dialogue (conversation);

  hear (conversation, "* OK [CAPABILITY IMAP4rev1] hi\r\n", 10);
  g_assert_cmpint (todoku_conversation_get_need (conversation),
                   ==,
                   TODOKU_NEED_WRITE);
  todoku_conversation_abandon (conversation,
                               TODOKU_FAILURE_CONNECTION_RESET,
                               TODOKU_STAGE_QUIT,
                               20);
  g_assert_cmpint (dialogue->failure, ==, TODOKU_FAILURE_NONE);
  g_assert_cmpint (todoku_conversation_get_need (conversation),
                   ==,
                   TODOKU_NEED_DONE);
}

/* TS-09: the budget counts, however the bytes are cut. */
static void
test_budget (void)
{
  g_autoptr (TodokuConversation) conversation =
      begin ("imap+plain://mail.example.com");
  const TodokuDialogue *dialogue =
      todoku_conversation_get_dialogue (conversation);
  gsize said = 0;

  hear (conversation, "* OK hi\r\n", 10);
  send_all (conversation, 20);
  while (todoku_conversation_get_need (conversation) != TODOKU_NEED_DONE) {
    hear (conversation, "* OK [ALERT] call us\r\n", 30);
    said += 22;
    g_assert_cmpuint (said, <, 1024 * 1024);
  }
  g_assert_cmpint (dialogue->failure, ==, TODOKU_FAILURE_PROTOCOL_ERROR);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/conversation/new-destroy", test_new_destroy);
  g_test_add_func ("/conversation/AU-07/options", test_options);
  g_test_add_func ("/conversation/long-user", test_long_user);
  g_test_add_func ("/conversation/greeting-time", test_greeting_time);
  g_test_add_func ("/conversation/silence-time", test_silence_time);
  g_test_add_func ("/conversation/abandon", test_abandon);
  g_test_add_func ("/conversation/closed-at-farewell", test_closed_at_farewell);
  g_test_add_func ("/conversation/budget", test_budget);
  return g_test_run ();
}
