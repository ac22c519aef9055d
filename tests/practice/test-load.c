/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-practice.h"
#include "todoku-scenario.h"

#include <glib/gstdio.h>
#include <string.h>

static void
test_all (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TodokuPractice) practice = todoku_practice_new (&error);
  GPtrArray *scenarios;

  g_assert_no_error (error);
  scenarios = todoku_practice_get_scenarios (practice);
  g_assert_cmpuint (scenarios->len, >=, 24);
  for (guint i = 0; i < scenarios->len; i++) {
    const TodokuScenario *scenario = scenarios->pdata[i];
    const char *id = todoku_scenario_get_id (scenario);

    g_test_message ("%s", id);
    g_assert_true (todoku_practice_find (practice, id) == scenario);
    g_assert_cmpstr (todoku_scenario_get_title (scenario, "en"),
                     !=,
                     todoku_scenario_get_title (scenario, "ja"));
    g_assert_cmpstr (todoku_scenario_get_story (scenario, "en"),
                     !=,
                     todoku_scenario_get_story (scenario, "ja"));
    g_assert_cmpstr (todoku_scenario_get_expect (scenario), !=, "");
    g_assert_cmpstr (todoku_scenario_get_as_of (scenario), ==, "2026-11-22");
    g_assert_cmpstr (todoku_scenario_get_account (scenario)[0], ==, "address");
    g_assert_cmpuint (g_strv_length (
                          (GStrv) todoku_scenario_get_account (scenario)) %
                          2,
                      ==,
                      0);
  }
  g_assert_null (todoku_practice_find (practice, "no-such-scenario"));
  g_assert_true (todoku_scenario_is_offered (scenarios->pdata[0]));
}

/* A file that the index forgets would never be played. */
static void
test_index (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("TODOKU_SOURCE_ROOT"),
                                            "data",
                                            "practice",
                                            NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TodokuPractice) practice =
      todoku_practice_new_from_directory (path, &error);
  g_autoptr (GDir) directory = NULL;
  const char *name;

  g_assert_no_error (error);
  directory = g_dir_open (path, 0, &error);
  g_assert_no_error (error);
  while ((name = g_dir_read_name (directory)) != NULL) {
    g_autofree char *id = g_strndup (name, strcspn (name, "."));

    if (!g_str_has_suffix (name, ".json") || g_str_equal (id, "index"))
      continue;
    g_test_message ("%s", id);
    g_assert_nonnull (todoku_practice_find (practice, id));
  }
}

#define SCENARIO(members)                                                      \
  "{\"id\":\"x\",\"title\":{\"en\":\"a\",\"ja\":\"b\"},"                       \
  "\"story\":{\"en\":\"a\",\"ja\":\"b\"},\"expect\":\"works\","                \
  "\"account\":{\"address\":\"taro@example.jp\"}" members "}"
#define LISTEN(members) ",\"listen\":{\"h.example.jp:143\":" members "}"
#define SCRIPT                                                                 \
  "\"protocol\":\"imap\",\"greeting\":\"* OK\",\"unknown\":\"{tag} BAD\""

static const struct {
  const char *text;
  const char *expected; /* NULL: no mistake */
} mistakes[] = {
  { SCENARIO (LISTEN ("\"silent\"")), NULL },
  { SCENARIO (LISTEN ("{" SCRIPT "}")), NULL },
  { "", "x.json: the file must have" },
  { "{", "x.json: " },
  { "[]", "x.json: an object must stand here" },
  { "\xff", "x.json: the file is not valid UTF-8" },
  { "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "x.json: the file is nested" },
  { SCENARIO (""), "x.json: listen: nothing listens" },
  { SCENARIO (",\"colour\":1"), "x.json: “colour” is not a known key" },
  { SCENARIO (",\"as_of\":\"22 November\""), "“as_of” must be a date" },
  { SCENARIO (",\"as_of\":\"2026-13-01\""), "“as_of” must be a date" },
  { SCENARIO (",\"offered\":\"yes\""), "“offered” must be true or false" },
  { SCENARIO (",\"timeout_ms\":0"), "“timeout_ms” must be a number from 1" },
  { SCENARIO (",\"password\":7"), "x.json: password: a text must stand here" },
  { SCENARIO (",\"sites\":\"nowhere\""), "sites/nowhere.json" },
  { SCENARIO (",\"addresses\":\"192.0.2.1\""),
    "x.json: addresses: “192.0.2.1” is none of: 127.0.0.1, ::1" },
  { SCENARIO (",\"accounts\":[{\"user\":\"taro\"}]"),
    "x.json: accounts: “password” or “token” must be there" },
  { SCENARIO (",\"accounts\":[{\"user\":\"t\",\"password\":\"p\","
              "\"outcome\":\"odd\"}]" LISTEN ("{" SCRIPT "}")),
    "no server knows the outcome “odd”" },
  { SCENARIO (",\"listen\":{\"h\":\"silent\"}"),
    "x.json: listen › h: HOST:PORT must stand here" },
  { SCENARIO (",\"listen\":{\"h:65536\":\"silent\"}"),
    "x.json: listen › h:65536: HOST:PORT must stand here" },
  { SCENARIO (LISTEN ("\"loud\"")),
    "x.json: listen › h.example.jp:143: “loud” is none of: plain, tls" },
  { SCENARIO (LISTEN ("{\"like\":\"nothing\"}")), "servers/nothing.json" },
  { SCENARIO (LISTEN ("{\"protocol\":\"imap\"}")), "“greeting” is missing" },
  { SCENARIO (LISTEN ("{" SCRIPT ",\"mode\":\"tls\"}")),
    "“certificate” is missing" },
  { SCENARIO (LISTEN ("{" SCRIPT ",\"any\":{\"X\":{\"then\":\"tls\"}}}")),
    "“certificate” is missing" },
  { SCENARIO (LISTEN ("{" SCRIPT ",\"any\":{\"X\":{\"then\":\"sing\"}}}")),
    "x.json: listen › h.example.jp:143 › any › X: “sing” is none of" },
  { SCENARIO (LISTEN ("{" SCRIPT ",\"any\":{\"X\":{\"then\":\"sign-in\"}}}")),
    "a sign-in needs the outcomes" },
  { SCENARIO (LISTEN ("{" SCRIPT ",\"any\":{\"X\":\"a\\r\\nb\"}}")),
    "a line holds no line break" },
  { "{\"id\":\"y\"}", "x.json: “id” must be the file's name, “x”" },
  { "{\"id\":\"x\",\"title\":{\"en\":\"a\"}}",
    "x.json: title: “ja” is missing" },
};

static void
write_file (const char *directory, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static void
remove_file (const char *directory, const char *name)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);

  g_remove (path);
}

