/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-form.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TODOKU_TYPE_ACCOUNT_FORM (todoku_account_form_get_type ())
G_DECLARE_FINAL_TYPE (TodokuAccountForm,
                      todoku_account_form,
                      TODOKU,
                      ACCOUNT_FORM,
                      AdwBin)

/**
 * TodokuAccountForm:
 *
 * The account, and what is set in the mail app.
 */
GtkWidget *
todoku_account_form_new (void);
void
todoku_account_form_set_form (TodokuAccountForm *self,
                              TodokuForm *form,
                              TodokuLanguage language);
void
todoku_account_form_set_password (TodokuAccountForm *self,
                                  const char *password);
void
todoku_account_form_set_recent (TodokuAccountForm *self, GMenuModel *menu);
void
todoku_account_form_offer_practice (TodokuAccountForm *self, gboolean offer);
void
todoku_account_form_focus (TodokuAccountForm *self, TodokuField field);
gboolean
todoku_account_form_take_secret (TodokuAccountForm *self,
                                 TodokuSecret **ret_secret);

G_END_DECLS
