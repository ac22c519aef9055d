/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-knowledge.h"

#include "knowledge-fixture.h"

#include <malloc.h>
#include <string.h>

/* What is compiled in. A mistake in the data is told with its file and place.
 */

static TodokuKnowledge *
load (void)
{
  g_autoptr (GError) error = NULL;
  TodokuKnowledge *knowledge = todoku_knowledge_new (&error);

  g_assert_no_error (error);
  return knowledge;
}

/* All mistakes of the data are told, not the first alone. */
static void G_GNUC_PRINTF (1, 2) fail (const char *format, ...)
{
  g_autofree char *mistake = NULL;
  va_list arguments;

  va_start (arguments, format);
  mistake = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_test_message ("%s", mistake);
  g_test_fail ();
}

static void
test_load (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("TODOKU_SOURCE_ROOT"),
                                            "data",
                                            "knowledge",
                                            NULL);
  g_autoptr (GError) error = NULL;
  TodokuKnowledge *folder = todoku_knowledge_new_from_directory (path, &error);
  TodokuKnowledge *built = load ();

  g_assert_no_error (error);
  g_assert_cmpuint (todoku_knowledge_get_providers (built)->len,
                    ==,
                    todoku_knowledge_get_providers (folder)->len);
  g_assert_cmpuint (todoku_knowledge_get_mail_apps (built)->len,
                    ==,
                    todoku_knowledge_get_mail_apps (folder)->len);
  g_assert_cmpuint (todoku_knowledge_get_findings (built)->len,
                    ==,
                    todoku_knowledge_get_findings (folder)->len);
  g_assert_cmpuint (todoku_knowledge_get_replies (built)->len,
                    ==,
                    todoku_knowledge_get_replies (folder)->len);
  g_assert_cmpuint (todoku_knowledge_get_providers (built)->len, >, 0);
  g_assert_cmpuint (todoku_knowledge_get_mail_apps (built)->len, >, 0);
  g_assert_cmpuint (todoku_knowledge_get_findings (built)->len, >, 0);
  g_assert_cmpuint (todoku_knowledge_get_replies (built)->len, >, 0);
  g_assert_cmpuint (todoku_knowledge_get_checklist (built)->len, >, 0);
  g_assert_cmpuint (todoku_knowledge_get_history (built)->len, >, 0);
  g_assert_finalize_object (folder);
  g_assert_finalize_object (built);
}

static void
test_check (void)
{
  g_autoptr (TodokuKnowledge) knowledge = load ();
  g_autoptr (GPtrArray) mistakes = todoku_knowledge_check (knowledge);

  for (guint i = 0; i < mistakes->len; i++)
    fail ("%s", (char *) g_ptr_array_index (mistakes, i));
}

/* ---- every rule's example and near miss -------------------------------- */

typedef struct {
  GHashTable *facts;
  const char *date[2]; /* when the example does not say one */
} Example;

static const char *const *
lookup_in_example (const char *name, gpointer data)
{
  Example *example = data;
  const char *const *values = g_hash_table_lookup (example->facts, name);

  return values || strcmp (name, "date") != 0 ? values : example->date;
}

static gboolean
fires (const TodokuFindingEntry *entry,
       const TodokuRuleEntry *rule,
       GHashTable *facts)
{
  Example example = { facts, { entry->checked, NULL } };
  const char *date = lookup_in_example ("date", &example)[0];

  return todoku_period_contains (&entry->valid, date) &&
         todoku_period_contains (&rule->valid, date) &&
         todoku_conditions_hold (rule->when, lookup_in_example, &example);
}

static void
try_rules (const TodokuFindingEntry *entry, GPtrArray *rules, const char *key)
{
  for (guint i = 0; i < rules->len; i++) {
    const TodokuRuleEntry *rule = g_ptr_array_index (rules, i);
    g_autofree char *where = g_strdup_printf ("findings/%s.json: %s.%s[%u]",
                                              entry->layer,
                                              entry->id,
                                              key,
                                              i);

    if (!fires (entry, rule, rule->example))
      fail ("%s: %s", where, "the example does not fire");
    if (fires (entry, rule, rule->near_miss))
      fail ("%s: %s", where, "the near miss fires");
  }
}

