/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-report-found.h"
#include "todoku-report-private.h"
#include "todoku-report-words.h"

#include <string.h>

typedef struct {
  TodokuDocument *document;
  TodokuRun *run;
  TodokuRedaction *redaction;
  TodokuLanguage language;
} Collect;

static const char *
word (Collect *self, TodokuReportWord which)
{
  return todoku_report_word (which, self->language);
}

static const char *
term (Collect *self, const char *name)
{
  return todoku_report_term (name, self->language);
}

/* A block whose text may hold what is left out of reports. */
static TodokuBlock *
add (Collect *self, TodokuBlockKind kind, const char *text)
{
  g_autofree char *shown = todoku_redaction_apply (self->redaction, text);

  return todoku_document_add (self->document, kind, shown);
}

static void
add_pair (Collect *self,
          TodokuBlock *table,
          const char *name,
          const char *value)
{
  const char *cells[] = { name, NULL, NULL };
  g_autofree char *shown = todoku_redaction_apply (self->redaction, value);

  if (!value || !*value)
    return;
  cells[1] = shown;
  todoku_block_take_row (table, g_strdupv ((GStrv) cells));
}

/* ---- the account ----------------------------------------------------------
 */

static void
add_endpoint (Collect *self,
              TodokuBlock *table,
              const char *name,
              const TodokuEndpoint *endpoint)
{
  g_autofree char *url = endpoint ? todoku_endpoint_to_string (endpoint) : NULL;

  add_pair (self, table, name, url);
}

/* Where the service and the servers come from that nobody typed. */
static void
add_found (Collect *self, TodokuBlock *table, TodokuFound *found)
{
  g_autofree char *provider =
      todoku_report_found_provider (found, self->language);
  g_autofree char *incoming =
      todoku_report_found_server (found, "incoming", self->language);
  g_autofree char *outgoing =
      todoku_report_found_server (found, "outgoing", self->language);

  add_pair (self, table, word (self, TODOKU_WORD_FOUND_SERVICE), provider);
  add_pair (self, table, word (self, TODOKU_WORD_FOUND_INCOMING), incoming);
  add_pair (self, table, word (self, TODOKU_WORD_FOUND_OUTGOING), outgoing);
}

static void
add_account (Collect *self)
{
  TodokuAccount *account = todoku_run_get_account (self->run);
  const TodokuProvider *provider = todoku_account_get_provider (account);
  const TodokuMailApp *app = todoku_account_get_mail_app (account);
  const char *symptom = todoku_account_get_symptom (account);
  TodokuBlock *table = add (self, TODOKU_BLOCK_TABLE, NULL);

  add_pair (self,
            table,
            word (self, TODOKU_WORD_DATE),
            todoku_run_get_date (self->run));
  add_pair (self,
            table,
            word (self, TODOKU_WORD_ADDRESS),
            todoku_account_get_address (account));
  if (provider)
    add_pair (self,
              table,
              word (self, TODOKU_WORD_SERVICE),
              provider->name.in[self->language]);
  if (app)
    add_pair (self,
              table,
              word (self, TODOKU_WORD_APP),
              app->name.in[self->language]);
  if (strcmp (symptom, "none") != 0)
    add_pair (self,
              table,
              word (self, TODOKU_WORD_SYMPTOM),
              term (self, symptom));
  add_endpoint (self,
                table,
                word (self, TODOKU_WORD_INCOMING),
                todoku_account_get_incoming (account));
  add_endpoint (self,
                table,
                word (self, TODOKU_WORD_OUTGOING),
                todoku_account_get_outgoing (account));
  if (todoku_account_get_found (account))
    add_found (self, table, todoku_account_get_found (account));
}

/* ---- findings -------------------------------------------------------------
 */

/* What somebody else than the reader does says who. */
static void
add_steps (Collect *self, GPtrArray *steps, const char *reader)
{
  if (steps->len > 0)
    add (self, TODOKU_BLOCK_LABEL, word (self, TODOKU_WORD_STEPS));
  for (guint i = 0; i < steps->len; i++) {
    const TodokuFindingStep *step = g_ptr_array_index (steps, i);
    const char *text = step->text.in[self->language];
    g_autofree char *delegated =
        strcmp (step->who, reader) == 0
            ? g_strdup (text)
            : g_strdup_printf (self->language == TODOKU_LANGUAGE_JA ? "【%s】%s"
                                                                    : "(%s) %s",
                               term (self, step->who),
                               text);
    TodokuBlock *block = add (self, TODOKU_BLOCK_STEP, delegated);

    block->number = i + 1;
    block->link = g_strdup (step->link);
    block->value = todoku_redaction_apply (self->redaction, step->value);
  }
}

