/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-report.h"

G_BEGIN_DECLS

/* What a report leaves out (safety.md RE-04): the address and the user name
 * unless they are wanted whole, and every IP address that is not a server's. */
typedef struct _TodokuRedaction TodokuRedaction;

TodokuRedaction *
todoku_redaction_new (TodokuRun *run, TodokuReportFlags flags);
void
todoku_redaction_free (TodokuRedaction *self);
/* (transfer full) (nullable): NULL for NULL */
char *
todoku_redaction_apply (TodokuRedaction *self, const char *text);
char *
todoku_redaction_apply_to_server (TodokuRedaction *self, const char *text);
/* "t…@example.jp" */
char *
todoku_redaction_shorten (const char *address);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TodokuRedaction, todoku_redaction_free)

G_END_DECLS
