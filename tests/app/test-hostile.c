/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "app-fixture.h"
#include "todoku-explain-view.h"
#include "todoku-observation-private.h"
#include "todoku-report.h"
#include "todoku-results.h"
#include "todoku-window.h"

#include <adwaita.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>

/* UI-01: what a server says, what a user types and what is pasted stands in
 * the whole window as what it is. GTK's warnings are fatal here. */
#define CASE "hostile"
#define PHONE 360

typedef struct {
  const char *name;
  const char *text;
  const char *shown; /* (nullable): what stands for it somewhere */
} Hostile;

static const Hostile hostile[] = {
  { "markup", "x1 <b>bold</b> <span size=\"99999\">", "<b>bold</b>" },
  { "entity", "x1 &amp; &#x41; & &;", "&amp; &#x41; &" },
  { "link", "x1 <a href=\"https://example.com\">call</a>", "<a href=" },
  { "broken", "x1 </span></b> < > \"'", "</span></b>" },
  { "mnemonic", "x1 _File __x", "_File __x" },
  { "format", "x1 %s%n%99999d {host} {port}", "%s%n%99999d {host}" },
  { "bidi", "x1 \u202emoc.elgoog\u202c \u2066x\u2069 \u200f", "moc.elgoog" },
  { "hebrew", "x1 \u05e9\u05dc\u05d5\u05dd", "\u05e9\u05dc\u05d5\u05dd" },
  { "control", "x1 \033[31mred\033[0m\a\b\v\302\205 end", "end" },
  { "pile",
    "x1 Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319\u0324",
    NULL },
};

/* ---- a server that says it ------------------------------------------------
 */

static void
write_file (const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static void
copy_server (const char *folder)
{
  g_autofree char *from = g_build_filename (g_getenv ("TODOKU_SOURCE_ROOT"),
                                            "data",
                                            "practice",
                                            "servers",
                                            "dovecot-imap.json",
                                            NULL);
  g_autofree char *servers = g_build_filename (folder, "servers", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir (servers, 0700), ==, 0);
  g_file_get_contents (from, &text, NULL, &error);
  g_assert_no_error (error);
  write_file (servers, "dovecot-imap.json", text);
}

static char *
quote (const char *before, const char *text)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_VALUE);
  g_autofree char *whole = g_strconcat (before, text, NULL);

  json_node_set_string (node, whole);
  return json_to_string (node, FALSE);
}

/* Greeting, list of capabilities and refusal hold @text. */
static char *
make_case (const char *text)
{
  g_autofree char *greeting = quote ("* OK ", text);
  g_autofree char *alert = quote ("* OK [ALERT] ", text);
  g_autofree char *list = quote ("* CAPABILITY IMAP4rev1 AUTH=PLAIN ", text);
  g_autofree char *refused = quote ("{tag} NO [AUTHENTICATIONFAILED] ", text);

  return g_strdup_printf (
      "{ \"id\": \"" CASE "\","
      "  \"title\": { \"en\": \"x\", \"ja\": \"x\" },"
      "  \"story\": { \"en\": \"x\", \"ja\": \"x\" },"
      "  \"expect\": \"password-refused\", \"as_of\": \"2026-11-22\","
      "  \"account\": { \"address\": \"taro@example.jp\","
      "    \"app\": \"thunderbird\", \"symptom\": \"receive\","
      "    \"incoming\": \"imaps://imap.example.jp:993\","
      "    \"sign-in\": \"password\" },"
      "  \"password\": \"practice-password\","
      "  \"listen\": { \"imap.example.jp:993\": { \"mode\": \"tls\","
      "    \"certificate\": \"example\", \"like\": \"dovecot-imap\","
      "    \"greeting\": %s,"
      "    \"secure\": { \"CAPABILITY\": [ %s, %s, \"{tag} OK done\" ] },"
      "    \"outcomes\": { \"refused\": %s } } } }",
      greeting,
      list,
      alert,
      refused);
}

static void
remove_folder (const char *folder)
{
  static const char *const names[] = { "servers/dovecot-imap.json",
                                       "servers",
                                       CASE ".json",
                                       "index.json",
                                       "" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (folder, names[i], NULL);

    g_assert_cmpint (g_remove (path), ==, 0);
  }
}

