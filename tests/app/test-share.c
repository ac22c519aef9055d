/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "app-fixture.h"
#include "todoku-paper.h"
#include "todoku-print.h"
#include "todoku-share-menu.h"
#include "todoku-share.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  TodokuSession *session;
  TodokuRun *run;
  char *folder;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->session = app_session_new ();
  self->run = app_session_play (self->session, data);
  self->folder = g_dir_make_tmp ("todoku-share-XXXXXX", &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_autoptr (GDir) folder = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL) {
    g_autofree char *path = g_build_filename (self->folder, name, NULL);

    g_unlink (path);
  }
  g_rmdir (self->folder);
  g_clear_pointer (&self->folder, g_free);
  g_assert_finalize_object (self->session);
}

/* ---- tools that read what was written -------------------------------------
 */

static char *
save (Fixture *self, TodokuShareForm form, TodokuReportFlags flags)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes =
      todoku_share_write (self->run, form, flags, &error);
  char *path = g_build_filename (self->folder,
                                 todoku_share_form_get_file_name (form),
                                 NULL);

  g_assert_no_error (error);
  g_file_set_contents (path,
                       g_bytes_get_data (bytes, NULL),
                       (gssize) g_bytes_get_size (bytes),
                       &error);
  g_assert_no_error (error);
  return path;
}

