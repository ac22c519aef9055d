/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-offers.h"

#include "todoku-fact-words.h"

#include <string.h>

/* A list is a server's own words: it may be long, and anything. */
#define MAX_CAPABILITIES 64
#define MAX_CAPABILITY 80

/* ---- words of a list ------------------------------------------------------
 */

static gboolean
lists_mechanisms (const char *word)
{
  return g_ascii_strcasecmp (word, "AUTH") == 0 ||
         g_ascii_strcasecmp (word, "SASL") == 0;
}

static void
add_word (GPtrArray *words, const char *word)
{
  g_autofree char *upper = g_ascii_strup (word, -1);
  const char *name = strcmp (upper, "STLS") == 0 ? "STARTTLS" : upper;

  if (!g_ptr_array_find_with_equal_func (words, name, g_str_equal, NULL))
    g_ptr_array_add (words, g_strdup (name));
}

static GStrv
take_strv (GPtrArray *strings)
{
  g_ptr_array_add (strings, NULL);
  return (GStrv) g_ptr_array_free (strings, FALSE);
}

/**
 * todoku_offers_list_words:
 * @capabilities: (nullable): as a server wrote them
 *
 * Returns: (transfer full): mechanisms and key words, in capitals
 */
GStrv
todoku_offers_list_words (GStrv capabilities)
{
  GPtrArray *words = g_ptr_array_new ();

  for (char **one = capabilities; one && *one; one++) {
    g_auto (GStrv) parts = g_strsplit_set (*one, " =", -1);

    if (!parts[0])
      continue;
    if (!lists_mechanisms (parts[0]))
      add_word (words, parts[0]);
    else
      for (char **part = parts + 1; *part; part++)
        if (**part)
          add_word (words, *part);
  }
  return take_strv (words);
}

/* Mechanisms that stand on one line are compared one by one. */
static GStrv
list_pieces (GStrv capabilities)
{
  GPtrArray *pieces = g_ptr_array_new ();

  for (char **one = capabilities; *one; one++) {
    g_auto (GStrv) parts = g_strsplit_set (*one, " =", -1);

    if (!parts[0] || !lists_mechanisms (parts[0])) {
      g_ptr_array_add (pieces, g_strdup (*one));
      continue;
    }
    for (char **part = parts + 1; *part; part++)
      if (**part)
        g_ptr_array_add (pieces, g_strconcat (parts[0], " ", *part, NULL));
  }
  return take_strv (pieces);
}

static gboolean
stands_in (GStrv list, const char *word)
{
  for (char **one = list; one && *one; one++)
    if (g_ascii_strcasecmp (*one, word) == 0)
      return TRUE;
  return FALSE;
}

/* What stands in @one and not in @other. */
static GStrv
subtract (GStrv one, GStrv other)
{
  g_auto (GStrv) pieces = list_pieces (one);
  g_auto (GStrv) others = list_pieces (other);
  GPtrArray *rest = g_ptr_array_new ();

  for (char **piece = pieces; *piece; piece++)
    if (!stands_in (others, *piece))
      g_ptr_array_add (rest, g_strdup (*piece));
  return take_strv (rest);
}

/* ---- lists ----------------------------------------------------------------
 */

static void
list_free (gpointer data)
{
  TodokuOfferList *list = data;

  g_strfreev (list->capabilities);
  g_strfreev (list->words);
  g_strfreev (list->added);
  g_strfreev (list->removed);
  g_free (list);
}

static GStrv
make_visible (GStrv capabilities)
{
  GPtrArray *visible = g_ptr_array_new ();

  for (char **one = capabilities; *one; one++) {
    if (visible->len == MAX_CAPABILITIES) {
      g_ptr_array_add (visible, g_strdup ("…"));
      break;
    }
    if (**one)
      g_ptr_array_add (visible,
                       todoku_visible_text (*one,
                                            strlen (*one),
                                            MAX_CAPABILITY));
  }
  return take_strv (visible);
}