static TodokuSession *
session_new_for (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("todoku-XXXXXX", &error);
  g_autofree char *scenario = make_case (text);
  g_autoptr (TodokuKnowledge) knowledge = todoku_knowledge_new (&error);
  g_autoptr (TodokuPractice) practice = NULL;

  g_assert_no_error (error);
  copy_server (folder);
  write_file (folder, "index.json", "{ \"scenarios\": [ \"" CASE "\" ] }");
  write_file (folder, CASE ".json", scenario);
  practice = todoku_practice_new_from_directory (folder, &error);
  g_assert_no_error (error);
  remove_folder (folder);
  return todoku_session_new (knowledge, practice);
}

/* ---- what is shown --------------------------------------------------------
 */

/* Characters that do something to a line instead of standing in it. */
static gboolean
acts (gunichar c)
{
  return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0) ||
         (c >= 0x200e && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2066 && c <= 0x2069);
}

static void
assert_stands (const char *text)
{
  g_assert_true (g_utf8_validate (text, -1, NULL));
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    if (acts (g_utf8_get_char (at))) {
      g_test_message ("U+%04X in “%s”", g_utf8_get_char (at), text);
      g_test_fail ();
    }
}

static void
check_label (GtkLabel *label, GString *seen)
{
  const char *text = gtk_label_get_text (label);

  assert_stands (text);
  g_string_append_printf (seen, "%s\n", text);
  /* Markup is ours alone, and so is a mnemonic. */
  if (strstr (text, "x1") != NULL) {
    g_assert_false (gtk_label_get_use_markup (label));
    g_assert_false (gtk_label_get_use_underline (label));
  }
}

static void
check_view (GtkTextView *view, GString *seen)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  g_autofree char *text = NULL;
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  /* What one typed stands there as it was typed. */
  if (!gtk_text_view_get_editable (view))
    assert_stands (text);
  g_string_append_printf (seen, "%s\n", text);
}

static void
check_all (GtkWidget *widget, GString *seen)
{
  if (ADW_IS_EXPANDER_ROW (widget))
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (widget), TRUE);
  if (GTK_IS_EXPANDER (widget))
    gtk_expander_set_expanded (GTK_EXPANDER (widget), TRUE);
  if (GTK_IS_LABEL (widget))
    check_label (GTK_LABEL (widget), seen);
  if (GTK_IS_TEXT_VIEW (widget))
    check_view (GTK_TEXT_VIEW (widget), seen);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_all (child, seen);
}

/* Twice: opening a row fills it. */
static void
check_window (GtkWidget *window, const char *shown)
{
  g_autoptr (GString) seen = g_string_new (NULL);
  int least;

  check_all (window, seen);
  app_settle ();
  g_string_truncate (seen, 0);
  check_all (window, seen);
  app_settle ();
  if (shown != NULL && strstr (seen->str, shown) == NULL) {
    g_test_message ("“%s” is not shown", shown);
    g_test_fail ();
  }
  gtk_widget_measure (window,
                      GTK_ORIENTATION_HORIZONTAL,
                      -1,
                      &least,
                      NULL,
                      NULL,
                      NULL);
  g_assert_cmpint (least, <=, PHONE);
}

static void
close_window (GtkWidget *window)
{
  gtk_window_destroy (GTK_WINDOW (window));
  app_settle ();
}

/* ---- the tests ------------------------------------------------------------
 */

static void
play (const char *text, const char *shown)
{
  g_autoptr (TodokuSession) session = session_new_for (text);
  GtkWidget *window = todoku_window_new (NULL, session, NULL);

  gtk_window_present (GTK_WINDOW (window));
  todoku_window_practise (TODOKU_WINDOW (window), CASE);
  g_assert_true (todoku_session_is_running (session));
  app_session_wait (session);
  g_object_set (window, "language", "both", NULL);
  app_settle ();
  check_window (window, shown);
  close_window (window);
}

static void
test_server (gconstpointer data)
{
  const Hostile *row = data;

  play (row->text, row->shown);
}

/* No line of it is cut so that the window could not be narrow. */
static void
test_server_long (void)
{
  g_autofree char *word = g_strnfill (1500, 'x');
  g_autofree char *text = g_strconcat ("x1 ", word, NULL);

  play (text, "xxxxxxxxxxxxxxxx");
}

static void
fill_rows (GtkWidget *widget, const char *text)
{
  if (ADW_IS_ENTRY_ROW (widget))
    gtk_editable_set_text (GTK_EDITABLE (widget), text);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    fill_rows (child, text);
}

