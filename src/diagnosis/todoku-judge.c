/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-finding.h"

#include "todoku-fact-words.h"
#include "todoku-finding-private.h"

#include <string.h>

typedef struct {
  TodokuKnowledge *knowledge;
  TodokuFacts *account;
  GPtrArray *probes; /* (element-type TodokuFacts) */
  const char *date;
  GPtrArray *candidates; /* (element-type TodokuCandidate) */
  GPtrArray *ruled_out;  /* (element-type TodokuRuledOut) */
} Judge;

static void
candidate_free (gpointer data)
{
  TodokuCandidate *candidate = data;

  g_clear_object (&candidate->facts);
  g_clear_pointer (&candidate->probes, g_array_unref);
  g_free (candidate);
}

static void
ruled_out_free (gpointer data)
{
  TodokuRuledOut *out = data;

  todoku_text_clear (&out->by);
  todoku_text_clear (&out->title);
  g_free (out);
}

/* ---- which scope a rule is judged in --------------------------------------
 */

static gboolean
reads_probe (const TodokuConditions *conditions)
{
  return todoku_conditions_read (conditions, "probe.");
}

/* What a reply in it means is no rule: see try_replies(). */
static gboolean
reads_text (const TodokuConditions *conditions)
{
  return todoku_conditions_read (conditions, "advice");
}

static gboolean
is_configured (TodokuFacts *facts)
{
  const char *role = todoku_facts_get_first (facts, "probe.role");

  return !role || strcmp (role, "configured") == 0;
}

static gboolean
holds (const TodokuConditions *conditions, TodokuFacts *facts)
{
  return todoku_conditions_hold (conditions, todoku_facts_lookup, facts);
}

/* 0: the side that the symptom is about, or no side at all. */
static int
side_class (TodokuFacts *facts)
{
  const char *side = todoku_facts_get_first (facts, "probe.side");
  const char *symptom = todoku_facts_get_first (facts, "symptom");

  if (!side || !symptom)
    return 0;
  if (strcmp (symptom, "send") == 0)
    return strcmp (side, "outgoing") != 0;
  return strcmp (symptom, "receive") == 0 && strcmp (side, "incoming") != 0;
}

/* The best scope gives the texts; every probe that shows it is evidence. */
static void
add (TodokuCandidate *candidate,
     TodokuCertainty certainty,
     TodokuFacts *facts,
     int probe)
{
  gboolean configured = is_configured (facts);
  int better =
      candidate->facts ? (int) certainty - (int) candidate->certainty : 1;

  better = better ? better : side_class (candidate->facts) - side_class (facts);
  better = better ? better : configured - candidate->configured;
  if (better > 0) {
    g_set_object (&candidate->facts, facts);
    candidate->certainty = certainty;
    candidate->configured = configured;
  }
  if (probe >= 0) {
    for (guint i = 0; i < candidate->probes->len; i++)
      if (g_array_index (candidate->probes, int, i) == probe)
        return;
    g_array_append_val (candidate->probes, probe);
  }
}

static void
try_rules (Judge *judge, TodokuCandidate *candidate)
{
  for (guint i = 0; i < candidate->entry->rules->len; i++) {
    const TodokuRuleEntry *rule =
        g_ptr_array_index (candidate->entry->rules, i);
    TodokuCertainty certainty = TODOKU_CERTAINTY_POSSIBLE;

    if (!todoku_period_contains (&rule->valid, judge->date))
      continue;
    todoku_certainty_from_string (rule->certainty, &certainty);
    if (!reads_probe (rule->when)) {
      if (holds (rule->when, judge->account)) {
        add (candidate, certainty, judge->account, -1);
        candidate->of_text |= reads_text (rule->when);
      }
      continue;
    }
    for (guint p = 0; p < judge->probes->len; p++)
      if (holds (rule->when, g_ptr_array_index (judge->probes, p)))
        add (candidate,
             certainty,
             g_ptr_array_index (judge->probes, p),
             (int) p);
  }
}

