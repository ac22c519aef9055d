/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-grid.h"

#include <string.h>

/* RFC 8314 §7, RFC 6409 §3.1, RFC 5321 §4.5.4.2; 2525 is what relays offer
 * where 587 is blocked. */
static const TodokuMailPort mail_ports[] = {
  { TODOKU_PROTOCOL_IMAP, 993, TODOKU_SECURITY_TLS },
  { TODOKU_PROTOCOL_IMAP, 143, TODOKU_SECURITY_STARTTLS },
  { TODOKU_PROTOCOL_POP3, 995, TODOKU_SECURITY_TLS },
  { TODOKU_PROTOCOL_POP3, 110, TODOKU_SECURITY_STARTTLS },
  { TODOKU_PROTOCOL_SMTP, 465, TODOKU_SECURITY_TLS },
  { TODOKU_PROTOCOL_SMTP, 587, TODOKU_SECURITY_STARTTLS },
  { TODOKU_PROTOCOL_SMTP, 25, TODOKU_SECURITY_STARTTLS },
  { TODOKU_PROTOCOL_SMTP, 2525, TODOKU_SECURITY_STARTTLS },
};

/**
 * todoku_mail_ports:
 * @ret_length: (out): how many
 *
 * Returns: (transfer none) (array length=ret_length): the ports at which mail
 *   is looked for, in the order in which people should use them
 */
const TodokuMailPort *
todoku_mail_ports (gsize *ret_length)
{
  g_return_val_if_fail (ret_length, NULL);

  *ret_length = G_N_ELEMENTS (mail_ports);
  return mail_ports;
}

/* ---- rows -----------------------------------------------------------------
 */

static void
row_free (gpointer data)
{
  TodokuGridRow *self = data;

  for (gsize i = 0; i < TODOKU_N_SECURITIES; i++)
    g_clear_object (&self->cells[i].observation);
  g_free (self->host);
  g_free (self);
}

static gboolean
is_of_side (TodokuObservation *observation, const char *side)
{
  gboolean outgoing = todoku_observation_get_endpoint (observation)->protocol ==
                      TODOKU_PROTOCOL_SMTP;

  return outgoing == (strcmp (side, "outgoing") == 0);
}

static TodokuGridRow *
find_or_add_row (GPtrArray *rows, TodokuObservation *observation)
{
  const TodokuEndpoint *endpoint =
      todoku_observation_get_endpoint (observation);
  GSocketFamily family = todoku_observation_get_family (observation);
  TodokuGridRow *row;

  for (guint i = 0; i < rows->len; i++) {
    row = g_ptr_array_index (rows, i);
    if (row->port == endpoint->port && row->protocol == endpoint->protocol &&
        row->family == family && strcmp (row->host, endpoint->host) == 0)
      return row;
  }
  row = g_new0 (TodokuGridRow, 1);
  row->host = g_strdup (endpoint->host);
  row->protocol = endpoint->protocol;
  row->port = endpoint->port;
  row->family = family;
  for (gsize i = 0; i < TODOKU_N_SECURITIES; i++)
    row->cells[i].elapsed_us = -1;
  g_ptr_array_add (rows, row);
  return row;
}

/* Where a port stands in the table; one that is not in it comes last. */
static gsize
rank (const TodokuGridRow *row)
{
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (mail_ports); i++)
    if (mail_ports[i].port == row->port &&
        mail_ports[i].protocol == row->protocol)
      break;
  return i;
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const TodokuGridRow *one = *(const TodokuGridRow *const *) a;
  const TodokuGridRow *two = *(const TodokuGridRow *const *) b;

  if (rank (one) != rank (two))
    return rank (one) < rank (two) ? -1 : 1;
  if (one->port != two->port)
    return one->port < two->port ? -1 : 1;
  if (strcmp (one->host, two->host) != 0)
    return strcmp (one->host, two->host);
  return (one->family == G_SOCKET_FAMILY_IPV6) -
         (two->family == G_SOCKET_FAMILY_IPV6);
}

/* ---- cells ----------------------------------------------------------------
 */

static gint64
elapsed (TodokuObservation *observation)
{
  guint n;
  const TodokuTimelineEntry *entries =
      todoku_timeline_get (todoku_observation_get_dialogue (observation)
                               ->timeline,
                           &n);

  return n > 0 ? entries[n - 1].end_us - entries[0].start_us : -1;
}

