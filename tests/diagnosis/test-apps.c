/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-run.h"

#include <string.h>

/* Every mail app of the real knowledge, with the main findings, in both
 * languages: each sentence is whole, in the app's own words or in the general
 * ones. */

#define TODAY "2026-11-28"

typedef struct {
  TodokuKnowledge *knowledge;
  TodokuNetwork *network;
  const TodokuMailApp *app;
  const char *provider, *text; /* for messages */
  guint sentences;
} Fixture;

/* What a user pastes, what it means, and a word that its steps then say. */
static const struct {
  const char *text, *finding, *word;
} texts[] = {
  { "このサーバーは、指定した種類の接続暗号化をサポートしていません。",
    "tls-on-starttls-port",
    "path" },
  { "530 5.7.0 Must issue a STARTTLS command first",
    "encryption-required",
    "path" },
  { "534-5.7.9 Application-specific password required. For more information, "
    "go to https://support.google.com/mail/?p=InvalidSecondFactor",
    "app-password-required",
    NULL },
  { "535 5.7.8 Error: authentication failed", "password-refused", NULL },
  { "530 5.7.57 Client not authenticated to send mail",
    "sender-not-signed-in",
    "outgoing-auth" },
  { "535 5.7.139 Authentication unsuccessful, basic authentication is "
    "disabled.",
    "account-password-ended",
    NULL },
  { "(0x800CCC0D)", "host-misspelled", "path" },
  { "(0x80042109)", "wrong-port", "path" },
  { "(0x800CCC80)", "sign-in-method-mismatch", "path" },
  { "verify error:num=10:certificate has expired",
    "certificate-expired",
    NULL },
  { "Hostname mismatch", "certificate-name-mismatch", "path" },
  { "Too many simultaneous connections. (Failure)",
    "too-many-connections",
    NULL },
};

/* NULL: no service is known. */
static const char *const providers[] = { "gmail",  "google-workspace-edu",
                                         "icloud", "microsoft-365",
                                         NULL,     "outlook-com" };

/* What is set wrongly in the app, with nothing asked of any server. */
static const struct {
  const char *incoming, *outgoing, *finding;
} settings[] = {
  { "imaps://imap.gmail.com:993",
    "smtps://smtp.gmail.com:587",
    "tls-on-starttls-port" },
  { "pop3s://pop.gmail.com:110",
    "smtps://smtp.gmail.com:465",
    "tls-on-starttls-port" },
  { "imap+starttls://imap.gmail.com:993",
    "smtp+starttls://smtp.gmail.com:587",
    "starttls-on-tls-port" },
  { "imaps://imap.gmail.com:993",
    "smtp+starttls://smtp.gmail.com:465",
    "starttls-on-tls-port" },
  { "imap+plain://imap.gmail.com:143",
    "smtp+plain://smtp.gmail.com:587",
    "encryption-required" },
};

/* ---- sentences ----------------------------------------------------------- */

static void
check_sentence (Fixture *self, const char *what, const char *sentence)
{
  self->sentences++;
  if (!sentence || !*sentence || strpbrk (sentence, "{}") ||
      strstr (sentence, "(null)") || strstr (sentence, "  ") ||
      strstr (sentence, "「」") || strstr (sentence, "“”")) {
    g_test_message ("%s, %s, “%s”: %s: “%s”",
                    self->app->id,
                    self->provider ? self->provider : "no service",
                    self->text,
                    what,
                    sentence ? sentence : "nothing");
    g_test_fail ();
  }
}

static gboolean
says (const GPtrArray *steps, TodokuLanguage language, const char *word)
{
  for (guint i = 0; i < steps->len; i++) {
    const TodokuFindingStep *step = g_ptr_array_index (steps, i);

    if (strstr (step->text.in[language], word))
      return TRUE;
  }
  return FALSE;
}

static void
check_steps (Fixture *self, const char *what, GPtrArray *steps)
{
  for (guint i = 0; i < steps->len; i++)
    for (int l = 0; l < TODOKU_N_LANGUAGES; l++)
      check_sentence (self,
                      what,
                      ((TodokuFindingStep *) g_ptr_array_index (steps, i))
                          ->text.in[l]);
}

static void
check_finding (Fixture *self, TodokuFinding *finding)
{
  GPtrArray *consequences = todoku_finding_get_consequences (finding);
  const char *id = todoku_finding_get_id (finding);

  for (int l = 0; l < TODOKU_N_LANGUAGES; l++) {
    check_sentence (self, id, todoku_finding_get_title (finding, l));
    check_sentence (self, id, todoku_finding_get_why (finding, l));
  }
  check_steps (self, id, todoku_finding_get_steps (finding));
  for (guint i = 0; i < consequences->len; i++)
    check_finding (self, g_ptr_array_index (consequences, i));
}

static void
check_checklist (Fixture *self, GListModel *items)
{
  for (guint i = 0; i < g_list_model_get_n_items (items); i++) {
    g_autoptr (TodokuChecklistItem) item = g_list_model_get_item (items, i);
    const char *id = todoku_checklist_item_get_entry (item)->id;

    for (int l = 0; l < TODOKU_N_LANGUAGES; l++)
      if (todoku_checklist_item_get_reason (item, l))
        check_sentence (self, id, todoku_checklist_item_get_reason (item, l));
  }
}

static void
check_guides (Fixture *self, GListModel *guides)
{
  for (guint i = 0; i < g_list_model_get_n_items (guides); i++) {
    g_autoptr (TodokuGuide) guide = g_list_model_get_item (guides, i);

    for (int l = 0; l < TODOKU_N_LANGUAGES; l++)
      check_sentence (self, "guide", todoku_guide_get_title (guide, l));
    check_steps (self, "guide", todoku_guide_get_steps (guide));
  }
}

