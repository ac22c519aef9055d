#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Todoku authors
"""todoku-cli: secrets stay in, clear text is asked for, servers cannot paint
on the screen (TAP).

Usage: test-cli-safety.py TODOKU_CLI SOURCE_ROOT
"""

import base64
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.parse

from cli import CLI, PlainServer, Tap, practice, run

SECRET = 'kanariya-"7\\&ry<9>é'
# What cannot be an app password is not sent: this one can be.
APP_PASSWORD = 'kanariyavogelxyz'
# A case that refuses, an account in it, and a word that the try leaves.
CASES = [
    ('wrong-password',
     ['taro@example.jp', '--incoming', 'imaps://imap.example.jp:993',
      '--only', 'incoming', '--sign-in', 'password'], b'AUTHENTICATE'),
    ('backup-program',
     ['taro@gmail.com', '--only', 'outgoing', '--sign-in', 'app-password'],
     b'AUTH PLAIN'),
    ('university-pop',
     ['s1234567@example.ac.jp', '--provider', 'google-workspace-edu',
      '--incoming', 'pop3s://pop.gmail.com:995', '--only', 'incoming',
      '--sign-in', 'oauth2'], b'AUTH'),
]
FORMATS = ('text', 'markdown', 'html', 'json')
HELLO = (b'EHLO', b'250-mail.example.jp\r\n250-AUTH PLAIN LOGIN\r\n'
         b'250 8BITMIME\r\n')

LINE = b'kanariya-vogel'

# C0 but newline, DEL and C1, overrides and isolates, line separators.
PAINT = re.compile('[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e'
                   '\u2066\u2067\u2028\u2029]')


def disguises(secret):
    """Every form in which a secret must not appear."""
    raw = secret.encode()
    yield raw
    yield raw.hex().encode()
    yield raw.hex().upper().encode()
    yield urllib.parse.quote(secret, safe='').encode()
    yield json.dumps(secret)[1:-1].encode()
    yield json.dumps(secret, ensure_ascii=False)[1:-1].encode()
    for shift in range(3):
        encoded = base64.b64encode(b'\0' * shift + raw)
        # The ends mix with what stands beside the secret.
        yield encoded[4 if shift else 0:len(encoded) - 4]


def leaks(secret, *outputs):
    together = b''.join(outputs)
    squeezed = re.sub(rb'\s', b'', together)
    return [form for form in disguises(secret)
            if form in together or form in squeezed]


def check_the_check(tap):
    plain = base64.b64encode(b'\0taro\0' + SECRET.encode())
    tap.check(leaks(SECRET, b'AUTH PLAIN ' + plain)
              and leaks(SECRET, b'> ' + SECRET.encode())
              and not leaks(SECRET, b'AUTH PLAIN (17 bytes)'),
              'a leaked secret would be found')
    tap.check(PAINT.search('\x1b[31m') and PAINT.search('\u202e')
              and not PAINT.search('\\x1b[31m 日本語\n'),
              'a painted screen would be found')


def check_secrets(tap):
    for case, account, word in CASES:
        method = account[account.index('--sign-in') + 1]
        secret = APP_PASSWORD if method == 'app-password' else SECRET
        with practice(case) as options:
            for form in FORMATS:
                process = run(
                    'check', *account, *options, '--password-fd', '0',
                    '--transcript', '--show-address', '--format', form,
                    '--lang', 'both', text=secret.encode() + b'\n',
                    environment={'G_MESSAGES_DEBUG': 'all',
                                 'G_TLS_GNUTLS_PRIORITY': None,
                                 'SOUP_LOGGER': '3'})
                found = leaks(secret, process.stdout, process.stderr)
                tap.check(process.returncode == 1 and not found
                          and word in process.stdout,
                          f'RE-01 SE-04 {method} as {form}: tried, nowhere to be read',
                          f'exit {process.returncode} {found}\n'
                          + process.stderr.decode()[:500])


def check_one_attempt(tap):
    with practice(CASES[0][0]) as options:
        process = run('check', *CASES[0][1], *options, '--password-fd', '0',
                      '--format', 'json', text=SECRET.encode())
        tap.check(json.loads(process.stdout)['budget']['sign_ins'] == 1,
                  'a refusal ends signing in for the whole run',
                  process.stdout[-300:])


