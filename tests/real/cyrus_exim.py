# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Todoku authors
"""Cyrus IMAP and Exim on loopback, each with a configuration of its own.

Debian lets one IMAP server and one mail transport agent be installed, so these
two are unpacked beside Dovecot and Postfix (`./dev` does it) and run from where
they lie.
"""

import os

from real_servers import HOST, PASSWORD, USER, RealServers, run

UNPACKED = '/var/cache/todoku-servers'
LIBRARIES = os.path.join(UNPACKED, 'usr/lib/x86_64-linux-gnu')
CYRUS = os.path.join(UNPACKED, 'usr/lib/cyrus/bin')
EXIM = os.path.join(UNPACKED, 'usr/sbin/exim4')


class CyrusExim(RealServers):
    logs_of = ('exim/log/mainlog', 'exim/log/rejectlog', 'exim/log/paniclog')

    recipient_in_log = r' => \S+ <([^>]+)>'
    message_id_in_log = r' id=(\S+@todoku\.invalid)'

    def start_servers(self):
        if not os.path.exists(EXIM):
            raise RuntimeError(f'{UNPACKED} does not hold Cyrus and Exim: '
                               './dev servers unpacks them')
        self.start_cyrus()
        self.start_exim()

    # -- Cyrus ----------------------------------------------------------------

    def start_cyrus(self):
        self.folder('cyrus')
        config = self.folder('cyrus', 'config')
        spool = self.folder('cyrus', 'spool')
        socket = os.path.join(self.folder('cyrus', 'socket'), 'lmtp')
        users = self.path('sasldb2')
        # Cyrus looks a name up in the realm of the server's own name.
        run('saslpasswd2', '-p', '-c', '-f', users, '-u', HOST,
            USER.split('@', maxsplit=1)[0], input=PASSWORD)
        os.chown(users, self.nobody.pw_uid, self.nobody.pw_gid)
        os.chmod(self.path('leaf.key'), 0o644)
        conf = self.write('imapd.conf', f'''
configdirectory: {config}
partition-default: {spool}
defaultpartition: default
servername: {HOST}
cyrus_user: nobody
cyrus_group: nogroup
virtdomains: userid
defaultdomain: example.jp
unixhierarchysep: yes
allowplaintext: no
autocreate_quota: 0
autocreate_post: yes
sasl_pwcheck_method: auxprop
sasl_auxprop_plugin: sasldb
sasl_sasldb_path: {users}
sasl_mech_list: PLAIN LOGIN
tls_server_cert: {self.path('leaf.pem')}
tls_server_key: {self.path('leaf.key')}
tls_versions: tls{self.tls.replace('.', '_')}
lmtpsocket: {socket}
temp_path: {self.path('cyrus')}
''')
        services = ''
        for name, port in self.ports.items():
            if name.startswith('submission'):
                continue
            program = name.rstrip('s') + 'd'
            services += (f'  {name} cmd="{CYRUS}/{program} -C {conf}'
                         + (' -s' if name.endswith('s') else '')
                         + f'" listen="127.0.0.1:{port}" proto=tcp4\n')
        main = self.write('cyrus.conf', f'''
START {{
  recover cmd="{CYRUS}/ctl_cyrusdb -C {conf} -r"
}}
SERVICES {{
{services}
  lmtp cmd="{CYRUS}/lmtpd -C {conf} -a" listen="{socket}"
}}
EVENTS {{
}}
''')
        self.lmtp = socket
        self.spawn(f'{CYRUS}/master', '-C', conf, '-M', main,
                   '-p', self.path('cyrus', 'pid'),
                   env={**os.environ, 'LD_LIBRARY_PATH': LIBRARIES})

    # -- Exim -----------------------------------------------------------------

    def make_names(self):
        """Exim knows its user by a name that the package would have made."""
        ids = f'{self.nobody.pw_uid}:{self.nobody.pw_gid}'
        users = self.write('passwd', 'root:x:0:0::/:/bin/sh\n'
                           f'nobody:x:{ids}::/:/bin/false\n'
                           f'Debian-exim:x:{ids}::/:/bin/false\n')
        groups = self.write('group', 'root:x:0:\nmail:x:8:\n'
                            f'nogroup:x:{self.nobody.pw_gid}:\n'
                            f'Debian-exim:x:{self.nobody.pw_gid}:\n')
        return {'LD_PRELOAD': 'libnss_wrapper.so',
                'NSS_WRAPPER_PASSWD': users, 'NSS_WRAPPER_GROUP': groups}

    def start_exim(self):
        self.folder('exim')
        spool = self.folder('exim', 'spool')
        log = self.folder('exim', 'log')
        names = self.make_names()
        p = self.ports
        conf = self.write('exim.conf', f'''
primary_hostname = {HOST}
exim_path = {EXIM}
keep_environment = LD_PRELOAD : NSS_WRAPPER_PASSWD : NSS_WRAPPER_GROUP
add_environment = PATH=/usr/sbin:/usr/bin
spool_directory = {spool}
log_file_path = {log}/%slog
pid_file_path = {self.path('exim', 'pid')}
never_users =
local_interfaces = 127.0.0.1
daemon_smtp_ports = {p['submission']} : {p['submissions']}
tls_on_connect_ports = {p['submissions']}
tls_advertise_hosts = *
tls_certificate = {self.path('leaf.pem')}
tls_privatekey = {self.path('leaf.key')}
tls_require_ciphers = NORMAL:-VERS-ALL:+VERS-TLS{self.tls}
auth_advertise_hosts = ${{if eq{{$tls_in_cipher}}{{}}{{}}{{*}}}}
acl_smtp_rcpt = recipients
acl_smtp_data = accept
domainlist local_domains = example.jp
host_lookup =
rfc1413_hosts =
deliver_drop_privilege = true

begin acl
recipients:
  accept authenticated = *
  deny message = authentication required

begin routers
mailbox:
  driver = accept
  domains = +local_domains
  transport = cyrus
elsewhere:
  driver = redirect
  data = :blackhole:

begin transports
cyrus:
  driver = lmtp
  socket = {self.lmtp}
  user = nobody
  batch_max = 1

begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${{if and{{{{eq{{$auth2}}{{{USER}}}}}{{eq{{$auth3}}{{{PASSWORD}}}}}}}}}
  server_set_id = $auth2
login:
  driver = plaintext
  public_name = LOGIN
  server_prompts = <| Username: | Password:
  server_condition = ${{if and{{{{eq{{$auth1}}{{{USER}}}}}{{eq{{$auth2}}{{{PASSWORD}}}}}}}}}
  server_set_id = $auth1
''')
        self.spawn(EXIM, '-C', conf, '-bdf', env={**os.environ, **names})
