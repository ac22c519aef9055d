/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "practice-run.h"
#include "todoku-commands.h"

#include <glib/gstdio.h>
#include <string.h>

/* The commands that stand beside a probe are typed into a shell by people: they
 * are run here as they stand, against a practice server with certificates. */

static const struct {
  const char *endpoint;
  GSocketFamily family;
  const char *commands; /* a line each */
} rows[] = {
  { "smtps://smtp.example.jp:465",
    G_SOCKET_FAMILY_IPV4,
    "openssl s_client -4 -crlf -connect smtp.example.jp:465 "
    "-servername smtp.example.jp -verify_hostname smtp.example.jp\n"
    "curl -4 --globoff --verbose --request NOOP "
    "smtps://smtp.example.jp:465/%5B127.0.0.1%5D\n"
    "swaks -4 --server smtp.example.jp --port 465 --tls-on-connect "
    "--tls-verify --ehlo '[127.0.0.1]' --quit-after EHLO\n" },
  { "smtp+starttls://smtp.example.jp:587",
    G_SOCKET_FAMILY_IPV6,
    "openssl s_client -6 -crlf -connect smtp.example.jp:587 -starttls smtp "
    "-servername smtp.example.jp -verify_hostname smtp.example.jp\n"
    "curl -6 --globoff --verbose --ssl-reqd --request NOOP "
    "smtp://smtp.example.jp:587/%5B127.0.0.1%5D\n"
    "swaks -6 --server smtp.example.jp --port 587 --tls --tls-verify "
    "--ehlo '[127.0.0.1]' --quit-after EHLO\n" },
  { "smtp+plain://192.0.2.1:25",
    G_SOCKET_FAMILY_IPV4,
    "curl -4 --globoff --verbose --request NOOP "
    "smtp://192.0.2.1:25/%5B127.0.0.1%5D\n"
    "swaks -4 --server 192.0.2.1 --port 25 --ehlo '[127.0.0.1]' "
    "--quit-after EHLO\n" },
  { "imap+starttls://[2001:db8::1]:143",
    G_SOCKET_FAMILY_IPV6,
    "openssl s_client -6 -crlf -connect '[2001:db8::1]:143' -starttls imap "
    "-verify_ip 2001:db8::1\n"
    "curl -6 --globoff --verbose --ssl-reqd --request CAPABILITY "
    "'imap://[2001:db8::1]:143/'\n" },
  { "pop3s://pop.example.jp:995",
    G_SOCKET_FAMILY_IPV4,
    "openssl s_client -4 -crlf -connect pop.example.jp:995 "
    "-servername pop.example.jp -verify_hostname pop.example.jp\n"
    "curl -4 --globoff --verbose --request CAPA "
    "pop3s://pop.example.jp:995/\n" },
};

static void
test_lines (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (TodokuEndpoint) endpoint =
        todoku_endpoint_parse (rows[i].endpoint, NULL);
    g_autoptr (GPtrArray) commands =
        todoku_commands_new (endpoint, rows[i].family);
    g_autoptr (GString) lines = g_string_new (NULL);

    for (guint c = 0; c < commands->len; c++) {
      const TodokuCommand *command = g_ptr_array_index (commands, c);

      g_assert_true (g_str_has_prefix (command->line, command->tool));
      g_string_append_printf (lines, "%s\n", command->line);
    }
    g_assert_cmpstr (lines->str, ==, rows[i].commands);
  }
}

/* ---- as a shell runs them -------------------------------------------------
 */

