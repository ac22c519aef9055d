/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-cli.h"
#include "todoku-practice.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <string.h>

typedef struct {
  TodokuCliOutput output;
  TodokuPractice *practice;
  char *ca_out;
} Practice;

static void
practice_clear (Practice *self)
{
  todoku_cli_output_clear (&self->output);
  g_clear_object (&self->practice);
  g_clear_pointer (&self->ca_out, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Practice, practice_clear)

static int
list (const Practice *self)
{
  GPtrArray *scenarios = todoku_practice_get_scenarios (self->practice);
  g_autoptr (GString) text = g_string_new (NULL);

  if (!todoku_cli_output_is_text (&self->output))
    return TODOKU_CLI_USAGE;
  for (guint i = 0; i < scenarios->len; i++) {
    const TodokuScenario *scenario = g_ptr_array_index (scenarios, i);

    g_string_append_printf (text, "%-28s", todoku_scenario_get_id (scenario));
    if (todoku_cli_output_has (&self->output, TODOKU_LANGUAGE_JA))
      g_string_append_printf (text,
                              " %s",
                              todoku_scenario_get_title (scenario, "ja"));
    if (todoku_cli_output_has (&self->output, TODOKU_LANGUAGE_EN))
      g_string_append_printf (text,
                              " %s",
                              todoku_scenario_get_title (scenario, "en"));
    g_string_append_c (text, '\n');
  }
  return todoku_cli_output_text (&self->output, text->str);
}

static gboolean
fill_account (TodokuAccount *account,
              const TodokuScenario *scenario,
              GError **error)
{
  for (const char *const *pair = todoku_scenario_get_account (scenario); *pair;
       pair += 2)
    if (!todoku_account_set (account, pair[0], pair[1], error))
      return FALSE;
  return TRUE;
}

static TodokuNetwork *
network_for (TodokuPracticeServer *server, GError **error)
{
  g_autoptr (TodokuNetwork) network = todoku_network_new ();
  g_autoptr (GResolver) resolver = todoku_practice_resolver_new ();

  /* In practice nothing leaves this computer, names neither. */
  todoku_network_set_resolver (network, resolver);
  for (const char *const *entry =
           todoku_practice_server_get_connect_to (server);
       *entry;
       entry++)
    if (!todoku_network_add_connect_to (network, *entry, error))
      return NULL;
  if (!todoku_network_add_ca_pem (network,
                                  todoku_practice_server_get_ca_pem (server),
                                  error))
    return NULL;
  return g_steal_pointer (&network);
}

static TodokuRun *
run_new (const Practice *self,
         const TodokuScenario *scenario,
         TodokuPracticeServer *server,
         GError **error)
{
  g_autoptr (TodokuKnowledge) knowledge = todoku_knowledge_new (error);
  g_autoptr (TodokuAccount) account =
      knowledge ? todoku_account_new (knowledge) : NULL;
  g_autoptr (TodokuNetwork) network = NULL;
  g_autoptr (TodokuSecret) secret = NULL;
  const char *password = todoku_scenario_get_password (scenario);
  TodokuRunOptions options = { TODOKU_RUN_DEFAULT,
                               todoku_scenario_get_timeout_ms (scenario),
                               todoku_scenario_get_as_of (scenario),
                               NULL };

  if (!account || !fill_account (account, scenario, error))
    return NULL;
  network = network_for (server, error);
  if (!network)
    return NULL;
  if (password) {
    secret = todoku_secret_new (password, strlen (password), error);
    if (!secret)
      return NULL;
  }
  options.secret = secret;
  return todoku_run_new (account, network, &options);
}

/* What a learner takes away: whether the case showed what it is there for. */
static void
tell_outcome (TodokuRun *run, const TodokuScenario *scenario)
{
  GListModel *findings = todoku_run_get_findings (run);
  g_autoptr (TodokuFinding) first = g_list_model_get_item (findings, 0);
  const char *id = first ? todoku_finding_get_id (first) : "–";

  if (strcmp (id, todoku_scenario_get_expect (scenario)) == 0)
    /* Translators: %s is a finding's id */
    g_printerr (_ ("Practice: this case is there to show %s, and it did."), id);
  else
    /* Translators: both %s are finding ids */
    g_printerr (_ ("Practice: this case is there to show %s, but %s came "
                   "first."),
                todoku_scenario_get_expect (scenario),
                id);
  g_printerr ("\n");
}

static int
run_scenario (const Practice *self, const TodokuScenario *scenario)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TodokuPracticeServer) server =
      todoku_practice_server_new (self->practice, scenario, &error);
  g_autoptr (TodokuRun) run =
      server ? run_new (self, scenario, server, &error) : NULL;
  int status;

  if (!run)
    return todoku_cli_own_error (error);
  todoku_cli_run (run);
  status = todoku_cli_output_write (&self->output, run);
  tell_outcome (run, scenario);
  todoku_practice_server_stop (server);
  return status;
}

