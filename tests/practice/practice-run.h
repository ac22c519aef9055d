/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "practice-network.h"
#include "todoku-run.h"

TodokuAccount *
practice_account_new (TodokuKnowledge *knowledge,
                      const TodokuScenario *scenario);
/* Milliseconds that a run of it may take. */
guint
practice_limit_of (const TodokuScenario *scenario);
/* Runs it to its end. */
TodokuRun *
practice_run (const TodokuScenario *scenario,
              TodokuAccount *account,
              TodokuNetwork *network,
              TodokuRunFlags flags);
