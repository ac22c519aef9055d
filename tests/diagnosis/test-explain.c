/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-explain-async.h"
#include "todoku-run.h"

#include <string.h>

#define TODAY "2026-11-22"

static TodokuKnowledge *
load (void)
{
  g_autoptr (GError) error = NULL;
  TodokuKnowledge *knowledge = todoku_knowledge_new (&error);

  g_assert_no_error (error);
  return knowledge;
}

/* What a text tells of the account; NULL: it does not. */
static const struct {
  const char *text;
  const char *provider, *app, *symptom;
} rows[] = {
  { "blah blah", NULL, NULL, NULL },
  { "Outlook 2010: 535-5.7.8 Username and Password not accepted. "
    "https://support.google.com/mail/?p=BadCredentials",
    "gmail",
    "outlook-2010",
    "send" },
  { "smtp.office365.com said: 535 5.7.139 Authentication unsuccessful",
    "microsoft-365",
    NULL,
    "send" },
  { "could not fetch taro@gmail.com", "gmail", NULL, NULL },
  { "imap.mail.yahoo.co.jp taro@gmail.com", "yahoo-jp", NULL, NULL },
  { "Ｏｕｔｌｏｏｋ　２０１０ で送信できません", NULL, "outlook-2010", NULL },
  { "myOutlook 2010x", NULL, NULL, NULL },
  { "msmtp-queue: authentication failed (method PLAIN)", NULL, "msmtp", NULL },
  { "Outlook 2010 to server: SSL_ERROR_BAD_CERT_DOMAIN",
    NULL,
    "outlook-2010",
    NULL },
  { "mail.example.jp: SSL_ERROR_BAD_CERT_DOMAIN", NULL, "thunderbird", NULL },
  { "the nas is full", NULL, NULL, NULL },
};

static void
test_learned (void)
{
  g_autoptr (TodokuKnowledge) knowledge = load ();

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (TodokuExplanation) found =
        todoku_explanation_new (knowledge, rows[i].text, NULL, TODAY);

    g_test_message ("%s", rows[i].text);
    g_assert_cmpstr (found->provider ? found->provider->id : NULL,
                     ==,
                     rows[i].provider);
    g_assert_cmpstr (found->app ? found->app->id : NULL, ==, rows[i].app);
    g_assert_cmpstr (found->symptom, ==, rows[i].symptom);
  }
}

static void
test_examples (void)
{
  g_autoptr (TodokuKnowledge) knowledge = load ();

  for (TodokuLanguage language = 0; language < TODOKU_N_LANGUAGES; language++) {
    g_autoptr (GPtrArray) examples =
        todoku_explain_list_examples (knowledge, language, 3);

    g_assert_cmpuint (examples->len, ==, 3);
    for (guint i = 0; i < examples->len; i++) {
      const TodokuReplyPattern *reply = g_ptr_array_index (examples, i);
      g_autoptr (TodokuExplanation) found =
          todoku_explanation_new (knowledge, reply->example, NULL, TODAY);

      /* Whoever presses one gets an answer. */
      g_assert_cmpuint (found->replies->len, >, 0);
      for (guint j = 0; j < i; j++)
        g_assert_cmpstr (reply->said_by,
                         !=,
                         ((TodokuReplyPattern *) g_ptr_array_index (examples,
                                                                    j))
                             ->said_by);
    }
  }
}

static void
explained_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

