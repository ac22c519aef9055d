/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-explain.h"

#include "todoku-endpoint.h"
#include "todoku-fold.h"
#include "todoku-text.h"

#include <string.h>

/* Letters of a mail app's name: shorter ones ("NAS") are words of many texts.
 */
#define MIN_NAME 5
/* Addresses and host names that are looked at. */
#define MAX_NAMES 200

/* ---- what it is about ------------------------------------------------------
 */

static gboolean
is_name_char (char c)
{
  return g_ascii_isalnum (c) || c == '-' || c == '.';
}

static const TodokuProvider *
provider_of_name (TodokuKnowledge *knowledge,
                  const char *start,
                  gsize length,
                  gboolean is_address)
{
  g_autofree char *name = g_strndup (start, length);
  g_autofree char *host = NULL;

  while (length > 0 && name[length - 1] == '.')
    name[--length] = '\0';
  if (!strchr (name, '.') || !todoku_host_normalise (name, &host, NULL))
    return NULL;
  return is_address ? todoku_knowledge_provider_for_domain (knowledge, host)
                    : todoku_knowledge_provider_for_host (knowledge, host);
}

/* A server's own host name says more than an address, which may be the
 * recipient's; pages of help ("support.google.com") are hosts of no service. */
static const TodokuProvider *
find_named_provider (TodokuKnowledge *knowledge, const char *text)
{
  const TodokuProvider *by_address = NULL;
  guint seen = 0;

  for (const char *p = text; *p && seen < MAX_NAMES;) {
    gsize length = 0;
    gboolean is_address = p > text && p[-1] == '@';
    const TodokuProvider *provider;

    while (is_name_char (p[length]))
      length++;
    if (length == 0) {
      p++;
      continue;
    }
    provider = provider_of_name (knowledge, p, length, is_address);
    seen += memchr (p, '.', length) != NULL;
    if (provider && !is_address)
      return provider;
    by_address = by_address ? by_address : provider;
    p += length;
  }
  return by_address;
}

/* A group may be several services that say the same: the one that is offered
 * first stands for it, and the user sees it in the form. */
static const TodokuProvider *
find_group (TodokuKnowledge *knowledge, const char *group)
{
  GPtrArray *providers = todoku_knowledge_get_providers (knowledge);

  for (guint i = 0; i < providers->len; i++) {
    const TodokuProvider *provider = g_ptr_array_index (providers, i);

    if (!provider->recognised_only && strcmp (provider->group, group) == 0)
      return provider;
  }
  return NULL;
}

static const TodokuProvider *
find_provider (TodokuExplanation *self, const char *text)
{
  const TodokuProvider *named = find_named_provider (self->knowledge, text);

  for (guint i = 0; !named && i < self->replies->len; i++) {
    const TodokuReplyPattern *reply = g_ptr_array_index (self->replies, i);

    named = find_group (self->knowledge, reply->said_by);
  }
  return named;
}

static gboolean
names_it (const char *folded, const char *name)
{
  g_autofree char *needle = todoku_fold (name);
  gsize length = strlen (needle);

  if (g_utf8_strlen (needle, -1) < MIN_NAME)
    return FALSE;
  for (const char *p = strstr (folded, needle); p; p = strstr (p + 1, needle))
    if ((p == folded || !g_ascii_isalnum (p[-1])) &&
        !g_ascii_isalnum (p[length]))
      return TRUE;
  return FALSE;
}

/* "Outlook 2010" is longer than any other name that may stand in it. */
static const TodokuMailApp *
find_app (TodokuKnowledge *knowledge, const char *folded)
{
  GPtrArray *apps = todoku_knowledge_get_mail_apps (knowledge);
  const TodokuMailApp *found = NULL;
  gsize length = 0;

  for (guint i = 0; i < apps->len; i++) {
    const TodokuMailApp *app = g_ptr_array_index (apps, i);

    for (int l = 0; l < TODOKU_N_LANGUAGES; l++)
      if (strlen (app->name.in[l]) > length &&
          names_it (folded, app->name.in[l])) {
        found = app;
        length = strlen (app->name.in[l]);
      }
  }
  return found;
}

/* A reply that only one mail app says names that app too. */
static const TodokuMailApp *
find_speaker (TodokuExplanation *self)
{
  const TodokuMailApp *speaker = NULL;

  for (guint i = 0; !speaker && i < self->replies->len; i++) {
    const TodokuReplyPattern *reply = g_ptr_array_index (self->replies, i);

    speaker = todoku_knowledge_find_mail_app (self->knowledge, reply->said_by);
  }
  return speaker;
}

static const char *
find_symptom (TodokuExplanation *self)
{
  for (guint i = 0; i < self->replies->len; i++) {
    const TodokuReplyPattern *reply = g_ptr_array_index (self->replies, i);

    if (g_strcmp0 (reply->protocol, "smtp") == 0)
      return "send";
    if (g_strcmp0 (reply->protocol, "imap") == 0 ||
        g_strcmp0 (reply->protocol, "pop3") == 0)
      return "receive";
  }
  return NULL;
}

/**
 * todoku_explanation_new:
 * @knowledge: what is known
 * @text: what somebody pasted, valid UTF-8
 * @said_by: (nullable): who said it
 * @date: YYYY-MM-DD
 *
 * What @text is known as, and what it tells of the account.  A pure function,
 * safe in any thread.
 *
 * Returns: (transfer full): the explanation
 */
TodokuExplanation *
todoku_explanation_new (TodokuKnowledge *knowledge,
                        const char *text,
                        const char *said_by,
                        const char *date)
{
  TodokuReplyQuery query = { .text = text, .said_by = said_by };
  TodokuExplanation *self;
  g_autofree char *folded = NULL;

  g_return_val_if_fail (TODOKU_IS_KNOWLEDGE (knowledge), NULL);
  g_return_val_if_fail (text && date, NULL);

  self = g_new0 (TodokuExplanation, 1);
  folded = todoku_fold (text);
  self->knowledge = g_object_ref (knowledge);
  self->replies = todoku_knowledge_match_reply (knowledge, &query);
  self->changes = todoku_knowledge_match_advice (knowledge, text, date);
  self->provider = find_provider (self, text);
  self->app = find_app (knowledge, folded);
  self->app = self->app ? self->app : find_speaker (self);
  self->symptom = find_symptom (self);
  return self;
}

/**
 * todoku_explanation_free:
 * @self: (transfer full): an explanation
 */
void
todoku_explanation_free (TodokuExplanation *self)
{
  g_clear_pointer (&self->replies, g_ptr_array_unref);
  g_clear_pointer (&self->changes, g_ptr_array_unref);
  g_clear_pointer (&self->passages, g_array_unref);
  g_clear_object (&self->knowledge);
  g_free (self);
}

/**
 * todoku_explanation_locate:
 * @self: an explanation
 * @text: what it explains
 *
 * Fills in @self's passages.  Safe in any thread.
 */
void
todoku_explanation_locate (TodokuExplanation *self, const char *text)
{
  g_return_if_fail (self && text);

  g_clear_pointer (&self->passages, g_array_unref);
  self->passages = todoku_knowledge_locate (text, self->replies, self->changes);
}
