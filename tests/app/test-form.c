/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-form.h"

#include <string.h>

static TodokuForm *
make_form (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TodokuKnowledge) knowledge = todoku_knowledge_new (&error);
  g_autoptr (TodokuAccount) account = NULL;

  g_assert_no_error (error);
  account = todoku_account_new (knowledge);
  return todoku_form_new (account, TODOKU_LANGUAGE_EN);
}

static void
test_new_destroy (void)
{
  TodokuForm *form = make_form ();

  g_assert_finalize_object (form);
}

static void
test_domain_picks_service (void)
{
  g_autoptr (TodokuForm) form = make_form ();
  TodokuAccount *account = todoku_form_get_account (form);

  todoku_form_set_address (form, "taro@gmail.com");
  g_assert_cmpstr (todoku_account_get_provider (account)->id, ==, "gmail");
  g_assert_cmpstr (todoku_form_get_server (form, TODOKU_SIDE_OUTGOING)->host,
                   ==,
                   "smtp.gmail.com");
  g_assert_cmpstr (todoku_form_get_server (form, TODOKU_SIDE_INCOMING)->port,
                   ==,
                   "993");
  g_assert_cmpstr (todoku_form_get_demands (form), !=, "");
}

static void
test_touched_server_stays (void)
{
  g_autoptr (TodokuForm) form = make_form ();

  todoku_form_set_address (form, "taro@gmail.com");
  todoku_form_set_host (form, TODOKU_SIDE_OUTGOING, "mail.example.jp");
  todoku_form_set_address (form, "taro@outlook.com");
  g_assert_cmpstr (todoku_form_get_server (form, TODOKU_SIDE_OUTGOING)->host,
                   ==,
                   "mail.example.jp");
  g_assert_cmpstr (todoku_form_get_server (form, TODOKU_SIDE_INCOMING)->host,
                   ==,
                   "outlook.office365.com");
  g_assert_cmpstr (todoku_account_get_outgoing (todoku_form_get_account (form))
                       ->host,
                   ==,
                   "mail.example.jp");
}

static void
test_pairing_hint_and_fix (void)
{
  g_autoptr (TodokuForm) form = make_form ();
  g_autofree char *none = NULL, *hint = NULL, *after = NULL;

  todoku_form_set_address (form, "taro@gmail.com");
  todoku_form_set_app (form, "outlook-2010");
  none = todoku_form_get_hint (form, TODOKU_SIDE_OUTGOING);
  g_assert_null (none);
  todoku_form_set_port (form, TODOKU_SIDE_OUTGOING, "587");
  todoku_form_set_security (form, TODOKU_SIDE_OUTGOING, TODOKU_SECURITY_TLS);
  hint = todoku_form_get_hint (form, TODOKU_SIDE_OUTGOING);
  g_assert_nonnull (hint);
  g_assert_nonnull (strstr (hint, "587"));
  g_assert_nonnull (strstr (hint, todoku_form_get_word (form, "starttls")));
  todoku_form_fix (form, TODOKU_SIDE_OUTGOING);
  after = todoku_form_get_hint (form, TODOKU_SIDE_OUTGOING);
  g_assert_null (after);
  g_assert_cmpstr (todoku_form_get_server (form, TODOKU_SIDE_OUTGOING)->port,
                   ==,
                   "587");
  g_assert_cmpint (todoku_form_get_server (form, TODOKU_SIDE_OUTGOING)
                       ->security,
                   ==,
                   TODOKU_SECURITY_STARTTLS);
}

static void
test_bad_input_is_kept_and_said (void)
{
  g_autoptr (TodokuForm) form = make_form ();
  TodokuField field = TODOKU_N_FIELDS;

  todoku_form_set_address (form, "taro@gmail.com");
  todoku_form_set_port (form, TODOKU_SIDE_OUTGOING, "99999");
  g_assert_null (todoku_form_get_problem (form, TODOKU_FIELD_OUTGOING_PORT));
  g_assert_false (todoku_form_check (form, &field));
  g_assert_cmpint (field, ==, TODOKU_FIELD_OUTGOING_PORT);
  g_assert_nonnull (todoku_form_get_problem (form, TODOKU_FIELD_OUTGOING_PORT));
  g_assert_cmpstr (todoku_form_get_server (form, TODOKU_SIDE_OUTGOING)->port,
                   ==,
                   "99999");
  g_assert_null (todoku_account_get_outgoing (todoku_form_get_account (form)));
  todoku_form_set_port (form, TODOKU_SIDE_OUTGOING, "465");
  g_assert_null (todoku_form_get_problem (form, TODOKU_FIELD_OUTGOING_PORT));
  g_assert_true (todoku_form_check (form, &field));
}