/* Every entry of the form, and what is said beside them. */
static void
test_typed (GtkWidget *window, const Hostile *row)
{
  g_autofree char *address = g_strconcat (row->text, "@example.jp", NULL);

  fill_rows (window, row->text);
  gtk_widget_activate_action (window, "win.diagnose", NULL);
  fill_rows (window, address);
  gtk_widget_activate_action (window, "win.diagnose", NULL);
  g_assert_false (todoku_session_is_running (
      todoku_window_get_session (TODOKU_WINDOW (window))));
  check_window (window, NULL);
}

/* Passages of it are quoted where they were recognised. */
static void
test_explained (GtkWidget *window, const Hostile *row)
{
  g_autofree char *text =
      g_strdup_printf ("%s 534-5.7.9 Application-specific password required. "
                       "%s\n421 too many connections %s",
                       row->text,
                       row->text,
                       row->text);
  TodokuExplainView *view;

  gtk_widget_activate_action (window, "win.show-view", "s", "explain");
  view = TODOKU_EXPLAIN_VIEW (app_find (window, TODOKU_TYPE_EXPLAIN_VIEW));
  todoku_explain_view_set_text (view, text);
  while (todoku_explain_view_get_run (view) == NULL)
    g_main_context_iteration (NULL, TRUE);
  app_settle ();
  check_window (window, NULL);
}

/* What is said in passing: its text is markup to libadwaita. */
static void
test_toast (GtkWidget *window, const Hostile *row)
{
  g_autoptr (GString) seen = g_string_new (NULL);

  gtk_widget_activate_action (window, "win.complain", "s", row->text);
  app_settle ();
  check_all (window, seen);
  if (row->shown != NULL)
    g_assert_nonnull (strstr (seen->str, row->shown));
}

typedef void (*TestRow) (GtkWidget *window, const Hostile *row);

static void
test_rows (gconstpointer data)
{
  TestRow test = (TestRow) data;
  g_autoptr (TodokuSession) session = app_session_new ();
  GtkWidget *window = todoku_window_new (NULL, session, NULL);

  gtk_window_present (GTK_WINDOW (window));
  for (gsize i = 0; i < G_N_ELEMENTS (hostile); i++) {
    g_test_message ("%s", hostile[i].name);
    test (window, &hostile[i]);
  }
  close_window (window);
}

/* ---- certificates ---------------------------------------------------------
 */

/* TL-20: real ones, whose names openssl and an old corpus wrote. */

static char *
dup_subject (const char *attribute, const char *text)
{
  g_autoptr (GString) subject = g_string_new (NULL);

  g_string_append_printf (subject, "/CN=x1/%s=", attribute);
  for (const char *at = text; *at != '\0'; at++) {
    if (strchr ("\\/+", *at) != NULL)
      g_string_append_c (subject, '\\');
    g_string_append_c (subject, *at);
  }
  return g_string_free (g_steal_pointer (&subject), FALSE);
}

static GTlsCertificate *
make_certificate (const char *attribute, const char *text)
{
  g_autofree char *subject = dup_subject (attribute, text);
  const char *const command[] = {
    "openssl",
    "req",
    "-x509",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:prime256v1",
    "-nodes",
    "-keyout",
    "/dev/null",
    "-utf8",
    "-subj",
    subject,
    NULL,
  };
  g_autofree char *pem = NULL;
  g_autoptr (GError) error = NULL;
  GTlsCertificate *certificate;

  g_spawn_sync (NULL,
                (char **) command,
                NULL,
                G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL,
                NULL,
                NULL,
                &pem,
                NULL,
                NULL,
                &error);
  g_assert_no_error (error);
  certificate = g_tls_certificate_new_from_pem (pem, -1, &error);
  g_assert_no_error (error);
  return certificate;
}

static GTlsCertificate *
load_certificate (const char *name)
{
  g_autofree char *path = g_build_filename (g_getenv ("TODOKU_SOURCE_ROOT"),
                                            "tests",
                                            "fuzz",
                                            "corpus",
                                            "certificate",
                                            name,
                                            NULL);
  g_autoptr (GByteArray) bytes = NULL;
  g_autoptr (GError) error = NULL;
  GInitable *certificate;
  char *der;
  gsize length;

  g_file_get_contents (path, &der, &length, &error);
  g_assert_no_error (error);
  bytes = g_byte_array_new_take ((guchar *) der, length);
  certificate = g_initable_new (g_tls_backend_get_certificate_type (
                                    g_tls_backend_get_default ()),
                                NULL,
                                &error,
                                "certificate",
                                bytes,
                                NULL);
  g_assert_no_error (error);
  return G_TLS_CERTIFICATE (certificate);
}

