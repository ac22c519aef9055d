/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-reply-reader.h"

#include <string.h>

/* Each row three times: whole, cut at line ends, one byte at a time; the bytes
 * in blocks of exactly their size. */
typedef enum {
  WHOLE,
  LINES,
  BYTES,
  N_CUTS
} Cut;

typedef struct {
  const char *name;
  TodokuProtocol protocol;
  TodokuExpect expect;
  const char *input;
  gsize length; /* 0: of the string */
  TodokuRead result;
  TodokuReplyStatus status;
  int code;
  const char *enhanced;
  const char *response_code;
  const char *text;
  const char *lines; /* joined by "|" */
  gsize left;        /* bytes behind the reply */
} Row;

#define SMTP TODOKU_PROTOCOL_SMTP, TODOKU_EXPECT_ANSWER
#define POP3 TODOKU_PROTOCOL_POP3, TODOKU_EXPECT_ANSWER
#define LISTING TODOKU_PROTOCOL_POP3, TODOKU_EXPECT_LISTING
#define IMAP TODOKU_PROTOCOL_IMAP, TODOKU_EXPECT_ANSWER
#define GREETING TODOKU_PROTOCOL_IMAP, TODOKU_EXPECT_GREETING
#define ERROR TODOKU_READ_ERROR
#define MORE TODOKU_READ_MORE
#define REPLY TODOKU_READ_REPLY

