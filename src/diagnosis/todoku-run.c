/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-run.h"

#include "todoku-checklist.h"
#include "todoku-delivery.h"
#include "todoku-plan.h"
#include "todoku-run-private.h"

#define DEFAULT_TIMEOUT_MS 60000
#define MAX_CONNECTIONS 60
#define MAX_SIGN_INS 2

G_DEFINE_FINAL_TYPE (TodokuRun, todoku_run, G_TYPE_OBJECT)

typedef enum {
  PROP_STATE = 1,
  PROP_STEP,
  PROP_PROGRESS,
} TodokuRunProp;

static GParamSpec *props[PROP_PROGRESS + 1];

enum {
  PROGRESSED,
  JUDGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* ---- life -----------------------------------------------------------------
 */

void
todoku_run_clear_source (GSource **source)
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
  todoku_run_clear_source (&self->stop);
  todoku_run_clear_source (&self->deadline);
  todoku_run_clear_source (&self->grace);
  todoku_run_clear_source (&self->rejudge);
  todoku_run_clear_source (&self->room);
  g_clear_object (&self->account);
  g_clear_object (&self->network);
  g_clear_object (&self->inner);
  g_clear_object (&self->observations);
  g_clear_object (&self->findings);
  g_clear_object (&self->checklist);
  g_clear_object (&self->guides);
  g_clear_object (&self->facts);
  g_clear_pointer (&self->secret, todoku_secret_unref);
  g_clear_pointer (&self->plan, g_ptr_array_unref);
  g_clear_pointer (&self->limited, g_hash_table_unref);
  g_clear_pointer (&self->asking, g_ptr_array_unref);
  g_clear_pointer (&self->running, g_array_unref);
  g_clear_pointer (&self->judgement, todoku_judgement_free);
  g_clear_pointer (&self->date, g_free);
  g_clear_pointer (&self->message_id, g_free);
  g_clear_pointer (&self->explanation, todoku_explanation_free);
  G_OBJECT_CLASS (todoku_run_parent_class)->dispose (object);
}

static void
todoku_run_get_property (GObject *object,
                         guint id,
                         GValue *value,
                         GParamSpec *spec)
{
  TodokuRun *self = TODOKU_RUN (object);

  switch ((TodokuRunProp) id) {
  case PROP_STATE:
    g_value_set_uint (value, self->state);
    break;
  case PROP_STEP:
    g_value_set_string (value, self->step);
    break;
  case PROP_PROGRESS:
    g_value_set_double (value, todoku_run_get_progress (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
  }
}

static void
todoku_run_class_init (TodokuRunClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = todoku_run_dispose;
  object_class->get_property = todoku_run_get_property;
  props[PROP_STATE] = g_param_spec_uint ("state",
                                         NULL,
                                         NULL,
                                         0,
                                         TODOKU_RUN_STOPPED,
                                         TODOKU_RUN_IDLE,
                                         flags);
  props[PROP_STEP] = g_param_spec_string ("step", NULL, NULL, "idle", flags);
  props[PROP_PROGRESS] =
      g_param_spec_double ("progress", NULL, NULL, 0, 1, 0, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  /**
   * TodokuRun::progressed:
   * @self: the run
   *
   * The step, the budget or an observation moved on.
   */
  signals[PROGRESSED] = g_signal_new ("progressed",
                                      TODOKU_TYPE_RUN,
                                      G_SIGNAL_RUN_LAST,
                                      0,
                                      NULL,
                                      NULL,
                                      NULL,
                                      G_TYPE_NONE,
                                      0);

  /**
   * TodokuRun::judged:
   * @self: the run
   *
   * Findings, what was ruled out, and the checklist are new.
   */
  signals[JUDGED] = g_signal_new ("judged",
                                  TODOKU_TYPE_RUN,
                                  G_SIGNAL_RUN_LAST,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  0);
}

static void
todoku_run_init (TodokuRun *self)
{
  self->observations = g_list_store_new (TODOKU_TYPE_OBSERVATION);
  self->findings = g_list_store_new (TODOKU_TYPE_FINDING);
  self->checklist = g_list_store_new (TODOKU_TYPE_CHECKLIST_ITEM);
  self->guides = g_list_store_new (TODOKU_TYPE_GUIDE);
  self->asking = todoku_run_turns_new ();
  self->running = g_array_new (FALSE, FALSE, sizeof (guint));
  self->limited = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->step = "idle";
  self->budget = (TodokuBudget){ .max_connections = MAX_CONNECTIONS,
                                 .max_at_once = MAX_AT_ONCE,
                                 .max_sign_ins = MAX_SIGN_INS };
}

void
todoku_run_set_state (TodokuRun *self, TodokuRunState state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
}

void
todoku_run_set_step (TodokuRun *self, const char *step)
{
  self->step = step;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STEP]);
  todoku_run_tell_progress (self);
}

void
todoku_run_tell_progress (TodokuRun *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PROGRESS]);
  g_signal_emit (self, signals[PROGRESSED], 0);
}

