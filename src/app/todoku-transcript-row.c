/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-transcript-row.h"

#include "todoku-commands.h"
#include "todoku-evidence.h"
#include "todoku-row-layout.h"

#include <string.h>

#define HANGING 28 /* pixels */

struct _TodokuTranscriptRow {
  AdwExpanderRow parent_instance;

  TodokuObservation *observation; /* (nullable) */
  char *subtitle;                 /* (nullable) */
  char *copied;                   /* (nullable) what copying gives */
  char *needle;                   /* (nullable) */
  TodokuLanguages languages;

  /* (nullable): made when the row is opened, which most never are. */
  GtkTextView *view;
  GtkTextTag *found;
};

G_DEFINE_FINAL_TYPE (TodokuTranscriptRow,
                     todoku_transcript_row,
                     ADW_TYPE_EXPANDER_ROW)

static void
todoku_transcript_row_finalize (GObject *object)
{
  TodokuTranscriptRow *self = TODOKU_TRANSCRIPT_ROW (object);

  g_clear_object (&self->observation);
  g_clear_pointer (&self->copied, g_free);
  g_clear_pointer (&self->subtitle, g_free);
  g_clear_pointer (&self->needle, g_free);
  G_OBJECT_CLASS (todoku_transcript_row_parent_class)->finalize (object);
}

static void
todoku_transcript_row_class_init (TodokuTranscriptRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = todoku_transcript_row_finalize;
}

/* ---- inside ---------------------------------------------------------------
 */

static GtkWidget *
text_view_new (void)
{
  GtkWidget *view = gtk_text_view_new ();

  gtk_text_view_set_editable (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_monospace (GTK_TEXT_VIEW (view), TRUE);
  gtk_text_view_set_cursor_visible (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  /* Where a line goes on is told from where the next begins. */
  gtk_text_view_set_indent (GTK_TEXT_VIEW (view), -HANGING);
  gtk_widget_add_css_class (view, "transcript");
  return view;
}

static void
add_line (TodokuTranscriptRow *self, GtkWidget *child)
{
  GtkWidget *line = gtk_list_box_row_new ();

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (line), FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (line), child);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), line);
}

static void
add_copy (TodokuTranscriptRow *self)
{
  GtkWidget *copy = gtk_button_new ();
  g_autofree char *word =
      todoku_pane_words (TODOKU_WORD_COPY_REDACTED, self->languages);

  gtk_button_set_child (GTK_BUTTON (copy), todoku_text_label_new (word));
  gtk_widget_add_css_class (copy, "flat");
  gtk_widget_set_halign (copy, GTK_ALIGN_END);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (copy), "s", self->copied);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (copy), "win.copy");
  add_line (self, copy);
}

static void
add_command (TodokuTranscriptRow *self, const TodokuCommand *command)
{
  g_autofree char *heading =
      todoku_pane_words (TODOKU_WORD_COMMANDS, self->languages);
  g_autofree char *title = g_strdup_printf ("%s · %s", heading, command->tool);
  GtkWidget *row = todoku_row_new (title, command->line);

  gtk_widget_add_css_class (row, "command");
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             todoku_copy_button_new (command->line,
                                                     self->languages));
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
}

static void
add_commands (TodokuTranscriptRow *self)
{
  g_autoptr (GPtrArray) commands =
      todoku_commands_new (todoku_observation_get_endpoint (self->observation),
                           todoku_observation_get_family (self->observation));

  for (guint i = 0; i < commands->len; i++)
    add_command (self, g_ptr_array_index (commands, i));
}

static void
add_text (TodokuTranscriptRow *self)
{
  g_autofree char *text =
      todoku_transcript_dup_text (todoku_observation_get_dialogue (
                                      self->observation)
                                      ->transcript,
                                  NULL,
                                  self->languages);
  GtkTextBuffer *buffer;

  self->view = GTK_TEXT_VIEW (text_view_new ());
  buffer = gtk_text_view_get_buffer (self->view);
  gtk_text_buffer_set_text (buffer, g_strchomp (text), -1);
  /* Underlined too: a colour alone would not be seen by all. */
  self->found = gtk_text_buffer_create_tag (buffer,
                                            NULL,
                                            "background",
                                            "#f9f06b",
                                            "foreground",
                                            "#1e1e1e",
                                            "underline",
                                            PANGO_UNDERLINE_SINGLE,
                                            NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  adw_preferences_row_get_title (
                                      ADW_PREFERENCES_ROW (self)),
                                  -1);
  add_line (self, GTK_WIDGET (self->view));
}

