#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Todoku authors
"""Pictures of the window's main states, from the real window (TAP).

Usage: screenshots.py PROGRAM KNOWLEDGE FOLDER

Only practice cases are run: nothing leaves this computer, and no picture shows
an address of somebody.
"""

import os
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from spi import Window, run, tree, wait_for  # noqa: E402

WIDE = (1000, 700)
NARROW = (360, 720)
CASE = 'outlook-2010-587-ssl'
UNIVERSITY = 'university-pop'

HEADINGS = {
    'en': {'steps': 'What to do', 'grid': 'Ports and encryption',
           'guides': 'Step by step',
           'guide': 'From POP to IMAP without losing mail',
           'empty': 'Why does mail not get through?',
           'stop': 'Stop'},
    'ja': {'steps': 'やること', 'grid': 'ポートと暗号化',
           'guides': '手順のまとめ',
           'guide': 'メールを失わずに POP から IMAP へ移る',
           'empty': 'メールが届かないのは、なぜ?',
           'stop': '中止'},
}
MESSAGES = {
    'en': '534-5.7.9 Application-specific password required.',
    'ja': 'このサーバーは、指定した種類の接続暗号化をサポートしていません。'
          'この接続の暗号化の種類を変更してください。',
}


def scroll_to(window, heading):
    """The wheel turns until the heading stands near the top."""
    import pyatspi
    found = wait_for(heading, lambda: [
        a for a in tree(window.application) if a.name == heading
        and a.getRoleName() in ('label', 'heading')])[-1]
    x, y = window.size[0] - 60, window.size[1] // 2
    for _ in range(150):
        top = found.queryComponent().getExtents(pyatspi.WINDOW_COORDS).y
        if top < 220:
            return
        window.tool('mousemove', '--window', window.id, str(x), str(y))
        window.tool('click', '5')
        time.sleep(0.05)


def play(window, words):
    window.wait_for_end(words['steps'], words['stop'])


def take_results(language, dark, program):
    words = HEADINGS[language]
    end = f'{language}-{"dark" if dark else "light"}.png'
    with Window(program, ['--practice', CASE], language, WIDE, dark) as window:
        play(window, words)
        window.screenshot(f'diagnose-{end}')
        scroll_to(window, words['grid'])
        window.screenshot(f'grid-{end}')
    with Window(program, ['--practice', UNIVERSITY], language, WIDE,
                dark) as window:
        play(window, words)
        scroll_to(window, words['guides'])
        window.click(window.find(words['guide'], 'list item'))
        window.screenshot(f'guides-{end}')


def take_views(language, dark, program):
    words = HEADINGS[language]
    end = f'{language}-{"dark" if dark else "light"}.png'
    with Window(program, [], language, WIDE, dark) as window:
        window.wait_for_text(words['empty'])
        window.screenshot(f'empty-{end}')
    with tempfile.NamedTemporaryFile('w', suffix='.txt',
                                     encoding='utf-8') as message:
        message.write(MESSAGES[language])
        message.flush()
        with Window(program, ['--explain', message.name], language, WIDE,
                    dark) as window:
            wait_for(words['steps'], lambda: words['steps'] in window.names())
            window.screenshot(f'explain-{end}')
    with Window(program, ['--practice', CASE], language, NARROW,
                dark) as window:
        play(window, words)
        window.screenshot(f'narrow-{end}')


def check_all(language, dark):
    def check(program, knowledge):
        take_results(language, dark, program)
        take_views(language, dark, program)
    return check


CHECKS = [(f'{language}, {"dark" if dark else "light"}',
           check_all(language, dark))
          for language in HEADINGS for dark in (False, True)]


if __name__ == '__main__':
    sys.exit(run(__file__, CHECKS))
