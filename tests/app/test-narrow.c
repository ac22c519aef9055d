/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "app-fixture.h"
#include "todoku-grid-view.h"
#include "todoku-message-box.h"
#include "todoku-preferences.h"
#include "todoku-results.h"
#include "todoku-window.h"

#include <string.h>

/* The narrowest window (interface.md). */
#define PHONE 360
/* Practice cases that are played at once: some wait for seconds. */
#define AT_ONCE 6

static int
get_least_width (GtkWidget *widget)
{
  int minimum;

  gtk_widget_measure (widget,
                      GTK_ORIENTATION_HORIZONTAL,
                      -1,
                      &minimum,
                      NULL,
                      NULL,
                      NULL);
  return minimum;
}

/* Whose fault it is when a window is too wide. */
static GtkWidget *
find_widest_child (GtkWidget *widget)
{
  GtkWidget *widest = NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_visible (child) && !GTK_IS_NATIVE (child) &&
        (widest == NULL || get_least_width (child) > get_least_width (widest)))
      widest = child;
  return widest;
}

static const char *
get_text (GtkWidget *widget)
{
  return GTK_IS_LABEL (widget) ? gtk_label_get_text (GTK_LABEL (widget)) : "";
}

static void
assert_fits_phone (GtkWidget *window, const char *state)
{
  if (get_least_width (window) <= PHONE)
    return;
  for (GtkWidget *widget = window; widget != NULL;
       widget = find_widest_child (widget))
    g_test_message ("%s: %s %s needs %d pixels",
                    state,
                    G_OBJECT_TYPE_NAME (widget),
                    get_text (widget),
                    get_least_width (widget));
  g_test_fail ();
}

/* A view switcher's mark for news lies over the corner of its icon. */
static gboolean
is_shown (GtkWidget *widget)
{
  return gtk_widget_get_visible (widget) &&
         gtk_widget_get_child_visible (widget) && !GTK_IS_NATIVE (widget) &&
         !GTK_IS_SCROLLBAR (widget) &&
         strcmp (G_OBJECT_TYPE_NAME (gtk_widget_get_parent (widget)),
                 "AdwIndicatorBin") != 0;
}

/* A child that is given more than its parent has is cut off there. */
static void
assert_nothing_sticks_out (GtkWidget *widget, const char *state)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    graphene_rect_t place;

    if (!is_shown (child) || !gtk_widget_compute_bounds (child, widget, &place))
      continue;
    if (place.origin.x + place.size.width >
        (float) gtk_widget_get_width (widget) + 1) {
      g_test_message ("%s: %s, %d wide, cuts off a %s at %d: %s",
                      state,
                      G_OBJECT_TYPE_NAME (widget),
                      gtk_widget_get_width (widget),
                      G_OBJECT_TYPE_NAME (child),
                      (int) (place.origin.x + place.size.width),
                      get_text (child));
      g_test_fail ();
    }
    assert_nothing_sticks_out (child, state);
  }
}

static void
open_all (GtkWidget *widget)
{
  if (ADW_IS_EXPANDER_ROW (widget))
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (widget), TRUE);
  if (GTK_IS_EXPANDER (widget))
    gtk_expander_set_expanded (GTK_EXPANDER (widget), TRUE);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    open_all (child);
}

/* Menus and lists are surfaces of their own. */
static void
check_popovers (GtkWidget *widget, const char *state)
{
  if (GTK_IS_POPOVER (widget))
    assert_fits_phone (widget, state);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_popovers (child, state);
}

static void
check_window (GtkWidget *window, const char *state)
{
  open_all (window);
  app_settle_slowly ();
  assert_fits_phone (window, state);
  g_assert_cmpint (gtk_widget_get_width (window), <=, PHONE);
  assert_nothing_sticks_out (window, state);
  check_popovers (window, state);
}

static void
explain (GtkWidget *window, const char *text)
{
  GtkWidget *box = app_find (window, TODOKU_TYPE_MESSAGE_BOX);
  GtkWidget *view = app_find (box, GTK_TYPE_TEXT_VIEW);

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)),
                            text,
                            -1);
  app_settle_slowly ();
}

