#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Todoku authors
"""House rules that a program can keep (TAP).

Usage: test-project.py SOURCE_ROOT BUILD_ROOT
"""

import glob
import json
import os
import re
import shutil
import subprocess
import sys

ROOT, BUILD = sys.argv[1], sys.argv[2]
sys.path.insert(0, os.path.join(ROOT, 'tests/flatpak'))
import lint  # noqa: E402

APP = 'io.github.todoku.Todoku'
MANIFEST = os.path.join(ROOT, f'flatpak/{APP}.json')

# architecture.md: the only arrows allowed, by folder of src/.
ARROWS = {
    'knowledge': set(),
    'mail': set(),
    'net': {'mail'},
    'diagnosis': {'knowledge', 'net', 'mail'},
    'practice': set(),
    'cli': {'diagnosis', 'practice', 'knowledge', 'net', 'mail'},
    'app': {'diagnosis', 'practice', 'knowledge', 'net', 'mail'},
}
SYSTEM = {
    'mail': r'(glib|glib-object|errno|string|stdlib|limits|stdint|sys/[a-z]+|unistd|math)\b',
}
# Causes, from network to access, that no server on loopback can bring about
# as the first one, and why.
NOT_PLAYED = {
    'no-network': 'loopback is always there',
    'connection-not-permitted': 'this computer refuses, not a server',
    'vpn-suspected': 'only ever a note beside a refusal',
    'name-lookup-failed': 'a name server, not a mail server, fails',
    'mail-app-tls-too-old': 'about the mail app alone',
    'certificate-revoked': "GIO's server side sends no staple",
    'app-passwords-unavailable': 'a page of the service says so',
    'account-locked': 'the sign-in page says so',
    'oauth-consent-needs-admin': 'the sign-in page says so',
    'oauth-app-blocked': 'the sign-in page says so',
    'oauth-under-18': 'the sign-in page says so',
    'socks-proxy-needed': 'practice leads past proxies',
    'sign-in-withheld': 'practice asks no name server',
    'username-form': 'only ever a note beside a refusal',
    'provider-password-needed': 'only ever possible beside a refusal',
    'passwords-revoked-by-change': 'only ever a note beside a refusal',
    'mail-app-cannot-oauth': 'about the mail app alone',
}
PLAYED_LAYERS = ('network', 'name', 'connection', 'encryption', 'certificate',
                 'sign-in', 'access')
STYLE_LIMIT = 60
FUNCTION_LIMIT = 60
FILE_LIMIT = 600


def tracked(*suffixes):
    for folder, _, names in os.walk(os.path.join(ROOT, 'src')):
        for name in sorted(names):
            if name.endswith(suffixes):
                yield os.path.join(folder, name)


def relative(path):
    return os.path.relpath(path, ROOT)


def read(path):
    with open(path, encoding='utf-8') as f:
        return f.read()


def run(*argv):
    process = subprocess.run(argv, capture_output=True, text=True, check=False)
    return process.returncode, process.stdout + process.stderr


def without_comments(text):
    text = re.sub(r'/\*.*?\*/', lambda m: '\n' * m.group().count('\n'), text,
                  flags=re.S)
    return re.sub(r'//[^\n]*', '', text)


def check_arrows():
    owner = {os.path.basename(p): relative(p).split('/')[1]
             for p in tracked('.h')}
    for path in tracked('.c', '.h'):
        folder = relative(path).split('/')[1]
        for name in re.findall(r'#include "([^"]+)"', read(path)):
            other = owner.get(name)
            if other and other != folder and other not in ARROWS[folder]:
                yield f'{relative(path)} includes {name} of {other}'
        for name in re.findall(r'#include <([^>]+)>', read(path)):
            allowed = SYSTEM.get(folder)
            if allowed and not re.match(allowed, name):
                yield f'{relative(path)} includes <{name}>'
            if folder != 'app' and re.match(r'(gtk|adwaita|gdk)', name):
                yield f'{relative(path)} includes <{name}>'


def check_cli_without_gtk():
    code, libraries = run('ldd', os.path.join(BUILD, 'src/cli/todoku-cli'))
    if code != 0:
        yield libraries
    for name in ('libgtk', 'libadwaita', 'libgdk'):
        if name in libraries:
            yield f'todoku-cli is linked with {name}'


