/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-cli.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* Ctrl+C ends the line instead of the process, so that the terminal always gets
 * its echo back. */
#define CTRL_C 3

/* One line in canonical mode comes with one read(): the kernel keeps the rest.
 */
static TodokuSecret *
read_line (int terminal, GError **error)
{
  const gsize size = 4096;
  char *line = todoku_secure_alloc (size);
  gssize length = read (terminal, line, size);
  TodokuSecret *secret = NULL;

  while (length > 0 && (line[length - 1] == '\n' || line[length - 1] == '\r'))
    length--;
  if (length > 0 && line[length - 1] == CTRL_C)
    g_set_error_literal (error,
                         G_IO_ERROR,
                         G_IO_ERROR_CANCELLED,
                         _ ("stopped"));
  else if (length >= 0)
    secret = todoku_secret_new (line, length, error);
  else
    g_set_error_literal (error,
                         G_IO_ERROR,
                         g_io_error_from_errno (errno),
                         g_strerror (errno));
  todoku_secure_free (line);
  return secret;
}

/**
 * todoku_cli_ask_secret:
 * @question: what is asked
 * @error: return location
 *
 * Asks on the controlling terminal without echo.
 *
 * Returns: (transfer full) (nullable): the answer
 */
TodokuSecret *
todoku_cli_ask_secret (const char *question, GError **error)
{
  int terminal = open ("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
  struct termios before, silent;
  TodokuSecret *secret = NULL;

  if (terminal < 0 || tcgetattr (terminal, &before) != 0) {
    if (terminal >= 0)
      close (terminal);
    g_set_error_literal (error,
                         G_IO_ERROR,
                         G_IO_ERROR_NOT_FOUND,
                         _ ("there is no terminal to ask for the password; "
                            "give it with --password-fd or --password-file"));
    return NULL;
  }
  silent = before;
  silent.c_lflag &= ~(tcflag_t) (ECHO | ISIG);
  silent.c_cc[VEOL] = CTRL_C;
  tcsetattr (terminal, TCSAFLUSH, &silent);
  g_printerr ("%s ", question);
  secret = read_line (terminal, error);
  tcsetattr (terminal, TCSAFLUSH, &before);
  g_printerr ("\n");
  close (terminal);
  return secret;
}
