/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-offers.h"

#include <string.h>

/* What people read about what a server offers, in both languages: it must not
 * depend on the locales of the computer. */
typedef const char *const Words[TODOKU_N_LANGUAGES];

static Words phases[] = {
  [TODOKU_PHASE_CLEAR] = { "Without encryption", "暗号化なし" },
  [TODOKU_PHASE_BEFORE_TLS] = { "Before TLS", "TLS の開始前" },
  [TODOKU_PHASE_AFTER_TLS] = { "After TLS", "TLS の開始後" },
  [TODOKU_PHASE_SIGNED_IN] = { "After the sign-in", "サインインの後" },
};

static Words channels[TODOKU_N_CHANNELS] = {
  [TODOKU_CHANNEL_PLAIN] = { "unencrypted", "暗号化なし" },
  [TODOKU_CHANNEL_UNVERIFIED] = { "encrypted, server not verified",
                                  "暗号化あり・相手は未確認" },
  [TODOKU_CHANNEL_VERIFIED] = { "encrypted, server verified",
                                "暗号化あり・相手は確認済み" },
};

/* In the middle of a sentence. */
static Words inside[] = {
  [TODOKU_PHASE_CLEAR] = { "without encryption", "暗号化なし" },
  [TODOKU_PHASE_BEFORE_TLS] = { "before TLS", "TLS の開始前" },
  [TODOKU_PHASE_AFTER_TLS] = { "after TLS", "TLS の開始後" },
  [TODOKU_PHASE_SIGNED_IN] = { "after the sign-in", "サインインの後" },
};

static Words reasons[] = {
  [TODOKU_UNSEEN_NOT_REACHED] = { "the connection did not get that far",
                                  "接続がそこまで進みませんでした" },
  [TODOKU_UNSEEN_NO_TLS] = { "the encrypted connection did not come about",
                             "暗号化した接続ができませんでした" },
  [TODOKU_UNSEEN_NO_LIST] = { "the server gave no list",
                              "サーバーが一覧を返しませんでした" },
  [TODOKU_UNSEEN_NOT_SIGNED_IN] = { "some servers tell it only after the "
                                    "sign-in, which was not made",
                                    "サインインの後にしか分からないことがあり、"
                                    "サインインはしていません" },
  [TODOKU_UNSEEN_NO_LIST_SIGNED_IN] = { "the server gave no list after the "
                                        "sign-in",
                                        "サインインの後の一覧を、サーバーが返し"
                                        "ませんでした" },
};

static Words added = { "New", "増えたもの" };
static Words removed = { "No longer", "なくなったもの" };
static Words same = { "The same as before.", "前と同じです。" };
static Words empty = { "Nothing.", "何もありません。" };
static Words offered = { "offered", "対応あり" };
static Words lacking = { "not offered.", "対応なし。" };
static Words not_seen = { "not seen", "未確認" };
static Words unverified = { "server not verified", "相手は未確認" };
static Words useful = { "Of use, but not needed", "あると便利なもの" };

/**
 * todoku_offer_list_dup_name:
 * @list: a list
 * @language: a language
 *
 * Returns: (transfer full): when it was given and on what channel
 */
char *
todoku_offer_list_dup_name (const TodokuOfferList *list,
                            TodokuLanguage language)
{
  if (list->phase == TODOKU_PHASE_CLEAR)
    return g_strdup (phases[list->phase][language]);
  return g_strdup_printf (language == TODOKU_LANGUAGE_JA ? "%s(%s)" : "%s (%s)",
                          phases[list->phase][language],
                          channels[list->channel][language]);
}

static void
append_change (GString *text,
               Words word,
               GStrv capabilities,
               TodokuLanguage language)
{
  g_autofree char *joined = g_strjoinv (", ", capabilities);

  if (*capabilities)
    g_string_append_printf (text, "\n%s: %s", word[language], joined);
}

/**
 * todoku_offer_list_dup_text:
 * @list: a list
 * @is_first: whether none was given before it
 * @language: a language
 *
 * Returns: (transfer full): what stands in it and what came and went since the
 *   one before, a line each; server text with visible characters
 */
char *
todoku_offer_list_dup_text (const TodokuOfferList *list,
                            gboolean is_first,
                            TodokuLanguage language)
{
  g_autofree char *joined = g_strjoinv (", ", list->capabilities);
  g_autoptr (GString) text = g_string_new (NULL);

  if (!is_first && !*list->added && !*list->removed)
    return g_strdup (same[language]);
  g_string_append (text, *joined ? joined : empty[language]);
  append_change (text, added, list->added, language);
  append_change (text, removed, list->removed, language);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* "after TLS", "after TLS, server not verified", with the word when there was
 * a choice of several. */
static char *
dup_place (const TodokuNeeded *needed, TodokuLanguage language)
{
  gboolean ja = language == TODOKU_LANGUAGE_JA;
  gboolean doubtful = needed->list->channel == TODOKU_CHANNEL_UNVERIFIED;
  gboolean chosen = g_strv_length (needed->entry->offers) > 1;

  return g_strdup_printf ("%s%s%s%s%s",
                          inside[needed->list->phase][language],
                          doubtful ? (ja ? "・" : ", ") : "",
                          doubtful ? unverified[language] : "",
                          chosen ? ": " : "",
                          chosen ? needed->word : "");
}

/**
 * todoku_needed_dup_text:
 * @needed: something that a mail app needs
 * @language: a language
 *
 * Returns: (transfer full): what it is, and whether the server offers it
 */
char *
todoku_needed_dup_text (const TodokuNeeded *needed, TodokuLanguage language)
{
  gboolean ja = language == TODOKU_LANGUAGE_JA;
  const char *name = needed->entry->name.in[language];
  g_autofree char *place = NULL;

  switch (needed->state) {
  case TODOKU_NEEDED_OFFERED:
    place = dup_place (needed, language);
    return g_strdup_printf (ja ? "%s: %s(%s)" : "%s: %s (%s)",
                            name,
                            offered[language],
                            place);
  case TODOKU_NEEDED_LACKING:
    return g_strdup_printf (ja ? "%s: %s%s" : "%s: %s %s",
                            name,
                            lacking[language],
                            needed->entry->without.in[language]);
  case TODOKU_NEEDED_NOT_SEEN:
  default:
    return g_strdup_printf (ja ? "%s: %s(%s)" : "%s: %s (%s)",
                            name,
                            not_seen[language],
                            reasons[needed->unseen][language]);
  }
}

/**
 * todoku_needed_get_tone:
 * @needed: something that a mail app needs
 *
 * Returns: (transfer none): how it is to be marked
 */
const char *
todoku_needed_get_tone (const TodokuNeeded *needed)
{
  if (needed->state == TODOKU_NEEDED_OFFERED)
    return "good";
  if (needed->state == TODOKU_NEEDED_NOT_SEEN)
    return "could-not-tell";
  return needed->must ? "problem" : "note";
}

/**
 * todoku_offers_dup_heading:
 * @account: an account
 * @must: whether what follows is a must for its mail app
 * @language: a language
 *
 * Returns: (transfer full): what stands above it
 */
char *
todoku_offers_dup_heading (TodokuAccount *account,
                           gboolean must,
                           TodokuLanguage language)
{
  const char *app =
      todoku_account_get_mail_app (account)->in_sentence.in[language];

  if (!must)
    return g_strdup (useful[language]);
  return g_strdup_printf (language == TODOKU_LANGUAGE_JA ? "%s に必要なもの"
                                                         : "What %s needs",
                          app);
}
