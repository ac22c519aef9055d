/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-recent.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_ACCOUNTS 8
#define KEY_REMEMBER "remember-accounts"
#define KEY_ACCOUNTS "recent-accounts"
/* Each account: what todoku_account_set() takes, by its names. */
#define ACCOUNTS_TYPE "aa{ss}"

struct _TodokuRecent {
  GObject parent_instance;

  GSettings *settings;
  GSimpleActionGroup *actions;
  GMenu *menu;
  GMenu *accounts; /* the first section of @menu */
};

enum {
  RECALLED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TodokuRecent, todoku_recent, G_TYPE_OBJECT)

static void
todoku_recent_dispose (GObject *object)
{
  TodokuRecent *self = TODOKU_RECENT (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->actions);
  g_clear_object (&self->menu);
  g_clear_object (&self->accounts);
  G_OBJECT_CLASS (todoku_recent_parent_class)->dispose (object);
}

static void
todoku_recent_class_init (TodokuRecentClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = todoku_recent_dispose;
  signals[RECALLED] = g_signal_new ("recalled",
                                    TODOKU_TYPE_RECENT,
                                    G_SIGNAL_RUN_LAST,
                                    0,
                                    NULL,
                                    NULL,
                                    NULL,
                                    G_TYPE_NONE,
                                    1,
                                    G_TYPE_INT);
}

static void
todoku_recent_init (TodokuRecent *self)
{
}

/* ---- the menu -------------------------------------------------------------
 */

/* An underscore in a menu is a mnemonic; in an address it is a letter. */
static char *
make_label (GVariant *account)
{
  const char *address = "";
  g_auto (GStrv) pieces = NULL;

  g_variant_lookup (account, "address", "&s", &address);
  pieces = g_strsplit (address, "_", -1);
  return g_strjoinv ("__", pieces);
}

static void
fill_menu (TodokuRecent *self)
{
  g_autoptr (GVariant) accounts =
      g_settings_get_value (self->settings, KEY_ACCOUNTS);

  g_menu_remove_all (self->accounts);
  for (gsize i = 0; i < g_variant_n_children (accounts); i++) {
    g_autoptr (GVariant) account = g_variant_get_child_value (accounts, i);
    g_autofree char *label = make_label (account);
    g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

    g_menu_item_set_action_and_target (item, "recent.recall", "i", (int) i);
    g_menu_append_item (self->accounts, item);
  }
}

static void
recall (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_signal_emit (data, signals[RECALLED], 0, g_variant_get_int32 (parameter));
}

static void
forget (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_settings_reset (TODOKU_RECENT (data)->settings, KEY_ACCOUNTS);
}

/* Settings in a file, as a Flatpak has them, tell of each reset, also of what
 * was not set: without the question this would never end. */
static void
forget_accounts (TodokuRecent *self)
{
  g_autoptr (GVariant) kept =
      g_settings_get_user_value (self->settings, KEY_ACCOUNTS);

  if (kept != NULL)
    g_settings_reset (self->settings, KEY_ACCOUNTS);
}

static void
settings_changed_cb (TodokuRecent *self)
{
  GAction *forgets =
      g_action_map_lookup_action (G_ACTION_MAP (self->actions), "forget");

  if (!g_settings_get_boolean (self->settings, KEY_REMEMBER))
    forget_accounts (self);
  fill_menu (self);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (forgets),
                               g_menu_model_get_n_items (
                                   G_MENU_MODEL (self->accounts)) > 0);
}

static void
add_actions (TodokuRecent *self)
{
  const GActionEntry entries[] = {
    { .name = "recall", .activate = recall, .parameter_type = "i" },
    { .name = "forget", .activate = forget },
  };
  g_autoptr (GAction) remember =
      g_settings_create_action (self->settings, KEY_REMEMBER);

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions),
                                   entries,
                                   G_N_ELEMENTS (entries),
                                   self);
  g_action_map_add_action (G_ACTION_MAP (self->actions), remember);
}

static void
make_menu (TodokuRecent *self)
{
  g_autoptr (GMenu) choices = g_menu_new ();

  g_menu_append (choices,
                 _ ("_Remember Accounts on This Computer"),
                 "recent." KEY_REMEMBER);
  g_menu_append (choices, _ ("_Forget All"), "recent.forget");
  self->accounts = g_menu_new ();
  self->menu = g_menu_new ();
  g_menu_append_section (self->menu, NULL, G_MENU_MODEL (self->accounts));
  g_menu_append_section (self->menu, NULL, G_MENU_MODEL (choices));
}

/**
 * todoku_recent_new:
 * @settings: where accounts are kept
 *
 * Returns: (transfer full): the accounts that are remembered
 */
