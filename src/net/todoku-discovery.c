/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-discovery.h"

#include "todoku-discovery-private.h"
#include "todoku-web.h"

#include <glib/gi18n.h>
#include <string.h>

/* Lookups run in GTask's shared pool of ten threads, where handshakes run, too
 * (safety.md, trap 9). */
#define MAX_AT_ONCE 3

/* Where a domain keeps it for mail apps. */
#define PAGE "/mail/config-v1.1.xml"
#define WELL_KNOWN_PAGE "/.well-known/autoconfig/mail/config-v1.1.xml"

G_DEFINE_FINAL_TYPE (TodokuDiscovery, todoku_discovery, G_TYPE_OBJECT)

/* ---- what was found --------------------------------------------------------
 */

void
todoku_discovery_proposal_free (TodokuDiscoveryProposal *self)
{
  todoku_endpoint_free (self->endpoint);
  g_free (self->said_in);
  g_free (self);
}

static void
attempt_free (gpointer data)
{
  TodokuDiscoveryAttempt *self = data;

  g_free (self->name);
  g_free (self);
}

static void
todoku_discovery_finalize (GObject *object)
{
  TodokuDiscovery *self = TODOKU_DISCOVERY (object);

  g_clear_pointer (&self->domain, g_free);
  g_clear_pointer (&self->mx, g_strfreev);
  g_clear_pointer (&self->proposals, g_ptr_array_unref);
  g_clear_pointer (&self->attempts, g_ptr_array_unref);
  G_OBJECT_CLASS (todoku_discovery_parent_class)->finalize (object);
}

static void
todoku_discovery_class_init (TodokuDiscoveryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = todoku_discovery_finalize;
}

static void
todoku_discovery_init (TodokuDiscovery *self)
{
  self->mx = g_new0 (char *, 1);
  self->proposals = g_ptr_array_new_with_free_func (
      (GDestroyNotify) todoku_discovery_proposal_free);
  self->attempts = g_ptr_array_new_with_free_func (attempt_free);
}

/**
 * todoku_discovery_source_to_string:
 * @source: one source
 *
 * Returns: (transfer none): mx, srv, autoconfig or ispdb, as in the JSON report
 */
const char *
todoku_discovery_source_to_string (TodokuDiscoverySource source)
{
  switch (source) {
  case TODOKU_DISCOVERY_MX:
    return "mx";
  case TODOKU_DISCOVERY_SRV:
    return "srv";
  case TODOKU_DISCOVERY_AUTOCONFIG:
    return "autoconfig";
  case TODOKU_DISCOVERY_ISPDB:
  default:
    return "ispdb";
  }
}

/**
 * todoku_discovery_get_domain:
 * @self: what was found
 *
 * Returns: (transfer none): the domain that was asked about, in A-label form
 */
const char *
todoku_discovery_get_domain (TodokuDiscovery *self)
{
  g_return_val_if_fail (TODOKU_IS_DISCOVERY (self), NULL);

  return self->domain;
}

/**
 * todoku_discovery_get_mx:
 * @self: what was found
 *
 * DNS said so, which nobody signed: it may choose what is proposed, and never
 * where a credential goes.
 *
 * Returns: (transfer none) (array zero-terminated=1): names of the domain's
 *   mail exchangers, the preferred one first
 */
const char *const *
todoku_discovery_get_mx (TodokuDiscovery *self)
{
  g_return_val_if_fail (TODOKU_IS_DISCOVERY (self), NULL);

  return (const char *const *) self->mx;
}

/**
 * todoku_discovery_get_proposals:
 * @self: what was found
 *
 * Returns: (transfer none) (element-type TodokuDiscoveryProposal): endpoints
 *   that were named, the domain's own authenticated word first
 */
GPtrArray *
todoku_discovery_get_proposals (TodokuDiscovery *self)
{
  g_return_val_if_fail (TODOKU_IS_DISCOVERY (self), NULL);

  return self->proposals;
}

/**
 * todoku_discovery_get_attempts:
 * @self: what was found
 *
 * Returns: (transfer none) (element-type TodokuDiscoveryAttempt): what was
 *   asked, in that order, and what became of it
 */
