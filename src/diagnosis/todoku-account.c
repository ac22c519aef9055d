/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-account.h"

#include <glib/gi18n.h>
#include <string.h>

G_DEFINE_QUARK (todoku_account_error_quark, todoku_account_error)

struct _TodokuAccount {
  GObject parent_instance;

  TodokuKnowledge *knowledge;
  char *address;
  char *provider;
  gboolean provider_chosen;   /* by hand: a new address does not change it */
  char *app;
  char *symptom;
  TodokuEndpoint *incoming;
  TodokuEndpoint *outgoing;
  char *sign_in;
  char *user;
  GHashTable *answers;        /* item → yes, no, unknown */
};

G_DEFINE_FINAL_TYPE (TodokuAccount, todoku_account, G_TYPE_OBJECT)

typedef enum {
  PROP_ADDRESS = 1,
  PROP_PROVIDER,
  PROP_APP,
  PROP_SYMPTOM,
  PROP_INCOMING,
  PROP_OUTGOING,
  PROP_SIGN_IN,
  PROP_USER,
} TodokuAccountProp;

static GParamSpec *props[PROP_USER + 1];

enum { ANSWERS_CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static const char *const symptoms[] = { "send", "receive", "both", "none", NULL };
static const char *const sign_ins[] = { "none", "password", "app-password", "oauth2", NULL };
static const char *const answer_words[] = { "yes", "no", "unknown", NULL };

/* ---- life ----------------------------------------------------------------- */

static void
todoku_account_finalize (GObject *object)
{
  TodokuAccount *self = TODOKU_ACCOUNT (object);

  g_clear_object (&self->knowledge);
  g_clear_pointer (&self->address, g_free);
  g_clear_pointer (&self->provider, g_free);
  g_clear_pointer (&self->app, g_free);
  g_clear_pointer (&self->symptom, g_free);
  g_clear_pointer (&self->incoming, todoku_endpoint_free);
  g_clear_pointer (&self->outgoing, todoku_endpoint_free);
  g_clear_pointer (&self->sign_in, g_free);
  g_clear_pointer (&self->user, g_free);
  g_clear_pointer (&self->answers, g_hash_table_unref);
  G_OBJECT_CLASS (todoku_account_parent_class)->finalize (object);
}

static void
todoku_account_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  TodokuAccount *self = TODOKU_ACCOUNT (object);

