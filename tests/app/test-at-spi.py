#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Todoku authors
"""The real window, as a screen reader and a keyboard meet it (TAP).

Usage: test-at-spi.py PROGRAM KNOWLEDGE SCREENSHOTS

Starts a display, a bus and the accessibility service of its own.  Practice cases
alone are run: nothing leaves this computer.  Any warning of the toolkit fails.
"""

import os
import re
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from spi import (Announcements, Window, finding, longest_piece,  # noqa: E402
                 run, tree, wait_for)

CASE = 'outlook-2010-587-ssl'
CAUSE = 'tls-on-starttls-port'


def check_practice(program, knowledge):
    entry = finding(knowledge, 'encryption', CAUSE)
    with Window(program, ['--practice', CASE]) as window:
        window.wait_for_text(longest_piece(entry['title']['en']))
        window.wait_for_text('What there was to see: ' + longest_piece(
            entry['title']['en']))
        window.wait_for_text('What to do')
        window.screenshot('wide-en-light.png')
        window.press('日本語')
        window.wait_for_text(longest_piece(entry['title']['ja']))
        window.wait_for_text('やること')
        steps = [longest_piece(s['text']['ja']) for s in entry['steps']]
        names = window.names()
        assert any(s in n for s in steps for n in names), 'no step is shown'
        assert not any('What to do' in n for n in names), 'English is left'
        window.press('両方' if '両方' in names else 'Both')
        window.wait_for_text(longest_piece(entry['title']['en']))
        window.wait_for_text(longest_piece(entry['title']['ja']))


def check_answer(program, knowledge):
    import pyatspi
    with Window(program, ['--practice', CASE]) as window:
        window.wait_for_text('What to do')
        time.sleep(2)
        button = window.find('Yes')
        # GTK 4.8 has no role of its own for toggle buttons.
        assert button.getRoleName() in ('push button', 'toggle button', 'button')
        before = window.find_settled()
        button.queryAction().doAction(0)
        wait_for('the answer', lambda: any(
            a.name == 'Yes' and (a.getState().contains(pyatspi.STATE_PRESSED)
                                 or a.getState().contains(pyatspi.STATE_CHECKED))
            for a in tree(window.application)))
        assert window.find_settled() >= before, 'the answer settled nothing'


def check_keyboard(program, knowledge):
    entry = finding(knowledge, 'encryption', CAUSE)
    with Window(program, ['--practice', CASE]) as window:
        window.wait_for_text(longest_piece(entry['title']['en']))
        time.sleep(3)
        window.tab_before('Service')
        window.type('hanako@gmail.com')
        window.tab_before('Encryption', times=2)
        window.type('465')
        assert 'hanako@gmail.com' in window.texts(), window.texts()
        assert '465' in window.texts(), window.texts()
        window.keys('ctrl+Return')
        # The old cause may stand among what was ruled out; what was seen for it
        # is gone.
        wait_for('another cause', lambda: not any(
            'unencrypted greeting' in n for n in window.names()))


def check_announced(program, knowledge):
    """One who does not see the window hears what came of it: GTK 4.14 and later
    can say so; before, the label alone has it."""
    title = longest_piece(finding(knowledge, 'encryption', CAUSE)['title']['en'])
    announcements = Announcements()
    with Window(program, ['--practice', CASE]) as window:
        window.wait_for_text('What to do')
        window.keys('ctrl+Return')
        version = window.application.get_toolkit_version()
        if tuple(map(int, version.split('.')[:2])) >= (4, 14):
            wait_for('the announcement', lambda: [
                t for t in announcements.get()
                if t.startswith('Done. ') and title in t])
        else:
            window.wait_for_text(title)
            assert not announcements.get(), announcements.get()


def check_bad_input(program, knowledge):
    with Window(program, []) as window:
        window.wait_for_text('Why does mail not get through?')
        window.keys('ctrl+Return')
        window.wait_for_text('Type the mail address')
        window.type('not an address')
        window.keys('ctrl+Return')
        time.sleep(1)
        assert 'not an address' in window.texts(), 'what was typed is lost'


