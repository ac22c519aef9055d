/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-closures.h"

#include <glib/gi18n.h>
#include <string.h>

/* No sentence of ours is longer, in characters. */
#define SENTENCE 1000

static const struct {
  const char *icon;
  const char *style;
} tones[] = {
  [TODOKU_TONE_GOOD] = { "todoku-good-symbolic", "success" },
  [TODOKU_TONE_NOTE] = { "todoku-note-symbolic", "accent" },
  [TODOKU_TONE_PROBLEM] = { "todoku-problem-symbolic", "error" },
  [TODOKU_TONE_BLOCKED] = { "todoku-blocked-symbolic", "warning" },
  [TODOKU_TONE_NOT_TESTED] = { "todoku-not-tested-symbolic", "quiet" },
  [TODOKU_TONE_COULD_NOT_TELL] = { "todoku-could-not-tell-symbolic", "quiet" },
  [TODOKU_TONE_COMPARED] = { "todoku-problem-symbolic", "quiet" },
};

/**
 * todoku_tone_for_outcome:
 * @outcome: of a probe
 *
 * Returns: how it is shown
 */
TodokuTone
todoku_tone_for_outcome (TodokuOutcome outcome)
{
  switch (outcome) {
  case TODOKU_OUTCOME_GOOD:
    return TODOKU_TONE_GOOD;
  case TODOKU_OUTCOME_PROBLEM:
    return TODOKU_TONE_PROBLEM;
  case TODOKU_OUTCOME_BLOCKED:
    return TODOKU_TONE_BLOCKED;
  case TODOKU_OUTCOME_NOT_TESTED:
    return TODOKU_TONE_NOT_TESTED;
  case TODOKU_OUTCOME_COULD_NOT_TELL:
  case TODOKU_N_OUTCOMES:
  default:
    return TODOKU_TONE_COULD_NOT_TELL;
  }
}

/**
 * todoku_tone_for_trial:
 * @outcome: of a probe
 * @matters: whether the account uses what was tried, or is to use it
 *
 * Most combinations of port and encryption are not meant to work: what was only
 * tried for comparison does not alarm.
 *
 * Returns: how it is shown
 */
TodokuTone
todoku_tone_for_trial (TodokuOutcome outcome, gboolean matters)
{
  if (outcome == TODOKU_OUTCOME_PROBLEM && !matters)
    return TODOKU_TONE_COMPARED;
  return todoku_tone_for_outcome (outcome);
}

