/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A system that says this of its network, and always the same. */
GNetworkMonitor *
net_monitor_new (GNetworkConnectivity connectivity);

G_END_DECLS
