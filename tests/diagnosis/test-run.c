/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "diagnosis-fixture.h"
#include "diagnosis-server.h"
#include "todoku-report.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* Its base64 has "+" and "/" in it, its URL form a "%". */
#define CANARY "c4n?ry>~secret/+pass"

typedef struct {
  TodokuKnowledge *knowledge;
  TodokuAccount *account;
  TodokuNetwork *network;
  GCancellable *cancellable;
  DiagnosisServer *incoming; /* (nullable) */
  DiagnosisServer *outgoing; /* (nullable) */
  guint judged;
  gboolean done;
  gboolean stopped;
} Fixture;

static const DiagnosisLine smtp[] = {
  { "", "220 smtp.example.jp ready\r\n" },
  { "EHLO",
    "250-smtp.example.jp at your service, [192.0.2.77]\r\n"
    "250-AUTH PLAIN LOGIN\r\n250 SIZE 1000\r\n" },
  { "AUTH PLAIN ",
    "535 5.7.8 no: %s \033[31m\342\200\256 taro@example.jp\r\n" },
  { "AUTH", "334 \r\n" },
  { "MAIL", "250 ok\r\n" },
  { "RCPT", "250 ok\r\n" },
  { "DATA", "354 go\r\n" },
  { "RSET", "250 ok\r\n" },
  { ".", "250 taken\r\n" },
  { "QUIT", NULL },
  { NULL, NULL },
};

static const DiagnosisLine pop3_refuses[] = {
  { "", "+OK ready\r\n" }, { "CAPA", "+OK\r\nUSER\r\n.\r\n" },
  { "USER", "+OK\r\n" },   { "PASS", "-ERR [AUTH] maybe later: %s\r\n" },
  { "QUIT", NULL },        { NULL, NULL },
};

static const DiagnosisLine pop3_accepts[] = {
  { "", "+OK ready\r\n" },
  { "CAPA", "+OK\r\nUSER\r\n.\r\n" },
  { "USER", "+OK\r\n" },
  { "PASS", "+OK in\r\n" },
  { "STAT", "+OK 1 100\r\n" },
  { "QUIT", NULL },
  { NULL, NULL },
};

static void
set_up (Fixture *self, gconstpointer data)
{
  self->knowledge = diagnosis_fixture_new ();
  self->account = todoku_account_new (self->knowledge);
  self->network = todoku_network_new ();
  self->cancellable = g_cancellable_new ();
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_pointer (&self->incoming, diagnosis_server_free);
  g_clear_pointer (&self->outgoing, diagnosis_server_free);
  g_clear_object (&self->cancellable);
  g_assert_finalize_object (self->account);
  g_assert_finalize_object (self->network);
  g_assert_finalize_object (self->knowledge);
}

static void
set (Fixture *self, const char *key, const char *value)
{
  g_autoptr (GError) error = NULL;

  todoku_account_set (self->account, key, value, &error);
  g_assert_no_error (error);
}

static void
connect_to (Fixture *self, const char *place, DiagnosisServer *server)
{
  g_autofree char *entry = g_strdup_printf ("%s:127.0.0.1:%u",
                                            place,
                                            diagnosis_server_get_port (server));
  g_autoptr (GError) error = NULL;

  todoku_network_add_connect_to (self->network, entry, &error);
  g_assert_no_error (error);
}

static void
ready (Fixture *self, const char *outgoing, const char *place)
{
  self->outgoing = diagnosis_server_new (smtp);
  set (self, "address", "taro@example.jp");
  set (self, "outgoing", outgoing);
  connect_to (self, place, self->outgoing);
}

static void
judged_cb (Fixture *self)
{
  self->judged++;
}

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *self = data;
  g_autoptr (GError) error = NULL;

  self->stopped =
      !todoku_run_start_finish (TODOKU_RUN (source), result, &error);
  if (self->stopped)
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  self->done = TRUE;
}

