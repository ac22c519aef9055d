/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "diagnosis-fixture.h"
#include "todoku-fact-words.h"
#include "todoku-finding.h"

#include <string.h>

/* Facts as "name=value" words; probes begin at "|".  Expected findings in their
 * order as "id(certainty)", consequences behind it as "+id", ruled out as
 * "-id". */
/* Receiving was good, sending was not. */
#define ONE_SIDE                                                               \
  "run.finished=yes incoming.outcome=good outgoing.outcome=problem "

static const struct {
  const char *name;
  const char *facts;
  const char *expected;
} rows[] = {
  { "nothing", "", "" },
  { "an account rule is judged once",
    "app.support=ended app.name=Old | probe.failure=x | probe.failure=y",
    "mail-app-unsupported(certain)" },
  { "a probe rule needs one probe that fits whole",
    "| probe.failure=tls-on-starttls-port probe.role=preset "
    "| probe.role=configured",
    "" },
  { "the highest certainty wins",
    "outgoing.pairing=needs-starttls "
    "| probe.failure=tls-on-starttls-port probe.role=configured "
    "probe.host=h probe.port=587",
    "tls-on-starttls-port(certain)" },
  { "settings alone say less",
    "outgoing.pairing=needs-starttls port=587",
    "tls-on-starttls-port(possible)" },
  { "ruled out beats likely",
    "| probe.failure=connection-refused probe.host=a probe.side=incoming "
    "| probe.reached=yes probe.host=b probe.side=incoming",
    "-connection-refused" },
  { "but not that of the other side",
    "| probe.failure=connection-refused probe.host=a probe.side=incoming "
    "| probe.reached=yes probe.host=b probe.side=outgoing",
    "connection-refused(likely)" },
  { "ruled out never beats certain",
    "answer.two-step=no "
    "| probe.reply=example-app-password probe.failure=sign-in-refused",
    "app-password-required(certain) +password-refused" },
  { "what was never suspected may be ruled out",
    "answer.two-step=no",
    "-app-password-required" },
  { "a reply means what it means",
    "| probe.reply=example-maybe",
    "app-password-required(possible)" },
  { "a meaning has its own conditions",
    "app=old-app | probe.reply=example-maybe",
    "app-password-required(possible) +password-refused" },
  { "a pasted reply counts when a text is explained",
    "run.kind=explain reply=example-app-password",
    "app-password-required(certain)" },
  { "and is not a probe's otherwise",
    "run.kind=check reply=example-app-password",
    "" },
  { "a finding has a time",
    "date=2020-01-01 run.kind=explain reply=example-app-password",
    "" },
  { "a rule has a time", "date=2031-01-01 app.support=ended app.name=Old", "" },
  { "and its last day is in it",
    "date=2030-12-31 app.support=ended app.name=Old",
    "mail-app-unsupported(certain)" },
  { "problems before warnings before notes",
    "app.support=ended app.name=Old run.kind=explain advice=allow-everything "
    "reply=example-maybe",
    "app-password-required(possible) mail-app-unsupported(certain) "
    "outdated-advice(certain)" },
  { "certainty before layers",
    "| probe.reply=example-app-password "
    "| probe.failure=connection-refused probe.host=h",
    "app-password-required(certain) connection-refused(likely)" },
  { "earlier layers first",
    "answer.two-step=yes incoming.signed-in=no "
    "| probe.failure=connection-refused probe.host=h",
    "connection-refused(likely) app-password-required(likely)" },
  { "the side of the symptom first",
    "symptom=send | probe.failure=connection-refused probe.side=incoming "
    "probe.host=i | probe.failure=sign-in-refused probe.side=outgoing",
    "password-refused(likely) connection-refused(likely)" },
  { "the other symptom, the other side",
    "symptom=receive | probe.failure=connection-refused probe.side=incoming "
    "probe.host=i | probe.failure=sign-in-refused probe.side=outgoing",
    "connection-refused(likely) password-refused(likely)" },
  { "what is set before what is recommended",
    "| probe.failure=connection-refused probe.role=preset probe.host=h "
    "| probe.failure=sign-in-refused probe.role=configured",
    "password-refused(likely) connection-refused(likely)" },
  { "a cause takes what it explains",
    "| probe.failure=tls-on-starttls-port probe.role=configured "
    "probe.port=587 | probe.failure=sign-in-refused",
    "tls-on-starttls-port(certain) +password-refused" },
  { "no circle, the surer one is the cause",
    "| probe.failure=tls-on-starttls-port probe.role=configured "
    "probe.port=587 | probe.failure=tls-aborted",
    "tls-on-starttls-port(certain) +tls-aborted" },
  { "what is merely possible explains nothing that is likely",
    "outgoing.pairing=needs-starttls port=587 "
    "| probe.failure=sign-in-refused",
    "password-refused(likely) tls-on-starttls-port(possible)" },
  { "but likely explains possible, from behind too",
    "outgoing.pairing=needs-starttls port=587 | probe.failure=tls-aborted",
    "tls-aborted(likely) +tls-on-starttls-port" },
  { "a cause comes to the place of what it explains",
    "app.support=ended app.name=Old "
    "| probe.failure=wrong-protocol probe.host=h | probe.failure=tls-aborted",
    "wrong-protocol(certain) +tls-aborted mail-app-unsupported(certain)" },
  { "could not tell is silent beside a problem",
    "run.finished=yes outgoing.outcome=problem "
    "| probe.failure=sign-in-refused",
    "password-refused(likely)" },
  { "and speaks alone",
    "run.finished=yes outgoing.outcome=blocked",
    "could-not-tell(possible)" },
  { "works", "run.finished=yes outgoing.outcome=good", "works(certain)" },
  { "works is silent beside a problem",
    "run.finished=yes outgoing.outcome=good "
    "| probe.failure=sign-in-refused",
    "password-refused(likely)" },
  { "and speaks beside a warning",
    "run.finished=yes outgoing.outcome=good app.support=ended app.name=Old",
    "mail-app-unsupported(certain) works(certain)" },
  { "one side works beside a problem of the other",
    ONE_SIDE "| probe.failure=sign-in-refused probe.side=outgoing",
    "password-refused(likely) receiving-works(certain)" },
  { "not beside one of its own",
    ONE_SIDE "| probe.failure=sign-in-refused probe.side=incoming",
    "password-refused(likely)" },
  { "nor beside what is about the whole account",
    ONE_SIDE "answer.two-step=yes incoming.signed-in=no",
    "app-password-required(likely)" },
  { "unless it was seen to sign in",
    ONE_SIDE "incoming.signed-in=yes app.support=ended app.name=Old",
    "mail-app-unsupported(certain) receiving-works(certain)" },
};

