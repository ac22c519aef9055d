/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-endpoint.h"

G_BEGIN_DECLS

/**
 * TodokuSettingsText:
 * @address: (nullable): the first mail address that stands in the text
 * @incoming: (nullable): where mail is fetched
 * @outgoing: (nullable): where mail is sent
 *
 * Settings that were read out of a text written for people.
 */
typedef struct {
  char *address;
  TodokuEndpoint *incoming;
  TodokuEndpoint *outgoing;
} TodokuSettingsText;

TodokuSettingsText *
todoku_settings_text_read (const char *text);
void
todoku_settings_text_free (TodokuSettingsText *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TodokuSettingsText, todoku_settings_text_free)

G_END_DECLS
