/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-cli.h"

#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

/* A search is over by then, whatever does not answer. */
#define TIMEOUT_MS 5000

#define DNS (TODOKU_DISCOVERY_MX | TODOKU_DISCOVERY_SRV)

static const struct {
  const char *word;
  TodokuDiscoverySource sources;
} ways[] = {
  { "none", 0 },
  { "dns", DNS },
  { "domain", DNS | TODOKU_DISCOVERY_AUTOCONFIG },
  { "third-party", DNS | TODOKU_DISCOVERY_AUTOCONFIG | TODOKU_DISCOVERY_ISPDB },
};

/**
 * todoku_cli_discover_check:
 * @way: (nullable): what stands behind --discover
 *
 * Returns: %FALSE after the mistake was printed
 */
gboolean
todoku_cli_discover_check (const char *way)
{
  if (!way)
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    if (strcmp (way, ways[i].word) == 0)
      return TRUE;
  todoku_cli_usage_error (_ ("“%s” is nobody that can be asked; --discover "
                             "takes none, dns, domain or third-party"),
                          way);
  return FALSE;
}

typedef struct {
  TodokuFound *found;
  gboolean done;
} Answer;

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Answer *answer = data;

  answer->found =
      todoku_account_find_finish (TODOKU_ACCOUNT (source), result, NULL);
  answer->done = TRUE;
}

static void
tell (TodokuAccount *account)
{
  const char *at = strrchr (todoku_account_get_address (account), '@');
  g_autofree char *text = NULL;

  if (!isatty (STDERR_FILENO))
    return;
  /* Translators: %s is a domain, such as example.jp */
  text = g_strdup_printf (_ ("Looking for the mail servers of %s …"), at + 1);
  g_printerr ("%s\n", text);
}

/**
 * todoku_cli_discover:
 * @account: an account with an address, and gaps
 * @network: how the world is reached
 * @way: none, dns, domain or third-party
 * @has_connect_to: whether connections are led elsewhere, and so nobody but
 * those places is to be asked
 *
 * Fills the gaps with what the domain, or a third party, says.
 */
void
todoku_cli_discover (TodokuAccount *account,
                     TodokuNetwork *network,
                     const char *way,
                     gboolean has_connect_to)
{
  Answer answer = { NULL, FALSE };
  g_autoptr (TodokuFound) found = NULL;
  TodokuDiscoverySource sources = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    if (strcmp (way, ways[i].word) == 0)
      sources = ways[i].sources;
  if (has_connect_to)
    sources &= ~(TodokuDiscoverySource) DNS;
  if (sources == 0)
    return;
  tell (account);
  todoku_account_find_async (account,
                             network,
                             sources,
                             TIMEOUT_MS,
                             NULL,
                             found_cb,
                             &answer);
  while (!answer.done)
    g_main_context_iteration (NULL, TRUE);
  found = answer.found;
  if (found)
    todoku_account_take_found (account, found);
}

/* "--incoming imaps://imap.example.net:993" */
static char *
option_for (TodokuAccount *account, TodokuFound *found, const char *key)
{
  const TodokuDiscoveryProposal *taken;
  g_autofree char *url = NULL;

  if (strcmp (key, "provider") == 0)
    return g_strdup_printf ("--provider %s",
                            todoku_account_get_provider (account)->id);
  taken = todoku_found_get_taken (found, key);
  url = todoku_endpoint_to_string (taken->endpoint);
  return g_strdup_printf ("--%s %s", key, url);
}

/**
 * todoku_cli_discover_allows_sign_in:
 * @account: an account
 *
 * Returns: %FALSE after it was printed what nobody vouches for: a person has to
 * name it before a credential goes there
 */
gboolean
todoku_cli_discover_allows_sign_in (TodokuAccount *account)
{
  TodokuFound *found = todoku_account_get_found (account);
  g_auto (GStrv) doubt = todoku_account_get_doubt (account);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) options = NULL;
  g_autofree char *joined = NULL;

  if (!*doubt)
    return TRUE;
  for (char **key = doubt; *key; key++) {
    g_autofree char *option = option_for (account, found, *key);

    g_strv_builder_add (builder, option);
  }
  options = g_strv_builder_end (builder);
  joined = g_strjoinv (" ", options);
  todoku_cli_usage_error (
      /* Translators: %s is one or more options with their values */
      _ ("nobody vouches for the servers that were found, so no password goes "
         "there; if they are right, run it again with %s"),
      joined);
  return FALSE;
}
