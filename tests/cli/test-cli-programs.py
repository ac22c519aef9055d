#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Todoku authors
"""todoku-cli explain: what real programs say is understood (TAP).

curl, msmtp, Python, PHPMailer and openssl speak to a server of this test and
fail; what they print on the way is explained.

Usage: test-cli-programs.py TODOKU_CLI SOURCE_ROOT
"""

import contextlib
import json
import os
import smtplib
import socket
import ssl
import subprocess
import sys
import tempfile
import traceback

from cli import ROOT, PlainServer, Tap, run

ANSWERS = (
    (b'EHLO', b'250-mail.example.com\r\n250 AUTH PLAIN LOGIN\r\n'),
    (b'AUTH', b'535 5.7.8 Error: authentication failed\r\n'),
    (b'MAIL', b'530 5.7.0 Authentication required\r\n'),
    (b'QUIT', b'221 2.0.0 Bye\r\n'),
)
NO_AUTH = ((b'EHLO', b'250 mail.example.com\r\n'), *ANSWERS[3:])
GREETING = b'220 mail.example.com ESMTP\r\n'
CERTS = os.environ['TODOKU_TEST_CERTS']
CERTIFICATES = (
    # whose certificate, who is trusted, what is found
    ('valid', None, 'certificate-untrusted'),
    ('missing-intermediate', 'root', 'certificate-untrusted'),
    ('expired', 'root', 'certificate-expired'),
    ('not-yet-valid', 'root', 'certificate-not-yet-valid'),
    ('wrong-name', 'root', 'certificate-name-mismatch'),
)
CURL = ['curl', '-sS', '--max-time', '2', '--mail-from', 'taro@example.com',
        '--mail-rcpt', 'hanako@example.com', '-T', '-']
MSMTP = ['msmtp', '--host=127.0.0.1', '--from=taro@example.com',
         '--timeout=2']


class TlsServer(PlainServer):
    """The same with TLS from the start."""

    def __init__(self, certificate):
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(
            os.path.join(CERTS, certificate + '.pem'),
            os.path.join(CERTS, certificate + '.key'))
        super().__init__(GREETING)

    def serve(self, connection):
        with contextlib.suppress(OSError):  # a peer that refuses it goes away
            super().serve(self.context.wrap_socket(connection,
                                                   server_side=True))


def shut_port():
    with contextlib.closing(socket.socket()) as sock:
        sock.bind(('127.0.0.1', 0))
        return sock.getsockname()[1]


def said(*command):
    """What a program prints; it reads no settings of whoever runs the test."""
    with tempfile.TemporaryDirectory() as home:
        process = subprocess.run(
            command, input='Subject: test\r\n\r\n', capture_output=True,
            text=True, timeout=60, check=False,
            env=dict(os.environ, HOME=home, XDG_CONFIG_HOME=home, LC_ALL='C'))
    assert process.returncode != 0, command
    return process.stderr


def raised(use):
    try:
        use()
    except (OSError, smtplib.SMTPException):
        return traceback.format_exc()
    raise AssertionError('no error')


def curl(url, *options):
    return said(*CURL, *options, url)


def msmtp(port, *options):
    return said(*MSMTP, f'--port={port}', *options, 'hanako@example.com')


def python(port, use):
    def session():
        with smtplib.SMTP('127.0.0.1', port, timeout=2) as smtp:
            use(smtp)
    return raised(session)


def php(port, *settings):
    """PHPMailer prints its log to the page that the script makes."""
    process = subprocess.run(
        ['php', os.path.join(ROOT, 'tests', 'cli', 'phpmailer.php'), str(port),
         *settings],
        capture_output=True, text=True, timeout=60, check=False)
    assert process.returncode == 1, process.stderr
    return process.stdout


def check(tap, name, text, app, finding):
    process = run('explain', '-', '--format', 'json', text=text.encode())
    report = json.loads(process.stdout)
    found = report['findings'][0]['id']
    tap.check(found == finding and report['account']['app'] == app,
              f'{name}: {finding}', f'{found}\n{text}')


def check_tls_on_plain_port(tap, port):
    name, finding = 'TLS to an unencrypted port', 'tls-on-starttls-port'
    check(tap, f'curl, {name}', curl(f'smtps://127.0.0.1:{port}'), 'curl',
          finding)
    check(tap, f'msmtp, {name}',
          msmtp(port, '--tls=on', '--tls-starttls=off'), 'msmtp', finding)
    context = ssl.create_default_context()
    check(tap, f'Python, {name}', raised(lambda: smtplib.SMTP_SSL(
        '127.0.0.1', port, timeout=2, context=context)), 'python', finding)
    check(tap, f'PHP, {name}', php(port, 'SMTPSecure=ssl'), 'php', finding)
    check(tap, f'openssl, {name}',
          said('openssl', 's_client', '-connect', f'127.0.0.1:{port}'),
          'other-program', finding)