static void
test_pasted_settings_fill_rows (void)
{
  g_autoptr (TodokuForm) form = make_form ();
  g_autofree char *hint = NULL;

  g_assert_false (todoku_form_paste (form, "今日はいい天気です"));
  g_assert_true (
      todoku_form_paste (form,
                         "送信 (SMTP): smtp.example.jp ポート 587 SSL\n"
                         "taro@example.jp"));
  g_assert_cmpstr (todoku_form_get_address (form), ==, "taro@example.jp");
  g_assert_cmpstr (todoku_form_get_server (form, TODOKU_SIDE_OUTGOING)->host,
                   ==,
                   "smtp.example.jp");
  hint = todoku_form_get_hint (form, TODOKU_SIDE_OUTGOING);
  g_assert_nonnull (hint);
  g_assert_true (
      todoku_form_paste (form, "imap.example.net 993 hanako@example.net"));
  g_assert_cmpstr (todoku_form_get_address (form), ==, "taro@example.jp");
  g_assert_cmpstr (todoku_form_get_server (form, TODOKU_SIDE_INCOMING)->host,
                   ==,
                   "imap.example.net");
}

static void
test_empty_form_says_what_to_type (void)
{
  g_autoptr (TodokuForm) form = make_form ();
  TodokuField field = TODOKU_N_FIELDS;

  g_assert_false (todoku_form_check (form, &field));
  g_assert_cmpint (field, ==, TODOKU_FIELD_ADDRESS);
  todoku_form_set_address (form, "not an address");
  g_assert_false (todoku_form_check (form, &field));
  g_assert_cmpint (field, ==, TODOKU_FIELD_ADDRESS);
  g_assert_cmpstr (todoku_form_get_address (form), ==, "not an address");
}

static void
test_sign_in_offers_what_helps (void)
{
  g_autoptr (TodokuForm) form = make_form ();
  g_autofree const char **unknown = todoku_form_get_sign_ins (form);
  g_autofree const char **gmail = NULL;

  g_assert_true (todoku_strv_has (unknown, "password"));
  todoku_form_set_date (form, "2026-11-22");
  todoku_form_set_sign_in (form, "password");
  todoku_form_set_address (form, "taro@gmail.com");
  gmail = todoku_form_get_sign_ins (form);
  g_assert_true (todoku_strv_has (gmail, "app-password"));
  g_assert_false (todoku_strv_has (gmail, "password"));
  /* What was chosen before and cannot help is let go of. */
  g_assert_cmpstr (todoku_account_get_sign_in (todoku_form_get_account (form)),
                   ==,
                   "none");
}

static void
test_secret (void)
{
  g_autoptr (TodokuForm) form = make_form ();
  g_autoptr (TodokuSecret) none = NULL, secret = NULL;
  TodokuField field;
  gsize length;

  todoku_form_set_address (form, "taro@gmail.com");
  todoku_form_set_date (form, "2026-11-22");
  todoku_form_set_sign_in (form, "app-password");
  todoku_form_check (form, &field);
  none = todoku_form_make_secret (form, "");
  g_assert_null (none);
  g_assert_nonnull (todoku_form_get_problem (form, TODOKU_FIELD_PASSWORD));
  secret = todoku_form_make_secret (form, "abcd efgh ijkl mnop");
  g_assert_nonnull (secret);
  todoku_secret_peek (secret, &length);
  g_assert_cmpuint (length, ==, 16);
  g_assert_null (todoku_form_get_problem (form, TODOKU_FIELD_PASSWORD));
}

static void
test_protocol (void)
{
  g_autoptr (TodokuForm) form = make_form ();

  todoku_form_set_address (form, "taro@gmail.com");
  todoku_form_set_protocol (form, TODOKU_PROTOCOL_POP3);
  g_assert_cmpstr (todoku_form_get_server (form, TODOKU_SIDE_INCOMING)->host,
                   ==,
                   "pop.gmail.com");
  g_assert_cmpstr (todoku_form_get_server (form, TODOKU_SIDE_INCOMING)->port,
                   ==,
                   "995");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/form/new-destroy", test_new_destroy);
  g_test_add_func ("/form/domain-picks-service", test_domain_picks_service);
  g_test_add_func ("/form/touched-server-stays", test_touched_server_stays);
  g_test_add_func ("/form/pairing-hint-and-fix", test_pairing_hint_and_fix);
  g_test_add_func ("/form/bad-input", test_bad_input_is_kept_and_said);
  g_test_add_func ("/form/pasted", test_pasted_settings_fill_rows);
  g_test_add_func ("/form/empty", test_empty_form_says_what_to_type);
  g_test_add_func ("/form/sign-in", test_sign_in_offers_what_helps);
  g_test_add_func ("/form/secret", test_secret);
  g_test_add_func ("/form/protocol", test_protocol);
  return g_test_run ();
}
