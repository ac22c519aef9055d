/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-conditions.h"

#include "todoku-json-reader.h"

#include <string.h>

typedef enum {
  ONE_OF,
  NONE_OF,
  KNOWN,
  UNKNOWN,
  IN_PERIOD,
} Kind;

typedef struct {
  char *fact;
  Kind kind;
  GStrv values;
  TodokuPeriod period;
} Condition;

struct _TodokuConditions {
  GArray *conditions; /* of Condition */
};

static void
condition_clear (gpointer data)
{
  Condition *condition = data;

  g_clear_pointer (&condition->fact, g_free);
  g_clear_pointer (&condition->values, g_strfreev);
  todoku_period_clear (&condition->period);
}

/**
 * todoku_conditions_free:
 * @self: (nullable): conditions
 */
void
todoku_conditions_free (TodokuConditions *self)
{
  if (!self)
    return;
  g_array_unref (self->conditions);
  g_free (self);
}

/* ---- reading ----------------------------------------------------------- */

static GStrv
read_values (JsonNode *node)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *array;

  if (JSON_NODE_HOLDS_VALUE (node) &&
      json_node_get_value_type (node) == G_TYPE_STRING) {
    g_strv_builder_add (builder, json_node_get_string (node));
    return g_strv_builder_end (builder);
  }
  if (!JSON_NODE_HOLDS_ARRAY (node) ||
      json_array_get_length (json_node_get_array (node)) == 0)
    return NULL;
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++) {
    JsonNode *element = json_array_get_element (array, i);

    if (!JSON_NODE_HOLDS_VALUE (element) ||
        json_node_get_value_type (element) != G_TYPE_STRING)
      return NULL;
    g_strv_builder_add (builder, json_node_get_string (element));
  }
  return g_strv_builder_end (builder);
}

static gboolean
read_object (JsonObject *object, Condition *condition)
{
  const char *from =
      json_object_get_string_member_with_default (object, "from", NULL);
  const char *until =
      json_object_get_string_member_with_default (object, "until", NULL);

  if (json_object_get_size (object) == 1 &&
      json_object_has_member (object, "not")) {
    condition->kind = NONE_OF;
    condition->values = read_values (json_object_get_member (object, "not"));
    return condition->values != NULL;
  }
  if (json_object_get_size (object) == 1 &&
      json_object_has_member (object, "known")) {
    JsonNode *known = json_object_get_member (object, "known");

    if (!JSON_NODE_HOLDS_VALUE (known) ||
        json_node_get_value_type (known) != G_TYPE_BOOLEAN)
      return FALSE;
    condition->kind = json_node_get_boolean (known) ? KNOWN : UNKNOWN;
    return TRUE;
  }
  if (json_object_get_size (object) !=
          (guint) (from != NULL) + (guint) (until != NULL) ||
      (!from && !until))
    return FALSE;
  condition->kind = IN_PERIOD;
  condition->period.from = g_strdup (from);
  condition->period.until = g_strdup (until);
  return (!from || todoku_date_is_valid (from)) &&
         (!until || todoku_date_is_valid (until)) &&
         (!from || !until || strcmp (from, until) <= 0);
}

static gboolean
read_condition (JsonNode *node, Condition *condition)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    return read_object (json_node_get_object (node), condition);
  condition->kind = ONE_OF;
  condition->values = read_values (node);
  return condition->values != NULL;
}

/**
 * todoku_conditions_new_from_json:
 * @node: a "when"
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the conditions
 */
