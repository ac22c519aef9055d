# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Todoku authors
"""What real mail servers on loopback have in common.

Everything lives in one temporary folder: certificates, users, mailboxes, queue
and sockets.  Nothing of the system's own mail set-up is read or changed.  The
servers are started by start() and ended, by their process ids, by stop().
"""

import imaplib
import os
import pwd
import re
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time

HOST = 'mail.example.jp'
USER = 'taro@example.jp'
PASSWORD = 'correct horse 9'
PORTS = ('imap', 'imaps', 'pop3', 'pop3s', 'submission', 'submissions')


def free_ports(count):
    """Distinct free ports of 127.0.0.1, all held open until all are known."""
    sockets = [socket.socket() for _ in range(count)]
    for s in sockets:
        s.bind(('127.0.0.1', 0))
    ports = [s.getsockname()[1] for s in sockets]
    for s in sockets:
        s.close()
    return ports


def run(*argv, **kwargs):
    return subprocess.run(argv, check=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, **kwargs)


class RealServers:
    """The folder, the certificates and the ports; a subclass starts servers."""

    logs_of = ()
    # Patterns of the outgoing server's log.
    recipient_in_log = None
    message_id_in_log = None

    def __init__(self, tls='1.3'):
        self.tls = tls
        self.root = tempfile.mkdtemp(prefix='todoku-real-')
        os.chmod(self.root, 0o755)
        self.ports = dict(zip(PORTS, free_ports(len(PORTS))))
        self.ca = self.path('ca.pem')
        self.nobody = pwd.getpwnam('nobody')
        self.processes = []

    def path(self, *parts):
        return os.path.join(self.root, *parts)

    def write(self, name, text, mode=0o644):
        with open(self.path(name), 'w', encoding='utf-8') as f:
            f.write(text)
        os.chmod(self.path(name), mode)
        return self.path(name)

    def folder(self, *parts):
        """A folder in which the servers' unprivileged user may write."""
        name = self.path(*parts)
        os.makedirs(name, exist_ok=True)
        os.chown(name, self.nobody.pw_uid, self.nobody.pw_gid)
        return name

    # -- certificates ---------------------------------------------------------

    def make_certificates(self):
        self.write('leaf.cnf', f'subjectAltName=DNS:{HOST}\n'
                               'extendedKeyUsage=serverAuth\n'
                               'basicConstraints=critical,CA:FALSE\n')
        ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1',
              '-nodes']
        run('openssl', 'req', '-x509', *ec, '-keyout', self.path('ca.key'),
            '-out', self.ca, '-days', '30',
            '-subj', '/CN=Todoku test CA, trust it nowhere')
        run('openssl', 'req', *ec, '-keyout', self.path('leaf.key'),
            '-out', self.path('leaf.csr'), '-subj', f'/CN={HOST}')
        run('openssl', 'x509', '-req', '-in', self.path('leaf.csr'),
            '-CA', self.ca, '-CAkey', self.path('ca.key'), '-CAcreateserial',
            '-days', '30', '-extfile', self.path('leaf.cnf'),
            '-out', self.path('leaf.pem'))

    # -- processes ------------------------------------------------------------

    def spawn(self, *argv, **kwargs):
        """Starts a server that stays in the foreground."""
        process = subprocess.Popen(argv, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, **kwargs)
        self.processes.append(process)
        return process

    def wait_for(self, port, seconds=15):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                socket.create_connection(('127.0.0.1', port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(f'nothing listens on port {port}:\n' + self.logs())

    # -- the mailbox, seen by another client ----------------------------------

    def mailbox(self):
        context = ssl.create_default_context(cafile=self.ca)
        context.check_hostname = False
        client = imaplib.IMAP4_SSL('127.0.0.1', self.ports['imaps'],
                                   ssl_context=context, timeout=10)
        client.login(USER, PASSWORD)
        return client

    def put_message(self, number):
        """A message that was there before and must be there afterwards."""
        with self.mailbox() as client:
            client.append('INBOX', None, None, (
                f'From: <{USER}>\r\nTo: <{USER}>\r\nSubject: mine {number}\r\n'
                f'Message-ID: <mine-{number}@example.jp>\r\n\r\nMine.\r\n'
            ).encode())

    def messages(self):
        """The identifiers and the removal marks of what is in the mailbox."""
        with self.mailbox() as client:
            client.select('INBOX', readonly=True)
            _, lines = client.fetch(
                '1:*', '(FLAGS BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])')
        text = b' '.join(part for line in lines if line
                         for part in (line if isinstance(line, tuple)
                                      else (line,))).decode()
        return (sorted(re.findall(r'Message-ID:\s*(<[^>]+>)', text, re.I))
                + re.findall(r'\\Deleted', text))

    def recipients(self):
        """To whom the outgoing server has delivered."""
        return set(re.findall(self.recipient_in_log, self.log_text()))

    def message_ids(self):
        """Of the test messages that the outgoing server took."""
        return re.findall(self.message_id_in_log, self.log_text())

    # -- logs -----------------------------------------------------------------

    def log_text(self):
        text = ''
        for name in self.logs_of:
            if os.path.exists(self.path(name)):
                with open(self.path(name), encoding='utf-8',
                          errors='replace') as f:
                    text += f.read()
        return text

    def logs(self):
        text = ''
        for name in self.logs_of:
            if os.path.exists(self.path(name)):
                with open(self.path(name), encoding='utf-8',
                          errors='replace') as f:
                    text += f'--- {name}\n' + f.read()[-4000:]
        return text

    def start_servers(self):
        raise NotImplementedError

    def stop_servers(self):
        for process in reversed(self.processes):
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def __enter__(self):
        try:
            self.make_certificates()
            self.start_servers()
            for port in self.ports.values():
                self.wait_for(port)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *exc):
        self.stop_servers()
        shutil.rmtree(self.root, ignore_errors=True)
