/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "app-fixture.h"
#include "todoku-account-form.h"
#include "todoku-bar.h"
#include "todoku-hint-row.h"
#include "todoku-language-switch.h"
#include "todoku-results.h"
#include "todoku-section.h"
#include "todoku-server-group.h"
#include "todoku-share-menu.h"
#include "todoku-window.h"

#include <math.h>

/* What is seen, measured in what is really drawn: WCAG 2.2, 1.4.3 asks for 4.5
 * to 1 between text and what is behind it, 1.4.11 for 3 to 1 of an icon. */
#define TEXT 4.5
#define ICON 3.0

typedef struct {
  guchar *pixels; /* B8G8R8A8, premultiplied */
  int width, height;
} Picture;

/* The pixels of a window, background and all. */
static Picture
draw (GtkWidget *window)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (window);
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  Picture picture = { NULL,
                      gtk_widget_get_width (window),
                      gtk_widget_get_height (window) };

  gdk_paintable_snapshot (paintable, snapshot, picture.width, picture.height);
  node = gtk_snapshot_to_node (snapshot);
  texture =
      gsk_renderer_render_texture (gtk_native_get_renderer (
                                       GTK_NATIVE (window)),
                                   node,
                                   &GRAPHENE_RECT_INIT (0,
                                                        0,
                                                        (float) picture.width,
                                                        (float)
                                                            picture.height));
  picture.pixels = g_malloc0 ((gsize) picture.width * picture.height * 4);
  gdk_texture_download (texture, picture.pixels, (gsize) picture.width * 4);
  return picture;
}

static double
linear (double value)
{
  return value <= 0.04045 ? value / 12.92 : pow ((value + 0.055) / 1.055, 2.4);
}

static double
luminance (double red, double green, double blue)
{
  return 0.2126 * linear (red) + 0.7152 * linear (green) +
         0.0722 * linear (blue);
}

static double
luminance_at (const Picture *picture, int x, int y)
{
  const guchar *pixel = picture->pixels + ((gsize) y * picture->width + x) * 4;

  return luminance (pixel[2] / 255.0, pixel[1] / 255.0, pixel[0] / 255.0);
}

static double
contrast (double one, double two)
{
  return (MAX (one, two) + 0.05) / (MIN (one, two) + 0.05);
}

/* The strongest contrast between the corner of a widget and its inside. */
static double
contrast_of (const Picture *picture, GtkWidget *widget, GtkWidget *window)
{
  graphene_rect_t bounds;
  double behind, best = 1;

  g_assert_true (gtk_widget_compute_bounds (widget, window, &bounds));
  behind = luminance_at (picture, (int) bounds.origin.x, (int) bounds.origin.y);
  for (int y = 0; y < (int) bounds.size.height; y++)
    for (int x = 0; x < (int) bounds.size.width; x++)
      best = MAX (best,
                  contrast (behind,
                            luminance_at (picture,
                                          (int) bounds.origin.x + x,
                                          (int) bounds.origin.y + y)));
  return best;
}

static GtkWidget *
present (GtkWidget *content, AdwColorScheme scheme)
{
  GtkWidget *window = app_window_new (content);

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), scheme);
  gtk_widget_add_css_class (content, "card");
  gtk_window_present (GTK_WINDOW (window));
  app_settle ();
  /* A change of scheme fades in. */
  for (int i = 0; i < 20; i++) {
    g_usleep (20000);
    app_settle ();
  }
  return window;
}

