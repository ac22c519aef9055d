# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Todoku authors
"""Dovecot and Postfix on loopback, each with a configuration of its own.

Everything lives in one temporary folder: certificates, users, mailboxes, queue
and sockets.  Nothing of the system's own mail set-up is read or changed.  The
servers are started by start() and ended, by their process ids, by stop().
"""

import base64
import hashlib
import hmac
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time

HOST = 'mail.example.jp'
USER = 'taro@example.jp'
PASSWORD = 'correct horse 9'
TOKEN_KEY = b'a key of thirty-two bytes or more'


def _part(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b'=')


def make_token(scope='mail', seconds=600):
    """An access token (RFC 7519) such as an organisation's own issuer makes."""
    now = int(time.time())
    body = b'.'.join([_part({'alg': 'HS256', 'typ': 'JWT'}),
                      _part({'email': USER, 'scope': scope, 'sub': USER,
                             'iat': now - 60, 'nbf': now - 60,
                             'exp': now + seconds})])
    seal = hmac.new(TOKEN_KEY, body, hashlib.sha256).digest()
    return (body + b'.'
            + base64.urlsafe_b64encode(seal).rstrip(b'=')).decode()


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
    def __init__(self, tokens='oauthbearer xoauth2'):
        self.tokens = tokens
        self.root = tempfile.mkdtemp(prefix='todoku-real-')
        os.chmod(self.root, 0o755)
        names = ['imap', 'imaps', 'pop3', 'pop3s', 'submission', 'submissions']
        self.ports = dict(zip(names, free_ports(len(names))))
        self.ca = self.path('ca.pem')
        self.dovecot = None
        self.postfix_running = False

    def path(self, *parts):
        return os.path.join(self.root, *parts)

    def write(self, name, text, mode=0o644):
        with open(self.path(name), 'w', encoding='utf-8') as f:
            f.write(text)
        os.chmod(self.path(name), mode)
        return self.path(name)

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

    # -- Dovecot --------------------------------------------------------------

    def start_dovecot(self):
        vmail = pwd.getpwnam('nobody')
        group = vmail.pw_gid
        mail = self.path('mail')
        os.makedirs(mail)
        os.chown(mail, vmail.pw_uid, group)
        os.makedirs(self.path('auth'))
        os.chmod(self.path('auth'), 0o755)
        self.write('users', f'{USER}:{{PLAIN}}{PASSWORD}:{vmail.pw_uid}:'
                            f'{group}::{mail}\n')
        p = self.ports
        self.make_token_key()
        conf = self.write('dovecot.conf', f'''
base_dir = {self.path('run')}
state_dir = {self.path('state')}
log_path = {self.path('dovecot.log')}
protocols = imap pop3
listen = 127.0.0.1
ssl = yes
ssl_cert = <{self.path('leaf.pem')}
ssl_key = <{self.path('leaf.key')}
ssl_min_protocol = TLSv1.2
disable_plaintext_auth = yes
auth_mechanisms = plain login {self.tokens}
auth_failure_delay = 0
auth_debug = yes
first_valid_uid = 1
mail_location = maildir:{mail}
passdb {{
  driver = oauth2
  mechanisms = {self.tokens}
  args = {self.path('oauth2.conf')}
}}
passdb {{
  driver = passwd-file
  args = scheme=plain username_format=%u {self.path('users')}
}}
userdb {{
  driver = passwd-file
  args = username_format=%u {self.path('users')}
}}
service imap-login {{
  inet_listener imap {{
    port = {p['imap']}
  }}
  inet_listener imaps {{
    port = {p['imaps']}
    ssl = yes
  }}
}}
service pop3-login {{
  inet_listener pop3 {{
    port = {p['pop3']}
  }}
  inet_listener pop3s {{
    port = {p['pop3s']}
    ssl = yes
  }}
}}
# No waiting after refusals that the test itself causes.
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service auth {{
  unix_listener {self.path('auth', 'sasl')} {{
    mode = 0666
  }}
}}
''')
        self.dovecot = subprocess.Popen(['dovecot', '-F', '-c', conf],
                                        stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)

    def make_token_key(self):
        """The key with which Dovecot checks tokens by itself, without asking."""
        folder = self.path('keys', 'default', 'HS256')
        os.makedirs(folder)
        with open(os.path.join(folder, 'default'), 'w', encoding='ascii') as f:
            f.write(base64.b64encode(TOKEN_KEY).decode())
        self.write('oauth2.conf', f'''
introspection_mode = local
local_validation_key_dict = fs:posix:prefix={self.path('keys')}/
username_attribute = email
scope = mail
''')

    # -- Postfix --------------------------------------------------------------

    def start_postfix(self):
        conf = self.path('postfix')
        queue = self.path('queue')
        data = self.path('postfix-data')
        os.makedirs(conf)
        os.makedirs(queue)
        os.makedirs(data)
        shutil.chown(data, 'postfix', 'postfix')
        p = self.ports
        nobody = pwd.getpwnam('nobody')
        self.write('postfix/main.cf', f'''
compatibility_level = 3.6
queue_directory = {queue}
data_directory = {data}
maillog_file = {self.path('postfix.log')}
maillog_file_prefixes = {self.root}
multi_instance_name = postfix-todoku-test
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = {HOST}
mydestination =
mynetworks =
virtual_mailbox_domains = example.jp
virtual_mailbox_base = {self.root}
virtual_mailbox_maps = inline:{{ {{ {USER} = mail/ }} }}
virtual_uid_maps = static:{nobody.pw_uid}
virtual_gid_maps = static:{nobody.pw_gid}
virtual_minimum_uid = 1
default_transport = discard
local_transport = discard
alias_maps =
alias_database =
smtpd_tls_cert_file = {self.path('leaf.pem')}
smtpd_tls_key_file = {self.path('leaf.key')}
smtpd_tls_security_level = may
smtpd_tls_auth_only = yes
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = {self.path('auth', 'sasl')}
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_peername_lookup = no
''')
        self.write('postfix/master.cf', f'''
127.0.0.1:{p['submission']} inet n - n - - smtpd
  -o smtpd_tls_security_level=encrypt
127.0.0.1:{p['submissions']} inet n - n - - smtpd
  -o smtpd_tls_wrappermode=yes
pickup    unix  n - n 60 1 pickup
cleanup   unix  n - n - 0 cleanup
qmgr      unix  n - n 300 1 qmgr
tlsmgr    unix  - - n 1000? 1 tlsmgr
rewrite   unix  - - n - - trivial-rewrite
bounce    unix  - - n - 0 bounce
defer     unix  - - n - 0 bounce
trace     unix  - - n - 0 bounce
verify    unix  - - n - 1 verify
proxymap  unix  - - n - - proxymap
virtual   unix  - n n - - virtual
discard   unix  - - n - - discard
error     unix  - - n - - error
retry     unix  - - n - - error
anvil     unix  - - n - 1 anvil
scache    unix  - - n - 1 scache
postlog   unix-dgram n - n - 1 postlogd
''')
        run('postfix', '-c', conf, 'start')
        self.postfix_running = True

    # -- all of it ------------------------------------------------------------

    def wait_for(self, port, seconds=15):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                socket.create_connection(('127.0.0.1', port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(f'nothing listens on port {port}:\n' + self.logs())

    def logs(self):
        text = ''
        for name in ('dovecot.log', 'postfix.log'):
            if os.path.exists(self.path(name)):
                with open(self.path(name), encoding='utf-8',
                          errors='replace') as f:
                    text += f'--- {name}\n' + f.read()[-4000:]
        return text

    def start(self):
        self.make_certificates()
        self.start_dovecot()
        self.wait_for(self.ports['imaps'])
        self.start_postfix()
        for port in self.ports.values():
            self.wait_for(port)

    def stop(self):
        if self.postfix_running:
            subprocess.run(['postfix', '-c', self.path('postfix'), 'stop'],
                           stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL, check=False)
        if self.dovecot is not None:
            self.dovecot.send_signal(signal.SIGTERM)
            try:
                self.dovecot.wait(10)
            except subprocess.TimeoutExpired:
                self.dovecot.kill()
                self.dovecot.wait()
        shutil.rmtree(self.root, ignore_errors=True)

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *exc):
        self.stop()
