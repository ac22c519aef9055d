/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-print.h"

#include "todoku-paper.h"
#include "todoku-qr-code.h"
#include "todoku-report-words.h"

#include <glib/gi18n.h>

/* In points. */
#define MARGIN 48.0
#define FOOT 24.0
#define REPORT_FONT_SIZE 10.0
#define HAND_OUT_FONT_SIZE 18.0
#define QR_SIZE 96.0
#define QR_GAP 14.0
#define SMALL 8.0
/* ISO/IEC 18004 §6.3.8: modules that stay light around a code. */
#define QUIET 4

typedef struct {
  TodokuPrintKind kind;
  TodokuDocument *document;
  PangoContext *text; /* (nullable) */
  TodokuPaper *paper; /* (nullable): made when the page is known */
  TodokuQrCode *code; /* (nullable) */
} Job;

static void
job_free (gpointer data, GClosure *closure)
{
  Job *self = data;

  todoku_document_free (self->document);
  g_clear_object (&self->text);
  todoku_paper_free (self->paper);
  todoku_qr_code_free (self->code);
  g_free (self);
}

static Job *
job_new (TodokuRun *run, TodokuPrintKind kind, TodokuReportFlags flags)
{
  Job *job = g_new0 (Job, 1);
  const char *link = NULL;

  job->kind = kind;
  job->document = kind == TODOKU_PRINT_HAND_OUT
                      ? todoku_hand_out_new (run, flags, &link)
                      : todoku_report_new_document (run, flags);
  if (link != NULL)
    job->code = todoku_qr_code_new (link);
  return job;
}

static void
begin_cb (GtkPrintOperation *operation, GtkPrintContext *context, Job *job)
{
  double width = gtk_print_context_get_width (context);
  double height = gtk_print_context_get_height (context) - FOOT;

  g_clear_pointer (&job->paper, todoku_paper_free);
  g_clear_object (&job->text);
  job->text = gtk_print_context_create_pango_context (context);
  if (job->code != NULL)
    height -= QR_SIZE + QR_GAP - FOOT;
  job->paper = job->kind == TODOKU_PRINT_HAND_OUT
                   ? todoku_paper_new_fitting (job->text,
                                               job->document,
                                               width,
                                               height,
                                               HAND_OUT_FONT_SIZE)
                   : todoku_paper_new (job->text,
                                       job->document,
                                       width,
                                       height,
                                       REPORT_FONT_SIZE,
                                       TODOKU_PAPER_BREAK_AT_TITLE);
  gtk_print_operation_set_n_pages (operation,
                                   (int) todoku_paper_get_n_pages (job->paper));
}

/* Dark on white, whatever the paper, with what stays light around it. */
static void
draw_code (const TodokuQrCode *code, cairo_t *cr, double x, double y)
{
  guint size = todoku_qr_code_get_size (code);
  double module = QR_SIZE / (size + 2 * QUIET);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_rectangle (cr, x, y, QR_SIZE, QR_SIZE);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 0, 0, 0);
  for (guint row = 0; row < size; row++)
    for (guint column = 0; column < size; column++)
      if (todoku_qr_code_is_dark (code, column, row))
        cairo_rectangle (cr,
                         x + (column + QUIET) * module,
                         y + (row + QUIET) * module,
                         module,
                         module);
  /* One fill: no light lines between modules. */
  cairo_fill (cr);
}