static TodokuRun *
begin (Fixture *self, TodokuRunFlags flags, const char *password)
{
  g_autoptr (TodokuSecret) secret =
      password ? todoku_secret_new (password, strlen (password), NULL) : NULL;
  TodokuRunOptions options = { flags | TODOKU_RUN_ONLY_CONFIGURED,
                               8000,
                               "2026-11-22",
                               secret };
  TodokuRun *run = todoku_run_new (self->account, self->network, &options);

  self->done = FALSE;
  self->judged = 0;
  g_signal_connect_swapped (run, "judged", G_CALLBACK (judged_cb), self);
  todoku_run_start_async (run, self->cancellable, ended_cb, self);
  return run;
}

static TodokuRun *
make (Fixture *self, TodokuRunFlags flags, const char *password)
{
  TodokuRun *run = begin (self, flags, password);

  while (!self->done)
    g_main_context_iteration (NULL, TRUE);
  return run;
}

static const char *
first (TodokuRun *run)
{
  g_autoptr (TodokuFinding) finding =
      g_list_model_get_item (todoku_run_get_findings (run), 0);

  return finding ? todoku_finding_get_id (finding) : NULL;
}

/* ---- what comes out -------------------------------------------------------
 */

static void
test_pairing (Fixture *self, gconstpointer data)
{
  g_autoptr (TodokuRun) run = NULL;

  ready (self, "smtps://smtp.example.jp:587", "smtp.example.jp:587");
  run = make (self, 0, NULL);
  g_assert_false (self->stopped);
  g_assert_cmpstr (first (run), ==, "tls-on-starttls-port");
  g_assert_cmpint (todoku_run_get_state (run), ==, TODOKU_RUN_FINISHED);
  g_assert_cmpstr (todoku_run_get_step (run), ==, "done");
  g_assert_cmpfloat (todoku_run_get_progress (run), ==, 1);
  g_assert_cmpint (todoku_run_get_exit_status (run), ==, 1);
  g_assert_cmpuint (todoku_run_get_budget (run)->sign_ins, ==, 0);
  g_assert_cmpuint (todoku_run_get_budget (run)->connections, >=, 1);
  g_assert_cmpuint (self->judged, >=, 2);
  g_assert_cmpstr (todoku_facts_get_first (todoku_run_get_facts (run),
                                           "network.available"),
                   ==,
                   "yes");
}

static void
test_good (Fixture *self, gconstpointer data)
{
  g_autoptr (TodokuRun) run = NULL;

  ready (self, "smtp+plain://smtp.example.jp:25", "smtp.example.jp:25");
  run = make (self, 0, NULL);
  g_assert_cmpstr (first (run), ==, "works");
  g_assert_cmpint (todoku_run_get_exit_status (run), ==, 0);
}

/* A practice server that cannot be reached says nothing about the network. */
static void
test_refused (Fixture *self, gconstpointer data)
{
  g_autoptr (TodokuRun) run = NULL;

  ready (self, "smtp+plain://smtp.example.jp:25", "smtp.example.jp:25");
  g_clear_pointer (&self->outgoing, diagnosis_server_free);
  run = make (self, 0, NULL);
  g_assert_cmpstr (first (run), ==, "connection-refused");
}

static void
test_offline (Fixture *self, gconstpointer data)
{
  g_autoptr (TodokuRun) run = NULL;

  ready (self, "smtps://smtp.example.jp:587", "smtp.example.jp:587");
  run = make (self, TODOKU_RUN_OFFLINE, NULL);
  g_assert_cmpstr (first (run), ==, "tls-on-starttls-port");
  g_assert_cmpint (diagnosis_server_count (self->outgoing), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (
                        todoku_run_get_observations (run)),
                    ==,
                    0);
}

