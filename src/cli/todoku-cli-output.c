/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-cli.h"
#include "todoku-report-file.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/**
 * todoku_cli_output_add_options:
 * @self: what the options fill
 * @context: a context
 */
void
todoku_cli_output_add_options (TodokuCliOutput *self, GOptionContext *context)
{
  const GOptionEntry entries[] = { { "format",
                                     0,
                                     0,
                                     G_OPTION_ARG_STRING,
                                     &self->format,
                                     N_ ("Form of the report"),
                                     "text|markdown|html|json" },
                                   { "lang",
                                     0,
                                     0,
                                     G_OPTION_ARG_STRING,
                                     &self->language,
                                     N_ ("Language of the report"),
                                     "ja|en|both" },
                                   { "output",
                                     'o',
                                     0,
                                     G_OPTION_ARG_FILENAME,
                                     &self->path,
                                     N_ ("Write the report to a file"),
                                     N_ ("FILE") },
                                   { "transcript",
                                     0,
                                     0,
                                     G_OPTION_ARG_NONE,
                                     &self->transcript,
                                     N_ ("Add what was said with the servers"),
                                     NULL },
                                   { "show-address",
                                     0,
                                     0,
                                     G_OPTION_ARG_NONE,
                                     &self->unredacted,
                                     N_ ("Show the mail address whole"),
                                     NULL },
                                   G_OPTION_ENTRY_NULL };

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
}

static gboolean
desktop_is_japanese (void)
{
  const char *const *names = g_get_language_names ();

  return names[0] && g_str_has_prefix (names[0], "ja");
}

static gboolean
check_language (TodokuCliOutput *self)
{
  const char *language = self->language;

  if (!language)
    language = desktop_is_japanese () ? "ja" : "en";
  if (strcmp (language, "ja") == 0)
    self->report_flags |= TODOKU_REPORT_JA;
  else if (strcmp (language, "en") == 0)
    self->report_flags |= TODOKU_REPORT_EN;
  else if (strcmp (language, "both") == 0)
    self->report_flags |= TODOKU_REPORT_JA | TODOKU_REPORT_EN;
  else {
    todoku_cli_usage_error (_ ("“%s” is not a language Todoku speaks; --lang "
                               "takes ja, en or both"),
                            language);
    return FALSE;
  }
  return TRUE;
}

/**
 * todoku_cli_output_check:
 * @self: filled options
 *
 * Returns: %FALSE after the mistake was printed
 */
gboolean
todoku_cli_output_check (TodokuCliOutput *self)
{
  if (self->format &&
      !todoku_report_format_from_string (self->format, &self->report_format)) {
    todoku_cli_usage_error (_ ("“%s” is not a form of report; --format takes "
                               "text, markdown, html or json"),
                            self->format);
    return FALSE;
  }
  if (self->transcript)
    self->report_flags |= TODOKU_REPORT_TRANSCRIPT;
  if (self->unredacted)
    self->report_flags |= TODOKU_REPORT_UNREDACTED;
  /* https://no-color.org: any value but the empty one */
  if (!self->path && isatty (STDOUT_FILENO) &&
      !(g_getenv ("NO_COLOR") && *g_getenv ("NO_COLOR")))
    self->report_flags |= TODOKU_REPORT_COLOUR;
  return check_language (self);
}

/**
 * todoku_cli_output_has:
 * @self: checked options
 * @language: a language
 *
 * Returns: whether to print in @language
 */
gboolean
todoku_cli_output_has (const TodokuCliOutput *self, TodokuLanguage language)
{
  return (self->report_flags &
          (language == TODOKU_LANGUAGE_JA ? TODOKU_REPORT_JA
                                          : TODOKU_REPORT_EN)) != 0;
}

/**
 * todoku_cli_output_is_text:
 * @self: checked options
 *
 * Lists have one form only.
 *
 * Returns: %FALSE after the mistake was printed
 */
gboolean
todoku_cli_output_is_text (const TodokuCliOutput *self)
{
  if (self->report_format == TODOKU_REPORT_TEXT)
    return TRUE;
  todoku_cli_usage_error (_ ("lists are text; --format goes with check, "
                             "explain and practice run"));
  return FALSE;
}

/* UTF-8 as it stands: g_print() would translate it into the locale's charset,
 * and JSON is UTF-8 in every locale (RFC 8259 §8.1). */
static gboolean
write_stdout (const char *text, GError **error)
{
  gsize length = strlen (text);

  if (fwrite (text, 1, length, stdout) == length && fflush (stdout) == 0)
    return TRUE;
  g_set_error (error,
               G_IO_ERROR,
               g_io_error_from_errno (errno),
               _ ("the result cannot be written: %s"),
               g_strerror (errno));
  return FALSE;
}

static gboolean
write_file (const char *path, const char *text, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));

  return todoku_report_save (file, bytes, error);
}

/**
 * todoku_cli_output_text:
 * @self: checked options
 * @text: what to write, ending with a newline
 *
 * Writes to stdout or, whole or not at all and readable by its owner alone, to
 * the file.
 *
 * Returns: 0 or the exit status of the failure
 */
int
todoku_cli_output_text (const TodokuCliOutput *self, const char *text)
{
  g_autoptr (GError) error = NULL;
  gboolean written = self->path ? write_file (self->path, text, &error)
                                : write_stdout (text, &error);

  return written ? TODOKU_CLI_GOOD : todoku_cli_own_error (error);
}

/**
 * todoku_cli_output_write:
 * @self: checked options
 * @run: a run that is done
 *
 * Writes the report of @run.
 *
 * Returns: the exit status of @run, or of the failure to write
 */
int
todoku_cli_output_write (const TodokuCliOutput *self, TodokuRun *run)
{
  g_autofree char *report =
      todoku_report_write (run, self->report_format, self->report_flags);
  int status = todoku_cli_output_text (self, report);

  return status != TODOKU_CLI_GOOD ? status : todoku_run_get_exit_status (run);
}

/**
 * todoku_cli_output_clear:
 * @self: options
 */
void
todoku_cli_output_clear (TodokuCliOutput *self)
{
  g_clear_pointer (&self->format, g_free);
  g_clear_pointer (&self->language, g_free);
  g_clear_pointer (&self->path, g_free);
}
