/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-grid-view.h"

#include "todoku-cell-view.h"
#include "todoku-grid-rows.h"
#include "todoku-rove.h"
#include "todoku-section.h"

#include <string.h>

/* The widgets of a port of a host. */
typedef struct {
  char *host;
  guint port;
  TodokuProtocol protocol;
  GSocketFamily family;
  gboolean apart; /* says of which family it is */
  GtkWidget *head;
  GtkWidget *cells[TODOKU_N_SECURITIES];
} Line;

struct _TodokuGridView {
  AdwBin parent_instance;

  AdwBin *place;
  GtkGrid *grid; /* (nullable) */
  GtkLabel *detail;
  GPtrArray *lines; /* (element-type Line), widgets owned by grid */
  GPtrArray *heads; /* (element-type GtkWidget) of hosts and columns, as well */
  GPtrArray *cells; /* (element-type TodokuCellView), of the lines */
  TodokuLanguages heads_languages;
  guint current;
  int next_row; /* while the grid is filled */
  gboolean has_recommended;
  TodokuLanguages languages;
};

G_DEFINE_FINAL_TYPE (TodokuGridView, todoku_grid_view, ADW_TYPE_BIN)

/* ---- keyboard and pointer -------------------------------------------------
 */

static char *
dup_hint (TodokuGridView *self)
{
  g_autofree char *hint =
      todoku_pane_words (TODOKU_WORD_CELL_HINT, self->languages);
  g_autofree char *outlined =
      todoku_pane_words (TODOKU_WORD_OUTLINED, self->languages);

  return self->has_recommended ? g_strdup_printf ("%s\n%s", outlined, hint)
                               : g_steal_pointer (&hint);
}

static void
show_detail (TodokuGridView *self, const char *text)
{
  g_autofree char *hint = dup_hint (self);

  gtk_label_set_text (self->detail, text != NULL ? text : hint);
}

static gboolean
todoku_grid_view_focus (GtkWidget *widget, GtkDirectionType direction)
{
  TodokuGridView *self = TODOKU_GRID_VIEW (widget);

  return todoku_rove (widget,
                      self->cells,
                      TODOKU_N_SECURITIES,
                      &self->current,
                      direction);
}

static gboolean
key_cb (TodokuGridView *self, guint keyval, guint code, GdkModifierType state)
{
  return todoku_rove_key (self->cells,
                          TODOKU_N_SECURITIES,
                          &self->current,
                          keyval,
                          state);
}

static void
focused_cb (TodokuGridView *self, GParamSpec *pspec, GtkEventController *focus)
{
  GtkWidget *cell = gtk_event_controller_get_widget (focus);

  if (!gtk_event_controller_focus_is_focus (GTK_EVENT_CONTROLLER_FOCUS (focus)))
    return;
  g_ptr_array_find (self->cells, cell, &self->current);
  show_detail (self, todoku_cell_view_get_detail (TODOKU_CELL_VIEW (cell)));
}

static void
entered_cb (TodokuGridView *self,
            double x,
            double y,
            GtkEventController *motion)
{
  show_detail (self,
               todoku_cell_view_get_detail (TODOKU_CELL_VIEW (
                   gtk_event_controller_get_widget (motion))));
}

static void
clicked_cb (GtkGestureClick *click)
{
  gtk_widget_grab_focus (
      gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (click)));
}

/* ---- life -----------------------------------------------------------------
 */

static void
line_free (gpointer data)
{
  Line *self = data;

  g_free (self->host);
  g_free (self);
}

static void
todoku_grid_view_finalize (GObject *object)
{
  TodokuGridView *self = TODOKU_GRID_VIEW (object);

  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_clear_pointer (&self->heads, g_ptr_array_unref);
  g_clear_pointer (&self->cells, g_ptr_array_unref);
  G_OBJECT_CLASS (todoku_grid_view_parent_class)->finalize (object);
}

