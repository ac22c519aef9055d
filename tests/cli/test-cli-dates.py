#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Todoku authors
"""The same question on several days (TAP): --as-of is honoured by check and by
explain alike, in findings, steps, checklist, guides and what is recommended.

Usage: test-cli-dates.py TODOKU_CLI SOURCE_ROOT
"""

import json
import sys

from cli import Tap, run

GMAIL = ('check', 'taro@gmail.com', '--offline', '--app', 'outlook-2010',
         '--symptom', 'both', '--incoming', 'imaps://imap.gmail.com:993',
         '--outgoing', 'smtps://smtp.gmail.com:465')
SCHOOL = ('check', 'taro@example.ac.jp', '--offline', '--provider',
          'google-workspace-edu', '--app', 'outlook-2016', '--symptom',
          'receive', '--incoming', 'pop3s://pop.gmail.com:995')
OUTLOOK_COM = ('check', 'taro@outlook.com', '--offline', '--app',
               'outlook-2016', '--symptom', 'receive', '--incoming',
               'imaps://outlook.office365.com:993')
M365 = ('check', 'taro@example.com', '--offline', '--provider',
        'microsoft-365', '--app', 'outlook-2016', '--symptom', 'receive',
        '--incoming', 'imaps://outlook.office365.com:993')
PRINTER = ('check', 'scan@example.com', '--offline', '--provider',
           'microsoft-365', '--app', 'printer', '--symptom', 'send',
           '--outgoing', 'smtp+starttls://smtp.office365.com:587')
FETCHER = ('check', 'taro@outlook.com', '--offline', '--app', 'gmail-fetcher',
           '--symptom', 'receive', '--incoming',
           'pop3s://outlook.office365.com:995')

LSA_JA = '安全性の低いアプリのアクセスをオンにする'
LSA_EN = 'In your Google account, turn on less secure apps.'
HOTMAIL = 'サーバーは pop-mail.outlook.com とアプリパスワードを設定します'
NOT_SMTP = '基本認証が廃止されますが、SMTP AUTH は対象外です。'
APRIL = 'SMTP AUTH の基本認証は2026年4月に廃止されます。'
FOR_GOOD = 'SMTP AUTH の基本認証は2026年12月に完全に終了します。'
FETCH = '「他のアカウントのメールを確認」で Outlook.com を追加します。'
IMAP_ON = 'Gmail の設定で「IMAP を有効にする」を選びます。'
CONSENT = 'Any student can approve the mail app.'
REFUSED = ('535-5.7.8 Username and Password not accepted. '
           'https://support.google.com/mail/?p=BadCredentials')
SMTP_BASIC = ('535 5.7.139 Authentication unsuccessful, basic authentication '
              'is disabled.')


class Day:
    """What a report of one day says."""

    def __init__(self, arguments, day):
        process = run(*arguments, '--as-of', day, '--format', 'json')
        report = json.loads(process.stdout)
        self.date = report['date']
        self.ids = [one['id'] for one in report['findings']]
        self.ids += [inner for one in report['findings']
                     for inner in one['explains']]
        self.text = json.dumps(report['findings'], ensure_ascii=False)
        self.links = [step.get('link', '') for one in report['findings']
                      for step in one['steps']]
        self.items = {item['id']: item['state'] for item in report['checklist']}
        self.guides = [guide['id'] for guide in report['guides']]
        self.points = json.dumps(report['guides'], ensure_ascii=False)
        self.sign_in = report['recommended'].get('sign_in')

    def has_switch(self):
        return any('lesssecureapps' in link for link in self.links)


