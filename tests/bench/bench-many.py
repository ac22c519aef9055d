#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Todoku authors
"""200 accounts on one Dovecot, each diagnosed with a sign-in, beside
`xargs -P16 curl` signing in to the same accounts, and a client that does
nothing but sign in.

Usage: bench-many.py BUILD
"""

import os
import statistics
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'real'))

from bench import Table, as_root, children_cpu, cost  # noqa: E402
from delay_proxy import DelayProxy  # noqa: E402
from dovecot_postfix import DovecotPostfix  # noqa: E402
from lean_sign_ins import lean  # noqa: E402
from real_servers import HOST, PASSWORD  # noqa: E402

COUNT = 200
AT_ONCE = 100
TIMES = 3
USERS = [f'u{n}@example.jp' for n in range(COUNT)]
LEAN = 'a lean client that only signs in'
WHOSE = {'loopback': 'the servers', '100 ms away': 'the servers and the proxy'}


def measure(table, build, servers, port, where):
    to = f'{HOST}:993:127.0.0.1:{port}'
    ours = [os.path.join(build, 'tests/bench/many-sign-ins'),
            f'imaps://{HOST}:993', to, servers.ca, str(COUNT), str(AT_ONCE)]
    numbers = '\n'.join(str(n) for n in range(COUNT))
    curls = ['xargs', '-P16', '-I{}', 'curl', '-sS', '--cacert', servers.ca,
             '--connect-to', to, '-u', f'u{{}}@example.jp:{PASSWORD}',
             '-X', 'EXAMINE INBOX', f'imaps://{HOST}:993']
    walls, memory, served = [], [], []
    for _ in range(TIMES):
        before = children_cpu()
        one = cost(ours, PASSWORD.encode())
        served.append(children_cpu() - before)
        other = cost(curls, numbers.encode())
        if one.status or other.status:
            raise RuntimeError(f'exit {one.status} and {other.status}')
        walls.append((one.wall, other.wall,
                      lean(port, HOST, servers.ca, USERS, PASSWORD, AT_ONCE)))
        memory.append(one.memory)
    for i, what in enumerate((f'{COUNT} diagnoses', 'the curls', LEAN)):
        table.row(f'{where}: {what}', statistics.median(w[i] for w in walls),
                  's')
    table.row(f'{where}: times as fast as the curls',
              statistics.median(w[1] / w[0] for w in walls), '', least=5)
    table.row(f'{where}: the lean client, times as fast',
              statistics.median(w[1] / w[2] for w in walls), '')
    table.row(f'{where}: CPU time of {WHOSE[where]}',
              statistics.median(served), 's')
    table.row(f'{where}: memory', max(memory), 'MiB', most=40)


def main():
    build = sys.argv[1]
    table = Table(f'{COUNT} accounts, beside xargs -P16 curl')
    with DovecotPostfix(others=USERS) as servers:
        measure(table, build, servers, servers.ports['imaps'], 'loopback')
        with DelayProxy(servers.ports) as proxy:
            measure(table, build, servers, proxy.ports['imaps'], '100 ms away')
    return table.end()


if __name__ == '__main__':
    as_root()
    sys.exit(main())
