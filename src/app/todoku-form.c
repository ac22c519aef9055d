/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-form.h"

#include "todoku-form-private.h"

#include <glib/gi18n.h>

enum {
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TodokuForm, todoku_form, G_TYPE_OBJECT)

static const char *const side_keys[] = { "incoming", "outgoing" };
static const TodokuField host_fields[] = { TODOKU_FIELD_INCOMING_HOST,
                                           TODOKU_FIELD_OUTGOING_HOST };
static const TodokuField port_fields[] = { TODOKU_FIELD_INCOMING_PORT,
                                           TODOKU_FIELD_OUTGOING_PORT };

static void
todoku_form_finalize (GObject *object)
{
  TodokuForm *self = TODOKU_FORM (object);

  g_clear_object (&self->account);
  g_clear_pointer (&self->date, g_free);
  g_clear_pointer (&self->address, g_free);
  for (guint i = 0; i < TODOKU_N_SIDES; i++) {
    g_clear_pointer (&self->servers[i].fields.host, g_free);
    g_clear_pointer (&self->servers[i].fields.port, g_free);
  }
  for (guint i = 0; i < TODOKU_N_FIELDS; i++)
    g_clear_pointer (&self->problems[i], g_free);
  G_OBJECT_CLASS (todoku_form_parent_class)->finalize (object);
}

static void
todoku_form_class_init (TodokuFormClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = todoku_form_finalize;
  signals[CHANGED] = g_signal_new ("changed",
                                   TODOKU_TYPE_FORM,
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   0);
}

static void
todoku_form_init (TodokuForm *self)
{
  self->address = g_strdup ("");
  for (guint i = 0; i < TODOKU_N_SIDES; i++) {
    self->servers[i].fields.host = g_strdup ("");
    self->servers[i].fields.port = g_strdup ("");
  }
  self->servers[TODOKU_SIDE_OUTGOING].fields.protocol = TODOKU_PROTOCOL_SMTP;
}

/*
 * todoku_form_emit_changed:
 * @self: a form
 *
 * Tells that something is to be shown anew.
 */