static void
todoku_grid_view_class_init (TodokuGridViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = todoku_grid_view_finalize;
  widget_class->focus = todoku_grid_view_focus;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               APP_PATH "todoku-grid-view.ui");
  gtk_widget_class_bind_template_child (widget_class, TodokuGridView, place);
  gtk_widget_class_bind_template_child (widget_class, TodokuGridView, detail);
}

static void
todoku_grid_view_init (TodokuGridView *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->lines = g_ptr_array_new_with_free_func (line_free);
  self->heads = g_ptr_array_new ();
  self->cells = g_ptr_array_new ();
  self->languages = TODOKU_LANGUAGES_EN;
  gtk_widget_init_template (GTK_WIDGET (self));
  todoku_labels_keep_spelling (GTK_WIDGET (self));
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

/**
 * todoku_grid_view_new:
 *
 * Returns: (transfer floating): an empty grid, which is not seen
 */
GtkWidget *
todoku_grid_view_new (void)
{
  return g_object_new (TODOKU_TYPE_GRID_VIEW, NULL);
}

/* ---- making rows ----------------------------------------------------------
 */

static GtkWidget *
head_new (GtkAccessibleRole role, const char *text, const char *style)
{
  GtkWidget *label =
      g_object_new (GTK_TYPE_LABEL, "accessible-role", role, NULL);

  gtk_label_set_text (GTK_LABEL (label), text);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, style);
  return label;
}

static char *
dup_security (TodokuGridView *self, gsize security)
{
  return todoku_pane_words (todoku_pane_word_for_security (
                                (TodokuSecurity) security),
                            self->languages);
}

static void
attach_head (TodokuGridView *self, GtkWidget *head, int column, int width)
{
  gtk_grid_attach (self->grid, head, column, self->next_row, width, 1);
  g_ptr_array_add (self->heads, head);
}

static void
attach_column_heads (TodokuGridView *self)
{
  for (gsize i = 0; i < TODOKU_N_SECURITIES; i++) {
    g_autofree char *word = dup_security (self, i);

    attach_head (self,
                 head_new (GTK_ACCESSIBLE_ROLE_COLUMN_HEADER,
                           word,
                           "caption-heading"),
                 (int) i + 1,
                 1);
  }
  self->next_row++;
}

static void
attach_host (TodokuGridView *self, const TodokuGridRow *row)
{
  TodokuPaneWord word = row->protocol == TODOKU_PROTOCOL_SMTP
                            ? TODOKU_WORD_OUTGOING
                            : TODOKU_WORD_INCOMING;
  g_autofree char *side = todoku_pane_words (word, self->languages);
  g_autofree char *text = g_strdup_printf ("%s  %s", side, row->host);
  GtkWidget *head = head_new (GTK_ACCESSIBLE_ROLE_ROW_HEADER, text, "heading");

  gtk_widget_set_margin_top (head, self->next_row > 0 ? 12 : 0);
  attach_head (self, head, 0, TODOKU_N_SECURITIES + 1);
  self->next_row++;
}

static const char *
get_protocol_word (TodokuProtocol protocol)
{
  static const char *const words[] = { [TODOKU_PROTOCOL_IMAP] = "IMAP",
                                       [TODOKU_PROTOCOL_POP3] = "POP",
                                       [TODOKU_PROTOCOL_SMTP] = "SMTP" };

  return words[protocol];
}

static const char *
get_family_word (const TodokuGridRow *row)
{
  return row->family == G_SOCKET_FAMILY_IPV6 ? "IPv6" : "IPv4";
}

static GtkWidget *
cell_new (TodokuGridView *self)
{
  GtkWidget *cell = todoku_cell_view_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect_swapped (focus,
                            "notify::is-focus",
                            G_CALLBACK (focused_cb),
                            self);
  g_signal_connect_swapped (motion, "enter", G_CALLBACK (entered_cb), self);
  g_signal_connect (click, "pressed", G_CALLBACK (clicked_cb), NULL);
  gtk_widget_add_controller (cell, focus);
  gtk_widget_add_controller (cell, motion);
  gtk_widget_add_controller (cell, GTK_EVENT_CONTROLLER (click));
  return cell;
}

