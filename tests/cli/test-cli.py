#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Todoku authors
"""todoku-cli: bad input, lists, explaining, practice, JSON, signals (TAP).

Usage: test-cli.py TODOKU_CLI SOURCE_ROOT
"""

import concurrent.futures
import json
import os
import re
import signal
import stat
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..'))

import jsonschema  # noqa: E402
from cli import PlainServer  # noqa: E402
from tap import Tap  # noqa: E402

CLI, ROOT = sys.argv[1], sys.argv[2]
with open(os.path.join(ROOT, 'data/todoku-report-1.schema.json'),
          encoding='utf-8') as f:
    SCHEMA = json.load(f)
# Made once: jsonschema.validate() would look the schema over each time.
CONTRACT = jsonschema.validators.validator_for(SCHEMA)(SCHEMA)

OFFLINE = ['check', 'taro@gmail.com', '--offline']
# As many cases as play side by side.
AT_ONCE = 3

# What is wrong with a command line, and a word that its one sentence holds.
BAD = [
    ('no such command', ['chekc'], 'chekc'),
    ('no address', ['check'], 'address'),
    ('two addresses', ['check', 'a@example.jp', 'b@example.jp'], 'one'),
    ('an address without @', ['check', 'taro.example.jp'], '@'),
    ('an address without domain', ['check', 'taro@'], 'taro@'),
    ('a line break in the address', ['check', 'taro\r\n@example.jp'], ''),
    ('an unknown domain without servers', ['check', 'taro@example.jp'],
     '--incoming'),
    ('a service without known servers',
     ['check', 'taro@plala.or.jp', '--offline'], 'show provider plala'),
    ('a service whose servers the user alone knows',
     ['check', 'taro@example.jp', '--provider', 'xserver', '--offline'],
     '--incoming'),
    ('an unknown provider', [*OFFLINE, '--provider', 'gmial'], 'gmial'),
    ('an unknown app', [*OFFLINE, '--app', 'outlok'], 'outlok'),
    ('an unknown symptom', [*OFFLINE, '--symptom', 'fly'], 'fly'),
    ('a URL of another kind', [*OFFLINE, '--incoming', 'https://example.jp'],
     'imaps'),
    ('a URL without scheme', [*OFFLINE, '--incoming', 'imap.example.jp'],
     'imaps'),
    ('a port beyond the last', [*OFFLINE, '--incoming',
                                'imaps://example.jp:65536'], '65535'),
    ('port 0', [*OFFLINE, '--outgoing', 'smtps://example.jp:0'], '65535'),
    ('a port in words', [*OFFLINE, '--outgoing', 'smtps://example.jp:9e3'],
     '65535'),
    ('a host with a space', [*OFFLINE, '--outgoing',
                             'smtps://exa mple.jp:465'], 'host'),
    ('a user in the URL', [*OFFLINE, '--outgoing',
                           'smtps://taro@example.jp:465'], 'host'),
    ('a receiving protocol for sending',
     [*OFFLINE, '--outgoing', 'imaps://example.jp:993'], 'smtp'),
    ('a sending protocol for receiving',
     [*OFFLINE, '--incoming', 'smtps://example.jp:465'], 'imap'),
    ('a line break in the user name', [*OFFLINE, '--user', 'taro\nQUIT'], ''),
    ('a day that is none', [*OFFLINE, '--as-of', '2026-02-30'], '2026-02-30'),
    ('a day in another form', [*OFFLINE, '--as-of', '22.11.2026'],
     '2026-11-22'),
    ('an answer without value', [*OFFLINE, '--answer', 'two-step'],
     'two-step=yes'),
    ('an answer that is none', [*OFFLINE, '--answer', 'two-step=perhaps'],
     'perhaps'),
    ('an answer to no question', [*OFFLINE, '--answer', 'weather=yes'],
     'weather'),
    ('a connect-to of three parts', [*OFFLINE, '--connect-to', 'a:1:b'],
     'HOST:PORT:ADDRESS:PORT'),
    ('a CA file that is not there', [*OFFLINE, '--ca-file', '/nonexistent'],
     '/nonexistent'),
    ('a form that is none', [*OFFLINE, '--format', 'docx'], 'docx'),
    ('a language that is none', [*OFFLINE, '--lang', 'tlh'], 'tlh'),
    ('an unknown option', [*OFFLINE, '--password', 'x'], '--password'),
    ('a password without its use', [*OFFLINE, '--password-fd', '0'],
     '--sign-in'),
    ('an empty password', [*OFFLINE, '--sign-in', 'password',
                           '--password-file', '/dev/null'], 'password'),
    ('clear text for another host', [*OFFLINE, '--allow-clear', 'example.jp'],
     'example.jp'),
    ('nothing to test alone', [*OFFLINE, '--only', 'sideways'], 'sideways'),
    ('an endless time-out', [*OFFLINE, '--timeout', '100000'], '600'),
    ('nothing to explain', ['explain', '  '], 'paste'),
    ('two texts to explain', ['explain', 'a', 'b'], 'quotation'),
    ('said by nobody known', ['explain', 'x', '--said-by', 'nobody'],
     'nobody'),
    ('nothing to list', ['list'], 'providers'),
    ('an unknown list', ['list', 'birds'], 'birds'),
    ('a list in another form', ['list', 'apps', '--format', 'json'], 'text'),
    ('an unknown kind to show', ['show', 'bird', 'x'], 'bird'),
    ('an unknown provider to show', ['show', 'provider', 'gmial'], 'gmial'),
    ('an unknown practice case', ['practice', 'run', 'nothing'], 'nothing'),
    ('an unknown practice verb', ['practice', 'dance'], 'practice run'),
]

