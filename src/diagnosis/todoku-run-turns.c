/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-found.h"
#include "todoku-run-private.h"

#include <string.h>

/* Whose turn it is to sign in.  A credential is tried once a side, and nowhere
 * else after a refusal: a second try might lock the account.  Every probe of
 * what the app is set to could sign in on its way, which saves a connection; it
 * asks first, and one of them is told to. */

/* A server that has shown what it offers does not wait for ever: then the probe
 * leaves, and the sign-in gets a connection of its own. */
#define MAX_HOLD_MS 3000

typedef struct {
  TodokuRun *run; /* unowned: it owns this */
  TodokuProbe *probe;
  guint index; /* of the plan */
  GSource *timer;
} Asking;

static void
asking_free (gpointer data)
{
  Asking *asking = data;

  todoku_run_clear_source (&asking->timer);
  g_clear_object (&asking->probe);
  g_free (asking);
}

GPtrArray *
todoku_run_turns_new (void)
{
  return g_ptr_array_new_with_free_func (asking_free);
}

/* A test message is sent first and then waited for with a session that begins
 * later: there each sign-in has a connection of its own.  What nobody vouches
 * for is signed in to by none. */
void
todoku_run_lend_secret (TodokuRun *self, TodokuPlanned *planned)
{
  if (planned->role != TODOKU_ROLE_CONFIGURED || planned->signs_in ||
      !self->secret || self->malformed)
    return;
  if (todoku_account_doubts (self->account, planned->endpoint))
    self->withheld = TRUE;
  else if (!(self->flags & TODOKU_RUN_SEND_TEST))
    todoku_plan_lend_secret (planned, self->account, self->flags, self->secret);
}

void
todoku_run_forget_turn (TodokuRun *self, TodokuProbe *probe)
{
  for (guint i = 0; i < self->asking->len; i++)
    if (((Asking *) g_ptr_array_index (self->asking, i))->probe == probe) {
      g_ptr_array_remove_index (self->asking, i);
      return;
    }
}

static void
pass (TodokuRun *self, const Asking *asking)
{
  g_autoptr (TodokuProbe) probe = g_object_ref (asking->probe);

  todoku_run_forget_turn (self, probe);
  todoku_probe_pass_turn (probe);
}

static gboolean
held_cb (gpointer data)
{
  const Asking *asking = data;
  g_autoptr (TodokuRun) self = g_object_ref (asking->run);

  pass (self, asking);
  return G_SOURCE_REMOVE;
}

/* A probe could sign in now. */
void
todoku_run_want_turn (TodokuRun *self, TodokuProbe *probe, guint index)
{
  Asking *asking = g_new0 (Asking, 1);

  asking->run = self;
  asking->probe = g_object_ref (probe);
  asking->index = index;
  asking->timer = g_timeout_source_new (MAX_HOLD_MS);
  g_source_set_callback (asking->timer, held_cb, asking, NULL);
  g_source_attach (asking->timer, g_task_get_context (self->task));
  g_ptr_array_add (self->asking, asking);
  todoku_run_go_on (self);
}

/* ---- one side after the other ---------------------------------------------
 */

/* Incoming first, unless a message is sent that is then looked for: what the
 * first has shown decides about the second. */
static const char *
side_at (TodokuRun *self, guint index)
{
  static const char *const sides[] = { "incoming", "outgoing" };
  gboolean sends = (self->flags & TODOKU_RUN_SEND_TEST) != 0;

  g_assert (index < G_N_ELEMENTS (sides));
  return sides[sends ? 1 - index : index];
}

#define N_SIDES 2

/* A credential that was not accepted, for whatever reason. */
static gboolean
was_refused (TodokuRun *self)
{
  GListModel *observations = G_LIST_MODEL (self->observations);

  for (guint i = 0; i < g_list_model_get_n_items (observations); i++) {
    g_autoptr (TodokuObservation) observation =
        g_list_model_get_item (observations, i);
    const TodokuDialogue *dialogue =
        todoku_observation_get_dialogue (observation);

    if (dialogue->sent_credential && !dialogue->signed_in)
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_on_side (const TodokuPlanned *planned, const char *side)
{
  return strcmp (todoku_side_of (planned->endpoint), side) == 0;
}

/* A sign-in is under way, or a probe of @side may still ask for one: no other
 * server is waited for. */
static gboolean
is_to_wait (TodokuRun *self, const char *side)
{
  for (guint i = 0; i < self->plan->len; i++) {
    const TodokuPlanned *planned = g_ptr_array_index (self->plan, i);

    if (planned->role == TODOKU_ROLE_CONFIGURED && !planned->finished &&
        (planned->signs_in || is_on_side (planned, side)))
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_under_way (TodokuRun *self)
{
  for (guint i = 0; i < self->plan->len; i++) {
    const TodokuPlanned *planned = g_ptr_array_index (self->plan, i);

    if (planned->signs_in && !planned->finished)
      return TRUE;
  }
  return FALSE;
}

/* The first that asks and whose server still waits.  Another server's probe
 * leaves. */
static gboolean
give_turn (TodokuRun *self, const char *side)
{
  for (guint i = 0; i < self->asking->len;) {
    const Asking *asking = g_ptr_array_index (self->asking, i);
    TodokuPlanned *planned = g_ptr_array_index (self->plan, asking->index);

    if (!is_on_side (planned, side))
      i++;
    else if (todoku_probe_take_turn (
                 asking->probe,
                 todoku_run_limit_ms (self, SIGN_IN_TIMEOUT_MS))) {
      planned->signs_in = TRUE;
      todoku_run_forget_turn (self, asking->probe);
      return TRUE;
    } else
      pass (self, asking);
  }
  return FALSE;
}

static gboolean
is_settled (TodokuRun *self, const Asking *asking)
{
  const TodokuPlanned *planned = g_ptr_array_index (self->plan, asking->index);

  for (guint side = self->signed_sides; side < N_SIDES; side++)
    if (is_on_side (planned, side_at (self, side)))
      return FALSE;
  return TRUE;
}

static void
pass_the_others (TodokuRun *self)
{
  for (guint i = 0; i < self->asking->len;) {
    const Asking *asking = g_ptr_array_index (self->asking, i);

    if (is_settled (self, asking))
      pass (self, asking);
    else
      i++;
  }
}

static void
plan_own_connection (TodokuRun *self, const char *side)
{
  TodokuPlanned *planned =
      todoku_plan_sign_in (self->account,
                           G_LIST_MODEL (self->observations),
                           side,
                           self->flags,
                           self->secret,
                           self->message_id);

  if (planned)
    g_ptr_array_add (self->plan, planned);
}

/* Gives the turn to whoever asks for it and may have it, or plans a connection
 * for it when nobody of that side does. */
void
todoku_run_give_turns (TodokuRun *self)
{
  while (self->signed_sides < N_SIDES && !is_under_way (self)) {
    const char *side = side_at (self, self->signed_sides);

    if (self->malformed || was_refused (self))
      self->signed_sides = N_SIDES;
    else if (give_turn (self, side))
      self->signed_sides++;
    else if (is_to_wait (self, side))
      break;
    else {
      self->signed_sides++;
      plan_own_connection (self, side);
    }
  }
  pass_the_others (self);
}
