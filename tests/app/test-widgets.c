/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-account-form.h"
#include "todoku-bar.h"
#include "todoku-cause-card.h"
#include "todoku-cell-view.h"
#include "todoku-checklist-row.h"
#include "todoku-empty-page.h"
#include "todoku-evidence-view.h"
#include "todoku-explain-view.h"
#include "todoku-grid-view.h"
#include "todoku-headline.h"
#include "todoku-hint-row.h"
#include "todoku-language-switch.h"
#include "todoku-later.h"
#include "todoku-message-box.h"
#include "todoku-pane.h"
#include "todoku-practice-list.h"
#include "todoku-preferences.h"
#include "todoku-results.h"
#include "todoku-section.h"
#include "todoku-server-group.h"
#include "todoku-servers-form.h"
#include "todoku-service-group.h"
#include "todoku-share-menu.h"
#include "todoku-split.h"
#include "todoku-transcript-row.h"
#include "todoku-waterfall.h"
#include "todoku-wrap-box.h"

#include <adwaita.h>

typedef GtkWidget *(*MakeWidget) (void);

static void
test_new_destroy (gconstpointer data)
{
  MakeWidget make = (MakeWidget) data;
  GtkWidget *widget = g_object_ref_sink (make ());

  g_assert_finalize_object (widget);
}

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
test_split_notifies (void)
{
  g_autoptr (GtkWidget) split = g_object_ref_sink (todoku_split_new ());
  guint count = 0;

  g_signal_connect_swapped (split,
                            "notify::show-second",
                            G_CALLBACK (count_cb),
                            &count);
  todoku_split_set_show_second (TODOKU_SPLIT (split), TRUE);
  todoku_split_set_show_second (TODOKU_SPLIT (split), TRUE);
  g_assert_cmpuint (count, ==, 1);
}

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
test_split_folds (void)
{
  g_autoptr (GtkWidget) split = g_object_ref_sink (todoku_split_new ());
  GtkWidget *first = gtk_label_new ("1");
  GtkWidget *second = gtk_label_new ("2");
  int least, natural;

  todoku_split_set_first (TODOKU_SPLIT (split), first);
  todoku_split_set_second (TODOKU_SPLIT (split), second);
  gtk_widget_measure (split,
                      GTK_ORIENTATION_HORIZONTAL,
                      -1,
                      &least,
                      &natural,
                      NULL,
                      NULL);
  g_assert_cmpint (least, <, 360);
  gtk_widget_allocate (split, TODOKU_SPLIT_WIDE, 600, -1, NULL);
  settle ();
  g_assert_false (todoku_split_is_folded (TODOKU_SPLIT (split)));
  g_assert_true (gtk_widget_get_child_visible (first));
  g_assert_true (gtk_widget_get_child_visible (second));
  gtk_widget_allocate (split, TODOKU_SPLIT_WIDE - 1, 600, -1, NULL);
  settle ();
  g_assert_true (todoku_split_is_folded (TODOKU_SPLIT (split)));
  g_assert_true (gtk_widget_get_child_visible (first));
  g_assert_false (gtk_widget_get_child_visible (second));
  todoku_split_set_show_second (TODOKU_SPLIT (split), TRUE);
  gtk_widget_allocate (split, 400, 600, -1, NULL);
  g_assert_false (gtk_widget_get_child_visible (first));
  g_assert_true (gtk_widget_get_child_visible (second));
}

static int
allocate_and_get_x (GtkWidget *box, GtkWidget *child, int width)
{
  graphene_rect_t place;
  int height;

  gtk_widget_measure (box,
                      GTK_ORIENTATION_VERTICAL,
                      width,
                      &height,
                      NULL,
                      NULL,
                      NULL);
  gtk_widget_allocate (box, width, height, -1, NULL);
  g_assert_true (gtk_widget_compute_bounds (child, box, &place));
  return (int) place.origin.x;
}

