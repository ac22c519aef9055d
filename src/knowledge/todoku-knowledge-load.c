/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-knowledge-private.h"

#include "todoku-entries.h"
#include "todoku-knowledge-resources.h"

#include <string.h>

/* Layers in the order in which causes are looked for: what comes first keeps
 * the rest from working. */
static const char *const layers[] = { "network",    "name",        "connection",
                                      "encryption", "certificate", "sign-in",
                                      "access",     "sending",     "mail-app",
                                      "outcome",    NULL };

/* What one loading knows. */
typedef struct {
  TodokuKnowledge *knowledge;
  const char *directory; /* (nullable): the resource */
} Loader;

/* ---- where the files are: a folder or the resource --------------------- */

static char *
name_resource (const char *name)
{
  return g_strconcat (APP_PATH "knowledge/", name, NULL);
}

/* A mapped file costs no memory before its size is known to be bounded. */
static GBytes *
read_file (const Loader *loader, const char *name, GError **error)
{
  g_autofree char *path = NULL;
  g_autoptr (GMappedFile) file = NULL;

  if (!loader->directory) {
    path = name_resource (name);
    return g_resource_lookup_data (todoku_knowledge_get_resource (),
                                   path,
                                   G_RESOURCE_LOOKUP_FLAGS_NONE,
                                   error);
  }
  path = g_build_filename (loader->directory, name, NULL);
  file = g_mapped_file_new (path, FALSE, error);
  return file ? g_mapped_file_get_bytes (file) : NULL;
}

static gboolean
has_file (const Loader *loader, const char *name)
{
  g_autofree char *path = NULL;

  if (!loader->directory) {
    path = name_resource (name);
    return g_resource_get_info (todoku_knowledge_get_resource (),
                                path,
                                G_RESOURCE_LOOKUP_FLAGS_NONE,
                                NULL,
                                NULL,
                                NULL);
  }
  path = g_build_filename (loader->directory, name, NULL);
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
list_directory (const char *path, GPtrArray *names)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    if (g_str_has_suffix (name, ".json"))
      g_ptr_array_add (names, g_strdup (name));
}

static void
list_resource (const char *folder, GPtrArray *names)
{
  g_autofree char *path = name_resource (folder);
  g_auto (GStrv) children =
      g_resource_enumerate_children (todoku_knowledge_get_resource (),
                                     path,
                                     G_RESOURCE_LOOKUP_FLAGS_NONE,
                                     NULL);

  for (char **child = children; child && *child; child++)
    g_ptr_array_add (names, g_strdup (*child));
}

/* In the alphabet's order, so that a mistake is told the same everywhere. */
static GPtrArray *
list_files (const Loader *loader, const char *folder)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *path =
      loader->directory ? g_build_filename (loader->directory, folder, NULL)
                        : NULL;

  if (path)
    list_directory (path, names);
  else
    list_resource (folder, names);
  g_ptr_array_sort (names, compare_names);
  return names;
}

static JsonNode *
read_json (const Loader *loader, const char *name, GError **error)
{
  g_autoptr (GBytes) bytes = read_file (loader, name, error);
  JsonNode *root;

  if (!bytes)
    return NULL;
  root = todoku_json_parse (g_bytes_get_data (bytes, NULL),
                            g_bytes_get_size (bytes),
                            error);
  if (!root)
    g_prefix_error (error, "%s: ", name);
  return root;
}

static gboolean G_GNUC_PRINTF (2, 3)
    refuse (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_propagate_error (error,
                     g_error_new_valist (TODOKU_KNOWLEDGE_ERROR,
                                         TODOKU_KNOWLEDGE_ERROR_REFERENCE,
                                         format,
                                         arguments));
  va_end (arguments);
  return FALSE;
}

/* ---- one file ---------------------------------------------------------- */

/* The id is the first member of every kind of entry. */
static const char *
get_id (gconstpointer entry)
{
  return *(const char *const *) entry;
}

/* The name of a file in a folder, without ".json". */
static char *
get_stem (const char *name)
{
  g_autofree char *base = g_path_get_basename (name);

  return g_strndup (base, strlen (base) - strlen (".json"));
}

