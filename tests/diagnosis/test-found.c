/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "net-fixture.h"
#include "net-records.h"
#include "todoku-discovery-private.h"
#include "todoku-found.h"
#include "todoku-run.h"

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
  doubt = todoku_account_get_doubt (self->account);
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
  doubt = todoku_account_get_doubt (self->account);
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

/* ---- where a password goes ------------------------------------------------
 */

/* Whole runs, with a password, to a server that was looked for.  Whoever makes
 * the run need know nothing of that: what nobody vouches for gets none. */

#define CAPABILITIES "S:* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] hello"

typedef enum {
  CONFIRMED = 1 << 0, /* a person said that it is right */
  NAMED = 1 << 1,     /* a person had named the server before */
  COPIED = 1 << 2,    /* the run is about a copy, as the window makes one */
  SENDS = 1 << 3,     /* a test message is asked for */
  CHANGED = 1 << 4,   /* another protocol, of the host that was found */
} Story;

static const struct {
  const char *name;
  const char
      *service; /* (nullable) of an SRV record, else an MX record tells */
  Story story;
  gboolean signs_in;
} stories[] = {
  { "unconfirmed", "_imaps", 0, FALSE },
  { "unconfirmed-copy", "_imaps", COPIED, FALSE },
  { "unconfirmed-test-message", "_imaps", SENDS, FALSE },
  { "unconfirmed-way-changed", "_pop3s", CHANGED, FALSE },
  { "confirmed", "_imaps", CONFIRMED, TRUE },
  { "confirmed-copy", "_imaps", CONFIRMED | COPIED, TRUE },
  { "named-before", "_imaps", NAMED, TRUE },
  /* Of a service that records alone name, nothing is sure either. */
  { "unconfirmed-service", NULL, CHANGED, FALSE },
  { "confirmed-service", NULL, CHANGED | CONFIRMED, TRUE },
};

static void
tell_story (Fixture *self, guint row, const char *url, guint16 port)
{
  g_autofree char *record =
      stories[row].service
          ? g_strdup_printf ("SRV %s._tcp.example.jp 0 1 %u " NET_HOST,
                             stories[row].service,
                             port)
          : g_strdup ("MX example.jp 1 smtp.google.com");
  const char *table[] = { record, NULL };
  g_autoptr (TodokuFound) found = NULL;

  set (self, "address", "taro@example.jp");
  if (stories[row].story & NAMED)
    set (self, "incoming", url);
  found = find (self, table);
  g_assert_true (todoku_account_take_found (self->account, found));
  if (stories[row].story & CHANGED)
    set (self, "incoming", url);
  if (stories[row].story & CONFIRMED)
    todoku_found_confirm (found);
  set (self, "sign-in", "password");
}

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  todoku_run_start_finish (TODOKU_RUN (source), result, &error);
  g_assert_no_error (error);
  *(gboolean *) data = TRUE;
}

static TodokuRun *
run_new (TodokuAccount *account, guint16 port, Story story)
{
  g_autoptr (TodokuNetwork) network = net_network_new (port);
  g_autoptr (TodokuSecret) secret = todoku_secret_new ("correct", 7, NULL);
  TodokuRunOptions options = { TODOKU_RUN_ONLY_CONFIGURED |
                                   TODOKU_RUN_ONLY_INCOMING |
                                   (story & SENDS ? TODOKU_RUN_SEND_TEST : 0),
                               8000 * NET_SLOW,
                               "2026-11-22",
                               secret };
  TodokuRun *run = todoku_run_new (account, network, &options);
  gboolean done = FALSE;

  todoku_run_start_async (run, NULL, ended_cb, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  return run;
}

static gboolean
has_finding (TodokuRun *run, const char *id)
{
  GListModel *findings = todoku_run_get_findings (run);

  for (guint i = 0; i < g_list_model_get_n_items (findings); i++) {
    g_autoptr (TodokuFinding) finding = g_list_model_get_item (findings, i);

    if (strcmp (todoku_finding_get_id (finding), id) == 0)
      return TRUE;
  }
  return FALSE;
}

static void
test_story (Fixture *self, gconstpointer data)
{
  static const char *const script[] = { "TLS", CAPABILITIES,  "C:",  "R:OK in",
                                        "C:",  "R:OK looked", "HOLD" };
  guint row = GPOINTER_TO_UINT (data);
  g_autoptr (GTlsCertificate) certificate = net_load_certificate ("valid");
  g_autoptr (NetServer) server = net_server_new (script, NULL, certificate);
  guint16 port = net_server_get_port (server);
  g_autofree char *url = g_strdup_printf ("imaps://" NET_HOST ":%u", port);
  g_autoptr (TodokuAccount) account = NULL;
  g_autoptr (TodokuRun) run = NULL;

  tell_story (self, row, url, port);
  account = stories[row].story & COPIED ? todoku_account_copy (self->account)
                                        : g_object_ref (self->account);
  run = run_new (account, port, stories[row].story);
  g_assert_cmpuint (net_server_get_n_connections (server), >=, 1);
  g_assert_cmpint (net_server_heard (server, "AUTHENTICATE"),
                   ==,
                   stories[row].signs_in);
  g_assert_cmpuint (todoku_run_get_budget (run)->sign_ins,
                    ==,
                    stories[row].signs_in);
  g_assert_cmpstr (todoku_facts_get_first (todoku_run_get_facts (run),
                                           "sign-in.withheld"),
                   ==,
                   stories[row].signs_in ? NULL : "yes");
  g_assert_cmpint (has_finding (run, "sign-in-withheld"),
                   ==,
                   !stories[row].signs_in);
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
  for (guint i = 0; i < G_N_ELEMENTS (stories); i++) {
    g_autofree char *path =
        g_strconcat ("/found/OA-17/", stories[i].name, NULL);

    g_test_add (path,
                Fixture,
                GUINT_TO_POINTER (i),
                set_up,
                test_story,
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
