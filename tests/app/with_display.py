#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Todoku authors
"""Runs a test program on a display of its own.

Usage: with_display.py PROGRAM [ARGUMENTS]
"""

import contextlib
import os
import subprocess
import sys


@contextlib.contextmanager
def display(width=1280, height=900):
    """An X server on a free display; its name."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ['Xvfb', '-displayfd', str(write), '-screen', '0',
         f'{width}x{height}x24', '-nolisten', 'tcp', '-noreset'],
        pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as f:
            yield ':' + f.readline().strip()
    finally:
        server.terminate()
        server.wait()


def environment(name, **more):
    """Drawn in software, with X11 and nothing of the desktop that runs the test."""
    result = dict(os.environ, DISPLAY=name, GDK_BACKEND='x11',
                  GSK_RENDERER='cairo', LIBGL_ALWAYS_SOFTWARE='1', **more)
    result.pop('WAYLAND_DISPLAY', None)
    return result


def main():
    with display() as name:
        return subprocess.run(
            sys.argv[1:], env=environment(name, GTK_A11Y='none'),
            check=False).returncode


if __name__ == '__main__':
    sys.exit(main())