static void
write_id (GString *out, const char *format, const char *id)
{
  g_string_append_c (out, ' ');
  g_string_append (out, format);
  g_string_append (out, id);
}

static char *
describe (TodokuJudgement *judgement)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < judgement->findings->len; i++) {
    TodokuFinding *finding = g_ptr_array_index (judgement->findings, i);
    GPtrArray *consequences = todoku_finding_get_consequences (finding);

    write_id (out, "", todoku_finding_get_id (finding));
    g_string_append_printf (out,
                            "(%s)",
                            todoku_certainty_to_string (
                                todoku_finding_get_certainty (finding)));
    for (guint j = 0; j < consequences->len; j++)
      write_id (out,
                "+",
                todoku_finding_get_id (g_ptr_array_index (consequences, j)));
  }
  for (guint i = 0; i < judgement->ruled_out->len; i++)
    write_id (out,
              "-",
              ((TodokuRuledOut *) g_ptr_array_index (judgement->ruled_out, i))
                  ->entry->id);
  return g_strstrip (g_string_free (out, FALSE));
}

static TodokuJudgement *
judge (TodokuKnowledge *knowledge, const char *text)
{
  g_autoptr (GPtrArray) probes =
      g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (TodokuFacts) account = diagnosis_read_facts (text, probes);

  return todoku_judge (knowledge, account, probes);
}