static void
check_preferences (void)
{
  g_autoptr (GSettings) settings = g_settings_new (APP_ID);
  GtkWidget *window = adw_window_new ();

  adw_window_set_content (ADW_WINDOW (window),
                          todoku_preferences_new (settings));
  gtk_window_set_default_size (GTK_WINDOW (window), PHONE, 720);
  gtk_window_present (GTK_WINDOW (window));
  check_window (window, "preferences");
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Letters twice as large as usual, in the narrowest window. */
static void
test_large_text (void)
{
  static const char *const cases[] = { "university-pop", "ipv6-broken" };
  static const char *const messages[] = {
    "535-5.7.8 Username and Password not accepted. "
    "534-5.7.9 Application-specific password required",
    "このサーバーは、指定した種類の接続暗号化をサポートしていません。",
  };
  static const char *const languages[] = { "ja", "en", "both" };
  GtkSettings *settings = gtk_settings_get_default ();
  g_autoptr (TodokuSession) session = app_session_new ();
  GtkWidget *window;

  g_object_set (settings, "gtk-xft-dpi", 2 * 96 * PANGO_SCALE, NULL);
  window = todoku_window_new (NULL, session, NULL);
  gtk_window_set_default_size (GTK_WINDOW (window), PHONE, 720);
  gtk_window_present (GTK_WINDOW (window));
  app_settle ();
  check_window (window, "empty");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    todoku_window_practise (TODOKU_WINDOW (window), cases[i]);
    app_settle ();
    check_window (window, "running");
    app_session_wait (session);
    for (gsize j = 0; j < G_N_ELEMENTS (languages); j++) {
      g_object_set (window, "language", languages[j], NULL);
      check_window (window, languages[j]);
    }
  }
  gtk_widget_activate_action (window, "win.show-view", "s", "explain");
  app_settle ();
  check_window (window, "explain");
  for (gsize i = 0; i < G_N_ELEMENTS (messages); i++) {
    explain (window, messages[i]);
    check_window (window, messages[i]);
  }
  check_preferences ();
  gtk_settings_reset_property (settings, "gtk-xft-dpi");
  gtk_window_destroy (GTK_WINDOW (window));
  app_settle ();
}

static void
test_phone (void)
{
  static const char *const cases[] = { "outlook-2010-587-ssl",
                                       "university-pop",
                                       "certificate-untrusted" };
  static const char *const languages[] = { "ja", "en", "both" };
  g_autoptr (TodokuSession) session = app_session_new ();
  GtkWidget *window = todoku_window_new (NULL, session, NULL);

  gtk_window_set_default_size (GTK_WINDOW (window), PHONE, 720);
  gtk_window_present (GTK_WINDOW (window));
  app_settle ();
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    todoku_window_practise (TODOKU_WINDOW (window), cases[i]);
    app_session_wait (session);
    for (gsize j = 0; j < G_N_ELEMENTS (languages); j++) {
      g_test_message ("%s, %s", cases[i], languages[j]);
      g_object_set (window, "language", languages[j], NULL);
      app_settle ();
      g_assert_cmpint (gtk_widget_get_width (window), <=, PHONE);
      assert_nothing_sticks_out (app_find (window, TODOKU_TYPE_RESULTS),
                                 cases[i]);
    }
  }
  gtk_window_destroy (GTK_WINDOW (window));
  app_settle ();
}

/* Results with all open that can be opened, laid out and not drawn. */
static void
check_case (TodokuSession *session, TodokuLanguages languages)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *results = todoku_results_new ();
  const char *id =
      todoku_scenario_get_id (todoku_session_get_scenario (session));
  g_autofree char *state = g_strdup_printf ("%s (%d)", id, languages);

  todoku_results_set_languages (TODOKU_RESULTS (results), languages);
  todoku_results_set_session (TODOKU_RESULTS (results), session);
  adw_window_set_content (ADW_WINDOW (window), results);
  open_all (results);
  assert_fits_phone (results, state);
  gtk_widget_allocate (results, PHONE, 720, -1, NULL);
  assert_nothing_sticks_out (results, state);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Those that have ended are looked at, in both languages and in one. */
static void
check_ended (GPtrArray *running)
{
  static guint n_checked;

  for (guint i = running->len; i-- > 0;) {
    g_autoptr (TodokuSession) session = NULL;

    if (todoku_session_is_running (g_ptr_array_index (running, i)))
      continue;
    session = g_ptr_array_remove_index (running, i);
    check_case (session, TODOKU_LANGUAGES_BOTH);
    check_case (session,
                n_checked++ % 2 == 0 ? TODOKU_LANGUAGES_JA
                                     : TODOKU_LANGUAGES_EN);
  }
}

/* Letters twice as large; every other case in the Japanese window, and the
 * others in the English one; from the last, which are the slow ones. */