/* The finding @id, wherever it stands. */
static TodokuFinding *
check_run (Fixture *self, TodokuRun *run, const char *id)
{
  GListModel *findings = todoku_run_get_findings (run);
  TodokuFinding *found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (findings); i++) {
    g_autoptr (TodokuFinding) finding = g_list_model_get_item (findings, i);
    GPtrArray *folded = todoku_finding_get_consequences (finding);

    check_finding (self, finding);
    if (strcmp (todoku_finding_get_id (finding), id) == 0)
      found = finding; /* the model keeps it */
    for (guint j = 0; !found && j < folded->len; j++)
      if (strcmp (todoku_finding_get_id (g_ptr_array_index (folded, j)), id) ==
          0)
        found = g_ptr_array_index (folded, j);
  }
  check_checklist (self, todoku_run_get_checklist (run));
  check_guides (self, todoku_run_get_guides (run));
  return found;
}

/* ---- runs ---------------------------------------------------------------- */

static void
set (TodokuAccount *account, const char *key, const char *value)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (todoku_account_set (account, key, value, &error));
  g_assert_no_error (error);
}

static TodokuAccount *
make_account (Fixture *self, const char *provider)
{
  TodokuAccount *account = todoku_account_new (self->knowledge);

  set (account, "app", self->app->id);
  set (account, "symptom", "both");
  if (provider)
    set (account, "provider", provider);
  self->provider = provider;
  return account;
}

static void
explain (Fixture *self, const char *provider, gsize row)
{
  const TodokuRunOptions options = { .flags = TODOKU_RUN_OFFLINE,
                                     .as_of = TODAY };
  g_autoptr (TodokuAccount) account = make_account (self, provider);
  g_autoptr (TodokuRun) run = todoku_run_new (account, self->network, &options);
  TodokuFinding *finding;

  self->text = texts[row].text;
  todoku_run_explain (run, texts[row].text, NULL);
  finding = check_run (self, run, texts[row].finding);
  if (!finding && !provider)
    g_error ("%s: “%s” does not lead to %s",
             self->app->id,
             texts[row].text,
             texts[row].finding);
  for (int l = 0; finding && texts[row].word && l < TODOKU_N_LANGUAGES; l++) {
    const char *word =
        todoku_knowledge_get_word (self->knowledge, self->app, texts[row].word)
            ->in[l];

    g_test_message ("%s: %s", self->app->id, texts[row].finding);
    g_assert_true (says (todoku_finding_get_steps (finding), l, word));
  }
}

static void
judged_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_assert_true (todoku_run_start_finish (TODOKU_RUN (source), result, NULL));
  *(gboolean *) data = TRUE;
}

static void
check_settings (Fixture *self, gsize row)
{
  const TodokuRunOptions options = { .flags = TODOKU_RUN_OFFLINE,
                                     .as_of = TODAY };
  g_autoptr (TodokuAccount) account = make_account (self, "gmail");
  g_autoptr (TodokuRun) run = NULL;
  gboolean judged = FALSE;

  self->text = settings[row].outgoing;
  set (account, "address", "taro@gmail.com");
  set (account, "incoming", settings[row].incoming);
  set (account, "outgoing", settings[row].outgoing);
  run = todoku_run_new (account, self->network, &options);
  todoku_run_start_async (run, NULL, judged_cb, &judged);
  while (!judged)
    g_main_context_iteration (NULL, TRUE);
  if (!check_run (self, run, settings[row].finding))
    g_error ("%s: %s and %s do not lead to %s",
             self->app->id,
             settings[row].incoming,
             settings[row].outgoing,
             settings[row].finding);
}

/* ---- words --------------------------------------------------------------- */

/* What an app's file does not hold is said in the words of other-program. */
static void
check_words (Fixture *self)
{
  const TodokuMailApp *other =
      todoku_knowledge_find_mail_app (self->knowledge, "other-program");

  for (const char *const *word = todoku_app_words; *word; word++) {
    const TodokuText *own = g_hash_table_lookup (self->app->words, *word);
    const TodokuText *said =
        todoku_knowledge_get_word (self->knowledge, self->app, *word);

    g_assert_true (said ==
                   (own ? own : g_hash_table_lookup (other->words, *word)));
    self->text = *word;
    for (int l = 0; l < TODOKU_N_LANGUAGES; l++)
      check_sentence (self, "word", said->in[l]);
  }
}

static void
for_each_app (void (*each) (Fixture *self))
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TodokuKnowledge) knowledge = todoku_knowledge_new (&error);
  g_autoptr (TodokuNetwork) network = todoku_network_new ();
  Fixture self = { .knowledge = knowledge, .network = network };
  GPtrArray *apps;

  g_assert_no_error (error);
  apps = todoku_knowledge_get_mail_apps (knowledge);
  g_assert_cmpuint (apps->len, >=, 60);
  for (guint i = 0; i < apps->len; i++) {
    self.app = g_ptr_array_index (apps, i);
    each (&self);
  }
  g_test_message ("%u sentences", self.sentences);
  g_assert_cmpuint (self.sentences, >=, apps->len * 18);
}

static void
test_words (void)
{
  for_each_app (check_words);
}

static void
explain_all (Fixture *self)
{
  for (gsize p = 0; p < G_N_ELEMENTS (providers); p++)
    for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
      explain (self, providers[p], i);
}

static void
test_explain (void)
{
  for_each_app (explain_all);
}

static void
check_all_settings (Fixture *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    check_settings (self, i);
}

static void
test_settings (void)
{
  for_each_app (check_all_settings);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/apps/words", test_words);
  g_test_add_func ("/apps/explain", test_explain);
  g_test_add_func ("/apps/settings", test_settings);
  return g_test_run ();
}