def check_password_sources(tap):
    with tempfile.TemporaryDirectory() as folder, \
            practice(CASES[0][0]) as options:
        path = os.path.join(folder, 'password')
        command = ['check', *CASES[0][1], *options, '--format', 'json',
                   '--password-file', path]
        for name, contents, status in (
                ('a line', LINE + b'\n', 1), ('a line of another system',
                                          LINE + b'\r\n', 1),
                ('two lines', LINE + b'\ndef\n', 2), ('a NUL', LINE + b'\0d', 2),
                ('64 KiB', b'a' * 65536, 2), ('nothing', b'', 2)):
            with open(path, 'wb') as f:
                f.write(contents)
            process = run(*command)
            tap.check(process.returncode == status
                      and (status == 1 or process.stderr.count(b'\n') == 1)
                      and not leaks(LINE.decode(), process.stderr),
                      f'a password file with {name}: exit {status}',
                      process.stderr.decode())
        missing = run(*command[:-1], os.path.join(folder, 'none'))
        tap.check(missing.returncode == 2
                  and missing.stderr.count(b'\n') == 1,
                  'a password file that is not there: exit 2',
                  missing.stderr.decode())
        closed = run(*command[:-2], '--password-fd', '97')
        tap.check(closed.returncode == 2 and closed.stderr.count(b'\n') == 1,
                  'a descriptor that is not open: exit 2',
                  closed.stderr.decode())


def said_password(server):
    return any(line.upper().startswith((b'AUTH', b'USER'))
               for line in server.heard)


def check_clear_text(tap):
    answers = (HELLO, (b'AUTH', b'235 2.7.0 good\r\n'),
               (b'QUIT', b'221 2.0.0 bye\r\n'))
    for allowed in (False, True):
        with PlainServer(b'220 mail.example.jp ESMTP\r\n', answers) as server:
            more = ['--allow-clear', 'mail.example.jp'] if allowed else []
            process = run(*server.options(), *more, '--sign-in', 'password',
                          '--password-fd', '0', '--format', 'json',
                          '--transcript', text=b'abc')
            tap.check(said_password(server) == allowed,
                      'the password goes in clear' if allowed
                      else 'without --allow-clear no password leaves',
                      f'{server.heard}\n{process.stdout.decode()[:1500]}')
            tap.check(bool(server.heard), 'and the server was spoken to')
            tap.check(process.returncode in (0, 1), 'and a report was made',
                      process.stderr.decode())


def check_painting(tap):
    text = ('421 4.7.0 \x1b[31mred\x07 \x9b32m \u202edesrever\u2066 '
            '<script>alert(1)</script> [click](javascript:alert(1)) &amp; '
            '\u2028line \x00nul call us\r\n')
    with PlainServer(text.encode()) as server:
        for form in FORMATS:
            process = run(*server.options(), '--format', form,
                          '--transcript', '--lang', 'both')
            printed = process.stdout.decode()
            shown = json.dumps(json.loads(printed), ensure_ascii=False) \
                if form == 'json' else printed
            tap.check('desrever' in printed and not PAINT.search(shown),
                      f'RE-02 {form}: control characters are made visible',
                      repr(PAINT.findall(shown)) + shown[:600])
            if form == 'html':
                tap.check('<script>alert' not in printed
                          and 'href="javascript' not in printed,
                          'RE-02 html: markup of the server is text')
            if form == 'markdown':
                lines = [line for line in printed.splitlines()
                         if '[click](javascript' in line]
                tap.check(all(line.startswith('    ') for line in lines),
                          'RE-02 markdown: links of the server stand in code',
                          lines)
    process = run('explain', text.replace('\x00', ''), '--lang', 'both')
    tap.check(not PAINT.search(process.stdout.decode()),
              'explain: control characters of the paste are made visible',
              repr(process.stdout[:600]))


# ---- a server that echoes ----------------------------------------------------

ECHO = 'kanariya-vogel-7'


