/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <stddef.h>
#include <stdint.h>

/* What libFuzzer calls (LLVM, "libFuzzer – a library for coverage-guided fuzz
 * testing").  A mistake is an abort, or what a sanitizer says. */
int
LLVMFuzzerInitialize (int *argc, char ***argv);
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);