/* What is ruled out is not told from what was never thought of: rows that are
 * not about it leave it away. */
static void
test_row (gconstpointer data)
{
  gsize row = GPOINTER_TO_SIZE (data);
  g_autoptr (TodokuKnowledge) knowledge = diagnosis_fixture_new ();
  g_autoptr (TodokuJudgement) judgement = judge (knowledge, rows[row].facts);
  g_autofree char *found = describe (judgement);

  g_assert_cmpstr (found, ==, rows[row].expected);
}

static void
test_texts (void)
{
  g_autoptr (TodokuKnowledge) knowledge = diagnosis_fixture_new ();
  g_autoptr (TodokuJudgement) judgement =
      judge (knowledge,
             "provider=example provider.name=Example provider.name.ja=例 "
             "app.words.starttls=TLS app.words.starttls.ja=途中 "
             "| probe.failure=tls-on-starttls-port probe.role=configured "
             "probe.host=h.example probe.port=587 probe.family=ipv4 "
             "probe.stage=tls probe.side=outgoing");
  TodokuFinding *finding = g_ptr_array_index (judgement->findings, 0);
  GPtrArray *steps = todoku_finding_get_steps (finding);
  const TodokuFindingStep *step;
  const TodokuEvidence *evidence;

  g_assert_cmpstr (todoku_finding_get_title (finding, TODOKU_LANGUAGE_EN),
                   ==,
                   "Port 587 begins unencrypted.");
  g_assert_cmpstr (todoku_finding_get_side (finding), ==, "outgoing");
  g_assert_cmpuint (steps->len, ==, 2);
  step = g_ptr_array_index (steps, 0);
  g_assert_cmpstr (step->text.in[TODOKU_LANGUAGE_JA],
                   ==,
                   "「途中」を選びます。");
  g_assert_cmpstr (step->value, ==, "587");
  step = g_ptr_array_index (steps, 1);
  g_assert_cmpstr (step->text.in[TODOKU_LANGUAGE_EN], ==, "Ask Example.");
  g_assert_cmpstr (step->text.in[TODOKU_LANGUAGE_JA], ==, "例に聞きます。");
  g_assert_cmpuint (todoku_finding_get_evidence (finding)->len, ==, 1);
  evidence = g_ptr_array_index (todoku_finding_get_evidence (finding), 0);
  g_assert_cmpint (evidence->probe, ==, 0);
  g_assert_cmpint (evidence->stage, ==, TODOKU_STAGE_TLS);
  g_assert_nonnull (
      strstr (evidence->text.in[TODOKU_LANGUAGE_EN], "h.example:587 (IPv4)"));
}

/* Evidence of every probe that shows it, and a step that does not apply is not
 * said. */
/* TS-03: what came in clear may be anybody's and is not quoted as the server's
 * own; the transcript alone has it. */
static void
test_not_quoted (void)
{
  static const struct {
    const char *certificate; /* (nullable): there was none */
    gboolean quoted;
  } channels[] = { { NULL, FALSE },
                   { "certificate-untrusted", FALSE },
                   { "good", TRUE } };

  for (gsize i = 0; i < G_N_ELEMENTS (channels); i++) {
    g_autoptr (TodokuFacts) facts = todoku_facts_new (NULL);
    TodokuText text;

    todoku_facts_set (facts, "probe.host", "mail.example.com");
    todoku_facts_set (facts, "probe.port", "143");
    todoku_facts_set (facts, "probe.family", "ipv4");
    todoku_facts_set (facts, "probe.failure", "sign-in-refused");
    todoku_facts_set (facts, "probe.reply.text", "Call us: example.com");
    todoku_facts_set (facts, "probe.certificate", channels[i].certificate);
    text = todoku_evidence_text (facts);
    for (int l = 0; l < TODOKU_N_LANGUAGES; l++) {
      g_assert_true ((strstr (text.in[l], "Call us") != NULL) ==
                     channels[i].quoted);
      g_free (text.in[l]);
    }
  }
}

