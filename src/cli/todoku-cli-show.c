/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-cli.h"

#include <glib/gi18n.h>
#include <string.h>

/* One entry as text.  Knowledge texts speak both languages; the labels are the
 * keys of the files, so that someone who corrects an entry finds its place. */
typedef struct {
  GString *text;
  const TodokuCliOutput *output;
} Page;

static void
add_line (Page *page, const char *key, const char *value)
{
  if (value && *value)
    g_string_append_printf (page->text, "%-18s %s\n", key, value);
}

static void
add_list (Page *page, const char *key, GStrv values)
{
  g_autofree char *joined = g_strjoinv (", ", values);

  add_line (page, key, joined);
}

static void
add_text (Page *page, const char *key, const TodokuText *text)
{
  for (int i = 0; i < TODOKU_N_LANGUAGES; i++)
    if (todoku_cli_output_has (page->output, i))
      add_line (page, key, text->in[i]);
}

static void
add_period (Page *page, const TodokuPeriod *period)
{
  add_line (page, "valid from", period->from);
  add_line (page, "valid until", period->until);
}

static void
add_sign_in (Page *page, const char *protocol, GPtrArray *methods)
{
  for (guint i = 0; i < methods->len; i++) {
    const TodokuDated *method = g_ptr_array_index (methods, i);
    const char *from = method->valid.from;
    const char *until = method->valid.until;
    g_autofree char *value = g_strconcat (protocol,
                                          " ",
                                          method->id,
                                          from ? " from " : "",
                                          from ? from : "",
                                          until ? " until " : "",
                                          until ? until : "",
                                          NULL);

    add_line (page, "sign_in", value);
  }
}

static void
add_switch (Page *page, const TodokuSwitch *one)
{
  add_text (page, "switch", &one->text);
  add_line (page, "", one->link);
}

static gboolean
show_provider (TodokuKnowledge *knowledge, const char *id, Page *page)
{
  const TodokuProvider *provider =
      todoku_knowledge_find_provider (knowledge, id);
  static const char *const protocols[] = { "imap", "pop3", "smtp" };

  if (!provider)
    return FALSE;
  add_line (page, "id", provider->id);
  add_line (page, "group", provider->group);
  add_text (page, "name", &provider->name);
  add_line (page, "kind", provider->kind);
  add_line (page, "audience", provider->audience);
  add_list (page, "domains", provider->domains);
  add_list (page, "domain_suffixes", provider->domain_suffixes);
  add_list (page, "mx", provider->mx);
  add_list (page, "mx_domains", provider->mx_domains);
  add_list (page, "imap", provider->imap);
  add_list (page, "pop3", provider->pop3);
  add_list (page, "smtp", provider->smtp);
  add_list (page, "hosts", provider->hosts);
  add_list (page, "legacy_hosts", provider->legacy_hosts);
  add_list (page, "wrong_hosts", provider->wrong_hosts);
  for (gsize i = 0; i < G_N_ELEMENTS (protocols); i++)
    add_sign_in (page, protocols[i], provider->sign_in[i]);
  add_line (page, "username", provider->username);
  for (guint i = 0; i < provider->switches->len; i++)
    add_switch (page, g_ptr_array_index (provider->switches, i));
  add_list (page, "expected_issuers", provider->expected_issuers);
  add_line (page, "help", provider->help_link);
  add_line (page, "app_password", provider->app_password_link);
  add_period (page, &provider->valid);
  add_line (page, "recognised_only", provider->recognised_only ? "yes" : NULL);
  add_line (page, "confidence", provider->confidence);
  add_line (page, "checked", provider->checked);
  add_list (page, "sources", provider->sources);
  return TRUE;
}

static void
add_words (Page *page, GHashTable *words)
{
  g_autoptr (GList) names =
      g_list_sort (g_hash_table_get_keys (words), (GCompareFunc) strcmp);

  for (GList *name = names; name; name = name->next) {
    g_autofree char *key = g_strconcat ("words.", name->data, NULL);

    add_text (page, key, g_hash_table_lookup (words, name->data));
  }
}

static void
add_paragraphs (Page *page, const char *key, GPtrArray *paragraphs)
{
  for (guint i = 0; i < paragraphs->len; i++)
    add_text (page,
              key,
              &((TodokuParagraph *) g_ptr_array_index (paragraphs, i))->text);
}

static void
add_steps (Page *page, GPtrArray *steps)
{
  for (guint i = 0; i < steps->len; i++) {
    const TodokuStep *step = g_ptr_array_index (steps, i);

    add_text (page, "step", &step->text);
    add_line (page, "", step->link);
  }
}

/* What is not known is said as such: steps then use the general words of
 * other-program. */
static void
add_unknown_words (Page *page, GHashTable *words)
{
  g_autoptr (GPtrArray) unknown = g_ptr_array_new ();

  for (const char *const *word = todoku_app_words; *word; word++)
    if (!g_hash_table_contains (words, *word))
      g_ptr_array_add (unknown, (gpointer) *word);
  g_ptr_array_add (unknown, NULL);
  add_list (page, "words unknown", (GStrv) unknown->pdata);
}

