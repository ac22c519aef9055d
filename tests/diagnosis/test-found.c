/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "net-records.h"
#include "todoku-discovery-private.h"
#include "todoku-found.h"

#include <string.h>

/* What an account takes of what its domain says, from records of a name server
 * and, where a row has one, the domain's own page; with all that is known. */

typedef struct {
  TodokuAccount *account;
} Fixture;

/* Loaded once for all: sanitizers take their time for it. */
static TodokuKnowledge *knowledge;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->account = todoku_account_new (knowledge);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_assert_finalize_object (self->account);
}

static void
set (Fixture *self, const char *key, const char *value)
{
  g_autoptr (GError) error = NULL;

  todoku_account_set (self->account, key, value, &error);
  g_assert_no_error (error);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  *(TodokuFound **) data =
      todoku_account_find_finish (TODOKU_ACCOUNT (source), result, &error);
  g_assert_no_error (error);
}

static TodokuFound *
find (Fixture *self, const char *const *table)
{
  g_autoptr (TodokuNetwork) network = todoku_network_new ();
  g_autoptr (GResolver) resolver = net_records_new (table);
  TodokuFound *found = NULL;

  todoku_network_set_resolver (network, resolver);
  todoku_account_find_async (self->account,
                             network,
                             TODOKU_DISCOVERY_MX | TODOKU_DISCOVERY_SRV,
                             5000,
                             NULL,
                             found_cb,
                             &found);
  while (!found)
    g_main_context_iteration (NULL, TRUE);
  return found;
}

static const struct {
  const char *name;
  const char *address;
  const char *table[4];
  const char *page; /* (nullable) host that the domain's own page names */
  const char *provider;
  const char *incoming;
  const char *outgoing;
  const char *doubt; /* with commas between */
} rows[] = {
  { "a-school-on-google",
    "taro@example.ac.jp",
    { "MX example.ac.jp 1 smtp.google.com" },
    NULL,
    "google-workspace-edu",
    "imaps://imap.gmail.com:993",
    "smtps://smtp.gmail.com:465",
    "provider" },
  { "a-company-on-microsoft",
    "taro@example.com",
    { "MX example.com 0 example-com.j-v1.mx.microsoft" },
    NULL,
    "microsoft-365",
    "imaps://outlook.office365.com:993",
    "smtp+starttls://smtp.office365.com:587",
    "provider" },
  /* RFC 6186 §6: inside the domain it is the domain's. */
  { "services-of-its-own",
    "taro@example.jp",
    { "SRV _imaps._tcp.example.jp 0 1 993 imap.example.jp",
      "SRV _submissions._tcp.example.jp 0 1 465 smtp.example.jp" },
    NULL,
    NULL,
    "imaps://imap.example.jp:993",
    "smtps://smtp.example.jp:465",
    "" },
  { "services-elsewhere",
    "taro@example.jp",
    { "SRV _imaps._tcp.example.jp 0 1 993 imap.example.net",
      "SRV _submissions._tcp.example.jp 0 1 465 smtp.example.jp" },
    NULL,
    NULL,
    "imaps://imap.example.net:993",
    "smtps://smtp.example.jp:465",
    "incoming" },
  /* The domain's own authenticated word comes before what is known of the
   * provider, and that before records. */
  { "its-own-word",
    "taro@example.jp",
    { "MX example.jp 1 smtp.google.com",
      "SRV _imaps._tcp.example.jp 0 1 993 imap.example.jp" },
    "mail.example.net",
    "google-workspace",
    "imaps://mail.example.net:993",
    "smtps://smtp.gmail.com:465",
    "provider" },
  { "nothing", "taro@example.jp", { NULL }, NULL, NULL, NULL, NULL, "" },
  /* A hoster whose server's name the user alone knows. */
  { "a-hoster",
    "taro@example.jp",
    { "MX example.jp 1 www999.sakura.ne.jp" },
    NULL,
    "sakura",
    NULL,
    NULL,
    "provider" },
};