TodokuRecent *
todoku_recent_new (GSettings *settings)
{
  TodokuRecent *self;

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (TODOKU_TYPE_RECENT, NULL);
  self->settings = g_object_ref (settings);
  add_actions (self);
  make_menu (self);
  g_signal_connect_object (settings,
                           "changed::" KEY_ACCOUNTS,
                           G_CALLBACK (settings_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (settings,
                           "changed::" KEY_REMEMBER,
                           G_CALLBACK (settings_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  settings_changed_cb (self);
  return self;
}

/**
 * todoku_recent_get_actions:
 * @self: recent accounts
 *
 * Returns: (transfer none): the actions of its menu, to be inserted as "recent"
 */
GActionGroup *
todoku_recent_get_actions (TodokuRecent *self)
{
  g_return_val_if_fail (TODOKU_IS_RECENT (self), NULL);

  return G_ACTION_GROUP (self->actions);
}

/**
 * todoku_recent_get_menu:
 * @self: recent accounts
 *
 * Returns: (transfer none): the accounts, and whether they are remembered
 */
GMenuModel *
todoku_recent_get_menu (TodokuRecent *self)
{
  g_return_val_if_fail (TODOKU_IS_RECENT (self), NULL);

  return G_MENU_MODEL (self->menu);
}

/* ---- accounts -------------------------------------------------------------
 */

static void
put (GVariantBuilder *builder, const char *name, const char *value)
{
  if (value != NULL && *value != '\0')
    g_variant_builder_add (builder, "{ss}", name, value);
}

static GVariant *
describe (TodokuAccount *account)
{
  const TodokuProvider *provider = todoku_account_get_provider (account);
  const TodokuMailApp *app = todoku_account_get_mail_app (account);
  const TodokuEndpoint *in = todoku_account_get_incoming (account);
  const TodokuEndpoint *out = todoku_account_get_outgoing (account);
  g_autofree char *incoming =
      in != NULL ? todoku_endpoint_to_string (in) : NULL;
  g_autofree char *outgoing =
      out != NULL ? todoku_endpoint_to_string (out) : NULL;
  g_auto (GVariantBuilder) builder =
      G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{ss}"));

  put (&builder, "address", todoku_account_get_address (account));
  put (&builder, "provider", provider != NULL ? provider->id : NULL);
  put (&builder, "app", app != NULL ? app->id : NULL);
  put (&builder, "symptom", todoku_account_get_symptom (account));
  put (&builder, "incoming", incoming);
  put (&builder, "outgoing", outgoing);
  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

static gboolean
is_of (GVariant *account, const char *address)
{
  const char *own = "";

  g_variant_lookup (account, "address", "&s", &own);
  return g_ascii_strcasecmp (own, address) == 0;
}

/**
 * todoku_recent_add:
 * @self: recent accounts
 * @account: that is being diagnosed
 *
 * Puts it first, if accounts are to be remembered.
 */
void
todoku_recent_add (TodokuRecent *self, TodokuAccount *account)
{
  const char *address;
  g_autoptr (GVariant) before = NULL;
  g_autoptr (GVariant) latest = NULL;
  g_auto (GVariantBuilder) builder =
      G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE (ACCOUNTS_TYPE));
  guint count = 1;

  g_return_if_fail (TODOKU_IS_RECENT (self) && TODOKU_IS_ACCOUNT (account));

  address = todoku_account_get_address (account);
  if (address == NULL || !g_settings_get_boolean (self->settings, KEY_REMEMBER))
    return;
  before = g_settings_get_value (self->settings, KEY_ACCOUNTS);
  latest = describe (account);
  g_variant_builder_add_value (&builder, latest);
  for (gsize i = 0; i < g_variant_n_children (before); i++) {
    g_autoptr (GVariant) other = g_variant_get_child_value (before, i);

    if (!is_of (other, address) && count++ < MAX_ACCOUNTS)
      g_variant_builder_add_value (&builder, other);
  }
  g_settings_set_value (self->settings,
                        KEY_ACCOUNTS,
                        g_variant_builder_end (&builder));
}

/* A service that the address tells is not chosen by hand. */
static gboolean
stands_there (TodokuAccount *account, const char *name, const char *value)
{
  const TodokuProvider *provider = todoku_account_get_provider (account);

  if (strcmp (name, "provider") == 0)
    return g_strcmp0 (provider != NULL ? provider->id : "", value) == 0;
  return strcmp (name, "app") == 0 && *value == '\0';
}

/**
 * todoku_recent_apply:
 * @self: recent accounts
 * @index: which one
 * @account: is made that one; what it can no longer be is left out
 */
void
todoku_recent_apply (TodokuRecent *self, int index, TodokuAccount *account)
{
  static const char *const names[] = { "address", "provider", "app",
                                       "symptom", "incoming", "outgoing" };
  g_autoptr (GVariant) accounts = NULL;
  g_autoptr (GVariant) chosen = NULL;

  g_return_if_fail (TODOKU_IS_RECENT (self) && TODOKU_IS_ACCOUNT (account));

  accounts = g_settings_get_value (self->settings, KEY_ACCOUNTS);
  if (index < 0 || (gsize) index >= g_variant_n_children (accounts))
    return;
  chosen = g_variant_get_child_value (accounts, (gsize) index);
  todoku_account_set (account, "sign-in", "none", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    const char *value = "";

    g_variant_lookup (chosen, names[i], "&s", &value);
    if (!stands_there (account, names[i], value))
      todoku_account_set (account, names[i], value, NULL);
  }
}
