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
         'pop-switch': 'ask', 'organisation': 'ask', 'unusual-sign-in': 'ask',
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
         'two-step': 'ask', 'organisation': 'ask', 'unusual-sign-in': 'ask',
         'security-software': 'good'},
        ['google-administrator']),
}


OUTLOOK_2010 = ('taro@gmail.com', '--app', 'outlook-2010', '--symptom', 'both',
                '--incoming', 'pop3s://pop.gmail.com:995',
                '--outgoing', 'smtps://smtp.gmail.com:465')
BACKUP = ('taro@gmail.com', '--app', 'backup-program', '--symptom', 'send',
          '--outgoing', 'smtps://smtp.gmail.com:465')
UNIVERSITY = ('taro@example.ac.jp', '--provider', 'google-workspace-edu',
              '--app', 'outlook-2016', '--symptom', 'receive',
              '--incoming', 'pop3s://pop.gmail.com:995')
FETCHES = ('taro@outlook.com', '--app', 'gmail-fetcher', '--symptom', 'receive',
           '--incoming', 'pop3s://outlook.office365.com:995')
COMPANY = ('scan@example.com', '--provider', 'google-workspace', '--app',
           'printer', '--symptom', 'send',
           '--outgoing', 'smtp+starttls://smtp.gmail.com:587')

# What an answer changes: (account, answer, state of its item, the finding that
# is there only with the answer, or, with "-", only without it)
REJUDGED = [
    (OUTLOOK_2010, 'two-step=no', 'problem', 'two-step-verification-needed'),
    (OUTLOOK_2010, 'two-step=yes', 'good', None),
    (OUTLOOK_2010, 'app-password=yes', 'good', '-app-password-required'),
    (OUTLOOK_2010, 'unusual-sign-in=yes', 'problem', 'web-sign-in-required'),
    (OUTLOOK_2010, 'pop-switch=no', 'problem', 'pop-off'),
    (BACKUP, 'two-step=no', 'problem', 'two-step-verification-needed'),
    (BACKUP, 'app-password=yes', 'good', '-app-password-required'),
    (UNIVERSITY, 'app-password=yes', 'good', '-less-secure-apps-ended'),
    (UNIVERSITY, 'app-password=no', 'problem', None),
    (UNIVERSITY, 'pop-to-imap=yes', 'problem', None),
    (UNIVERSITY, 'pop-to-imap=no', 'good', None),
    (UNIVERSITY, 'pop-switch=no', 'problem', 'pop-off'),
    (FETCHES, 'unusual-sign-in=yes', 'problem', 'unusual-activity-blocked'),
    (FETCHES, 'pop-switch=no', 'problem', 'pop-off'),
    (COMPANY, 'app-password=yes', 'good', '-app-passwords-unavailable'),
    (COMPANY, 'two-step=no', 'problem', None),
    (COMPANY, 'organisation=no', 'problem', None),
    (UNIVERSITY, 'organisation=yes', 'good', None),
]


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


def every_finding(report):
    return {one for finding in report['findings']
            for one in (finding['id'], *finding['explains'])}


def check_answer(tap, account, answer, state, finding):
    item, _ = answer.split('=')
    command = ('check', *account, '--offline', '--as-of', '2026-11-22',
               '--format', 'json')
    plain = json.loads(run(*command).stdout)
    answered = json.loads(run(*command, '--answer', answer).stdout)
    name = f'{account[0]} {account[account.index("--app") + 1]}, {answer}'
    tap.check(states(plain)[item] == 'ask', f'{name}: it is asked',
              states(plain))
    tap.check(states(answered)[item] == state, f'{name}: {state}',
              states(answered))
    before, after = every_finding(plain), every_finding(answered)
    if finding and finding.startswith('-'):
        tap.check(finding[1:] in before - after, f'{name}: {finding}', after)
    elif finding:
        tap.check(finding in after - before, f'{name}: {finding}', after)


def main():
    tap = Tap()
    for row in REJUDGED:
        check_answer(tap, *row)
    for name, expected in SITUATIONS.items():
        check_situation(tap, name, *expected)
    return tap.done()


if __name__ == '__main__':
    sys.exit(main())