static void
add_page (TodokuFound *found, const char *host)
{
  g_autofree char *text = g_strdup_printf (
      "<clientConfig><incomingServer type=\"imap\"><hostname>%s</hostname>"
      "<port>993</port><socketType>SSL</socketType></incomingServer>"
      "</clientConfig>",
      host);
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));

  g_assert_cmpstr (
      todoku_discovery_read_autoconfig (todoku_found_get_discovery (found),
                                        TODOKU_DISCOVERY_AUTOCONFIG,
                                        "https://example.jp/",
                                        body),
      ==,
      "found");
}

static void
assert_endpoint (const TodokuEndpoint *endpoint, const char *expected)
{
  g_autofree char *url = endpoint ? todoku_endpoint_to_string (endpoint) : NULL;

  g_assert_cmpstr (url, ==, expected);
}

static void
test_row (Fixture *self, gconstpointer data)
{
  guint row = GPOINTER_TO_UINT (data);
  g_autoptr (TodokuFound) found = NULL;
  g_auto (GStrv) doubt = NULL;
  g_autofree char *joined = NULL;
  const TodokuProvider *provider;

  set (self, "address", rows[row].address);
  found = find (self, rows[row].table);
  if (rows[row].page)
    add_page (found, rows[row].page);
  g_assert_cmpint (todoku_account_take_found (self->account, found),
                   ==,
                   rows[row].incoming != NULL);
  provider = todoku_account_get_provider (self->account);
  g_assert_cmpstr (provider ? provider->id : NULL, ==, rows[row].provider);
  assert_endpoint (todoku_account_get_incoming (self->account),
                   rows[row].incoming);
  assert_endpoint (todoku_account_get_outgoing (self->account),
                   rows[row].outgoing);
  doubt = todoku_found_get_doubt (found);
  joined = g_strjoinv (",", doubt);
  g_assert_cmpstr (joined, ==, rows[row].doubt);
  g_assert_true (todoku_account_get_found (self->account) == found);
}

/* What a person set stays; another address forgets what was found. */
static void
test_keeps_what_is_set (Fixture *self, gconstpointer data)
{
  static const char *const table[] = {
    "MX example.jp 1 smtp.google.com",
    "SRV _imaps._tcp.example.jp 0 1 993 imap.example.jp",
    NULL
  };
  g_autoptr (TodokuFound) found = NULL;
  g_auto (GStrv) doubt = NULL;

  set (self, "address", "taro@example.jp");
  set (self, "provider", "sakura");
  set (self, "incoming", "pop3s://pop.example.org:995");
  found = find (self, table);
  todoku_account_take_found (self->account, found);
  g_assert_cmpstr (todoku_account_get_provider (self->account)->id,
                   ==,
                   "sakura");
  assert_endpoint (todoku_account_get_incoming (self->account),
                   "pop3s://pop.example.org:995");
  g_assert_false (todoku_found_took_provider (found));
  g_assert_null (todoku_found_get_taken (found, "incoming"));
  doubt = todoku_found_get_doubt (found);
  g_assert_cmpuint (g_strv_length (doubt), ==, 0);
  set (self, "address", "taro@example.jp");
  g_assert_true (todoku_account_get_found (self->account) == found);
  set (self, "address", "hanako@example.org");
  g_assert_null (todoku_account_get_found (self->account));
}

/* A provider that was found gives way to the next address. */
static void
test_gives_way (Fixture *self, gconstpointer data)
{
  static const char *const table[] = { "MX example.jp 1 smtp.google.com",
                                       NULL };
  g_autoptr (TodokuFound) found = NULL;

  set (self, "address", "taro@example.jp");
  found = find (self, table);
  todoku_account_take_found (self->account, found);
  set (self, "address", "taro@outlook.com");
  g_assert_cmpstr (todoku_account_get_provider (self->account)->id,
                   ==,
                   "outlook-com");
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  knowledge = todoku_knowledge_new (&error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strconcat ("/found/", rows[i].name, NULL);

    g_test_add (path,
                Fixture,
                GUINT_TO_POINTER (i),
                set_up,
                test_row,
                tear_down);
  }
  g_test_add ("/found/keeps-what-is-set",
              Fixture,
              NULL,
              set_up,
              test_keeps_what_is_set,
              tear_down);
  g_test_add ("/found/gives-way",
              Fixture,
              NULL,
              set_up,
              test_gives_way,
              tear_down);
  status = g_test_run ();
  g_assert_finalize_object (knowledge);
  return status;
}
