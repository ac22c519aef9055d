/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "app-fixture.h"
#include "todoku-bar.h"
#include "todoku-cell-view.h"
#include "todoku-evidence-view.h"
#include "todoku-evidence.h"
#include "todoku-grid-view.h"
#include "todoku-transcript-row.h"
#include "todoku-waterfall.h"

#include <string.h>

/* ---- finding widgets ------------------------------------------------------
 */

static void
collect (GtkWidget *widget, GType type, GPtrArray *found)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    g_ptr_array_add (found, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect (child, type, found);
}

static GPtrArray *
find_all (GtkWidget *widget, GType type)
{
  GPtrArray *found = g_ptr_array_new ();

  collect (widget, type, found);
  return found;
}

static GtkWidget *
find_by_class (GPtrArray *widgets, const char *name)
{
  for (guint i = 0; i < widgets->len; i++)
    if (gtk_widget_has_css_class (g_ptr_array_index (widgets, i), name))
      return g_ptr_array_index (widgets, i);
  return NULL;
}

/* ---- a window with one widget ---------------------------------------------
 */

typedef struct {
  TodokuSession *session;
  TodokuRun *run;
  GtkWidget *window;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->session = app_session_new ();
  self->run = app_session_play (self->session, data);
  self->window = adw_window_new ();
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  app_settle ();
  g_assert_finalize_object (self->session);
}

static void
show (Fixture *self, GtkWidget *widget)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_box_append (GTK_BOX (box), gtk_button_new_with_label ("before"));
  gtk_box_append (GTK_BOX (box), widget);
  gtk_box_append (GTK_BOX (box), gtk_button_new_with_label ("after"));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled),
                                  GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  adw_window_set_content (ADW_WINDOW (self->window), scrolled);
  gtk_window_present (GTK_WINDOW (self->window));
  app_settle ();
}

static GtkWidget *
get_focus (Fixture *self)
{
  return gtk_root_get_focus (GTK_ROOT (self->window));
}

/* ---- the grid -------------------------------------------------------------
 */

static void
test_grid_marks (Fixture *self, gconstpointer data)
{
  GtkWidget *grid = todoku_grid_view_new ();
  g_autoptr (GPtrArray) cells = NULL;
  GtkWidget *now;

  show (self, grid);
  g_assert_false (gtk_widget_get_visible (grid));
  todoku_grid_view_show_run (TODOKU_GRID_VIEW (grid),
                             self->run,
                             TODOKU_LANGUAGES_EN);
  g_assert_true (gtk_widget_get_visible (grid));
  cells = find_all (grid, TODOKU_TYPE_CELL_VIEW);
  g_assert_cmpuint (cells->len, >=, 6);
  g_assert_cmpuint (cells->len % 3, ==, 0);
  now = find_by_class (cells, "now");
  g_assert_nonnull (now);
  g_assert_false (gtk_widget_has_css_class (now, "recommended"));
  g_assert_nonnull (
      strstr (todoku_cell_view_get_detail (TODOKU_CELL_VIEW (now)),
              "answered the start of TLS with an unencrypted greeting"));
  g_assert_nonnull (find_by_class (cells, "recommended"));
}

/* A server that answers over IPv4 alone has two rows, and each cell says which
 * it is of. */
static void
test_grid_families (Fixture *self, gconstpointer data)
{
  GtkWidget *grid = todoku_grid_view_new ();
  g_autoptr (GPtrArray) cells = NULL;
  guint four = 0, six = 0;

  show (self, grid);
  todoku_grid_view_show_run (TODOKU_GRID_VIEW (grid),
                             self->run,
                             TODOKU_LANGUAGES_EN);
  cells = find_all (grid, TODOKU_TYPE_CELL_VIEW);
  for (guint i = 0; i < cells->len; i++) {
    const char *detail =
        todoku_cell_view_get_detail (g_ptr_array_index (cells, i));

    four += strstr (detail, "Port 993 SSL/TLS IPv4\n") != NULL;
    six += strstr (detail, "Port 993 SSL/TLS IPv6\n") != NULL;
    g_assert_null (strstr (detail, "Port 143 STARTTLS IPv"));
  }
  g_assert_cmpuint (four, ==, 1);
  g_assert_cmpuint (six, ==, 1);
}

