/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-entries.h"
#include "todoku-text.h"

static const char *const needs[] = { "must", "useful", NULL };
static const char *const places[] = { "before-tls",
                                      "before-sign-in",
                                      "after-sign-in",
                                      NULL };

/**
 * todoku_requirement_read:
 * @json: a view of an element of requirements.json
 *
 * Returns: (transfer full): a #TodokuRequirement
 */
gpointer
todoku_requirement_read (TodokuJson *json)
{
  TodokuRequirement *self = g_new0 (TodokuRequirement, 1);

  self->id = todoku_json_id (json, "id");
  self->name = todoku_json_text (json, "name");
  self->when = todoku_json_optional_conditions (json, "when");
  self->need = todoku_json_word (json, "need", needs);
  self->listed = todoku_json_word (json, "listed", places);
  self->offers = todoku_json_values (json, "offers");
  if (!*self->offers)
    todoku_json_complain (json, "offers", "names nothing");
  self->unless = todoku_json_optional_string (json, "unless");
  self->without = todoku_json_text (json, "without");
  self->checked = todoku_json_date (json, "checked");
  self->sources = todoku_json_sources (json);
  return self;
}

void
todoku_requirement_free (gpointer data)
{
  TodokuRequirement *self = data;

  g_free (self->id);
  todoku_text_clear (&self->name);
  todoku_conditions_free (self->when);
  g_free (self->need);
  g_free (self->listed);
  g_strfreev (self->offers);
  g_free (self->unless);
  todoku_text_clear (&self->without);
  g_free (self->checked);
  g_strfreev (self->sources);
  g_free (self);
}
