/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-cli.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* The options of check as GOption leaves them. */
typedef struct {
  TodokuCliOutput output;
  TodokuCliNetwork network;
  char *provider, *app, *symptom, *incoming, *outgoing, *sign_in, *user, *only,
      *discover, *allow_clear, *password_file;
  char **answers;
  int password_fd;
  gboolean no_grid, offline, send_test;
} Check;

static void
check_clear (Check *self)
{
  todoku_cli_output_clear (&self->output);
  todoku_cli_network_clear (&self->network);
  g_clear_pointer (&self->provider, g_free);
  g_clear_pointer (&self->app, g_free);
  g_clear_pointer (&self->symptom, g_free);
  g_clear_pointer (&self->incoming, g_free);
  g_clear_pointer (&self->outgoing, g_free);
  g_clear_pointer (&self->sign_in, g_free);
  g_clear_pointer (&self->user, g_free);
  g_clear_pointer (&self->only, g_free);
  g_clear_pointer (&self->discover, g_free);
  g_clear_pointer (&self->allow_clear, g_free);
  g_clear_pointer (&self->password_file, g_free);
  g_clear_pointer (&self->answers, g_strfreev);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Check, check_clear)

static gboolean
check_parse (Check *self, int *argc, char ***argv)
{
  const GOptionEntry account[] = {
    { "provider",
      0,
      0,
      G_OPTION_ARG_STRING,
      &self->provider,
      N_ ("Mail service; otherwise told from the address"),
      N_ ("ID") },
    { "app",
      0,
      0,
      G_OPTION_ARG_STRING,
      &self->app,
      N_ ("Mail app, program or device"),
      N_ ("ID") },
    { "symptom",
      0,
      0,
      G_OPTION_ARG_STRING,
      &self->symptom,
      N_ ("What does not work"),
      "send|receive|both|none" },
    { "incoming",
      0,
      0,
      G_OPTION_ARG_STRING,
      &self->incoming,
      N_ ("Incoming server as set in the mail app, such as pop3s://HOST:995"),
      "URL" },
    { "outgoing",
      0,
      0,
      G_OPTION_ARG_STRING,
      &self->outgoing,
      N_ ("Outgoing server as set in the mail app, such as "
          "smtp+starttls://HOST:587"),
      "URL" },
    { "discover",
      0,
      0,
      G_OPTION_ARG_STRING,
      &self->discover,
      /* Translators: the words none, dns, domain and third-party stay as they
         are; the last name is that of a server */
      N_ ("Whom to ask for servers that nobody names: the domain’s DNS "
          "(usual); "
          "its web server too; also autoconfig.thunderbird.net, which is told "
          "the domain"),
      "none|dns|domain|third-party" },
    { "answer",
      0,
      0,
      G_OPTION_ARG_STRING_ARRAY,
      &self->answers,
      N_ ("Answer to a question of the checklist"),
      "NAME=yes|no|unknown" },
    { "user",
      0,
      0,
      G_OPTION_ARG_STRING,
      &self->user,
      N_ ("User name, when it is not the address"),
      N_ ("NAME") },
    G_OPTION_ENTRY_NULL
  };
  const GOptionEntry run[] = {
    { "sign-in",
      0,
      0,
      G_OPTION_ARG_STRING,
      &self->sign_in,
      N_ ("Try to sign in, once"),
      "password|app-password|oauth2" },
    { "password-fd",
      0,
      0,
      G_OPTION_ARG_INT,
      &self->password_fd,
      N_ ("Read the password or token from this descriptor"),
      "N" },
    { "password-file",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &self->password_file,
      N_ ("Read the password or token from a file"),
      N_ ("FILE") },
    { "allow-clear",
      0,
      0,
      G_OPTION_ARG_STRING,
      &self->allow_clear,
      N_ ("Allow the password without encryption to this host, in this run"),
      "HOST" },
    { "send-test",
      0,
      0,
      G_OPTION_ARG_NONE,
      &self->send_test,
      N_ ("Offer a test message to the own address"),
      NULL },
    { "only",
      0,
      0,
      G_OPTION_ARG_STRING,
      &self->only,
      N_ ("Test this alone"),
      "incoming|outgoing|configured" },
    { "no-grid",
      0,
      0,
      G_OPTION_ARG_NONE,
      &self->no_grid,
      N_ ("Test the set and the recommended servers alone"),
      NULL },
    { "offline",
      0,
      0,
      G_OPTION_ARG_NONE,
      &self->offline,
      N_ ("Judge without any connection"),
      NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (GOptionContext) context =
      todoku_cli_context_new ("check",
                              _ ("ADDRESS"),
                              _ ("Finds out why mail does not get through for "
                                 "an account, and what to click."));

  self->password_fd = -1;
  g_option_context_add_main_entries (context, account, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, run, GETTEXT_PACKAGE);
  todoku_cli_network_add_options (&self->network, context);
  todoku_cli_output_add_options (&self->output, context);
  return todoku_cli_parse (context, argc, argv) &&
         todoku_cli_discover_check (self->discover) &&
         todoku_cli_output_check (&self->output);
}

static gboolean
set (TodokuAccount *account, const char *key, const char *value)
{
  g_autoptr (GError) error = NULL;

  if (!value || todoku_account_set (account, key, value, &error))
    return TRUE;
  todoku_cli_usage_error ("%s", error->message);
  return FALSE;
}

static gboolean
set_answer (TodokuAccount *account, const char *option)
{
  const char *equals = strchr (option, '=');
  g_autofree char *key = NULL;

  if (!equals) {
    todoku_cli_usage_error (_ ("“%s” is not an answer; write it as "
                               "two-step=yes"),
                            option);
    return FALSE;
  }
  key = g_strdup_printf ("answer.%.*s", (int) (equals - option), option);
  return set (account, key, equals + 1);
}

static gboolean
complain_without_servers (TodokuAccount *account)
{
  const TodokuProvider *provider = todoku_account_get_provider (account);

  if (provider)
    todoku_cli_usage_error (
        /* Translators: both are the id of a mail service, such as plala */
        _ ("the servers of %s are not known, or not the same for everybody; "
           "name them with --incoming and --outgoing. todoku-cli show provider "
           "%s tells where they stand"),
        provider->id,
        provider->id);
  else
    todoku_cli_usage_error (
        _ ("no mail service is known for this address; name the servers with "
           "--incoming and --outgoing, or the service with --provider"));
  return FALSE;
}

/* Somebody is asked when it was said so, or when there is nothing to test. */
static void
discover (const Check *self, TodokuAccount *account, TodokuNetwork *network)
{
  gboolean is_known =
      self->incoming || self->outgoing || todoku_account_get_provider (account);
  gboolean is_led = self->network.connect_to != NULL;

  if (self->offline || (!self->discover && (is_known || is_led)))
    return;
  todoku_cli_discover (account,
                       network,
                       self->discover ? self->discover : "dns",
                       is_led);
}

static gboolean
fill_account (const Check *self,
              TodokuAccount *account,
              TodokuNetwork *network,
              const char *address)
{
  if (!set (account, "address", address) ||
      !set (account, "provider", self->provider) ||
      !set (account, "app", self->app) ||
      !set (account, "symptom", self->symptom) ||
      !set (account, "incoming", self->incoming) ||
      !set (account, "outgoing", self->outgoing) ||
      !set (account, "user", self->user) ||
      !set (account, "sign-in", self->sign_in))
    return FALSE;
  for (char **answer = self->answers; answer && *answer; answer++)
    if (!set_answer (account, *answer))
      return FALSE;
  discover (self, account, network);
  /* "configured" with one server named means that server alone. */
  if (g_strcmp0 (self->only, "configured") != 0 ||
      (!self->incoming && !self->outgoing))
    todoku_account_fill_from_provider (account, NULL, TODOKU_FILL_UNSET);
  return todoku_account_get_incoming (account) ||
         todoku_account_get_outgoing (account) ||
         complain_without_servers (account);
}

static gboolean
only_flags (const char *only, TodokuRunFlags *flags)
{
  if (!only)
    return TRUE;
  if (strcmp (only, "incoming") == 0)
    *flags |= TODOKU_RUN_ONLY_INCOMING;
  else if (strcmp (only, "outgoing") == 0)
    *flags |= TODOKU_RUN_ONLY_OUTGOING;
  else if (strcmp (only, "configured") == 0)
    *flags |= TODOKU_RUN_ONLY_CONFIGURED;
  else {
    todoku_cli_usage_error (_ ("“%s” is nothing that can be tested alone; "
                               "--only takes incoming, outgoing or configured"),
                            only);
    return FALSE;
  }
  return TRUE;
}

/* ST-15: the host is named, so that it is a decision and not a habit. */
static gboolean
allow_clear_flags (const Check *self,
                   TodokuAccount *account,
                   TodokuRunFlags *flags)
{
  const TodokuEndpoint *sides[] = { todoku_account_get_incoming (account),
                                    todoku_account_get_outgoing (account) };

  if (!self->allow_clear)
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (sides); i++)
    if (sides[i] && strcmp (sides[i]->host, self->allow_clear) == 0) {
      *flags |= TODOKU_RUN_ALLOW_CLEAR;
      return TRUE;
    }
  todoku_cli_usage_error (_ ("--allow-clear names “%s”, which is neither the "
                             "incoming nor the outgoing server"),
                          self->allow_clear);
  return FALSE;
}

static TodokuSecret *
read_secret (const Check *self, GError **error)
{
  TodokuSecret *secret;
  int fd;

  if (self->password_fd >= 0)
    return todoku_secret_new_from_fd (self->password_fd, error);
  if (!self->password_file)
    return todoku_cli_ask_secret (_ ("Password:"), error);
  fd = g_open (self->password_file, O_RDONLY | O_CLOEXEC, 0);
  if (fd < 0) {
    g_set_error (error,
                 G_FILE_ERROR,
                 G_FILE_ERROR_NOENT,
                 _ ("the password file “%s” cannot be read"),
                 self->password_file);
    return NULL;
  }
  secret = todoku_secret_new_from_fd (fd, error);
  close (fd);
  return secret;
}

/* A NULL secret without a status is right: no sign-in was asked for. */
static TodokuSecret *
get_secret (const Check *self, TodokuAccount *account, int *ret_status)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TodokuSecret) secret = NULL;
  gboolean given = self->password_fd >= 0 || self->password_file;

  *ret_status = TODOKU_CLI_GOOD;
  if (strcmp (todoku_account_get_sign_in (account), "none") == 0) {
    if (given)
      *ret_status = todoku_cli_usage_error (
          _ ("a password was given, but not what for: add --sign-in password, "
             "app-password or oauth2"));
    return NULL;
  }
  secret = read_secret (self, &error);
  if (!secret) {
    *ret_status = todoku_cli_usage_error ("%s", error->message);
    if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      *ret_status = TODOKU_CLI_COULD_NOT_TELL;
    return NULL;
  }
  return g_steal_pointer (&secret);
}

