/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-offers.h"
#include "todoku-report-private.h"
#include "todoku-report-words.h"

/* What the servers offer, and what the mail app needs of it, for reports. */

static void
add_list (TodokuDocument *document,
          const TodokuOfferList *list,
          gboolean is_first,
          TodokuRedaction *redaction)
{
  g_autofree char *name = todoku_offer_list_dup_name (list, document->language);
  g_autofree char *text =
      todoku_offer_list_dup_text (list, is_first, document->language);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (char **line = lines; *line; line++) {
    g_autofree char *shown =
        todoku_redaction_apply_to_server (redaction, *line);
    g_autofree char *item = line == lines
                                ? g_strdup_printf ("%s: %s", name, shown)
                                : g_steal_pointer (&shown);

    todoku_document_add (document, TODOKU_BLOCK_ITEM, item);
  }
}

static void
add_needed (TodokuDocument *document,
            TodokuAccount *account,
            const TodokuOffers *offers,
            gboolean must)
{
  gboolean headed = FALSE;

  for (guint i = 0; i < offers->needed->len; i++) {
    const TodokuNeeded *needed = g_ptr_array_index (offers->needed, i);
    g_autofree char *text = todoku_needed_dup_text (needed, document->language);
    TodokuBlock *block;

    if (needed->must != must)
      continue;
    if (!headed) {
      g_autofree char *heading =
          todoku_offers_dup_heading (account, must, document->language);

      todoku_document_add (document, TODOKU_BLOCK_LABEL, heading);
      headed = TRUE;
    }
    block = todoku_document_add (document, TODOKU_BLOCK_ITEM, text);
    block->tone = todoku_needed_get_tone (needed);
    block->sign = todoku_report_sign (block->tone);
  }
}

static void
add_server (TodokuDocument *document,
            TodokuAccount *account,
            const TodokuSeenOffers *seen,
            TodokuRedaction *redaction)
{
  const TodokuEndpoint *endpoint =
      todoku_observation_get_endpoint (seen->observation);
  g_autofree char *url = todoku_endpoint_to_string (endpoint);
  const char *role =
      todoku_role_to_string (todoku_observation_get_role (seen->observation));
  g_autofree char *label =
      g_strdup_printf ("%s · %s",
                       url,
                       todoku_report_term (role, document->language));
  GPtrArray *lists = seen->offers->lists;

  todoku_document_add (document, TODOKU_BLOCK_FINDING, label);
  for (guint i = 0; i < lists->len; i++)
    add_list (document, g_ptr_array_index (lists, i), i == 0, redaction);
  add_needed (document, account, seen->offers, TRUE);
  /* What is recommended is compared in what counts. */
  if (todoku_observation_get_role (seen->observation) == TODOKU_ROLE_CONFIGURED)
    add_needed (document, account, seen->offers, FALSE);
}

void
todoku_report_add_offers (TodokuDocument *document,
                          TodokuRun *run,
                          TodokuRedaction *redaction)
{
  g_autoptr (GPtrArray) all = todoku_offers_collect (run);

  if (all->len == 0)
    return;
  todoku_document_add (document,
                       TODOKU_BLOCK_HEADING,
                       todoku_report_word (TODOKU_WORD_OFFERS,
                                           document->language));
  for (guint i = 0; i < all->len; i++)
    add_server (document,
                todoku_run_get_account (run),
                g_ptr_array_index (all, i),
                redaction);
}
