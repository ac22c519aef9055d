/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <gio/gio.h>

#include "todoku-conditions.h"

G_BEGIN_DECLS

/* All structs here are filled by the loader, owned by the TodokuKnowledge, and
 * never change.  Strings are never NULL unless marked (nullable); arrays of
 * strings are never NULL. Dates are "YYYY-MM-DD". */

typedef enum {
  TODOKU_LANGUAGE_EN,
  TODOKU_LANGUAGE_JA,
  TODOKU_N_LANGUAGES
} TodokuLanguage;
/* "en", "ja" */
const char *
todoku_language_to_string (TodokuLanguage language);

/* A text in both languages, may hold {placeholders}. */
typedef struct {
  char *in[TODOKU_N_LANGUAGES];
} TodokuText;

/* From the first day on which it holds to the last; either may be NULL: open.
 */
typedef struct {
  char *from;
  char *until;
} TodokuPeriod;
gboolean
todoku_period_contains (const TodokuPeriod *period, const char *date);
gboolean
todoku_period_covers (const TodokuPeriod *outer, const TodokuPeriod *inner);

/* A paragraph that is said only when its conditions hold (when: nullable) */
typedef struct {
  TodokuText text;
  TodokuConditions *when;
} TodokuParagraph;

typedef struct {
  char *id;
  TodokuPeriod valid;
} TodokuDated; /* "app-password" from … until … */

/* ---- provider ---- */
typedef struct {
  char *id;        /* "pop-switch" */
  char *protocol;  /* (nullable) "imap" "pop3" "smtp": only for this */
  char *who;       /* user, administrator, provider */
  TodokuText text; /* what must be on, and where */
  char *link;      /* (nullable) */
} TodokuSwitch;

typedef struct {
  char *id;
  char *group; /* rules speak of groups: google microsoft yahoo-jp apple … ; the
                  id itself when alone */
  char *kind;     /* mailbox hosting relay software */
  char *audience; /* personal school work any */
  TodokuText name;
  GStrv domains;
  GStrv domain_suffixes;
  GStrv mx;         /* glob patterns; one that begins with "!" excepts */
  GStrv mx_domains; /* glob patterns of the domains for which mx holds; empty:
                       all */
  GStrv imap, pop3, smtp; /* endpoints as URLs, in order of preference, as they
                             are written: their hosts may have gaps */
  GPtrArray *only_for[3]; /* (element-type GStrv) by imap pop3 smtp: for each
                             endpoint the glob patterns of the domains that have
                             it; empty: all */
  GStrv hosts;            /* further names of its servers; may have gaps */
  GStrv legacy_hosts;     /* names that it had or no longer gives out */
  GStrv wrong_hosts;      /* names that go round and never were its servers */
  GPtrArray *sign_in[3]; /* (element-type TodokuDated) by imap pop3 smtp: oauth2
                            app-password password provider-password none */
  char
      *username; /* full-address local-part either special-id literal unknown */
  GPtrArray *switches;    /* (element-type TodokuSwitch) */
  GStrv expected_issuers; /* words of O= or CN= of an issuer that is genuine */
  int app_password_letters; /* an app password is so many letters; 0: unknown */
  int connections; /* parallel connections that are polite; 0: unknown */
  char *help_link; /* (nullable) */
  char *app_password_link; /* (nullable) */
  TodokuPeriod valid;
  char *checked;
  char *confidence; /* high medium low */
  gboolean recognised_only;
  GStrv sources;
} TodokuProvider;

/* ---- mail app ---- */
/* What it can do, from which of its versions: NULL version: every one. */
typedef struct {
  char *group;    /* provider group, or "*" */
  char *protocol; /* imap pop3 smtp, or "*" */
  char *ability;  /* yes no unknown */
  char *since;    /* (nullable) version, for people */
} TodokuOAuthAbility;

