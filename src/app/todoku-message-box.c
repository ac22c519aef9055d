/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-message-box.h"

#include "todoku-compat.h"
#include "todoku-section.h"
#include "todoku-wrap-box.h"

#include <glib/gi18n.h>
#include <string.h>

#define RECOGNISED "recognised"

struct _TodokuMessageBox {
  AdwBin parent_instance;

  GtkTextView *view;
  GtkTextBuffer *buffer;
  GtkWidget *placeholder;
  GtkWidget *problem_box;
  GtkLabel *problem;
  GtkWidget *open;
  GtkWidget *clear;

  GCancellable *loading; /* (nullable) of the file that is being read */
};

enum {
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TodokuMessageBox, todoku_message_box, ADW_TYPE_BIN)

static void
say_problem (TodokuMessageBox *self, const char *sentence)
{
  g_autofree char *shown = todoku_shown_text (sentence);

  gtk_label_set_text (self->problem, shown);
  gtk_widget_set_visible (self->problem_box, *sentence != '\0');
}

/* Longer than a message, a pasted text would be laid out for seconds. */
static void
insert_text_cb (TodokuMessageBox *self,
                GtkTextIter *place,
                const char *text,
                int length)
{
  gsize there = (gsize) gtk_text_buffer_get_char_count (self->buffer);

  if (there + (gsize) length <= TODOKU_EXPLAIN_MAX_TEXT)
    return;
  g_signal_stop_emission_by_name (self->buffer, "insert-text");
  say_problem (self,
               _ ("This is too long for a message; take the part of it around "
                  "the error"));
}

static void
changed_cb (TodokuMessageBox *self)
{
  gboolean empty = gtk_text_buffer_get_char_count (self->buffer) == 0;

  gtk_widget_set_visible (self->placeholder, empty);
  gtk_widget_set_visible (self->clear, !empty);
  say_problem (self, "");
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
clear_cb (TodokuMessageBox *self)
{
  todoku_message_box_set_text (self, "");
  todoku_message_box_focus (self);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TodokuMessageBox) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text =
      todoku_text_file_load_finish (G_FILE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->loading);
  if (text != NULL)
    todoku_message_box_set_text (self, text);
  else
    say_problem (self, error->message);
}

/**
 * todoku_message_box_open:
 * @self: a box
 * @file: a text file
 *
 * Puts what stands in @file into the box; says why when it cannot.
 */
void
todoku_message_box_open (TodokuMessageBox *self, GFile *file)
{
  g_return_if_fail (TODOKU_IS_MESSAGE_BOX (self));
  g_return_if_fail (G_IS_FILE (file));

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  self->loading = g_cancellable_new ();
  todoku_text_file_load_async (file,
                               self->loading,
                               loaded_cb,
                               g_object_ref (self));
}

static void
chosen_cb (GFile *file, const GError *error, gpointer data)
{
  g_autoptr (TodokuMessageBox) self = data;

  if (error != NULL)
    say_problem (self, error->message);
  else if (file != NULL)
    todoku_message_box_open (self, file);
}

static void
open_cb (TodokuMessageBox *self)
{
  todoku_compat_choose_open (GTK_WINDOW (
                                 gtk_widget_get_root (GTK_WIDGET (self))),
                             _ ("Open a Text File"),
                             chosen_cb,
                             g_object_ref (self));
}

static gboolean
dropped_cb (TodokuMessageBox *self, const GValue *value)
{
  GSList *files = gdk_file_list_get_files (g_value_get_boxed (value));
  gboolean taken = files != NULL;

  if (taken)
    todoku_message_box_open (self, files->data);
  g_slist_free (files);
  return taken;
}

