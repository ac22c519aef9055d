/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * TodokuSecret:
 *
 * A password or token in locked memory that is not dumped and is wiped when
 * the last reference goes.  The only thing that can be handed to a
 * #TodokuConversation as a credential.  It is never NUL-terminated text that
 * could be passed on by mistake.
 */
typedef struct _TodokuSecret TodokuSecret;

#define TODOKU_SECRET_ERROR (todoku_secret_error_quark ())
GQuark
todoku_secret_error_quark (void);
/* TODOKU_SECRET_ERROR_VALUE: empty, too long, or holds a line end or NUL;
 * TODOKU_SECRET_ERROR_READ: the descriptor gave nothing */
typedef enum {
  TODOKU_SECRET_ERROR_VALUE,
  TODOKU_SECRET_ERROR_READ
} TodokuSecretError;

#define TODOKU_TYPE_SECRET (todoku_secret_get_type ())
GType
todoku_secret_get_type (void);

/* Most bytes that a secret may hold: OAuth tokens of a few kB fit. */
#define TODOKU_SECRET_MAX_LENGTH (16 * 1024)

/* Copies; the caller wipes its own.  NULL with an error for an empty secret,
 * one that is too long, or one that holds CR, LF or NUL. */
TodokuSecret *
todoku_secret_new (const char *bytes, gsize length, GError **error);
/* Reads to the end of the descriptor straight into locked memory, never through
 * stdio; one trailing newline (LF or CRLF) is not part of the secret. */
TodokuSecret *
todoku_secret_new_from_fd (int fd, GError **error);
TodokuSecret *
todoku_secret_ref (TodokuSecret *self);
void
todoku_secret_unref (TodokuSecret *self);
const char *
todoku_secret_peek (TodokuSecret *self, gsize *ret_length);

/* Google's app passwords are shown as "abcd efgh ijkl mnop": a new secret
 * without white space, full-width letters made ASCII; itself when nothing
 * changes. */
TodokuSecret *
todoku_secret_normalise_app_password (TodokuSecret *self);

/* @text with every form of the secret replaced by "•••": raw, base64 in all
 * three alignments, URL-encoded, hex, JSON-escaped.  For what a server echoes.
 */
char *
todoku_secret_redact (TodokuSecret *self, const char *text, gsize length);

/* A page-locked byte buffer for what is composed from secrets (SASL messages).
 */
void *
todoku_secure_alloc (gsize size);
void
todoku_secure_free (void *memory); /* wipes first; size is known to it */

/* PR_SET_DUMPABLE 0, RLIMIT_CORE 0.  Called once by each main(). */
void
todoku_secret_harden_process (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TodokuSecret, todoku_secret_unref)

G_END_DECLS
