/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-entries.h"

static const char *const protocols[] = { "imap",  "pop3", "smtp",
                                         "oauth", "app",  NULL };

static const char *const stages[] = {
  "resolve",      "connect",  "tls",     "greeting",
  "capabilities", "starttls", "sign-in", "mailbox",
  "message",      "quit",     NULL
};

static void
meaning_free (gpointer data)
{
  TodokuMeaning *self = data;

  g_free (self->finding);
  g_free (self->certainty);
  todoku_conditions_free (self->when);
  g_free (self);
}

static gpointer
meaning_read (TodokuJson *json)
{
  TodokuMeaning *self = g_new0 (TodokuMeaning, 1);

  self->finding = todoku_json_id (json, "finding");
  self->certainty = todoku_json_word (json, "certainty", todoku_certainties);
  self->when = todoku_json_optional_conditions (json, "when");
  return self;
}

static void
read_match (TodokuJson *json, TodokuReplyPattern *self)
{
  TodokuJson inner;

  todoku_json_begin_member (json, "match", TRUE, &inner);
  self->code = todoku_json_optional_int (&inner, "code", 599);
  self->enhanced = todoku_json_optional_string (&inner, "enhanced");
  self->response_code = todoku_json_optional_string (&inner, "response_code");
  self->tokens = todoku_json_folded (&inner, "tokens");
  self->any_of = todoku_json_folded (&inner, "any_of");
  if (!todoku_json_failed (&inner) && !self->enhanced && !self->response_code &&
      !*self->tokens && !*self->any_of && self->code == 0)
    todoku_json_complain (&inner, NULL, "matches everything");
  todoku_json_end_member (json, &inner);
}

/**
 * todoku_reply_pattern_read:
 * @json: a view of an element of a file of replies/
 *
 * Returns: (transfer full): a #TodokuReplyPattern
 */
gpointer
todoku_reply_pattern_read (TodokuJson *json)
{
  TodokuReplyPattern *self = g_new0 (TodokuReplyPattern, 1);

  self->id = todoku_json_id (json, "id");
  self->said_by = todoku_json_id (json, "said_by");
  self->protocol = todoku_json_optional_word (json, "protocol", protocols);
  self->stages = todoku_json_optional_words (json, "stages", stages);
  read_match (json, self);
  self->means =
      todoku_json_array (json, "means", TRUE, meaning_read, meaning_free);
  self->temporary = todoku_json_optional_boolean (json, "temporary");
  self->example = todoku_json_string (json, "example");
  self->seen = todoku_json_optional_string (json, "seen");
  self->confidence = todoku_json_word (json, "confidence", todoku_confidences);
  self->checked = todoku_json_date (json, "checked");
  self->sources = todoku_json_sources (json);
  return self;
}

void
todoku_reply_pattern_free (gpointer data)
{
  TodokuReplyPattern *self = data;

  g_free (self->id);
  g_free (self->said_by);
  g_free (self->protocol);
  g_strfreev (self->stages);
  g_free (self->enhanced);
  g_free (self->response_code);
  g_strfreev (self->tokens);
  g_strfreev (self->any_of);
  g_clear_pointer (&self->means, g_ptr_array_unref);
  g_free (self->example);
  g_free (self->seen);
  g_free (self->confidence);
  g_free (self->checked);
  g_strfreev (self->sources);
  g_free (self);
}
