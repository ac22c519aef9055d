/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-scenario.h"

#include "todoku-stands.h"

#include <string.h>

struct _TodokuScenario {
  char *id;
  char *title[2];
  char *story[2];
  char *expect;
  char *as_of;
  gboolean offered;
  GStrv account;
  char *password;
  guint timeout_ms;
  GStrv addresses;
  GPtrArray *users;
  GPtrArray *stands;
};

#define MAX_TIMEOUT_MS 120000

static const char *const languages[] = { "en", "ja", NULL };
static const char *const scenario_keys[] = {
  "id",         "title",     "story",    "expect", "as_of",
  "offered",    "account",   "password", "sites",  "listen",
  "timeout_ms", "addresses", "accounts", NULL
};
static const char *const account_keys[] = { "address", "provider", "app",
                                            "symptom", "incoming", "outgoing",
                                            "sign-in", "user",     NULL };
static const char *const user_keys[] = { "user",
                                         "password",
                                         "token",
                                         "outcome",
                                         NULL };
static const char *const site_keys[] = { "listen", NULL };
static const char *const loopback[] = { "127.0.0.1", "::1", NULL };

static void
user_free (TodokuPracticeUser *self)
{
  g_free (self->user);
  g_free (self->password);
  g_free (self->token);
  g_free (self->outcome);
  g_free (self);
}

/*
 * todoku_scenario_free:
 * @self: (transfer full): a scenario
 */
void
todoku_scenario_free (TodokuScenario *self)
{
  for (guint i = 0; i < 2; i++) {
    g_free (self->title[i]);
    g_free (self->story[i]);
  }
  g_free (self->id);
  g_free (self->expect);
  g_free (self->as_of);
  g_free (self->password);
  g_strfreev (self->account);
  g_strfreev (self->addresses);
  g_ptr_array_unref (self->users);
  g_ptr_array_unref (self->stands);
  g_free (self);
}

static char *
dup_needed (TodokuPracticeReader *reader, JsonObject *root, const char *key)
{
  todoku_practice_reader_need (reader, root, key);
  return g_strdup (todoku_practice_reader_string (reader, root, key));
}

static void
read_text (TodokuPracticeReader *reader,
           JsonObject *root,
           const char *key,
           char **text)
{
  JsonObject *object;

  todoku_practice_reader_need (reader, root, key);
  object = todoku_practice_reader_object (reader, root, key);
  todoku_practice_reader_enter (reader, key);
  todoku_practice_reader_check_keys (reader, object, languages);
  for (guint i = 0; i < 2; i++) {
    text[i] = dup_needed (reader, object, languages[i]);
    if (text[i] != NULL && *text[i] == '\0')
      todoku_practice_reader_fail (reader, "“%s” is empty", languages[i]);
  }
  todoku_practice_reader_leave (reader);
}

static char *
read_date (TodokuPracticeReader *reader, JsonObject *root, const char *key)
{
  const char *text = todoku_practice_reader_string (reader, root, key);
  g_autofree char *stamp = NULL;
  g_autoptr (GDateTime) date = NULL;

  if (text == NULL)
    return NULL;
  stamp = g_strconcat (text, "T00:00:00Z", NULL);
  date = g_date_time_new_from_iso8601 (stamp, NULL);
  if (date == NULL || strlen (text) != strlen ("YYYY-MM-DD"))
    todoku_practice_reader_fail (reader,
                                 "“%s” must be a date as in 2026-11-22",
                                 key);
  return g_strdup (text);
}

static GStrv
read_account (TodokuPracticeReader *reader, JsonObject *root)
{
  g_autoptr (GStrvBuilder) pairs = g_strv_builder_new ();
  g_autoptr (GList) members = NULL;
  JsonObject *account;

  todoku_practice_reader_need (reader, root, "account");
  account = todoku_practice_reader_object (reader, root, "account");
  if (account != NULL)
    members = json_object_get_members (account);
  todoku_practice_reader_enter (reader, "account");
  for (GList *l = members; l != NULL; l = l->next) {
    const char *value =
        todoku_practice_reader_string (reader, account, l->data);

    if (!g_strv_contains (account_keys, l->data) &&
        !g_str_has_prefix (l->data, "answer."))
      todoku_practice_reader_fail (reader,
                                   "“%s” is not a known key",
                                   (char *) l->data);
    if (value == NULL)
      continue;
    g_strv_builder_add (pairs, l->data);
    g_strv_builder_add (pairs, value);
  }
  todoku_practice_reader_leave (reader);
  return g_strv_builder_end (pairs);
}

static GStrv
read_addresses (TodokuPracticeReader *reader, JsonObject *root)
{
  GStrv addresses = todoku_practice_reader_lines (reader, root, "addresses");

  if (addresses == NULL)
    return g_strdupv ((GStrv) (const char *[]){ "127.0.0.1", NULL });
  todoku_practice_reader_enter (reader, "addresses");
  for (guint i = 0; addresses[i] != NULL; i++)
    todoku_practice_reader_choose (reader, addresses[i], loopback, 0);
  todoku_practice_reader_leave (reader);
  return addresses;
}