static void
add_evidence (Collect *self, TodokuFinding *finding)
{
  GPtrArray *evidence = todoku_finding_get_evidence (finding);

  if (evidence->len > 0)
    add (self, TODOKU_BLOCK_LABEL, word (self, TODOKU_WORD_EVIDENCE));
  for (guint i = 0; i < evidence->len; i++) {
    const TodokuEvidence *seen = g_ptr_array_index (evidence, i);

    if (!seen->again)
      add (self, TODOKU_BLOCK_ITEM, seen->text.in[self->language]);
  }
}

static void
add_consequences (Collect *self, TodokuFinding *finding)
{
  GPtrArray *consequences = todoku_finding_get_consequences (finding);

  if (consequences->len > 0)
    add (self, TODOKU_BLOCK_LABEL, word (self, TODOKU_WORD_EXPLAINS));
  for (guint i = 0; i < consequences->len; i++)
    add (self,
         TODOKU_BLOCK_ITEM,
         todoku_finding_get_title (g_ptr_array_index (consequences, i),
                                   self->language));
}

static void
add_sources (Collect *self, GStrv sources)
{
  g_autofree char *all = g_strjoinv (" · ", sources);
  g_autofree char *line =
      g_strdup_printf ("%s: %s", word (self, TODOKU_WORD_SOURCES), all);

  if (*all)
    add (self, TODOKU_BLOCK_SMALL, line);
}

static void
add_finding (Collect *self, TodokuFinding *finding)
{
  const TodokuFindingEntry *entry = todoku_finding_get_entry (finding);
  const char *side = todoku_finding_get_side (finding);
  const char *certainty =
      todoku_certainty_to_string (todoku_finding_get_certainty (finding));
  g_autofree char *meta = g_strdup_printf ("%s%s%s · %s %s · %s",
                                           term (self, certainty),
                                           side ? " · " : "",
                                           side ? term (self, side) : "",
                                           word (self, TODOKU_WORD_CHECKED),
                                           entry->checked,
                                           entry->id);
  TodokuBlock *headline =
      add (self,
           TODOKU_BLOCK_FINDING,
           todoku_finding_get_title (finding, self->language));

  headline->tone = entry->severity;
  headline->sign = todoku_report_sign (entry->severity);
  add (self, TODOKU_BLOCK_SMALL, meta);
  add (self,
       TODOKU_BLOCK_PARAGRAPH,
       todoku_finding_get_why (finding, self->language));
  add_steps (self, todoku_finding_get_steps (finding), "user");
  add_consequences (self, finding);
  add_evidence (self, finding);
  add_sources (self, todoku_finding_get_sources (finding));
}

static void
add_findings (Collect *self)
{
  GListModel *findings = todoku_run_get_findings (self->run);
  guint n = g_list_model_get_n_items (findings);

  if (n == 0)
    add (self, TODOKU_BLOCK_PARAGRAPH, word (self, TODOKU_WORD_NOTHING));
  for (guint i = 0; i < n; i++) {
    g_autoptr (TodokuFinding) finding = g_list_model_get_item (findings, i);

    if (i == 1)
      add (self, TODOKU_BLOCK_HEADING, word (self, TODOKU_WORD_OTHERS));
    add_finding (self, finding);
  }
}

/* ---- the right settings ---------------------------------------------------
 */

/* The mail app's own word, as the steps have it. */
static const char *
get_security_word (Collect *self, TodokuSecurity security)
{
  TodokuAccount *account = todoku_run_get_account (self->run);
  const char *id = todoku_security_to_string (security);
  const TodokuText *own =
      todoku_knowledge_get_word (todoku_account_get_knowledge (account),
                                 todoku_account_get_mail_app (account),
                                 id);

  return own ? own->in[self->language] : term (self, id);
}

