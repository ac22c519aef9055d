/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-evidence.h"

static const char *
get_protocol_word (TodokuProtocol protocol)
{
  switch (protocol) {
  case TODOKU_PROTOCOL_IMAP:
    return "IMAP";
  case TODOKU_PROTOCOL_POP3:
    return "POP";
  case TODOKU_PROTOCOL_SMTP:
  default:
    return "SMTP";
  }
}

/**
 * todoku_endpoint_dup_words:
 * @endpoint: a server
 * @languages: of the pane
 *
 * Returns: (transfer full): how it is named in the evidence
 */
char *
todoku_endpoint_dup_words (const TodokuEndpoint *endpoint,
                           TodokuLanguages languages)
{
  g_autofree char *security =
      todoku_pane_words (todoku_pane_word_for_security (endpoint->security),
                         languages);

  return g_strdup_printf ("%s:%u · %s · %s",
                          endpoint->host,
                          endpoint->port,
                          get_protocol_word (endpoint->protocol),
                          security);
}

/**
 * todoku_observation_dup_server:
 * @observation: of a run
 * @languages: of the pane
 *
 * Returns: (transfer full): the server that was probed, over either family
 */
char *
todoku_observation_dup_server (TodokuObservation *observation,
                               TodokuLanguages languages)
{
  return todoku_endpoint_dup_words (todoku_observation_get_endpoint (
                                        observation),
                                    languages);
}

/**
 * todoku_observation_dup_place:
 * @observation: of a run
 * @languages: of the pane
 *
 * Returns: (transfer full): what was probed
 */
char *
todoku_observation_dup_place (TodokuObservation *observation,
                              TodokuLanguages languages)
{
  gboolean is_ipv6 =
      todoku_observation_get_family (observation) == G_SOCKET_FAMILY_IPV6;
  g_autofree char *server =
      todoku_observation_dup_server (observation, languages);

  return g_strconcat (server, is_ipv6 ? " · IPv6" : " · IPv4", NULL);
}

/**
 * todoku_observation_dup_yours:
 * @observation: of a run
 * @languages: of the pane
 *
 * Returns: (transfer full): " · your setting", or "" for what is not set in the
 *   mail app
 */
char *
todoku_observation_dup_yours (TodokuObservation *observation,
                              TodokuLanguages languages)
{
  g_autofree char *word =
      todoku_pane_words (TODOKU_WORD_YOUR_SETTING, languages);

  if (todoku_observation_get_role (observation) != TODOKU_ROLE_CONFIGURED)
    return g_strdup ("");
  return g_strconcat (" · ", word, NULL);
}

/**
 * todoku_observation_dup_outcome:
 * @observation: of a run
 * @languages: of the pane
 *
 * Returns: (transfer full): how it came out and how long that took
 */
char *
todoku_observation_dup_outcome (TodokuObservation *observation,
                                TodokuLanguages languages)
{
  TodokuOutcome outcome = todoku_observation_get_outcome (observation);
  const TodokuDialogue *dialogue =
      todoku_observation_get_dialogue (observation);
  g_autofree char *word = todoku_outcome_dup_words (outcome, languages, " / ");
  g_autofree char *time = todoku_milliseconds_format (
      outcome == TODOKU_OUTCOME_NOT_TESTED
          ? -1
          : todoku_timeline_get_duration_us (dialogue->timeline));

  return g_strdup_printf ("%s%s%s", word, *time != '\0' ? "  " : "", time);
}

/**
 * todoku_observation_get_tone:
 * @observation: of a run
 *
 * Returns: how it is shown
 */
TodokuTone
todoku_observation_get_tone (TodokuObservation *observation)
{
  return todoku_tone_for_trial (todoku_observation_get_outcome (observation),
                                todoku_observation_get_role (observation) !=
                                    TODOKU_ROLE_GRID);
}

/* ---- what was said --------------------------------------------------------
 */

static void
append_line (GString *text,
             const TodokuTranscriptLine *line,
             gint64 start_us,
             TodokuRedaction *redaction,
             TodokuLanguages languages)
{
  g_autofree char *channel =
      todoku_pane_words (todoku_pane_word_for_channel (line->channel),
                         languages);
  g_autofree char *said =
      redaction != NULL
          ? todoku_redaction_apply_to_server (redaction, line->text)
          : g_strdup (line->text);

  g_string_append_printf (text,
                          "%6" G_GINT64_FORMAT " ms %s [%s] %s",
                          (line->time_us - start_us) / 1000,
                          line->sent ? "→" : "←",
                          channel,
                          said);
  if (line->times > 1)
    g_string_append_printf (text, "  ×%u", line->times);
  g_string_append_c (text, '\n');
}

static gboolean
has_plain (const TodokuTranscriptLine *lines, guint length)
{
  for (guint i = 0; i < length; i++)
    if (lines[i].channel == TODOKU_CHANNEL_PLAIN && !lines[i].sent)
      return TRUE;
  return FALSE;
}

/**
 * todoku_transcript_dup_text:
 * @transcript: of a probe
 * @redaction: (nullable): what is left out
 * @languages: of the pane
 *
 * Returns: (transfer full): a line for each line, with time, direction and
 *   channel
 */
char *
todoku_transcript_dup_text (TodokuTranscript *transcript,
                            TodokuRedaction *redaction,
                            TodokuLanguages languages)
{
  guint length;
  const TodokuTranscriptLine *lines =
      todoku_transcript_get (transcript, &length);
  guint dropped = todoku_transcript_get_dropped (transcript);
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean plain = has_plain (lines, length);

  for (guint i = 0; i < length; i++)
    append_line (text, &lines[i], lines[0].time_us, redaction, languages);
  if (dropped > 0) {
    g_autofree char *word =
        todoku_pane_words (TODOKU_WORD_LINES_DROPPED, languages);

    g_string_append_printf (text, "… %u %s\n", dropped, word);
  }
  if (length == 0 || plain) {
    g_autofree char *note = todoku_pane_words (plain ? TODOKU_WORD_FORGEABLE
                                                     : TODOKU_WORD_NOTHING_SAID,
                                               languages);

    g_string_append_printf (text, "%s%s", length > 0 ? "\n" : "", note);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
