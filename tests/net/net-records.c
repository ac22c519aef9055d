/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "net-records.h"

#include <string.h>

#define NET_TYPE_RECORDS (net_records_get_type ())
G_DECLARE_FINAL_TYPE (NetRecords, net_records, NET, RECORDS, GResolver)

struct _NetRecords {
  GResolver parent_instance;

  const char *const *table;
  GPtrArray *asked;
};

G_DEFINE_FINAL_TYPE (NetRecords, net_records, G_TYPE_RESOLVER)

static guint16
number (const char *text)
{
  return (guint16) g_ascii_strtoull (text, NULL, 10);
}

static GVariant *
record_new (char **words)
{
  gboolean mx = strcmp (words[0], "MX") == 0;

  return g_variant_ref_sink (
      mx ? g_variant_new ("(qs)", number (words[2]), words[3])
         : g_variant_new ("(qqqs)",
                          number (words[2]),
                          number (words[3]),
                          number (words[4]),
                          words[5]));
}

static void
free_records (gpointer data)
{
  g_list_free_full (data, (GDestroyNotify) g_variant_unref);
}

static void
hang_cb (GCancellable *cancellable, gpointer data)
{
  g_autoptr (GTask) task = data;

  g_task_return_error_if_cancelled (task);
}

static void
lookup_records_async (GResolver *resolver,
                      const char *name,
                      GResolverRecordType type,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer data)
{
  NetRecords *self = NET_RECORDS (resolver);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  const char *kind = type == G_RESOLVER_RECORD_MX ? "MX" : "SRV";
  GList *records = NULL;

  g_ptr_array_add (self->asked, g_strdup_printf ("%s %s", kind, name));
  for (guint i = 0; self->table[i]; i++) {
    g_auto (GStrv) words = g_strsplit (self->table[i], " ", -1);

    if (strcmp (words[1], name) != 0)
      continue;
    if (strcmp (words[0], "FAIL") == 0) {
      g_task_return_new_error (task,
                               G_RESOLVER_ERROR,
                               G_RESOLVER_ERROR_TEMPORARY_FAILURE,
                               "no answer");
      return;
    }
    if (strcmp (words[0], "HANG") == 0) {
      /* No answer ever comes, until the search is given up. */
      g_cancellable_connect (cancellable,
                             G_CALLBACK (hang_cb),
                             g_object_ref (task),
                             NULL);
      return;
    }
    if (strcmp (words[0], kind) == 0)
      records = g_list_append (records, record_new (words));
  }
  if (records)
    g_task_return_pointer (task, records, free_records);
  else
    g_task_return_new_error (task,
                             G_RESOLVER_ERROR,
                             G_RESOLVER_ERROR_NOT_FOUND,
                             "no such name");
}

static GList *
lookup_records_finish (GResolver *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
net_records_finalize (GObject *object)
{
  g_ptr_array_unref (NET_RECORDS (object)->asked);
  G_OBJECT_CLASS (net_records_parent_class)->finalize (object);
}

static void
net_records_class_init (NetRecordsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = net_records_finalize;
  G_RESOLVER_CLASS (klass)->lookup_records_async = lookup_records_async;
  G_RESOLVER_CLASS (klass)->lookup_records_finish = lookup_records_finish;
}

static void
net_records_init (NetRecords *self)
{
  self->asked = g_ptr_array_new_with_free_func (g_free);
}

GResolver *
net_records_new (const char *const *table)
{
  NetRecords *self = g_object_new (NET_TYPE_RECORDS, NULL);

  self->table = table;
  return G_RESOLVER (self);
}

GPtrArray *
net_records_get_asked (GResolver *self)
{
  return NET_RECORDS (self)->asked;
}