static void
add_recommended_side (Collect *self, TodokuBlock *table, const char *side)
{
  g_autoptr (TodokuEndpoint) endpoint =
      todoku_run_get_recommended (self->run, side);
  char port[8];
  const char *cells[] = { term (self, side), NULL, port, NULL, NULL };

  if (!endpoint)
    return;
  g_snprintf (port, sizeof port, "%u", endpoint->port);
  cells[1] = endpoint->host;
  cells[3] = get_security_word (self, endpoint->security);
  todoku_block_take_row (table, g_strdupv ((GStrv) cells));
}

/* FALSE when nothing is recommended. */
static gboolean
add_recommended_servers (Collect *self)
{
  const char *heads[] = { "",
                          word (self, TODOKU_WORD_SERVER),
                          word (self, TODOKU_WORD_PORT),
                          word (self, TODOKU_WORD_ENCRYPTION),
                          NULL };
  g_autoptr (TodokuEndpoint) in =
      todoku_run_get_recommended (self->run, "incoming");
  g_autoptr (TodokuEndpoint) out =
      todoku_run_get_recommended (self->run, "outgoing");
  TodokuBlock *table;

  if (!in && !out)
    return FALSE;
  add (self, TODOKU_BLOCK_HEADING, word (self, TODOKU_WORD_RECOMMENDED));
  table = add (self, TODOKU_BLOCK_TABLE, NULL);
  table->headed = TRUE;
  todoku_block_take_row (table, g_strdupv ((GStrv) heads));
  add_recommended_side (self, table, "incoming");
  add_recommended_side (self, table, "outgoing");
  return TRUE;
}

static void
add_recommended (Collect *self)
{
  const char *sign_in = todoku_run_get_recommended_sign_in (self->run);
  const char *user =
      todoku_account_get_user (todoku_run_get_account (self->run));
  TodokuBlock *table;

  if (!add_recommended_servers (self))
    return;
  table = add (self, TODOKU_BLOCK_TABLE, NULL);
  add_pair (self, table, word (self, TODOKU_WORD_USER), user);
  add_pair (self,
            table,
            word (self, TODOKU_WORD_SIGN_IN),
            sign_in ? term (self, sign_in) : NULL);
}

/* ---- the rest -------------------------------------------------------------
 */

static void
add_checklist (Collect *self)
{
  GListModel *items = todoku_run_get_checklist (self->run);
  guint n = g_list_model_get_n_items (items);

  if (n > 0)
    add (self, TODOKU_BLOCK_HEADING, word (self, TODOKU_WORD_CHECKLIST));
  for (guint i = 0; i < n; i++) {
    g_autoptr (TodokuChecklistItem) item = g_list_model_get_item (items, i);
    const TodokuChecklistEntry *entry = todoku_checklist_item_get_entry (item);
    const char *state = todoku_checklist_item_get_state (item);
    const char *reason =
        todoku_checklist_item_get_reason (item, self->language);
    const char *question = entry->question.in[self->language];
    const char *more = reason                       ? reason
                       : strcmp (state, "ask") == 0 ? question
                                                    : NULL;
    g_autofree char *line =
        g_strdup_printf (self->language == TODOKU_LANGUAGE_JA ? "%s [%s]%s%s"
                                                              : "%s (%s)%s%s",
                         entry->title.in[self->language],
                         term (self, state),
                         more ? " – " : "",
                         more ? more : "");
    TodokuBlock *block = add (self, TODOKU_BLOCK_ITEM, line);

    block->tone = state;
    block->sign = todoku_report_sign (state);
  }
}

static void
add_guide (Collect *self, TodokuGuide *guide)
{
  const TodokuGuideEntry *entry = todoku_guide_get_entry (guide);
  GPtrArray *points = todoku_guide_get_points (guide);
  gboolean delegated = strcmp (entry->who, "user") != 0;
  g_autofree char *meta =
      g_strdup_printf ("%s%s%s %s · %s",
                       delegated ? term (self, entry->who) : "",
                       delegated ? " · " : "",
                       word (self, TODOKU_WORD_CHECKED),
                       entry->checked,
                       entry->id);

  add (self,
       TODOKU_BLOCK_FINDING,
       todoku_guide_get_title (guide, self->language));
  add (self, TODOKU_BLOCK_SMALL, meta);
  if (points->len > 0)
    add (self, TODOKU_BLOCK_LABEL, word (self, TODOKU_WORD_KNOW_FIRST));
  for (guint i = 0; i < points->len; i++)
    add (self,
         TODOKU_BLOCK_ITEM,
         ((TodokuText *) g_ptr_array_index (points, i))->in[self->language]);
  add_steps (self, todoku_guide_get_steps (guide), entry->who);
  add_sources (self, entry->sources);
}