typedef struct {
  char *id;
  TodokuText name;
  TodokuText in_sentence; /* the same as name where nothing else is given */
  char *maker;
  char *kind;            /* desktop mobile web program device script */
  char *supported_until; /* (nullable) date; NULL: supported or unknown, see
                            support */
  char *support;         /* current ended unknown */
  GPtrArray *
      oauth; /* (element-type TodokuOAuthAbility), the first that fits counts */
  char *tls; /* 1.0 1.2 1.3 system unknown */
  char *fetches_from; /* computer cloud */
  GHashTable *words;  /* (element-type utf8 TodokuText): encryption tls
                         starttls none port path outgoing-auth password
                         account-add; the generic app's fill the gaps */
  GStrv needs;        /* ids of requirements that are a must for it */
  GPtrArray *notes;   /* (element-type TodokuParagraph) */
  char *checked;
  char *confidence;
  GStrv sources;
} TodokuMailApp;

/* The words that a mail app may have on its screens, NULL-terminated. */
extern const char *const todoku_app_words[];

/* ---- reply pattern ---- */
typedef struct {
  char *finding;
  char *certainty;
  TodokuConditions *when;
} TodokuMeaning; /* certain likely possible */

typedef struct {
  char *id;
  char *said_by;  /* provider group, server family or mail app: google microsoft
                     dovecot outlook … */
  char *protocol; /* (nullable) imap pop3 smtp oauth app */
  GStrv stages;   /* stages at which it is said; empty: any */
  int code;       /* 0: any */
  char *enhanced; /* (nullable) */
  char *response_code; /* (nullable) */
  GStrv tokens; /* all must stand in the text, case-insensitive, width and white
                   space folded */
  GStrv any_of; /* one of these must, when not empty */
  GPtrArray *means; /* (element-type TodokuMeaning) */
  gboolean temporary;
  char *example;
  char *seen; /* (nullable) date or period as text */
  char *confidence;
  char *checked;
  GStrv sources;
} TodokuReplyPattern;

/* What is to be matched; anything may be unknown (0, NULL). */
typedef struct {
  const char *protocol;
  const char *stage;
  int code;
  const char *enhanced;
  const char *response_code;
  const char *text;
  const char *said_by;
} TodokuReplyQuery;

/* ---- finding ---- */
typedef struct {
  TodokuText text;
  char *link;             /* (nullable) https */
  char *value;            /* (nullable) to copy, may hold {placeholders} */
  char *who;              /* user administrator provider */
  TodokuConditions *when; /* (nullable) */
} TodokuStep;

typedef struct {
  char *certainty; /* certain likely possible; for rules_out unused */
  TodokuConditions *when;
  TodokuPeriod valid;
  TodokuText by;         /* rules_out: the evidence in words */
  GHashTable *example;   /* (element-type utf8 GStrv): facts that fire it */
  GHashTable *near_miss; /* facts that do not */
} TodokuRuleEntry;

typedef struct {
  char *id;
  char *layer; /* network name connection encryption certificate sign-in access
                  sending mail-app outcome */
  char *severity; /* problem warning note good */
  char *tells;    /* (nullable) of the account as a whole: works incoming-works
                     outgoing-works nothing */
  TodokuText title;
  GPtrArray *why;   /* (element-type TodokuParagraph) */
  GPtrArray *steps; /* (element-type TodokuStep) */
  GStrv explains;
  GPtrArray *rules;     /* (element-type TodokuRuleEntry) */
  GPtrArray *rules_out; /* (element-type TodokuRuleEntry) */
  TodokuPeriod valid;
  char *checked;
  char *sources_from; /* (nullable) the fact that names the sources where it is
                         known */
  GStrv sources;
} TodokuFindingEntry;

/* ---- checklist ---- */
typedef struct {
  char *state;
  TodokuConditions *when;
  TodokuText reason;
} TodokuSettling; /* good problem not-applicable */

typedef struct {
  char *id;
  TodokuText title;
  TodokuConditions *applies; /* (nullable): always */
  TodokuText question;       /* empty strings when it is never asked */
  GPtrArray *settled_by; /* (element-type TodokuSettling), the first that holds
                            counts */
  GPtrArray *answers[3]; /* (element-type TodokuSettling) by yes no unknown, as
                            settled_by */
} TodokuChecklistEntry;