static void
test_wrap_box_wraps (void)
{
  g_autoptr (GtkWidget) box = g_object_ref_sink (todoku_wrap_box_new ());
  GtkWidget *first = gtk_drawing_area_new ();
  GtkWidget *second = gtk_drawing_area_new ();
  int least, natural;

  gtk_widget_set_size_request (first, 200, 20);
  gtk_widget_set_size_request (second, 100, 20);
  gtk_widget_set_hexpand (first, TRUE);
  gtk_widget_set_parent (first, box);
  gtk_widget_set_parent (second, box);
  gtk_widget_measure (box,
                      GTK_ORIENTATION_HORIZONTAL,
                      -1,
                      &least,
                      &natural,
                      NULL,
                      NULL);
  g_assert_cmpint (least, ==, 200);
  g_assert_cmpint (natural, ==, 306);

  /* In one line, where the first takes what is left. */
  g_assert_cmpint (allocate_and_get_x (box, second, 400), ==, 300);
  g_assert_cmpint (gtk_widget_get_height (box), ==, 20);
  gtk_widget_set_direction (box, GTK_TEXT_DIR_RTL);
  g_assert_cmpint (allocate_and_get_x (box, first, 400), ==, 106);
  gtk_widget_set_direction (box, GTK_TEXT_DIR_LTR);
  /* One below the other. */
  g_assert_cmpint (allocate_and_get_x (box, second, 305), ==, 0);
  g_assert_cmpint (gtk_widget_get_height (box), ==, 46);
  gtk_widget_set_visible (first, FALSE);
  g_assert_cmpint (allocate_and_get_x (box, second, 305), ==, 0);
  g_assert_cmpint (gtk_widget_get_height (box), ==, 20);
}

/* GTK warns of a widget that still has children when it ends. */
static void
test_children_go_with_their_parent (void)
{
  static const MakeWidget makes[] = { todoku_wrap_box_new,
                                      todoku_headline_new };

  for (gsize i = 0; i < G_N_ELEMENTS (makes); i++) {
    GtkWidget *parent = g_object_ref_sink (makes[i]());
    GtkWidget *children[] = { gtk_label_new ("one"), gtk_label_new ("two") };

    for (gsize c = 0; c < G_N_ELEMENTS (children); c++) {
      gtk_widget_set_parent (children[c], parent);
      g_object_add_weak_pointer (G_OBJECT (children[c]),
                                 (gpointer *) &children[c]);
    }
    g_object_unref (parent);
    g_assert_null (children[0]);
    g_assert_null (children[1]);
  }
}

/* As many lines as it needs, none of them much shorter than the others. */
static void
test_headline_is_balanced (void)
{
  g_autoptr (GtkWidget) headline = g_object_ref_sink (todoku_headline_new ());
  GtkWidget *label = gtk_label_new ("設定されているポート番号では、"
                                    "暗号化の「SSL」は使えません。");
  int natural, one_line, height;

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_set_parent (label, headline);
  gtk_widget_measure (headline,
                      GTK_ORIENTATION_HORIZONTAL,
                      -1,
                      NULL,
                      &natural,
                      NULL,
                      NULL);
  gtk_widget_measure (headline,
                      GTK_ORIENTATION_VERTICAL,
                      natural,
                      &one_line,
                      NULL,
                      NULL,
                      NULL);
  gtk_widget_allocate (headline, natural, one_line, -1, NULL);
  g_assert_cmpint (gtk_widget_get_width (label), >, natural * 9 / 10);
  /* A syllable too narrow. */
  gtk_widget_measure (headline,
                      GTK_ORIENTATION_VERTICAL,
                      natural - 4,
                      &height,
                      NULL,
                      NULL,
                      NULL);
  g_assert_cmpint (height, >, one_line);
  gtk_widget_allocate (headline, natural - 4, height, -1, NULL);
  g_assert_cmpint (gtk_widget_get_width (label), <, natural * 2 / 3);
}

static guint n_painted, n_later;

static void
painted_cb (void)
{
  n_painted++;
}

static void
later_cb (GtkWidget *widget)
{
  g_assert_cmpuint (n_painted, >=, 1);
  n_later++;
}