/* ---- judging --------------------------------------------------------------
 */

static gboolean
is_done (TodokuRun *self)
{
  return self->state == TODOKU_RUN_FINISHED ||
         self->state == TODOKU_RUN_STOPPED;
}

/* By index of the observations.  A probe that has not ended has no facts yet:
 * a rule might take a stage for the end. */
static GPtrArray *
collect_probe_facts (TodokuRun *self)
{
  GListModel *observations = G_LIST_MODEL (self->observations);
  GPtrArray *probes = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (observations); i++) {
    g_autoptr (TodokuObservation) observation =
        g_list_model_get_item (observations, i);

    g_ptr_array_add (probes,
                     todoku_observation_is_finished (observation)
                         ? todoku_facts_new_for_observation (self->facts,
                                                             self->account,
                                                             observation)
                         : todoku_facts_new (NULL));
  }
  return probes;
}

static void
collect_facts (TodokuRun *self)
{
  g_clear_object (&self->facts);
  self->facts = todoku_facts_new_for_account (self->account, self->date);
  todoku_facts_set (self->facts,
                    "run.kind",
                    self->explanation ? "explain" : "check");
  if (is_done (self))
    todoku_facts_set (self->facts, "run.finished", "yes");
  if (self->malformed)
    todoku_facts_set (self->facts, "sign-in.secret", "malformed");
  if (self->withheld)
    todoku_facts_set (self->facts, "sign-in.withheld", "yes");
  if (self->explanation)
    todoku_plan_add_pasted_facts (self->facts, self->explanation);
}

static void
replace_all (GListStore *store, GPtrArray *items)
{
  g_list_store_splice (store,
                       0,
                       g_list_model_get_n_items (G_LIST_MODEL (store)),
                       items->pdata,
                       items->len);
}

void
todoku_run_judge (TodokuRun *self)
{
  g_autoptr (GPtrArray) probes = NULL;
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GPtrArray) guides = NULL;
  g_autoptr (TodokuDelivery) delivery = NULL;
  g_autoptr (TodokuJudgement) judgement = NULL;

  todoku_run_clear_source (&self->rejudge);
  collect_facts (self);
  probes = collect_probe_facts (self);
  if ((self->flags & TODOKU_RUN_OFFLINE) && !self->explanation)
    todoku_plan_add_unprobed (probes, self->facts, self->account);
  todoku_plan_add_run_facts (self->facts, probes, self->network);
  todoku_plan_add_control_facts (self->facts, probes, self->limited);
  todoku_plan_add_network_facts (self->facts, self->web, self->socks);
  todoku_plan_add_surroundings (self->facts, &self->surroundings);
  delivery = todoku_delivery_new (G_LIST_MODEL (self->observations));
  todoku_delivery_add_facts (delivery, self->facts);
  judgement = todoku_judge (todoku_account_get_knowledge (self->account),
                            self->facts,
                            probes);
  items = todoku_checklist_judge (self->account, self->facts);
  replace_all (self->findings, judgement->findings);
  replace_all (self->checklist, items);
  guides = todoku_guides_choose (todoku_account_get_knowledge (self->account),
                                 self->facts,
                                 judgement->findings);
  replace_all (self->guides, guides);
  g_clear_pointer (&self->judgement, todoku_judgement_free);
  self->judgement = g_steal_pointer (&judgement);
  g_signal_emit (self, signals[JUDGED], 0);
}

