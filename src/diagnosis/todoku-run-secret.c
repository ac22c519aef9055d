/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-run-private.h"

#include <string.h>

/* An app password has a length that everybody knows: one that was mistyped is
 * said before it costs an attempt. */
static gboolean
is_malformed (const TodokuProvider *provider, TodokuSecret *secret)
{
  gsize length;
  const char *bytes = todoku_secret_peek (secret, &length);

  if (!provider || provider->app_password_letters == 0)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalpha (bytes[i]))
      return TRUE;
  return length != (gsize) provider->app_password_letters;
}

/*
 * todoku_run_take_secret:
 * @self: a new run
 * @secret: (nullable): what the user gave
 *
 * An app password is put right, and one that cannot be right is noted.
 */
void
todoku_run_take_secret (TodokuRun *self, TodokuSecret *secret)
{
  if (!secret)
    return;
  if (strcmp (todoku_account_get_sign_in (self->account), "app-password") !=
      0) {
    self->secret = todoku_secret_ref (secret);
    return;
  }
  self->secret = todoku_secret_normalise_app_password (secret);
  self->malformed =
      is_malformed (todoku_account_get_provider (self->account), self->secret);
}