static void
test_explain (Fixture *self, gconstpointer data)
{
  TodokuRunOptions options = { TODOKU_RUN_OFFLINE, 0, "2026-11-22", NULL };
  g_autoptr (TodokuRun) run =
      todoku_run_new (self->account, self->network, &options);

  todoku_run_explain (run, "535 APP password   needed", NULL);
  g_assert_cmpstr (first (run), ==, "app-password-required");
  todoku_run_explain (run, "just allow everything", NULL);
  g_assert_cmpstr (first (run), ==, "outdated-advice");
}

static void
test_answers (Fixture *self, gconstpointer data)
{
  g_autoptr (TodokuRun) run = NULL;
  g_autoptr (TodokuChecklistItem) item = NULL;
  GListModel *checklist;
  int connections;

  ready (self, "smtps://smtp.example.jp:587", "smtp.example.jp:587");
  run = make (self, 0, NULL);
  checklist = todoku_run_get_checklist (run);
  g_assert_cmpuint (g_list_model_get_n_items (checklist), ==, 2);
  connections = diagnosis_server_count (self->outgoing);
  self->judged = 0;
  set (self, "answer.two-step", "no");
  g_assert_cmpuint (self->judged, ==, 1);
  item = g_list_model_get_item (checklist, 1);
  g_assert_cmpstr (todoku_checklist_item_get_state (item), ==, "problem");
  g_assert_cmpstr (todoku_checklist_item_get_answer (item), ==, "no");
  g_assert_cmpstr (todoku_checklist_item_get_reason (item, TODOKU_LANGUAGE_EN),
                   ==,
                   "Turn it on.");
  g_assert_cmpint (diagnosis_server_count (self->outgoing), ==, connections);
  g_assert_cmpuint (todoku_run_get_ruled_out (run)->len, ==, 2);
}

static void
test_checklist (Fixture *self, gconstpointer data)
{
  g_autoptr (TodokuRun) run = NULL;
  g_autoptr (TodokuChecklistItem) pairing = NULL;
  g_autoptr (TodokuChecklistItem) asked = NULL;
  g_autoptr (TodokuChecklistItem) plain = NULL;

  set (self, "app", "old-app");
  set (self, "outgoing", "smtps://smtp.example.jp:587");
  run = make (self, TODOKU_RUN_OFFLINE, NULL);
  pairing = g_list_model_get_item (todoku_run_get_checklist (run), 0);
  asked = g_list_model_get_item (todoku_run_get_checklist (run), 1);
  plain = g_list_model_get_item (todoku_run_get_checklist (run), 2);
  g_assert_cmpstr (todoku_checklist_item_get_state (pairing), ==, "problem");
  g_assert_cmpstr (todoku_checklist_item_get_reason (pairing,
                                                     TODOKU_LANGUAGE_JA),
                   ==,
                   "587 は誤りです。");
  g_assert_cmpstr (todoku_checklist_item_get_state (asked), ==, "ask");
  g_assert_cmpstr (todoku_checklist_item_get_state (plain),
                   ==,
                   "not-applicable");
}

/* ---- stopping -------------------------------------------------------------
 */

static gboolean
cancel_cb (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_REMOVE;
}

static void
test_stop (Fixture *self, gconstpointer data)
{
  static const DiagnosisLine hangs[] = { { "", "" }, { NULL, NULL } };
  g_autoptr (TodokuRun) run = NULL;
  gint64 start;

  self->outgoing = diagnosis_server_new (hangs);
  set (self, "outgoing", "smtp+plain://smtp.example.jp:25");
  connect_to (self, "smtp.example.jp:25", self->outgoing);
  run = begin (self, 0, NULL);
  g_timeout_add (100, cancel_cb, self->cancellable);
  start = g_get_monotonic_time ();
  while (!self->done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 1100 * 1000);
  g_assert_true (self->stopped);
  g_assert_cmpint (todoku_run_get_state (run), ==, TODOKU_RUN_STOPPED);
  g_assert_cmpint (todoku_run_get_exit_status (run), ==, 3);
  g_assert_cmpuint (todoku_run_get_budget (run)->at_once, ==, 0);
}