/* ---- lines ----------------------------------------------------------------
 */

static Line *
line_new (TodokuGridView *self, const TodokuGridRow *row)
{
  Line *line = g_new0 (Line, 1);

  line->host = g_strdup (row->host);
  line->port = row->port;
  line->protocol = row->protocol;
  line->head = head_new (GTK_ACCESSIBLE_ROLE_ROW_HEADER, "", "caption");
  gtk_label_set_wrap (GTK_LABEL (line->head), FALSE);
  gtk_widget_set_valign (line->head, GTK_ALIGN_START);
  gtk_widget_set_margin_top (line->head, 8);
  gtk_grid_attach (self->grid, line->head, 0, 0, 1, 1);
  for (int i = 0; i < TODOKU_N_SECURITIES; i++) {
    line->cells[i] = cell_new (self);
    gtk_grid_attach (self->grid, line->cells[i], i + 1, 0, 1, 1);
  }
  return line;
}

static gboolean
is_of (const Line *line, const TodokuGridRow *row, gboolean any_family)
{
  return line->port == row->port && line->protocol == row->protocol &&
         (any_family || line->family == row->family) &&
         strcmp (line->host, row->host) == 0;
}

static Line *
steal_line (GPtrArray *lines, const TodokuGridRow *row, gboolean any_family)
{
  for (guint i = 0; i < lines->len; i++)
    if (is_of (g_ptr_array_index (lines, i), row, any_family))
      return g_ptr_array_steal_index (lines, i);
  return NULL;
}

static void
line_remove (TodokuGridView *self, const Line *line)
{
  gtk_grid_remove (self->grid, line->head);
  for (gsize i = 0; i < TODOKU_N_SECURITIES; i++)
    gtk_grid_remove (self->grid, line->cells[i]);
}

/* Moved without being taken out, which would cost it the focus; last among its
 * siblings too, as a screen reader meets them. */
static void
move_to_row (TodokuGridView *self, GtkWidget *widget)
{
  GtkLayoutManager *layout =
      gtk_widget_get_layout_manager (GTK_WIDGET (self->grid));
  GtkLayoutChild *child = gtk_layout_manager_get_layout_child (layout, widget);

  gtk_grid_layout_child_set_row (GTK_GRID_LAYOUT_CHILD (child), self->next_row);
  gtk_widget_insert_before (widget, GTK_WIDGET (self->grid), NULL);
}

static void
place_line (TodokuGridView *self, Line *line, const TodokuShownRow *shown)
{
  const TodokuGridRow *row = shown->row;
  g_autofree char *text =
      g_strdup_printf (shown->apart ? "%u\n%s\n%s" : "%u\n%s",
                       row->port,
                       get_protocol_word (row->protocol),
                       get_family_word (row));

  line->family = row->family;
  line->apart = shown->apart;
  gtk_label_set_text (GTK_LABEL (line->head), text);
  move_to_row (self, line->head);
  for (int i = 0; i < TODOKU_N_SECURITIES; i++) {
    move_to_row (self, line->cells[i]);
    gtk_accessible_update_relation (GTK_ACCESSIBLE (line->cells[i]),
                                    GTK_ACCESSIBLE_RELATION_ROW_INDEX,
                                    self->next_row,
                                    GTK_ACCESSIBLE_RELATION_COL_INDEX,
                                    i + 1,
                                    -1);
    g_ptr_array_add (self->cells, line->cells[i]);
  }
  g_ptr_array_add (self->lines, line);
  self->next_row++;
}

/* ---- filling cells --------------------------------------------------------
 */

