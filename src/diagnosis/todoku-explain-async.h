/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-explain.h"

G_BEGIN_DECLS

void
todoku_explanation_new_async (TodokuKnowledge *knowledge,
                              const char *text,
                              const char *date,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
TodokuExplanation *
todoku_explanation_new_finish (TodokuKnowledge *knowledge,
                               GAsyncResult *result,
                               GError **error);

G_END_DECLS