/* ---- guide ---- */
/* A way of several steps that belongs to more than one finding, shown whole. */
typedef struct {
  char *id;
  TodokuText title;
  char *who;                 /* user administrator: for whom it is */
  TodokuConditions *applies; /* (nullable): always */
  GStrv findings;   /* empty, or one of these must have been found as well */
  GPtrArray *why;   /* (element-type TodokuParagraph) what to know first, each a
                       point of its own */
  GPtrArray *steps; /* (element-type TodokuStep) in order */
  char *checked;
  GStrv sources;
} TodokuGuideEntry;

/* ---- requirement ---- */
/* What a mail app needs of a server, or can make use of. */
typedef struct {
  char *id;
  TodokuText name;        /* as it stands before a colon */
  TodokuConditions *when; /* (nullable) whom and what server it concerns */
  char *need;   /* must: nothing goes without it; useful. One that stands in the
                   needs of a mail app is a must for that app */
  char *listed; /* where a server lists it: before-tls before-sign-in
                   after-sign-in (there at the latest) */
  GStrv offers; /* any one of these does, in capitals; may end in "*" */
  char *unless; /* (nullable) it is there unlisted unless this is listed */
  TodokuText without; /* what it means when it is not offered */
  char *checked;
  GStrv sources;
} TodokuRequirement;

/* ---- history ---- */
typedef struct {
  char *id;
  char *date; /* (nullable): it was never otherwise, or nobody knows since when
               */
  char *group;
  TodokuText what;
  char *advice;           /* (nullable) id of the advice that it made wrong */
  TodokuConditions *when; /* (nullable) for whom the advice is wrong */
  GStrv phrases;          /* by which that advice is recognised, folded; parts
                             that must stand near each other have "+" between */
  TodokuText now;         /* what holds instead; empty without advice */
  char *confidence;
  char *checked;
  GStrv sources;
} TodokuChange;

#define TODOKU_KNOWLEDGE_ERROR (todoku_knowledge_error_quark ())
GQuark
todoku_knowledge_error_quark (void);
/* A message reads "findings/encryption.json: tls-on-starttls-port.steps[2].who:
 * …" */
typedef enum {
  TODOKU_KNOWLEDGE_ERROR_FORMAT,
  TODOKU_KNOWLEDGE_ERROR_REFERENCE
} TodokuKnowledgeError;

#define TODOKU_TYPE_KNOWLEDGE (todoku_knowledge_get_type ())
G_DECLARE_FINAL_TYPE (TodokuKnowledge,
                      todoku_knowledge,
                      TODOKU,
                      KNOWLEDGE,
                      GObject)

/* From the GResource that is compiled in. */
TodokuKnowledge *
todoku_knowledge_new (GError **error);
/* From a folder, for tests and for people who edit the files. */
TodokuKnowledge *
todoku_knowledge_new_from_directory (const char *path, GError **error);

GPtrArray *
todoku_knowledge_get_providers (
    TodokuKnowledge
        *self); /* (element-type TodokuProvider) sorted: those to offer first */
GPtrArray *
todoku_knowledge_get_mail_apps (TodokuKnowledge *self);
GPtrArray *
todoku_knowledge_get_findings (TodokuKnowledge *self);
GPtrArray *
todoku_knowledge_get_replies (TodokuKnowledge *self);
GPtrArray *
todoku_knowledge_get_checklist (TodokuKnowledge *self);
const TodokuProvider *
todoku_knowledge_find_provider (TodokuKnowledge *self, const char *id);
const TodokuMailApp *
todoku_knowledge_find_mail_app (TodokuKnowledge *self, const char *id);
const TodokuFindingEntry *
todoku_knowledge_find_finding (TodokuKnowledge *self, const char *id);
const TodokuReplyPattern *
todoku_knowledge_find_reply (TodokuKnowledge *self, const char *id);
/* (element-type TodokuGuideEntry) in the order of guides.json */
GPtrArray *
todoku_knowledge_get_guides (TodokuKnowledge *self);
const TodokuGuideEntry *
todoku_knowledge_find_guide (TodokuKnowledge *self, const char *id);
/* (element-type TodokuRequirement) in the order of requirements.json */
GPtrArray *
todoku_knowledge_get_requirements (TodokuKnowledge *self);
/* By the part after "@": domains first, then suffixes. */
const TodokuProvider *
todoku_knowledge_provider_for_domain (TodokuKnowledge *self,
                                      const char *domain);