/* The same in a thread as without, and as a run that is given the text. */
static void
test_async (void)
{
  g_autoptr (TodokuKnowledge) knowledge = load ();
  g_autoptr (TodokuAccount) account = todoku_account_new (knowledge);
  g_autoptr (TodokuNetwork) network = todoku_network_new ();
  const TodokuRunOptions options = { .flags = TODOKU_RUN_OFFLINE,
                                     .as_of = TODAY };
  g_autoptr (TodokuRun) one = todoku_run_new (account, network, &options);
  g_autoptr (TodokuRun) two = todoku_run_new (account, network, &options);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  TodokuExplanation *explanation;
  const char *text = "535-5.7.8 Username and Password not accepted.";

  todoku_explanation_new_async (knowledge,
                                text,
                                TODAY,
                                NULL,
                                explained_cb,
                                &result);
  while (!result)
    g_main_context_iteration (NULL, TRUE);
  explanation = todoku_explanation_new_finish (knowledge, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (explanation->passages->len,
                    ==,
                    explanation->replies->len + explanation->changes->len);
  todoku_run_take_explanation (one, explanation);
  todoku_run_explain (two, text, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (todoku_run_get_findings (one)),
                    ==,
                    g_list_model_get_n_items (todoku_run_get_findings (two)));
  for (guint i = 0;
       i < g_list_model_get_n_items (todoku_run_get_findings (one));
       i++) {
    g_autoptr (TodokuFinding) a =
        g_list_model_get_item (todoku_run_get_findings (one), i);
    g_autoptr (TodokuFinding) b =
        g_list_model_get_item (todoku_run_get_findings (two), i);

    g_assert_cmpstr (todoku_finding_get_id (a), ==, todoku_finding_get_id (b));
  }
}

static void
test_cancelled (void)
{
  g_autoptr (TodokuKnowledge) knowledge = load ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  todoku_explanation_new_async (knowledge,
                                "x",
                                TODAY,
                                cancellable,
                                explained_cb,
                                &result);
  while (!result)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (todoku_explanation_new_finish (knowledge, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

#define BYTES(text) text, sizeof (text) - 1

static const struct {
  const char *what;
  const char *bytes;
  gsize length;
  const char *text; /* NULL: @code */
  int code;
} files[] = {
  { "UTF-8", BYTES (" 送信エラー\n"), "送信エラー", 0 },
  { "UTF-8 with a mark",
    BYTES ("\xEF\xBB\xBF"
           "x"),
    "x",
    0 },
  { "UTF-16 of Windows", BYTES ("\xFF\xFE\x01\x90\xE1\x4F"), "送信", 0 },
  { "UTF-16, the other end first",
    BYTES ("\xFE\xFF\x90\x01\x4F\xE1"),
    "送信",
    0 },
  { "Japanese Windows", BYTES ("\x91\x97\x90\x4D 535"), "送信 535", 0 },
  { "western Windows", BYTES ("can\x92t \x96 no"), "can’t – no", 0 },
  { "western letters",
    BYTES ("Postf\xE4"
           "cher"),
    "Postfächer",
    0 },
  { "Japanese whose second bytes are of ASCII",
    BYTES ("\x83\x5C\x83\x74\x83\x67\x82\xCC"),
    "ソフトの",
    0 },
  { "nothing", BYTES (""), NULL, TODOKU_EXPLAIN_ERROR_EMPTY },
  { "white space", BYTES (" \r\n\t"), NULL, TODOKU_EXPLAIN_ERROR_EMPTY },
  { "a NUL", BYTES ("ab\0cd"), NULL, TODOKU_EXPLAIN_ERROR_BINARY },
  { "an image",
    BYTES ("\x89PNG\r\n\x1A\n\0\0\0\rIHDR"),
    NULL,
    TODOKU_EXPLAIN_ERROR_BINARY },
  { "half a character of UTF-16",
    BYTES ("\xFF\xFE\x01"),
    NULL,
    TODOKU_EXPLAIN_ERROR_BINARY },
};

static void
test_decode (void)
{
  g_autoptr (GError) too_long = NULL;
  g_autofree char *bytes = g_strnfill (TODOKU_EXPLAIN_MAX_TEXT + 1, 'x');

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    /* Without a NUL behind it: what is read beyond the end is seen. */
    g_autofree char *copy = g_memdup2 (files[i].bytes, files[i].length);
    g_autoptr (GError) error = NULL;
    g_autofree char *text =
        todoku_explain_decode (copy, files[i].length, &error);

    g_test_message ("%s", files[i].what);
    g_assert_cmpstr (text, ==, files[i].text);
    if (!files[i].text)
      g_assert_error (error, TODOKU_EXPLAIN_ERROR, files[i].code);
  }
  g_assert_null (
      todoku_explain_decode (bytes, TODOKU_EXPLAIN_MAX_TEXT + 1, &too_long));
  g_assert_error (too_long, TODOKU_EXPLAIN_ERROR, TODOKU_EXPLAIN_ERROR_LENGTH);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/explain/learned", test_learned);
  g_test_add_func ("/explain/examples", test_examples);
  g_test_add_func ("/explain/async", test_async);
  g_test_add_func ("/explain/cancelled", test_cancelled);
  g_test_add_func ("/explain/decode", test_decode);
  return g_test_run ();
}
