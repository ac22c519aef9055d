/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "diagnosis-fixture.h"
#include "todoku-account.h"
#include "todoku-facts.h"

#include <string.h>

typedef struct {
  TodokuKnowledge *knowledge;
  TodokuAccount *account;
  guint notified;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->knowledge = diagnosis_fixture_new ();
  self->account = todoku_account_new (self->knowledge);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_assert_finalize_object (self->account);
  g_assert_finalize_object (self->knowledge);
}

static void
set (Fixture *self, const char *key, const char *value)
{
  g_autoptr (GError) error = NULL;

  todoku_account_set (self->account, key, value, &error);
  g_assert_no_error (error);
}

/* What the outgoing host is to the service, and what is right instead. */
static void
test_host_kinds (Fixture *self, gconstpointer data)
{
  static const struct {
    const char *outgoing;
    const char *kind;
    const char *recommended;
  } rows[] = {
    { "smtps://smtp.example.jp:465", "preset", "smtp.example.jp" },
    { "smtps://relay1.example.jp:465", "preset", "smtp.example.jp" },
    { "smtps://relay1.x.example.jp:465", "unknown", "smtp.example.jp" },
    { "smtps://sv9.example.net:465", "preset", "smtp.example.jp" },
    { "smtps://mail.example.jp:465", "legacy", "smtp.example.jp" },
    { "smtps://smtp.example.co:465", "misspelt", "smtp.example.jp" },
    { "smtps://imap.example.jp:465", "other-side", "smtp.example.jp" },
    { "smtps://smtp.example.com:465", "unknown", "smtp.example.jp" },
  };

  set (self, "address", "taro@example.jp");
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (TodokuFacts) facts = NULL;

    set (self, "outgoing", rows[i].outgoing);
    facts = todoku_facts_new_for_account (self->account, "2026-11-22");
    g_test_message ("%s", rows[i].outgoing);
    g_assert_cmpstr (todoku_facts_get_first (facts, "outgoing.host-kind"),
                     ==,
                     rows[i].kind);
    g_assert_cmpstr (todoku_facts_get_first (facts,
                                             "outgoing.recommended.host"),
                     ==,
                     rows[i].recommended);
  }
}

/* What is refused, and a word that the one sentence about it holds. */
static const struct {
  const char *key;
  const char *value;
  const char *word;
} refused[] = {
  { "address", "taro", "taro@example.jp" },
  { "address", "taro@", "taro@example.jp" },
  { "address", "@example.jp", "taro@example.jp" },
  { "address", "taro hanako@example.jp", "taro@example.jp" },
  { "address", "taro@example.jp\r\nQUIT", "one line" },
  { "address", "taro@localhost", "taro@example.jp" },
  { "address", "\xff@example.jp", "one line" },
  { "provider", "exampel", "exampel" },
  { "app", "outlok", "outlok" },
  { "symptom", "fly", "receive" },
  { "sign-in", "guess", "oauth2" },
  { "incoming", "imap.example.jp", "imaps://" },
  { "incoming", "imaps://imap.example.jp:99999", "65535" },
  { "incoming", "smtps://smtp.example.jp:465", "imaps://" },
  { "outgoing", "imaps://imap.example.jp:993", "smtps://" },
  { "outgoing", "pop3s://pop.example.jp:995", "smtps://" },
  { "user", "taro\nQUIT", "one line" },
  { "answer.two-step", "perhaps", "unknown" },
  { "answer.weather", "yes", "weather" },
  { "colour", "red", "colour" },
};

static void
test_refused (Fixture *self, gconstpointer data)
{
  set (self, "address", "taro@example.jp");
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++) {
    g_autoptr (GError) error = NULL;
    gboolean done = todoku_account_set (self->account,
                                        refused[i].key,
                                        refused[i].value,
                                        &error);

    g_test_message ("%s: %s", refused[i].key, error ? error->message : "-");
    g_assert_false (done);
    g_assert_nonnull (error);
    g_assert_nonnull (strstr (error->message, refused[i].word));
    g_assert_null (strpbrk (error->message, "\r\n"));
  }
  g_assert_cmpstr (todoku_account_get_address (self->account),
                   ==,
                   "taro@example.jp");
  g_assert_null (todoku_account_get_incoming (self->account));
}

static void
test_provider (Fixture *self, gconstpointer data)
{
  g_assert_null (todoku_account_get_provider (self->account));
  set (self, "address", "taro@Example.JP");
  g_assert_cmpstr (todoku_account_get_provider (self->account)->id,
                   ==,
                   "example");
  set (self, "address", "taro@elsewhere.example");
  g_assert_null (todoku_account_get_provider (self->account));
  /* Chosen by hand: a new address does not change it. */
  set (self, "provider", "short");
  set (self, "address", "taro@example.jp");
  g_assert_cmpstr (todoku_account_get_provider (self->account)->id,
                   ==,
                   "short");
}

static void
test_user (Fixture *self, gconstpointer data)
{
  g_assert_null (todoku_account_get_user (self->account));
  set (self, "address", "taro@example.jp");
  g_assert_cmpstr (todoku_account_get_user (self->account),
                   ==,
                   "taro@example.jp");
  set (self, "address", "hanako@short.example");
  g_assert_cmpstr (todoku_account_get_user (self->account), ==, "hanako");
  set (self, "user", "h-123");
  g_assert_cmpstr (todoku_account_get_user (self->account), ==, "h-123");
  set (self, "user", "");
  g_assert_cmpstr (todoku_account_get_user (self->account), ==, "hanako");
}

static void
count_cb (Fixture *self)
{
  self->notified++;
}

