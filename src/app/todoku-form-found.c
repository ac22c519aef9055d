/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

/* What the domain itself says of its servers, in the form. */

#include "config.h"

#include "todoku-form-private.h"

#include <glib/gi18n.h>

static TodokuFound *
get_found (TodokuForm *self)
{
  return todoku_account_get_found (self->account);
}

/* The records that the shown values are from, each once. */
static char *
list_records (TodokuFound *found)
{
  static const char *const sides[] = { "incoming", "outgoing" };
  const char *const *mx =
      todoku_discovery_get_mx (todoku_found_get_discovery (found));
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) records = NULL;

  if (todoku_found_took_provider (found) && *mx != NULL)
    g_strv_builder_add (builder, *mx);
  for (gsize i = 0; i < G_N_ELEMENTS (sides); i++) {
    const TodokuDiscoveryProposal *taken =
        todoku_found_get_taken (found, sides[i]);

    if (taken != NULL)
      g_strv_builder_add (builder, taken->endpoint->host);
  }
  records = g_strv_builder_end (builder);
  return g_strjoinv (", ", records);
}

/**
 * todoku_form_get_found:
 * @self: a form
 *
 * Returns: (transfer full) (nullable): one sentence: where the service or the
 *   servers are from, when the domain's own records told them
 */
char *
todoku_form_get_found (TodokuForm *self)
{
  TodokuFound *found;
  g_autofree char *records = NULL;

  g_return_val_if_fail (TODOKU_IS_FORM (self), NULL);

  found = get_found (self);
  records = found != NULL ? list_records (found) : NULL;
  if (records == NULL || *records == '\0')
    return NULL;
  if (todoku_form_needs_word (self))
    /* Translators: %s is one or more server names.  Said before a password is
     * sent to servers that the DNS named, which nobody signs. */
    return g_strdup_printf (_ ("The domain's DNS names %s. Nobody vouches for "
                               "that: before a password goes there, check that "
                               "it is right."),
                            records);
  /* Translators: %s is one or more server names */
  return g_strdup_printf (_ ("Found in the domain's DNS: %s"), records);
}

/**
 * todoku_form_needs_word:
 * @self: a form
 *
 * Returns: whether a person has to say that the servers are right, because a
 *   credential is to go there and DNS alone names them (RFC 6186 §6)
 */
gboolean
todoku_form_needs_word (TodokuForm *self)
{
  g_auto (GStrv) doubt = NULL;

  g_return_val_if_fail (TODOKU_IS_FORM (self), FALSE);

  doubt = todoku_account_get_doubt (self->account);
  return *doubt != NULL &&
         !g_str_equal (todoku_account_get_sign_in (self->account), "none");
}

/**
 * todoku_form_give_word:
 * @self: a form
 *
 * The user says that the servers that were found are right.
 */
void
todoku_form_give_word (TodokuForm *self)
{
  g_return_if_fail (TODOKU_IS_FORM (self));

  if (get_found (self) == NULL)
    return;
  todoku_found_confirm (get_found (self));
  todoku_form_set_problem (self, TODOKU_FIELD_PASSWORD, NULL);
  todoku_form_emit_changed (self);
}

/**
 * todoku_form_take_found:
 * @self: a form
 * @found: what was found for its address
 *
 * Fills what the user did not.
 */
void
todoku_form_take_found (TodokuForm *self, TodokuFound *found)
{
  g_return_if_fail (TODOKU_IS_FORM (self) && TODOKU_IS_FOUND (found));

  todoku_account_take_found (self->account, found);
  todoku_form_show_account (self);
}
