#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Todoku authors
"""One fuzz target over its kept corpus, for a bounded time.

Usage: run-fuzz.py TARGET FOLDER NAME [SECONDS]

As a test: a fixed seed, a bounded number of runs, nothing kept.  With SECONDS:
as many runs as fit, and what it finds goes to NAME.found beside the target.
"""

import os
import subprocess
import sys
import tempfile

RUNS = 20000
SECONDS = 6  # of a test, whatever is first
LIMITS = ['-rss_limit_mb=1024', '-malloc_limit_mb=256', '-timeout=20',
          '-print_final_stats=1', '-error_exitcode=1', '-timeout_exitcode=1']
# The TLS backend keeps objects for itself, and json-glib 1.6 the first of two
# roots.
KEEPS = ('certificate', 'address', 'knowledge')


def main():
    target, folder, name = sys.argv[1:4]
    seconds = sys.argv[4] if len(sys.argv) > 4 else None
    corpus = os.path.join(folder, 'corpus', name)
    words = os.path.join(folder, name.split('-')[-1] + '.dict')
    arguments = list(LIMITS)
    if os.path.exists(words):
        arguments.append(f'-dict={words}')
    # While it runs, and once more at its end.
    leaks = int(name not in KEEPS)
    arguments.append(f'-detect_leaks={leaks}')
    environment = dict(
        os.environ, ASAN_OPTIONS='strict_string_checks=1:abort_on_error=0'
                                 f':detect_leaks={leaks}',
        G_DEBUG='fatal-warnings', G_SLICE='always-malloc')
    # What the test programs ask of malloc slows this down.
    environment.pop('MALLOC_PERTURB_', None)
    with tempfile.TemporaryDirectory() as scratch:
        environment['TMPDIR'] = scratch
        if seconds:
            found = target + '.found'
            os.makedirs(found, exist_ok=True)
            arguments += [f'-max_total_time={seconds}', '-use_value_profile=1',
                          f'-artifact_prefix={found}/crash-', found]
        else:
            arguments += [f'-runs={RUNS}', f'-max_total_time={SECONDS}',
                          '-seed=1', f'-artifact_prefix={scratch}/',
                          os.path.join(scratch, 'corpus')]
            os.mkdir(arguments[-1])
        return subprocess.run([target, *arguments, corpus], check=False,
                              env=environment).returncode


if __name__ == '__main__':
    sys.exit(main())