static void
add_list (TodokuOffers *self,
          TodokuPhase phase,
          TodokuChannel channel,
          GStrv capabilities)
{
  const TodokuOfferList *before =
      self->lists->len > 0
          ? g_ptr_array_index (self->lists, self->lists->len - 1)
          : NULL;
  TodokuOfferList *list;

  if (!capabilities)
    return;
  list = g_new0 (TodokuOfferList, 1);
  list->phase = phase;
  list->channel = channel;
  list->capabilities = make_visible (capabilities);
  list->words = todoku_offers_list_words (capabilities);
  list->added = before ? subtract (list->capabilities, before->capabilities)
                       : g_new0 (char *, 1);
  list->removed = before ? subtract (before->capabilities, list->capabilities)
                         : g_new0 (char *, 1);
  g_ptr_array_add (self->lists, list);
}

/* Encryption begins the list anew (RFC 3207 §4.2, RFC 9051 §6.2.1, RFC 2595
 * §4); a sign-in may change it once more (RFC 9051 §6.2.2). */
static void
add_lists (TodokuOffers *self,
           const TodokuEndpoint *endpoint,
           const TodokuDialogue *dialogue)
{
  gboolean clear = endpoint->security == TODOKU_SECURITY_NONE;
  TodokuChannel channel = dialogue->capabilities[TODOKU_CHANNEL_VERIFIED]
                              ? TODOKU_CHANNEL_VERIFIED
                              : TODOKU_CHANNEL_UNVERIFIED;

  add_list (self,
            clear ? TODOKU_PHASE_CLEAR : TODOKU_PHASE_BEFORE_TLS,
            TODOKU_CHANNEL_PLAIN,
            dialogue->capabilities[TODOKU_CHANNEL_PLAIN]);
  if (!clear)
    add_list (self,
              TODOKU_PHASE_AFTER_TLS,
              channel,
              dialogue->capabilities[channel]);
  add_list (self,
            TODOKU_PHASE_SIGNED_IN,
            clear ? TODOKU_CHANNEL_PLAIN : channel,
            dialogue->capabilities_signed_in);
}

static const TodokuOfferList *
find_list (const TodokuOffers *self, TodokuPhase phase)
{
  for (guint i = 0; i < self->lists->len; i++) {
    const TodokuOfferList *list = g_ptr_array_index (self->lists, i);

    if (list->phase == phase)
      return list;
  }
  return NULL;
}

/* ---- what the mail app needs ----------------------------------------------
 */

/* How the mail app signs in there: as the user chose, else what its abilities
 * and what the service takes on the run's date leave. */
static const char *
find_sign_in (TodokuAccount *account, TodokuFacts *probe)
{
  const TodokuProvider *provider = todoku_account_get_provider (account);
  const char *chosen = todoku_facts_get_first (probe, "sign-in.method");
  const char *protocol = todoku_facts_get_first (probe, "probe.protocol");
  const char *oauth =
      todoku_mail_app_get_oauth (todoku_account_get_mail_app (account),
                                 provider ? provider->group : NULL,
                                 protocol);
  g_autofree const char **taken = NULL;
  gboolean takes_oauth, takes_password;

  if (chosen)
    return strcmp (chosen, "oauth2") == 0 ? chosen : "password";
  if (strcmp (oauth, "no") == 0)
    return "password";
  if (!provider)
    return "either";
  taken = todoku_provider_get_sign_in (provider,
                                       protocol,
                                       todoku_facts_get_first (probe, "date"));
  takes_oauth = *taken && g_strv_contains (taken, "oauth2");
  takes_password = *taken && !(takes_oauth && !taken[1]);
  if (takes_oauth != takes_password)
    return takes_oauth ? "oauth2" : "password";
  return "either";
}

static gboolean
matches (const char *pattern, const char *word)
{
  gsize length = strlen (pattern);

  if (g_str_has_suffix (pattern, "*"))
    return strncmp (pattern, word, length - 1) == 0;
  return strcmp (pattern, word) == 0;
}

static const char *
find_word (const TodokuRequirement *entry, const TodokuOfferList *list)
{
  for (char **pattern = entry->offers; *pattern; pattern++)
    for (char **word = list->words; *word; word++)
      if (matches (*pattern, *word))
        return *word;
  /* The command that every server has (RFC 9051 §6.2.3). */
  if (entry->unless && !stands_in (list->words, entry->unless))
    return "LOGIN";
  return NULL;
}

