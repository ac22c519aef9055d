/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-redaction.h"

#include <gio/gio.h>
#include <string.h>

#define HIDDEN_IP "[…]"

/* An address as servers write it: bare, with a port behind it, or tagged
 * (RFC 5321 §4.1.3).  One of IPv6 may end as one of IPv4 (RFC 4291 §2.2). */
#define IPV4 "[0-9]{1,3}(?:\\.[0-9]{1,3}){3}(?![0-9A-Z])"
#define GROUP "[0-9A-F]{0,4}"
#define IP                                                                     \
  "(?:(?<![0-9A-Z.:])|(?<=IPv6:))"                                             \
  "(?:" GROUP "(?::" GROUP "){1,6}:" IPV4 "|" GROUP "(?::" GROUP               \
  "){2,7}(?![0-9A-Z:])|" IPV4 ")"

struct _TodokuRedaction {
  GPtrArray *found;       /* (element-type GRegex) */
  GPtrArray *replacement; /* (element-type utf8) */
  guint n_everywhere;     /* of them; the rest is for servers' words alone */
  GRegex *ip;
  GHashTable *servers; /* numeric addresses that may be shown */
};

/**
 * todoku_redaction_shorten:
 * @address: a mail address or a user name
 *
 * Returns: (transfer full): its first character and its domain
 */
char *
todoku_redaction_shorten (const char *address)
{
  const char *at = strrchr (address, '@');
  g_autofree char *first = g_utf8_substring (address, 0, 1);

  return g_strconcat (first, "…", at ? at : "", NULL);
}

static void
hide (TodokuRedaction *self, const char *word, const char *replacement)
{
  g_autofree char *escaped = g_regex_escape_string (word, -1);
  /* "info" is a user name and a word: only whole words are replaced. */
  g_autofree char *pattern =
      g_strdup_printf ("(?<![\\w.+-])%s(?![\\w-])", escaped);
  GRegex *regex =
      g_regex_new (pattern, G_REGEX_CASELESS | G_REGEX_OPTIMIZE, 0, NULL);

  if (!regex)
    return;
  g_ptr_array_add (self->found, regex);
  g_ptr_array_add (self->replacement, g_strdup (replacement));
}

/* A name without "@" may be a word like any other ("info", "mail"): it is
 * hidden in what servers said, where it stands for the user, and not in our own
 * texts. */
static void
hide_address (TodokuRedaction *self, TodokuAccount *account)
{
  const char *address = todoku_account_get_address (account);
  const char *user = todoku_account_get_user (account);
  g_autofree char *shown = address ? todoku_redaction_shorten (address) : NULL;
  g_autofree char *shown_user = user ? todoku_redaction_shorten (user) : NULL;

  if (address)
    hide (self, address, shown);
  if (user && strchr (user, '@') && g_strcmp0 (user, address) != 0)
    hide (self, user, shown_user);
  self->n_everywhere = self->found->len;
  if (user && !strchr (user, '@'))
    hide (self, user, shown_user);
  if (address) {
    g_autofree char *local =
        g_strndup (address, (gsize) (strrchr (address, '@') - address));

    if (strlen (local) >= 3)
      hide (self, local, "…");
  }
}

/**
 * todoku_redaction_new:
 * @run: a run
 * @flags: %TODOKU_REPORT_UNREDACTED leaves the address whole
 *
 * Returns: (transfer full): what is to be left out of its reports
 */
TodokuRedaction *
todoku_redaction_new (TodokuRun *run, TodokuReportFlags flags)
{
  TodokuRedaction *self = g_new0 (TodokuRedaction, 1);
  GListModel *observations = todoku_run_get_observations (run);

  self->found = g_ptr_array_new_with_free_func ((GDestroyNotify) g_regex_unref);
  self->replacement = g_ptr_array_new_with_free_func (g_free);
  self->servers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->ip = g_regex_new (IP, G_REGEX_CASELESS | G_REGEX_OPTIMIZE, 0, NULL);
  if (!(flags & TODOKU_REPORT_UNREDACTED))
    hide_address (self, todoku_run_get_account (run));
  for (guint i = 0; i < g_list_model_get_n_items (observations); i++) {
    g_autoptr (TodokuObservation) observation =
        g_list_model_get_item (observations, i);
    const char *address = todoku_observation_get_address (observation);

    g_hash_table_add (self->servers,
                      g_strdup (
                          todoku_observation_get_endpoint (observation)->host));
    if (address)
      g_hash_table_add (self->servers, g_strdup (address));
  }
  return self;
}

/**
 * todoku_redaction_free:
 * @self: (nullable): a redaction
 */
void
todoku_redaction_free (TodokuRedaction *self)
{
  if (!self)
    return;
  g_ptr_array_unref (self->found);
  g_ptr_array_unref (self->replacement);
  g_regex_unref (self->ip);
  g_hash_table_unref (self->servers);
  g_free (self);
}

/* A time of day or a version number looks like an address and is none. */
static gboolean
ip_cb (const GMatchInfo *match, GString *result, gpointer data)
{
  TodokuRedaction *self = data;
  g_autofree char *text = g_match_info_fetch (match, 0);
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (text);
  gboolean shown = !address || g_hash_table_contains (self->servers, text) ||
                   g_inet_address_get_is_any (address);

  g_string_append (result, shown ? text : HIDDEN_IP);
  return FALSE;
}

static char *
apply (TodokuRedaction *self, const char *text, guint n)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  for (guint i = 0; i < n; i++) {
    g_autofree char *before = g_steal_pointer (&valid);

    valid = g_regex_replace_literal (g_ptr_array_index (self->found, i),
                                     before,
                                     -1,
                                     0,
                                     g_ptr_array_index (self->replacement, i),
                                     0,
                                     NULL);
    if (!valid)
      return g_strdup ("…");
  }
  return g_regex_replace_eval (self->ip, valid, -1, 0, 0, ip_cb, self, NULL);
}

/**
 * todoku_redaction_apply:
 * @self: a redaction
 * @text: (nullable): a text of ours
 *
 * Returns: (transfer full) (nullable): @text without what is left out
 */
char *
todoku_redaction_apply (TodokuRedaction *self, const char *text)
{
  return text ? apply (self, text, self->n_everywhere) : NULL;
}

/**
 * todoku_redaction_apply_to_server:
 * @self: a redaction
 * @text: (nullable): what a server said or was told, valid UTF-8 or not
 *
 * Returns: (transfer full) (nullable): @text without what is left out
 */
char *
todoku_redaction_apply_to_server (TodokuRedaction *self, const char *text)
{
  return text ? apply (self, text, self->found->len) : NULL;
}
