/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-facts.h"

#include "todoku-fact-words.h"

#include <string.h>

static const char *const pairings[] = { "possible",
                                        "needs-tls",
                                        "needs-starttls",
                                        "unknown" };

static void
add_provider (TodokuFacts *facts, TodokuAccount *account)
{
  const TodokuProvider *provider = todoku_account_get_provider (account);

  if (!provider)
    return;
  todoku_facts_set (facts, "provider", provider->id);
  todoku_facts_set (facts, "provider.group", provider->group);
  todoku_facts_set (facts, "provider.audience", provider->audience);
  todoku_facts_set (facts, "provider.link", provider->help_link);
  todoku_facts_set (facts,
                    "provider.app-password-link",
                    provider->app_password_link);
  todoku_facts_set_text (facts, "provider.name", &provider->name);
}

static void
add_mail_app (TodokuFacts *facts, TodokuAccount *account, const char *date)
{
  const TodokuMailApp *app = todoku_account_get_mail_app (account);
  gboolean over =
      app->supported_until && strcmp (app->supported_until, date) < 0;

  todoku_facts_set (facts, "app", app->id);
  todoku_facts_set_text (facts, "app.name", &app->in_sentence);
  todoku_facts_set (facts, "app.kind", app->kind);
  todoku_facts_set (facts,
                    "app.support",
                    over                   ? "ended"
                    : app->supported_until ? "current"
                                           : app->support);
  todoku_facts_set_day (facts, "app.supported-until", app->supported_until);
  todoku_facts_set (facts, "app.tls", app->tls);
  todoku_facts_set (facts, "app.fetches-from", app->fetches_from);
  for (const char *const *word = todoku_app_words; *word; word++) {
    const TodokuText *text =
        todoku_knowledge_get_word (todoku_account_get_knowledge (account),
                                   app,
                                   *word);
    g_autofree char *name = g_strconcat ("app.words.", *word, NULL);

    if (text)
      todoku_facts_set_text (facts, name, text);
  }
}

static void
set_port (TodokuFacts *facts, const char *name, guint16 port)
{
  char text[8];

  g_snprintf (text, sizeof text, "%u", port);
  todoku_facts_set (facts, name, text);
}

