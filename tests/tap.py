# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Todoku authors
"""The Test Anything Protocol, as much as the Python tests need."""

import sys


class Tap:
    def __init__(self):
        self.count = 0
        self.failed = 0

    def check(self, good, name, detail=''):
        """One case; the detail is printed when it failed."""
        self.count += 1
        self.failed += not good
        print(f'{"ok" if good else "not ok"} {self.count} - {name}')
        if not good:
            for line in str(detail).splitlines():
                print('# ' + line)
        sys.stdout.flush()
        return good

    def done(self):
        """Closes the plan; the exit status of the test."""
        print(f'1..{self.count}')
        return 1 if self.failed else 0