static void
test_later_is_once_and_after_the_first_frame (void)
{
  GtkWidget *window = gtk_window_new ();

  todoku_later (window, later_cb);
  settle ();
  g_assert_cmpuint (n_later, ==, 0);
  gtk_widget_realize (window);
  g_signal_connect (gtk_widget_get_frame_clock (window),
                    "after-paint",
                    G_CALLBACK (painted_cb),
                    NULL);
  gtk_window_present (GTK_WINDOW (window));
  while (n_later == 0 || n_painted < 3) {
    gtk_widget_queue_draw (window);
    g_main_context_iteration (NULL, TRUE);
  }
  g_assert_cmpuint (n_later, ==, 1);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_hint_row_is_no_markup (void)
{
  g_autoptr (GtkWidget) row = g_object_ref_sink (todoku_hint_row_new ());

  g_assert_false (gtk_widget_get_visible (row));
  todoku_hint_row_say (TODOKU_HINT_ROW (row),
                       TODOKU_TONE_PROBLEM,
                       "a <b> & c",
                       NULL);
  g_assert_true (gtk_widget_get_visible (row));
  g_assert_false (
      adw_preferences_row_get_use_markup (ADW_PREFERENCES_ROW (row)));
  todoku_hint_row_say (TODOKU_HINT_ROW (row), TODOKU_TONE_PROBLEM, NULL, NULL);
  g_assert_false (gtk_widget_get_visible (row));
}

/* What a server says must never become markup: GTK would warn, which is fatal
 * here, or show something else. */
static void
test_section_takes_hostile_text (void)
{
  static const char *const texts[] = {
    "<b>",
    "&",
    "_mnemonic",
    "</span>",
    "<a href=\"https://example.com\">x</a>",
    "\u202eright to left\u202c \u05e9\u05dc\u05d5\u05dd",
    "two\nlines",
    "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319\u0324",
  };
  g_autofree char *long_text = g_strnfill (10 * 1024, 'x');
  g_autoptr (GtkWidget) section = g_object_ref_sink (todoku_section_new ());

  todoku_section_begin (TODOKU_SECTION (section), "Servers");
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    todoku_section_add (TODOKU_SECTION (section),
                        texts[i],
                        todoku_expander_row_new (texts[i], texts[i]));
  }
  todoku_section_add (TODOKU_SECTION (section),
                      "long",
                      todoku_expander_row_new (long_text, long_text));
  todoku_section_end (TODOKU_SECTION (section));
  g_assert_true (gtk_widget_get_visible (section));
}

static void
test_section_keeps_what_is_open (void)
{
  g_autoptr (GtkWidget) section = g_object_ref_sink (todoku_section_new ());
  GtkWidget *row = todoku_expander_row_new ("a", NULL);

  g_assert_false (gtk_widget_get_visible (section));
  todoku_section_begin (TODOKU_SECTION (section), "A");
  todoku_section_add (TODOKU_SECTION (section), "a", row);
  todoku_section_end (TODOKU_SECTION (section));
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  todoku_section_begin (TODOKU_SECTION (section), "A");
  row = todoku_expander_row_new ("b", NULL);
  todoku_section_add (TODOKU_SECTION (section), "a", row);
  todoku_section_end (TODOKU_SECTION (section));
  g_assert_true (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (row)));
}

/* Every row below @widget that starts a practice case. */
static guint
count_cases (GtkWidget *widget)
{
  guint count =
      GTK_IS_LIST_BOX_ROW (widget) &&
      g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)),
                 "win.practise") == 0;

  if (ADW_IS_EXPANDER_ROW (widget))
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (widget), TRUE);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    count += count_cases (child);
  return count;
}

static void
test_practice_list_holds_every_case (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TodokuPractice) practice = todoku_practice_new (&error);
  g_autoptr (TodokuKnowledge) knowledge = todoku_knowledge_new (&error);
  g_autoptr (GtkWidget) list = g_object_ref_sink (todoku_practice_list_new ());

  g_assert_no_error (error);
  todoku_practice_list_fill (TODOKU_PRACTICE_LIST (list),
                             practice,
                             knowledge,
                             TODOKU_LANGUAGE_JA);
  g_assert_cmpuint (count_cases (list),
                    ==,
                    todoku_practice_get_scenarios (practice)->len);
}

static GtkWidget *
swatch_new (void)
{
  return todoku_swatch_new (0);
}