static void
test_rules (void)
{
  g_autoptr (TodokuKnowledge) knowledge = load ();
  GPtrArray *findings = todoku_knowledge_get_findings (knowledge);

  for (guint i = 0; i < findings->len; i++) {
    const TodokuFindingEntry *entry = g_ptr_array_index (findings, i);

    try_rules (entry, entry->rules, "rules");
    try_rules (entry, entry->rules_out, "rules_out");
  }
}

/* ---- every reply's example --------------------------------------------- */

static void
test_replies (void)
{
  g_autoptr (TodokuKnowledge) knowledge = load ();
  GPtrArray *replies = todoku_knowledge_get_replies (knowledge);

  for (guint i = 0; i < replies->len; i++) {
    const TodokuReplyPattern *reply = g_ptr_array_index (replies, i);
    TodokuReplyQuery query = { .protocol = reply->protocol,
                               .text = reply->example,
                               .said_by = reply->said_by };
    g_autoptr (GPtrArray) found =
        todoku_knowledge_match_reply (knowledge, &query);
    const TodokuReplyPattern *first =
        found->len > 0 ? g_ptr_array_index (found, 0) : NULL;
    g_autofree char *where = g_strdup_printf ("replies: %s", reply->id);

    if (first != reply)
      fail ("%s: %s", where, first ? first->id : "its example does not match");
  }
}

static gboolean
means (const TodokuReplyPattern *reply, const char *finding)
{
  for (guint i = 0; i < reply->means->len; i++)
    if (strcmp (((TodokuMeaning *) g_ptr_array_index (reply->means, i))
                    ->finding,
                finding) == 0)
      return TRUE;
  return FALSE;
}

/* Whether some pattern that was found leads to what @reply means most of all.
 */
static gboolean
is_understood (GPtrArray *found, const TodokuReplyPattern *reply)
{
  const TodokuMeaning *first =
      reply->means->len > 0 ? g_ptr_array_index (reply->means, 0) : NULL;

  for (guint i = 0; i < found->len; i++)
    if (!first || means (g_ptr_array_index (found, i), first->finding))
      return TRUE;
  return FALSE;
}

/* Pasted without a word about who said it, it still leads to its cause. */
static void
test_pasted (void)
{
  g_autoptr (TodokuKnowledge) knowledge = load ();
  GPtrArray *replies = todoku_knowledge_get_replies (knowledge);

  for (guint i = 0; i < replies->len; i++) {
    const TodokuReplyPattern *reply = g_ptr_array_index (replies, i);
    TodokuReplyQuery query = { .text = reply->example };
    g_autoptr (GPtrArray) found =
        todoku_knowledge_match_reply (knowledge, &query);

    if (!is_understood (found, reply))
      fail ("replies: %s: its example, pasted alone, leads elsewhere",
            reply->id);
  }
}

/* ---- providers --------------------------------------------------------- */

/* RFC 8314 §3, RFC 6409 §3.1: what can stand on a port. */
static gboolean
is_possible (const char *url)
{
  gboolean is_tls = g_str_has_prefix (url, "imaps://") ||
                    g_str_has_prefix (url, "pop3s://") ||
                    g_str_has_prefix (url, "smtps://");
  guint64 port = g_ascii_strtoull (strrchr (url, ':') + 1, NULL, 10);

  if (port == 993 || port == 995 || port == 465)
    return is_tls;
  if (port == 143 || port == 110 || port == 587 || port == 25)
    return !is_tls;
  return port > 0 && port <= G_MAXUINT16;
}

static void
test_endpoints (void)
{
  static const char *const protocols[] = { "imap", "pop3", "smtp" };
  g_autoptr (TodokuKnowledge) knowledge = load ();
  GPtrArray *providers = todoku_knowledge_get_providers (knowledge);

  for (guint i = 0; i < providers->len; i++)
    for (gsize p = 0; p < G_N_ELEMENTS (protocols); p++) {
      const TodokuProvider *provider = g_ptr_array_index (providers, i);
      const char *const *urls =
          todoku_provider_get_endpoints (provider, protocols[p]);

      for (; *urls; urls++) {
        g_test_message ("%s %s", provider->id, *urls);
        g_assert_true (is_possible (*urls));
        g_assert_true (g_str_has_prefix (*urls, protocols[p]));
      }
    }
}