# A message and the finding it must lead to.
EXPLAIN = [
    ('534-5.7.9 Application-specific password required. For more information,'
     ' go to\n534 5.7.9  https://support.google.com/mail/?p='
     'InvalidSecondFactor a1 - gsmtp', 'app-password-required'),
    ('-ERR [SYS/PERM] Your account is not enabled for POP access.', 'pop-off'),
    ('535 5.7.139 Authentication unsuccessful, basic authentication is '
     'disabled. [TY1PR01 2026]', 'account-password-ended'),
    ('535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is '
     'disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled',
     'smtp-auth-off-organisation'),
    ('A1 BAD User is authenticated but not connected.', 'mailbox-unavailable'),
    ('550-5.4.5 Daily user sending limit exceeded.', 'sending-limit'),
]


def run(*arguments, text=None, environment=None):
    return subprocess.run([CLI, *arguments], input=text, text=True,
                          stdin=None if text else subprocess.DEVNULL,
                          capture_output=True, timeout=60, check=False,
                          env=dict(os.environ, **(environment or {})))


def report(process):
    return json.loads(process.stdout)


def first(process):
    findings = report(process)['findings']
    return findings[0]['id'] if findings else None


def check_bad_input(tap):
    for name, arguments, word in BAD:
        process = run(*arguments)
        lines = process.stderr.strip().split('\n')
        tap.check(process.returncode == 2 and len(lines) == 1
                  and word in lines[0] and not process.stdout,
                  f'{name}: one sentence, exit 2',
                  f'exit {process.returncode}\n{process.stderr}'
                  f'{process.stdout[:300]}')


def check_help(tap):
    for command in ([], ['check'], ['explain'], ['list'], ['show'],
                    ['practice']):
        process = run(*command, '--help')
        tap.check(process.returncode == 0 and 'todoku-cli' in process.stdout,
                  f'{" ".join(command)} --help', process.stderr)


def check_lists(tap):
    for kind, least, known in (('providers', 91, 'gmail'),
                               ('apps', 60, 'outlook-2010'),
                               ('findings', 70, 'tls-on-starttls-port'),
                               ('replies', 40, 'app-password-required')):
        for language in ('en', 'ja', 'both'):
            process = run('list', kind, '--lang', language)
            lines = process.stdout.strip().split('\n')
            tap.check(process.returncode == 0 and len(lines) >= least
                      and known in process.stdout,
                      f'list {kind} --lang {language}: {len(lines)} lines',
                      process.stderr)
    for kind, ident in (('provider', 'gmail'), ('app', 'outlook-2010'),
                        ('finding', 'tls-on-starttls-port')):
        process = run('show', kind, ident, '--lang', 'both')
        tap.check(process.returncode == 0 and 'checked' in process.stdout,
                  f'show {kind} {ident}', process.stderr)
    tap.check('words unknown      encryption, tls,' in
              run('show', 'app', 'shuriken').stdout,
              'show app says which words are not known')


