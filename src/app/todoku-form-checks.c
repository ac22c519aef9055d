/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

/* What the form says about what was typed, before anything connects. */

#include "config.h"

#include "todoku-form-private.h"
#include "todoku-settings-text.h"

#include <glib/gi18n.h>
#include <string.h>

static char *
get_date (TodokuForm *self)
{
  g_autoptr (GDateTime) now = NULL;

  if (self->date != NULL)
    return g_strdup (self->date);
  now = g_date_time_new_now_local ();
  return g_date_time_format (now, "%F");
}

static const char **
get_methods (TodokuForm *self, const char *protocol)
{
  const TodokuProvider *provider = todoku_account_get_provider (self->account);
  g_autofree char *date = get_date (self);

  return todoku_provider_get_sign_in (provider, protocol, date);
}

/**
 * todoku_form_get_demands:
 * @self: a form
 *
 * Returns: what the service demands on the form's date, for the user; "" when
 *   that is not known
 */
const char *
todoku_form_get_demands (TodokuForm *self)
{
  const char *symptom;
  g_autofree const char **methods = NULL;

  g_return_val_if_fail (TODOKU_IS_FORM (self), NULL);

  if (todoku_form_get_provider_id (self) == NULL)
    return "";
  symptom = todoku_account_get_symptom (self->account);
  methods = get_methods (self,
                         g_strcmp0 (symptom, "send") == 0
                             ? "smtp"
                             : todoku_form_get_incoming_protocol (self));
  return todoku_methods_get_words (methods);
}

static gboolean
accepts (TodokuForm *self, const char *method)
{
  g_autofree const char **incoming =
      get_methods (self, todoku_form_get_incoming_protocol (self));
  g_autofree const char **outgoing = get_methods (self, "smtp");

  return todoku_strv_has (incoming, method) ||
         todoku_strv_has (outgoing, method);
}

/*
 * todoku_form_can_help:
 * @self: a form
 * @sign_in: a value of the account's sign-in
 *
 * Returns: whether the service accepts it, as far as is known
 */
gboolean
todoku_form_can_help (TodokuForm *self, const char *sign_in)
{
  if (strcmp (sign_in, "none") == 0)
    return TRUE;
  if (todoku_form_get_provider_id (self) == NULL)
    return strcmp (sign_in, "oauth2") != 0;
  if (strcmp (sign_in, "password") == 0)
    return accepts (self, "password") || accepts (self, "provider-password");
  /* No token can be typed from memory: a practice case brings its own. */
  return strcmp (sign_in, "app-password") == 0 && accepts (self, sign_in);
}

/**
 * todoku_form_get_sign_ins:
 * @self: a form
 *
 * Ways to sign in that can help: what the service does not accept is not
 * offered, and so never asked for. What a practice case has chosen stays.
 *
 * Returns: (transfer container) (array zero-terminated=1): values of the
 *   account's sign-in, "none" first
 */
const char **
todoku_form_get_sign_ins (TodokuForm *self)
{
  static const char *const all[] = { "none",
                                     "password",
                                     "app-password",
                                     "oauth2" };
  g_autoptr (GPtrArray) offers = g_ptr_array_new ();
  const char *chosen;

  g_return_val_if_fail (TODOKU_IS_FORM (self), NULL);

  chosen = todoku_account_get_sign_in (self->account);
  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    if (todoku_form_can_help (self, all[i]) || g_strcmp0 (all[i], chosen) == 0)
      g_ptr_array_add (offers, (gpointer) all[i]);
  g_ptr_array_add (offers, NULL);
  return (const char **) g_ptr_array_free (g_steal_pointer (&offers), FALSE);
}

/**
 * todoku_form_get_problem:
 * @self: a form
 * @field: a field
 *
 * Returns: (nullable): one sentence to be shown beside @field: what is wrong
 * and what would be right; said only after a start was tried
 */
const char *
todoku_form_get_problem (TodokuForm *self, TodokuField field)
{
  g_return_val_if_fail (TODOKU_IS_FORM (self), NULL);

  return self->checked ? self->problems[field] : NULL;
}

/**
 * todoku_form_get_hint:
 * @self: a form
 * @side: incoming or outgoing
 *
 * Returns: (transfer full) (nullable): why port and encryption cannot go
 *   together, in the mail app's words
 */
char *
todoku_form_get_hint (TodokuForm *self, TodokuSide side)
{
  const TodokuEndpoint *endpoint;

  g_return_val_if_fail (TODOKU_IS_FORM (self), NULL);

  endpoint = todoku_form_get_endpoint (self, side);
  if (endpoint == NULL)
    return NULL;
  return todoku_pairing_get_words (todoku_pairing_check (endpoint),
                                   endpoint->port,
                                   todoku_form_get_word (self, "tls"),
                                   todoku_form_get_word (self, "starttls"));
}