/* What stands for certain, and what is at least recognised. */
static void
test_width (void)
{
  g_autoptr (TodokuKnowledge) knowledge = load ();
  GPtrArray *providers = todoku_knowledge_get_providers (knowledge);
  guint recognised = 0;

  for (guint i = 0; i < providers->len; i++) {
    const TodokuProvider *provider = g_ptr_array_index (providers, i);
    gboolean has_servers =
        *provider->imap || *provider->pop3 || *provider->smtp;

    if (provider->recognised_only)
      recognised++;
    if (provider->recognised_only ? has_servers
                                  : !has_servers && !provider->switches->len)
      fail ("%s: %s",
            provider->id,
            has_servers ? "has servers, but is only recognised"
                        : "tells neither servers nor where to look");
  }
  g_assert_cmpuint (recognised, >=, 17);
  g_assert_cmpuint (providers->len - recognised, >=, 74);
}

static const char *
id_of (const TodokuProvider *provider)
{
  return provider ? provider->id : NULL;
}

/* Names of servers as they stand in mail apps: current, old and mistaken. */
static void
test_hosts (void)
{
  static const struct {
    const char *host;
    const char *provider;
  } rows[] = {
    { "imap.mail.yahoo.com", "yahoo" },
    { "SMTP.mail.yahoo.com", "yahoo" },
    { "export.imap.mail.yahoo.com", "yahoo" },
    { "imap.aol.com", "aol" },
    { "imap.cox.net", "cox" },
    { "incoming.verizon.net", "verizon-aol" },
    { "imap.gmail.com", "gmail" },
    { "imap.googlemail.com", "gmail" },
    { "smtp.gmail.co.jp", "gmail" },
    { "pop3.live.com", "outlook-com" },
    { "smtp.outlook.com", "outlook-com" },
    { "imap.hotmail.com", "outlook-com" },
    { "smtp-legacy.office365.com", "microsoft-365" },
    { "contoso.prod.outlook.com", NULL },
    { "imap.mail.yahoo.co.jp", "yahoo-jp" },
    { "imap.softbank.ne.jp", "softbank-i" },
    { "imap.docomo.ne.jp", "docomo" },
    { "mail.au.com", "au" },
    { "imap4.virgin.net", "virgin-media" },
    { "sv123.xserver.jp", "xserver" },
    { "sv1.example.xserver.jp", NULL },
    { "www9999.sakura.ne.jp", "sakura" },
    { "imap.sakura.ne.jp", "sakura" },
    { "email-smtp.ap-northeast-1.amazonaws.com", "amazon-ses" },
    { "email-smtp.example.s3.amazonaws.com", NULL },
    { "smtp.sendgrid.net", "sendgrid" },
    { "smtp.mail1006.conoha.ne.jp", "conoha-wing" },
    { "jp28.mixhost.jp", "mixhost" },
    { "mail.example.jp", NULL },
    { "com", NULL },
  };
  g_autoptr (TodokuKnowledge) knowledge = load ();

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("%s", rows[i].host);
    g_assert_cmpstr (id_of (todoku_knowledge_provider_for_host (knowledge,
                                                                rows[i].host)),
                     ==,
                     rows[i].provider);
  }
}