static char *
dup_seen (TodokuGridView *self, TodokuRun *run, const TodokuGridCell *cell)
{
  g_autofree char *ja = NULL, *en = NULL, *text = NULL;
  g_autofree char *follows = NULL, *tried = NULL;

  if (cell->observation == NULL)
    return todoku_pane_words (TODOKU_WORD_NOT_TRIED, self->languages);
  ja = todoku_report_dup_sentence (run, cell->observation, TODOKU_LANGUAGE_JA);
  en = todoku_report_dup_sentence (run, cell->observation, TODOKU_LANGUAGE_EN);
  text = todoku_languages_join (self->languages, ja, en, "\n");
  if (!cell->follows)
    return g_steal_pointer (&text);
  follows = todoku_pane_words (TODOKU_WORD_FOLLOWS, self->languages);
  tried = dup_security (self,
                        todoku_observation_get_endpoint (cell->observation)
                            ->security);
  return g_strdup_printf ("%s\n%s: %s", follows, tried, text);
}

static gboolean
is_recommended (TodokuRun *run, const TodokuGridRow *row, gsize security)
{
  const char *side =
      row->protocol == TODOKU_PROTOCOL_SMTP ? "outgoing" : "incoming";
  g_autoptr (TodokuEndpoint) right = todoku_run_get_recommended (run, side);

  return right != NULL && right->port == row->port &&
         right->protocol == row->protocol && right->security == security &&
         strcmp (right->host, row->host) == 0;
}

static void
show_row (TodokuGridView *self,
          TodokuRun *run,
          const TodokuShownRow *shown,
          guint first)
{
  const TodokuGridRow *row = shown->row;
  g_autofree char *port = todoku_pane_words (TODOKU_WORD_PORT, self->languages);

  for (gsize i = 0; i < TODOKU_N_SECURITIES; i++) {
    g_autofree char *word = dup_security (self, i);
    gboolean right = is_recommended (run, row, i);
    g_autofree char *place =
        g_strdup_printf ("%s %s %u %s%s%s",
                         row->host,
                         port,
                         row->port,
                         word,
                         shown->apart ? " " : "",
                         shown->apart ? get_family_word (row) : "");
    g_autofree char *seen = dup_seen (self, run, &row->cells[i]);
    g_autofree char *detail = g_strdup_printf ("%s\n%s", place, seen);

    self->has_recommended |= right;
    todoku_cell_view_show (g_ptr_array_index (self->cells, first + i),
                           &row->cells[i],
                           place,
                           detail,
                           right ? TODOKU_CELL_RECOMMENDED
                                 : TODOKU_CELL_DEFAULT,
                           self->languages);
  }
}

static gboolean
rows_fit (TodokuGridView *self, GArray *shown)
{
  if (shown->len != self->lines->len ||
      self->languages != self->heads_languages)
    return FALSE;
  for (guint i = 0; i < shown->len; i++) {
    const TodokuShownRow *one = &g_array_index (shown, TodokuShownRow, i);
    const Line *line = g_ptr_array_index (self->lines, i);

    if (!is_of (line, one->row, FALSE) || line->apart != one->apart)
      return FALSE;
  }
  return TRUE;
}

static void
ensure_grid (TodokuGridView *self)
{
  g_autofree char *name = todoku_pane_words (TODOKU_WORD_GRID, self->languages);

  if (self->grid == NULL) {
    self->grid = g_object_new (GTK_TYPE_GRID,
                               "accessible-role",
                               GTK_ACCESSIBLE_ROLE_GRID,
                               "row-spacing",
                               6,
                               "column-spacing",
                               6,
                               NULL);
    adw_bin_set_child (self->place, GTK_WIDGET (self->grid));
  }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->grid),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name,
                                  -1);
}

/* Those of before where there are such, also when the first of two families
 * comes second. */
