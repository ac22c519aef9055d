/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "app-fixture.h"
#include "todoku-anchor.h"
#include "todoku-cell-view.h"
#include "todoku-evidence.h"
#include "todoku-grid-view.h"
#include "todoku-results.h"
#include "todoku-waterfall.h"

#include <string.h>

/* What has the focus while results come in and while questions are answered
 * keeps it, and what was opened stays open. */

/* ---- finding widgets ------------------------------------------------------
 */

static GtkWidget *
find_nth (GtkWidget *widget, GType type, guint *n)
{
  GtkWidget *found = NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) &&
      gtk_widget_get_mapped (widget) && (*n)-- == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_nth (child, type, n);
  return found;
}

static GtkWidget *
find (GtkWidget *widget, GType type, guint n)
{
  return find_nth (widget, type, &n);
}

/* The button, or the row that opens, with this on it. */
static GtkWidget *
find_named (GtkWidget *widget, GType type, const char *name)
{
  GtkWidget *found;

  for (guint i = 0; (found = find (widget, type, i)) != NULL; i++)
    if (g_strcmp0 (GTK_IS_BUTTON (found)
                       ? gtk_button_get_label (GTK_BUTTON (found))
                       : adw_preferences_row_get_title (
                             ADW_PREFERENCES_ROW (found)),
                   name) == 0)
      return found;
  g_error ("no “%s”", name);
}

static GtkWidget *
get_focus (GtkWidget *widget)
{
  return gtk_root_get_focus (gtk_widget_get_root (widget));
}

static void
copy_cb (void)
{
}

/* A window in which the buttons can be pressed. */
static GtkWidget *
show (GtkWidget *widget)
{
  static const GActionEntry actions[] = {
    { "copy", (gpointer) copy_cb, "s" },
    { "open-link", (gpointer) copy_cb, "s" }
  };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  GtkWidget *window = app_window_new (widget);

  g_action_map_add_action_entries (G_ACTION_MAP (group),
                                   actions,
                                   G_N_ELEMENTS (actions),
                                   NULL);
  gtk_widget_insert_action_group (window, "win", G_ACTION_GROUP (group));
  gtk_window_present (GTK_WINDOW (window));
  app_settle ();
  return window;
}

static void
close_window (GtkWidget *window)
{
  gtk_window_destroy (GTK_WINDOW (window));
  app_settle ();
}

/* ---- a section ------------------------------------------------------------
 */

/* A row that opens, with two buttons in it. */
static GtkWidget *
row_new (const char *title)
{
  GtkWidget *row = todoku_expander_row_new (title, NULL);
  GtkWidget *inside = todoku_row_new ("inside", NULL);

  for (guint i = 0; i < 2; i++)
    adw_action_row_add_suffix (ADW_ACTION_ROW (inside),
                               todoku_copy_button_new ("x",
                                                       TODOKU_LANGUAGES_EN));
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row), inside);
  return row;
}

/* Fills it with rows that are known by their first letter. */
static void
fill (TodokuSection *section, const char *const *titles)
{
  todoku_section_begin (section, "Section");
  for (; *titles != NULL; titles++) {
    char key[] = { **titles, '\0' };

    todoku_section_add (section, key, row_new (*titles));
  }
  todoku_section_end (section);
  app_settle ();
}

#define FILL(section, ...)                                                     \
  fill (TODOKU_SECTION (section), (const char *const[]){ __VA_ARGS__, NULL })

static void
assert_order (GtkWidget *section, const char *const *titles)
{
  guint i;

  for (i = 0; titles[i] != NULL; i++) {
    GtkWidget *row = find (section, ADW_TYPE_EXPANDER_ROW, i);

    g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)),
                     ==,
                     titles[i]);
  }
  g_assert_null (find (section, ADW_TYPE_EXPANDER_ROW, i));
}

#define ASSERT_ORDER(section, ...)                                             \
  assert_order (section, (const char *const[]){ __VA_ARGS__, NULL })

/* In what scrolls, as in the pane. */
static GtkWidget *
show_section (GtkWidget *section)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), section);
  gtk_widget_set_size_request (scroller, 360, 360);
  return show (scroller);
}

/* The second button in a row, opened for it. */
static GtkWidget *
focus_in_row (GtkWidget *section, const char *title)
{
  GtkWidget *row = find_named (section, ADW_TYPE_EXPANDER_ROW, title);
  GtkWidget *button;

  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  app_settle ();
  button = find (row, GTK_TYPE_BUTTON, 1);
  g_assert_true (gtk_widget_grab_focus (button));
  return button;
}