/* Schools and companies, by who takes their mail. */
static void
test_mx (void)
{
  static const struct {
    const char *domain;
    const char *mx[4];
    const char *provider;
  } rows[] = {
    { "example.com", { "smtp.google.com" }, "google-workspace" },
    { "example.jp",
      { "ASPMX.L.GOOGLE.COM", "alt1.aspmx.l.google.com" },
      "google-workspace" },
    { "example.jp", { "aspmx2.googlemail.com" }, "google-workspace" },
    { "u.example.ac.jp", { "smtp.google.com" }, "google-workspace-edu" },
    { "Example.EDU", { "aspmx.l.google.com" }, "google-workspace-edu" },
    { "example.jp",
      { "example-jp.mail.protection.outlook.com" },
      "microsoft-365" },
    { "example.ac.jp", { "example-acjp.j-v1.mx.microsoft" }, "microsoft-365" },
    { "example.com", { "example-com.mx.microsoft" }, "microsoft-365" },
    { "example.com", { "smtp.hve.mx.microsoft" }, NULL },
    { "example.com",
      { "example-com.olc.protection.outlook.com" },
      "outlook-com" },
    { "example.com", { "mta5.am0.yahoodns.net" }, "yahoo" },
    { "example.com", { "mx-aol.mail.gm0.yahoodns.net" }, "aol" },
    { "example.com", { "mx01.mail.icloud.com" }, "icloud" },
    { "example.com", { "in1-smtp.messagingengine.com" }, "fastmail" },
    { "example.com", { "mx2.zoho.jp" }, "zoho-jp" },
    { "example.jp", { "bgmgate1.biglobe.ne.jp" }, "biglobe" },
    { "example.jp", { "www999.sakura.ne.jp" }, "sakura" },
    { "example.jp", { "mx01.lolipop.jp" }, "lolipop" },
    { "example.jp", { "mail2.heteml.jp" }, "heteml" },
    { "example.jp", { "mx1.muumuu-mail.com" }, "muumuu-mail" },
    { "example.jp", { "mas1.kagoya.net" }, "kagoya" },
    { "example.jp", { "mx1.conoha.ne.jp" }, "conoha-wing" },
    /* A filter in front hides who keeps the mail; the first name decides. */
    { "example.com", { "mx1.example.pphosted.com" }, NULL },
    { "example.com",
      { "mx.example.com", "aspmx.l.google.com" },
      "google-workspace" },
    { "example.com", { "evilsmtp.google.com" }, NULL },
    { "example.com", { "smtp.google.com.example.net" }, NULL },
    { "example.com", { NULL }, NULL },
  };
  g_autoptr (TodokuKnowledge) knowledge = load ();

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("%s %s", rows[i].domain, rows[i].mx[0]);
    g_assert_cmpstr (id_of (todoku_knowledge_provider_for_mx (knowledge,
                                                              rows[i].domain,
                                                              rows[i].mx)),
                     ==,
                     rows[i].provider);
  }
}

/* What the service of one account is called, first choice. */
static void
test_filled (void)
{
  static const struct {
    const char *provider;
    const char *protocol;
    const char *domain;
    const char *host;
    const char *urls; /* with spaces between */
  } rows[] = {
    { "gmail",
      "smtp",
      "gmail.com",
      NULL,
      "smtps://smtp.gmail.com:465 smtp+starttls://smtp.gmail.com:587" },
    { "onamae", "pop3", "Example.JP", NULL, "pop3s://pop.example.jp:995" },
    { "onamae", "pop3", NULL, NULL, "" },
    { "au-one-net",
      "pop3",
      "ab.auone-net.jp",
      NULL,
      "pop3s://pop.ab.auone-net.jp:995" },
    { "au-one-net",
      "smtp",
      "d1.dion.ne.jp",
      NULL,
      "smtps://msa.d1.dion.ne.jp:465" },
    { "au-one-net",
      "pop3",
      "h5.dion.ne.jp",
      NULL,
      "pop3s://pop.h.dion.ne.jp:995" },
    { "virgin-media",
      "imap",
      "virgin.net",
      NULL,
      "imaps://imap4.virgin.net:993" },
    { "jcom", "imap", "jcom.home.ne.jp", NULL, "" },
    { "jcom", "imap", "x.zaq.ne.jp", NULL, "imaps://imap.jcom.zaq.ne.jp:993" },
    { "sakura",
      "imap",
      "taro.sakura.ne.jp",
      NULL,
      "imaps://taro.sakura.ne.jp:993" },
    { "sakura",
      "imap",
      "example.jp",
      "taro.sakura.ne.jp",
      "imaps://taro.sakura.ne.jp:993" },
    { "xserver",
      "smtp",
      "example.jp",
      "sv123.xserver.jp",
      "smtps://sv123.xserver.jp:465 smtp+starttls://sv123.xserver.jp:587" },
    { "xserver", "smtp", "example.jp", "mail.example.jp", "" },
    { "xserver", "smtp", "example.jp", "sv.xserver.jp", "" },
    { "xserver", "smtp", "example.jp", NULL, "" },
  };
  g_autoptr (TodokuKnowledge) knowledge = load ();

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    const char *const hosts[] = { rows[i].host, NULL };
    g_auto (GStrv) urls = todoku_provider_fill_endpoints (
        todoku_knowledge_find_provider (knowledge, rows[i].provider),
        rows[i].protocol,
        rows[i].domain,
        hosts);
    g_autofree char *joined = g_strjoinv (" ", urls);

    g_test_message ("%s %s", rows[i].provider, rows[i].domain);
    g_assert_cmpstr (joined, ==, rows[i].urls);
  }
}

