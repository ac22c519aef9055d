/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-discovery.h"

G_BEGIN_DECLS

#define TODOKU_OUTCOME_FOUND "found"
#define TODOKU_OUTCOME_NOTHING "nothing"
#define TODOKU_OUTCOME_NOT_OFFERED "not-offered"
#define TODOKU_OUTCOME_FAILED "failed"

struct _TodokuDiscovery {
  GObject parent_instance;

  char *domain;
  GStrv mx;
  GPtrArray *proposals;
  GPtrArray *attempts;
};

/* One service of RFC 6186 §3 and RFC 8314 §5.1. */
typedef struct {
  const char *label; /* "_imaps" */
  TodokuProtocol protocol;
  TodokuSecurity security;
} TodokuMailService;

/* The services in order of preference, the encrypted ones first (RFC 8314 §3).
 */
const TodokuMailService *
todoku_mail_services (gsize *ret_n);

/* @host is @domain or lies beneath it. */
gboolean
todoku_host_is_within (const char *host, const char *domain);

/* Both take the records as GResolver gives them, keep what can be used, and say
 * what became of it.  @records: (element-type GVariant) */
const char *
todoku_discovery_read_mx (TodokuDiscovery *self, GList *records);
const char *
todoku_discovery_read_srv (TodokuDiscovery *self,
                           const TodokuMailService *service,
                           GList *records);

/* @url: the page that is @body.  "failed": it cannot be read. */
const char *
todoku_discovery_read_autoconfig (TodokuDiscovery *self,
                                  TodokuDiscoverySource source,
                                  const char *url,
                                  GBytes *body);

void
todoku_discovery_take_proposal (TodokuDiscovery *self,
                                TodokuDiscoveryProposal *proposal);
void
todoku_discovery_proposal_free (TodokuDiscoveryProposal *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TodokuDiscoveryProposal,
                               todoku_discovery_proposal_free)

G_END_DECLS
