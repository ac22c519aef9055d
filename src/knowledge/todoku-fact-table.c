/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-fact-table.h"

#include "todoku-entries.h"

#include <string.h>

typedef struct {
  const char *name;
  const char *words; /* (nullable): separated by spaces; NULL: any */
} Fact;

#define YES_NO "yes no"
#define OUTCOMES "good problem blocked could-not-tell not-tested"
#define HOST_KINDS "preset legacy misspelt other-side other-provider unknown"
#define PAIRINGS "possible needs-tls needs-starttls unknown"
#define SECURITIES "tls starttls none"
#define METHODS "oauth2 app-password password provider-password none"
#define FAILURES                                                               \
  "cancelled timed-out host-not-found name-lookup-failed no-address "          \
  "network-unreachable not-permitted connection-refused connection-timed-out " \
  "connection-reset local-error no-greeting bad-greeting server-unavailable "  \
  "closed-early wrong-protocol protocol-error tls-on-starttls-port "           \
  "starttls-on-tls-port starttls-not-offered starttls-refused "                \
  "data-after-starttls preauth-before-tls tls-aborted "                        \
  "tls-no-common-parameters tls-version-too-old client-certificate-required "  \
  "certificate-refused sign-in-not-offered sign-in-method-mismatch "           \
  "sign-in-withheld sign-in-refused sign-in-temporary mailbox-refused "        \
  "sender-refused recipient-refused message-refused"

static const Fact facts[] = {
  { "address.domain", NULL },
  { "advice", NULL },
  { "advice.now", NULL },
  { "advice.source", NULL },
  { "app", NULL },
  { "app.fetches-from", "computer cloud unknown" },
  { "app.kind", "desktop mobile web program device script" },
  { "app.name", NULL },
  { "app.oauth.incoming", "yes no unknown" },
  { "app.oauth.outgoing", "yes no unknown" },
  { "app.support", "current ended unknown" },
  { "app.supported-until", NULL },
  { "app.tls", "1.0 1.2 1.3 system unknown" },
  { "date", NULL },
  { "incoming.demands", METHODS },
  { "incoming.failure", FAILURES },
  { "incoming.host", NULL },
  { "incoming.host-kind", HOST_KINDS },
  { "incoming.outcome", OUTCOMES },
  { "incoming.pairing", PAIRINGS },
  { "incoming.port", NULL },
  { "incoming.protocol", "imap pop3" },
  { "incoming.recommended.host", NULL },
  { "incoming.recommended.port", NULL },
  { "incoming.recommended.security", SECURITIES },
  { "incoming.recommended.url", NULL },
  { "incoming.security", SECURITIES },
  { "incoming.signed-in", YES_NO },
  { "network.available", YES_NO },
  { "network.connectivity", "none limited portal full" },
  { "network.controls", "good none" },
  { "network.proxy", YES_NO },
  { "network.socks", "reached not-reached" },
  { "network.vpn", YES_NO },
  { "network.web", "yes no other-name not-trusted" },
  { "outgoing.demands", METHODS },
  { "outgoing.failure", FAILURES },
  { "outgoing.host", NULL },
  { "outgoing.host-kind", HOST_KINDS },
  { "outgoing.outcome", OUTCOMES },
  { "outgoing.pairing", PAIRINGS },
  { "outgoing.port", NULL },
  { "outgoing.protocol", "smtp" },
  { "outgoing.recommended.host", NULL },
  { "outgoing.recommended.port", NULL },
  { "outgoing.recommended.security", SECURITIES },
  { "outgoing.recommended.url", NULL },
  { "outgoing.security", SECURITIES },
  { "outgoing.signed-in", YES_NO },
  { "probe.address", NULL },
  { "probe.certificate",
    "good certificate-expired certificate-not-yet-valid "
    "certificate-name-mismatch certificate-self-signed certificate-untrusted "
    "certificate-chain-incomplete certificate-weak certificate-revoked "
    "certificate-staple-missing certificate-unsuitable" },
  { "probe.certificate.clock", NULL },
  { "probe.certificate.from", NULL },
  { "probe.certificate.issuer", NULL },
  { "probe.certificate.names", NULL },
  { "probe.certificate.subject", NULL },
  { "probe.certificate.until", NULL },
  { "probe.failure", FAILURES },
  { "probe.family", "ipv4 ipv6 none" },
  { "probe.host", NULL },
  { "probe.host-kind", HOST_KINDS },
  { "probe.issuer", NULL },
  { "probe.issuer-expected", YES_NO },
  { "probe.limited", "yes" },
  { "probe.lacking", NULL },
  { "probe.lacks", NULL },
  { "probe.looked", YES_NO },
  { "probe.mechanism", NULL },
  { "probe.name-answer", "public private loopback nowhere" },
  { "probe.offers", NULL },
  { "probe.other-family", OUTCOMES },
  { "probe.other-port", YES_NO },
  { "probe.outcome", OUTCOMES },
  { "probe.pairing", PAIRINGS },
  { "probe.port", NULL },
  { "probe.protocol", "imap pop3 smtp" },
  { "probe.reached", YES_NO },
  { "probe.reply", NULL },
  { "probe.reply.class", "positive temporary refused bye" },
  { "probe.reply.text", NULL },
  { "probe.role", "configured preset grid control" },
  { "probe.same-port-elsewhere", YES_NO },
  { "probe.same-protocol", YES_NO },
  { "probe.security", SECURITIES },
  { "probe.side", "incoming outgoing" },
  { "probe.signed-in", YES_NO },
  { "probe.signs-in-with", "oauth2 password either" },
  { "probe.spoke", "smtp imap pop3 http ssh ftp tls silence unknown" },
  { "probe.stage",
    "resolve connect tls greeting capabilities starttls sign-in mailbox "
    "message "
    "quit" },
  { "probe.tls.version", "1.0 1.1 1.2 1.3" },
  { "provider", NULL },
  { "provider.app-password-link", NULL },
  { "provider.audience", "personal school work any" },
  { "provider.group", NULL },
  { "provider.link", NULL },
  { "provider.name", NULL },
  { "reply", NULL },
  { "run.finished", "yes" },
  { "run.kind", "check explain" },
  { "sign-in.method", "password app-password oauth2" },
  { "sign-in.secret", "malformed" },
  { "sign-in.withheld", "yes" },
  { "symptom", "send receive both none" },
  { "test-message", "taken arrived not-seen" },
  { "test-message.removed", YES_NO },
  { "test-message.seconds", NULL },
};

