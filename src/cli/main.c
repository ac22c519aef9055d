/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-cli.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <string.h>

static const struct {
  const char *name;
  TodokuCliCommand command;
  const char *summary;
} commands[] = {
  { "check", todoku_cli_check, N_ ("diagnose an account") },
  { "explain", todoku_cli_explain, N_ ("say what an error message means") },
  { "list",
    todoku_cli_list,
    N_ ("list providers, apps, findings, replies or guides") },
  { "show", todoku_cli_show, N_ ("show what is known of one of them") },
  { "practice",
    todoku_cli_practice,
    N_ ("practise on servers of this computer") },
};

static void
print_help (void)
{
  g_print ("%s\n\n", _ ("Usage: todoku-cli COMMAND [OPTIONS]"));
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    g_print ("  %-10s %s\n", commands[i].name, _ (commands[i].summary));
  g_print ("\n%s\n",
           _ ("todoku-cli COMMAND --help tells the options of a command."));
}

static void
set_up_translations (void)
{
  /* Set by "meson devenv", so that a build can be tried before it is installed.
   */
  const char *uninstalled = g_getenv ("TODOKU_LOCALEDIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, uninstalled ? uninstalled : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

int
main (int argc, char **argv)
{
  todoku_secret_harden_process ();
  set_up_translations ();
  g_set_prgname ("todoku-cli");

  if (argc < 2) {
    print_help ();
    return TODOKU_CLI_USAGE;
  }
  if (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0 ||
      strcmp (argv[1], "help") == 0) {
    print_help ();
    return TODOKU_CLI_GOOD;
  }
  if (strcmp (argv[1], "--version") == 0) {
    g_print ("todoku-cli %s\n", PACKAGE_VERSION);
    return TODOKU_CLI_GOOD;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (argv[1], commands[i].name) == 0)
      return commands[i].command (argc - 1, argv + 1);

  /* Translators: %s is what the user typed */
  return todoku_cli_usage_error (_ ("“%s” is not a command; todoku-cli --help "
                                    "lists them"),
                                 argv[1]);
}
