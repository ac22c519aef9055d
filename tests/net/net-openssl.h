/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A TLS server of openssl(1): a process of its own that says nothing. */
typedef struct {
  GSubprocess *process;
  GDataInputStream *output;
  guint16 port;
} NetOpenssl;

/* @name: a chain of make-certs.sh; @more: arguments, in which "{certs}" is the
 * folder of the certificates.  It serves one connection. */
void
net_openssl_start (NetOpenssl *self, const char *name, const char *const *more);
void
net_openssl_stop (NetOpenssl *self);

G_END_DECLS