/* A file that is one entry, named after its id. */
static gboolean
load_single (Loader *loader,
             const char *name,
             TodokuKind kind,
             TodokuJsonRead read,
             GError **error)
{
  g_autoptr (JsonNode) root = read_json (loader, name, error);
  g_autofree char *stem = get_stem (name);
  GError *mistake = NULL;
  gpointer entry;
  TodokuJson json;

  if (!root)
    return FALSE;
  todoku_json_begin_file (&json, root, name, &mistake);
  entry = read (&json);
  g_ptr_array_add (loader->knowledge->entries[kind], entry);
  if (!todoku_json_failed (&json) && strcmp (get_id (entry), stem) != 0)
    todoku_json_complain (&json,
                          "id",
                          "“%s” is not the name of the file",
                          get_id (entry));
  (void) todoku_json_end (&json);
  if (mistake)
    g_propagate_error (error, mistake);
  return !mistake;
}

/* A file { "key": [ entries ] }. */
static gboolean
load_list (Loader *loader,
           const char *name,
           const char *key,
           TodokuKind kind,
           TodokuJsonRead read,
           GError **error)
{
  g_autoptr (JsonNode) root = read_json (loader, name, error);
  g_autoptr (GPtrArray) entries = NULL;
  GError *mistake = NULL;
  TodokuJson json;

  if (!root)
    return FALSE;
  todoku_json_begin_file (&json, root, name, &mistake);
  json.has_entries = TRUE;
  /* The list that is kept has the free function: a mistake frees them too. */
  entries = todoku_json_array (&json, key, TRUE, read, NULL);
  for (guint i = 0; i < entries->len; i++)
    g_ptr_array_add (loader->knowledge->entries[kind],
                     g_ptr_array_index (entries, i));
  (void) todoku_json_end (&json);
  if (mistake)
    g_propagate_error (error, mistake);
  return !mistake;
}

/* ---- each kind --------------------------------------------------------- */

static gboolean
load_provider (Loader *loader, const char *name, GError **error)
{
  return load_single (loader,
                      name,
                      TODOKU_KIND_PROVIDER,
                      todoku_provider_read,
                      error);
}

static gboolean
load_mail_app (Loader *loader, const char *name, GError **error)
{
  return load_single (loader,
                      name,
                      TODOKU_KIND_MAIL_APP,
                      todoku_mail_app_read,
                      error);
}

static gboolean
load_replies (Loader *loader, const char *name, GError **error)
{
  return load_list (loader,
                    name,
                    "replies",
                    TODOKU_KIND_REPLY,
                    todoku_reply_pattern_read,
                    error);
}

/* The layer of a finding is the name of its file; vocabulary.json must agree.
 */
static gboolean
load_findings (Loader *loader, const char *name, GError **error)
{
  GPtrArray *findings = loader->knowledge->entries[TODOKU_KIND_FINDING];
  g_autofree char *layer = get_stem (name);
  guint before = findings->len;

  if (!load_list (loader,
                  name,
                  "findings",
                  TODOKU_KIND_FINDING,
                  todoku_finding_entry_read,
                  error))
    return FALSE;
  for (guint i = before; i < findings->len; i++) {
    TodokuFindingEntry *entry = g_ptr_array_index (findings, i);
    const char *own =
        g_hash_table_lookup (loader->knowledge->layers, entry->id);

    entry->layer = g_strdup (layer);
    if (!own)
      return refuse (error,
                     "%s: %s: is not in vocabulary.json",
                     name,
                     entry->id);
    if (strcmp (own, layer) != 0)
      return refuse (error,
                     "%s: %s: belongs to the layer “%s”",
                     name,
                     entry->id,
                     own);
  }
  return TRUE;
}

typedef gboolean (*LoadFile) (Loader *loader, const char *name, GError **error);

static gboolean
load_folder (Loader *loader, const char *folder, LoadFile load, GError **error)
{
  g_autoptr (GPtrArray) names = list_files (loader, folder);

  for (guint i = 0; i < names->len; i++) {
    g_autofree char *path =
        g_strconcat (folder, "/", g_ptr_array_index (names, i), NULL);

    if (!load (loader, path, error))
      return FALSE;
  }
  return TRUE;
}

