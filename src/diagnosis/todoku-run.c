/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-run.h"

#include "todoku-checklist.h"
#include "todoku-plan.h"

#include <string.h>

#define DEFAULT_TIMEOUT_MS 60000
#define MAX_CONNECTIONS 40
#define MAX_AT_ONCE 6

struct _TodokuRun {
  GObject parent_instance;

  TodokuAccount *account;
  TodokuNetwork *network;
  TodokuRunFlags flags;
  guint timeout_ms;
  char *date;
  TodokuSecret *secret;

  TodokuRunState state;
  const char *step;
  TodokuBudget budget;
  GPtrArray *plan;              /* (element-type TodokuPlanned) */
  guint next;                   /* of the plan */
  gboolean signing_in;
  guint signed_sides;           /* sign-in probes that are done */
  GListStore *observations;
  GListStore *findings;
  GListStore *checklist;
  GPtrArray *ruled_out;
  TodokuFacts *facts;
  char *pasted;
  char *said_by;
  gint64 start_us;
  gint64 end_us;

  GTask *task;
  GCancellable *inner;
  GSource *stop;
  GSource *deadline;
  guint rejudge;
};

G_DEFINE_FINAL_TYPE (TodokuRun, todoku_run, G_TYPE_OBJECT)

enum { PROGRESSED, JUDGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void start_next (TodokuRun *self);

static void
clear_source (GSource **source)
{
  if (*source)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
todoku_run_dispose (GObject *object)
{
  TodokuRun *self = TODOKU_RUN (object);

  if (self->inner)
    g_cancellable_cancel (self->inner);
  clear_source (&self->stop);
  clear_source (&self->deadline);
  g_clear_handle_id (&self->rejudge, g_source_remove);
  g_clear_object (&self->account);
  g_clear_object (&self->network);
  g_clear_object (&self->inner);
  g_clear_object (&self->observations);
  g_clear_object (&self->findings);
  g_clear_object (&self->checklist);
  g_clear_object (&self->facts);
  g_clear_pointer (&self->secret, todoku_secret_unref);
  g_clear_pointer (&self->plan, g_ptr_array_unref);
  g_clear_pointer (&self->ruled_out, g_ptr_array_unref);
  g_clear_pointer (&self->date, g_free);
  g_clear_pointer (&self->pasted, g_free);
  g_clear_pointer (&self->said_by, g_free);
  G_OBJECT_CLASS (todoku_run_parent_class)->dispose (object);
}

static void
todoku_run_class_init (TodokuRunClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = todoku_run_dispose;

  /**
   * TodokuRun::progressed:
   * @self: the run
   *
   * The step, the budget or an observation moved on.
   */
  signals[PROGRESSED] = g_signal_new ("progressed", TODOKU_TYPE_RUN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * TodokuRun::judged:
   * @self: the run
   *
   * Findings, what was ruled out, and the checklist are new.
   */
  signals[JUDGED] = g_signal_new ("judged", TODOKU_TYPE_RUN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
todoku_run_init (TodokuRun *self)
{
  self->observations = g_list_store_new (TODOKU_TYPE_OBSERVATION);
  self->findings = g_list_store_new (TODOKU_TYPE_FINDING);
  self->checklist = g_list_store_new (TODOKU_TYPE_CHECKLIST_ITEM);
  self->step = "idle";
  self->budget = (TodokuBudget) { .max_connections = MAX_CONNECTIONS, .max_at_once = MAX_AT_ONCE, .max_sign_ins = 2 };
}

static void
progress (TodokuRun *self, const char *step)
{
  if (step)
    self->step = step;
  g_signal_emit (self, signals[PROGRESSED], 0);
}

/* ---- judging -------------------------------------------------------------- */

static gboolean
is_done (TodokuRun *self)
{
  return self->state == TODOKU_RUN_FINISHED || self->state == TODOKU_RUN_STOPPED;
}

static GPtrArray *
collect_probe_facts (TodokuRun *self)
{
  GPtrArray *probes = g_ptr_array_new_with_free_func (g_object_unref);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->observations));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (TodokuObservation) observation = g_list_model_get_item (G_LIST_MODEL (self->observations), i);

      /* An unfinished probe has facts too, but none that a rule could take for an end. */
      g_ptr_array_add (probes, todoku_observation_is_finished (observation)
                                 ? todoku_facts_new_for_observation (self->facts, self->account, observation)
                                 : todoku_facts_new (NULL));
    }
  return probes;
}

static void
replace_all (GListStore *store, GPtrArray *items)
{
  g_list_store_splice (store, 0, g_list_model_get_n_items (G_LIST_MODEL (store)), items->pdata, items->len);
}

static void
judge (TodokuRun *self)
{
  g_autoptr (GPtrArray) probes = NULL;
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (TodokuJudgement) judgement = NULL;

  g_clear_object (&self->facts);
  self->facts = todoku_facts_new_for_account (self->account, self->date);
  todoku_facts_set (self->facts, "run.kind", self->pasted ? "explain" : "check");
  if (is_done (self))
    todoku_facts_set (self->facts, "run.finished", "yes");
  if (self->pasted)
    todoku_plan_add_pasted_facts (self->facts, self->account, self->pasted, self->said_by, self->date);
  probes = collect_probe_facts (self);
  if ((self->flags & TODOKU_RUN_OFFLINE) && !self->pasted)
    todoku_plan_add_unprobed (probes, self->facts, self->account);
  todoku_plan_add_run_facts (self->facts, probes, self->network);
  judgement = todoku_judge (todoku_account_get_knowledge (self->account), self->facts, probes);
  items = todoku_checklist_judge (self->account, self->facts);
  g_clear_pointer (&self->ruled_out, g_ptr_array_unref);
  self->ruled_out = g_ptr_array_ref (judgement->ruled_out);
  replace_all (self->findings, judgement->findings);
  replace_all (self->checklist, items);
  g_signal_emit (self, signals[JUDGED], 0);
}

static gboolean
rejudge_cb (gpointer data)
{
  TodokuRun *self = data;

  self->rejudge = 0;
  judge (self);
  return G_SOURCE_REMOVE;
}

/* Many probes may end in one turn of the loop: they are judged together. */
static void
judge_soon (TodokuRun *self)
{
  if (self->rejudge == 0)
    self->rejudge = g_idle_add (rejudge_cb, self);
}

static void
answers_changed_cb (TodokuRun *self)
{
  judge (self);
}

/**
 * todoku_run_new:
 * @account: what is asked about
 * @network: the world
 * @options: how
 *
 * Returns: (transfer full): a run
 */
TodokuRun *
todoku_run_new (TodokuAccount *account, TodokuNetwork *network, const TodokuRunOptions *options)
{
  TodokuRun *self;

  g_return_val_if_fail (TODOKU_IS_ACCOUNT (account) && TODOKU_IS_NETWORK (network) && options, NULL);

  self = g_object_new (TODOKU_TYPE_RUN, NULL);
  self->account = g_object_ref (account);
  self->network = g_object_ref (network);
  self->flags = options->flags;
  self->timeout_ms = options->timeout_ms ? options->timeout_ms : DEFAULT_TIMEOUT_MS;
  /* App passwords are shown in groups, and pasted so. */
  if (options->secret && strcmp (todoku_account_get_sign_in (account), "app-password") == 0)
    self->secret = todoku_secret_normalise_app_password (options->secret);
  else if (options->secret)
    self->secret = todoku_secret_ref (options->secret);
  if (options->as_of)
    self->date = g_strdup (options->as_of);
  else
    {
      g_autoptr (GDateTime) today = g_date_time_new_now_local ();

      self->date = g_date_time_format (today, "%Y-%m-%d");
    }
  self->facts = todoku_facts_new_for_account (account, self->date);
  self->ruled_out = g_ptr_array_new ();
  g_signal_connect_object (account, "answers-changed", G_CALLBACK (answers_changed_cb), self, G_CONNECT_SWAPPED);
  return self;
}

/* ---- the end -------------------------------------------------------------- */

static void
conclude (TodokuRun *self, TodokuRunState state)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  if (!task)
    return;
  progress (self, "conclude");
  clear_source (&self->stop);
  clear_source (&self->deadline);
  g_clear_handle_id (&self->rejudge, g_source_remove);
  self->state = state;
  self->end_us = g_get_monotonic_time ();
  /* Nothing of this run needs it any more. */
  g_clear_pointer (&self->secret, todoku_secret_unref);
  judge (self);
  progress (self, "done");
  if (state == TODOKU_RUN_STOPPED)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Stopped");
  else
    g_task_return_boolean (task, TRUE);
}

static void
conclude_when_idle (TodokuRun *self)
{
  if (self->budget.at_once == 0 && self->next >= self->plan->len)
    conclude (self, g_cancellable_is_cancelled (self->inner) ? TODOKU_RUN_STOPPED : TODOKU_RUN_FINISHED);
}

/* ---- probing -------------------------------------------------------------- */

static TodokuObservation *
observation_at (TodokuRun *self, guint index)
{
  return g_list_model_get_item (G_LIST_MODEL (self->observations), index);
}

/* A refusal on one side ends signing in for the whole run. */
static gboolean
was_refused (TodokuRun *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->observations));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (TodokuObservation) observation = observation_at (self, i);
      const TodokuDialogue *dialogue = todoku_observation_get_dialogue (observation);

      if (dialogue->sent_credential && !dialogue->signed_in)
        return TRUE;
    }
  return FALSE;
}