static void
make_inside (TodokuTranscriptRow *self)
{
  if (self->view != NULL || self->observation == NULL)
    return;
  add_text (self);
  add_copy (self);
  add_commands (self);
}

static void
expanded_cb (TodokuTranscriptRow *self)
{
  if (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (self)))
    make_inside (self);
}

/* ---- searching ------------------------------------------------------------
 */

/* Marks every place, and tells how many there are. */
static guint
mark (TodokuTranscriptRow *self)
{
  GtkTextBuffer *buffer;
  GtkTextIter at, end, found_end;
  guint count = 0;

  if (self->view == NULL)
    return 0;
  buffer = gtk_text_view_get_buffer (self->view);
  gtk_text_buffer_get_bounds (buffer, &at, &end);
  gtk_text_buffer_remove_tag (buffer, self->found, &at, &end);
  if (self->needle == NULL || *self->needle == '\0')
    return 0;
  while (gtk_text_iter_forward_search (&at,
                                       self->needle,
                                       GTK_TEXT_SEARCH_CASE_INSENSITIVE |
                                           GTK_TEXT_SEARCH_TEXT_ONLY,
                                       &at,
                                       &found_end,
                                       NULL)) {
    gtk_text_buffer_apply_tag (buffer, self->found, &at, &found_end);
    at = found_end;
    count++;
  }
  return count;
}

static void
say_found (TodokuTranscriptRow *self, guint count)
{
  g_autofree char *word =
      todoku_pane_words (TODOKU_WORD_MATCHES, self->languages);
  g_autofree char *text =
      g_strdup_printf ("%s · %u %s", self->subtitle, count, word);

  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self),
                                 *self->needle != '\0' ? text : self->subtitle);
}

/**
 * todoku_transcript_row_search:
 * @self: a row that shows something
 * @needle: what is searched for, in any case; "" for nothing
 *
 * Returns: how often it is there
 */
guint
todoku_transcript_row_search (TodokuTranscriptRow *self, const char *needle)
{
  guint count;

  g_return_val_if_fail (TODOKU_IS_TRANSCRIPT_ROW (self), 0);
  g_return_val_if_fail (self->subtitle != NULL, 0);

  g_free (self->needle);
  self->needle = g_strdup (needle);
  if (*needle != '\0')
    make_inside (self);
  count = mark (self);
  gtk_widget_set_visible (GTK_WIDGET (self), *needle == '\0' || count > 0);
  if (count > 0)
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self), TRUE);
  say_found (self, count);
  return count;
}

/* ---- life -----------------------------------------------------------------
 */

static void
todoku_transcript_row_init (TodokuTranscriptRow *self)
{
  self->languages = TODOKU_LANGUAGES_EN;
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  todoku_rows_fit (GTK_WIDGET (self));
  g_signal_connect (self, "notify::expanded", G_CALLBACK (expanded_cb), NULL);
}

/**
 * todoku_transcript_row_new:
 *
 * Returns: (transfer floating): an empty row
 */
GtkWidget *
todoku_transcript_row_new (void)
{
  return g_object_new (TODOKU_TYPE_TRANSCRIPT_ROW, NULL);
}

/* ---- showing --------------------------------------------------------------
 */

/**
 * todoku_transcript_row_show:
 * @self: a row that shows nothing yet
 * @observation: what a probe saw
 * @redaction: what copying leaves out
 * @languages: of the pane
 *
 * Shows what was said.
 */
void
todoku_transcript_row_show (TodokuTranscriptRow *self,
                            TodokuObservation *observation,
                            TodokuRedaction *redaction,
                            TodokuLanguages languages)
{
  g_autofree char *place = NULL, *outcome = NULL, *yours = NULL;
  TodokuTone tone;

  g_return_if_fail (TODOKU_IS_TRANSCRIPT_ROW (self));
  g_return_if_fail (self->observation == NULL);

  place = todoku_observation_dup_place (observation, languages);
  tone = todoku_observation_get_tone (observation);
  self->languages = languages;
  self->observation = g_object_ref (observation);
  self->copied =
      todoku_transcript_dup_text (todoku_observation_get_dialogue (observation)
                                      ->transcript,
                                  redaction,
                                  languages);
  outcome = todoku_observation_dup_outcome (observation, languages);
  yours = todoku_observation_dup_yours (observation, languages);
  self->subtitle = g_strconcat (outcome, yours, NULL);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), place);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), self->subtitle);
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (self),
                               todoku_tone_image_new (tone));
}
