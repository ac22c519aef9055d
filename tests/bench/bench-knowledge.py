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


def main():
    cli = os.path.join(sys.argv[1], 'src/cli/todoku-cli')
    table = Table('Knowledge: a start of todoku-cli explain')
    bare = median_cost([cli, '--version'])
    explain = median_cost([cli, 'explain', TEXT])
    table.row('CPU of todoku-cli --version', bare.cpu * 1000, 'ms')
    table.row('CPU of todoku-cli explain', explain.cpu * 1000, 'ms')
    table.row('CPU that the knowledge costs', (explain.cpu - bare.cpu) * 1000,
              'ms', most=60)
    table.row('memory of todoku-cli --version', bare.memory, 'MiB')
    table.row('memory of todoku-cli explain', explain.memory, 'MiB', most=40)
    return table.end()


if __name__ == '__main__':
    sys.exit(main())
