/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-form.h"

G_BEGIN_DECLS

typedef struct {
  TodokuServerFields fields;
  gboolean touched; /* by the user: the service's values no longer replace it */
} Server;

struct _TodokuForm {
  GObject parent_instance;

  TodokuAccount *account;
  TodokuLanguage language;
  char *date;
  char *address;
  Server servers[TODOKU_N_SIDES];
  char *problems[TODOKU_N_FIELDS];
  gboolean checked; /* problems are said once a start was tried */
  gboolean protocol_chosen;
};

void
todoku_form_set_problem (TodokuForm *self,
                         TodokuField field,
                         const char *problem);
void
todoku_form_emit_changed (TodokuForm *self);
const TodokuEndpoint *
todoku_form_get_endpoint (TodokuForm *self, TodokuSide side);
const char *
todoku_form_get_provider_id (TodokuForm *self);
const char *
todoku_form_get_incoming_protocol (TodokuForm *self);
/* What the account holds is shown where the user typed nothing. */
void
todoku_form_show_account (TodokuForm *self);
gboolean
todoku_form_can_help (TodokuForm *self, const char *sign_in);

G_END_DECLS
