#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Todoku authors
"""todoku-cli on a terminal, in other locales and into files (TAP).

Usage: test-cli-terminal.py TODOKU_CLI SOURCE_ROOT
"""

import json
import os
import re
import stat
import subprocess
import sys
import tempfile

from cli import OFFLINE, Tap, Terminal, practice, run

SECRET = b'kanariya-vogel'
ASKING = ['check', 'taro@example.jp', '--incoming',
          'imaps://imap.example.jp:993', '--only', 'incoming', '--sign-in',
          'password']


def check_prompt(tap):
    with practice('wrong-password') as options:
        terminal = Terminal(*ASKING, *options)
        tap.check(terminal.read(b'Password:'), 'asks for the password',
                  terminal.said)
        tap.check(not terminal.echoes(), 'without echo')
        terminal.type(SECRET + b'\n')
        terminal.read()
        tap.check(terminal.close() == 1 and SECRET not in terminal.said
                  and b'imap.example.jp' in terminal.said,
                  'and what was typed is not shown', terminal.said[-800:])


def check_prompt_stopped(tap):
    terminal = Terminal(*ASKING)
    terminal.read(b'Password:')
    terminal.type(b'kana\x03')
    tap.check(terminal.read(b'stopped'), 'Ctrl+C at the question stops',
              terminal.said)
    echoes = terminal.echoes()
    terminal.read()
    tap.check(terminal.close() == 3, 'and ends with 3', terminal.said)
    tap.check(echoes, 'and the terminal has its echo again')


def check_no_terminal(tap):
    process = run(*ASKING, start_new_session=True)
    tap.check(process.returncode == 2
              and b'--password-fd' in process.stderr
              and process.stderr.count(b'\n') == 1,
              'without a terminal: one sentence, exit 2', process.stderr)


def check_colours(tap):
    for environment, wanted in (({'NO_COLOR': ''}, True),
                                ({'NO_COLOR': '1'}, False)):
        terminal = Terminal(*OFFLINE, '--app', 'outlook-2010', '--outgoing',
                            'smtps://smtp.gmail.com:587',
                            environment=environment)
        terminal.read()
        terminal.close()
        tap.check((b'\x1b[1m' in terminal.said or b'\x1b[3' in terminal.said)
                  == wanted, f'colours on a terminal with {environment}',
                  terminal.said[:500])
    process = run(*OFFLINE)
    tap.check(b'\x1b' not in process.stdout + process.stderr,
              'no colours elsewhere')


def check_progress(tap):
    terminal = Terminal('practice', 'run', 'healthy-no-sign-in')
    terminal.read()
    terminal.close()
    tap.check(b'connections so far' in terminal.said,
              'progress on a terminal', terminal.said[:500])
    process = run('practice', 'run', 'healthy-no-sign-in')
    tap.check(b'so far' not in process.stdout + process.stderr,
              'no progress elsewhere', process.stderr)


def check_explain_on_terminal(tap):
    terminal = Terminal('explain', '--format', 'json')
    tap.check(terminal.read(b'Ctrl+D'), 'explain says how to paste',
              terminal.said)
    terminal.type(b'-ERR [SYS/PERM] Your account is not enabled for POP '
                  b'access.\n\x04')
    terminal.read()
    terminal.close()
    tap.check(b'"pop-off"' in terminal.said, 'and explains what was pasted',
              terminal.said[-500:])


def check_locales(tap):
    """No locale need be installed: the report brings its languages along."""
    for locale, japanese in (('ja_JP.UTF-8', True), ('en_GB.UTF-8', False),
                             ('C', False), ('C.UTF-8', False)):
        process = run(*OFFLINE, environment={'LC_ALL': locale,
                                             'LANGUAGE': None})
        tap.check(('の診断結果' in process.stdout.decode()) == japanese,
                  f'{locale}: the report is in {"ja" if japanese else "en"}',
                  process.stdout[:300])
    for form in ('text', 'markdown', 'html', 'json'):
        process = run(*OFFLINE, '--lang', 'ja', '--format', form,
                      environment={'LC_ALL': 'C', 'LANGUAGE': None})
        printed = process.stdout.decode('utf-8')
        if form == 'json':
            printed = json.loads(printed)['findings'][0]['title']['ja']
        tap.check(re.search('[ぁ-ん]', printed),
                  f'LC_ALL=C --lang ja --format {form}: UTF-8',
                  process.stdout[:600])


def check_files(tap):
    with tempfile.TemporaryDirectory() as folder:
        target = os.path.join(folder, 'other')
        path = os.path.join(folder, 'report')
        with open(path, 'w', encoding='utf-8') as f:
            f.write('old')
        os.chmod(path, 0o644)
        run(*OFFLINE, '--output', path)
        mode = stat.S_IMODE(os.stat(path).st_mode)
        tap.check(mode == 0o600, 'a file that was there: for its owner alone',
                  oct(mode))
        with open(target, 'w', encoding='utf-8') as f:
            f.write('untouched')
        os.remove(path)
        os.symlink(target, path)
        run(*OFFLINE, '--output', path)
        with open(target, encoding='utf-8') as f:
            tap.check(f.read() == 'untouched',
                      'what a link points to is not written over')
        tap.check(sorted(os.listdir(folder)) == ['other', 'report'],
                  'nothing is left beside it', os.listdir(folder))
    with open('/dev/full', 'wb') as full:
        for arguments in (OFFLINE, ['list', 'findings']):
            process = run(*arguments, stdout=full)
            tap.check(process.returncode == 4
                      and process.stderr.count(b'\n') == 1,
                      f'{arguments[0]} onto a full disk: exit 4',
                      f'{process.returncode} {process.stderr}')


def main():
    tap = Tap()
    for check in (check_prompt, check_prompt_stopped, check_no_terminal,
                  check_colours, check_progress, check_explain_on_terminal,
                  check_locales, check_files):
        try:
            check(tap)
        except (ValueError, OSError, subprocess.TimeoutExpired) as error:
            tap.check(False, check.__name__, repr(error)[:1500])
    return tap.done()


if __name__ == '__main__':
    sys.exit(main())
