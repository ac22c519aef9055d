#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Todoku authors
"""tests/SAFETY.md against the tests: every row has its tests, by name (TAP).

Usage: test-safety.py SOURCE_ROOT BUILD_ROOT
"""

import json
import os
import re
import subprocess
import sys

ID = re.compile(r'(?<![A-Z])(ST|BI|TS|TL|RB|AU|OA|CS|RE|UI|SE|SB)-(\d\d)(?!\d)',
                re.I)
# How many rows each table has.
ROWS = {'ST': 16, 'BI': 10, 'TS': 12, 'TL': 21, 'RB': 16, 'AU': 12, 'OA': 17,
        'CS': 5, 'RE': 4, 'UI': 2, 'SE': 5, 'SB': 2}
NOT_HERE = 'not here: '
# The same transcripts again, with mistakes.
AGAIN = ('mail-mutation',)
# Their programs need a display, or are no programs: what stands in the source
# is what they are called.
READ = ('app', 'cli', 'flatpak', 'project', 'real')


def ids(text):
    return {f'{kind.upper()}-{number}' for kind, number in ID.findall(text)}


def read(path):
    with open(path, encoding='utf-8') as file:
        return file.read()


def strings(path):
    """What stands between quotes in a source."""
    text = re.sub(r'/\*.*?\*/|//[^\n]*', '', read(path), flags=re.S) \
        if path.endswith('.c') else re.sub(r'^\s*#.*$', '', read(path), flags=re.M)
    return ' '.join(re.findall(r'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'',
                               text))


def listed(test):
    """The names of all cases of a GTest program."""
    environment = dict(os.environ, **test['env'])
    process = subprocess.run([*test['cmd'], '-l'], capture_output=True,
                             text=True, env=environment, check=False,
                             timeout=240)
    return ids(process.stdout)


def source_of(root, suite, name):
    """The file that a test whose program is not asked is written in."""
    short = name.split('-', 1)[-1] if suite == 'app' else name
    for ending in ('.py', '.c'):
        path = os.path.join(root, 'tests', suite, f'test-{short}{ending}')
        if os.path.exists(path):
            return path
    return None


def tests(root, build):
    """{name of a test: the rows that its cases are named after}"""
    found = {}
    with open(os.path.join(build, 'meson-info/intro-tests.json'),
              encoding='utf-8') as file:
        for test in json.load(file):
            suite = test['suite'][0].split(':')[-1]
            source = source_of(root, suite, test['name'])
            if suite in READ:
                named = ids(strings(source)) if source else set()
            elif os.path.basename(test['cmd'][0]).startswith('test-'):
                named = listed(test)
            else:
                continue
            if named and test['name'] not in AGAIN:
                found[test['name']] = named
    return found


def table(root):
    """{row: what its last column says}"""
    rows = {}
    for line in read(os.path.join(root, 'tests/SAFETY.md')).splitlines():
        cells = [cell.strip() for cell in line.strip('|').split('|')]
        if line.startswith('| ') and ID.fullmatch(cells[0]):
            rows[cells[0]] = cells[-1]
    return rows


def check(root, build):
    rows = table(root)
    found = tests(root, build)
    wanted = {f'{kind}-{n + 1:02}' for kind, count in ROWS.items()
              for n in range(count)}
    for row in sorted(wanted ^ set(rows)):
        yield f'tests/SAFETY.md: {row} is missing, or is no row of a table'
    for row in sorted(wanted & set(rows)):
        has = {name for name, named in found.items() if row in named}
        if rows[row].startswith(NOT_HERE):
            if has:
                yield f'{row} is said not to be here, and tested by {sorted(has)}'
            continue
        says = {name.strip() for name in rows[row].split(',')}
        if says != has:
            yield (f'{row}: the table says {sorted(says)}, '
                   f'the tests that bear its name are {sorted(has)}')


def main():
    mistakes = list(check(*sys.argv[1:3]))
    print('1..1')
    print(f'{"not ok" if mistakes else "ok"} 1 - every row has its tests')
    for mistake in mistakes:
        print('# ' + mistake)
    return 1 if mistakes else 0


if __name__ == '__main__':
    sys.exit(main())
