/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "todoku-evidence.h"
#include "config.h"

static char *
dup_endpoint (TodokuObservation *observation)
{
  const TodokuEndpoint *endpoint =
      todoku_observation_get_endpoint (observation);

  return g_strdup_printf ("%s:%u", endpoint->host, endpoint->port);
}

static const char *
get_family_word (TodokuObservation *observation)
{
  return todoku_observation_get_family (observation) == G_SOCKET_FAMILY_IPV6
             ? "IPv6"
             : "IPv4";
}

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

static char *
dup_details (TodokuObservation *observation, TodokuLanguages languages)
{
  const TodokuEndpoint *endpoint =
      todoku_observation_get_endpoint (observation);
  g_autofree char *security =
      todoku_pane_words (todoku_pane_word_for_security (endpoint->security),
                         languages);
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_printf (text,
                   "%s · %s · %s",
                   get_protocol_word (endpoint->protocol),
                   security,
                   get_family_word (observation));
  if (todoku_observation_get_role (observation) == TODOKU_ROLE_CONFIGURED) {
    g_autofree char *yours =
        todoku_pane_words (TODOKU_WORD_YOUR_SETTING, languages);

    g_string_append_printf (text, " · %s", yours);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
dup_outcome (TodokuObservation *observation, TodokuLanguages languages)
{
  TodokuOutcome outcome = todoku_observation_get_outcome (observation);
  const TodokuDialogue *dialogue =
      todoku_observation_get_dialogue (observation);
  g_autofree char *word =
      todoku_languages_join (languages,
                             todoku_outcome_get_word (outcome,
                                                      TODOKU_LANGUAGE_JA),
                             todoku_outcome_get_word (outcome,
                                                      TODOKU_LANGUAGE_EN),
                             "\n");
  g_autofree char *time = todoku_milliseconds_format (
      outcome == TODOKU_OUTCOME_NOT_TESTED
          ? -1
          : todoku_timeline_get_duration_us (dialogue->timeline));

  return g_strdup_printf ("%s%s%s", word, *time != '\0' ? "\n" : "", time);
}

static GtkWidget *
server_row_new (TodokuObservation *observation, TodokuLanguages languages)
{
  g_autofree char *title = dup_endpoint (observation);
  g_autofree char *subtitle = dup_details (observation, languages);
  g_autofree char *outcome = dup_outcome (observation, languages);
  GtkWidget *row = todoku_row_new (title, subtitle);

  if (todoku_observation_get_role (observation) == TODOKU_ROLE_CONFIGURED)
    gtk_widget_add_css_class (row, "your-setting");
  adw_action_row_add_suffix (
      ADW_ACTION_ROW (row),
      todoku_tone_label_new (todoku_tone_for_outcome (
                                 todoku_observation_get_outcome (observation)),
                             outcome));
  return row;
}

typedef GtkWidget *(*MakeRow) (TodokuObservation *observation,
                               TodokuLanguages languages);

/* The user's own settings first, in either list. */
static void
add_rows (TodokuSection *section,
          TodokuRun *run,
          TodokuLanguages languages,
          gboolean configured,
          MakeRow make_row)
{
  GListModel *observations = todoku_run_get_observations (run);
  guint length = g_list_model_get_n_items (observations);

  for (guint i = 0; i < length; i++) {
    g_autoptr (TodokuObservation) observation =
        g_list_model_get_item (observations, i);
    g_autofree char *key = g_strdup_printf ("%u", i);

    if ((todoku_observation_get_role (observation) == TODOKU_ROLE_CONFIGURED) ==
            configured &&
        todoku_observation_is_finished (observation))
      todoku_section_add (section, key, make_row (observation, languages));
  }
}

/**
 * todoku_section_show_servers:
 * @section: a section
 * @run: a run
 * @languages: of the pane
 *
 * Shows what was tested, a row a probe.
 */
void
todoku_section_show_servers (TodokuSection *section,
                             TodokuRun *run,
                             TodokuLanguages languages)
{
  g_autofree char *title = todoku_pane_words (TODOKU_WORD_SERVERS, languages);

  todoku_section_begin (section, title);
  add_rows (section, run, languages, TRUE, server_row_new);
  add_rows (section, run, languages, FALSE, server_row_new);
  todoku_section_end (section);
}

static void
append_line (GString *text,
             const TodokuTranscriptLine *line,
             TodokuLanguages languages)
{
  g_autofree char *channel =
      todoku_pane_words (todoku_pane_word_for_channel (line->channel),
                         languages);

  g_string_append_printf (text,
                          "%s [%s] %s",
                          line->sent ? "→" : "←",
                          channel,
                          line->text);
  if (line->times > 1)
    g_string_append_printf (text, "  ×%u", line->times);
  g_string_append_c (text, '\n');
}

/**
 * todoku_transcript_dup_text:
 * @transcript: of a probe
 * @languages: of the pane
 *
 * Returns: (transfer full): a line for each line, with direction and channel
 */
char *
todoku_transcript_dup_text (TodokuTranscript *transcript,
                            TodokuLanguages languages)
{
  guint length;
  const TodokuTranscriptLine *lines =
      todoku_transcript_get (transcript, &length);
  guint dropped = todoku_transcript_get_dropped (transcript);
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean plain = FALSE;

  for (guint i = 0; i < length; i++) {
    append_line (text, &lines[i], languages);
    plain |= lines[i].channel == TODOKU_CHANNEL_PLAIN && !lines[i].sent;
  }
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

static void
show_text_cb (AdwExpanderRow *row, GParamSpec *pspec, GtkTextView *view)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  const char *text = g_object_get_data (G_OBJECT (row), "todoku-transcript");

  if (adw_expander_row_get_expanded (row) &&
      gtk_text_buffer_get_char_count (buffer) == 0)
    gtk_text_buffer_set_text (buffer, text, -1);
}

static GtkWidget *
text_view_new (const char *name)
{
  GtkWidget *view = gtk_text_view_new ();

  gtk_text_view_set_editable (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_monospace (GTK_TEXT_VIEW (view), TRUE);
  gtk_text_view_set_cursor_visible (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (view, "transcript");
  gtk_accessible_update_property (GTK_ACCESSIBLE (view),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name,
                                  -1);
  return view;
}

static GtkWidget *
copy_transcript_new (const char *text, TodokuLanguages languages)
{
  GtkWidget *line = gtk_list_box_row_new ();
  GtkWidget *copy = gtk_button_new ();
  g_autofree char *word = todoku_pane_words (TODOKU_WORD_COPY, languages);

  gtk_button_set_label (GTK_BUTTON (copy), word);
  gtk_widget_add_css_class (copy, "flat");
  gtk_widget_set_halign (copy, GTK_ALIGN_END);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (copy), "s", text);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (copy), "win.copy");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (line), FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (line), copy);
  return line;
}

/* The text is laid out when the row is opened: most never are. */
static GtkWidget *
transcript_row_new (TodokuObservation *observation, TodokuLanguages languages)
{
  const TodokuDialogue *dialogue =
      todoku_observation_get_dialogue (observation);
  g_autofree char *title = dup_endpoint (observation);
  g_autofree char *subtitle = dup_details (observation, languages);
  g_autofree char *text =
      todoku_transcript_dup_text (dialogue->transcript, languages);
  GtkWidget *row = todoku_expander_row_new (title, subtitle);
  GtkWidget *view = text_view_new (title);
  GtkWidget *line = gtk_list_box_row_new ();

  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (row),
                               todoku_tone_image_new (todoku_tone_for_outcome (
                                   todoku_observation_get_outcome (
                                       observation))));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (line), FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (line), view);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row), line);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row),
                            copy_transcript_new (text, languages));
  g_object_set_data_full (G_OBJECT (row),
                          "todoku-transcript",
                          g_steal_pointer (&text),
                          g_free);
  g_signal_connect (row, "notify::expanded", G_CALLBACK (show_text_cb), view);
  return row;
}

/**
 * todoku_section_show_transcripts:
 * @section: a section
 * @run: a run
 * @languages: of the pane
 *
 * Shows what was said with each server.
 */
void
todoku_section_show_transcripts (TodokuSection *section,
                                 TodokuRun *run,
                                 TodokuLanguages languages)
{
  g_autofree char *title =
      todoku_pane_words (TODOKU_WORD_TRANSCRIPT, languages);

  todoku_section_begin (section, title);
  add_rows (section, run, languages, TRUE, transcript_row_new);
  add_rows (section, run, languages, FALSE, transcript_row_new);
  todoku_section_end (section);
}