/* What the replies of one scope mean. */
static void
try_replies (Judge *judge,
             TodokuCandidate *candidate,
             TodokuFacts *facts,
             const char *name,
             int probe)
{
  const char *const *ids = todoku_facts_get (facts, name);

  for (; ids && *ids; ids++) {
    const TodokuReplyPattern *reply =
        todoku_knowledge_find_reply (judge->knowledge, *ids);

    for (guint i = 0; reply && i < reply->means->len; i++) {
      const TodokuMeaning *meaning = g_ptr_array_index (reply->means, i);
      TodokuCertainty certainty = TODOKU_CERTAINTY_POSSIBLE;

      if (strcmp (meaning->finding, candidate->entry->id) != 0 ||
          !holds (meaning->when, facts))
        continue;
      todoku_certainty_from_string (meaning->certainty, &certainty);
      add (candidate, certainty, facts, probe);
      candidate->of_text |= probe < 0;
    }
  }
}

static gboolean
is_explaining (Judge *judge)
{
  return g_strcmp0 (todoku_facts_get_first (judge->account, "run.kind"),
                    "explain") == 0;
}

static void
try_entry (Judge *judge, const TodokuFindingEntry *entry)
{
  g_autoptr (GArray) probes = g_array_new (FALSE, FALSE, sizeof (int));
  TodokuCandidate *candidate = g_new0 (TodokuCandidate, 1);

  candidate->entry = entry;
  candidate->probes = g_steal_pointer (&probes);
  try_rules (judge, candidate);
  if (is_explaining (judge))
    try_replies (judge, candidate, judge->account, "reply", -1);
  for (guint p = 0; p < judge->probes->len; p++)
    try_replies (judge,
                 candidate,
                 g_ptr_array_index (judge->probes, p),
                 "probe.reply",
                 (int) p);
  if (candidate->facts)
    g_ptr_array_add (judge->candidates, candidate);
  else
    candidate_free (candidate);
}

/* ---- ruling out -----------------------------------------------------------
 */

/* The facts under which a rule-out holds; of the same side where both have one.
 */
static TodokuFacts *
find_ruling (Judge *judge, const TodokuRuleEntry *rule, const char *side)
{
  if (!todoku_period_contains (&rule->valid, judge->date))
    return NULL;
  if (!reads_probe (rule->when))
    return holds (rule->when, judge->account) ? judge->account : NULL;
  for (guint p = 0; p < judge->probes->len; p++) {
    TodokuFacts *facts = g_ptr_array_index (judge->probes, p);
    const char *own = todoku_facts_get_first (facts, "probe.side");

    if ((!side || g_strcmp0 (side, own) == 0) && holds (rule->when, facts))
      return facts;
  }
  return NULL;
}

static TodokuCandidate *
find_candidate (Judge *judge, const TodokuFindingEntry *entry)
{
  for (guint i = 0; i < judge->candidates->len; i++)
    if (((TodokuCandidate *) g_ptr_array_index (judge->candidates, i))->entry ==
        entry)
      return g_ptr_array_index (judge->candidates, i);
  return NULL;
}

static void
keep_ruled_out (Judge *judge,
                const TodokuFindingEntry *entry,
                const TodokuRuleEntry *rule,
                TodokuFacts *facts)
{
  TodokuRuledOut *out = g_new0 (TodokuRuledOut, 1);

  out->entry = entry;
  out->by = todoku_fill_both (&rule->by, facts);
  out->title = todoku_fill_both (&entry->title, facts);
  g_ptr_array_add (judge->ruled_out, out);
}

/* Beats what is likely or possible, never what is certain. */
static void
rule_out (Judge *judge, const TodokuFindingEntry *entry)
{
  TodokuCandidate *candidate = find_candidate (judge, entry);
  const char *side =
      candidate ? todoku_facts_get_first (candidate->facts, "probe.side")
                : NULL;

  if (candidate && candidate->certainty == TODOKU_CERTAINTY_CERTAIN)
    return;
  for (guint i = 0; i < entry->rules_out->len; i++) {
    const TodokuRuleEntry *rule = g_ptr_array_index (entry->rules_out, i);
    TodokuFacts *facts = find_ruling (judge, rule, side);

    if (!facts)
      continue;
    keep_ruled_out (judge, entry, rule, facts);
    if (candidate)
      g_ptr_array_remove (judge->candidates, candidate);
    return;
  }
}