def check_sizes():
    for path in tracked('.css'):
        if read(path).count('\n') >= STYLE_LIMIT:
            yield f'{relative(path)}: use the classes of libadwaita instead'
    for path in tracked('.c'):
        lines = read(path).count('\n')
        if lines > FILE_LIMIT:
            yield f'{relative(path)} has {lines} lines'
        _, tags = run('ctags', '-x', '--c-kinds=f',
                      '--_xformat=%{line} %{end} %N', path)
        for line in tags.splitlines():
            start, end, name = line.split()
            # ctags takes a macro that defines a function for one of its own.
            if (int(end) - int(start) > FUNCTION_LIMIT
                    and not name.startswith('G_DEFINE')
                    and not name.endswith('class_init')):
                yield f'{relative(path)}: {name} has {int(end) - int(start)} lines'


BANNED = {
    r'\bgoto\b': 'goto',
    r'\b(strcpy|strcat|sprintf|vsprintf|gets|strtok|alloca)\s*\(': 'an unbounded C function',
    r'\bg_(print|printerr|message|warning)\s*\(': 'printing in a library',
    r'\bg_tls_certificate_verify\s*\(': 'g_tls_certificate_verify (safety.md, traps 1 and 2)',
    r'\bg_data_input_stream_read_line': 'an unbounded line reader (safety.md, trap 3)',
    r'\bg_random_': 'g_random (not for anything secret)',
}


def check_banned():
    for path in tracked('.c'):
        text = without_comments(read(path))
        for pattern, what in BANNED.items():
            if what.startswith('printing') and ('/cli/' in path
                                                or '/app/' in path):
                continue
            for match in re.finditer(pattern, text):
                line = text.count('\n', 0, match.start()) + 1
                yield f'{relative(path)}:{line}: {what}'


def check_heads():
    for path in tracked('.c', '.h'):
        if 'SPDX-License-Identifier: GPL-3.0-or-later' not in read(path)[:120]:
            yield f'{relative(path)} has no SPDX line at its head'


def check_potfiles():
    listed = set(read(os.path.join(ROOT, 'po/POTFILES')).split())
    for path in tracked('.c', '.ui'):
        text = read(path)
        marked = (re.search(r'\b(N?C?_|ngettext)\s*\("', text)
                  if path.endswith('.c') else 'translatable="' in text)
        if bool(marked) != (relative(path) in listed):
            yield (f'{relative(path)} '
                   + ('is not in po/POTFILES' if marked
                      else 'is in po/POTFILES without a text'))
    for name in listed:
        if not os.path.exists(os.path.join(ROOT, name)):
            yield f'po/POTFILES names {name}, which is not there'


def check_translation():
    po = os.path.join(ROOT, 'po/ja.po')
    code, text = run('msgfmt', '--check', '--statistics', '-o', '/dev/null', po)
    if code != 0 or 'untranslated' in text or 'fuzzy' in text:
        yield text
    # What the sources say now, not what they said when ja.po was written.
    pot = os.path.join(BUILD, 'todoku-check.pot')
    code, text = run('xgettext', '--from-code=UTF-8', '--add-comments',
                     '--keyword=_', '--keyword=N_', '--keyword=C_:1c,2',
                     '--keyword=NC_:1c,2', '-D', ROOT, '-f',
                     os.path.join(ROOT, 'po/POTFILES'), '-o', pot)
    if code != 0:
        yield text
        return
    code, text = run('msgcmp', '--use-untranslated', po, pot)
    if code != 0:
        yield text


def check_versions():
    version = re.search(r"version: '([^']+)'",
                        read(os.path.join(ROOT, 'meson.build'))).group(1)
    news = re.search(r'^Version (\S+)', read(os.path.join(ROOT, 'NEWS')),
                     re.M).group(1)
    metainfo = re.search(r'<release version="([^"]+)"',
                         read(os.path.join(
                             ROOT, 'data/io.github.todoku.Todoku.metainfo.xml.in'
                         ))).group(1)
    if not version == news == metainfo:
        yield f'meson.build {version}, NEWS {news}, metainfo {metainfo}'