static void
test_domains (void)
{
  g_autoptr (TodokuKnowledge) knowledge = load ();
  GPtrArray *providers = todoku_knowledge_get_providers (knowledge);

  for (guint i = 0; i < providers->len; i++) {
    const TodokuProvider *provider = g_ptr_array_index (providers, i);

    for (char **domain = provider->domains; *domain; domain++)
      g_assert_true (
          todoku_knowledge_provider_for_domain (knowledge, *domain) ==
          provider);
  }
  g_assert_cmpstr (((TodokuProvider *) g_ptr_array_index (providers, 0))->id,
                   ==,
                   "gmail");
}

/* ---- dates ------------------------------------------------------------- */

/* Nobody has read a source in the future, and what is stated ended after it
 * began. */
static void
test_dates (void)
{
  g_autoptr (TodokuKnowledge) knowledge = load ();
  GPtrArray *findings = todoku_knowledge_get_findings (knowledge);
  GPtrArray *history = todoku_knowledge_get_history (knowledge);
  GPtrArray *providers = todoku_knowledge_get_providers (knowledge);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) tomorrow = g_date_time_add_days (now, 1);
  g_autofree char *limit = g_date_time_format (tomorrow, "%F");

  for (guint i = 0; i < findings->len; i++) {
    const TodokuFindingEntry *entry = g_ptr_array_index (findings, i);

    g_test_message ("%s", entry->id);
    g_assert_cmpstr (entry->checked, >=, "2025-01-01");
    g_assert_cmpstr (entry->checked, <=, limit);
  }
  for (guint i = 0; i < providers->len; i++) {
    g_assert_cmpstr (((TodokuProvider *) g_ptr_array_index (providers, i))
                         ->checked,
                     >=,
                     "2025-01-01");
    g_assert_cmpstr (((TodokuProvider *) g_ptr_array_index (providers, i))
                         ->checked,
                     <=,
                     limit);
  }
  for (guint i = 0; i < history->len; i++)
    g_assert_cmpstr (((TodokuChange *) g_ptr_array_index (history, i))->checked,
                     <=,
                     limit);
}

/* Loading happens while the window opens: it stays cheap. */
static void
test_cost (void)
{
  g_autoptr (TodokuKnowledge) warm = load ();
  struct mallinfo2 before = mallinfo2 ();
  g_autoptr (TodokuKnowledge) knowledge = load ();
  struct mallinfo2 after = mallinfo2 ();
  gint64 start = g_get_monotonic_time ();
  g_autoptr (TodokuKnowledge) again = load ();
  gint64 end = g_get_monotonic_time ();

  g_test_message ("%" G_GINT64_FORMAT " us, %zu kB",
                  end - start,
                  (after.uordblks - before.uordblks) / 1024);
  g_assert_cmpint (end - start, <, 2 * G_USEC_PER_SEC);
  g_assert_cmpuint (after.uordblks, <, before.uordblks + 8 * 1024 * 1024);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/real/load", test_load);
  g_test_add_func ("/real/check", test_check);
  g_test_add_func ("/real/rules", test_rules);
  g_test_add_func ("/real/replies", test_replies);
  g_test_add_func ("/real/pasted", test_pasted);
  g_test_add_func ("/real/endpoints", test_endpoints);
  g_test_add_func ("/real/width", test_width);
  g_test_add_func ("/real/hosts", test_hosts);
  g_test_add_func ("/real/mx", test_mx);
  g_test_add_func ("/real/filled", test_filled);
  g_test_add_func ("/real/domains", test_domains);
  g_test_add_func ("/real/dates", test_dates);
  g_test_add_func ("/real/cost", test_cost);
  return g_test_run ();
}