GPtrArray *
todoku_discovery_get_attempts (TodokuDiscovery *self)
{
  g_return_val_if_fail (TODOKU_IS_DISCOVERY (self), NULL);

  return self->attempts;
}

/* Of two that say the same, the better source stays. */
static int
rank (const TodokuDiscoveryProposal *proposal)
{
  int source = proposal->source == TODOKU_DISCOVERY_AUTOCONFIG ? 0
               : proposal->source == TODOKU_DISCOVERY_SRV      ? 1
                                                               : 2;

  return (proposal->needs_confirmation ? 10 : 0) + source;
}

void
todoku_discovery_take_proposal (TodokuDiscovery *self,
                                TodokuDiscoveryProposal *proposal)
{
  guint place = self->proposals->len;

  for (guint i = 0; i < self->proposals->len; i++) {
    const TodokuDiscoveryProposal *before =
        g_ptr_array_index (self->proposals, i);

    if (todoku_endpoint_equal (before->endpoint, proposal->endpoint)) {
      if (rank (before) <= rank (proposal)) {
        todoku_discovery_proposal_free (proposal);
        return;
      }
      g_ptr_array_remove_index (self->proposals, i);
      break;
    }
  }
  for (guint i = self->proposals->len; i > 0; i--)
    if (rank (g_ptr_array_index (self->proposals, i - 1)) > rank (proposal))
      place = i - 1;
  g_ptr_array_insert (self->proposals,
                      (int) MIN (place, self->proposals->len),
                      proposal);
}

/**
 * todoku_discovery_domain_of:
 * @text: a mail address, or a domain
 *
 * Returns: (transfer full) (nullable): the domain in A-label form; %NULL when
 *   there is none that a name server could be asked about
 */
char *
todoku_discovery_domain_of (const char *text)
{
  const char *at;
  g_autofree char *host = NULL;

  g_return_val_if_fail (text, NULL);

  at = strrchr (text, '@');
  if (!todoku_host_normalise (at ? at + 1 : text, &host, NULL) ||
      g_hostname_is_ip_address (host) || !strchr (host, '.'))
    return NULL;
  return g_steal_pointer (&host);
}

/* ---- searching -------------------------------------------------------------
 */

/* One search; it outlives its task when a lookup comes late. */
typedef struct {
  TodokuNetwork *network;
  TodokuDiscovery *discovery;
  char *address; /* as typed */
  GTask *task;   /* NULL: what comes now comes too late */
  GQueue waiting;
  guint running;
  GCancellable *inner;
  GSource *deadline;
  GSource *stop;
} Search;

/* One question of it. */
typedef struct {
  Search *search; /* a reference */
  TodokuDiscoveryAttempt *attempt;
  const TodokuMailService *service; /* (nullable): of an SRV record */
} Question;