static TodokuUnseen
find_reason (const TodokuOffers *self, const TodokuDialogue *dialogue)
{
  if (find_list (self, TODOKU_PHASE_BEFORE_TLS))
    return TODOKU_UNSEEN_NO_TLS;
  if (todoku_timeline_find (dialogue->timeline, TODOKU_STAGE_CAPABILITIES))
    return TODOKU_UNSEEN_NO_LIST;
  return TODOKU_UNSEEN_NOT_REACHED;
}

/* The list on which the app would sign in. */
static const TodokuOfferList *
find_usual_list (const TodokuOffers *self)
{
  const TodokuOfferList *clear = find_list (self, TODOKU_PHASE_CLEAR);

  return clear ? clear : find_list (self, TODOKU_PHASE_AFTER_TLS);
}

static void
judge_in (TodokuNeeded *needed, const TodokuOfferList *list)
{
  needed->word = find_word (needed->entry, list);
  needed->list = needed->word ? list : NULL;
  needed->state = needed->word ? TODOKU_NEEDED_OFFERED : TODOKU_NEEDED_LACKING;
}

/* What may be listed after the sign-in alone is lacking only there. */
static void
judge_late (TodokuNeeded *needed,
            const TodokuOffers *self,
            const TodokuDialogue *dialogue)
{
  const TodokuOfferList *late = find_list (self, TODOKU_PHASE_SIGNED_IN);

  if (late)
    judge_in (needed, late);
  if (late || needed->state != TODOKU_NEEDED_LACKING)
    return;
  needed->state = TODOKU_NEEDED_NOT_SEEN;
  needed->unseen = dialogue->signed_in ? TODOKU_UNSEEN_NO_LIST_SIGNED_IN
                                       : TODOKU_UNSEEN_NOT_SIGNED_IN;
}

static void
judge_needed (TodokuNeeded *needed,
              const TodokuOffers *self,
              const TodokuDialogue *dialogue)
{
  gboolean early = strcmp (needed->entry->listed, "before-tls") == 0;
  const TodokuOfferList *list = early
                                    ? find_list (self, TODOKU_PHASE_BEFORE_TLS)
                                    : find_usual_list (self);

  needed->state = TODOKU_NEEDED_NOT_SEEN;
  needed->unseen = find_reason (self, dialogue);
  if (list)
    judge_in (needed, list);
  if (strcmp (needed->entry->listed, "after-sign-in") == 0)
    judge_late (needed, self, dialogue);
}

/* What is only of use there is not asked for where nothing was listed. */
static gboolean
is_worth_telling (const TodokuNeeded *needed)
{
  return needed->must || needed->state != TODOKU_NEEDED_NOT_SEEN ||
         needed->unseen == TODOKU_UNSEEN_NOT_SIGNED_IN ||
         needed->unseen == TODOKU_UNSEEN_NO_LIST_SIGNED_IN;
}

static void
add_needed (TodokuOffers *self,
            TodokuAccount *account,
            TodokuFacts *probe,
            const TodokuDialogue *dialogue,
            gboolean must)
{
  const TodokuMailApp *app = todoku_account_get_mail_app (account);
  GPtrArray *entries = todoku_knowledge_get_requirements (
      todoku_account_get_knowledge (account));

  for (guint i = 0; i < entries->len; i++) {
    const TodokuRequirement *entry = g_ptr_array_index (entries, i);
    gboolean is_must =
        strcmp (entry->need, "must") == 0 || stands_in (app->needs, entry->id);
    TodokuNeeded *needed;

    if (is_must != must ||
        !todoku_conditions_hold (entry->when, todoku_facts_lookup, probe))
      continue;
    needed = g_new0 (TodokuNeeded, 1);
    needed->entry = entry;
    needed->must = must;
    judge_needed (needed, self, dialogue);
    if (is_worth_telling (needed))
      g_ptr_array_add (self->needed, needed);
    else
      g_free (needed);
  }
}

/* ---- all of it ------------------------------------------------------------
 */

/**
 * todoku_offers_new:
 * @account: whose server it is
 * @probe: the facts of a finished probe
 * @endpoint: what was probed
 * @dialogue: what was said
 *
 * Returns: (transfer full): what the server was seen to offer, list by list,
 *   and what the account's mail app needs of it
 */
