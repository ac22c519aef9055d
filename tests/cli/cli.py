# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Todoku authors
"""What the tests of todoku-cli share: running it, servers to run it against."""

import contextlib
import os
import pty
import re
import select
import signal
import socket
import subprocess
import sys
import tempfile
import termios
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..'))

from tap import Tap  # noqa: E402, F401

CLI, ROOT = sys.argv[1], sys.argv[2]
OFFLINE = ['check', 'taro@gmail.com', '--offline']


def run(*arguments, text=None, environment=None, **more):
    """todoku-cli with bytes out; stdin is empty unless there is text."""
    return subprocess.run(
        [CLI, *arguments], input=text,
        stdin=None if text is not None else subprocess.DEVNULL,
        stdout=more.pop('stdout', subprocess.PIPE), stderr=subprocess.PIPE,
        timeout=60, check=False,
        env={key: value for key, value in
             dict(os.environ, **(environment or {})).items()
             if value is not None}, **more)


@contextlib.contextmanager
def practice(name):
    """The servers of a practice case; gives the options that lead to them."""
    with tempfile.TemporaryDirectory() as folder:
        ca = os.path.join(folder, 'ca.pem')
        process = subprocess.Popen(
            [CLI, 'practice', 'serve', name, '--ca-out', ca],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        options = []
        for line in process.stdout:
            if line.startswith('--'):
                options += line.split()
            if line.startswith('--ca-file'):
                break
        try:
            yield options
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=20)


class PlainServer:
    """An SMTP server without encryption on a free port of 127.0.0.1.

    It greets, answers each command from a table of prefixes, keeps what it
    was told, and ends with the test."""

    def __init__(self, greeting, answers=()):
        self.greeting, self.answers, self.heard = greeting, answers, []
        self.socket = socket.create_server(('127.0.0.1', 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self.socket.accept()
                connection.settimeout(20)
                threading.Thread(target=self.serve, args=(connection,),
                                 daemon=True).start()

    def serve(self, connection):
        with contextlib.suppress(OSError), connection, \
                connection.makefile('rb') as lines:
            if self.greeting:
                connection.sendall(self.greeting)
            for line in lines:
                self.heard.append(line)
                connection.sendall(self.answer(line))

    def answer(self, line):
        for prefix, answer in self.answers:
            if line.upper().startswith(prefix):
                return answer
        return b'502 5.5.1 no\r\n'

    def options(self, host='mail.example.jp'):
        return ['check', 'taro@example.jp', '--only', 'configured',
                '--outgoing', f'smtp+plain://{host}:587',
                '--connect-to', f'{host}:587:127.0.0.1:{self.port}']

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()


class Terminal:
    """todoku-cli on a pseudo-terminal of its own."""

    def __init__(self, *arguments, environment=None):
        self.said = b''
        pid, self.master = pty.fork()
        if pid == 0:
            for key, value in (environment or {}).items():
                os.environ[key] = value
            os.execv(CLI, [CLI, *arguments])
        self.pid = pid

    def read(self, until=None, seconds=30):
        """Reads until a text or the end; whether it came."""
        end = time.monotonic() + seconds
        while until is None or until not in self.said:
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.master], [], [], left)[0]:
                return False
            try:
                data = os.read(self.master, 65536)
            except OSError:
                data = b''
            if not data:
                return until is None
            self.said += data
        return True

    def echoes(self):
        return bool(termios.tcgetattr(self.master)[3] & termios.ECHO)

    def type(self, text):
        os.write(self.master, text)

    def close(self):
        """Its exit status."""
        status = os.waitpid(self.pid, 0)[1]
        os.close(self.master)
        return os.waitstatus_to_exitcode(status)


def long_options(text):
    return set(re.findall(r'--[a-z][a-z-]+', text))
