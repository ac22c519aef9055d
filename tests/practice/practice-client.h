/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-practice.h"

/* "127.0.0.1:PORT" where @place, "HOST:PORT", is served. */
char *
practice_client_address_of (TodokuPracticeServer *server, const char *place);
/* Plays a client's @steps: "S:GLOB" a line that the server must say, "C:LINE"
 * one that is sent, "TLS" a handshake that must verify, "END" the server
 * closes. What went wrong; "" when all steps went as they should. */
char *
practice_client_play (TodokuPracticeServer *server,
                      const char *place,
                      const char *const *steps);