static void
test_mistakes (void)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *directory = g_dir_make_tmp ("todoku-XXXXXX", &failure);

  g_assert_no_error (failure);
  write_file (directory, "index.json", "{\"scenarios\":[\"x\"]}");
  for (guint i = 0; i < G_N_ELEMENTS (mistakes); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (TodokuPractice) practice = NULL;

    write_file (directory, "x.json", mistakes[i].text);
    practice = todoku_practice_new_from_directory (directory, &error);
    if (mistakes[i].expected == NULL) {
      g_assert_no_error (error);
      g_assert_nonnull (practice);
      continue;
    }
    g_assert_null (practice);
    g_assert_nonnull (error);
    g_test_message ("%s", error->message);
    g_assert_nonnull (strstr (error->message, mistakes[i].expected));
  }
  remove_file (directory, "x.json");
  remove_file (directory, "index.json");
  g_rmdir (directory);
}

static void
test_twice (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *directory = g_dir_make_tmp ("todoku-XXXXXX", &error);

  g_assert_no_error (error);
  write_file (directory, "index.json", "{\"scenarios\":[\"x\",\"x\"]}");
  g_assert_null (todoku_practice_new_from_directory (directory, &error));
  g_assert_error (error, TODOKU_PRACTICE_ERROR, TODOKU_PRACTICE_ERROR_DATA);
  remove_file (directory, "index.json");
  g_rmdir (directory);
}

/* What is missing from a chain is the lesson: as many certificates are shown as
 * the script says. */
static void
test_chains (void)
{
  static const struct {
    const char *name;
    guint length;
  } chains[] = { { "example", 2 },       { "gmail", 2 },
                 { "outlook", 2 },       { "expired", 2 },
                 { "wrong-name", 2 },    { "not-yet-valid", 2 },
                 { "untrusted", 2 },     { "security-software", 2 },
                 { "self-signed", 1 },   { "missing-intermediate", 1 },
                 { "school-filter", 2 }, { "must-staple", 2 } };
  g_autoptr (TodokuPractice) practice = todoku_practice_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (chains); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GTlsCertificate) leaf =
        todoku_practice_load_certificate (practice, chains[i].name, &error);
    guint length = 0;

    g_assert_no_error (error);
    for (GTlsCertificate *at = leaf; at != NULL && length < 5;
         at = g_tls_certificate_get_issuer (at))
      length++;
    g_test_message ("%s", chains[i].name);
    g_assert_cmpuint (length, ==, chains[i].length);
  }
}

/* A scenario's certificates exist, and every server of every scenario starts.
 */
static void
test_all_serve (void)
{
  g_autoptr (TodokuPractice) practice = todoku_practice_new (NULL);
  GPtrArray *scenarios = todoku_practice_get_scenarios (practice);

  for (guint i = 0; i < scenarios->len; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (TodokuPracticeServer) server =
        todoku_practice_server_new (practice, scenarios->pdata[i], &error);

    g_assert_no_error (error);
    g_assert_cmpuint (todoku_practice_server_get_n_connections (server), ==, 0);
    g_assert_true (g_str_has_prefix (todoku_practice_server_get_ca_pem (server),
                                     "-----BEGIN CERTIFICATE-----"));
  }
}

static void
test_resolver (void)
{
  g_autoptr (GResolver) resolver = todoku_practice_resolver_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) mx = NULL;

  g_assert_null (
      g_resolver_lookup_by_name (resolver, "imap.example.jp", NULL, &error));
  g_assert_error (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND);
  g_assert_null (g_resolver_lookup_records (resolver,
                                            "example.jp",
                                            G_RESOLVER_RECORD_MX,
                                            NULL,
                                            &mx));
  g_assert_error (mx, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/practice/load/all", test_all);
  g_test_add_func ("/practice/load/index", test_index);
  g_test_add_func ("/practice/load/mistakes", test_mistakes);
  g_test_add_func ("/practice/load/twice", test_twice);
  g_test_add_func ("/practice/load/chains", test_chains);
  g_test_add_func ("/practice/load/all-serve", test_all_serve);
  g_test_add_func ("/practice/load/resolver", test_resolver);
  return g_test_run ();
}
