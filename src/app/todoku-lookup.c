/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-lookup.h"

/* Long enough that a domain that is being typed is not asked about letter by
 * letter. */
#define PAUSE_MS 700
#define TIMEOUT_MS 4000

struct _TodokuLookup {
  GObject parent_instance;

  TodokuForm *form;
  TodokuNetwork *network;
  gulong changed_id;
  guint pause;
  GCancellable *cancellable; /* (nullable) while the DNS is asked */
  char *address;             /* that was seen last */
  gboolean enabled;
};

G_DEFINE_FINAL_TYPE (TodokuLookup, todoku_lookup, G_TYPE_OBJECT)

static void
stop (TodokuLookup *self)
{
  g_clear_handle_id (&self->pause, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
todoku_lookup_dispose (GObject *object)
{
  TodokuLookup *self = TODOKU_LOOKUP (object);

  stop (self);
  if (self->form != NULL)
    g_clear_signal_handler (&self->changed_id, self->form);
  g_clear_object (&self->form);
  g_clear_object (&self->network);
  g_clear_pointer (&self->address, g_free);
  G_OBJECT_CLASS (todoku_lookup_parent_class)->dispose (object);
}

static void
todoku_lookup_class_init (TodokuLookupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = todoku_lookup_dispose;
}

static void
todoku_lookup_init (TodokuLookup *self)
{
  self->enabled = TRUE;
}

/* Whoever cancelled it has forgotten about it. */
static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TodokuLookup) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TodokuFound) found =
      todoku_account_find_finish (TODOKU_ACCOUNT (source), result, &error);

  if (found == NULL)
    return;
  g_clear_object (&self->cancellable);
  todoku_form_take_found (self->form, found);
}

static gboolean
paused_cb (gpointer data)
{
  TodokuLookup *self = data;

  self->pause = 0;
  self->cancellable = g_cancellable_new ();
  todoku_account_find_async (todoku_form_get_account (self->form),
                             self->network,
                             TODOKU_DISCOVERY_MX | TODOKU_DISCOVERY_SRV,
                             TIMEOUT_MS,
                             self->cancellable,
                             found_cb,
                             g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static gboolean
is_worth_asking (TodokuLookup *self)
{
  TodokuAccount *account = todoku_form_get_account (self->form);

  return self->enabled && todoku_account_get_address (account) != NULL &&
         todoku_account_get_provider (account) == NULL;
}

static void
changed_cb (TodokuLookup *self)
{
  const char *address = todoku_form_get_address (self->form);

  if (g_strcmp0 (self->address, address) == 0)
    return;
  g_free (self->address);
  self->address = g_strdup (address);
  stop (self);
  if (is_worth_asking (self))
    self->pause = g_timeout_add (PAUSE_MS, paused_cb, self);
}

/**
 * todoku_lookup_new:
 * @form: whose address is looked at, and which is filled
 * @network: whose resolver is asked
 *
 * Returns: (transfer full): a look-up that waits for an address
 */
TodokuLookup *
todoku_lookup_new (TodokuForm *form, TodokuNetwork *network)
{
  TodokuLookup *self;

  g_return_val_if_fail (TODOKU_IS_FORM (form), NULL);
  g_return_val_if_fail (TODOKU_IS_NETWORK (network), NULL);

  self = g_object_new (TODOKU_TYPE_LOOKUP, NULL);
  self->form = g_object_ref (form);
  self->network = g_object_ref (network);
  self->address = g_strdup (todoku_form_get_address (form));
  self->changed_id =
      g_signal_connect_swapped (form, "changed", G_CALLBACK (changed_cb), self);
  return self;
}

/**
 * todoku_lookup_set_enabled:
 * @self: a look-up
 * @enabled: whether the network may be asked; in practice nothing leaves this
 *   computer
 */
void
todoku_lookup_set_enabled (TodokuLookup *self, gboolean enabled)
{
  g_return_if_fail (TODOKU_IS_LOOKUP (self));

  self->enabled = enabled;
  if (!enabled)
    stop (self);
}