static void
test_section_keeps_rows (void)
{
  GtkWidget *section = todoku_section_new ();
  GtkWidget *window = show_section (section);
  GtkWidget *button;

  FILL (section, "a", "b", "c");
  button = focus_in_row (section, "b");
  FILL (section, "x", "b", "c");
  g_assert_true (get_focus (section) == button);
  FILL (section, "x", "y", "c", "z", "b");
  g_assert_true (get_focus (section) == button);
  ASSERT_ORDER (section, "x", "y", "c", "z", "b");
  FILL (section, "b");
  g_assert_true (get_focus (section) == button);
  ASSERT_ORDER (section, "b");
  close_window (window);
}

static void
test_section_changes_rows (void)
{
  GtkWidget *section = todoku_section_new ();
  GtkWidget *window = show_section (section);
  GtkWidget *row;

  FILL (section, "a", "b", "c");
  focus_in_row (section, "b");
  FILL (section, "a", "b changed", "c");
  row = find_named (section, ADW_TYPE_EXPANDER_ROW, "b changed");
  g_assert_true (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (row)));
  g_assert_true (get_focus (section) == find (row, GTK_TYPE_BUTTON, 1));
  ASSERT_ORDER (section, "a", "b changed", "c");
  close_window (window);
}

/* Where its row is gone the focus goes to what stands there now. */
static void
test_section_loses_rows (void)
{
  GtkWidget *section = todoku_section_new ();
  GtkWidget *window = show_section (section);

  FILL (section, "a", "b", "c");
  focus_in_row (section, "b");
  FILL (section, "a", "c");
  g_assert_true (gtk_widget_is_ancestor (get_focus (section),
                                         find_named (section,
                                                     ADW_TYPE_EXPANDER_ROW,
                                                     "c")));
  FILL (section, "a");
  g_assert_true (gtk_widget_is_ancestor (get_focus (section),
                                         find_named (section,
                                                     ADW_TYPE_EXPANDER_ROW,
                                                     "a")));
  close_window (window);
}

/* ---- evidence, as it comes in ---------------------------------------------
 */

typedef void (*ShowRun) (GtkWidget *widget,
                         TodokuRun *run,
                         TodokuLanguages languages);

typedef struct {
  GtkWidget *(*make) (void);
  ShowRun show;
  const char *(*get_text) (GtkWidget *focus);
} Evidence;

static const char *
get_bar_text (GtkWidget *focus)
{
  return gtk_widget_get_tooltip_text (focus);
}

static const char *
get_cell_text (GtkWidget *focus)
{
  return todoku_cell_view_get_detail (TODOKU_CELL_VIEW (focus));
}

/* Observations of a run that has ended, as if they came one after the other,
 * every other one first. */
static void
test_evidence_comes_in (gconstpointer data)
{
  const Evidence *evidence = data;
  g_autoptr (TodokuSession) session = app_session_new ();
  TodokuRun *run = app_session_play (session, "ipv6-broken");
  GListStore *store = G_LIST_STORE (todoku_run_get_observations (run));
  guint length = g_list_model_get_n_items (G_LIST_MODEL (store));
  GtkWidget *widget = evidence->make ();
  GtkWidget *window = show (widget);
  GtkWidget *focus = NULL;
  g_autofree char *place = NULL;
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_followed = 0;

  for (guint i = 0; i < length; i++)
    g_ptr_array_add (all, g_list_model_get_item (G_LIST_MODEL (store), i));
  g_list_store_remove_all (store);
  for (guint i = 0; i < length; i++) {
    guint next = i < length / 2 ? 2 * i + 1 : 2 * (i - length / 2);

    g_list_store_append (store, g_ptr_array_index (all, next));
    evidence->show (widget, run, TODOKU_LANGUAGES_EN);
    app_settle ();
    if (focus == NULL && gtk_widget_child_focus (widget, GTK_DIR_TAB_FORWARD)) {
      focus = get_focus (widget);
      place = g_strdup (evidence->get_text (focus));
      *strchr (place, '\n') = '\0';
      g_test_message ("the focus is on %s", place);
      continue;
    }
    if (focus == NULL)
      continue;
    g_assert_true (get_focus (widget) == focus);
    g_assert_true (g_str_has_prefix (evidence->get_text (focus), place));
    n_followed++;
  }
  g_assert_cmpuint (n_followed, >, 3);
  /* Tab leads to it again. */
  gtk_window_set_focus (GTK_WINDOW (window), NULL);
  g_assert_true (gtk_widget_child_focus (widget, GTK_DIR_TAB_FORWARD));
  g_assert_true (get_focus (widget) == focus);
  close_window (window);
}