static void
set_cell (TodokuGridCell *cell,
          TodokuObservation *observation,
          TodokuOutcome outcome,
          TodokuFailure failure,
          gboolean follows)
{
  g_set_object (&cell->observation, observation);
  cell->outcome = outcome;
  cell->failure = failure;
  cell->follows = follows;
  cell->elapsed_us = elapsed (observation);
}

/* The sign-in comes after the plain probe and says more. */
static void
set_seen (TodokuGridRow *row, TodokuObservation *observation)
{
  TodokuSecurity security =
      todoku_observation_get_endpoint (observation)->security;

  set_cell (&row->cells[security],
            observation,
            todoku_observation_get_outcome (observation),
            todoku_observation_get_failure (observation),
            FALSE);
}

static void
set_following (TodokuGridRow *row,
               TodokuSecurity security,
               TodokuObservation *observation,
               TodokuOutcome outcome,
               TodokuFailure failure)
{
  TodokuGridCell *cell = &row->cells[security];

  if (cell->observation)
    return;
  set_cell (cell, observation, outcome, failure, TRUE);
}

/* Nothing came of the connection itself: encryption had no part in it. */
static gboolean
failed_before_encryption (TodokuObservation *observation)
{
  TodokuStage stage = todoku_observation_get_failure_stage (observation);

  return todoku_observation_get_failure (observation) != TODOKU_FAILURE_NONE &&
         (stage == TODOKU_STAGE_RESOLVE || stage == TODOKU_STAGE_CONNECT);
}

static gboolean
spoke_mail_in_clear (const TodokuDialogue *dialogue)
{
  return dialogue->spoken == TODOKU_SPOKEN_IMAP ||
         dialogue->spoken == TODOKU_SPOKEN_POP3 ||
         dialogue->spoken == TODOKU_SPOKEN_SMTP;
}

static gboolean
has_word (GStrv capabilities, const char *word)
{
  for (char **c = capabilities; c && *c; c++)
    if (g_ascii_strcasecmp (*c, word) == 0 ||
        (g_ascii_strncasecmp (*c, word, strlen (word)) == 0 &&
         strchr (" =", (*c)[strlen (word)])))
      return TRUE;
  return FALSE;
}

/* Whether a password could be said in clear: RFC 9051 §6.2.3 (LOGINDISABLED),
 * RFC 2449 §6.3 (USER), RFC 4954 §3 (AUTH). */
static gboolean
signs_in_clear (const TodokuGridRow *row, GStrv plain)
{
  switch (row->protocol) {
  case TODOKU_PROTOCOL_IMAP:
    return !has_word (plain, "LOGINDISABLED");
  case TODOKU_PROTOCOL_POP3:
    return has_word (plain, "USER") || has_word (plain, "SASL");
  case TODOKU_PROTOCOL_SMTP:
  default:
    return has_word (plain, "AUTH");
  }
}

/* The port began unencrypted: TLS from the first byte cannot work there, and
 * what was offered in clear tells about the two other ways. */
static void
follow_clear (TodokuGridRow *row, TodokuObservation *observation)
{
  const TodokuDialogue *dialogue =
      todoku_observation_get_dialogue (observation);
  GStrv plain = dialogue->capabilities[TODOKU_CHANNEL_PLAIN];
  gboolean upgrades = has_word (plain, "STARTTLS") || has_word (plain, "STLS");
  gboolean signs_in = signs_in_clear (row, plain);

  set_following (row,
                 TODOKU_SECURITY_TLS,
                 observation,
                 TODOKU_OUTCOME_PROBLEM,
                 TODOKU_FAILURE_TLS_ON_STARTTLS_PORT);
  if (!plain)
    return;
  set_following (row,
                 TODOKU_SECURITY_NONE,
                 observation,
                 signs_in ? TODOKU_OUTCOME_GOOD : TODOKU_OUTCOME_PROBLEM,
                 signs_in ? TODOKU_FAILURE_NONE
                          : TODOKU_FAILURE_SIGN_IN_NOT_OFFERED);
  if (!upgrades)
    set_following (row,
                   TODOKU_SECURITY_STARTTLS,
                   observation,
                   TODOKU_OUTCOME_PROBLEM,
                   TODOKU_FAILURE_STARTTLS_NOT_OFFERED);
}

