/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-observation-private.h"

G_DEFINE_FINAL_TYPE (TodokuObservation, todoku_observation, G_TYPE_OBJECT)

enum {
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *const role_names[] = { "configured",
                                          "preset",
                                          "grid",
                                          "control" };

/**
 * todoku_role_to_string:
 * @role: a role
 *
 * Returns: (transfer none): its name in the JSON contract
 */
const char *
todoku_role_to_string (TodokuRole role)
{
  g_return_val_if_fail ((gsize) role < G_N_ELEMENTS (role_names), NULL);

  return role_names[role];
}

static void
todoku_observation_finalize (GObject *object)
{
  TodokuObservation *self = TODOKU_OBSERVATION (object);

  g_clear_pointer (&self->endpoint, todoku_endpoint_free);
  g_clear_pointer (&self->address, g_free);
  g_clear_object (&self->conversation);
  g_clear_pointer (&self->tls_version, g_free);
  g_clear_pointer (&self->tls_cipher, g_free);
  g_clear_pointer (&self->certificates, todoku_certificate_report_unref);
  g_clear_pointer (&self->detail, g_free);
  G_OBJECT_CLASS (todoku_observation_parent_class)->finalize (object);
}

static void
todoku_observation_class_init (TodokuObservationClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = todoku_observation_finalize;

  /**
   * TodokuObservation::changed:
   * @self: the observation
   *
   * A stage began or ended, or it is finished.
   */
  signals[CHANGED] = g_signal_new ("changed",
                                   TODOKU_TYPE_OBSERVATION,
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   0);
}

static void
todoku_observation_init (TodokuObservation *self)
{
}

TodokuObservation *
todoku_observation_new (const TodokuEndpoint *endpoint,
                        TodokuRole role,
                        GSocketFamily family,
                        TodokuConversation *conversation)
{
  TodokuObservation *self = g_object_new (TODOKU_TYPE_OBSERVATION, NULL);

  self->endpoint = todoku_endpoint_copy (endpoint);
  self->role = role;
  self->family = family;
  self->conversation = g_object_ref (conversation);
  return self;
}

void
todoku_observation_changed (TodokuObservation *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * todoku_observation_get_endpoint:
 * @self: an observation
 *
 * Returns: (transfer none): the endpoint that was probed
 */
const TodokuEndpoint *
todoku_observation_get_endpoint (TodokuObservation *self)
{
  g_return_val_if_fail (TODOKU_IS_OBSERVATION (self), NULL);

  return self->endpoint;
}

/**
 * todoku_observation_get_role:
 * @self: an observation
 *
 * Returns: why it was probed
 */
TodokuRole
todoku_observation_get_role (TodokuObservation *self)
{
  g_return_val_if_fail (TODOKU_IS_OBSERVATION (self), TODOKU_ROLE_CONTROL);

  return self->role;
}

/**
 * todoku_observation_get_family:
 * @self: an observation
 *
 * Returns: the address family
 */
GSocketFamily
todoku_observation_get_family (TodokuObservation *self)
{
  g_return_val_if_fail (TODOKU_IS_OBSERVATION (self), G_SOCKET_FAMILY_INVALID);

  return self->family;
}

/**
 * todoku_observation_get_address:
 * @self: an observation
 *
 * Returns: (transfer none) (nullable): the peer's numeric address
 */
const char *
todoku_observation_get_address (TodokuObservation *self)
{
  g_return_val_if_fail (TODOKU_IS_OBSERVATION (self), NULL);

  return self->address;
}

/**
 * todoku_observation_get_name_answer:
 * @self: an observation
 *
 * Returns: (transfer none) (nullable): where the name server's addresses of
 *   this family lead: "public", "private" (this network alone), "loopback"
 * (this computer), "nowhere"; %NULL: none was asked or none were given
 */
const char *
todoku_observation_get_name_answer (TodokuObservation *self)
{
  g_return_val_if_fail (TODOKU_IS_OBSERVATION (self), NULL);

  return self->name_answer;
}

/**
 * todoku_observation_get_n_addresses:
 * @self: an observation
 *
 * Returns: how many addresses of this family the name has
 */
guint
todoku_observation_get_n_addresses (TodokuObservation *self)
{
  g_return_val_if_fail (TODOKU_IS_OBSERVATION (self), 0);

  return self->n_addresses;
}

/**
 * todoku_observation_get_n_connections:
 * @self: an observation
 *
 * Returns: how many connections the probe opened
 */
guint
todoku_observation_get_n_connections (TodokuObservation *self)
{
  g_return_val_if_fail (TODOKU_IS_OBSERVATION (self), 0);

  return self->n_connections;
}

/**
 * todoku_observation_get_failure:
 * @self: an observation
 *
 * Returns: what ended it, or none
 */
TodokuFailure
todoku_observation_get_failure (TodokuObservation *self)
{
  return todoku_observation_get_dialogue (self)->failure;
}

/**
 * todoku_observation_get_failure_stage:
 * @self: an observation
 *
 * Returns: where it ended, when something failed
 */
TodokuStage
todoku_observation_get_failure_stage (TodokuObservation *self)
{
  return todoku_observation_get_dialogue (self)->failure_stage;
}

/**
 * todoku_observation_get_outcome:
 * @self: an observation
 *
 * "Could not tell" is what concerns us and not the server; "blocked" is what
 * happened on the way to it.
 *
 * Returns: the outcome
 */
TodokuOutcome
todoku_observation_get_outcome (TodokuObservation *self)
{
  g_return_val_if_fail (TODOKU_IS_OBSERVATION (self),
                        TODOKU_OUTCOME_COULD_NOT_TELL);

  if (!self->finished)
    return TODOKU_OUTCOME_NOT_TESTED;
  switch (todoku_observation_get_failure (self)) {
  case TODOKU_FAILURE_NONE:
    return TODOKU_OUTCOME_GOOD;
  case TODOKU_FAILURE_NO_ADDRESS:
    return TODOKU_OUTCOME_NOT_TESTED;
  case TODOKU_FAILURE_CANCELLED:
  case TODOKU_FAILURE_LOCAL_ERROR:
  case TODOKU_FAILURE_NAME_LOOKUP_FAILED:
    return TODOKU_OUTCOME_COULD_NOT_TELL;
  case TODOKU_FAILURE_CONNECTION_TIMED_OUT:
  case TODOKU_FAILURE_NETWORK_UNREACHABLE:
  case TODOKU_FAILURE_NOT_PERMITTED:
    return TODOKU_OUTCOME_BLOCKED;
  default:
    return TODOKU_OUTCOME_PROBLEM;
  }
}

/**
 * todoku_observation_get_dialogue:
 * @self: an observation
 *
 * Returns: (transfer none): what was said
 */
const TodokuDialogue *
todoku_observation_get_dialogue (TodokuObservation *self)
{
  g_return_val_if_fail (TODOKU_IS_OBSERVATION (self), NULL);

  return todoku_conversation_get_dialogue (self->conversation);
}

/**
 * todoku_observation_get_tls_version:
 * @self: an observation
 *
 * Returns: (transfer none) (nullable): "1.0" to "1.3"
 */
const char *
todoku_observation_get_tls_version (TodokuObservation *self)
{
  g_return_val_if_fail (TODOKU_IS_OBSERVATION (self), NULL);

  return self->tls_version;
}

/**
 * todoku_observation_get_tls_cipher:
 * @self: an observation
 *
 * Returns: (transfer none) (nullable): the cipher suite
 */
const char *
todoku_observation_get_tls_cipher (TodokuObservation *self)
{
  g_return_val_if_fail (TODOKU_IS_OBSERVATION (self), NULL);

  return self->tls_cipher;
}

/**
 * todoku_observation_get_certificates:
 * @self: an observation
 *
 * Returns: (transfer none) (nullable): what the server's certificates say
 */
TodokuCertificateReport *
todoku_observation_get_certificates (TodokuObservation *self)
{
  g_return_val_if_fail (TODOKU_IS_OBSERVATION (self), NULL);

  return self->certificates;
}

/**
 * todoku_observation_get_detail:
 * @self: an observation
 *
 * Returns: (transfer none) (nullable): the system's words for the step that
 * failed
 */
const char *
todoku_observation_get_detail (TodokuObservation *self)
{
  g_return_val_if_fail (TODOKU_IS_OBSERVATION (self), NULL);

  return self->detail;
}

/**
 * todoku_observation_is_finished:
 * @self: an observation
 *
 * Returns: whether it is complete and constant
 */
gboolean
todoku_observation_is_finished (TodokuObservation *self)
{
  g_return_val_if_fail (TODOKU_IS_OBSERVATION (self), FALSE);

  return self->finished;
}

/**
 * todoku_observation_get_start_us:
 * @self: an observation
 *
 * Returns: monotonic microseconds at which the probe began
 */
gint64
todoku_observation_get_start_us (TodokuObservation *self)
{
  g_return_val_if_fail (TODOKU_IS_OBSERVATION (self), 0);

  return self->start_us;
}