static Line **
take_lines (TodokuGridView *self, GArray *shown, GPtrArray *before)
{
  Line **lines = g_new0 (Line *, shown->len);

  for (guint any = 0; any < 2; any++)
    for (guint i = 0; i < shown->len; i++)
      if (lines[i] == NULL)
        lines[i] = steal_line (before,
                               g_array_index (shown, TodokuShownRow, i).row,
                               any != 0);
  for (guint i = 0; i < before->len; i++)
    line_remove (self, g_ptr_array_index (before, i));
  for (guint i = 0; i < shown->len; i++)
    if (lines[i] == NULL)
      lines[i] = line_new (self, g_array_index (shown, TodokuShownRow, i).row);
  return lines;
}

static void
remove_heads (TodokuGridView *self)
{
  for (guint i = 0; i < self->heads->len; i++)
    gtk_grid_remove (self->grid, g_ptr_array_index (self->heads, i));
  g_ptr_array_set_size (self->heads, 0);
}

/* Lines that stay keep the focus. */
static void
make_rows (TodokuGridView *self, GArray *shown)
{
  g_autoptr (GPtrArray) before = g_steal_pointer (&self->lines);
  g_autofree Line **lines = NULL;
  const char *host = "";

  ensure_grid (self);
  remove_heads (self);
  lines = take_lines (self, shown, before);
  self->lines = g_ptr_array_new_with_free_func (line_free);
  self->next_row = 0;
  g_ptr_array_set_size (self->cells, 0);
  self->heads_languages = self->languages;
  for (guint i = 0; i < shown->len; i++) {
    const TodokuShownRow *one = &g_array_index (shown, TodokuShownRow, i);

    if (strcmp (host, one->row->host) != 0) {
      attach_host (self, one->row);
      attach_column_heads (self);
    }
    host = one->row->host;
    place_line (self, lines[i], one);
  }
}

static gboolean
has_focus (TodokuGridView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, widget);
}

/* Rows come while the run goes on: the focus stays in the grid, and Tab leads
 * to the same cell as before. */
static void
ensure_rows (TodokuGridView *self, GArray *shown)
{
  gboolean focused = has_focus (self);
  GtkWidget *current = todoku_rove_get (self->cells, self->current);

  if (rows_fit (self, shown))
    return;
  make_rows (self, shown);
  todoku_rove_follow (GTK_WIDGET (self), self->cells, current, &self->current);
  if (focused && !has_focus (self) && self->cells->len > 0)
    gtk_widget_grab_focus (
        g_ptr_array_index (self->cells,
                           MIN (self->current, self->cells->len - 1)));
}

/**
 * todoku_grid_view_show_run:
 * @self: a grid
 * @run: a run, done or not
 * @languages: of the pane
 *
 * Shows what the probes have seen so far.
 */
void
todoku_grid_view_show_run (TodokuGridView *self,
                           TodokuRun *run,
                           TodokuLanguages languages)
{
  GListModel *observations;
  g_autoptr (GPtrArray) outgoing = NULL, incoming = NULL;
  g_autoptr (GArray) shown = NULL;

  g_return_if_fail (TODOKU_IS_GRID_VIEW (self));
  g_return_if_fail (TODOKU_IS_RUN (run));

  observations = todoku_run_get_observations (run);
  outgoing = todoku_grid_new (observations, "outgoing");
  incoming = todoku_grid_new (observations, "incoming");
  self->languages = languages;
  self->has_recommended = FALSE;
  shown = todoku_shown_rows_new (outgoing, incoming);
  ensure_rows (self, shown);
  for (guint i = 0; i < shown->len; i++)
    show_row (self,
              run,
              &g_array_index (shown, TodokuShownRow, i),
              i * TODOKU_N_SECURITIES);
  show_detail (self,
               has_focus (self)
                   ? todoku_cell_view_get_detail (
                         g_ptr_array_index (self->cells, self->current))
                   : NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), shown->len > 0);
}
