#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Todoku authors
"""The five situations that Todoku grew from, in the real window (TAP): from the
card on the first page to the first cause, its steps, the guides and the copied
settings, in both languages; by keyboard alone; and stopped in the middle.

Usage: test-situations.py PROGRAM KNOWLEDGE SCREENSHOTS
"""

import functools
import json
import os
import re
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from spi import (Window, longest_piece, run, tree, wait_for)  # noqa: E402

WORDS = {
    'en': {'steps': 'What to do', 'settings': 'The right settings',
           'copy': 'Copy all', 'copied': 'Copied', 'stop': 'Stop',
           'guides': 'Step by step', 'host': 'Outgoing server',
           'fetch': 'Incoming server', 'port': 'port and encryption',
           'sign-in': 'Sign-in: app password', 'diagnose': 'Diagnose',
           'app': 'Mail app', 'trouble': 'What is wrong',
           'encryption': 'Encryption', 'port-entry': 'Port'},
    'ja': {'steps': 'やること', 'settings': '正しい設定',
           'copy': 'すべてコピー', 'copied': 'コピーしました', 'stop': '中止',
           'guides': '手順のまとめ', 'host': '送信サーバー',
           'fetch': '受信サーバー', 'port': 'ポートと暗号化',
           'sign-in': 'サインインの方法: アプリ パスワード',
           'diagnose': '診断する', 'app': 'メールソフト',
           'trouble': '困っていること', 'encryption': '暗号化',
           'port-entry': 'ポート'},
}

# What the copied settings say beside the words above, and the guides.
SITUATIONS = {
    'outlook-2010-587-ssl': (
        ['{fetch}: pop.gmail.com', '{port}: 995 · ',
         '{host}: smtp.gmail.com', '{port}: 465 · SSL', '{sign-in}',
         'taro@gmail.com'], []),
    'backup-program': (
        ['{host}: smtp.gmail.com', '{port}: 465 · ', '{sign-in}',
         'taro@gmail.com'], []),
    'university-pop': (
        ['{fetch}: pop.gmail.com', '{port}: 995 · ', '{sign-in}',
         's1234567@example.ac.jp'], ['pop-to-imap', 'google-administrator']),
    'gmail-fetches-outlook': (
        ['{host}: smtp-mail.outlook.com', '{port}: 587 · ',
         'taro@outlook.com'], []),
    'company-printer': (
        ['{host}: smtp.gmail.com', '{port}: 465 · ', '{sign-in}',
         'scan@example.com'], ['google-administrator']),
}


def load(*path):
    with open(os.path.join(*path), encoding='utf-8') as f:
        return json.load(f)


def find_finding(knowledge, identifier):
    folder = os.path.join(knowledge, 'findings')
    return next(entry for name in sorted(os.listdir(folder))
                for entry in load(folder, name)['findings']
                if entry['id'] == identifier)


def find_scenario(knowledge, case):
    return load(os.path.dirname(knowledge), 'practice', case + '.json')


def is_of(name, texts, language):
    """Whether NAME is one of the texts, with its placeholders filled in."""
    return any(re.fullmatch('.+'.join(
        map(re.escape, re.split(r'\{[^}]*\}', text[language]))), name)
        for text in texts)


def is_unfolded(accessible):
    """GTK 4.8 tells of no state for it; what is folded has no place."""
    import pyatspi
    box = accessible.queryComponent().getExtents(pyatspi.WINDOW_COORDS)
    return box.height > 10


def find_rows(window, heading):
    """Names of the rows of the section that has this heading."""
    return [row.name for section in tree(window.application)
            if section.getRoleName() == 'list' and section.name == heading
            for row in tree(section) if row.getRoleName() == 'list item']


def find_cause(window, entry, language):
    return [a for a in tree(window.application)
            if a.getRoleName() == 'heading' and is_of(a.name, [entry['title']], language)]


def check_steps(window, entry, language):
    # The title stands in the band of the practice case too.
    wait_for('the cause', lambda: find_cause(window, entry, language))
    rows = wait_for('the steps',
                    lambda: find_rows(window, WORDS[language]['steps']))
    texts = [step['text'] for step in entry['steps']]
    assert is_of(rows[0], texts, language), rows


