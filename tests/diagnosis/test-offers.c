/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-offers.h"

#include "diagnosis-fixture.h"

#include <string.h>

/* Lists as a server gave them, "|" between capabilities; NULL: none. */
typedef struct {
  const char *name;
  const char *app;
  const char *address; /* (nullable): of the service "example" or nobody's */
  const char *sign_in; /* (nullable): as the user chose */
  const char *url;
  const char *plain;
  const char *unverified;
  const char *verified;
  const char *late; /* after the sign-in */
  gboolean signed_in;
  gboolean asked;    /* for a list */
  const char *needs; /* "id:state", in order */
  const char *lacks; /* probe.lacks */
} Row;

#define OLD "old-app"
#define NEW "new-app"
#define OURS "taro@example.jp"
#define IMAPS "imaps://imap.example.jp:993"
#define IMAP "imap+starttls://imap.example.jp:143"
#define POP3S "pop3s://pop.example.jp:995"
#define SMTP "smtp+starttls://smtp.example.jp:587"

static const Row rows[] = {
  { .name = "a password, by SASL",
    .app = OLD,
    .url = IMAPS,
    .verified = "IMAP4rev1|AUTH=PLAIN|IDLE",
    .needs = "password-imap:offered idle:offered" },
  { .name = "a password, by the command that is not listed",
    .app = OLD,
    .url = IMAPS,
    .verified = "IMAP4rev1|AUTH=XOAUTH2",
    .needs = "password-imap:offered idle:not-seen" },
  { .name = "no password, and the app has no OAuth",
    .app = OLD,
    .url = IMAPS,
    .verified = "IMAP4rev1|AUTH=XOAUTH2|LOGINDISABLED",
    .needs = "password-imap:lacking idle:not-seen",
    .lacks = "password-imap" },
  { .name = "in whatever letters",
    .app = OLD,
    .url = IMAPS,
    .verified = "imap4rev1|auth=plain|logindisabled|idle",
    .needs = "password-imap:offered idle:offered" },
  { .name = "what the user chose comes first",
    .app = NEW,
    .sign_in = "oauth2",
    .url = SMTP,
    .plain = "STARTTLS",
    .verified = "AUTH PLAIN LOGIN",
    .needs = "starttls:offered oauth:lacking",
    .lacks = "oauth" },
  { .name = "a password was chosen, though the app has OAuth",
    .app = NEW,
    .address = OURS,
    .sign_in = "app-password",
    .url = SMTP,
    .plain = "STARTTLS|AUTH PLAIN",
    .verified = "AUTH XOAUTH2",
    .needs = "starttls:offered password:lacking",
    .lacks = "password" },
  { .name = "SCRAM is a password too",
    .app = OLD,
    .url = SMTP,
    .plain = "STARTTLS",
    .verified = "AUTH SCRAM-SHA-256",
    .needs = "starttls:offered password:offered" },
  { .name = "either way: nothing is asked for in particular",
    .app = NEW,
    .address = OURS,
    .url = SMTP,
    .plain = "STARTTLS",
    .verified = "AUTH XOAUTH2",
    .needs = "starttls:offered" },
  { .name = "the service takes no OAuth over POP",
    .app = NEW,
    .address = OURS,
    .url = POP3S,
    .verified = "TOP|USER|UIDL",
    .needs = "password:offered uidl:offered" },
  { .name = "UIDL is of use to one app",
    .app = NEW,
    .address = OURS,
    .url = POP3S,
    .verified = "USER",
    .needs = "password:offered uidl:lacking" },
  { .name = "and a must for another",
    .app = OLD,
    .url = POP3S,
    .verified = "SASL PLAIN",
    .needs = "password:offered uidl:lacking",
    .lacks = "uidl" },
  { .name = "no STARTTLS: what stands after it was not seen",
    .app = OLD,
    .url = SMTP,
    .plain = "AUTH PLAIN",
    .needs = "starttls:lacking password:not-seen",
    .lacks = "starttls" },
  { .name = "the list in clear does not count after TLS (ST-16)",
    .app = OLD,
    .url = IMAP,
    .plain = "STARTTLS|AUTH=PLAIN",
    .unverified = "STARTTLS|LOGINDISABLED",
    .needs = "starttls:offered password-imap:lacking idle:not-seen",
    .lacks = "password-imap" },
  { .name = "not reached",
    .app = OLD,
    .url = SMTP,
    .needs = "starttls:not-seen password:not-seen" },
  { .name = "no list (CAPA refused)",
    .app = OLD,
    .url = POP3S,
    .asked = TRUE,
    .needs = "password:not-seen uidl:not-seen" },
  { .name = "listed after the sign-in alone",
    .app = OLD,
    .url = IMAPS,
    .verified = "AUTH=PLAIN",
    .late = "IDLE|MOVE",
    .signed_in = TRUE,
    .needs = "password-imap:offered idle:offered" },
  { .name = "and gone with it",
    .app = OLD,
    .url = IMAPS,
    .verified = "AUTH=PLAIN|IDLE",
    .late = "MOVE",
    .signed_in = TRUE,
    .needs = "password-imap:offered idle:lacking" },
  { .name = "signed in, and no list was given",
    .app = OLD,
    .url = IMAPS,
    .verified = "AUTH=PLAIN",
    .signed_in = TRUE,
    .needs = "password-imap:offered idle:not-seen" },
};

