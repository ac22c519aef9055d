/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-application.h"

#include "todoku-compat.h"
#include "todoku-debug-info.h"
#include "todoku-later.h"
#include "todoku-preferences.h"
#include "todoku-window.h"

#include <glib/gi18n.h>
#ifdef HAVE_MALLOC_TRIM
#include <malloc.h>
#endif

/* As the command line tool exits. */
#define EXIT_USAGE 2
#define EXIT_FAILED 4

/* What the application knows, as a thread hands it over. */
typedef struct {
  TodokuKnowledge *knowledge;
  TodokuPractice *practice; /* (nullable) */
  GError *error;            /* (nullable) */
} Loaded;

struct _TodokuApplication {
  AdwApplication parent_instance;

  GThread *loading; /* (nullable) ends with a Loaded */
  TodokuKnowledge *knowledge;
  TodokuPractice *practice;
  GSettings *settings; /* (nullable): not installed */
  int status;
};

G_DEFINE_FINAL_TYPE (TodokuApplication,
                     todoku_application,
                     ADW_TYPE_APPLICATION)

/* ---- what it knows --------------------------------------------------------
 */

static gpointer
load_in_thread (gpointer data)
{
  Loaded *loaded = g_new0 (Loaded, 1);

  loaded->knowledge = todoku_knowledge_new (&loaded->error);
  if (loaded->knowledge != NULL)
    loaded->practice = todoku_practice_new (&loaded->error);
  return loaded;
}

static void
loaded_free (Loaded *self)
{
  g_clear_object (&self->knowledge);
  g_clear_object (&self->practice);
  g_clear_error (&self->error);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Loaded, loaded_free)

static gboolean
load (TodokuApplication *self, GError **error)
{
  g_autoptr (Loaded) loaded = NULL;

  if (self->practice != NULL)
    return TRUE;
  loaded = self->loading != NULL
               ? g_thread_join (g_steal_pointer (&self->loading))
               : load_in_thread (NULL);
  g_set_object (&self->knowledge, loaded->knowledge);
  g_set_object (&self->practice, loaded->practice);
  if (loaded->error != NULL)
    g_propagate_error (error, g_steal_pointer (&loaded->error));
  return self->practice != NULL;
}

/* ---- actions --------------------------------------------------------------
 */

static void
about (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autofree char *debug_info = todoku_debug_info_new ();

  todoku_compat_show_about (gtk_application_get_active_window (
                                GTK_APPLICATION (data)),
                            debug_info);
}

static void
preferences (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TodokuApplication *self = TODOKU_APPLICATION (data);

  todoku_compat_show_preferences (gtk_application_get_active_window (
                                      GTK_APPLICATION (self)),
                                  ADW_PREFERENCES_PAGE (
                                      todoku_preferences_new (self->settings)));
}

static void
quit (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_application_quit (G_APPLICATION (data));
}

static void
add_actions (TodokuApplication *self)
{
  const GActionEntry actions[] = {
    { .name = "about", .activate = about },
    { .name = "quit", .activate = quit },
  };
  const GActionEntry with_settings = { .name = "preferences",
                                       .activate = preferences };
  static const struct {
    const char *action;
    const char *keys[3];
  } keys[] = {
    { "win.diagnose", { "<Control>Return", "<Control>KP_Enter", NULL } },
    { "win.stop", { "Escape", NULL } },
    { "win.show-view::diagnose", { "<Alt>1", NULL } },
    { "win.show-view::explain", { "<Alt>2", NULL } },
    { "win.back", { "<Alt>Left", NULL } },
    { "win.copy-report", { "<Control><Shift>c", NULL } },
    { "win.save-report::html", { "<Control>s", NULL } },
    { "win.print-report::report", { "<Control>p", NULL } },
    { "app.preferences", { "<Control>comma", NULL } },
    { "window.close", { "<Control>w", NULL } },
    { "app.quit", { "<Control>q", NULL } },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self),
                                   actions,
                                   G_N_ELEMENTS (actions),
                                   self);
  if (self->settings != NULL)
    g_action_map_add_action_entries (G_ACTION_MAP (self),
                                     &with_settings,
                                     1,
                                     self);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self),
                                           keys[i].action,
                                           keys[i].keys);
  todoku_compat_add_shortcuts (GTK_APPLICATION (self));
}

/* A build that is tried before it is installed may have no schema. */
static GSettings *
find_settings (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, APP_ID, TRUE);
  return schema != NULL ? g_settings_new (APP_ID) : NULL;
}

static void
todoku_application_startup (GApplication *application)
{
  TodokuApplication *self = TODOKU_APPLICATION (application);

  G_APPLICATION_CLASS (todoku_application_parent_class)->startup (application);
  self->settings = find_settings ();
  add_actions (self);
}

/* The toolkit and the parser of the knowledge have freed much by now that
 * nobody will need again. */
static gboolean
trim_cb (gpointer data)
{
#ifdef HAVE_MALLOC_TRIM
  malloc_trim (0);
#endif
  return G_SOURCE_REMOVE;
}

