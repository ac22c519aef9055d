/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-debug-info.h"
#include "todoku-recent.h"

#include <string.h>

typedef struct {
  GSettings *settings;
  TodokuAccount *account;
  TodokuRecent *recent;
  int recalled;
} Fixture;

static void
recalled_cb (TodokuRecent *recent, int index, int *ret_index)
{
  *ret_index = index;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TodokuKnowledge) knowledge = todoku_knowledge_new (&error);

  g_assert_no_error (error);
  fixture->settings = g_settings_new (APP_ID);
  g_settings_reset (fixture->settings, "recent-accounts");
  g_settings_reset (fixture->settings, "remember-accounts");
  fixture->account = todoku_account_new (knowledge);
  fixture->recent = todoku_recent_new (fixture->settings);
  fixture->recalled = -1;
  g_signal_connect (fixture->recent,
                    "recalled",
                    G_CALLBACK (recalled_cb),
                    &fixture->recalled);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->recent);
  g_clear_object (&fixture->account);
  g_clear_object (&fixture->settings);
}

static void
set (Fixture *fixture, const char *key, const char *value)
{
  g_autoptr (GError) error = NULL;

  todoku_account_set (fixture->account, key, value, &error);
  g_assert_no_error (error);
}

static guint
count (Fixture *fixture)
{
  g_autoptr (GVariant) accounts =
      g_settings_get_value (fixture->settings, "recent-accounts");

  return (guint) g_variant_n_children (accounts);
}

static void
test_asks_first (Fixture *fixture, gconstpointer data)
{
  set (fixture, "address", "taro@example.jp");
  todoku_recent_add (fixture->recent, fixture->account);
  g_assert_cmpuint (count (fixture), ==, 0);
}

static void
test_remembers (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GVariant) accounts = NULL;
  g_autofree char *text = NULL;

  g_settings_set_boolean (fixture->settings, "remember-accounts", TRUE);
  set (fixture, "address", "taro@gmail.com");
  set (fixture, "app", "outlook-2010");
  set (fixture, "outgoing", "smtps://smtp.gmail.com:587");
  set (fixture, "sign-in", "app-password");
  todoku_recent_add (fixture->recent, fixture->account);
  accounts = g_settings_get_value (fixture->settings, "recent-accounts");
  text = g_variant_print (accounts, FALSE);
  g_assert_null (strstr (text, "password"));
  set (fixture, "address", "hanako@example.jp");
  set (fixture, "outgoing", "smtps://smtp.example.jp:465");
  todoku_recent_apply (fixture->recent, 0, fixture->account);
  g_assert_cmpstr (todoku_account_get_address (fixture->account),
                   ==,
                   "taro@gmail.com");
  g_assert_cmpuint (todoku_account_get_outgoing (fixture->account)->port,
                    ==,
                    587);
  g_assert_cmpstr (todoku_account_get_mail_app (fixture->account)->id,
                   ==,
                   "outlook-2010");
  g_assert_cmpstr (todoku_account_get_sign_in (fixture->account), ==, "none");
  /* The service still follows the address. */
  set (fixture, "address", "taro@outlook.com");
  g_assert_cmpstr (todoku_account_get_provider (fixture->account)->id,
                   ==,
                   "outlook-com");
}

static void
test_latest_first_and_bounded (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GVariant) accounts = NULL;
  g_autoptr (GVariant) first = NULL;
  const char *address = NULL;

  g_settings_set_boolean (fixture->settings, "remember-accounts", TRUE);
  for (int i = 0; i < 12; i++) {
    g_autofree char *one = g_strdup_printf ("user%d@example.jp", i);

    set (fixture, "address", one);
    todoku_recent_add (fixture->recent, fixture->account);
    todoku_recent_add (fixture->recent, fixture->account);
  }
  g_assert_cmpuint (count (fixture), ==, 8);
  accounts = g_settings_get_value (fixture->settings, "recent-accounts");
  first = g_variant_get_child_value (accounts, 0);
  g_variant_lookup (first, "address", "&s", &address);
  g_assert_cmpstr (address, ==, "user11@example.jp");
}

static void
test_menu (Fixture *fixture, gconstpointer data)
{
  GActionGroup *actions = todoku_recent_get_actions (fixture->recent);
  GMenuModel *menu = todoku_recent_get_menu (fixture->recent);
  g_autoptr (GMenuModel) section =
      g_menu_model_get_item_link (menu, 0, G_MENU_LINK_SECTION);
  g_autoptr (GVariant) label = NULL;

  g_assert_false (g_action_group_get_action_enabled (actions, "forget"));
  g_settings_set_boolean (fixture->settings, "remember-accounts", TRUE);
  set (fixture, "address", "taro_yamada@example.jp");
  todoku_recent_add (fixture->recent, fixture->account);
  g_assert_cmpint (g_menu_model_get_n_items (section), ==, 1);
  label = g_menu_model_get_item_attribute_value (section,
                                                 0,
                                                 G_MENU_ATTRIBUTE_LABEL,
                                                 G_VARIANT_TYPE_STRING);
  g_assert_cmpstr (g_variant_get_string (label, NULL),
                   ==,
                   "taro__yamada@example.jp");
  g_action_group_activate_action (actions, "recall", g_variant_new_int32 (0));
  g_assert_cmpint (fixture->recalled, ==, 0);
  g_action_group_activate_action (actions, "forget", NULL);
  g_assert_cmpuint (count (fixture), ==, 0);
}

static void
test_no_longer (Fixture *fixture, gconstpointer data)
{
  g_settings_set_boolean (fixture->settings, "remember-accounts", TRUE);
  set (fixture, "address", "taro@example.jp");
  todoku_recent_add (fixture->recent, fixture->account);
  g_assert_cmpuint (count (fixture), ==, 1);
  g_settings_set_boolean (fixture->settings, "remember-accounts", FALSE);
  g_assert_cmpuint (count (fixture), ==, 0);
}

static void
test_debug_info (void)
{
  g_autofree char *info = todoku_debug_info_new ();

  g_assert_nonnull (strstr (info, "Todoku: " PACKAGE_VERSION));
  g_assert_nonnull (strstr (info, "GTK: 4."));
  g_assert_nonnull (strstr (info, "TLS works: yes"));
  g_assert_null (strstr (info, g_get_host_name ()));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, test)                                                        \
  g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  ADD ("/recent/asks-first", test_asks_first);
  ADD ("/recent/remembers", test_remembers);
  ADD ("/recent/latest-first", test_latest_first_and_bounded);
  ADD ("/recent/menu", test_menu);
  ADD ("/recent/no-longer", test_no_longer);
  g_test_add_func ("/debug-info", test_debug_info);
  return g_test_run ();
}