/* Once the plain probes are done, sign-ins follow one after the other. */
static void
plan_sign_in (TodokuRun *self)
{
  const char *const sides[] = { "incoming", "outgoing" };

  while (self->signed_sides < G_N_ELEMENTS (sides))
    {
      const char *side = sides[self->signed_sides++];
      TodokuPlanned *planned;

      if (was_refused (self))
        return;
      planned = todoku_plan_sign_in (self->account, G_LIST_MODEL (self->observations), side, self->flags, self->secret);
      if (planned)
        {
          g_ptr_array_add (self->plan, planned);
          return;
        }
    }
}

static void
probed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TodokuRun) self = data;
  TodokuObservation *observation = todoku_probe_get_observation (TODOKU_PROBE (source));

  (void) todoku_probe_run_finish (TODOKU_PROBE (source), result, NULL);
  self->budget.at_once--;
  self->budget.connections += todoku_observation_get_n_connections (observation);
  if (todoku_observation_get_dialogue (observation)->sent_credential)
    self->budget.sign_ins++;
  if (!self->task)
    return;
  judge_soon (self);
  progress (self, NULL);
  start_next (self);
}

static guint
time_left_ms (TodokuRun *self)
{
  gint64 left = (gint64) self->timeout_ms - (g_get_monotonic_time () - self->start_us) / 1000;

  return (guint) MAX (left, 1);
}