static void
check_states (AdwColorScheme scheme)
{
  static const TodokuTone tones[] = {
    TODOKU_TONE_GOOD,    TODOKU_TONE_NOTE,       TODOKU_TONE_PROBLEM,
    TODOKU_TONE_BLOCKED, TODOKU_TONE_NOT_TESTED, TODOKU_TONE_COULD_NOT_TELL,
  };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *labels[G_N_ELEMENTS (tones)];
  GtkWidget *window;
  Picture picture;

  for (gsize i = 0; i < G_N_ELEMENTS (tones); i++) {
    labels[i] = todoku_tone_label_new (tones[i], "could not tell");
    gtk_widget_set_margin_start (labels[i], 16);
    gtk_widget_set_margin_top (labels[i], 16);
    gtk_box_append (GTK_BOX (box), labels[i]);
  }
  window = present (box, scheme);
  picture = draw (window);
  for (gsize i = 0; i < G_N_ELEMENTS (tones); i++) {
    GtkWidget *icon = gtk_widget_get_first_child (labels[i]);
    double of_icon = contrast_of (&picture, icon, window);
    double of_word =
        contrast_of (&picture, gtk_widget_get_next_sibling (icon), window);

    g_test_message ("%s: icon %.1f, word %.1f",
                    todoku_tone_get_icon (tones[i]),
                    of_icon,
                    of_word);
    g_assert_cmpfloat (of_icon, >=, ICON);
    g_assert_cmpfloat (of_word, >=, TEXT);
  }
  g_free (picture.pixels);
  gtk_window_destroy (GTK_WINDOW (window));
  app_settle ();
}

static void
test_states_light (void)
{
  check_states (ADW_COLOR_SCHEME_FORCE_LIGHT);
}

static void
test_states_dark (void)
{
  check_states (ADW_COLOR_SCHEME_FORCE_DARK);
}

static void
check_link (AdwColorScheme scheme)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *window;
  Picture picture;

  gtk_label_set_markup (GTK_LABEL (label),
                        "<a href=\"https://example.com\">█ example</a>");
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_set_margin_start (label, 16);
  gtk_widget_set_margin_top (label, 16);
  gtk_box_append (GTK_BOX (box), label);
  window = present (box, scheme);
  picture = draw (window);
  g_assert_cmpfloat (contrast_of (&picture, label, window), >=, TEXT);
  g_free (picture.pixels);
  gtk_window_destroy (GTK_WINDOW (window));
  app_settle ();
}

/* The sources of a cause are links in small letters. */
static void
test_links (void)
{
  check_link (ADW_COLOR_SCHEME_FORCE_LIGHT);
  check_link (ADW_COLOR_SCHEME_FORCE_DARK);
}

/* The segments of a bar against a page. */
static void
test_segments (void)
{
  static const double pages[] = { 1.0, 0x36 / 255.0 };

  for (guint dark = 0; dark < 2; dark++)
    for (int i = 0; i < TODOKU_N_SEGMENTS; i++) {
      const GdkRGBA *colour = todoku_segment_get_colour (i, dark);
      double page = luminance (pages[dark], pages[dark], pages[dark]);

      g_assert_cmpfloat (contrast (page,
                                   luminance ((double) colour->red,
                                              (double) colour->green,
                                              (double) colour->blue)),
                         >=,
                         ICON);
    }
}

static void
assert_right_of (GtkWidget *window, GType right, GType left)
{
  graphene_rect_t places[2];

  g_assert_true (
      gtk_widget_compute_bounds (app_find (window, right), window, &places[0]));
  g_assert_true (
      gtk_widget_compute_bounds (app_find (window, left), window, &places[1]));
  g_assert_cmpfloat (places[0].origin.x,
                     >=,
                     places[1].origin.x + places[1].size.width);
}