typedef struct {
  TodokuKnowledge *knowledge;
  TodokuAccount *account;
  TodokuFacts *facts;
  TodokuEndpoint *endpoint;
  TodokuDialogue dialogue;
} Fixture;

static GStrv
split (const char *list)
{
  return list ? g_strsplit (list, "|", -1) : NULL;
}

static void
set (TodokuAccount *account, const char *key, const char *value)
{
  g_autoptr (GError) error = NULL;

  todoku_account_set (account, key, value, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *self, const Row *row)
{
  const char *security;

  memset (self, 0, sizeof *self);
  self->knowledge = diagnosis_fixture_new ();
  self->account = todoku_account_new (self->knowledge);
  set (self->account, "app", row->app);
  if (row->address)
    set (self->account, "address", row->address);
  self->endpoint = todoku_endpoint_parse (row->url, NULL);
  g_assert_nonnull (self->endpoint);
  self->facts = todoku_facts_new (NULL);
  security = todoku_security_to_string (self->endpoint->security);
  todoku_facts_set (self->facts, "date", "2026-11-22");
  todoku_facts_set (self->facts, "sign-in.method", row->sign_in);
  todoku_facts_set (self->facts, "probe.security", security);
  todoku_facts_set (self->facts,
                    "probe.protocol",
                    todoku_protocol_to_string (self->endpoint->protocol));
  self->dialogue.capabilities[TODOKU_CHANNEL_PLAIN] = split (row->plain);
  self->dialogue.capabilities[TODOKU_CHANNEL_UNVERIFIED] =
      split (row->unverified);
  self->dialogue.capabilities[TODOKU_CHANNEL_VERIFIED] = split (row->verified);
  self->dialogue.capabilities_signed_in = split (row->late);
  self->dialogue.signed_in = row->signed_in;
  self->dialogue.timeline = todoku_timeline_new ();
  if (row->asked)
    todoku_timeline_begin (self->dialogue.timeline,
                           TODOKU_STAGE_CAPABILITIES,
                           1);
  todoku_offers_add_facts (self->account,
                           self->facts,
                           self->endpoint,
                           &self->dialogue);
}

static void
tear_down (Fixture *self)
{
  for (int i = 0; i < TODOKU_N_CHANNELS; i++)
    g_strfreev (self->dialogue.capabilities[i]);
  g_strfreev (self->dialogue.capabilities_signed_in);
  todoku_timeline_free (self->dialogue.timeline);
  g_clear_pointer (&self->endpoint, todoku_endpoint_free);
  g_assert_finalize_object (self->facts);
  g_assert_finalize_object (self->account);
  g_assert_finalize_object (self->knowledge);
}

static TodokuOffers *
make (Fixture *self)
{
  return todoku_offers_new (self->account,
                            self->facts,
                            self->endpoint,
                            &self->dialogue);
}

static char *
join_needed (const TodokuOffers *offers)
{
  static const char *const states[] = { "offered", "not-seen", "lacking" };
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < offers->needed->len; i++) {
    const TodokuNeeded *needed = g_ptr_array_index (offers->needed, i);

    g_string_append_printf (all,
                            "%s%s:%s",
                            i > 0 ? " " : "",
                            needed->entry->id,
                            states[needed->state]);
    g_assert_true ((needed->list != NULL) ==
                   (needed->state == TODOKU_NEEDED_OFFERED));
  }
  return g_string_free (g_steal_pointer (&all), FALSE);
}