def check_no_starttls(tap, port):
    finding = 'starttls-not-offered'
    check(tap, 'curl, no STARTTLS',
          curl(f'smtp://127.0.0.1:{port}', '--ssl-reqd'), 'curl', finding)
    check(tap, 'msmtp, no STARTTLS', msmtp(port, '--tls=on'), 'msmtp',
          finding)
    check(tap, 'Python, no STARTTLS',
          python(port, lambda smtp: smtp.starttls()), 'python', finding)
    check(tap, 'PHP, no STARTTLS', php(port, 'SMTPSecure=tls'), 'php', finding)


def check_sign_in(tap, port):
    finding = 'password-refused'
    check(tap, 'curl, refused',
          curl(f'smtp://127.0.0.1:{port}', '--user', 'taro:wrong'), 'curl',
          finding)
    user = ['--user=taro', '--passwordeval=echo wrong']
    check(tap, 'msmtp, refused', msmtp(port, '--auth=plain', *user), 'msmtp',
          finding)
    check(tap, 'Python, refused',
          python(port, lambda smtp: smtp.login('taro', 'wrong')), 'python',
          finding)
    for language in 'en', 'ja':
        check(tap, f'PHP, refused, {language}',
              php(port, 'Username=taro', 'Password=wrong', 'SMTPDebug=0',
                  f'language={language}'), 'php', finding)
    check(tap, 'msmtp, a password in the clear',
          msmtp(port, '--auth=on', *user), 'msmtp', 'encryption-required')


def check_no_sign_in(tap, port):
    finding = 'sender-not-signed-in'
    check(tap, 'curl, not signed in', curl(f'smtp://127.0.0.1:{port}'),
          'curl', finding)
    check(tap, 'msmtp, not signed in', msmtp(port), 'msmtp', finding)
    check(tap, 'Python, not signed in', python(
        port, lambda smtp: smtp.sendmail('taro@example.com',
                                         ['hanako@example.com'], 'x')),
        'python', finding)
    check(tap, 'PHP, not signed in', php(port), 'php', finding)


def check_certificate(tap, port, ca, name, finding):
    trusted = ca and os.path.join(CERTS, ca + '.pem')
    check(tap, f'curl, {name}', curl(
        f'smtps://127.0.0.1:{port}',
        *(['--cacert', trusted] if ca else [])), 'curl', finding)
    check(tap, f'msmtp, {name}', msmtp(
        port, '--tls=on', '--tls-starttls=off',
        *([f'--tls-trust-file={trusted}'] if ca else [])), 'msmtp', finding)
    context = ssl.create_default_context(cafile=trusted)
    check(tap, f'Python, {name}', raised(lambda: smtplib.SMTP_SSL(
        '127.0.0.1', port, timeout=2, context=context)), 'python', finding)


def check_certificates(tap):
    for certificate, ca, finding in CERTIFICATES:
        with TlsServer(certificate) as server:
            check_certificate(tap, server.port, ca,
                              f'{certificate} certificate', finding)
    with TlsServer('valid') as server:
        check(tap, 'PHP, a certificate of an unknown authority',
              php(server.port, 'SMTPSecure=ssl', 'SMTPDebug=4'), 'php',
              'certificate-untrusted')


def check_silence(tap, port):
    """What a port that waits for TLS does to a client that does not speak it:
    both wait."""
    finding = 'starttls-on-tls-port'
    check(tap, 'curl, silence', curl(f'smtp://127.0.0.1:{port}'), 'curl',
          finding)
    check(tap, 'msmtp, silence', msmtp(port), 'msmtp', finding)


def check_shut(tap, port):
    check(tap, 'curl, nobody listens', curl(f'smtp://127.0.0.1:{port}'),
          'curl', 'wrong-port')
    check(tap, 'msmtp, nobody listens', msmtp(port), 'msmtp', 'wrong-port')
    check(tap, 'Python, nobody listens', python(port, lambda smtp: None),
          'python', 'wrong-port')
    check(tap, 'PHP, nobody listens', php(port), 'php', 'wrong-port')


def main():
    tap = Tap()
    with PlainServer(GREETING, ANSWERS) as server:
        check_tls_on_plain_port(tap, server.port)
        check_no_starttls(tap, server.port)
        check_sign_in(tap, server.port)
        check_no_sign_in(tap, server.port)
    with PlainServer(GREETING, NO_AUTH) as server:
        check(tap, 'Python, no AUTH', python(
            server.port, lambda smtp: smtp.login('taro', 'x')), 'python',
            'encryption-required')
    with PlainServer(b'') as server:
        check_silence(tap, server.port)
    check_shut(tap, shut_port())
    check_certificates(tap)
    return tap.done()


if __name__ == '__main__':
    sys.exit(main())