static char *
run_tool (const char *const *argv)
{
  g_autofree char *out = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_sync (NULL,
                (char **) argv,
                NULL,
                G_SPAWN_SEARCH_PATH,
                NULL,
                NULL,
                &out,
                NULL,
                &status,
                &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
  return g_steal_pointer (&out);
}

/* What the file says, as one who opens it can read and search it. */
static char *
read_back (Fixture *self, TodokuShareForm form, TodokuReportFlags flags)
{
  g_autofree char *path = save (self, form, flags);
  const char *argv[] = { "pdftotext", "-layout", path, "-", NULL };
  char *text = NULL;

  if (form == TODOKU_SHARE_PDF || form == TODOKU_SHARE_HAND_OUT)
    return run_tool (argv);
  g_file_get_contents (path, &text, NULL, NULL);
  return text;
}

static guint
count_pages (const char *path)
{
  const char *argv[] = { "pdfinfo", path, NULL };
  g_autofree char *info = run_tool (argv);
  const char *pages = strstr (info, "Pages:");

  g_assert_nonnull (pages);
  return (guint) g_ascii_strtoull (pages + strlen ("Pages:"), NULL, 10);
}

/* ---- nothing leaks --------------------------------------------------------
 */

static void
assert_absent (const char *text, const char *secret)
{
  if (strstr (text, secret) != NULL)
    g_error ("what is shared holds %s:\n%s", secret, text);
}

/* Raw and in base64, whatever stands before it. */
static void
assert_no_secret (const char *text, const char *secret)
{
  assert_absent (text, secret);
  for (gsize shift = 0; shift < 3; shift++) {
    g_autofree char *padded = g_strconcat (&"xx"[2 - shift], secret, NULL);
    g_autofree char *base64 =
        g_base64_encode ((const guchar *) padded, strlen (padded));
    g_autofree char *middle = g_strndup (base64 + 4, 12);

    assert_absent (text, middle);
  }
}

static void
test_no_secret (Fixture *self, gconstpointer data)
{
  static const TodokuReportFlags all =
      TODOKU_REPORT_EN | TODOKU_REPORT_JA | TODOKU_REPORT_TRANSCRIPT;
  const char *secret = todoku_scenario_get_password (
      todoku_session_get_scenario (self->session));

  g_assert_nonnull (secret);
  g_assert_cmpuint (todoku_run_get_budget (self->run)->sign_ins, >, 0);
  for (int form = 0; form < TODOKU_N_SHARE_FORMS; form++) {
    g_autofree char *shared = read_back (self, form, all);
    g_autofree char *whole =
        read_back (self, form, all | TODOKU_REPORT_UNREDACTED);

    g_test_message ("%s", todoku_share_form_get_file_name (form));
    assert_no_secret (shared, secret);
    assert_no_secret (whole, secret);
    assert_absent (shared, "taro");
    g_assert_cmpuint (strlen (shared), >, 200);
    /* A hand-out is for others: nothing of the account goes in. */
    if (form == TODOKU_SHARE_HAND_OUT)
      assert_absent (whole, "taro");
    else
      g_assert_nonnull (strstr (whole, "taro@example.jp"));
  }
}

/* ---- what stands in it ----------------------------------------------------
 */

static void
assert_holds (const char *text, const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("“%s” is not in it:\n%s", part, text);
}

static void
test_pdf (Fixture *self, gconstpointer data)
{
  g_autofree char *ja = read_back (self, TODOKU_SHARE_PDF, TODOKU_REPORT_JA);
  g_autofree char *both =
      read_back (self, TODOKU_SHARE_PDF, TODOKU_REPORT_JA | TODOKU_REPORT_EN);

  assert_holds (ja, "Todoku の診断結果");
  assert_holds (ja, "「SSL」は使えません");
  assert_holds (ja, "ポートと暗号化の組み合わせ");
  assert_absent (ja, "What to do");
  assert_holds (both, "What to do");
  assert_holds (both, "やること");
  assert_holds (both, "465");
}

static void
test_html_is_in_both (Fixture *self, gconstpointer data)
{
  g_autofree char *html = read_back (self, TODOKU_SHARE_HTML, TODOKU_REPORT_JA);

  assert_holds (html, "<section lang=\"ja\">");
  assert_holds (html, "<section lang=\"en\">");
  assert_holds (html, "@media print");
  assert_holds (html, "prefers-color-scheme:dark");
}

/* One page, with a code that a camera reads. */
static void
test_hand_out (Fixture *self, gconstpointer data)
{
  g_autofree char *text = read_back (self, TODOKU_SHARE_HAND_OUT, 0);
  g_autofree char *path = save (self, TODOKU_SHARE_HAND_OUT, 0);
  g_autofree char *picture = g_build_filename (self->folder, "page", NULL);
  g_autofree char *png = g_strconcat (picture, ".png", NULL);
  const char *render[] = { "pdftoppm",    "-r", "150",   "-png",
                           "-singlefile", path, picture, NULL };
  const char *scan[] = { "zbarimg", "--quiet", "--raw", png, NULL };
  const TodokuProvider *provider =
      todoku_account_get_provider (todoku_run_get_account (self->run));
  g_autofree char *nothing = NULL, *link = NULL;

  g_assert_cmpuint (count_pages (path), ==, 1);
  assert_holds (text, "What to do");
  assert_holds (text, "やること");
  assert_holds (text, "smtp.gmail.com");
  assert_absent (text, "taro");
  /* In the words of this Outlook, where TLS means another thing. */
  assert_holds (text, "Gmail · Outlook 2010");
  assert_absent (text, "SSL/TLS");
  nothing = run_tool (render);
  link = run_tool (scan);
  g_assert_cmpstr (g_strchomp (link), ==, provider->help_link);
  assert_holds (text, provider->help_link);
}

/* ---- paper ----------------------------------------------------------------
 */

/* Nothing is cut: more text is more pages, and a heading is not left alone. */
static void
test_paper_breaks (void)
{
  g_autoptr (TodokuDocument) document = todoku_document_new ();
  PangoContext *context =
      pango_font_map_create_context (pango_cairo_font_map_get_default ());
  g_autoptr (TodokuPaper) paper = NULL, fitting = NULL;

  todoku_document_add (document, TODOKU_BLOCK_TITLE, "Title");
  for (guint i = 0; i < 60; i++) {
    todoku_document_add (document, TODOKU_BLOCK_HEADING, "A heading");
    todoku_document_add (document,
                         TODOKU_BLOCK_PARAGRAPH,
                         "A sentence that is long enough for a second line on "
                         "a page that is as narrow as this one is.");
  }
  paper =
      todoku_paper_new (context, document, 300, 400, 10, TODOKU_PAPER_DEFAULT);
  g_assert_cmpuint (todoku_paper_get_n_pages (paper), >=, 6);
  g_assert_cmpuint (todoku_paper_get_n_pages (paper), <=, 12);
  fitting = todoku_paper_new_fitting (context, document, 2000, 3000, 30);
  g_assert_cmpuint (todoku_paper_get_n_pages (fitting), ==, 1);
  g_assert_cmpfloat (todoku_paper_get_font_size (fitting), >, 10);
  g_clear_object (&context);
}

/* ---- the menu -------------------------------------------------------------
 */

static void
test_menu_redacts_again (Fixture *self, gconstpointer data)
{
  GtkWidget *menu = g_object_ref_sink (todoku_share_menu_new ());
  TodokuShareMenu *share = TODOKU_SHARE_MENU (menu);
  gboolean whole = TRUE;

  todoku_share_menu_set_run (share, self->run);
  g_object_set (menu, "whole-address", TRUE, NULL);
  todoku_share_menu_set_run (share, self->run);
  g_object_get (menu, "whole-address", &whole, NULL);
  g_assert_true (whole);
  todoku_share_menu_set_run (share, NULL);
  g_object_get (menu, "whole-address", &whole, NULL);
  g_assert_false (whole);
  g_assert_finalize_object (menu);
}

#define ADD(name, case, function)                                              \
  g_test_add ("/share/" name, Fixture, case, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/share/paper-breaks", test_paper_breaks);
  ADD ("no-secret", "healthy", test_no_secret);
  ADD ("pdf", "outlook-2010-587-ssl", test_pdf);
  ADD ("html", "outlook-2010-587-ssl", test_html_is_in_both);
  ADD ("hand-out", "outlook-2010-587-ssl", test_hand_out);
  ADD ("menu-redacts-again", "outlook-2010-587-ssl", test_menu_redacts_again);
  return g_test_run ();
}
