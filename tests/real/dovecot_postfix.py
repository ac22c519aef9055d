# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Todoku authors
"""Dovecot and Postfix on loopback, each with a configuration of its own."""

import base64
import hashlib
import hmac
import json
import os
import shutil
import subprocess
import time

from real_servers import HOST, PASSWORD, USER, RealServers, run

APP_USER = 'hanako@example.jp'
APP_PASSWORD = 'abcdefghijklmnop'
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


class DovecotPostfix(RealServers):
    logs_of = ('dovecot.log', 'postfix.log')
    recipient_in_log = r' to=<([^>]+)>'
    message_id_in_log = r'message-id=<([^>]+@todoku\.invalid)>'

    def __init__(self, tokens='oauthbearer xoauth2', others=(), **kwargs):
        super().__init__(**kwargs)
        self.tokens = tokens
        self.users = {USER: PASSWORD, APP_USER: APP_PASSWORD,
                      **{other: PASSWORD for other in others}}
        self.postfix_running = False

    # -- Dovecot --------------------------------------------------------------

    def start_dovecot(self):
        self.folder('mail')
        os.makedirs(self.path('auth'))
        os.chmod(self.path('auth'), 0o755)
        self.write('users', ''.join(map(self.user_line, self.users)))
        environment = self.make_tls_limit()
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
mail_location = maildir:~
import_environment = OPENSSL_CONF TZ
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
# Processes stand ready and serve many, as on a server with many users.
service imap-login {{
  process_min_avail = 2
  service_count = 0
  inet_listener imap {{
    port = {p['imap']}
  }}
  inet_listener imaps {{
    port = {p['imaps']}
    ssl = yes
  }}
}}
service pop3-login {{
  process_min_avail = 2
  service_count = 0
  inet_listener pop3 {{
    port = {p['pop3']}
  }}
  inet_listener pop3s {{
    port = {p['pop3s']}
    ssl = yes
  }}
}}
service imap {{
  process_min_avail = 4
  service_count = 256
}}
service pop3 {{
  process_min_avail = 4
  service_count = 256
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
        self.spawn('dovecot', '-F', '-c', conf, env=environment)

    def user_line(self, user):
        mail = 'mail' if user == USER else f'mail-{user}'
        return (f'{user}:{{PLAIN}}{self.users[user]}:{self.nobody.pw_uid}:'
                f'{self.nobody.pw_gid}::{self.folder(mail)}\n')

    def make_tls_limit(self):
        """Dovecot has no setting for the newest version that it offers; the
        library below it has."""
        version = 'TLSv' + self.tls
        conf = self.write('openssl.cnf', f'''
openssl_conf = root
[root]
ssl_conf = ssl
[ssl]
system_default = default
[default]
MinProtocol = {version}
MaxProtocol = {version}
''')
        return {**os.environ, 'OPENSSL_CONF': conf}

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
        nobody = self.nobody
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
smtpd_tls_protocols = TLSv{self.tls}
smtpd_tls_mandatory_protocols = TLSv{self.tls}
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

    # -- both ------------------------------------------------------------------

    def start_servers(self):
        self.start_dovecot()
        self.wait_for(self.ports['imaps'])
        self.start_postfix()

    def stop_servers(self):
        if self.postfix_running:
            subprocess.run(['postfix', '-c', self.path('postfix'), 'stop'],
                           stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL, check=False)
        super().stop_servers()