typedef struct {
  GtkDirectionType direction;
  guint at; /* index of the cell that has the focus then */
} Step;

static void
test_grid_keys (Fixture *self, gconstpointer data)
{
  static const Step steps[] = {
    { GTK_DIR_TAB_FORWARD, 0 }, { GTK_DIR_LEFT, 0 },  { GTK_DIR_UP, 0 },
    { GTK_DIR_RIGHT, 1 },       { GTK_DIR_RIGHT, 2 }, { GTK_DIR_RIGHT, 2 },
    { GTK_DIR_DOWN, 5 },        { GTK_DIR_LEFT, 4 },  { GTK_DIR_UP, 1 },
  };
  GtkWidget *grid = todoku_grid_view_new ();
  g_autoptr (GPtrArray) cells = NULL;

  todoku_grid_view_show_run (TODOKU_GRID_VIEW (grid),
                             self->run,
                             TODOKU_LANGUAGES_EN);
  show (self, grid);
  cells = find_all (grid, TODOKU_TYPE_CELL_VIEW);
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++) {
    g_assert_true (gtk_widget_child_focus (grid, steps[i].direction));
    g_assert_true (get_focus (self) == g_ptr_array_index (cells, steps[i].at));
  }
  /* One step of Tab leads out, and back to where it was. */
  g_assert_false (gtk_widget_child_focus (grid, GTK_DIR_TAB_FORWARD));
  gtk_widget_grab_focus (gtk_widget_get_next_sibling (grid));
  g_assert_true (gtk_widget_child_focus (grid, GTK_DIR_TAB_BACKWARD));
  g_assert_true (get_focus (self) == g_ptr_array_index (cells, 1));
}

/* The arrows lead where they point, whichever way the columns run. */
static void
test_grid_keys_right_to_left (Fixture *self, gconstpointer data)
{
  static const Step steps[] = {
    { GTK_DIR_TAB_FORWARD, 0 }, { GTK_DIR_RIGHT, 0 }, { GTK_DIR_LEFT, 1 },
    { GTK_DIR_LEFT, 2 },        { GTK_DIR_DOWN, 5 },  { GTK_DIR_RIGHT, 4 },
  };
  GtkWidget *grid;
  g_autoptr (GPtrArray) cells = NULL;
  graphene_rect_t first, second;

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  grid = todoku_grid_view_new ();
  todoku_grid_view_show_run (TODOKU_GRID_VIEW (grid),
                             self->run,
                             TODOKU_LANGUAGES_EN);
  show (self, grid);
  cells = find_all (grid, TODOKU_TYPE_CELL_VIEW);
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++) {
    g_assert_true (gtk_widget_child_focus (grid, steps[i].direction));
    g_assert_true (get_focus (self) == g_ptr_array_index (cells, steps[i].at));
  }
  g_assert_true (
      gtk_widget_compute_bounds (g_ptr_array_index (cells, 0), grid, &first));
  g_assert_true (
      gtk_widget_compute_bounds (g_ptr_array_index (cells, 1), grid, &second));
  g_assert_cmpfloat (first.origin.x, >, second.origin.x);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

static void
test_grid_keeps_focus (Fixture *self, gconstpointer data)
{
  GtkWidget *grid = todoku_grid_view_new ();
  g_autoptr (GPtrArray) cells = NULL;

  todoku_grid_view_show_run (TODOKU_GRID_VIEW (grid),
                             self->run,
                             TODOKU_LANGUAGES_EN);
  show (self, grid);
  gtk_widget_child_focus (grid, GTK_DIR_TAB_FORWARD);
  gtk_widget_child_focus (grid, GTK_DIR_DOWN);
  todoku_grid_view_show_run (TODOKU_GRID_VIEW (grid),
                             self->run,
                             TODOKU_LANGUAGES_BOTH);
  cells = find_all (grid, TODOKU_TYPE_CELL_VIEW);
  g_assert_true (get_focus (self) == g_ptr_array_index (cells, 3));
}

