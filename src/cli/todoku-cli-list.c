/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-cli.h"

#include <glib/gi18n.h>
#include <string.h>

static void
append_names (GString *text,
              const TodokuCliOutput *output,
              const TodokuText *name)
{
  gboolean en = todoku_cli_output_has (output, TODOKU_LANGUAGE_EN);
  gboolean ja = todoku_cli_output_has (output, TODOKU_LANGUAGE_JA);

  if (ja)
    g_string_append (text, name->in[TODOKU_LANGUAGE_JA]);
  if (ja && en &&
      strcmp (name->in[TODOKU_LANGUAGE_JA], name->in[TODOKU_LANGUAGE_EN]) != 0)
    g_string_append_printf (text, " / %s", name->in[TODOKU_LANGUAGE_EN]);
  else if (en && !ja)
    g_string_append (text, name->in[TODOKU_LANGUAGE_EN]);
}

static void
list_providers (TodokuKnowledge *knowledge,
                const TodokuCliOutput *output,
                GString *text)
{
  GPtrArray *all = todoku_knowledge_get_providers (knowledge);

  for (guint i = 0; i < all->len; i++) {
    const TodokuProvider *provider = g_ptr_array_index (all, i);

    g_string_append_printf (text, "%-24s ", provider->id);
    append_names (text, output, &provider->name);
    g_string_append_c (text, '\n');
  }
}

static void
list_apps (TodokuKnowledge *knowledge,
           const TodokuCliOutput *output,
           GString *text)
{
  GPtrArray *all = todoku_knowledge_get_mail_apps (knowledge);

  for (guint i = 0; i < all->len; i++) {
    const TodokuMailApp *app = g_ptr_array_index (all, i);

    g_string_append_printf (text, "%-24s ", app->id);
    append_names (text, output, &app->name);
    g_string_append_c (text, '\n');
  }
}

static void
list_findings (TodokuKnowledge *knowledge,
               const TodokuCliOutput *output,
               GString *text)
{
  GPtrArray *all = todoku_knowledge_get_findings (knowledge);

  for (guint i = 0; i < all->len; i++) {
    const TodokuFindingEntry *finding = g_ptr_array_index (all, i);

    g_string_append_printf (text, "%-12s %-36s ", finding->layer, finding->id);
    append_names (text, output, &finding->title);
    g_string_append_c (text, '\n');
  }
}

static void
list_replies (TodokuKnowledge *knowledge,
              const TodokuCliOutput *output,
              GString *text)
{
  GPtrArray *all = todoku_knowledge_get_replies (knowledge);

  for (guint i = 0; i < all->len; i++) {
    const TodokuReplyPattern *reply = g_ptr_array_index (all, i);

    g_string_append_printf (text, "%-12s %-44s", reply->said_by, reply->id);
    for (guint j = 0; j < reply->means->len; j++)
      g_string_append_printf (text,
                              " %s",
                              ((TodokuMeaning *)
                                   g_ptr_array_index (reply->means, j))
                                  ->finding);
    g_string_append_c (text, '\n');
  }
}

static void
list_guides (TodokuKnowledge *knowledge,
             const TodokuCliOutput *output,
             GString *text)
{
  GPtrArray *all = todoku_knowledge_get_guides (knowledge);

  for (guint i = 0; i < all->len; i++) {
    const TodokuGuideEntry *guide = g_ptr_array_index (all, i);

    g_string_append_printf (text, "%-24s ", guide->id);
    append_names (text, output, &guide->title);
    g_string_append_c (text, '\n');
  }
}

static const struct {
  const char *kind;
  void (*list) (TodokuKnowledge *, const TodokuCliOutput *, GString *);
} lists[] = {
  { "providers", list_providers }, { "apps", list_apps },
  { "findings", list_findings },   { "replies", list_replies },
  { "guides", list_guides },
};

/**
 * todoku_cli_list:
 * @argc: number of arguments
 * @argv: "list" and what stands behind it
 *
 * Lists ids and names, one a line.
 *
 * Returns: exit status
 */
int
todoku_cli_list (int argc, char **argv)
{
  g_auto (TodokuCliOutput) output = { 0 };
  g_autoptr (GOptionContext) context =
      todoku_cli_context_new ("list",
                              "providers|apps|findings|replies|guides",
                              _ ("Lists what Todoku knows, one a line: id and "
                                 "name."));
  g_autoptr (TodokuKnowledge) knowledge = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  int status;

  todoku_cli_output_add_options (&output, context);
  if (!todoku_cli_parse (context, &argc, &argv) ||
      !todoku_cli_output_check (&output) ||
      !todoku_cli_output_is_text (&output))
    return TODOKU_CLI_USAGE;
  if (argc != 2)
    return todoku_cli_usage_error (_ ("list what? Write todoku-cli list "
                                      "providers, apps, findings, replies or "
                                      "guides"));
  knowledge = todoku_cli_load_knowledge (&status);
  if (!knowledge)
    return status;
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    if (strcmp (argv[1], lists[i].kind) == 0) {
      lists[i].list (knowledge, &output, text);
      return todoku_cli_output_text (&output, text->str);
    }
  return todoku_cli_usage_error (_ ("“%s” cannot be listed; write providers, "
                                    "apps, findings, replies or guides"),
                                 argv[1]);
}