TodokuConditions *
todoku_conditions_new_from_json (JsonNode *node, GError **error)
{
  g_autoptr (TodokuConditions) self = g_new0 (TodokuConditions, 1);
  g_autoptr (GList) members = NULL;

  self->conditions = g_array_new (FALSE, TRUE, sizeof (Condition));
  g_array_set_clear_func (self->conditions, condition_clear);
  if (!JSON_NODE_HOLDS_OBJECT (node) ||
      json_object_get_size (json_node_get_object (node)) == 0) {
    g_set_error_literal (error,
                         TODOKU_KNOWLEDGE_ERROR,
                         TODOKU_KNOWLEDGE_ERROR_FORMAT,
                         "must be an object of facts and values");
    return NULL;
  }
  members = json_object_get_members (json_node_get_object (node));
  for (GList *m = members; m; m = m->next) {
    Condition condition = { g_strdup (m->data), ONE_OF, NULL, { NULL, NULL } };
    gboolean good =
        read_condition (json_object_get_member (json_node_get_object (node),
                                                m->data),
                        &condition);

    g_array_append_val (self->conditions, condition);
    if (!good) {
      g_set_error (error,
                   TODOKU_KNOWLEDGE_ERROR,
                   TODOKU_KNOWLEDGE_ERROR_FORMAT,
                   "%s: must be a text, a list of texts, {\"not\"}, "
                   "{\"known\"} or {\"from\", \"until\"} with days",
                   (const char *) m->data);
      return NULL;
    }
  }
  return g_steal_pointer (&self);
}

/* ---- judging ----------------------------------------------------------- */

static gboolean
fits (const char *pattern, const char *value)
{
  gsize length = strlen (pattern);

  if (length > 0 && pattern[length - 1] == '*')
    return strncmp (pattern, value, length - 1) == 0;
  return strcmp (pattern, value) == 0;
}

static gboolean
any_fits (GStrv patterns, const char *const *values)
{
  for (; values && *values; values++)
    for (char **pattern = patterns; *pattern; pattern++)
      if (fits (*pattern, *values))
        return TRUE;
  return FALSE;
}

static gboolean
holds (const Condition *condition, const char *const *values)
{
  switch (condition->kind) {
  case ONE_OF:
    return any_fits (condition->values, values);
  case NONE_OF:
    return !any_fits (condition->values, values);
  case KNOWN:
    return values && *values;
  case UNKNOWN:
    return !values || !*values;
  case IN_PERIOD:
  default:
    return values && *values && todoku_date_is_valid (*values) &&
           todoku_period_contains (&condition->period, *values);
  }
}

/**
 * todoku_conditions_hold:
 * @self: (nullable): conditions; %NULL holds always
 * @lookup: tells the values of a fact
 * @user_data: for @lookup
 *
 * Returns: whether all hold
 */
gboolean
todoku_conditions_hold (const TodokuConditions *self,
                        TodokuFactLookup lookup,
                        gpointer user_data)
{
  if (!self)
    return TRUE;
  for (guint i = 0; i < self->conditions->len; i++) {
    const Condition *condition =
        &g_array_index (self->conditions, Condition, i);

    if (!holds (condition, lookup (condition->fact, user_data)))
      return FALSE;
  }
  return TRUE;
}

static int
compare_facts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/**
 * todoku_conditions_get_facts:
 * @self: (nullable): conditions
 *
 * Returns: (transfer container) (array zero-terminated=1): the names of the
 * facts that it reads, sorted
 */
const char **
todoku_conditions_get_facts (const TodokuConditions *self)
{
  GPtrArray *facts = g_ptr_array_new ();

  for (guint i = 0; self && i < self->conditions->len; i++)
    g_ptr_array_add (facts,
                     g_array_index (self->conditions, Condition, i).fact);
  g_ptr_array_sort (facts, compare_facts);
  g_ptr_array_add (facts, NULL);
  return (const char **) g_ptr_array_free (facts, FALSE);
}

/**
 * todoku_conditions_read:
 * @self: (nullable): conditions
 * @prefix: how names of facts begin
 *
 * Returns: whether they read a fact whose name begins so
 */
gboolean
todoku_conditions_read (const TodokuConditions *self, const char *prefix)
{
  for (guint i = 0; self && i < self->conditions->len; i++)
    if (g_str_has_prefix (
            g_array_index (self->conditions, Condition, i).fact,
            prefix))
      return TRUE;
  return FALSE;
}

/**
 * todoku_conditions_get_values:
 * @self: (nullable): conditions
 * @fact: name of a fact
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): the values
 * that they compare @fact with, wanted or not; %NULL when they only ask whether
 * it is known, or for its date
 */
const char *const *
todoku_conditions_get_values (const TodokuConditions *self, const char *fact)
{
  for (guint i = 0; self && i < self->conditions->len; i++) {
    const Condition *condition =
        &g_array_index (self->conditions, Condition, i);

    if (strcmp (condition->fact, fact) == 0)
      return (const char *const *) condition->values;
  }
  return NULL;
}