def check_guides(window, knowledge, expected, language):
    guides = load(knowledge, 'guides.json')['guides']
    wanted = [g for g in guides if g['id'] in expected]
    for guide in wanted:
        window.wait_for_text(guide['title'][language])
    names = window.names()
    assert (WORDS[language]['guides'] in names) == bool(expected), names
    for guide in guides:
        shown = guide['title'][language] in names
        assert shown == (guide in wanted), guide['id']
    if not wanted:
        return
    row = window.find(wanted[0]['title'][language], 'list item')
    window.click(row)
    texts = [step['text'] for step in wanted[0]['steps']]
    wait_for('its first step', lambda: [
        a for a in tree(window.application) if a.getRoleName() == 'list item'
        and is_of(a.name, texts[:1], language) and is_unfolded(a)])


def paste_back(window):
    """What the clipboard holds, by the box of the other view."""
    window.keys('alt+2')
    time.sleep(1)
    window.keys('ctrl+v')
    time.sleep(1)
    return '\n'.join(window.texts())


def check_settings(window, expected, language):
    words = WORDS[language]
    pasted = paste_back(window)
    for piece in expected:
        assert piece.format(**words) in pasted, (piece, pasted)


def check_situation(case, language, program, knowledge):
    scenario = find_scenario(knowledge, case)
    entry = find_finding(knowledge, scenario['expect'])
    settings, guides = SITUATIONS[case]
    words = WORDS[language]
    with Window(program, [], language=language) as window:
        window.click(window.find(scenario['title'][language]))
        check_steps(window, entry, language)
        # What there was to see is said when the case has ended.
        window.wait_for_text(longest_piece(entry['title'][language]))
        wait_for('the end', lambda: not window.can_press(words['stop']))
        check_steps(window, entry, language)
        check_guides(window, knowledge, guides, language)
        window.screenshot(f'situation-{case}-{language}-light.png')
        window.press(words['copy'])
        window.wait_for_toast(words['copied'])
        check_settings(window, settings, language)


def check_keyboard(program, knowledge):
    case, language = 'outlook-2010-587-ssl', 'ja'
    scenario = find_scenario(knowledge, case)
    entry = find_finding(knowledge, scenario['expect'])
    words = WORDS[language]
    with Window(program, [], language=language) as window:
        window.tab_to(scenario['title'][language])
        window.keys('Return')
        check_steps(window, entry, language)
        wait_for('the end', lambda: not window.can_press(words['stop']))
        window.tab_to(words['copy'])
        window.keys('space')
        window.wait_for_toast(words['copied'])
        check_settings(window, SITUATIONS[case][0], language)


def check_stop(program, knowledge):
    """A server that never answers: Escape ends the wait at once."""
    case = 'connection-black-hole'
    patience = find_scenario(knowledge, case)['timeout_ms']
    with Window(program, ['--practice', case]) as window:
        wait_for('Stop', lambda: window.can_press('Stop'))
        window.keys('Escape')
        wait_for('the end', lambda: not window.can_press('Stop'))
        footer = wait_for('the time', lambda: [
            m for m in (re.search(r' · ([\d.]+) (ms|s)$', n)
                        for n in window.names()) if m])[0]
        unit = {'ms': 1, 's': 1000}[footer.group(2)]
        assert float(footer.group(1)) * unit < patience, footer.group()
        # What is known stays, and the next diagnosis can begin.
        window.wait_for_text('Checklist  ')
        window.find('Diagnose')
        window.screenshot('stopped-en-light.png')


def is_placed(accessible):
    import pyatspi
    box = accessible.queryComponent().getExtents(pyatspi.WINDOW_COORDS)
    return box.width > 0 and box.height > 0


