#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Todoku authors
"""The man page, the completion, the schema and --help agree (TAP).

Usage: test-cli-docs.py TODOKU_CLI SOURCE_ROOT
"""

import json
import os
import re
import shutil
import subprocess
import sys

import jsonschema

from cli import CLI, ROOT, Tap, long_options, run

COMMANDS = ('check', 'explain', 'list', 'show', 'practice')
MAN = os.path.join(ROOT, 'data/man/todoku-cli.1')
COMPLETION = os.path.join(ROOT, 'data/completion/todoku-cli')
SCHEMA = os.path.join(ROOT, 'data/todoku-report-1.schema.json')
# GOption's own, for everyone.
COMMON = {'--help', '--help-all'}


def read(path):
    with open(path, encoding='utf-8') as f:
        return f.read()


def options_of(command):
    text = run(command, '--help').stdout.decode()
    return {option for line in text.splitlines()
            for option in long_options(line.split('  ')[1]
                                       if line.startswith('  ') else '')}


def check_options(tap):
    page = read(MAN).replace('\\-', '-')
    script = read(COMPLETION)
    every = set()
    for command in COMMANDS:
        options = options_of(command) - COMMON
        every |= options
        tap.check(options, f'{command} has options')
        for option in sorted(options):
            tap.check(option in page, f'man: {command} {option}')
            tap.check(option in script, f'completion: {command} {option}')
    for place, text in (('man', page), ('completion', script)):
        unknown = long_options(text) - every - COMMON - {'--version'}
        tap.check(not unknown, f'{place}: no option that is none', unknown)


def check_statuses(tap):
    page = read(MAN)
    for status in range(5):
        tap.check(f'\n.B {status}\n' in page, f'man: exit status {status}')


def check_man(tap):
    tools = [['mandoc', '-T', 'lint', '-W', 'warning'],
             ['groff', '-man', '-ww', '-z', '-K', 'utf8']]
    for tool in tools:
        if not shutil.which(tool[0]):
            continue
        process = subprocess.run([*tool, MAN], capture_output=True, text=True,
                                 check=False, timeout=60)
        said = process.stdout + process.stderr
        tap.check(not said.strip(), f'man: {tool[0]} finds nothing', said)


def complete(*words):
    """What bash would offer for the last word."""
    quoted = ' '.join("'" + word + "'" for word in words)
    script = (f'. "{COMPLETION}"; COMP_WORDS=({quoted}); '
              f'COMP_CWORD={len(words) - 1}; _todoku_cli; '
              'printf "%s\\n" "${COMPREPLY[@]}"')
    path = os.path.dirname(CLI) + ':' + os.environ['PATH']
    process = subprocess.run(['bash', '-c', script], capture_output=True,
                             text=True, check=False, timeout=60,
                             env=dict(os.environ, PATH=path))
    return process.stdout.split(), process.stderr


def check_completion(tap):
    for words, wanted in (
            (('todoku-cli', 'ch'), 'check'),
            (('todoku-cli', 'list', 'f'), 'findings'),
            (('todoku-cli', 'show', 'provider', 'out'), 'outlook-com'),
            (('todoku-cli', 'show', 'finding', 'tls-on'),
             'tls-on-starttls-port'),
            (('todoku-cli', 'practice', 'run', 'uni'), 'university-pop'),
            (('todoku-cli', 'check', 'taro@gmail.com', '--app', 'outlook-20'),
             'outlook-2010'),
            (('todoku-cli', 'check', 'taro@gmail.com', '--sy'), '--symptom'),
            (('todoku-cli', 'check', '--format', 'j'), 'json')):
        offered, error = complete(*words)
        tap.check(wanted in offered and not error
                  and all(word.startswith(words[-1]) for word in offered),
                  'completion of ' + ' '.join(words), f'{offered} {error}')


def check_schema(tap):
    schema = json.loads(read(SCHEMA))
    validator = jsonschema.validators.validator_for(schema)
    validator.check_schema(schema)
    tap.check(True, 'the schema is one')
    good = json.loads(run('explain', 'x y z', '--format', 'json').stdout)
    for name, change in (
            ('an unknown member', {'extra': 1}),
            ('another version', {'todoku': 2}),
            ('a day in another form', {'date': '22.11.2026'}),
            ('an outcome that is none', {'checklist': [
                {'id': 'oauth', 'state': 'fine', 'answer': None}]}),
            ('one language', {'ruled_out': [
                {'id': 'oauth-required', 'by': {'en': 'x'}}]})):
        wrong = dict(good, **change)
        tap.check(validator(schema).is_valid(good)
                  and not validator(schema).is_valid(wrong),
                  f'the schema refuses {name}')


def check_version(tap):
    text = run('--version').stdout.decode()
    tap.check(re.fullmatch(r'todoku-cli \d+\.\d+\.\d+\n', text), '--version',
              text)
    version = text.split()[1]
    tap.check(f'"Todoku {version}"' in read(MAN),
              'the man page is of this version')


def main():
    tap = Tap()
    for check in (check_options, check_statuses, check_man, check_completion,
                  check_schema, check_version):
        try:
            check(tap)
        except (ValueError, KeyError, OSError, jsonschema.SchemaError,
                subprocess.TimeoutExpired) as error:
            tap.check(False, check.__name__, repr(error)[:1500])
    return tap.done()


if __name__ == '__main__':
    sys.exit(main())
