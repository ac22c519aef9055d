/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A server on 127.0.0.1 that plays a script, one thread a connection.  Steps:
 *
 *   S:text     sends a line            B:bytes  sends bytes ("\\r" and so on;
 *                                                "\\001" is sent as NUL)
 *   C:         reads a line            R:text   answers it by its IMAP tag
 *   TLS        makes a handshake       D:text   sends a line, 20 ms a byte
 *   WAIT:ms    waits                   HOLD     reads until the peer closes
 *   CLOSE      closes                  RESET    closes with RST
 *   ASK        reads lines until an empty one, a request of HTTP
 *   ENDLESS    sends 300 MB without a line end, until the peer has enough
 *   QUIET:ms   holds it against the peer when it says a word meanwhile
 *   TIMES:n:t  sends a line n times
 *
 * A script ends with CLOSE.  Everything ends by itself after ten seconds. */
typedef struct _NetServer NetServer;

/* @first: script of the first connection; @rest: (nullable): of all later ones,
 * the same when NULL.  Both are kept by reference. */
NetServer *
net_server_new (const char *const *first,
                const char *const *rest,
                GTlsCertificate *certificate);
/* The same on another address. */
NetServer *
net_server_new_at (const char *address,
                   const char *const *first,
                   const char *const *rest,
                   GTlsCertificate *certificate);
guint16
net_server_get_port (NetServer *self);
guint
net_server_get_n_connections (NetServer *self);
/* Whether a line that holds @text came, in clear or not. */
gboolean
net_server_heard (NetServer *self, const char *text);
/* Whether something came while QUIET was asked for. */
gboolean
net_server_was_disturbed (NetServer *self);
/* How many lines came altogether. */
guint
net_server_get_n_lines (NetServer *self);
/* Waits until nobody is connected. */
void
net_server_free (NetServer *self);

/* Lets @service listen at a free port of @address, which is returned. */
guint16
net_listen (GSocketService *service, const char *address);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetServer, net_server_free)

G_END_DECLS