def echoes():
    """What a server may make of a password that it was told."""
    raw = ECHO.encode()
    blob = b'\0taro@example.jp\0' + raw
    wrapped = base64.b64encode(blob)
    return b' '.join([
        raw, raw.hex().encode(), raw.hex().upper().encode(),
        urllib.parse.quote(ECHO, safe='').encode(),
        b''.join(b'%%%02x' % byte for byte in raw),
        wrapped, *(base64.b64encode(b'x' * shift + raw) for shift in range(3)),
        base64.urlsafe_b64encode(b'xx' + raw)])


class EchoServer(PlainServer):
    """A server of any of the protocols that repeats what it was told."""

    GREETINGS = {'imap': b'* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] hi\r\n',
                 'pop3': b'+OK hi\r\n', 'smtp': b'220 hi\r\n'}

    def __init__(self, protocol):
        self.protocol = protocol
        super().__init__(self.GREETINGS[protocol])

    def answer(self, line):
        word = line.upper().split()
        if self.protocol == 'imap':
            tag = line.split()[0]
            if b'AUTHENTICATE' in word:
                return (b'* OK [ALERT] ' + echoes() + b'\r\n' + tag
                        + b' NO [AUTHENTICATIONFAILED] ' + echoes() + b'\r\n')
            return tag + b' OK done\r\n'
        if self.protocol == 'pop3':
            if word[0] == b'CAPA':
                return b'+OK\r\nUSER\r\n.\r\n'
            if word[0] == b'PASS':
                return b'-ERR [AUTH] ' + echoes() + b'\r\n'
            return b'+OK\r\n'
        if word[0] == b'EHLO':
            return b'250-hi\r\n250 AUTH PLAIN\r\n'
        if word[0] == b'AUTH':
            return b'535-5.7.8 ' + echoes() + b'\r\n535 5.7.8 ' + echoes() + b'\r\n'
        return b'221 bye\r\n'

    def options(self, host='mail.example.jp'):
        side = '--outgoing' if self.protocol == 'smtp' else '--incoming'
        return ['check', 'taro@example.jp', '--only', 'configured', side,
                f'{self.protocol}+plain://{host}:1000',
                '--connect-to', f'{host}:1000:127.0.0.1:{self.port}',
                '--allow-clear', host, '--sign-in', 'password',
                '--password-fd', '0', '--transcript', '--show-address',
                '--lang', 'both']


def check_echo(tap):
    for protocol in EchoServer.GREETINGS:
        with EchoServer(protocol) as server:
            for form in FORMATS:
                process = run(*server.options(), '--format', form,
                              text=ECHO.encode(),
                              environment={'G_MESSAGES_DEBUG': 'all'})
                found = leaks(ECHO, process.stdout, process.stderr)
                tap.check(not found and process.returncode == 1
                          and b'\xe2\x80\xa2' in process.stdout
                          or b'\\u2022' in process.stdout and not found,
                          f'AU-11 RE-01 {protocol} as {form}: the echo of a '
                          'password is not shown',
                          f'exit {process.returncode} {found}\n'
                          + process.stdout.decode()[-1500:])


# ---- this computer -----------------------------------------------------------

