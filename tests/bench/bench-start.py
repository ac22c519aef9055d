#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Todoku authors
"""The window's start beside that of a bare AdwApplicationWindow.

Usage: bench-start.py BUILD
"""

import os
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'app'))

from bench import Table  # noqa: E402
from with_display import display, environment  # noqa: E402

TIMES = 11


def first_frame(program, kind, env):
    """Milliseconds from before the process to its first frame and to the one
    after which it rests, and MiB then."""
    start = time.clock_gettime(time.CLOCK_MONOTONIC)
    said = subprocess.run([program, kind], env=env, check=True, text=True,
                          capture_output=True).stdout.split()
    return [int(us) / 1000 - start * 1000 for us in said[:2]] + [
        int(said[2]) / 1024]


def main():
    build = os.path.abspath(sys.argv[1])
    program = os.path.join(build, 'tests/bench/bench-first-frame')
    table = Table('Start of the window (first frame), software drawing')
    figures = {('bare', 'en'): [], ('plain', 'en'): [], ('todoku', 'en'): [],
               ('todoku', 'ja'): []}
    with display() as name:
        env = environment(name, GTK_A11Y='none', GSETTINGS_BACKEND='memory',
                          LC_ALL='C.UTF-8',
                          TODOKU_LOCALEDIR=os.path.join(build, 'po'),
                          GSETTINGS_SCHEMA_DIR=os.path.join(build, 'data'),
                          DBUS_SESSION_BUS_ADDRESS='disabled:')
        for _ in range(TIMES):
            # In turn, so that a busy moment meets both.
            for (kind, language), list_of in figures.items():
                list_of.append(first_frame(program, kind,
                                           dict(env, LANGUAGE=language)))
    bare, plain, todoku, japanese = (
        [statistics.median(f[i] for f in list_of[1:]) for i in (0, 1, 2)]
        for list_of in figures.values())
    table.row('a bare AdwApplicationWindow', bare[0], 'ms')
    table.row('one with a header bar, a row and a Japanese word', plain[0],
              'ms')
    table.row('Todoku', todoku[0], 'ms')
    table.row('Todoku / bare', todoku[0] / bare[0], 'times', most=1.3)
    table.row('Todoku in Japanese / bare', japanese[0] / bare[0], 'times',
              most=1.3)
    table.row('Todoku / the one with a header bar', todoku[0] / plain[0],
              'times')
    # The first frame has the header bar and the address to type; the rest of
    # the window follows in the next ones.
    table.row('Todoku until it is whole', todoku[1], 'ms')
    table.row('Todoku until it is whole / bare', todoku[1] / bare[0], 'times')
    table.row('memory of the bare window', bare[2], 'MiB')
    table.row('what Todoku holds beyond it when it is whole',
              todoku[2] - bare[2], 'MiB', most=25)
    table.row('what it holds beyond it in Japanese', japanese[2] - bare[2],
              'MiB', most=25)
    table.row('what the one with a header bar holds beyond it',
              plain[2] - bare[2], 'MiB')
    return table.end()


if __name__ == '__main__':
    sys.exit(main())
