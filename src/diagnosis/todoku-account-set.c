/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-account.h"

#include "todoku-account-private.h"

#include <glib/gi18n.h>
#include <string.h>

static const char *const symptoms[] = { "send",
                                        "receive",
                                        "both",
                                        "none",
                                        NULL };
static const char *const sign_ins[] = { "none",
                                        "password",
                                        "app-password",
                                        "oauth2",
                                        NULL };
static const char *const answer_words[] = { "yes", "no", "unknown", NULL };

static gboolean
complain (GError **error, const char *format, const char *value)
{
  g_autofree char *shown = todoku_visible_text (value, strlen (value), 100);

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_set_error (error,
               TODOKU_ACCOUNT_ERROR,
               TODOKU_ACCOUNT_ERROR_VALUE,
               format,
               shown);
#pragma GCC diagnostic pop
  return FALSE;
}

static void
replace (TodokuAccount *self,
         char **field,
         const char *value,
         TodokuAccountProp prop)
{
  if (g_strcmp0 (*field, value) == 0)
    return;
  g_clear_pointer (field, g_free);
  *field = g_strdup (value);
  todoku_account_notify (self, prop);
}

/* RFC 5321 §4.1.2 is wider; what people have fits this. */
static gboolean
is_address (const char *text)
{
  const char *at = strrchr (text, '@');
  g_autofree char *host = NULL;

  return at && at > text && at - text <= 64 &&
         !strpbrk (text, " <>\"()[],;:") &&
         todoku_host_normalise (at + 1, &host, NULL) && strchr (host, '.');
}

static gboolean
set_address (TodokuAccount *self, const char *value, GError **error)
{
  const TodokuProvider *provider;

  if (*value && !is_address (value))
    /* Translators: %s is what was typed; it must hold an "@" */
    return complain (error,
                     _ ("“%s” is not a mail address; an address looks like "
                        "taro@example.jp"),
                     value);
  if (g_strcmp0 (self->address, value) != 0)
    g_clear_object (&self->found);
  replace (self, &self->address, *value ? value : NULL, PROP_ADDRESS);
  if (self->provider_chosen)
    return TRUE;
  provider =
      *value ? todoku_knowledge_provider_for_domain (self->knowledge,
                                                     strrchr (value, '@') + 1)
             : NULL;
  replace (self,
           &self->provider,
           provider ? provider->id : NULL,
           PROP_PROVIDER);
  return TRUE;
}

static gboolean
set_provider (TodokuAccount *self, const char *value, GError **error)
{
  if (*value && !todoku_knowledge_find_provider (self->knowledge, value))
    return complain (error,
                     _ ("“%s” is not a mail service that Todoku knows; "
                        "todoku-cli list providers shows all"),
                     value);
  self->provider_chosen = *value != '\0';
  replace (self, &self->provider, *value ? value : NULL, PROP_PROVIDER);
  return TRUE;
}

static gboolean
set_app (TodokuAccount *self, const char *value, GError **error)
{
  if (*value && !todoku_knowledge_find_mail_app (self->knowledge, value))
    return complain (error,
                     _ ("“%s” is not a mail app that Todoku knows; todoku-cli "
                        "list apps shows all"),
                     value);
  replace (self, &self->app, *value ? value : "other-program", PROP_APP);
  return TRUE;
}

static gboolean
set_symptom (TodokuAccount *self, const char *value, GError **error)
{
  if (*value && !g_strv_contains (symptoms, value))
    return complain (error,
                     _ ("“%s” is not a symptom; write send, receive, both or "
                        "none"),
                     value);
  replace (self, &self->symptom, *value ? value : "both", PROP_SYMPTOM);
  return TRUE;
}

static gboolean
set_sign_in (TodokuAccount *self, const char *value, GError **error)
{
  if (*value && !g_strv_contains (sign_ins, value))
    return complain (error,
                     _ ("“%s” is not a way to sign in; write password, "
                        "app-password or oauth2"),
                     value);
  replace (self, &self->sign_in, *value ? value : "none", PROP_SIGN_IN);
  return TRUE;
}

static gboolean
set_user (TodokuAccount *self, const char *value, GError **error)
{
  if (strlen (value) > 1024)
    return complain (error, _ ("the user name “%s” is too long"), value);
  replace (self, &self->user, *value ? value : NULL, PROP_USER);
  return TRUE;
}

