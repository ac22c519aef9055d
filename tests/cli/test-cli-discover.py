#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Todoku authors
"""todoku-cli check --discover: the domain's own web server and a third party,
both real HTTPS servers on loopback; what they are told; what is taken of it;
where no password goes."""

import contextlib
import http.server
import json
import os
import ssl
import sys
import threading

from cli import Tap, run

CERTS = os.environ['TODOKU_TEST_CERTS']
DOMAIN, THIRD = 'autoconfig.example.com', 'autoconfig.thunderbird.net'
CONFIG = '''<?xml version="1.0"?><clientConfig version="1.1">
<emailProvider id="example.com"><domain>example.com</domain>
<incomingServer type="imap"><hostname>{host}</hostname><port>993</port>
<socketType>SSL</socketType><username>%EMAILADDRESS%</username></incomingServer>
<outgoingServer type="smtp"><hostname>{host}</hostname><port>587</port>
<socketType>STARTTLS</socketType><username>%EMAILADDRESS%</username></outgoingServer>
</emailProvider></clientConfig>'''


class Web(http.server.ThreadingHTTPServer):
    """Says @own to who asks the domain, @third to who asks the third party."""

    def __init__(self, own=None, third=None, certificate='web'):
        pages = {DOMAIN: own, THIRD: third}
        self.asked = asked = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                host = self.headers['Host']
                asked.append((host, self.path, str(self.headers)))
                page = None if '/.well-known' in self.path else pages.get(host)
                self.send_response(200 if page else 404)
                self.send_header('Content-Length', str(len(page or '')))
                self.end_headers()
                self.wfile.write((page or '').encode())

            def log_message(self, *_):
                pass

        super().__init__(('127.0.0.1', 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(os.path.join(CERTS, certificate + '.pem'),
                                os.path.join(CERTS, certificate + '.key'))
        self.socket = context.wrap_socket(self.socket, server_side=True)

    def handle_error(self, *_):
        pass  # a peer that refuses the certificate goes away

    def options(self):
        port = self.server_address[1]
        options = ['--ca-file', os.path.join(CERTS, 'root.pem'),
                   '--timeout', '20']
        for host in (DOMAIN, 'example.com', THIRD):
            options += ['--connect-to', f'{host}:443:127.0.0.1:{port}']
        # Nobody listens where the mail servers are led to.
        for host in ('mail.example.com', 'mail.example.net'):
            for service in (993, 587):
                options += ['--connect-to', f'{host}:{service}:127.0.0.1:1']
        return options


@contextlib.contextmanager
def web(**more):
    server = Web(**more)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def check(server, way, *more):
    return run('check', 'taro@example.com', '--discover', way,
               *server.options(), *more)


def own_word(tap):
    with web(own=CONFIG.format(host='mail.example.com')) as server:
        process = check(server, 'domain', '--format', 'json')
        report = json.loads(process.stdout)
        text = check(server, 'domain', '--lang', 'both').stdout.decode()
    found = report['discovery']
    first = found['proposals'][0]
    tap.check(report['account']['incoming'] == 'imaps://mail.example.com:993'
              and report['account']['outgoing'] ==
              'smtp+starttls://mail.example.com:587',
              'the domain’s own word is taken')
    tap.check(first['source'] == 'autoconfig' and first['authenticated'] and
              not first['needs_confirmation'] and
              first['said_in'] == f'https://{DOMAIN}/mail/config-v1.1.xml',
              'each value keeps its source, and whether it was safe', str(first))
    tap.check([attempt['outcome'] for attempt in found['attempts']] ==
              ['found', 'nothing'], 'what was asked is told',
              str(found['attempts']))
    tap.check({host for host, _, _ in server.asked} == {DOMAIN, 'example.com'},
              'nobody else was asked', str(server.asked))
    tap.check('受信サーバーの情報源' in text and
              f'https://{DOMAIN}/mail/config-v1.1.xml' in text,
              'the text says where it was found')


def third_party(tap):
    with web(third=CONFIG.format(host='mail.example.net')) as server:
        report = json.loads(
            check(server, 'third-party', '--format', 'json').stdout)
        refused = check(server, 'third-party', '--sign-in', 'password',
                        '--password-file', '/dev/null')
    asked = [entry for entry in server.asked if entry[0] == THIRD]
    tap.check(report['account']['incoming'] == 'imaps://mail.example.net:993',
              'a third party’s word is tried')
    tap.check(report['discovery']['proposals'][0]['needs_confirmation'],
              'and waits for a person’s')
    tap.check({path for _, path, _ in asked} == {'/v1.1/example.com'} and
              all('taro' not in path + headers
                  for _, path, headers in server.asked),
              'it is told the domain alone', str(asked))
    tap.check(refused.returncode == 2 and
              b'--incoming imaps://mail.example.net:993' in refused.stderr,
              'no password goes there unasked', refused.stderr.decode())


def not_taken(tap):
    with web(own=CONFIG.format(host='mail.example.com'),
             certificate='valid') as server:
        process = check(server, 'domain')
    tap.check(process.returncode == 2 and not server.asked,
              'a web server with another’s certificate says nothing',
              process.stderr.decode())
    with web(own='<html>Please sign in</html>') as server:
        process = check(server, 'domain')
    tap.check(process.returncode == 2, 'a page of something else says nothing',
              process.stderr.decode())
    with web(own=CONFIG.format(host='mail.example.com')) as server:
        process = check(server, 'none')
        given = check(server, 'domain', '--incoming',
                      'imaps://mail.example.net:993', '--format', 'json')
        offline = check(server, 'domain', '--offline')
    tap.check(process.returncode == 2, 'none asks nobody')
    tap.check(json.loads(given.stdout)['account']['incoming'] ==
              'imaps://mail.example.net:993', 'what is given stays')
    tap.check(offline.returncode == 2, 'offline asks nobody')
    process = run('check', 'taro@example.com', '--discover', 'everybody')
    tap.check(process.returncode == 2 and b'everybody' in process.stderr,
              'an unknown way is a mistake')


def main():
    tap = Tap()
    own_word(tap)
    third_party(tap)
    not_taken(tap)
    return tap.done()


if __name__ == '__main__':
    sys.exit(main())
