/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-application.h"
#include "todoku-secret.h"

#include <glib/gi18n.h>
#include <locale.h>

int
main (int argc, char **argv)
{
  /* Set by "meson devenv", so that a build can be tried before it is
   * installed. */
  const char *uninstalled = g_getenv ("TODOKU_LOCALEDIR");
  g_autoptr (TodokuApplication) application = NULL;
  int status;

  todoku_secret_harden_process ();
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, uninstalled ? uninstalled : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  application = todoku_application_new ();
  status = g_application_run (G_APPLICATION (application), argc, argv);
  return status != 0 ? status : todoku_application_get_status (application);
}