/* Before the text view, which would take the file's name for a text. */
static void
accept_files (TodokuMessageBox *self)
{
  GtkDropTarget *target =
      gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (target),
                                              GTK_PHASE_CAPTURE);
  g_signal_connect_object (target,
                           "drop",
                           G_CALLBACK (dropped_cb),
                           self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

static void
todoku_message_box_dispose (GObject *object)
{
  TodokuMessageBox *self = TODOKU_MESSAGE_BOX (object);

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  G_OBJECT_CLASS (todoku_message_box_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (TODOKU_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               APP_PATH
                                               "todoku-message-box.ui");
  gtk_widget_class_bind_template_child (widget_class, TodokuMessageBox, view);
  gtk_widget_class_bind_template_child (widget_class, TodokuMessageBox, buffer);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuMessageBox,
                                        placeholder);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuMessageBox,
                                        problem_box);
  gtk_widget_class_bind_template_child (widget_class,
                                        TodokuMessageBox,
                                        problem);
  gtk_widget_class_bind_template_child (widget_class, TodokuMessageBox, open);
  gtk_widget_class_bind_template_child (widget_class, TodokuMessageBox, clear);
  gtk_widget_class_bind_template_callback (widget_class, insert_text_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
  gtk_widget_class_bind_template_callback (widget_class, clear_cb);
}

static void
todoku_message_box_class_init (TodokuMessageBoxClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = todoku_message_box_dispose;
  /**
   * TodokuMessageBox::changed:
   * @self: the box
   *
   * Another text stands in it.
   */
  signals[CHANGED] = g_signal_new ("changed",
                                   TODOKU_TYPE_MESSAGE_BOX,
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   0);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
todoku_message_box_init (TodokuMessageBox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  todoku_labels_wrap (self->open);
  accept_files (self);
}

/**
 * todoku_message_box_new:
 *
 * Returns: (transfer floating): an empty box
 */
GtkWidget *
todoku_message_box_new (void)
{
  return g_object_new (TODOKU_TYPE_MESSAGE_BOX, NULL);
}

/**
 * todoku_message_box_dup_text:
 * @self: a box
 *
 * Returns: (transfer full): what stands in it
 */
char *
todoku_message_box_dup_text (TodokuMessageBox *self)
{
  GtkTextIter start, end;

  g_return_val_if_fail (TODOKU_IS_MESSAGE_BOX (self), NULL);

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  return gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
}

/**
 * todoku_message_box_set_text:
 * @self: a box
 * @text: what shall stand in it; "" empties it
 */
void
todoku_message_box_set_text (TodokuMessageBox *self, const char *text)
{
  g_return_if_fail (TODOKU_IS_MESSAGE_BOX (self));
  g_return_if_fail (text != NULL);

  gtk_text_buffer_set_text (self->buffer, text, -1);
}

static void
mark (TodokuMessageBox *self, const char *text, const TodokuPassage *passage)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_iter_at_offset (self->buffer,
                                      &start,
                                      (int) g_utf8_strlen (text,
                                                           (gssize)
                                                               passage->start));
  gtk_text_buffer_get_iter_at_offset (self->buffer,
                                      &end,
                                      (int) g_utf8_strlen (text,
                                                           (gssize)
                                                               passage->end));
  gtk_text_buffer_apply_tag_by_name (self->buffer, RECOGNISED, &start, &end);
}

/**
 * todoku_message_box_mark:
 * @self: a box
 * @passages: (nullable) (element-type TodokuPassage): of its text
 *
 * Marks what was recognised; %NULL takes the marks away.
 */
void
todoku_message_box_mark (TodokuMessageBox *self, GArray *passages)
{
  g_autofree char *text = todoku_message_box_dup_text (self);
  gsize length = strlen (text);
  GtkTextIter start, end;

  g_return_if_fail (TODOKU_IS_MESSAGE_BOX (self));

  if (gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (self->buffer),
                                 RECOGNISED) == NULL)
    gtk_text_buffer_create_tag (self->buffer,
                                RECOGNISED,
                                "underline",
                                PANGO_UNDERLINE_SINGLE,
                                "weight",
                                PANGO_WEIGHT_SEMIBOLD,
                                NULL);
  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  gtk_text_buffer_remove_tag_by_name (self->buffer, RECOGNISED, &start, &end);
  for (guint i = 0; passages != NULL && i < passages->len; i++) {
    const TodokuPassage *passage = &g_array_index (passages, TodokuPassage, i);

    if (passage->start < passage->end && passage->end <= length)
      mark (self, text, passage);
  }
}

/**
 * todoku_message_box_get_problem:
 * @self: a box
 *
 * Returns: what is wrong with what was put in last; "" when nothing is
 */
const char *
todoku_message_box_get_problem (TodokuMessageBox *self)
{
  g_return_val_if_fail (TODOKU_IS_MESSAGE_BOX (self), NULL);

  return gtk_label_get_text (self->problem);
}

/**
 * todoku_message_box_focus:
 * @self: a box
 *
 * Gives it the focus.
 */
void
todoku_message_box_focus (TodokuMessageBox *self)
{
  g_return_if_fail (TODOKU_IS_MESSAGE_BOX (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}