static void
start_probe (TodokuRun *self, const TodokuPlanned *planned)
{
  TodokuConversationOptions options = planned->options;
  g_autoptr (TodokuProbe) probe = NULL;

  options.endpoint = planned->endpoint;
  probe = todoku_probe_new (self->network, planned->role, planned->family, &options, time_left_ms (self), NULL);
  if (!probe)
    return;
  g_list_store_append (self->observations, todoku_probe_get_observation (probe));
  self->budget.at_once++;
  todoku_probe_run_async (probe, self->inner, probed_cb, g_object_ref (self));
}

static void
start_next (TodokuRun *self)
{
  while (self->next < self->plan->len && self->budget.at_once < self->budget.max_at_once && self->budget.connections < self->budget.max_connections)
    start_probe (self, g_ptr_array_index (self->plan, self->next++));
  if (self->budget.at_once == 0 && self->next >= self->plan->len && !g_cancellable_is_cancelled (self->inner))
    {
      guint before = self->plan->len;

      plan_sign_in (self);
      if (self->plan->len > before)
        {
          start_next (self);
          return;
        }
    }
  if (self->budget.connections >= self->budget.max_connections)
    self->next = self->plan->len;
  conclude_when_idle (self);
}

static gboolean
stop_cb (GCancellable *cancellable, gpointer data)
{
  g_autoptr (TodokuRun) self = g_object_ref (data);

  g_cancellable_cancel (self->inner);
  self->next = self->plan->len;
  /* The probes' own sources fire in this turn of the loop; what they saw is judged. */
  conclude_when_idle (self);
  return G_SOURCE_REMOVE;
}

static gboolean
deadline_cb (gpointer data)
{
  TodokuRun *self = data;

  self->next = self->plan->len;
  self->signed_sides = 2;
  return G_SOURCE_REMOVE;
}

static void
attach (GSource **field, GSource *source, GSourceFunc function, TodokuRun *self)
{
  *field = source;
  g_source_set_callback (source, function, self, NULL);
  g_source_attach (source, g_task_get_context (self->task));
}

