/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-facts.h"

#include <stdio.h>
#include <string.h>

struct _TodokuFacts {
  GObject parent_instance;

  TodokuFacts *parent; /* (nullable) */
  GHashTable *values;  /* name → GPtrArray of utf8, NULL-terminated */
};

G_DEFINE_FINAL_TYPE (TodokuFacts, todoku_facts, G_TYPE_OBJECT)

static void
todoku_facts_dispose (GObject *object)
{
  TodokuFacts *self = TODOKU_FACTS (object);

  g_clear_object (&self->parent);
  g_clear_pointer (&self->values, g_hash_table_unref);
  G_OBJECT_CLASS (todoku_facts_parent_class)->dispose (object);
}

static void
todoku_facts_class_init (TodokuFactsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = todoku_facts_dispose;
}

static void
todoku_facts_init (TodokuFacts *self)
{
  self->values = g_hash_table_new_full (g_str_hash,
                                        g_str_equal,
                                        g_free,
                                        (GDestroyNotify) g_ptr_array_unref);
}

/**
 * todoku_facts_new:
 * @parent: (nullable): facts that hold here too
 *
 * Returns: (transfer full): facts
 */
TodokuFacts *
todoku_facts_new (TodokuFacts *parent)
{
  TodokuFacts *self = g_object_new (TODOKU_TYPE_FACTS, NULL);

  self->parent = parent ? g_object_ref (parent) : NULL;
  return self;
}

/**
 * todoku_facts_set:
 * @self: facts
 * @name: a name
 * @value: (nullable): its one value; %NULL: it is not known
 */
void
todoku_facts_set (TodokuFacts *self, const char *name, const char *value)
{
  g_return_if_fail (TODOKU_IS_FACTS (self) && name);

  g_hash_table_remove (self->values, name);
  if (value)
    todoku_facts_add (self, name, value);
}

/**
 * todoku_facts_set_day:
 * @self: facts
 * @name: a name
 * @day: (nullable): YYYY-MM-DD; replaces, %NULL removes
 *
 * A text in Japanese says "2026年11月8日"; anything that is no such day stays
 * as it is.
 */
void
todoku_facts_set_day (TodokuFacts *self, const char *name, const char *day)
{
  g_autofree char *own = g_strconcat (name, ".ja", NULL);
  g_autofree char *said = NULL;
  int year, month, of_month;

  if (day && strlen (day) == strlen ("YYYY-MM-DD") &&
      sscanf (day, "%4d-%2d-%2d", &year, &month, &of_month) == 3)
    said = g_strdup_printf ("%d年%d月%d日", year, month, of_month);
  todoku_facts_set (self, name, day);
  todoku_facts_set (self, own, said);
}

/**
 * todoku_facts_set_text:
 * @self: facts
 * @name: a name
 * @text: its value in each language, for texts; replaces
 */
void
todoku_facts_set_text (TodokuFacts *self,
                       const char *name,
                       const TodokuText *text)
{
  for (int i = 0; i < TODOKU_N_LANGUAGES; i++) {
    g_autofree char *full =
        g_strconcat (name, ".", todoku_language_to_string (i), NULL);

    todoku_facts_set (self, full, text->in[i]);
  }
  todoku_facts_set (self, name, text->in[TODOKU_LANGUAGE_EN]);
}

/**
 * todoku_facts_add:
 * @self: facts
 * @name: a name
 * @value: one more value; a value is kept once
 */
void
todoku_facts_add (TodokuFacts *self, const char *name, const char *value)
{
  GPtrArray *values;

  g_return_if_fail (TODOKU_IS_FACTS (self) && name && value);

  values = g_hash_table_lookup (self->values, name);
  if (!values) {
    values = g_ptr_array_new_null_terminated (2, g_free, TRUE);
    g_hash_table_insert (self->values, g_strdup (name), values);
  }
  if (!g_ptr_array_find_with_equal_func (values, value, g_str_equal, NULL))
    g_ptr_array_add (values, g_strdup (value));
}

/**
 * todoku_facts_get:
 * @self: facts
 * @name: a name
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): its values,
 * here or in the parent
 */
const char *const *
todoku_facts_get (TodokuFacts *self, const char *name)
{
  g_return_val_if_fail (TODOKU_IS_FACTS (self) && name, NULL);

  for (TodokuFacts *facts = self; facts; facts = facts->parent) {
    GPtrArray *values = g_hash_table_lookup (facts->values, name);

    if (values)
      return (const char *const *) values->pdata;
  }
  return NULL;
}

/**
 * todoku_facts_get_first:
 * @self: facts
 * @name: a name
 *
 * Returns: (transfer none) (nullable): its first value
 */
const char *
todoku_facts_get_first (TodokuFacts *self, const char *name)
{
  const char *const *values = todoku_facts_get (self, name);

  return values ? *values : NULL;
}

/**
 * todoku_facts_lookup:
 * @name: a name
 * @facts: a #TodokuFacts
 *
 * A #TodokuFactLookup.  A bare name is looked up as it stands, then with
 * "probe." before it.
 *
 * Returns: as todoku_facts_get()
 */
const char *const *
todoku_facts_lookup (const char *name, gpointer facts)
{
  const char *const *values = todoku_facts_get (facts, name);
  g_autofree char *scoped = NULL;

  if (values || g_str_has_prefix (name, "probe."))
    return values;
  scoped = g_strconcat ("probe.", name, NULL);
  return todoku_facts_get (facts, scoped);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/**
 * todoku_facts_list:
 * @self: facts
 *
 * Returns: (transfer container) (array zero-terminated=1): the names here and
 * in the parent, sorted
 */
const char **
todoku_facts_list (TodokuFacts *self)
{
  GPtrArray *names = g_ptr_array_new ();

  for (TodokuFacts *facts = self; facts; facts = facts->parent) {
    GHashTableIter iter;
    gpointer name;

    g_hash_table_iter_init (&iter, facts->values);
    while (g_hash_table_iter_next (&iter, &name, NULL))
      g_ptr_array_add (names, name);
  }
  g_ptr_array_sort (names, compare_names);
  for (guint i = names->len; i > 1; i--)
    if (strcmp (g_ptr_array_index (names, i - 1),
                g_ptr_array_index (names, i - 2)) == 0)
      g_ptr_array_remove_index (names, i - 1);
  g_ptr_array_add (names, NULL);
  return (const char **) g_ptr_array_free (names, FALSE);
}
