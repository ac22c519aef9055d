/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-knowledge.h"

#include "todoku-entries.h"
#include "todoku-knowledge-resources.h"

#include <string.h>

G_DEFINE_QUARK (todoku_knowledge_error_quark, todoku_knowledge_error)

struct _TodokuKnowledge {
  GObject parent_instance;

  GPtrArray *providers;
  GPtrArray *mail_apps;
  GPtrArray *findings;
  GPtrArray *replies;
  GPtrArray *checklist;
  GPtrArray *history;
  GHashTable *by_id[4];     /* providers, mail apps, findings, replies */
  GHashTable *by_domain;
  GHashTable *ranks;        /* finding id → layer × 1000 + place, from vocabulary.json */
  GHashTable *layers;       /* finding id → layer */
};

G_DEFINE_FINAL_TYPE (TodokuKnowledge, todoku_knowledge, G_TYPE_OBJECT)

enum { PROVIDERS, MAIL_APPS, FINDINGS, REPLIES };

static void
todoku_knowledge_finalize (GObject *object)
{
  TodokuKnowledge *self = TODOKU_KNOWLEDGE (object);

  g_clear_pointer (&self->providers, g_ptr_array_unref);
  g_clear_pointer (&self->mail_apps, g_ptr_array_unref);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_clear_pointer (&self->replies, g_ptr_array_unref);
  g_clear_pointer (&self->checklist, g_ptr_array_unref);
  g_clear_pointer (&self->history, g_ptr_array_unref);
  for (gsize i = 0; i < G_N_ELEMENTS (self->by_id); i++)
    g_clear_pointer (&self->by_id[i], g_hash_table_unref);
  g_clear_pointer (&self->by_domain, g_hash_table_unref);
  g_clear_pointer (&self->ranks, g_hash_table_unref);
  g_clear_pointer (&self->layers, g_hash_table_unref);
  G_OBJECT_CLASS (todoku_knowledge_parent_class)->finalize (object);
}

static void
todoku_knowledge_class_init (TodokuKnowledgeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = todoku_knowledge_finalize;
}

