#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Todoku authors
"""A whole grid beside its slowest single cell, 100 ms away, in both address
families; and a grid of which nothing answers.

Usage: bench-grid.py BUILD
"""

import contextlib
import json
import os
import socket
import statistics
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'real'))

from bench import Table, as_root  # noqa: E402
from delay_proxy import DelayProxy  # noqa: E402
from dovecot_postfix import DovecotPostfix  # noqa: E402
from real_servers import USER  # noqa: E402

RTT = 0.1
TIMES = 5

HOST = 'mail.example.jp'
PORTS = {993: 'imaps', 143: 'imap', 995: 'pop3s', 110: 'pop3',
         465: 'submissions', 587: 'submission', 25: 'submission',
         2525: 'submission'}


def check(build, connect_to, *options):
    argv = [os.path.join(build, 'src/cli/todoku-cli'), 'check', USER,
            '--format', 'json', '--incoming', f'imaps://{HOST}:993',
            '--outgoing', f'smtps://{HOST}:465', *options]
    for port, real in connect_to.items():
        for address in ('127.0.0.1', '[::1]'):
            argv += ['--connect-to', f'{HOST}:{port}:{address}:{real}']
    start = time.monotonic()
    process = subprocess.run(argv, stdin=subprocess.DEVNULL, timeout=90,
                             stdout=subprocess.PIPE, check=False)
    return time.monotonic() - start, json.loads(process.stdout)


def bench_grid(build, table):
    whole, slowest, cells = [], [], 0
    with DovecotPostfix() as servers, DelayProxy(servers.ports, RTT) as proxy:
        ports = {port: proxy.ports[name] for port, name in PORTS.items()}
        for _ in range(TIMES):
            check(build, ports, '--ca-file', servers.ca)
            seen = proxy.take()
            cells = len(seen)
            whole.append(max(c.start + c.seconds for c in seen)
                         - min(c.start for c in seen))
            slowest.append(max(c.seconds for c in seen))
    table.row('connections', cells, '')
    table.row('the whole grid', statistics.median(whole) * 1000, 'ms')
    table.row('its slowest cell', statistics.median(slowest) * 1000, 'ms')
    table.row('the grid to its slowest cell', statistics.median(
        w / s for w, s in zip(whole, slowest)), '', most=1.25)


@contextlib.contextmanager
def black_hole():
    """A port that answers no SYN: its queue is full and nobody takes from it."""
    with contextlib.ExitStack() as stack:
        for family, address in ((socket.AF_INET, '127.0.0.1'),
                                (socket.AF_INET6, '::1')):
            listener = stack.enter_context(socket.socket(family))
            listener.bind((address, 0 if family == socket.AF_INET else port))
            port = listener.getsockname()[1]
            listener.listen(0)
            for _ in range(4):
                filler = stack.enter_context(socket.socket(family))
                filler.setblocking(False)
                filler.connect_ex((address, port))
        time.sleep(0.2)
        yield port


def bench_black_hole(build, table):
    with black_hole() as port:
        seconds, report = check(build, dict.fromkeys(PORTS, port))
    finding = report['findings'][0]
    table.row(f'nothing answers: judged as {finding["id"]}', seconds, 's',
              most=8)
    table.row('nothing answers: probes made', len(report['probes']), '')


def main():
    build = sys.argv[1]
    table = Table(f'The grid, {RTT * 1000:.0f} ms away, IPv4 and IPv6')
    bench_grid(build, table)
    bench_black_hole(build, table)
    return table.end()


if __name__ == '__main__':
    as_root()
    sys.exit(main())
