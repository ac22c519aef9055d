/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "net-fixture.h"
#include "net-records.h"
#include "todoku-discovery.h"

#include <string.h>

#define TIMEOUT_MS 2000
#define NAMES (TODOKU_DISCOVERY_MX | TODOKU_DISCOVERY_SRV)

typedef struct {
  TodokuDiscovery *found;
  GError *error;
  gboolean done;
} Answer;

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Answer *answer = data;

  answer->found = todoku_discovery_find_finish (result, &answer->error);
  answer->done = TRUE;
}

static TodokuDiscovery *
find (const char *const *table,
      const char *address,
      guint timeout_ms,
      GCancellable *cancellable,
      GError **error)
{
  g_autoptr (TodokuNetwork) network = todoku_network_new ();
  g_autoptr (GResolver) resolver = net_records_new (table);
  Answer answer = { NULL, NULL, FALSE };

  todoku_network_set_resolver (network, resolver);
  todoku_discovery_find_async (network,
                               address,
                               NAMES,
                               timeout_ms,
                               cancellable,
                               found_cb,
                               &answer);
  while (!answer.done)
    g_main_context_iteration (NULL, TRUE);
  if (answer.error)
    g_propagate_error (error, answer.error);
  return answer.found;
}

/* "imaps://imap.example.jp:993?" with a "?" where a person has to agree. */
static char *
describe (TodokuDiscovery *found)
{
  GPtrArray *proposals = todoku_discovery_get_proposals (found);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < proposals->len; i++) {
    const TodokuDiscoveryProposal *proposal = g_ptr_array_index (proposals, i);
    g_autofree char *url = todoku_endpoint_to_string (proposal->endpoint);

    g_assert_cmpint (proposal->source, ==, TODOKU_DISCOVERY_SRV);
    g_assert_false (proposal->authenticated);
    g_assert_true (g_str_has_prefix (proposal->said_in, "_"));
    g_string_append_printf (text,
                            "%s%s%s",
                            i > 0 ? " " : "",
                            url,
                            proposal->needs_confirmation ? "?" : "");
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static const TodokuDiscoveryAttempt *
attempt_for (TodokuDiscovery *found, const char *name)
{
  GPtrArray *attempts = todoku_discovery_get_attempts (found);

  for (guint i = 0; i < attempts->len; i++) {
    const TodokuDiscoveryAttempt *attempt = g_ptr_array_index (attempts, i);

    if (strcmp (attempt->name, name) == 0)
      return attempt;
  }
  g_assert_not_reached ();
}

static const struct {
  const char *name;
  const char *table[8];
  const char *mx;        /* in order, with commas between */
  const char *proposals; /* as describe() says them */
} rows[] = {
  { "mx-by-preference",
    { "MX example.jp 20 alt1.aspmx.l.google.com",
      "MX example.jp 10 ASPMX.L.GOOGLE.COM.",
      "MX example.jp 30 mx.example.jp" },
    "aspmx.l.google.com,alt1.aspmx.l.google.com,mx.example.jp",
    "" },
  /* RFC 7505 */
  { "no-mail-at-all", { "MX example.jp 0 ." }, "", "" },
  { "rubbish-in-mx",
    { "MX example.jp 1 192.0.2.1",
      "MX example.jp 2 a..b",
      "MX example.jp 3 localhost",
      "MX example.jp 4 x\033[2J.example.jp",
      "MX example.jp 5 mx.example.jp" },
    "mx.example.jp",
    "" },
  { "nothing", { NULL }, "", "" },
  { "srv-in-the-domain",
    { "SRV _imaps._tcp.example.jp 0 1 993 imap.example.jp",
      "SRV _submissions._tcp.example.jp 0 1 465 smtp.example.jp." },
    "",
    "imaps://imap.example.jp:993 smtps://smtp.example.jp:465" },
  /* RFC 6186 §6: a target of another domain is proposed, not taken. */
  { "srv-outside-the-domain",
    { "SRV _imaps._tcp.example.jp 0 1 993 imap.example.com",
      "SRV _imap._tcp.example.jp 0 1 143 evilexample.jp",
      "SRV _submission._tcp.example.jp 0 1 587 example.jp" },
    "",
    "smtp+starttls://example.jp:587 imaps://imap.example.com:993? "
    "imap+starttls://evilexample.jp:143?" },
  /* RFC 6186 §3.4 */
  { "srv-not-offered",
    { "SRV _pop3s._tcp.example.jp 0 0 0 .",
      "SRV _imaps._tcp.example.jp 0 0 993 mail.example.jp" },
    "",
    "imaps://mail.example.jp:993" },
  { "srv-by-priority-and-weight",
    { "SRV _imaps._tcp.example.jp 10 99 993 late.example.jp",
      "SRV _imaps._tcp.example.jp 1 1 993 light.example.jp",
      "SRV _imaps._tcp.example.jp 1 9 993 heavy.example.jp" },
    "",
    "imaps://heavy.example.jp:993 imaps://light.example.jp:993 "
    "imaps://late.example.jp:993" },
  { "srv-port-without-sense",
    { "SRV _imaps._tcp.example.jp 0 1 0 imap.example.jp",
      "SRV _pop3s._tcp.example.jp 0 1 65535 pop.example.jp",
      "SRV _submissions._tcp.example.jp 0 1 465 192.0.2.1",
      "SRV _submission._tcp.example.jp 0 1 587 two" },
    "",
    "pop3s://pop.example.jp:65535" },
};

static void
test_row (gconstpointer data)
{
  guint row = GPOINTER_TO_UINT (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (TodokuDiscovery) found =
      find (rows[row].table, "taro@example.jp", TIMEOUT_MS, NULL, &error);
  g_autofree char *mx = NULL;
  g_autofree char *proposals = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (todoku_discovery_get_domain (found), ==, "example.jp");
  mx = g_strjoinv (",", (GStrv) todoku_discovery_get_mx (found));
  proposals = describe (found);
  g_assert_cmpstr (mx, ==, rows[row].mx);
  g_assert_cmpstr (proposals, ==, rows[row].proposals);
}

/* There is none, it could not be asked, nobody answers, it is not offered: four
 * different things. */
static void
test_outcomes_are_kept_apart (void)
{
  static const char *const table[] = { "FAIL example.jp",
                                       "HANG _imaps._tcp.example.jp",
                                       "SRV _pop3s._tcp.example.jp 0 0 0 .",
                                       NULL };
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();
  g_autoptr (TodokuDiscovery) found =
      find (table, "taro@example.jp", 200, NULL, &error);
  const TodokuDiscoveryAttempt *attempt;

  g_assert_no_error (error);
  g_assert_cmpint ((g_get_monotonic_time () - start) / 1000,
                   <,
                   1000 * NET_SLOW);
  g_assert_cmpuint (todoku_discovery_get_attempts (found)->len, ==, 7);
  attempt = attempt_for (found, "example.jp");
  g_assert_cmpstr (attempt->outcome, ==, "failed");
  g_assert_cmpstr (attempt->reason, ==, "lookup-failed");
  attempt = attempt_for (found, "_imaps._tcp.example.jp");
  g_assert_cmpstr (attempt->outcome, ==, "failed");
  g_assert_cmpstr (attempt->reason, ==, "timed-out");
  attempt = attempt_for (found, "_imap._tcp.example.jp");
  g_assert_cmpstr (attempt->outcome, ==, "nothing");
  attempt = attempt_for (found, "_pop3s._tcp.example.jp");
  g_assert_cmpstr (attempt->outcome, ==, "not-offered");
}

static gboolean
cancel_cb (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_REMOVE;
}

static void
test_cancelled (void)
{
  static const char *const table[] = { "HANG example.jp", NULL };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (TodokuDiscovery) found = NULL;

  g_timeout_add (20, cancel_cb, cancellable);
  found = find (table, "example.jp", 60000, cancellable, &error);
  g_assert_null (found);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_domains (void)
{
  static const struct {
    const char *text;
    const char *domain;
  } texts[] = {
    { "taro@example.jp", "example.jp" },
    { "Taro@EXAMPLE.JP", "example.jp" },
    { "example.jp", "example.jp" },
    { "taro@例え.jp", "xn--r8jz45g.jp" },
    { "taro@localhost", NULL },
    { "taro@192.0.2.1", NULL },
    { "taro@", NULL },
    { "", NULL },
    { "taro@exa mple.jp", NULL },
    { "taro@example..jp", NULL },
    { "taro@example.jp\r\nx", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *domain = todoku_discovery_domain_of (texts[i].text);

    g_test_message ("%s", texts[i].text);
    g_assert_cmpstr (domain, ==, texts[i].domain);
  }
}

static void
test_no_domain (void)
{
  static const char *const table[] = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (TodokuDiscovery) found =
      find (table, "taro@localhost", TIMEOUT_MS, NULL, &error);

  g_assert_null (found);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
}

/* Name servers are told the domain, never who asks. */
static void
test_asks_for_the_domain_alone (void)
{
  static const char *const table[] = { NULL };
  g_autoptr (TodokuNetwork) network = todoku_network_new ();
  g_autoptr (GResolver) resolver = net_records_new (table);
  GPtrArray *asked = net_records_get_asked (resolver);
  Answer answer = { NULL, NULL, FALSE };

  todoku_network_set_resolver (network, resolver);
  todoku_discovery_find_async (network,
                               "taro@example.jp",
                               NAMES,
                               TIMEOUT_MS,
                               NULL,
                               found_cb,
                               &answer);
  while (!answer.done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (asked->len, ==, 7);
  g_assert_cmpstr (g_ptr_array_index (asked, 0), ==, "MX example.jp");
  for (guint i = 0; i < asked->len; i++)
    g_assert_null (strstr (g_ptr_array_index (asked, i), "taro"));
  g_assert_finalize_object (answer.found);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path =
        g_strconcat ("/net/discovery/records/", rows[i].name, NULL);

    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_row);
  }
  g_test_add_func ("/net/discovery/outcomes", test_outcomes_are_kept_apart);
  g_test_add_func ("/net/discovery/cancelled", test_cancelled);
  g_test_add_func ("/net/discovery/domains", test_domains);
  g_test_add_func ("/net/discovery/no-domain", test_no_domain);
  g_test_add_func ("/net/discovery/domain-alone",
                   test_asks_for_the_domain_alone);
  return g_test_run ();
}