def check_process(tap):
    with PlainServer(b'') as server:
        process = subprocess.Popen(
            [CLI, *server.options(), '--sign-in', 'password', '--password-fd',
             '0', '--timeout', '3'], stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        process.stdin.write(SECRET.encode())
        process.stdin.close()
        time.sleep(0.5)
        seen = {}
        for name in ('cmdline', 'environ', 'limits'):
            with open(f'/proc/{process.pid}/{name}', 'rb') as f:
                seen[name] = f.read()
        process.wait(timeout=20)
    tap.check(not leaks(SECRET, seen['cmdline'], seen['environ']),
              'SE-05 the password is no argument and in no variable')
    core = re.search(rb'Max core file size\s+(\d+)\s+(\d+)', seen['limits'])
    tap.check(core and core.groups() == (b'0', b'0'),
              'SE-02 no core file is ever written', seen['limits'].decode())
    refused = run('check', 'taro@example.jp', '--password', 'abc')
    tap.check(refused.returncode == 2,
              'SE-05 there is no option that takes a password')


def check_local_names(tap):
    account = ['check', 'taro.kanariya@example.jp', '--offline', '--incoming',
               'imaps://imap.example.jp:993']
    local = [os.path.expanduser('~').encode(), os.uname().nodename.encode()]
    for form in FORMATS:
        hidden = run(*account, '--format', form).stdout
        shown = run(*account, '--format', form, '--show-address').stdout
        tap.check(b'taro.kanariya' not in hidden
                  and b'taro.kanariya' in shown
                  and not any(len(name) > 3 and name in hidden
                              for name in local),
                  f'RE-04 {form}: the address is hidden unless wanted',
                  hidden.decode()[:800])


def check_nowhere_to_write(tap):
    bare = {'HOME': '/proc/none', 'TMPDIR': '/proc/none',
            'XDG_CACHE_HOME': '/proc/none', 'XDG_CONFIG_HOME': '/proc/none',
            'XDG_RUNTIME_DIR': None, 'DBUS_SESSION_BUS_ADDRESS': None}
    process = run('check', 'taro@gmail.com', '--offline', environment=bare)
    tap.check(process.returncode in (0, 1, 3) and process.stdout
              and not process.stderr,
              'SB-02 without a home, a bus or a place for files it works',
              process.stderr.decode()[:500])
    with PlainServer(b'220 hi\r\n', (HELLO,)) as server:
        process = run(*server.options(), '--format', 'json', environment=bare)
        tap.check(json.loads(process.stdout)['probes'],
                  'SB-02 and it probes', process.stderr.decode()[:500])


def check_missing_issuer(tap):
    process = run('practice', 'run', 'certificate-missing-intermediate',
                  '--format', 'text', '--lang', 'both')
    text = ' '.join(process.stdout.decode().split())
    tap.check('The missing one is the certificate of: O=Todoku '
              'practice,CN=Todoku practice intermediate' in text
              and '足りないのは「O=Todoku' in text,
              'TL-05 the issuer that is missing is named', text[:1500])


def check_signed_in(tap):
    with EchoServer('imap') as server:
        server.answer = lambda line: (
            line.split()[0] + b' OK [CAPABILITY IMAP4rev1 QUOTA] in\r\n'
            if b'AUTHENTICATE' in line else line.split()[0] + b' OK\r\n')
        process = run(*server.options(), '--format', 'json', text=b'abc')
        lists = [probe['capabilities'] for probe
                 in json.loads(process.stdout)['probes']]
        tap.check(any('AUTH=PLAIN' in one.get('plain', ())
                      and one.get('signed-in') == ['IMAP4rev1', 'QUOTA']
                      for one in lists),
                  'ST-16 what is offered after the sign-in is a list of its own',
                  lists)


def check_timeout(tap):
    with PlainServer(b'') as server:
        start = time.monotonic()
        process = run(*server.options(), '--timeout', '2', '--format', 'json')
        seconds = time.monotonic() - start
        tap.check(seconds < 4 and process.returncode in (1, 3),
                  f'--timeout 2 ends the run: {seconds:.1f} s',
                  process.stderr.decode())


def endpoints(process):
    return {(probe['endpoint'], probe['role'])
            for probe in json.loads(process.stdout)['probes']}


def check_only(tap):
    with practice('healthy-no-sign-in') as options:
        command = ['check', 'taro@gmail.com', *options, '--format', 'json']
        for only, unwanted in (('incoming', 'smtp'), ('outgoing', 'imap')):
            seen = endpoints(run(*command, '--only', only))
            tap.check(seen and not any(url.startswith(unwanted)
                                       for url, _ in seen),
                      f'--only {only}', seen)
        seen = endpoints(run(*command, '--only', 'configured'))
        tap.check({role for _, role in seen} == {'configured'},
                  '--only configured', seen)
        seen = endpoints(run(*command, '--no-grid'))
        tap.check(seen and 'grid' not in {role for _, role in seen},
                  '--no-grid', seen)


def main():
    tap = Tap()
    for check in (check_the_check, check_secrets, check_one_attempt,
                  check_password_sources, check_clear_text, check_painting,
                  check_timeout, check_only, check_echo, check_process,
                  check_local_names, check_nowhere_to_write,
                  check_missing_issuer, check_signed_in):
        try:
            check(tap)
        except (ValueError, KeyError, OSError,
                subprocess.TimeoutExpired) as error:
            tap.check(False, check.__name__, repr(error)[:1500])
    return tap.done()


if __name__ == '__main__':
    sys.exit(main())
