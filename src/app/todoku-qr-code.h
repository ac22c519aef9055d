/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TodokuQrCode:
 *
 * A QR code of a short text (ISO/IEC 18004, model 2, bytes, level M, versions 1
 * to 10): what a camera reads from a hand-out.
 */
typedef struct _TodokuQrCode TodokuQrCode;

/* (transfer full) (nullable): NULL when @text is longer than 213 bytes */
TodokuQrCode *
todoku_qr_code_new (const char *text);
void
todoku_qr_code_free (TodokuQrCode *self);
/* Modules on a side, without the quiet zone of four that belongs around it */
guint
todoku_qr_code_get_size (const TodokuQrCode *self);
gboolean
todoku_qr_code_is_dark (const TodokuQrCode *self, guint x, guint y);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TodokuQrCode, todoku_qr_code_free)

G_END_DECLS