static gboolean
set_endpoint (TodokuAccount *self,
              TodokuEndpoint **field,
              const char *value,
              TodokuAccountProp prop,
              GError **error)
{
  g_autoptr (TodokuEndpoint) endpoint = NULL;

  if (*value) {
    endpoint = todoku_endpoint_parse (value, error);
    if (!endpoint)
      return FALSE;
    if (prop == PROP_OUTGOING && endpoint->protocol != TODOKU_PROTOCOL_SMTP)
      return complain (error,
                       _ ("“%s” receives mail; the outgoing server is written "
                          "as smtps://host:465 or smtp+starttls://host:587"),
                       value);
    if (prop == PROP_INCOMING && endpoint->protocol == TODOKU_PROTOCOL_SMTP)
      return complain (error,
                       _ ("“%s” sends mail; the incoming server is written as "
                          "imaps://host:993 or pop3s://host:995"),
                       value);
  }
  if (todoku_endpoint_equal (*field, endpoint))
    return TRUE;
  g_clear_pointer (field, todoku_endpoint_free);
  *field = g_steal_pointer (&endpoint);
  todoku_account_notify (self, prop);
  return TRUE;
}

static gboolean
has_question (TodokuAccount *self, const char *item)
{
  GPtrArray *checklist = todoku_knowledge_get_checklist (self->knowledge);

  for (guint i = 0; i < checklist->len; i++)
    if (strcmp (((TodokuChecklistEntry *) g_ptr_array_index (checklist, i))->id,
                item) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
set_answer (TodokuAccount *self,
            const char *item,
            const char *value,
            GError **error)
{
  if (!has_question (self, item))
    return complain (error,
                     _ ("“%s” is not a question of the checklist"),
                     item);
  if (*value && !g_strv_contains (answer_words, value))
    return complain (error,
                     _ ("“%s” is not an answer; write yes, no or unknown"),
                     value);
  if (g_strcmp0 (g_hash_table_lookup (self->answers, item),
                 *value ? value : NULL) == 0)
    return TRUE;
  if (*value)
    g_hash_table_insert (self->answers, g_strdup (item), g_strdup (value));
  else
    g_hash_table_remove (self->answers, item);
  todoku_account_tell_answers (self);
  return TRUE;
}

/**
 * todoku_account_set:
 * @self: an account
 * @key: address provider app symptom incoming outgoing sign-in user or
 * answer.ID
 * @value: its value as text; "" clears
 * @error: return location
 *
 * The one validated way in from text.  An address of a known domain chooses the
 * provider, unless one was chosen by hand.
 *
 * Returns: %FALSE with one sentence in @error; nothing is changed then
 */
gboolean
todoku_account_set (TodokuAccount *self,
                    const char *key,
                    const char *value,
                    GError **error)
{
  g_return_val_if_fail (TODOKU_IS_ACCOUNT (self) && key && value, FALSE);

  if (strpbrk (value, "\r\n") || !g_utf8_validate (value, -1, NULL))
    return complain (error,
                     _ ("“%s” holds a line break or is not text; write it on "
                        "one line"),
                     value);
  if (strcmp (key, "address") == 0)
    return set_address (self, value, error);
  if (strcmp (key, "provider") == 0)
    return set_provider (self, value, error);
  if (strcmp (key, "app") == 0)
    return set_app (self, value, error);
  if (strcmp (key, "symptom") == 0)
    return set_symptom (self, value, error);
  if (strcmp (key, "incoming") == 0)
    return set_endpoint (self, &self->incoming, value, PROP_INCOMING, error);
  if (strcmp (key, "outgoing") == 0)
    return set_endpoint (self, &self->outgoing, value, PROP_OUTGOING, error);
  if (strcmp (key, "sign-in") == 0)
    return set_sign_in (self, value, error);
  if (strcmp (key, "user") == 0)
    return set_user (self, value, error);
  if (g_str_has_prefix (key, "answer."))
    return set_answer (self, key + strlen ("answer."), value, error);
  g_set_error (error,
               TODOKU_ACCOUNT_ERROR,
               TODOKU_ACCOUNT_ERROR_KEY,
               /* Translators: %s is a key such as "incoming" */
               _ ("an account has no “%s”; it has address, provider, app, "
                  "symptom, incoming, outgoing, sign-in, user and answers"),
               key);
  return FALSE;
}
