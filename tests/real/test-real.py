#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Todoku authors
"""todoku-cli against real Dovecot and Postfix on loopback (TAP)."""

import base64
import json
import os
import pwd
import shutil
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..'))

from real_servers import (HOST, PASSWORD, USER, RealServers,  # noqa: E402
                          free_ports, make_token)
from tap import Tap  # noqa: E402

CLI = sys.argv[1]
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


class Checker:
    def __init__(self, servers):
        self.servers = servers
        self.closed = free_ports(1)[0]
        self.connect_to = []
        for name, port in MAIL_PORTS.items():
            self.add_connect_to(port, servers.ports[name])
        self.add_connect_to(994, self.closed)

    def add_connect_to(self, port, real):
        self.connect_to += ['--connect-to', f'{HOST}:{port}:127.0.0.1:{real}']

    def run(self, *options, password=None, method='password'):
        """Exit status, parsed report, seconds and everything printed."""
        argv = [CLI, 'check', USER, '--format', 'json', '--lang', 'both',
                '--transcript', '--ca-file', self.servers.ca,
                *self.connect_to, *options]
        stdin = None
        if password is not None:
            argv += ['--sign-in', method, '--password-fd', '0']
            stdin = password + '\n'
        start = time.monotonic()
        process = subprocess.run(argv, input=stdin, text=True, timeout=60,
                                 stdin=None if stdin else subprocess.DEVNULL,
                                 capture_output=True, check=False)
        seconds = time.monotonic() - start
        try:
            report = json.loads(process.stdout)
        except ValueError:
            report = {'findings': [{'id': 'no JSON'}], 'budget': {}}
        return process.returncode, report, seconds, (process.stdout +
                                                     process.stderr)


def first(report):
    return report['findings'][0]['id'] if report['findings'] else None


def expect(tap, name, outcome, status, finding, within=None):
    code, report, seconds, printed = outcome
    good = code == status and first(report) == finding
    tap.check(good, name, f'exit {code}, {first(report)}, {seconds:.2f} s\n'
              + ('' if good else printed[-3000:]))
    if within:
        tap.check(seconds < within, f'{name}: within {within} s',
                  f'{seconds:.2f} s')
    for secret in (PASSWORD, WRONG):
        raw = secret.encode()
        forms = [secret] + [base64.b64encode(b'\0' * n + raw).decode()[4:-4]
                            for n in range(3)]
        if any(form in printed for form in forms):
            tap.check(False, f'{name}: no secret is printed')


def check_tokens(tap, c, prefix=''):
    """OAUTHBEARER and XOAUTH2 against Dovecot (RFC 7628)."""
    for name in ('imap over TLS', 'imap with STARTTLS', 'pop3 over TLS'):
        one = ('--incoming', INCOMING[name], '--only', 'incoming')
        expect(tap, f'{prefix}{name}, good token',
               c.run(*one, password=make_token(), method='oauth2'),
               0, 'works')
        expect(tap, f'{prefix}{name}, expired token',
               c.run(*one, password=make_token(seconds=-30),
                     method='oauth2'), 1, 'oauth-token-refused')


def mailbox(servers):
    return sum(len(files) for folder, _, files in os.walk(servers.path('mail'))
               if os.path.basename(folder) in ('new', 'cur'))


def put_message(servers, number):
    """A message that was there before and must be there afterwards."""
    name = servers.path('mail', 'new', f'{number}.test')
    os.makedirs(os.path.dirname(name), exist_ok=True)
    with open(name, 'w', encoding='ascii') as f:
        f.write(f'From: <{USER}>\nTo: <{USER}>\nSubject: mine {number}\n'
                f'Message-ID: <mine-{number}@example.jp>\n\nMine.\n')
    nobody = pwd.getpwnam('nobody')
    for path in (os.path.dirname(name), name):
        os.chown(path, nobody.pw_uid, nobody.pw_gid)


def check_message(tap, c, servers):
    """Sent, found, its way read, removed alone."""
    for name in ('imap over TLS', 'pop3 over TLS'):
        shutil.rmtree(servers.path('mail', 'cur'), ignore_errors=True)
        shutil.rmtree(servers.path('mail', 'new'), ignore_errors=True)
        for number in range(3):
            put_message(servers, number)
        before = mailbox(servers)
        outcome = c.run('--incoming', INCOMING[name],
                        '--outgoing', OUTGOING['submission over TLS'],
                        '--send-test', '--no-grid', password=PASSWORD)
        expect(tap, f'test message, {name}', outcome, 0,
               'test-message-arrived')
        found = outcome[1].get('test_message', {})
        tap.check(found.get('state') == 'arrived' and found.get('removed'),
                  f'test message, {name}: arrived and was removed', found)
        tap.check(bool(found.get('hops')),
                  f'test message, {name}: its way is told', found)
        time.sleep(1)
        tap.check(before == mailbox(servers) == 3,
                  f'test message, {name}: the mailbox is as it was',
                  f'{before}, {mailbox(servers)}')


def main():
    tap = Tap()
    with RealServers() as servers:
        c = Checker(servers)
        both = ('--incoming', INCOMING['imap over TLS'],
                '--outgoing', OUTGOING['submission over TLS'])
        expect(tap, 'a healthy account', c.run(*both, password=PASSWORD),
               0, 'works')
        expect(tap, 'a healthy account without sign-in', c.run(*both),
               0, 'works')
        for side, endpoints in (('incoming', INCOMING),
                                ('outgoing', OUTGOING)):
            for name, url in endpoints.items():
                one = (f'--{side}', url, '--only', side)
                expect(tap, f'{name}, good password',
                       c.run(*one, password=PASSWORD), 0, 'works')
                expect(tap, f'{name}, wrong password',
                       c.run(*one, password=WRONG), 1, 'password-refused')
        outcome = c.run(*both, password=WRONG)
        tap.check(outcome[1]['budget'].get('sign_ins') == 1,
                  'a refusal ends signing in for the whole run',
                  outcome[1]['budget'])
        expect(tap, 'a port where nothing listens',
               c.run('--incoming', f'imaps://{HOST}:994', '--only',
                     'incoming', '--no-grid'), 1, 'connection-refused')
        expect(tap, 'a port where nothing listens, beside one that works',
               c.run('--incoming', f'imaps://{HOST}:994', '--only',
                     'incoming'), 1, 'wrong-port')
        expect(tap, 'IMAP settings on a POP port',
               c.run('--incoming', f'imap+starttls://{HOST}:110', '--only',
                     'incoming'), 1, 'wrong-port')
        expect(tap, '587 with SSL',
               c.run('--outgoing', f'smtps://{HOST}:587', '--only',
                     'outgoing'), 1, 'tls-on-starttls-port', within=2)
        expect(tap, '465 with STARTTLS',
               c.run('--outgoing', f'smtp+starttls://{HOST}:465', '--only',
                     'outgoing'), 1, 'starttls-on-tls-port', within=2)
        expect(tap, '143 with SSL',
               c.run('--incoming', f'imaps://{HOST}:143', '--only',
                     'incoming'), 1, 'tls-on-starttls-port', within=2)
        check_tokens(tap, c)
        check_message(tap, c, servers)
        if tap.failed:
            for line in servers.logs().splitlines():
                print('# ' + line)
    with RealServers(tokens='oauthbearer') as servers:
        check_tokens(tap, Checker(servers), 'OAUTHBEARER alone, ')
    return tap.done()


if __name__ == '__main__':
    if os.geteuid() != 0:
        # Postfix's master and Dovecot's login processes change their users.
        os.execvp('sudo', ['sudo', '-n', sys.executable, *sys.argv])
    sys.exit(main())