class Person:
    """Somebody who reads, points and types, as long as people take for it
    (Card, Moran and Newell, The Keystroke-Level Model, 1980)."""

    THINK, POINT, KEY = 1.35, 1.3, 0.28

    def __init__(self, window):
        self.window = window
        self.steps = 0
        self.seconds = 0

    def act(self, seconds):
        self.steps += 1
        self.seconds += seconds

    def type(self, text):
        self.window.type(text)
        self.act(self.THINK + len(text) * self.KEY)

    def pick(self, place):
        """What stands there in a list that is open."""
        self.window.keys('Home', *['Down'] * place, 'Return')
        self.act(self.THINK + self.POINT)


class Typist(Person):
    """By the keyboard alone."""

    def choose(self, row, place):
        self.window.tab_to(row)
        self.window.keys('space')
        self.act(self.THINK + self.POINT)
        self.pick(place)

    def enter_port(self, words, port):
        self.window.tab_before(words['encryption'], times=2)
        self.act(self.POINT)
        self.type(port)
        self.window.keys('Tab')

    def start(self, words):
        self.window.keys('ctrl+Return')
        self.act(self.THINK + self.POINT)

    def press(self, name):
        self.window.tab_to(name)
        self.window.keys('space')
        self.act(self.THINK + self.POINT)


class Pointer(Person):
    """With the mouse to every field, list and button."""

    def find_last(self, name):
        """Of two servers the outgoing one stands second."""
        return wait_for(name, lambda: [
            a for a in tree(self.window.application) if a.name == name
            and a.getRoleName() != 'label'
            and is_placed(a)])[-1]

    def point(self, name, scroll=True):
        self.window.click(self.find_last(name), scroll)
        self.act(self.THINK + self.POINT)

    def choose(self, row, place):
        self.point(row)
        self.pick(place)

    def enter_port(self, words, port):
        self.point(words['port-entry'])
        self.type(port)

    def start(self, words):
        # It always stands below the account.
        self.point(words['diagnose'], scroll=False)

    def press(self, name):
        self.point(name)


def find_app(knowledge, identifier):
    """Its place in the list, where those of computers come first."""
    return sorted(
        entry['id'] for entry in (
            load(knowledge, 'mail-apps', name)
            for name in os.listdir(os.path.join(knowledge, 'mail-apps')))
        if entry['kind'] == 'desktop').index(identifier)


def check_by_hand(kind, language, program, knowledge):
    """Situation one typed in from the start, by somebody who has never seen the
    window; against the servers of another practice case."""
    cause = find_finding(knowledge, 'tls-on-starttls-port')
    words = WORDS[language]
    with Window(program, ['--practice', 'legacy-host'],
                language=language) as window:
        wait_for('the end', lambda: not window.can_press(words['stop']))
        person = kind(window)
        # The entry to begin with has the focus.
        person.type('hanako@gmail.com')
        person.choose(words['app'], find_app(knowledge, 'outlook-2010'))
        person.choose(words['trouble'], 0)
        person.enter_port(words, '587')
        person.choose(words['encryption'], 0)
        window.screenshot(f'by-hand-{language}-light.png')
        person.start(words)
        wait_for('the cause', lambda: find_cause(window, cause, language))
        wait_for('the end', lambda: not window.can_press(words['stop']))
        person.press(words['copy'])
        window.wait_for_toast(words['copied'])
        check_settings(window, ['{host}: smtp.gmail.com', '{port}: 465 · SSL',
                                'hanako@gmail.com'], language)
        print(f'# {person.steps} steps, {person.seconds:.0f} s', flush=True)
        assert person.steps <= 12, person.steps
        assert person.seconds < 60, person.seconds


CHECKS = [
    (f'situation one typed in, in few steps, in {language}, by a {kind.__name__}',
     functools.partial(check_by_hand, kind, language))
    for kind, language in ((Typist, 'en'), (Typist, 'ja'), (Pointer, 'ja'))
] + [
    (f'{case} in {language}: cause, steps, guides, copied settings',
     functools.partial(check_situation, case, language))
    for case in SITUATIONS for language in WORDS
] + [
    ('a situation by the keyboard alone', check_keyboard),
    ('a slow case is stopped in the middle', check_stop),
]


if __name__ == '__main__':
    sys.exit(run(__file__, CHECKS))
