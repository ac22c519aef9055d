#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Todoku authors
"""Round trips and time of one check with sign-in and the look behind it, beside
curl doing the same work, with real servers 100 ms away.

Usage: bench-round-trips.py BUILD
"""

import os
import statistics
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'real'))

from bench import Table, as_root  # noqa: E402
from delay_proxy import DelayProxy  # noqa: E402
from dovecot_postfix import APP_PASSWORD, APP_USER, DovecotPostfix  # noqa: E402
from real_servers import HOST  # noqa: E402

RTT = 0.1
TIMES = 5

# The side, the setting, the port of the test's server, what curl is told, and
# how many round trips there should be: connect, TLS, greeting, capabilities,
# sign-in and look, the farewell not awaited.  Dovecot's IMAP greeting lists the
# capabilities.
CHECKS = [
    ('incoming', 'imaps', 993, 'imaps', ('-X', 'EXAMINE INBOX'), 5.1),
    ('incoming', 'imap+starttls', 143, 'imap', ('-X', 'EXAMINE INBOX'), 7.1),
    ('incoming', 'pop3s', 995, 'pop3s', ('-I', '-X', 'STAT'), 6.1),
    ('incoming', 'pop3+starttls', 110, 'pop3', ('-I', '-X', 'STAT'), 8.1),
    ('outgoing', 'smtps', 465, 'submissions', ('-X', 'NOOP'), 6.1),
    ('outgoing', 'smtp+starttls', 587, 'submission', ('-X', 'NOOP'), 8.1),
]


class Sample:
    """Medians over several runs; the time on the wire is that of the quickest,
    to which other work of this computer has added least."""

    def __init__(self, proxy, argv, stdin):
        walls, seen = [], []
        for _ in range(TIMES):
            start = time.monotonic()
            subprocess.run(argv, input=stdin, stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL, timeout=30, check=True)
            walls.append(time.monotonic() - start)
            seen.append([sum(figures) for figures in zip(*(
                (c.seconds, c.round_trips, c.client, c.server)
                for c in proxy.take()))])
        self.wall = statistics.median(walls)
        self.round_trips = statistics.median(figures[1] for figures in seen)
        seconds, trips, self.client, self.server = min(seen)
        self.waited = seconds / RTT
        self.rest = seconds - trips * RTT - self.client - self.server


def measure(build, servers, proxy, check):
    side, scheme, port, name, curl_work, _ = check
    connect_to = ['--connect-to', f'{HOST}:{port}:127.0.0.1:{proxy.ports[name]}']
    ours = Sample(proxy, [
        os.path.join(build, 'src/cli/todoku-cli'), 'check', APP_USER,
        f'--{side}', f'{scheme}://{HOST}:{port}', '--only', 'configured',
        '--ca-file', servers.ca, *connect_to,
        '--sign-in', 'password', '--password-fd', '0'], APP_PASSWORD.encode())
    scheme = scheme.replace('+starttls', '')
    curl = Sample(proxy, [
        'curl', '-sS', '--ssl-reqd', '--sasl-ir', '--cacert', servers.ca,
        *connect_to, '-K', '-', *curl_work, f'{scheme}://{HOST}:{port}'],
        f'user = "{APP_USER}:{APP_PASSWORD}"\n'.encode())
    return ours, curl


def main():
    build = sys.argv[1]
    table = Table(f'One check with sign-in and look, {RTT * 1000:.0f} ms away')
    with DovecotPostfix() as servers, DelayProxy(servers.ports, RTT) as proxy:
        for check in CHECKS:
            ours, curl = measure(build, servers, proxy, check)
            name = check[1]
            table.row(f'{name}: round trips counted', ours.round_trips, '',
                      most=int(check[-1]))
            table.row(f'{name}: time on the wire, in round trips', ours.waited,
                      '', most=check[-1])
            for who, share in (('Todoku', ours.client),
                               ('the server', ours.server),
                               ('the proxy and the rest', ours.rest)):
                table.row(f'{name}: … beyond the round trips, {who}',
                          share * 1000, 'ms')
            table.row(f'{name}: curl, round trips counted', curl.round_trips,
                      '')
            table.row(f'{name}: from start to end', ours.wall * 1000, 'ms')
            table.row(f'{name}: curl, from start to end', curl.wall * 1000,
                      'ms')
            table.row(f'{name}: of the time of curl', ours.wall / curl.wall,
                      '')
    return table.end()


if __name__ == '__main__':
    as_root()
    sys.exit(main())