  switch ((TodokuAccountProp) id)
    {
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
  return g_param_spec_string (name, NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
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
  props[PROP_INCOMING] = g_param_spec_boxed ("incoming", NULL, NULL, TODOKU_TYPE_ENDPOINT, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_OUTGOING] = g_param_spec_boxed ("outgoing", NULL, NULL, TODOKU_TYPE_ENDPOINT, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  /**
   * TodokuAccount::answers-changed:
   * @self: the account
   *
   * An answer to the checklist is new.
   */
  signals[ANSWERS_CHANGED] = g_signal_new ("answers-changed", TODOKU_TYPE_ACCOUNT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
todoku_account_init (TodokuAccount *self)
{
  self->app = g_strdup ("other-program");
  self->symptom = g_strdup ("both");
  self->sign_in = g_strdup ("none");
  self->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
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

/* ---- setting -------------------------------------------------------------- */

static gboolean
complain (GError **error, const char *format, const char *value)
{
  g_autofree char *shown = todoku_visible_text (value, strlen (value), 100);

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_set_error (error, TODOKU_ACCOUNT_ERROR, TODOKU_ACCOUNT_ERROR_VALUE, format, shown);
#pragma GCC diagnostic pop
  return FALSE;
}

static void
replace (TodokuAccount *self, char **field, const char *value, TodokuAccountProp prop)
{
  if (g_strcmp0 (*field, value) == 0)
    return;
  g_free (*field);
  *field = g_strdup (value);
  g_object_notify_by_pspec (G_OBJECT (self), props[prop]);
}

/* RFC 5321 §4.1.2 is wider; what people have fits this. */
static gboolean
is_address (const char *text)
{
  const char *at = strrchr (text, '@');
  g_autofree char *host = NULL;

  return at && at > text && at - text <= 64 && !strpbrk (text, " <>\"()[],;:") && todoku_host_normalise (at + 1, &host, NULL) && strchr (host, '.');
}

static gboolean
set_address (TodokuAccount *self, const char *value, GError **error)
{
  const TodokuProvider *provider;

  if (*value && !is_address (value))
    /* Translators: %s is what was typed; it must hold an "@" */
    return complain (error, _ ("“%s” is not a mail address; an address looks like taro@example.jp"), value);
  replace (self, &self->address, *value ? value : NULL, PROP_ADDRESS);
  if (self->provider_chosen)
    return TRUE;
  provider = *value ? todoku_knowledge_provider_for_domain (self->knowledge, strrchr (value, '@') + 1) : NULL;
  replace (self, &self->provider, provider ? provider->id : NULL, PROP_PROVIDER);
  return TRUE;
}

static gboolean
set_provider (TodokuAccount *self, const char *value, GError **error)
{
  if (*value && !todoku_knowledge_find_provider (self->knowledge, value))
    return complain (error, _ ("“%s” is not a mail service that Todoku knows; todoku-cli list providers shows all"), value);
  self->provider_chosen = *value != '\0';
  replace (self, &self->provider, *value ? value : NULL, PROP_PROVIDER);
  return TRUE;
}

static gboolean
set_app (TodokuAccount *self, const char *value, GError **error)
{
  if (*value && !todoku_knowledge_find_mail_app (self->knowledge, value))
    return complain (error, _ ("“%s” is not a mail app that Todoku knows; todoku-cli list apps shows all"), value);
  replace (self, &self->app, *value ? value : "other-program", PROP_APP);
  return TRUE;
}

static gboolean
set_symptom (TodokuAccount *self, const char *value, GError **error)
{
  if (*value && !g_strv_contains (symptoms, value))
    return complain (error, _ ("“%s” is not a symptom; write send, receive, both or none"), value);
  replace (self, &self->symptom, *value ? value : "both", PROP_SYMPTOM);
  return TRUE;
}

static gboolean
set_sign_in (TodokuAccount *self, const char *value, GError **error)
{
  if (*value && !g_strv_contains (sign_ins, value))
    return complain (error, _ ("“%s” is not a way to sign in; write password, app-password or oauth2"), value);
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
set_endpoint (TodokuAccount *self, TodokuEndpoint **field, const char *value, TodokuAccountProp prop, GError **error)
{
  g_autoptr (TodokuEndpoint) endpoint = NULL;

  if (*value)
    {
      endpoint = todoku_endpoint_parse (value, error);
      if (!endpoint)
        return FALSE;
      if (prop == PROP_OUTGOING && endpoint->protocol != TODOKU_PROTOCOL_SMTP)
        return complain (error, _ ("“%s” receives mail; the outgoing server is written as smtps://host:465 or smtp+starttls://host:587"), value);
      if (prop == PROP_INCOMING && endpoint->protocol == TODOKU_PROTOCOL_SMTP)
        return complain (error, _ ("“%s” sends mail; the incoming server is written as imaps://host:993 or pop3s://host:995"), value);
    }
  if (todoku_endpoint_equal (*field, endpoint))
    return TRUE;
  todoku_endpoint_free (*field);
  *field = g_steal_pointer (&endpoint);
  g_object_notify_by_pspec (G_OBJECT (self), props[prop]);
  return TRUE;
}

static gboolean
has_question (TodokuAccount *self, const char *item)
{
  GPtrArray *checklist = todoku_knowledge_get_checklist (self->knowledge);

  for (guint i = 0; i < checklist->len; i++)
    if (strcmp (((TodokuChecklistEntry *) g_ptr_array_index (checklist, i))->id, item) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
set_answer (TodokuAccount *self, const char *item, const char *value, GError **error)
{
  if (!has_question (self, item))
    return complain (error, _ ("“%s” is not a question of the checklist"), item);
  if (*value && !g_strv_contains (answer_words, value))
    return complain (error, _ ("“%s” is not an answer; write yes, no or unknown"), value);
  if (*value)
    g_hash_table_insert (self->answers, g_strdup (item), g_strdup (value));
  else
    g_hash_table_remove (self->answers, item);
  g_signal_emit (self, signals[ANSWERS_CHANGED], 0);
  return TRUE;
}

/**
 * todoku_account_set:
 * @self: an account
 * @key: address provider app symptom incoming outgoing sign-in user or answer.ID
 * @value: its value as text; "" clears
 * @error: return location
 *
 * The one validated way in from text.
 *
 * Returns: %FALSE with one sentence in @error; nothing is changed then
 */
gboolean
todoku_account_set (TodokuAccount *self, const char *key, const char *value, GError **error)
{
  g_return_val_if_fail (TODOKU_IS_ACCOUNT (self) && key && value, FALSE);

  if (strpbrk (value, "\r\n") || !g_utf8_validate (value, -1, NULL))
    return complain (error, _ ("“%s” holds a line break or is not text; write it on one line"), value);
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
  g_set_error (error, TODOKU_ACCOUNT_ERROR, TODOKU_ACCOUNT_ERROR_KEY, "there is no “%s” in an account", key);
  return FALSE;
}

/**
 * todoku_account_fill_from_provider:
 * @self: an account
 * @incoming_protocol: (nullable): "imap" or "pop3"; %NULL: what the provider prefers
 * @flags: whether what is set stays
 *
 * Takes the provider's own servers.
 */
void
todoku_account_fill_from_provider (TodokuAccount *self, const char *incoming_protocol, TodokuFillFlags flags)
{
  const TodokuProvider *provider;
  const char *const *incoming;
  const char *const *outgoing;

  g_return_if_fail (TODOKU_IS_ACCOUNT (self));

  provider = todoku_account_get_provider (self);
  if (!provider)
    return;
  incoming = todoku_provider_get_endpoints (provider, incoming_protocol ? incoming_protocol : *provider->imap ? "imap" : "pop3");
  outgoing = todoku_provider_get_endpoints (provider, "smtp");
  if (*incoming && (!self->incoming || (flags & TODOKU_FILL_REPLACE)))
    set_endpoint (self, &self->incoming, *incoming, PROP_INCOMING, NULL);
  if (*outgoing && (!self->outgoing || (flags & TODOKU_FILL_REPLACE)))
    set_endpoint (self, &self->outgoing, *outgoing, PROP_OUTGOING, NULL);
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
  static const char *const keys[] = { "provider", "address", "app", "symptom", "incoming", "outgoing", "sign-in", "user" };

  g_return_if_fail (TODOKU_IS_ACCOUNT (self));

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    todoku_account_set (self, keys[i], "", NULL);
  g_hash_table_remove_all (self->answers);
  g_signal_emit (self, signals[ANSWERS_CHANGED], 0);
}

/* ---- getting -------------------------------------------------------------- */

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

/**
 * todoku_account_get_user:
 * @self: an account
 *
 * Returns: (transfer none) (nullable): the user name as given, else the address; %NULL without
 *   either
 */
const char *
todoku_account_get_user (TodokuAccount *self)
{
  g_return_val_if_fail (TODOKU_IS_ACCOUNT (self), NULL);

  return self->user ? self->user : self->address;
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
