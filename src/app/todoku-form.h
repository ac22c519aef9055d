/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-closures.h"
#include "todoku-found.h"

G_BEGIN_DECLS

typedef enum {
  TODOKU_SIDE_INCOMING,
  TODOKU_SIDE_OUTGOING,
  TODOKU_N_SIDES,
} TodokuSide;

typedef enum {
  TODOKU_FIELD_ADDRESS,
  TODOKU_FIELD_INCOMING_HOST,
  TODOKU_FIELD_INCOMING_PORT,
  TODOKU_FIELD_OUTGOING_HOST,
  TODOKU_FIELD_OUTGOING_PORT,
  TODOKU_FIELD_PASSWORD,
  TODOKU_N_FIELDS,
} TodokuField;

/* A server as typed: nothing that was typed is lost, right or wrong. */
typedef struct {
  TodokuProtocol protocol;
  TodokuSecurity security;
  char *host;
  char *port;
} TodokuServerFields;

#define TODOKU_TYPE_FORM (todoku_form_get_type ())
G_DECLARE_FINAL_TYPE (TodokuForm, todoku_form, TODOKU, FORM, GObject)

/**
 * TodokuForm:
 *
 * What stands in the account form, between the widgets and the #TodokuAccount.
 * Signal "changed": something is to be shown anew.
 */
TodokuForm *
todoku_form_new (TodokuAccount *account, TodokuLanguage language);

TodokuAccount *
todoku_form_get_account (TodokuForm *self);
const char *
todoku_form_get_address (TodokuForm *self);
const TodokuServerFields *
todoku_form_get_server (TodokuForm *self, TodokuSide side);
const char *
todoku_form_get_word (TodokuForm *self, const char *word);
const char *
todoku_form_get_demands (TodokuForm *self);
const char **
todoku_form_get_sign_ins (TodokuForm *self);
const char *
todoku_form_get_problem (TodokuForm *self, TodokuField field);
char *
todoku_form_get_hint (TodokuForm *self, TodokuSide side);
TodokuEndpoint *
todoku_form_get_fix (TodokuForm *self, TodokuSide side);

void
todoku_form_set_address (TodokuForm *self, const char *address);
void
todoku_form_set_provider (TodokuForm *self, const char *id);
void
todoku_form_set_app (TodokuForm *self, const char *id);
void
todoku_form_set_symptom (TodokuForm *self, const char *symptom);
void
todoku_form_set_sign_in (TodokuForm *self, const char *sign_in);
void
todoku_form_set_protocol (TodokuForm *self, TodokuProtocol protocol);
void
todoku_form_set_host (TodokuForm *self, TodokuSide side, const char *host);
void
todoku_form_set_port (TodokuForm *self, TodokuSide side, const char *port);
void
todoku_form_set_security (TodokuForm *self,
                          TodokuSide side,
                          TodokuSecurity security);
void
todoku_form_set_endpoint (TodokuForm *self,
                          TodokuSide side,
                          const TodokuEndpoint *endpoint);
void
todoku_form_set_date (TodokuForm *self, const char *date);

void
todoku_form_fix (TodokuForm *self, TodokuSide side);
char *
todoku_form_get_found (TodokuForm *self);
gboolean
todoku_form_needs_word (TodokuForm *self);
void
todoku_form_give_word (TodokuForm *self);
void
todoku_form_take_found (TodokuForm *self, TodokuFound *found);
gboolean
todoku_form_paste (TodokuForm *self, const char *text);
void
todoku_form_reload (TodokuForm *self);
gboolean
todoku_form_check (TodokuForm *self, TodokuField *ret_field);
TodokuSecret *
todoku_form_make_secret (TodokuForm *self, const char *password);

G_END_DECLS