static gboolean
needs_value (const Condition *condition)
{
  return condition->kind != NONE_OF && condition->kind != UNKNOWN;
}

/**
 * todoku_conditions_guarantee:
 * @self: (nullable): conditions
 * @fact: name of a fact
 *
 * Returns: whether @self can hold only when @fact has a value
 */
gboolean
todoku_conditions_guarantee (const TodokuConditions *self, const char *fact)
{
  for (guint i = 0; self && i < self->conditions->len; i++) {
    const Condition *condition =
        &g_array_index (self->conditions, Condition, i);

    if (strcmp (condition->fact, fact) == 0 && needs_value (condition))
      return TRUE;
  }
  return FALSE;
}

/**
 * todoku_conditions_guarantee_any:
 * @self: (nullable): conditions
 * @prefix: how names of facts begin
 *
 * Returns: whether @self can hold only when some fact whose name begins with
 * @prefix has a value
 */
gboolean
todoku_conditions_guarantee_any (const TodokuConditions *self,
                                 const char *prefix)
{
  for (guint i = 0; self && i < self->conditions->len; i++) {
    const Condition *condition =
        &g_array_index (self->conditions, Condition, i);

    if (g_str_has_prefix (condition->fact, prefix) && needs_value (condition))
      return TRUE;
  }
  return FALSE;
}

/* ---- comparing --------------------------------------------------------- */

/**
 * todoku_conditions_hold_among:
 * @self: (nullable): conditions
 * @facts: (array zero-terminated=1): names of facts
 * @lookup: tells the values of one of @facts
 * @user_data: for @lookup
 *
 * Returns: whether those conditions hold that are on one of @facts
 */
gboolean
todoku_conditions_hold_among (const TodokuConditions *self,
                              const char *const *facts,
                              TodokuFactLookup lookup,
                              gpointer user_data)
{
  for (guint i = 0; self && i < self->conditions->len; i++) {
    const Condition *condition =
        &g_array_index (self->conditions, Condition, i);

    if (g_strv_contains (facts, condition->fact) &&
        !holds (condition, lookup (condition->fact, user_data)))
      return FALSE;
  }
  return TRUE;
}

/* Every value of @narrow, a pattern or not, is one of @wide. */
static gboolean
are_among (GStrv narrow, GStrv wide)
{
  for (char **value = narrow; *value; value++) {
    const char *const one[] = { *value, NULL };

    if (!any_fits (wide, one))
      return FALSE;
  }
  return TRUE;
}

/* Of the same fact.  A fact may have several values, so "one of a, b" says
 * nothing about "not c". */
static gboolean
implies (const Condition *one, const Condition *two)
{
  switch (two->kind) {
  case ONE_OF:
    return one->kind == ONE_OF && are_among (one->values, two->values);
  case NONE_OF:
    return one->kind == UNKNOWN ||
           (one->kind == NONE_OF && are_among (two->values, one->values));
  case KNOWN:
    return needs_value (one);
  case UNKNOWN:
    return one->kind == UNKNOWN;
  case IN_PERIOD:
  default:
    return one->kind == IN_PERIOD &&
           todoku_period_covers (&two->period, &one->period);
  }
}

static gboolean
implies_one (const TodokuConditions *self, const Condition *condition)
{
  for (guint i = 0; self && i < self->conditions->len; i++) {
    const Condition *own = &g_array_index (self->conditions, Condition, i);

    if (strcmp (own->fact, condition->fact) == 0 && implies (own, condition))
      return TRUE;
  }
  return FALSE;
}

/**
 * todoku_conditions_imply:
 * @self: (nullable): conditions
 * @other: (nullable): conditions
 *
 * Returns: %TRUE when @other holds wherever @self does; %FALSE when it does
 *   not, or when that cannot be told from the conditions alone
 */
gboolean
todoku_conditions_imply (const TodokuConditions *self,
                         const TodokuConditions *other)
{
  for (guint i = 0; other && i < other->conditions->len; i++)
    if (!implies_one (self, &g_array_index (other->conditions, Condition, i)))
      return FALSE;
  return TRUE;
}