/* As if a server of the run had shown @certificate and itself above it. */
static void
show_certificate (TodokuRun *run, GTlsCertificate *certificate)
{
  GListModel *observations = todoku_run_get_observations (run);
  g_autoptr (GPtrArray) chain = g_ptr_array_new ();
  g_autoptr (GSocketConnectable) identity =
      g_network_address_new ("imap.example.jp", 993);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  g_ptr_array_add (chain, certificate);
  g_ptr_array_add (chain, certificate);
  for (guint i = 0; i < g_list_model_get_n_items (observations); i++) {
    g_autoptr (TodokuObservation) observation =
        g_list_model_get_item (observations, i);

    g_clear_pointer (&observation->certificates,
                     todoku_certificate_report_unref);
    observation->certificates =
        todoku_certificate_report_new (chain, identity, NULL, NULL, 0, now);
  }
}

static void
check_results (TodokuSession *session, const char *shown)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *results = todoku_results_new ();

  todoku_results_set_languages (TODOKU_RESULTS (results),
                                TODOKU_LANGUAGES_BOTH);
  todoku_results_set_session (TODOKU_RESULTS (results), session);
  adw_window_set_content (ADW_WINDOW (window), results);
  gtk_window_present (GTK_WINDOW (window));
  check_window (window, shown);
  close_window (window);
}

static void
check_reports (TodokuRun *run)
{
  static const char *const formats[] = { "text", "markdown", "html", "json" };

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++) {
    g_autofree char *text = NULL;
    TodokuReportFormat format;

    g_assert_true (todoku_report_format_from_string (formats[i], &format));
    text = todoku_report_write (run, format, 0);
    assert_stands (text);
    if (strcmp (formats[i], "html") == 0) {
      g_assert_null (strstr (text, "<b>"));
      g_assert_null (strstr (text, "<a href=\"https://example.com\""));
    }
    if (strcmp (formats[i], "json") == 0) {
      g_autoptr (JsonParser) parser = json_parser_new ();

      g_assert_true (json_parser_load_from_data (parser, text, -1, NULL));
    }
  }
}

static void
check_certificate (TodokuSession *session,
                   GTlsCertificate *certificate,
                   const char *shown)
{
  TodokuRun *run = todoku_session_get_run (session);

  show_certificate (run, certificate);
  check_results (session, shown);
  check_reports (run);
}

static void
test_certificates (void)
{
  static const char *const files[] = { "hostile", "nul-name", "nul-subject" };
  /* By the attribute that they stand in. */
  static const Hostile more[] = {
    { "O", "x1 two\nlines", "lines" },
    { "O", "x1 \U0001f600\U0001f3f4\u200d\u2620\ufe0f", "\U0001f600" },
    { "name", NULL, "xxxxxxxxxxxxxxxx" },
  };
  g_autoptr (TodokuSession) session = app_session_new ();
  g_autofree char *filling = g_strnfill (10 * 1024, 'x');

  app_session_play (session, "healthy-no-sign-in");
  for (gsize i = 0; i < G_N_ELEMENTS (hostile); i++) {
    g_autoptr (GTlsCertificate) certificate =
        make_certificate ("O", hostile[i].text);

    g_test_message ("%s", hostile[i].name);
    check_certificate (session, certificate, hostile[i].shown);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autoptr (GTlsCertificate) certificate = load_certificate (files[i]);

    g_test_message ("%s", files[i]);
    check_certificate (session, certificate, NULL);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (more); i++) {
    const char *text = more[i].text != NULL ? more[i].text : filling;
    g_autoptr (GTlsCertificate) certificate =
        make_certificate (more[i].name, text);

    g_test_message ("%s", more[i].shown);
    check_certificate (session, certificate, more[i].shown);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  for (gsize i = 0; i < G_N_ELEMENTS (hostile); i++) {
    g_autofree char *path =
        g_strconcat ("/hostile/UI-01/server/", hostile[i].name, NULL);

    g_test_add_data_func (path, &hostile[i], test_server);
  }
  g_test_add_func ("/hostile/UI-01/server/long", test_server_long);
  g_test_add_data_func ("/hostile/UI-01/typed",
                        (gconstpointer) test_typed,
                        test_rows);
  g_test_add_data_func ("/hostile/UI-01/explained",
                        (gconstpointer) test_explained,
                        test_rows);
  g_test_add_data_func ("/hostile/UI-01/toast",
                        (gconstpointer) test_toast,
                        test_rows);
  g_test_add_func ("/hostile/TL-20/certificates", test_certificates);
  return g_test_run ();
}