static TodokuPracticeUser *
read_user (TodokuPracticeReader *reader, JsonNode *node)
{
  TodokuPracticeUser *self = g_new0 (TodokuPracticeUser, 1);
  JsonObject *object = todoku_practice_reader_as_object (reader, node);

  todoku_practice_reader_check_keys (reader, object, user_keys);
  self->user = dup_needed (reader, object, "user");
  self->password =
      g_strdup (todoku_practice_reader_string (reader, object, "password"));
  self->token =
      g_strdup (todoku_practice_reader_string (reader, object, "token"));
  self->outcome =
      g_strdup (todoku_practice_reader_string (reader, object, "outcome"));
  if (self->password == NULL && self->token == NULL)
    todoku_practice_reader_fail (reader, "“password” or “token” must be there");
  if (self->outcome == NULL)
    self->outcome = g_strdup ("accepted");
  return self;
}

static void
read_users (TodokuScenario *self,
            TodokuPracticeReader *reader,
            JsonObject *root)
{
  JsonNode *node =
      root == NULL ? NULL : json_object_get_member (root, "accounts");
  JsonArray *array;

  if (node == NULL)
    return;
  todoku_practice_reader_enter (reader, "accounts");
  array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  if (array == NULL)
    todoku_practice_reader_fail (reader, "a list must stand here");
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    g_ptr_array_add (self->users,
                     read_user (reader, json_array_get_element (array, i)));
  todoku_practice_reader_leave (reader);
}

static void
read_site (TodokuScenario *self,
           TodokuPracticeFiles *files,
           TodokuPracticeReader *reader,
           const char *site)
{
  g_autofree char *name = g_strdup_printf ("sites/%s.json", site);
  g_autoptr (GError) error = NULL;
  TodokuPracticeReader *other =
      todoku_practice_files_open (files, name, &error);
  JsonObject *root;

  if (other == NULL) {
    todoku_practice_reader_fail (reader, "%s", error->message);
    return;
  }
  root = todoku_practice_reader_get_root (other);
  todoku_practice_reader_check_keys (other, root, site_keys);
  todoku_stands_read (self->stands,
                      files,
                      other,
                      todoku_practice_reader_object (other, root, "listen"));
  if (!todoku_practice_reader_finish (other, &error))
    todoku_practice_reader_fail (reader, "%s", error->message);
}

static void
read_stands (TodokuScenario *self,
             TodokuPracticeFiles *files,
             TodokuPracticeReader *reader,
             JsonObject *root)
{
  g_auto (GStrv) sites = todoku_practice_reader_lines (reader, root, "sites");

  for (guint i = 0; sites != NULL && sites[i] != NULL; i++)
    read_site (self, files, reader, sites[i]);
  todoku_stands_read (self->stands,
                      files,
                      reader,
                      todoku_practice_reader_object (reader, root, "listen"));
  todoku_stands_check (self->stands, reader);
}

/* An outcome that no server knows would be a refusal by mistake. */
static void
check_outcomes (TodokuScenario *self, TodokuPracticeReader *reader)
{
  for (guint i = 0; i < self->users->len; i++) {
    const TodokuPracticeUser *user = self->users->pdata[i];
    gboolean known = FALSE;

    for (guint j = 0; j < self->stands->len && !known; j++) {
      const TodokuStand *stand = self->stands->pdata[j];

      known = todoku_script_get_outcome (stand->script, user->outcome) != NULL;
    }
    if (!known)
      todoku_practice_reader_fail (reader,
                                   "accounts: no server knows the outcome “%s”",
                                   user->outcome);
  }
}

static void
scenario_read (TodokuScenario *self,
               TodokuPracticeFiles *files,
               TodokuPracticeReader *reader,
               const char *id)
{
  JsonObject *root = todoku_practice_reader_get_root (reader);

  todoku_practice_reader_check_keys (reader, root, scenario_keys);
  self->id = dup_needed (reader, root, "id");
  if (self->id != NULL && !g_str_equal (self->id, id))
    todoku_practice_reader_fail (reader,
                                 "“id” must be the file's name, “%s”",
                                 id);
  read_text (reader, root, "title", self->title);
  read_text (reader, root, "story", self->story);
  self->expect = dup_needed (reader, root, "expect");
  self->as_of = read_date (reader, root, "as_of");
  self->offered = todoku_practice_reader_boolean (reader, root, "offered");
  self->account = read_account (reader, root);
  self->password =
      g_strdup (todoku_practice_reader_string (reader, root, "password"));
  self->timeout_ms = todoku_practice_reader_number (reader,
                                                    root,
                                                    "timeout_ms",
                                                    MAX_TIMEOUT_MS);
  self->addresses = read_addresses (reader, root);
  read_users (self, reader, root);
  read_stands (self, files, reader, root);
  check_outcomes (self, reader);
}