def check_paste(program, knowledge):
    with Window(program, []) as window:
        window.wait_for_text('Why does mail not get through?')
        window.keys('alt+2')
        time.sleep(1)
        window.type_here('SMTP: smtp.example.jp 587 SSL taro@gmail.com')
        window.keys('ctrl+a', 'ctrl+c', 'alt+1')
        window.press('Paste Settings')
        window.wait_for_toast('Servers filled in from the pasted text')
        texts = window.texts()
        assert 'smtp.example.jp' in texts and '587' in texts, texts
        assert 'taro@gmail.com' in texts, texts
        window.screenshot('pasted-en-light.png')


def check_cards(program, knowledge):
    with Window(program, []) as window:
        window.wait_for_text('See how it works')
        window.screenshot('empty-en-light.png')


def check_second_start(program, knowledge):
    """It finds the window, also behind another one of the program's."""
    with Window(program, []) as window, \
            tempfile.NamedTemporaryFile('w', suffix='.txt') as message:
        window.wait_for_text('All practice cases')
        window.keys('ctrl+comma')
        window.wait_for_text('Remember accounts on this computer')
        message.write('535 5.7.3 Authentication unsuccessful')
        message.flush()
        subprocess.run([program, '--explain', message.name], check=True,
                       timeout=60)
        window.wait_for_text('535 5.7.3')


def check_preferences(program, knowledge):
    """What is chosen there is in the results at once."""
    entry = finding(knowledge, 'encryption', CAUSE)
    with Window(program, ['--practice', CASE]) as window:
        window.wait_for_text(longest_piece(entry['title']['en']))
        window.keys('ctrl+comma')
        window.wait_for_text('Remember accounts on this computer')
        # The first row has the focus; the next entry of its list is Japanese.
        window.keys_at('Preferences', 'space', 'Down', 'Return')
        window.wait_for_text(longest_piece(entry['title']['ja']))
        window.keys('Escape')
        wait_for('the end of it', lambda:
                 'Remember accounts on this computer' not in window.names())


def check_shortcuts(program, knowledge):
    """Their window is made when it is asked for, and once."""
    with Window(program, []) as window:
        window.wait_for_text('All practice cases')
        for _ in range(2):
            window.keys('ctrl+question')
            window.wait_for_text('Copy the report')
            window.keys('Escape')
            wait_for('the end of it',
                     lambda: 'Copy the report' not in window.names())


def check_unnamed(program, knowledge):
    with Window(program, ['--practice', CASE]) as window:
        window.wait_for_text('What to do')
        time.sleep(3)
        for accessible in tree(window.application):
            if accessible.getRoleName() in ('push button', 'toggle button',
                                            'button'):
                inside = [a.name for a in tree(accessible) if a.name]
                assert inside, 'a button has no name'


def check_narrow(program, knowledge):
    with Window(program, ['--practice', CASE], size=(360, 720),
                dark=True) as window:
        window.wait_for_text('What to do')
        window.screenshot('narrow-en-dark.png')
        window.press('Both')
        window.screenshot('narrow-both-dark.png')
        width = int(re.search(r'WIDTH=(\d+)', window.tool(
            'getwindowgeometry', '--shell', window.id)).group(1))
        assert width == 360, width
        window.press('Back to the account')
        window.screenshot('narrow-form-en-dark.png')


CHECKS = [
    ('a practice case says its cause in both languages', check_practice),
    ('an answer settles the checklist at once', check_answer),
    ('typing and Ctrl+Return diagnose anew', check_keyboard),
    ('what came of it is announced', check_announced),
    ('bad input is said and kept', check_bad_input),
    ('pasted settings fill the rows', check_paste),
    ('the empty page offers practice', check_cards),
    ('preferences take effect at once', check_preferences),
    ('a second start comes to the window of the first', check_second_start),
    ('Ctrl+? shows the keyboard shortcuts', check_shortcuts),
    ('every button has a name', check_unnamed),
    ('a narrow window shows one pane', check_narrow),
]


if __name__ == '__main__':
    sys.exit(run(__file__, CHECKS))