static void
test_stopped_before (Fixture *self, gconstpointer data)
{
  g_autoptr (TodokuRun) run = NULL;

  ready (self, "smtps://smtp.example.jp:587", "smtp.example.jp:587");
  g_cancellable_cancel (self->cancellable);
  run = make (self, 0, NULL);
  g_assert_true (self->stopped);
}

/* ---- signing in -----------------------------------------------------------
 */

static void
ready_to_sign_in (Fixture *self, const DiagnosisLine *pop3)
{
  ready (self, "smtp+plain://smtp.example.jp:25", "smtp.example.jp:25");
  self->incoming = diagnosis_server_new (pop3);
  set (self, "incoming", "pop3+plain://pop.example.jp:110");
  set (self, "sign-in", "password");
  connect_to (self, "pop.example.jp:110", self->incoming);
}

static void
test_refusal_ends_it (Fixture *self, gconstpointer data)
{
  g_autoptr (TodokuRun) run = NULL;

  ready_to_sign_in (self, pop3_refuses);
  run = make (self, TODOKU_RUN_ALLOW_CLEAR, CANARY);
  g_assert_cmpint (diagnosis_server_count_lines (self->incoming, "PASS"),
                   ==,
                   1);
  g_assert_cmpint (diagnosis_server_count_lines (self->outgoing, "AUTH"),
                   ==,
                   0);
  g_assert_cmpuint (todoku_run_get_budget (run)->sign_ins, ==, 1);
  g_assert_cmpstr (todoku_facts_get_first (todoku_run_get_facts (run),
                                           "incoming.signed-in"),
                   ==,
                   "no");
}

static void
test_success_goes_on (Fixture *self, gconstpointer data)
{
  g_autoptr (TodokuRun) run = NULL;

  ready_to_sign_in (self, pop3_accepts);
  run = make (self, TODOKU_RUN_ALLOW_CLEAR, CANARY);
  g_assert_cmpint (diagnosis_server_count_lines (self->incoming, "PASS"),
                   ==,
                   1);
  g_assert_cmpint (diagnosis_server_count_lines (self->outgoing, "AUTH"),
                   ==,
                   1);
  g_assert_cmpuint (todoku_run_get_budget (run)->sign_ins, ==, 2);
  g_assert_cmpstr (first (run), ==, "password-refused");
}

/* The sign-in is made on the way: what was seen before it is not asked again,
 * and nobody else is asked in vain. */
static void
test_one_connection (Fixture *self, gconstpointer data)
{
  g_autoptr (TodokuRun) run = NULL;

  ready_to_sign_in (self, pop3_accepts);
  run = make (self, TODOKU_RUN_ALLOW_CLEAR, CANARY);
  g_assert_cmpint (diagnosis_server_count (self->incoming), ==, 1);
  g_assert_cmpint (diagnosis_server_count (self->outgoing), ==, 1);
  g_assert_cmpuint (todoku_run_get_budget (run)->connections, ==, 2);
}

/* The side whose turn comes later keeps its server waiting for a while only,
 * and sends it nothing. */
static void
test_long_wait (Fixture *self, gconstpointer data)
{
  static const DiagnosisLine silent[] = { { "", "" }, { NULL, NULL } };
  g_autoptr (TodokuRun) run = NULL;

  ready_to_sign_in (self, silent);
  run = begin (self, TODOKU_RUN_ALLOW_CLEAR, CANARY);
  while (!self->done) {
    g_main_context_iteration (NULL, TRUE);
    if (diagnosis_server_count_lines (self->outgoing, "QUIT") > 0)
      g_cancellable_cancel (self->cancellable);
  }
  /* The look at what the silent server speaks ends in a thread of GIO's. */
  for (int i = 0; i < 50; i++) {
    g_usleep (10 * 1000);
    while (g_main_context_iteration (NULL, FALSE))
      ;
  }
  g_assert_cmpint (diagnosis_server_count_lines (self->outgoing, "QUIT"),
                   ==,
                   1);
  g_assert_cmpint (diagnosis_server_count_lines (self->outgoing, "AUTH"),
                   ==,
                   0);
  g_assert_cmpuint (todoku_run_get_budget (run)->sign_ins, ==, 0);
}

