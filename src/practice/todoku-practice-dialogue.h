/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-scenario.h"

G_BEGIN_DECLS

/**
 * TodokuServerDialogue:
 *
 * What one client and one scripted server say to each other, without I/O: a
 * line comes in, reply lines and what follows them come out.
 */
typedef struct _TodokuServerDialogue TodokuServerDialogue;

TodokuServerDialogue *
todoku_server_dialogue_new (const TodokuScenario *scenario,
                            const TodokuStand *stand);
void
todoku_server_dialogue_free (TodokuServerDialogue *self);
void
todoku_server_dialogue_secured (TodokuServerDialogue *self);
/* Append to @output what is said. */
TodokuThen
todoku_server_dialogue_greet (TodokuServerDialogue *self, GString *output);
TodokuThen
todoku_server_dialogue_answer (TodokuServerDialogue *self,
                               const char *line,
                               GString *output,
                               gboolean *ret_credential);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TodokuServerDialogue,
                               todoku_server_dialogue_free)

G_END_DECLS