def check_id_in_one_place():
    for path in tracked('.c', '.h'):
        if 'io.github.todoku' in read(path):
            yield f'{relative(path)} spells the application id'


def broken(rules):
    for good, name, detail in rules:
        if not good:
            yield f'{name}: {detail}'


def check_manifest():
    yield from broken(lint.manifest_rules(MANIFEST))
    source = lint.load(MANIFEST)['modules'][-1]['sources'][0]
    released = re.findall(r'^Version (\S+)', read(os.path.join(ROOT, 'NEWS')), re.M)
    if source['tag'] not in ['v' + version for version in released]:
        yield f'NEWS knows no release {source["tag"]}'
    if git('rev-parse', '--is-shallow-repository') == 'false':
        yield from wrong_commit(source['tag'], source['commit'])


def git(*words):
    """What it says; None where there is no git, no repository or no answer."""
    if not shutil.which('git'):
        return None
    code, text = run('git', '-C', ROOT, *words)
    return text.strip() if code == 0 else None


def wrong_commit(tag, commit):
    tagged = git('rev-list', '-n1', tag, '--')
    if tagged not in (None, commit):
        yield f'{tag} is {tagged}, not {commit}'
    if git('merge-base', '--is-ancestor', commit, 'HEAD') is None:
        yield f'{commit} is none of the commits up to here'
        return
    found = re.search(r"^ *version: '(.*)',", git('show', commit + ':meson.build'), re.M)
    if tag != 'v' + found[1]:
        yield f'{commit} is version {found[1]}, not {tag}'


def check_metainfo():
    yield from broken(lint.metainfo_rules(
        f'{BUILD}/data/{APP}.metainfo.xml', APP,
        os.path.join(ROOT, 'data/screenshots')))


def check_includes():
    """House rule 2: config.h goes first, then the file's own header."""
    for path in tracked('.c'):
        if path.endswith('todoku-compat.c'):
            continue  # lifts the version pins before any header
        includes = re.findall(r'^#include (\S+)', read(path), re.M)
        own = f'"{os.path.basename(path)[:-2]}.h"'
        if includes and includes[0] != '"config.h"':
            yield f'{relative(path)} does not include config.h first'
        elif own in includes and includes[1] != own:
            yield f'{relative(path)} does not include {own} next'


def check_packaging():
    data = os.path.join(BUILD, 'data')
    for argv in (['desktop-file-validate', f'{data}/io.github.todoku.Todoku.desktop'],
                 ['appstreamcli', 'validate', '--no-net',
                  f'{data}/io.github.todoku.Todoku.metainfo.xml']):
        code, text = run(*argv)
        if code != 0:
            yield text
    for name in ('desktop', 'metainfo.xml'):
        if 'メール' not in read(f'{data}/io.github.todoku.Todoku.{name}'):
            yield f'the {name} file has no Japanese'


def check_practice():
    data = os.path.join(ROOT, 'data')
    vocabulary = json.loads(read(f'{data}/knowledge/vocabulary.json'))
    cases = json.loads(read(f'{data}/practice/index.json'))['scenarios']
    played = {json.loads(read(f'{data}/practice/{case}.json'))['expect']
              for case in cases}
    if len(cases) < 60:
        yield f'{len(cases)} practice cases'
    for layer in PLAYED_LAYERS:
        for cause in vocabulary[layer]:
            if (cause in played) == (cause in NOT_PLAYED):
                yield f'{cause}: a practice case or a reason, one of both'


# Where a wall clock is asked for: certificates and messages have dates.
CLOCKS = {'src/net/todoku-network-seams.c', 'src/net/todoku-network.c', 'src/net/todoku-certificate.c',
          'src/mail/todoku-received.c'}


def check_monotonic():
    for path in tracked('.c'):
        if (relative(path).split('/')[1] in ('mail', 'net')
                and relative(path) not in CLOCKS
                and re.search(r'g_get_real_time|new_now|\btime \(|gettimeofday',
                              without_comments(read(path)))):
            yield f'{relative(path)} asks the wall clock'