static gboolean
is_problem (const TodokuCandidate *candidate)
{
  return strcmp (candidate->entry->severity, "problem") == 0;
}

static gboolean
says_trouble (const TodokuCandidate *candidate)
{
  return is_problem (candidate) ||
         strcmp (candidate->entry->severity, "warning") == 0;
}

/* One side is said to work only when all trouble is about the other: what is
 * about the whole account may keep it from signing in. */
static gboolean
is_doubted (Judge *judge, const char *side, const TodokuCandidate *other)
{
  const char *about = todoku_facts_get_first (other->facts, "probe.side");
  g_autofree char *name = g_strconcat (side, ".signed-in", NULL);

  if (!says_trouble (other))
    return FALSE;
  return about ? strcmp (about, side) == 0
               : g_strcmp0 (todoku_facts_get_first (judge->account, name),
                            "yes") != 0;
}

/* "Could not tell" is said unless there is an answer: trouble, or what a text
 * says; "works" only when nothing is in the way: what a server was seen to do
 * well is no answer to somebody whose mail stopped.  What is a problem itself
 * stays. */
static gboolean
is_superseded (Judge *judge,
               const TodokuCandidate *candidate,
               const TodokuCandidate *other)
{
  const char *tells = candidate->entry->tells;

  if (is_problem (candidate))
    return FALSE;
  if (strcmp (tells, "nothing") == 0)
    return says_trouble (other) || other->of_text;
  if (strcmp (tells, "works") == 0)
    return is_problem (other);
  return is_doubted (judge,
                     strcmp (tells, "incoming-works") == 0 ? "incoming"
                                                           : "outgoing",
                     other);
}

static gboolean
is_superseded_by_any (Judge *judge, const TodokuCandidate *candidate)
{
  for (guint i = 0; i < judge->candidates->len; i++) {
    const TodokuCandidate *other = g_ptr_array_index (judge->candidates, i);

    if (other != candidate && is_superseded (judge, candidate, other))
      return TRUE;
  }
  return FALSE;
}

/* Of those that tell @tells of the account as a whole. */
static void
drop_superseded (Judge *judge, const char *tells)
{
  for (guint i = judge->candidates->len; i > 0; i--) {
    const TodokuCandidate *candidate =
        g_ptr_array_index (judge->candidates, i - 1);

    if (g_strcmp0 (candidate->entry->tells, tells) == 0 &&
        is_superseded_by_any (judge, candidate))
      g_ptr_array_remove_index (judge->candidates, i - 1);
  }
}

/* What tells nothing goes first: it doubts no good news when it goes. */
static void
drop_all_superseded (Judge *judge)
{
  static const char *const verdicts[] = { "nothing",
                                          "works",
                                          "incoming-works",
                                          "outgoing-works" };

  for (gsize i = 0; i < G_N_ELEMENTS (verdicts); i++)
    drop_superseded (judge, verdicts[i]);
}

/* ---- order ----------------------------------------------------------------
 */

static int
severity_class (const TodokuCandidate *candidate)
{
  static const char *const order[] = { "problem", "warning", "note", "good" };

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    if (strcmp (order[i], candidate->entry->severity) == 0)
      return (int) i;
  return G_N_ELEMENTS (order);
}

static int
compare (gconstpointer a, gconstpointer b, gpointer data)
{
  const TodokuCandidate *one = *(TodokuCandidate *const *) a;
  const TodokuCandidate *two = *(TodokuCandidate *const *) b;
  const Judge *judge = data;
  int order = severity_class (one) - severity_class (two);

  order = order ? order : (int) two->certainty - (int) one->certainty;
  order = order ? order : side_class (one->facts) - side_class (two->facts);
  order = order ? order : two->configured - one->configured;
  return order
             ? order
             : todoku_knowledge_get_rank (judge->knowledge, one->entry->id) -
                   todoku_knowledge_get_rank (judge->knowledge, two->entry->id);
}

/* ---- folding --------------------------------------------------------------
 */

/* A cause takes what it explains when it is as sure of itself, or likely at
 * least: what is merely possible explains away nothing that is certain. */
