/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "diagnosis-fixture.h"
#include "todoku-finding.h"

#include <string.h>

/* How the command line exits, by what was found with all that Todoku knows:
 * facts as diagnosis_read_facts() takes them, and the id that comes first. */
#define DONE "run.finished=yes run.kind=check app=other-program "
#define BOTH_SET                                                               \
  "incoming.security=tls outgoing.security=starttls incoming.host=i.example "  \
  "outgoing.host=o.example "
#define SIDE(side, protocol)                                                   \
  "| probe.role=configured probe.family=ipv4 probe.side=" side                 \
  " probe.protocol=" protocol " probe.host=h.example probe.port=993 "          \
  "probe.security=tls "
#define INCOMING SIDE ("incoming", "imap")
#define OUTGOING SIDE ("outgoing", "smtp")
#define OLD_APP "app.support=ended app.name=Old app.supported-until=2020-10-13 "

static const struct {
  const char *name;
  const char *facts;
  const char *first; /* (nullable): nothing was found */
  int status;
} rows[] = {
  { "both sides work",
    DONE BOTH_SET "incoming.outcome=good outgoing.outcome=good",
    "works",
    0 },
  { "the one side that is set works",
    DONE "incoming.security=tls incoming.outcome=good",
    "works",
    0 },
  { "a note beside what works",
    DONE BOTH_SET OLD_APP "incoming.outcome=good outgoing.outcome=good",
    "mail-app-unsupported",
    0 },
  { "a test message arrived",
    DONE BOTH_SET "incoming.outcome=good outgoing.outcome=good "
                  "test-message=arrived test-message.seconds=2 "
                  "test-message.removed=yes",
    "test-message-arrived",
    0 },
  { "a test message was not seen in time",
    DONE BOTH_SET "incoming.outcome=good outgoing.outcome=good "
                  "test-message=not-seen",
    "test-message-not-seen",
    0 },
  { "one side was refused",
    DONE BOTH_SET "incoming.outcome=good outgoing.outcome=problem "
                  "outgoing.failure=connection-refused " OUTGOING
                  "probe.outcome=blocked probe.failure=connection-refused",
    "connection-refused",
    1 },
  { "one side works, what is wrong with the other is not known",
    DONE BOTH_SET "incoming.outcome=good outgoing.outcome=problem",
    "receiving-works",
    1 },
  { "the other one",
    DONE BOTH_SET "incoming.outcome=blocked outgoing.outcome=good",
    "sending-works",
    1 },
  { "the same, behind a note",
    DONE BOTH_SET OLD_APP "incoming.outcome=good outgoing.outcome=problem",
    "mail-app-unsupported",
    1 },
  { "the one side works, the other could not be told",
    DONE BOTH_SET "incoming.outcome=good outgoing.outcome=could-not-tell",
    "could-not-tell",
    3 },
  { "both sides in trouble",
    DONE BOTH_SET
    "incoming.outcome=blocked outgoing.outcome=blocked " INCOMING
    "probe.outcome=blocked probe.failure=connection-refused " OUTGOING
    "probe.outcome=blocked probe.failure=connection-refused",
    "connection-refused",
    1 },
  { "a probe could not tell",
    DONE BOTH_SET "incoming.outcome=could-not-tell " INCOMING
                  "probe.outcome=could-not-tell probe.failure=protocol-error",
    "could-not-tell",
    3 },
  { "no network",
    DONE BOTH_SET "network.available=no network.controls=none "
                  "incoming.outcome=blocked " INCOMING
                  "probe.outcome=blocked probe.failure=network-unreachable",
    "no-network",
    3 },
  { "a warning alone",
    DONE "outgoing.security=none outgoing.outcome=good outgoing.port=587",
    "no-encryption-chosen",
    1 },
  { "a text that nothing is known of",
    "run.kind=explain",
    "could-not-tell",
    3 },
  { "the same, of an old app",
    "run.kind=explain " OLD_APP,
    "could-not-tell",
    3 },
  { "a text that means something for others",
    "run.kind=explain reply=windows-live-mail-frame app=thunderbird",
    "could-not-tell",
    3 },
  { "for others, and of an old app",
    "run.kind=explain reply=windows-live-mail-frame app=thunderbird " OLD_APP,
    "could-not-tell",
    3 },
  { "a note about a text is an answer",
    "run.kind=explain advice=pop-not-imap advice.now=x advice.source=x",
    "outdated-advice",
    0 },
  { "a text that is known",
    "run.kind=explain reply=gmail-app-password-imap provider.group=google",
    "app-password-required",
    1 },
  { "nothing at all", "", NULL, 3 },
};