/* A folder without the file is a small one, of a test or half written. */
static gboolean
load_optional (Loader *loader,
               const char *name,
               const char *key,
               TodokuKind kind,
               TodokuJsonRead read,
               GError **error)
{
  return !has_file (loader, name) ||
         load_list (loader, name, key, kind, read, error);
}

/* ---- the vocabulary ---------------------------------------------------- */

static gboolean
add_word (Loader *loader, const char *layer, const char *id, GError **error)
{
  TodokuKnowledge *self = loader->knowledge;
  int rank = (int) g_hash_table_size (self->ranks) + 1;

  if (!g_hash_table_insert (self->layers, g_strdup (id), g_strdup (layer)))
    return refuse (error,
                   "vocabulary.json: %s: the id “%s” is used twice",
                   layer,
                   id);
  g_hash_table_insert (self->ranks, g_strdup (id), GINT_TO_POINTER (rank));
  return TRUE;
}

static gboolean
load_vocabulary (Loader *loader, GError **error)
{
  g_autoptr (JsonNode) root = read_json (loader, "vocabulary.json", error);
  GError *mistake = NULL;
  TodokuJson json;

  if (!root)
    return FALSE;
  todoku_json_begin_file (&json, root, "vocabulary.json", &mistake);
  for (const char *const *layer = layers; *layer && !mistake; layer++) {
    g_auto (GStrv) ids = todoku_json_optional_strings (&json, *layer);

    for (char **id = ids; *id && !mistake; id++)
      add_word (loader, *layer, *id, &mistake);
  }
  (void) todoku_json_end (&json);
  if (mistake)
    g_propagate_error (error, mistake);
  return !mistake;
}

/* ---- what refers to what ----------------------------------------------- */

static gboolean
index_ids (Loader *loader, TodokuKind kind, const char *where, GError **error)
{
  GPtrArray *entries = loader->knowledge->entries[kind];

  for (guint i = 0; i < entries->len; i++) {
    gpointer entry = g_ptr_array_index (entries, i);

    if (!g_hash_table_insert (loader->knowledge->by_id[kind],
                              (gpointer) get_id (entry),
                              entry))
      return refuse (error,
                     "%s: %s: the id is used twice",
                     where,
                     get_id (entry));
  }
  return TRUE;
}

static gboolean
index_domains (Loader *loader, GError **error)
{
  GPtrArray *providers = loader->knowledge->entries[TODOKU_KIND_PROVIDER];

  for (guint i = 0; i < providers->len; i++) {
    TodokuProvider *provider = g_ptr_array_index (providers, i);

    for (char **domain = provider->domains; *domain; domain++)
      if (!g_hash_table_insert (loader->knowledge->by_domain,
                                g_ascii_strdown (*domain, -1),
                                provider))
        return refuse (error,
                       "providers/%s.json: domains: “%s” stands in two "
                       "providers",
                       provider->id,
                       *domain);
  }
  return TRUE;
}

static gboolean
check_means (Loader *loader, GError **error)
{
  GPtrArray *replies = loader->knowledge->entries[TODOKU_KIND_REPLY];

  for (guint i = 0; i < replies->len; i++) {
    TodokuReplyPattern *reply = g_ptr_array_index (replies, i);

    for (guint j = 0; j < reply->means->len; j++) {
      TodokuMeaning *meaning = g_ptr_array_index (reply->means, j);

      if (!g_hash_table_contains (loader->knowledge->layers, meaning->finding))
        return refuse (error,
                       "replies: %s.means[%u].finding: “%s” is not in "
                       "vocabulary.json",
                       reply->id,
                       j,
                       meaning->finding);
    }
  }
  return TRUE;
}

