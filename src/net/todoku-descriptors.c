/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#define _GNU_SOURCE /* O_PATH */
#include "config.h"

#include "todoku-descriptors.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/* A socket, a second one for the look, a file, and what the threads of GIO wake
 * each other with; a few connections may begin between this and that. */
#define RESERVE 16

/**
 * todoku_descriptors_are_left:
 * @error: return location
 *
 * GLib ends the whole program when it can make no descriptor to wake a thread
 * with.  So nothing is begun that might come to that (safety.md, RB-12).
 *
 * Returns: %FALSE with the system's word for it when there are too few
 */
gboolean
todoku_descriptors_are_left (GError **error)
{
  int taken[RESERVE];
  int n = 0;
  int reason = 0;

  while (n < RESERVE) {
    taken[n] = open ("/", O_PATH | O_CLOEXEC);
    if (taken[n] < 0) {
      reason = errno;
      break;
    }
    n++;
  }
  for (int i = 0; i < n; i++)
    close (taken[i]);
  if (n == RESERVE)
    return TRUE;
  g_set_error_literal (error,
                       G_IO_ERROR,
                       g_io_error_from_errno (reason),
                       g_strerror (reason));
  return FALSE;
}