/* Whether the provider has @host as a server of @protocol for this account. */
static gboolean
has_host (TodokuAccount *account, const char *protocol, const char *host)
{
  g_auto (GStrv) urls = todoku_account_list_endpoints (account, protocol, host);

  for (char **url = urls; *url; url++) {
    g_autoptr (TodokuEndpoint) endpoint = todoku_endpoint_parse (*url, NULL);

    if (endpoint && strcmp (endpoint->host, host) == 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
stands_in (GStrv forms, const char *host)
{
  for (char **form = forms; *form; form++)
    if (todoku_host_fits (*form, host))
      return TRUE;
  return FALSE;
}

/**
 * todoku_host_kind:
 * @account: an account
 * @endpoint: an endpoint
 *
 * Returns: (transfer none): what its host is to the account's provider: preset,
 * legacy, misspelt, other-side, other-provider or unknown
 */
const char *
todoku_host_kind (TodokuAccount *account, const TodokuEndpoint *endpoint)
{
  const TodokuProvider *provider = todoku_account_get_provider (account);
  const TodokuProvider *owner;
  gboolean sends = endpoint->protocol == TODOKU_PROTOCOL_SMTP;

  if (provider) {
    const char *protocol = todoku_protocol_to_string (endpoint->protocol);
    gboolean in = has_host (account, "imap", endpoint->host) ||
                  has_host (account, "pop3", endpoint->host);
    gboolean out = has_host (account, "smtp", endpoint->host);

    if (stands_in (provider->wrong_hosts, endpoint->host))
      return "misspelt";
    if (has_host (account, protocol, endpoint->host) ||
        stands_in (provider->hosts, endpoint->host))
      return "preset";
    if (stands_in (provider->legacy_hosts, endpoint->host))
      return "legacy";
    if (sends ? in : out)
      return "other-side";
    if (in || out)
      return "preset";
  }
  owner = todoku_knowledge_provider_for_host (todoku_account_get_knowledge (
                                                  account),
                                              endpoint->host);
  return owner && owner != provider ? "other-provider" : "unknown";
}

/* "incoming.host" and so on. */
static void
add_endpoint (TodokuFacts *facts,
              TodokuAccount *account,
              const char *side,
              const TodokuEndpoint *endpoint)
{
  g_autofree char *protocol = g_strconcat (side, ".protocol", NULL);
  g_autofree char *host = g_strconcat (side, ".host", NULL);
  g_autofree char *port = g_strconcat (side, ".port", NULL);
  g_autofree char *security = g_strconcat (side, ".security", NULL);
  g_autofree char *pairing = g_strconcat (side, ".pairing", NULL);
  g_autofree char *kind = g_strconcat (side, ".host-kind", NULL);

  todoku_facts_set (facts,
                    protocol,
                    todoku_protocol_to_string (endpoint->protocol));
  todoku_facts_set (facts, host, endpoint->host);
  set_port (facts, port, endpoint->port);
  todoku_facts_set (facts,
                    security,
                    todoku_security_to_string (endpoint->security));
  todoku_facts_set (facts, pairing, pairings[todoku_pairing_check (endpoint)]);
  todoku_facts_set (facts, kind, todoku_host_kind (account, endpoint));
}

/* The provider's first choice for what the account speaks on that side. */
static void
add_recommended (TodokuFacts *facts,
                 TodokuAccount *account,
                 const char *side,
                 const char *protocol)
{
  g_auto (GStrv) urls = todoku_account_list_endpoints (account, protocol, NULL);
  g_autoptr (TodokuEndpoint) endpoint =
      *urls ? todoku_endpoint_parse (*urls, NULL) : NULL;
  g_autofree char *host = g_strconcat (side, ".recommended.host", NULL);
  g_autofree char *port = g_strconcat (side, ".recommended.port", NULL);
  g_autofree char *security = g_strconcat (side, ".recommended.security", NULL);
  g_autofree char *url = g_strconcat (side, ".recommended.url", NULL);

  if (!endpoint)
    return;
  todoku_facts_set (facts, host, endpoint->host);
  set_port (facts, port, endpoint->port);
  todoku_facts_set (facts,
                    security,
                    todoku_security_to_string (endpoint->security));
  todoku_facts_set (facts, url, *urls);
}

static void
add_demands (TodokuFacts *facts,
             const TodokuProvider *provider,
             const char *side,
             const char *protocol,
             const char *date)
{
  g_autofree const char **methods =
      todoku_provider_get_sign_in (provider, protocol, date);
  g_autofree char *name = g_strconcat (side, ".demands", NULL);

  for (const char **method = methods; *method; method++)
    todoku_facts_add (facts, name, *method);
}

/* What is spoken on a side for which nothing is set. */
static const char *
usual_protocol (const TodokuProvider *provider, const char *side)
{
  if (strcmp (side, "outgoing") == 0)
    return "smtp";
  return provider && !*provider->imap && *provider->pop3 ? "pop3" : "imap";
}

static void
add_side (TodokuFacts *facts,
          TodokuAccount *account,
          const char *side,
          const TodokuEndpoint *endpoint,
          const char *date)
{
  const TodokuProvider *provider = todoku_account_get_provider (account);
  const TodokuMailApp *app = todoku_account_get_mail_app (account);
  const char *protocol = endpoint
                             ? todoku_protocol_to_string (endpoint->protocol)
                             : usual_protocol (provider, side);
  g_autofree char *oauth = g_strconcat ("app.oauth.", side, NULL);

  if (endpoint)
    add_endpoint (facts, account, side, endpoint);
  if (provider) {
    add_recommended (facts, account, side, protocol);
    add_demands (facts, provider, side, protocol, date);
  }
  todoku_facts_set (facts,
                    oauth,
                    todoku_mail_app_get_oauth (app,
                                               provider ? provider->group
                                                        : NULL,
                                               protocol));
}

static void
add_answers (TodokuFacts *facts, TodokuAccount *account)
{
  GPtrArray *checklist =
      todoku_knowledge_get_checklist (todoku_account_get_knowledge (account));

  for (guint i = 0; i < checklist->len; i++) {
    const TodokuChecklistEntry *entry = g_ptr_array_index (checklist, i);
    g_autofree char *name = g_strconcat ("answer.", entry->id, NULL);

    todoku_facts_set (facts,
                      name,
                      todoku_account_get_answer (account, entry->id));
  }
}

/**
 * todoku_facts_new_for_account:
 * @account: an account
 * @date: YYYY-MM-DD
 *
 * Returns: (transfer full): what the account, the knowledge and the answers say
 * on @date
 */
TodokuFacts *
todoku_facts_new_for_account (TodokuAccount *account, const char *date)
{
  TodokuFacts *facts;
  const char *address;
  const char *sign_in;

  g_return_val_if_fail (TODOKU_IS_ACCOUNT (account) && date, NULL);

  facts = todoku_facts_new (NULL);
  address = todoku_account_get_address (account);
  sign_in = todoku_account_get_sign_in (account);
  todoku_facts_set_day (facts, "date", date);
  todoku_facts_set (facts,
                    "address.domain",
                    address ? strrchr (address, '@') + 1 : NULL);
  todoku_facts_set (facts, "symptom", todoku_account_get_symptom (account));
  todoku_facts_set (facts,
                    "sign-in.method",
                    strcmp (sign_in, "none") == 0 ? NULL : sign_in);
  add_provider (facts, account);
  add_mail_app (facts, account, date);
  add_side (facts,
            account,
            "incoming",
            todoku_account_get_incoming (account),
            date);
  add_side (facts,
            account,
            "outgoing",
            todoku_account_get_outgoing (account),
            date);
  add_answers (facts, account);
  return facts;
}