static void
add_guides (Collect *self)
{
  GListModel *guides = todoku_run_get_guides (self->run);
  guint n = g_list_model_get_n_items (guides);

  if (n > 0)
    add (self, TODOKU_BLOCK_HEADING, word (self, TODOKU_WORD_GUIDES));
  for (guint i = 0; i < n; i++) {
    g_autoptr (TodokuGuide) guide = g_list_model_get_item (guides, i);

    add_guide (self, guide);
  }
}

static void
add_notes (Collect *self)
{
  const TodokuMailApp *app =
      todoku_account_get_mail_app (todoku_run_get_account (self->run));
  g_autoptr (GPtrArray) notes = todoku_run_dup_notes (self->run);
  g_autofree char *meta = g_strdup_printf ("%s · %s %s",
                                           app->name.in[self->language],
                                           word (self, TODOKU_WORD_CHECKED),
                                           app->checked);

  if (notes->len == 0)
    return;
  add (self, TODOKU_BLOCK_HEADING, word (self, TODOKU_WORD_NOTES));
  add (self, TODOKU_BLOCK_SMALL, meta);
  for (guint i = 0; i < notes->len; i++)
    add (self,
         TODOKU_BLOCK_ITEM,
         ((TodokuText *) g_ptr_array_index (notes, i))->in[self->language]);
  add_sources (self, app->sources);
}

static char *
without_stop (const char *sentence)
{
  gsize length = strlen (sentence);

  if (g_str_has_suffix (sentence, "."))
    length -= strlen (".");
  else if (g_str_has_suffix (sentence, "。"))
    length -= strlen ("。");
  return g_strndup (sentence, length);
}

static void
add_ruled_out (Collect *self)
{
  GPtrArray *ruled_out = todoku_run_get_ruled_out (self->run);

  if (ruled_out->len > 0)
    add (self, TODOKU_BLOCK_HEADING, word (self, TODOKU_WORD_RULED_OUT));
  for (guint i = 0; i < ruled_out->len; i++) {
    const TodokuRuledOut *out = g_ptr_array_index (ruled_out, i);
    gboolean ja = self->language == TODOKU_LANGUAGE_JA;
    g_autofree char *title = without_stop (out->title.in[self->language]);
    /* A sentence of its own would read as if it were so. */
    g_autofree char *line =
        g_strdup_printf (ja ? "「%s」ではない: %s" : "Not “%s”: %s",
                         title,
                         out->by.in[self->language]);

    add (self, TODOKU_BLOCK_ITEM, line);
  }
}

static void
collect_language (Collect *self, TodokuLanguage language, gboolean whole)
{
  self->language = language;
  self->document->language = language;
  add (self, TODOKU_BLOCK_TITLE, word (self, TODOKU_WORD_TITLE));
  if (todoku_run_get_state (self->run) == TODOKU_RUN_STOPPED)
    add (self, TODOKU_BLOCK_PARAGRAPH, word (self, TODOKU_WORD_STOPPED));
  add_account (self);
  add_findings (self);
  add_recommended (self);
  add_checklist (self);
  add_guides (self);
  add_notes (self);
  add_ruled_out (self);
  todoku_report_add_probes (self->document, self->run, self->redaction);
  add (self, TODOKU_BLOCK_HEADING, word (self, TODOKU_WORD_ABOUT_REPORT));
  add (self,
       TODOKU_BLOCK_SMALL,
       word (self, whole ? TODOKU_WORD_UNREDACTED : TODOKU_WORD_REDACTED));
}

TodokuDocument *
todoku_report_collect (TodokuRun *run,
                       TodokuReportFlags flags,
                       TodokuRedaction *redaction)
{
  gboolean whole = (flags & TODOKU_REPORT_UNREDACTED) != 0;
  g_autoptr (TodokuDocument) document = todoku_document_new ();
  Collect self = { document, run, redaction, TODOKU_LANGUAGE_EN };

  if (flags & TODOKU_REPORT_JA)
    collect_language (&self, TODOKU_LANGUAGE_JA, whole);
  if (flags & TODOKU_REPORT_EN)
    collect_language (&self, TODOKU_LANGUAGE_EN, whole);
  /* What was said is in the servers' own language: once is enough. */
  if (flags & TODOKU_REPORT_TRANSCRIPT)
    todoku_report_add_transcripts (document, run, redaction);
  return g_steal_pointer (&document);
}