/* A row is one thing to read. */
/* clang-format off */
static const Row rows[] = {
  /* SMTP: RFC 5321 §4.2, RFC 2034, RFC 3463 */
  { "one line", SMTP, "250 ok\r\n", 0, REPLY, TODOKU_REPLY_POSITIVE, 250, NULL,
    NULL, "ok", "ok" },
  { "two lines", SMTP, "250-a\r\n250 b\r\n", 0, REPLY, TODOKU_REPLY_POSITIVE,
    250, NULL, NULL, "a\nb", "a|b" },
  { "code only", SMTP, "250\r\n", 0, REPLY, TODOKU_REPLY_POSITIVE, 250, NULL,
    NULL, "", "" },
  { "codes only", SMTP, "250-\r\n250\r\n", 0, REPLY, TODOKU_REPLY_POSITIVE, 250,
    NULL, NULL, "\n", "|" },
  { "enhanced", SMTP, "535 5.7.8 no\r\n", 0, REPLY, TODOKU_REPLY_NEGATIVE, 535,
    "5.7.8", NULL, "no", "no" },
  { "enhanced in both lines", SMTP, "535-5.7.8 no\r\n535 5.7.8 go away\r\n", 0,
    REPLY, TODOKU_REPLY_NEGATIVE, 535, "5.7.8", NULL, "no\ngo away",
    "no|go away" },
  { "enhanced of three digits", SMTP, "535 5.7.139 no\r\n", 0, REPLY,
    TODOKU_REPLY_NEGATIVE, 535, "5.7.139", NULL, "no", "no" },
  { "enhanced alone", SMTP, "454 4.7.0\r\n", 0, REPLY, TODOKU_REPLY_TRANSIENT,
    454, "4.7.0", NULL, "", "" },
  { "enhanced of another class", SMTP, "535 4.7.0 no\r\n", 0, REPLY,
    TODOKU_REPLY_NEGATIVE, 535, NULL, NULL, "4.7.0 no", "4.7.0 no" },
  { "a version is no enhanced code", SMTP, "250 2.7 x\r\n", 0, REPLY,
    TODOKU_REPLY_POSITIVE, 250, NULL, NULL, "2.7 x", "2.7 x" },
  { "an address is none", SMTP, "250 2.0.0.1 x\r\n", 0, REPLY,
    TODOKU_REPLY_POSITIVE, 250, NULL, NULL, "2.0.0.1 x", "2.0.0.1 x" },
  { "four digits are none", SMTP, "550 5.1234.0 x\r\n", 0, REPLY,
    TODOKU_REPLY_NEGATIVE, 550, NULL, NULL, "5.1234.0 x", "5.1234.0 x" },
  { "no detail is none", SMTP, "550 5.1. x\r\n", 0, REPLY,
    TODOKU_REPLY_NEGATIVE, 550, NULL, NULL, "5.1. x", "5.1. x" },
  { "intermediate", SMTP, "354 go\r\n", 0, REPLY, TODOKU_REPLY_CONTINUE, 354,
    NULL, NULL, "go", "go" },
  { "421", SMTP, "421 4.3.2 bye\r\n", 0, REPLY, TODOKU_REPLY_BYE, 421, "4.3.2",
    NULL, "bye", "bye" },
  { "what follows is kept", SMTP, "220 go\r\n250 x", 0, REPLY,
    TODOKU_REPLY_POSITIVE, 220, NULL, NULL, "go", "go", 5 },
  { "NUL inside", SMTP, "250 a\0b\r\n", 9, REPLY, TODOKU_REPLY_POSITIVE, 250,
    NULL, NULL, "a?b", "a?b" },
  { "no UTF-8", SMTP, "250 a\xff\xfe\r\n", 0, REPLY, TODOKU_REPLY_POSITIVE, 250,
    NULL, NULL, "a\xff\xfe", "a\xff\xfe" },
  { "CR inside", SMTP, "250 a\rb\r\n", 0, REPLY, TODOKU_REPLY_POSITIVE, 250,
    NULL, NULL, "a\rb", "a\rb" },
  { "unfinished", SMTP, "250 ok\r", 0, MORE },
  { "last line missing", SMTP, "250-ok\r\n", 0, MORE },
  { "codes change", SMTP, "250-a\r\n251 b\r\n", 0, ERROR },
  { "LF alone", SMTP, "250 ok\n", 0, ERROR },
  { "LF alone within", SMTP, "250-a\n250 b\r\n", 0, ERROR },
  { "empty line", SMTP, "\r\n", 0, ERROR },
  { "two digits", SMTP, "25 ok\r\n", 0, ERROR },
  { "four digits", SMTP, "2500 ok\r\n", 0, ERROR },
  { "letters", SMTP, "2x0 ok\r\n", 0, ERROR },
  { "class 1", SMTP, "150 ok\r\n", 0, ERROR },
  { "class 6", SMTP, "650 ok\r\n", 0, ERROR },
  { "no space", SMTP, "250ok\r\n", 0, ERROR },

  /* POP3: RFC 1939 §3, RFC 2449 §8, RFC 5034 */
  { "ok", POP3, "+OK ready\r\n", 0, REPLY, TODOKU_REPLY_POSITIVE, 0, NULL, NULL,
    "ready", "" },
  { "ok in small letters", POP3, "+ok\r\n", 0, REPLY, TODOKU_REPLY_POSITIVE, 0,
    NULL, NULL, "", "" },
  { "error", POP3, "-ERR no\r\n", 0, REPLY, TODOKU_REPLY_NEGATIVE, 0, NULL,
    NULL, "no", "" },
  { "code", POP3, "-ERR [AUTH] no\r\n", 0, REPLY, TODOKU_REPLY_NEGATIVE, 0,
    NULL, "AUTH", "no", "" },
  { "permanent", POP3, "-ERR [SYS/PERM] off\r\n", 0, REPLY,
    TODOKU_REPLY_NEGATIVE, 0, NULL, "SYS/PERM", "off", "" },
  { "temporary", POP3, "-ERR [sys/temp] later\r\n", 0, REPLY,
    TODOKU_REPLY_TRANSIENT, 0, NULL, "SYS/TEMP", "later", "" },
  { "in use", POP3, "-ERR [IN-USE] x\r\n", 0, REPLY, TODOKU_REPLY_TRANSIENT, 0,
    NULL, "IN-USE", "x", "" },
  { "login delay", POP3, "-ERR [LOGIN-DELAY]\r\n", 0, REPLY,
    TODOKU_REPLY_TRANSIENT, 0, NULL, "LOGIN-DELAY", "", "" },
  { "a code does not make ok temporary", POP3, "+OK [IN-USE] x\r\n", 0, REPLY,
    TODOKU_REPLY_POSITIVE, 0, NULL, "IN-USE", "x", "" },
  { "challenge", POP3, "+ VXNlcg==\r\n", 0, REPLY, TODOKU_REPLY_CONTINUE, 0,
    NULL, NULL, "VXNlcg==", "" },
  { "empty challenge", POP3, "+\r\n", 0, REPLY, TODOKU_REPLY_CONTINUE, 0, NULL,
    NULL, "", "" },
  { "LF alone", POP3, "+OK\n", 0, REPLY, TODOKU_REPLY_POSITIVE, 0, NULL, NULL,
    "", "" },
  { "listing", LISTING, "+OK\r\nUSER\r\n..x\r\n.\r\n", 0, REPLY,
    TODOKU_REPLY_POSITIVE, 0, NULL, NULL, "", "USER|.x" },
  { "empty listing", LISTING, "+OK\r\n.\r\n+", 0, REPLY, TODOKU_REPLY_POSITIVE,
    0, NULL, NULL, "", "", 1 },
  { "no listing", LISTING, "-ERR what\r\n", 0, REPLY, TODOKU_REPLY_NEGATIVE, 0,
    NULL, NULL, "what", "" },
  { "unfinished listing", LISTING, "+OK\r\nUSER\r\n", 0, MORE },
  { "word", POP3, "OK\r\n", 0, ERROR },
  { "glued", POP3, "+OKAY\r\n", 0, ERROR },
  { "IMAP", POP3, "* OK\r\n", 0, ERROR },

  /* IMAP: RFC 9051 §2.2.2, §4.3, §7.1 */
  { "greeting", GREETING, "* OK ready\r\n", 0, REPLY, TODOKU_REPLY_POSITIVE, 0,
    NULL, NULL, "ready", "" },
  { "greeting with list", GREETING, "* OK [CAPABILITY IMAP4rev1 ID] hi\r\n", 0,
    REPLY, TODOKU_REPLY_POSITIVE, 0, NULL, "CAPABILITY", "hi",
    "CAPABILITY IMAP4rev1 ID" },
  { "preauth", GREETING, "* PREAUTH hi\r\n", 0, REPLY, TODOKU_REPLY_PREAUTH, 0,
    NULL, NULL, "hi", "" },
  { "bye", GREETING, "* bye\r\n", 0, REPLY, TODOKU_REPLY_BYE, 0, NULL, NULL, "",
    "" },
  { "data as greeting", GREETING, "* 3 EXISTS\r\n", 0, REPLY, TODOKU_REPLY_BAD,
    0, NULL, NULL, "3 EXISTS", "" },
  { "tagged", IMAP, "T1 OK done\r\n", 0, REPLY, TODOKU_REPLY_POSITIVE, 0, NULL,
    NULL, "done", "" },
  { "tagged no", IMAP, "T1 NO [AUTHENTICATIONFAILED] no\r\n", 0, REPLY,
    TODOKU_REPLY_NEGATIVE, 0, NULL, "AUTHENTICATIONFAILED", "no", "" },
  { "temporary no", IMAP, "T1 NO [UNAVAILABLE] no\r\n", 0, REPLY,
    TODOKU_REPLY_TRANSIENT, 0, NULL, "UNAVAILABLE", "no", "" },
  { "bad", IMAP, "T1 BAD no\r\n", 0, REPLY, TODOKU_REPLY_BAD, 0, NULL, NULL,
    "no", "" },
  { "unknown word", IMAP, "T1 WHAT no\r\n", 0, REPLY, TODOKU_REPLY_BAD, 0, NULL,
    NULL, "WHAT no", "" },
  { "untagged before", IMAP, "* 1 EXISTS\r\n* NO [ALERT] x\r\nT1 OK\r\n", 0,
    REPLY, TODOKU_REPLY_POSITIVE, 0, NULL, NULL, "", "1 EXISTS|NO [ALERT] x" },
  { "continue", IMAP, "+ go\r\n", 0, REPLY, TODOKU_REPLY_CONTINUE, 0, NULL,
    NULL, "go", "" },
  { "nested brackets", IMAP, "T1 NO [X [y] z] t\r\n", 0, REPLY,
    TODOKU_REPLY_NEGATIVE, 0, NULL, "X", "t", "" },
  { "open bracket", IMAP, "T1 NO [ALERT t\r\n", 0, REPLY, TODOKU_REPLY_NEGATIVE,
    0, NULL, NULL, "[ALERT t", "" },
  { "literal", IMAP, "* X {4}\r\na\r\nb y\r\nT1 OK\r\n", 0, REPLY,
    TODOKU_REPLY_POSITIVE, 0, NULL, NULL, "", "X {4} y" },
  { "literal of a tag", IMAP, "* X {7}\r\nT1 OK\r\n\r\nT1 NO\r\n", 0, REPLY,
    TODOKU_REPLY_NEGATIVE, 0, NULL, NULL, "", "X {7}" },
  { "empty literal", IMAP, "* X {0}\r\n y\r\nT1 OK\r\n", 0, REPLY,
    TODOKU_REPLY_POSITIVE, 0, NULL, NULL, "", "X {0} y" },
  { "two literals", IMAP, "* X {1}\r\na {2}\r\nbc\r\nT1 OK\r\n", 0, REPLY,
    TODOKU_REPLY_POSITIVE, 0, NULL, NULL, "", "X {1} {2}" },
  { "braces that are none", IMAP, "* OK say {hello}\r\nT1 OK\r\n", 0, REPLY,
    TODOKU_REPLY_POSITIVE, 0, NULL, NULL, "", "OK say {hello}" },
  { "literal in an answer", IMAP, "T1 NO {3}\r\n", 0, REPLY,
    TODOKU_REPLY_NEGATIVE, 0, NULL, NULL, "{3}", "" },
  { "literal cut short", IMAP, "* X {100}\r\nT1 OK\r\n", 0, MORE },
  { "NUL in literal", IMAP, "* X {1}\r\n\0\r\nT1 OK\r\n", 19, REPLY,
    TODOKU_REPLY_POSITIVE, 0, NULL, NULL, "", "X {1}" },
  { "negative literal", IMAP, "* X {-1}\r\n", 0, ERROR },
  { "literal of 4 GiB", IMAP, "* X {4294967296}\r\n", 0, ERROR },
  { "literal beyond 64 bits", IMAP, "* X {99999999999999999999}\r\n", 0,
    ERROR },
  { "literal over the bound", IMAP, "* X {262145}\r\n", 0, ERROR },
  { "literal in letters", IMAP, "* X {abc}\r\n", 0, ERROR },
  { "wrong tag", IMAP, "T2 OK\r\n", 0, ERROR },
  { "longer tag", IMAP, "T11 OK\r\n", 0, ERROR },
  { "tag alone", IMAP, "T1\r\n", 0, ERROR },
  { "junk", IMAP, "junk\r\n", 0, ERROR },
  { "empty line", IMAP, "\r\n", 0, ERROR },
  { "star alone", IMAP, "*\r\n", 0, ERROR },
  { "junk as greeting", GREETING, "junk\r\n", 0, ERROR },
  { "tagged as greeting", GREETING, "T1 OK\r\n", 0, ERROR },
};
/* clang-format on */

