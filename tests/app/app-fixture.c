/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "app-fixture.h"

#include <glib/gi18n.h>
#include <string.h>

/* A practice case answers within this time, or the test fails. */
#define TIMEOUT_S 60

TodokuSession *
app_session_new (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TodokuKnowledge) knowledge = todoku_knowledge_new (&error);
  g_autoptr (TodokuPractice) practice = NULL;

  g_assert_no_error (error);
  practice = todoku_practice_new (&error);
  g_assert_no_error (error);
  return todoku_session_new (knowledge, practice);
}

/* As in the program, where what may be high stands in something that scrolls: a
 * window alone is not made higher for what wraps. */
GtkWidget *
app_window_new (GtkWidget *content)
{
  GtkWidget *window = adw_window_new ();

  if (!GTK_IS_SCROLLED_WINDOW (content)) {
    GtkWidget *scroller = gtk_scrolled_window_new ();

    gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller),
                                    GTK_POLICY_NEVER,
                                    GTK_POLICY_AUTOMATIC);
    gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), content);
    content = scroller;
  }
  adw_window_set_content (ADW_WINDOW (window), content);
  gtk_window_set_default_size (GTK_WINDOW (window), 640, 640);
  return window;
}

void
app_settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

void
app_settle_slowly (void)
{
  for (int i = 0; i < 40; i++) {
    g_usleep (20000);
    app_settle ();
  }
}

static gboolean
too_late_cb (gpointer data)
{
  g_error ("the run has not ended after %u seconds", TIMEOUT_S);
  return G_SOURCE_REMOVE;
}

void
app_session_wait (TodokuSession *session)
{
  guint id = g_timeout_add_seconds (TIMEOUT_S, too_late_cb, NULL);

  while (todoku_session_is_running (session))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (id);
  app_settle ();
}

void
app_session_start (TodokuSession *session, const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TodokuSecret) secret = NULL;
  const char *password;

  g_assert_true (todoku_session_practise (session, id, &error));
  g_assert_no_error (error);
  password =
      todoku_scenario_get_password (todoku_session_get_scenario (session));
  if (password != NULL)
    secret = todoku_secret_new (password, strlen (password), NULL);
  g_assert_true (todoku_session_start (session, secret, &error));
  g_assert_no_error (error);
}

TodokuRun *
app_session_play (TodokuSession *session, const char *id)
{
  app_session_start (session, id);
  app_session_wait (session);
  return todoku_session_get_run (session);
}

GtkWidget *
app_find (GtkWidget *widget, GType type)
{
  GtkWidget *found = G_TYPE_CHECK_INSTANCE_TYPE (widget, type) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = app_find (child, type);
  return found;
}

GtkWidget *
app_find_label (GtkWidget *widget, const char *text)
{
  GtkWidget *found = NULL;

  if (GTK_IS_LABEL (widget) &&
      strcmp (gtk_label_get_text (GTK_LABEL (widget)), text) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = app_find_label (child, text);
  return found;
}

/* As AdwApplication does for the program. */
static void
load_looks (void)
{
  GdkDisplay *display = gdk_display_get_default ();
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (display),
                                    APP_PATH "icons");
  gtk_css_provider_load_from_resource (provider, APP_PATH "style.css");
  gtk_style_context_add_provider_for_display (
      display,
      GTK_STYLE_PROVIDER (provider),
      GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

void
app_looks_init (int *argc, char ***argv)
{
  g_test_init (argc, argv, NULL);
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("TODOKU_LOCALEDIR"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  adw_init ();
  load_looks ();
}