# (what is asked, day, what must hold, as a word and a function)
EXPECTED = [
    # Personal Gmail: the switch is a step until 2022-05-29.
    (GMAIL, '2013-06-01', 'the switch is a step', Day.has_switch),
    (GMAIL, '2020-05-01', 'the switch is a step', Day.has_switch),
    (GMAIL, '2020-05-01', 'the switch is asked for',
     lambda day: day.items['less-secure-apps'] == 'ask'),
    (GMAIL, '2020-05-01', 'Outlook 2010 is still supported',
     lambda day: 'mail-app-unsupported' not in day.ids),
    (GMAIL, '2022-06-01', 'no switch; an app password',
     lambda day: not day.has_switch() and 'app-password-required' in day.ids
     and day.items['less-secure-apps'] == 'not-applicable'),
    (GMAIL, '2026-11-22', 'no switch; an app password',
     lambda day: not day.has_switch() and 'app-password-required' in day.ids
     and day.sign_in == 'app-password'),
    # Schools: the same, until 2025-04-30.
    (SCHOOL, '2020-05-01', 'the switch is a step', Day.has_switch),
    (SCHOOL, '2022-06-01', 'the switch is a step', Day.has_switch),
    (SCHOOL, '2024-09-01', 'the switch is a step; its end is in sight',
     lambda day: day.has_switch() and 'google-administrator' in day.guides
     and '2024-06-15' in day.points and '2025-05-01' not in day.points),
    (SCHOOL, '2025-03-15', 'not ended yet',
     lambda day: day.has_switch() and 'less-secure-apps-ended' not in day.ids),
    (SCHOOL, '2025-05-02', 'ended, with its date',
     lambda day: day.ids[0] == 'less-secure-apps-ended'
     and '2025-05-01' in day.text and not day.has_switch()),
    (SCHOOL, '2025-05-02', 'Outlook 2016 is still supported',
     lambda day: 'mail-app-unsupported' not in day.ids),
    (SCHOOL, '2026-11-22', 'ended; the move to IMAP; the administrator',
     lambda day: day.ids[0] == 'less-secure-apps-ended'
     and day.guides == ['pop-to-imap', 'google-administrator']),
    # Outlook.com: passwords until 2024-09-15.
    (OUTLOOK_COM, '2024-09-01', 'the password is still taken',
     lambda day: 'account-password-ended' not in day.ids
     and 'mail-app-cannot-oauth' not in day.ids
     and day.sign_in == 'app-password'),
    (OUTLOOK_COM, '2024-09-20', 'passwords have ended',
     lambda day: day.ids[0] == 'account-password-ended'
     and '2024-09-16' in day.text and day.sign_in is None),
    (OUTLOOK_COM, '2026-03-01', 'app passwords do not apply',
     lambda day: day.items['app-password'] == 'not-applicable'),
    # Microsoft 365: receiving until 2022; sending changes by itself in 2027.
    (M365, '2022-06-01', 'receiving by password is still possible',
     lambda day: 'account-password-ended' not in day.ids
     and day.sign_in in ('app-password', 'password')),
    (M365, '2024-09-01', 'receiving by password has ended',
     lambda day: day.ids[0] == 'account-password-ended'),
    (PRINTER, '2025-03-15', 'a password sends',
     lambda day: day.sign_in == 'password'
     and 'mail-app-cannot-oauth' not in day.ids),
    (PRINTER, '2026-03-01', 'the dates that hold since January 2026',
     lambda day: '2027' in day.points and day.sign_in == 'password'),
    (PRINTER, '2025-03-15', 'what was announced later is not told',
     lambda day: '2027' not in day.points),
    (PRINTER, '2026-11-22', 'a password sends, for a month',
     lambda day: day.sign_in == 'password'
     and day.items['oauth'] == 'not-applicable'),
    (PRINTER, '2027-02-01', 'off by default; the administrator can help',
     lambda day: day.sign_in is None and day.items['oauth'] == 'problem'
     and 'mail-app-cannot-oauth' in day.ids
     and 'microsoft-administrator' in day.guides),
    # Gmail's own fetching.
    (FETCHER, '2025-05-02', 'the end was not announced yet',
     lambda day: 'gmail-fetch-ended' not in day.ids),
    (FETCHER, '2026-03-01', 'it ends later in 2026',
     lambda day: 'gmail-fetch-ended' in day.ids and 'later in 2026' in day.text),
    (FETCHER, '2027-02-01', 'it has probably ended',
     lambda day: 'gmail-fetch-ended' in day.ids and 'had named' in day.text),
    # A pasted refusal.
    (('explain', REFUSED, '--provider', 'gmail'), '2020-05-01',
     'the switch is a step', Day.has_switch),
    (('explain', REFUSED, '--provider', 'gmail'), '2026-11-22',
     'the switch is no step', lambda day: not day.has_switch()),
    (('explain', REFUSED, '--provider', 'google-workspace-edu'), '2025-03-15',
     'the switch is a step', Day.has_switch),
    (('explain', REFUSED, '--provider', 'google-workspace-edu'), '2025-05-02',
     'password-only has ended',
     lambda day: 'less-secure-apps-ended' in day.ids and not day.has_switch()),
    (('explain', SMTP_BASIC, '--provider', 'microsoft-365'), '2026-11-22',
     'nothing about turning it on again',
     lambda day: day.ids[0] == 'account-password-ended'
     and 'turn passwords for SMTP AUTH on again' not in day.text),
    (('explain', SMTP_BASIC, '--provider', 'microsoft-365'), '2027-02-01',
     'the administrator can turn it on again',
     lambda day: 'turn passwords for SMTP AUTH on again' in day.text),
]

