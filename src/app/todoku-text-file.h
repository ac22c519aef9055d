/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-explain.h"

G_BEGIN_DECLS

void
todoku_text_file_load_async (GFile *file,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
char *
todoku_text_file_load_finish (GFile *file,
                              GAsyncResult *result,
                              GError **error);

G_END_DECLS