def check_explain(tap):
    for text, finding in EXPLAIN:
        process = run('explain', text, '--format', 'json', '--lang', 'both')
        tap.check(process.returncode == 1 and first(process) == finding,
                  f'explain: {finding}',
                  f'exit {process.returncode} {process.stdout[:1500]}')
        CONTRACT.validate(report(process))
    for options, app in (([], 'msmtp'), (['--app', 'becky'], 'becky')):
        process = run('explain', 'msmtp: cannot locate host smtp.exmaple.jp',
                      *options, '--format', 'json')
        tap.check(report(process)['account']['app'] == app
                  and first(process) == 'host-misspelled',
                  f'explain: about {app} {options}', process.stdout[:500])
    piped = run('explain', '-', '--format', 'json', text=EXPLAIN[0][0])
    tap.check(first(piped) == EXPLAIN[0][1], 'explain from a pipe')
    for charset, words in (('cp932', 'このサーバーは、指定した種類の接続暗号化を'
                            'サポートしていません。'),
                           ('utf-16', '0x800CCC7D'),
                           ('cp1252', '0x800CCC7D – can’t connect')):
        file = subprocess.run([CLI, 'explain', '-', '--format', 'json'],
                              input=words.encode(charset), timeout=60,
                              capture_output=True, check=False)
        tap.check(first(file) == 'tls-on-starttls-port',
                  f'explain reads a file in {charset}', file.stdout[:800])
    nothing = run('explain', 'It rained on Tuesday.', '--format', 'json')
    tap.check(nothing.returncode == 3 and first(nothing) == 'could-not-tell',
              'an unknown text is said to be unknown', nothing.stdout[:800])


def check_offline(tap):
    process = run('check', 'taro@gmail.com', '--app', 'outlook-2010',
                  '--symptom', 'send', '--outgoing',
                  'smtps://smtp.gmail.com:587', '--offline', '--format',
                  'json')
    tap.check(process.returncode == 1
              and first(process) == 'tls-on-starttls-port',
              'a wrong pairing is told without any network',
              process.stdout[:1500])
    CONTRACT.validate(report(process))
    tap.check(report(process)['budget']['connections'] == 0,
              'and nothing was connected')
    tap.check('taro' not in process.stdout, 'the address is shortened')
    whole = run(*OFFLINE, '--show-address', '--format', 'json')
    tap.check('taro@gmail.com' in whole.stdout, '--show-address shows it')


def scenarios():
    process = run('practice', 'list', '--lang', 'en')
    return [line.split()[0] for line in process.stdout.splitlines()]


def expected(name):
    with open(os.path.join(ROOT, 'data/practice', name + '.json'),
              encoding='utf-8') as f:
        return json.load(f)['expect']


def play(name):
    return run('practice', 'run', name, '--format', 'json', '--lang', 'both',
               '--transcript')


def check_practice(tap):
    names = scenarios()
    tap.check(len(names) >= 14, f'{len(names)} practice cases')
    # Most of them wait for a server that does not answer.
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        played = list(pool.map(play, names))
    for name, process in zip(names, played):
        try:
            data = report(process)
        except ValueError:
            tap.check(False, f'practice {name}', process.stderr)
            continue
        good = bool(data['findings']) and \
            data['findings'][0]['id'] == expected(name)
        tap.check(good, f'practice {name} leads to {expected(name)}',
                  [f['id'] for f in data['findings']])
        try:
            CONTRACT.validate(data)
            tap.check(True, f'practice {name}: JSON keeps its contract')
        except jsonschema.ValidationError as error:
            tap.check(False, f'practice {name}: JSON keeps its contract',
                      f'{list(error.absolute_path)} {error.message[:400]}')