# Pasted advice: (text, more, the last day on which it was not outdated, the
# first on which it is, what is said then)
ADVICE = [
    (LSA_EN, (), '2020-05-01', '2022-06-01', '2022-05-30'),
    (LSA_JA, (), '2022-05-29', '2022-05-30', '2022年5月30日'),
    (LSA_JA, ('--provider', 'google-workspace-edu'), '2025-04-30', '2025-05-01',
     '2025年5月1日'),
    (LSA_JA, ('--provider', 'gmail'), '2013-06-01', '2026-11-22',
     '2022年5月30日'),
    (HOTMAIL, (), '2024-09-15', '2024-09-16', '2024年9月16日'),
    (NOT_SMTP, (), '2026-11-22', '2027-02-01', '2026年12月末'),
    (APRIL, (), '2025-05-01', '2026-03-01', '2026年1月27日'),
    (FOR_GOOD, (), '2025-05-01', '2026-11-22', '2027年後半'),
    (FETCH, (), '2025-05-01', '2026-03-01', '2026年中'),
    (IMAP_ON, (), '2024-09-20', '2025-03-01', '2025年1月'),
    (CONSENT, (), '2025-05-01', '2026-03-01', 'late 2025'),
]
# Never right, on no day.
UNDATED = [('Use imap.gmail.com with port 143.', '2013-06-01', '993'),
           ('smtp.office365.com, ポート 465', '2022-06-01', '587')]


def check_advice(tap, text, more, before, after, said):
    name = f'explain “{text}” {" ".join(more)}'
    old = Day(('explain', text, *more), before)
    new = Day(('explain', text, *more), after)
    tap.check('outdated-advice' not in old.ids, f'{name}: good on {before}',
              old.ids)
    tap.check(new.ids[:1] == ['outdated-advice'], f'{name}: old on {after}',
              new.ids)
    tap.check(said in new.text, f'{name}: says “{said}”', new.text)


def check_sources(tap):
    """What holds now is said with its own sources, not with those of all."""
    history = json.loads(run('explain', 'smtp.mail.yahoo.co.jp:587',
                             '--format', 'json').stdout)['findings']
    sources = [finding['sources'] for finding in history
               if finding['id'] == 'outdated-advice']
    tap.check(sources
              == [['https://support.yahoo-net.jp/PccMail/s/article/H000007321']],
              'old advice brings the sources of what holds instead', sources)


def main():
    tap = Tap()
    for arguments, day, what, holds in EXPECTED:
        seen = Day(arguments, day)
        tap.check(seen.date == day and holds(seen),
                  f'{arguments[0]} {arguments[1][:24]}, {day}: {what}',
                  f'{seen.ids} {seen.items} {seen.sign_in} {seen.guides}')
    for row in ADVICE:
        check_advice(tap, *row)
    for text, day, said in UNDATED:
        seen = Day(('explain', text), day)
        tap.check('outdated-advice' in seen.ids and said in seen.text,
                  f'explain “{text}”, {day}: never right', seen.ids)
    check_sources(tap)
    return tap.done()


if __name__ == '__main__':
    sys.exit(main())
