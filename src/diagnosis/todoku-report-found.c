/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-report-found.h"

/* How the servers were found, for reports: each with its source, and whether
 * nobody on the way could have changed it. */

static void
add_member (JsonBuilder *builder, const char *key, const char *value)
{
  json_builder_set_member_name (builder, key);
  if (value)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
add_flag (JsonBuilder *builder, const char *key, gboolean value)
{
  json_builder_set_member_name (builder, key);
  json_builder_add_boolean_value (builder, value);
}

static void
write_attempts (JsonBuilder *builder, GPtrArray *attempts)
{
  json_builder_set_member_name (builder, "attempts");
  json_builder_begin_array (builder);
  for (guint i = 0; i < attempts->len; i++) {
    const TodokuDiscoveryAttempt *attempt = g_ptr_array_index (attempts, i);

    json_builder_begin_object (builder);
    add_member (builder,
                "source",
                todoku_discovery_source_to_string (attempt->source));
    add_member (builder, "name", attempt->name);
    add_member (builder, "outcome", attempt->outcome);
    add_member (builder, "reason", attempt->reason);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static void
write_proposals (JsonBuilder *builder, GPtrArray *proposals)
{
  json_builder_set_member_name (builder, "proposals");
  json_builder_begin_array (builder);
  for (guint i = 0; i < proposals->len; i++) {
    const TodokuDiscoveryProposal *proposal = g_ptr_array_index (proposals, i);
    g_autofree char *url = todoku_endpoint_to_string (proposal->endpoint);

    json_builder_begin_object (builder);
    add_member (builder, "endpoint", url);
    add_member (builder,
                "source",
                todoku_discovery_source_to_string (proposal->source));
    add_member (builder, "said_in", proposal->said_in);
    add_flag (builder, "authenticated", proposal->authenticated);
    add_flag (builder, "needs_confirmation", proposal->needs_confirmation);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

void
todoku_report_write_found (JsonBuilder *builder, TodokuFound *found)
{
  TodokuDiscovery *discovery;
  const TodokuProvider *provider;

  if (!found)
    return;
  discovery = todoku_found_get_discovery (found);
  provider = todoku_found_get_provider (found);
  json_builder_set_member_name (builder, "discovery");
  json_builder_begin_object (builder);
  add_member (builder, "domain", todoku_discovery_get_domain (discovery));
  add_member (builder, "provider", provider ? provider->id : NULL);
  write_attempts (builder, todoku_discovery_get_attempts (discovery));
  write_proposals (builder, todoku_discovery_get_proposals (discovery));
  json_builder_end_object (builder);
}

char *
todoku_report_found_provider (TodokuFound *found, TodokuLanguage language)
{
  const char *const *mx =
      todoku_discovery_get_mx (todoku_found_get_discovery (found));

  if (!todoku_found_took_provider (found))
    return NULL;
  return g_strdup_printf ("MX %s (%s)",
                          *mx,
                          todoku_report_word (TODOKU_WORD_FOUND_UNSIGNED,
                                              language));
}

char *
todoku_report_found_server (TodokuFound *found,
                            const char *side,
                            TodokuLanguage language)
{
  const TodokuDiscoveryProposal *taken = todoku_found_get_taken (found, side);

  if (!taken)
    return NULL;
  return g_strdup_printf ("%s (%s)",
                          taken->said_in,
                          todoku_report_word (taken->source ==
                                                      TODOKU_DISCOVERY_ISPDB
                                                  ? TODOKU_WORD_FOUND_ELSEWHERE
                                              : taken->authenticated
                                                  ? TODOKU_WORD_FOUND_VERIFIED
                                                  : TODOKU_WORD_FOUND_UNSIGNED,
                                              language));
}