/**
 * todoku_form_get_fix:
 * @self: a form
 * @side: incoming or outgoing
 *
 * Returns: (transfer full) (nullable): what the hint proposes
 */
TodokuEndpoint *
todoku_form_get_fix (TodokuForm *self, TodokuSide side)
{
  const TodokuEndpoint *endpoint;

  g_return_val_if_fail (TODOKU_IS_FORM (self), NULL);

  endpoint = todoku_form_get_endpoint (self, side);
  return endpoint != NULL ? todoku_pairing_fix (endpoint) : NULL;
}

static void
check_what_is_missing (TodokuForm *self)
{
  if (*self->address == '\0') {
    todoku_form_set_problem (self,
                             TODOKU_FIELD_ADDRESS,
                             _ ("Type the mail address, such as "
                                "taro@example.jp"));
    return; /* the servers mostly come with it */
  }
  if (*self->servers[TODOKU_SIDE_INCOMING].fields.host == '\0' &&
      *self->servers[TODOKU_SIDE_OUTGOING].fields.host == '\0')
    todoku_form_set_problem (self,
                             TODOKU_FIELD_INCOMING_HOST,
                             _ ("Type the server that is set in the mail app; "
                                "the service cannot be told from the address"));
}

/*
 * todoku_form_get_incoming_protocol:
 * @self: a form
 *
 * Returns: imap or pop3
 */
const char *
todoku_form_get_incoming_protocol (TodokuForm *self)
{
  return todoku_protocol_to_string (
      self->servers[TODOKU_SIDE_INCOMING].fields.protocol);
}

/* Where a password is to go, a person has to have said so. */
static void
check_found (TodokuForm *self)
{
  if (todoku_form_needs_word (self))
    todoku_form_set_problem (self,
                             TODOKU_FIELD_PASSWORD,
                             _ ("First check the servers that were found, and "
                                "say above that they are right"));
}

/**
 * todoku_form_check:
 * @self: a form
 * @ret_field: (out): the first field that cannot be used
 *
 * From now on problems are said beside their fields.
 *
 * Returns: whether a diagnosis can start
 */
gboolean
todoku_form_check (TodokuForm *self, TodokuField *ret_field)
{
  g_return_val_if_fail (TODOKU_IS_FORM (self), FALSE);

  self->checked = TRUE;
  check_what_is_missing (self);
  check_found (self);
  todoku_form_emit_changed (self);
  for (guint field = 0; field < TODOKU_N_FIELDS; field++)
    if (self->problems[field] != NULL) {
      *ret_field = field;
      return FALSE;
    }
  return TRUE;
}

/**
 * todoku_form_paste:
 * @self: a form
 * @text: a how-to, a mail of a help desk
 *
 * Fills the rows with the servers that @text names, and the address when none
 * was typed.
 *
 * Returns: whether @text names a server
 */
gboolean
todoku_form_paste (TodokuForm *self, const char *text)
{
  g_autoptr (TodokuSettingsText) found = NULL;

  g_return_val_if_fail (TODOKU_IS_FORM (self) && text != NULL, FALSE);

  found = todoku_settings_text_read (text);
  if (found->address != NULL && *self->address == '\0')
    todoku_form_set_address (self, found->address);
  if (found->incoming != NULL)
    todoku_form_set_endpoint (self, TODOKU_SIDE_INCOMING, found->incoming);
  if (found->outgoing != NULL)
    todoku_form_set_endpoint (self, TODOKU_SIDE_OUTGOING, found->outgoing);
  return found->incoming != NULL || found->outgoing != NULL;
}

/**
 * todoku_form_make_secret:
 * @self: a form
 * @password: what was typed; not kept
 *
 * Returns: (transfer full) (nullable): the secret; %NULL leaves a problem at
 * the password's field
 */
TodokuSecret *
todoku_form_make_secret (TodokuForm *self, const char *password)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TodokuSecret) secret = NULL;

  g_return_val_if_fail (TODOKU_IS_FORM (self), NULL);

  if (*password != '\0')
    secret = todoku_secret_new (password, strlen (password), &error);
  todoku_form_set_problem (self,
                           TODOKU_FIELD_PASSWORD,
                           secret != NULL ? NULL
                           : error != NULL
                               ? error->message
                               : _ ("Type the password, or choose not to try "
                                    "signing in"));
  todoku_form_emit_changed (self);
  if (secret != NULL && g_strcmp0 (todoku_account_get_sign_in (self->account),
                                   "app-password") == 0)
    return todoku_secret_normalise_app_password (secret);
  return g_steal_pointer (&secret);
}