static void
drop_source (GSource **source)
{
  if (*source)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
search_clear (gpointer data)
{
  Search *self = data;

  drop_source (&self->deadline);
  drop_source (&self->stop);
  g_clear_object (&self->network);
  g_clear_object (&self->discovery);
  g_clear_object (&self->inner);
  g_clear_pointer (&self->address, g_free);
}

static void
search_unref (Search *self)
{
  g_rc_box_release_full (self, search_clear);
}

static void
question_free (Question *self)
{
  search_unref (self->search);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static void
conclude (Search *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  drop_source (&self->deadline);
  drop_source (&self->stop);
  g_cancellable_cancel (self->inner);
  g_queue_clear_full (&self->waiting, (GDestroyNotify) question_free);
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task,
                           g_object_ref (self->discovery),
                           g_object_unref);
}

static void
ask_more (Search *self);

static void
answered (Question *question, const char *outcome, const char *reason)
{
  Search *self = question->search;

  question->attempt->outcome = outcome;
  question->attempt->reason = reason;
  self->running--;
  ask_more (self);
}

/* GIO tells "there is none" from "it could not be asked". */
static void
lookup_failed (Question *question, const GError *error)
{
  if (g_error_matches (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND))
    answered (question, TODOKU_OUTCOME_NOTHING, NULL);
  else
    answered (question, TODOKU_OUTCOME_FAILED, "lookup-failed");
}

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Question) question = data;
  TodokuDiscovery *discovery = question->search->discovery;
  g_autoptr (GError) error = NULL;
  GList *records =
      g_resolver_lookup_records_finish (G_RESOLVER (source), result, &error);

  if (!question->search->task)
    ;
  else if (error)
    lookup_failed (question, error);
  else if (question->service)
    answered (question,
              todoku_discovery_read_srv (discovery, question->service, records),
              NULL);
  else
    answered (question, todoku_discovery_read_mx (discovery, records), NULL);
  g_list_free_full (records, (GDestroyNotify) g_variant_unref);
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Question) question = data;
  TodokuDiscoveryAttempt *attempt = question->attempt;
  const char *reason;
  g_autoptr (GBytes) body = todoku_web_get_finish (result, &reason);
  const char *outcome = reason ? TODOKU_OUTCOME_FAILED : TODOKU_OUTCOME_NOTHING;

  if (!question->search->task)
    return;
  if (body)
    outcome = todoku_discovery_read_autoconfig (question->search->discovery,
                                                attempt->source,
                                                attempt->name,
                                                body);
  if (body && strcmp (outcome, TODOKU_OUTCOME_FAILED) == 0)
    reason = "malformed";
  answered (question, outcome, reason);
}

/* Takes @question over.  The domain's own pages may lead on within the domain,
 * a third party's nowhere. */
static void
fetch (Question *question)
{
  Search *self = question->search;
  gboolean is_own = question->attempt->source == TODOKU_DISCOVERY_AUTOCONFIG;

  todoku_web_get_async (self->network,
                        question->attempt->name,
                        is_own ? self->discovery->domain : NULL,
                        self->inner,
                        fetched_cb,
                        question);
}

/* Takes @question over. */
static void
look_up (Question *question)
{
  Search *self = question->search;

  g_resolver_lookup_records_async (todoku_network_get_resolver (self->network),
                                   question->attempt->name,
                                   question->service ? G_RESOLVER_RECORD_SRV
                                                     : G_RESOLVER_RECORD_MX,
                                   self->inner,
                                   looked_up_cb,
                                   question);
}

static void
ask_more (Search *self)
{
  while (self->running < MAX_AT_ONCE && !g_queue_is_empty (&self->waiting)) {
    Question *next = g_queue_pop_head (&self->waiting);

    self->running++;
    if (next->attempt->source & (TODOKU_DISCOVERY_MX | TODOKU_DISCOVERY_SRV))
      look_up (next);
    else
      fetch (next);
  }
  if (self->running == 0)
    conclude (self);
}

/* Until an answer comes, a question counts as not answered in time. */
static void
queue_question (Search *self,
                TodokuDiscoverySource source,
                char *name,
                const TodokuMailService *service)
{
  TodokuDiscoveryAttempt *attempt = g_new0 (TodokuDiscoveryAttempt, 1);
  Question *question = g_new0 (Question, 1);

  attempt->source = source;
  attempt->name = name;
  attempt->outcome = TODOKU_OUTCOME_FAILED;
  attempt->reason = "timed-out";
  g_ptr_array_add (self->discovery->attempts, attempt);
  question->search = g_rc_box_acquire (self);
  question->attempt = attempt;
  question->service = service;
  g_queue_push_tail (&self->waiting, question);
}

