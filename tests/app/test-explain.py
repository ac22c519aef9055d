#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Todoku authors
"""Explain an error in the real window (TAP).

Usage: test-explain.py PROGRAM KNOWLEDGE SCREENSHOTS
"""

import glob
import json
import os
import re
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from spi import (Window, finding, longest_piece, run,  # noqa: E402
                 wait_for)

BAD_CREDENTIALS = ('535-5.7.8 Username and Password not accepted. '
                   'https://support.google.com/mail/?p=BadCredentials')


def title(knowledge, layer, identifier, language):
    return longest_piece(finding(knowledge, layer, identifier)['title'][language])


def check_typing(program, knowledge):
    refused = title(knowledge, 'sign-in', 'password-refused', 'en')
    with Window(program, []) as window:
        window.wait_for_text('Why does mail not get through?')
        window.keys('alt+2')
        window.wait_for_text('What does the message mean?')
        window.wait_for_text('Try an example')
        window.screenshot('explain-empty-en-light.png')
        window.type_here('535')
        window.type_here('-5.7.8 Username and Password not accepted')
        window.wait_for_text(refused)
        window.wait_for_text('What to do')
        window.wait_for_text('What was recognised in it')
        window.screenshot('explain-en-light.png')
        window.press('日本語', last=True)
        window.wait_for_text(title(knowledge, 'sign-in', 'password-refused', 'ja'))
        window.press('Clear')
        window.wait_for_text('Try an example')
        assert not any(refused in n for n in window.names()), 'it is still there'


def japanese_examples(knowledge):
    """What each reply's own example means, by the example."""
    means = {}
    for path in glob.glob(os.path.join(knowledge, 'replies', '*.json')):
        with open(path, encoding='utf-8') as f:
            for reply in json.load(f)['replies']:
                if re.search('[ぁ-ん]', reply['example']):
                    means[reply['example']] = [
                        m['finding'] for m in reply['means']]
    return means


def titles(knowledge, findings):
    for path in glob.glob(os.path.join(knowledge, 'findings', '*.json')):
        with open(path, encoding='utf-8') as f:
            for entry in json.load(f)['findings']:
                if entry['id'] in findings:
                    yield longest_piece(entry['title']['ja'])


def check_japanese(program, knowledge):
    examples = japanese_examples(knowledge)
    with Window(program, [], language='ja', dark=True) as window:
        window.keys('alt+2')
        window.wait_for_text('そのエラーメッセージの意味は')
        window.screenshot('explain-empty-ja-dark.png')
        chip = wait_for('an example in Japanese', lambda: next(
            (n for n in window.names() if n in examples), None))
        window.press(chip)
        expected = list(titles(knowledge, examples[chip]))
        wait_for(expected, lambda: any(
            t in n for n in window.names() for t in expected))
        window.wait_for_text('やること')
        window.screenshot('explain-ja-dark.png')


def check_nothing_known(program, knowledge):
    with Window(program, []) as window:
        window.keys('alt+2')
        window.wait_for_text('What does the message mean?')
        window.type_here('the cat sat on the mat')
        window.wait_for_text('Nothing in it is known')
        window.wait_for_text(title(knowledge, 'outcome', 'could-not-tell', 'en'))
        window.wait_for_text('What to do')
        window.screenshot('explain-nothing-en-light.png')


def check_file(program, knowledge):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'error.txt')
        with open(path, 'wb') as f:
            f.write(('Outlook 2010 のログ\r\n' + BAD_CREDENTIALS
                     + '\r\n終わり').encode('cp932'))
        with Window(program, ['--explain', path]) as window:
            window.wait_for_text(
                title(knowledge, 'sign-in', 'password-refused', 'en'))
            window.wait_for_text('Filled in for you: Gmail · Outlook 2010')
            assert any('Outlook 2010 のログ' in t for t in window.texts())
            window.press('Diagnose This Account')
            window.wait_for_text('Gmail')
            time.sleep(1)
            names = window.names()
            assert 'Gmail' in names, names
            assert 'Outlook 2010' in names, names
            window.screenshot('explain-carried-en-light.png')
        missing = os.path.join(folder, 'missing.txt')
        with Window(program, ['--explain', missing]) as window:
            window.wait_for_text('No such file')


# Whole mails, sessions and challenges: the same as the command line says.
MESSY = [
    ('Hi,\n> my program says\n> a2 NO [ALERT] Application-specific\n'
     '> password required: https://support.google.com/accounts/answer/185833'
     '\n\nWhat shall I do?\n', 'app-password-required'),
    ('10:00:01 <<< 334 eyJzdGF0dXMiOiI0MDAiLCJzY2hlbWVzIjoiQmVhcmVyIiwic2NvcGU'
     'iOiJodHRwczovL21haWwuZ29vZ2xlLmNvbS8ifQ==\n10:00:02 >>> (empty)\n',
     'oauth-token-refused'),
    ('Our newsletter: 535 shops, MySQL 5.7.26, and a strong password for all',
     None),
]


def check_messy(program, knowledge):
    for number, (text, identifier) in enumerate(MESSY):
        expected = (title(knowledge, 'sign-in', identifier, 'en') if identifier
                    else title(knowledge, 'outcome', 'could-not-tell', 'en'))
        with tempfile.NamedTemporaryFile('w', suffix='.txt') as file:
            file.write(text)
            file.flush()
            with Window(program, ['--explain', file.name]) as window:
                window.wait_for_text(expected)
                if identifier:
                    window.wait_for_text('What was recognised in it')
                window.screenshot(f'explain-messy-{number}-en-light.png')


def check_narrow(program, knowledge):
    with Window(program, [], size=(360, 720), language='ja') as window:
        window.keys('alt+2')
        window.wait_for_text('そのエラーメッセージの意味は')
        window.type_here(BAD_CREDENTIALS)
        window.wait_for_text('やること')
        window.screenshot('explain-narrow-ja-light.png')


CHECKS = [
    ('a message is explained while it is typed', check_typing),
    ('an example in Japanese', check_japanese),
    ('nothing known is said', check_nothing_known),
    ('a file is opened, and carried over', check_file),
    ('whole mails, challenges and no error at all', check_messy),
    ('a narrow window', check_narrow),
]


if __name__ == '__main__':
    sys.exit(run(__file__, CHECKS))
