/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-knowledge-private.h"

#include <fnmatch.h>
#include <string.h>

/* Whose a domain, a host or a mail exchanger is, and what a provider's servers
 * are called for one account. */

/* ---- domains -----------------------------------------------------------
 */

/* The provider that names @suffix, with or without its leading dot. */
static const TodokuProvider *
find_suffix (TodokuKnowledge *self, const char *suffix)
{
  GPtrArray *providers = self->entries[TODOKU_KIND_PROVIDER];

  for (guint i = 0; i < providers->len; i++) {
    const TodokuProvider *provider = g_ptr_array_index (providers, i);

    for (char **own = provider->domain_suffixes; *own; own++)
      if (g_ascii_strcasecmp (*own + (**own == '.'), suffix) == 0)
        return provider;
  }
  return NULL;
}

/**
 * todoku_knowledge_provider_for_domain:
 * @self: the knowledge
 * @domain: what stands after "@", in any case
 *
 * Returns: (transfer none) (nullable): whose it is: by its whole name, else by
 * the longest suffix
 */
const TodokuProvider *
todoku_knowledge_provider_for_domain (TodokuKnowledge *self, const char *domain)
{
  g_autofree char *lower = NULL;
  const TodokuProvider *found;

  g_return_val_if_fail (TODOKU_IS_KNOWLEDGE (self) && domain, NULL);

  lower = g_ascii_strdown (domain, -1);
  found = g_hash_table_lookup (self->by_domain, lower);
  for (const char *dot = strchr (lower, '.'); dot && !found;
       dot = strchr (dot + 1, '.'))
    found = find_suffix (self, dot + 1);
  return found;
}

/* ---- hosts -------------------------------------------------------------
 */

/* As todoku_host_fits(), of the first @n bytes of @form. */
static gboolean
span_fits (const char *form, gsize n, const char *host)
{
  const char *star = memchr (form, '*', n);
  gsize before = star ? (gsize) (star - form) : n;
  gsize after = star ? n - before - 1 : 0;
  gsize length = strlen (host);

  if (g_ascii_strncasecmp (form, host, before) != 0)
    return FALSE;
  if (!star)
    return length == n;
  return length > before + after &&
         g_ascii_strncasecmp (star + 1, host + length - after, after) == 0 &&
         !memchr (host + before, '.', length - before - after);
}

/**
 * todoku_host_fits:
 * @form: a host name; a "*" in it stands for a part without dots, since others
 * may make names below
 * @host: a host name, in any case
 *
 * Returns: whether @host is called so
 */
gboolean
todoku_host_fits (const char *form, const char *host)
{
  g_return_val_if_fail (form && host, FALSE);

  return span_fits (form, strlen (form), host);
}

static gboolean
fits_any (const char *const *forms, const char *host)
{
  for (; *forms; forms++)
    if (todoku_host_fits (*forms, host))
      return TRUE;
  return FALSE;
}

/* Out of "imaps://imap.example.jp:993". */
static char *
host_of (const char *url)
{
  const char *start = strstr (url, "://") + 3;

  return g_strndup (start, strrchr (url, ':') - start);
}

