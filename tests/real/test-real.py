#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Todoku authors
"""todoku-cli against real servers on loopback (TAP).

Usage: test-real.py CLI dovecot-postfix|cyrus-exim
"""

import base64
import json
import os
import re
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..'))

from cyrus_exim import CyrusExim  # noqa: E402
from dovecot_postfix import (APP_PASSWORD, APP_USER,  # noqa: E402
                             DovecotPostfix, make_token)
from real_servers import HOST, PASSWORD, USER, free_ports  # noqa: E402
from tap import Tap  # noqa: E402

CLI = sys.argv[1]
PAIR = sys.argv[2]
WRONG = 'wrong horse 7'

# Ports as a mail app has them; --connect-to leads to the test's own.
MAIL_PORTS = {'imap': 143, 'imaps': 993, 'pop3': 110, 'pop3s': 995,
              'submission': 587, 'submissions': 465}
INCOMING = {
    'imap over TLS': f'imaps://{HOST}:993',
    'imap with STARTTLS': f'imap+starttls://{HOST}:143',
    'pop3 over TLS': f'pop3s://{HOST}:995',
    'pop3 with STLS': f'pop3+starttls://{HOST}:110',
}
OUTGOING = {
    'submission over TLS': f'smtps://{HOST}:465',
    'submission with STARTTLS': f'smtp+starttls://{HOST}:587',
}
ENDPOINTS = ([('incoming', *item) for item in INCOMING.items()]
             + [('outgoing', *item) for item in OUTGOING.items()])
BOTH = ('--incoming', INCOMING['imap over TLS'],
        '--outgoing', OUTGOING['submission over TLS'])

# What is set in the app, and what the server there makes of it.
PAIRINGS = [
    ('incoming', f'imaps://{HOST}:143', 'tls-on-starttls-port'),
    ('incoming', f'pop3s://{HOST}:110', 'tls-on-starttls-port'),
    ('outgoing', f'smtps://{HOST}:587', 'tls-on-starttls-port'),
    ('incoming', f'imap+starttls://{HOST}:993', 'starttls-on-tls-port'),
    ('incoming', f'pop3+starttls://{HOST}:995', 'starttls-on-tls-port'),
    ('outgoing', f'smtp+starttls://{HOST}:465', 'starttls-on-tls-port'),
]


class Checker:
    def __init__(self, servers):
        self.servers = servers
        self.connect_to = []
        for name, port in MAIL_PORTS.items():
            self.add_connect_to(port, servers.ports[name])
        # A port where nothing listens.
        self.add_connect_to(994, free_ports(1)[0])

    def add_connect_to(self, port, real):
        self.connect_to += ['--connect-to', f'{HOST}:{port}:127.0.0.1:{real}']

    def start(self, *options, user=USER, password=None, method='password'):
        argv = [CLI, 'check', user, '--lang', 'both', '--ca-file',
                self.servers.ca, *self.connect_to, *options]
        stdin = None
        if password is not None:
            argv += ['--sign-in', method, '--password-fd', '0']
            stdin = password + '\n'
        return subprocess.run(argv, input=stdin, text=True, timeout=60,
                              stdin=None if stdin else subprocess.DEVNULL,
                              capture_output=True, check=False)

    def print(self, *options, **how):
        """The report for people, on one line."""
        return ' '.join(self.start(*options, **how).stdout.split())

    def run(self, *options, **how):
        """Exit status, parsed report, seconds and everything printed."""
        start = time.monotonic()
        process = self.start('--format', 'json', '--transcript', *options,
                             **how)
        seconds = time.monotonic() - start
        try:
            report = json.loads(process.stdout)
        except ValueError:
            report = {'findings': [{'id': 'no JSON'}], 'budget': {},
                      'probes': []}
        return process.returncode, report, seconds, (process.stdout +
                                                     process.stderr)


def first(report):
    return report['findings'][0]['id'] if report['findings'] else None


