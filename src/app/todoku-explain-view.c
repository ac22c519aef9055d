/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-explain-view.h"

#include "todoku-cause-card.h"
#include "todoku-explain-async.h"
#include "todoku-findings.h"
#include "todoku-language-switch.h"
#include "todoku-message-box.h"
#include "todoku-passages.h"

#include <glib/gi18n.h>
#include <string.h>

/* After the last key: long enough not to judge half a word, short enough to
 * seem at once. */
#define PAUSE_MS 200
/* Examples in each language. */
#define N_EXAMPLES 3

struct _TodokuExplainView {
  AdwBin parent_instance;

  TodokuMessageBox *message;
  GtkWidget *examples_box;
  GtkBox *examples;
  GtkWidget *answer;
  GtkLabel *status;
  TodokuCauseCard *cause;
  TodokuSection *steps;
  TodokuSection *others;
  TodokuSection *passages;
  GtkLabel *carried;

  TodokuKnowledge *knowledge;
  TodokuAccount *account; /* an empty one: of the run alone */
  TodokuNetwork *network; /* never used: nothing is sent */
  TodokuRun *run;         /* (nullable): of the text that was explained */
  char *text;             /* (nullable): that text */
  GCancellable *explaining;
  guint pause; /* source id */
  TodokuLanguages languages;
};

G_DEFINE_FINAL_TYPE (TodokuExplainView, todoku_explain_view, ADW_TYPE_BIN)

/* ---- what is shown --------------------------------------------------------
 */

static void
show_status (TodokuExplainView *self)
{
  guint n = g_list_model_get_n_items (todoku_run_get_findings (self->run));
  const TodokuExplanation *found = todoku_run_get_explanation (self->run);
  g_autofree char *text = NULL;

  if (found->replies->len + found->changes->len == 0)
    text = g_strdup (_ ("Nothing in it is known"));
  else
    /* Translators: how many causes an error message may have */
    text = g_strdup_printf (ngettext ("%u possible cause",
                                      "%u possible causes, the likeliest first",
                                      n),
                            n);
  gtk_label_set_text (self->status, text);
}

static const char *
get_symptom_words (const char *symptom)
{
  if (g_strcmp0 (symptom, "send") == 0)
    return _ ("sending");
  return g_strcmp0 (symptom, "receive") == 0 ? _ ("receiving") : NULL;
}

/* What the form will hold, said before the button is pressed. */
static void
show_carried (TodokuExplainView *self)
{
  const TodokuExplanation *found = todoku_run_get_explanation (self->run);
  TodokuLanguage language = todoku_languages_get_first (self->languages);
  const char *symptom = get_symptom_words (found->symptom);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) parts = NULL;
  g_autofree char *joined = NULL;
  g_autofree char *text = NULL;

  if (found->provider != NULL)
    g_strv_builder_add (builder, found->provider->name.in[language]);
  if (found->app != NULL)
    g_strv_builder_add (builder, found->app->name.in[language]);
  if (symptom != NULL)
    g_strv_builder_add (builder, symptom);
  parts = g_strv_builder_end (builder);
  joined = g_strjoinv (" · ", parts);
  /* Translators: %s is a mail service, a mail app, "sending": what is known */
  text = *joined != '\0' ? g_strdup_printf (_ ("Filled in for you: %s"), joined)
                         : g_strdup ("");
  gtk_label_set_text (self->carried, text);
  gtk_widget_set_visible (GTK_WIDGET (self->carried), *text != '\0');
}

static void
show_run (TodokuExplainView *self)
{
  g_autoptr (TodokuFinding) cause = NULL;

  if (self->run == NULL)
    return;
  cause = g_list_model_get_item (todoku_run_get_findings (self->run), 0);
  todoku_cause_card_show_finding (self->cause, cause, self->languages);
  todoku_section_show_steps (self->steps, self->run, self->languages);
  todoku_section_show_other_findings (self->others, self->run, self->languages);
  todoku_section_show_passages (self->passages,
                                todoku_run_get_explanation (self->run),
                                self->text,
                                self->languages);
  show_status (self);
  show_carried (self);
}

