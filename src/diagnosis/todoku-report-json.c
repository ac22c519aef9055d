/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-delivery.h"
#include "todoku-received.h"
#include "todoku-report-found.h"
#include "todoku-report-private.h"
#include "todoku-report-writer.h"

/* The keys are a contract: interface.md, data/todoku-report-1.schema.json. */

static void
write_account (TodokuWriter *self)
{
  TodokuAccount *account = todoku_run_get_account (self->run);
  const TodokuProvider *provider = todoku_account_get_provider (account);
  const TodokuMailApp *app = todoku_account_get_mail_app (account);

  todoku_writer_begin_object (self, "account");
  todoku_writer_member (self, "address", todoku_account_get_address (account));
  todoku_writer_member (self, "provider", provider ? provider->id : NULL);
  todoku_writer_member (self, "app", app ? app->id : "other-program");
  todoku_writer_member (self, "symptom", todoku_account_get_symptom (account));
  todoku_writer_endpoint (self,
                          "incoming",
                          todoku_account_get_incoming (account));
  todoku_writer_endpoint (self,
                          "outgoing",
                          todoku_account_get_outgoing (account));
  json_builder_end_object (self->builder);
}

static void
write_hops (TodokuWriter *self, const TodokuDelivery *delivery)
{
  todoku_writer_begin_array (self, "hops");
  for (guint i = 0; i < delivery->hops->len; i++) {
    const TodokuHop *hop = g_ptr_array_index (delivery->hops, i);

    json_builder_begin_object (self->builder);
    todoku_writer_server_member (self, "by", hop->by);
    if (hop->seconds >= 0)
      todoku_writer_number (self, "seconds", hop->seconds);
    json_builder_end_object (self->builder);
  }
  json_builder_end_array (self->builder);
}

/* Only when a test message was asked for and taken. */
static void
write_delivery (TodokuWriter *self)
{
  g_autoptr (TodokuDelivery) delivery =
      todoku_delivery_new (todoku_run_get_observations (self->run));

  if (!delivery)
    return;
  todoku_writer_begin_object (self, "test_message");
  todoku_writer_member (self, "state", todoku_delivery_get_state (delivery));
  if (delivery->seen) {
    todoku_writer_number (self, "elapsed_ms", delivery->elapsed_ms);
    todoku_writer_flag (self, "removed", delivery->removed);
    write_hops (self, delivery);
  }
  json_builder_end_object (self->builder);
}

static void
write_budget (TodokuWriter *self)
{
  const TodokuBudget *budget = todoku_run_get_budget (self->run);

  todoku_writer_begin_object (self, "budget");
  todoku_writer_number (self, "connections", budget->connections);
  todoku_writer_number (self, "sign_ins", budget->sign_ins);
  json_builder_end_object (self->builder);
}

static void
write_all (TodokuWriter *self)
{
  json_builder_begin_object (self->builder);
  todoku_writer_number (self, "todoku", 1);
  todoku_writer_member (self, "version", PACKAGE_VERSION);
  todoku_writer_member (self, "date", todoku_run_get_date (self->run));
  todoku_writer_number (self,
                        "elapsed_ms",
                        todoku_run_get_elapsed_us (self->run) / 1000);
  write_account (self);
  todoku_report_write_found (self->builder,
                             todoku_account_get_found (
                                 todoku_run_get_account (self->run)));
  todoku_report_write_probes (self);
  todoku_report_write_judged (self);
  write_delivery (self);
  write_budget (self);
  todoku_writer_flag (self,
                      "redacted",
                      (self->flags & TODOKU_REPORT_UNREDACTED) == 0);
  json_builder_end_object (self->builder);
}

char *
todoku_report_to_json (TodokuRun *run,
                       TodokuReportFlags flags,
                       TodokuRedaction *redaction)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *json = NULL;
  TodokuWriter writer = { builder, run, flags, redaction };

  write_all (&writer);
  root = json_builder_get_root (builder);
  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  json = json_generator_to_data (generator, NULL);
  return g_strconcat (json, "\n", NULL);
}