static int
check_run (const Check *self,
           TodokuAccount *account,
           TodokuNetwork *network,
           TodokuRunFlags flags)
{
  g_autoptr (TodokuSecret) secret = NULL;
  g_autoptr (TodokuRun) run = NULL;
  TodokuRunOptions options = { flags,
                               self->network.timeout_s * 1000,
                               self->network.as_of,
                               NULL };
  int status;

  if (strcmp (todoku_account_get_sign_in (account), "none") != 0 &&
      !todoku_cli_discover_allows_sign_in (account))
    return TODOKU_CLI_USAGE;
  secret = get_secret (self, account, &status);
  if (status != TODOKU_CLI_GOOD)
    return status;
  options.secret = secret;
  run = todoku_run_new (account, network, &options);
  todoku_cli_run (run);
  return todoku_cli_output_write (&self->output, run);
}

/**
 * todoku_cli_check:
 * @argc: number of arguments
 * @argv: "check" and what stands behind it
 *
 * Diagnoses an account.
 *
 * Returns: exit status
 */
int
todoku_cli_check (int argc, char **argv)
{
  g_auto (Check) self = { 0 };
  g_autoptr (TodokuAccount) account = NULL;
  g_autoptr (TodokuNetwork) network = NULL;
  TodokuRunFlags flags = TODOKU_RUN_DEFAULT;
  int status;

  if (!check_parse (&self, &argc, &argv))
    return TODOKU_CLI_USAGE;
  if (argc != 2)
    return todoku_cli_usage_error (
        argc < 2 ? _ ("which address? Write todoku-cli check taro@example.jp")
                 : _ ("one address at a time, please"));
  account = todoku_cli_account_new (&status);
  if (!account)
    return status;
  network = todoku_cli_network_new (&self.network);
  if (!network || !fill_account (&self, account, network, argv[1]) ||
      !only_flags (self.only, &flags) ||
      !allow_clear_flags (&self, account, &flags))
    return TODOKU_CLI_USAGE;
  if (self.offline)
    flags |= TODOKU_RUN_OFFLINE;
  if (self.send_test)
    flags |= TODOKU_RUN_SEND_TEST;
  if (self.no_grid)
    flags |= TODOKU_RUN_NO_GRID;
  return check_run (&self, account, network, flags);
}
