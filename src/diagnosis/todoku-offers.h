/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-run.h"

G_BEGIN_DECLS

/* When a server listed what it can do. */
typedef enum {
  TODOKU_PHASE_CLEAR, /* there is no encryption on this endpoint */
  TODOKU_PHASE_BEFORE_TLS,
  TODOKU_PHASE_AFTER_TLS,
  TODOKU_PHASE_SIGNED_IN,
} TodokuPhase;

/* One list, against the one before it. */
typedef struct {
  TodokuPhase phase;
  TodokuChannel channel;
  GStrv capabilities; /* visible characters, bounded */
  GStrv words;        /* mechanisms and key words, in capitals: of a rule */
  GStrv added;        /* empty for the first */
  GStrv removed;
} TodokuOfferList;

/* From the best to the worst. */
typedef enum {
  TODOKU_NEEDED_OFFERED,
  TODOKU_NEEDED_NOT_SEEN,
  TODOKU_NEEDED_LACKING,
} TodokuNeededState;

/* Why it was not seen. */
typedef enum {
  TODOKU_UNSEEN_NOT_REACHED,
  TODOKU_UNSEEN_NO_TLS,
  TODOKU_UNSEEN_NO_LIST,
  TODOKU_UNSEEN_NOT_SIGNED_IN,
  TODOKU_UNSEEN_NO_LIST_SIGNED_IN,
} TodokuUnseen;

/* What the mail app needs of one server, and whether it is there. */
typedef struct {
  const TodokuRequirement *entry;
  gboolean must;
  TodokuNeededState state;
  TodokuUnseen unseen;         /* when it was not seen */
  const TodokuOfferList *list; /* when it is offered: where */
  const char *word;            /* when it is offered: by which word */
} TodokuNeeded;

typedef struct {
  GPtrArray *lists;  /* (element-type TodokuOfferList), in time */
  GPtrArray *needed; /* (element-type TodokuNeeded): what is a must first */
} TodokuOffers;

/* One connection of a run, and what it showed. */
typedef struct {
  TodokuObservation *observation;
  TodokuOffers *offers;
} TodokuSeenOffers;

/* Key words and mechanisms of a list as the server wrote it: "AUTH=PLAIN" and
 * "SASL PLAIN" are PLAIN, "SIZE 100" is SIZE, STLS is STARTTLS. */
GStrv
todoku_offers_list_words (GStrv capabilities);
TodokuOffers *
todoku_offers_new (TodokuAccount *account,
                   TodokuFacts *probe,
                   const TodokuEndpoint *endpoint,
                   const TodokuDialogue *dialogue);
void
todoku_offers_free (TodokuOffers *self);
/* Whether all lists of @other stand in @self too. */
gboolean
todoku_offers_covers (const TodokuOffers *self, const TodokuOffers *other);
/* Facts: probe.signs-in-with, probe.offers, probe.lacks. */
void
todoku_offers_add_facts (TodokuAccount *account,
                         TodokuFacts *probe,
                         const TodokuEndpoint *endpoint,
                         const TodokuDialogue *dialogue);

/* (transfer full) (element-type TodokuSeenOffers): of a run's connections as
 * set and as recommended, each server once. */
GPtrArray *
todoku_offers_collect (TodokuRun *run);

/* What people read: todoku-offers-text.c. */
char *
todoku_offer_list_dup_name (const TodokuOfferList *list,
                            TodokuLanguage language);
/* Its capabilities, and what came and went; one line each. */
char *
todoku_offer_list_dup_text (const TodokuOfferList *list,
                            gboolean is_first,
                            TodokuLanguage language);
char *
todoku_needed_dup_text (const TodokuNeeded *needed, TodokuLanguage language);
/* "good", "problem", "note" or "could-not-tell", for a sign */
const char *
todoku_needed_get_tone (const TodokuNeeded *needed);
/* The heading above what is a must, or is of use. */
char *
todoku_offers_dup_heading (TodokuAccount *account,
                           gboolean must,
                           TodokuLanguage language);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TodokuOffers, todoku_offers_free)

G_END_DECLS