/* Oracle W: without the user's word nothing of it crosses in clear. */
static void
test_withheld (Fixture *self, gconstpointer data)
{
  g_autoptr (TodokuRun) run = NULL;

  ready_to_sign_in (self, pop3_accepts);
  run = make (self, 0, CANARY);
  g_assert_cmpint (diagnosis_server_count_lines (self->incoming, "PASS"),
                   ==,
                   0);
  g_assert_cmpint (diagnosis_server_count_lines (self->outgoing, "AUTH"),
                   ==,
                   0);
  g_assert_cmpuint (todoku_run_get_budget (run)->sign_ins, ==, 0);
}

static void
test_send (Fixture *self, gconstpointer data)
{
  g_autoptr (TodokuRun) run = NULL;

  ready (self, "smtp+plain://smtp.example.jp:25", "smtp.example.jp:25");
  run = make (self, TODOKU_RUN_SEND_TEST, NULL);
  g_assert_cmpint (diagnosis_server_count_lines (self->outgoing,
                                                 "RCPT TO:<taro@example.jp>"),
                   ==,
                   1);
  g_assert_cmpint (diagnosis_server_count_lines (self->outgoing, "Message-ID:"),
                   ==,
                   1);
  g_assert_cmpstr (first (run), ==, "works");
}

/* ---- reports --------------------------------------------------------------
 */

static void
assert_absent (const char *report, const char *form)
{
  if (strstr (report, form))
    g_error ("a report holds %s:\n%s", form, report);
}

/* Oracle R: raw, base64 in its three alignments, hex and URL form. */
static void
assert_no_canary (const char *report)
{
  static const char hex[] = "63346e3f72793e7e736563726574";
  g_autofree char *url = g_uri_escape_string (CANARY, NULL, FALSE);

  assert_absent (report, CANARY);
  assert_absent (report, url);
  assert_absent (report, hex);
  assert_absent (report, "c4n?ry");
  for (gsize shift = 0; shift < 3; shift++) {
    g_autofree char *padded = g_strconcat (&"xx"[2 - shift], CANARY, NULL);
    g_autofree char *base64 =
        g_base64_encode ((const guchar *) padded, strlen (padded));
    /* Without what neighbours share of it. */
    g_autofree char *middle = g_strndup (base64 + 4, 16);

    assert_absent (report, middle);
  }
}

static void
test_canary (Fixture *self, gconstpointer data)
{
  static const TodokuReportFlags flags =
      TODOKU_REPORT_EN | TODOKU_REPORT_JA | TODOKU_REPORT_TRANSCRIPT;
  g_autoptr (TodokuRun) run = NULL;

  ready_to_sign_in (self, pop3_accepts);
  run = make (self, TODOKU_RUN_ALLOW_CLEAR, CANARY);
  for (int format = TODOKU_REPORT_TEXT; format <= TODOKU_REPORT_JSON;
       format++) {
    g_autofree char *report = todoku_report_write (run, format, flags);
    g_autofree char *whole =
        todoku_report_write (run, format, flags | TODOKU_REPORT_UNREDACTED);

    assert_no_canary (report);
    assert_no_canary (whole);
    /* What the server said is there, and steers nothing. */
    g_assert_nonnull (strstr (report, "5.7.8"));
    assert_absent (report, "\033");
    assert_absent (report, "\342\200\256");
    /* Who we are is not. */
    assert_absent (report, "taro");
    assert_absent (report, "192.0.2.77");
    assert_absent (whole, "192.0.2.77");
    g_assert_nonnull (strstr (report, "t…@example.jp"));
    g_assert_nonnull (strstr (whole, "taro@example.jp"));
  }
}

static JsonObject *
member (JsonObject *object, const char *name)
{
  g_assert_true (json_object_has_member (object, name));
  return json_object_get_object_member (object, name);
}