/* ---- the waterfall --------------------------------------------------------
 */

static void
test_segments (void)
{
  static const struct {
    TodokuStage stage;
    gint64 start, end;
  } stages[] = {
    { TODOKU_STAGE_RESOLVE, 100, 110 },
    { TODOKU_STAGE_CONNECT, 110, 140 },
    { TODOKU_STAGE_GREETING, 140, 150 },
    { TODOKU_STAGE_STARTTLS, 150, 155 },
    { TODOKU_STAGE_TLS, 155, 255 },
    { TODOKU_STAGE_CAPABILITIES, 255, 260 },
    { TODOKU_STAGE_SIGN_IN, 260, 360 },
    { TODOKU_STAGE_MAILBOX, 360, 390 },
  };
  static const gint64 expected[] = { 10, 30, 100, 20, 130 };
  g_autoptr (TodokuTimeline) timeline = todoku_timeline_new ();
  gint64 lengths[TODOKU_N_SEGMENTS];

  for (gsize i = 0; i < G_N_ELEMENTS (stages); i++) {
    todoku_timeline_begin (timeline, stages[i].stage, stages[i].start);
    todoku_timeline_end (timeline,
                         stages[i].stage,
                         TODOKU_OUTCOME_GOOD,
                         stages[i].end);
  }
  todoku_segments_measure (timeline, lengths);
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpint (lengths[i], ==, expected[i]);
}

static GPtrArray *
list_observations (TodokuRun *run)
{
  GListModel *observations = todoku_run_get_observations (run);
  GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (observations); i++)
    g_ptr_array_add (list, g_list_model_get_item (observations, i));
  return list;
}

/* A server that stays silent for seconds does not squeeze the others. */
static void
test_waterfall_scale (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) observations = list_observations (self->run);
  gint64 good = 0, all = 0;
  gint64 scale = todoku_waterfall_get_scale (observations);

  for (guint i = 0; i < observations->len; i++) {
    TodokuObservation *observation = g_ptr_array_index (observations, i);
    gint64 lengths[TODOKU_N_SEGMENTS], sum = 0;

    todoku_segments_measure (todoku_observation_get_dialogue (observation)
                                 ->timeline,
                             lengths);
    for (guint s = 0; s < TODOKU_N_SEGMENTS; s++)
      sum += lengths[s];
    all = MAX (all, sum);
    if (todoku_observation_get_outcome (observation) == TODOKU_OUTCOME_GOOD)
      good = MAX (good, sum);
  }
  g_assert_cmpint (good, >, 0);
  g_assert_cmpint (scale, >=, good);
  g_assert_cmpint (scale, <=, all);
}

static void
test_waterfall_keys (Fixture *self, gconstpointer data)
{
  GtkWidget *waterfall = todoku_waterfall_new ();
  g_autoptr (GPtrArray) bars = NULL;
  GtkWidget *first, *second;

  todoku_waterfall_show_run (TODOKU_WATERFALL (waterfall),
                             self->run,
                             TODOKU_LANGUAGES_EN);
  show (self, waterfall);
  bars = find_all (waterfall, TODOKU_TYPE_BAR);
  g_assert_cmpuint (bars->len, >=, 3);
  first = gtk_widget_get_parent (g_ptr_array_index (bars, 0));
  second = gtk_widget_get_parent (g_ptr_array_index (bars, 1));
  g_assert_true (gtk_widget_child_focus (waterfall, GTK_DIR_TAB_FORWARD));
  g_assert_true (get_focus (self) == first);
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (first), "ms"));
  g_assert_true (gtk_widget_child_focus (waterfall, GTK_DIR_DOWN));
  g_assert_true (get_focus (self) == second);
  g_assert_true (gtk_widget_child_focus (waterfall, GTK_DIR_TAB_FORWARD));
  g_assert_true (GTK_IS_EXPANDER (get_focus (self)));
  g_assert_false (gtk_widget_child_focus (waterfall, GTK_DIR_TAB_FORWARD));
  g_assert_true (gtk_widget_child_focus (waterfall, GTK_DIR_TAB_BACKWARD));
  g_assert_true (get_focus (self) == second);
}