/* The port answered a ClientHello: nothing that begins in clear works there. */
static void
follow_tls (TodokuGridRow *row, TodokuObservation *observation)
{
  static const TodokuSecurity clear[] = { TODOKU_SECURITY_STARTTLS,
                                          TODOKU_SECURITY_NONE };

  for (gsize i = 0; i < G_N_ELEMENTS (clear); i++)
    set_following (row,
                   clear[i],
                   observation,
                   TODOKU_OUTCOME_PROBLEM,
                   TODOKU_FAILURE_STARTTLS_ON_TLS_PORT);
}

static gboolean
shook_hands (TodokuObservation *observation)
{
  return todoku_observation_get_tls_version (observation) != NULL ||
         todoku_observation_get_certificates (observation) != NULL;
}

static void
follow (TodokuGridRow *row, TodokuObservation *observation)
{
  const TodokuDialogue *dialogue =
      todoku_observation_get_dialogue (observation);
  TodokuFailure failure = todoku_observation_get_failure (observation);
  gboolean implicit = todoku_observation_get_endpoint (observation)->security ==
                      TODOKU_SECURITY_TLS;

  if (failed_before_encryption (observation))
    for (int i = 0; i < TODOKU_N_SECURITIES; i++)
      set_following (row,
                     (TodokuSecurity) i,
                     observation,
                     todoku_observation_get_outcome (observation),
                     failure);
  else if (failure == TODOKU_FAILURE_STARTTLS_ON_TLS_PORT ||
           (implicit && shook_hands (observation)))
    follow_tls (row, observation);
  else if (failure == TODOKU_FAILURE_TLS_ON_STARTTLS_PORT ||
           (!implicit && spoke_mail_in_clear (dialogue)))
    follow_clear (row, observation);
}

/**
 * todoku_grid_row_is_like:
 * @self: a row
 * @other: another one
 *
 * Returns: whether both are of the same port and saw the same: where the other
 *   address family did, one row says it for both
 */
gboolean
todoku_grid_row_is_like (const TodokuGridRow *self, const TodokuGridRow *other)
{
  if (self->port != other->port || self->protocol != other->protocol ||
      strcmp (self->host, other->host) != 0)
    return FALSE;
  for (gsize i = 0; i < TODOKU_N_SECURITIES; i++)
    if (self->cells[i].outcome != other->cells[i].outcome)
      return FALSE;
  return TRUE;
}

/**
 * todoku_grid_row_is_empty:
 * @self: a row
 *
 * Returns: whether nothing is known of it
 */
gboolean
todoku_grid_row_is_empty (const TodokuGridRow *self)
{
  for (gsize i = 0; i < TODOKU_N_SECURITIES; i++)
    if (self->cells[i].outcome != TODOKU_OUTCOME_NOT_TESTED)
      return FALSE;
  return TRUE;
}

/**
 * todoku_grid_cell_is_set:
 * @self: a cell
 *
 * Returns: whether it is what is set in the mail app
 */
gboolean
todoku_grid_cell_is_set (const TodokuGridCell *self)
{
  return self->observation && !self->follows &&
         todoku_observation_get_role (self->observation) ==
             TODOKU_ROLE_CONFIGURED;
}

/* ---- the grid -------------------------------------------------------------
 */

/**
 * todoku_grid_new:
 * @observations: (type GListModel): of #TodokuObservation
 * @side: "incoming" or "outgoing"
 *
 * Which way of encryption works on which port, from what finished probes saw:
 * a port is either TLS from the first byte or begins in clear, so that one
 * probe tells about all three ways.  What was tried itself goes before what
 * follows.
 *
 * Returns: (transfer full) (element-type TodokuGridRow): the rows by port,
 *   then host, then address family
 */
GPtrArray *
todoku_grid_new (GListModel *observations, const char *side)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (row_free);

  g_return_val_if_fail (G_IS_LIST_MODEL (observations) && side, rows);

  for (int pass = 0; pass < 2; pass++)
    for (guint i = 0; i < g_list_model_get_n_items (observations); i++) {
      g_autoptr (TodokuObservation) observation =
          g_list_model_get_item (observations, i);
      TodokuGridRow *row;

      if (!todoku_observation_is_finished (observation) ||
          !is_of_side (observation, side))
        continue;
      row = find_or_add_row (rows, observation);
      if (pass == 0)
        set_seen (row, observation);
      else
        follow (row, observation);
    }
  g_ptr_array_sort (rows, compare_rows);
  return rows;
}
