/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "app-fixture.h"
#include "config.h"
#include "todoku-guides.h"

#include <string.h>

/* What a row of the section holds. */
typedef struct {
  guint steps;
  guint links;
  gboolean sources;
  GString *text;
} Shown;

static void
look_at (GtkWidget *widget, Shown *shown)
{
  const char *action =
      GTK_IS_ACTIONABLE (widget)
          ? gtk_actionable_get_action_name (GTK_ACTIONABLE (widget))
          : NULL;

  if (gtk_widget_has_css_class (widget, "step-number")) {
    g_autofree char *number = g_strdup_printf ("%u", ++shown->steps);

    g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (widget)), ==, number);
  }
  if (g_strcmp0 (action, "win.open-link") == 0)
    shown->links++;
  if (GTK_IS_LABEL (widget)) {
    g_string_append_printf (shown->text,
                            "%s\n",
                            gtk_label_get_text (GTK_LABEL (widget)));
    if (strstr (gtk_label_get_label (GTK_LABEL (widget)), "<a href=") != NULL)
      shown->sources = TRUE;
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    look_at (child, shown);
}

static void
find_rows (GtkWidget *widget, GPtrArray *rows)
{
  if (ADW_IS_EXPANDER_ROW (widget)) {
    g_ptr_array_add (rows, widget);
    return;
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    find_rows (child, rows);
}

static void
assert_text (const Shown *shown, const char *text, gboolean there)
{
  if (there != (strstr (shown->text->str, text) != NULL))
    g_error ("%s “%s” in: %s",
             there ? "missing" : "not wanted",
             text,
             shown->text->str);
}

static void
assert_texts (const Shown *shown, TodokuGuide *guide, TodokuLanguages languages)
{
  static const TodokuLanguages flags[] = { TODOKU_LANGUAGES_EN,
                                           TODOKU_LANGUAGES_JA };
  GPtrArray *points = todoku_guide_get_points (guide);
  GPtrArray *steps = todoku_guide_get_steps (guide);

  for (TodokuLanguage l = 0; l < TODOKU_N_LANGUAGES; l++) {
    gboolean there = (languages & flags[l]) != 0;

    assert_text (shown, todoku_guide_get_title (guide, l), there);
    for (guint i = 0; i < points->len; i++)
      assert_text (shown,
                   ((TodokuText *) g_ptr_array_index (points, i))->in[l],
                   there);
    for (guint i = 0; i < steps->len; i++)
      assert_text (shown,
                   ((TodokuFindingStep *) g_ptr_array_index (steps, i))
                       ->text.in[l],
                   there);
  }
}

static guint
count_links (GPtrArray *steps)
{
  guint count = 0;

  for (guint i = 0; i < steps->len; i++)
    count += ((TodokuFindingStep *) g_ptr_array_index (steps, i))->link != NULL;
  return count;
}

static void
assert_row (GtkWidget *row, TodokuGuide *guide, TodokuLanguages languages)
{
  const TodokuGuideEntry *entry = todoku_guide_get_entry (guide);
  GPtrArray *steps = todoku_guide_get_steps (guide);
  Shown shown = { .text = g_string_new (NULL) };

  g_assert_false (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (row)));
  look_at (row, &shown);
  g_assert_cmpuint (shown.steps, ==, steps->len);
  g_assert_cmpuint (shown.links, ==, count_links (steps));
  g_assert_true (shown.sources);
  assert_texts (&shown, guide, languages);
  assert_text (&shown, entry->checked, TRUE);
  if (strcmp (entry->who, "administrator") == 0)
    assert_text (&shown,
                 todoku_pane_word (TODOKU_WORD_BY_ADMINISTRATOR,
                                   languages == TODOKU_LANGUAGES_EN
                                       ? TODOKU_LANGUAGE_EN
                                       : TODOKU_LANGUAGE_JA),
                 TRUE);
  g_string_free (shown.text, TRUE);
}

static void
assert_section (TodokuRun *run, TodokuLanguages languages)
{
  g_autoptr (GtkWidget) section = g_object_ref_sink (todoku_section_new ());
  GListModel *guides = todoku_run_get_guides (run);
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();

  todoku_section_show_guides (TODOKU_SECTION (section), run, languages);
  find_rows (section, rows);
  g_assert_cmpuint (rows->len, ==, g_list_model_get_n_items (guides));
  g_assert_cmpint (gtk_widget_get_visible (section), ==, rows->len > 0);
  for (guint i = 0; i < rows->len; i++) {
    g_autoptr (TodokuGuide) guide = g_list_model_get_item (guides, i);

    assert_row (g_ptr_array_index (rows, i), guide, languages);
  }
}

/* The move to IMAP and the administrator's part, as the report has them. */
static void
test_guides_in_each_language (void)
{
  g_autoptr (TodokuSession) session = app_session_new ();
  TodokuRun *run = app_session_play (session, "university-pop");

  g_assert_cmpuint (g_list_model_get_n_items (todoku_run_get_guides (run)),
                    ==,
                    2);
  assert_section (run, TODOKU_LANGUAGES_EN);
  assert_section (run, TODOKU_LANGUAGES_JA);
  assert_section (run, TODOKU_LANGUAGES_BOTH);
}

static void
test_no_guides_no_section (void)
{
  g_autoptr (TodokuSession) session = app_session_new ();
  TodokuRun *run = app_session_play (session, "outlook-2010-587-ssl");

  g_assert_cmpuint (g_list_model_get_n_items (todoku_run_get_guides (run)),
                    ==,
                    0);
  assert_section (run, TODOKU_LANGUAGES_BOTH);
}

/* What is good to know about the mail app, and only of what concerns this
 * account. */
static void
test_notes (void)
{
  g_autoptr (TodokuSession) session = app_session_new ();
  TodokuRun *run = app_session_play (session, "outlook-2010-587-ssl");
  g_autoptr (GPtrArray) notes = todoku_run_dup_notes (run);
  g_autoptr (GtkWidget) section = g_object_ref_sink (todoku_section_new ());
  Shown shown = { .text = g_string_new (NULL) };

  todoku_section_show_notes (TODOKU_SECTION (section),
                             run,
                             TODOKU_LANGUAGES_BOTH);
  look_at (section, &shown);
  g_assert_cmpuint (notes->len, ==, 3);
  for (guint i = 0; i < notes->len; i++) {
    const TodokuText *note = g_ptr_array_index (notes, i);

    assert_text (&shown, note->in[TODOKU_LANGUAGE_EN], TRUE);
    assert_text (&shown, note->in[TODOKU_LANGUAGE_JA], TRUE);
  }
  assert_text (&shown, "About the mail app", TRUE);
  assert_text (&shown, "for Gmail it needs an app password", TRUE);
  assert_text (&shown, "Outlook.com", FALSE);
  g_string_free (shown.text, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/guides/each-language", test_guides_in_each_language);
  g_test_add_func ("/guides/notes", test_notes);
  g_test_add_func ("/guides/none", test_no_guides_no_section);
  return g_test_run ();
}