static TodokuTone
tone_for_word (const char *word)
{
  static const struct {
    const char *word;
    TodokuTone tone;
  } words[] = {
    { "good", TODOKU_TONE_GOOD },
    { "note", TODOKU_TONE_NOTE },
    { "warning", TODOKU_TONE_NOTE },
    { "problem", TODOKU_TONE_PROBLEM },
    { "not-applicable", TODOKU_TONE_NOT_TESTED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_strcmp0 (words[i].word, word) == 0)
      return words[i].tone;
  return TODOKU_TONE_COULD_NOT_TELL;
}

/**
 * todoku_tone_for_severity:
 * @severity: of a finding: problem warning note good
 *
 * Returns: how it is shown
 */
TodokuTone
todoku_tone_for_severity (const char *severity)
{
  return tone_for_word (severity);
}

/**
 * todoku_tone_for_state:
 * @state: of a checklist item: good problem ask not-applicable
 *
 * Returns: how it is shown
 */
TodokuTone
todoku_tone_for_state (const char *state)
{
  return tone_for_word (state);
}

/**
 * todoku_tone_get_icon:
 * @tone: a tone
 *
 * Returns: name of an icon in the application's resources
 */
const char *
todoku_tone_get_icon (TodokuTone tone)
{
  return tones[tone].icon;
}

/**
 * todoku_tone_get_style:
 * @tone: a tone
 *
 * Returns: a style class
 */
const char *
todoku_tone_get_style (TodokuTone tone)
{
  return tones[tone].style;
}

/**
 * todoku_languages_for_setting:
 * @setting: (nullable): auto ja en both
 * @desktop: (array zero-terminated=1): the desktop's languages, best first
 *
 * Returns: the languages that @setting asks for
 */
TodokuLanguages
todoku_languages_for_setting (const char *setting, const char *const *desktop)
{
  if (g_strcmp0 (setting, "ja") == 0)
    return TODOKU_LANGUAGES_JA;
  if (g_strcmp0 (setting, "en") == 0)
    return TODOKU_LANGUAGES_EN;
  if (g_strcmp0 (setting, "both") == 0)
    return TODOKU_LANGUAGES_BOTH;
  if (desktop[0] != NULL && g_str_has_prefix (desktop[0], "ja"))
    return TODOKU_LANGUAGES_JA;
  return TODOKU_LANGUAGES_EN;
}

/**
 * todoku_languages_get_first:
 * @languages: at least one
 *
 * Returns: the one that is said first
 */
TodokuLanguage
todoku_languages_get_first (TodokuLanguages languages)
{
  return (languages & TODOKU_LANGUAGES_JA) != 0 ? TODOKU_LANGUAGE_JA
                                                : TODOKU_LANGUAGE_EN;
}

/**
 * todoku_languages_to_report_flags:
 * @languages: at least one
 *
 * Returns: the same for a report
 */
TodokuReportFlags
todoku_languages_to_report_flags (TodokuLanguages languages)
{
  TodokuReportFlags flags = 0;

  if ((languages & TODOKU_LANGUAGES_EN) != 0)
    flags |= TODOKU_REPORT_EN;
  if ((languages & TODOKU_LANGUAGES_JA) != 0)
    flags |= TODOKU_REPORT_JA;
  return flags;
}

/**
 * todoku_languages_join:
 * @languages: at least one
 * @ja: (nullable): Japanese text
 * @en: (nullable): English text
 * @separator: between the two
 *
 * Returns: (transfer full): the text in @languages; said once when both are
 *   the same
 */
char *
todoku_languages_join (TodokuLanguages languages,
                       const char *ja,
                       const char *en,
                       const char *separator)
{
  if (ja == NULL)
    ja = "";
  if (en == NULL)
    en = "";
  if (languages == TODOKU_LANGUAGES_JA)
    return g_strdup (ja);
  if (languages == TODOKU_LANGUAGES_EN || *ja == '\0' || strcmp (ja, en) == 0)
    return g_strdup (en);
  if (*en == '\0')
    return g_strdup (ja);
  return g_strconcat (ja, separator, en, NULL);
}

/**
 * todoku_shown_text:
 * @text: (nullable): a sentence with words of somebody else in it
 *
 * Returns: (transfer full) (nullable): the same with characters written out
 *   that would do something to the line, and cut where it is no sentence any
 *   more
 */
char *
todoku_shown_text (const char *text)
{
  return text != NULL ? todoku_visible_text (text, strlen (text), SENTENCE)
                      : NULL;
}

/**
 * todoku_port_parse:
 * @text: what was typed; full-width digits are meant as digits
 * @ret_port: (out): 1–65535
 *
 * Returns: whether @text is a port
 */
gboolean
todoku_port_parse (const char *text, guint16 *ret_port)
{
  g_autofree char *digits =
      g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);
  guint64 value;

  if (digits == NULL || !g_ascii_string_to_unsigned (g_strstrip (digits),
                                                     10,
                                                     1,
                                                     G_MAXUINT16,
                                                     &value,
                                                     NULL))
    return FALSE;
  *ret_port = (guint16) value;
  return TRUE;
}

/**
 * todoku_milliseconds_format:
 * @microseconds: a duration; negative: unknown
 *
 * Returns: (transfer full): "12 ms", "1.2 s", or "" when unknown
 */
char *
todoku_milliseconds_format (gint64 microseconds)
{
  if (microseconds < 0)
    return g_strdup ("");
  if (microseconds < 1000000)
    return g_strdup_printf ("%" G_GINT64_FORMAT " ms",
                            (microseconds + 500) / 1000);
  return g_strdup_printf ("%" G_GINT64_FORMAT ".%" G_GINT64_FORMAT " s",
                          microseconds / 1000000,
                          microseconds % 1000000 / 100000);
}

/**
 * todoku_link_get_host:
 * @link: an address, or the short name of a standard
 *
 * Returns: (transfer full): what to show for it: the host, or @link itself
 */
char *
todoku_link_get_host (const char *link)
{
  g_autoptr (GUri) uri = g_uri_parse (link, G_URI_FLAGS_NONE, NULL);

  if (uri == NULL || g_uri_get_host (uri) == NULL)
    return g_strdup (link);
  return g_strdup (g_uri_get_host (uri));
}

/**
 * todoku_outcome_get_word:
 * @outcome: of a probe
 * @language: a language
 *
 * Returns: the report's word for it, without the sign that stands for an icon
 *   there
 */
const char *
todoku_outcome_get_word (TodokuOutcome outcome, TodokuLanguage language)
{
  const char *word = todoku_outcome_word (outcome, language);

  while (*word != '\0' && !g_unichar_isalpha (g_utf8_get_char (word)))
    word = g_utf8_next_char (word);
  return word;
}

/**
 * todoku_outcome_dup_words:
 * @outcome: of a probe
 * @languages: of the pane
 * @separator: between the two
 *
 * Returns: (transfer full): the words for it
 */