/* ---- the hand-out ---------------------------------------------------------
 */

static char *
dup_what_for (const TodokuProvider *provider,
              const TodokuMailApp *app,
              TodokuLanguage language)
{
  const char *service = provider ? provider->name.in[language] : NULL;
  const char *name = app ? app->name.in[language] : NULL;

  return service && name ? g_strdup_printf ("%s · %s", service, name)
                         : g_strdup (service ? service : name);
}

/* The service's own page, else the first that a step of the cause leads to. */
static const char *
find_help (TodokuRun *run, TodokuFinding *cause)
{
  const TodokuProvider *provider =
      todoku_account_get_provider (todoku_run_get_account (run));
  GPtrArray *steps = cause ? todoku_finding_get_steps (cause) : NULL;

  if (provider && provider->help_link)
    return provider->help_link;
  for (guint i = 0; steps && i < steps->len; i++) {
    const TodokuFindingStep *step = g_ptr_array_index (steps, i);

    if (step->link)
      return step->link;
  }
  return NULL;
}

/* It is given to others: nothing of this one account stands on it. */
static void
collect_hand_out (Collect *self,
                  TodokuLanguage language,
                  TodokuFinding *cause,
                  const char *link)
{
  TodokuAccount *account = todoku_run_get_account (self->run);
  const TodokuProvider *provider = todoku_account_get_provider (account);
  const TodokuMailApp *app = todoku_account_get_mail_app (account);
  g_autofree char *what_for = NULL;
  g_autofree char *help = NULL;

  self->language = language;
  self->document->language = language;
  help = g_strdup_printf ("%s: %s", word (self, TODOKU_WORD_HELP_PAGE), link);
  add (self, TODOKU_BLOCK_TITLE, word (self, TODOKU_WORD_HAND_OUT));
  what_for = dup_what_for (provider, app, language);
  if (what_for)
    add (self, TODOKU_BLOCK_SMALL, what_for);
  if (cause) {
    add (self,
         TODOKU_BLOCK_FINDING,
         todoku_finding_get_title (cause, language));
    add_steps (self, todoku_finding_get_steps (cause), "user");
  }
  add_recommended_servers (self);
  if (link)
    add (self, TODOKU_BLOCK_SMALL, help);
}

/**
 * todoku_hand_out_new:
 * @run: a run, done or not
 * @flags: languages, both when none is named
 * @ret_link: (out) (transfer none) (nullable): the page that helps further
 *
 * Returns: (transfer full): one page to give away: the cause, what to do, the
 *   right settings; nothing of the account that it was found with
 */
TodokuDocument *
todoku_hand_out_new (TodokuRun *run,
                     TodokuReportFlags flags,
                     const char **ret_link)
{
  g_autoptr (TodokuDocument) document = todoku_document_new ();
  g_autoptr (TodokuRedaction) redaction = NULL;
  g_autoptr (TodokuFinding) cause = NULL;
  Collect self = { document, run, NULL, TODOKU_LANGUAGE_EN };

  g_return_val_if_fail (TODOKU_IS_RUN (run) && ret_link, NULL);

  flags &= ~TODOKU_REPORT_UNREDACTED;
  if (!(flags & (TODOKU_REPORT_EN | TODOKU_REPORT_JA)))
    flags |= TODOKU_REPORT_EN | TODOKU_REPORT_JA;
  redaction = todoku_redaction_new (run, flags);
  self.redaction = redaction;
  cause = g_list_model_get_item (todoku_run_get_findings (run), 0);
  *ret_link = find_help (run, cause);
  if (flags & TODOKU_REPORT_JA)
    collect_hand_out (&self, TODOKU_LANGUAGE_JA, cause, *ret_link);
  if (flags & TODOKU_REPORT_EN)
    collect_hand_out (&self, TODOKU_LANGUAGE_EN, cause, *ret_link);
  return g_steal_pointer (&document);
}