static void
seen_cb (GtkWidget *window)
{
  g_idle_add_full (G_PRIORITY_LOW, trim_cb, NULL, NULL);
}

static void
wants_session_cb (TodokuApplication *self, TodokuWindow *window)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TodokuSession) session = NULL;

  if (!load (self, &error)) {
    g_printerr ("todoku: %s\n", error->message);
    self->status = EXIT_FAILED;
    g_application_quit (G_APPLICATION (self));
    return;
  }
  session = todoku_session_new (self->knowledge, self->practice);
  todoku_window_set_session (window, session);
}

/* Another one may be before it: About, the preferences. */
static TodokuWindow *
find_window (TodokuApplication *self)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));

  for (GList *l = windows; l != NULL; l = l->next)
    if (TODOKU_IS_WINDOW (l->data))
      return l->data;
  return NULL;
}

static TodokuWindow *
ensure_window (TodokuApplication *self)
{
  TodokuWindow *window = find_window (self);

  if (window == NULL) {
    window = TODOKU_WINDOW (
        todoku_window_new (GTK_APPLICATION (self), NULL, self->settings));
    g_signal_connect_object (window,
                             "wants-session",
                             G_CALLBACK (wants_session_cb),
                             self,
                             G_CONNECT_SWAPPED);
    todoku_later (GTK_WIDGET (window), seen_cb);
  }
  gtk_window_present (GTK_WINDOW (window));
  /* While the first frame is painted, which does not need it. */
  if (self->practice == NULL && self->loading == NULL)
    self->loading = g_thread_new ("todoku-load", load_in_thread, NULL);
  return window;
}

static gboolean
knows_case (TodokuApplication *self,
            GApplicationCommandLine *command_line,
            const char *id)
{
  g_autoptr (GError) error = NULL;

  if (!load (self, &error)) {
    g_application_command_line_printerr (command_line,
                                         "todoku: %s\n",
                                         error->message);
    self->status = EXIT_FAILED;
    return FALSE;
  }
  if (todoku_practice_find (self->practice, id) != NULL)
    return TRUE;
  /* Translators: %s is what the user typed */
  g_application_command_line_printerr (command_line,
                                       _ ("todoku: “%s” is not a practice "
                                          "case\n"),
                                       id);
  return FALSE;
}

static int
todoku_application_command_line (GApplication *application,
                                 GApplicationCommandLine *command_line)
{
  TodokuApplication *self = TODOKU_APPLICATION (application);
  GVariantDict *options =
      g_application_command_line_get_options_dict (command_line);
  const char *id = NULL;
  const char *path = NULL;
  TodokuWindow *window;

  g_variant_dict_lookup (options, "practice", "&s", &id);
  if (id != NULL && !knows_case (self, command_line, id))
    return self->status != 0 ? self->status : EXIT_USAGE;
  window = ensure_window (self);
  if (id != NULL)
    todoku_window_practise (window, id);
  if (g_variant_dict_lookup (options, "explain", "^&ay", &path)) {
    g_autoptr (GFile) file =
        g_application_command_line_create_file_for_arg (command_line, path);

    todoku_window_explain (window, file);
  }
  return self->status;
}

static void
todoku_application_dispose (GObject *object)
{
  TodokuApplication *self = TODOKU_APPLICATION (object);

  if (self->loading != NULL)
    loaded_free (g_thread_join (g_steal_pointer (&self->loading)));
  g_clear_object (&self->settings);
  g_clear_object (&self->practice);
  g_clear_object (&self->knowledge);
  G_OBJECT_CLASS (todoku_application_parent_class)->dispose (object);
}

static void
todoku_application_class_init (TodokuApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = todoku_application_dispose;
  application_class->startup = todoku_application_startup;
  application_class->command_line = todoku_application_command_line;
}

static void
todoku_application_init (TodokuApplication *self)
{
  const GOptionEntry options[] = {
    { "practice",
      0,
      0,
      G_OPTION_ARG_STRING,
      NULL,
      N_ ("Start with a practice case, on servers of this computer"),
      N_ ("ID") },
    { "explain",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      NULL,
      N_ ("Explain the error message that stands in a text file"),
      N_ ("FILE") },
    G_OPTION_ENTRY_NULL
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), "");
}

/**
 * todoku_application_new:
 *
 * Returns: (transfer full): the application
 */
TodokuApplication *
todoku_application_new (void)
{
  return g_object_new (TODOKU_TYPE_APPLICATION,
                       "application-id",
                       APP_ID,
                       "flags",
                       G_APPLICATION_HANDLES_COMMAND_LINE,
                       NULL);
}

/**
 * todoku_application_get_status:
 * @self: an application that has run
 *
 * What Todoku knows is read when its window stands: whether that failed is not
 * known yet when g_application_run() takes its status.
 *
 * Returns: to exit with: 0, or 4 when Todoku itself failed
 */
int
todoku_application_get_status (TodokuApplication *self)
{
  g_return_val_if_fail (TODOKU_IS_APPLICATION (self), EXIT_FAILED);

  return self->status;
}
