/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-found.h"
#include "todoku-report.h"

G_BEGIN_DECLS

/* Exit statuses, a contract (man todoku-cli). */
typedef enum {
  TODOKU_CLI_GOOD = 0,
  TODOKU_CLI_PROBLEM = 1,
  TODOKU_CLI_USAGE = 2,
  TODOKU_CLI_COULD_NOT_TELL = 3,
  TODOKU_CLI_FAILED = 4,
} TodokuCliStatus;

/* How a command writes its result: the options that check, explain and practice
 * share.  Filled by GOption, cleared by todoku_cli_output_clear(). */
typedef struct {
  char *format;
  char *language;
  char *path;
  gboolean transcript;
  gboolean unredacted;
  TodokuReportFormat report_format;
  TodokuReportFlags report_flags;
} TodokuCliOutput;

/* What a network-using command takes beside the account. */
typedef struct {
  char *as_of;
  char *ca_file;
  char **connect_to;
  int timeout_s;
} TodokuCliNetwork;

/* One command: its name as argv[0], its own arguments behind it. */
typedef int (*TodokuCliCommand) (int argc, char **argv);

int
todoku_cli_check (int argc, char **argv);
int
todoku_cli_explain (int argc, char **argv);
int
todoku_cli_list (int argc, char **argv);
int
todoku_cli_show (int argc, char **argv);
int
todoku_cli_practice (int argc, char **argv);

int
todoku_cli_usage_error (const char *format, ...) G_GNUC_PRINTF (1, 2);
int
todoku_cli_own_error (const GError *error);

GOptionContext *
todoku_cli_context_new (const char *command,
                        const char *parameters,
                        const char *summary);
gboolean
todoku_cli_parse (GOptionContext *context, int *argc, char ***argv);
TodokuKnowledge *
todoku_cli_load_knowledge (int *ret_status);
TodokuAccount *
todoku_cli_account_new (int *ret_status);

void
todoku_cli_output_add_options (TodokuCliOutput *self, GOptionContext *context);
gboolean
todoku_cli_output_check (TodokuCliOutput *self);
int
todoku_cli_output_write (const TodokuCliOutput *self, TodokuRun *run);
int
todoku_cli_output_text (const TodokuCliOutput *self, const char *text);
void
todoku_cli_output_clear (TodokuCliOutput *self);
gboolean
todoku_cli_output_is_text (const TodokuCliOutput *self);
/* Languages to print in, for lists. */
gboolean
todoku_cli_output_has (const TodokuCliOutput *self, TodokuLanguage language);

void
todoku_cli_network_add_options (TodokuCliNetwork *self,
                                GOptionContext *context);
TodokuNetwork *
todoku_cli_network_new (const TodokuCliNetwork *self);
void
todoku_cli_network_clear (TodokuCliNetwork *self);
gboolean
todoku_cli_date_is_valid (const char *date);

/* --discover: who is asked for servers that nobody names. */
gboolean
todoku_cli_discover_check (const char *way);
void
todoku_cli_discover (TodokuAccount *account,
                     TodokuNetwork *network,
                     const char *way,
                     gboolean has_connect_to);
gboolean
todoku_cli_discover_allows_sign_in (TodokuAccount *account);

/* Runs to the end or until SIGINT or SIGTERM, with progress on a terminal's
 * stderr. */
gboolean
todoku_cli_run (TodokuRun *run);
/* Asks on the terminal without echo.  NULL with an error when there is none. */
TodokuSecret *
todoku_cli_ask_secret (const char *question, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TodokuCliOutput, todoku_cli_output_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TodokuCliNetwork, todoku_cli_network_clear)

G_END_DECLS