static const struct {
  const char *path;
  MakeWidget make;
} widgets[] = {
  { "/split/new-destroy", todoku_split_new },
  { "/headline/new-destroy", todoku_headline_new },
  { "/hint-row/new-destroy", todoku_hint_row_new },
  { "/server-group/new-destroy", todoku_server_group_new },
  { "/service-group/new-destroy", todoku_service_group_new },
  { "/servers-form/new-destroy", todoku_servers_form_new },
  { "/account-form/new-destroy", todoku_account_form_new },
  { "/section/new-destroy", todoku_section_new },
  { "/cause-card/new-destroy", todoku_cause_card_new },
  { "/checklist-row/new-destroy", todoku_checklist_row_new },
  { "/empty-page/new-destroy", todoku_empty_page_new },
  { "/practice-list/new-destroy", todoku_practice_list_new },
  { "/pane/new-destroy", todoku_pane_new },
  { "/results/new-destroy", todoku_results_new },
  { "/share-menu/new-destroy", todoku_share_menu_new },
  { "/bar/new-destroy", todoku_bar_new },
  { "/swatch/new-destroy", swatch_new },
  { "/cell-view/new-destroy", todoku_cell_view_new },
  { "/grid-view/new-destroy", todoku_grid_view_new },
  { "/waterfall/new-destroy", todoku_waterfall_new },
  { "/transcript-row/new-destroy", todoku_transcript_row_new },
  { "/evidence-view/new-destroy", todoku_evidence_view_new },
  { "/language-switch/new-destroy", todoku_language_switch_new },
  { "/message-box/new-destroy", todoku_message_box_new },
  { "/explain-view/new-destroy", todoku_explain_view_new },
  { "/wrap-box/new-destroy", todoku_wrap_box_new },
};

static GtkWidget *
find_named (GtkWidget *widget, const char *id)
{
  GtkWidget *found = NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_named (child, id);
  if (found == NULL &&
      g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)), id) ==
          0)
    return widget;
  return found;
}

/* What is changed there is kept at once; what was not touched is not. */
static void
test_preferences_are_kept (void)
{
  g_autoptr (GSettings) settings = g_settings_new (APP_ID);
  g_autoptr (GVariant) untouched = NULL;
  g_autoptr (GVariant) account = NULL;
  GtkWidget *page, *forget;

  g_settings_set_string (settings, "language", "both");
  page = g_object_ref_sink (todoku_preferences_new (settings));
  forget = find_named (page, "forget_button");
  untouched = g_settings_get_user_value (settings, "remember-accounts");
  g_assert_null (untouched);
  g_assert_cmpuint (adw_combo_row_get_selected (
                        ADW_COMBO_ROW (find_named (page, "language_row"))),
                    ==,
                    3);
  g_assert_false (gtk_widget_get_sensitive (forget));

  adw_combo_row_set_selected (ADW_COMBO_ROW (find_named (page, "language_row")),
                              0);
  g_assert_cmpint (g_settings_get_enum (settings, "language"), ==, 0);
  gtk_switch_set_active (GTK_SWITCH (find_named (page, "remember_switch")),
                         TRUE);
  g_assert_true (g_settings_get_boolean (settings, "remember-accounts"));

  g_settings_set_value (settings,
                        "recent-accounts",
                        g_variant_new_parsed (
                            "[{'address': 'taro@example.jp'}]"));
  g_assert_true (gtk_widget_get_sensitive (forget));
  g_signal_emit_by_name (forget, "clicked");
  account = g_settings_get_value (settings, "recent-accounts");
  g_assert_cmpuint (g_variant_n_children (account), ==, 0);
  g_assert_false (gtk_widget_get_sensitive (forget));

  g_settings_reset (settings, "language");
  g_settings_reset (settings, "remember-accounts");
  g_assert_finalize_object (page);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  for (gsize i = 0; i < G_N_ELEMENTS (widgets); i++)
    g_test_add_data_func (widgets[i].path,
                          (gconstpointer) widgets[i].make,
                          test_new_destroy);
  g_test_add_func ("/preferences/kept", test_preferences_are_kept);
  g_test_add_func ("/practice-list/every-case",
                   test_practice_list_holds_every_case);
  g_test_add_func ("/split/notifies", test_split_notifies);
  g_test_add_func ("/split/folds", test_split_folds);
  g_test_add_func ("/wrap-box/wraps", test_wrap_box_wraps);
  g_test_add_func ("/wrap-box/children-go-with-it",
                   test_children_go_with_their_parent);
  g_test_add_func ("/headline/balanced", test_headline_is_balanced);
  g_test_add_func ("/later/once-and-after-the-first-frame",
                   test_later_is_once_and_after_the_first_frame);
  g_test_add_func ("/hint-row/UI-01/no-markup", test_hint_row_is_no_markup);
  g_test_add_func ("/section/UI-01/hostile-text",
                   test_section_takes_hostile_text);
  g_test_add_func ("/section/keeps-what-is-open",
                   test_section_keeps_what_is_open);
  return g_test_run ();
}