TodokuOffers *
todoku_offers_new (TodokuAccount *account,
                   TodokuFacts *probe,
                   const TodokuEndpoint *endpoint,
                   const TodokuDialogue *dialogue)
{
  TodokuOffers *self = g_new0 (TodokuOffers, 1);

  self->lists = g_ptr_array_new_with_free_func (list_free);
  self->needed = g_ptr_array_new_with_free_func (g_free);
  add_lists (self, endpoint, dialogue);
  add_needed (self, account, probe, dialogue, TRUE);
  add_needed (self, account, probe, dialogue, FALSE);
  return self;
}

/**
 * todoku_offers_free:
 * @self: (nullable): offers
 */
void
todoku_offers_free (TodokuOffers *self)
{
  if (!self)
    return;
  g_ptr_array_unref (self->needed);
  g_ptr_array_unref (self->lists);
  g_free (self);
}

static gboolean
is_same (const TodokuOfferList *one, const TodokuOfferList *two)
{
  return one->channel == two->channel &&
         g_strv_equal ((const char *const *) one->capabilities,
                       (const char *const *) two->capabilities);
}

/**
 * todoku_offers_covers:
 * @self: what one connection showed
 * @other: what another did
 *
 * Returns: whether @other shows nothing that @self does not
 */
gboolean
todoku_offers_covers (const TodokuOffers *self, const TodokuOffers *other)
{
  for (guint i = 0; i < other->lists->len; i++) {
    const TodokuOfferList *list = g_ptr_array_index (other->lists, i);
    const TodokuOfferList *own = find_list (self, list->phase);

    if (!own || !is_same (own, list))
      return FALSE;
  }
  return TRUE;
}

/* What is offered on the best channel: what is offered in clear may be
 * forged. */
static void
add_offers (TodokuFacts *probe, const TodokuDialogue *dialogue)
{
  g_auto (GStrv) words = NULL;
  GStrv best = NULL;

  for (int channel = TODOKU_N_CHANNELS - 1; channel >= 0 && !best; channel--)
    best = dialogue->capabilities[channel];
  words = todoku_offers_list_words (best);
  for (char **word = words; *word; word++)
    todoku_facts_add (probe, "probe.offers", *word);
}

/* Their names in a row, for texts. */
static void
add_lacking (TodokuFacts *probe, const TodokuOffers *offers)
{
  TodokuText text;

  for (int language = 0; language < TODOKU_N_LANGUAGES; language++) {
    g_autoptr (GString) names = g_string_new (NULL);

    for (guint i = 0; i < offers->needed->len; i++) {
      const TodokuNeeded *needed = g_ptr_array_index (offers->needed, i);

      if (needed->must && needed->state == TODOKU_NEEDED_LACKING)
        g_string_append_printf (names,
                                "%s%s",
                                names->len == 0                  ? ""
                                : language == TODOKU_LANGUAGE_JA ? "、"
                                                                 : "; ",
                                needed->entry->name.in[language]);
    }
    text.in[language] = g_string_free (g_steal_pointer (&names), FALSE);
  }
  if (*text.in[TODOKU_LANGUAGE_EN])
    todoku_facts_set_text (probe, "probe.lacking", &text);
  todoku_text_clear (&text);
}

/**
 * todoku_offers_add_facts:
 * @account: an account
 * @probe: the facts of a finished probe that are known so far
 * @endpoint: what was probed
 * @dialogue: what was said
 *
 * Adds what is offered, and what the mail app needs and is not.
 */
void
todoku_offers_add_facts (TodokuAccount *account,
                         TodokuFacts *probe,
                         const TodokuEndpoint *endpoint,
                         const TodokuDialogue *dialogue)
{
  g_autoptr (TodokuOffers) offers = NULL;

  add_offers (probe, dialogue);
  todoku_facts_set (probe,
                    "probe.signs-in-with",
                    find_sign_in (account, probe));
  offers = todoku_offers_new (account, probe, endpoint, dialogue);
  for (guint i = 0; i < offers->needed->len; i++) {
    const TodokuNeeded *needed = g_ptr_array_index (offers->needed, i);

    if (needed->must && needed->state == TODOKU_NEEDED_LACKING)
      todoku_facts_add (probe, "probe.lacks", needed->entry->id);
  }
  add_lacking (probe, offers);
}