static gboolean
explains (TodokuFinding *cause, TodokuFinding *other)
{
  TodokuCertainty certainty = todoku_finding_get_certainty (cause);

  return cause != other &&
         (certainty >= TODOKU_CERTAINTY_LIKELY ||
          certainty >= todoku_finding_get_certainty (other)) &&
         g_strv_contains ((const char *const *) todoku_finding_get_entry (cause)
                              ->explains,
                          todoku_finding_get_id (other));
}

/* Whose consequence a finding is in the end; itself when nothing explains it.
 */
static guint
root_of (const guint *causes, guint index)
{
  while (causes[index] != index)
    index = causes[index];
  return index;
}

/* Of two that explain each other, the one that stands first is the cause. */
static gboolean
may_cause (GPtrArray *all, guint cause, guint other)
{
  TodokuFinding *one = g_ptr_array_index (all, cause);
  TodokuFinding *two = g_ptr_array_index (all, other);

  return explains (one, two) && (cause < other || !explains (two, one));
}

/* By index, the cause of each finding: the first in order that explains it and
 * is not its own consequence, so that there are no circles. */
static guint *
find_causes (GPtrArray *all)
{
  guint *causes = g_new (guint, all->len + 1);

  for (guint i = 0; i < all->len; i++)
    causes[i] = i;
  for (guint i = 0; i < all->len; i++)
    for (guint j = 0; j < all->len && causes[i] == i; j++)
      if (may_cause (all, j, i) && root_of (causes, j) != i)
        causes[i] = j;
  return causes;
}

/* A cause comes to the place of the first finding that it explains: it is what
 * helps.  Everything beneath it lies flat, in the order of the findings. */
static GPtrArray *
fold (GPtrArray *all)
{
  GPtrArray *top = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree guint *causes = find_causes (all);

  for (guint i = 0; i < all->len; i++) {
    TodokuFinding *root = g_ptr_array_index (all, root_of (causes, i));

    if (!g_ptr_array_find (top, root, NULL))
      g_ptr_array_add (top, g_object_ref (root));
    if (causes[i] != i)
      todoku_finding_take_consequence (root, g_ptr_array_index (all, i));
  }
  return top;
}

/**
 * todoku_judge:
 * @knowledge: rules and meanings
 * @account: the account's facts; "date" is known
 * @probes: (element-type TodokuFacts): facts of finished probes on top of
 * @account
 *
 * The pure function from facts to findings.
 *
 * Returns: (transfer full): findings, the cause first, and what was ruled out
 */
TodokuJudgement *
todoku_judge (TodokuKnowledge *knowledge,
              TodokuFacts *account,
              GPtrArray *probes)
{
  TodokuJudgement *judgement = g_new0 (TodokuJudgement, 1);
  GPtrArray *entries = todoku_knowledge_get_findings (knowledge);
  Judge judge = { knowledge, account,
                  probes,    todoku_facts_get_first (account, "date"),
                  NULL,      NULL };
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);

  judge.candidates = g_ptr_array_new_with_free_func (candidate_free);
  judge.ruled_out = g_ptr_array_new_with_free_func (ruled_out_free);
  for (guint i = 0; i < entries->len; i++)
    if (todoku_period_contains (&((TodokuFindingEntry *)
                                      g_ptr_array_index (entries, i))
                                     ->valid,
                                judge.date))
      try_entry (&judge, g_ptr_array_index (entries, i));
  for (guint i = 0; i < entries->len; i++)
    rule_out (&judge, g_ptr_array_index (entries, i));
  drop_all_superseded (&judge);
  g_ptr_array_sort_with_data (judge.candidates, compare, &judge);
  for (guint i = 0; i < judge.candidates->len; i++)
    g_ptr_array_add (all,
                     todoku_finding_new (g_ptr_array_index (judge.candidates,
                                                            i),
                                         probes));
  judgement->findings = fold (all);
  judgement->ruled_out = judge.ruled_out;
  g_ptr_array_unref (judge.candidates);
  return judgement;
}

/**
 * todoku_judgement_free:
 * @self: (nullable): a judgement
 */
void
todoku_judgement_free (TodokuJudgement *self)
{
  if (!self)
    return;
  g_ptr_array_unref (self->findings);
  g_ptr_array_unref (self->ruled_out);
  g_free (self);
}