def check_secrets(tap, name, printed):
    for secret in (PASSWORD, WRONG, APP_PASSWORD):
        raw = secret.encode()
        forms = [secret] + [base64.b64encode(b'\0' * n + raw).decode()[4:-4]
                            for n in range(3)]
        if any(form in printed for form in forms):
            tap.check(False, f'{name}: no secret is printed')


def expect(tap, name, outcome, status, finding, within=None):
    code, report, seconds, printed = outcome
    good = code == status and first(report) == finding
    tap.check(good, name, f'exit {code}, {first(report)}, {seconds:.2f} s\n'
              + ('' if good else printed[-3000:]))
    if within:
        tap.check(seconds < within, f'{name}: within {within} s',
                  f'{seconds:.2f} s')
    check_secrets(tap, name, printed)


def sent(report):
    """What was said to the servers: pairs of channel and line."""
    return [(line['channel'], line['text']) for probe in report['probes']
            for line in probe.get('transcript', []) if line['sent']]


def signed_in(report):
    """The probe that signed in."""
    for probe in report['probes']:
        if any(stage['name'] == 'sign-in' for stage in probe['stages']):
            return probe
    return {'stages': [], 'tls': {}}


def good_stages(probe):
    return {stage['name'] for stage in probe['stages']
            if stage['outcome'] == 'good'}


def check_sign_in(tap, c, name, side, url):
    """Accepted and refused, once each, and only over the verified channel."""
    one = (f'--{side}', url, '--only', side)
    outcome = c.run(*one, password=PASSWORD)
    expect(tap, f'{name}, good password', outcome, 0, 'works')
    probe = signed_in(outcome[1])
    tap.check({'sign-in', 'mailbox'} <= good_stages(probe),
              f'{name}: looked behind the sign-in', probe['stages'])
    tap.check(probe['tls'].get('version') == c.servers.tls,
              f'{name}: TLS {c.servers.tls}', probe['tls'])
    refused = c.run(*one, password=WRONG)
    expect(tap, f'{name}, wrong password', refused, 1, 'password-refused')
    for report in (outcome[1], refused[1]):
        masked = [channel for channel, text in sent(report) if '•••' in text]
        tap.check(masked and set(masked) == {'verified'}
                  and report['budget'].get('sign_ins') == 1,
                  f'{name}: one credential, over a verified channel',
                  sent(report))


def check_servers(tap, c):
    """What a healthy account shows, and what wrong settings show."""
    expect(tap, 'a healthy account', c.run(*BOTH, password=PASSWORD),
           0, 'works')
    alone = c.run(*BOTH, '--only', 'configured', password=PASSWORD)
    expect(tap, 'a healthy account, as set', alone, 0, 'works')
    tap.check(alone[1]['budget'] == {'connections': 2, 'sign_ins': 2},
              'the sign-in is made on the way: one connection a side',
              alone[1]['budget'])
    expect(tap, 'a healthy account without sign-in', c.run(*BOTH), 0, 'works')
    for side, name, url in ENDPOINTS:
        check_sign_in(tap, c, name, side, url)
    outcome = c.run(*BOTH, password=WRONG)
    tap.check(outcome[1]['budget'].get('sign_ins') == 1,
              'a refusal ends signing in for the whole run',
              outcome[1]['budget'])
    for side, url, finding in PAIRINGS:
        expect(tap, f'{url}: {finding}',
               c.run(f'--{side}', url, '--only', side, password=PASSWORD),
               1, finding, within=4)