FIVE = ['outlook-2010-587-ssl', 'backup-program', 'university-pop',
        'gmail-fetches-outlook', 'company-printer']


def squeezed(text):
    """Without white space: reports wrap their lines."""
    return ''.join(text.split())


def check_languages(tap):
    for name in FIVE:
        data = report(run('practice', 'run', name, '--format', 'json'))
        title = data['findings'][0]['title']
        for language in ('en', 'ja'):
            other = 'ja' if language == 'en' else 'en'
            process = run('practice', 'run', name, '--lang', language)
            printed = squeezed(process.stdout)
            tap.check(squeezed(title[language]) in printed
                      and squeezed(title[other]) not in printed,
                      f'practice {name} --lang {language}',
                      title[language] + '\n' + process.stdout[:800])
        for form in ('markdown', 'html'):
            process = run('practice', 'run', name, '--lang', 'both',
                          '--format', form)
            tap.check('587' in process.stdout or len(process.stdout) > 500,
                      f'practice {name} as {form}', process.stderr)


def check_offers(tap):
    """What a server offers stands in every form, and what the app needs."""
    name = 'only-oauth-offered'
    wanted = {'en': ('Before TLS (unencrypted): ',
                     'After TLS (encrypted, server verified): ',
                     'New: IDLE, AUTH XOAUTH2, AUTH OAUTHBEARER',
                     'No longer: STARTTLS', 'Outlook 2010 needs',
                     'not offered. A password cannot be used here.'),
              'ja': ('TLS の開始前(暗号化なし): ', 'なくなったもの: STARTTLS',
                     'Outlook 2010 に必要なもの',
                     '対応なし。ここではパスワードを使えません。')}
    for form in ('text', 'markdown', 'html'):
        for language, texts in wanted.items():
            printed = run('practice', 'run', name, '--format', form,
                          '--lang', language).stdout
            # In Markdown a sign that would mean something has a stroke.
            printed = squeezed(printed.replace('\\', ''))
            for text in texts:
                tap.check(squeezed(text) in printed,
                          f'{form} in {language} says “{text}”',
                          printed[-2000:])
    text = squeezed(run('practice', 'run', name, '--lang', 'both').stdout)
    for note in ('About the mail app', 'メールソフトについて',
                 'In this Outlook “SSL” means encryption from the start'):
        tap.check(squeezed(note) in text, f'it says “{note}”', text[-2000:])
    tap.check(squeezed('for Gmail it needs an app password') not in text,
              'and nothing of another service', text[-2000:])
    probe = report(run('practice', 'run', name, '--format', 'json'))
    needs = probe['probes'][0]['needs']
    tap.check({'id': 'password-imap', 'need': 'must', 'state': 'lacking'}
              in needs and {'id': 'starttls', 'need': 'must',
                            'state': 'offered', 'in': 'plain'} in needs,
              'so does JSON', needs)


def check_output_file(tap):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'report.json')
        process = run(*OFFLINE, '--format', 'json', '--output', path)
        mode = stat.S_IMODE(os.stat(path).st_mode)
        tap.check(process.stdout == '' and mode == 0o600,
                  '--output: a file for its owner alone', oct(mode))
        with open(path, encoding='utf-8') as f:
            CONTRACT.validate(json.load(f))
        process = run(*OFFLINE, '--output', os.path.join(folder, 'no', 'x'))
        tap.check(process.returncode == 4 and process.stderr.count('\n') == 1,
                  '--output into no folder: exit 4', process.stderr)


