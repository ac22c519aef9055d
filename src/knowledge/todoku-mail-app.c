/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-entries.h"
#include "todoku-text.h"

#include <string.h>

static const char *const kinds[] = { "desktop", "mobile", "web", "program",
                                     "device",  "script", NULL };
static const char *const supports[] = { "current", "ended", "unknown", NULL };
static const char *const abilities[] = { "yes", "no", "unknown", NULL };
static const char *const versions[] = { "1.0",    "1.2",     "1.3",
                                        "system", "unknown", NULL };
static const char *const places[] = { "computer", "cloud", "unknown", NULL };
const char *const todoku_app_words[] = {
  "encryption", "tls",           "starttls", "none",        "port",
  "path",       "outgoing-auth", "password", "account-add", NULL
};

static const char *const protocols[] = { "imap", "pop3", "smtp", "*", NULL };

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
  self->protocol = todoku_json_word (json, "protocol", protocols);
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

/* The words that a screen may have: any other is an unknown key. */
static GHashTable *
read_words (TodokuJson *json)
{
  GHashTable *words =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, word_free);
  TodokuJson inner;

  todoku_json_begin_member (json, "words", FALSE, &inner);
  for (const char *const *word = todoku_app_words; *word; word++)
    if (todoku_json_member (&inner, *word)) {
      TodokuText text = todoku_json_text (&inner, *word);

      g_hash_table_insert (words,
                           g_strdup (*word),
                           g_memdup2 (&text, sizeof text));
    }
  todoku_json_end_member (json, &inner);
  return words;
}

/* Most names read well where they are used. */
static TodokuText
read_in_sentence (TodokuJson *json, const TodokuText *name)
{
  TodokuText text;

  if (todoku_json_member (json, "in_sentence"))
    return todoku_json_text (json, "in_sentence");
  for (int i = 0; i < TODOKU_N_LANGUAGES; i++)
    text.in[i] = g_strdup (name->in[i]);
  return text;
}

/**
 * todoku_mail_app_read:
 * @json: a view of a file of mail-apps/
 *
 * Returns: (transfer full): a #TodokuMailApp
 */
gpointer
todoku_mail_app_read (TodokuJson *json)
{
  TodokuMailApp *self = g_new0 (TodokuMailApp, 1);

  self->id = todoku_json_id (json, "id");
  self->name = todoku_json_text (json, "name");
  self->in_sentence = read_in_sentence (json, &self->name);
  self->maker = todoku_json_string (json, "maker");
  self->kind = todoku_json_word (json, "kind", kinds);
  self->supported_until = todoku_json_optional_date (json, "supported_until");
  self->support = todoku_json_word (json, "support", supports);
  self->oauth =
      todoku_json_array (json, "oauth", TRUE, ability_read, ability_free);
  self->tls = todoku_json_word (json, "tls", versions);
  self->fetches_from = todoku_json_word (json, "fetches_from", places);
  self->words = read_words (json);
  self->needs = todoku_json_optional_strings (json, "needs");
  self->notes = todoku_json_array (json,
                                   "notes",
                                   FALSE,
                                   todoku_paragraph_read,
                                   todoku_paragraph_free);
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
  todoku_text_clear (&self->in_sentence);
  g_free (self->maker);
  g_free (self->kind);
  g_free (self->supported_until);
  g_free (self->support);
  g_clear_pointer (&self->oauth, g_ptr_array_unref);
  g_free (self->tls);
  g_free (self->fetches_from);
  g_clear_pointer (&self->words, g_hash_table_unref);
  g_strfreev (self->needs);
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
todoku_mail_app_get_oauth (const TodokuMailApp *app,
                           const char *group,
                           const char *protocol)
{
  for (guint i = 0; i < app->oauth->len; i++) {
    const TodokuOAuthAbility *ability = g_ptr_array_index (app->oauth, i);

    if (is_or_any (ability->group, group) &&
        is_or_any (ability->protocol, protocol))
      return ability->ability;
  }
  return "unknown";
}
