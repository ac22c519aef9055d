/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "net-openssl.h"

#include "net-fixture.h"

#include <string.h>

/* "ACCEPT 127.0.0.1:PORT" says that it listens. */
static guint16
read_port (GDataInputStream *output)
{
  for (int i = 0; i < 50; i++) {
    g_autofree char *line =
        g_data_input_stream_read_line (output, NULL, NULL, NULL);

    g_assert_nonnull (line);
    if (g_str_has_prefix (line, "ACCEPT "))
      return (guint16) g_ascii_strtoull (strrchr (line, ':') + 1, NULL, 10);
  }
  g_assert_not_reached ();
}

/* What is sent above the leaf; without anything the leaf once more, or s_server
 * would add what it knows. */
static char *
dup_above (const char *name)
{
  g_autofree char *above = net_cert_path (name, ".above");
  g_autofree char *text = NULL;
  gsize length = 0;

  (void) g_file_get_contents (above, &text, &length, NULL);
  return length > 0 ? g_steal_pointer (&above) : net_cert_path (name, ".pem");
}

void
net_openssl_start (NetOpenssl *self, const char *name, const char *const *more)
{
  g_autofree char *chain = net_cert_path (name, ".pem");
  g_autofree char *above = dup_above (name);
  g_autofree char *key = net_cert_path (name, ".key");
  g_autofree char *root = net_cert_path ("root", ".pem");
  g_autoptr (GPtrArray) arguments = g_ptr_array_new_with_free_func (g_free);
  const char *const base[] = { "openssl",     "s_server", "-accept",
                               "127.0.0.1:0", "-naccept", "1",
                               "-cert",       chain,      "-cert_chain",
                               above,         "-key",     key,
                               "-CAfile",     root };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (base); i++)
    g_ptr_array_add (arguments, g_strdup (base[i]));
  for (; *more; more++)
    g_ptr_array_add (arguments,
                     g_str_has_prefix (*more, "{certs}")
                         ? g_build_filename (g_getenv ("TODOKU_TEST_CERTS"),
                                             *more + strlen ("{certs}"),
                                             NULL)
                         : g_strdup (*more));
  g_ptr_array_add (arguments, NULL);
  self->process = g_subprocess_newv ((const char *const *) arguments->pdata,
                                     G_SUBPROCESS_FLAGS_STDIN_PIPE |
                                         G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                         G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                                     &error);
  g_assert_no_error (error);
  self->output =
      g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  self->port = read_port (self->output);
}

void
net_openssl_stop (NetOpenssl *self)
{
  g_subprocess_force_exit (self->process);
  g_assert_true (g_subprocess_wait (self->process, NULL, NULL));
  g_clear_object (&self->output);
  g_clear_object (&self->process);
}
