#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Todoku authors
"""The five situations that Todoku grew from (TAP): the cause that stands first,
every item of the checklist, and the guides, as the practice servers give them;
and that an answer judges anew.

Usage: test-cli-situations.py TODOKU_CLI SOURCE_ROOT
"""

import json
import sys

from cli import Tap, run

FOUR = ('port-encryption', 'less-secure-apps', 'app-password', 'oauth')

# name: (findings that stand first, the checklist, guides)
SITUATIONS = {
    'outlook-2010-587-ssl': (
        ['tls-on-starttls-port', 'app-password-required'],
        {'port-encryption': 'problem', 'less-secure-apps': 'not-applicable',
         'app-password': 'ask', 'oauth': 'not-applicable', 'two-step': 'ask',
         'pop-switch': 'ask', 'unusual-sign-in': 'ask',
         'security-software': 'good', 'pop-to-imap': 'ask'},
        []),
    'backup-program': (
        ['app-password-required'],
        {'port-encryption': 'good', 'less-secure-apps': 'problem',
         'app-password': 'problem', 'oauth': 'not-applicable',
         'two-step': 'good', 'unusual-sign-in': 'ask',
         'security-software': 'good'},
        []),
    'university-pop': (
        ['less-secure-apps-ended'],
        {'port-encryption': 'good', 'less-secure-apps': 'problem',
         'app-password': 'problem', 'oauth': 'problem', 'two-step': 'ask',
         'pop-switch': 'ask', 'unusual-sign-in': 'ask',
         'security-software': 'good', 'pop-to-imap': 'ask'},
        ['pop-to-imap', 'google-administrator']),
    'gmail-fetches-outlook': (
        ['account-password-ended', 'gmail-fetch-ended'],
        {'port-encryption': 'good', 'less-secure-apps': 'not-applicable',
         'app-password': 'not-applicable', 'oauth': 'problem',
         'pop-switch': 'ask', 'unusual-sign-in': 'ask',
         'security-software': 'not-applicable'},
        []),
    'company-printer': (
        ['less-secure-apps-ended', 'use-relay'],
        {'port-encryption': 'good', 'less-secure-apps': 'problem',
         'app-password': 'problem', 'oauth': 'not-applicable',
         'two-step': 'ask', 'unusual-sign-in': 'ask',
         'security-software': 'good'},
        ['google-administrator']),
}


def states(report):
    return {item['id']: item['state'] for item in report['checklist']}


def check_situation(tap, name, first, checklist, guides):
    process = run('practice', 'run', name, '--format', 'json')
    report = json.loads(process.stdout)
    found = [finding['id'] for finding in report['findings']]
    tap.check(found[:len(first)] == first, f'{name}: the cause stands first',
              found)
    seen = states(report)
    tap.check(seen == checklist, f'{name}: the checklist', seen)
    tap.check(all(item in seen for item in FOUR),
              f'{name}: the four are there', seen)
    shown = [guide['id'] for guide in report['guides']]
    tap.check(shown == guides, f'{name}: the guides', shown)
    for guide in report['guides']:
        tap.check(guide['points'] and guide['steps'],
                  f'{name}: {guide["id"]} has points and steps')


def main():
    tap = Tap()
    for name, expected in SITUATIONS.items():
        check_situation(tap, name, *expected)
    return tap.done()


if __name__ == '__main__':
    sys.exit(main())