static PangoLayout *
layout_new (GtkPrintContext *context, const char *text)
{
  PangoLayout *layout = gtk_print_context_create_pango_layout (context);
  g_autoptr (PangoFontDescription) font =
      pango_font_description_from_string ("Sans");

  pango_font_description_set_absolute_size (font, SMALL * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_text (layout, text, -1);
  return layout;
}

/* Beside the code: where it leads. */
static void
draw_caption (GtkPrintContext *context, cairo_t *cr, double x, double y)
{
  g_autofree char *text =
      g_strdup_printf ("%s\n%s",
                       todoku_report_word (TODOKU_WORD_HELP_PAGE,
                                           TODOKU_LANGUAGE_JA),
                       todoku_report_word (TODOKU_WORD_HELP_PAGE,
                                           TODOKU_LANGUAGE_EN));
  g_autoptr (PangoLayout) layout = layout_new (context, text);
  int height;

  pango_layout_get_size (layout, NULL, &height);
  cairo_set_source_rgb (cr, 0.35, 0.35, 0.35);
  cairo_move_to (cr, x, y - (double) height / PANGO_SCALE / 2);
  pango_cairo_show_layout (cr, layout);
}

static void
draw_foot (GtkPrintContext *context, cairo_t *cr, int page, guint n_pages)
{
  g_autofree char *text =
      g_strdup_printf ("Todoku  ·  %d / %u", page + 1, n_pages);
  g_autoptr (PangoLayout) layout = layout_new (context, text);
  int width, height;

  pango_layout_get_size (layout, &width, &height);
  cairo_set_source_rgb (cr, 0.35, 0.35, 0.35);
  cairo_move_to (cr,
                 gtk_print_context_get_width (context) -
                     (double) width / PANGO_SCALE,
                 gtk_print_context_get_height (context) -
                     (double) height / PANGO_SCALE);
  pango_cairo_show_layout (cr, layout);
}

static void
draw_cb (GtkPrintOperation *operation,
         GtkPrintContext *context,
         int page,
         Job *job)
{
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  guint n_pages = todoku_paper_get_n_pages (job->paper);

  todoku_paper_draw (job->paper, cr, (guint) page);
  draw_foot (context, cr, page, n_pages);
  if (job->code != NULL && (guint) page + 1 == n_pages) {
    double y = gtk_print_context_get_height (context) - QR_SIZE;

    draw_code (job->code, cr, 0, y);
    draw_caption (context, cr, QR_SIZE, y + QR_SIZE / 2);
  }
}

static GtkPrintOperation *
operation_new (Job *job)
{
  GtkPrintOperation *operation = gtk_print_operation_new ();
  g_autoptr (GtkPageSetup) setup = gtk_page_setup_new ();

  gtk_page_setup_set_top_margin (setup, MARGIN, GTK_UNIT_POINTS);
  gtk_page_setup_set_bottom_margin (setup, MARGIN, GTK_UNIT_POINTS);
  gtk_page_setup_set_left_margin (setup, MARGIN, GTK_UNIT_POINTS);
  gtk_page_setup_set_right_margin (setup, MARGIN, GTK_UNIT_POINTS);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_job_name (operation, "Todoku");
  g_signal_connect (operation, "begin-print", G_CALLBACK (begin_cb), job);
  g_signal_connect_data (operation,
                         "draw-page",
                         G_CALLBACK (draw_cb),
                         job,
                         job_free,
                         0);
  return operation;
}

static void
complain (GtkWindow *parent, const GError *error)
{
  g_autofree char *text =
      /* Translators: %s is what the system says */
      g_strdup_printf (_ ("The results could not be printed: %s"),
                       error != NULL ? error->message : "");

  gtk_widget_activate_action (GTK_WIDGET (parent), "win.complain", "s", text);
}

static void
done_cb (GtkPrintOperation *operation,
         GtkPrintOperationResult result,
         GtkWindow *parent)
{
  g_autoptr (GError) error = NULL;

  if (result != GTK_PRINT_OPERATION_RESULT_ERROR)
    return;
  gtk_print_operation_get_error (operation, &error);
  complain (parent, error);
}

/**
 * todoku_print:
 * @run: a run
 * @kind: what of it
 * @flags: languages, and what goes in
 * @parent: the window
 *
 * Asks for a printer, through the portal in a sandbox, and prints.
 */
void
todoku_print (TodokuRun *run,
              TodokuPrintKind kind,
              TodokuReportFlags flags,
              GtkWindow *parent)
{
  g_autoptr (GtkPrintOperation) operation = NULL;

  g_return_if_fail (TODOKU_IS_RUN (run));

  operation = operation_new (job_new (run, kind, flags));
  gtk_print_operation_set_allow_async (operation, TRUE);
  g_signal_connect_object (operation, "done", G_CALLBACK (done_cb), parent, 0);
  gtk_print_operation_run (operation,
                           GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                           parent,
                           NULL);
}

/**
 * todoku_print_export:
 * @run: a run
 * @kind: what of it
 * @flags: languages, and what goes in
 * @path: of a file of this computer
 * @error: return location
 *
 * Returns: whether the PDF file was written
 */
gboolean
todoku_print_export (TodokuRun *run,
                     TodokuPrintKind kind,
                     TodokuReportFlags flags,
                     const char *path,
                     GError **error)
{
  g_autoptr (GtkPrintOperation) operation = NULL;

  g_return_val_if_fail (TODOKU_IS_RUN (run) && path, FALSE);

  operation = operation_new (job_new (run, kind, flags));
  gtk_print_operation_set_export_filename (operation, path);
  return gtk_print_operation_run (operation,
                                  GTK_PRINT_OPERATION_ACTION_EXPORT,
                                  NULL,
                                  error) != GTK_PRINT_OPERATION_RESULT_ERROR;
}