/* What a finding says, or must not say, by what was seen. */
static const struct {
  const char *name;
  const char *facts;
  const char *id;
  const char *text; /* in its title or its reasons */
  gboolean there;
} claims[] = {
  { "reached and cut off",
    DONE INCOMING "answer.security-software=yes probe.reached=yes "
                  "probe.failure=tls-aborted",
    "security-software-suspected",
    "h.example was reached",
    TRUE },
  { "never reached",
    DONE INCOMING "answer.security-software=yes probe.reached=no "
                  "probe.failure=connection-refused",
    "security-software-suspected",
    "was reached",
    FALSE },
  { "no answer at all",
    DONE INCOMING "probe.failure=connection-timed-out",
    "connection-timed-out",
    "no answer at all",
    TRUE },
  { "an answer that there is no way",
    DONE INCOMING "probe.failure=network-unreachable",
    "connection-timed-out",
    "no answer at all",
    FALSE },
  { "refused, by whomever",
    DONE INCOMING "probe.failure=connection-refused",
    "connection-refused",
    "a firewall on the way",
    TRUE },
  { "not permitted by this computer",
    DONE INCOMING "probe.failure=not-permitted",
    "connection-not-permitted",
    "on the way",
    FALSE },
  { "not permitted, over IPv6",
    "run.kind=check app=other-program | probe.failure=not-permitted "
    "probe.family=ipv6 probe.role=configured probe.host=h.example "
    "probe.port=993",
    "connection-not-permitted",
    "on the way",
    TRUE },
  { "port 25, as far as can be seen",
    DONE "| probe.role=configured probe.family=ipv4 probe.side=outgoing "
         "probe.protocol=smtp probe.host=h.example probe.port=25 "
         "probe.failure=connection-timed-out",
    "port-25-blocked",
    "seems to be blocked",
    TRUE },
  { "expired, by which clock",
    DONE INCOMING "probe.certificate=certificate-expired "
                  "probe.certificate.clock=2026-11-28 "
                  "probe.certificate.until=2026-11-01",
    "certificate-expired",
    "clock of this computer says 2026-11-28",
    TRUE },
};

/* A finding lives no longer than what it is made of. */
static TodokuKnowledge *knowledge;

static GListModel *
judge (const char *facts)
{
  g_autoptr (GPtrArray) probes =
      g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (TodokuFacts) account = diagnosis_read_facts (facts, probes);
  g_autoptr (TodokuJudgement) judgement = NULL;
  GListStore *findings = g_list_store_new (TODOKU_TYPE_FINDING);

  judgement = todoku_judge (knowledge, account, probes);
  for (guint i = 0; i < judgement->findings->len; i++)
    g_list_store_append (findings, g_ptr_array_index (judgement->findings, i));
  return G_LIST_MODEL (findings);
}

static void
test_row (gconstpointer data)
{
  gsize row = GPOINTER_TO_SIZE (data);
  g_autoptr (GListModel) findings = judge (rows[row].facts);
  g_autoptr (TodokuFinding) first = g_list_model_get_item (findings, 0);

  g_assert_cmpstr (first ? todoku_finding_get_id (first) : NULL,
                   ==,
                   rows[row].first);
  g_assert_cmpint (todoku_findings_get_exit_status (findings),
                   ==,
                   rows[row].status);
}

static TodokuFinding *
find (GListModel *findings, const char *id)
{
  for (guint i = 0; i < g_list_model_get_n_items (findings); i++) {
    g_autoptr (TodokuFinding) finding = g_list_model_get_item (findings, i);
    GPtrArray *beneath = todoku_finding_get_consequences (finding);

    if (g_str_equal (todoku_finding_get_id (finding), id))
      return g_steal_pointer (&finding);
    for (guint j = 0; j < beneath->len; j++)
      if (g_str_equal (todoku_finding_get_id (g_ptr_array_index (beneath, j)),
                       id))
        return g_object_ref (g_ptr_array_index (beneath, j));
  }
  return NULL;
}

static void
test_claim (gconstpointer data)
{
  gsize row = GPOINTER_TO_SIZE (data);
  g_autoptr (GListModel) findings = judge (claims[row].facts);
  g_autoptr (TodokuFinding) finding = find (findings, claims[row].id);
  g_autofree char *said = NULL;

  g_assert_nonnull (finding);
  said = g_strconcat (todoku_finding_get_title (finding, TODOKU_LANGUAGE_EN),
                      " ",
                      todoku_finding_get_why (finding, TODOKU_LANGUAGE_EN),
                      NULL);
  g_test_message ("%s", said);
  g_assert_cmpint (strstr (said, claims[row].text) != NULL,
                   ==,
                   claims[row].there);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  knowledge = todoku_knowledge_new (&error);
  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *name = g_strdup_printf ("/status/%s", rows[i].name);

    g_test_add_data_func (name, GSIZE_TO_POINTER (i), test_row);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (claims); i++) {
    g_autofree char *name = g_strdup_printf ("/claims/%s", claims[i].name);

    g_test_add_data_func (name, GSIZE_TO_POINTER (i), test_claim);
  }
  status = g_test_run ();
  g_clear_object (&knowledge);
  return status;
}