static void
test_every_case (void)
{
  g_autoptr (TodokuSession) first = app_session_new ();
  TodokuPractice *practice = todoku_session_get_practice (first);
  TodokuKnowledge *knowledge =
      todoku_account_get_knowledge (todoku_session_get_account (first));
  GPtrArray *scenarios = todoku_practice_get_scenarios (practice);
  g_autoptr (GPtrArray) running = g_ptr_array_new ();
  GtkSettings *settings = gtk_settings_get_default ();
  guint next = g_strcmp0 (g_getenv ("LANGUAGE"), "ja") == 0;

  g_object_set (settings, "gtk-xft-dpi", 2 * 96 * PANGO_SCALE, NULL);
  while (running->len > 0 || next < scenarios->len) {
    for (; running->len < AT_ONCE && next < scenarios->len; next += 2) {
      TodokuSession *session = todoku_session_new (knowledge, practice);

      app_session_start (session,
                         todoku_scenario_get_id (
                             g_ptr_array_index (scenarios,
                                                scenarios->len - 1 - next)));
      g_ptr_array_add (running, session);
    }
    g_main_context_iteration (NULL, TRUE);
    check_ended (running);
  }
  gtk_settings_reset_property (settings, "gtk-xft-dpi");
}

/* A line that ends elsewhere than after a space ends inside a word. */
static gboolean
breaks_a_word (GtkLabel *label)
{
  const char *text = gtk_label_get_text (label);
  PangoLayout *layout = gtk_label_get_layout (label);

  for (int i = 1; i < pango_layout_get_line_count (layout); i++) {
    int start = pango_layout_get_line_readonly (layout, i)->start_index;

    if (start > 0 && !g_ascii_isspace (text[start - 1]))
      return TRUE;
  }
  return FALSE;
}

static void
assert_words_are_whole (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget) && breaks_a_word (GTK_LABEL (widget))) {
    g_test_message ("“%s” is broken", gtk_label_get_text (GTK_LABEL (widget)));
    g_test_fail ();
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    assert_words_are_whole (child);
}

/* Three columns and the ports beside them, on a phone. */
static void
test_grid_words (void)
{
  g_autoptr (TodokuSession) session = app_session_new ();
  GtkWidget *window = todoku_window_new (NULL, session, NULL);

  gtk_window_set_default_size (GTK_WINDOW (window), PHONE, 720);
  gtk_window_present (GTK_WINDOW (window));
  todoku_window_practise (TODOKU_WINDOW (window), "outlook-2010-587-ssl");
  app_session_wait (session);
  app_settle_slowly ();
  assert_words_are_whole (
      app_find (app_find (window, TODOKU_TYPE_GRID_VIEW), GTK_TYPE_GRID));
  gtk_window_destroy (GTK_WINDOW (window));
  app_settle ();
}

static void
check_toast (GtkWidget *window, const char *text)
{
  GtkWidget *toast;
  GtkWidget *label;

  gtk_widget_activate_action (window, "win.complain", "s", text);
  app_settle_slowly ();
  label = app_find_label (window, text);
  g_assert_nonnull (label);
  g_assert_true (gtk_widget_get_mapped (label));
  g_assert_false (
      pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (label))));
  toast = gtk_widget_get_parent (gtk_widget_get_parent (label));
  assert_nothing_sticks_out (toast, text);
  g_assert_cmpint (gtk_widget_get_width (window), <=, PHONE);
}

/* Why something was not done is read to its end. */
static void
test_toast (void)
{
  static const char text[] = "貼り付けた文章に、メールサーバーの設定が"
                             "見つかりません & <b>all</b> of it is seen";
  GtkSettings *settings = gtk_settings_get_default ();

  for (int scale = 1; scale <= 2; scale++) {
    g_autoptr (TodokuSession) session = app_session_new ();
    GtkWidget *window = todoku_window_new (NULL, session, NULL);

    g_object_set (settings, "gtk-xft-dpi", scale * 96 * PANGO_SCALE, NULL);
    gtk_window_set_default_size (GTK_WINDOW (window), PHONE, 720);
    gtk_window_present (GTK_WINDOW (window));
    app_settle ();
    check_toast (window, text);
    gtk_window_destroy (GTK_WINDOW (window));
    app_settle ();
  }
  gtk_settings_reset_property (settings, "gtk-xft-dpi");
}

int
main (int argc, char **argv)
{
  app_looks_init (&argc, &argv);
  g_test_add_func ("/narrow/large-text", test_large_text);
  g_test_add_func ("/narrow/phone", test_phone);
  g_test_add_func ("/narrow/every-case", test_every_case);
  g_test_add_func ("/narrow/grid-words", test_grid_words);
  g_test_add_func ("/narrow/toast", test_toast);
  return g_test_run ();
}
