/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-explain-async.h"

typedef struct {
  TodokuKnowledge *knowledge;
  char *text;
  char *date;
} Question;

static void
question_free (Question *self)
{
  g_clear_object (&self->knowledge);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->date, g_free);
  g_free (self);
}

static void
explain_in_thread (GTask *task,
                   gpointer source,
                   gpointer data,
                   GCancellable *cancellable)
{
  const Question *question = data;
  g_autoptr (TodokuExplanation) explanation = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;
  explanation = todoku_explanation_new (question->knowledge,
                                        question->text,
                                        NULL,
                                        question->date);
  todoku_explanation_locate (explanation, question->text);
  g_task_return_pointer (task,
                         g_steal_pointer (&explanation),
                         (GDestroyNotify) todoku_explanation_free);
}

/**
 * todoku_explanation_new_async:
 * @knowledge: what is known
 * @text: what somebody pasted, valid UTF-8
 * @date: YYYY-MM-DD
 * @cancellable: (nullable): another text is explained in the meantime
 * @callback: called once
 * @user_data: for @callback
 *
 * todoku_explanation_new() and todoku_explanation_locate() in a thread of
 * their own: a long text takes longer than a window may stand still.
 */
void
todoku_explanation_new_async (TodokuKnowledge *knowledge,
                              const char *text,
                              const char *date,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Question *question;

  g_return_if_fail (TODOKU_IS_KNOWLEDGE (knowledge));
  g_return_if_fail (text && date);

  question = g_new0 (Question, 1);
  question->knowledge = g_object_ref (knowledge);
  question->text = g_strdup (text);
  question->date = g_strdup (date);
  task = g_task_new (knowledge, cancellable, callback, user_data);
  g_task_set_source_tag (task, todoku_explanation_new_async);
  g_task_set_task_data (task, question, (GDestroyNotify) question_free);
  g_task_run_in_thread (task, explain_in_thread);
}

/**
 * todoku_explanation_new_finish:
 * @knowledge: what is known
 * @result: of todoku_explanation_new_async()
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the explanation; %NULL with
 *   %G_IO_ERROR_CANCELLED when it was cancelled
 */
TodokuExplanation *
todoku_explanation_new_finish (TodokuKnowledge *knowledge,
                               GAsyncResult *result,
                               GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, knowledge), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