static void
feed_exactly (TodokuReplyReader *reader, const char *bytes, gsize length)
{
  g_autofree guint8 *exact = g_memdup2 (bytes, length);

  todoku_reply_reader_feed (reader, exact, length);
}

/* Feeds as @cut says and asks after each piece; what is left when there is an
 * answer is fed too. */
static TodokuRead
read_row (TodokuReplyReader *reader,
          const Row *row,
          Cut cut,
          TodokuReply **reply)
{
  gsize length = row->length ? row->length : strlen (row->input);
  TodokuRead result = TODOKU_READ_MORE;
  gsize start = 0;

  for (gsize i = 0; i < length; i++) {
    if (cut == WHOLE && i + 1 < length)
      continue;
    if (cut == LINES && i + 1 < length && row->input[i] != '\n')
      continue;
    feed_exactly (reader, row->input + start, i + 1 - start);
    start = i + 1;
    if (result == TODOKU_READ_MORE)
      result = todoku_reply_reader_next (reader, row->expect, "T1", reply);
  }
  return result;
}

static void
check_reply (const Row *row, const TodokuReply *reply)
{
  g_autofree char *lines = g_strjoinv ("|", reply->lines);

  g_assert_cmpint (reply->protocol, ==, row->protocol);
  g_assert_cmpint (reply->status, ==, row->status);
  g_assert_cmpint (reply->code, ==, row->code);
  g_assert_cmpstr (reply->enhanced, ==, row->enhanced);
  g_assert_cmpstr (reply->response_code, ==, row->response_code);
  g_assert_cmpstr (reply->text, ==, row->text);
  g_assert_cmpstr (lines, ==, row->lines);
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;

  for (int cut = 0; cut < N_CUTS; cut++) {
    g_autoptr (TodokuReplyReader) reader =
        todoku_reply_reader_new (row->protocol, NULL, NULL);
    g_autoptr (TodokuReply) reply = NULL;
    g_autoptr (TodokuReply) copy = NULL;

    g_assert_cmpint (read_row (reader, row, (Cut) cut, &reply),
                     ==,
                     row->result);
    g_assert_true ((reply != NULL) == (row->result == TODOKU_READ_REPLY));
    if (!reply)
      continue;
    check_reply (row, reply);
    copy = todoku_reply_copy (reply);
    check_reply (row, copy);
    g_assert_cmpuint (todoku_reply_reader_get_buffered (reader), ==, row->left);
  }
}

