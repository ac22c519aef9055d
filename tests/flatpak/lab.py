# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Todoku authors
"""Where the Flatpak is built and tried: folders, an environment and session buses
of its own.  Nothing of the desktop that runs the checks is seen or changed."""

import contextlib
import json
import os
import shutil
import subprocess
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
MANIFEST = os.path.join(ROOT, 'flatpak/io.github.todoku.Todoku.json')
with open(MANIFEST, encoding='utf-8') as manifest_file:
    MANIFEST_DATA = json.load(manifest_file)
APP = MANIFEST_DATA['id']
BRANCH = MANIFEST_DATA['runtime-version']
NO_BUS = 'unix:path=/nonexistent'

BUS = '''<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={path}</listen>
  <auth>EXTERNAL</auth>
  {services}
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
'''
# What a bus may start: screen readers' service alone, or a desktop's too.
ACCESSIBILITY = 'org.a11y.Bus'
PORTALS = ('org.freedesktop.portal.Desktop', 'org.freedesktop.portal.Documents',
           'org.freedesktop.impl.portal.PermissionStore',
           'org.freedesktop.impl.portal.desktop.gtk')
SERVICES = '/usr/share/dbus-1/services'


class Lab:
    """@cache: what is kept between runs; @out: what this run leaves behind;
    @runtime: XDG_RUNTIME_DIR, a new one when it is not given."""

    def __init__(self, cache, out, suite='trixie', runtime=None):
        self.suite = suite
        self.cache = os.path.join(cache, suite)
        self.out = out
        self.runtime = runtime or tempfile.mkdtemp(prefix='todoku-')
        os.makedirs(os.path.join(out, 'home'), exist_ok=True)
        # Of the environment only what finds programs, so that nothing of a
        # developer's desktop leaks into the sandbox.
        self.environment = {
            'PATH': f'{self.cache}/bin:/usr/bin:/bin:/usr/sbin:/sbin',
            'HOME': os.path.join(out, 'home'),
            'XDG_RUNTIME_DIR': self.runtime,
            'XDG_DATA_DIRS': '/usr/local/share:/usr/share',
            'XDG_CURRENT_DESKTOP': 'GNOME',
            'FLATPAK_USER_DIR': f'{self.cache}/installation',
            'LC_ALL': 'C.UTF-8',
            'DBUS_SESSION_BUS_ADDRESS': NO_BUS,
            'GIO_USE_VFS': 'local',
        }
        self.buses = 0

    def close(self):
        shutil.rmtree(self.runtime, ignore_errors=True)

    def path(self, *parts):
        return os.path.join(self.out, *parts)

    def run(self, *argv, timeout=600, stderr=subprocess.STDOUT, **more):
        """(exit status, all that was printed)"""
        process = subprocess.run(
            argv, env=dict(self.environment, **more), stdout=subprocess.PIPE,
            stderr=stderr, stdin=subprocess.DEVNULL, text=True, errors='replace',
            timeout=timeout, check=False)
        return process.returncode, process.stdout

    def sandboxed(self, *argv, command='todoku-cli', options=()):
        """Runs a command of the installed app: (exit status, standard output)"""
        with open(self.path('stderr.log'), 'a', encoding='utf-8') as log:
            return self.run('flatpak', 'run', '--user', '--die-with-parent',
                            *options, f'--command={command}', APP, *argv,
                            stderr=log)

    @contextlib.contextmanager
    def bus(self, *services):
        """A session bus that can start @services alone; its address."""
        self.buses += 1
        folder = os.path.join(self.runtime, f'services-{self.buses}')
        os.mkdir(folder)
        for name in services:
            shutil.copy(f'{SERVICES}/{name}.service', folder)
        path = os.path.join(self.runtime, f'bus-{self.buses}')
        configuration = path + '.conf'
        with open(configuration, 'w', encoding='utf-8') as f:
            f.write(BUS.format(
                path=path, services=f'<servicedir>{folder}</servicedir>'))
        address = f'unix:path={path}'
        with open(self.path(f'bus-{self.buses}.log'), 'w',
                  encoding='utf-8') as log:
            daemon = subprocess.Popen(
                ['dbus-daemon', '--nofork', '--config-file=' + configuration],
                env=dict(self.environment, DBUS_SESSION_BUS_ADDRESS=address),
                stdout=log, stderr=log)
        try:
            wait_until(lambda: os.path.exists(path), 'the bus')
            yield address
        finally:
            daemon.terminate()
            daemon.wait()

    @contextlib.contextmanager
    def using(self, **more):
        """The environment with some variables more."""
        before = self.environment
        self.environment = dict(before, **more)
        try:
            yield
        finally:
            self.environment = before


def wait_until(reached, what, seconds=20):
    end = time.monotonic() + seconds
    while not reached():
        if time.monotonic() > end:
            raise AssertionError(f'{what} did not appear')
        time.sleep(0.1)