static void
queue_questions (Search *self, TodokuDiscoverySource sources)
{
  const char *domain = self->discovery->domain;
  gsize n;
  const TodokuMailService *services = todoku_mail_services (&n);

  if (sources & TODOKU_DISCOVERY_MX)
    queue_question (self, TODOKU_DISCOVERY_MX, g_strdup (domain), NULL);
  for (gsize i = 0; (sources & TODOKU_DISCOVERY_SRV) && i < n; i++)
    queue_question (self,
                    TODOKU_DISCOVERY_SRV,
                    g_strdup_printf ("%s._tcp.%s", services[i].label, domain),
                    &services[i]);
  if (sources & TODOKU_DISCOVERY_AUTOCONFIG) {
    queue_question (self,
                    TODOKU_DISCOVERY_AUTOCONFIG,
                    g_strdup_printf ("https://autoconfig.%s" PAGE, domain),
                    NULL);
    queue_question (self,
                    TODOKU_DISCOVERY_AUTOCONFIG,
                    g_strdup_printf ("https://%s" WELL_KNOWN_PAGE, domain),
                    NULL);
  }
  if (sources & TODOKU_DISCOVERY_ISPDB)
    queue_question (self,
                    TODOKU_DISCOVERY_ISPDB,
                    g_strdup_printf ("https://" TODOKU_ISPDB_HOST "/v1.1/%s",
                                     domain),
                    NULL);
}

static gboolean
time_is_up_cb (gpointer data)
{
  conclude (data);
  return G_SOURCE_REMOVE;
}

static gboolean
stopped_cb (GCancellable *cancellable, gpointer data)
{
  conclude (data);
  return G_SOURCE_REMOVE;
}

static GSource *
attach (Search *self, GSource *source, GSourceFunc function)
{
  g_source_set_callback (source,
                         function,
                         g_rc_box_acquire (self),
                         (GDestroyNotify) search_unref);
  g_source_attach (source, g_task_get_context (self->task));
  return source;
}

static Search *
search_new (TodokuNetwork *network, const char *address, GTask *task)
{
  Search *self = g_rc_box_new0 (Search);

  self->network = g_object_ref (network);
  self->discovery = g_object_new (TODOKU_TYPE_DISCOVERY, NULL);
  self->discovery->domain = todoku_discovery_domain_of (address);
  self->address = g_strdup (address);
  self->task = g_object_ref (task);
  self->inner = g_cancellable_new ();
  g_queue_init (&self->waiting);
  return self;
}

static void
search_start (Search *self, TodokuDiscoverySource sources, guint timeout_ms)
{
  GCancellable *cancellable = g_task_get_cancellable (self->task);

  self->deadline =
      attach (self, g_timeout_source_new (timeout_ms), time_is_up_cb);
  if (cancellable)
    self->stop = attach (self,
                         g_cancellable_source_new (cancellable),
                         G_SOURCE_FUNC (stopped_cb));
  queue_questions (self, sources);
  ask_more (self);
}

/**
 * todoku_discovery_find_async:
 * @network: its resolver is asked
 * @address: a mail address or a domain; name servers and third parties are told
 *   the domain alone
 * @sources: who is asked
 * @timeout_ms: of the whole, in milliseconds
 * @cancellable: (nullable): ends it
 * @callback: called when it is known
 * @user_data: for @callback
 *
 * Finds out what a domain says about its mail.  What nobody answers within
 * @timeout_ms is one of the attempts, with the reason "timed-out".
 */
void
todoku_discovery_find_async (TodokuNetwork *network,
                             const char *address,
                             TodokuDiscoverySource sources,
                             guint timeout_ms,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Search *search;

  g_return_if_fail (TODOKU_IS_NETWORK (network) && address);

  task = g_task_new (network, cancellable, callback, user_data);
  g_task_set_source_tag (task, todoku_discovery_find_async);
  search = search_new (network, address, task);
  if (search->discovery->domain)
    search_start (search, sources, timeout_ms);
  else {
    g_clear_object (&search->task);
    g_task_return_error (task,
                         g_error_new_literal (G_IO_ERROR,
                                              G_IO_ERROR_INVALID_ARGUMENT,
                                              _ ("no mail server can be "
                                                 "searched for, because "
                                                 "the address has no domain")));
  }
  search_unref (search);
}

/**
 * todoku_discovery_find_finish:
 * @result: the result
 * @error: return location
 *
 * Returns: (transfer full) (nullable): what was found, if only that there is
 *   nothing; %NULL with %G_IO_ERROR_CANCELLED, or with
 *   %G_IO_ERROR_INVALID_ARGUMENT when the address has no domain
 */
TodokuDiscovery *
todoku_discovery_find_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
