/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-asked.h"

/**
 * TodokuAsked:
 *
 * Notes that a server asked for a client certificate, and gives none.  The list
 * of authorities that a server accepts may be empty (RFC 8446 §4.3.2), so that
 * list does not tell.
 */
struct _TodokuAsked {
  GTlsInteraction parent_instance;

  int asked; /* atomic: the handshake runs in a thread of GIO */
};

G_DEFINE_FINAL_TYPE (TodokuAsked, todoku_asked, G_TYPE_TLS_INTERACTION)

static GTlsInteractionResult
todoku_asked_request_certificate (GTlsInteraction *interaction,
                                  GTlsConnection *connection,
                                  GTlsCertificateRequestFlags flags,
                                  GCancellable *cancellable,
                                  GError **error)
{
  g_atomic_int_set (&TODOKU_ASKED (interaction)->asked, TRUE);
  return G_TLS_INTERACTION_UNHANDLED;
}

static void
todoku_asked_class_init (TodokuAskedClass *klass)
{
  G_TLS_INTERACTION_CLASS (klass)->request_certificate =
      todoku_asked_request_certificate;
}

static void
todoku_asked_init (TodokuAsked *self)
{
}

/**
 * todoku_asked_new:
 *
 * Returns: (transfer full): for one connection
 */
TodokuAsked *
todoku_asked_new (void)
{
  return g_object_new (TODOKU_TYPE_ASKED, NULL);
}

/**
 * todoku_asked_for_certificate:
 * @self: an interaction
 *
 * Returns: whether the server asked for a client certificate
 */
gboolean
todoku_asked_for_certificate (TodokuAsked *self)
{
  g_return_val_if_fail (TODOKU_IS_ASKED (self), FALSE);

  return g_atomic_int_get (&self->asked);
}