static gboolean
show_app (TodokuKnowledge *knowledge, const char *id, Page *page)
{
  const TodokuMailApp *app = todoku_knowledge_find_mail_app (knowledge, id);

  if (!app)
    return FALSE;
  add_line (page, "id", app->id);
  add_text (page, "name", &app->name);
  add_text (page, "in_sentence", &app->in_sentence);
  add_line (page, "maker", app->maker);
  add_line (page, "kind", app->kind);
  add_line (page, "support", app->support);
  add_line (page, "supported_until", app->supported_until);
  for (guint i = 0; i < app->oauth->len; i++) {
    const TodokuOAuthAbility *ability = g_ptr_array_index (app->oauth, i);
    g_autofree char *value =
        g_strdup_printf ("%s %s: %s%s%s",
                         ability->group,
                         ability->protocol,
                         ability->ability,
                         ability->since ? ", since " : "",
                         ability->since ? ability->since : "");

    add_line (page, "oauth", value);
  }
  add_line (page, "tls", app->tls);
  add_line (page, "fetches_from", app->fetches_from);
  add_words (page, app->words);
  add_unknown_words (page, app->words);
  add_list (page, "needs", app->needs);
  add_paragraphs (page, "note", app->notes);
  add_line (page, "confidence", app->confidence);
  add_line (page, "checked", app->checked);
  add_list (page, "sources", app->sources);
  return TRUE;
}

static gboolean
show_finding (TodokuKnowledge *knowledge, const char *id, Page *page)
{
  const TodokuFindingEntry *finding =
      todoku_knowledge_find_finding (knowledge, id);

  if (!finding)
    return FALSE;
  add_line (page, "id", finding->id);
  add_line (page, "layer", finding->layer);
  add_line (page, "severity", finding->severity);
  add_text (page, "title", &finding->title);
  add_paragraphs (page, "why", finding->why);
  add_steps (page, finding->steps);
  add_list (page, "explains", finding->explains);
  add_period (page, &finding->valid);
  add_line (page, "checked", finding->checked);
  add_list (page, "sources", finding->sources);
  return TRUE;
}

static gboolean
show_guide (TodokuKnowledge *knowledge, const char *id, Page *page)
{
  const TodokuGuideEntry *guide = todoku_knowledge_find_guide (knowledge, id);

  if (!guide)
    return FALSE;
  add_line (page, "id", guide->id);
  add_line (page, "who", guide->who);
  add_text (page, "title", &guide->title);
  add_list (page, "findings", guide->findings);
  add_paragraphs (page, "why", guide->why);
  add_steps (page, guide->steps);
  add_line (page, "checked", guide->checked);
  add_list (page, "sources", guide->sources);
  return TRUE;
}

static const struct {
  const char *kind;
  const char *list;
  gboolean (*show) (TodokuKnowledge *, const char *, Page *);
} pages[] = {
  { "provider", "providers", show_provider },
  { "app", "apps", show_app },
  { "finding", "findings", show_finding },
  { "guide", "guides", show_guide },
};

static int
show (TodokuKnowledge *knowledge, const char *kind, const char *id, Page *page)
{
  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    if (strcmp (kind, pages[i].kind) == 0) {
      if (pages[i].show (knowledge, id, page))
        return todoku_cli_output_text (page->output, page->text->str);
      /* Translators: the first %s is what the user typed, the second a command
       * word: providers, apps, findings */
      return todoku_cli_usage_error (_ ("nothing is known by the id “%s”; "
                                        "todoku-cli list %s shows all"),
                                     id,
                                     pages[i].list);
    }
  return todoku_cli_usage_error (_ ("“%s” cannot be shown; write provider, "
                                    "app, finding or guide"),
                                 kind);
}

/**
 * todoku_cli_show:
 * @argc: number of arguments
 * @argv: "show" and what stands behind it
 *
 * Shows one entry of the knowledge.
 *
 * Returns: exit status
 */
int
todoku_cli_show (int argc, char **argv)
{
  g_auto (TodokuCliOutput) output = { 0 };
  g_autoptr (GOptionContext) context =
      todoku_cli_context_new ("show",
                              "provider|app|finding|guide ID",
                              _ ("Shows what is known of a mail service, a "
                                 "mail app or a finding, or a guide."));
  g_autoptr (TodokuKnowledge) knowledge = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  Page page = { text, &output };
  int status;

  todoku_cli_output_add_options (&output, context);
  if (!todoku_cli_parse (context, &argc, &argv) ||
      !todoku_cli_output_check (&output) ||
      !todoku_cli_output_is_text (&output))
    return TODOKU_CLI_USAGE;
  if (argc != 3)
    return todoku_cli_usage_error (
        _ ("show what? Write todoku-cli show provider gmail"));
  knowledge = todoku_cli_load_knowledge (&status);
  return knowledge ? show (knowledge, argv[1], argv[2], &page) : status;
}
