#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Todoku authors
"""How soon a verdict is certain on loopback, from the start of the process to
its end, and what memory a check of one endpoint takes.

Usage: bench-verdict.py BUILD
"""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'real'))

from bench import Table, as_root, median_cost  # noqa: E402
from dovecot_postfix import APP_PASSWORD, APP_USER, DovecotPostfix  # noqa: E402
from real_servers import HOST  # noqa: E402


def main():
    cli = os.path.join(sys.argv[1], 'src/cli/todoku-cli')
    table = Table('One endpoint on loopback, from start to end')
    bare = median_cost([cli, '--version'])
    table.row('todoku-cli --version', bare.wall * 1000, 'ms')
    with DovecotPostfix() as servers:
        for what, url, name, side, sign_in in (
                ('SSL on the STARTTLS port', f'smtps://{HOST}:587',
                 'submission', 'outgoing', False),
                ('a healthy endpoint', f'imaps://{HOST}:993', 'imaps',
                 'incoming', False),
                ('and a sign-in', f'imaps://{HOST}:993', 'imaps', 'incoming',
                 True)):
            port = url.rsplit(':', maxsplit=1)[1]
            command = [cli, 'check', APP_USER, f'--{side}', url, '--only',
                       'configured', '--ca-file', servers.ca, '--connect-to',
                       f'{HOST}:{port}:127.0.0.1:{servers.ports[name]}']
            if sign_in:
                command += ['--sign-in', 'password', '--password-fd', '0']
            one = median_cost(command, stdin=APP_PASSWORD.encode())
            table.row(f'{what}: judged and told', one.wall * 1000, 'ms',
                      most=300)
            table.row(f'{what}: memory', one.memory, 'MiB', most=35)
    return table.end()


if __name__ == '__main__':
    as_root()
    sys.exit(main())