/* ---- bounds ---------------------------------------------------------------
 */

static TodokuRead
feed_until_done (TodokuProtocol protocol,
                 TodokuExpect expect,
                 const char *piece,
                 gsize most,
                 gsize *ret_fed)
{
  g_autoptr (TodokuReplyReader) reader =
      todoku_reply_reader_new (protocol, NULL, NULL);
  TodokuRead result = TODOKU_READ_MORE;
  gsize fed = 0;

  while (fed < most && result == TODOKU_READ_MORE) {
    TodokuReply *reply = NULL;

    feed_exactly (reader, piece, strlen (piece));
    fed += strlen (piece);
    result = todoku_reply_reader_next (reader, expect, "T1", &reply);
    g_assert_null (reply);
  }
  *ret_fed = fed;
  return result;
}

static const struct {
  const char *name;
  TodokuProtocol protocol;
  TodokuExpect expect;
  const char *piece;
  gsize bound;
} bound_rows[] = {
  { "SMTP line", SMTP, "xxxxxxxx", TODOKU_REPLY_MAX_LINE_SMTP_POP3 },
  { "POP3 line", POP3, "xxxxxxxx", TODOKU_REPLY_MAX_LINE_SMTP_POP3 },
  { "IMAP line", IMAP, "xxxxxxxx", TODOKU_REPLY_MAX_LINE },
  { "SMTP lines", SMTP, "250-x\r\n", TODOKU_REPLY_MAX_LINES * 7 },
  { "POP3 lines", LISTING, "+OK\r\n", TODOKU_REPLY_MAX_LINES * 5 },
  { "IMAP lines", IMAP, "* x\r\n", TODOKU_REPLY_MAX_LINES * 5 },
  { "IMAP bytes",
    IMAP,
    "* 11111111112222222222333333333344444444445555555555666666666677777777778"
    "888888888999999999900000000001111111111222222222233333333334444444444555"
    "55555556666666666\r\n",
    TODOKU_REPLY_MAX_BYTES },
  { "IMAP literals", IMAP, "* x {50000}\r\n", TODOKU_REPLY_MAX_BYTES },
};

