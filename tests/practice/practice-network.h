/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-network.h"
#include "todoku-practice.h"

/* The world as a practice server makes it. */
TodokuNetwork *
practice_network_new (TodokuPracticeServer *server);
