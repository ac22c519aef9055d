/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-redaction.h"

#include "diagnosis-fixture.h"

/* What reports leave out of texts of our own and of what servers say. */
static const struct {
  const char *name;
  const char *text;
  const char *ours;
  const char *server; /* (nullable): the same */
} rows[] = {
  { "nothing", "It works on port 993.", "It works on port 993.", NULL },
  { "address", "for taro@example.jp.", "for t…@example.jp.", NULL },
  { "local-part", "User taro unknown", "User taro unknown", "User … unknown" },
  { "part-of-a-word", "tarot cards", "tarot cards", NULL },
  { "RE-04/ipv4", "Hello client [192.0.2.7]", "Hello client [[…]]", NULL },
  { "RE-04/ipv4-alone", "192.0.2.7", "[…]", NULL },
  { "RE-04/ipv6", "at your service, [2001:db8::7]", "at your service, [[…]]" },
  { "RE-04/ipv6-loopback", "from ::1 it came", "from […] it came" },
  /* An address literal of SMTP has a tag before it (RFC 5321 §4.1.3). */
  { "RE-04/ipv6-tagged",
    "Hello client [IPv6:2001:db8::7], pleased to meet you",
    "Hello client [IPv6:[…]], pleased to meet you" },
  { "RE-04/ipv6-tagged-otherwise",
    "Hello client [ipv6:fd00::1:2]",
    "Hello client [ipv6:[…]]" },
  { "RE-04/ipv4-with-a-port", "from 192.0.2.7:40112", "from […]:40112" },
  { "RE-04/ipv4-in-ipv6", "from ::ffff:192.0.2.7", "from […]" },
  { "time-of-day", "at 12:30:59", "at 12:30:59", NULL },
  { "version", "Postfix 3.7.11 ready", "Postfix 3.7.11 ready", NULL },
};

static TodokuRun *
run_new (void)
{
  g_autoptr (TodokuKnowledge) knowledge = diagnosis_fixture_new ();
  g_autoptr (TodokuAccount) account = todoku_account_new (knowledge);
  g_autoptr (TodokuNetwork) network = todoku_network_new ();
  TodokuRunOptions options = { .flags = TODOKU_RUN_OFFLINE };

  g_assert_true (
      todoku_account_set (account, "address", "taro@example.jp", NULL));
  return todoku_run_new (account, network, &options);
}

static void
test_row (gconstpointer data)
{
  gsize row = GPOINTER_TO_SIZE (data);
  g_autoptr (TodokuRun) run = run_new ();
  g_autoptr (TodokuRedaction) redaction = todoku_redaction_new (run, 0);
  g_autofree char *ours = todoku_redaction_apply (redaction, rows[row].text);
  g_autofree char *server =
      todoku_redaction_apply_to_server (redaction, rows[row].text);

  g_assert_cmpstr (ours, ==, rows[row].ours);
  g_assert_cmpstr (server,
                   ==,
                   rows[row].server ? rows[row].server : rows[row].ours);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *name = g_strdup_printf ("/redaction/%s", rows[i].name);

    g_test_add_data_func (name, GSIZE_TO_POINTER (i), test_row);
  }
  return g_test_run ();
}
