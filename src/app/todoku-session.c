/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-session.h"

#include <glib/gi18n.h>

struct _TodokuSession {
  GObject parent_instance;

  TodokuKnowledge *knowledge;
  TodokuPractice *practice;
  TodokuAccount *account;
  TodokuRun *run;
  GCancellable *cancellable;      /* of the run; NULL: none is running */
  const TodokuScenario *scenario; /* owned by practice */
  TodokuPracticeServer *server;
  GHashTable *snapshots;  /* (element-type utf8 TodokuSnapshot) last runs */
  GPtrArray *differences; /* (nullable) of run from the last of its account */
  GDateTime *last_time;   /* (nullable) when that was */
};

typedef enum {
  PROP_RUN = 1,
  PROP_RUNNING,
  PROP_PRACTISING,
} TodokuSessionProp;

static GParamSpec *props[PROP_PRACTISING + 1];

G_DEFINE_QUARK (todoku_session_error_quark, todoku_session_error)
G_DEFINE_FINAL_TYPE (TodokuSession, todoku_session, G_TYPE_OBJECT)

static void
todoku_session_get_property (GObject *object,
                             guint id,
                             GValue *value,
                             GParamSpec *pspec)
{
  TodokuSession *self = TODOKU_SESSION (object);

  switch ((TodokuSessionProp) id) {
  case PROP_RUN:
    g_value_set_object (value, self->run);
    break;
  case PROP_RUNNING:
    g_value_set_boolean (value, self->cancellable != NULL);
    break;
  case PROP_PRACTISING:
    g_value_set_boolean (value, self->scenario != NULL);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
stop_server (TodokuSession *self)
{
  if (self->server != NULL)
    todoku_practice_server_stop (self->server);
  g_clear_object (&self->server);
}

static void
forget_differences (TodokuSession *self)
{
  g_clear_pointer (&self->differences, g_ptr_array_unref);
  g_clear_pointer (&self->last_time, g_date_time_unref);
}

static void
todoku_session_dispose (GObject *object)
{
  TodokuSession *self = TODOKU_SESSION (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  stop_server (self);
  forget_differences (self);
  g_clear_pointer (&self->snapshots, g_hash_table_unref);
  g_clear_object (&self->run);
  g_clear_object (&self->account);
  g_clear_object (&self->practice);
  g_clear_object (&self->knowledge);
  G_OBJECT_CLASS (todoku_session_parent_class)->dispose (object);
}

static void
todoku_session_class_init (TodokuSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags =
      G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = todoku_session_get_property;
  object_class->dispose = todoku_session_dispose;
  props[PROP_RUN] =
      g_param_spec_object ("run", NULL, NULL, TODOKU_TYPE_RUN, flags);
  props[PROP_RUNNING] =
      g_param_spec_boolean ("running", NULL, NULL, FALSE, flags);
  props[PROP_PRACTISING] =
      g_param_spec_boolean ("practising", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
todoku_session_init (TodokuSession *self)
{
  self->snapshots =
      g_hash_table_new_full (g_str_hash,
                             g_str_equal,
                             g_free,
                             (GDestroyNotify) todoku_snapshot_free);
}

/**
 * todoku_session_new:
 * @knowledge: what is known
 * @practice: the practice cases
 *
 * Returns: (transfer full): a session with an empty account
 */
TodokuSession *
todoku_session_new (TodokuKnowledge *knowledge, TodokuPractice *practice)
{
  TodokuSession *self;

  g_return_val_if_fail (TODOKU_IS_KNOWLEDGE (knowledge), NULL);
  g_return_val_if_fail (TODOKU_IS_PRACTICE (practice), NULL);

  self = g_object_new (TODOKU_TYPE_SESSION, NULL);
  self->knowledge = g_object_ref (knowledge);
  self->practice = g_object_ref (practice);
  self->account = todoku_account_new (knowledge);
  return self;
}

/**
 * todoku_session_get_account:
 * @self: a session
 *
 * Returns: (transfer none): the account that the form fills
 */
TodokuAccount *
todoku_session_get_account (TodokuSession *self)
{
  g_return_val_if_fail (TODOKU_IS_SESSION (self), NULL);

  return self->account;
}

/**
 * todoku_session_get_practice:
 * @self: a session
 *
 * Returns: (transfer none): the practice cases
 */
TodokuPractice *
todoku_session_get_practice (TodokuSession *self)
{
  g_return_val_if_fail (TODOKU_IS_SESSION (self), NULL);

  return self->practice;
}

/**
 * todoku_session_get_run:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): the last run
 */
TodokuRun *
todoku_session_get_run (TodokuSession *self)
{
  g_return_val_if_fail (TODOKU_IS_SESSION (self), NULL);

  return self->run;
}

/**
 * todoku_session_get_differences:
 * @self: a session
 * @ret_last: (out) (transfer none) (nullable): when the last run was
 *
 * Returns: (transfer none) (nullable) (element-type TodokuDifference): what is
 *   different from the last run of the same account since the program began;
 *   %NULL when there was none, or the run has not finished
 */
GPtrArray *
todoku_session_get_differences (TodokuSession *self, GDateTime **ret_last)
{
  g_return_val_if_fail (TODOKU_IS_SESSION (self) && ret_last, NULL);

  *ret_last = self->last_time;
  return self->differences;
}

/**
 * todoku_session_is_running:
 * @self: a session
 *
 * Returns: whether a run has not ended yet
 */
gboolean
todoku_session_is_running (TodokuSession *self)
{
  g_return_val_if_fail (TODOKU_IS_SESSION (self), FALSE);

  return self->cancellable != NULL;
}

/**
 * todoku_session_get_scenario:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): the case that is practised
 */
const TodokuScenario *
todoku_session_get_scenario (TodokuSession *self)
{
  g_return_val_if_fail (TODOKU_IS_SESSION (self), NULL);

  return self->scenario;
}

static void
set_run (TodokuSession *self, TodokuRun *run)
{
  if (g_set_object (&self->run, run))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_RUN]);
}

static void
set_cancellable (TodokuSession *self, GCancellable *cancellable)
{
  if (g_set_object (&self->cancellable, cancellable))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_RUNNING]);
}

static void
set_scenario (TodokuSession *self, const TodokuScenario *scenario)
{
  if (self->scenario == scenario)
    return;
  self->scenario = scenario;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PRACTISING]);
}