def check_test_message(tap):
    """The names of months are English (RFC 5322 §3.3), also where the desktop
    is Japanese."""
    taken = [(word, b'250 2.0.0 ok\r\n') for word in
             (b'EHLO', b'MAIL', b'RCPT', b'.', b'QUIT')]
    taken += [(b'DATA', b'354 go on\r\n'), (b'', b'')]
    with tempfile.TemporaryDirectory() as folder, \
            PlainServer(b'220 mail.example.jp\r\n', taken) as server:
        subprocess.run(['localedef', '-i', 'ja_JP', '-f', 'UTF-8',
                        os.path.join(folder, 'ja_JP.UTF-8')], check=True)
        process = run(*server.options(), '--send-test', '--format', 'json',
                      environment={'LOCPATH': folder,
                                   'LC_ALL': 'ja_JP.UTF-8'})
        lines = [line.decode('utf-8') for line in server.heard]
    dates = [line for line in lines if line.startswith('Date:')]
    tap.check(len(dates) == 1 and re.fullmatch(
        r'Date: \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} '
        r'\d\d:\d\d:\d\d [+-]\d{4}\r\n', dates[0]),
        'the date of a test message is that of RFC 5322', dates or
        process.stderr + process.stdout[:1500])
    tap.check(all(line.isascii() for line in lines),
              'and nothing of it needs more than ASCII', lines)


def catches(process, number):
    """Whether it has got as far as to see to the signal itself."""
    with open(f'/proc/{process.pid}/status', encoding='ascii') as f:
        caught = re.search(r'^SigCgt:\s*([0-9a-f]+)', f.read(), re.M)[1]
    return int(caught, 16) >> (number - 1) & 1


def check_interrupt(tap):
    for number in (signal.SIGINT, signal.SIGTERM):
        process = subprocess.Popen(
            [CLI, 'practice', 'run', 'port-never-answers', '--format',
             'json'], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True)
        while not catches(process, number):
            time.sleep(0.1)
        time.sleep(0.2)
        start = time.monotonic()
        process.send_signal(number)
        out, err = process.communicate(timeout=20)
        seconds = time.monotonic() - start
        # Left alone, the case takes its three seconds.
        tap.check(process.returncode == 3 and seconds < 2,
                  f'{number.name}: closed at once, exit 3',
                  f'exit {process.returncode} after {seconds:.2f} s {err}')
        CONTRACT.validate(json.loads(out))


# A way out of the namespace, and one server to which there is none.
CONNECTED = '''ip link set lo up
ip link add out type veth peer name in
ip link set out up
ip link set in up
ip address add 192.0.2.9/24 dev out
ip route add default via 192.0.2.8
'''
ELSEWHERE = ['taro@example.jp', '--incoming', 'imaps://198.51.100.1:993',
             '--outgoing', 'smtp+starttls://198.51.100.1:587']


def run_apart(arguments, setup=''):
    """In a network namespace of its own."""
    namespace = ['unshare', '--net']
    if os.geteuid() != 0:
        namespace.append('--map-root-user')
    return subprocess.run(
        [*namespace, 'sh', '-ec', setup + 'exec "$0" "$@"', CLI, 'check',
         *arguments, '--format', 'json'],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60,
        check=False)


def check_no_network(tap):
    for route, finding in (('unreachable', 'connection-timed-out'),
                           ('prohibit', 'connection-not-permitted')):
        process = run_apart(
            ELSEWHERE, CONNECTED + f'ip route add {route} 198.51.100.1\n')
        ids = [found['id'] for found in report(process)['findings']]
        tap.check(process.returncode == 1 and ids[0] == finding
                  and 'no-network' not in ids,
                  f'a network, and a route that says {route}: {finding}',
                  process.stderr + process.stdout[:1500])
    # Not even loopback is up.
    process = run_apart(['taro@gmail.com'])
    tap.check(process.returncode == 3 and first(process) == 'no-network',
              'no network: no-network, exit 3',
              process.stderr + process.stdout[:1500])


def main():
    tap = Tap()
    for check in (check_bad_input, check_help, check_lists, check_explain,
                  check_offline, check_practice, check_languages,
                  check_offers, check_output_file, check_test_message,
                  check_interrupt, check_no_network):
        try:
            check(tap)
        except (ValueError, KeyError, IndexError, OSError,
                subprocess.TimeoutExpired,
                jsonschema.ValidationError) as error:
            tap.check(False, check.__name__, repr(error)[:1500])
    return tap.done()


if __name__ == '__main__':
    sys.exit(main())
