/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-redaction.h"
#include "todoku-section.h"

G_BEGIN_DECLS

/* How a probe is named in the evidence: "smtp.gmail.com:465 · SMTP · SSL/TLS ·
 * IPv4", and " · your setting" for what is set in the mail app. */
char *
todoku_observation_dup_place (TodokuObservation *observation,
                              TodokuLanguages languages);
char *
todoku_observation_dup_yours (TodokuObservation *observation,
                              TodokuLanguages languages);
/* The same without " · IPv4": of what both address families showed. */
char *
todoku_endpoint_dup_words (const TodokuEndpoint *endpoint,
                           TodokuLanguages languages);
char *
todoku_observation_dup_server (TodokuObservation *observation,
                               TodokuLanguages languages);
/* "good", "problem", …, with the time it took */
char *
todoku_observation_dup_outcome (TodokuObservation *observation,
                                TodokuLanguages languages);
TodokuTone
todoku_observation_get_tone (TodokuObservation *observation);
/* @redaction: (nullable): what is left out, for what leaves the window */
char *
todoku_transcript_dup_text (TodokuTranscript *transcript,
                            TodokuRedaction *redaction,
                            TodokuLanguages languages);
void
todoku_section_show_certificates (TodokuSection *section,
                                  TodokuRun *run,
                                  TodokuLanguages languages);
void
todoku_section_show_offers (TodokuSection *section,
                            TodokuRun *run,
                            TodokuLanguages languages);

G_END_DECLS