def check_offers(tap, c):
    """What is offered before and after TLS and after the sign-in."""
    url = INCOMING['imap with STARTTLS']
    report = c.run('--incoming', url, '--only', 'configured', '--app',
                   'thunderbird', password=PASSWORD)[1]
    probe = signed_in(report)
    lists = probe.get('capabilities', {})
    plain, verified, late = (set(lists.get(name, ())) for name
                             in ('plain', 'verified', 'signed-in'))
    tap.check('STARTTLS' in plain and 'STARTTLS' not in verified,
              'STARTTLS is offered before TLS alone', lists)
    tap.check('AUTH=PLAIN' in verified and 'LOGINDISABLED' not in verified
              and 'AUTH=PLAIN' not in late and late - verified,
              'the sign-in changes the list', lists)
    needs = {(need['id'], need['state'], need.get('in'))
             for need in probe.get('needs', ())}
    tap.check(needs == {('starttls', 'offered', 'plain'),
                        ('password-imap', 'offered', 'verified'),
                        ('idle', 'offered', 'signed-in')},
              'what Thunderbird needs is there, each in its list', needs)
    text = c.print('--incoming', url, '--only', 'configured', '--app',
                   'thunderbird', password=PASSWORD)
    for words in ('Before TLS (unencrypted): ', 'TLS の開始前(暗号化なし): ',
                  'After TLS (encrypted, server verified): ',
                  'After the sign-in (encrypted, server verified): ',
                  'サインインの後(暗号化あり・相手は確認済み): ',
                  'Thunderbird needs', 'Thunderbird に必要なもの'):
        tap.check(words in text, f'the report says “{words}”', text[-3000:])


def check_ports(tap, c):
    closed = ('--incoming', f'imaps://{HOST}:994', '--only', 'incoming')
    expect(tap, 'a port where nothing listens', c.run(*closed, '--no-grid'),
           1, 'connection-refused')
    expect(tap, 'a port where nothing listens, beside one that works',
           c.run(*closed), 1, 'wrong-port')
    for side, url, what, finding in (
            ('incoming', f'imap+starttls://{HOST}:110', 'IMAP on POP3',
             'wrong-port'),
            ('incoming', f'pop3s://{HOST}:993', 'POP3 on IMAP', 'wrong-port'),
            ('outgoing', f'smtps://{HOST}:993', 'sending through IMAP',
             'incoming-outgoing-swapped')):
        expect(tap, f'settings of the wrong server: {what}',
               c.run(f'--{side}', url, '--only', side), 1, finding)


def check_older_tls(tap, c):
    """Everything again with a server that speaks TLS 1.2 alone."""
    for side, name, url in ENDPOINTS:
        outcome = c.run(f'--{side}', url, '--only', side, password=PASSWORD)
        expect(tap, f'TLS 1.2, {name}', outcome, 0, 'works')
        probe = signed_in(outcome[1])
        tap.check(probe['tls'].get('version') == '1.2'
                  and 'mailbox' in good_stages(probe),
                  f'TLS 1.2, {name}: is what was spoken', probe['tls'])


# -- tokens and app passwords --------------------------------------------------

def check_tokens(tap, c, prefix=''):
    """OAUTHBEARER and XOAUTH2 against Dovecot (RFC 7628)."""
    for side, name, url in ENDPOINTS:
        one = (f'--{side}', url, '--only', side)
        expect(tap, f'{prefix}{name}, good token',
               c.run(*one, password=make_token(), method='oauth2'),
               0, 'works')
        expect(tap, f'{prefix}{name}, expired token',
               c.run(*one, password=make_token(seconds=-30),
                     method='oauth2'), 1, 'oauth-token-refused')


def check_app_passwords(tap, c):
    """As it is shown, in groups, or as a Japanese input method writes it; and
    one that cannot be right is named before anything is sent."""
    one = ('--incoming', INCOMING['imap over TLS'], '--only', 'configured')
    wide = ''.join(chr(ord(letter) - 0x20 + 0xff00)
                   for letter in APP_PASSWORD)
    for what, written in (('in groups', 'abcd efgh ijkl mnop'),
                          ('in full width', wide),
                          ('in full width, in groups', '　'.join(
                              wide[i:i + 4] for i in range(0, 16, 4)))):
        expect(tap, f'an app password written {what}',
               c.run(*one, user=APP_USER, password=written,
                     method='app-password'), 0, 'works')
    outcome = c.run(*one, '--provider', 'gmail', user=APP_USER,
                    password='abcd efgh ijkl', method='app-password')
    expect(tap, 'an app password with letters missing', outcome, 1,
           'app-password-malformed')
    tap.check(outcome[1]['budget'].get('sign_ins') == 0
              and not any('•••' in text for _, text in sent(outcome[1])),
              'an app password with letters missing is not sent',
              sent(outcome[1]))


