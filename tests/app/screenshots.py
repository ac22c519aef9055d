#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Todoku authors
"""Pictures of the window's main states, from the real window (TAP).

Usage: screenshots.py PROGRAM KNOWLEDGE FOLDER

Only practice cases are run: nothing leaves this computer, and no picture shows
an address of somebody.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from spi import Window, run, tree, wait_for  # noqa: E402

WIDE = (1000, 700)
NARROW = (360, 720)
CASE = 'outlook-2010-587-ssl'
UNIVERSITY = 'university-pop'
SLOW = 'connection-black-hole'
CERTIFICATES = {'missing': 'certificate-missing-intermediate',
                'name': 'certificate-wrong-name'}

WORDS = {
    'en': {'steps': 'What to do', 'grid': 'Ports and encryption',
           'guides': 'Step by step',
           'guide': 'From POP to IMAP without losing mail',
           'certificates': 'Certificates', 'offers': 'What the servers offer',
           'search': 'Search in what was said',
           'empty': 'Why does mail not get through?',
           'stop': 'Stop', 'share': 'Share the Results', 'menu': 'Main Menu',
           'set': 'Set “TLS”', 'since': 'Since last time',
           'report': 'Save as PDF…', 'hand-out': 'Save the Hand-Out as PDF…',
           'save': 'Save Report'},
    'ja': {'steps': 'やること', 'grid': 'ポートと暗号化',
           'guides': '手順のまとめ',
           'guide': 'メールを失わずに POP から IMAP へ移る',
           'certificates': '証明書', 'offers': 'サーバーが対応している機能',
           'search': '通信の記録を検索',
           'empty': 'メールが届かないのは、なぜ?',
           'stop': '中止', 'share': '結果を共有', 'menu': 'メインメニュー',
           'set': '「TLS」にする', 'since': '前回との違い',
           'report': 'PDF として保存(D)…',
           'hand-out': '配布用プリントを PDF で保存(O)…',
           'save': 'レポートを保存'},
}
MESSAGES = {
    'en': '534-5.7.9 Application-specific password required.',
    'ja': 'このサーバーは、指定した種類の接続暗号化をサポートしていません。'
          'この接続の暗号化の種類を変更してください。',
}


class Look:
    """One language and scheme, and how their pictures are called."""

    def __init__(self, program, language, dark):
        self.program = program
        self.language = language
        self.dark = dark
        self.words = WORDS[language]

    def open(self, arguments, size=WIDE):
        return Window(self.program, arguments, self.language, size, self.dark)

    @contextlib.contextmanager
    def play(self, case, size=WIDE):
        with self.open(['--practice', case], size) as window:
            window.wait_for_end(self.words['steps'], self.words['stop'])
            yield window

    def name(self, state):
        return f'{state}-{self.language}-{"dark" if self.dark else "light"}.png'


def find_top(window, name):
    """Where the last stands that has this name; so does a list, with its
    heading."""
    import pyatspi
    found = wait_for(name, lambda: [
        a for a in tree(window.application)
        if (a.name == name or a.name.startswith(name + ' ('))
        and a.getRoleName() != 'list'])[-1]
    return lambda: found.queryComponent().getExtents(
        pyatspi.WINDOW_COORDS)


def scroll_to(window, name):
    """The wheel turns until it stands near the top; then its place."""
    place = find_top(window, name)
    x, y = window.size[0] - 60, window.size[1] // 2
    for _ in range(200):
        if place().y < 220:
            break
        window.tool('mousemove', '--window', window.id, str(x), str(y))
        window.tool('click', '5')
        time.sleep(0.05)
    return place()


def open_below(window, name):
    """The first row beneath a heading."""
    place = scroll_to(window, name)
    window.tool('mousemove', '--window', window.id, str(place.x + 120),
                str(place.y + place.height + 45))
    window.tool('click', '1')
    time.sleep(1)


def take_results(look):
    with look.play(CASE) as window:
        window.screenshot(look.name('diagnose'))
        scroll_to(window, look.words['grid'])
        window.screenshot(look.name('grid'))
        open_below(window, look.words['offers'])
        window.screenshot(look.name('offers'))
        window.click(window.find(look.words['search']))
        window.type_here('EHLO')
        scroll_to(window, look.words['search'])
        window.screenshot(look.name('transcript'))
    with look.play(CASE) as window:
        window.press(look.words['set'])
        window.keys('ctrl+Return')
        scroll_to(window, look.words['since'])
        window.screenshot(look.name('since-last-time'))
    with look.play(UNIVERSITY) as window:
        scroll_to(window, look.words['guides'])
        window.click(window.find(look.words['guide'], 'list item'))
        window.screenshot(look.name('guides'))
    for state, case in CERTIFICATES.items():
        with look.play(case) as window:
            open_below(window, look.words['certificates'])
            window.screenshot(look.name(f'certificate-{state}'))


def take_run(look):
    """In progress, and stopped."""
    for state, size in (('', WIDE), ('-narrow', NARROW)):
        with look.open(['--practice', SLOW], size) as window:
            wait_for('Stop', lambda: window.can_press(look.words['stop']))
            window.screenshot(look.name(f'running{state}'))
            window.keys('Escape')
            wait_for('the end',
                     lambda: not window.can_press(look.words['stop']))
            window.screenshot(look.name(f'stopped{state}'))


def take_screen(look, window, state):
    """What is a window of its own stands in no picture of the main one."""
    time.sleep(1)
    subprocess.run(
        ['import', '-window', 'root', '-crop',
         f'{window.size[0] + 130}x{window.size[1]}+0+0', '+repage',
         os.path.join(os.environ['TODOKU_SCREENSHOTS'], look.name(state))],
        check=True)


def take_dialogs(look):
    with look.play(CASE) as window:
        window.press(look.words['share'])
        take_screen(look, window, 'share')
        window.keys('Escape')
        window.press(look.words['menu'])
        take_screen(look, window, 'menu')
        # About is the last of it.
        window.keys('Up', 'Return')
        take_screen(look, window, 'about')
        window.keys('Escape', 'ctrl+question')
        take_screen(look, window, 'shortcuts')


def take_views(look):
    with look.open([]) as window:
        window.wait_for_text(look.words['empty'])
        window.screenshot(look.name('empty'))
    with tempfile.NamedTemporaryFile('w', suffix='.txt',
                                     encoding='utf-8') as message:
        message.write(MESSAGES[look.language])
        message.flush()
        with look.open(['--explain', message.name]) as window:
            wait_for(look.words['steps'],
                     lambda: look.words['steps'] in window.names())
            window.screenshot(look.name('explain'))
    with look.play(CASE, NARROW) as window:
        window.screenshot(look.name('narrow'))
        scroll_to(window, look.words['grid'])
        window.screenshot(look.name('narrow-grid'))


def take_paper(look):
    """The first page of what is printed, by way of a PDF."""
    with look.play(CASE) as window, tempfile.TemporaryDirectory() as folder:
        for state in ('report', 'hand-out'):
            path = os.path.join(folder, state + '.pdf')
            window.press(look.words['share'])
            window.press(look.words[state])
            window.type_at_dialog(path, look.words['save'])
            wait_for('the file', lambda: os.path.exists(path))
            subprocess.run(
                ['pdftoppm', '-r', '80', '-png', '-singlefile', path,
                 os.path.join(os.environ['TODOKU_SCREENSHOTS'],
                              f'paper-{state}-{look.language}')], check=True)


def check_all(language, dark):
    def check(program, knowledge):
        look = Look(program, language, dark)
        take_results(look)
        take_run(look)
        take_views(look)
        take_dialogs(look)
        # Paper is white.
        if not dark:
            take_paper(look)
    return check


CHECKS = [(f'{language}, {"dark" if dark else "light"}',
           check_all(language, dark))
          for language in WORDS for dark in (False, True)]


if __name__ == '__main__':
    sys.exit(run(__file__, CHECKS))
