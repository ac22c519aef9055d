/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-settings-section.h"

/* What stands in the mail app, what it is called, and the part to copy. */
typedef struct {
  char *key;
  char *name;
  char *value;
  char *copied;
} Setting;

static void
setting_free (Setting *self)
{
  g_free (self->key);
  g_free (self->name);
  g_free (self->value);
  g_free (self->copied);
  g_free (self);
}

static void
add_setting (GPtrArray *settings,
             const char *key,
             char *name,
             char *value,
             const char *copied)
{
  Setting *setting = g_new (Setting, 1);

  setting->key = g_strdup (key);
  setting->name = name;
  setting->value = value;
  setting->copied = g_strdup (copied);
  g_ptr_array_add (settings, setting);
}

/**
 * todoku_account_dup_security_words:
 * @account: an account
 * @security: of one of its servers
 * @languages: of the pane
 *
 * Returns: (transfer full): the mail app's own word for @security, which in
 * both languages is often the same
 */
char *
todoku_account_dup_security_words (TodokuAccount *account,
                                   TodokuSecurity security,
                                   TodokuLanguages languages)
{
  const TodokuText *word =
      todoku_knowledge_get_word (todoku_account_get_knowledge (account),
                                 todoku_account_get_mail_app (account),
                                 todoku_security_to_string (security));

  if (word == NULL)
    return todoku_pane_words (todoku_pane_word_for_security (security),
                              languages);
  return todoku_languages_join (languages,
                                word->in[TODOKU_LANGUAGE_JA],
                                word->in[TODOKU_LANGUAGE_EN],
                                " / ");
}

static void
add_side (GPtrArray *settings,
          TodokuRun *run,
          const char *side,
          TodokuPaneWord host_word,
          TodokuPaneWord port_word,
          TodokuLanguages languages)
{
  TodokuAccount *account = todoku_run_get_account (run);
  g_autoptr (TodokuEndpoint) endpoint = todoku_run_get_recommended (run, side);
  g_autofree char *host_key = g_strconcat (side, ".host", NULL);
  g_autofree char *port_key = g_strconcat (side, ".port", NULL);
  g_autofree char *security = NULL, *port = NULL;

  if (endpoint == NULL)
    return;
  security = todoku_account_dup_security_words (account,
                                                endpoint->security,
                                                languages);
  port = g_strdup_printf ("%u", endpoint->port);
  add_setting (settings,
               host_key,
               todoku_pane_words (host_word, languages),
               g_strdup (endpoint->host),
               endpoint->host);
  add_setting (settings,
               port_key,
               todoku_pane_words (port_word, languages),
               g_strdup_printf ("%s · %s", port, security),
               port);
}

static GPtrArray *
list_settings (TodokuRun *run, TodokuLanguages languages)
{
  g_autoptr (GPtrArray) settings =
      g_ptr_array_new_with_free_func ((GDestroyNotify) setting_free);
  const char *user = todoku_account_get_user (todoku_run_get_account (run));
  const char *method = todoku_run_get_recommended_sign_in (run);

  add_side (settings,
            run,
            "incoming",
            TODOKU_WORD_INCOMING,
            TODOKU_WORD_INCOMING_PORT,
            languages);
  add_side (settings,
            run,
            "outgoing",
            TODOKU_WORD_OUTGOING,
            TODOKU_WORD_OUTGOING_PORT,
            languages);
  if (settings->len == 0)
    return g_steal_pointer (&settings);
  if (user != NULL)
    add_setting (settings,
                 "user",
                 todoku_pane_words (TODOKU_WORD_USER_NAME, languages),
                 g_strdup (user),
                 user);
  if (method != NULL)
    add_setting (settings,
                 "sign-in",
                 todoku_pane_words (TODOKU_WORD_SIGN_IN, languages),
                 todoku_pane_words (todoku_pane_word_for_method (method),
                                    languages),
                 NULL);
  return g_steal_pointer (&settings);
}

static char *
dup_settings_text (GPtrArray *settings)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < settings->len; i++) {
    const Setting *setting = g_ptr_array_index (settings, i);

    g_string_append_printf (text, "%s: %s\n", setting->name, setting->value);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * todoku_settings_dup_text:
 * @run: a run
 * @languages: of the pane
 *
 * Returns: (transfer full): the right settings, a line each
 */
char *
todoku_settings_dup_text (TodokuRun *run, TodokuLanguages languages)
{
  g_autoptr (GPtrArray) settings = list_settings (run, languages);

  return dup_settings_text (settings);
}

/* Heading and button share a line, too short for both in both languages. */
static char *
dup_two_lines (TodokuPaneWord word, TodokuLanguages languages)
{
  return todoku_languages_join (languages,
                                todoku_pane_word (word, TODOKU_LANGUAGE_JA),
                                todoku_pane_word (word, TODOKU_LANGUAGE_EN),
                                "\n");
}

static GtkWidget *
ensure_copy_all (AdwPreferencesGroup *group)
{
  GtkWidget *button = adw_preferences_group_get_header_suffix (group);

  if (button != NULL)
    return button;
  button = gtk_button_new ();
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  adw_preferences_group_set_header_suffix (group, button);
  return button;
}

/* The same button: it may have the focus. */
static void
show_copy_all (AdwPreferencesGroup *group,
               GPtrArray *settings,
               TodokuLanguages languages)
{
  GtkWidget *button = ensure_copy_all (group);
  g_autofree char *text = dup_settings_text (settings);
  g_autofree char *label = dup_two_lines (TODOKU_WORD_COPY_ALL, languages);

  gtk_button_set_label (GTK_BUTTON (button), label);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", text);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.copy");
}

/**
 * todoku_section_show_settings:
 * @section: a section
 * @run: a run
 * @languages: of the pane
 *
 * Shows what should stand in the mail app, each to be copied.
 */
void
todoku_section_show_settings (TodokuSection *section,
                              TodokuRun *run,
                              TodokuLanguages languages)
{
  g_autoptr (GPtrArray) settings = list_settings (run, languages);
  g_autofree char *title = dup_two_lines (TODOKU_WORD_SETTINGS, languages);

  todoku_section_begin (section, title);
  show_copy_all (ADW_PREFERENCES_GROUP (section), settings, languages);
  for (guint i = 0; i < settings->len; i++) {
    const Setting *setting = g_ptr_array_index (settings, i);
    GtkWidget *row = todoku_row_new (setting->name, setting->value);

    gtk_widget_add_css_class (row, "setting");
    if (setting->copied != NULL)
      adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                                 todoku_copy_button_new (setting->copied,
                                                         languages));
    todoku_section_add (section, setting->key, row);
  }
  todoku_section_end (section);
}