typedef struct {
  TodokuPractice *practice;
  TodokuPracticeServer *server;
  char *ca_file;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  int fd;

  self->practice = todoku_practice_new (&error);
  g_assert_no_error (error);
  self->server =
      todoku_practice_server_new (self->practice,
                                  todoku_practice_find (self->practice, data),
                                  &error);
  g_assert_no_error (error);
  fd = g_file_open_tmp ("todoku-ca-XXXXXX", &self->ca_file, &error);
  g_assert_no_error (error);
  g_close (fd, NULL);
  g_file_set_contents (self->ca_file,
                       todoku_practice_server_get_ca_pem (self->server),
                       -1,
                       &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  todoku_practice_server_stop (self->server);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_unlink (self->ca_file);
  g_clear_pointer (&self->ca_file, g_free);
  g_clear_object (&self->server);
  g_clear_object (&self->practice);
}

/* The port on this computer that stands for HOST:PORT. */
static char *
dup_port (Fixture *self, const TodokuEndpoint *endpoint)
{
  const char *const *entry =
      todoku_practice_server_get_connect_to (self->server);
  g_autofree char *prefix =
      g_strdup_printf ("%s:%u:", endpoint->host, endpoint->port);

  for (; *entry != NULL; entry++)
    if (g_str_has_prefix (*entry, prefix))
      return g_strdup (strrchr (*entry, ':') + 1);
  g_error ("the case has no server for %s", prefix);
}

/* Newer ones hold the certificate against where they connect to, this computer.
 */
static gboolean
swaks_checks_names (void)
{
  g_autofree char *said = NULL;
  g_autoptr (GError) error = NULL;

  g_spawn_command_line_sync ("swaks --version", &said, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (said, "swaks version "));
  return strcmp (said + strlen ("swaks version "), "20240103") >= 0;
}

static void
add_seam (Fixture *self,
          GStrvBuilder *argv,
          const TodokuCommand *command,
          const TodokuEndpoint *endpoint,
          const char *port)
{
  g_autofree char *seam = NULL;

  if (strcmp (command->tool, "openssl") == 0)
    g_strv_builder_add_many (argv,
                             "-verify_return_error",
                             "-CAfile",
                             self->ca_file,
                             NULL);
  else if (strcmp (command->tool, "swaks") == 0) {
    g_strv_builder_add_many (argv, "--tls-ca-path", self->ca_file, NULL);
    if (swaks_checks_names ())
      g_strv_builder_add_many (argv,
                               "--tls-verify-target",
                               endpoint->host,
                               NULL);
  } else {
    seam = g_strdup_printf ("%s:%u:127.0.0.1:%s",
                            endpoint->host,
                            endpoint->port,
                            port);
    g_strv_builder_add_many (argv,
                             "--connect-to",
                             seam,
                             "--cacert",
                             self->ca_file,
                             NULL);
  }
}

/* The command as it stands, but for where the name leads to and whom to trust:
 * the same seams as Todoku's own. */
static GStrv
dup_argv (Fixture *self,
          const TodokuCommand *command,
          const TodokuEndpoint *endpoint)
{
  g_auto (GStrv) words = NULL;
  g_autoptr (GStrvBuilder) argv = g_strv_builder_new ();
  g_autofree char *port = dup_port (self, endpoint);
  g_autofree char *place = g_strconcat ("127.0.0.1:", port, NULL);
  const char *before = "";

  g_assert_true (g_shell_parse_argv (command->line, NULL, &words, NULL));
  for (char **word = words; *word; word++) {
    if (strcmp (before, "-connect") == 0)
      g_strv_builder_add (argv, place);
    else if (strcmp (before, "--server") == 0)
      g_strv_builder_add (argv, "127.0.0.1");
    else if (strcmp (before, "--port") == 0)
      g_strv_builder_add (argv, port);
    else
      g_strv_builder_add (argv, *word);
    before = *word;
  }
  add_seam (self, argv, command, endpoint, port);
  return g_strv_builder_end (argv);
}

typedef struct {
  gboolean ended;
  char *said;
} Outcome;

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Outcome *outcome = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) said = NULL;

  g_subprocess_communicate_finish (G_SUBPROCESS (source),
                                   result,
                                   &said,
                                   NULL,
                                   &error);
  g_assert_no_error (error);
  outcome->said =
      g_strndup (g_bytes_get_data (said, NULL), g_bytes_get_size (said));
  outcome->ended = TRUE;
}

/* TRUE when it ended well; what it said is shown when it did not. */
static gboolean
run_it (Fixture *self,
        const TodokuCommand *command,
        const TodokuEndpoint *endpoint)
{
  g_auto (GStrv) argv = dup_argv (self, command, endpoint);
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
      G_SUBPROCESS_FLAGS_STDERR_MERGE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);
  Outcome outcome = { FALSE, NULL };
  g_autofree char *said = NULL;

  process = g_subprocess_launcher_spawnv (launcher,
                                          (const char *const *) argv,
                                          &error);
  g_assert_no_error (error);
  g_subprocess_communicate_async (process, nothing, NULL, ended_cb, &outcome);
  while (!outcome.ended)
    g_main_context_iteration (NULL, TRUE);
  said = outcome.said;
  if (g_subprocess_get_successful (process))
    return TRUE;
  g_test_message ("%s:\n%s", command->line, said);
  return FALSE;
}

static void
run_all (Fixture *self, const char *url, gboolean succeeds)
{
  g_autoptr (TodokuEndpoint) endpoint = todoku_endpoint_parse (url, NULL);
  g_autoptr (GPtrArray) commands =
      todoku_commands_new (endpoint, G_SOCKET_FAMILY_IPV4);

  for (guint i = 0; i < commands->len; i++) {
    const TodokuCommand *command = g_ptr_array_index (commands, i);

    g_test_message ("%s", command->line);
    g_assert_cmpint (run_it (self, command, endpoint), ==, succeeds);
  }
}

static void
test_healthy (Fixture *self, gconstpointer data)
{
  static const char *const urls[] = {
    "smtps://smtp.example.jp:465",
    "smtp+starttls://smtp.example.jp:587",
    "smtp+plain://smtp.example.jp:587",
    "imaps://imap.example.jp:993",
    "imap+starttls://imap.example.jp:143",
    "pop3s://pop.example.jp:995",
    "pop3+starttls://pop.example.jp:110",
  };
  GPtrArray *received = todoku_practice_server_get_received (self->server);

  for (gsize i = 0; i < G_N_ELEMENTS (urls); i++)
    run_all (self, urls[i], TRUE);
  /* None of them tries to sign in. */
  for (guint i = 0; i < received->len; i++) {
    const char *line = g_ptr_array_index (received, i);

    g_assert_null (strstr (line, "AUTH "));
    g_assert_null (strstr (line, "LOGIN "));
    g_assert_null (strstr (line, "(credential)"));
  }
}

/* None of them looks away from a certificate of another name. */
static void
test_wrong_name (Fixture *self, gconstpointer data)
{
  run_all (self, "imaps://imap.example.jp:993", FALSE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/commands/lines", test_lines);
  g_test_add ("/commands/healthy",
              Fixture,
              "healthy",
              set_up,
              test_healthy,
              tear_down);
  g_test_add ("/commands/wrong-name",
              Fixture,
              "certificate-wrong-name",
              set_up,
              test_wrong_name,
              tear_down);
  return g_test_run ();
}