static void
test_bounds (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bound_rows); i++) {
    gsize fed;
    TodokuRead result = feed_until_done (bound_rows[i].protocol,
                                         bound_rows[i].expect,
                                         bound_rows[i].piece,
                                         4 * TODOKU_REPLY_MAX_BYTES,
                                         &fed);

    g_test_message ("%s: %" G_GSIZE_FORMAT, bound_rows[i].name, fed);
    g_assert_cmpint (result, ==, TODOKU_READ_ERROR);
    g_assert_cmpuint (fed, <=, bound_rows[i].bound + 64 * 1024);
  }
}

static void
test_error_stays (void)
{
  g_autoptr (TodokuReplyReader) reader =
      todoku_reply_reader_new (TODOKU_PROTOCOL_SMTP, NULL, NULL);
  TodokuReply *reply = NULL;

  feed_exactly (reader, "junk\r\n250 ok\r\n", 14);
  for (int i = 0; i < 3; i++)
    g_assert_cmpint (todoku_reply_reader_next (reader,
                                               TODOKU_EXPECT_ANSWER,
                                               NULL,
                                               &reply),
                     ==,
                     TODOKU_READ_ERROR);
  g_assert_null (reply);
}

/* What was said before TLS is not read after it. */
static void
test_reset (void)
{
  g_autoptr (TodokuReplyReader) reader =
      todoku_reply_reader_new (TODOKU_PROTOCOL_IMAP, NULL, NULL);
  g_autoptr (TodokuReply) reply = NULL;

  feed_exactly (reader, "* X {9}\r\nabc", 12);
  g_assert_cmpint (todoku_reply_reader_next (reader,
                                             TODOKU_EXPECT_ANSWER,
                                             "T1",
                                             &reply),
                   ==,
                   TODOKU_READ_MORE);
  g_assert_cmpuint (todoku_reply_reader_get_buffered (reader), >, 0);
  todoku_reply_reader_reset (reader);
  g_assert_cmpuint (todoku_reply_reader_get_buffered (reader), ==, 0);
  feed_exactly (reader, "T1 OK\r\n", 7);
  g_assert_cmpint (todoku_reply_reader_next (reader,
                                             TODOKU_EXPECT_ANSWER,
                                             "T1",
                                             &reply),
                   ==,
                   TODOKU_READ_REPLY);
  g_assert_cmpuint (g_strv_length (reply->lines), ==, 0);
}