/* ---- what was said --------------------------------------------------------
 */

static TodokuObservation *
find_talk (TodokuRun *run, const char *words)
{
  GListModel *observations = todoku_run_get_observations (run);

  for (guint i = 0; i < g_list_model_get_n_items (observations); i++) {
    g_autoptr (TodokuObservation) observation =
        g_list_model_get_item (observations, i);
    g_autofree char *text =
        todoku_transcript_dup_text (todoku_observation_get_dialogue (
                                        observation)
                                        ->transcript,
                                    NULL,
                                    TODOKU_LANGUAGES_EN);

    if (strstr (text, words) != NULL)
      return g_steal_pointer (&observation);
  }
  return NULL;
}

static void
test_copy_is_redacted (Fixture *self, gconstpointer data)
{
  g_autoptr (TodokuObservation) talk =
      find_talk (self->run, "MAIL FROM:<taro@example.jp>");
  g_autoptr (TodokuRedaction) redaction = todoku_redaction_new (self->run, 0);
  g_autofree char *text = NULL;

  g_assert_nonnull (talk);
  text = todoku_transcript_dup_text (todoku_observation_get_dialogue (talk)
                                         ->transcript,
                                     redaction,
                                     TODOKU_LANGUAGES_EN);
  g_assert_nonnull (strstr (text, "MAIL FROM:<t…@example.jp>"));
  g_assert_null (strstr (text, "taro"));
  g_assert_null (strstr (text, "practice-password"));
}

static void
test_search (Fixture *self, gconstpointer data)
{
  g_autoptr (TodokuObservation) talk = find_talk (self->run, "EHLO");
  g_autoptr (TodokuRedaction) redaction = todoku_redaction_new (self->run, 0);
  GtkWidget *widget = g_object_ref_sink (todoku_transcript_row_new ());
  TodokuTranscriptRow *row = TODOKU_TRANSCRIPT_ROW (widget);

  todoku_transcript_row_show (row, talk, redaction, TODOKU_LANGUAGES_EN);
  g_assert_cmpuint (todoku_transcript_row_search (row, "ehlo ["), ==, 1);
  g_assert_true (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (row)));
  g_assert_true (gtk_widget_get_visible (widget));
  g_assert_cmpuint (todoku_transcript_row_search (row, "no such word"), ==, 0);
  g_assert_false (gtk_widget_get_visible (widget));
  g_assert_cmpuint (todoku_transcript_row_search (row, ""), ==, 0);
  g_assert_true (gtk_widget_get_visible (widget));
  g_assert_finalize_object (widget);
}

/* What a server offered, list by list, and what the mail app needs of it: what
 * is a must on the closed row, the rest folded. */
