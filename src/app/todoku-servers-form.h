/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-form.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TODOKU_TYPE_SERVERS_FORM (todoku_servers_form_get_type ())
G_DECLARE_FINAL_TYPE (TodokuServersForm,
                      todoku_servers_form,
                      TODOKU,
                      SERVERS_FORM,
                      AdwBin)

/**
 * TodokuServersForm:
 *
 * What is set in the mail app: its servers, and whether to sign in there.
 */
GtkWidget *
todoku_servers_form_new (void);
void
todoku_servers_form_set_form (TodokuServersForm *self, TodokuForm *form);
void
todoku_servers_form_sync (TodokuServersForm *self);
void
todoku_servers_form_focus (TodokuServersForm *self, TodokuField field);
void
todoku_servers_form_set_password (TodokuServersForm *self,
                                  const char *password);
gboolean
todoku_servers_form_take_secret (TodokuServersForm *self,
                                 TodokuSecret **ret_secret);

G_END_DECLS