static gboolean
fill_account (TodokuSession *self,
              const TodokuScenario *scenario,
              GError **error)
{
  const char *const *pair = todoku_scenario_get_account (scenario);

  todoku_account_clear (self->account);
  for (; pair[0] != NULL; pair += 2)
    if (!todoku_account_set (self->account, pair[0], pair[1], error))
      return FALSE;
  todoku_account_fill_from_provider (self->account, NULL, TODOKU_FILL_UNSET);
  return TRUE;
}

/**
 * todoku_session_practise:
 * @self: a session
 * @id: of a practice case
 * @error: return location
 *
 * Fills the account from the case and starts its servers on this computer; the
 * diagnosis is started as always.
 *
 * Returns: whether that went well
 */
gboolean
todoku_session_practise (TodokuSession *self, const char *id, GError **error)
{
  const TodokuScenario *scenario;
  g_autoptr (TodokuPracticeServer) server = NULL;

  g_return_val_if_fail (TODOKU_IS_SESSION (self), FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  scenario = todoku_practice_find (self->practice, id);
  if (scenario == NULL) {
    /* Translators: %s is what the user typed */
    g_set_error (error,
                 TODOKU_SESSION_ERROR,
                 TODOKU_SESSION_ERROR_UNKNOWN,
                 _ ("“%s” is not a practice case"),
                 id);
    return FALSE;
  }
  server = todoku_practice_server_new (self->practice, scenario, error);
  if (server == NULL)
    return FALSE;
  todoku_session_leave_practice (self);
  g_set_object (&self->server, server);
  set_scenario (self, scenario);
  return fill_account (self, scenario, error);
}

/**
 * todoku_session_leave_practice:
 * @self: a session
 *
 * Ends the practice servers and forgets the practised account and its results.
 */
void
todoku_session_leave_practice (TodokuSession *self)
{
  g_return_if_fail (TODOKU_IS_SESSION (self));

  todoku_session_stop (self);
  set_cancellable (self, NULL);
  stop_server (self);
  set_run (self, NULL);
  todoku_account_clear (self->account);
  set_scenario (self, NULL);
}

static gboolean
connect_to_practice (TodokuSession *self,
                     TodokuNetwork *network,
                     GError **error)
{
  const char *const *entry =
      todoku_practice_server_get_connect_to (self->server);
  g_autoptr (GResolver) resolver = todoku_practice_resolver_new ();

  todoku_network_set_resolver (network, resolver);
  for (; *entry != NULL; entry++)
    if (!todoku_network_add_connect_to (network, *entry, error))
      return FALSE;
  return todoku_network_add_ca_pem (network,
                                    todoku_practice_server_get_ca_pem (
                                        self->server),
                                    error);
}

/* A number needs no look-up, so the resolver could not stop it. */
static gboolean
stays_here (TodokuNetwork *network,
            const TodokuEndpoint *endpoint,
            GError **error)
{
  if (endpoint == NULL || !g_hostname_is_ip_address (endpoint->host) ||
      todoku_network_lookup_connect_to (network,
                                        endpoint->host,
                                        endpoint->port) != NULL)
    return TRUE;
  /* Translators: %s is an IP address */
  g_set_error (error,
               TODOKU_SESSION_ERROR,
               TODOKU_SESSION_ERROR_OUTSIDE,
               _ ("%s is outside this computer; leave practice to test it"),
               endpoint->host);
  return FALSE;
}

static TodokuNetwork *
make_network (TodokuSession *self, GError **error)
{
  g_autoptr (TodokuNetwork) network = todoku_network_new ();

  if (self->server == NULL)
    return g_steal_pointer (&network);
  if (!connect_to_practice (self, network, error) ||
      !stays_here (network,
                   todoku_account_get_incoming (self->account),
                   error) ||
      !stays_here (network, todoku_account_get_outgoing (self->account), error))
    return NULL;
  return g_steal_pointer (&network);
}

/* In memory alone, and practice apart: an account is known by its address. */
static char *
dup_snapshot_key (TodokuSession *self)
{
  const char *address =
      todoku_account_get_address (todoku_run_get_account (self->run));

  return g_strdup_printf ("%s %s",
                          self->scenario != NULL
                              ? todoku_scenario_get_id (self->scenario)
                              : "",
                          address != NULL ? address : "");
}

static void
compare_with_last (TodokuSession *self)
{
  g_autoptr (GDateTime) time = g_date_time_new_now_local ();
  g_autofree char *key = dup_snapshot_key (self);
  TodokuSnapshot *last = g_hash_table_lookup (self->snapshots, key);
  g_autoptr (TodokuSnapshot) now = todoku_snapshot_new (self->run, time);

  forget_differences (self);
  if (last != NULL) {
    self->differences = todoku_compare (last, now);
    self->last_time = g_date_time_ref (todoku_snapshot_get_time (last));
  }
  g_hash_table_replace (self->snapshots,
                        g_steal_pointer (&key),
                        g_steal_pointer (&now));
}

static void
run_ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TodokuSession) self = data;

  /* Stopped or not, what is known is judged: the pane shows which. */
  todoku_run_start_finish (TODOKU_RUN (source), result, NULL);
  if (self->run != TODOKU_RUN (source))
    return;
  if (todoku_run_get_state (self->run) == TODOKU_RUN_FINISHED)
    compare_with_last (self);
  set_cancellable (self, NULL);
}