static gboolean
check_guides (Loader *loader, GError **error)
{
  GPtrArray *guides = loader->knowledge->entries[TODOKU_KIND_GUIDE];

  for (guint i = 0; i < guides->len; i++) {
    TodokuGuideEntry *guide = g_ptr_array_index (guides, i);

    for (char **id = guide->findings; *id; id++)
      if (!g_hash_table_contains (loader->knowledge->layers, *id))
        return refuse (error,
                       "guides.json: %s.findings: “%s” is not in "
                       "vocabulary.json",
                       guide->id,
                       *id);
  }
  return TRUE;
}

static gboolean
check_explains (Loader *loader, GError **error)
{
  GPtrArray *findings = loader->knowledge->entries[TODOKU_KIND_FINDING];

  for (guint i = 0; i < findings->len; i++) {
    TodokuFindingEntry *finding = g_ptr_array_index (findings, i);

    for (char **id = finding->explains; *id; id++)
      if (!g_hash_table_contains (loader->knowledge->layers, *id))
        return refuse (error,
                       "findings/%s.json: %s.explains: “%s” is not in "
                       "vocabulary.json",
                       finding->layer,
                       finding->id,
                       *id);
  }
  return TRUE;
}

/* Those most people have stand first, then the alphabet; what is only
 * recognised stands last. */
static int
compare_providers (gconstpointer a, gconstpointer b)
{
  static const char *const first[] = {
    "gmail",       "google-workspace", "google-workspace-edu",
    "outlook-com", "microsoft-365",    "yahoo-jp",
    "icloud"
  };
  const TodokuProvider *one = *(TodokuProvider *const *) a;
  const TodokuProvider *two = *(TodokuProvider *const *) b;

  for (gsize i = 0; i < G_N_ELEMENTS (first); i++) {
    gboolean is_one = strcmp (one->id, first[i]) == 0;

    if (is_one || strcmp (two->id, first[i]) == 0)
      return is_one ? -1 : 1;
  }
  return one->recognised_only != two->recognised_only
             ? one->recognised_only - two->recognised_only
             : strcmp (one->id, two->id);
}

/* ---- all of it --------------------------------------------------------- */

static gboolean
load_files (Loader *loader, GError **error)
{
  return load_vocabulary (loader, error) &&
         load_folder (loader, "providers", load_provider, error) &&
         load_folder (loader, "mail-apps", load_mail_app, error) &&
         load_folder (loader, "findings", load_findings, error) &&
         load_folder (loader, "replies", load_replies, error) &&
         load_optional (loader,
                        "checklist.json",
                        "items",
                        TODOKU_KIND_CHECKLIST,
                        todoku_checklist_entry_read,
                        error) &&
         load_optional (loader,
                        "history.json",
                        "changes",
                        TODOKU_KIND_CHANGE,
                        todoku_change_read,
                        error) &&
         load_optional (loader,
                        "guides.json",
                        "guides",
                        TODOKU_KIND_GUIDE,
                        todoku_guide_entry_read,
                        error) &&
         load_optional (loader,
                        "requirements.json",
                        "requirements",
                        TODOKU_KIND_REQUIREMENT,
                        todoku_requirement_read,
                        error);
}

static gboolean
index_all (Loader *loader, GError **error)
{
  static const char *const where[TODOKU_N_KINDS] = {
    "providers",      "mail-apps",    "findings",    "replies",
    "checklist.json", "history.json", "guides.json", "requirements.json"
  };

  for (TodokuKind kind = 0; kind < TODOKU_N_KINDS; kind++)
    if (!index_ids (loader, kind, where[kind], error))
      return FALSE;
  return index_domains (loader, error) && check_means (loader, error) &&
         check_explains (loader, error) && check_guides (loader, error);
}

/**
 * todoku_knowledge_load:
 * @self: an empty knowledge
 * @directory: (nullable): a folder; %NULL: what is compiled in
 * @error: return location
 *
 * Returns: whether all files were good
 */
gboolean
todoku_knowledge_load (TodokuKnowledge *self,
                       const char *directory,
                       GError **error)
{
  Loader loader = { self, directory };

  if (!load_files (&loader, error))
    return FALSE;
  g_ptr_array_sort (self->entries[TODOKU_KIND_PROVIDER], compare_providers);
  return index_all (&loader, error);
}
