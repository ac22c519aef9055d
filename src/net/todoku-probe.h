/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <gio/gio.h>

#include "todoku-certificate.h"
#include "todoku-conversation.h"
#include "todoku-network.h"

G_BEGIN_DECLS

/**
 * TodokuRole:
 * @TODOKU_ROLE_CONFIGURED: the endpoint as set in the mail app
 * @TODOKU_ROLE_PRESET: the provider's own endpoint
 * @TODOKU_ROLE_GRID: a cell of port × encryption
 * @TODOKU_ROLE_CONTROL: tells a broken network from a broken server
 */
typedef enum {
  TODOKU_ROLE_CONFIGURED,
  TODOKU_ROLE_PRESET,
  TODOKU_ROLE_GRID,
  TODOKU_ROLE_CONTROL,
} TodokuRole;
const char *
todoku_role_to_string (TodokuRole role);

#define TODOKU_TYPE_OBSERVATION (todoku_observation_get_type ())
G_DECLARE_FINAL_TYPE (TodokuObservation,
                      todoku_observation,
                      TODOKU,
                      OBSERVATION,
                      GObject)

/**
 * TodokuObservation:
 *
 * What one probe saw.  Filled while the probe runs, constant afterwards; emits
 * "changed" at each new stage.  It judges nothing.
 */
const TodokuEndpoint *
todoku_observation_get_endpoint (TodokuObservation *self);
TodokuRole
todoku_observation_get_role (TodokuObservation *self);
GSocketFamily
todoku_observation_get_family (TodokuObservation *self);
const char *
todoku_observation_get_address (
    TodokuObservation *self); /* (nullable) numeric, of the peer */
/* (nullable) "public" "private" "loopback" "nowhere" */
const char *
todoku_observation_get_name_answer (TodokuObservation *self);
guint
todoku_observation_get_n_addresses (
    TodokuObservation *self); /* how many the name has in this family */
TodokuOutcome
todoku_observation_get_outcome (TodokuObservation *self);
TodokuFailure
todoku_observation_get_failure (TodokuObservation *self);
TodokuStage
todoku_observation_get_failure_stage (TodokuObservation *self);
const TodokuDialogue *
todoku_observation_get_dialogue (
    TodokuObservation *self); /* never NULL; its timeline and transcript hold
                                 the network stages too */
const char *
todoku_observation_get_tls_version (
    TodokuObservation *self); /* (nullable) "1.0" … "1.3" */
const char *
todoku_observation_get_tls_cipher (TodokuObservation *self); /* (nullable) */
TodokuCertificateReport *
todoku_observation_get_certificates (TodokuObservation *self); /* (nullable) */
const char *
todoku_observation_get_detail (
    TodokuObservation
        *self); /* (nullable) GIO's words for a failed step, for the evidence */
guint
todoku_observation_get_n_connections (
    TodokuObservation *self); /* opened by this probe */
gboolean
todoku_observation_is_finished (TodokuObservation *self);
gint64
todoku_observation_get_start_us (TodokuObservation *self);

#define TODOKU_TYPE_PROBE (todoku_probe_get_type ())
G_DECLARE_FINAL_TYPE (TodokuProbe, todoku_probe, TODOKU, PROBE, GObject)

/**
 * TodokuProbe:
 *
 * One conversation with one address of one endpoint: resolve, connect, secure,
 * drive the conversation.  One GTask at the edge, one deadline on the monotonic
 * clock, no threads of our own.
 *
 * @family: G_SOCKET_FAMILY_IPV4 or G_SOCKET_FAMILY_IPV6
 * @options: of the conversation; its endpoint is the one probed
 * @timeout_ms: of the whole probe
 *
 * With %TODOKU_CONVERSATION_ASK it emits "turn-wanted" when it could sign in,
 * and waits, its clock standing, for take_turn() or pass_turn().
 */
TodokuProbe *
todoku_probe_new (TodokuNetwork *network,
                  TodokuRole role,
                  GSocketFamily family,
                  const TodokuConversationOptions *options,
                  guint timeout_ms,
                  GError **error);
TodokuObservation *
todoku_probe_get_observation (TodokuProbe *self);
/* FALSE when the server has not waited: then it is to pass. */
gboolean
todoku_probe_take_turn (TodokuProbe *self, guint timeout_ms);
void
todoku_probe_pass_turn (TodokuProbe *self);

/* FALSE with an error only for G_IO_ERROR_CANCELLED; whatever a server or
 * network does is in the observation, which is complete in either case. */
void
todoku_probe_run_async (TodokuProbe *self,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
gboolean
todoku_probe_run_finish (TodokuProbe *self,
                         GAsyncResult *result,
                         GError **error);

G_END_DECLS