static void
test_json (Fixture *self, gconstpointer data)
{
  g_autoptr (TodokuRun) run = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *report = NULL;
  JsonObject *root, *finding;

  ready (self, "smtps://smtp.example.jp:587", "smtp.example.jp:587");
  set (self, "app", "new-app");
  run = make (self, 0, NULL);
  report = todoku_report_write (run, TODOKU_REPORT_JSON, 0);
  json_parser_load_from_data (parser, report, -1, &error);
  g_assert_no_error (error);
  root = json_node_get_object (json_parser_get_root (parser));
  g_assert_cmpint (json_object_get_int_member (root, "todoku"), ==, 1);
  g_assert_true (json_object_get_boolean_member (root, "redacted"));
  g_assert_cmpstr (json_object_get_string_member (member (root, "account"),
                                                  "outgoing"),
                   ==,
                   "smtps://smtp.example.jp:587");
  g_assert_cmpstr (json_object_get_string_member (member (root, "recommended"),
                                                  "sign_in"),
                   ==,
                   "oauth2");
  finding =
      json_array_get_object_element (json_object_get_array_member (root,
                                                                   "findings"),
                                     0);
  g_assert_cmpstr (json_object_get_string_member (finding, "id"),
                   ==,
                   "tls-on-starttls-port");
  g_assert_cmpstr (json_object_get_string_member (member (finding, "title"),
                                                  "ja"),
                   ==,
                   "587 番は暗号化なしで始まります。");
  g_assert_cmpstr (json_object_get_string_member (finding, "side"),
                   ==,
                   "outgoing");
}

static void
assert_sign_in (Fixture *self,
                const char *app,
                const char *date,
                const char *expected)
{
  TodokuRunOptions options = { TODOKU_RUN_OFFLINE, 0, date, NULL };
  g_autoptr (TodokuRun) run = NULL;

  set (self, "app", app);
  run = todoku_run_new (self->account, self->network, &options);
  g_assert_cmpstr (todoku_run_get_recommended_sign_in (run), ==, expected);
}

static void
test_recommended (Fixture *self, gconstpointer data)
{
  set (self, "address", "taro@example.jp");
  todoku_account_fill_from_provider (self->account, NULL, TODOKU_FILL_UNSET);
  assert_sign_in (self, "new-app", "2026-11-22", "oauth2");
  assert_sign_in (self, "old-app", "2026-11-22", "app-password");
  assert_sign_in (self, "old-app", "2024-12-31", "app-password");
  todoku_account_fill_from_provider (self->account,
                                     "pop3",
                                     TODOKU_FILL_REPLACE);
  assert_sign_in (self, "new-app", "2026-11-22", "app-password");
  set (self, "address", "taro@short.example");
  todoku_account_fill_from_provider (self->account, NULL, TODOKU_FILL_REPLACE);
  assert_sign_in (self, "new-app", "2026-11-22", "oauth2");
  assert_sign_in (self, "old-app", "2026-11-22", NULL);
}

/* ---- facts ----------------------------------------------------------------
 */

static void
assert_fact (TodokuFacts *facts, const char *name, const char *expected)
{
  const char *const *values = todoku_facts_get (facts, name);
  g_autofree char *joined = values ? g_strjoinv (" ", (GStrv) values) : NULL;

  g_test_message ("%s", name);
  g_assert_cmpstr (joined, ==, expected);
}