# What the sandbox must permit, and nothing else.
PERMISSIONS = {'--share=network', '--share=ipc', '--socket=wayland',
               '--socket=fallback-x11', '--device=dri'}


def check_permissions():
    with open(os.path.join(ROOT, 'flatpak/io.github.todoku.Todoku.json'),
              encoding='utf-8') as f:
        arguments = json.load(f)['finish-args']
    for argument in set(arguments) ^ PERMISSIONS:
        yield f'{argument} is asked for and not permitted, or the other way round'


# Reports, transcripts, links and values to copy go to the clipboard by these.
COPIES = {'src/app/todoku-window-actions.c'}


def check_clipboard():
    for path in tracked('.c'):
        if ('gdk_clipboard_set' in read(path)
                and relative(path) not in COPIES):
            yield f'{relative(path)} writes to the clipboard'
    for path in tracked('.ui'):
        text = read(path)
        if re.search(r'name="(visibility|enable-emoji-completion)"', text):
            yield f'{relative(path)} hides a text in a plain entry'
        if 'AdwPasswordEntryRow' in text and 'win.copy' in text:
            yield f'{relative(path)} copies beside a password'


def check_finding_ids():
    """Findings are data; what was seen has names of its own, and where it is
    the cause itself both bear one name."""
    ids, seen = set(), set()
    for path in glob.glob(os.path.join(ROOT, 'data/knowledge/findings/*.json')):
        ids |= {f['id'] for f in json.loads(read(path))['findings']}
    for path in ('src/mail/todoku-observed.h', 'src/net/todoku-certificate.h'):
        text = without_comments(read(os.path.join(ROOT, path)))
        seen |= set(re.findall(r'X \(\w+,\s*"([a-z0-9-]+)"', text.replace('\\', ' ')))
    if not ids or not seen & ids:
        yield 'no ids were found'
    for path in tracked('.c', '.h'):
        for word in re.findall(r'"([a-z0-9-]+)"', without_comments(read(path))):
            if word in ids - seen and word not in VERDICTS:
                yield f'{relative(path)} knows the finding {word}'


# A word of the data's own form that is an id, too.
VERDICTS = {'works'}


def check_finalized():
    """A widget that somebody still holds when it is gone is held for ever."""
    tests = ''.join(map(read, glob.glob(os.path.join(ROOT, 'tests/app/*.c'))))
    for path in tracked('.h'):
        if not relative(path).startswith('src/app/'):
            continue
        for name in re.findall(r'G_DECLARE_FINAL_TYPE \(\w+,\s*(\w+),',
                               read(path)):
            if name != 'todoku_application' and f'{name}_new' not in tests:
                yield f'{name}_new() is in no test'


CHECKS = [
    ('each widget is made and finalized by a test', check_finalized),
    ('no finding is known by its id', check_finding_ids),
    ('SB-01 the sandbox permits what it must, no more', check_permissions),
    ('SE-03 no password is written to the clipboard', check_clipboard),
    ('RB-13 deadlines are counted on the monotonic clock', check_monotonic),
    ('folders include only what architecture.md allows', check_arrows),
    ('todoku-cli is linked without GTK', check_cli_without_gtk),
    ('functions and files keep their size', check_sizes),
    ('no banned function is called', check_banned),
    ('every file names its licence', check_heads),
    ('config.h is included first, then the own header', check_includes),
    ('POTFILES is complete', check_potfiles),
    ('ja.po is complete', check_translation),
    ('one version in meson.build, NEWS and metainfo', check_versions),
    ('the application id stands in one place', check_id_in_one_place),
    ('every cause that a server can show has its practice case',
     check_practice),
    ('desktop entry and metainfo are valid and Japanese', check_packaging),
    ("the Flatpak manifest keeps Flathub's rules", check_manifest),
    ("the metainfo keeps Flathub's rules of quality", check_metainfo),
]


def main():
    failed = 0
    print(f'1..{len(CHECKS)}')
    for number, (name, check) in enumerate(CHECKS, 1):
        mistakes = list(check())
        failed += bool(mistakes)
        print(f'{"not ok" if mistakes else "ok"} {number} - {name}')
        for mistake in mistakes:
            for line in mistake.splitlines():
                print('# ' + line)
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