/**
 * todoku_run_start_async:
 * @self: a new run
 * @cancellable: (nullable): stops it
 * @callback: called when it is done or stopped
 * @user_data: for @callback
 *
 * Prepares, probes and concludes.
 */
void
todoku_run_start_async (TodokuRun *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (TODOKU_IS_RUN (self) && self->state == TODOKU_RUN_IDLE);

  self->task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (self->task, todoku_run_start_async);
  self->state = TODOKU_RUN_RUNNING;
  self->start_us = g_get_monotonic_time ();
  self->inner = g_cancellable_new ();
  progress (self, "prepare");
  self->plan = todoku_plan_new (self->account, self->flags, self->secret);
  judge (self);
  if (cancellable)
    attach (&self->stop, g_cancellable_source_new (cancellable), G_SOURCE_FUNC (stop_cb), self);
  attach (&self->deadline, g_timeout_source_new (self->timeout_ms), deadline_cb, self);
  progress (self, "probe");
  start_next (self);
}

/**
 * todoku_run_start_finish:
 * @self: a run
 * @result: the result
 * @error: return location
 *
 * Returns: %FALSE with %G_IO_ERROR_CANCELLED when it was stopped; what is known is judged in either case
 */
gboolean
todoku_run_start_finish (TodokuRun *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * todoku_run_explain:
 * @self: a new run
 * @text: what somebody pasted
 * @said_by: (nullable): who said it
 *
 * Judges a text instead of a network.
 */
void
todoku_run_explain (TodokuRun *self, const char *text, const char *said_by)
{
  g_return_if_fail (TODOKU_IS_RUN (self) && text);

  g_free (self->pasted);
  g_free (self->said_by);
  self->pasted = g_strdup (text);
  self->said_by = g_strdup (said_by);
  self->state = TODOKU_RUN_FINISHED;
  judge (self);
}

/* ---- getting -------------------------------------------------------------- */

/**
 * todoku_run_get_account:
 * @self: a run
 *
 * Returns: (transfer none): the account
 */
TodokuAccount *
todoku_run_get_account (TodokuRun *self)
{
  g_return_val_if_fail (TODOKU_IS_RUN (self), NULL);

  return self->account;
}

/**
 * todoku_run_get_state:
 * @self: a run
 *
 * Returns: its state
 */
TodokuRunState
todoku_run_get_state (TodokuRun *self)
{
  g_return_val_if_fail (TODOKU_IS_RUN (self), TODOKU_RUN_IDLE);

  return self->state;
}

/**
 * todoku_run_get_step:
 * @self: a run
 *
 * Returns: (transfer none): idle, prepare, probe, conclude or done
 */
const char *
todoku_run_get_step (TodokuRun *self)
{
  g_return_val_if_fail (TODOKU_IS_RUN (self), NULL);

  return self->step;
}

/**
 * todoku_run_get_progress:
 * @self: a run
 *
 * Returns: the share of planned probes that are done, 0 to 1
 */
double
todoku_run_get_progress (TodokuRun *self)
{
  g_return_val_if_fail (TODOKU_IS_RUN (self), 0);

  if (is_done (self))
    return 1;
  if (!self->plan || self->plan->len == 0)
    return 0;
  return (double) (self->next - self->budget.at_once) / (double) self->plan->len;
}

/**
 * todoku_run_get_budget:
 * @self: a run
 *
 * Returns: (transfer none): what it may use and has used
 */
const TodokuBudget *
todoku_run_get_budget (TodokuRun *self)
{
  g_return_val_if_fail (TODOKU_IS_RUN (self), NULL);

  return &self->budget;
}

/**
 * todoku_run_get_date:
 * @self: a run
 *
 * Returns: (transfer none): the day as of which it judges
 */
const char *
todoku_run_get_date (TodokuRun *self)
{
  g_return_val_if_fail (TODOKU_IS_RUN (self), NULL);

  return self->date;
}

/**
 * todoku_run_get_elapsed_us:
 * @self: a run
 *
 * Returns: microseconds from its start to now or to its end
 */
gint64
todoku_run_get_elapsed_us (TodokuRun *self)
{
  g_return_val_if_fail (TODOKU_IS_RUN (self), 0);

  if (self->start_us == 0)
    return 0;
  return (self->end_us ? self->end_us : g_get_monotonic_time ()) - self->start_us;
}

/**
 * todoku_run_get_findings:
 * @self: a run
 *
 * Returns: (transfer none): a model of #TodokuFinding, the cause first
 */
GListModel *
todoku_run_get_findings (TodokuRun *self)
{
  g_return_val_if_fail (TODOKU_IS_RUN (self), NULL);

  return G_LIST_MODEL (self->findings);
}

/**
 * todoku_run_get_observations:
 * @self: a run
 *
 * Returns: (transfer none): a model of #TodokuObservation
 */
GListModel *
todoku_run_get_observations (TodokuRun *self)
{
  g_return_val_if_fail (TODOKU_IS_RUN (self), NULL);

  return G_LIST_MODEL (self->observations);
}

/**
 * todoku_run_get_checklist:
 * @self: a run
 *
 * Returns: (transfer none): a model of #TodokuChecklistItem
 */
GListModel *
todoku_run_get_checklist (TodokuRun *self)
{
  g_return_val_if_fail (TODOKU_IS_RUN (self), NULL);

  return G_LIST_MODEL (self->checklist);
}

/**
 * todoku_run_get_ruled_out:
 * @self: a run
 *
 * Returns: (transfer none) (element-type TodokuRuledOut): what it is not
 */
GPtrArray *
todoku_run_get_ruled_out (TodokuRun *self)
{
  g_return_val_if_fail (TODOKU_IS_RUN (self), NULL);

  return self->ruled_out;
}

/**
 * todoku_run_get_facts:
 * @self: a run
 *
 * Returns: (transfer none): the account's facts as last judged
 */
TodokuFacts *
todoku_run_get_facts (TodokuRun *self)
{
  g_return_val_if_fail (TODOKU_IS_RUN (self), NULL);

  return self->facts;
}

/**
 * todoku_run_get_recommended:
 * @self: a run
 * @side: "incoming" or "outgoing"
 *
 * Returns: (transfer full) (nullable): what should stand in the app
 */
TodokuEndpoint *
todoku_run_get_recommended (TodokuRun *self, const char *side)
{
  g_autofree char *name = NULL;
  const char *url;

  g_return_val_if_fail (TODOKU_IS_RUN (self) && side, NULL);

  name = g_strconcat (side, ".recommended.url", NULL);
  url = todoku_facts_get_first (self->facts, name);
  return url ? todoku_endpoint_parse (url, NULL) : NULL;
}

static gboolean
accepts (TodokuRun *self, const char *method)
{
  const char *const *demands = todoku_facts_get (self->facts, "outgoing.demands");

  if (!demands)
    demands = todoku_facts_get (self->facts, "incoming.demands");
  return demands && g_strv_contains (demands, method);
}

/**
 * todoku_run_get_recommended_sign_in:
 * @self: a run
 *
 * Returns: (transfer none) (nullable): oauth2, app-password, password or provider-password: the
 *   best that both the service and the app can do
 */
const char *
todoku_run_get_recommended_sign_in (TodokuRun *self)
{
  const char *oauth;

  g_return_val_if_fail (TODOKU_IS_RUN (self), NULL);

  oauth = todoku_facts_get_first (self->facts, todoku_account_get_incoming (self->account) ? "app.oauth.incoming" : "app.oauth.outgoing");
  if (accepts (self, "oauth2") && g_strcmp0 (oauth, "yes") == 0)
    return "oauth2";
  if (accepts (self, "app-password"))
    return "app-password";
  if (accepts (self, "password"))
    return "password";
  return accepts (self, "provider-password") ? "provider-password" : NULL;
}

/**
 * todoku_run_get_exit_status:
 * @self: a run
 *
 * Returns: 0 nothing wrong, 1 a problem, 3 could not tell
 */
int
todoku_run_get_exit_status (TodokuRun *self)
{
  g_autoptr (TodokuFinding) first = NULL;
  const char *id;

  g_return_val_if_fail (TODOKU_IS_RUN (self), 3);

  first = g_list_model_get_item (G_LIST_MODEL (self->findings), 0);
  id = first ? todoku_finding_get_id (first) : "could-not-tell";
  if (self->state == TODOKU_RUN_STOPPED || strcmp (id, "could-not-tell") == 0 || strcmp (id, "no-network") == 0)
    return 3;
  return strcmp (todoku_finding_get_entry (first)->severity, "problem") == 0 || strcmp (todoku_finding_get_entry (first)->severity, "warning") == 0;
}