static const char *const answers = "yes no unknown";

static const Fact *
find_fact (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (facts); i++)
    if (strcmp (facts[i].name, name) == 0)
      return &facts[i];
  return NULL;
}

static gboolean
is_app_word (const char *fact)
{
  return g_str_has_prefix (fact, "app.words.") &&
         g_strv_contains (todoku_app_words, fact + strlen ("app.words."));
}

/**
 * todoku_fact_is_known:
 * @fact: a name
 *
 * Returns: whether README.md lists it; the id of an answer is not looked at
 */
gboolean
todoku_fact_is_known (const char *fact)
{
  return find_fact (fact) || is_app_word (fact) ||
         g_str_has_prefix (fact, "answer.");
}

static gboolean
fits (const char *pattern, const char *word)
{
  gsize length = strlen (pattern);

  if (length > 0 && pattern[length - 1] == '*')
    return strncmp (pattern, word, length - 1) == 0;
  return strcmp (pattern, word) == 0;
}

/**
 * todoku_fact_allows:
 * @fact: a name
 * @value: a value of a condition or of an example
 *
 * Returns: whether @fact can have it
 */
gboolean
todoku_fact_allows (const char *fact, const char *value)
{
  const Fact *known = find_fact (fact);
  const char *list = g_str_has_prefix (fact, "answer.") ? answers
                     : known                            ? known->words
                                                        : NULL;
  g_auto (GStrv) words = list ? g_strsplit (list, " ", -1) : NULL;

  for (char **word = words; word && *word; word++)
    if (fits (value, *word))
      return TRUE;
  return !words;
}

