/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-entries.h"
#include "todoku-text.h"

/* Nothing stands everywhere. */
static void
check_parts (TodokuJson *json, const char *phrase)
{
  g_auto (GStrv) parts = g_strsplit (phrase, "+", -1);

  for (char **part = parts; *part; part++)
    if (!*g_strstrip (*part) && !todoku_json_failed (json))
      todoku_json_complain (json,
                            "phrases",
                            "“%s” has a part without words",
                            phrase);
}

/* Phrases are compared folded: they are folded once, here. */
static void
read_advice (TodokuJson *json, TodokuChange *self)
{
  gboolean is_given = todoku_json_member (json, "advice") != NULL;
  TodokuJson inner;

  todoku_json_begin_member (json, "advice", FALSE, &inner);
  self->advice = is_given ? todoku_json_id (&inner, "id") : NULL;
  self->when = todoku_json_optional_conditions (&inner, "when");
  self->phrases = todoku_json_folded (&inner, "phrases");
  self->now = is_given ? todoku_json_text (&inner, "now")
                       : todoku_json_optional_text (&inner, "now");
  if (is_given && !todoku_json_failed (&inner) && !*self->phrases)
    todoku_json_complain (&inner, "phrases", "names no phrase");
  for (char **phrase = self->phrases; *phrase; phrase++)
    check_parts (&inner, *phrase);
  todoku_json_end_member (json, &inner);
}

/**
 * todoku_change_read:
 * @json: a view of a change of history.json
 *
 * Returns: (transfer full): a #TodokuChange
 */
gpointer
todoku_change_read (TodokuJson *json)
{
  TodokuChange *self = g_new0 (TodokuChange, 1);

  self->id = todoku_json_id (json, "id");
  self->date = todoku_json_optional_date (json, "date");
  self->group = todoku_json_id (json, "group");
  self->what = todoku_json_text (json, "what");
  read_advice (json, self);
  self->confidence = todoku_json_word (json, "confidence", todoku_confidences);
  self->checked = todoku_json_date (json, "checked");
  self->sources = todoku_json_sources (json);
  return self;
}

void
todoku_change_free (gpointer data)
{
  TodokuChange *self = data;

  g_free (self->id);
  g_free (self->date);
  g_free (self->group);
  todoku_text_clear (&self->what);
  g_free (self->advice);
  todoku_conditions_free (self->when);
  g_strfreev (self->phrases);
  todoku_text_clear (&self->now);
  g_free (self->confidence);
  g_free (self->checked);
  g_strfreev (self->sources);
  g_free (self);
}