/**
 * todoku_session_start:
 * @self: a session that is not running
 * @secret: (nullable): for the account's sign-in
 * @error: return location
 *
 * Diagnoses the account as it stands now.
 *
 * Returns: whether the run has begun
 */
gboolean
todoku_session_start (TodokuSession *self, TodokuSecret *secret, GError **error)
{
  g_autoptr (TodokuNetwork) network = NULL;
  g_autoptr (TodokuAccount) account = NULL;
  g_autoptr (TodokuRun) run = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  TodokuRunOptions options = { .secret = secret };

  g_return_val_if_fail (TODOKU_IS_SESSION (self), FALSE);
  g_return_val_if_fail (self->cancellable == NULL, FALSE);

  network = make_network (self, error);
  if (network == NULL)
    return FALSE;
  if (self->scenario != NULL) {
    options.timeout_ms = todoku_scenario_get_timeout_ms (self->scenario);
    options.as_of = todoku_scenario_get_as_of (self->scenario);
  }
  /* What is typed into the form afterwards must not change what the results
   * speak of. */
  account = todoku_account_copy (self->account);
  run = todoku_run_new (account, network, &options);
  forget_differences (self);
  set_run (self, run);
  set_cancellable (self, cancellable);
  todoku_run_start_async (run, cancellable, run_ended_cb, g_object_ref (self));
  return TRUE;
}

/**
 * todoku_session_stop:
 * @self: a session
 *
 * Stops the run, if one has not ended; what it knows so far stays.
 */
void
todoku_session_stop (TodokuSession *self)
{
  g_return_if_fail (TODOKU_IS_SESSION (self));

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}

/**
 * todoku_session_answer:
 * @self: a session
 * @item: id of a checklist item
 * @answer: yes no unknown; "" takes it back
 *
 * Judges the run anew at once, without the network, and keeps the answer for
 * the next run.
 */
void
todoku_session_answer (TodokuSession *self,
                       const char *item,
                       const char *answer)
{
  g_autofree char *key = g_strconcat ("answer.", item, NULL);

  g_return_if_fail (TODOKU_IS_SESSION (self));

  todoku_account_set (self->account, key, answer, NULL);
  if (self->run != NULL)
    todoku_account_set (todoku_run_get_account (self->run), key, answer, NULL);
}
