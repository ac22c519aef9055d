/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "net-records.h"
#include "todoku-lookup.h"

#include <string.h>

static const char *const records[] = {
  "MX example.ac.jp 1 aspmx.l.google.com",
  "MX example.jp 10 mx.example.jp",
  "SRV _imaps._tcp.example.jp 0 1 993 imap.example.net",
  "SRV _submissions._tcp.example.jp 0 1 465 smtp.example.net",
  "HANG slow.example",
  NULL
};

typedef struct {
  TodokuForm *form;
  GResolver *resolver;
  TodokuLookup *lookup;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TodokuKnowledge) knowledge = todoku_knowledge_new (&error);
  g_autoptr (TodokuAccount) account = NULL;
  g_autoptr (TodokuNetwork) network = todoku_network_new ();

  g_assert_no_error (error);
  account = todoku_account_new (knowledge);
  fixture->form = todoku_form_new (account, TODOKU_LANGUAGE_EN);
  fixture->resolver = net_records_new (records);
  todoku_network_set_resolver (network, fixture->resolver);
  fixture->lookup = todoku_lookup_new (fixture->form, network);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  todoku_lookup_set_enabled (fixture->lookup, FALSE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (fixture->lookup);
  g_assert_finalize_object (fixture->form);
  g_clear_object (&fixture->resolver);
}

static gboolean
enough_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Until a value is found, or long after it should have been. */
static char *
wait_for_found (Fixture *fixture, guint most_ms)
{
  gboolean enough = FALSE;
  guint timer = g_timeout_add (most_ms, enough_cb, &enough);
  char *found = todoku_form_get_found (fixture->form);

  while (found == NULL && !enough) {
    g_main_context_iteration (NULL, TRUE);
    found = todoku_form_get_found (fixture->form);
  }
  if (!enough)
    g_source_remove (timer);
  return found;
}

static void
test_school (Fixture *fixture, gconstpointer data)
{
  TodokuAccount *account = todoku_form_get_account (fixture->form);
  g_autofree char *found = NULL;

  todoku_form_set_address (fixture->form, "taro@example.ac.jp");
  found = wait_for_found (fixture, 20000);
  g_assert_nonnull (strstr (found, "aspmx.l.google.com"));
  g_assert_nonnull (todoku_account_get_provider (account));
  g_assert_cmpstr (todoku_account_get_provider (account)->group, ==, "google");
  g_assert_cmpstr (todoku_form_get_server (fixture->form, TODOKU_SIDE_INCOMING)
                       ->host,
                   ==,
                   "imap.gmail.com");
  /* Another address is another service. */
  todoku_form_set_address (fixture->form, "taro@outlook.com");
  g_assert_cmpstr (todoku_account_get_provider (account)->id,
                   ==,
                   "outlook-com");
  g_clear_pointer (&found, g_free);
  found = todoku_form_get_found (fixture->form);
  g_assert_null (found);
}

static void
test_password_needs_a_word (Fixture *fixture, gconstpointer data)
{
  TodokuField field = TODOKU_N_FIELDS;
  g_autofree char *found = NULL;

  todoku_form_set_address (fixture->form, "taro@example.jp");
  found = wait_for_found (fixture, 20000);
  g_assert_nonnull (strstr (found, "imap.example.net"));
  g_assert_true (todoku_form_check (fixture->form, &field));
  todoku_form_set_sign_in (fixture->form, "password");
  g_assert_true (todoku_form_needs_word (fixture->form));
  g_assert_false (todoku_form_check (fixture->form, &field));
  g_assert_cmpint (field, ==, TODOKU_FIELD_PASSWORD);
  todoku_form_give_word (fixture->form);
  g_assert_true (todoku_form_check (fixture->form, &field));
}

static void
test_typed_stays (Fixture *fixture, gconstpointer data)
{
  g_autofree char *found = NULL;

  todoku_form_set_port (fixture->form, TODOKU_SIDE_OUTGOING, "587");
  todoku_form_set_host (fixture->form, TODOKU_SIDE_OUTGOING, "mail.example.jp");
  todoku_form_set_address (fixture->form, "taro@example.jp");
  found = wait_for_found (fixture, 20000);
  g_assert_nonnull (found);
  g_assert_cmpstr (todoku_form_get_server (fixture->form, TODOKU_SIDE_OUTGOING)
                       ->host,
                   ==,
                   "mail.example.jp");
  g_assert_cmpstr (todoku_form_get_server (fixture->form, TODOKU_SIDE_INCOMING)
                       ->host,
                   ==,
                   "imap.example.net");
}

static void
test_known_and_practice_ask_nobody (Fixture *fixture, gconstpointer data)
{
  g_autofree char *found = NULL;

  todoku_form_set_address (fixture->form, "taro@gmail.com");
  found = wait_for_found (fixture, 1200);
  g_assert_null (found);
  todoku_lookup_set_enabled (fixture->lookup, FALSE);
  todoku_form_set_address (fixture->form, "taro@example.jp");
  found = wait_for_found (fixture, 1200);
  g_assert_null (found);
  g_assert_cmpuint (net_records_get_asked (fixture->resolver)->len, ==, 0);
}

static void
test_out_of_date (Fixture *fixture, gconstpointer data)
{
  g_autofree char *found = NULL;

  todoku_form_set_address (fixture->form, "taro@slow.example");
  found = wait_for_found (fixture, 1500);
  g_assert_null (found);
  todoku_form_set_address (fixture->form, "taro@example.jp");
  found = wait_for_found (fixture, 20000);
  g_assert_nonnull (strstr (found, "example.net"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, test)                                                        \
  g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  ADD ("/lookup/school", test_school);
  ADD ("/lookup/password-needs-a-word", test_password_needs_a_word);
  ADD ("/lookup/typed-stays", test_typed_stays);
  ADD ("/lookup/asks-nobody", test_known_and_practice_ask_nobody);
  ADD ("/lookup/out-of-date", test_out_of_date);
  return g_test_run ();
}
