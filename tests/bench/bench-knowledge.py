#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Todoku authors
"""What loading all that Todoku knows costs a start of the command line.

Usage: bench-knowledge.py BUILD
"""

import os
import sys

from bench import Table, median_cost

TEXT = '534-5.7.9 Application-specific password required'
LINE = ('Nov 20 10:00:%02d mail postfix/smtpd[%d]: connect from unknown'
        '[192.0.2.%d]: 250 2.0.0 Ok, session closed, 535 bytes\n')
LOG_SIZE = 64 * 1024


def log():
    """A log of which one line matters, in the middle."""
    lines = ''.join(LINE % (i % 60, i, i % 255)
                    for i in range(LOG_SIZE // len(LINE)))
    half = (LOG_SIZE - len(TEXT)) // 2
    return (lines[:half] + '\n' + TEXT + '\n' + lines[-half:]).encode()


def main():
    cli = os.path.join(sys.argv[1], 'src/cli/todoku-cli')
    table = Table('Knowledge: a start of todoku-cli explain')
    bare = median_cost([cli, '--version'])
    explain = median_cost([cli, 'explain', TEXT])
    table.row('CPU of todoku-cli --version', bare.cpu * 1000, 'ms')
    table.row('CPU of todoku-cli explain', explain.cpu * 1000, 'ms')
    table.row('CPU that the knowledge costs', (explain.cpu - bare.cpu) * 1000,
              'ms', most=60)
    long = median_cost([cli, 'explain', '-'], stdin=log())
    table.row('CPU of todoku-cli explain, a log of 64 KiB', long.cpu * 1000,
              'ms')
    table.row('… beside one line', long.cpu / explain.cpu, 'times', most=2)
    table.row('… beside todoku-cli --version', long.cpu / bare.cpu, 'times')
    table.row('memory of todoku-cli --version', bare.memory, 'MiB')
    table.row('memory of todoku-cli explain', explain.memory, 'MiB', most=40)
    table.row('memory of todoku-cli explain, a log of 64 KiB', long.memory,
              'MiB', most=40)
    return table.end()


if __name__ == '__main__':
    sys.exit(main())
