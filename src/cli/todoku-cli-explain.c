/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-cli.h"

#include <gio/gio.h>
#include <gio/gunixinputstream.h>
#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

typedef struct {
  TodokuCliOutput output;
  char *said_by, *app, *provider, *as_of;
} Explain;

static void
explain_clear (Explain *self)
{
  todoku_cli_output_clear (&self->output);
  g_clear_pointer (&self->said_by, g_free);
  g_clear_pointer (&self->app, g_free);
  g_clear_pointer (&self->provider, g_free);
  g_clear_pointer (&self->as_of, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Explain, explain_clear)

/* A file that Windows wrote is not UTF-8.  What is no text may hold some all
 * the same: a NUL in the middle ends what can be a message. */
static char *
decode (char *bytes, gsize length)
{
  char *text = todoku_explain_decode (bytes, length, NULL);

  return text ? text : g_utf8_make_valid (bytes, (gssize) strlen (bytes));
}

static char *
read_stdin (GError **error)
{
  g_autoptr (GInputStream) input =
      g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autofree char *text = g_malloc (TODOKU_EXPLAIN_MAX_TEXT + 1);
  gsize length = 0;

  if (isatty (STDIN_FILENO))
    g_printerr ("%s\n", _ ("Paste the message, then press Enter and Ctrl+D."));
  if (!g_input_stream_read_all (input,
                                text,
                                TODOKU_EXPLAIN_MAX_TEXT,
                                &length,
                                NULL,
                                error))
    return NULL;
  text[length] = '\0';
  return decode (text, length);
}

static char *
get_text (int argc, char **argv, int *ret_status)
{
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  /* GOption keeps the "--" when what follows it begins with a hyphen. */
  if (argc > 2 && strcmp (argv[1], "--") == 0) {
    argc--;
    argv++;
  }
  if (argc > 2) {
    *ret_status = todoku_cli_usage_error (_ (
        "put the message between quotation marks, or give “-” and paste it"));
    return NULL;
  }
  text = argc == 2 && strcmp (argv[1], "-") != 0
             ? g_utf8_make_valid (argv[1], -1)
             : read_stdin (&error);
  if (!text)
    *ret_status = todoku_cli_own_error (error);
  else if (*g_strstrip (text) == '\0') {
    *ret_status =
        todoku_cli_usage_error (_ ("there is no message to explain; paste what "
                                   "the screen or the log says"));
    g_clear_pointer (&text, g_free);
  }
  return text;
}

static gboolean
set_account (const Explain *self, TodokuAccount *account)
{
  g_autoptr (GError) error = NULL;

  if ((self->app && !todoku_account_set (account, "app", self->app, &error)) ||
      (self->provider &&
       !todoku_account_set (account, "provider", self->provider, &error))) {
    todoku_cli_usage_error ("%s", error->message);
    return FALSE;
  }
  if (self->as_of && !todoku_cli_date_is_valid (self->as_of)) {
    todoku_cli_usage_error (_ ("“%s” is not a day; write it as 2026-11-22"),
                            self->as_of);
    return FALSE;
  }
  return TRUE;
}

/* "-ERR …" is what a POP server says, and no option: whatever holds a space is
 * text, and goes behind "--". */
static char **
text_last (int argc, char **argv)
{
  GPtrArray *sorted = g_ptr_array_new ();

  for (int i = 0; i < argc; i++)
    if (!strchr (argv[i], ' ') || argv[i][0] != '-')
      g_ptr_array_add (sorted, argv[i]);
  if ((int) sorted->len < argc)
    g_ptr_array_add (sorted, (char *) "--");
  for (int i = 0; i < argc; i++)
    if (strchr (argv[i], ' ') && argv[i][0] == '-')
      g_ptr_array_add (sorted, argv[i]);
  g_ptr_array_add (sorted, NULL);
  return (char **) g_ptr_array_free (sorted, FALSE);
}

static gboolean
explain_parse (Explain *self, int *argc, char ***argv)
{
  const GOptionEntry entries[] = {
    { "said-by",
      0,
      0,
      G_OPTION_ARG_STRING,
      &self->said_by,
      N_ ("Who said it: a service, a server or a mail app"),
      N_ ("ID") },
    { "app",
      0,
      0,
      G_OPTION_ARG_STRING,
      &self->app,
      N_ ("Mail app, program or device"),
      N_ ("ID") },
    { "provider",
      0,
      0,
      G_OPTION_ARG_STRING,
      &self->provider,
      N_ ("Mail service"),
      N_ ("ID") },
    { "as-of",
      0,
      0,
      G_OPTION_ARG_STRING,
      &self->as_of,
      N_ ("Judge as of this day"),
      N_ ("YYYY-MM-DD") },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (GOptionContext) context =
      todoku_cli_context_new ("explain",
                              _ ("[TEXT | -]"),
                              _ ("Says what an error message means and what to "
                                 "do. No network is used."));

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  todoku_cli_output_add_options (&self->output, context);
  return todoku_cli_parse (context, argc, argv) &&
         todoku_cli_output_check (&self->output);
}

static gboolean
said_by_is_known (TodokuKnowledge *knowledge, const char *said_by)
{
  GPtrArray *replies = todoku_knowledge_get_replies (knowledge);

  for (guint i = 0; i < replies->len; i++)
    if (strcmp (((TodokuReplyPattern *) g_ptr_array_index (replies, i))
                    ->said_by,
                said_by) == 0)
      return TRUE;
  todoku_cli_usage_error (_ ("nobody called “%s” is known; todoku-cli list "
                             "replies shows who says what"),
                          said_by);
  return FALSE;
}

/* The app that the text names is spoken of in its own words, unless another was
 * chosen. */
static void
explain (const Explain *self,
         TodokuAccount *account,
         TodokuRun *run,
         const char *text)
{
  TodokuExplanation *explanation =
      todoku_explanation_new (todoku_account_get_knowledge (account),
                              text,
                              self->said_by,
                              todoku_run_get_date (run));

  if (!self->app && explanation->app)
    todoku_account_set (account, "app", explanation->app->id, NULL);
  todoku_run_take_explanation (run, explanation);
}

/**
 * todoku_cli_explain:
 * @argc: number of arguments
 * @argv: "explain" and what stands behind it
 *
 * Explains a pasted message.
 *
 * Returns: exit status
 */
int
todoku_cli_explain (int argc, char **argv)
{
  g_auto (Explain) self = { 0 };
  g_autoptr (TodokuAccount) account = NULL;
  g_autoptr (TodokuNetwork) network = NULL;
  g_autoptr (TodokuRun) run = NULL;
  g_autofree char *text = NULL;
  TodokuRunOptions options = { TODOKU_RUN_OFFLINE, 0, NULL, NULL };
  g_autofree char **sorted = text_last (argc, argv);
  int status = TODOKU_CLI_USAGE;

  argv = sorted;
  argc = (int) g_strv_length (argv);
  if (!explain_parse (&self, &argc, &argv))
    return TODOKU_CLI_USAGE;
  account = todoku_cli_account_new (&status);
  if (!account)
    return status;
  if (!set_account (&self, account) ||
      (self.said_by &&
       !said_by_is_known (todoku_account_get_knowledge (account),
                          self.said_by)))
    return TODOKU_CLI_USAGE;
  text = get_text (argc, argv, &status);
  if (!text)
    return status;
  options.as_of = self.as_of;
  network = todoku_network_new ();
  run = todoku_run_new (account, network, &options);
  explain (&self, account, run, text);
  return todoku_cli_output_write (&self.output, run);
}
