/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-account.h"

G_BEGIN_DECLS

struct _TodokuAccount {
  GObject parent_instance;

  TodokuKnowledge *knowledge;
  char *address;
  char *provider;
  gboolean provider_chosen; /* by hand: a new address does not change it */
  char *app;
  char *symptom;
  TodokuEndpoint *incoming;
  TodokuEndpoint *outgoing;
  char *sign_in;
  char *user;
  char *derived_user; /* (nullable) the provider's form of the address */
  struct _TodokuFound *found; /* (nullable) what it was filled from */
  GHashTable *answers;        /* item → yes, no, unknown */
};

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

void
todoku_account_notify (TodokuAccount *self, TodokuAccountProp prop);
void
todoku_account_tell_answers (TodokuAccount *self);

G_END_DECLS