static void
answers_changed_cb (TodokuRun *self)
{
  todoku_run_judge (self);
}

static char *
today (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  return g_date_time_format (now, "%Y-%m-%d");
}

/**
 * todoku_run_new:
 * @account: what is asked about; its answers are listened to
 * @network: the world
 * @options: how; copied. An app password may hold the spaces that it is shown
 *   with: they are not part of it
 *
 * Returns: (transfer full): a run that has not begun
 */
TodokuRun *
todoku_run_new (TodokuAccount *account,
                TodokuNetwork *network,
                const TodokuRunOptions *options)
{
  g_autofree char *uuid = NULL;
  TodokuRun *self;

  g_return_val_if_fail (TODOKU_IS_ACCOUNT (account), NULL);
  g_return_val_if_fail (TODOKU_IS_NETWORK (network) && options, NULL);

  self = g_object_new (TODOKU_TYPE_RUN, NULL);
  self->account = g_object_ref (account);
  self->network = g_object_ref (network);
  self->flags = options->flags;
  self->timeout_ms =
      options->timeout_ms ? options->timeout_ms : DEFAULT_TIMEOUT_MS;
  todoku_run_take_secret (self, options->secret);
  uuid = g_uuid_string_random ();
  self->message_id = g_strconcat (uuid, "@todoku.invalid", NULL);
  self->date = options->as_of ? g_strdup (options->as_of) : today ();
  self->facts = todoku_facts_new_for_account (account, self->date);
  g_signal_connect_object (account,
                           "answers-changed",
                           G_CALLBACK (answers_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  return self;
}

/**
 * todoku_run_explain:
 * @self: a new run
 * @text: what somebody pasted
 * @said_by: (nullable): who said it
 *
 * Judges a text instead of a network.  May be called again with another text.
 */
void
todoku_run_explain (TodokuRun *self, const char *text, const char *said_by)
{
  g_return_if_fail (TODOKU_IS_RUN (self) && text);

  todoku_run_take_explanation (
      self,
      todoku_explanation_new (todoku_account_get_knowledge (self->account),
                              text,
                              said_by,
                              self->date));
}

/**
 * todoku_run_take_explanation:
 * @self: a run that never started
 * @explanation: (transfer full): of a pasted text, as of the run's date
 *
 * Judges what was matched elsewhere, in another thread for one.
 */
void
todoku_run_take_explanation (TodokuRun *self, TodokuExplanation *explanation)
{
  g_return_if_fail (TODOKU_IS_RUN (self) && explanation);

  g_clear_pointer (&self->explanation, todoku_explanation_free);
  self->explanation = explanation;
  todoku_run_set_state (self, TODOKU_RUN_FINISHED);
  todoku_run_judge (self);
  todoku_run_set_step (self, "done");
}

/**
 * todoku_run_get_explanation:
 * @self: a run
 *
 * Returns: (transfer none) (nullable): of the pasted text that it judges
 */
TodokuExplanation *
todoku_run_get_explanation (TodokuRun *self)
{
  g_return_val_if_fail (TODOKU_IS_RUN (self), NULL);

  return self->explanation;
}

/* ---- getting --------------------------------------------------------------
 */

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
  guint n = 0;

  g_return_val_if_fail (TODOKU_IS_RUN (self), 0);

  if (is_done (self))
    return 1;
  if (!self->plan || self->plan->len == 0)
    return 0;
  for (guint i = 0; i < self->plan->len; i++)
    if (((TodokuPlanned *) g_ptr_array_index (self->plan, i))->finished)
      n++;
  return (double) n / (double) self->plan->len;
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
  return (self->end_us ? self->end_us : g_get_monotonic_time ()) -
         self->start_us;
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
 * Returns: (transfer none) (element-type TodokuRuledOut): what it is not; valid
 *   until the next "judged"
 */
GPtrArray *
todoku_run_get_ruled_out (TodokuRun *self)
{
  g_return_val_if_fail (TODOKU_IS_RUN (self), NULL);

  if (!self->judgement)
    todoku_run_judge (self);
  return self->judgement->ruled_out;
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
