/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-knowledge.h"

#include "knowledge-fixture.h"

#include <string.h>

/* More than a message is long. */
#define FIFTY " ................................................ "
#define FAR                                                                    \
  FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY      \
      FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY
#define REST                                                                   \
  ", \"means\": [{ \"finding\": \"password-refused\", \"certainty\": "         \
  "\"likely\" }], \"example\": \"x\", \"confidence\": \"high\", \"checked\": " \
  "\"2026-11-01\", \"sources\": [\"RFC 4954\"] }"
#define PATTERN(id, said_by, rest)                                             \
  "{ \"id\": \"" id "\", \"said_by\": \"" said_by "\", " rest REST

/* clang-format off */
static const char *const replies =
  "{ \"replies\": ["
  PATTERN ("code", "a",
    "\"match\": { \"code\": 535 }") ","
  PATTERN ("enhanced", "a",
    "\"match\": { \"code\": 535, \"enhanced\": \"5.7.8\" }") ","
  PATTERN ("token", "a",
    "\"match\": { \"tokens\": [\"not accepted\"] }") ","
  PATTERN ("long", "a",
    "\"match\": { \"tokens\": [\"password not accepted\"] }") ","
  PATTERN ("both", "a",
    "\"match\": { \"tokens\": [\"not accepted\", \"x1\"] }") ","
  PATTERN ("either", "b",
    "\"match\": { \"any_of\": [\"拒否\", \"refused\"] }") ","
  PATTERN ("named", "c",
    "\"match\": { \"response_code\": \"AUTHENTICATIONFAILED\" }") ","
  PATTERN ("named-token", "c",
    "\"match\": { \"response_code\": \"AUTHENTICATIONFAILED\", "
    "\"tokens\": [\"web\"] }") ","
  PATTERN ("mailbox", "d",
    "\"protocol\": \"imap\", \"stages\": [\"mailbox\"], "
    "\"match\": { \"tokens\": [\"quota\"] }") ","
  PATTERN ("anywhere", "d",
    "\"match\": { \"tokens\": [\"quota\"] }") ","
  PATTERN ("general", "protocol", "\"match\": { \"response_code\": \"GENERAL\" }")
  "] }";
/* clang-format on */

static const struct {
  const char *what;
  TodokuReplyQuery
      query; /* protocol, stage, code, enhanced, response code, text, said by */
  const char *found;
} rows[] = {
  { "nothing", { .text = "all is well" }, "" },
  { "no text", { .code = 250 }, "" },
  { "a code", { .code = 535, .text = "no" }, "code" },
  { "another code", { .code = 534, .text = "no" }, "" },
  { "a code in the text", { .text = "Error (535)." }, "code" },
  { "a code as the server writes it", { .text = "535-5.7.8 no" }, "enhanced" },
  { "a full-width code", { .text = "エラー５３５" }, "code" },
  { "a code inside a number", { .text = "15350" }, "" },
  { "a code with a fraction", { .text = "535.1" }, "" },
  { "a code inside a word", { .text = "x535y" }, "" },
  { "a known code is not looked for",
    { .code = 550, .text = "535 5.7.8" },
    "" },
  { "enhanced beats code",
    { .code = 535, .enhanced = "5.7.8", .text = "" },
    "enhanced" },
  { "another enhanced code",
    { .code = 535, .enhanced = "5.7.9", .text = "" },
    "code" },
  { "a longer enhanced code", { .text = "535 5.7.80" }, "code" },
  { "tokens beat codes",
    { .code = 535, .enhanced = "5.7.8", .text = "not accepted" },
    "token" },
  { "the longer token", { .text = "Password NOT\r\n accepted" }, "long" },
  { "more tokens beat longer ones",
    { .text = "password not accepted x1" },
    "both" },
  { "one of several", { .text = "サーバーに拒否されました" }, "either" },
  { "the other of several", { .text = "Refused" }, "either" },
  { "each who says it", { .text = "not accepted, refused" }, "token either" },
  { "who is known to speak first",
    { .text = "not accepted, refused", .said_by = "b" },
    "either token" },
  { "a response code",
    { .response_code = "authenticationfailed", .text = "" },
    "named" },
  { "another response code",
    { .response_code = "LIMIT", .text = "[AUTHENTICATIONFAILED]" },
    "" },
  { "a response code in the text",
    { .text = "NO [AUTHENTICATIONFAILED] x" },
    "named" },
  { "its word without brackets", { .text = "authenticationfailed" }, "" },
  { "the start of another", { .text = "[AUTHENTICATIONFAILEDX]" }, "" },
  { "with a token", { .text = "[AUTHENTICATIONFAILED] Web" }, "named-token" },
  { "protocol and stage",
    { .protocol = "imap", .stage = "mailbox", .text = "quota" },
    "mailbox" },
  { "another stage",
    { .protocol = "imap", .stage = "sign-in", .text = "quota" },
    "anywhere" },
  { "another protocol",
    { .protocol = "smtp", .stage = "mailbox", .text = "quota" },
    "anywhere" },
  { "both unknown", { .text = "quota" }, "mailbox" },
  { "a code between other words", { .text = "535 people came" }, "" },
  { "a number of something else", { .text = "error #535" }, "" },
  { "a code behind the word for it", { .text = "エラーコード：535" }, "code" },
  { "a code alone", { .text = " 535 " }, "code" },
  { "a code with its class", { .text = "(535, b'5.1.1')" }, "code" },
  { "a code with another class", { .text = "535 4.1.1" }, "" },
  { "far apart", { .text = "not accepted" FAR "x1" }, "token" },
  { "a code far from its enhanced one",
    { .text = "error 535" FAR "5.7.8" },
    "code" },
  { "far apart first, then near",
    { .text = "x1" FAR "not accepted x1" },
    "both" },
  { "two lines of one who says it",
    { .text = "password not accepted\nnot accepted x1" },
    "both long" },
  { "a code with words beside it", { .text = "535 5.7.8 quota" }, "mailbox" },
  { "a code with words in another line",
    { .text = "535 5.7.8\nquota" },
    "mailbox enhanced" },
  { "a code with words in the same reply",
    { .text = "535-5.7.8 x\n535 5.7.8 quota" },
    "mailbox" },
  { "the middle of a word", { .text = "linkquota" }, "" },
  { "the start of a word", { .text = "quotas" }, "mailbox" },
  { "in general and in particular",
    { .text = "a1 NO [GENERAL] refused" },
    "either" },
  { "a mark that is no response code", { .text = "[GENERAL] x" }, "" },
  { "a response code behind its status",
    { .text = "a1 NO [GENERAL] x" },
    "general" },
};