/* Every probe asks, each time that all is judged anew: nothing is copied. */
static gboolean
has_endpoint (GStrv urls, const char *host)
{
  for (char **url = urls; *url; url++) {
    const char *form = strstr (*url, "://") + 3;

    if (span_fits (form, (gsize) (strrchr (form, ':') - form), host))
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_named (const TodokuProvider *provider, const char *host)
{
  return fits_any ((const char *const *) provider->hosts, host) ||
         fits_any ((const char *const *) provider->legacy_hosts, host) ||
         fits_any ((const char *const *) provider->wrong_hosts, host) ||
         has_endpoint (provider->imap, host) ||
         has_endpoint (provider->pop3, host) ||
         has_endpoint (provider->smtp, host);
}

/* Whether @host lies in one of the provider's own domains. */
static gboolean
lies_within (const TodokuProvider *provider, const char *host)
{
  for (char **domain = provider->domains; *domain; domain++) {
    gsize length = strlen (*domain);
    gsize whole = strlen (host);

    if (whole >= length &&
        g_ascii_strcasecmp (host + whole - length, *domain) == 0 &&
        (whole == length || host[whole - length - 1] == '.'))
      return TRUE;
  }
  return FALSE;
}

/**
 * todoku_knowledge_provider_for_host:
 * @self: the knowledge
 * @host: a host name, in any case
 *
 * Of several that name it, whose domain it lies in comes first: partners of
 * Yahoo name Yahoo's servers.
 *
 * Returns: (transfer none) (nullable): the provider whose server it is or was,
 * or in whose domain it lies
 */
const TodokuProvider *
todoku_knowledge_provider_for_host (TodokuKnowledge *self, const char *host)
{
  const TodokuProvider *found = NULL;
  const char *dot;
  GPtrArray *providers;

  g_return_val_if_fail (TODOKU_IS_KNOWLEDGE (self) && host, NULL);

  providers = self->entries[TODOKU_KIND_PROVIDER];
  for (guint i = 0; i < providers->len; i++) {
    const TodokuProvider *provider = g_ptr_array_index (providers, i);

    if (!is_named (provider, host))
      continue;
    if (lies_within (provider, host))
      return provider;
    if (!found)
      found = provider;
  }
  dot = strchr (host, '.');
  return found || !dot ? found
                       : todoku_knowledge_provider_for_domain (self, dot + 1);
}

/* ---- mail exchangers ---------------------------------------------------
 */

/* How well @host fits what stands in @provider's list: the length of the
 * pattern, a longer one says more; 0: not at all. */
static gsize
mx_fit (const TodokuProvider *provider, const char *host)
{
  gsize best = 0;

  for (char **form = provider->mx; *form; form++) {
    gboolean excepts = **form == '!';

    if (fnmatch (*form + excepts, host, 0) != 0)
      continue;
    if (excepts)
      return 0;
    best = MAX (best, strlen (*form));
  }
  return best;
}

/* Whether @domain is one for which the list holds; better when it is named. */
static gsize
domain_fit (const TodokuProvider *provider, const char *domain)
{
  if (!*provider->mx_domains)
    return 1;
  for (char **form = provider->mx_domains; *form; form++)
    if (fnmatch (*form, domain, 0) == 0)
      return 2;
  return 0;
}

/**
 * todoku_knowledge_provider_for_mx:
 * @self: the knowledge
 * @domain: a domain, in any case
 * @mx: (array zero-terminated=1): its mail exchangers, the preferred one first
 *
 * Returns: (transfer none) (nullable): who seems to keep the domain's mail; a
 * filter in front of it hides that
 */
const TodokuProvider *
todoku_knowledge_provider_for_mx (TodokuKnowledge *self,
                                  const char *domain,
                                  const char *const *mx)
{
  const TodokuProvider *found = NULL;
  g_autofree char *lower = NULL;
  GPtrArray *providers;

  g_return_val_if_fail (TODOKU_IS_KNOWLEDGE (self) && domain && mx, NULL);

  lower = g_ascii_strdown (domain, -1);
  providers = self->entries[TODOKU_KIND_PROVIDER];
  for (gsize best = 0; *mx && !found; mx++) {
    g_autofree char *host = g_ascii_strdown (*mx, -1);

    for (guint i = 0; i < providers->len; i++) {
      const TodokuProvider *provider = g_ptr_array_index (providers, i);
      gsize fit = mx_fit (provider, host) * domain_fit (provider, lower);

      if (fit > best) {
        best = fit;
        found = provider;
      }
    }
  }
  return found;
}

/* ---- one account's servers ---------------------------------------------
 */

/* Whether who has an address in @domain has that server; whoever tells no
 * address may have any. */
static gboolean
serves (GStrv only_for, const char *domain)
{
  if (!*only_for || !domain)
    return TRUE;
  for (char **form = only_for; *form; form++)
    if (fnmatch (*form, domain, 0) == 0)
      return TRUE;
  return FALSE;
}

/* (transfer full) (nullable): NULL: nothing fits into the gap */
static char *
fill (const char *url, const char *domain, const char *const *hosts)
{
  g_autofree char *form = host_of (url);
  const char *gap = strstr (form, "{domain}");
  g_auto (GStrv) around = g_strsplit (url, form, 2);

  if (gap && domain) {
    g_auto (GStrv) parts = g_strsplit (url, "{domain}", 2);

    return g_strjoinv (domain, parts);
  }
  if (!gap && !strchr (form, '*'))
    return g_strdup (url);
  for (; !gap && hosts && *hosts; hosts++)
    if (todoku_host_fits (form, *hosts))
      return g_strjoinv (*hosts, around);
  return NULL;
}

/**
 * todoku_provider_fill_endpoints:
 * @provider: a provider
 * @protocol: "imap", "pop3" or "smtp"
 * @domain: (nullable): of the account's address
 * @hosts: (nullable) (array zero-terminated=1): the names that are set in the
 * app, for servers of which the user alone has the whole name
 *
 * Returns: (transfer full): the URLs that this account has, in order of
 * preference, without gaps
 */
GStrv
todoku_provider_fill_endpoints (const TodokuProvider *provider,
                                const char *protocol,
                                const char *domain,
                                const char *const *hosts)
{
  const char *const *urls = todoku_provider_get_endpoints (provider, protocol);
  GPtrArray *only_for =
      provider->only_for[strcmp (protocol, "imap") == 0   ? 0
                         : strcmp (protocol, "pop3") == 0 ? 1
                                                          : 2];
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *lower = domain ? g_ascii_strdown (domain, -1) : NULL;

  for (guint i = 0; urls[i]; i++) {
    g_autofree char *url = serves (g_ptr_array_index (only_for, i), lower)
                               ? fill (urls[i], lower, hosts)
                               : NULL;

    if (url)
      g_strv_builder_add (builder, url);
  }
  return g_strv_builder_end (builder);
}
