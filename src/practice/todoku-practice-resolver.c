/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"
#include "todoku-practice.h"

#define TODOKU_TYPE_PRACTICE_RESOLVER (todoku_practice_resolver_get_type ())
G_DECLARE_FINAL_TYPE (TodokuPracticeResolver,
                      todoku_practice_resolver,
                      TODOKU,
                      PRACTICE_RESOLVER,
                      GResolver)

struct _TodokuPracticeResolver {
  GResolver parent_instance;
};

G_DEFINE_FINAL_TYPE (TodokuPracticeResolver,
                     todoku_practice_resolver,
                     G_TYPE_RESOLVER)

static GError *
not_found (const char *name)
{
  return g_error_new (G_RESOLVER_ERROR,
                      G_RESOLVER_ERROR_NOT_FOUND,
                      "“%s” is not looked up in practice",
                      name);
}

static GList *
lookup_name (GResolver *self,
             const char *name,
             GCancellable *cancellable,
             GError **error)
{
  g_propagate_error (error, not_found (name));
  return NULL;
}

static GList *
lookup_name_with_flags (GResolver *self,
                        const char *name,
                        GResolverNameLookupFlags flags,
                        GCancellable *cancellable,
                        GError **error)
{
  g_propagate_error (error, not_found (name));
  return NULL;
}

static GList *
lookup_records (GResolver *self,
                const char *name,
                GResolverRecordType type,
                GCancellable *cancellable,
                GError **error)
{
  g_propagate_error (error, not_found (name));
  return NULL;
}

static void
lookup_name_async (GResolver *self,
                   const char *name,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);

  g_task_set_source_tag (task, lookup_name_async);
  g_task_return_error (task, not_found (name));
}

static void
lookup_name_with_flags_async (GResolver *self,
                              const char *name,
                              GResolverNameLookupFlags flags,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data)
{
  lookup_name_async (self, name, cancellable, callback, data);
}

static void
lookup_records_async (GResolver *self,
                      const char *name,
                      GResolverRecordType type,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer data)
{
  lookup_name_async (self, name, cancellable, callback, data);
}

static GList *
lookup_finish (GResolver *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
todoku_practice_resolver_class_init (TodokuPracticeResolverClass *klass)
{
  GResolverClass *resolver = G_RESOLVER_CLASS (klass);

  resolver->lookup_by_name = lookup_name;
  resolver->lookup_by_name_async = lookup_name_async;
  resolver->lookup_by_name_finish = lookup_finish;
  resolver->lookup_by_name_with_flags = lookup_name_with_flags;
  resolver->lookup_by_name_with_flags_async = lookup_name_with_flags_async;
  resolver->lookup_by_name_with_flags_finish = lookup_finish;
  resolver->lookup_records = lookup_records;
  resolver->lookup_records_async = lookup_records_async;
  resolver->lookup_records_finish = lookup_finish;
}

static void
todoku_practice_resolver_init (TodokuPracticeResolver *self)
{
}

/**
 * todoku_practice_resolver_new:
 *
 * For todoku_network_set_resolver() of a practice run: every name and record is
 * %G_RESOLVER_ERROR_NOT_FOUND, and no name server is asked.  The hosts of a
 * scenario are reached by the connect-to table.
 *
 * Returns: (transfer full): a resolver
 */
GResolver *
todoku_practice_resolver_new (void)
{
  return g_object_new (todoku_practice_resolver_get_type (), NULL);
}