static gboolean
quit_cb (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_CONTINUE;
}

static void
print_served (TodokuPracticeServer *server)
{
  g_print ("%s\n",
           _ ("Serving on this computer alone, until Ctrl+C. Options for "
              "todoku-cli check:"));
  for (const char *const *entry =
           todoku_practice_server_get_connect_to (server);
       *entry;
       entry++)
    g_print ("--connect-to %s\n", *entry);
}

static int
serve_scenario (const Practice *self, const TodokuScenario *scenario)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (TodokuPracticeServer) server =
      todoku_practice_server_new (self->practice, scenario, &error);

  if (!server)
    return todoku_cli_own_error (error);
  print_served (server);
  if (self->ca_out) {
    if (!g_file_set_contents (self->ca_out,
                              todoku_practice_server_get_ca_pem (server),
                              -1,
                              &error))
      return todoku_cli_own_error (error);
    g_print ("--ca-file %s\n", self->ca_out);
  }
  g_unix_signal_add (SIGINT, quit_cb, loop);
  g_unix_signal_add (SIGTERM, quit_cb, loop);
  g_main_loop_run (loop);
  todoku_practice_server_stop (server);
  return TODOKU_CLI_GOOD;
}

static int
with_scenario (const Practice *self, const char *verb, const char *id)
{
  const TodokuScenario *scenario = todoku_practice_find (self->practice, id);

  if (!scenario)
    return todoku_cli_usage_error (_ ("there is no practice case “%s”; "
                                      "todoku-cli practice list shows all"),
                                   id);
  if (strcmp (verb, "run") == 0)
    return run_scenario (self, scenario);
  return serve_scenario (self, scenario);
}

static int
dispatch (const Practice *self, int argc, char **argv)
{
  if (argc == 2 && strcmp (argv[1], "list") == 0)
    return list (self);
  if (argc == 3 &&
      (strcmp (argv[1], "run") == 0 || strcmp (argv[1], "serve") == 0))
    return with_scenario (self, argv[1], argv[2]);
  return todoku_cli_usage_error (
      _ ("write todoku-cli practice list, or practice run NAME, or practice "
         "serve NAME"));
}

/**
 * todoku_cli_practice:
 * @argc: number of arguments
 * @argv: "practice" and what stands behind it
 *
 * Practises on scripted servers of this computer.
 *
 * Returns: exit status
 */
int
todoku_cli_practice (int argc, char **argv)
{
  g_auto (Practice) self = { 0 };
  const GOptionEntry entries[] = {
    { "ca-out",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &self.ca_out,
      N_ ("serve: write the practice CA to a file, for --ca-file"),
      N_ ("FILE") },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (GOptionContext) context =
      todoku_cli_context_new ("practice",
                              "list | run NAME | serve NAME",
                              _ ("Practises on servers of this computer that "
                                 "fail as the real ones do."));
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  todoku_cli_output_add_options (&self.output, context);
  if (!todoku_cli_parse (context, &argc, &argv) ||
      !todoku_cli_output_check (&self.output))
    return TODOKU_CLI_USAGE;
  self.practice = todoku_practice_new (&error);
  if (!self.practice)
    return todoku_cli_own_error (error);
  return dispatch (&self, argc, argv);
}
