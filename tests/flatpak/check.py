#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Todoku authors
"""The Flatpak from end to end, where Flathub cannot be reached.

Usage: check.py CACHE OUT [PACKAGE…]
       check.py --newer SUITE CACHE OUT [PACKAGE…]

CACHE keeps the stand-in for runtime and SDK between runs; OUT gets logs and
screenshots.  PACKAGE: what the project's own tests need on Debian.  The second
form compiles and tests on a newer release of Debian instead.  Closes with
"N passed, N failed".
"""

import os
import subprocess
import sys
import time

import build
from lab import HERE, ROOT, Lab

sys.path.insert(0, os.path.join(ROOT, 'tests'))
from tap import Tap  # noqa: E402

GROUPS = ('console', 'x11', 'no-portals', 'no-bus', 'wayland')
# A network that has loopback alone, and a /run/user of its own.  A system without
# logind may have none, and an ordinary user, who is root of the namespaces alone,
# cannot make it but in a /run of its own.
APART = '''ip link set lo up &&
{ mkdir -p /run/user 2>/dev/null || { mount -t tmpfs tmpfs /run && mkdir /run/user; }; } &&
mount -t tmpfs tmpfs /run/user && mkdir -m 700 "/run/user/$(id -u)" && exec "$@"'''


class Log(Tap):
    """Each check with the seconds that it took."""

    def __init__(self):
        super().__init__()
        self.before = time.monotonic()

    def check(self, good, name, detail=''):
        now = time.monotonic()
        result = super().check(good, f'{name} ({now - self.before:.0f} s)', detail)
        self.before = now
        return result


def try_group(log, arguments, group):
    """Its checks are counted with the others; each has named itself."""
    unshare = ['unshare', '--net', '--mount']
    if os.getuid() != 0:
        unshare.append('--map-root-user')
    at_end = False
    # What the desktop's services grumble about is kept apart.
    with open(os.path.join(arguments[1], f'{group}.log'), 'w',
              encoding='utf-8') as grumbling, subprocess.Popen(
            [*unshare, 'sh', '-c', APART, 'sh', sys.executable,
             os.path.join(HERE, 'tries.py'), *arguments, group],
            stdout=subprocess.PIPE, stderr=grumbling, text=True) as process:
        for line in process.stdout:
            good, _, name = line.rstrip().partition(' - ')
            if good.startswith(('ok', 'not ok')):
                log.check(good.startswith('ok'), name)
            at_end = at_end or line.startswith('1..')
            if line.startswith('#'):
                print(line, end='', flush=True)
    if not at_end:
        log.check(False, f'the checks of {group} come to their end',
                  f'see {arguments[1]}/{group}.log')


def check_all(log, lab, arguments):
    build.check_manifest(log)
    if not build.check_build(lab, log):
        return
    build.check_built(lab, log)
    build.check_libraries(lab, log)
    if build.check_install(lab, log):
        for group in GROUPS:
            try_group(log, arguments, group)


def main():
    arguments = sys.argv[1:]
    suite = 'trixie'
    newer = arguments[0] == '--newer'
    if newer:
        _, suite, *arguments = arguments
    cache, out, *packages = arguments
    os.makedirs(out, exist_ok=True)
    log = Log()
    lab = Lab(cache, out, suite)
    try:
        there = log.check(
            build.stand_in(lab, packages),
            f'stand-in for runtime and SDK from Debian {suite}, in an '
            'installation of its own')
        if there and newer:
            build.audit(lab, log)
        elif there:
            with lab.bus() as address, lab.using(DBUS_SYSTEM_BUS_ADDRESS=address):
                check_all(log, lab, (cache, out))
    finally:
        lab.close()
    print(f'{log.count - log.failed} passed, {log.failed} failed')
    return 1 if log.failed else 0


if __name__ == '__main__':
    sys.exit(main())