static void
todoku_knowledge_init (TodokuKnowledge *self)
{
  self->providers = g_ptr_array_new_with_free_func (todoku_provider_free);
  self->mail_apps = g_ptr_array_new_with_free_func (todoku_mail_app_free);
  self->findings = g_ptr_array_new_with_free_func (todoku_finding_entry_free);
  self->replies = g_ptr_array_new_with_free_func (todoku_reply_pattern_free);
  self->checklist = g_ptr_array_new_with_free_func (todoku_checklist_entry_free);
  self->history = g_ptr_array_new_with_free_func (todoku_change_free);
  for (gsize i = 0; i < G_N_ELEMENTS (self->by_id); i++)
    self->by_id[i] = g_hash_table_new (g_str_hash, g_str_equal);
  self->by_domain = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->ranks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->layers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/* ---- where the files are: a folder or the resource -------------------------- */

typedef struct {
  const char *directory;    /* (nullable): the resource */
} Place;

static GBytes *
read_file (const Place *place, const char *name, GError **error)
{
  g_autofree char *path = NULL;
  char *contents;
  gsize length;

  if (!place->directory)
    {
      path = g_strconcat (APP_PATH "knowledge/", name, NULL);
      return g_resource_lookup_data (todoku_knowledge_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
    }
  path = g_build_filename (place->directory, name, NULL);
  if (!g_file_get_contents (path, &contents, &length, error))
    return NULL;
  return g_bytes_new_take (contents, length);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GStrv
list_files (const Place *place, const char *folder)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *path = NULL;

  if (place->directory)
    {
      g_autoptr (GDir) dir = g_dir_open ((path = g_build_filename (place->directory, folder, NULL)), 0, NULL);
      const char *name;

      while (dir && (name = g_dir_read_name (dir)))
        if (g_str_has_suffix (name, ".json"))
          g_ptr_array_add (names, g_strdup (name));
    }
  else
    {
      g_auto (GStrv) children = g_resource_enumerate_children (todoku_knowledge_get_resource (), (path = g_strconcat (APP_PATH "knowledge/", folder, NULL)), G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

      for (char **child = children; child && *child; child++)
        g_ptr_array_add (names, g_strdup (*child));
    }
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

static JsonNode *
read_json (const Place *place, const char *name, GError **error)
{
  g_autoptr (GBytes) bytes = read_file (place, name, error);
  JsonNode *root;

  if (!bytes)
    return NULL;
  root = todoku_json_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error);
  if (!root)
    g_prefix_error (error, "%s: ", name);
  return root;
}

/* ---- one file ------------------------------------------------------------- */

/* A file that is one entry. */
static gboolean
load_single (const Place *place, const char *name, TodokuJsonRead read, GPtrArray *list, GError **error)
{
  g_autoptr (JsonNode) root = read_json (place, name, error);
  TodokuJson json;

  if (!root)
    return FALSE;
  (void) todoku_json_begin (&json, root, name, error);
  g_ptr_array_add (list, read (&json));
  return todoku_json_end (&json);
}

/* A file { "key": [ entries ] }. */
static gboolean
load_list (const Place *place, const char *name, const char *key, TodokuJsonRead read, GPtrArray *list, GError **error)
{
  g_autoptr (JsonNode) root = read_json (place, name, error);
  g_autoptr (GPtrArray) entries = NULL;
  TodokuJson json;

  if (!root)
    return FALSE;
  (void) todoku_json_begin (&json, root, name, error);
  /* The free function goes with the list that is kept, so a mistake frees too. */
  entries = todoku_json_array (&json, key, TRUE, read, NULL);
  for (guint i = 0; i < entries->len; i++)
    g_ptr_array_add (list, g_ptr_array_index (entries, i));
  return todoku_json_end (&json);
}

typedef gboolean (*LoadFile) (TodokuKnowledge *self, const Place *place, const char *name, GError **error);

static gboolean
load_folder (TodokuKnowledge *self, const Place *place, const char *folder, LoadFile load, GError **error)
{
  g_auto (GStrv) names = list_files (place, folder);

  for (char **name = names; *name; name++)
    {
      g_autofree char *path = g_strconcat (folder, "/", *name, NULL);

      if (!load (self, place, path, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
load_provider (TodokuKnowledge *self, const Place *place, const char *name, GError **error)
{
  return load_single (place, name, todoku_provider_read, self->providers, error);
}

static gboolean
load_mail_app (TodokuKnowledge *self, const Place *place, const char *name, GError **error)
{
  return load_single (place, name, todoku_mail_app_read, self->mail_apps, error);
}

static gboolean
load_replies (TodokuKnowledge *self, const Place *place, const char *name, GError **error)
{
  return load_list (place, name, "replies", todoku_reply_pattern_read, self->replies, error);
}

/* The layer of a finding is the name of its file; vocabulary.json must agree. */
static gboolean
load_findings (TodokuKnowledge *self, const Place *place, const char *name, GError **error)
{
  g_autofree char *base = g_path_get_basename (name);
  guint before = self->findings->len;

  if (!load_list (place, name, "findings", todoku_finding_entry_read, self->findings, error))
    return FALSE;
  *strrchr (base, '.') = '\0';
  for (guint i = before; i < self->findings->len; i++)
    {
      TodokuFindingEntry *entry = g_ptr_array_index (self->findings, i);
      const char *layer = g_hash_table_lookup (self->layers, entry->id);

      entry->layer = g_strdup (base);
      if (g_strcmp0 (layer, base) != 0)
        {
          g_set_error (error, TODOKU_KNOWLEDGE_ERROR, TODOKU_KNOWLEDGE_ERROR_REFERENCE, "%s: %s: %s", name, entry->id,
                       layer ? "belongs to another layer" : "is not in vocabulary.json");
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
load_vocabulary (TodokuKnowledge *self, const Place *place, GError **error)
{
  g_autoptr (JsonNode) root = read_json (place, "vocabulary.json", error);
  g_autoptr (GList) layers = NULL;
  int rank = 0;

  if (!root)
    return FALSE;
  layers = json_object_get_members (json_node_get_object (root));
  for (GList *layer = layers; layer; layer = layer->next)
    {
      JsonArray *ids = json_object_get_array_member (json_node_get_object (root), layer->data);

      for (guint i = 0; i < json_array_get_length (ids); i++)
        {
          g_hash_table_insert (self->ranks, g_strdup (json_array_get_string_element (ids, i)), GINT_TO_POINTER (++rank));
          g_hash_table_insert (self->layers, g_strdup (json_array_get_string_element (ids, i)), g_strdup (layer->data));
        }
      rank = (rank / 1000 + 1) * 1000;
    }
  return TRUE;
}

/* ---- all of them ---------------------------------------------------------- */

static gboolean
index_ids (GHashTable *table, GPtrArray *entries, const char *kind, GError **error)
{
  for (guint i = 0; i < entries->len; i++)
    {
      /* The id is the first member of every kind of entry. */
      char *id = *(char **) g_ptr_array_index (entries, i);

      if (!g_hash_table_insert (table, id, g_ptr_array_index (entries, i)))
        {
          g_set_error (error, TODOKU_KNOWLEDGE_ERROR, TODOKU_KNOWLEDGE_ERROR_REFERENCE, "%s: the id “%s” is used twice", kind, id);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
index_domains (TodokuKnowledge *self, GError **error)
{
  for (guint i = 0; i < self->providers->len; i++)
    {
      TodokuProvider *provider = g_ptr_array_index (self->providers, i);

      for (char **domain = provider->domains; *domain; domain++)
        if (!g_hash_table_insert (self->by_domain, g_ascii_strdown (*domain, -1), provider))
          {
            g_set_error (error, TODOKU_KNOWLEDGE_ERROR, TODOKU_KNOWLEDGE_ERROR_REFERENCE, "providers/%s.json: the domain %s stands in two files", provider->id, *domain);
            return FALSE;
          }
    }
  return TRUE;
}

static gboolean
check_finding (TodokuKnowledge *self, const char *place, const char *id, GError **error)
{
  if (g_hash_table_contains (self->by_id[FINDINGS], id))
    return TRUE;
  g_set_error (error, TODOKU_KNOWLEDGE_ERROR, TODOKU_KNOWLEDGE_ERROR_REFERENCE, "%s: there is no finding “%s”", place, id);
  return FALSE;
}

static gboolean
check_references (TodokuKnowledge *self, GError **error)
{
  for (guint i = 0; i < self->replies->len; i++)
    {
      TodokuReplyPattern *reply = g_ptr_array_index (self->replies, i);

      for (guint j = 0; j < reply->means->len; j++)
        if (!check_finding (self, reply->id, ((TodokuMeaning *) g_ptr_array_index (reply->means, j))->finding, error))
          return FALSE;
    }
  for (guint i = 0; i < self->findings->len; i++)
    {
      TodokuFindingEntry *finding = g_ptr_array_index (self->findings, i);

      for (char **explained = finding->explains; *explained; explained++)
        if (!check_finding (self, finding->id, *explained, error))
          return FALSE;
    }
  return TRUE;
}

/* Those most people have stand first, then the alphabet. */
static int
compare_providers (gconstpointer a, gconstpointer b)
{
  static const char *const first[] = { "gmail", "google-workspace", "google-workspace-edu", "outlook-com", "microsoft-365", "yahoo-jp", "icloud" };
  const TodokuProvider *one = *(TodokuProvider *const *) a;
  const TodokuProvider *two = *(TodokuProvider *const *) b;

  for (gsize i = 0; i < G_N_ELEMENTS (first); i++)
    {
      gboolean is_one = strcmp (one->id, first[i]) == 0;

      if (is_one || strcmp (two->id, first[i]) == 0)
        return is_one ? -1 : 1;
    }
  return one->recognised_only != two->recognised_only ? one->recognised_only - two->recognised_only : strcmp (one->id, two->id);
}

static gboolean
load (TodokuKnowledge *self, const Place *place, GError **error)
{
  if (!load_vocabulary (self, place, error) ||
      !load_folder (self, place, "providers", load_provider, error) ||
      !load_folder (self, place, "mail-apps", load_mail_app, error) ||
      !load_folder (self, place, "findings", load_findings, error) ||
      !load_folder (self, place, "replies", load_replies, error) ||
      !load_list (place, "checklist.json", "items", todoku_checklist_entry_read, self->checklist, error) ||
      !load_list (place, "history.json", "changes", todoku_change_read, self->history, error))
    return FALSE;
  g_ptr_array_sort (self->providers, compare_providers);
  return index_ids (self->by_id[PROVIDERS], self->providers, "providers", error) &&
         index_ids (self->by_id[MAIL_APPS], self->mail_apps, "mail-apps", error) &&
         index_ids (self->by_id[FINDINGS], self->findings, "findings", error) &&
         index_ids (self->by_id[REPLIES], self->replies, "replies", error) &&
         index_domains (self, error) && check_references (self, error);
}

/**
 * todoku_knowledge_new:
 * @error: return location
 *
 * Returns: (transfer full) (nullable): what is compiled in
 */
TodokuKnowledge *
todoku_knowledge_new (GError **error)
{
  return todoku_knowledge_new_from_directory (NULL, error);
}

/**
 * todoku_knowledge_new_from_directory:
 * @path: (nullable): a folder with the knowledge files; %NULL: what is compiled in
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the knowledge, or %NULL with file, place and reason
 */
TodokuKnowledge *
todoku_knowledge_new_from_directory (const char *path, GError **error)
{
  g_autoptr (TodokuKnowledge) self = g_object_new (TODOKU_TYPE_KNOWLEDGE, NULL);
  Place place = { path };

  if (!load (self, &place, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* ---- asking --------------------------------------------------------------- */

/**
 * todoku_knowledge_get_providers:
 * @self: the knowledge
 *
 * Returns: (transfer none) (element-type TodokuProvider): providers, those to offer first in front
 */
GPtrArray *
todoku_knowledge_get_providers (TodokuKnowledge *self)
{
  return self->providers;
}

/**
 * todoku_knowledge_get_mail_apps:
 * @self: the knowledge
 *
 * Returns: (transfer none) (element-type TodokuMailApp): mail apps
 */
GPtrArray *
todoku_knowledge_get_mail_apps (TodokuKnowledge *self)
{
  return self->mail_apps;
}

/**
 * todoku_knowledge_get_findings:
 * @self: the knowledge
 *
 * Returns: (transfer none) (element-type TodokuFindingEntry): findings
 */
GPtrArray *
todoku_knowledge_get_findings (TodokuKnowledge *self)
{
  return self->findings;
}

/**
 * todoku_knowledge_get_replies:
 * @self: the knowledge
 *
 * Returns: (transfer none) (element-type TodokuReplyPattern): reply patterns
 */
GPtrArray *
todoku_knowledge_get_replies (TodokuKnowledge *self)
{
  return self->replies;
}

/**
 * todoku_knowledge_get_checklist:
 * @self: the knowledge
 *
 * Returns: (transfer none) (element-type TodokuChecklistEntry): the checklist in order
 */
GPtrArray *
todoku_knowledge_get_checklist (TodokuKnowledge *self)
{
  return self->checklist;
}

/**
 * todoku_knowledge_get_history:
 * @self: the knowledge
 *
 * Returns: (transfer none) (element-type TodokuChange): dated changes
 */
GPtrArray *
todoku_knowledge_get_history (TodokuKnowledge *self)
{
  return self->history;
}

/**
 * todoku_knowledge_find_provider:
 * @self: the knowledge
 * @id: (nullable): an id
 *
 * Returns: (transfer none) (nullable): the entry
 */
const TodokuProvider *
todoku_knowledge_find_provider (TodokuKnowledge *self, const char *id)
{
  return id ? g_hash_table_lookup (self->by_id[PROVIDERS], id) : NULL;
}

/**
 * todoku_knowledge_find_mail_app:
 * @self: the knowledge
 * @id: (nullable): an id
 *
 * Returns: (transfer none) (nullable): the entry
 */
const TodokuMailApp *
todoku_knowledge_find_mail_app (TodokuKnowledge *self, const char *id)
{
  return id ? g_hash_table_lookup (self->by_id[MAIL_APPS], id) : NULL;
}

/**
 * todoku_knowledge_find_finding:
 * @self: the knowledge
 * @id: (nullable): an id
 *
 * Returns: (transfer none) (nullable): the entry
 */
const TodokuFindingEntry *
todoku_knowledge_find_finding (TodokuKnowledge *self, const char *id)
{
  return id ? g_hash_table_lookup (self->by_id[FINDINGS], id) : NULL;
}

/**
 * todoku_knowledge_find_reply:
 * @self: the knowledge
 * @id: (nullable): an id
 *
 * Returns: (transfer none) (nullable): the entry
 */
const TodokuReplyPattern *
todoku_knowledge_find_reply (TodokuKnowledge *self, const char *id)
{
  return id ? g_hash_table_lookup (self->by_id[REPLIES], id) : NULL;
}

/**
 * todoku_knowledge_provider_for_domain:
 * @self: the knowledge
 * @domain: what stands after "@"
 *
 * Returns: (transfer none) (nullable): whose it is
 */
const TodokuProvider *
todoku_knowledge_provider_for_domain (TodokuKnowledge *self, const char *domain)
{
  g_autofree char *lower = g_ascii_strdown (domain, -1);
  const TodokuProvider *found = g_hash_table_lookup (self->by_domain, lower);

  for (guint i = 0; !found && i < self->providers->len; i++)
    {
      const TodokuProvider *provider = g_ptr_array_index (self->providers, i);

      for (char **suffix = provider->domain_suffixes; *suffix && !found; suffix++)
        {
          g_autofree char *dotted = g_strconcat (".", *suffix + (**suffix == '.'), NULL);

          if (g_str_has_suffix (lower, dotted))
            found = provider;
        }
    }
  return found;
}

static gboolean
has_host (GStrv endpoints, const char *host)
{
  gsize length = strlen (host);

  for (char **url = endpoints; *url; url++)
    {
      const char *start = strstr (*url, "://") + 3;

      if (strncmp (start, host, length) == 0 && start[length] == ':')
        return TRUE;
    }
  return FALSE;
}

/**
 * todoku_knowledge_provider_for_host:
 * @self: the knowledge
 * @host: a host name
 *
 * Returns: (transfer none) (nullable): the first provider whose server it is or was
 */
const TodokuProvider *
todoku_knowledge_provider_for_host (TodokuKnowledge *self, const char *host)
{
  for (guint i = 0; i < self->providers->len; i++)
    {
      const TodokuProvider *provider = g_ptr_array_index (self->providers, i);

      if (has_host (provider->imap, host) || has_host (provider->pop3, host) || has_host (provider->smtp, host) ||
          g_strv_contains ((const char *const *) provider->legacy_hosts, host))
        return provider;
    }
  return NULL;
}

/**
 * todoku_knowledge_get_word:
 * @self: the knowledge
 * @app: a mail app
 * @word: "encryption", "tls", …
 *
 * Returns: (transfer none) (nullable): the app's own word, or that of other-program
 */
const TodokuText *
todoku_knowledge_get_word (TodokuKnowledge *self, const TodokuMailApp *app, const char *word)
{
  const TodokuMailApp *other = todoku_knowledge_find_mail_app (self, "other-program");
  const TodokuText *own = g_hash_table_lookup (app->words, word);

  return own || !other ? own : g_hash_table_lookup (other->words, word);
}

/**
 * todoku_knowledge_get_rank:
 * @self: the knowledge
 * @finding: id of a finding
 *
 * Returns: its place in the vocabulary, where earlier layers come first
 */
int
todoku_knowledge_get_rank (TodokuKnowledge *self, const char *finding)
{
  return GPOINTER_TO_INT (g_hash_table_lookup (self->ranks, finding));
}

/**
 * todoku_knowledge_match_advice:
 * @self: the knowledge
 * @text: a pasted text
 * @date: YYYY-MM-DD
 *
 * Returns: (transfer container) (element-type TodokuChange): changes until @date whose old advice stands in @text
 */
GPtrArray *
todoku_knowledge_match_advice (TodokuKnowledge *self, const char *text, const char *date)
{
  GPtrArray *found = g_ptr_array_new ();
  g_autofree char *folded = todoku_fold (text);

  for (guint i = 0; i < self->history->len; i++)
    {
      TodokuChange *change = g_ptr_array_index (self->history, i);

      if (!change->advice || strcmp (change->date, date) > 0)
        continue;
      for (char **phrase = change->phrases; *phrase; phrase++)
        {
          g_autofree char *needle = todoku_fold (*phrase);

          if (strstr (folded, needle))
            {
              g_ptr_array_add (found, change);
              break;
            }
        }
    }
  return found;
}

/* The first value of a fact, also under "probe.". */
static const char *
look_up (const char *name, TodokuFactLookup lookup, gpointer user_data)
{
  const char *const *values = lookup (name, user_data);

  if (!values || !*values)
    {
      g_autofree char *scoped = g_strconcat ("probe.", name, NULL);

      values = lookup (scoped, user_data);
    }
  return values ? *values : NULL;
}

/**
 * todoku_text_fill:
 * @text: a text
 * @language: which of its languages
 * @lookup: tells the values of a fact
 * @user_data: for @lookup
 *
 * Returns: (transfer full): the text with {names} replaced by the first value of the fact
 */
char *
todoku_text_fill (const TodokuText *text, TodokuLanguage language, TodokuFactLookup lookup, gpointer user_data)
{
  const char *template = text->in[language];
  GString *filled = g_string_new (NULL);

  while (*template)
    {
      const char *open = strchr (template, '{');
      const char *close = open ? strchr (open, '}') : NULL;
      g_autofree char *name = close ? g_strndup (open + 1, (gsize) (close - open) - 1) : NULL;
      const char *value = name ? look_up (name, lookup, user_data) : NULL;

      if (!close)
        break;
      g_string_append_len (filled, template, open - template);
      if (value)
        g_string_append (filled, value);
      else
        g_string_append_len (filled, open, close + 1 - open);
      template = close + 1;
    }
  g_string_append (filled, template);
  return g_string_free (filled, FALSE);
}
