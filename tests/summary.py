#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Todoku authors
"""One closing line over the test logs of build folders: N passed, N failed.

Each single case counts.  A program that reports none counts as one; a program
that failed without a failed case (a crash, a sanitizer's report, a time-out)
counts as one failure more.
"""

import json
import re
import sys


def subtests(log):
    """(passed, failed) of the TAP lines in a test's output."""
    passed = failed = 0
    for line in log.splitlines():
        match = re.match(r'(not )?ok\b(?!.*# SKIP)', line)
        if match:
            if match.group(1):
                failed += 1
            else:
                passed += 1
        elif re.match(r'ok\b.*# SKIP', line):
            # A skipped case proves nothing: it is counted as failed.
            failed += 1
            print(f'skipped: {line}')
    return passed, failed


def count(build):
    passed = failed = programs = 0
    with open(f'{build}/meson-logs/testlog.json', encoding='utf-8') as log:
        for line in log:
            test = json.loads(line)
            programs += 1
            good, bad = subtests(test.get('stdout') or '')
            if test['result'] != 'OK':
                bad = max(bad, 1)
                print(f'{build}: {test["name"]}: {test["result"]}')
            elif good + bad == 0:
                good = 1
            passed += good
            failed += bad
    return passed, failed, programs


def main():
    passed = failed = 0
    for build in sys.argv[1:]:
        p, f, programs = count(build)
        print(f'{build}: {programs} test programs, {p} passed, {f} failed')
        passed += p
        failed += f
        if programs == 0:
            failed += 1
    print(f'{passed} passed, {failed} failed')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
