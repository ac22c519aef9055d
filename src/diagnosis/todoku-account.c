/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-account.h"

#include "todoku-account-private.h"

#include <string.h>

G_DEFINE_QUARK (todoku_account_error_quark, todoku_account_error)

G_DEFINE_FINAL_TYPE (TodokuAccount, todoku_account, G_TYPE_OBJECT)

static GParamSpec *props[PROP_USER + 1];

enum {
  ANSWERS_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* ---- life -----------------------------------------------------------------
 */

static void
todoku_account_finalize (GObject *object)
{
  TodokuAccount *self = TODOKU_ACCOUNT (object);

  g_clear_object (&self->found);
  g_clear_object (&self->knowledge);
  g_clear_pointer (&self->address, g_free);
  g_clear_pointer (&self->provider, g_free);
  g_clear_pointer (&self->app, g_free);
  g_clear_pointer (&self->symptom, g_free);
  g_clear_pointer (&self->incoming, todoku_endpoint_free);
  g_clear_pointer (&self->outgoing, todoku_endpoint_free);
  g_clear_pointer (&self->sign_in, g_free);
  g_clear_pointer (&self->user, g_free);
  g_clear_pointer (&self->derived_user, g_free);
  g_clear_pointer (&self->answers, g_hash_table_unref);
  G_OBJECT_CLASS (todoku_account_parent_class)->finalize (object);
}

static void
todoku_account_get_property (GObject *object,
                             guint id,
                             GValue *value,
                             GParamSpec *spec)
{
  TodokuAccount *self = TODOKU_ACCOUNT (object);

  switch ((TodokuAccountProp) id) {
  case PROP_ADDRESS:
    g_value_set_string (value, self->address);
    break;
  case PROP_PROVIDER:
    g_value_set_string (value, self->provider);
    break;
  case PROP_APP:
    g_value_set_string (value, self->app);
    break;
  case PROP_SYMPTOM:
    g_value_set_string (value, self->symptom);
    break;
  case PROP_INCOMING:
    g_value_set_boxed (value, self->incoming);
    break;
  case PROP_OUTGOING:
    g_value_set_boxed (value, self->outgoing);
    break;
  case PROP_SIGN_IN:
    g_value_set_string (value, self->sign_in);
    break;
  case PROP_USER:
    g_value_set_string (value, self->user);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
  }
}

static GParamSpec *
string_spec (const char *name)
{
  return g_param_spec_string (name,
                              NULL,
                              NULL,
                              NULL,
                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static void
todoku_account_class_init (TodokuAccountClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = todoku_account_finalize;
  object_class->get_property = todoku_account_get_property;
  props[PROP_ADDRESS] = string_spec ("address");
  props[PROP_PROVIDER] = string_spec ("provider");
  props[PROP_APP] = string_spec ("app");
  props[PROP_SYMPTOM] = string_spec ("symptom");
  props[PROP_SIGN_IN] = string_spec ("sign-in");
  props[PROP_USER] = string_spec ("user");
  props[PROP_INCOMING] =
      g_param_spec_boxed ("incoming",
                          NULL,
                          NULL,
                          TODOKU_TYPE_ENDPOINT,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_OUTGOING] =
      g_param_spec_boxed ("outgoing",
                          NULL,
                          NULL,
                          TODOKU_TYPE_ENDPOINT,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  /**
   * TodokuAccount::answers-changed:
   * @self: the account
   *
   * An answer to the checklist is new.
   */
  signals[ANSWERS_CHANGED] = g_signal_new ("answers-changed",
                                           TODOKU_TYPE_ACCOUNT,
                                           G_SIGNAL_RUN_LAST,
                                           0,
                                           NULL,
                                           NULL,
                                           NULL,
                                           G_TYPE_NONE,
                                           0);
}

static void
todoku_account_init (TodokuAccount *self)
{
  self->app = g_strdup ("other-program");
  self->symptom = g_strdup ("both");
  self->sign_in = g_strdup ("none");
  self->answers =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/**
 * todoku_account_new:
 * @knowledge: all that is known
 *
 * Returns: (transfer full): an empty account
 */
TodokuAccount *
todoku_account_new (TodokuKnowledge *knowledge)
{
  TodokuAccount *self;

  g_return_val_if_fail (TODOKU_IS_KNOWLEDGE (knowledge), NULL);

  self = g_object_new (TODOKU_TYPE_ACCOUNT, NULL);
  self->knowledge = g_object_ref (knowledge);
  return self;
}

void
todoku_account_notify (TodokuAccount *self, TodokuAccountProp prop)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[prop]);
}

void
todoku_account_tell_answers (TodokuAccount *self)
{
  g_signal_emit (self, signals[ANSWERS_CHANGED], 0);
}

/**
 * todoku_account_fill_from_provider:
 * @self: an account
 * @incoming_protocol: (nullable): "imap" or "pop3"; %NULL: what the provider
 * prefers
 * @flags: whether what is set stays
 *
 * Takes the provider's own servers.
 */
void
todoku_account_fill_from_provider (TodokuAccount *self,
                                   const char *incoming_protocol,
                                   TodokuFillFlags flags)
{
  const TodokuProvider *provider;
  g_auto (GStrv) incoming = NULL;
  g_auto (GStrv) outgoing = NULL;

  g_return_if_fail (TODOKU_IS_ACCOUNT (self));

  provider = todoku_account_get_provider (self);
  if (!provider)
    return;
  incoming =
      todoku_account_list_endpoints (self,
                                     incoming_protocol ? incoming_protocol
                                     : *provider->imap ? "imap"
                                                       : "pop3",
                                     NULL);
  outgoing = todoku_account_list_endpoints (self, "smtp", NULL);
  if (*incoming && (!self->incoming || (flags & TODOKU_FILL_REPLACE)))
    todoku_account_set (self, "incoming", *incoming, NULL);
  if (*outgoing && (!self->outgoing || (flags & TODOKU_FILL_REPLACE)))
    todoku_account_set (self, "outgoing", *outgoing, NULL);
}

/**
 * todoku_account_clear:
 * @self: an account
 *
 * Forgets everything.
 */
void
todoku_account_clear (TodokuAccount *self)
{
  static const char *const keys[] = { "provider", "address",  "app",
                                      "symptom",  "incoming", "outgoing",
                                      "sign-in",  "user" };

  g_return_if_fail (TODOKU_IS_ACCOUNT (self));

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    todoku_account_set (self, keys[i], "", NULL);
  if (g_hash_table_size (self->answers) == 0)
    return;
  g_hash_table_remove_all (self->answers);
  todoku_account_tell_answers (self);
}

static void
put (char **field, const char *value)
{
  g_clear_pointer (field, g_free);
  *field = g_strdup (value);
}

/**
 * todoku_account_copy:
 * @self: an account
 *
 * Returns: (transfer full): the same once more, which what is set later does
 * not change; it knows, too, where its servers are from and who vouches for
 * them
 */
TodokuAccount *
todoku_account_copy (TodokuAccount *self)
{
  TodokuAccount *copy;
  GHashTableIter iter;
  gpointer item, answer;

  g_return_val_if_fail (TODOKU_IS_ACCOUNT (self), NULL);

  copy = todoku_account_new (self->knowledge);
  put (&copy->address, self->address);
  put (&copy->provider, self->provider);
  copy->provider_chosen = self->provider_chosen;
  put (&copy->app, self->app);
  put (&copy->symptom, self->symptom);
  copy->incoming =
      self->incoming ? todoku_endpoint_copy (self->incoming) : NULL;
  copy->outgoing =
      self->outgoing ? todoku_endpoint_copy (self->outgoing) : NULL;
  put (&copy->sign_in, self->sign_in);
  put (&copy->user, self->user);
  copy->found = self->found ? g_object_ref (self->found) : NULL;
  g_hash_table_iter_init (&iter, self->answers);
  while (g_hash_table_iter_next (&iter, &item, &answer))
    g_hash_table_insert (copy->answers, g_strdup (item), g_strdup (answer));
  return copy;
}

/* ---- getting --------------------------------------------------------------
 */

/**
 * todoku_account_get_knowledge:
 * @self: an account
 *
 * Returns: (transfer none): the knowledge
 */
TodokuKnowledge *
todoku_account_get_knowledge (TodokuAccount *self)
{
  g_return_val_if_fail (TODOKU_IS_ACCOUNT (self), NULL);

  return self->knowledge;
}

/**
 * todoku_account_get_address:
 * @self: an account
 *
 * Returns: (transfer none) (nullable): the mail address
 */
const char *
todoku_account_get_address (TodokuAccount *self)
{
  g_return_val_if_fail (TODOKU_IS_ACCOUNT (self), NULL);

  return self->address;
}

/**
 * todoku_account_get_provider:
 * @self: an account
 *
 * Returns: (transfer none) (nullable): the mail service
 */
const TodokuProvider *
todoku_account_get_provider (TodokuAccount *self)
{
  g_return_val_if_fail (TODOKU_IS_ACCOUNT (self), NULL);

  return todoku_knowledge_find_provider (self->knowledge, self->provider);
}

/**
 * todoku_account_list_endpoints:
 * @self: an account
 * @protocol: "imap", "pop3" or "smtp"
 * @host: (nullable): one more name that may be a server's of it
 *
 * Returns: (transfer full) (array zero-terminated=1): URLs of the servers that
 * the provider has for this account, in order of preference; empty without a
 * provider
 */
GStrv
todoku_account_list_endpoints (TodokuAccount *self,
                               const char *protocol,
                               const char *host)
{
  const TodokuProvider *provider;
  const TodokuEndpoint *set[2];
  const char *hosts[4] = { NULL };
  gsize n = 0;

  g_return_val_if_fail (TODOKU_IS_ACCOUNT (self) && protocol, NULL);

  provider = todoku_account_get_provider (self);
  set[0] = self->incoming;
  set[1] = self->outgoing;
  if (host)
    hosts[n++] = host;
  for (gsize i = 0; i < G_N_ELEMENTS (set); i++)
    if (set[i])
      hosts[n++] = set[i]->host;
  return provider
             ? todoku_provider_fill_endpoints (provider,
                                               protocol,
                                               self->address
                                                   ? strrchr (self->address,
                                                              '@') +
                                                         1
                                                   : NULL,
                                               hosts)
             : g_new0 (char *, 1);
}

/**
 * todoku_account_get_mail_app:
 * @self: an account
 *
 * Returns: (transfer none): the mail app, other-program by default
 */
const TodokuMailApp *
todoku_account_get_mail_app (TodokuAccount *self)
{
  g_return_val_if_fail (TODOKU_IS_ACCOUNT (self), NULL);

  return todoku_knowledge_find_mail_app (self->knowledge, self->app);
}

/**
 * todoku_account_get_symptom:
 * @self: an account
 *
 * Returns: (transfer none): send, receive, both or none
 */
const char *
todoku_account_get_symptom (TodokuAccount *self)
{
  g_return_val_if_fail (TODOKU_IS_ACCOUNT (self), NULL);

  return self->symptom;
}

/**
 * todoku_account_get_incoming:
 * @self: an account
 *
 * Returns: (transfer none) (nullable): the incoming server as set in the app
 */
const TodokuEndpoint *
todoku_account_get_incoming (TodokuAccount *self)
{
  g_return_val_if_fail (TODOKU_IS_ACCOUNT (self), NULL);

  return self->incoming;
}

/**
 * todoku_account_get_outgoing:
 * @self: an account
 *
 * Returns: (transfer none) (nullable): the outgoing server as set in the app
 */
const TodokuEndpoint *
todoku_account_get_outgoing (TodokuAccount *self)
{
  g_return_val_if_fail (TODOKU_IS_ACCOUNT (self), NULL);

  return self->outgoing;
}

/**
 * todoku_account_get_sign_in:
 * @self: an account
 *
 * Returns: (transfer none): none, password, app-password or oauth2
 */
const char *
todoku_account_get_sign_in (TodokuAccount *self)
{
  g_return_val_if_fail (TODOKU_IS_ACCOUNT (self), NULL);

  return self->sign_in;
}

/* Made anew when the address or the provider changes; kept, so that the getter
 * hands out what it owns. */
static const char *
derive_user (TodokuAccount *self)
{
  const TodokuProvider *provider = todoku_account_get_provider (self);
  gboolean local = provider && strcmp (provider->username, "local-part") == 0;
  g_autofree char *user = NULL;

  if (!self->address || !local)
    return self->address;
  user = g_strndup (self->address,
                    (gsize) (strrchr (self->address, '@') - self->address));
  if (g_strcmp0 (self->derived_user, user) != 0) {
    g_clear_pointer (&self->derived_user, g_free);
    self->derived_user = g_steal_pointer (&user);
  }
  return self->derived_user;
}

/**
 * todoku_account_get_user:
 * @self: an account
 *
 * Returns: (transfer none) (nullable): the user name to sign in with: as given,
 *   else in the form that the provider wants; %NULL without an address
 */
const char *
todoku_account_get_user (TodokuAccount *self)
{
  g_return_val_if_fail (TODOKU_IS_ACCOUNT (self), NULL);

  return self->user ? self->user : derive_user (self);
}

/**
 * todoku_account_get_answer:
 * @self: an account
 * @item: id of a checklist item
 *
 * Returns: (transfer none) (nullable): yes, no or unknown
 */
const char *
todoku_account_get_answer (TodokuAccount *self, const char *item)
{
  g_return_val_if_fail (TODOKU_IS_ACCOUNT (self) && item, NULL);

  return g_hash_table_lookup (self->answers, item);
}
