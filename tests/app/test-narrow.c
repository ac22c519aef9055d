/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "app-fixture.h"
#include "todoku-grid-view.h"
#include "todoku-message-box.h"
#include "todoku-results.h"
#include "todoku-window.h"

/* The narrowest window (interface.md). */
#define PHONE 360

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
                    GTK_IS_LABEL (widget)
                        ? gtk_label_get_text (GTK_LABEL (widget))
                        : "",
                    get_least_width (widget));
  g_test_fail ();
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
  gtk_window_present (GTK_WINDOW (window));
  app_settle ();
  assert_fits_phone (window, "empty");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    todoku_window_practise (TODOKU_WINDOW (window), cases[i]);
    app_settle ();
    assert_fits_phone (window, "running");
    app_session_wait (session);
    for (gsize j = 0; j < G_N_ELEMENTS (languages); j++) {
      g_object_set (window, "language", languages[j], NULL);
      app_settle ();
      assert_fits_phone (window, languages[j]);
    }
  }
  gtk_widget_activate_action (window, "win.show-view", "s", "explain");
  app_settle ();
  assert_fits_phone (window, "explain");
  for (gsize i = 0; i < G_N_ELEMENTS (messages); i++) {
    explain (window, messages[i]);
    assert_fits_phone (window, messages[i]);
  }
  gtk_settings_reset_property (settings, "gtk-xft-dpi");
  gtk_window_destroy (GTK_WINDOW (window));
  app_settle ();
}

/* A child that is given more than its parent has is cut off there. */
static void
assert_nothing_sticks_out (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    graphene_rect_t place;

    if (!gtk_widget_get_mapped (child) || GTK_IS_SCROLLBAR (child) ||
        !gtk_widget_compute_bounds (child, widget, &place))
      continue;
    if (place.origin.x + place.size.width >
        (float) gtk_widget_get_width (widget) + 1) {
      g_test_message ("%s cuts off a %s",
                      G_OBJECT_TYPE_NAME (widget),
                      G_OBJECT_TYPE_NAME (child));
      g_test_fail ();
    }
    assert_nothing_sticks_out (child);
  }
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
      assert_nothing_sticks_out (app_find (window, TODOKU_TYPE_RESULTS));
    }
  }
  gtk_window_destroy (GTK_WINDOW (window));
  app_settle ();
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
  assert_nothing_sticks_out (toast);
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
  g_test_add_func ("/narrow/grid-words", test_grid_words);
  g_test_add_func ("/narrow/toast", test_toast);
  return g_test_run ();
}