/* ---- explaining -----------------------------------------------------------
 */

static void
cancel (TodokuExplainView *self)
{
  g_clear_handle_id (&self->pause, g_source_remove);
  g_cancellable_cancel (self->explaining);
  g_clear_object (&self->explaining);
}

static TodokuRun *
make_run (TodokuExplainView *self)
{
  const TodokuRunOptions options = { .flags = TODOKU_RUN_OFFLINE };

  return todoku_run_new (self->account, self->network, &options);
}

static void
explained_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TodokuExplainView) self = data;
  TodokuExplanation *explanation =
      todoku_explanation_new_finish (TODOKU_KNOWLEDGE (source), result, NULL);

  if (explanation == NULL)
    return;
  g_clear_object (&self->explaining);
  g_clear_object (&self->run);
  self->run = make_run (self);
  todoku_run_take_explanation (self->run, explanation);
  todoku_message_box_mark (self->message, explanation->passages);
  show_run (self);
  gtk_widget_set_visible (self->answer, TRUE);
}

static gboolean
paused_cb (gpointer data)
{
  TodokuExplainView *self = data;
  g_autoptr (TodokuRun) run = make_run (self);

  self->pause = 0;
  g_free (self->text);
  self->text = todoku_message_box_dup_text (self->message);
  self->explaining = g_cancellable_new ();
  todoku_explanation_new_async (self->knowledge,
                                self->text,
                                todoku_run_get_date (run),
                                self->explaining,
                                explained_cb,
                                g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
changed_cb (TodokuExplainView *self)
{
  g_autofree char *text = todoku_message_box_dup_text (self->message);
  gboolean empty = *g_strstrip (text) == '\0';

  cancel (self);
  gtk_widget_set_visible (self->examples_box, empty);
  if (self->knowledge == NULL)
    return;
  if (!empty) {
    self->pause = g_timeout_add (PAUSE_MS, paused_cb, self);
    return;
  }
  g_clear_object (&self->run);
  gtk_widget_set_visible (self->answer, FALSE);
}

/* ---- examples -------------------------------------------------------------
 */

static void
example_cb (TodokuExplainView *self, GtkButton *button)
{
  todoku_message_box_set_text (self->message,
                               g_object_get_data (G_OBJECT (button),
                                                  "todoku-example"));
}

static GtkWidget *
chip_new (TodokuExplainView *self, const char *example)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *label = gtk_label_new (example);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_add_css_class (button, "chip");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  example,
                                  -1);
  g_object_set_data_full (G_OBJECT (button),
                          "todoku-example",
                          g_strdup (example),
                          g_free);
  g_signal_connect_object (button,
                           "clicked",
                           G_CALLBACK (example_cb),
                           self,
                           G_CONNECT_SWAPPED);
  return button;
}

static void
add_examples (TodokuExplainView *self, TodokuLanguage language)
{
  g_autoptr (GPtrArray) examples =
      todoku_explain_list_examples (self->knowledge, language, N_EXAMPLES);

  for (guint i = 0; i < examples->len; i++) {
    const TodokuReplyPattern *reply = g_ptr_array_index (examples, i);

    gtk_box_append (self->examples, chip_new (self, reply->example));
  }
}

/* ---- life -----------------------------------------------------------------
 */

