/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TODOKU_PRACTICE_ERROR (todoku_practice_error_quark ())
GQuark
todoku_practice_error_quark (void);
/* TODOKU_PRACTICE_ERROR_DATA: a mistake in a practice file, with file, place
 * and reason */
typedef enum {
  TODOKU_PRACTICE_ERROR_DATA
} TodokuPracticeError;

/**
 * TodokuScenario:
 *
 * A practice case: an account, scripted servers, and the finding that it must
 * lead to.  Data: data/practice/ID.json, described in data/practice/README.md.
 */
typedef struct _TodokuScenario TodokuScenario;
const char *
todoku_scenario_get_id (const TodokuScenario *self);
const char *
todoku_scenario_get_title (const TodokuScenario *self,
                           const char *language); /* "en" or "ja" */
const char *
todoku_scenario_get_story (const TodokuScenario *self,
                           const char *language); /* one or two sentences */
const char *
todoku_scenario_get_expect (
    const TodokuScenario *self); /* finding id; "works" for the healthy one */
const char *
todoku_scenario_get_as_of (const TodokuScenario *self); /* (nullable) */
gboolean
todoku_scenario_is_offered (
    const TodokuScenario *self); /* as a card in the empty state */
/* Account as text: keys of todoku_account_set(), in order: (array
 * zero-terminated=1) "key", "value", … */
const char *const *
todoku_scenario_get_account (const TodokuScenario *self);
const char *
todoku_scenario_get_password (
    const TodokuScenario *self); /* (nullable) what the practised user types */
guint
todoku_scenario_get_timeout_ms (
    const TodokuScenario *self); /* of the run; 0: the default */

#define TODOKU_TYPE_PRACTICE (todoku_practice_get_type ())
G_DECLARE_FINAL_TYPE (TodokuPractice,
                      todoku_practice,
                      TODOKU,
                      PRACTICE,
                      GObject)

/* All scenarios, read from the GResource. */
TodokuPractice *
todoku_practice_new (GError **error);
TodokuPractice *
todoku_practice_new_from_directory (const char *path, GError **error);
GPtrArray *
todoku_practice_get_scenarios (
    TodokuPractice
        *self); /* (element-type TodokuScenario) in the order to be shown */
const TodokuScenario *
todoku_practice_find (TodokuPractice *self, const char *id);

#define TODOKU_TYPE_PRACTICE_SERVER (todoku_practice_server_get_type ())
G_DECLARE_FINAL_TYPE (TodokuPracticeServer,
                      todoku_practice_server,
                      TODOKU,
                      PRACTICE_SERVER,
                      GObject)

/* Listens on 127.0.0.1 (and ::1 when the scenario says so), ephemeral ports,
 * only there.  Serves in the thread-default main context; ends all connections
 * when stopped or finalised. */
TodokuPracticeServer *
todoku_practice_server_new (TodokuPractice *practice,
                            const TodokuScenario *scenario,
                            GError **error);
/* "HOST:PORT:ADDRESS:PORT" for todoku_network_add_connect_to(): (array
 * zero-terminated=1) */
const char *const *
todoku_practice_server_get_connect_to (TodokuPracticeServer *self);
const char *
todoku_practice_server_get_ca_pem (TodokuPracticeServer *self);
guint
todoku_practice_server_get_n_connections (TodokuPracticeServer *self);
/* Lines received from clients, for tests ("W": no credential in clear), each as
 * "HOST:PORT plain LINE" or "HOST:PORT tls LINE"; credentials that came over
 * TLS are not kept: (element-type utf8) */
GPtrArray *
todoku_practice_server_get_received (TodokuPracticeServer *self);
void
todoku_practice_server_stop (TodokuPracticeServer *self);

/* For todoku_network_set_resolver(): finds nothing, so that a practice run asks
 * no name server about anything. (transfer full) */
GResolver *
todoku_practice_resolver_new (void);

G_END_DECLS
