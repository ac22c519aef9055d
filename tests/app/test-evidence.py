#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Todoku authors
"""The evidence in the real window, by keyboard and screen reader (TAP).

Usage: test-evidence.py PROGRAM KNOWLEDGE SCREENSHOTS
"""

import contextlib
import os
import re
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from spi import Window, run, tree, wait_for  # noqa: E402

CASE = 'outlook-2010-587-ssl'


def focused(window):
    import pyatspi
    return next((a for a in tree(window.application)
                 if a.getState().contains(pyatspi.STATE_FOCUSED)), None)


def find_cell(window, *pieces):
    return wait_for(f'a cell with {pieces}', lambda: next(
        (a for a in tree(window.application)
         if a.getRoleName() == 'table cell'
         and all(p in a.name for p in pieces)), None))


def check_grid(program, knowledge):
    with Window(program, ['--practice', CASE]) as window:
        now = find_cell(window, 'Port 587', 'SSL/TLS', 'as set now')
        assert 'problem' in now.name, now.name
        assert 'unencrypted greeting' in now.description, now.description
        right = find_cell(window, 'Port 465', 'SSL/TLS', 'right setting')
        assert 'good' in right.name, right.name
        window.click(right)
        window.keys('Down')
        assert focused(window).name == now.name, focused(window)
        window.wait_for_text('answered the start of TLS')
        window.screenshot('evidence-grid-en-light.png')
        window.keys('Right')
        name = focused(window).name
        assert 'Port 587' in name and 'STARTTLS' in name and 'good' in name, name
        window.keys('Up', 'Left', 'Left', 'Up')
        assert focused(window).name == right.name, focused(window)
        window.keys('End')
        assert 'no encryption' in focused(window).name, focused(window)


def go_to_bar(window, cell, name):
    """From the grid above by Tab, and on by the arrows.  GTK 4.18 tells places
    without the space around them, so that a click may miss what is as low."""
    window.click(cell)
    for _ in range(12):
        at = focused(window)
        if at and at.name == name:
            return
        window.keys('Down' if at and at.getRoleName() == 'list item' else 'Tab')
    raise AssertionError(f'the keyboard does not lead to “{name}”')


def check_waterfall(program, knowledge):
    with Window(program, ['--practice', CASE], language='ja') as window:
        item = wait_for('a bar', lambda: next(
            (a for a in tree(window.application)
             if a.getRoleName() == 'list item' and 'smtp.gmail.com:465' in a.name),
            None))
        for word in ('良好', '接続', 'TLS', 'サーバーの応答', ' ms'):
            assert word in item.name, item.name
        right = find_cell(window, 'ポート 465', '正しい設定')
        go_to_bar(window, right, item.name)
        # The first may be the name, if this connection was the one to ask.
        wait_for('its steps', lambda: [
            n for n in window.names()
            if re.match(r'smtp\.gmail\.com:465.*\n.*接続', n)])
        window.screenshot('evidence-waterfall-ja-light.png')


def find_bar(window, server):
    return wait_for(f'the bar of {server}', lambda: next(
        (a for a in tree(window.application)
         if a.getRoleName() == 'list item' and a.name.startswith(server)), None))


def look(window):
    """What has the focus, and whether the run goes on, at one look."""
    import pyatspi
    found, running = '', False
    for a in tree(window.application):
        with contextlib.suppress(Exception):
            if a.getState().contains(pyatspi.STATE_FOCUSED):
                found = a.name
            running |= a.name == 'Stop' and a.getState().contains(
                pyatspi.STATE_SENSITIVE)
    return found, running


def reach_bar(window, server):
    """Backwards from the first entry of the form, by way of the header, to the
    last of the pane; the bar's name, if it was reached while the run went on."""
    window.keys(*['shift+Tab'] * 5)
    for _ in range(6):
        window.keys('shift+Tab')
        name, running = look(window)
        if name.startswith(server):
            return name if running else None
    return None


def check_slow_server(program, knowledge):
    """What is known of one server is read while another does not answer for six
    seconds: the focus stays there when that one's bar comes to stand above."""
    for _ in range(3):
        with Window(program, ['--practice', 'port-blocked']) as window:
            name = reach_bar(window, 'imap.gmail.com:993')
            if name is None:
                continue
            wait_for('the slow one', lambda: [
                n for n in window.names()
                if n.startswith('smtp.gmail.com:587 · SMTP · STARTTLS · IPv4')])
            wait_for('the end', lambda: not window.can_press('Stop'))
            assert look(window)[0] == name, look(window)
            window.screenshot('evidence-slow-server-en-light.png')
            return
    raise AssertionError('the run was over before the bar was reached')


def check_language(program, knowledge):
    with Window(program, ['--practice', CASE], dark=True) as window:
        find_cell(window, 'Port 587', 'as set now')
        window.press('日本語')
        find_cell(window, 'ポート 587', 'SSL/TLS', '問題あり', '今の設定')
        find_cell(window, 'ポート 465', '良好', '正しい設定')
        for word in ('調べた結果', '時間の内訳', '証明書', '通信の記録'):
            window.wait_for_text(word)
        left = [n for n in window.names() if 'as set now' in n]
        assert not left, left


def check_search(program, knowledge):
    with Window(program, ['--practice', CASE]) as window:
        entry = wait_for('the search', lambda: next(
            (a for a in tree(window.application)
             if a.name == 'Search in what was said'), None))
        window.click(entry)
        window.type_here('EHLO [127.0.0.1]')
        wait_for('what was found', lambda: [
            n for n in window.names() if ' found' in n])
        window.wait_for_text('openssl s_client -4 -crlf -connect smtp.gmail.com')
        window.screenshot('evidence-search-en-light.png')


def check_share(program, knowledge):
    """The menu says what is left out; what is saved leaves it out."""
    with Window(program, ['--practice', CASE]) as window, \
            tempfile.TemporaryDirectory() as folder:
        window.find_settled()
        window.press('Share the Results')
        window.wait_for_text('The mail address is shortened')
        window.tab_to('Whole mail address')
        window.keys('space')
        window.wait_for_text('The mail address goes in whole')
        window.keys('space')
        window.wait_for_text('The mail address is shortened')
        window.press('Copy as Text')
        window.wait_for_toast('Copied')
        window.keys('ctrl+s')
        path = os.path.join(folder, 'report.html')
        window.type_at_dialog(path)
        wait_for('the file', lambda: os.path.exists(path))
        window.wait_for_toast('Report saved')
        with open(path, encoding='utf-8') as f:
            page = f.read()
        assert 'taro' not in page, 'the address is in it'
        assert '\u2026@gmail.com' in page, page
        assert os.stat(path).st_mode & 0o077 == 0, 'others can read it'


CHECKS = [
    ('the grid by its arrow keys', check_grid),
    ('the waterfall in words', check_waterfall),
    ('the focus stays while a server is slow', check_slow_server),
    ('the pane changes its language, the evidence too', check_language),
    ('what was said is searched', check_search),
    ('results are shared, redacted', check_share),
]


if __name__ == '__main__':
    sys.exit(run(__file__, CHECKS))