char *
todoku_outcome_dup_words (TodokuOutcome outcome,
                          TodokuLanguages languages,
                          const char *separator)
{
  return todoku_languages_join (languages,
                                todoku_outcome_get_word (outcome,
                                                         TODOKU_LANGUAGE_JA),
                                todoku_outcome_get_word (outcome,
                                                         TODOKU_LANGUAGE_EN),
                                separator);
}

/**
 * todoku_strv_has:
 * @strv: (nullable) (array zero-terminated=1): strings
 * @text: a string
 *
 * Returns: whether @text is one of them
 */
gboolean
todoku_strv_has (const char *const *strv, const char *text)
{
  return strv != NULL && g_strv_contains (strv, text);
}

/**
 * todoku_timeline_get_duration_us:
 * @timeline: of a probe
 *
 * Returns: from the first start to the last end; -1 when nothing ended
 */
gint64
todoku_timeline_get_duration_us (TodokuTimeline *timeline)
{
  guint length;
  const TodokuTimelineEntry *entries = todoku_timeline_get (timeline, &length);
  gint64 end = 0;

  for (guint i = 0; i < length; i++)
    end = MAX (end, entries[i].end_us);
  return length > 0 && end >= entries[0].start_us ? end - entries[0].start_us
                                                  : -1;
}

/**
 * todoku_step_get_words:
 * @step: of a run: idle prepare probe conclude done stopped
 *
 * Returns: what is being done, for the user
 */
const char *
todoku_step_get_words (const char *step)
{
  if (g_strcmp0 (step, "prepare") == 0)
    return _ ("Preparing…");
  if (g_strcmp0 (step, "probe") == 0)
    return _ ("Talking to the mail servers…");
  if (g_strcmp0 (step, "conclude") == 0)
    return _ ("Working out the cause…");
  if (g_strcmp0 (step, "done") == 0)
    return _ ("Done");
  if (g_strcmp0 (step, "stopped") == 0)
    return _ ("Stopped: what was seen until then");
  return "";
}

/**
 * todoku_budget_get_words:
 * @budget: of a run
 *
 * Returns: (transfer full): what was used, for the user
 */
char *
todoku_budget_get_words (const TodokuBudget *budget)
{
  g_autofree char *connections = g_strdup_printf (
      /* Translators: %u counts connections to mail servers */
      ngettext ("%u connection", "%u connections", budget->connections),
      budget->connections);
  g_autofree char *sign_ins = g_strdup_printf (
      /* Translators: %u counts attempts to sign in */
      ngettext ("%u sign-in", "%u sign-ins", budget->sign_ins),
      budget->sign_ins);

  return g_strdup_printf ("%s · %s", connections, sign_ins);
}

/**
 * todoku_methods_get_words:
 * @methods: (array zero-terminated=1): sign-in methods that a service accepts
 *
 * Returns: what the service demands, for the user
 */
const char *
todoku_methods_get_words (const char *const *methods)
{
  if (methods[0] == NULL)
    return "";
  if (todoku_strv_has (methods, "password"))
    return _ ("Accepts your usual password");
  if (todoku_strv_has (methods, "provider-password"))
    return _ ("Needs a password that the service issues for mail apps");
  if (todoku_strv_has (methods, "app-password") &&
      todoku_strv_has (methods, "oauth2"))
    return _ ("Needs sign-in through the browser (OAuth) or an app password; "
              "your usual password is not accepted");
  if (todoku_strv_has (methods, "app-password"))
    return _ ("Needs an app password; your usual password is not accepted");
  if (todoku_strv_has (methods, "oauth2"))
    return _ ("Needs sign-in through the browser (OAuth); "
              "no kind of password is accepted");
  return "";
}

/**
 * todoku_pairing_get_words:
 * @pairing: of a port and an encryption
 * @port: the port
 * @tls: the mail app's word for TLS from the first byte
 * @starttls: the mail app's word for STARTTLS
 *
 * Returns: (transfer full) (nullable): what cannot work, for the user
 */
char *
todoku_pairing_get_words (TodokuPairing pairing,
                          guint16 port,
                          const char *tls,
                          const char *starttls)
{
  switch (pairing) {
  case TODOKU_PAIRING_NEEDS_TLS:
    /* Translators: %u is a port, %s the mail app's word for an encryption */
    return g_strdup_printf (_ ("Port %u goes with “%s”"), port, tls);
  case TODOKU_PAIRING_NEEDS_STARTTLS:
    /* Translators: %u is a port, %s the mail app's word for an encryption */
    return g_strdup_printf (_ ("Port %u goes with “%s”"), port, starttls);
  case TODOKU_PAIRING_POSSIBLE:
  case TODOKU_PAIRING_UNKNOWN:
  default:
    return NULL;
  }
}