/*
 * todoku_scenario_load:
 * @files: where the files are
 * @id: name of the scenario
 * @error: a mistake, with file, place and reason
 *
 * Returns: (transfer full) (nullable): the scenario
 */
TodokuScenario *
todoku_scenario_load (TodokuPracticeFiles *files,
                      const char *id,
                      GError **error)
{
  g_autofree char *name = g_strdup_printf ("%s.json", id);
  g_autoptr (TodokuScenario) self = NULL;
  TodokuPracticeReader *reader =
      todoku_practice_files_open (files, name, error);

  if (reader == NULL)
    return NULL;
  self = g_new0 (TodokuScenario, 1);
  self->users = g_ptr_array_new_with_free_func ((GDestroyNotify) user_free);
  self->stands =
      g_ptr_array_new_with_free_func ((GDestroyNotify) todoku_stand_free);
  scenario_read (self, files, reader, id);
  if (!todoku_practice_reader_finish (reader, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * todoku_scenario_get_id:
 * @self: a scenario
 *
 * Returns: its name, in the file and on the command line
 */
const char *
todoku_scenario_get_id (const TodokuScenario *self)
{
  return self->id;
}

static guint
language_index (const char *language)
{
  return g_strcmp0 (language, "ja") == 0 ? 1 : 0;
}

/**
 * todoku_scenario_get_title:
 * @self: a scenario
 * @language: "en" or "ja"
 *
 * Returns: its title
 */
const char *
todoku_scenario_get_title (const TodokuScenario *self, const char *language)
{
  return self->title[language_index (language)];
}

/**
 * todoku_scenario_get_story:
 * @self: a scenario
 * @language: "en" or "ja"
 *
 * Returns: one or two sentences: what happened to whom
 */
const char *
todoku_scenario_get_story (const TodokuScenario *self, const char *language)
{
  return self->story[language_index (language)];
}

/**
 * todoku_scenario_get_expect:
 * @self: a scenario
 *
 * Returns: id of the finding that it must lead to; "works" for a healthy one
 */
const char *
todoku_scenario_get_expect (const TodokuScenario *self)
{
  return self->expect;
}

/**
 * todoku_scenario_get_as_of:
 * @self: a scenario
 *
 * Returns: (nullable): date of the run, YYYY-MM-DD
 */
const char *
todoku_scenario_get_as_of (const TodokuScenario *self)
{
  return self->as_of;
}

/**
 * todoku_scenario_is_offered:
 * @self: a scenario
 *
 * Returns: whether the empty window shows it as a card
 */
gboolean
todoku_scenario_is_offered (const TodokuScenario *self)
{
  return self->offered;
}

/**
 * todoku_scenario_get_account:
 * @self: a scenario
 *
 * Returns: (array zero-terminated=1) (transfer none): "key", "value", … for
 *   todoku_account_set(), in order
 */
const char *const *
todoku_scenario_get_account (const TodokuScenario *self)
{
  return (const char *const *) self->account;
}

/**
 * todoku_scenario_get_password:
 * @self: a scenario
 *
 * Returns: (nullable): what the user of the story types; no real one's
 */
const char *
todoku_scenario_get_password (const TodokuScenario *self)
{
  return self->password;
}

/**
 * todoku_scenario_get_timeout_ms:
 * @self: a scenario
 *
 * Returns: of the run, in milliseconds; 0: the default
 */
guint
todoku_scenario_get_timeout_ms (const TodokuScenario *self)
{
  return self->timeout_ms;
}

/*
 * todoku_scenario_get_stands:
 * @self: a scenario
 *
 * Returns: (transfer none) (element-type TodokuStand): what is served
 */
GPtrArray *
todoku_scenario_get_stands (const TodokuScenario *self)
{
  return self->stands;
}

/*
 * todoku_scenario_get_addresses:
 * @self: a scenario
 *
 * Returns: (array zero-terminated=1): "127.0.0.1", "::1", or both
 */
const char *const *
todoku_scenario_get_addresses (const TodokuScenario *self)
{
  return (const char *const *) self->addresses;
}

/*
 * todoku_scenario_find_user:
 * @self: a scenario
 * @user: (nullable): who signs in
 * @password: (nullable): with what
 * @token: (nullable): or with what
 *
 * Returns: (nullable): the account that fits; %NULL: refused
 */
const TodokuPracticeUser *
todoku_scenario_find_user (const TodokuScenario *self,
                           const char *user,
                           const char *password,
                           const char *token)
{
  if (user == NULL)
    return NULL;
  for (guint i = 0; i < self->users->len; i++) {
    const TodokuPracticeUser *known = self->users->pdata[i];
    const char *shown = token != NULL ? token : password;
    const char *right = token != NULL ? known->token : known->password;

    if (right != NULL && g_strcmp0 (shown, right) == 0 &&
        g_ascii_strcasecmp (known->user, user) == 0)
      return known;
  }
  return NULL;
}