/* By a host: an endpoint's, a legacy or wrong one, one of its domains. */
const TodokuProvider *
todoku_knowledge_provider_for_host (TodokuKnowledge *self, const char *host);
/* Whether @host is @form, where a "*" stands for a part without dots. */
gboolean
todoku_host_fits (const char *form, const char *host);
/* By who takes the mail of @domain: a proposal, which DNS alone says. */
const TodokuProvider *
todoku_knowledge_provider_for_mx (TodokuKnowledge *self,
                                  const char *domain,
                                  const char *const *mx);
/* Endpoints of a provider for "imap", "pop3" or "smtp". */
const char *const *
todoku_provider_get_endpoints (const TodokuProvider *provider,
                               const char *protocol);
/* The same for one account: for its @domain (nullable), with gaps filled from
 * that and from @hosts (nullable) (array zero-terminated=1), the names set in
 * the app; what cannot be filled is left out. */
GStrv
todoku_provider_fill_endpoints (const TodokuProvider *provider,
                                const char *protocol,
                                const char *domain,
                                const char *const *hosts);
/* Methods that hold on @date, for "imap", "pop3" or "smtp": (array
 * zero-terminated=1) (transfer container) */
const char **
todoku_provider_get_sign_in (const TodokuProvider *provider,
                             const char *protocol,
                             const char *date);
/* "yes", "no" or "unknown" */
const char *
todoku_mail_app_get_oauth (const TodokuMailApp *app,
                           const char *group,
                           const char *protocol);
/* A word of the app's own screens, or the generic app's; NULL when neither has
 * it. */
const TodokuText *
todoku_knowledge_get_word (TodokuKnowledge *self,
                           const TodokuMailApp *app,
                           const char *word);
/* (element-type TodokuReplyPattern) (transfer container): those that match, the
 * most specific first; only the most specific of each said_by family. */
GPtrArray *
todoku_knowledge_match_reply (TodokuKnowledge *self,
                              const TodokuReplyQuery *query);

/* (element-type TodokuChange) */
GPtrArray *
todoku_knowledge_get_history (TodokuKnowledge *self);
/* (element-type TodokuChange) (transfer container): changes until @date whose
 * outdated advice stands in @text. */
GPtrArray *
todoku_knowledge_match_advice (TodokuKnowledge *self,
                               const char *text,
                               const char *date);
/* Bytes of a text, from the first to before the last. */
typedef struct {
  gsize start, end;
} TodokuPassage;
/* (element-type TodokuPassage): where in a text it was recognised, one for each
 * of @replies, then one for each of @changes. */
GArray *
todoku_knowledge_locate (const char *text,
                         GPtrArray *replies,
                         GPtrArray *changes);
/* A finding's place in vocabulary.json, layers first to last, from 1; 0: it is
 * not there. */
int
todoku_knowledge_get_rank (TodokuKnowledge *self, const char *finding);
/* What no single file can show, for tests: (element-type utf8) (transfer full):
 * "file: place: reason", empty when all is well. */
GPtrArray *
todoku_knowledge_check (TodokuKnowledge *self);

/* Replaces {names}. @lookup gives a fact's first value. Unknown names stay as
 * they are (a test makes sure that there are none). */
char *
todoku_text_fill (const TodokuText *text,
                  TodokuLanguage language,
                  TodokuFactLookup lookup,
                  gpointer user_data);

G_END_DECLS
