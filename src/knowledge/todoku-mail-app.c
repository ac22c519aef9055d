/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-entries.h"

#include <string.h>

static const char *const kinds[] = { "desktop", "mobile", "web", "program", "device", "script", NULL };
static const char *const supports[] = { "current", "ended", "unknown", NULL };
static const char *const abilities[] = { "yes", "no", "unknown", NULL };
static const char *const versions[] = { "1.0", "1.2", "1.3", "system", "unknown", NULL };
static const char *const places[] = { "computer", "cloud", NULL };
static const char *const known_words[] = { "encryption", "tls", "starttls", "none", "port", "path", "outgoing-auth", "password", "account-add", NULL };

static void
ability_free (gpointer data)
{
  TodokuOAuthAbility *self = data;

  g_free (self->group);
  g_free (self->protocol);
  g_free (self->ability);
  g_free (self->since);
  g_free (self);
}

static gpointer
ability_read (TodokuJson *json)
{
  TodokuOAuthAbility *self = g_new0 (TodokuOAuthAbility, 1);

  self->group = todoku_json_string (json, "group");
  self->protocol = todoku_json_string (json, "protocol");
  self->ability = todoku_json_word (json, "ability", abilities);
  self->since = todoku_json_optional_string (json, "since");
  return self;
}

static void
word_free (gpointer data)
{
  todoku_text_clear (data);
  g_free (data);
}

static GHashTable *
read_words (TodokuJson *json)
{
  GHashTable *words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, word_free);
  JsonNode *node = todoku_json_member (json, "words");
  g_autofree char *place = g_strconcat (json->place, ".words", NULL);
  TodokuJson inner;

  if (!node)
    return words;
  if (!todoku_json_begin (&inner, node, place, json->error))
    json->object = NULL;
  for (const char *const *word = known_words; *word; word++)
    {
      TodokuText text = todoku_json_optional_text (&inner, *word);

      if (text.in[TODOKU_LANGUAGE_EN] && *text.in[TODOKU_LANGUAGE_EN])
        g_hash_table_insert (words, g_strdup (*word), g_memdup2 (&text, sizeof text));
      else
        todoku_text_clear (&text);
    }
  if (!todoku_json_end (&inner))
    json->object = NULL;
  return words;
}

static void
paragraph_free (gpointer data)
{
  TodokuParagraph *self = data;

  todoku_text_clear (&self->text);
  todoku_conditions_free (self->when);
  g_free (self);
}

/* A text with an optional "when" beside its two languages. */
static gpointer
note_read (TodokuJson *json)
{
  TodokuParagraph *self = g_new0 (TodokuParagraph, 1);

  self->when = todoku_json_optional_conditions (json, "when");
  self->text.in[TODOKU_LANGUAGE_EN] = todoku_json_string (json, "en");
  self->text.in[TODOKU_LANGUAGE_JA] = todoku_json_string (json, "ja");
  return self;
}

gpointer
todoku_mail_app_read (TodokuJson *json)
{
  TodokuMailApp *self = g_new0 (TodokuMailApp, 1);

  self->id = todoku_json_id (json, "id");
  self->name = todoku_json_text (json, "name");
  self->maker = todoku_json_string (json, "maker");
  self->kind = todoku_json_word (json, "kind", kinds);
  self->supported_until = todoku_json_optional_date (json, "supported_until");
  self->support = todoku_json_word (json, "support", supports);
  self->oauth = todoku_json_array (json, "oauth", TRUE, ability_read, ability_free);
  self->tls = todoku_json_word (json, "tls", versions);
  self->fetches_from = todoku_json_word (json, "fetches_from", places);
  self->words = read_words (json);
  self->notes = todoku_json_array (json, "notes", FALSE, note_read, paragraph_free);
  self->checked = todoku_json_date (json, "checked");
  self->confidence = todoku_json_word (json, "confidence", todoku_confidences);
  self->sources = todoku_json_sources (json);
  return self;
}

void
todoku_mail_app_free (gpointer data)
{
  TodokuMailApp *self = data;

  g_free (self->id);
  todoku_text_clear (&self->name);
  g_free (self->maker);
  g_free (self->kind);
  g_free (self->supported_until);
  g_free (self->support);
  g_clear_pointer (&self->oauth, g_ptr_array_unref);
  g_free (self->tls);
  g_free (self->fetches_from);
  g_clear_pointer (&self->words, g_hash_table_unref);
  g_clear_pointer (&self->notes, g_ptr_array_unref);
  g_free (self->checked);
  g_free (self->confidence);
  g_strfreev (self->sources);
  g_free (self);
}

static gboolean
is_or_any (const char *pattern, const char *value)
{
  return strcmp (pattern, "*") == 0 || g_strcmp0 (pattern, value) == 0;
}

/**
 * todoku_mail_app_get_oauth:
 * @app: a mail app
 * @group: (nullable): group of a provider
 * @protocol: (nullable): "imap", "pop3" or "smtp"
 *
 * Returns: (transfer none): "yes", "no" or "unknown"
 */
const char *
todoku_mail_app_get_oauth (const TodokuMailApp *app, const char *group, const char *protocol)
{
  for (guint i = 0; i < app->oauth->len; i++)
    {
      const TodokuOAuthAbility *ability = g_ptr_array_index (app->oauth, i);

      if (is_or_any (ability->group, group) && is_or_any (ability->protocol, protocol))
        return ability->ability;
    }
  return "unknown";
}
