/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-settings-text.h"

#include <string.h>

static const struct {
  const char *name;
  const char *text;
  const char *expected; /* address incoming outgoing; "-": nothing */
} rows[] = {
  { "nothing", "", "- - -" },
  { "a sentence about services",
    "Gmail から Outlook.com のメールを受信できません。ポート587も試しました。",
    "- - -" },
  { "a help desk of a university",
    "受信メールサーバー(POP3): pop.example.ac.jp\n"
    "ポート番号: 995  SSL/TLSを使用する\n"
    "送信メールサーバー(SMTP): smtp.example.ac.jp\n"
    "ポート番号: 587  暗号化の種類: STARTTLS\n"
    "アカウント名: s1234567@example.ac.jp\n",
    "s1234567@example.ac.jp pop3s://pop.example.ac.jp:995 "
    "smtp+starttls://smtp.example.ac.jp:587" },
  { "full-width letters and digits",
    "受信サーバー：ｉｍａｐ．ｅｘａｍｐｌｅ．ｊｐ　ポート：９９３　ＳＳＬ／ＴＬ"
    "Ｓ",
    "- imaps://imap.example.jp:993 -" },
  { "a wrong pairing stays as it is written",
    "Outgoing server (SMTP): smtp.gmail.com, port 587, SSL",
    "- - smtps://smtp.gmail.com:587" },
  { "TLS alone means what the port asks for",
    "SMTP: smtp.example.jp 587 TLS\nIMAP: imap.example.jp 993 TLS",
    "- imaps://imap.example.jp:993 smtp+starttls://smtp.example.jp:587" },
  { "the first of two ways to fetch",
    "IMAP\nserver: imap.example.jp\nport: 993\n"
    "POP\nserver: pop.example.jp\nport: 995\n"
    "SMTP\nserver: smtp.example.jp\nport: 465\n",
    "- imaps://imap.example.jp:993 smtps://smtp.example.jp:465" },
  { "one host for all",
    "受信 (IMAP): mail.example.jp:993 SSL\n送信 (SMTP): mail.example.jp:465 "
    "SSL",
    "- imaps://mail.example.jp:993 smtps://mail.example.jp:465" },
  { "without ports",
    "incoming: imap.example.jp (SSL)\noutgoing: smtp.example.jp (STARTTLS)",
    "- imaps://imap.example.jp:993 smtp+starttls://smtp.example.jp:587" },
  { "ports in a table's last row",
    "         受信                送信\n"
    "サーバー pop.example.jp      smtp.example.jp\n"
    "ポート   995                 465\n",
    "- pop3s://pop.example.jp:995 smtps://smtp.example.jp:465" },
  { "no encryption",
    "受信サーバー pop.example.jp ポート 110 暗号化なし",
    "- pop3+plain://pop.example.jp:110 -" },
  { "an unusual port needs its word",
    "POP: pop.example.jp ポート番号は 10995 です。2026年",
    "- pop3s://pop.example.jp:10995 -" },
  { "links are no servers",
    "https://mail.example.jp/help を見て imap.example.jp を入れてください",
    "- imaps://imap.example.jp:993 -" },
  { "addresses as Todoku writes them",
    "imap+starttls://mail.example.jp:143 smtps://mail.example.jp:465",
    "- imap+starttls://mail.example.jp:143 smtps://mail.example.jp:465" },
  { "sending before receiving",
    "送信サーバーは smtp.example.jp、ポートは 465 です。受信サーバーは "
    "imap.example.jp、ポートは 993 です。",
    "- imaps://imap.example.jp:993 smtps://smtp.example.jp:465" },
  { "invalid bytes",
    "\xff IMAP imap.example.jp\xfe 993",
    "- imaps://imap.example.jp:993 -" },
};

static char *
describe (const TodokuSettingsText *found)
{
  g_autofree char *incoming =
      found->incoming ? todoku_endpoint_to_string (found->incoming) : NULL;
  g_autofree char *outgoing =
      found->outgoing ? todoku_endpoint_to_string (found->outgoing) : NULL;

  return g_strdup_printf ("%s %s %s",
                          found->address ? found->address : "-",
                          incoming ? incoming : "-",
                          outgoing ? outgoing : "-");
}

static void
test_row (gconstpointer data)
{
  gsize row = GPOINTER_TO_SIZE (data);
  g_autoptr (TodokuSettingsText) found =
      todoku_settings_text_read (rows[row].text);
  g_autofree char *said = describe (found);

  g_assert_cmpstr (said, ==, rows[row].expected);
}

/* Nothing of it grows faster than the text. */
static void
test_long (void)
{
  static const char *const bits[] = { "a.", "smtp-", "ポート", "受信",
                                      "1",  "a-",    "a@" };

  for (gsize i = 0; i < G_N_ELEMENTS (bits); i++) {
    g_autoptr (GString) text = g_string_new (NULL);
    g_autoptr (TodokuSettingsText) found = NULL;

    while (text->len < 1024 * 1024)
      g_string_append (text, bits[i]);
    found = todoku_settings_text_read (text->str);
    g_assert_null (found->incoming);
    g_assert_null (found->outgoing);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path =
        g_strdup_printf ("/diagnosis/settings-text/%s", rows[i].name);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_row);
  }
  g_test_add_func ("/diagnosis/settings-text/long", test_long);
  return g_test_run ();
}