static void
test_notify (Fixture *self, gconstpointer data)
{
  g_signal_connect_swapped (self->account,
                            "notify",
                            G_CALLBACK (count_cb),
                            self);
  set (self, "symptom", "send");
  g_assert_cmpuint (self->notified, ==, 1);
  set (self, "symptom", "send");
  set (self, "incoming", "");
  g_assert_cmpuint (self->notified, ==, 1);
  /* The address and, with it, the provider. */
  set (self, "address", "taro@example.jp");
  g_assert_cmpuint (self->notified, ==, 3);
  set (self, "incoming", "imaps://imap.example.jp:993");
  set (self, "incoming", "imaps://imap.example.jp");
  g_assert_cmpuint (self->notified, ==, 4);
}

static void
test_answers (Fixture *self, gconstpointer data)
{
  g_signal_connect_swapped (self->account,
                            "answers-changed",
                            G_CALLBACK (count_cb),
                            self);
  set (self, "answer.two-step", "yes");
  g_assert_cmpstr (todoku_account_get_answer (self->account, "two-step"),
                   ==,
                   "yes");
  set (self, "answer.two-step", "yes");
  g_assert_cmpuint (self->notified, ==, 1);
  set (self, "answer.two-step", "");
  g_assert_null (todoku_account_get_answer (self->account, "two-step"));
  g_assert_cmpuint (self->notified, ==, 2);
}

static void
assert_endpoint (const TodokuEndpoint *endpoint, const char *expected)
{
  g_autofree char *url = endpoint ? todoku_endpoint_to_string (endpoint) : NULL;

  g_assert_cmpstr (url, ==, expected);
}

static void
test_fill (Fixture *self, gconstpointer data)
{
  set (self, "address", "taro@example.jp");
  set (self, "outgoing", "smtps://smtp.example.jp:587");
  todoku_account_fill_from_provider (self->account, NULL, TODOKU_FILL_UNSET);
  assert_endpoint (todoku_account_get_incoming (self->account),
                   "imaps://imap.example.jp:993");
  assert_endpoint (todoku_account_get_outgoing (self->account),
                   "smtps://smtp.example.jp:587");
  todoku_account_fill_from_provider (self->account,
                                     "pop3",
                                     TODOKU_FILL_REPLACE);
  assert_endpoint (todoku_account_get_incoming (self->account),
                   "pop3s://pop.example.jp:995");
  assert_endpoint (todoku_account_get_outgoing (self->account),
                   "smtps://smtp.example.jp:465");
}

static void
test_clear (Fixture *self, gconstpointer data)
{
  set (self, "address", "taro@example.jp");
  set (self, "app", "old-app");
  set (self, "answer.two-step", "no");
  todoku_account_clear (self->account);
  g_assert_null (todoku_account_get_address (self->account));
  g_assert_null (todoku_account_get_provider (self->account));
  g_assert_null (todoku_account_get_answer (self->account, "two-step"));
  g_assert_cmpstr (todoku_account_get_mail_app (self->account)->id,
                   ==,
                   "other-program");
  g_assert_cmpstr (todoku_account_get_symptom (self->account), ==, "both");
  g_assert_cmpstr (todoku_account_get_sign_in (self->account), ==, "none");
}

/* ---- what goes with what --------------------------------------------------
 */

static const struct {
  const char *endpoint;
  TodokuPairing pairing;
  const char *fixed; /* (nullable) */
} pairings[] = {
  { "smtps://h.example:465", TODOKU_PAIRING_POSSIBLE, NULL },
  { "smtp+starttls://h.example:587", TODOKU_PAIRING_POSSIBLE, NULL },
  { "smtps://h.example:587",
    TODOKU_PAIRING_NEEDS_STARTTLS,
    "smtp+starttls://h.example:587" },
  { "smtp+starttls://h.example:465",
    TODOKU_PAIRING_NEEDS_TLS,
    "smtps://h.example:465" },
  { "smtp+plain://h.example:465",
    TODOKU_PAIRING_NEEDS_TLS,
    "smtps://h.example:465" },
  { "smtp+plain://h.example:587", TODOKU_PAIRING_POSSIBLE, NULL },
  { "imaps://h.example:143",
    TODOKU_PAIRING_NEEDS_STARTTLS,
    "imap+starttls://h.example:143" },
  { "imap+starttls://h.example:993",
    TODOKU_PAIRING_NEEDS_TLS,
    "imaps://h.example:993" },
  { "pop3s://h.example:110",
    TODOKU_PAIRING_NEEDS_STARTTLS,
    "pop3+starttls://h.example:110" },
  { "pop3+plain://h.example:995",
    TODOKU_PAIRING_NEEDS_TLS,
    "pop3s://h.example:995" },
  { "imaps://h.example:2993", TODOKU_PAIRING_UNKNOWN, NULL },
  { "smtp+starttls://h.example:2525", TODOKU_PAIRING_UNKNOWN, NULL },
};

static void
test_pairing (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (pairings); i++) {
    g_autoptr (TodokuEndpoint) endpoint =
        todoku_endpoint_parse (pairings[i].endpoint, NULL);
    g_autoptr (TodokuEndpoint) fixed = NULL;

    g_test_message ("%s", pairings[i].endpoint);
    g_assert_nonnull (endpoint);
    g_assert_cmpint (todoku_pairing_check (endpoint), ==, pairings[i].pairing);
    fixed = todoku_pairing_fix (endpoint);
    assert_endpoint (fixed, pairings[i].fixed);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name)                                                              \
  g_test_add ("/account/" #name, Fixture, NULL, set_up, test_##name, tear_down)
  ADD (refused);
  ADD (provider);
  ADD (user);
  ADD (notify);
  ADD (answers);
  ADD (fill);
  ADD (host_kinds);
  ADD (clear);
#undef ADD
  g_test_add_func ("/account/pairing", test_pairing);
  return g_test_run ();
}