static void
test_offers (Fixture *self, gconstpointer data)
{
  static const char *const folded[] = {
    "TLS の開始前(暗号化なし)",
    "TLS の開始後(暗号化あり・相手は確認済み)",
    "IMAP4rev1, SASL-IR, IDLE, LOGINDISABLED, AUTH=XOAUTH2, "
    "AUTH=OAUTHBEARER\n増えたもの: IDLE, AUTH XOAUTH2, AUTH OAUTHBEARER\n"
    "なくなったもの: STARTTLS",
    "Outlook 2010 に必要なもの",
    "あると便利なもの",
  };
  g_autoptr (GtkWidget) section = g_object_ref_sink (todoku_section_new ());
  g_autoptr (GPtrArray) rows = NULL, labels = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  GtkWidget *row;

  todoku_section_show_offers (TODOKU_SECTION (section),
                              self->run,
                              TODOKU_LANGUAGES_JA);
  rows = find_all (section, ADW_TYPE_EXPANDER_ROW);
  g_assert_cmpuint (rows->len, ==, 1);
  row = g_ptr_array_index (rows, 0);
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)),
                   ==,
                   "imap.example.jp:143 · IMAP · STARTTLS");
  g_assert_cmpstr (adw_expander_row_get_subtitle (ADW_EXPANDER_ROW (row)),
                   ==,
                   "お使いの設定\n"
                   "暗号化を始めるための STARTTLS: 対応あり(TLS の開始前)\n"
                   "パスワードでのサインイン(PLAIN・LOGIN など): 対応なし。"
                   "ここではパスワードを使えません。");
  labels = find_all (row, GTK_TYPE_LABEL);
  for (guint i = 0; i < labels->len; i++)
    g_string_append_printf (text,
                            "%s\n",
                            gtk_label_get_text (g_ptr_array_index (labels, i)));
  for (gsize i = 0; i < G_N_ELEMENTS (folded); i++)
    if (strstr (text->str, folded[i]) == NULL)
      g_error ("“%s” is not in: %s", folded[i], text->str);
}

/* Answers judge anew; what was seen stays as it is, with what is open in it. */
static void
test_view_stays (Fixture *self, gconstpointer data)
{
  GtkWidget *view = todoku_evidence_view_new ();
  g_autoptr (GPtrArray) before = NULL, after = NULL;

  show (self, view);
  todoku_evidence_view_show_run (TODOKU_EVIDENCE_VIEW (view),
                                 self->run,
                                 TODOKU_LANGUAGES_JA);
  before = find_all (view, TODOKU_TYPE_TRANSCRIPT_ROW);
  g_assert_cmpuint (before->len, >=, 2);
  todoku_session_answer (self->session, "two-step", "yes");
  todoku_evidence_view_show_run (TODOKU_EVIDENCE_VIEW (view),
                                 self->run,
                                 TODOKU_LANGUAGES_JA);
  after = find_all (view, TODOKU_TYPE_TRANSCRIPT_ROW);
  g_assert_true (g_ptr_array_index (before, 0) == g_ptr_array_index (after, 0));
}

/* Both languages side by side still fit a window of 360 pixels, whose margins
 * take 36. */
static void
test_narrow (Fixture *self, gconstpointer data)
{
  GtkWidget *view = todoku_evidence_view_new ();
  int least;

  show (self, view);
  todoku_evidence_view_show_run (TODOKU_EVIDENCE_VIEW (view),
                                 self->run,
                                 TODOKU_LANGUAGES_BOTH);
  gtk_widget_measure (view,
                      GTK_ORIENTATION_HORIZONTAL,
                      -1,
                      &least,
                      NULL,
                      NULL,
                      NULL);
  g_assert_cmpint (least, <=, 324);
}

#define ADD(name, case, function)                                              \
  g_test_add ("/evidence/" name, Fixture, case, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/evidence/segments", test_segments);
  ADD ("grid-marks", "outlook-2010-587-ssl", test_grid_marks);
  ADD ("grid-families", "ipv6-broken", test_grid_families);
  ADD ("grid-keys", "outlook-2010-587-ssl", test_grid_keys);
  ADD ("grid-keys-right-to-left",
       "outlook-2010-587-ssl",
       test_grid_keys_right_to_left);
  ADD ("grid-keeps-focus", "outlook-2010-587-ssl", test_grid_keeps_focus);
  ADD ("waterfall-scale", "outlook-2010-587-ssl", test_waterfall_scale);
  ADD ("waterfall-keys", "outlook-2010-587-ssl", test_waterfall_keys);
  ADD ("copy-is-redacted", "healthy", test_copy_is_redacted);
  ADD ("search", "healthy", test_search);
  ADD ("offers", "only-oauth-offered", test_offers);
  ADD ("narrow", "outlook-2010-587-ssl", test_narrow);
  ADD ("stays", "outlook-2010-587-ssl", test_view_stays);
  return g_test_run ();
}
