/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-entries.h"
#include "todoku-text.h"

static const char *const states[] = { "good",
                                      "problem",
                                      "not-applicable",
                                      NULL };

static void
settling_free (gpointer data)
{
  TodokuSettling *self = data;

  g_free (self->state);
  todoku_conditions_free (self->when);
  todoku_text_clear (&self->reason);
  g_free (self);
}

static gpointer
settling_read (TodokuJson *json)
{
  TodokuSettling *self = g_new0 (TodokuSettling, 1);

  self->state = todoku_json_word (json, "state", states);
  self->when = todoku_json_optional_conditions (json, "when");
  self->reason = todoku_json_text (json, "reason");
  return self;
}

/**
 * todoku_checklist_entry_read:
 * @json: a view of an item of checklist.json
 *
 * Returns: (transfer full): a #TodokuChecklistEntry
 */
gpointer
todoku_checklist_entry_read (TodokuJson *json)
{
  static const char *const answers[] = { "yes", "no", "unknown" };
  TodokuChecklistEntry *self = g_new0 (TodokuChecklistEntry, 1);
  gboolean is_answered = todoku_json_member (json, "answers") != NULL;
  TodokuJson inner;

  self->id = todoku_json_id (json, "id");
  self->title = todoku_json_text (json, "title");
  self->applies = todoku_json_optional_conditions (json, "applies");
  self->question = todoku_json_optional_text (json, "question");
  self->settled_by = todoku_json_array (json,
                                        "settled_by",
                                        TRUE,
                                        settling_read,
                                        settling_free);
  todoku_json_begin_member (json, "answers", FALSE, &inner);
  for (int i = 0; i < 3; i++)
    self->answers[i] = todoku_json_array (&inner,
                                          answers[i],
                                          FALSE,
                                          settling_read,
                                          settling_free);
  todoku_json_end_member (json, &inner);
  if (!todoku_json_failed (json) && is_answered &&
      !*self->question.in[TODOKU_LANGUAGE_EN])
    todoku_json_complain (json,
                          "answers",
                          "answers a question that is missing");
  return self;
}

void
todoku_checklist_entry_free (gpointer data)
{
  TodokuChecklistEntry *self = data;

  g_free (self->id);
  todoku_text_clear (&self->title);
  todoku_conditions_free (self->applies);
  todoku_text_clear (&self->question);
  g_clear_pointer (&self->settled_by, g_ptr_array_unref);
  for (int i = 0; i < 3; i++)
    g_clear_pointer (&self->answers[i], g_ptr_array_unref);
  g_free (self);
}