static void
test_needed (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    Fixture fixture;
    g_autoptr (TodokuOffers) offers = NULL;
    g_autofree char *needs = NULL;
    const char *const *lacks;
    g_autofree char *all = NULL;

    g_test_message ("%s", rows[i].name);
    set_up (&fixture, &rows[i]);
    offers = make (&fixture);
    needs = join_needed (offers);
    g_assert_cmpstr (needs, ==, rows[i].needs);
    lacks = todoku_facts_get (fixture.facts, "probe.lacks");
    all = lacks ? g_strjoinv (" ", (GStrv) lacks) : NULL;
    g_assert_cmpstr (all, ==, rows[i].lacks);
    tear_down (&fixture);
  }
}

/* ---- what is read ---------------------------------------------------------
 */

static void
assert_list (const TodokuOffers *offers,
             guint index,
             const char *name,
             const char *text)
{
  const TodokuOfferList *list = g_ptr_array_index (offers->lists, index);
  g_autofree char *own_name =
      todoku_offer_list_dup_name (list, TODOKU_LANGUAGE_EN);
  g_autofree char *own_text =
      todoku_offer_list_dup_text (list, index == 0, TODOKU_LANGUAGE_EN);

  g_assert_cmpstr (own_name, ==, name);
  g_assert_cmpstr (own_text, ==, text);
}

/* Each list with its channel, and what changed, mechanism by mechanism. */
static void
test_lists (void)
{
  static const Row row = { .app = OLD,
                           .url = IMAP,
                           .plain = "IMAP4rev1|STARTTLS|LOGINDISABLED|AUTH=X",
                           .verified = "IMAP4rev1|AUTH=PLAIN|AUTH=X",
                           .late = "IMAP4rev1|AUTH=PLAIN|AUTH=X",
                           .signed_in = TRUE };
  Fixture fixture;
  g_autoptr (TodokuOffers) offers = NULL;

  set_up (&fixture, &row);
  offers = make (&fixture);
  g_assert_cmpuint (offers->lists->len, ==, 3);
  assert_list (offers,
               0,
               "Before TLS (unencrypted)",
               "IMAP4rev1, STARTTLS, LOGINDISABLED, AUTH=X");
  assert_list (offers,
               1,
               "After TLS (encrypted, server verified)",
               "IMAP4rev1, AUTH=PLAIN, AUTH=X\nNew: AUTH PLAIN\n"
               "No longer: STARTTLS, LOGINDISABLED");
  assert_list (offers,
               2,
               "After the sign-in (encrypted, server verified)",
               "The same as before.");
  tear_down (&fixture);
}

static void
test_lists_of_mechanisms (void)
{
  static const Row row = { .app = OLD,
                           .url = SMTP,
                           .plain = "SIZE 10|AUTH LOGIN|STARTTLS",
                           .unverified = "SIZE 20|AUTH PLAIN LOGIN" };
  Fixture fixture;
  g_autoptr (TodokuOffers) offers = NULL;

  set_up (&fixture, &row);
  offers = make (&fixture);
  assert_list (offers,
               1,
               "After TLS (encrypted, server not verified)",
               "SIZE 20, AUTH PLAIN LOGIN\nNew: SIZE 20, AUTH PLAIN\n"
               "No longer: SIZE 10, STARTTLS");
  tear_down (&fixture);
}

static void
test_clear (void)
{
  static const Row row = { .app = OLD,
                           .url = "pop3+plain://pop.example.jp:110",
                           .plain = "" };
  Fixture fixture;
  g_autoptr (TodokuOffers) offers = NULL;
  g_autofree char *needs = NULL;

  set_up (&fixture, &row);
  offers = make (&fixture);
  assert_list (offers, 0, "Without encryption", "Nothing.");
  needs = join_needed (offers);
  g_assert_cmpstr (needs, ==, "password:lacking uidl:lacking");
  tear_down (&fixture);
}

