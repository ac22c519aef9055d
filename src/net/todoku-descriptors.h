/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Whether this process may open as many descriptors as a connection takes. */
gboolean
todoku_descriptors_are_left (GError **error);

G_END_DECLS