static void
test_evidence (void)
{
  g_autoptr (TodokuKnowledge) knowledge = diagnosis_fixture_new ();
  g_autoptr (TodokuJudgement) judgement =
      judge (knowledge,
             "| probe.failure=tls-on-starttls-port probe.role=configured "
             "probe.host=h probe.port=587 probe.family=ipv4 "
             "| probe.failure=tls-on-starttls-port probe.role=configured "
             "probe.host=h probe.port=587 probe.family=ipv6 "
             "| probe.failure=tls-aborted probe.host=h probe.port=465");
  TodokuFinding *finding = g_ptr_array_index (judgement->findings, 0);

  g_assert_cmpuint (todoku_finding_get_evidence (finding)->len, ==, 3);
  g_assert_cmpuint (todoku_finding_get_steps (finding)->len, ==, 1);
}

/* Two probes that say the same are evidence twice and one sentence. */
static void
test_evidence_again (void)
{
  g_autoptr (TodokuKnowledge) knowledge = diagnosis_fixture_new ();
  g_autoptr (TodokuJudgement) judgement =
      judge (knowledge,
             "| probe.failure=tls-on-starttls-port probe.role=configured "
             "probe.host=h probe.port=587 probe.family=ipv4 "
             "| probe.failure=tls-on-starttls-port probe.role=configured "
             "probe.host=h probe.port=587 probe.family=ipv4");
  GPtrArray *evidence =
      todoku_finding_get_evidence (g_ptr_array_index (judgement->findings, 0));

  g_assert_cmpuint (evidence->len, ==, 2);
  g_assert_false (((TodokuEvidence *) g_ptr_array_index (evidence, 0))->again);
  g_assert_true (((TodokuEvidence *) g_ptr_array_index (evidence, 1))->again);
}

static void
test_ruled_out (void)
{
  g_autoptr (TodokuKnowledge) knowledge = diagnosis_fixture_new ();
  g_autoptr (TodokuJudgement) judgement =
      judge (knowledge, "| probe.reached=yes probe.host=h.example");
  const TodokuRuledOut *out;

  g_assert_cmpuint (judgement->ruled_out->len, ==, 1);
  out = g_ptr_array_index (judgement->ruled_out, 0);
  g_assert_cmpstr (out->entry->id, ==, "connection-refused");
  g_assert_cmpstr (out->by.in[TODOKU_LANGUAGE_EN],
                   ==,
                   "h.example was reached.");
  g_assert_cmpstr (out->title.in[TODOKU_LANGUAGE_JA],
                   ==,
                   "h.example が拒否しました。");
}

/* A day is a fact a language; the date of the run stays one that is compared.
 */
static void
test_days (void)
{
  g_autoptr (TodokuFacts) facts = todoku_facts_new (NULL);

  todoku_facts_set_day (facts, "date", "2026-11-08");
  g_assert_cmpstr (todoku_facts_get_first (facts, "date"), ==, "2026-11-08");
  g_assert_cmpstr (todoku_facts_get_first (facts, "date.ja"),
                   ==,
                   "2026年11月8日");
  todoku_facts_set_day (facts, "date", "soon");
  g_assert_cmpstr (todoku_facts_get_first (facts, "date"), ==, "soon");
  g_assert_null (todoku_facts_get_first (facts, "date.ja"));
  todoku_facts_set_day (facts, "date", NULL);
  g_assert_null (todoku_facts_get_first (facts, "date"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *name = g_strdup_printf ("/judge/%s", rows[i].name);

    g_test_add_data_func (name, GSIZE_TO_POINTER (i), test_row);
  }
  g_test_add_func ("/judge/texts", test_texts);
  g_test_add_func ("/judge/TS-03/not-quoted", test_not_quoted);
  g_test_add_func ("/judge/evidence", test_evidence);
  g_test_add_func ("/judge/evidence-again", test_evidence_again);
  g_test_add_func ("/judge/ruled-out", test_ruled_out);
  g_test_add_func ("/judge/days", test_days);
  return g_test_run ();
}