static const struct {
  Row row;
  const char *en;
  const char *ja;
} sentences[] = {
  { { .app = OLD, .url = POP3S, .verified = "USER" },
    "a password: offered (after TLS: USER)",
    "パスワード: 対応あり(TLS の開始後: USER)" },
  { { .app = OLD, .url = POP3S, .unverified = "SASL PLAIN" },
    "a password: offered (after TLS, server not verified: PLAIN)",
    "パスワード: 対応あり(TLS の開始後・相手は未確認: PLAIN)" },
  { { .app = OLD, .url = POP3S, .verified = "TOP" },
    "a password: not offered. It does not work.",
    "パスワード: 対応なし。使えません。" },
  { { .app = OLD, .url = POP3S },
    "a password: not seen (the connection did not get that far)",
    "パスワード: 未確認(接続がそこまで進みませんでした)" },
  { { .app = OLD, .url = POP3S, .asked = TRUE },
    "a password: not seen (the server gave no list)",
    "パスワード: 未確認(サーバーが一覧を返しませんでした)" },
  { { .app = OLD, .url = IMAPS, .verified = "AUTH=XOAUTH2" },
    "a password: offered (after TLS)",
    "パスワード: 対応あり(TLS の開始後)" },
  { { .app = OLD, .url = SMTP, .plain = "STARTTLS" },
    "STARTTLS: offered (before TLS)",
    "STARTTLS です: 対応あり(TLS の開始前)" },
};

static void
test_sentences (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sentences); i++) {
    Fixture fixture;
    g_autoptr (TodokuOffers) offers = NULL;
    g_autofree char *en = NULL, *ja = NULL;
    const TodokuNeeded *first;

    set_up (&fixture, &sentences[i].row);
    offers = make (&fixture);
    first = g_ptr_array_index (offers->needed, 0);
    en = todoku_needed_dup_text (first, TODOKU_LANGUAGE_EN);
    ja = todoku_needed_dup_text (first, TODOKU_LANGUAGE_JA);
    g_assert_cmpstr (en, ==, sentences[i].en);
    g_assert_cmpstr (ja, ==, sentences[i].ja);
    tear_down (&fixture);
  }
}

static void
test_tones (void)
{
  static const Row row = { .app = NEW,
                           .address = OURS,
                           .url = POP3S,
                           .verified = "TOP" };
  Fixture fixture;
  g_autoptr (TodokuOffers) offers = NULL;
  g_autofree char *must = NULL, *useful = NULL;

  set_up (&fixture, &row);
  offers = make (&fixture);
  g_assert_cmpstr (todoku_needed_get_tone (
                       g_ptr_array_index (offers->needed, 0)),
                   ==,
                   "problem");
  g_assert_cmpstr (todoku_needed_get_tone (
                       g_ptr_array_index (offers->needed, 1)),
                   ==,
                   "note");
  must = todoku_offers_dup_heading (fixture.account, TRUE, TODOKU_LANGUAGE_JA);
  useful =
      todoku_offers_dup_heading (fixture.account, FALSE, TODOKU_LANGUAGE_EN);
  g_assert_cmpstr (must, ==, "新しいアプリ に必要なもの");
  g_assert_cmpstr (useful, ==, "Of use, but not needed");
  tear_down (&fixture);
}

/* A list is anybody's words: no control character of it is shown, nor more
 * than a screen can hold. */
static void
test_hostile (void)
{
  g_autoptr (GString) many = g_string_new ("A\033[31mB\342\200\256");
  Row row = { .app = OLD, .url = POP3S };
  Fixture fixture;
  g_autoptr (TodokuOffers) offers = NULL;
  g_autofree char *text = NULL;

  for (int i = 0; i < 500; i++)
    g_string_append_printf (many, "|X-%0200d||", i);
  row.verified = many->str;
  set_up (&fixture, &row);
  offers = make (&fixture);
  text = todoku_offer_list_dup_text (g_ptr_array_index (offers->lists, 0),
                                     TRUE,
                                     TODOKU_LANGUAGE_EN);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_null (strchr (text, '\033'));
  g_assert_null (strstr (text, "\342\200\256"));
  g_assert_true (g_str_has_suffix (text, ", …"));
  g_assert_cmpuint (strlen (text), <, 8000);
  tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/offers/needed", test_needed);
  g_test_add_func ("/offers/lists", test_lists);
  g_test_add_func ("/offers/mechanisms", test_lists_of_mechanisms);
  g_test_add_func ("/offers/clear", test_clear);
  g_test_add_func ("/offers/sentences", test_sentences);
  g_test_add_func ("/offers/tones", test_tones);
  g_test_add_func ("/offers/hostile", test_hostile);
  return g_test_run ();
}