static void
test_replies (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (TodokuKnowledge) knowledge = NULL;

  fixture_write (fixture, "replies/sample.json", replies);
  knowledge = fixture_load_good (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GPtrArray) found =
        todoku_knowledge_match_reply (knowledge, &rows[i].query);
    g_autoptr (GString) list = g_string_new (NULL);

    for (guint j = 0; j < found->len; j++)
      g_string_append_printf (list,
                              "%s%s",
                              j > 0 ? " " : "",
                              ((TodokuReplyPattern *) g_ptr_array_index (found,
                                                                         j))
                                  ->id);
    g_test_message ("%s", rows[i].what);
    g_assert_cmpstr (list->str, ==, rows[i].found);
  }
}

#define TEN "0123456789"
#define HUNDRED TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN
#define FAR_AWAY HUNDRED HUNDRED HUNDRED HUNDRED

/* Without a date it is wrong on every day. */
static void
test_undated (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (TodokuKnowledge) knowledge = NULL;
  g_autoptr (GPtrArray) found = NULL;

  fixture_change (fixture, "history.json", "\"date\": \"2025-05-01\",", "");
  knowledge = fixture_load_good (fixture);
  found = todoku_knowledge_match_advice (knowledge,
                                         "Turn less secure apps on",
                                         "1999-01-01");
  g_assert_cmpuint (found->len, ==, 1);
}

static void
test_advice (void)
{
  static const struct {
    const char *text;
    const char *date;
    gboolean found;
  } cases[] = {
    { "Turn less\nsecure apps on", "2026-01-01", TRUE },
    { "Turn less secure apps on", "2025-05-01", TRUE },
    { "Turn less secure apps on", "2025-04-30", FALSE },
    { "「安全性の低いアプリ」を有効に", "2026-01-01", TRUE },
    { "Turn secure apps on", "2026-01-01", FALSE },
    { "", "2026-01-01", FALSE },
    /* The parts of a phrase stand near each other, in any order. */
    { "Open the console, then allow old apps", "2026-01-01", TRUE },
    { "Old apps: the Console allows them", "2026-01-01", TRUE },
    { "Open the console", "2026-01-01", FALSE },
    { "Open the console." FAR_AWAY "Old apps are old.", "2026-01-01", FALSE },
  };
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (TodokuKnowledge) knowledge = fixture_load_good (fixture);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GPtrArray) found =
        todoku_knowledge_match_advice (knowledge, cases[i].text, cases[i].date);

    g_test_message ("%s, %s", cases[i].text, cases[i].date);
    g_assert_cmpuint (found->len, ==, cases[i].found ? 1 : 0);
    if (found->len > 0)
      g_assert_cmpstr (((TodokuChange *) g_ptr_array_index (found, 0))->advice,
                       ==,
                       "sample-switch");
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/match/replies", test_replies);
  g_test_add_func ("/match/advice", test_advice);
  g_test_add_func ("/match/undated", test_undated);
  return g_test_run ();
}