/**
 * todoku_fact_for_placeholder:
 * @name: what stands between the braces
 *
 * Returns: (transfer full) (nullable): the fact that is meant
 */
char *
todoku_fact_for_placeholder (const char *name)
{
  g_autofree char *scoped = g_strconcat ("probe.", name, NULL);

  if (todoku_fact_is_known (name))
    return g_strdup (name);
  return todoku_fact_is_known (scoped) ? g_steal_pointer (&scoped) : NULL;
}

/* ---- what is known together -------------------------------------------- */

/* Of every run. */
static const char *const always[] = {
  "date",    "app",         "app.name",         "app.kind",
  "app.tls", "app.support", "app.fetches-from", "symptom",
  NULL
};

/* Of every probe, and of a configured side that was not probed. */
static const char *const of_probe[] = { "probe.host",     "probe.port",
                                        "probe.security", "probe.protocol",
                                        "probe.side",     "probe.family",
                                        "probe.role",     NULL };

/* Where one of @sign has a value, all of @known have one. */
typedef struct {
  const char *sign; /* how its facts begin */
  const char *known[8];
} Together;

static const Together together[] = {
  { "advice", { "advice", "advice.now", "advice.source" } },
  { "provider",
    { "provider", "provider.name", "provider.group", "provider.audience" } },
  { "incoming.",
    { "incoming.host",
      "incoming.port",
      "incoming.security",
      "incoming.protocol",
      "incoming.pairing",
      "incoming.host-kind" } },
  { "outgoing.",
    { "outgoing.host",
      "outgoing.port",
      "outgoing.security",
      "outgoing.protocol",
      "outgoing.pairing",
      "outgoing.host-kind" } },
  { "incoming.recommended.",
    { "incoming.recommended.host",
      "incoming.recommended.port",
      "incoming.recommended.security",
      "incoming.recommended.url" } },
  { "outgoing.recommended.",
    { "outgoing.recommended.host",
      "outgoing.recommended.port",
      "outgoing.recommended.security",
      "outgoing.recommended.url" } },
  { "probe.certificate",
    { "probe.certificate",
      "probe.certificate.names",
      "probe.certificate.subject",
      "probe.certificate.issuer",
      "probe.certificate.from",
      "probe.certificate.until",
      "probe.issuer" } },
  { "probe.issuer",
    { "probe.certificate",
      "probe.certificate.names",
      "probe.certificate.subject",
      "probe.certificate.issuer",
      "probe.certificate.from",
      "probe.certificate.until",
      "probe.issuer" } },
  { "probe.reply", { "probe.reply.class", "probe.reply.text" } },
  { "probe.failure", { "probe.stage" } },
  { "probe.lacks", { "probe.lacking" } },
};

static gboolean
lists (const Together *group, const char *fact)
{
  for (gsize i = 0; i < G_N_ELEMENTS (group->known) && group->known[i]; i++)
    if (strcmp (group->known[i], fact) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
reads_probe (const TodokuConditions *when)
{
  g_autofree const char **names = todoku_conditions_get_facts (when);

  for (const char **name = names; *name; name++)
    if (g_str_has_prefix (*name, "probe."))
      return TRUE;
  return FALSE;
}

/**
 * todoku_fact_is_guaranteed:
 * @fact: a name
 * @when: (nullable): conditions; %NULL: always
 * @scope: what they belong to
 *
 * Returns: whether @fact has a value wherever @when holds
 */
gboolean
todoku_fact_is_guaranteed (const char *fact,
                           const TodokuConditions *when,
                           TodokuScope scope)
{
  gboolean has_probe = scope == TODOKU_SCOPE_RULE && reads_probe (when);

  if (g_strv_contains (always, fact) || is_app_word (fact) ||
      todoku_conditions_guarantee (when, fact))
    return TRUE;
  if (g_strv_contains (of_probe, fact) &&
      (has_probe || todoku_conditions_guarantee_any (when, "probe.")))
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (together); i++)
    if (lists (&together[i], fact) &&
        todoku_conditions_guarantee_any (when, together[i].sign))
      return TRUE;
  return FALSE;
}
