/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-practice-reader.h"
#include "todoku-practice-script.h"
#include "todoku-practice.h"

G_BEGIN_DECLS

typedef enum {
  TODOKU_MODE_PLAIN,
  TODOKU_MODE_TLS,
  TODOKU_MODE_SILENT,
  TODOKU_MODE_REFUSE,
  TODOKU_MODE_CLOSE,
  TODOKU_MODE_HTTP,
  TODOKU_MODE_SSH,
  TODOKU_MODE_DRIP,
  TODOKU_MODE_BLACK_HOLE,
  TODOKU_MODE_TLS_OLD,
  TODOKU_MODE_TLS_ALERT,
  TODOKU_MODE_HTTPS,
} TodokuMode;

/**
 * TodokuStand:
 * @name: "HOST:PORT"
 * @host: that clients mean
 * @port: that clients mean
 * @mode: what happens there
 * @mode_ipv6: and at its IPv6 address
 * @wants_certificate: clients must show a certificate of their own
 * @certificate: (nullable): name of a file in data/practice/certificates
 * @script: what is said
 *
 * One place where a scenario's clients arrive.
 */
typedef struct {
  char *name;
  char *host;
  guint16 port;
  TodokuMode mode;
  TodokuMode mode_ipv6; /* the same, but where "ipv6" says otherwise */
  gboolean wants_certificate;
  char *certificate;
  TodokuScript *script;
} TodokuStand;

/* Who may sign in: with what, and the outcome that it leads to. */
typedef struct {
  char *user;
  char *password;
  char *token;
  char *outcome;
} TodokuPracticeUser;

/* Where files come from: a directory, else the GResource. */
typedef struct _TodokuPracticeFiles TodokuPracticeFiles;

TodokuPracticeFiles *
todoku_practice_files_new (const char *directory);
void
todoku_practice_files_free (TodokuPracticeFiles *self);
GBytes *
todoku_practice_files_load (TodokuPracticeFiles *self,
                            const char *name,
                            GError **error);
/* Parsed once and kept until they are closed: (transfer none) */
TodokuPracticeReader *
todoku_practice_files_open (TodokuPracticeFiles *self,
                            const char *name,
                            GError **error);
GHashTable *
todoku_practice_files_get_servers (TodokuPracticeFiles *self);
void
todoku_practice_files_close (TodokuPracticeFiles *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TodokuPracticeFiles, todoku_practice_files_free)

TodokuScenario *
todoku_scenario_load (TodokuPracticeFiles *files,
                      const char *id,
                      GError **error);
void
todoku_scenario_free (TodokuScenario *self);
/* (element-type TodokuStand) */
GPtrArray *
todoku_scenario_get_stands (const TodokuScenario *self);
const char *const *
todoku_scenario_get_addresses (const TodokuScenario *self);
const TodokuPracticeUser *
todoku_scenario_find_user (const TodokuScenario *self,
                           const char *user,
                           const char *password,
                           const char *token);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TodokuScenario, todoku_scenario_free)

/* The certificate that a stand shows, with the chain and key: */
GTlsCertificate *
todoku_practice_load_certificate (TodokuPractice *self,
                                  const char *name,
                                  GError **error);
GBytes *
todoku_practice_load_ca (TodokuPractice *self, GError **error);

G_END_DECLS
