/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-cli.h"

#include <glib/gi18n.h>
#include <stdarg.h>
#include <string.h>

/**
 * todoku_cli_usage_error:
 * @format: a printf format: one sentence that says what is wrong and what would
 * be right
 *
 * Prints a mistake in the command line on stderr.
 *
 * Returns: the exit status for it
 */
int
todoku_cli_usage_error (const char *format, ...)
{
  g_autofree char *text = NULL;
  g_autofree char *visible = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  /* What was typed is quoted in the sentence: it may hold anything. */
  visible = todoku_visible_text (text, strlen (text), 0);
  g_printerr ("todoku-cli: %s\n", visible);
  return TODOKU_CLI_USAGE;
}

/**
 * todoku_cli_own_error:
 * @error: what went wrong on our own side
 *
 * Returns: the exit status for it
 */
int
todoku_cli_own_error (const GError *error)
{
  g_printerr ("todoku-cli: %s\n", error->message);
  return TODOKU_CLI_FAILED;
}

/**
 * todoku_cli_context_new:
 * @command: name of the command, "check"
 * @parameters: what stands behind the options, "ADDRESS"
 * @summary: one translated sentence
 *
 * Returns: (transfer full): a context for the command's own options
 */
GOptionContext *
todoku_cli_context_new (const char *command,
                        const char *parameters,
                        const char *summary)
{
  GOptionContext *context = g_option_context_new (parameters);
  g_autofree char *name = g_strconcat ("todoku-cli ", command, NULL);

  g_set_prgname (name);
  g_option_context_set_summary (context, summary);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  return context;
}

/**
 * todoku_cli_parse:
 * @context: a context
 * @argc: (inout): as for main()
 * @argv: (inout): as for main()
 *
 * Returns: %FALSE after the mistake was printed
 */
gboolean
todoku_cli_parse (GOptionContext *context, int *argc, char ***argv)
{
  g_autoptr (GError) error = NULL;

  if (g_option_context_parse (context, argc, argv, &error))
    return TRUE;
  todoku_cli_usage_error ("%s", error->message);
  return FALSE;
}

/**
 * todoku_cli_load_knowledge:
 * @ret_status: (out): the exit status when %NULL is returned
 *
 * Returns: (transfer full) (nullable): all that Todoku knows
 */
TodokuKnowledge *
todoku_cli_load_knowledge (int *ret_status)
{
  g_autoptr (GError) error = NULL;
  TodokuKnowledge *knowledge = todoku_knowledge_new (&error);

  if (!knowledge)
    *ret_status = todoku_cli_own_error (error);
  return knowledge;
}

/**
 * todoku_cli_account_new:
 * @ret_status: (out): the exit status when %NULL is returned
 *
 * Returns: (transfer full) (nullable): an empty account
 */
TodokuAccount *
todoku_cli_account_new (int *ret_status)
{
  g_autoptr (TodokuKnowledge) knowledge =
      todoku_cli_load_knowledge (ret_status);

  return knowledge ? todoku_account_new (knowledge) : NULL;
}

/**
 * todoku_cli_network_add_options:
 * @self: what the options fill
 * @context: a context
 */
void
todoku_cli_network_add_options (TodokuCliNetwork *self, GOptionContext *context)
{
  const GOptionEntry entries[] = {
    { "as-of",
      0,
      0,
      G_OPTION_ARG_STRING,
      &self->as_of,
      N_ ("Judge as of this day"),
      N_ ("YYYY-MM-DD") },
    { "ca-file",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &self->ca_file,
      N_ ("Trust these roots too, in this run alone"),
      N_ ("PEM") },
    { "connect-to",
      0,
      0,
      G_OPTION_ARG_STRING_ARRAY,
      &self->connect_to,
      N_ ("Connect elsewhere, as curl does"),
      "HOST:PORT:ADDRESS:PORT" },
    { "timeout",
      0,
      0,
      G_OPTION_ARG_INT,
      &self->timeout_s,
      N_ ("End the whole run after this time"),
      N_ ("SECONDS") },
    G_OPTION_ENTRY_NULL
  };

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
}

/**
 * todoku_cli_date_is_valid:
 * @date: text
 *
 * Returns: whether it is a day written YYYY-MM-DD
 */
gboolean
todoku_cli_date_is_valid (const char *date)
{
  g_autoptr (GDateTime) day = NULL;
  g_autofree char *full = NULL;
  g_autofree char *again = NULL;

  if (strlen (date) != 10)
    return FALSE;
  full = g_strconcat (date, "T00:00:00Z", NULL);
  day = g_date_time_new_from_iso8601 (full, NULL);
  again = day ? g_date_time_format (day, "%Y-%m-%d") : NULL;
  return g_strcmp0 (again, date) == 0;
}

/**
 * todoku_cli_network_new:
 * @self: the options
 *
 * Returns: (transfer full) (nullable): a network, or %NULL after the mistake
 * was printed
 */
TodokuNetwork *
todoku_cli_network_new (const TodokuCliNetwork *self)
{
  g_autoptr (TodokuNetwork) network = todoku_network_new ();
  g_autoptr (GError) error = NULL;

  if (self->as_of && !todoku_cli_date_is_valid (self->as_of)) {
    todoku_cli_usage_error (_ ("“%s” is not a day; write it as 2026-11-22"),
                            self->as_of);
    return NULL;
  }
  if (self->timeout_s < 0 || self->timeout_s > 600) {
    todoku_cli_usage_error (_ ("--timeout takes 1 to 600 seconds"));
    return NULL;
  }
  for (char **entry = self->connect_to; entry && *entry; entry++)
    if (!todoku_network_add_connect_to (network, *entry, &error)) {
      todoku_cli_usage_error ("%s", error->message);
      return NULL;
    }
  if (self->ca_file &&
      !todoku_network_add_ca_file (network, self->ca_file, &error)) {
    todoku_cli_usage_error ("%s", error->message);
    return NULL;
  }
  return g_steal_pointer (&network);
}

/**
 * todoku_cli_network_clear:
 * @self: filled options
 */
void
todoku_cli_network_clear (TodokuCliNetwork *self)
{
  g_clear_pointer (&self->as_of, g_free);
  g_clear_pointer (&self->ca_file, g_free);
  g_clear_pointer (&self->connect_to, g_strfreev);
}