static void
todoku_explain_view_dispose (GObject *object)
{
  TodokuExplainView *self = TODOKU_EXPLAIN_VIEW (object);

  cancel (self);
  g_clear_object (&self->run);
  g_clear_object (&self->account);
  g_clear_object (&self->network);
  g_clear_object (&self->knowledge);
  g_clear_pointer (&self->text, g_free);
  G_OBJECT_CLASS (todoku_explain_view_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               APP_PATH
                                               "todoku-explain-view.ui");
#define BIND(child)                                                            \
  gtk_widget_class_bind_template_child (widget_class, TodokuExplainView, child)
  BIND (message);
  BIND (examples_box);
  BIND (examples);
  BIND (answer);
  BIND (status);
  BIND (cause);
  BIND (steps);
  BIND (others);
  BIND (passages);
  BIND (carried);
#undef BIND
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
todoku_explain_view_class_init (TodokuExplainViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = todoku_explain_view_dispose;
  g_type_ensure (TODOKU_TYPE_MESSAGE_BOX);
  g_type_ensure (TODOKU_TYPE_LANGUAGE_SWITCH);
  g_type_ensure (TODOKU_TYPE_CAUSE_CARD);
  g_type_ensure (TODOKU_TYPE_SECTION);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
todoku_explain_view_init (TodokuExplainView *self)
{
  self->languages = TODOKU_LANGUAGES_EN;
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * todoku_explain_view_new:
 *
 * Returns: (transfer floating): a view that knows nothing yet
 */
GtkWidget *
todoku_explain_view_new (void)
{
  return g_object_new (TODOKU_TYPE_EXPLAIN_VIEW, NULL);
}

/**
 * todoku_explain_view_set_knowledge:
 * @self: a view that has none yet
 * @knowledge: what is known
 */
void
todoku_explain_view_set_knowledge (TodokuExplainView *self,
                                   TodokuKnowledge *knowledge)
{
  g_return_if_fail (TODOKU_IS_EXPLAIN_VIEW (self));
  g_return_if_fail (TODOKU_IS_KNOWLEDGE (knowledge));
  g_return_if_fail (self->knowledge == NULL);

  self->knowledge = g_object_ref (knowledge);
  self->account = todoku_account_new (knowledge);
  self->network = todoku_network_new ();
  add_examples (self, TODOKU_LANGUAGE_JA);
  add_examples (self, TODOKU_LANGUAGE_EN);
}

/**
 * todoku_explain_view_set_languages:
 * @self: a view
 * @languages: that findings are shown in
 */
void
todoku_explain_view_set_languages (TodokuExplainView *self,
                                   TodokuLanguages languages)
{
  g_return_if_fail (TODOKU_IS_EXPLAIN_VIEW (self));
  g_return_if_fail ((languages & TODOKU_LANGUAGES_BOTH) != 0);

  if (self->languages == languages)
    return;
  self->languages = languages;
  show_run (self);
}

/**
 * todoku_explain_view_set_text:
 * @self: a view
 * @text: a message
 *
 * Explains @text as if it were pasted.
 */
void
todoku_explain_view_set_text (TodokuExplainView *self, const char *text)
{
  g_return_if_fail (TODOKU_IS_EXPLAIN_VIEW (self));

  todoku_message_box_set_text (self->message, text);
}

/**
 * todoku_explain_view_open:
 * @self: a view
 * @file: a text file
 *
 * Explains what stands in @file.
 */
void
todoku_explain_view_open (TodokuExplainView *self, GFile *file)
{
  g_return_if_fail (TODOKU_IS_EXPLAIN_VIEW (self));

  todoku_message_box_open (self->message, file);
}

/**
 * todoku_explain_view_get_run:
 * @self: a view
 *
 * Returns: (transfer none) (nullable): what the message means; %NULL as long
 *   as there is none
 */
TodokuRun *
todoku_explain_view_get_run (TodokuExplainView *self)
{
  g_return_val_if_fail (TODOKU_IS_EXPLAIN_VIEW (self), NULL);

  return self->run;
}

/**
 * todoku_explain_view_get_problem:
 * @self: a view
 *
 * Returns: what is wrong with what was put in last; "" when nothing is
 */
const char *
todoku_explain_view_get_problem (TodokuExplainView *self)
{
  g_return_val_if_fail (TODOKU_IS_EXPLAIN_VIEW (self), NULL);

  return todoku_message_box_get_problem (self->message);
}

/**
 * todoku_explain_view_focus:
 * @self: a view
 *
 * Gives its text the focus.
 */
void
todoku_explain_view_focus (TodokuExplainView *self)
{
  g_return_if_fail (TODOKU_IS_EXPLAIN_VIEW (self));

  todoku_message_box_focus (self->message);
}