void
todoku_form_emit_changed (TodokuForm *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
replace (char **text, const char *with)
{
  if (g_strcmp0 (*text, with) == 0)
    return FALSE;
  g_free (*text);
  *text = g_strdup (with);
  return TRUE;
}

/*
 * todoku_form_set_problem:
 * @self: a form
 * @field: a field
 * @problem: (nullable): what is wrong there, with what was typed in it
 */
void
todoku_form_set_problem (TodokuForm *self,
                         TodokuField field,
                         const char *problem)
{
  g_autofree char *shown = todoku_shown_text (problem);

  replace (&self->problems[field], shown);
}

/*
 * todoku_form_get_endpoint:
 * @self: a form
 * @side: incoming or outgoing
 *
 * Returns: (nullable): what was typed, where it can be used
 */
const TodokuEndpoint *
todoku_form_get_endpoint (TodokuForm *self, TodokuSide side)
{
  return side == TODOKU_SIDE_INCOMING
             ? todoku_account_get_incoming (self->account)
             : todoku_account_get_outgoing (self->account);
}

/*
 * todoku_form_get_provider_id:
 * @self: a form
 *
 * Returns: (nullable): the service
 */
const char *
todoku_form_get_provider_id (TodokuForm *self)
{
  const TodokuProvider *provider = todoku_account_get_provider (self->account);

  return provider != NULL ? provider->id : NULL;
}

static void
set_fields (TodokuServerFields *fields, const TodokuEndpoint *endpoint)
{
  g_autofree char *port = NULL;

  replace (&fields->host, endpoint != NULL ? endpoint->host : "");
  if (endpoint == NULL) {
    replace (&fields->port, "");
    return;
  }
  port = g_strdup_printf ("%u", endpoint->port);
  replace (&fields->port, port);
  fields->protocol = endpoint->protocol;
  fields->security = endpoint->security;
}

/* From the account to what is shown. */
static void
pull_server (TodokuForm *self, TodokuSide side)
{
  set_fields (&self->servers[side].fields,
              todoku_form_get_endpoint (self, side));
  todoku_form_set_problem (self, host_fields[side], NULL);
  todoku_form_set_problem (self, port_fields[side], NULL);
}

static TodokuEndpoint *
make_endpoint (TodokuForm *self, TodokuSide side)
{
  const TodokuServerFields *fields = &self->servers[side].fields;
  g_autoptr (GError) error = NULL;
  g_autofree char *host = NULL;
  guint16 port;

  todoku_form_set_problem (self, host_fields[side], NULL);
  todoku_form_set_problem (self, port_fields[side], NULL);
  if (*fields->host == '\0')
    return NULL;
  if (!todoku_host_normalise (fields->host, &host, &error))
    todoku_form_set_problem (self, host_fields[side], error->message);
  if (!todoku_port_parse (fields->port, &port))
    todoku_form_set_problem (self,
                             port_fields[side],
                             _ ("A port is a number from 1 to 65535, such as "
                                "587"));
  else if (host != NULL)
    return todoku_endpoint_new (fields->protocol,
                                fields->security,
                                host,
                                port,
                                NULL);
  return NULL;
}

/* From what is shown to the account; what cannot be used is not kept there. */
static void
push_server (TodokuForm *self, TodokuSide side)
{
  g_autoptr (TodokuEndpoint) endpoint = make_endpoint (self, side);
  g_autofree char *url =
      endpoint != NULL ? todoku_endpoint_to_string (endpoint) : g_strdup ("");
  g_autoptr (GError) error = NULL;

  if (!todoku_account_set (self->account, side_keys[side], url, &error))
    todoku_form_set_problem (self, host_fields[side], error->message);
}

static void
push_touched (TodokuForm *self, TodokuSide side)
{
  self->servers[side].touched = TRUE;
  push_server (self, side);
  todoku_form_emit_changed (self);
}

static void
fill_from_provider (TodokuForm *self)
{
  for (guint side = 0; side < TODOKU_N_SIDES; side++)
    todoku_account_set (self->account, side_keys[side], "", NULL);
  todoku_account_fill_from_provider (self->account,
                                     self->protocol_chosen
                                         ? todoku_form_get_incoming_protocol (
                                               self)
                                         : NULL,
                                     TODOKU_FILL_REPLACE);
  for (guint side = 0; side < TODOKU_N_SIDES; side++)
    if (self->servers[side].touched)
      push_server (self, side);
    else
      pull_server (self, side);
}

/* A choice that the service does not accept is let go of. */
static void
keep_sign_in_possible (TodokuForm *self)
{
  if (!todoku_form_can_help (self, todoku_account_get_sign_in (self->account)))
    todoku_account_set (self->account, "sign-in", "none", NULL);
}

/*
 * todoku_form_show_account:
 * @self: a form
 *
 * What the account holds is shown where the user typed nothing.
 */
void
todoku_form_show_account (TodokuForm *self)
{
  for (guint side = 0; side < TODOKU_N_SIDES; side++)
    if (!self->servers[side].touched)
      pull_server (self, side);
  keep_sign_in_possible (self);
  todoku_form_emit_changed (self);
}

/**
 * todoku_form_new:
 * @account: what the form fills
 * @language: of the window
 *
 * Returns: (transfer full): a form that shows @account
 */
TodokuForm *
todoku_form_new (TodokuAccount *account, TodokuLanguage language)
{
  TodokuForm *self;

  g_return_val_if_fail (TODOKU_IS_ACCOUNT (account), NULL);

  self = g_object_new (TODOKU_TYPE_FORM, NULL);
  self->account = g_object_ref (account);
  self->language = language;
  todoku_form_reload (self);
  return self;
}

/**
 * todoku_form_get_account:
 * @self: a form
 *
 * Returns: (transfer none): what it fills
 */
TodokuAccount *
todoku_form_get_account (TodokuForm *self)
{
  g_return_val_if_fail (TODOKU_IS_FORM (self), NULL);

  return self->account;
}

/**
 * todoku_form_get_address:
 * @self: a form
 *
 * Returns: the address as typed, "" when there is none
 */
const char *
todoku_form_get_address (TodokuForm *self)
{
  g_return_val_if_fail (TODOKU_IS_FORM (self), NULL);

  return self->address;
}

/**
 * todoku_form_get_server:
 * @self: a form
 * @side: incoming or outgoing
 *
 * Returns: the server as typed
 */
const TodokuServerFields *
todoku_form_get_server (TodokuForm *self, TodokuSide side)
{
  g_return_val_if_fail (TODOKU_IS_FORM (self), NULL);

  return &self->servers[side].fields;
}

/**
 * todoku_form_get_word:
 * @self: a form
 * @word: name of a word of mail apps: tls starttls none encryption …
 *
 * Returns: what the chosen mail app calls it
 */
const char *
todoku_form_get_word (TodokuForm *self, const char *word)
{
  const TodokuText *text;

  g_return_val_if_fail (TODOKU_IS_FORM (self), NULL);

  text =
      todoku_knowledge_get_word (todoku_account_get_knowledge (self->account),
                                 todoku_account_get_mail_app (self->account),
                                 word);
  return text != NULL ? text->in[self->language] : word;
}

static void
set_and_follow_provider (TodokuForm *self,
                         const char *key,
                         const char *value,
                         TodokuField field)
{
  g_autofree char *before = g_strdup (todoku_form_get_provider_id (self));
  g_autoptr (GError) error = NULL;

  todoku_form_set_problem (self, field, NULL);
  if (!todoku_account_set (self->account, key, value, &error)) {
    todoku_form_set_problem (self, field, error->message);
    todoku_account_set (self->account, key, "", NULL);
  }
  if (g_strcmp0 (before, todoku_form_get_provider_id (self)) != 0) {
    fill_from_provider (self);
    keep_sign_in_possible (self);
  }
  todoku_form_emit_changed (self);
}

/**
 * todoku_form_set_address:
 * @self: a form
 * @address: as typed
 */
void
todoku_form_set_address (TodokuForm *self, const char *address)
{
  g_autofree char *stripped = NULL;

  g_return_if_fail (TODOKU_IS_FORM (self));

  if (!replace (&self->address, address))
    return;
  stripped = g_strstrip (g_strdup (address));
  set_and_follow_provider (self, "address", stripped, TODOKU_FIELD_ADDRESS);
}

/**
 * todoku_form_set_provider:
 * @self: a form
 * @id: (nullable): of the service; %NULL: to be told from the address
 */
void
todoku_form_set_provider (TodokuForm *self, const char *id)
{
  g_return_if_fail (TODOKU_IS_FORM (self));

  if (g_strcmp0 (id, todoku_form_get_provider_id (self)) == 0)
    return;
  set_and_follow_provider (self,
                           "provider",
                           id != NULL ? id : "",
                           TODOKU_FIELD_ADDRESS);
}

/* Values from lists: the account knows them all. */
static void
set_choice (TodokuForm *self, const char *key, const char *value)
{
  g_autoptr (GError) error = NULL;

  if (!todoku_account_set (self->account, key, value, &error))
    g_critical ("%s: %s", key, error->message);
  todoku_form_emit_changed (self);
}

/**
 * todoku_form_set_app:
 * @self: a form
 * @id: of a mail app
 */
void
todoku_form_set_app (TodokuForm *self, const char *id)
{
  g_return_if_fail (TODOKU_IS_FORM (self));

  set_choice (self, "app", id);
}

/**
 * todoku_form_set_symptom:
 * @self: a form
 * @symptom: send receive both none
 */
void
todoku_form_set_symptom (TodokuForm *self, const char *symptom)
{
  g_return_if_fail (TODOKU_IS_FORM (self));

  set_choice (self, "symptom", symptom);
}

/**
 * todoku_form_set_sign_in:
 * @self: a form
 * @sign_in: one of todoku_form_get_sign_ins()
 */
void
todoku_form_set_sign_in (TodokuForm *self, const char *sign_in)
{
  g_return_if_fail (TODOKU_IS_FORM (self));

  todoku_form_set_problem (self, TODOKU_FIELD_PASSWORD, NULL);
  set_choice (self, "sign-in", sign_in);
}

/**
 * todoku_form_set_protocol:
 * @self: a form
 * @protocol: of the incoming side: IMAP or POP3
 */
void
todoku_form_set_protocol (TodokuForm *self, TodokuProtocol protocol)
{
  Server *server;

  g_return_if_fail (TODOKU_IS_FORM (self));

  server = &self->servers[TODOKU_SIDE_INCOMING];
  if (server->fields.protocol == protocol)
    return;
  server->fields.protocol = protocol;
  self->protocol_chosen = TRUE;
  if (server->touched || todoku_form_get_provider_id (self) == NULL)
    push_server (self, TODOKU_SIDE_INCOMING);
  else
    fill_from_provider (self);
  keep_sign_in_possible (self);
  todoku_form_emit_changed (self);
}

/**
 * todoku_form_set_host:
 * @self: a form
 * @side: incoming or outgoing
 * @host: as typed
 */
void
todoku_form_set_host (TodokuForm *self, TodokuSide side, const char *host)
{
  g_return_if_fail (TODOKU_IS_FORM (self));

  if (replace (&self->servers[side].fields.host, host))
    push_touched (self, side);
}

/**
 * todoku_form_set_port:
 * @self: a form
 * @side: incoming or outgoing
 * @port: as typed
 */
void
todoku_form_set_port (TodokuForm *self, TodokuSide side, const char *port)
{
  g_return_if_fail (TODOKU_IS_FORM (self));

  if (replace (&self->servers[side].fields.port, port))
    push_touched (self, side);
}

/**
 * todoku_form_set_security:
 * @self: a form
 * @side: incoming or outgoing
 * @security: as chosen
 */
void
todoku_form_set_security (TodokuForm *self,
                          TodokuSide side,
                          TodokuSecurity security)
{
  g_return_if_fail (TODOKU_IS_FORM (self));

  if (self->servers[side].fields.security == security)
    return;
  self->servers[side].fields.security = security;
  push_touched (self, side);
}

/**
 * todoku_form_set_endpoint:
 * @self: a form
 * @side: incoming or outgoing
 * @endpoint: what stands in the mail app
 */
void
todoku_form_set_endpoint (TodokuForm *self,
                          TodokuSide side,
                          const TodokuEndpoint *endpoint)
{
  g_return_if_fail (TODOKU_IS_FORM (self) && endpoint != NULL);

  set_fields (&self->servers[side].fields, endpoint);
  push_touched (self, side);
}

/**
 * todoku_form_set_date:
 * @self: a form
 * @date: (nullable): "YYYY-MM-DD" on which the form is read; %NULL: today
 */
void
todoku_form_set_date (TodokuForm *self, const char *date)
{
  g_return_if_fail (TODOKU_IS_FORM (self));

  if (replace (&self->date, date))
    todoku_form_emit_changed (self);
}

/**
 * todoku_form_fix:
 * @self: a form
 * @side: incoming or outgoing
 *
 * Does what the hint proposes.
 */
void
todoku_form_fix (TodokuForm *self, TodokuSide side)
{
  g_autoptr (TodokuEndpoint) fix = todoku_form_get_fix (self, side);

  if (fix != NULL)
    todoku_form_set_endpoint (self, side, fix);
}

/**
 * todoku_form_reload:
 * @self: a form
 *
 * Shows what now stands in the account, which someone else has filled.
 */
void
todoku_form_reload (TodokuForm *self)
{
  const char *address;

  g_return_if_fail (TODOKU_IS_FORM (self));

  address = todoku_account_get_address (self->account);
  replace (&self->address, address != NULL ? address : "");
  self->checked = FALSE;
  self->protocol_chosen = FALSE;
  for (guint side = 0; side < TODOKU_N_SIDES; side++) {
    pull_server (self, side);
    self->servers[side].touched = FALSE;
  }
  for (guint field = 0; field < TODOKU_N_FIELDS; field++)
    todoku_form_set_problem (self, field, NULL);
  todoku_form_emit_changed (self);
}