static void
test_account_facts (Fixture *self, gconstpointer data)
{
  g_autoptr (TodokuFacts) facts = NULL;

  set (self, "address", "taro@example.jp");
  set (self, "app", "old-app");
  set (self, "symptom", "send");
  set (self, "incoming", "imaps://smtp.example.jp:993");
  set (self, "outgoing", "smtps://mail.example.jp:587");
  set (self, "answer.two-step", "yes");
  facts = todoku_facts_new_for_account (self->account, "2024-12-31");
  assert_fact (facts, "date", "2024-12-31");
  assert_fact (facts, "address.domain", "example.jp");
  assert_fact (facts, "provider", "example");
  assert_fact (facts, "provider.name.ja", "例メール");
  assert_fact (facts, "provider.link", "https://example.jp/help");
  assert_fact (facts, "app.support", "ended");
  assert_fact (facts, "app.oauth.incoming", "no");
  assert_fact (facts, "app.words.starttls.ja", "途中から");
  assert_fact (facts, "app.words.tls", "SSL/TLS");
  assert_fact (facts, "incoming.host-kind", "other-side");
  assert_fact (facts, "outgoing.host-kind", "legacy");
  assert_fact (facts, "outgoing.pairing", "needs-starttls");
  assert_fact (facts, "incoming.pairing", "possible");
  assert_fact (facts,
               "outgoing.recommended.url",
               "smtps://smtp.example.jp:465");
  assert_fact (facts, "incoming.demands", "oauth2 app-password password");
  assert_fact (facts, "answer.two-step", "yes");
  assert_fact (facts, "sign-in.method", NULL);
}

static void
test_probe_facts (Fixture *self, gconstpointer data)
{
  g_autoptr (TodokuRun) run = NULL;
  g_autoptr (TodokuObservation) observation = NULL;
  g_autoptr (TodokuFacts) facts = NULL;

  ready_to_sign_in (self, pop3_refuses);
  set (self, "app", "old-app");
  run = make (self, TODOKU_RUN_ALLOW_CLEAR, CANARY);
  observation = g_list_model_get_item (todoku_run_get_observations (run), 0);
  facts = todoku_facts_new_for_observation (todoku_run_get_facts (run),
                                            self->account,
                                            observation);
  assert_fact (facts, "probe.side", "incoming");
  assert_fact (facts, "probe.role", "configured");
  assert_fact (facts, "probe.protocol", "pop3");
  assert_fact (facts, "probe.port", "110");
  assert_fact (facts, "probe.security", "none");
  assert_fact (facts, "probe.host-kind", "preset");
  assert_fact (facts, "probe.family", "ipv4");
  assert_fact (facts, "probe.failure", "sign-in-refused");
  assert_fact (facts, "probe.stage", "sign-in");
  assert_fact (facts, "probe.reached", "yes");
  assert_fact (facts, "probe.spoke", "pop3");
  assert_fact (facts, "probe.offers", "USER");
  assert_fact (facts, "probe.reply", "example-maybe");
  assert_fact (facts, "probe.reply.class", "refused");
  assert_fact (facts, "probe.signed-in", "no");
  assert_fact (facts, "date", "2026-11-22");
  g_assert_cmpstr (*todoku_facts_lookup ("host", facts), ==, "pop.example.jp");
  g_assert_null (todoku_facts_lookup ("nothing", facts));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, name)                                                        \
  g_test_add (path, Fixture, NULL, set_up, test_##name, tear_down)
  ADD ("/run/pairing", pairing);
  ADD ("/run/good", good);
  ADD ("/run/refused", refused);
  ADD ("/run/offline", offline);
  ADD ("/run/explain", explain);
  ADD ("/run/answers", answers);
  ADD ("/run/checklist", checklist);
  ADD ("/run/stop", stop);
  ADD ("/run/stopped-before", stopped_before);
  ADD ("/run/AU-01/refusal-ends-signing-in", refusal_ends_it);
  ADD ("/run/success-goes-on", success_goes_on);
  ADD ("/run/one-connection", one_connection);
  ADD ("/run/long-wait", long_wait);
  ADD ("/run/ST-15/withheld", withheld);
  ADD ("/run/send", send);
  ADD ("/run/RE-01/canary", canary);
  ADD ("/run/json", json);
  ADD ("/run/recommended", recommended);
  ADD ("/facts/account", account_facts);
  ADD ("/facts/probe", probe_facts);
#undef ADD
  return g_test_run ();
}
