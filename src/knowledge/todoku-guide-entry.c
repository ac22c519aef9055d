/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-entries.h"
#include "todoku-text.h"

/* For whom a guide is written. */
static const char *const readers[] = { "user", "administrator", NULL };

/**
 * todoku_guide_entry_read:
 * @json: a view of an element of guides.json
 *
 * Returns: (transfer full): a #TodokuGuideEntry
 */
gpointer
todoku_guide_entry_read (TodokuJson *json)
{
  TodokuGuideEntry *self = g_new0 (TodokuGuideEntry, 1);

  self->id = todoku_json_id (json, "id");
  self->title = todoku_json_text (json, "title");
  self->who = todoku_json_word (json, "who", readers);
  self->applies = todoku_json_optional_conditions (json, "applies");
  self->findings = todoku_json_optional_strings (json, "findings");
  self->why = todoku_json_array (json,
                                 "why",
                                 TRUE,
                                 todoku_paragraph_read,
                                 todoku_paragraph_free);
  self->steps = todoku_json_array (json,
                                   "steps",
                                   TRUE,
                                   todoku_step_read,
                                   todoku_step_free);
  self->checked = todoku_json_date (json, "checked");
  self->sources = todoku_json_sources (json);
  return self;
}

void
todoku_guide_entry_free (gpointer data)
{
  TodokuGuideEntry *self = data;

  g_free (self->id);
  todoku_text_clear (&self->title);
  g_free (self->who);
  todoku_conditions_free (self->applies);
  g_strfreev (self->findings);
  g_clear_pointer (&self->why, g_ptr_array_unref);
  g_clear_pointer (&self->steps, g_ptr_array_unref);
  g_free (self->checked);
  g_strfreev (self->sources);
  g_free (self);
}