static void
test_bye (void)
{
  g_autoptr (TodokuReplyReader) reader =
      todoku_reply_reader_new (TODOKU_PROTOCOL_IMAP, NULL, NULL);
  g_autoptr (TodokuReply) none = NULL;
  g_autoptr (TodokuReply) bye = NULL;

  g_assert_null (todoku_reply_reader_steal_bye (reader));
  feed_exactly (reader, "* 1 EXISTS\r\n* BYE [UNAVAILABLE] x\r\n", 35);
  g_assert_cmpint (todoku_reply_reader_next (reader,
                                             TODOKU_EXPECT_ANSWER,
                                             "T1",
                                             &none),
                   ==,
                   TODOKU_READ_MORE);
  bye = todoku_reply_reader_steal_bye (reader);
  g_assert_cmpint (bye->status, ==, TODOKU_REPLY_BYE);
  g_assert_cmpstr (bye->response_code, ==, "UNAVAILABLE");
}

static void
add_rows (void)
{
  static const char *const protocols[] = { "imap", "pop3", "smtp" };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strdup_printf ("/reply/%s/%s",
                                             protocols[rows[i].protocol],
                                             rows[i].name);

    g_strdelimit (path, " ", '-');
    g_test_add_data_func (path, &rows[i], test_row);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_rows ();
  g_test_add_func ("/reply/bounds", test_bounds);
  g_test_add_func ("/reply/error-stays", test_error_stays);
  g_test_add_func ("/reply/reset", test_reset);
  g_test_add_func ("/reply/bye", test_bye);
  return g_test_run ();
}