/* Time runs the way the text does: the first segment stands at its start. */
static void
assert_bar_starts_right (void)
{
  g_autoptr (TodokuTimeline) timeline = todoku_timeline_new ();
  GtkWidget *bar = todoku_bar_new ();
  GtkWidget *window = present (bar, ADW_COLOR_SCHEME_FORCE_LIGHT);
  graphene_rect_t place;
  Picture picture;
  int y;

  todoku_timeline_begin (timeline, TODOKU_STAGE_CONNECT, 0);
  todoku_timeline_end (timeline,
                       TODOKU_STAGE_CONNECT,
                       TODOKU_OUTCOME_GOOD,
                       1000);
  todoku_bar_show (TODOKU_BAR (bar), timeline, 4000);
  app_settle ();
  picture = draw (window);
  g_assert_true (gtk_widget_compute_bounds (bar, window, &place));
  y = (int) (place.origin.y + place.size.height / 2);
  g_assert_cmpfloat (luminance_at (&picture, (int) place.origin.x + 12, y),
                     >,
                     0.9);
  g_assert_cmpfloat (luminance_at (&picture,
                                   (int) (place.origin.x + place.size.width) -
                                       12,
                                   y),
                     <,
                     0.5);
  g_free (picture.pixels);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_right_to_left (void)
{
  g_autoptr (TodokuSession) session = app_session_new ();
  GtkWidget *window;

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  window = todoku_window_new (NULL, session, NULL);
  gtk_window_set_default_size (GTK_WINDOW (window), 1100, 800);
  gtk_window_present (GTK_WINDOW (window));
  todoku_window_practise (TODOKU_WINDOW (window), "outlook-2010-587-ssl");
  app_session_wait (session);
  assert_right_of (window, TODOKU_TYPE_ACCOUNT_FORM, TODOKU_TYPE_RESULTS);
  assert_right_of (window, TODOKU_TYPE_LANGUAGE_SWITCH, TODOKU_TYPE_SHARE_MENU);
  gtk_window_destroy (GTK_WINDOW (window));
  app_settle ();
  assert_bar_starts_right ();
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

static GtkWidget *
find_last (GtkWidget *widget, GType type)
{
  GtkWidget *found = NULL;

  for (GtkWidget *child = gtk_widget_get_last_child (widget);
       child != NULL && found == NULL;
       child = gtk_widget_get_prev_sibling (child))
    found = find_last (child, type);
  if (found == NULL && G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  return found;
}

/* What is said while one types is seen while one types. */
static void
test_hint_is_seen (void)
{
  g_autoptr (TodokuSession) session = app_session_new ();
  GtkWidget *window, *form, *group, *scroller, *hint;
  graphene_rect_t place;

  window = todoku_window_new (NULL, session, NULL);
  gtk_window_set_default_size (GTK_WINDOW (window), 1000, 560);
  gtk_window_present (GTK_WINDOW (window));
  form = app_find (window, TODOKU_TYPE_ACCOUNT_FORM);
  /* It is made after the first frame. */
  while ((group = find_last (form, TODOKU_TYPE_SERVER_GROUP)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  scroller = app_find (form, GTK_TYPE_SCROLLED_WINDOW);
  gtk_editable_set_text (GTK_EDITABLE (app_find (group, ADW_TYPE_ENTRY_ROW)),
                         "smtp.gmail.com");
  todoku_server_group_focus_port (TODOKU_SERVER_GROUP (group));
  gtk_editable_set_text (GTK_EDITABLE (find_last (group, ADW_TYPE_ENTRY_ROW)),
                         "587");
  hint = app_find (group, TODOKU_TYPE_HINT_ROW);
  for (int i = 0; i < 30; i++) {
    g_usleep (20000);
    app_settle ();
  }
  g_assert_true (gtk_widget_get_visible (hint));
  g_assert_true (gtk_widget_compute_bounds (hint, scroller, &place));
  g_assert_cmpfloat (place.origin.y + place.size.height,
                     <=,
                     gtk_widget_get_height (scroller));
  gtk_window_destroy (GTK_WINDOW (window));
  app_settle ();
}

int
main (int argc, char **argv)
{
  app_looks_init (&argc, &argv);
  g_test_add_func ("/looks/states-light", test_states_light);
  g_test_add_func ("/looks/states-dark", test_states_dark);
  g_test_add_func ("/looks/links", test_links);
  g_test_add_func ("/looks/segments", test_segments);
  g_test_add_func ("/looks/hint-is-seen", test_hint_is_seen);
  g_test_add_func ("/looks/right-to-left", test_right_to_left);
  return g_test_run ();
}