/* ---- the whole pane -------------------------------------------------------
 */

typedef struct {
  TodokuSession *session;
  GtkWidget *results;
  GtkWidget *window;
} Pane;

static void
set_up (Pane *self, gconstpointer data)
{
  self->session = app_session_new ();
  app_session_play (self->session, data);
  self->results = todoku_results_new ();
  self->window = show (self->results);
  todoku_results_set_session (TODOKU_RESULTS (self->results), self->session);
  app_settle ();
}

static void
tear_down (Pane *self, gconstpointer data)
{
  close_window (self->window);
  g_assert_finalize_object (self->session);
}

/* Every answer to every question, and each taken back. */
static void
answer_everything (Pane *self)
{
  static const char *const answers[] = { "yes", "no", "unknown", "" };
  TodokuRun *run = todoku_session_get_run (self->session);
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  GListModel *items = todoku_run_get_checklist (run);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++) {
    g_autoptr (TodokuChecklistItem) item = g_list_model_get_item (items, i);

    g_ptr_array_add (ids, todoku_checklist_item_get_entry (item)->id);
  }
  for (guint i = 0; i < ids->len; i++)
    for (gsize j = 0; j < G_N_ELEMENTS (answers); j++) {
      todoku_session_answer (self->session,
                             g_ptr_array_index (ids, i),
                             answers[j]);
      app_settle ();
    }
}

static void
test_copy_all (Pane *self, gconstpointer data)
{
  GtkWidget *button = find_named (self->results, GTK_TYPE_BUTTON, "Copy all");

  g_assert_true (gtk_widget_grab_focus (button));
  answer_everything (self);
  g_assert_true (get_focus (self->results) == button);
}

static void
open_rows (GtkWidget *results)
{
  GtkWidget *row;

  for (guint i = 0; (row = find (results, ADW_TYPE_EXPANDER_ROW, i)) != NULL;
       i++) {
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
    app_settle ();
  }
}

static const char *
get_name (GtkWidget *button)
{
  return GTK_IS_BUTTON (button) &&
                 gtk_button_get_label (GTK_BUTTON (button)) != NULL
             ? gtk_button_get_label (GTK_BUTTON (button))
             : gtk_widget_get_tooltip_text (button);
}

/* Every button in turn, also in what is folded, while an answer is given and
 * taken back. */
static void
test_buttons (Pane *self, gconstpointer data)
{
  guint n_buttons = 0;
  GtkWidget *button;

  open_rows (self->results);
  for (guint i = 0; (button = find (self->results, GTK_TYPE_BUTTON, i)) != NULL;
       i++) {
    g_autofree char *name = g_strdup (get_name (button));

    if (!gtk_widget_grab_focus (button))
      continue;
    todoku_session_answer (self->session, "two-step", "yes");
    app_settle ();
    g_assert_cmpstr (get_name (get_focus (self->results)), ==, name);
    todoku_session_answer (self->session, "two-step", "");
    app_settle ();
    g_assert_cmpstr (get_name (get_focus (self->results)), ==, name);
    n_buttons++;
  }
  g_assert_cmpuint (n_buttons, >, 20);
}

/* An answer makes items come and go; the others' rows stay. */
static void
test_checklist (Pane *self, gconstpointer data)
{
  GtkWidget *button;
  guint n = 0;

  while ((button = find (self->results, GTK_TYPE_TOGGLE_BUTTON, n++)) != NULL) {
    if (!gtk_widget_grab_focus (button))
      continue;
    answer_everything (self);
    g_assert_true (get_focus (self->results) == button);
  }
  g_assert_cmpuint (n, >, 6);
}

/* ---- what is read stays in sight ------------------------------------------
 */

static void
wait_for_frames (void)
{
  for (guint i = 0; i < 10; i++) {
    g_usleep (20000);
    app_settle ();
  }
}

static double
get_place (GtkWidget *widget)
{
  GtkWidget *root = GTK_WIDGET (gtk_widget_get_root (widget));
  graphene_rect_t place;

  g_assert_true (gtk_widget_compute_bounds (widget, root, &place));
  return (double) place.origin.y;
}

static GtkAdjustment *
get_scrolled (GtkWidget *scroller)
{
  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
}