# -- the test message ----------------------------------------------------------

def run_message(c, incoming, outgoing):
    return c.run('--incoming', INCOMING[incoming],
                 '--outgoing', OUTGOING[outgoing], '--send-test', '--no-grid',
                 password=PASSWORD)


def check_message(tap, c, incoming, outgoing):
    """Sent to the own address alone, found, its way read, removed alone."""
    name = f'test message, {outgoing}, {incoming}'
    servers = c.servers
    before = servers.messages()
    outcome = run_message(c, incoming, outgoing)
    expect(tap, name, outcome, 0, 'test-message-arrived')
    report = outcome[1]
    found = report.get('test_message', {})
    tap.check(found.get('state') == 'arrived' and found.get('removed'),
              f'{name}: arrived and was removed', found)
    check_hops(tap, name, found)
    lines = [text for _, text in sent(report)]
    recipients = [text for text in lines if text.startswith('RCPT')]
    tap.check(len(recipients) == 1 and servers.recipients() == {USER},
              f'{name}: to the own address alone',
              f'{recipients} {servers.recipients()}')
    check_removal(tap, name, lines)
    after = wait_for_messages(servers, before)
    tap.check(before == after and len(after) == 3,
              f'{name}: the mailbox is as it was', f'{before}\n{after}')


def wait_for_messages(servers, expected):
    """POP3 removes with QUIT (RFC 1939 §6), whose answer nobody awaits."""
    end = time.monotonic() + 3
    while (found := servers.messages()) != expected and time.monotonic() < end:
        time.sleep(0.1)
    return found


def check_hops(tap, name, found):
    hops = found.get('hops', [])
    tap.check(bool(hops) and all('by' in hop for hop in hops)
              and all(hop.get('seconds', 0) >= 0 for hop in hops),
              f'{name}: its way and the time of each hop is told', found)


def check_removal(tap, name, lines):
    """Never a command that would take other messages along."""
    removing = [line for line in lines
                if re.search('EXPUNGE|DELE|CLOSE|STORE', line)]
    alone = [re.search(r'UID STORE \d+ |UID EXPUNGE \d+$|^DELE \d+$', line)
             for line in removing]
    tap.check(removing and all(alone), f'{name}: one message is removed',
              removing)


def check_messages(tap, c):
    for number in range(3):
        c.servers.put_message(number)
    for incoming in INCOMING:
        for outgoing in OUTGOING:
            if incoming.endswith('over TLS') == outgoing.endswith('over TLS'):
                check_message(tap, c, incoming, outgoing)
    ids = c.servers.message_ids()
    tap.check(len(ids) == len(set(ids)) == len(INCOMING),
              'every test message has an id of its own', ids)


# -- all of it -----------------------------------------------------------------

def say_logs(tap, servers):
    if tap.failed:
        for line in servers.logs().splitlines():
            print('# ' + line)


def check_pair(tap, pair, extras):
    with pair() as servers:
        c = Checker(servers)
        check_servers(tap, c)
        check_offers(tap, c)
        check_ports(tap, c)
        for extra in extras:
            extra(tap, c)
        check_messages(tap, c)
        say_logs(tap, servers)
    with pair(tls='1.2') as servers:
        check_older_tls(tap, Checker(servers))
        say_logs(tap, servers)


def main():
    tap = Tap()
    if PAIR == 'cyrus-exim':
        check_pair(tap, CyrusExim, [])
        return tap.done()
    check_pair(tap, DovecotPostfix, [check_tokens, check_app_passwords])
    with DovecotPostfix(tokens='oauthbearer') as servers:
        check_tokens(tap, Checker(servers), 'OAUTHBEARER alone, ')
    return tap.done()


if __name__ == '__main__':
    if os.geteuid() != 0:
        # Postfix's master and Dovecot's login processes change their users.
        os.execvp('sudo', ['sudo', '-n', sys.executable, *sys.argv])
    sys.exit(main())