typedef struct {
  const char *name;
  guint scrolled; /* pixels */
  int focused;    /* which button, or -1 */
  gboolean stays; /* what is seen; else what comes is seen */
} Sight;

static const Sight sights[] = { { "focus", 400, 12, TRUE },
                                { "focus-at-the-top", 0, 2, TRUE },
                                { "focus-out-of-sight", 400, 0, TRUE },
                                { "no-focus", 400, -1, TRUE },
                                { "no-focus-at-the-top", 0, -1, FALSE } };

/* Lines that come above what is seen, and go again. */
static void
test_sight (gconstpointer data)
{
  const Sight *sight = data;
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *buttons[30], *window = show (scroller);
  double place;

  for (gsize i = 0; i < G_N_ELEMENTS (buttons); i++) {
    buttons[i] = gtk_button_new_with_label ("x");
    gtk_widget_set_size_request (buttons[i], -1, 40);
    gtk_box_append (GTK_BOX (box), buttons[i]);
  }
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), box);
  gtk_window_set_default_size (GTK_WINDOW (window), 300, 300);
  wait_for_frames ();
  gtk_window_set_focus (GTK_WINDOW (window), NULL);
  if (sight->focused >= 0)
    gtk_widget_grab_focus (buttons[sight->focused]);
  wait_for_frames ();
  gtk_adjustment_set_value (get_scrolled (scroller), sight->scrolled);
  wait_for_frames ();
  place = get_place (buttons[12]);
  for (gsize i = 0; i < 2; i++) {
    todoku_anchor_hold (GTK_SCROLLED_WINDOW (scroller));
    gtk_widget_set_size_request (buttons[1], -1, i == 0 ? 240 : 40);
    wait_for_frames ();
    g_assert_cmpint ((int) (get_place (buttons[12]) - place),
                     ==,
                     sight->stays || i > 0 ? 0 : 200);
  }
  close_window (window);
}

/* A row near the end, while all above it comes to be in two languages. */
static void
test_row_stays_in_sight (Pane *self, gconstpointer data)
{
  GtkWidget *row;
  double place;

  gtk_window_set_default_size (GTK_WINDOW (self->window), 700, 500);
  wait_for_frames ();
  row = find_named (self->results,
                    ADW_TYPE_EXPANDER_ROW,
                    "pop.gmail.com:995 · POP · SSL/TLS · IPv4");
  gtk_widget_child_focus (row, GTK_DIR_TAB_FORWARD);
  wait_for_frames ();
  place = get_place (get_focus (row));
  todoku_results_set_languages (TODOKU_RESULTS (self->results),
                                TODOKU_LANGUAGES_BOTH);
  wait_for_frames ();
  row = find_named (self->results,
                    ADW_TYPE_EXPANDER_ROW,
                    "pop.gmail.com:995 · POP · SSL/TLS · IPv4");
  g_assert_true (gtk_widget_is_ancestor (get_focus (row), row));
  g_assert_cmpint ((int) get_place (get_focus (row)), ==, (int) place);
}

static const Evidence waterfall = { todoku_waterfall_new,
                                    (ShowRun) todoku_waterfall_show_run,
                                    get_bar_text };
static const Evidence grid = { todoku_grid_view_new,
                               (ShowRun) todoku_grid_view_show_run,
                               get_cell_text };

#define ADD(name, case, function)                                              \
  g_test_add ("/focus/" name, Pane, case, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  /* What is opened is seen at once. */
  g_object_set (gtk_settings_get_default (),
                "gtk-enable-animations",
                FALSE,
                NULL);
  g_test_add_func ("/focus/section/kept", test_section_keeps_rows);
  g_test_add_func ("/focus/section/changed", test_section_changes_rows);
  g_test_add_func ("/focus/section/gone", test_section_loses_rows);
  g_test_add_data_func ("/focus/waterfall", &waterfall, test_evidence_comes_in);
  g_test_add_data_func ("/focus/grid", &grid, test_evidence_comes_in);
  ADD ("copy-all", "outlook-2010-587-ssl", test_copy_all);
  ADD ("buttons", "university-pop", test_buttons);
  for (gsize i = 0; i < G_N_ELEMENTS (sights); i++) {
    g_autofree char *path = g_strconcat ("/focus/sight/", sights[i].name, NULL);

    g_test_add_data_func (path, &sights[i], test_sight);
  }
  ADD ("row-stays-in-sight", "university-pop", test_row_stays_in_sight);
  ADD ("checklist", "university-pop", test_checklist);
  return g_test_run ();
}
